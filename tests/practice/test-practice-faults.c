/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include <string.h>

static void
arm (Server *s, const char *json)
{
  g_autoptr (Answer) a = control (s, "POST", "/fault", json);

  g_assert_cmpuint (a->status, ==, 200);
}

static guint
changes (Server *s, const char *kind)
{
  g_autoptr (Answer) state = control (s, "GET", "/state", NULL);

  return json_array_get_length (json_object_get_array_member (answer_object (state), kind));
}

static guint
boards_made (Server *s)
{
  return changes (s, "boards");
}

static guint
pins_made (Server *s)
{
  return changes (s, "pins");
}

/* Each cut, and whether the board was made all the same: what PQ-2 of the client rests on. */
static void
test_cuts (void)
{
  static const struct
  {
    const char *fault;
    guint made;
    gboolean answered;
  } cases[] = {
    { "{\"kind\": \"cut-before-accept\"}", 0, FALSE },
    { "{\"kind\": \"cut-after-headers\"}", 0, FALSE },
    { "{\"kind\": \"cut-in-request-body\", \"value\": 4}", 0, FALSE },
    { "{\"kind\": \"cut-before-commit\"}", 0, FALSE },
    { "{\"kind\": \"cut-after-commit\"}", 1, FALSE },
    { "{\"kind\": \"cut-mid-body\"}", 1, FALSE },
    { "{\"kind\": \"reset\"}", 1, FALSE },
    { "{\"kind\": \"reset\", \"commit\": false}", 0, FALSE },
    { "{\"kind\": \"status\", \"value\": 503}", 0, TRUE },
    { "{\"kind\": \"status\", \"value\": 500, \"commit\": true}", 1, TRUE },
    { "{\"kind\": \"429\"}", 0, TRUE },
    { "{\"kind\": \"hostile-json\", \"value\": \"nul\"}", 1, TRUE },
    { "{\"kind\": \"truncated\"}", 1, TRUE },
    { "{\"kind\": \"wrong-content-type\"}", 1, TRUE },
    { "{\"kind\": \"slow-drip\", \"value\": 1}", 1, TRUE },
    { "{\"kind\": \"gzip-bomb\", \"value\": 1}", 1, TRUE },
    { "{\"kind\": \"delay\", \"value\": 50}", 1, TRUE },
    { "{\"kind\": \"delay-reply\", \"value\": 50}", 1, TRUE },
  };
  g_autoptr (Server) s = server_start (NULL);

  sign_in (s, "annaskitchen", ALL_SCOPES);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint before = boards_made (s);
      g_autoptr (SoupSession) mine = soup_session_new ();
      g_autofree char *uri = g_strconcat (s->base, "/v5/boards", NULL);
      g_autofree char *value = g_strconcat ("Bearer ", s->access, NULL);
      g_autoptr (SoupMessage) msg = soup_message_new ("POST", uri);
      g_autoptr (GBytes) body = g_bytes_new_static ("{\"name\": \"A board of faults\"}", 29);
      g_autoptr (GBytes) answer = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].fault);
      arm (s, cases[i].fault);
      soup_message_headers_replace (soup_message_get_request_headers (msg), "Authorization", value);
      soup_message_set_request_body_from_bytes (msg, "application/json", body);
      answer = soup_session_send_and_read (mine, msg, NULL, &error);
      g_assert_cmpint (answer != NULL, ==, cases[i].answered);
      g_assert_cmpuint (boards_made (s) - before, ==, cases[i].made);
    }
}

/* What a client has to find out by reading: created late, created twice; and a delayed create,
 * whose picture is decoded in a thread. */
static void
test_unknown (void)
{
  static const struct
  {
    const char *fault;
    gboolean answered;
    guint at_once;
    guint in_the_end;
  } cases[] = {
    { "{\"kind\": \"late\", \"value\": 300}", FALSE, 0, 1 },
    { "{\"kind\": \"twice\"}", FALSE, 2, 2 },
    { "{\"kind\": \"delay\", \"value\": 50}", TRUE, 1, 1 },
    { "{\"kind\": \"delay-reply\", \"value\": 50}", TRUE, 1, 1 },
    { "{\"kind\": \"cut-after-commit\"}", FALSE, 1, 1 },
    { "{\"kind\": \"reset\"}", FALSE, 1, 1 },
  };
  g_autofree char *data = jpeg_base64 (60, 90, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Server) s = server_start (NULL);
      g_autofree char *board = NULL;
      g_autofree char *body = NULL;
      g_autoptr (Answer) made = NULL;

      g_test_message ("%s", cases[i].fault);
      sign_in (s, "annaskitchen", ALL_SCOPES);
      board = first_board (s, "PUBLIC");
      body = pin_body (board, "Unknown", data);
      arm (s, cases[i].fault);
      made = api (s, "POST", "/pins", body);
      g_assert_cmpint (made->error == NULL, ==, cases[i].answered);
      g_assert_cmpuint (pins_made (s), ==, cases[i].at_once);
      for (int wait = 0; wait < 40 && pins_made (s) < cases[i].in_the_end; wait++)
        g_usleep (50000);
      g_assert_cmpuint (pins_made (s), ==, cases[i].in_the_end);
    }
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static guint
hits (Server *s)
{
  g_autoptr (Answer) state = control (s, "GET", "/state", NULL);
  JsonArray *faults = json_object_get_array_member (answer_object (state), "faults");

  return (guint)json_object_get_int_member (json_array_get_object_element (faults, 0), "hits");
}

/* What is held is neither done nor answered before the faults are cleared. */
static void
test_hold (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (SoupSession) mine = soup_session_new ();
  g_autofree char *uri = g_strconcat (s->base, "/v5/boards", NULL);
  g_autofree char *value = NULL;
  g_autoptr (SoupMessage) msg = soup_message_new ("POST", uri);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"name\": \"A board of faults\"}", 29);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  value = g_strconcat ("Bearer ", s->access, NULL);
  arm (s, "{\"kind\": \"hold\", \"times\": -1}");
  soup_message_headers_replace (soup_message_get_request_headers (msg), "Authorization", value);
  soup_message_set_request_body_from_bytes (msg, "application/json", body);
  soup_session_send_and_read_async (mine, msg, G_PRIORITY_DEFAULT, NULL, on_answer, &result);
  while (hits (s) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_usleep (50000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (result);
  g_assert_cmpuint (boards_made (s), ==, 0);
  arm (s, "{\"kind\": \"none\"}");
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = soup_session_send_and_read_finish (mine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (boards_made (s), ==, 1);
}

static void
test_pages (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) empty = NULL, again = NULL, first = NULL, repeated = NULL;
  g_autofree char *path = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *escaped2 = NULL;
  g_autofree char *path2 = NULL;
  const char *bookmark;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  arm (s, "{\"kind\": \"empty-page\", \"op\": \"boards/list\"}");
  empty = api (s, "GET", "/boards?page_size=3", NULL);
  g_assert_cmpuint (json_array_get_length (items_of (empty)), ==, 0);
  bookmark = json_object_get_string_member (answer_object (empty), "bookmark");
  escaped = g_uri_escape_string (bookmark, NULL, FALSE);
  path = g_strdup_printf ("/boards?page_size=3&bookmark=%s", escaped);
  again = api (s, "GET", path, NULL);
  first = api (s, "GET", "/boards?page_size=3", NULL);
  g_assert_true (json_node_equal (again->json, first->json));

  bookmark = json_object_get_string_member (answer_object (first), "bookmark");
  escaped2 = g_uri_escape_string (bookmark, NULL, FALSE);
  path2 = g_strdup_printf ("/boards?page_size=3&bookmark=%s", escaped2);
  arm (s, "{\"kind\": \"repeat-bookmark\"}");
  repeated = api (s, "GET", path2, NULL);
  g_assert_cmpstr (json_object_get_string_member (answer_object (repeated), "bookmark"), ==,
                   bookmark);
}

static void
test_revoked (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) first = NULL, second = NULL;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  arm (s, "{\"kind\": \"token-revoked\"}");
  first = api (s, "GET", "/boards", NULL);
  second = api (s, "GET", "/boards", NULL);
  g_assert_cmpuint (first->status, ==, 401);
  g_assert_cmpuint (second->status, ==, 401);
  g_assert_cmpint (answer_code (second), ==, 2);
}

static void
test_redirect (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) a = NULL;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  arm (s, "{\"kind\": \"redirect\", \"value\": \"http://127.0.0.1:9/x\"}");
  a = api (s, "GET", "/boards", NULL);
  g_assert_cmpuint (a->status, ==, 307);
  g_assert_cmpstr (answer_header (a, "Location"), ==, "http://127.0.0.1:9/x");
}

static void
test_limits (void)
{
  const char *const args[] = { "--limit", "org_read=3", NULL };
  g_autoptr (Server) s = server_start (args);
  g_autoptr (Answer) over = NULL, moved = NULL, after = NULL, trial = NULL, daily = NULL;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  for (int i = 2; i >= 0; i--)
    {
      g_autoptr (Answer) a = api (s, "GET", "/user_account", NULL);

      g_assert_cmpuint (a->status, ==, 200);
      g_assert_cmpint (atoi (answer_header (a, "x-ratelimit-remaining")), ==, i);
    }
  over = api (s, "GET", "/user_account", NULL);
  g_assert_cmpuint (over->status, ==, 429);
  g_assert_cmpint (answer_code (over), ==, 8);
  g_assert_cmpint (atoi (answer_header (over, "x-ratelimit-reset")), <=, 60);
  moved = control (s, "POST", "/clock", "{\"advance_s\": 61}");
  after = api (s, "GET", "/user_account", NULL);
  g_assert_cmpuint (after->status, ==, 200);
  /* In trial the window is a day, for the whole app. */
  trial = control (s, "POST", "/switch", "{\"trial\": true}");
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (Answer) a = api (s, "GET", "/user_account", NULL);

      g_assert_cmpuint (a->status, ==, 200);
    }
  sign_in (s, "gardenoftom", ALL_SCOPES);
  daily = api (s, "GET", "/user_account", NULL);
  g_assert_cmpuint (daily->status, ==, 429);
  g_assert_nonnull (strstr (answer_header (daily, "x-ratelimit-limit"), "w=86400"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/faults/cuts", test_cuts);
  g_test_add_func ("/practice/faults/unknown-outcomes", test_unknown);
  g_test_add_func ("/practice/faults/hold", test_hold);
  g_test_add_func ("/practice/faults/pages", test_pages);
  g_test_add_func ("/practice/faults/revoked", test_revoked);
  g_test_add_func ("/practice/faults/redirect", test_redirect);
  g_test_add_func ("/practice/faults/limits", test_limits);
  return g_test_run ();
}
