/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-oauth.h"

#include "practice-consent-page.h"
#include "practice-tokens.h"

#include <string.h>

static const struct
{
  const char *scope;
  const char *words;
} scope_words[] = {
  { "user_accounts:read", "See the name and picture of the account" },
  { "user_accounts:write", "Follow others and claim websites" },
  { "boards:read", "See your boards" },
  { "boards:read_secret", "See your secret boards" },
  { "boards:write", "Create, change and delete your boards" },
  { "boards:write_secret", "Create, change and delete your secret boards" },
  { "pins:read", "See your pins" },
  { "pins:read_secret", "See pins on your secret boards" },
  { "pins:write", "Create, change and delete your pins" },
  { "pins:write_secret", "Create, change and delete pins on your secret boards" },
  { "ads:read", "See your ad accounts, campaigns and their results" },
  { "ads:write", "Create and change your ads" },
  { "catalogs:read", "See your catalogues of products" },
  { "catalogs:write", "Create and change your catalogues of products" },
  { "biz_access:read", "See who may work with your business" },
  { "biz_access:write", "Change who may work with your business" },
  { "billing:read", "See billing details" },
  { "billing:write", "Change billing details" },
};

const char *
practice_scope_words (const char *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_words); i++)
    if (g_str_equal (scope_words[i].scope, scope))
      return scope_words[i].words;
  return NULL;
}

void
practice_consent_free (PracticeConsent *self)
{
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_strfreev (self->scopes);
  g_free (self->state);
  g_free (self->challenge);
  g_free (self);
}

static gboolean
add_scope (GPtrArray *scopes, const char *scope)
{
  if (practice_scope_words (scope) == NULL)
    return FALSE;
  if (!g_ptr_array_find_with_equal_func (scopes, scope, g_str_equal, NULL))
    g_ptr_array_add (scopes, g_strdup (scope));
  return TRUE;
}

PracticeConsent *
practice_consent_parse (Practice *app, GHashTable *query, char **problem)
{
  const char *client_id = query ? g_hash_table_lookup (query, "client_id") : NULL;
  const char *redirect_uri = query ? g_hash_table_lookup (query, "redirect_uri") : NULL;
  const char *type = query ? g_hash_table_lookup (query, "response_type") : NULL;
  const char *scope = query ? g_hash_table_lookup (query, "scope") : NULL;
  const char *challenge = query ? g_hash_table_lookup (query, "code_challenge") : NULL;
  const char *method = query ? g_hash_table_lookup (query, "code_challenge_method") : NULL;
  g_autoptr (PracticeConsent) consent = g_new0 (PracticeConsent, 1);
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;

  if (client_id == NULL || client_id[0] == '\0'
      || strspn (client_id, "0123456789") != strlen (client_id))
    {
      *problem = g_strdup ("The App ID (client_id) is missing or is not a number.");
      return NULL;
    }
  if (redirect_uri == NULL
      || !g_strv_contains ((const char *const *)app->switches.redirect_uris, redirect_uri))
    {
      g_autofree char *registered = g_strjoinv (", ", app->switches.redirect_uris);

      *problem = g_markup_printf_escaped (
          "The redirect URI does not match. The app asked for <code>%s</code>; registered is "
          "<code>%s</code>. Both must be the same, character by character.",
          redirect_uri != NULL ? redirect_uri : "nothing", registered);
      return NULL;
    }
  if (g_strcmp0 (type, "code") != 0)
    {
      *problem = g_strdup ("response_type must be <code>code</code>.");
      return NULL;
    }
  parts = g_strsplit_set (scope != NULL ? scope : "", " ,", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0' && !add_scope (scopes, parts[i]))
      {
        *problem = g_markup_printf_escaped ("The scope <code>%s</code> is unknown.", parts[i]);
        return NULL;
      }
  if (scopes->len == 0)
    {
      *problem = g_strdup ("The app asked for nothing: at least one scope is needed.");
      return NULL;
    }
  if (app->switches.pkce != PRACTICE_PKCE_IGNORE && challenge != NULL
      && g_strcmp0 (method, "S256") != 0)
    {
      *problem = g_strdup ("Only the S256 code challenge is accepted.");
      return NULL;
    }
  g_ptr_array_add (scopes, NULL);
  consent->client_id = g_strdup (client_id);
  consent->redirect_uri = g_strdup (redirect_uri);
  consent->scopes = (char **)g_ptr_array_free (g_steal_pointer (&scopes), FALSE);
  consent->state = g_strdup (g_hash_table_lookup (query, "state"));
  consent->challenge = g_strdup (challenge);
  return g_steal_pointer (&consent);
}

char *
practice_consent_answer (Practice *app,
                         const PracticeConsent *consent,
                         guint account,
                         gboolean allow)
{
  GString *uri = g_string_new (consent->redirect_uri);
  g_autofree char *code = NULL;

  g_string_append_c (uri, strchr (consent->redirect_uri, '?') != NULL ? '&' : '?');
  if (allow)
    {
      PracticeCode *stored = g_new0 (PracticeCode, 1);
      g_autoptr (GPtrArray) granted = g_ptr_array_new ();

      for (guint i = 0; consent->scopes[i] != NULL; i++)
        if (app->switches.scopes_refused == NULL
            || !g_strv_contains ((const char *const *)app->switches.scopes_refused,
                                 consent->scopes[i]))
          g_ptr_array_add (granted, g_strdup (consent->scopes[i]));
      g_ptr_array_add (granted, NULL);
      stored->grant.account = account;
      stored->grant.scopes = (char **)g_ptr_array_free (g_steal_pointer (&granted), FALSE);
      stored->grant.client_id = g_strdup (consent->client_id);
      stored->redirect_uri = g_strdup (consent->redirect_uri);
      stored->challenge = g_strdup (consent->challenge);
      code = practice_tokens_make_code (app, stored);
      g_string_append_printf (uri, "code=%s", code);
    }
  else
    g_string_append (uri, "error=access_denied&error_description=The+user+denied+the+request.");
  if (consent->state != NULL)
    {
      g_string_append (uri, "&state=");
      g_string_append_uri_escaped (uri, consent->state, NULL, FALSE);
    }
  return g_string_free (uri, FALSE);
}

static void
reply_html (PracticeExchange *x, guint status, char *html)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (x->msg);
  g_autoptr (GBytes) bytes = g_bytes_new_take (html, strlen (html));

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Frame-Options", "DENY");
  soup_message_headers_replace (
      headers, "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'");
  practice_reply_bytes (x, status, "text/html; charset=utf-8", bytes);
}

void
practice_consent_page (PracticeExchange *x)
{
  g_autofree char *problem = NULL;
  g_autoptr (PracticeConsent) consent = practice_consent_parse (x->app, x->query, &problem);

  if (consent == NULL)
    reply_html (x, 400, practice_consent_problem_html (problem));
  else
    reply_html (x, 200, practice_consent_html (x->app, consent, x->query));
}

/* The form brings the request back with it, so that no page of a closed browser stays in memory.
 * It is checked again as if it were new. */
void
practice_consent_decide (PracticeExchange *x)
{
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (x->msg));
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GHashTable) form = soup_form_decode (text);
  g_autofree char *problem = NULL;
  g_autoptr (PracticeConsent) consent = practice_consent_parse (x->app, form, &problem);
  g_autofree char *location = NULL;
  const char *origin
      = soup_message_headers_get_one (soup_server_message_get_request_headers (x->msg), "Origin");
  const char *username;
  int account;

  if (origin != NULL && !g_str_equal (origin, x->app->base_uri) && !g_str_equal (origin, "null"))
    problem = g_strdup ("The answer came from another page.");
  if (problem != NULL)
    {
      reply_html (x, 400, practice_consent_problem_html (problem));
      return;
    }
  username = x->app->switches.account_sticky != NULL ? x->app->switches.account_sticky
                                                     : g_hash_table_lookup (form, "account");
  account = practice_account_find (username);
  if (account < 0)
    {
      reply_html (x, 400, practice_consent_problem_html ("No account was picked."));
      return;
    }
  location
      = practice_consent_answer (x->app, consent, (guint)account,
                                 g_strcmp0 (g_hash_table_lookup (form, "answer"), "allow") == 0);
  soup_message_headers_replace (soup_server_message_get_response_headers (x->msg), "Location",
                                location);
  soup_message_headers_replace (soup_server_message_get_response_headers (x->msg),
                                "Referrer-Policy", "no-referrer");
  practice_reply_empty (x, 302);
}
