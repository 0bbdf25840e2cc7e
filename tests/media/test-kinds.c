/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "core/base/pf-error.h"
#include "pictures.h"

#define HELPER "src/core/media/decode/pinfold-decode"

/* Rarer members of the four formats, which the web is full of all the same. */

static const PfDecodeOptions natural = { 0 };

static PfPixels *
decode (GBytes *data)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  g_autoptr (GError) error = NULL;
  PfPixels *pixels = pool_decode (pool, data, &natural, &error);

  g_assert_no_error (error);
  return pixels;
}

static void
test_gray (void)
{
  const Picture picture = { .width = 64, .height = 64, .gray = TRUE };
  g_autoptr (GBytes) data = picture_jpeg (&picture);
  g_autoptr (PfPixels) pixels = decode (data);
  const guint8 *p = g_bytes_get_data (pf_pixels_get_bytes (pixels), NULL);

  /* red has a lightness of 76 */
  g_assert_cmpint (ABS (p[0] - 76), <, 6);
  g_assert_cmpint (p[0], ==, p[1]);
  g_assert_cmpint (p[0], ==, p[2]);
}

/* Adobe writes CMYK inverted, everybody else does not. */
static void
test_cmyk (gconstpointer user_data)
{
  gboolean adobe = GPOINTER_TO_INT (user_data);
  struct jpeg_compress_struct cinfo = { 0 };
  struct jpeg_error_mgr errors;
  unsigned char *buffer = NULL;
  unsigned long length = 0;
  guint8 row[64];
  g_autoptr (GBytes) data = NULL;
  g_autoptr (PfPixels) pixels = NULL;

  cinfo.err = jpeg_std_error (&errors);
  jpeg_create_compress (&cinfo);
  jpeg_mem_dest (&cinfo, &buffer, &length);
  cinfo.image_width = cinfo.image_height = 16;
  cinfo.input_components = 4;
  cinfo.in_color_space = JCS_CMYK;
  jpeg_set_defaults (&cinfo);
  jpeg_set_quality (&cinfo, 100, TRUE);
  cinfo.write_Adobe_marker = adobe;
  jpeg_start_compress (&cinfo, TRUE);
  /* yellow: no cyan, no magenta, all yellow, no black */
  for (guint i = 0; i < sizeof row; i++)
    row[i] = (i % 4 == 2) != adobe ? 255 : 0;
  while (cinfo.next_scanline < 16)
    {
      JSAMPROW rows[1] = { row };

      jpeg_write_scanlines (&cinfo, rows, 1);
    }
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  data = g_bytes_new (buffer, length);
  free (buffer);
  pixels = decode (data);
  g_assert_cmpint (pixel_name (pixels, 8, 8), ==, 'Y');
}

static void
put (GByteArray *out, const char *type, gconstpointer data, gsize size)
{
  guint32 n = GUINT32_TO_LE ((guint32)size);

  g_byte_array_append (out, (const guint8 *)type, 4);
  g_byte_array_append (out, (guint8 *)&n, 4);
  g_byte_array_append (out, data, (guint)size);
  if (size & 1)
    g_byte_array_append (out, (const guint8 *)"", 1);
}

/* Two frames of 16 x 16 on a canvas of 48 x 32, the first at 16, 8. */
static GBytes *
animated_webp (guint x)
{
  const Picture picture = { .width = 16, .height = 16, .lossless = TRUE };
  g_autoptr (GBytes) still = picture_webp (&picture);
  const guint8 *data = g_bytes_get_data (still, NULL);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  static const guint8 canvas[] = { 0x12, 0, 0, 0, 47, 0, 0, 31, 0, 0 };
  const guint8 place[] = { (guint8)(x / 2), 0, 0, 4, 0, 0, 15, 0, 0, 15, 0, 0, 50, 0, 0, 0 };
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (frame, place, sizeof place);
  g_byte_array_append (frame, data + 12, (guint)g_bytes_get_size (still) - 12);
  g_byte_array_append (body, (const guint8 *)"WEBP", 4);
  put (body, "VP8X", canvas, sizeof canvas);
  put (body, "ANIM", "\0\0\0\0\0\0", 6);
  put (body, "ANMF", frame->data, frame->len);
  put (body, "ANMF", frame->data, frame->len);
  put (file, "RIFF", body->data, body->len);
  return g_byte_array_free_to_bytes (file);
}

static void
test_animated_webp (void)
{
  g_autoptr (GBytes) data = animated_webp (16);
  g_autoptr (GBytes) outside = animated_webp (40);
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const PfDecodeOptions half = { .width = 24, .height = 16, .fit = PF_DECODE_FIT_EXACT };
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = NULL;
  g_autoptr (PfPixels) small = NULL;
  PfMediaInfo info;

  g_assert_true (pf_media_info_read (&info, data, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (info.animated);
  g_assert_cmpuint (info.width, ==, 48);
  g_assert_cmpuint (info.height, ==, 32);
  pixels = decode (data);
  g_assert_cmpint (pixel_name (pixels, 15, 8), ==, '-');
  g_assert_cmpint (pixel_name (pixels, 16, 7), ==, '-');
  g_assert_cmpint (pixel_name (pixels, 16, 8), ==, 'R');
  g_assert_cmpint (pixel_name (pixels, 31, 8), ==, 'G');
  g_assert_cmpint (pixel_name (pixels, 31, 23), ==, 'Y');
  g_assert_cmpint (pixel_name (pixels, 32, 23), ==, '-');
  small = pool_decode (pool, data, &half, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pixel_name (small, 9, 5), ==, 'R');
  g_assert_cmpint (pixel_name (small, 2, 2), ==, '-');
  g_assert_null (pool_decode (pool, outside, &natural, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DAMAGED);
}

/* A frame smaller than its GIF leaves the rest transparent. */
static void
test_partial_gif (void)
{
  const Picture picture = { .width = 16, .height = 16 };
  g_autoptr (GBytes) whole = picture_gif (&picture);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);
  guint8 *copy = g_memdup2 (data, size);
  guint8 *frame = memmem (copy, size, ",\0\0\0\0", 5);
  g_autoptr (GBytes) partial = g_bytes_new_take (copy, size);
  g_autoptr (PfPixels) pixels = NULL;

  copy[6] = copy[8] = 32;
  frame[1] = 8;
  frame[3] = 4;
  pixels = decode (partial);
  g_assert_cmpuint (pf_pixels_get_width (pixels), ==, 32);
  g_assert_cmpint (pixel_name (pixels, 7, 4), ==, '-');
  g_assert_cmpint (pixel_name (pixels, 8, 4), ==, 'R');
  g_assert_cmpint (pixel_name (pixels, 23, 19), ==, 'Y');
  g_assert_cmpint (pixel_name (pixels, 8, 20), ==, '-');
}

/* A file that has to fill and clear the LZW table many times. */
static void
test_large_gif (void)
{
  const Picture picture = { .width = 1500, .height = 1100, .interlaced = TRUE, .seed = 1 };
  g_autoptr (GBytes) data = picture_gif (&picture);
  g_autoptr (PfPixels) pixels = decode (data);

  for (guint y = 0; y < 1100; y += 3)
    for (guint x = 0; x < 1500; x += 7)
      g_assert_cmpint (pixel_name (pixels, x, y), ==, "RGBY"[picture_gif_index (x, y)]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/kinds/gray-jpeg", test_gray);
  g_test_add_data_func ("/media/kinds/cmyk-jpeg", GINT_TO_POINTER (FALSE), test_cmyk);
  g_test_add_data_func ("/media/kinds/adobe-cmyk-jpeg", GINT_TO_POINTER (TRUE), test_cmyk);
  g_test_add_func ("/media/kinds/UI-1/animated-webp", test_animated_webp);
  g_test_add_func ("/media/kinds/partial-gif", test_partial_gif);
  g_test_add_func ("/media/kinds/large-interlaced-gif", test_large_gif);
  return g_test_run ();
}
