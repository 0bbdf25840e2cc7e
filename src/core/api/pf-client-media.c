/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-json.h"
#include "core/api/pf-record-private.h"
#include "core/api/pf-request.h"
#include "core/api/pf-upload-stream.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

/* A video's way to Pinterest: registered, sent, looked after (api-facts section 10). None of it
 * makes anything that people see, so that each step may be done again. */

#define MAX_PARAMETERS 64
#define MAX_REPLY (64 * 1024)
#define PROGRESS_MS 100
/* Nothing moved for so long: the connection is dead. */
#define STALLED_US (60 * G_TIME_SPAN_SECOND)

static gpointer
parse_media (const PfJson *root, const char *about, GError **error)
{
  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  return pf_media_new_from_object (root, error);
}

static gpointer
parse_upload (const PfJson *root, const char *about, GError **error)
{
  g_autoptr (PfMedia) media = parse_media (root, about, error);

  if (media == NULL)
    return NULL;
  if (media->upload_url == NULL)
    return pf_record_fail (error, "upload_url");
  if (media->upload_parameters == NULL)
    return pf_record_fail (error, "upload_parameters");
  return g_steal_pointer (&media);
}

/**
 * pf_client_register_media_async:
 * @self: a client
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is registered
 * @data: for @callback
 *
 * POST /media. Sent once at most; one that is lost is only a name that nobody uses.
 */
void
pf_client_register_media_async (PfClient *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  static const char json[] = "{\"media_type\":\"video\"}";
  PfRequest request = { .method = SOUP_METHOD_POST,
                        .path = g_strdup ("/media"),
                        .category = PF_BUDGET_ORG_WRITE,
                        .priority = PF_PRIORITY_DELIVERY,
                        .parse = parse_upload,
                        .free_result = (GDestroyNotify)pf_media_unref };

  request.prefix = g_bytes_new_static (json, sizeof json - 1);
  pf_request_run (&request, self, pf_client_register_media_async, cancellable, callback, data);
}

/**
 * pf_client_register_media_finish:
 * @self: a client
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): where to send the video
 */
PfMedia *
pf_client_register_media_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_register_media_async, error);
}

/**
 * pf_client_get_media_async:
 * @self: a client
 * @priority: of the read
 * @media_id: Pinterest's id of an upload
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @data: for @callback
 *
 * GET /media/{media_id}.
 */
void
pf_client_get_media_async (PfClient *self,
                           PfPriority priority,
                           const char *media_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  PfRequest request = { .method = SOUP_METHOD_GET,
                        .category = PF_BUDGET_ORG_READ,
                        .priority = priority,
                        .parse = parse_media,
                        .free_result = (GDestroyNotify)pf_media_unref };

  if (!pf_json_is_id (media_id))
    {
      pf_request_refuse (self, pf_client_get_media_async, _ ("This is not an id of Pinterest’s"),
                         callback, data);
      return;
    }
  request.path = g_strdup_printf ("/media/%s", media_id);
  pf_request_run (&request, self, pf_client_get_media_async, cancellable, callback, data);
}

/**
 * pf_client_get_media_finish:
 * @self: a client
 * @result: a result
 * @error: location for an error; PF_ERROR_NOT_FOUND when it is gone
 *
 * Returns: (transfer full): how far Pinterest is with it
 */
PfMedia *
pf_client_get_media_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_media_async, error);
}

/* They go into a form, line by line. */
static gboolean
is_form_text (const char *text, gboolean name)
{
  for (; *text != '\0'; text++)
    if (*text == '\r' || *text == '\n' || (name && (*text == '"' || *text == '\\')))
      return FALSE;
  return TRUE;
}

static gboolean
is_form (char **parameters)
{
  guint n = 0;

  for (char **p = parameters; p != NULL && p[0] != NULL && p[1] != NULL; p += 2, n++)
    if (!is_form_text (p[0], TRUE) || !is_form_text (p[1], FALSE))
      return FALSE;
  return parameters != NULL && n <= MAX_PARAMETERS;
}

/* Sending the file. */

typedef struct
{
  PfClient *client; /* (owned): a task lets go of its source before its data */
  GCancellable *cancellable;
  GSource *link;
  char *path, *url, *boundary;
  GBytes *prefix, *suffix;
  PfUploadStream *stream;
  SoupMessage *message;
  PfUploadProgress progress;
  gpointer progress_data;
  guint timer;
  double share;
  gint64 moved_at;
  gsize received;
} Sending;

static void
sending_free (Sending *self)
{
  pf_client_end_call (self->client, self->cancellable, self->link);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self->path);
  g_free (self->url);
  g_free (self->boundary);
  g_clear_pointer (&self->prefix, g_bytes_unref);
  g_clear_pointer (&self->suffix, g_bytes_unref);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_object_unref (self->client);
  g_free (self);
}

/* Nothing that was sent here can be seen by anybody: it may be sent again. */
static void
fail (GTask *task, PfError code, guint status, const char *words)
{
  PfErrorDetail detail = { .http_status = status, .retry_after_s = -1 };

  g_task_return_error (task, pf_error_new_detailed (code, &detail, words));
  g_object_unref (task);
}

static void
on_drained (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Sending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  guint status = soup_message_get_status (self->message);

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    {
      self->received += g_bytes_get_size (bytes);
      if (self->received < MAX_REPLY)
        {
          g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 8192, G_PRIORITY_DEFAULT,
                                           self->cancellable, on_drained, task);
          return;
        }
    }
  if (status >= 200 && status < 300)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else if (status >= 500 || status == 408 || status == 429)
    fail (task, PF_ERROR_SERVER, 0, _ ("The place for videos did not take it just now."));
  else
    /* The permission to send has run out, most likely: a new one is asked for. */
    fail (task, PF_ERROR_NO_REPLY, 0, _ ("The place for videos refused the upload."));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Sending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream
      = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream != NULL)
    {
      g_input_stream_read_bytes_async (stream, 8192, G_PRIORITY_DEFAULT, self->cancellable,
                                       on_drained, task);
      return;
    }
  g_debug ("Upload failed: %s", error->message);
  if (pf_upload_stream_has_failed (self->stream))
    fail (task, PF_ERROR_DAMAGED, 0, _ ("The kept video cannot be read."));
  else
    fail (task, PF_ERROR_OFFLINE, 0, _ ("The connection ended before the video was sent."));
}

static gboolean
on_tick (gpointer data)
{
  GTask *task = data;
  Sending *self = g_task_get_task_data (task);
  double share = pf_upload_stream_get_share (self->stream);

  if (share > self->share)
    {
      self->share = share;
      self->moved_at = g_get_monotonic_time ();
      if (self->progress != NULL)
        self->progress (share, self->progress_data);
    }
  else if (g_get_monotonic_time () - self->moved_at > STALLED_US)
    g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Sending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *type = g_strconcat ("multipart/form-data; boundary=", self->boundary, NULL);

  self->stream = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->stream == NULL)
    {
      fail (task, PF_ERROR_DAMAGED, 0, _ ("The kept video cannot be read."));
      return;
    }
  self->message = soup_message_new (SOUP_METHOD_POST, self->url);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_disable_feature (self->message, SOUP_TYPE_AUTH_MANAGER);
  soup_message_set_request_body (self->message, type, G_INPUT_STREAM (self->stream),
                                 (gssize)pf_upload_stream_get_length (self->stream));
  self->moved_at = g_get_monotonic_time ();
  self->timer = g_timeout_add (PROGRESS_MS, on_tick, task);
  soup_session_send_async (pf_client_get_session (self->client), self->message, G_PRIORITY_DEFAULT,
                           self->cancellable, on_sent, task);
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Sending *self = data;
  GError *error = NULL;
  PfUploadStream *stream = pf_upload_stream_open (self->path, self->prefix, self->suffix, &error);

  if (stream == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, stream, g_object_unref);
}

/* RFC 7578: every field as it was given, the file last (api-facts section 10). */
static void
make_form (Sending *self, const PfMedia *media)
{
  GString *before = g_string_new (NULL);
  g_autofree char *after = g_strdup_printf ("\r\n--%s--\r\n", self->boundary);

  for (char **p = media->upload_parameters; p[0] != NULL; p += 2)
    g_string_append_printf (before,
                            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                            self->boundary, p[0], p[1]);
  g_string_append_printf (before,
                          "--%s\r\nContent-Disposition: form-data; name=\"file\";"
                          " filename=\"video.mp4\"\r\nContent-Type: video/mp4\r\n\r\n",
                          self->boundary);
  self->prefix = g_string_free_to_bytes (before);
  self->suffix = g_bytes_new (after, strlen (after));
}

/**
 * pf_client_upload_media_async:
 * @self: a client
 * @media: from pf_client_register_media_finish(); copied
 * @path: of the video
 * @progress: (nullable): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is there
 * @data: for @callback
 *
 * Sends a file as a form, without the account's token, to a host that the service's table
 * names (PF_ERROR_UNTRUSTED). Read from the disk as it goes. Errors never have maybe_sent:
 * nobody sees what lies there before a pin is made of it.
 */
void
pf_client_upload_media_async (PfClient *self,
                              const PfMedia *media,
                              const char *path,
                              PfUploadProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Sending *sending = g_new0 (Sending, 1);
  PfRandom *random = pf_context_get_random (pf_client_get_context (self));
  g_autoptr (GTask) opening = NULL;

  g_task_set_source_tag (task, pf_client_upload_media_async);
  g_task_set_task_data (task, sending, (GDestroyNotify)sending_free);
  sending->client = g_object_ref (self);
  sending->cancellable = pf_client_begin_call (self, cancellable, &sending->link);
  sending->path = g_strdup (path);
  sending->url = g_strdup (media->upload_url);
  sending->progress = progress;
  sending->progress_data = progress_data;
  sending->boundary = pf_random_uuid (random);
  if (!pf_service_upload_url_is_allowed (pf_client_get_service (self), media->upload_url)
      || !is_form (media->upload_parameters))
    {
      fail (task, PF_ERROR_UNTRUSTED, 0, _ ("The video would go to a place that is not known."));
      return;
    }
  make_form (sending, media);
  opening = g_task_new (NULL, NULL, on_opened, task);
  g_task_set_task_data (opening, sending, NULL);
  g_task_run_in_thread (opening, open_thread);
}

/**
 * pf_client_upload_media_finish:
 * @self: a client
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether all of it is there
 */
gboolean
pf_client_upload_media_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
