/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-upload-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A form around a file, read as it is sent. Not pollable, on purpose: GIO then reads it in a
 * thread, because a disk may be slow. A file that shrinks meanwhile ends the upload.
 */
struct _PfUploadStream
{
  GInputStream parent_instance;
  GBytes *prefix, *suffix;
  int fd;
  gint64 file_size;
  gint64 position; /* under lock, as is what follows */
  gboolean failed;
  GMutex lock;
};

G_DEFINE_FINAL_TYPE (PfUploadStream, pf_upload_stream, G_TYPE_INPUT_STREAM)

static gssize
copy_part (GBytes *bytes, gint64 offset, void *buffer, gsize count)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize length = MIN (count, size - (gsize)offset);

  memcpy (buffer, data + offset, length);
  return (gssize)length;
}

static gssize
read_file (PfUploadStream *self, gint64 offset, void *buffer, gsize count, GError **error)
{
  gssize n;

  count = MIN (count, (gsize)(self->file_size - offset));
  do
    n = pread (self->fd, buffer, count, (off_t)offset);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                           n < 0 ? g_strerror (errno) : "The file became shorter");
      return -1;
    }
  return n;
}

static gssize
pf_upload_stream_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  PfUploadStream *self = PF_UPLOAD_STREAM (stream);
  gint64 file_start = (gint64)g_bytes_get_size (self->prefix);
  gint64 file_end = file_start + self->file_size;
  gint64 position = self->position;
  gssize n;

  if (count == 0 || position >= pf_upload_stream_get_length (self))
    return 0;
  if (position < file_start)
    n = copy_part (self->prefix, position, buffer, count);
  else if (position < file_end)
    n = read_file (self, position - file_start, buffer, count, error);
  else
    n = copy_part (self->suffix, position - file_end, buffer, count);
  g_mutex_lock (&self->lock);
  self->position += MAX (n, 0);
  self->failed |= n < 0;
  g_mutex_unlock (&self->lock);
  return n;
}

static void
pf_upload_stream_finalize (GObject *object)
{
  PfUploadStream *self = PF_UPLOAD_STREAM (object);

  g_clear_pointer (&self->prefix, g_bytes_unref);
  g_clear_pointer (&self->suffix, g_bytes_unref);
  if (self->fd >= 0)
    close (self->fd);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (pf_upload_stream_parent_class)->finalize (object);
}

static void
pf_upload_stream_class_init (PfUploadStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_upload_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = pf_upload_stream_read;
}

static void
pf_upload_stream_init (PfUploadStream *self)
{
  self->fd = -1;
  g_mutex_init (&self->lock);
}

/**
 * pf_upload_stream_open:
 * @path: a regular file
 * @prefix: sent before it
 * @suffix: sent after it
 * @error: location for a #GFileError
 *
 * Blocks: on a worker thread.
 *
 * Returns: (transfer full) (nullable): a stream to read once
 */
PfUploadStream *
pf_upload_stream_open (const char *path, GBytes *prefix, GBytes *suffix, GError **error)
{
  g_autoptr (PfUploadStream) self = g_object_new (PF_TYPE_UPLOAD_STREAM, NULL);
  struct stat info;

  self->prefix = g_bytes_ref (prefix);
  self->suffix = g_bytes_ref (suffix);
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (self->fd < 0 || fstat (self->fd, &info) != 0)
    {
      int why = errno;

      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (why), g_strerror (why));
      return NULL;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "Not a regular file");
      return NULL;
    }
  self->file_size = info.st_size;
  return g_steal_pointer (&self);
}

/**
 * pf_upload_stream_get_length:
 * @self: a stream
 *
 * Returns: all its bytes, for Content-Length
 */
gint64
pf_upload_stream_get_length (PfUploadStream *self)
{
  return (gint64)g_bytes_get_size (self->prefix) + self->file_size
         + (gint64)g_bytes_get_size (self->suffix);
}

/**
 * pf_upload_stream_get_share:
 * @self: a stream
 *
 * Returns: how much was read of it, 0 to 1. Any thread.
 */
double
pf_upload_stream_get_share (PfUploadStream *self)
{
  double position;

  g_mutex_lock (&self->lock);
  position = (double)self->position;
  g_mutex_unlock (&self->lock);
  return position / (double)pf_upload_stream_get_length (self);
}

/**
 * pf_upload_stream_has_failed:
 * @self: a stream
 *
 * What a session says of a body that ends too early, it says of a connection as well.
 *
 * Returns: whether the file could not be read. Any thread.
 */
gboolean
pf_upload_stream_has_failed (PfUploadStream *self)
{
  gboolean failed;

  g_mutex_lock (&self->lock);
  failed = self->failed;
  g_mutex_unlock (&self->lock);
  return failed;
}
