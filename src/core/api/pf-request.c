/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-api-error.h"
#include "core/api/pf-exchange.h"
#include "core/api/pf-json.h"
#include "core/api/pf-request.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

#define MAX_TRIES 3
/* Somebody who waits is told after so many seconds; others sit out a window of a minute. */
#define MAX_WAIT_USER_S 20
#define MAX_WAIT_S 65

/*
 * One call, step by step: leave from the budget, a token, the exchange, then the worker that
 * parses; GETs go round again. The caller's callback hangs on the task, whose data this is.
 */
typedef struct
{
  PfRequest request;
  PfClient *client; /* (owned): a task lets go of its source before its data */
  GCancellable *cancellable;
  GSource *link;
  PfSecret *token;
  PfBase64Stream *body;
  guint tries;
  gboolean renewed;
} Call;

/* What the worker gets and gives. */
typedef struct
{
  PfReply *reply;
  PfReplyHeaders headers;
  char *method;
  char *path;
  char *about;
  const char *service; /* interned */
  PfParse parse;
  gpointer result;
} Parsing;

static void ask_budget (GTask *task);

static gboolean
is_write (const Call *self)
{
  return self->request.method != SOUP_METHOD_GET;
}

static void
call_free (Call *self)
{
  if (self->cancellable != NULL)
    pf_client_end_call (self->client, self->cancellable, self->link);
  g_clear_pointer (&self->token, pf_secret_unref);
  g_clear_object (&self->body);
  g_clear_pointer (&self->request.prefix, g_bytes_unref);
  g_clear_pointer (&self->request.picture, g_bytes_unref);
  g_clear_pointer (&self->request.suffix, g_bytes_unref);
  g_clear_object (&self->request.body);
  g_free (self->request.path);
  g_free (self->request.about);
  g_object_unref (self->client);
  g_free (self);
}

static void
parsing_free (Parsing *self)
{
  pf_reply_free (self->reply);
  pf_reply_headers_clear (&self->headers);
  g_free (self->method);
  g_free (self->path);
  g_free (self->about);
  g_free (self);
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;

  if (pf_client_wait_finish (PF_CLIENT (source), result, &error))
    ask_budget (task);
  else
    fail (task, error);
}

/* How long to wait before another try, or -1 for none. */
static gint64
get_retry_delay (Call *self, const GError *error)
{
  PfErrorDetail *detail = pf_error_get_detail (error);
  gint64 cap = self->request.priority == PF_PRIORITY_USER ? MAX_WAIT_USER_S : MAX_WAIT_S;

  if (is_write (self) || detail == NULL || self->tries >= MAX_TRIES)
    return -1;
  switch (error->code)
    {
    case PF_ERROR_OFFLINE:
      if (!pf_network_is_online (pf_context_get_network (pf_client_get_context (self->client))))
        return -1;
      break;
    case PF_ERROR_NO_REPLY:
      break;
    case PF_ERROR_SERVER:
      /* 4197: the endpoint is being taken down; that lasts. */
      if (detail->api_code == 4197)
        return -1;
      break;
    case PF_ERROR_RATE_LIMIT:
      /* Without a status it is the budget's own answer, which has done the waiting. */
      if (detail->http_status == 0)
        return -1;
      break;
    default:
      return -1;
    }
  if (detail->retry_after_s > cap)
    return -1;
  if (detail->retry_after_s >= 0)
    return detail->retry_after_s * G_USEC_PER_SEC;
  return pf_client_get_backoff (self->client, self->tries - 1);
}

static void
retry_or_fail (GTask *task, GError *error)
{
  Call *self = g_task_get_task_data (task);
  gint64 delay = get_retry_delay (self, error);

  if (delay < 0)
    {
      fail (task, error);
      return;
    }
  g_debug ("GET %s: another try in %" G_GINT64_FORMAT " ms", self->request.path, delay / 1000);
  g_error_free (error);
  pf_client_wait_async (self->client, delay, self->cancellable, on_waited, task);
}

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  PfSecret *token = pf_authorizer_finish (PF_AUTHORIZER (source), result, &error);

  if (token == NULL)
    {
      fail (task, error);
      return;
    }
  pf_secret_unref (token);
  ask_budget (task);
}

/* 401 code 2: the token is bad or expired. A read asks for another one, once. */
static gboolean
renew (GTask *task, const GError *error)
{
  Call *self = g_task_get_task_data (task);
  PfErrorDetail *detail = pf_error_get_detail (error);
  g_autoptr (PfAuthorizer) authorizer = NULL;

  if (is_write (self) || self->renewed || !g_error_matches (error, PF_ERROR, PF_ERROR_AUTH)
      || (detail->api_code != 2 && detail->api_code != 0))
    return FALSE;
  authorizer = pf_client_dup_authorizer (self->client);
  if (authorizer == NULL)
    return FALSE;
  self->renewed = TRUE;
  self->tries--;
  pf_authorizer_renew_async (authorizer, self->token, self->cancellable, on_renewed, task);
  return TRUE;
}

/* JSON that was begun and not ended, in a reply whose end is unsure. */
static gboolean
is_cut (const PfReply *reply)
{
  gsize length = reply->length;

  while (length > 0 && g_ascii_isspace (reply->body[length - 1]))
    length--;
  return reply->end_unsure && length > 0 && (reply->body[0] == '{' || reply->body[0] == '[')
         && reply->body[length - 1] != '}' && reply->body[length - 1] != ']';
}

static void
parse_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Parsing *self = task_data;
  g_autoptr (PfJson) root = NULL;
  gboolean cut = is_cut (self->reply);
  GError *error = NULL;
  PfReplyFacts facts
      = { self->method, self->path, self->reply->status, &self->headers, self->service };

  if (self->reply->status < 200 || self->reply->status > 299)
    {
      g_task_return_error (task, pf_api_error_new (&facts, self->reply->body, self->reply->length));
      return;
    }
  if (self->parse == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  root = pf_json_parse (self->reply->body, self->reply->length, &error);
  if (root != NULL)
    self->result = self->parse (root, self->about, &error);
  if (self->result == NULL)
    {
      /* The write was done, but what it made cannot be told. */
      PfErrorDetail detail = { .http_status = self->reply->status,
                               .request_id = self->headers.request_id,
                               .retry_after_s = -1,
                               .maybe_sent = !g_str_equal (self->method, "GET") };
      if (cut)
        g_task_return_error (
            task, pf_error_new_detailed (PF_ERROR_NO_REPLY, &detail,
                                         _ ("The connection ended before the reply came")));
      else
        g_task_return_error (task, pf_error_new_detailed (PF_ERROR_PARSE, &detail, error->message));
      g_error_free (error);
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_parsed (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Call *self = g_task_get_task_data (task);
  Parsing *parsing = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* An aborted read has no result; a write that was done is told in any case. */
      if (!is_write (self) && g_cancellable_set_error_if_cancelled (self->cancellable, &error))
        {
          if (parsing->result != NULL)
            self->request.free_result (parsing->result);
          fail (task, error);
          return;
        }
      if (self->request.parse == NULL)
        g_task_return_pointer (task, GINT_TO_POINTER (TRUE), NULL);
      else
        g_task_return_pointer (task, parsing->result, self->request.free_result);
      g_object_unref (task);
    }
  else if (!renew (task, error))
    retry_or_fail (task, error);
  else
    g_error_free (error);
}

static void
parse (GTask *task, PfReply *reply, PfReplyHeaders *headers)
{
  Call *self = g_task_get_task_data (task);
  Parsing *parsing = g_new0 (Parsing, 1);
  GTask *job = g_task_new (self->client, NULL, on_parsed, task);

  parsing->reply = reply;
  parsing->headers = *headers;
  parsing->method = g_strdup (self->request.method);
  parsing->path = g_strdup (self->request.path);
  parsing->about = g_strdup (self->request.about);
  parsing->service = g_intern_string (pf_client_get_service (self->client)->id);
  parsing->parse = self->request.parse;
  g_task_set_source_tag (job, parse);
  g_task_set_task_data (job, parsing, (GDestroyNotify)parsing_free);
  g_task_run_in_thread (job, parse_in_thread);
  g_object_unref (job);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Call *self = g_task_get_task_data (task);
  PfClock *clock = pf_context_get_clock (pf_client_get_context (self->client));
  GError *error = NULL;
  PfReply *reply = pf_exchange_finish (result, &error);
  PfReplyHeaders headers;

  if (reply == NULL)
    {
      retry_or_fail (task, error);
      return;
    }
  pf_reply_headers_read (&headers, reply->headers, pf_clock_now (clock));
  pf_budget_report (pf_client_get_budget (self->client), self->request.category, headers.limit,
                    headers.remaining,
                    reply->status == 429 && headers.retry_after_s >= 0 ? headers.retry_after_s
                                                                       : headers.reset_s,
                    reply->status == 429);
  parse (task, reply, &headers);
}

static void
send_now (GTask *task)
{
  Call *self = g_task_get_task_data (task);
  PfService *service = pf_client_get_service (self->client);
  g_autofree char *url = g_strconcat (service->api_base, self->request.path, NULL);
  g_autofree char *authorization = NULL;
  g_autoptr (SoupMessage) message = NULL;
  SoupMessageHeaders *headers;

  if (!pf_service_url_is_allowed (service, url)
      || (message = soup_message_new (self->request.method, url)) == NULL)
    {
      fail (task, g_error_new_literal (PF_ERROR, PF_ERROR_UNTRUSTED,
                                       _ ("This address does not belong to the service")));
      return;
    }
  headers = soup_message_get_request_headers (message);
  authorization = g_strconcat ("Bearer ", pf_secret_peek (self->token), NULL);
  soup_message_headers_replace (headers, "Authorization", authorization);
  pf_secret_zero (authorization, strlen (authorization));
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (self->request.body != NULL)
    self->body = g_object_ref (PF_BASE64_STREAM (self->request.body));
  else if (self->request.prefix != NULL)
    self->body = PF_BASE64_STREAM (
        pf_base64_stream_new (self->request.prefix, self->request.picture, self->request.suffix));
  self->tries++;
  pf_exchange_async (pf_client_get_context (self->client), pf_client_get_session (self->client),
                     message, self->body, PF_JSON_MAX_LENGTH,
                     self->request.priority == PF_PRIORITY_BACKGROUND ? G_PRIORITY_LOW
                                                                      : G_PRIORITY_DEFAULT,
                     self->cancellable, on_reply, task);
}

static void
on_token (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Call *self = g_task_get_task_data (task);
  GError *error = NULL;
  PfSecret *token = pf_authorizer_finish (PF_AUTHORIZER (source), result, &error);

  if (token == NULL)
    {
      fail (task, error);
      return;
    }
  g_clear_pointer (&self->token, pf_secret_unref);
  self->token = token;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    fail (task, error);
  else
    send_now (task);
}

static void
on_budget (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Call *self = g_task_get_task_data (task);
  g_autoptr (PfAuthorizer) authorizer = NULL;
  GError *error = NULL;

  if (!pf_budget_request_finish (PF_BUDGET (source), result, &error))
    {
      fail (task, error);
      return;
    }
  authorizer = pf_client_dup_authorizer (self->client);
  if (authorizer == NULL)
    fail (task, g_error_new_literal (PF_ERROR, PF_ERROR_SIGN_IN,
                                     _ ("This account is not connected any more")));
  else
    pf_authorizer_get_token_async (authorizer, self->cancellable, on_token, task);
}

static void
ask_budget (GTask *task)
{
  Call *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    fail (task, error);
  else
    pf_budget_request_async (pf_client_get_budget (self->client), self->request.category,
                             self->request.priority, self->cancellable, on_budget, task);
}

/**
 * pf_request_run:
 * @request: what to do; its strings and bytes are taken over
 * @client: for whom
 * @source_tag: of the call
 * @cancellable: (nullable): the caller's
 * @callback: when it is done
 * @data: for @callback
 *
 * Does one API call. A GET is tried three times at most (safety.md PQ-2: the
 * api room repeats reads only) and after one 401 code 2 with a renewed token.
 * The cancellation of a write that may have left is told as PF_ERROR_NO_REPLY.
 */
void
pf_request_run (const PfRequest *request,
                PfClient *client,
                gpointer source_tag,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  GTask *task = g_task_new (client, cancellable, callback, data);
  Call *self = g_new0 (Call, 1);

  self->request = *request;
  self->client = g_object_ref (client);
  self->cancellable = pf_client_begin_call (client, cancellable, &self->link);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, self, (GDestroyNotify)call_free);
  /* Else "cancelled" would cover up what became of a write. */
  if (is_write (self))
    g_task_set_check_cancellable (task, FALSE);
  ask_budget (task);
}

/**
 * pf_request_refuse:
 * @client: for whom
 * @source_tag: of the call
 * @words: what is wrong
 * @callback: told at once
 * @data: for @callback
 *
 * Ends a call that makes no sense without asking the service: PF_ERROR_INVALID.
 */
void
pf_request_refuse (PfClient *client,
                   gpointer source_tag,
                   const char *words,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  g_task_report_new_error (client, callback, data, source_tag, PF_ERROR, PF_ERROR_INVALID, "%s",
                           words);
}

/**
 * pf_request_finish:
 * @client: a client
 * @result: a result
 * @source_tag: of the call
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what the call was for
 */
gpointer
pf_request_finish (PfClient *client, GAsyncResult *result, gpointer source_tag, GError **error)
{
  GError *problem = NULL;
  gpointer found;

  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);
  found = g_task_propagate_pointer (G_TASK (result), &problem);
  if (problem != NULL)
    {
      pf_error_name_service (problem, pf_client_get_service (client)->id);
      g_propagate_error (error, problem);
    }
  return found;
}
