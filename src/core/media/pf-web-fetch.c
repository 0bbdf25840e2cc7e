/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-web-fetch.h"

#include "core/base/pf-error.h"
#include "core/media/pf-web-address.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

/* Something from a website that a person named: https only, public addresses only, no cookie, no
 * script, no proxy; each redirect is looked at like the first address (safety.md UI-6, UI-7). */

#define MAX_REDIRECTS 5
#define LIMIT_S 30
#define CHUNK 65536

typedef struct
{
  char *url, *method, *accept;
  gsize max_bytes;
  gboolean cut;
  guint n_redirects;
  GCancellable *cancellable; /* of this fetch */
  GCancellable *outer;       /* nullable */
  gulong link;
  guint timer;
  gboolean late;
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *received;
} Fetch;

static void step (GTask *task);

/**
 * pf_web_reply_free:
 * @self: (transfer full): a reply
 */
void
pf_web_reply_free (PfWebReply *self)
{
  g_free (self->url);
  g_free (self->content_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_cancellable_disconnect (fetch->outer, fetch->link);
  g_clear_object (&fetch->outer);
  g_clear_handle_id (&fetch->timer, g_source_remove);
  g_clear_object (&fetch->stream);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->session);
  g_object_unref (fetch->cancellable);
  g_byte_array_unref (fetch->received);
  g_free (fetch->url);
  g_free (fetch->method);
  g_free (fetch->accept);
  g_free (fetch);
}

static void
fail (GTask *task, PfError code, const char *words)
{
  g_task_return_new_error (task, PF_ERROR, (int)code, "%s", words);
  g_object_unref (task);
}

static void
fail_to_connect (GTask *task, GError *error)
{
  const Fetch *fetch = g_task_get_task_data (task);

  g_debug ("Fetch failed: %s", error->message);
  if (fetch->late)
    fail (task, PF_ERROR_TIMED_OUT, _ ("The website takes too long."));
  else if (g_cancellable_is_cancelled (fetch->outer))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
    }
  else
    fail (task, PF_ERROR_OFFLINE, _ ("The website cannot be reached."));
  g_clear_error (&error);
}

static void
succeed (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  PfWebReply *reply = g_new0 (PfWebReply, 1);

  reply->url = g_strdup (fetch->url);
  reply->status = soup_message_get_status (fetch->message);
  reply->content_type = g_strdup (
      soup_message_headers_get_content_type (soup_message_get_response_headers (fetch->message),
                                             NULL));
  reply->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&fetch->received));
  fetch->received = g_byte_array_new ();
  g_task_return_pointer (task, reply, (GDestroyNotify)pf_web_reply_free);
  g_object_unref (task);
}

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize room = fetch->max_bytes - fetch->received->len;

  if (bytes == NULL)
    {
      fail_to_connect (task, error);
      return;
    }
  if (g_bytes_get_size (bytes) > room && !fetch->cut)
    {
      fail (task, PF_ERROR_TOO_LARGE, _ ("What the website sends is too large."));
      return;
    }
  g_byte_array_append (fetch->received, g_bytes_get_data (bytes, NULL),
                       (guint)MIN (g_bytes_get_size (bytes), room));
  if (g_bytes_get_size (bytes) == 0 || fetch->received->len == fetch->max_bytes)
    succeed (task);
  else
    g_input_stream_read_bytes_async (fetch->stream, CHUNK, G_PRIORITY_DEFAULT, fetch->cancellable,
                                     on_chunk, task);
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void
on_headers (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  const char *location;

  fetch->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (fetch->stream == NULL)
    {
      fail_to_connect (task, error);
      return;
    }
  location = soup_message_headers_get_one (soup_message_get_response_headers (fetch->message),
                                           "Location");
  if (is_redirect (soup_message_get_status (fetch->message)) && location != NULL)
    {
      char *next = g_uri_resolve_relative (fetch->url, location, G_URI_FLAGS_ENCODED, NULL);

      if (next == NULL || ++fetch->n_redirects > MAX_REDIRECTS)
        {
          g_free (next);
          fail (task, PF_ERROR_UNTRUSTED, _ ("The website sends from one place to the next."));
          return;
        }
      g_free (fetch->url);
      fetch->url = next;
      step (task);
      return;
    }
  g_input_stream_read_bytes_async (fetch->stream, CHUNK, G_PRIORITY_DEFAULT, fetch->cancellable,
                                   on_chunk, task);
}

static void
step (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GSocketConnectable) address = NULL;
  GError *error = NULL;

  g_clear_object (&fetch->stream);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->session);
  if (!pf_web_url_check (fetch->url, &uri, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  address = pf_guarded_address_new (g_uri_get_host (uri), 443);
  /* A session a host: it can connect to nothing else. */
  fetch->session = g_object_new (SOUP_TYPE_SESSION, "remote-connectable", address, "timeout", 15,
                                 "idle-timeout", 1, "proxy-resolver", NULL, NULL);
  fetch->message = soup_message_new_from_uri (fetch->method, uri);
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_disable_feature (fetch->message, SOUP_TYPE_AUTH_MANAGER);
  soup_message_headers_replace (soup_message_get_request_headers (fetch->message), "Accept",
                                fetch->accept);
  soup_message_headers_replace (soup_message_get_request_headers (fetch->message), "User-Agent",
                                "Mozilla/5.0 Pinfold/" PF_VERSION);
  soup_session_send_async (fetch->session, fetch->message, G_PRIORITY_DEFAULT, fetch->cancellable,
                           on_headers, task);
}

static void
on_late (gpointer data)
{
  Fetch *fetch = data;

  fetch->timer = 0;
  fetch->late = TRUE;
  g_cancellable_cancel (fetch->cancellable);
}

static void
on_outer_cancelled (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

/**
 * pf_web_fetch_async:
 * @url: what a person asked for
 * @options: copied
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Errors: PF_ERROR_INVALID (no public https address, also after a redirect), PF_ERROR_OFFLINE,
 * PF_ERROR_TIMED_OUT (30 s in all), PF_ERROR_TOO_LARGE, PF_ERROR_UNTRUSTED.
 */
void
pf_web_fetch_async (const char *url,
                    const PfWebOptions *options,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, pf_web_fetch_async);
  g_task_set_task_data (task, fetch, fetch_free);
  fetch->url = g_strdup (url);
  fetch->method = g_strdup (options->method);
  fetch->accept = g_strdup (options->accept);
  fetch->max_bytes = options->max_bytes;
  fetch->cut = options->cut;
  fetch->received = g_byte_array_new ();
  fetch->cancellable = g_cancellable_new ();
  fetch->outer = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  if (cancellable != NULL)
    fetch->link = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled),
                                         g_object_ref (fetch->cancellable), g_object_unref);
  fetch->timer = g_timeout_add_once (LIMIT_S * 1000, on_late, fetch);
  step (task);
}

/**
 * pf_web_fetch_finish:
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): the reply, of any status
 */
PfWebReply *
pf_web_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pf_web_fetch_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
