/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-token-endpoint.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define MAX_REPLY (64 * 1024)

typedef struct
{
  PfContext *context;
  SoupSession *session;
  SoupMessage *message;
  PfTokenGrant grant;
  gboolean left; /* the request may have reached the server */
  guint status;
  GBytes *body;
} Request;

static void
grant_clear (PfTokenGrant *grant)
{
  g_clear_pointer (&grant->code, pf_secret_unref);
  g_clear_pointer (&grant->verifier, pf_secret_unref);
  g_clear_pointer (&grant->refresh_token, pf_secret_unref);
}

static PfSecret *
secret_ref_or_null (PfSecret *secret)
{
  return secret != NULL ? pf_secret_ref (secret) : NULL;
}

static void
request_free (Request *request)
{
  soup_session_abort (request->session);
  g_clear_object (&request->message);
  g_clear_object (&request->session);
  g_clear_object (&request->context);
  g_clear_pointer (&request->body, g_bytes_unref);
  grant_clear (&request->grant);
  g_free (request);
}

typedef struct
{
  gsize length;
  char bytes[];
} Wiped;

static void
wiped_free (gpointer data)
{
  Wiped *wiped = data;

  pf_secret_zero (wiped->bytes, wiped->length);
  g_free (wiped);
}

/* Moves @text into bytes that are wiped when the request lets go of them. */
static GBytes *
take_wiped (GString *text)
{
  Wiped *wiped = g_malloc (sizeof *wiped + text->len);

  wiped->length = text->len;
  memcpy (wiped->bytes, text->str, text->len);
  pf_secret_zero (text->str, text->allocated_len);
  g_string_free (text, TRUE);
  return g_bytes_new_with_free_func (wiped->bytes, wiped->length, wiped_free, wiped);
}

static void
append_field (GString *form, const char *name, const char *value)
{
  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append (form, name);
  g_string_append_c (form, '=');
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

static GBytes *
make_form (const PfTokenGrant *grant, const char *redirect_uri)
{
  /* Large enough never to move, so that no copy stays behind. */
  GString *form = g_string_sized_new (32 * 1024);

  if (grant->code != NULL)
    {
      append_field (form, "grant_type", "authorization_code");
      append_field (form, "code", pf_secret_peek (grant->code));
      append_field (form, "redirect_uri", redirect_uri);
      /* Apps made before 2025-09-25 get a lasting refresh token only on request
       * (api-facts section 2.2). */
      append_field (form, "continuous_refresh", "true");
      if (grant->verifier != NULL)
        append_field (form, "code_verifier", pf_secret_peek (grant->verifier));
    }
  else
    {
      append_field (form, "grant_type", "refresh_token");
      append_field (form, "refresh_token", pf_secret_peek (grant->refresh_token));
    }
  return take_wiped (form);
}

static void
set_basic (SoupMessage *message, const PfAppCredentials *app)
{
  g_autofree char *pair
      = g_strdup_printf ("%s:%s", app->client_id, pf_secret_peek (app->client_secret));
  g_autofree char *encoded = g_base64_encode ((const guchar *)pair, strlen (pair));
  g_autofree char *value = g_strconcat ("Basic ", encoded, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
  pf_secret_zero (pair, strlen (pair));
  pf_secret_zero (encoded, strlen (encoded));
  pf_secret_zero (value, strlen (value));
}

static gboolean
never_sent (const GError *error, gboolean left)
{
  if (left)
    return FALSE;
  return error->domain == G_RESOLVER_ERROR || error->domain == G_TLS_ERROR
         || error->domain == G_IO_ERROR || error->domain == SOUP_SESSION_ERROR;
}

static void
return_transport_error (GTask *task, const GError *error)
{
  Request *request = g_task_get_task_data (task);
  PfErrorDetail detail = { .retry_after_s = -1, .maybe_sent = request->left };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else if (never_sent (error, request->left))
    g_task_return_error (
        task, pf_error_new_detailed (PF_ERROR_OFFLINE, &detail,
                                     _ ("The service cannot be reached. Check the connection.")));
  else
    g_task_return_error (task, pf_error_new_detailed (PF_ERROR_NO_REPLY, &detail,
                                                      _ ("No answer came back from the service.")));
}

static void
interpret (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  PfTokens *tokens;

  if (request->status != SOUP_STATUS_OK)
    {
      g_task_return_error (task, pf_token_reply_explain (request->status, request->body,
                                                         &request->grant));
      return;
    }
  tokens = pf_token_reply_parse (request->body,
                                 pf_clock_now (pf_context_get_clock (request->context)), &error);
  if (tokens == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, tokens, (GDestroyNotify)pf_tokens_free);
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  Request *request = g_task_get_task_data (task);
  GOutputStream *sink = G_OUTPUT_STREAM (source);
  gsize length;
  GString *copy;

  if (g_output_stream_splice_finish (sink, result, &error) < 0)
    {
      /* The sink has a fixed size: full means that the reply is longer than any token reply. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        g_task_return_new_error (task, PF_ERROR, PF_ERROR_PARSE,
                                 _ ("The reply is not what the API description says."));
      else
        return_transport_error (task, error);
      return;
    }
  length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (sink));
  copy = g_string_new_len (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (sink)),
                           (gssize)length);
  request->body = take_wiped (copy);
  g_task_run_in_thread (task, interpret);
}

static void
wipe_sink (gpointer memory)
{
  pf_secret_zero (memory, MAX_REPLY);
  g_free (memory);
}

static void
on_headers (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream
      = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (GOutputStream) sink = NULL;
  Request *request = g_task_get_task_data (task);

  if (stream == NULL)
    {
      return_transport_error (task, error);
      return;
    }
  request->status = soup_message_get_status (request->message);
  sink = g_memory_output_stream_new (g_malloc0 (MAX_REPLY), MAX_REPLY, NULL, wipe_sink);
  g_output_stream_splice_async (sink, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE,
                                G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_body,
                                g_object_ref (task));
}

static void
on_starting (SoupMessage *message, gpointer data)
{
  *(gboolean *)data = TRUE;
}

/**
 * pf_token_endpoint_request_async:
 * @context: the context
 * @service: whose token endpoint
 * @app: App ID and secret, sent with HTTP Basic (RFC 6749 section 2.3.1)
 * @grant: what to trade
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * One request, one try: no retry, no redirect followed, at most 64 KiB read (safety.md
 * OA-11, OA-12).
 */
void
pf_token_endpoint_request_async (PfContext *context,
                                 PfService *service,
                                 const PfAppCredentials *app,
                                 const PfTokenGrant *grant,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (context, cancellable, callback, user_data);
  g_autoptr (GBytes) form = NULL;
  Request *request;

  g_task_set_source_tag (task, pf_token_endpoint_request_async);
  if (!pf_service_url_is_allowed (service, service->token_url))
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_UNTRUSTED,
                               _ ("The address of the service is not a safe one."));
      return;
    }
  request = g_new0 (Request, 1);
  request->context = g_object_ref (context);
  request->session = pf_network_create_session (pf_context_get_network (context), 1);
  request->message = soup_message_new (SOUP_METHOD_POST, service->token_url);
  request->grant.code = secret_ref_or_null (grant->code);
  request->grant.verifier = secret_ref_or_null (grant->verifier);
  request->grant.refresh_token = secret_ref_or_null (grant->refresh_token);
  g_task_set_task_data (task, request, (GDestroyNotify)request_free);

  soup_message_add_flags (request->message, SOUP_MESSAGE_NO_REDIRECT);
  set_basic (request->message, app);
  soup_message_headers_replace (soup_message_get_request_headers (request->message), "Accept",
                                "application/json");
  form = make_form (grant, app->redirect_uri);
  soup_message_set_request_body_from_bytes (request->message, "application/x-www-form-urlencoded",
                                            form);
  g_signal_connect (request->message, "wrote-headers", G_CALLBACK (on_starting), &request->left);
  soup_session_send_async (request->session, request->message, G_PRIORITY_DEFAULT, cancellable,
                           on_headers, g_object_ref (task));
}

/**
 * pf_token_endpoint_request_finish:
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the tokens. PF_ERROR_OFFLINE only when nothing was
 *   sent; PF_ERROR_NO_REPLY when the reply was lost
 */
PfTokens *
pf_token_endpoint_request_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_tokens_refresh_async:
 * @context: the context
 * @service: the service
 * @app: App ID and secret
 * @refresh_token: the refresh token
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Trades a refresh token for a new pair. One try.
 */
void
pf_tokens_refresh_async (PfContext *context,
                         PfService *service,
                         const PfAppCredentials *app,
                         PfSecret *refresh_token,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PfTokenGrant grant = { .refresh_token = refresh_token };

  pf_token_endpoint_request_async (context, service, app, &grant, cancellable, callback, user_data);
}

/**
 * pf_tokens_refresh_finish:
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the new tokens
 */
PfTokens *
pf_tokens_refresh_finish (GAsyncResult *result, GError **error)
{
  return pf_token_endpoint_request_finish (result, error);
}
