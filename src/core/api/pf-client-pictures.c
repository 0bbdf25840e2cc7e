/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-exchange.h"
#include "core/api/pf-request.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

#define MAX_TRIES 2

typedef struct
{
  PfClient *client; /* (owned): a task lets go of its source before its data */
  GCancellable *cancellable;
  GSource *link;
  char *url;
  gsize max_length;
  int io_priority;
  guint tries;
} Fetch;

static void send_now (GTask *task);

static void
fetch_free (Fetch *self)
{
  if (self->cancellable != NULL)
    pf_client_end_call (self->client, self->cancellable, self->link);
  g_free (self->url);
  g_object_unref (self->client);
  g_free (self);
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;

  if (pf_client_wait_finish (PF_CLIENT (source), result, &error))
    {
      send_now (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
retry_or_fail (GTask *task, GError *error)
{
  Fetch *self = g_task_get_task_data (task);

  if (self->tries < MAX_TRIES
      && (g_error_matches (error, PF_ERROR, PF_ERROR_NO_REPLY)
          || g_error_matches (error, PF_ERROR, PF_ERROR_SERVER)))
    {
      g_error_free (error);
      pf_client_wait_async (self->client, pf_client_get_backoff (self->client, self->tries - 1),
                            self->cancellable, on_waited, task);
      return;
    }
  /* Too long is a matter of the picture here, not of trust. */
  if (g_error_matches (error, PF_ERROR, PF_ERROR_UNTRUSTED))
    error->code = PF_ERROR_TOO_LARGE;
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  g_autoptr (PfReply) reply = pf_exchange_finish (result, &error);
  PfErrorDetail detail = { .retry_after_s = -1 };

  if (reply == NULL)
    {
      retry_or_fail (task, error);
      return;
    }
  detail.http_status = reply->status;
  if (reply->status == 200)
    g_task_return_pointer (task, g_bytes_new_take (g_steal_pointer (&reply->body), reply->length),
                           (GDestroyNotify)g_bytes_unref);
  else if (reply->status >= 500)
    {
      retry_or_fail (task, pf_error_new_detailed (PF_ERROR_SERVER, &detail,
                                                  _ ("The service has a problem")));
      return;
    }
  else if (reply->status >= 300 && reply->status < 400)
    g_task_return_error (task, pf_error_new_detailed (PF_ERROR_UNTRUSTED, &detail,
                                                      _ ("The service points to another address")));
  else
    g_task_return_error (task, pf_error_new_detailed (PF_ERROR_NOT_FOUND, &detail,
                                                      _ ("The picture is not there")));
  g_object_unref (task);
}

static void
send_now (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, self->url);

  self->tries++;
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "image/webp,image/jpeg,image/png,image/gif");
  if (self->io_priority != G_PRIORITY_DEFAULT)
    soup_message_set_priority (message, self->io_priority < G_PRIORITY_DEFAULT
                                            ? SOUP_MESSAGE_PRIORITY_HIGH
                                            : SOUP_MESSAGE_PRIORITY_LOW);
  pf_exchange_async (pf_client_get_context (self->client),
                     pf_client_get_picture_session (self->client), message, NULL, self->max_length,
                     self->io_priority, self->cancellable, on_reply, task);
}

/**
 * pf_client_fetch_picture_async:
 * @self: a client
 * @url: as a reply gave it
 * @max_length: bytes at most
 * @io_priority: of the main loop; below default means sooner
 * @cancellable: (nullable): cancel when the picture has left the view
 * @callback: when it is there
 * @data: for @callback
 *
 * Fetches a picture from the service's picture hosts only, over a session of
 * its own that never sees a token (safety.md UI-6). Its type is for the decoder
 * to find out. Errors: PF_ERROR_UNTRUSTED (host, redirect), PF_ERROR_TOO_LARGE,
 * PF_ERROR_NOT_FOUND, and those of the network.
 */
void
pf_client_fetch_picture_async (PfClient *self,
                               const char *url,
                               gsize max_length,
                               int io_priority,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, pf_client_fetch_picture_async);
  g_task_set_task_data (task, fetch, (GDestroyNotify)fetch_free);
  fetch->client = g_object_ref (self);
  fetch->url = g_strdup (url);
  fetch->max_length = max_length;
  fetch->io_priority = io_priority;
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  if (!pf_service_picture_url_is_allowed (pf_client_get_service (self), url))
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_UNTRUSTED,
                               _ ("Pictures are not fetched from this address"));
      g_object_unref (task);
      return;
    }
  fetch->cancellable = pf_client_begin_call (self, cancellable, &fetch->link);
  send_now (task);
}

GBytes *
pf_client_fetch_picture_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_fetch_picture_async, error);
}
