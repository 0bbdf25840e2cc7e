/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-pair.h"

#include <string.h>

/*
 * The client against pinfold-practice, a real HTTP server that was written from
 * the API description without this client.
 */

static PfPage *
list_pins (Pair *self, const char *board_id, guint page_size, const char *bookmark)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfPage *page;

  pf_client_list_board_pins_async (self->world->client, PF_PRIORITY_USER, board_id, page_size,
                                   bookmark, NULL, world_callback, self->world);
  result = world_wait (self->world);
  page = pf_client_list_board_pins_finish (self->world->client, result, &error);
  g_assert_no_error (error);
  return page;
}

/* Walks a board to its end; each pin comes once. */
static guint
count_pins (Pair *self, const char *board_id, guint page_size)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *bookmark = NULL;

  do
    {
      g_autoptr (PfPage) page = list_pins (self, board_id, page_size, bookmark);

      for (guint i = 0; i < page->items->len; i++)
        {
          PfPin *pin = g_ptr_array_index (page->items, i);
          g_assert_cmpstr (pin->board_id, ==, board_id);
          g_assert_cmpint (pin->created_at, >, 0);
          g_assert_cmpuint (pin->n_pictures, >, 0);
          g_assert_true (g_hash_table_add (seen, g_strdup (pin->id)));
        }
      g_free (bookmark);
      bookmark = g_strdup (page->bookmark);
    }
  while (bookmark != NULL);
  return g_hash_table_size (seen);
}

static void
test_reading (void)
{
  Pair pair;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccount) account = NULL;
  g_autoptr (PfPage) boards = NULL;
  g_autoptr (PfPage) pins = NULL;
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const PfRendition *rendition;
  PfBoard *board;

  pair_init (&pair, NULL, ALL_SCOPES);
  account = world_get_account (pair.world, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->username, ==, "annaskitchen");
  boards = world_list_boards (pair.world, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (boards->items->len, >, 2);
  board = g_ptr_array_index (boards->items, 0);
  g_assert_cmpint (board->created_at, >, 0);
  g_assert_cmpint (pair.world->budget->limit, >, 0);
  g_assert_cmpint (pair.world->budget->reset_s, >=, 0);

  g_assert_cmpuint (count_pins (&pair, board->id, 7), ==, board->pin_count);
  g_assert_cmpuint (count_pins (&pair, board->id, 250), ==, board->pin_count);

  pins = list_pins (&pair, board->id, 1, NULL);
  pf_client_get_pin_async (pair.world->client, PF_PRIORITY_USER,
                           ((PfPin *)g_ptr_array_index (pins->items, 0))->id, NULL, world_callback,
                           pair.world);
  result = world_wait (pair.world);
  pin = pf_client_get_pin_finish (pair.world->client, result, &error);
  g_assert_no_error (error);
  rendition = pf_picture_set_best (&pin->pictures[0], 300);
  g_assert_nonnull (rendition);
  picture = world_fetch_picture (pair.world, rendition->url, 4 * 1024 * 1024, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (picture, NULL), 2, "\xff\xd8", 2);
  g_clear_object (&result);
  pair_clear (&pair);
}

static void
delete_pin (Pair *self, const char *pin_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pf_client_delete_pin_async (self->world->client, pin_id, NULL, world_callback, self->world);
  result = world_wait (self->world);
  g_assert_true (pf_client_delete_pin_finish (self->world->client, result, &error));
  g_assert_no_error (error);
}

/* What is written arrives, to the byte. */
static void
test_writing (void)
{
  Pair pair;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBoard) board = NULL;
  g_autoptr (PfSection) section = NULL;
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) result2 = NULL;
  g_autoptr (GAsyncResult) result3 = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (Answer) received = NULL;
  g_autofree char *text = jpeg_base64 (1000, 1500, FALSE);
  g_autofree char *path = NULL;
  gsize length;
  guchar *bytes = g_base64_decode (text, &length);
  PfNewPin request = { .title = "Täglich “Brot” \\ \"x\"",
                       .description = "Zeile 1\nZeile 2 😀",
                       .alt_text = "ein Brot",
                       .link = "https://example.org/?q=a&b",
                       .content_type = "image/jpeg" };

  pair_init (&pair, NULL, ALL_SCOPES);
  picture = g_bytes_new_take (bytes, length);
  board = world_create_board (pair.world, &error);
  g_assert_no_error (error);
  g_assert_cmpint (board->privacy, ==, PF_PRIVACY_SECRET);
  g_assert_cmpstr (board->description, ==, "Cups “and” pots\n");

  pf_client_create_section_async (pair.world->client, board->id, "Tassen", NULL, world_callback,
                                  pair.world);
  result = world_wait (pair.world);
  section = pf_client_create_section_finish (pair.world->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (section->name, ==, "Tassen");
  g_assert_cmpstr (section->board_id, ==, board->id);

  request.board_id = board->id;
  request.section_id = section->id;
  request.picture = picture;
  pf_client_create_pin_async (pair.world->client, &request, NULL, world_callback, pair.world);
  result2 = world_wait (pair.world);
  pin = pf_client_create_pin_finish (pair.world->client, result2, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pin->title, ==, request.title);
  g_assert_cmpstr (pin->description, ==, request.description);
  g_assert_cmpstr (pin->alt_text, ==, request.alt_text);
  g_assert_cmpstr (pin->link, ==, request.link);
  g_assert_cmpstr (pin->section_id, ==, section->id);
  path = g_strdup_printf ("/picture/%s", pin->id);
  received = control (pair.server, "GET", path, NULL);
  g_assert_cmpuint (received->status, ==, 200);
  g_assert_true (g_bytes_equal (received->body, picture));
  g_assert_cmpuint (count_pins (&pair, board->id, 100), ==, 1);

  delete_pin (&pair, pin->id);
  g_assert_cmpuint (count_pins (&pair, board->id, 100), ==, 0);
  pf_client_delete_board_async (pair.world->client, board->id, NULL, world_callback, pair.world);
  result3 = world_wait (pair.world);
  g_assert_true (pf_client_delete_board_finish (pair.world->client, result3, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_clear_object (&result2);
  g_clear_object (&result3);
  pair_clear (&pair);
}

static void
set_fault (Pair *self, const char *json)
{
  g_autoptr (Answer) answer = control (self->server, "POST", "/fault", json);

  g_assert_cmpuint (answer->status, <, 300);
}

static void
test_refusals (void)
{
  Pair pair;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (Answer) answer = NULL;

  pair_init (&pair, NULL, "user_accounts:read");
  g_assert_null (world_list_boards (pair.world, NULL, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SCOPE);
  g_assert_cmpint (pf_error_get_detail (error)->api_code, ==, 3);
  g_clear_error (&error);
  sign_in (pair.server, "annaskitchen", ALL_SCOPES);
  g_free (pair.world->account->token);
  pair.world->account->token = g_strdup (pair.server->access);

  pf_client_get_pin_async (pair.world->client, PF_PRIORITY_USER, "999999999999999999", NULL,
                           world_callback, pair.world);
  result = world_wait (pair.world);
  g_assert_null (pf_client_get_pin_finish (pair.world->client, result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
  g_assert_nonnull (pf_error_get_detail (error)->request_id);
  g_clear_error (&error);

  set_fault (&pair, "{\"kind\":\"429\"}");
  g_assert_null (world_get_account (pair.world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_RATE_LIMIT);
  g_assert_cmpint (pf_error_get_detail (error)->retry_after_s, ==, 67150);
  g_clear_error (&error);
  set_fault (&pair, "{\"kind\":\"spam\"}");
  g_assert_null (world_create_board (pair.world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SPAM);
  g_clear_error (&error);

  answer = control (pair.server, "POST", "/switch", "{\"trial\":true}");
  {
    g_autofree char *text = jpeg_base64 (20, 30, FALSE);
    gsize length;
    guchar *bytes = g_base64_decode (text, &length);
    g_autoptr (GBytes) picture = g_bytes_new_take (bytes, length);
    g_assert_null (world_create_pin (pair.world, picture, &error));
    g_assert_error (error, PF_ERROR, PF_ERROR_TRIAL);
    g_assert_false (pf_error_get_detail (error)->maybe_sent);
    g_clear_error (&error);
  }

  set_fault (&pair, "{\"kind\":\"token-revoked\"}");
  g_assert_null (world_get_account (pair.world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_AUTH);
  g_assert_cmpuint (pair.world->account->renewed, ==, 1);
  g_clear_object (&result);
  pair_clear (&pair);
}

/* Every hostile reply that the server knows: an error of ours or a tolerated page, never more. */
static void
test_hostile (void)
{
  const char *kinds[]
      = { "deep",           "deep-65",     "huge",        "nul",      "escaped-nul",
          "duplicate-keys", "wrong-types", "wrong-items", "not-utf8", "lone-surrogate",
          "big-numbers",    "empty",       "null",        "array",    "string",
          "trailing",       "unclosed",    "markup" };
  const char *tolerated[]
      = { "escaped-nul", "duplicate-keys", "lone-surrogate", "big-numbers", "markup", "unclosed",
          NULL };
  Pair pair;

  pair_init (&pair, NULL, ALL_SCOPES);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *fault
          = g_strdup_printf ("{\"kind\":\"hostile-json\",\"value\":\"%s\",\"op\":\"boards/list\"}",
                             kinds[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPage) page = NULL;

      set_fault (&pair, fault);
      page = world_list_boards (pair.world, NULL, &error);
      if (page == NULL && !g_error_matches (error, PF_ERROR, PF_ERROR_PARSE)
          && !g_error_matches (error, PF_ERROR, PF_ERROR_UNTRUSTED))
        g_error ("%s: %s", kinds[i], error->message);
      if (page != NULL && !g_strv_contains (tolerated, kinds[i]))
        g_error ("%s was taken", kinds[i]);
    }
  set_fault (&pair, "{\"kind\":\"gzip-bomb\",\"op\":\"boards/list\"}");
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (world_list_boards (pair.world, NULL, &error));
    g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
  }
  pair_clear (&pair);
}

/* Each cut that the server can make: a create is in doubt, and whether it was done is the
 * server's to know; it is never sent twice. */
static void
test_cuts (void)
{
  const struct
  {
    const char *fault;
    guint made;
  } rows[] = {
    { "{\"kind\":\"cut-after-headers\",\"op\":\"boards/create\"}", 0 },
    { "{\"kind\":\"cut-before-commit\",\"op\":\"boards/create\"}", 0 },
    { "{\"kind\":\"cut-after-commit\",\"op\":\"boards/create\"}", 1 },
    { "{\"kind\":\"cut-mid-body\",\"op\":\"boards/create\"}", 1 },
    { "{\"kind\":\"reset\",\"op\":\"boards/create\"}", 1 },
    { "{\"kind\":\"status\",\"op\":\"boards/create\",\"value\":500,\"commit\":true}", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Pair pair;
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPage) before = NULL;
      g_autoptr (PfPage) after = NULL;

      pair_init (&pair, NULL, ALL_SCOPES);
      before = world_list_boards (pair.world, NULL, &error);
      g_assert_no_error (error);
      set_fault (&pair, rows[i].fault);
      g_assert_null (world_create_board (pair.world, &error));
      if (!pf_error_get_detail (error)->maybe_sent)
        g_error ("%s: %s", rows[i].fault, error->message);
      g_clear_error (&error);
      after = world_list_boards (pair.world, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (after->items->len, ==, before->items->len + rows[i].made);
      pair_clear (&pair);
    }
}

/* Editing that Pinterest did not open is told from a missing scope (api-facts section 7). */
static void
test_closed_edits (void)
{
  Pair pair_data, *pair = &pair_data;
  g_autoptr (GError) error = NULL;
  PfPatch title = { .fields = PF_CHANGE_TITLE, .title = "New" };

  pair_init (pair, NULL, ALL_SCOPES);
  {
    g_autoptr (Answer) answer
        = control (pair->server, "POST", "/switch", "{\"no_pin_edit\": true}");
    g_autoptr (PfPin) pin = CALL (update_pin, "1", &title);

    g_assert_null (pin);
    g_assert_error (error, PF_ERROR, PF_ERROR_FEATURE);
    g_assert_false (pf_error_get_detail (error)->maybe_sent);
  }
  pair_clear (pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/practice/reading", test_reading);
  g_test_add_func ("/api/practice/writing-arrives-to-the-byte", test_writing);
  g_test_add_func ("/api/practice/refusals", test_refusals);
  g_test_add_func ("/api/practice/UI-5+UI-6/hostile-replies", test_hostile);
  g_test_add_func ("/api/practice/PQ-2/cuts", test_cuts);
  g_test_add_func ("/api/practice/PQ-2/closed-edits", test_closed_edits);
  return g_test_run ();
}
