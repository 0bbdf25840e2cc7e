/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-base64-stream.h"

#include <string.h>

/*
 * The body of a write: parts of JSON and base64 of pictures between them, made while
 * it is read, so that a picture of 20 MB is never copied whole (performance.md P15).
 * Pollable and always ready: GIO would otherwise send every 8 kB through a
 * thread (P14).
 */
typedef struct
{
  GBytes *bytes;
  gboolean encode;
  gsize length; /* as sent */
} Part;

struct _PfBase64Stream
{
  GInputStream parent_instance;
  GArray *parts; /* (element-type Part) */
  guint part;
  gsize position; /* in the part */
  gboolean was_read;
};

static void pf_base64_stream_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfBase64Stream,
                               pf_base64_stream,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      pf_base64_stream_pollable_init))

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static gsize
copy_bytes (GBytes *bytes, gsize offset, guint8 *out, gsize count)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize length = MIN (count, size - offset);

  if (length > 0)
    memcpy (out, data + offset, length);
  return length;
}

/* Four characters of up to three bytes. */
static void
encode_group (const guint8 *in, gsize left, guint8 *out)
{
  guint32 bits = (guint32)in[0] << 16;

  if (left > 1)
    bits |= (guint32)in[1] << 8;
  if (left > 2)
    bits |= in[2];
  out[0] = (guint8)alphabet[bits >> 18];
  out[1] = (guint8)alphabet[(bits >> 12) & 63];
  out[2] = left > 1 ? (guint8)alphabet[(bits >> 6) & 63] : '=';
  out[3] = left > 2 ? (guint8)alphabet[bits & 63] : '=';
}

/* Whole groups, and nothing but them: this is where an upload spends its time. */
static void
encode_groups (const guint8 *in, gsize n_groups, guint8 *out)
{
  for (gsize i = 0; i < n_groups; i++, in += 3, out += 4)
    {
      guint32 bits = (guint32)in[0] << 16 | (guint32)in[1] << 8 | in[2];

      out[0] = (guint8)alphabet[bits >> 18];
      out[1] = (guint8)alphabet[(bits >> 12) & 63];
      out[2] = (guint8)alphabet[(bits >> 6) & 63];
      out[3] = (guint8)alphabet[bits & 63];
    }
}

static gsize
encode (const Part *source, gsize offset, guint8 *out, gsize count)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (source->bytes, &size);
  gsize done = 0;

  count = MIN (count, source->length - offset);
  while (done < count)
    {
      gsize group = (offset + done) / 4;
      gsize skip = (offset + done) % 4;
      const guint8 *in = data + group * 3;
      gsize left = size - group * 3;
      gsize n_groups = MIN ((count - done) / 4, left / 3);

      if (skip == 0 && n_groups > 0)
        {
          encode_groups (in, n_groups, out + done);
          done += n_groups * 4;
        }
      else if (skip == 0 && count - done >= 4)
        {
          encode_group (in, left, out + done);
          done += 4;
        }
      else
        {
          guint8 four[4];
          gsize part = MIN (4 - skip, count - done);

          encode_group (in, left, four);
          memcpy (out + done, four + skip, part);
          done += part;
        }
    }
  return done;
}

static gssize
pf_base64_stream_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  PfBase64Stream *self = PF_BASE64_STREAM (stream);
  guint8 *out = buffer;
  gsize done = 0;

  /* From here on the server may have the request (safety.md PQ-2). */
  self->was_read = TRUE;
  while (done < count && self->part < self->parts->len)
    {
      const Part *part = &g_array_index (self->parts, Part, self->part);
      gsize step;

      if (part->encode)
        step = encode (part, self->position, out + done, count - done);
      else
        step = copy_bytes (part->bytes, self->position, out + done, count - done);
      self->position += step;
      done += step;
      if (self->position == part->length)
        {
          self->part++;
          self->position = 0;
        }
    }
  return (gssize)done;
}

static gboolean
pf_base64_stream_is_readable (GPollableInputStream *stream)
{
  return TRUE;
}

static GSource *
pf_base64_stream_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  GSource *base = g_timeout_source_new (0);
  GSource *source = g_pollable_source_new_full (stream, base, cancellable);

  g_source_unref (base);
  return source;
}

static void
pf_base64_stream_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = pf_base64_stream_is_readable;
  iface->create_source = pf_base64_stream_create_source;
}

static void
pf_base64_stream_finalize (GObject *object)
{
  PfBase64Stream *self = PF_BASE64_STREAM (object);

  g_array_unref (self->parts);
  G_OBJECT_CLASS (pf_base64_stream_parent_class)->finalize (object);
}

static void
pf_base64_stream_class_init (PfBase64StreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_base64_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = pf_base64_stream_read;
}

static void
part_clear (gpointer data)
{
  Part *part = data;

  g_bytes_unref (part->bytes);
}

static void
pf_base64_stream_init (PfBase64Stream *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, part_clear);
}

/**
 * pf_base64_stream_append:
 * @self: a body that nobody has read from
 * @bytes: (nullable): what comes next
 * @encode: as standard base64 without line breaks (RFC 4648 section 4), else as it is
 */
void
pf_base64_stream_append (PfBase64Stream *self, GBytes *bytes, gboolean encode)
{
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  Part part = { bytes, encode, encode ? (size + 2) / 3 * 4 : size };

  if (size == 0)
    return;
  g_bytes_ref (bytes);
  g_array_append_val (self->parts, part);
}

/**
 * pf_base64_stream_new:
 * @prefix: (nullable): sent as it is
 * @data: (nullable): sent as standard base64 without line breaks (RFC 4648 section 4)
 * @suffix: (nullable): sent as it is
 *
 * Returns: (transfer full): a stream to read once
 */
GInputStream *
pf_base64_stream_new (GBytes *prefix, GBytes *data, GBytes *suffix)
{
  PfBase64Stream *self = g_object_new (PF_TYPE_BASE64_STREAM, NULL);

  pf_base64_stream_append (self, prefix, FALSE);
  pf_base64_stream_append (self, data, TRUE);
  pf_base64_stream_append (self, suffix, FALSE);
  return G_INPUT_STREAM (self);
}

/**
 * pf_base64_stream_get_length:
 * @self: a body
 *
 * Returns: all its bytes, for Content-Length
 */
gint64
pf_base64_stream_get_length (PfBase64Stream *self)
{
  gint64 length = 0;

  for (guint i = 0; i < self->parts->len; i++)
    length += (gint64)g_array_index (self->parts, Part, i).length;
  return length;
}

/**
 * pf_base64_stream_was_read:
 * @self: a body
 *
 * Returns: whether anybody ever asked for a byte of it
 */
gboolean
pf_base64_stream_was_read (PfBase64Stream *self)
{
  return self->was_read;
}
