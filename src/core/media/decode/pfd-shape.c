/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "pfd.h"

/* (c * a + 127) / 255 for 0..255, without a division. */
static inline uint8_t
scale_by (uint32_t c, uint32_t a)
{
  uint32_t t = c * a + 128;
  return (uint8_t)((t + (t >> 8)) >> 8);
}

void
pfd_premultiply (uint8_t *row, size_t pixels)
{
  for (size_t i = 0; i < pixels; i++, row += 4)
    if (row[3] != 255)
      for (int c = 0; c < 3; c++)
        row[c] = scale_by (row[c], row[3]);
}

bool
pfd_is_opaque (const uint8_t *pixels, size_t count)
{
  uint8_t all = 255;

  /* To the end: without a way out the loop takes many pixels at a time. */
  for (size_t i = 0; i < count; i++)
    all &= pixels[i * 4 + 3];
  return all == 255;
}

/* Turns stored pixels upright: EXIF 2.3 section 4.6.4, tag 0x0112. */
void
pfd_orient (const uint8_t *in, uint32_t width, uint32_t height, uint32_t orientation, uint8_t *out)
{
  size_t w = width, h = height;

  for (size_t y = 0; y < h; y++)
    for (size_t x = 0; x < w; x++)
      {
        size_t to;

        switch (orientation)
          {
          case 2:
            to = y * w + (w - 1 - x);
            break;
          case 3:
            to = (h - 1 - y) * w + (w - 1 - x);
            break;
          case 4:
            to = (h - 1 - y) * w + x;
            break;
          case 5:
            to = x * h + y;
            break;
          case 6:
            to = x * h + (h - 1 - y);
            break;
          case 7:
            to = (w - 1 - x) * h + (h - 1 - y);
            break;
          case 8:
            to = (w - 1 - x) * h + y;
            break;
          default:
            to = y * w + x;
            break;
          }
        memcpy (out + to * 4, in + (y * w + x) * 4, 4);
      }
}

/* Bakes the tile's corners into its alpha, so that nothing has to be clipped
 * while drawing (performance.md rule 4). Edges are smoothed over one pixel. */
void
pfd_round_corners (PfdImage *image, uint32_t radius)
{
  uint32_t most = (image->width < image->height ? image->width : image->height) / 2;
  uint32_t r = radius < most ? radius : most;

  if (r == 0)
    return;
  for (uint32_t y = 0; y < r; y++)
    for (uint32_t x = 0; x < r; x++)
      {
        double dx = r - (x + 0.5), dy = r - (y + 0.5);
        double cover = fmin (fmax (r - sqrt (dx * dx + dy * dy) + 0.5, 0), 1);
        uint32_t a = (uint32_t)(cover * 255 + 0.5);
        size_t xs[2] = { x, image->width - 1 - x };
        size_t ys[2] = { y, image->height - 1 - y };

        if (a == 255)
          continue;
        for (int i = 0; i < 4; i++)
          {
            uint8_t *p = image->pixels + (ys[i >> 1] * image->width + xs[i & 1]) * 4;
            for (int c = 0; c < 4; c++)
              p[c] = scale_by (p[c], a);
          }
      }
  image->opaque = false;
}

/* A profile is carried over only when it can describe the RGB pixels we write:
 * ICC.1:2010 section 7.2, size at 0, colour space at 16, signature at 36. */
bool
pfd_icc_usable (const PfdBuffer *icc)
{
  const uint8_t *d = icc->data;

  if (d == NULL || icc->size < 132 || icc->size > (1u << 20))
    return false;
  if ((((uint32_t)d[0] << 24) | ((uint32_t)d[1] << 16) | ((uint32_t)d[2] << 8) | d[3]) != icc->size)
    return false;
  return memcmp (d + 36, "acsp", 4) == 0 && memcmp (d + 16, "RGB ", 4) == 0;
}
