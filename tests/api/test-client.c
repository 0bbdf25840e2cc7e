/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api-world.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define ACCOUNT "{\"id\":\"2783136121146311751\",\"username\":\"mira\",\"board_count\":3}"
#define BOARD "{\"id\":\"549755885175\",\"name\":\"Tea\",\"privacy\":\"SECRET\"}"
#define PIN "{\"id\":\"813744226420795884\",\"title\":\"A cup\"}"
#define ERROR_BODY(code, message) "{\"code\":" code ",\"message\":\"" message "\"}"

static void
test_account (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccount) account = NULL;
  const Seen *seen;

  script_server_reply (world->server, 200,
                       "x-ratelimit-limit: 100, 100;w=60\r\nx-ratelimit-remaining: 98\r\n"
                       "x-ratelimit-reset: 41\r\nSet-Cookie: a=b\r\n",
                       ACCOUNT);
  account = world_get_account (world, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->id, ==, "2783136121146311751");
  g_assert_cmpstr (account->username, ==, "mira");
  g_assert_cmpint (account->board_count, ==, 3);
  g_assert_cmpint (account->pin_count, ==, -1);
  seen = script_server_get (world->server, 0);
  g_assert_cmpstr (seen->method, ==, "GET");
  g_assert_cmpstr (seen->target, ==, "/v5/user_account");
  g_assert_cmpstr (seen_header (seen, "authorization"), ==, "Bearer token-0");
  g_assert_cmpint (world->budget->limit, ==, 100);
  g_assert_cmpint (world->budget->remaining, ==, 98);
  g_assert_cmpint (world->budget->reset_s, ==, 41);
  g_assert_false (world->budget->refused);
  g_clear_pointer (&account, pf_account_unref);

  /* UI-6: no cookie was kept. */
  script_server_reply (world->server, 200, NULL, ACCOUNT);
  account = world_get_account (world, &error);
  g_assert_no_error (error);
  g_assert_null (seen_header (script_server_get (world->server, 1), "cookie"));
}

static void
test_pages (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPage) page = NULL;
  PfBoard *board;

  script_server_reply (world->server, 200, NULL,
                       "{\"items\":[" BOARD ",{\"name\":\"no id\"},7,null,"
                       "{\"id\":9223372036854775807}],\"bookmark\":\"a b/+&=?%\"}");
  script_server_reply (world->server, 200, NULL, "{\"items\":[],\"bookmark\":null}");
  page = world_list_boards (world, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 2);
  board = g_ptr_array_index (page->items, 0);
  g_assert_cmpint (board->privacy, ==, PF_PRIVACY_SECRET);
  board = g_ptr_array_index (page->items, 1);
  g_assert_cmpstr (board->id, ==, "9223372036854775807");
  g_assert_cmpstr (page->bookmark, ==, "a b/+&=?%");
  {
    g_autoptr (PfPage) last = world_list_boards (world, page->bookmark, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (last->items->len, ==, 0);
    g_assert_null (last->bookmark);
  }
  g_assert_cmpstr (script_server_get (world->server, 0)->target, ==, "/v5/boards?page_size=250");
  g_assert_cmpstr (script_server_get (world->server, 1)->target, ==,
                   "/v5/boards?page_size=250&bookmark=a%20b%2F%2B%26%3D%3F%25");
}

static void
test_create_board (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBoard) board = NULL;
  const Seen *seen;

  script_server_reply (world->server, 201, NULL, BOARD);
  board = world_create_board (world, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (board->id, ==, "549755885175");
  seen = script_server_get (world->server, 0);
  g_assert_cmpstr (seen->method, ==, "POST");
  g_assert_cmpstr (seen->target, ==, "/v5/boards");
  g_assert_cmpstr (seen_header (seen, "content-type"), ==, "application/json");
  g_assert_cmpmem (
      g_bytes_get_data (seen->body, NULL), g_bytes_get_size (seen->body),
      "{\"name\":\"Tea\",\"description\":\"Cups “and” pots\\n\",\"privacy\":\"SECRET\"}",
      strlen ("{\"name\":\"Tea\",\"description\":\"Cups “and” pots\\n\","
              "\"privacy\":\"SECRET\"}"));
  g_assert_cmpint (world->budget->category, ==, PF_BUDGET_ORG_WRITE);
  g_assert_cmpint (world->budget->priority, ==, PF_PRIORITY_DELIVERY);
}

/* The streamed body is exact JSON with exact base64, for every remainder of three. */
static void
test_create_pin (void)
{
  g_autoptr (World) world = world_new ();
  const gsize sizes[] = { 1, 2, 3, 4, 8191, 6 * 1024 * 1024 + 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) picture = NULL;
      g_autoptr (PfPin) pin = NULL;
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree guchar *decoded = NULL;
      JsonObject *source;
      const Seen *seen;
      guint8 *data = g_malloc (sizes[i]);
      gsize length;

      for (gsize j = 0; j < sizes[i]; j++)
        data[j] = (guint8)(j * 167 + (j >> 9));
      picture = g_bytes_new_take (data, sizes[i]);
      script_server_reply (world->server, 201, NULL, PIN);
      pin = world_create_pin (world, picture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (pin->id, ==, "813744226420795884");
      seen = script_server_get (world->server, (guint)i);
      g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (seen->body, NULL),
                                                 (gssize)g_bytes_get_size (seen->body), NULL));
      source = json_node_get_object (json_parser_get_root (parser));
      g_assert_cmpstr (json_object_get_string_member (source, "board_id"), ==, "549755885175");
      g_assert_cmpstr (json_object_get_string_member (source, "link"), ==,
                       "https://example.org/?a=1&b=\"2\"");
      g_assert_false (json_object_has_member (source, "description"));
      g_assert_false (json_object_has_member (source, "board_section_id"));
      source = json_object_get_object_member (source, "media_source");
      g_assert_cmpstr (json_object_get_string_member (source, "source_type"), ==, "image_base64");
      g_assert_cmpstr (json_object_get_string_member (source, "content_type"), ==, "image/png");
      decoded = g_base64_decode (json_object_get_string_member (source, "data"), &length);
      g_assert_cmpmem (decoded, length, data, sizes[i]);
    }
}

static void
test_deletes (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  const char *replies[]
      = { "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\noops" };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      script_server_step (world->server, STEP_REPLY, replies[i], -1);
      pf_client_delete_pin_async (world->client, "12", NULL, world_callback, world);
      result = world_wait (world);
      g_assert_true (pf_client_delete_pin_finish (world->client, result, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (script_server_get (world->server, (guint)i)->method, ==, "DELETE");
      g_assert_cmpstr (script_server_get (world->server, (guint)i)->target, ==, "/v5/pins/12");
    }
}

static void
test_ids_are_digits (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  pf_client_get_board_async (world->client, PF_PRIORITY_USER, "../oauth/token", NULL,
                             world_callback, world);
  result = world_wait (world);
  g_assert_null (pf_client_get_board_finish (world->client, result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  g_assert_cmpuint (script_server_count (world->server), ==, 0);
  g_assert_cmpuint (world->budget->requests, ==, 0);
}

/* MO-1: every call goes to /v5/ at the service's host. */
static void
test_all_paths (void)
{
  g_autoptr (World) world = world_new ();
  PfNewBoard board = { "Tea", NULL, PF_PRIVACY_PUBLIC };
  g_autoptr (GBytes) picture = g_bytes_new_static ("x", 1);
  PfNewPin pin
      = { .board_id = "1", .section_id = "2", .content_type = "image/jpeg", .picture = picture };
  const char *wanted[] = {
    "GET /v5/user_account",
    "GET /v5/user_account/businesses",
    "GET /v5/boards?page_size=25",
    "GET /v5/boards/1",
    "GET /v5/boards/1/sections?page_size=25",
    "GET /v5/boards/1/pins?page_size=25",
    "GET /v5/boards/1/sections/2/pins?page_size=25",
    "GET /v5/pins?page_size=1",
    "GET /v5/pins/3",
    "POST /v5/boards",
    "POST /v5/boards/1/sections",
    "POST /v5/pins",
    "DELETE /v5/pins/3",
    "DELETE /v5/boards/1",
  };
  PfClient *client = world->client;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *got = NULL;
      const Seen *seen;

      script_server_reply (world->server, 400, NULL, ERROR_BODY ("1", "no"));
      switch (i)
        {
#define USER PF_PRIORITY_USER
        case 0:
          pf_client_get_account_async (client, USER, NULL, world_callback, world);
          break;
        case 1:
          pf_client_list_businesses_async (client, USER, NULL, world_callback, world);
          break;
        case 2:
          pf_client_list_boards_async (client, USER, 25, NULL, NULL, world_callback, world);
          break;
        case 3:
          pf_client_get_board_async (client, USER, "1", NULL, world_callback, world);
          break;
        case 4:
          pf_client_list_sections_async (client, USER, "1", 25, NULL, NULL, world_callback, world);
          break;
        case 5:
          pf_client_list_board_pins_async (client, USER, "1", 25, NULL, NULL, world_callback,
                                           world);
          break;
        case 6:
          pf_client_list_section_pins_async (client, USER, "1", "2", 25, NULL, NULL, world_callback,
                                             world);
          break;
        case 7:
          pf_client_list_pins_async (client, USER, 0, NULL, NULL, world_callback, world);
          break;
        case 8:
          pf_client_get_pin_async (client, USER, "3", NULL, world_callback, world);
          break;
        case 9:
          pf_client_create_board_async (client, &board, NULL, world_callback, world);
          break;
        case 10:
          pf_client_create_section_async (client, "1", "Cups", NULL, world_callback, world);
          break;
        case 11:
          pf_client_create_pin_async (client, &pin, NULL, world_callback, world);
          break;
        case 12:
          pf_client_delete_pin_async (client, "3", NULL, world_callback, world);
          break;
        default:
          pf_client_delete_board_async (client, "1", NULL, world_callback, world);
          break;
        }
      result = world_wait (world);
      g_assert_true (g_task_had_error (G_TASK (result)));
      seen = script_server_get (world->server, i);
      got = g_strdup_printf ("%s %s", seen->method, seen->target);
      g_assert_cmpstr (got, ==, wanted[i]);
      g_assert_true (g_str_has_prefix (seen_header (seen, "host"), "127.0.0.1:"));
    }
}

/* A kept connection that the server has closed does not cost a write. */
static void
test_writes_use_new_connections (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GBytes) picture = g_bytes_new_static ("abc", 3);

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPin) pin = NULL;
      g_autofree char *reply = g_strdup_printf ("HTTP/1.1 201 Made\r\nContent-Length: %d\r\n\r\n%s",
                                                (int)strlen (PIN), PIN);

      /* It says keep-alive and closes all the same. */
      script_server_step (world->server, i % 2 == 0 ? STEP_CUT : STEP_REPLY, reply, -1);
      pin = world_create_pin (world, picture, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (script_server_count (world->server), ==, 20);
  g_assert_cmpuint (script_server_count_connections (world->server), ==, 20);
}

static void
test_gone_account (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;

  g_object_unref (world->account);
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  g_assert_cmpuint (script_server_count (world->server), ==, 0);
  world->account = g_object_new (FAKE_TYPE_ACCOUNT, NULL);
}

static void
test_picture (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *bad[] = { "https://example.org/a.jpg", "http://127.0.0.1:1/a.jpg",
                        "http://localhost:8085/a.jpg", "file:///etc/passwd", "" };

  script_server_step (world->server, STEP_REPLY,
                      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", -1);
  bytes = world_fetch_picture (world, "/pictures/a.jpg", 5, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "hello", 5);
  g_assert_null (seen_header (script_server_get (world->server, 0), "authorization"));
  g_assert_cmpuint (world->account->asked, ==, 0);
  g_assert_cmpuint (world->budget->requests, ==, 0);

  script_server_step (world->server, STEP_REPLY,
                      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", -1);
  g_assert_null (world_fetch_picture (world, "/pictures/a.jpg", 4, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TOO_LARGE);
  g_clear_error (&error);

  script_server_step (world->server, STEP_REPLY,
                      "HTTP/1.1 302 Go\r\nLocation: /b.jpg\r\nContent-Length: 0\r\n\r\n", -1);
  g_assert_null (world_fetch_picture (world, "/pictures/a.jpg", 4, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
  g_clear_error (&error);

  script_server_reply (world->server, 404, NULL, "");
  g_assert_null (world_fetch_picture (world, "/pictures/a.jpg", 4, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpuint (script_server_count (world->server), ==, 4);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (world_fetch_picture (world, bad[i], 100, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
      g_clear_error (&error);
    }
  g_assert_cmpuint (script_server_count (world->server), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/client/UI-6/account-and-no-cookies", test_account);
  g_test_add_func ("/api/client/pages", test_pages);
  g_test_add_func ("/api/client/create-board", test_create_board);
  g_test_add_func ("/api/client/create-pin-streamed", test_create_pin);
  g_test_add_func ("/api/client/deletes", test_deletes);
  g_test_add_func ("/api/client/ids-are-digits", test_ids_are_digits);
  g_test_add_func ("/api/client/MO-1/all-calls-to-v5", test_all_paths);
  g_test_add_func ("/api/client/PQ-2/writes-use-new-connections", test_writes_use_new_connections);
  g_test_add_func ("/api/client/gone-account", test_gone_account);
  g_test_add_func ("/api/client/UI-6/pictures", test_picture);
  return g_test_run ();
}
