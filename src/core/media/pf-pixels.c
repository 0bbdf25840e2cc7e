/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-pixels.h"

struct _PfPixels
{
  gatomicrefcount refs;
  GBytes *bytes; /* (owned) */
  guint width;
  guint height;
  gsize stride;
  gboolean opaque;
};

G_DEFINE_BOXED_TYPE (PfPixels, pf_pixels, pf_pixels_ref, pf_pixels_unref)

/**
 * pf_pixels_new:
 * @bytes: (transfer none): premultiplied BGRA
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from one row to the next
 * @opaque: whether every pixel is
 *
 * Returns: (transfer full): a new picture; @bytes must hold all its rows
 */
PfPixels *
pf_pixels_new (GBytes *bytes, guint width, guint height, gsize stride, gboolean opaque)
{
  PfPixels *self;

  g_return_val_if_fail (width > 0 && height > 0 && stride / 4 >= width, NULL);
  g_return_val_if_fail (g_bytes_get_size (bytes) / stride >= height, NULL);

  self = g_new0 (PfPixels, 1);
  g_atomic_ref_count_init (&self->refs);
  self->bytes = g_bytes_ref (bytes);
  self->width = width;
  self->height = height;
  self->stride = stride;
  self->opaque = !!opaque;
  return self;
}

/**
 * pf_pixels_ref:
 * @self: pixels
 *
 * Returns: (transfer full): @self
 */
PfPixels *
pf_pixels_ref (PfPixels *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_pixels_unref:
 * @self: (transfer full): pixels
 *
 * Gives a reference back; from any thread.
 */
void
pf_pixels_unref (PfPixels *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * pf_pixels_get_width:
 * @self: pixels
 *
 * Returns: width in pixels
 */
guint
pf_pixels_get_width (const PfPixels *self)
{
  return self->width;
}

/**
 * pf_pixels_get_height:
 * @self: pixels
 *
 * Returns: height in pixels
 */
guint
pf_pixels_get_height (const PfPixels *self)
{
  return self->height;
}

/**
 * pf_pixels_get_stride:
 * @self: pixels
 *
 * Returns: bytes from one line to the next
 */
gsize
pf_pixels_get_stride (const PfPixels *self)
{
  return self->stride;
}

/**
 * pf_pixels_is_opaque:
 * @self: a picture
 *
 * Returns: whether nothing of it is transparent, corners included
 */
gboolean
pf_pixels_is_opaque (const PfPixels *self)
{
  return self->opaque;
}

/**
 * pf_pixels_get_bytes:
 * @self: a picture
 *
 * The bytes are the decoding helper's sealed memory, mapped: giving them to a
 * GdkMemoryTexture copies nothing.
 *
 * Returns: (transfer none): the pixels
 */
GBytes *
pf_pixels_get_bytes (const PfPixels *self)
{
  return self->bytes;
}
