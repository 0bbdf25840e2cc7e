/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include <string.h>

static char *
exchange_form (const char *code, const char *verifier)
{
  if (verifier != NULL)
    return soup_form_encode ("grant_type", "authorization_code", "code", code, "redirect_uri",
                             "http://localhost:8085/", "code_verifier", verifier, NULL);
  return soup_form_encode ("grant_type", "authorization_code", "code", code, "redirect_uri",
                           "http://localhost:8085/", NULL);
}

static Answer *
refresh_with (Server *s, const char *refresh)
{
  g_autofree char *form
      = soup_form_encode ("grant_type", "refresh_token", "refresh_token", refresh, NULL);

  return token_request (s, "practice-secret", form);
}

static void
test_page (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autofree char *query = consent_query ("http://localhost:8085/", ALL_SCOPES, NULL);
  g_autoptr (Answer) a = plain (s, "GET", query, NULL, NULL);
  g_autofree char *html = g_strndup (g_bytes_get_data (a->body, NULL), g_bytes_get_size (a->body));

  g_assert_cmpuint (a->status, ==, 200);
  g_assert_nonnull (strstr (html, "id=\"allow\""));
  g_assert_nonnull (strstr (html, "id=\"deny\""));
  g_assert_nonnull (strstr (html, "name=\"account\" value=\"annaskitchen\""));
  g_assert_nonnull (strstr (html, "name=\"account\" value=\"freshpage\""));
  g_assert_nonnull (strstr (html, "It is not Pinterest"));
  g_assert_nonnull (strstr (html, "See your secret boards"));
  g_assert_null (strstr (html, "<script"));
  g_assert_cmpstr (answer_header (a, "Cache-Control"), ==, "no-store");
}

/* What the browser does: the form goes back and the answer is a redirect with code and state. */
static void
test_decide (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autofree char *query = consent_query ("http://localhost:8085/", OPEN_SCOPES, NULL);
  g_autofree char *allow
      = g_strconcat (strchr (query, '?') + 1, "&account=gardenoftom&answer=allow", NULL);
  g_autofree char *deny
      = g_strconcat (strchr (query, '?') + 1, "&account=gardenoftom&answer=deny", NULL);
  const char *type = "application/x-www-form-urlencoded";
  g_autoptr (Answer) yes = plain (s, "POST", "/oauth/decide", type, allow);
  g_autoptr (Answer) no = plain (s, "POST", "/oauth/decide", type, deny);

  g_assert_cmpuint (yes->status, ==, 302);
  g_assert_true (
      g_str_has_prefix (answer_header (yes, "Location"), "http://localhost:8085/?code="));
  g_assert_true (g_str_has_suffix (answer_header (yes, "Location"), "&state=a%20b%26c"));
  g_assert_cmpuint (no->status, ==, 302);
  g_assert_nonnull (strstr (answer_header (no, "Location"), "error=access_denied"));
  g_assert_null (strstr (answer_header (no, "Location"), "code="));
}

static void
test_mismatch (void)
{
  static const char *const wrong[]
      = { "http://localhost:8085",   "http://127.0.0.1:8085/",  "http://localhost:8086/",
          "https://localhost:8085/", "http://localhost:8085/x", "http://LOCALHOST:8085/" };
  g_autoptr (Server) s = server_start (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *query = consent_query (wrong[i], OPEN_SCOPES, NULL);
      g_autoptr (Answer) a = plain (s, "GET", query, NULL, NULL);
      g_autofree char *html
          = g_strndup (g_bytes_get_data (a->body, NULL), g_bytes_get_size (a->body));

      g_assert_cmpuint (a->status, ==, 400);
      g_assert_nonnull (strstr (html, wrong[i]));
      g_assert_nonnull (strstr (html, "http://localhost:8085/</code>"));
    }
}

static void
test_code (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autofree char *code = get_code (s, "annaskitchen", OPEN_SCOPES, NULL);
  g_autofree char *form = exchange_form (code, NULL);
  g_autoptr (Answer) bad = token_request (s, "wrong", form);
  g_autoptr (Answer) good = token_request (s, "practice-secret", form);
  g_autoptr (Answer) again = token_request (s, "practice-secret", form);
  g_autofree char *late = get_code (s, "annaskitchen", OPEN_SCOPES, NULL);
  g_autofree char *late_form = exchange_form (late, NULL);
  g_autoptr (Answer) moved = control (s, "POST", "/clock", "{\"advance_s\": 601}");
  g_autoptr (Answer) expired = token_request (s, "practice-secret", late_form);
  JsonObject *o;

  g_assert_cmpuint (bad->status, ==, 401);
  g_assert_cmpuint (good->status, ==, 200);
  o = answer_object (good);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (o, "access_token"), "pina_"));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (o, "refresh_token"), "pinr_"));
  g_assert_cmpint (json_object_get_int_member (o, "expires_in"), ==, 2592000);
  g_assert_cmpint (json_object_get_int_member (o, "refresh_token_expires_in"), ==, 5184000);
  g_assert_cmpstr (json_object_get_string_member (o, "scope"), ==, OPEN_SCOPES);
  g_assert_cmpuint (again->status, ==, 400);
  g_assert_cmpuint (moved->status, ==, 200);
  g_assert_cmpuint (expired->status, ==, 400);
}

/* RFC 7636, appendix B. */
static void
test_pkce (void)
{
  const char *challenge
      = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
  const char *verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const char *other = "xBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  g_autoptr (Server) s = server_start (NULL);
  const struct
  {
    const char *mode;
    const char *extra;
    const char *verifier;
    guint status;
  } cases[] = {
    { "accept", challenge, verifier, 200 },  { "accept", challenge, other, 400 },
    { "accept", challenge, NULL, 400 },      { "accept", NULL, NULL, 200 },
    { "require", challenge, verifier, 200 }, { "require", NULL, NULL, 400 },
    { "ignore", challenge, other, 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"pkce\": \"%s\"}", cases[i].mode);
      g_autoptr (Answer) switched = control (s, "POST", "/switch", json);
      g_autofree char *code = get_code (s, "annaskitchen", OPEN_SCOPES, cases[i].extra);
      g_autofree char *form = exchange_form (code, cases[i].verifier);
      g_autoptr (Answer) a = token_request (s, "practice-secret", form);

      g_assert_cmpuint (switched->status, ==, 200);
      g_assert_cmpuint (a->status, ==, cases[i].status);
    }
}

static void
test_rotation (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) first = NULL, lost = NULL, used = NULL, dead = NULL, strict = NULL;
  g_autoptr (Answer) once = NULL, twice = NULL;
  g_autofree char *old = NULL;

  sign_in (s, "annaskitchen", OPEN_SCOPES);
  old = g_strdup (s->refresh);
  first = refresh_with (s, old);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (answer_object (first), "refresh_token"), !=, old);
  /* The reply was lost: the old one still works ... */
  lost = refresh_with (s, old);
  g_assert_cmpuint (lost->status, ==, 200);
  g_free (s->access);
  s->access = g_strdup (json_object_get_string_member (answer_object (lost), "access_token"));
  /* ... until the new access token is first used. */
  used = api (s, "GET", "/user_account", NULL);
  g_assert_cmpuint (used->status, ==, 200);
  dead = refresh_with (s, old);
  g_assert_cmpuint (dead->status, ==, 401);

  strict = control (s, "POST", "/switch", "{\"refresh_grace\": false}");
  g_assert_cmpuint (strict->status, ==, 200);
  sign_in (s, "annaskitchen", OPEN_SCOPES);
  once = refresh_with (s, s->refresh);
  twice = refresh_with (s, s->refresh);
  g_assert_cmpuint (once->status, ==, 200);
  g_assert_cmpuint (twice->status, ==, 401);
}

static void
test_lifetimes (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) fresh = NULL, moved = NULL, expired = NULL, refreshed = NULL;
  g_autoptr (Answer) far = NULL, refused = NULL;

  sign_in (s, "annaskitchen", OPEN_SCOPES);
  fresh = api (s, "GET", "/user_account", NULL);
  moved = control (s, "POST", "/clock", "{\"advance_s\": 2592001}");
  expired = api (s, "GET", "/user_account", NULL);
  g_assert_cmpuint (fresh->status, ==, 200);
  g_assert_cmpuint (expired->status, ==, 401);
  g_assert_cmpint (answer_code (expired), ==, 2);
  refreshed = refresh_with (s, s->refresh);
  g_assert_cmpuint (refreshed->status, ==, 200);
  far = control (s, "POST", "/clock", "{\"advance_s\": 5184001}");
  refused = refresh_with (s, json_object_get_string_member (answer_object (refreshed),
                                                            "refresh_token"));
  g_assert_cmpuint (refused->status, ==, 401);
}

static void
test_scopes (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) switched = NULL, sticky = NULL, lacking = NULL, account = NULL;

  switched = control (s, "POST", "/switch", "{\"scopes_refused\": [\"boards:write\"]}");
  sticky = control (s, "POST", "/switch", "{\"account_sticky\": \"gardenoftom\"}");
  sign_in (s, "annaskitchen", OPEN_SCOPES);
  lacking = api (s, "POST", "/boards", "{\"name\": \"x\"}");
  g_assert_cmpuint (lacking->status, ==, 401);
  g_assert_cmpint (answer_code (lacking), ==, 3);
  account = api (s, "GET", "/user_account", NULL);
  g_assert_cmpstr (json_object_get_string_member (answer_object (account), "username"), ==,
                   "gardenoftom");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/oauth/consent-page", test_page);
  g_test_add_func ("/practice/oauth/allow-and-deny", test_decide);
  g_test_add_func ("/practice/oauth/redirect-mismatch", test_mismatch);
  g_test_add_func ("/practice/oauth/code-once-and-expiry", test_code);
  g_test_add_func ("/practice/oauth/pkce", test_pkce);
  g_test_add_func ("/practice/oauth/rotation", test_rotation);
  g_test_add_func ("/practice/oauth/lifetimes", test_lifetimes);
  g_test_add_func ("/practice/oauth/refused-scopes-and-sticky-account", test_scopes);
  return g_test_run ();
}
