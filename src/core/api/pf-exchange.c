/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-exchange.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

#define CHUNK 65536
/* All of a reading exchange; silence is cut earlier, by the session's 30 s. */
#define READ_LIMIT_S 60
/* A body gets the time it needs at 16 kB a second, a quarter of an hour at most. */
#define WRITE_LIMIT_S 120
#define WRITE_LIMIT_MAX_S 900
#define WRITE_RATE (16 * 1024)
/* A longer body goes from a thread: libsoup moves bodies in pieces of 8 kB, which would be
 * thousands of turns of the main loop (performance.md P14, P19). */
#define THREAD_FROM (64 * 1024)

typedef enum
{
  STOP_NONE,
  STOP_TIME,
  STOP_LENGTH,
  STOP_RESTART,
} Stop;

typedef struct
{
  PfClock *clock;
  SoupMessage *message;
  PfBase64Stream *body;
  GCancellable *cancellable;
  GInputStream *stream;
  GByteArray *received;
  gsize max_length;
  int io_priority;
  guint timer;
  gboolean is_write;
  gboolean started;
  int stop; /* a Stop, atomic: the clock's thread and the sending one set it */
  SoupSession *session;
} Exchange;

static void
exchange_free (Exchange *self)
{
  if (self->timer != 0)
    pf_clock_cancel (self->clock, self->timer);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->stream);
  g_object_unref (self->message);
  g_clear_object (&self->session);
  g_clear_object (&self->body);
  g_object_unref (self->cancellable);
  g_object_unref (self->clock);
  g_byte_array_unref (self->received);
  g_free (self);
}

/**
 * pf_reply_free:
 * @self: (transfer full): a reply
 *
 * Frees it.
 */
void
pf_reply_free (PfReply *self)
{
  soup_message_headers_unref (self->headers);
  g_free (self->body);
  g_free (self);
}

static void
stop (Exchange *self, Stop why)
{
  g_atomic_int_compare_and_exchange (&self->stop, STOP_NONE, (int)why);
  g_cancellable_cancel (self->cancellable);
}

static void
on_time_over (gpointer data)
{
  Exchange *self = data;

  self->timer = 0;
  stop (self, STOP_TIME);
}

static void
on_starting (Exchange *self)
{
  self->started = TRUE;
}

/* libsoup sends a request again in a few cases. A write whose body was read once may
 * have arrived, so a second sending of it is not libsoup's to decide. */
static void
on_restarted (Exchange *self)
{
  if (self->is_write && self->body != NULL && pf_base64_stream_was_read (self->body))
    stop (self, STOP_RESTART);
}

/* Whether the request may have reached the server (safety.md PQ-2). */
static gboolean
may_have_left (Exchange *self)
{
  return self->body != NULL ? pf_base64_stream_was_read (self->body) : self->started;
}

static GError *
translate (Exchange *self, GError *error)
{
  gboolean left = may_have_left (self);
  PfErrorDetail detail = { .retry_after_s = -1, .maybe_sent = self->is_write && left };
  Stop why = (Stop)g_atomic_int_get (&self->stop);
  const char *message;
  PfError code;

  if (why == STOP_LENGTH)
    {
      code = PF_ERROR_UNTRUSTED;
      message = _ ("The reply is larger than allowed");
    }
  else if (detail.maybe_sent)
    {
      code = PF_ERROR_NO_REPLY;
      message = _ ("The connection ended before the reply came");
    }
  else if (why == STOP_TIME)
    {
      code = PF_ERROR_TIMED_OUT;
      message = _ ("The reply took too long");
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  else if (error->domain == G_TLS_ERROR)
    {
      code = PF_ERROR_OFFLINE;
      message = _ ("A secure connection could not be made");
    }
  else if (!left)
    {
      code = PF_ERROR_OFFLINE;
      message = _ ("The service cannot be reached. Check the network.");
    }
  else
    {
      code = PF_ERROR_NO_REPLY;
      message = _ ("The connection ended before the reply came");
    }
  g_debug ("Exchange failed: %s", error->message);
  return pf_error_new_detailed (code, &detail, message);
}

static void
fail (GTask *task, GError *error)
{
  Exchange *self = g_task_get_task_data (task);

  g_task_return_error (task, translate (self, error));
  g_error_free (error);
  g_object_unref (task);
}

static void
succeed (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  PfReply *reply = g_new0 (PfReply, 1);

  reply->status = soup_message_get_status (self->message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (self->message));
  reply->end_unsure
      = soup_message_get_http_version (self->message) != SOUP_HTTP_2_0
        && soup_message_headers_get_encoding (reply->headers) != SOUP_ENCODING_CONTENT_LENGTH;
  reply->length = self->received->len;
  g_byte_array_append (self->received, (const guint8 *)"", 1);
  reply->body = (char *)g_byte_array_free (g_steal_pointer (&self->received), FALSE);
  self->received = g_byte_array_new ();
  g_task_return_pointer (task, reply, (GDestroyNotify)pf_reply_free);
  g_object_unref (task);
}

/* Counted behind the decoder: a small reply that inflates without end stops here. */
static gboolean
take_chunk (Exchange *self, GBytes *bytes, GError **error)
{
  if (g_bytes_get_size (bytes) > self->max_length - self->received->len)
    {
      stop (self, STOP_LENGTH);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "too long");
      return FALSE;
    }
  g_byte_array_append (self->received, g_bytes_get_data (bytes, NULL),
                       (guint)g_bytes_get_size (bytes));
  return TRUE;
}

static void on_chunk (GObject *source, GAsyncResult *result, gpointer data);

static void
read_on (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream, CHUNK, self->io_priority, self->cancellable,
                                   on_chunk, task);
}

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Exchange *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    fail (task, error);
  else if (g_bytes_get_size (bytes) == 0)
    succeed (task);
  else if (!take_chunk (self, bytes, &error))
    fail (task, error);
  else
    read_on (task);
}

static void
on_headers (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Exchange *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    fail (task, error);
  else
    read_on (task);
}

/* The whole exchange. libsoup 3.2 sends from any thread ("Client thread safety" in its
 * documentation); the signals of the message come from this one too. */
static void
exchange_thread (GTask *sending, gpointer source, gpointer data, GCancellable *cancellable)
{
  Exchange *self = data;
  GError *error = NULL;
  gboolean more = TRUE;

  self->stream = soup_session_send (self->session, self->message, self->cancellable, &error);
  while (self->stream != NULL && more && error == NULL)
    {
      g_autoptr (GBytes) bytes
          = g_input_stream_read_bytes (self->stream, CHUNK, self->cancellable, &error);

      more = bytes != NULL && g_bytes_get_size (bytes) > 0 && take_chunk (self, bytes, &error);
    }
  if (error != NULL)
    g_task_return_error (sending, error);
  else
    g_task_return_boolean (sending, TRUE);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    succeed (task);
  else
    fail (task, error);
}

static void
send_from_thread (GTask *task, int io_priority)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GTask) sending = g_task_new (NULL, NULL, on_sent, task);

  g_task_set_priority (sending, io_priority);
  g_task_set_task_data (sending, self, NULL);
  g_task_run_in_thread (sending, exchange_thread);
}

static gint64
time_limit_s (Exchange *self)
{
  gint64 extra;

  if (!self->is_write)
    return READ_LIMIT_S;
  extra = self->body != NULL ? pf_base64_stream_get_length (self->body) / WRITE_RATE : 0;
  return MIN (WRITE_LIMIT_S + extra, WRITE_LIMIT_MAX_S);
}

/**
 * pf_exchange_async:
 * @context: for the clock
 * @session: where to send
 * @message: what to send
 * @body: (nullable): its body, JSON
 * @max_length: of the decoded reply body, bytes
 * @io_priority: of the main loop
 * @cancellable: belongs to this exchange, which cancels it when a limit is passed
 * @callback: when there is a whole reply, or an error
 * @data: for @callback
 *
 * One request and its whole reply: no redirect, no second sending of a write,
 * limits of length and time (safety.md UI-6). Errors: PF_ERROR_OFFLINE (nothing
 * left), PF_ERROR_NO_REPLY, PF_ERROR_TIMED_OUT (reads), PF_ERROR_UNTRUSTED
 * (too long), G_IO_ERROR_CANCELLED. A write that may have left always ends in
 * PF_ERROR_NO_REPLY with maybe_sent or PF_ERROR_UNTRUSTED with maybe_sent, also
 * when it was cancelled, because the outbox must know.
 */
void
pf_exchange_async (PfContext *context,
                   SoupSession *session,
                   SoupMessage *message,
                   PfBase64Stream *body,
                   gsize max_length,
                   int io_priority,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Exchange *self = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, pf_exchange_async);
  g_task_set_priority (task, io_priority);
  g_task_set_task_data (task, self, (GDestroyNotify)exchange_free);
  self->clock = g_object_ref (pf_context_get_clock (context));
  self->message = g_object_ref (message);
  self->cancellable = g_object_ref (cancellable);
  self->received = g_byte_array_new ();
  self->max_length = max_length;
  self->io_priority = io_priority;
  self->is_write = soup_message_get_method (message) != SOUP_METHOD_GET;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* Else a 401 with a challenge would be answered by libsoup, with the desktop's own logins. */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  if (self->is_write)
    {
      /* A kept connection may have been closed by the server a moment ago; a write on it would
       * end as unknown for no reason. */
      soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
      g_signal_connect_swapped (message, "restarted", G_CALLBACK (on_restarted), self);
    }
  g_signal_connect_swapped (message, "starting", G_CALLBACK (on_starting), self);
  if (body != NULL)
    {
      self->body = g_object_ref (body);
      soup_message_set_request_body (message, "application/json", G_INPUT_STREAM (body),
                                     (gssize)pf_base64_stream_get_length (body));
    }
  self->timer = pf_clock_timeout (self->clock, time_limit_s (self) * G_USEC_PER_SEC, on_time_over,
                                  self, NULL);
  self->session = g_object_ref (session);
  if (body != NULL && pf_base64_stream_get_length (body) >= THREAD_FROM)
    send_from_thread (task, io_priority);
  else
    soup_session_send_async (session, message, io_priority, cancellable, on_headers, task);
}

/**
 * pf_exchange_finish:
 * @result: of pf_exchange_async()
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable): the reply, of any status
 */
PfReply *
pf_exchange_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
