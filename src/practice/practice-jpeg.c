/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-jpeg.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

static GBytes *
encode (const guint8 *pixels,
        gsize stride,
        guint width,
        guint height,
        J_COLOR_SPACE space,
        int channels)
{
  struct jpeg_compress_struct c = { 0 };
  struct jpeg_error_mgr errors;
  unsigned char *out = NULL;
  unsigned long length = 0;

  c.err = jpeg_std_error (&errors);
  jpeg_create_compress (&c);
  jpeg_mem_dest (&c, &out, &length);
  c.image_width = width;
  c.image_height = height;
  c.input_components = channels;
  c.in_color_space = space;
  jpeg_set_defaults (&c);
  jpeg_set_quality (&c, 88, TRUE);
  jpeg_start_compress (&c, TRUE);
  while (c.next_scanline < c.image_height)
    {
      JSAMPROW row = (JSAMPROW)(pixels + c.next_scanline * stride);

      jpeg_write_scanlines (&c, &row, 1);
    }
  jpeg_finish_compress (&c);
  jpeg_destroy_compress (&c);
  return g_bytes_new_with_free_func (out, length, free, out);
}

GBytes *
practice_jpeg_from_surface (cairo_surface_t *surface)
{
  J_COLOR_SPACE space = G_BYTE_ORDER == G_LITTLE_ENDIAN ? JCS_EXT_BGRX : JCS_EXT_XRGB;

  cairo_surface_flush (surface);
  return encode (cairo_image_surface_get_data (surface),
                 (gsize)cairo_image_surface_get_stride (surface),
                 (guint)cairo_image_surface_get_width (surface),
                 (guint)cairo_image_surface_get_height (surface), space, 4);
}

GBytes *
practice_jpeg_from_pixbuf (GdkPixbuf *pixbuf)
{
  return encode (gdk_pixbuf_read_pixels (pixbuf), (gsize)gdk_pixbuf_get_rowstride (pixbuf),
                 (guint)gdk_pixbuf_get_width (pixbuf), (guint)gdk_pixbuf_get_height (pixbuf),
                 JCS_RGB, 3);
}
