/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../api/script-server.h"
#include "../api/self-signed.h"
#include "account-test.h"
#include "core/account/pf-auth-attempt.h"
#include "core/account/pf-pkce.h"
#include "core/account/pf-token-endpoint.h"
#include "core/base/pf-error.h"

#include <string.h>

static const char *const scopes[] = { "boards:read", "pins:read", NULL };

typedef struct
{
  AtContext *at;
  AtProvider *provider;
  PfAppCredentials *app;
  PfAuthAttempt *attempt;
  GCancellable *cancellable;
  GAsyncResult *result;
  guint16 port;
  gboolean ready;
} Fixture;

static void
on_ready (PfAuthAttempt *attempt, gpointer data)
{
  Fixture *f = data;
  int fd;

  /* Both listeners answer before the browser is opened. */
  fd = at_connect ("127.0.0.1", f->port);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
  fd = at_connect ("::1", f->port);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
  f->ready = TRUE;
}

static void
start (Fixture *f, gboolean use_pkce)
{
  g_clear_object (&f->attempt);
  g_clear_object (&f->result);
  f->ready = FALSE;
  f->attempt = pf_auth_attempt_new (f->at->context, f->provider->service, f->app, scopes, use_pkce);
  g_signal_connect (f->attempt, "ready", G_CALLBACK (on_ready), f);
  g_assert_null (pf_auth_attempt_get_url (f->attempt));
  pf_auth_attempt_run_async (f->attempt, f->cancellable, at_keep_result, &f->result);
  at_wait (&f->ready);
}

static PfTokens *
finish (Fixture *f, GError **error)
{
  at_wait_result (&f->result);
  return pf_auth_attempt_run_finish (f->attempt, f->result, error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (PfSecret) secret = pf_secret_new ("canary-app-secret-0123456789", -1);
  g_autoptr (PfVirtualClock) clock = pf_virtual_clock_new (G_USEC_PER_SEC * 1800000000LL);
  g_autofree char *uri = NULL;

  f->at = at_context_new (PF_CLOCK (clock), NULL);
  f->provider = at_provider_new ();
  f->port = at_free_port ();
  uri = g_strdup_printf ("http://localhost:%u/cb", f->port);
  f->app = pf_app_credentials_new ("1234567", uri, secret);
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->attempt);
  g_clear_object (&f->result);
  g_clear_object (&f->cancellable);
  pf_app_credentials_free (f->app);
  at_provider_free (f->provider);
  at_context_free (f->at);
}

static char *
redirect (Fixture *f, const char *format_code, const char *state)
{
  g_autofree char *target = g_strdup_printf ("/cb?%s&state=%s", format_code, state);

  return at_get (f->port, target);
}

static void
test_flow (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *state = NULL;
  g_autofree char *reply = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GHashTable) form = NULL;
  g_autoptr (PfTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  start (f, FALSE);
  url = pf_auth_attempt_get_url (f->attempt);
  state = at_query (url, "state");
  uri = at_query (url, "redirect_uri");
  g_assert_cmpuint (strlen (state), ==, 43);
  g_assert_cmpstr (uri, ==, f->app->redirect_uri);
  g_assert_null (strstr (url, "code_challenge"));
  reply = redirect (f, "code=abc%2F1", state);
  g_assert_cmpuint (at_status (reply), ==, 303);
  tokens = finish (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pf_secret_peek (tokens->access_token), ==, "pina_canary_1");
  g_assert_cmpstr (pf_secret_peek (tokens->refresh_token), ==, "pinr_canary_1");
  g_assert_cmpint (tokens->access_expires_at, ==,
                   pf_clock_now (f->at->clock) + 2592000LL * G_USEC_PER_SEC);

  form = soup_form_decode (f->provider->last_form);
  g_assert_cmpstr (g_hash_table_lookup (form, "grant_type"), ==, "authorization_code");
  g_assert_cmpstr (g_hash_table_lookup (form, "code"), ==, "abc/1");
  g_assert_cmpstr (g_hash_table_lookup (form, "redirect_uri"), ==, f->app->redirect_uri);
  g_assert_cmpstr (g_hash_table_lookup (form, "continuous_refresh"), ==, "true");
  g_assert_null (g_hash_table_lookup (form, "code_verifier"));
  /* "1234567:canary-app-secret-0123456789" */
  g_assert_cmpstr (f->provider->last_authorization, ==,
                   "Basic MTIzNDU2NzpjYW5hcnktYXBwLXNlY3JldC0wMTIzNDU2Nzg5");
  g_assert_cmpuint (f->provider->n_requests, ==, 1);
  g_assert_null (pf_auth_attempt_get_url (f->attempt));
}

static void
test_pkce_sent (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *state = NULL;
  g_autofree char *challenge = NULL;
  g_autofree char *method = NULL;
  g_autofree char *made = NULL;
  g_autofree char *reply = NULL;
  g_autoptr (GHashTable) form = NULL;
  g_autoptr (PfTokens) tokens = NULL;
  const char *verifier;

  start (f, TRUE);
  url = pf_auth_attempt_get_url (f->attempt);
  state = at_query (url, "state");
  challenge = at_query (url, "code_challenge");
  method = at_query (url, "code_challenge_method");
  g_assert_cmpstr (method, ==, "S256");
  reply = redirect (f, "code=abc", state);
  tokens = finish (f, NULL);
  g_assert_nonnull (tokens);
  form = soup_form_decode (f->provider->last_form);
  verifier = g_hash_table_lookup (form, "code_verifier");
  g_assert_cmpuint (strlen (verifier), >=, 43);
  made = pf_pkce_make_challenge (verifier);
  g_assert_cmpstr (made, ==, challenge);
}

/* RFC 7636 appendix B. */
static void
test_pkce_vector (void)
{
  g_autofree char *challenge
      = pf_pkce_make_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
test_states_unique (void)
{
  g_autoptr (PfRandom) random = pf_random_kernel_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10000; i++)
    {
      char *state = pf_pkce_make_token (random, NULL);

      g_assert_cmpuint (strlen (state), ==, 43);
      g_assert_true (g_hash_table_add (seen, state));
    }
}

static void
test_no_g_random (void)
{
  g_autofree char *archive
      = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"), "src/core/libpinfold-core.a", NULL);
  char *argv[] = { (char *)"nm", (char *)"-A", archive, NULL };
  g_autofree char *out = NULL;
  g_auto (GStrv) lines = NULL;
  guint objects = 0;

  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                               NULL, NULL, &out, NULL, NULL, NULL));
  lines = g_strsplit (out, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "account_pf-") != NULL)
      {
        objects++;
        g_assert_null (strstr (lines[i], " g_random_"));
        g_assert_null (strstr (lines[i], " g_rand_"));
      }
  g_assert_cmpuint (objects, >, 100);
}

static void
test_replayed_state (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *old = NULL;
  g_autofree char *url2 = NULL;
  g_autofree char *fresh = NULL;
  g_autofree char *first = NULL;
  g_autofree char *replayed = NULL;
  g_autofree char *right = NULL;
  g_autoptr (PfTokens) tokens = NULL;
  g_autoptr (PfTokens) tokens2 = NULL;

  start (f, FALSE);
  url = pf_auth_attempt_get_url (f->attempt);
  old = at_query (url, "state");
  first = redirect (f, "code=abc", old);
  tokens = finish (f, NULL);
  g_assert_nonnull (tokens);

  /* At once again, though the result page of the first still lingers. */
  start (f, FALSE);
  url2 = pf_auth_attempt_get_url (f->attempt);
  fresh = at_query (url2, "state");
  g_assert_cmpstr (fresh, !=, old);
  replayed = redirect (f, "code=abc", old);
  g_assert_cmpuint (at_status (replayed), ==, 403);
  g_assert_null (f->result);
  right = redirect (f, "code=def", fresh);
  tokens2 = finish (f, NULL);
  g_assert_nonnull (tokens2);
  g_assert_cmpuint (f->provider->n_requests, ==, 2);
}

static void
test_denied (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *state = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *right = NULL;
  g_autoptr (GError) error = NULL;

  start (f, FALSE);
  url = pf_auth_attempt_get_url (f->attempt);
  state = at_query (url, "state");
  wrong = redirect (f, "error=access_denied", "wrong");
  g_assert_cmpuint (at_status (wrong), ==, 403);
  at_spin (20);
  g_assert_null (f->result);
  right = redirect (f, "error=access_denied", state);
  g_assert_cmpuint (at_status (right), ==, 303);
  g_assert_null (finish (f, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DENIED);
  g_assert_cmpuint (f->provider->n_requests, ==, 0);
}

static void
test_issuer (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *state = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *right = NULL;
  g_autofree char *good = NULL;
  g_autoptr (PfTokens) tokens = NULL;

  start (f, FALSE);
  url = pf_auth_attempt_get_url (f->attempt);
  state = at_query (url, "state");
  wrong = redirect (f, "code=abc&iss=https%3A%2F%2Fother.example", state);
  g_assert_cmpuint (at_status (wrong), ==, 403);
  good = g_strdup_printf ("code=abc&iss=http%%3A%%2F%%2F127.0.0.1%%3A%u", f->provider->port);
  right = redirect (f, good, state);
  tokens = finish (f, NULL);
  g_assert_nonnull (tokens);
}

static void
assert_ends (Fixture *f, PfError code)
{
  g_autofree char *url = NULL;
  g_autofree char *state = NULL;
  g_autofree char *reply = NULL;
  g_autoptr (GError) error = NULL;
  guint before = f->provider->n_requests;

  start (f, FALSE);
  url = pf_auth_attempt_get_url (f->attempt);
  state = at_query (url, "state");
  reply = redirect (f, "code=abc", state);
  g_assert_null (finish (f, &error));
  g_assert_error (error, PF_ERROR, (int)code);
  at_spin (50);
  g_assert_cmpuint (f->provider->n_requests, ==, before + 1);
  g_assert_null (strstr (error->message, "canary"));
}

static void
test_token_redirects (Fixture *f, gconstpointer data)
{
  static const guint codes[] = { 301, 302, 303, 307, 308 };

  f->provider->location = g_strdup_printf ("http://127.0.0.1:%u/elsewhere", f->provider->port);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      f->provider->status = codes[i];
      assert_ends (f, PF_ERROR_UNTRUSTED);
    }
  g_assert_cmpuint (f->provider->n_elsewhere, ==, 0);
}

/* Nothing can make an unknown certificate good, and its owner gets to see nothing. */
static void
test_self_signed (Fixture *f, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = make_self_signed ();
  g_autoptr (ScriptServer) server = script_server_new (certificate);
  g_autoptr (PfService) service = pf_service_new_pinterest ();
  PfTokenGrant grants[2] = { { .code = pf_secret_new ("canary-code", -1) },
                             { .refresh_token = pf_secret_new ("canary-refresh", -1) } };

  g_free (service->api_base);
  service->api_base = g_strdup_printf ("https://127.0.0.1:%u/v5", script_server_get_port (server));
  g_free (service->token_url);
  service->token_url = g_strconcat (service->api_base, "/oauth/token", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (grants); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      script_server_reply (server, 200, NULL, "{\"access_token\":\"x\"}");
      pf_token_endpoint_request_async (f->at->context, service, f->app, &grants[i], NULL,
                                       at_keep_result, &result);
      at_wait_result (&result);
      g_assert_null (pf_token_endpoint_request_finish (result, &error));
      g_assert_nonnull (error);
      g_assert_cmpint (error->domain, ==, PF_ERROR);
      g_assert_null (strstr (error->message, "canary"));
      g_assert_cmpuint (script_server_count_connections (server), >, i);
      g_assert_cmpuint (script_server_count (server), ==, 0);
    }
  pf_secret_unref (grants[0].code);
  pf_secret_unref (grants[1].refresh_token);
}

static void
test_exchange_once (Fixture *f, gconstpointer data)
{
  f->provider->drop = TRUE;
  assert_ends (f, PF_ERROR_NO_REPLY);
  f->provider->drop = FALSE;
  f->provider->status = 503;
  assert_ends (f, PF_ERROR_SERVER);
  f->provider->status = 429;
  assert_ends (f, PF_ERROR_RATE_LIMIT);
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  f->provider->status = 400;
  f->provider->reply = g_strdup ("{\"error\":\"invalid_grant\"}");
  assert_ends (f, PF_ERROR_SIGN_IN);
  g_free (f->provider->reply);
  f->provider->reply = g_strdup ("{\"code\":1,\"message\":\"redirect_uri does not match\"}");
  assert_ends (f, PF_ERROR_REDIRECT_MISMATCH);
  f->provider->status = 401;
  assert_ends (f, PF_ERROR_CLIENT);
  f->provider->status = 200;
  g_free (f->provider->reply);
  f->provider->reply = g_strdup ("<html>");
  assert_ends (f, PF_ERROR_PARSE);
  g_free (f->provider->reply);
  f->provider->reply = g_strdup ("{\"access_token\":\"a\\nb\",\"token_type\":\"bearer\"}");
  assert_ends (f, PF_ERROR_PARSE);
  g_free (f->provider->reply);
  f->provider->reply = g_strnfill (200000, '[');
  assert_ends (f, PF_ERROR_PARSE);
}

static void
test_offline (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *state = NULL;
  g_autofree char *reply = NULL;
  g_autoptr (GError) error = NULL;

  start (f, FALSE);
  url = pf_auth_attempt_get_url (f->attempt);
  state = at_query (url, "state");
  soup_server_disconnect (f->provider->server);
  reply = redirect (f, "code=abc", state);
  g_assert_null (finish (f, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_OFFLINE);
}

static void
test_time_limit (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start (f, FALSE);
  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock), 299 * G_USEC_PER_SEC);
  at_spin (5);
  g_assert_null (f->result);
  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock), 1 * G_USEC_PER_SEC);
  g_assert_null (finish (f, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TIMED_OUT);
  g_assert_cmpint (at_connect ("127.0.0.1", f->port), ==, -1);
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start (f, FALSE);
  g_cancellable_cancel (f->cancellable);
  g_assert_null (finish (f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (at_connect ("127.0.0.1", f->port), ==, -1);
  g_assert_cmpint (at_connect ("::1", f->port), ==, -1);
}

static void
test_bad_redirect (Fixture *f, gconstpointer data)
{
  static const char *const bad[]
      = { "https://example.com/auth/pinterest/callback", "http://0.0.0.0:8085/",
          "http://localhost.evil.example:8085/" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PfAppCredentials) app
          = pf_app_credentials_new ("1", bad[i], f->app->client_secret);
      g_autoptr (PfAuthAttempt) attempt
          = pf_auth_attempt_new (f->at->context, f->provider->service, app, scopes, FALSE);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      pf_auth_attempt_run_async (attempt, NULL, at_keep_result, &result);
      at_wait_result (&result);
      g_assert_null (pf_auth_attempt_run_finish (attempt, result, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
    }
}

/* Golden: the three places that show the address agree byte for byte. */
static void
test_golden_uri (Fixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/", "/cb", "/cb/" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *uri = g_strdup_printf ("http://localhost:%u%s", f->port, paths[i]);
      g_autofree char *url = NULL;
      g_autofree char *sent = NULL;
      g_autofree char *state = NULL;
      g_autofree char *off = NULL;
      g_autofree char *off_target = NULL;
      g_autofree char *target = NULL;
      g_autofree char *reply = NULL;
      g_autoptr (GHashTable) form = NULL;
      g_autoptr (PfTokens) tokens = NULL;

      g_free (f->app->redirect_uri);
      f->app->redirect_uri = g_strdup (uri);
      start (f, FALSE);
      url = pf_auth_attempt_get_url (f->attempt);
      sent = at_query (url, "redirect_uri");
      g_assert_cmpstr (sent, ==, uri);
      state = at_query (url, "state");
      /* The slash trap: one more or one less is another path. */
      off_target = g_strdup_printf ("%s%s?code=abc&state=%s",
                                    g_str_has_suffix (paths[i], "cb/") ? "/cb" : paths[i],
                                    g_str_has_suffix (paths[i], "cb/") ? "" : "/", state);
      off = at_get (f->port, off_target);
      g_assert_cmpuint (at_status (off), ==, 404);
      target = g_strdup_printf ("%s?code=abc&state=%s", paths[i], state);
      reply = at_get (f->port, target);
      tokens = finish (f, NULL);
      g_assert_nonnull (tokens);
      form = soup_form_decode (f->provider->last_form);
      g_assert_cmpstr (g_hash_table_lookup (form, "redirect_uri"), ==, uri);
    }
}

/* A service whose token endpoint is neither https nor Practice's own is never called. */
static void
test_plain_http (Fixture *f, gconstpointer data)
{
  g_autoptr (PfService) service = pf_service_new_pinterest ();
  g_autoptr (PfSecret) token = pf_secret_new ("pinr_canary", -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_free (service->api_base);
  g_free (service->token_url);
  service->api_base = g_strdup (f->provider->service->api_base);
  service->token_url = g_strdup (f->provider->service->token_url);
  pf_tokens_refresh_async (f->at->context, service, f->app, token, NULL, at_keep_result, &result);
  at_wait_result (&result);
  g_assert_null (pf_tokens_refresh_finish (result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_UNTRUSTED);
  g_assert_cmpuint (f->provider->n_requests, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/account/attempt/OA-4+OA-5+OA-12/flow", test_flow);
  ADD ("/account/attempt/OA-2+AL-3/pkce-sent", test_pkce_sent);
  ADD ("/account/token/OA-16/self-signed-fails", test_self_signed);
  g_test_add_func ("/account/pkce/OA-2+AL-3/rfc-7636-vector", test_pkce_vector);
  g_test_add_func ("/account/state/OA-1/unique", test_states_unique);
  g_test_add_func ("/account/state/OA-1/no-g-random", test_no_g_random);
  ADD ("/account/attempt/OA-1/replayed-state", test_replayed_state);
  ADD ("/account/attempt/OA-5+AL-11/golden-redirect-uri", test_golden_uri);
  ADD ("/account/attempt/OA-7/time-limit", test_time_limit);
  ADD ("/account/attempt/OA-7/cancel", test_cancel);
  ADD ("/account/attempt/OA-10/denied", test_denied);
  ADD ("/account/attempt/OA-11/issuer", test_issuer);
  ADD ("/account/attempt/OA-11/token-redirects", test_token_redirects);
  ADD ("/account/attempt/OA-12/exchange-once", test_exchange_once);
  ADD ("/account/attempt/OA-12/refusals", test_refusals);
  ADD ("/account/attempt/OA-12/offline", test_offline);
  ADD ("/account/attempt/OA-16/plain-http", test_plain_http);
  ADD ("/account/attempt/AP-7/bad-redirect", test_bad_redirect);
  return g_test_run ();
}
