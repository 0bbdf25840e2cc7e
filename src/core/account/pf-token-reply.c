/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-token-endpoint.h"

#include "core/api/pf-json.h"
#include "core/base/pf-error.h"
#include "core/base/pf-secret.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TOKEN 4096
#define MAX_LIFETIME_S (G_GINT64_CONSTANT (10) * 365 * 24 * 3600)

/* A reply as it was read. All its texts lie in @text, which is wiped (safety.md SE-7). */
typedef struct
{
  char *text;
  gsize length;
  PfJson *object;
} Reply;

static void
reply_clear (Reply *self)
{
  g_clear_pointer (&self->object, pf_json_free);
  pf_secret_zero (self->text, self->length);
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reply, reply_clear)

/* Reading works in place, so on a copy. */
static gboolean
reply_init (Reply *self, GBytes *body, GError **error)
{
  const char *bytes = g_bytes_get_data (body, &self->length);

  self->text = g_malloc0 (self->length + 1);
  if (self->length > 0)
    memcpy (self->text, bytes, self->length);
  self->object = pf_json_parse (self->text, self->length, error);
  if (self->object == NULL)
    return FALSE;
  if (self->object->kind == PF_JSON_OBJECT)
    return TRUE;
  g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE,
                       _ ("The reply is not what the API description says."));
  return FALSE;
}

/* A token goes into a header: visible ASCII only (RFC 6750 section 2.1). */
static PfSecret *
get_token (const PfJson *object, const char *name)
{
  const char *text = pf_json_get_text (object, name);
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > MAX_TOKEN)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (text[i] <= 0x20 || text[i] >= 0x7f)
      return NULL;
  return pf_secret_new (text, (gssize)length);
}

static gint64
get_end (const PfJson *object, const char *name, gint64 now_us)
{
  gint64 seconds = pf_json_get_int (object, name, 0);

  return seconds > 0 ? now_us + MIN (seconds, MAX_LIFETIME_S) * G_USEC_PER_SEC : 0;
}

/**
 * pf_token_reply_parse:
 * @body: what the token endpoint sent with 200
 * @now_us: wall clock
 * @error: return location for an error
 *
 * Reads a token reply (api-facts section 2.3). Lifetimes are believed as they come, within
 * ten years.
 *
 * Returns: (transfer full) (nullable): the tokens; PF_ERROR_PARSE
 */
PfTokens *
pf_token_reply_parse (GBytes *body, gint64 now_us, GError **error)
{
  g_auto (Reply) reply = { 0 };
  g_autoptr (PfTokens) tokens = g_new0 (PfTokens, 1);
  const PfJson *object;
  const char *type;

  if (!reply_init (&reply, body, error))
    return NULL;
  object = reply.object;
  type = pf_json_get_text (object, "token_type");
  tokens->access_token = get_token (object, "access_token");
  if (tokens->access_token == NULL || (type != NULL && g_ascii_strcasecmp (type, "bearer") != 0))
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE,
                           _ ("The reply is not what the API description says."));
      return NULL;
    }
  tokens->refresh_token = get_token (object, "refresh_token");
  tokens->scope = g_strdup (pf_json_get_text (object, "scope"));
  if (tokens->scope != NULL)
    g_strdelimit (tokens->scope, ",", ' ');
  tokens->access_expires_at = get_end (object, "expires_in", now_us);
  tokens->refresh_expires_at = get_end (object, "refresh_token_expires_in", now_us);
  if (tokens->refresh_expires_at == 0)
    {
      gint64 at = pf_json_get_int (object, "refresh_token_expires_at", 0);

      if (at > now_us / G_USEC_PER_SEC && at < now_us / G_USEC_PER_SEC + MAX_LIFETIME_S)
        tokens->refresh_expires_at = at * G_USEC_PER_SEC;
    }
  return g_steal_pointer (&tokens);
}

static gboolean
mentions (const char *text, PfSecret *secret)
{
  return secret != NULL && strstr (text, pf_secret_peek (secret)) != NULL;
}

static gboolean
mentions_word (const char *text, const char *word)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return strstr (lower, word) != NULL;
}

/* A server that quotes what it was sent must not bring secrets into an error. */
static char *
clean_message (const char *message, const PfTokenGrant *grant)
{
  g_autofree char *text = NULL;
  const char *end;

  if (message == NULL || mentions (message, grant->code) || mentions (message, grant->verifier)
      || mentions (message, grant->refresh_token))
    return NULL;
  (void)g_utf8_validate (message, (gssize)MIN (strlen (message), 500), &end);
  text = g_strndup (message, (gsize)(end - message));
  return g_steal_pointer (&text);
}

static PfError
classify (guint status, const char *code, const char *message, gboolean refreshing)
{
  if (status >= 300 && status < 400)
    return PF_ERROR_UNTRUSTED;
  if (status >= 500)
    return PF_ERROR_SERVER;
  if (status == 429)
    return PF_ERROR_RATE_LIMIT;
  if (g_strcmp0 (code, "invalid_client") == 0 || g_strcmp0 (code, "unauthorized_client") == 0)
    return PF_ERROR_CLIENT;
  /* Pinterest's own body does not say whether a 401 means the app or the refresh token;
   * signing in again shows which. */
  if (refreshing && (status == 400 || status == 401))
    return PF_ERROR_SIGN_IN;
  if (!refreshing && message != NULL && status != 401 && mentions_word (message, "redirect"))
    return PF_ERROR_REDIRECT_MISMATCH;
  if (g_strcmp0 (code, "invalid_grant") == 0)
    return PF_ERROR_SIGN_IN;
  if (status == 401)
    return PF_ERROR_CLIENT;
  return PF_ERROR_INVALID;
}

static const char *
get_words (PfError code, gboolean refreshing)
{
  if (code == PF_ERROR_UNTRUSTED)
    return _ ("The service tried to send Pinfold somewhere else. Nothing was sent there.");
  if (code == PF_ERROR_SERVER)
    return _ ("The service has a problem. Try again in a while.");
  if (code == PF_ERROR_RATE_LIMIT)
    return _ ("The service asks to wait before the next try.");
  if (code == PF_ERROR_CLIENT)
    return _ ("The App ID or the app secret was not accepted. Check both in Set Up Your App.");
  if (code == PF_ERROR_REDIRECT_MISMATCH)
    return _ ("The redirect address does not match the one registered with your app.");
  if (code == PF_ERROR_SIGN_IN)
    return refreshing ? _ ("Sign in again: the permission has ended.")
                      : _ ("The answer from the browser came too late. Try again.");
  return _ ("The service refused the sign-in.");
}

/**
 * pf_token_reply_explain:
 * @status: the HTTP status, not 200
 * @body: what came with it; may be anything
 * @grant: what was sent, so that it is never quoted
 *
 * Makes an error of a refusal: RFC 6749 section 5.2, or Pinterest's own body (api-facts
 * section 7).
 *
 * Returns: (transfer full): the error, with a #PfErrorDetail
 */
GError *
pf_token_reply_explain (guint status, GBytes *body, const PfTokenGrant *grant)
{
  g_auto (Reply) reply = { 0 };
  gboolean refreshing = grant->refresh_token != NULL;
  const char *code = NULL;
  const char *message = NULL;
  g_autofree char *clean = NULL;
  PfErrorDetail detail = { .http_status = status, .retry_after_s = -1 };
  PfError kind;

  if (reply_init (&reply, body, NULL))
    {
      const PfJson *object = reply.object;

      code = pf_json_get_text (object, "error");
      message = pf_json_get_text (object, "error_description");
      if (message == NULL)
        message = pf_json_get_text (object, "message");
      detail.api_code = (int)CLAMP (pf_json_get_int (object, "code", 0), 0, G_MAXINT);
    }
  clean = clean_message (message, grant);
  detail.api_message = clean;
  kind = classify (status, code, message, refreshing);
  return pf_error_new_detailed (kind, &detail, get_words (kind, refreshing));
}
