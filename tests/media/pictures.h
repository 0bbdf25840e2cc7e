/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/media/pf-decoder.h"

/* Test pictures are made here, with the encoders of the formats' own libraries:
 * four coloured quarters (red, green / blue, yellow), so that turning, cropping
 * and swapped channels all show. */

typedef struct
{
  guint width;
  guint height;
  guint orientation; /* 0: no EXIF */
  gboolean gps;      /* plant EXIF GPS, XMP, IPTC and a comment */
  gboolean gray;
  gboolean progressive;
  gboolean exact; /* quality 100, 4:4:4 */
  gboolean alpha; /* PNG, WebP: right half transparent */
  gboolean interlaced;
  gboolean lossless;
  guint seed;      /* not 0: soft waves of its own instead of quarters */
  const char *icc; /* colour space of a planted profile, "RGB " */
} Picture;

#define PLANTED_TEXT "PLANTED-SECRET-PLACE"

GBytes *picture_jpeg (const Picture *picture);
GBytes *picture_png (const Picture *picture);
GBytes *picture_webp (const Picture *picture);
GBytes *picture_gif (const Picture *picture);
/* What a GIF with a seed has at a place: an index into "RGBY". */
guint8 picture_gif_index (guint x, guint y);
GBytes *picture_icc (const char *space);
GBytes *png_chunk_add (GBytes *png, const char *type, gconstpointer data, gsize size);
GBytes *bytes_join (GBytes *a, gconstpointer b, gsize size);
gboolean bytes_contain (GBytes *bytes, gconstpointer needle, gsize size);

/* 'R', 'G', 'B', 'Y', 'W', 'K', '-' (transparent) or '?' */
char pixel_name (PfPixels *pixels, guint x, guint y);
/* the four quarters, in reading order, e.g. "RGBY" */
char *pixel_quarters (PfPixels *pixels);

PfDecoderPool *pool_new (const char *helper);
PfPixels *
pool_decode (PfDecoderPool *pool, GBytes *data, const PfDecodeOptions *options, GError **error);
GBytes *
pool_encode (PfDecoderPool *pool, GBytes *data, const PfEncodeOptions *options, GError **error);

/* Runs the main context until *done, at most for some seconds. */
void wait_for (gboolean *done);
