/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/account/pf-callback-request.h"

#include <string.h>

#define STATE "q3Zz9bQp0m1s2d3f4g5h6j7k8l9a0b1c2d3e4f5g6h7"
#define TRUE_TARGET "/?code=abc&state=" STATE
#define HEAD " HTTP/1.1\r\nHost: localhost:8085\r\n"

static const PfCallbackRules rules = { .port = 8085,
                                       .path = "/",
                                       .result_path = "/done",
                                       .state = STATE,
                                       .issuer = "https://www.pinterest.com" };

static PfCallbackVerdict
judge (const char *bytes, gsize length, PfCallbackRequest *request)
{
  /* An exact copy without a NUL behind it: a read too far is a fault under ASan. */
  g_autofree char *copy = g_memdup2 (bytes, length);

  return pf_callback_request_parse (copy, length, &rules, request);
}

typedef struct
{
  const char *name;
  const char *request;
  guint status;
} Hostile;

static const Hostile hostile[] = {
  { "favicon", "GET /favicon.ico" HEAD "\r\n", 404 },
  { "bare path", "GET /" HEAD "\r\n", 400 },
  { "empty query", "GET /?" HEAD "\r\n", 403 },
  { "no state", "GET /?code=abc" HEAD "\r\n", 403 },
  { "empty state", "GET /?code=abc&state=" HEAD "\r\n", 403 },
  { "wrong state", "GET /?code=abc&state=x" HEAD "\r\n", 403 },
  { "state cut by one",
    "GET /?code=abc&state=q3Zz9bQp0m1s2d3f4g5h6j7k8l9a0b1c2d3e4f5g6h" HEAD "\r\n", 403 },
  { "state with more", "GET /?code=abc&state=" STATE "x" HEAD "\r\n", 403 },
  { "state in other case",
    "GET /?code=abc&state=Q3ZZ9BQP0M1S2D3F4G5H6J7K8L9A0B1C2D3E4F5G6H7" HEAD "\r\n", 403 },
  { "no code", "GET /?state=" STATE HEAD "\r\n", 400 },
  { "empty code", "GET /?code=&state=" STATE HEAD "\r\n", 400 },
  { "code and error", "GET /?code=a&error=b&state=" STATE HEAD "\r\n", 400 },
  { "code twice", "GET /?code=a&code=b&state=" STATE HEAD "\r\n", 400 },
  { "state twice", "GET /?code=a&state=" STATE "&state=" STATE HEAD "\r\n", 400 },
  { "error with wrong state", "GET /?error=access_denied&state=x" HEAD "\r\n", 403 },
  { "error without state", "GET /?error=access_denied" HEAD "\r\n", 403 },
  { "wrong issuer", "GET " TRUE_TARGET "&iss=https%3A%2F%2Fevil.example" HEAD "\r\n", 403 },
  { "bad escape", "GET /?code=%zz&state=" STATE HEAD "\r\n", 400 },
  { "escape cut short", "GET /?state=" STATE "&code=%4" HEAD "\r\n", 400 },
  { "NUL in code", "GET /?code=a%00b&state=" STATE HEAD "\r\n", 400 },
  { "line feed in code", "GET /?code=a%0ab&state=" STATE HEAD "\r\n", 400 },
  { "not UTF-8", "GET /?code=%ff%fe&state=" STATE HEAD "\r\n", 400 },
  { "other path", "GET /callback?code=abc&state=" STATE HEAD "\r\n", 404 },
  { "path with dots", "GET /../?code=abc&state=" STATE HEAD "\r\n", 404 },
  { "escaped path", "GET /%2f?code=abc&state=" STATE HEAD "\r\n", 404 },
  { "double slash", "GET //?code=abc&state=" STATE HEAD "\r\n", 404 },
  { "absolute form", "GET http://localhost:8085" TRUE_TARGET HEAD "\r\n", 400 },
  { "result page too early", "GET /done?x" HEAD "\r\n", 404 },
  { "fragment", "GET " TRUE_TARGET "#x" HEAD "\r\n", 400 },
  { "POST", "POST " TRUE_TARGET HEAD "\r\n", 405 },
  { "POST with body", "POST /" HEAD "Content-Length: 3\r\n\r\na=b", 405 },
  { "HEAD", "HEAD " TRUE_TARGET HEAD "\r\n", 405 },
  { "OPTIONS", "OPTIONS *" HEAD "\r\n", 405 },
  { "CONNECT", "CONNECT evil.example:443" HEAD "\r\n", 405 },
  { "lower-case get", "get " TRUE_TARGET HEAD "\r\n", 405 },
  { "no Host", "GET " TRUE_TARGET " HTTP/1.1\r\n\r\n", 400 },
  { "two Hosts", "GET " TRUE_TARGET HEAD "Host: localhost:8085\r\n\r\n", 400 },
  { "Host of a rebinding name", "GET " TRUE_TARGET " HTTP/1.1\r\nHost: evil.example:8085\r\n\r\n",
    403 },
  { "Host without port", "GET " TRUE_TARGET " HTTP/1.1\r\nHost: localhost\r\n\r\n", 403 },
  { "Host with other port", "GET " TRUE_TARGET " HTTP/1.1\r\nHost: localhost:8086\r\n\r\n", 403 },
  { "Host with a tail", "GET " TRUE_TARGET " HTTP/1.1\r\nHost: localhost:8085.evil.example\r\n\r\n",
    403 },
  { "Host in another notation", "GET " TRUE_TARGET " HTTP/1.1\r\nHost: 127.1:8085\r\n\r\n", 403 },
  { "Origin from elsewhere", "GET " TRUE_TARGET HEAD "Origin: https://evil.example\r\n\r\n", 403 },
  { "Origin null", "GET " TRUE_TARGET HEAD "Origin: null\r\n\r\n", 403 },
  { "prefetch", "GET " TRUE_TARGET HEAD "Sec-Purpose: prefetch;prerender\r\n\r\n", 403 },
  { "old prefetch", "GET " TRUE_TARGET HEAD "X-Moz: prefetch\r\n\r\n", 403 },
  { "as a picture", "GET " TRUE_TARGET HEAD "Sec-Fetch-Dest: image\r\n\r\n", 403 },
  { "in a frame", "GET " TRUE_TARGET HEAD "Sec-Fetch-Dest: iframe\r\n\r\n", 403 },
  { "by fetch()", "GET " TRUE_TARGET HEAD "Sec-Fetch-Mode: no-cors\r\n\r\n", 403 },
  { "HTTP/0.9", "GET " TRUE_TARGET "\r\n\r\n", 400 },
  { "HTTP/2", "GET " TRUE_TARGET " HTTP/2.0\r\nHost: localhost:8085\r\n\r\n", 400 },
  { "two spaces", "GET  " TRUE_TARGET HEAD "\r\n", 400 },
  { "bare LF", "GET " TRUE_TARGET " HTTP/1.1\nHost: localhost:8085\n\n", 400 },
  { "bare CR in a header", "GET " TRUE_TARGET HEAD "X: a\rb\r\n\r\n", 400 },
  { "folded header", "GET " TRUE_TARGET HEAD "X: a\r\n b\r\n\r\n", 400 },
  { "space before the colon", "GET " TRUE_TARGET HEAD "X : a\r\n\r\n", 400 },
  { "header without a name", "GET " TRUE_TARGET HEAD ": a\r\n\r\n", 400 },
  { "chunked", "GET " TRUE_TARGET HEAD "Transfer-Encoding: chunked\r\n\r\n", 400 },
  { "with a body", "GET " TRUE_TARGET HEAD "Content-Length: 10\r\n\r\n", 400 },
  { "non-ASCII target", "GET /?code=\xc3\xa4&state=" STATE HEAD "\r\n", 400 },
  { "TLS hello", "\x16\x03\x01\x02\r\n\r\n", 400 },
  { "nothing but an end", "\r\n\r\n", 400 },
};

static void
test_hostile (void)
{
  g_auto (PfCallbackRequest) request = { 0 };

  G_STATIC_ASSERT (G_N_ELEMENTS (hostile) >= 40);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_test_message ("%s", hostile[i].name);
      g_assert_cmpint (judge (hostile[i].request, strlen (hostile[i].request), &request), ==,
                       PF_CALLBACK_REFUSED);
      g_assert_cmpuint (request.status, ==, hostile[i].status);
      g_assert_null (request.code);
      pf_callback_request_clear (&request);
    }
}

static void
test_true_one (void)
{
  static const char *const good[] = {
    "GET " TRUE_TARGET HEAD "\r\n",
    "GET " TRUE_TARGET " HTTP/1.1\r\nhost: LOCALHOST:8085\r\n\r\n",
    "GET " TRUE_TARGET " HTTP/1.0\r\nHost: 127.0.0.1:8085\r\n\r\n",
    "GET " TRUE_TARGET " HTTP/1.1\r\nHost:[::1]:8085\r\n\r\n",
    "GET " TRUE_TARGET "&iss=https%3A%2F%2Fwww.pinterest.com&extra=1" HEAD
    "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nReferer: https://x/\r\n\r\n",
    "GET /?%63ode=x&state=" STATE "&code=abc" HEAD "\r\n",
  };
  g_auto (PfCallbackRequest) request = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_cmpint (judge (good[i], strlen (good[i]), &request), ==, PF_CALLBACK_CODE);
      g_assert_cmpstr (request.code, ==, "abc");
      pf_callback_request_clear (&request);
    }
}

static void
test_declined (void)
{
  static const char text[]
      = "GET /?error=access_denied&error_description=%3Cb%3Eno%3C%2Fb%3E&state=" STATE HEAD "\r\n";
  g_auto (PfCallbackRequest) request = { 0 };

  g_assert_cmpint (judge (text, strlen (text), &request), ==, PF_CALLBACK_DECLINED);
  g_assert_cmpstr (request.error, ==, "access_denied");
  g_assert_cmpstr (request.description, ==, "<b>no</b>");
}

static void
test_description_capped (void)
{
  g_autoptr (GString) text = g_string_new ("GET /?error=x&state=" STATE "&error_description=");
  g_auto (PfCallbackRequest) request = { 0 };

  for (guint i = 0; i < 400; i++)
    g_string_append (text, "%C3%A4");
  g_string_append (text, HEAD "\r\n");
  g_assert_cmpint (judge (text->str, text->len, &request), ==, PF_CALLBACK_DECLINED);
  g_assert_cmpuint (strlen (request.description), <=, 300);
  g_assert_true (g_utf8_validate (request.description, -1, NULL));
}

static void
test_every_cut (void)
{
  static const char text[] = "GET " TRUE_TARGET HEAD "Accept: */*\r\n\r\n";
  g_auto (PfCallbackRequest) request = { 0 };

  for (gsize n = 0; n < strlen (text); n++)
    g_assert_cmpint (judge (text, n, &request), ==, PF_CALLBACK_INCOMPLETE);
  g_assert_cmpint (judge (text, strlen (text), &request), ==, PF_CALLBACK_CODE);
}

static void
test_head_cap (void)
{
  g_autoptr (GString) text = g_string_new ("GET " TRUE_TARGET HEAD "X: ");
  g_auto (PfCallbackRequest) request = { 0 };

  while (text->len < PF_CALLBACK_MAX_HEAD)
    g_string_append_c (text, 'a');
  g_assert_cmpint (judge (text->str, PF_CALLBACK_MAX_HEAD - 1, &request), ==,
                   PF_CALLBACK_INCOMPLETE);
  g_assert_cmpint (judge (text->str, PF_CALLBACK_MAX_HEAD, &request), ==, PF_CALLBACK_REFUSED);
  g_assert_cmpuint (request.status, ==, 431);
}

static void
test_nul (void)
{
  static const char text[] = "GET /\0?code=abc&state=" STATE HEAD "\r\n";
  g_auto (PfCallbackRequest) request = { 0 };

  g_assert_cmpint (judge (text, sizeof text - 1, &request), ==, PF_CALLBACK_REFUSED);
  g_assert_cmpuint (request.status, ==, 400);
}

/* Mutations of the true request: none may crash, and none without the state may pass. */
static void
test_mutations (void)
{
  static const char text[] = "GET " TRUE_TARGET HEAD "Accept: */*\r\n\r\n";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *copy = g_memdup2 (text, sizeof text - 1);
      g_auto (PfCallbackRequest) request = { 0 };
      guint n = (guint)g_rand_int_range (rand, 1, 6);
      PfCallbackVerdict verdict;

      for (guint j = 0; j < n; j++)
        copy[g_rand_int_range (rand, 0, sizeof text - 1)] = (char)g_rand_int_range (rand, 0, 256);
      verdict = pf_callback_request_parse (copy, sizeof text - 1, &rules, &request);
      if (verdict == PF_CALLBACK_CODE)
        g_assert_nonnull (memmem (copy, sizeof text - 1, STATE, strlen (STATE)));
    }
}

static void
test_spent (void)
{
  static const char text[] = "GET " TRUE_TARGET HEAD "\r\n";
  PfCallbackRules spent = rules;
  g_auto (PfCallbackRequest) request = { 0 };

  spent.state = NULL;
  g_assert_cmpint (pf_callback_request_parse (text, strlen (text), &spent, &request), ==,
                   PF_CALLBACK_REFUSED);
  g_assert_cmpuint (request.status, ==, 410);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/request/OA-6/hostile-table", test_hostile);
  g_test_add_func ("/account/request/OA-6/true-one", test_true_one);
  g_test_add_func ("/account/request/OA-10/declined", test_declined);
  g_test_add_func ("/account/request/OA-9/description-capped", test_description_capped);
  g_test_add_func ("/account/request/OA-7/every-cut", test_every_cut);
  g_test_add_func ("/account/request/OA-7/head-cap", test_head_cap);
  g_test_add_func ("/account/request/OA-7/nul", test_nul);
  g_test_add_func ("/account/request/OA-7/mutations", test_mutations);
  g_test_add_func ("/account/request/OA-8/spent", test_spent);
  return g_test_run ();
}
