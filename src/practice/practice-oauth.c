/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-oauth.h"

#include "practice-tokens.h"

#include <string.h>

static void
refuse (PracticeExchange *x, guint status, int code, const char *error, const char *message)
{
  JsonObject *o = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (o, "code", code);
  json_object_set_string_member (o, "message", message);
  json_object_set_string_member (o, "status", "failure");
  json_object_set_string_member (o, "error", error);
  json_node_take_object (node, o);
  practice_reply (x, status, node);
}

/* HTTP Basic with App ID (digits) and secret. Returns: (transfer full) (nullable): the App ID */
static char *
check_client (PracticeExchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (x->msg);
  const char *header = soup_message_headers_get_one (headers, "Authorization");
  g_autofree guchar *raw = NULL;
  g_autofree char *text = NULL;
  char *colon;
  gsize length;

  if (header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return NULL;
  raw = g_base64_decode (header + 6, &length);
  text = g_strndup ((char *)raw, length);
  colon = strchr (text, ':');
  if (colon == NULL)
    return NULL;
  *colon = '\0';
  if (text[0] == '\0' || strspn (text, "0123456789") != strlen (text)
      || !g_str_equal (colon + 1, x->app->switches.client_secret))
    return NULL;
  return g_strdup (text);
}

static void
reply_pair (PracticeExchange *x,
            const char *grant_type,
            const PracticeGrant *grant,
            const PracticePair *pair)
{
  JsonObject *o = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *scope = g_strjoinv (" ", grant->scopes);

  json_object_set_string_member (o, "response_type", grant_type);
  json_object_set_string_member (o, "access_token", pair->access);
  json_object_set_string_member (o, "token_type", "bearer");
  json_object_set_int_member (o, "expires_in", PRACTICE_ACCESS_LIFETIME_S);
  json_object_set_string_member (o, "scope", scope);
  if (pair->refresh != NULL)
    {
      json_object_set_string_member (o, "refresh_token", pair->refresh);
      json_object_set_int_member (o, "refresh_token_expires_in", PRACTICE_REFRESH_LIFETIME_S);
      json_object_set_int_member (o, "refresh_token_expires_at",
                                  practice_now_us (x->app) / G_USEC_PER_SEC
                                      + PRACTICE_REFRESH_LIFETIME_S);
    }
  json_node_take_object (node, o);
  soup_message_headers_replace (soup_server_message_get_response_headers (x->msg), "Cache-Control",
                                "no-store");
  practice_reply (x, 200, node);
}

static gboolean
pkce_holds (const char *challenge, const char *verifier)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize length = sizeof bytes;
  g_autofree char *text = NULL;
  gsize n = verifier != NULL ? strlen (verifier) : 0;

  if (n < 43 || n > 128)
    return FALSE;
  g_checksum_update (sum, (const guchar *)verifier, (gssize)n);
  g_checksum_get_digest (sum, bytes, &length);
  text = g_base64_encode (bytes, length);
  text[strcspn (text, "=")] = '\0';
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return g_str_equal (text, challenge);
}

static void
grant_by_code (PracticeExchange *x, GHashTable *form, const char *client_id)
{
  const char *code = g_hash_table_lookup (form, "code");
  const char *redirect_uri = g_hash_table_lookup (form, "redirect_uri");
  const char *verifier = g_hash_table_lookup (form, "code_verifier");
  g_autoptr (PracticeCode) spent = NULL;
  g_auto (PracticePair) pair = { 0 };

  if (code == NULL || redirect_uri == NULL)
    {
      refuse (x, 400, 1, "invalid_request", "code and redirect_uri are required.");
      return;
    }
  spent = practice_tokens_spend_code (x->app, code);
  if (spent == NULL || !g_str_equal (spent->grant.client_id, client_id))
    {
      refuse (x, 400, 283, "invalid_grant", "The code is unknown, used or expired.");
      return;
    }
  if (!g_str_equal (spent->redirect_uri, redirect_uri))
    {
      refuse (x, 400, 7, "invalid_grant",
              "redirect_uri is not the one of the authorization request.");
      return;
    }
  if (x->app->switches.pkce == PRACTICE_PKCE_REQUIRE && spent->challenge == NULL)
    {
      refuse (x, 400, 1, "invalid_request", "This app must use PKCE.");
      return;
    }
  if (x->app->switches.pkce != PRACTICE_PKCE_IGNORE && spent->challenge != NULL
      && !pkce_holds (spent->challenge, verifier))
    {
      refuse (x, 400, 283, "invalid_grant", "code_verifier does not fit the challenge.");
      return;
    }
  practice_tokens_issue (x->app, &spent->grant, NULL, TRUE, &pair);
  reply_pair (x, "authorization_code", &spent->grant, &pair);
}

static gboolean
is_subset (char **scopes, char **of)
{
  for (guint i = 0; scopes[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *)of, scopes[i]))
      return FALSE;
  return TRUE;
}

static void
grant_by_refresh (PracticeExchange *x, GHashTable *form, const char *client_id)
{
  const char *refresh = g_hash_table_lookup (form, "refresh_token");
  const char *scope = g_hash_table_lookup (form, "scope");
  const PracticeGrant *grant;
  PracticeGrant narrowed = { 0 };
  g_auto (GStrv) scopes = NULL;
  g_autofree char *client = NULL;
  g_auto (PracticePair) pair = { 0 };

  grant = refresh != NULL ? practice_tokens_check_refresh (x->app, refresh) : NULL;
  if (grant == NULL || !g_str_equal (grant->client_id, client_id))
    {
      refuse (x, 401, 2, "invalid_grant", "The refresh token is unknown or expired.");
      return;
    }
  scopes = scope != NULL ? g_strsplit_set (scope, " ,", -1) : g_strdupv (grant->scopes);
  if (!is_subset (scopes, grant->scopes))
    {
      refuse (x, 400, 1, "invalid_scope", "A refresh cannot widen the scopes.");
      return;
    }
  client = g_strdup (client_id);
  narrowed = (PracticeGrant){ grant->account, scopes, client };
  practice_tokens_issue (x->app, &narrowed, refresh, TRUE, &pair);
  reply_pair (x, "refresh_token", &narrowed, &pair);
}

static void
grant_by_credentials (PracticeExchange *x, GHashTable *form, char *client_id)
{
  const char *scope = g_hash_table_lookup (form, "scope");
  g_auto (GStrv) scopes = NULL;
  g_auto (PracticePair) pair = { 0 };
  PracticeGrant grant;

  if (scope == NULL || scope[0] == '\0')
    {
      refuse (x, 400, 1, "invalid_scope", "scope is required.");
      return;
    }
  scopes = g_strsplit_set (scope, " ,", -1);
  grant = (PracticeGrant){ 0, scopes, client_id };
  practice_tokens_issue (x->app, &grant, NULL, FALSE, &pair);
  reply_pair (x, "client_credentials", &grant, &pair);
}

void
practice_oauth_token (PracticeExchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (x->msg);
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (x->msg));
  g_autofree char *client_id = check_client (x);
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) form = NULL;
  const char *grant_type;

  if (client_id == NULL)
    {
      refuse (x, 401, 2, "invalid_client", "Authentication failed: App ID or app secret is wrong.");
      return;
    }
  if (g_strcmp0 (soup_message_headers_get_content_type (headers, NULL),
                 "application/x-www-form-urlencoded")
      != 0)
    {
      refuse (x, 400, 1, "invalid_request", "The body must be a form.");
      return;
    }
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  form = soup_form_decode (text);
  grant_type = form != NULL ? g_hash_table_lookup (form, "grant_type") : NULL;
  if (g_strcmp0 (grant_type, "authorization_code") == 0)
    grant_by_code (x, form, client_id);
  else if (g_strcmp0 (grant_type, "refresh_token") == 0)
    grant_by_refresh (x, form, client_id);
  else if (g_strcmp0 (grant_type, "client_credentials") == 0)
    grant_by_credentials (x, form, client_id);
  else
    refuse (x, 400, 1, "unsupported_grant_type", "grant_type is unknown.");
}
