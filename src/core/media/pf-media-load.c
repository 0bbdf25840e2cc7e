/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-load.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "core/base/pf-error.h"

typedef struct
{
  GFile *file; /* (owned) */
  guint64 max_bytes;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->file);
  g_free (load);
}

static void
set_not_a_file (GError **error)
{
  g_set_error_literal (error, PF_ERROR, PF_ERROR_NOT_A_PICTURE, _ ("This is not a picture file."));
}

/* Only a regular file is read: a FIFO would wait for ever, a device may do
 * anything. Asked again after opening, because names can be exchanged. */
static GInputStream *
open_local (const char *path, GError **error)
{
  struct stat st;
  int fd;

  if (stat (path, &st) == 0 && !S_ISREG (st.st_mode))
    {
      set_not_a_file (error);
      return NULL;
    }
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The picture cannot be read: %s"), g_strerror (code));
      return NULL;
    }
  if (fstat (fd, &st) != 0 || !S_ISREG (st.st_mode))
    {
      close (fd);
      set_not_a_file (error);
      return NULL;
    }
  return g_unix_input_stream_new (fd, TRUE);
}

static GInputStream *
open_any (GFile *file, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GFileInfo) info = NULL;

  if (path != NULL)
    return open_local (path, error);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                            cancellable, error);
  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      set_not_a_file (error);
      return NULL;
    }
  return G_INPUT_STREAM (g_file_read (file, cancellable, error));
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Load *load = data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream = open_any (load->file, cancellable, &error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize n = 1;

  while (stream != NULL && n > 0 && bytes->len <= load->max_bytes)
    {
      guint before = bytes->len;

      g_byte_array_set_size (bytes, before + (1 << 18));
      if (!g_input_stream_read_all (stream, bytes->data + before, 1 << 18, &n, cancellable, &error))
        break;
      g_byte_array_set_size (bytes, before + (guint)n);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else if (bytes->len > load->max_bytes)
    {
      g_autofree char *may = g_format_size (load->max_bytes);

      g_task_return_new_error (task, PF_ERROR, PF_ERROR_TOO_LARGE,
                               /* Translators: a file size, such as "64 MB" */
                               _ ("This file is larger than %s."), may);
    }
  else
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&bytes)),
                           (GDestroyNotify)g_bytes_unref);
}

/**
 * pf_media_load_async:
 * @file: a file the user named
 * @max_bytes: more is refused without being read
 * @cancellable: (nullable): to give up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Reads a regular file in a worker thread. Folders, FIFOs, sockets and devices
 * are refused at once (safety.md UI-12).
 */
void
pf_media_load_async (GFile *file,
                     guint64 max_bytes,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->file = g_object_ref (file);
  load->max_bytes = MIN (max_bytes, G_MAXINT32);
  g_task_set_source_tag (task, pf_media_load_async);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_thread);
  g_object_unref (task);
}

/**
 * pf_media_load_finish:
 * @result: what the callback got
 * @error: PF_ERROR_NOT_A_PICTURE, PF_ERROR_TOO_LARGE, or of G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): the file's bytes, unlooked at
 */
GBytes *
pf_media_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pf_media_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
