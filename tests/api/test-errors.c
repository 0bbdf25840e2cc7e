/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api-world.h"

#include "core/api/pf-api-error.h"

#include <string.h>

#define ACCOUNT "{\"id\":\"2783136121146311751\",\"username\":\"mira\"}"
#define BOARD "{\"id\":\"549755885175\",\"name\":\"Tea\"}"
#define SECOND ((gint64)G_USEC_PER_SEC)

/* The reply table (api-facts section 7; safety.md PQ-2), for a read and for a create. */
static const struct
{
  int status;
  const char *body;
  PfError read, write;
  gboolean write_in_doubt;
  guint read_tries;
} table[] = {
  { 400, "{\"code\":1,\"message\":\"bad\"}", PF_ERROR_INVALID, PF_ERROR_INVALID, FALSE, 1 },
  { 400, "{\"code\":12,\"message\":\"went wrong\"}", PF_ERROR_SERVER, PF_ERROR_SERVER, TRUE, 3 },
  { 400, "{\"code\":4196,\"message\":\"no\"}", PF_ERROR_INVALID, PF_ERROR_INVALID, FALSE, 1 },
  { 400, "{\"code\":1,\"message\":\"Retry after 900 seconds\"}", PF_ERROR_RATE_LIMIT,
    PF_ERROR_RATE_LIMIT, FALSE, 1 },
  { 400, "", PF_ERROR_INVALID, PF_ERROR_INVALID, FALSE, 1 },
  { 401, "{\"code\":3,\"message\":\"scopes\"}", PF_ERROR_SCOPE, PF_ERROR_SCOPE, FALSE, 1 },
  { 401, "{\"code\":7,\"message\":\"no\"}", PF_ERROR_FORBIDDEN, PF_ERROR_FORBIDDEN, FALSE, 1 },
  { 401, "{\"code\":29,\"message\":\"no\"}", PF_ERROR_FORBIDDEN, PF_ERROR_FORBIDDEN, FALSE, 1 },
  { 403, "{\"code\":29,\"message\":\"use https://api-sandbox.pinterest.com\"}", PF_ERROR_TRIAL,
    PF_ERROR_TRIAL, FALSE, 1 },
  { 403, "{\"code\":29}", PF_ERROR_FORBIDDEN, PF_ERROR_TRIAL, FALSE, 1 },
  { 403, "{\"code\":29,\"message\":\"not your board\"}", PF_ERROR_FORBIDDEN, PF_ERROR_FORBIDDEN,
    FALSE, 1 },
  { 403, "{\"code\":7,\"message\":\"no\"}", PF_ERROR_FORBIDDEN, PF_ERROR_FORBIDDEN, FALSE, 1 },
  { 403, "<html>blocked</html>", PF_ERROR_FORBIDDEN, PF_ERROR_FORBIDDEN, FALSE, 1 },
  { 404, "{\"code\":40,\"message\":\"Board not found\"}", PF_ERROR_NOT_FOUND, PF_ERROR_NOT_FOUND,
    FALSE, 1 },
  { 405, "{\"code\":5,\"message\":\"no\"}", PF_ERROR_INVALID, PF_ERROR_INVALID, FALSE, 1 },
  { 408, "", PF_ERROR_SERVER, PF_ERROR_SERVER, TRUE, 3 },
  { 409, "{\"code\":409,\"message\":\"busy\"}", PF_ERROR_CONFLICT, PF_ERROR_CONFLICT, FALSE, 1 },
  { 413, "<html></html>", PF_ERROR_INVALID, PF_ERROR_INVALID, FALSE, 1 },
  { 429, "{\"code\":8,\"message\":\"slow down\"}", PF_ERROR_RATE_LIMIT, PF_ERROR_RATE_LIMIT, FALSE,
    3 },
  { 429, "{\"code\":8,\"message\":\"Blocked: Spam\"}", PF_ERROR_SPAM, PF_ERROR_SPAM, FALSE, 1 },
  { 429, "{\"code\":8,\"message\":\"no\",\"message_detail\":\"spam found\"}", PF_ERROR_SPAM,
    PF_ERROR_SPAM, FALSE, 1 },
  { 418, "{}", PF_ERROR_INVALID, PF_ERROR_INVALID, FALSE, 1 },
  { 500, "{\"code\":0,\"message\":\"oh\"}", PF_ERROR_SERVER, PF_ERROR_SERVER, TRUE, 3 },
  { 502, "<html>gateway</html>", PF_ERROR_SERVER, PF_ERROR_SERVER, TRUE, 3 },
  { 503, "{\"code\":4197,\"message\":\"ramped down\"}", PF_ERROR_SERVER, PF_ERROR_SERVER, TRUE, 1 },
  { 504, "", PF_ERROR_SERVER, PF_ERROR_SERVER, TRUE, 3 },
  { 301, "", PF_ERROR_UNTRUSTED, PF_ERROR_UNTRUSTED, TRUE, 1 },
  { 307, "", PF_ERROR_UNTRUSTED, PF_ERROR_UNTRUSTED, TRUE, 1 },
  { 200, "", PF_ERROR_PARSE, PF_ERROR_PARSE, TRUE, 1 },
  { 200, "<html>", PF_ERROR_PARSE, PF_ERROR_PARSE, TRUE, 1 },
  { 200, "{\"id\":", PF_ERROR_PARSE, PF_ERROR_PARSE, TRUE, 1 },
  { 200, "[]", PF_ERROR_PARSE, PF_ERROR_PARSE, TRUE, 1 },
  { 201, "{}", PF_ERROR_PARSE, PF_ERROR_PARSE, TRUE, 1 },
};

static void
assert_detail (GError *error, gsize row, gboolean maybe_sent)
{
  PfErrorDetail *detail = pf_error_get_detail (error);

  g_assert_cmpuint (detail->http_status, ==, (guint)table[row].status);
  g_assert_cmpstr (detail->request_id, ==, "1234567890123456");
  g_assert_cmpint (detail->maybe_sent, ==, maybe_sent);
}

static void
test_read_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PfAccount) account = NULL;

      for (int try = 0; try < 5; try++)
        script_server_reply (world->server, table[i].status,
                             "x-pinterest-rid: 1234567890123456\r\nLocation: /v5/user_account\r\n",
                             table[i].body);
      account = world_get_account (world, &error);
      if (!g_error_matches (error, PF_ERROR, (int)table[i].read))
        g_error ("GET, %d %s: %s", table[i].status, table[i].body,
                 error != NULL ? error->message : "no error");
      assert_detail (error, i, FALSE);
      g_assert_cmpuint (script_server_count (world->server), ==, table[i].read_tries);
      g_assert_cmpuint (world->account->renewed, ==, 0);
    }
}

static void
test_write_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PfBoard) board = NULL;

      for (int try = 0; try < 2; try++)
        script_server_reply (world->server, table[i].status,
                             "x-pinterest-rid: 1234567890123456\r\nLocation: /v5/boards\r\n",
                             table[i].body);
      board = world_create_board (world, &error);
      if (!g_error_matches (error, PF_ERROR, (int)table[i].write))
        g_error ("POST, %d %s: %s", table[i].status, table[i].body,
                 error != NULL ? error->message : "no error");
      assert_detail (error, i, table[i].write_in_doubt);
      /* Writes are sent once, whatever comes. */
      g_assert_cmpuint (script_server_count (world->server), ==, 1);
    }
}

static void
test_renewed_once (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccount) account = NULL;

  script_server_reply (world->server, 401, NULL, "{\"code\":2,\"message\":\"expired\"}");
  script_server_reply (world->server, 200, NULL, ACCOUNT);
  account = world_get_account (world, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (world->account->renewed, ==, 1);
  g_assert_cmpstr (world->account->rejected, ==, "token-0");
  g_assert_cmpstr (seen_header (script_server_get (world->server, 1), "authorization"), ==,
                   "Bearer token-1");

  for (int i = 0; i < 3; i++)
    script_server_reply (world->server, 401, NULL, "{\"code\":2,\"message\":\"expired\"}");
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_AUTH);
  g_assert_cmpuint (world->account->renewed, ==, 2);
  g_assert_cmpuint (script_server_count (world->server), ==, 4);
  g_clear_error (&error);

  world->account->renew_fails = TRUE;
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
}

/* A write that is refused for its token is told, not sent again: that is the outbox's. */
static void
test_write_not_renewed (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;

  script_server_reply (world->server, 401, NULL, "{\"code\":2,\"message\":\"expired\"}");
  g_assert_null (world_create_board (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_AUTH);
  g_assert_false (pf_error_get_detail (error)->maybe_sent);
  g_assert_cmpuint (world->account->renewed, ==, 0);
  g_assert_cmpuint (script_server_count (world->server), ==, 1);
}

static void
test_recovers (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccount) account = NULL;

  script_server_reply (world->server, 503, NULL, "");
  script_server_step (world->server, STEP_CUT, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"id",
                      -1);
  script_server_reply (world->server, 200, NULL, ACCOUNT);
  account = world_get_account (world, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (script_server_count (world->server), ==, 3);
  /* Each try asks the budget. */
  g_assert_cmpuint (world->budget->requests, ==, 3);
  g_assert_cmpuint (world->budget->reports, ==, 2);
}

/* 429: waits exactly as long as the headers say. */
static void
test_429 (void)
{
  const struct
  {
    const char *headers;
    gint64 wait_s;
  } rows[] = {
    { "x-ratelimit-limit: 100, 100;w=60\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: 13\r\n",
      13 },
    { "Retry-After: 7\r\nx-ratelimit-reset: 13\r\n", 7 },
    { "Retry-After: Tue, 14 Nov 2023 22:13:25 GMT\r\n", 5 },
    { "Retry-After: 0\r\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PfAccount) account = NULL;
      gint64 start = pf_clock_monotonic (PF_CLOCK (world->clock));

      script_server_reply (world->server, 429, rows[i].headers, "{\"code\":8,\"message\":\"x\"}");
      script_server_reply (world->server, 200, NULL, ACCOUNT);
      account = world_get_account (world, &error);
      g_assert_no_error (error);
      g_assert_cmpint (pf_clock_monotonic (PF_CLOCK (world->clock)) - start, ==,
                       rows[i].wait_s * SECOND);
    }
}

/* The budget learns of the refusal, and a wait of hours is told instead of sat out. */
static void
test_429_long (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;

  script_server_reply (world->server, 429,
                       "x-ratelimit-limit: 1000\r\nx-ratelimit-remaining: 0\r\n"
                       "x-ratelimit-reset: 67150\r\n",
                       "{\"code\":8,\"message\":\"x\"}");
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_RATE_LIMIT);
  g_assert_cmpint (pf_error_get_detail (error)->retry_after_s, ==, 67150);
  g_assert_true (world->budget->refused);
  g_assert_cmpint (world->budget->reset_s, ==, 67150);
  g_assert_cmpint (world->budget->limit, ==, 1000);
  g_assert_cmpuint (script_server_count (world->server), ==, 1);
  g_clear_error (&error);

  world->budget->refuses = TRUE;
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_RATE_LIMIT);
  g_assert_cmpuint (script_server_count (world->server), ==, 1);
}

static void
test_odd_headers (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccount) account = NULL;

  script_server_reply (world->server, 200,
                       "x-ratelimit-limit: many\r\nx-ratelimit-remaining: -5\r\n"
                       "x-ratelimit-reset: 99999999999999999999\r\nRetry-After: soon\r\n"
                       "x-pinterest-rid: <script>\r\n",
                       ACCOUNT);
  account = world_get_account (world, &error);
  g_assert_no_error (error);
  g_assert_cmpint (world->budget->limit, ==, -1);
  g_assert_cmpint (world->budget->remaining, ==, -1);
  g_assert_cmpint (world->budget->reset_s, ==, -1);
  g_clear_pointer (&account, pf_account_unref);
  script_server_reply (world->server, 400, "x-pinterest-rid: <b>x\r\n", "{}");
  g_assert_null (world_get_account (world, &error));
  g_assert_cmpstr (pf_error_get_detail (error)->request_id, ==, "_b_x");
}

static void
test_scrubbed (void)
{
  g_autofree char *plain = pf_api_error_scrub ("  Board\n\tis \x01 busy  ");
  g_autofree char *token = pf_api_error_scrub ("token pina_ABC-12.x= and pinr_Z! refused");
  g_autofree char *turned = pf_api_error_scrub ("a\xE2\x80\xAE"
                                                "b\xE2\x81\xA6"
                                                "c");
  g_autofree char *filler = g_strnfill (499, 'x');
  g_autofree char *long_text = g_strconcat (filler, "ääääää", NULL);
  g_autofree char *capped = pf_api_error_scrub (long_text);

  g_assert_cmpstr (plain, ==, "Board is busy");
  g_assert_cmpstr (token, ==, "token … and …! refused");
  g_assert_cmpstr (turned, ==, "abc");
  g_assert_cmpuint (strlen (capped), <=, 500);
  g_assert_true (g_utf8_validate (capped, -1, NULL));
  g_assert_null (pf_api_error_scrub ("\n \t"));
  g_assert_null (pf_api_error_scrub (NULL));
}

/* PATCH /pins is a feature that an app must be granted; elsewhere code 3 means scopes. */
static void
test_feature (void)
{
  const struct
  {
    const char *method, *path;
    PfError code;
  } rows[] = {
    { "PATCH", "/pins/12", PF_ERROR_FEATURE },
    { "PATCH", "/boards/12", PF_ERROR_SCOPE },
    { "POST", "/pins", PF_ERROR_SCOPE },
    { "GET", "/pins/12", PF_ERROR_SCOPE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char body[] = "{\"code\":3,\"message\":\"no\"}";
      PfReplyFacts facts = { rows[i].method, rows[i].path, 401, NULL, "practice" };
      g_autoptr (GError) error = pf_api_error_new (&facts, body, strlen (body));
      g_assert_error (error, PF_ERROR, (int)rows[i].code);
      g_assert_false (pf_error_get_detail (error)->maybe_sent);
    }
}

/* A refusal is told in the service's own words, under its own name, with what to do. */
static void
test_own_words (void)
{
  char said[] = "{\"code\":1,\"message\":\"Board name is\\u202e taken.\"}";
  char silent[] = "<html>";
  PfReplyFacts facts = { "POST", "/boards", 400, NULL, "sandbox" };
  g_autoptr (GError) refused = pf_api_error_new (&facts, said, strlen (said));
  g_autoptr (GError) silence = pf_api_error_new (&facts, silent, strlen (silent));

  g_assert_cmpstr (refused->message, ==,
                   "Pinterest Sandbox refused it: “Board name is taken.” Change that, then try "
                   "again.");
  g_assert_cmpstr (pf_error_get_detail (refused)->service, ==, "sandbox");
  g_assert_cmpstr (silence->message, ==,
                   "Pinterest Sandbox refused it without saying why. Change something, then try "
                   "again.");
}

/* Errors of the way there name it too. */
static void
test_named (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;

  script_server_reply (world->server, 200, NULL, "[]");
  g_assert_null (world_get_account (world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_PARSE);
  g_assert_cmpstr (pf_error_get_detail (error)->service, ==, world->service->id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/errors/PQ-2/reply-table-reads", test_read_table);
  g_test_add_func ("/api/errors/PQ-2/reply-table-writes", test_write_table);
  g_test_add_func ("/api/errors/read-renews-once", test_renewed_once);
  g_test_add_func ("/api/errors/PQ-2/write-is-not-renewed", test_write_not_renewed);
  g_test_add_func ("/api/errors/PQ-2/read-recovers", test_recovers);
  g_test_add_func ("/api/errors/AP-17/429-waits-exactly", test_429);
  g_test_add_func ("/api/errors/AP-17/429-of-hours-is-told", test_429_long);
  g_test_add_func ("/api/errors/AP-17/odd-headers", test_odd_headers);
  g_test_add_func ("/api/errors/scrubbed", test_scrubbed);
  g_test_add_func ("/api/errors/PQ-2/code-3-is-scope-or-feature", test_feature);
  g_test_add_func ("/api/errors/MO-11/refusal-in-the-service-s-words", test_own_words);
  g_test_add_func ("/api/errors/MO-11/each-names-its-service", test_named);
  return g_test_run ();
}
