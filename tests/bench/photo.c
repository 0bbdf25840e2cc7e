/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "photo.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#define MARGIN 512
#define QUALITY 88

struct _Photos
{
  guint width, height;
  guint all_width, all_height;
  guint8 *pixels; /* RGB */
};

static guint32
mix (guint32 a)
{
  a ^= a >> 16;
  a *= 0x7feb352d;
  a ^= a >> 15;
  a *= 0x846ca68b;
  return a ^ (a >> 16);
}

/* Values at the corners of a grid, straight lines between them. */
static void
add_octave (float *row, guint width, guint y, guint cell, float strength, guint32 salt)
{
  guint gy = y / cell;
  float fy = (float)(y % cell) / (float)cell;

  for (guint gx = 0; gx * cell < width; gx++)
    {
      float corner[4];
      float left, step;

      for (guint i = 0; i < 4; i++)
        corner[i]
            = (float)(mix (salt ^ mix ((gx + (i & 1)) * 7919 + (gy + (i >> 1)) * 104729)) & 0xffff)
                  / 65536
              - 0.5f;
      left = corner[0] + (corner[2] - corner[0]) * fy;
      step = (corner[1] + (corner[3] - corner[1]) * fy - left) / (float)cell;
      for (guint x = gx * cell; x < MIN (width, (gx + 1) * cell); x++)
        {
          row[x] += left * strength;
          left += step;
        }
    }
}

Photos *
photos_new (guint width, guint height)
{
  Photos *self = g_new0 (Photos, 1);
  g_autofree float *row = NULL;

  self->width = width;
  self->height = height;
  self->all_width = width + MARGIN;
  self->all_height = height + MARGIN;
  self->pixels = g_malloc ((gsize)self->all_width * self->all_height * 3);
  row = g_new (float, self->all_width);
  for (guint y = 0; y < self->all_height; y++)
    for (guint c = 0; c < 3; c++)
      {
        guint8 *out = self->pixels + (gsize)y * self->all_width * 3 + c;

        for (guint x = 0; x < self->all_width; x++)
          row[x] = 128;
        /* The colours share what is fine, as they do in photographs. */
        for (guint cell = 512, strength = 120; cell >= 1; cell /= 2, strength = strength * 3 / 4)
          add_octave (row, self->all_width, y, cell, (float)strength,
                      mix (cell + (cell > 32 ? c * 1000 : 0)));
        for (guint x = 0; x < self->all_width; x++)
          out[x * 3] = (guint8)CLAMP (row[x], 0, 255);
      }
  return self;
}

void
photos_free (Photos *self)
{
  g_free (self->pixels);
  g_free (self);
}

GBytes *
photos_make (Photos *self, guint number)
{
  struct jpeg_compress_struct cinfo = { 0 };
  struct jpeg_error_mgr errors;
  unsigned char *buffer = NULL;
  unsigned long length = 0;
  gsize left = mix (number) % MARGIN, top = mix (number + 77) % MARGIN;
  GBytes *bytes;

  cinfo.err = jpeg_std_error (&errors);
  jpeg_create_compress (&cinfo);
  jpeg_mem_dest (&cinfo, &buffer, &length);
  cinfo.image_width = self->width;
  cinfo.image_height = self->height;
  cinfo.input_components = 3;
  cinfo.in_color_space = JCS_RGB;
  jpeg_set_defaults (&cinfo);
  jpeg_set_quality (&cinfo, QUALITY, TRUE);
  jpeg_start_compress (&cinfo, TRUE);
  while (cinfo.next_scanline < cinfo.image_height)
    {
      JSAMPROW row = self->pixels + ((top + cinfo.next_scanline) * self->all_width + left) * 3;

      jpeg_write_scanlines (&cinfo, &row, 1);
    }
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  bytes = g_bytes_new (buffer, length);
  free (buffer);
  return bytes;
}
