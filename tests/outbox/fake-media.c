/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"

/* Videos at the fake Pinterest: registered at once, sent for upload_us, ready when they are there.
 */

static void
free_media (gpointer data)
{
  pf_media_unref (data);
}

static PfMedia *
as_media (const char *status)
{
  g_autofree char *json = g_strdup_printf (
      "{\"media_id\":\"77\",\"media_type\":\"video\",\"status\":\"%s\","
      "\"upload_url\":\"https://upload.example/\",\"upload_parameters\":{\"key\":\"1\"}}",
      status);
  g_autoptr (GError) error = NULL;
  PfMedia *media = pf_media_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return media;
}

static void
fake_register_media (PfDelivery *delivery,
                     const char *connection_id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);

  fake_reply_later (self, fake_new_task (self, cancellable, callback, data),
                    as_media ("registered"), free_media, NULL);
}

static PfMedia *
fake_media_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

typedef struct
{
  FakeWorld *world;
  GTask *task;
} Upload;

static void
upload_free (gpointer data)
{
  Upload *upload = data;

  g_object_unref (upload->task);
  g_object_unref (upload->world);
  g_free (upload);
}

/* The session hears of a cancellation between two pieces. */
static void
send_piece (gpointer data)
{
  Upload *upload = data;
  FakeWorld *self = upload->world;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (upload->task)))
    g_task_return_error (upload->task, fake_make_error (self, FAKE_UNSENT));
  else if (++self->n_pieces == FAKE_PIECES)
    g_task_return_pointer (upload->task, g_new0 (char, 1), g_free);
  else
    {
      Upload *next = g_new0 (Upload, 1);

      next->world = g_object_ref (self);
      next->task = g_object_ref (upload->task);
      pf_clock_timeout (self->clock, G_USEC_PER_SEC, send_piece, next, upload_free);
    }
}

static void
fake_upload (PfDelivery *delivery,
             const char *connection_id,
             const PfMedia *media,
             const char *path,
             PfUploadProgress progress,
             gpointer progress_data,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  Upload *upload = g_new0 (Upload, 1);

  self->n_pieces = 0;
  upload->world = g_object_ref (self);
  upload->task = fake_new_task (self, cancellable, callback, data);
  pf_clock_timeout (self->clock, G_USEC_PER_SEC, send_piece, upload, upload_free);
}

static gboolean
fake_upload_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  g_autofree char *value = fake_finish (delivery, result, error);

  return value != NULL;
}

static void
fake_get_media (PfDelivery *delivery,
                const char *connection_id,
                const char *media_id,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);

  fake_reply_later (self, fake_new_task (self, cancellable, callback, data), as_media ("succeeded"),
                    free_media, NULL);
}

void
fake_media_iface_init (PfDeliveryInterface *iface)
{
  iface->register_media_async = fake_register_media;
  iface->register_media_finish = fake_media_finish;
  iface->upload_async = fake_upload;
  iface->upload_finish = fake_upload_finish;
  iface->get_media_async = fake_get_media;
  iface->get_media_finish = fake_media_finish;
}
