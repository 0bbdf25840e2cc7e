/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/intake/pf-incoming.h"

#include "core/base/pf-error.h"
#include "core/media/pf-media-info.h"

#include <glib/gi18n.h>

/* Raw bytes by these types only: a GdkTexture would be made by the system's picture loaders, which
 * never see bytes from outside (safety.md UI-2). What they really are is seen later. */
static const char *const picture_types[]
    = { "image/png", "image/jpeg", "image/webp", "image/gif", NULL };

#define STEP (256 * 1024)

/**
 * pf_incoming_free:
 * @self: what came
 */
void
pf_incoming_free (PfIncoming *self)
{
  g_clear_object (&self->files);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/**
 * pf_incoming_get_formats:
 *
 * Returns: (transfer full): what can be read
 */
GdkContentFormats *
pf_incoming_get_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  for (guint i = 0; picture_types[i] != NULL; i++)
    gdk_content_formats_builder_add_mime_type (builder, picture_types[i]);
  return gdk_content_formats_builder_free_to_formats (builder);
}

typedef struct
{
  GByteArray *bytes;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_byte_array_unref (reading->bytes);
  g_free (reading);
}

static void
stream_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GInputStream *stream = G_INPUT_STREAM (source);
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (stream, result, &error);
  PfIncoming *incoming;

  if (piece == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_bytes_get_size (piece) > 0)
    {
      g_byte_array_append (reading->bytes, g_bytes_get_data (piece, NULL),
                           (guint)g_bytes_get_size (piece));
      if (reading->bytes->len > PF_MEDIA_OWN_MAX_BYTES)
        {
          g_task_return_new_error (task, PF_ERROR, PF_ERROR_TOO_LARGE,
                                   _ ("The picture is too large"));
          return;
        }
      g_input_stream_read_bytes_async (stream, STEP, G_PRIORITY_DEFAULT,
                                       g_task_get_cancellable (task), stream_read_cb,
                                       g_object_ref (task));
      return;
    }
  incoming = g_new0 (PfIncoming, 1);
  incoming->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&reading->bytes));
  reading->bytes = g_byte_array_new ();
  g_task_return_pointer (task, incoming, (GDestroyNotify)pf_incoming_free);
}

static void
stream_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream
      = GDK_IS_DROP (source)
            ? gdk_drop_read_finish (GDK_DROP (source), result, NULL, &error)
            : gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  if (stream == NULL)
    g_task_return_error (task, error);
  else
    g_input_stream_read_bytes_async (stream, STEP, G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), stream_read_cb,
                                     g_object_ref (task));
}

static GdkContentFormats *
formats_of (GObject *source)
{
  return GDK_IS_DROP (source) ? gdk_drop_get_formats (GDK_DROP (source))
                              : gdk_clipboard_get_formats (GDK_CLIPBOARD (source));
}

static void
read_picture (GTask *task)
{
  GObject *source = g_task_get_source_object (task);
  GdkContentFormats *formats = formats_of (source);
  gboolean offered = FALSE;

  for (guint i = 0; picture_types[i] != NULL; i++)
    offered = offered || gdk_content_formats_contain_mime_type (formats, picture_types[i]);
  if (!offered)
    {
      g_task_return_new_error (
          task, PF_ERROR, PF_ERROR_NOT_A_PICTURE,
          _ ("That brings no picture. Save the picture first, then drop the file, or copy the "
             "picture itself and paste it."));
      return;
    }
  if (GDK_IS_DROP (source))
    gdk_drop_read_async (GDK_DROP (source), (const char **)picture_types, G_PRIORITY_DEFAULT,
                         g_task_get_cancellable (task), stream_cb, g_object_ref (task));
  else
    gdk_clipboard_read_async (GDK_CLIPBOARD (source), (const char **)picture_types,
                              G_PRIORITY_DEFAULT, g_task_get_cancellable (task), stream_cb,
                              g_object_ref (task));
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const GValue *value
      = GDK_IS_DROP (source)
            ? gdk_drop_read_value_finish (GDK_DROP (source), result, NULL)
            : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  PfIncoming *incoming;

  if (value != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
      if (g_file_is_native (l->data))
        g_list_store_append (files, l->data);
  /* A browser's list holds web addresses; the picture itself may stand beside it. */
  if (g_list_model_get_n_items (G_LIST_MODEL (files)) == 0)
    {
      read_picture (task);
      return;
    }
  incoming = g_new0 (PfIncoming, 1);
  incoming->files = G_LIST_MODEL (g_steal_pointer (&files));
  g_task_return_pointer (task, incoming, (GDestroyNotify)pf_incoming_free);
}

/**
 * pf_incoming_read_async:
 * @source: a #GdkDrop or a #GdkClipboard
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads local files, or else the bytes of a picture. Nothing is decoded.
 */
void
pf_incoming_read_async (GObject *source,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GdkContentFormats) formats = gdk_content_formats_union_deserialize_gtypes (
      gdk_content_formats_ref (formats_of (source)));

  g_task_set_source_tag (task, pf_incoming_read_async);
  reading->bytes = g_byte_array_new ();
  g_task_set_task_data (task, reading, reading_free);
  if (!gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    read_picture (task);
  else if (GDK_IS_DROP (source))
    gdk_drop_read_value_async (GDK_DROP (source), GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                               cancellable, files_cb, g_object_ref (task));
  else
    gdk_clipboard_read_value_async (GDK_CLIPBOARD (source), GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                    cancellable, files_cb, g_object_ref (task));
}

/**
 * pf_incoming_read_finish:
 * @result: the result
 * @error: PF_ERROR_NOT_A_PICTURE, PF_ERROR_TOO_LARGE, or what reading says
 *
 * Returns: (transfer full): what came
 */
PfIncoming *
pf_incoming_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
