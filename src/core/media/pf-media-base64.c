/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-base64.h"

#include <string.h>

struct _PfMediaBase64Stream
{
  GInputStream parent_instance;
  GBytes *prefix; /* (owned) */
  GBytes *data;   /* (owned) */
  GBytes *suffix; /* (owned) */
  guint64 coded;  /* length of the data in base64 */
  guint64 length;
  guint64 at;
};

static void pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfMediaBase64Stream,
                               pf_media_base64_stream,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, pollable_init))

/* RFC 4648 section 4: with padding, without line breaks. */
static void
code_group (const guint8 *in, gsize left, guint8 *out)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  guint32 v = (guint32)in[0] << 16;

  if (left > 1)
    v |= (guint32)in[1] << 8;
  if (left > 2)
    v |= in[2];
  out[0] = digits[v >> 18];
  out[1] = digits[v >> 12 & 63];
  out[2] = left > 1 ? digits[v >> 6 & 63] : '=';
  out[3] = left > 2 ? digits[v & 63] : '=';
}

static gsize
read_plain (GBytes *bytes, guint64 from, guint8 *out, gsize room)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize n = MIN (room, size - from);

  memcpy (out, data + from, n);
  return n;
}

/* from counts digits; a buffer may begin and end inside a group of four. */
static gsize
read_coded (PfMediaBase64Stream *self, guint64 from, guint8 *out, gsize room)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->data, &size);
  gsize done = 0;

  while (done < room && from < self->coded)
    {
      gsize group = from / 4, skip = from % 4, n;
      guint8 digits[4];

      if (skip == 0 && room - done >= 4)
        {
          code_group (data + group * 3, size - group * 3, out + done);
          n = 4;
        }
      else
        {
          code_group (data + group * 3, size - group * 3, digits);
          n = MIN (4 - skip, room - done);
          memcpy (out + done, digits + skip, n);
        }
      done += n;
      from += n;
    }
  return done;
}

static gssize
pf_media_base64_stream_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  PfMediaBase64Stream *self = PF_MEDIA_BASE64_STREAM (stream);
  guint64 before = g_bytes_get_size (self->prefix), after = before + self->coded;
  guint8 *out = buffer;
  gsize done = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  while (done < count && self->at < self->length)
    {
      gsize n;

      if (self->at < before)
        n = read_plain (self->prefix, self->at, out + done, count - done);
      else if (self->at < after)
        n = read_coded (self, self->at - before, out + done, count - done);
      else
        n = read_plain (self->suffix, self->at - after, out + done, count - done);
      done += n;
      self->at += n;
    }
  return (gssize)done;
}

/* Always ready: libsoup then reads it in place instead of in a thread. */
static gboolean
stream_is_readable (GPollableInputStream *stream)
{
  return TRUE;
}

static GSource *
stream_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) now = g_timeout_source_new (0);

  return g_pollable_source_new_full (stream, now, cancellable);
}

static void
pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = stream_is_readable;
  iface->create_source = stream_create_source;
}

static void
pf_media_base64_stream_finalize (GObject *object)
{
  PfMediaBase64Stream *self = PF_MEDIA_BASE64_STREAM (object);

  g_bytes_unref (self->prefix);
  g_bytes_unref (self->data);
  g_bytes_unref (self->suffix);
  G_OBJECT_CLASS (pf_media_base64_stream_parent_class)->finalize (object);
}

static void
pf_media_base64_stream_class_init (PfMediaBase64StreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_media_base64_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = pf_media_base64_stream_read;
}

static void
pf_media_base64_stream_init (PfMediaBase64Stream *self)
{
}

/**
 * pf_media_base64_stream_new:
 * @prefix: (transfer none): what comes before, as it is
 * @data: (transfer none): what comes next, in base64
 * @suffix: (transfer none): what comes last, as it is
 *
 * A request body around a picture, coded while it is read: there is never a
 * second copy of the picture, let alone a third in JSON. To send it again, make
 * another stream of the same bytes. Never blocks.
 *
 * Returns: (transfer full): a new stream
 */
GInputStream *
pf_media_base64_stream_new (GBytes *prefix, GBytes *data, GBytes *suffix)
{
  PfMediaBase64Stream *self = g_object_new (PF_TYPE_MEDIA_BASE64_STREAM, NULL);

  self->prefix = g_bytes_ref (prefix);
  self->data = g_bytes_ref (data);
  self->suffix = g_bytes_ref (suffix);
  self->coded = ((guint64)g_bytes_get_size (data) + 2) / 3 * 4;
  self->length = g_bytes_get_size (prefix) + self->coded + g_bytes_get_size (suffix);
  return G_INPUT_STREAM (self);
}

/**
 * pf_media_base64_stream_get_length:
 * @self: a stream
 *
 * Returns: how many bytes it yields in all, for Content-Length
 */
guint64
pf_media_base64_stream_get_length (PfMediaBase64Stream *self)
{
  g_return_val_if_fail (PF_IS_MEDIA_BASE64_STREAM (self), 0);

  return self->length;
}
