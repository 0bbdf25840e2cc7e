/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <png.h>

#include "core/base/pf-error.h"
#include "pictures.h"

#define HELPER "src/core/media/decode/pinfold-decode"
#define RSS_LIMIT_KB (200 * 1024)

static const PfDecodeOptions tile = { .width = 236, .height = 236, .fit = PF_DECODE_FIT_CONTAIN };

/* The address sanitizer's own memory would hide what is measured. */
#ifndef __SANITIZE_ADDRESS__

/* Peak resident memory, kB. */
static guint64
status_value (const char *pid, const char *key)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "status", NULL);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  line = strstr (text, key);
  return line != NULL ? g_ascii_strtoull (line + strlen (key), NULL, 10) : 0;
}

static void
assert_memory_small (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  g_autofree char *self = g_strdup_printf ("%d", getpid ());
  const char *name;
  guint helpers = 0;

  g_assert_cmpuint (status_value (self, "\nVmHWM:"), <, RSS_LIMIT_KB);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_ascii_isdigit (name[0]) && status_value (name, "\nPPid:") == (guint64)getpid ())
      {
        guint64 peak = status_value (name, "\nVmHWM:");

        g_test_message ("helper peak %" G_GUINT64_FORMAT " kB", peak);
        g_assert_cmpuint (peak, <, RSS_LIMIT_KB);
        helpers++;
      }
  g_test_message ("own peak %" G_GUINT64_FORMAT " kB, %u helpers", status_value (self, "\nVmHWM:"),
                  helpers);
}

#else

static void
assert_memory_small (void)
{
}

#endif

static void
png_sink (png_structp png, png_bytep data, size_t size)
{
  g_byte_array_append (png_get_io_ptr (png), data, size);
}

/* One colour, one bit a pixel: a big picture in a small file, made row by row. */
static GBytes *
flat_png (guint width, guint height)
{
  GByteArray *out = g_byte_array_new ();
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  g_autofree guint8 *row = g_malloc0 (width / 8 + 1);

  png_set_write_fn (png, out, png_sink, NULL);
  png_set_IHDR (png, info, width, height, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level (png, 1);
  png_write_info (png, info);
  for (guint y = 0; y < height; y++)
    png_write_row (png, row);
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return g_byte_array_free_to_bytes (out);
}

/* A copy with the bytes at @at replaced. */
static GBytes *
patched (GBytes *bytes, gsize at, gconstpointer with, gsize size)
{
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpuint (at + size, <=, g_bytes_get_size (bytes));
  memcpy (copy + at, with, size);
  return g_bytes_new_take (copy, g_bytes_get_size (bytes));
}

static void
assert_refused (PfDecoderPool *pool, GBytes *data, PfError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pool_decode (pool, data, &tile, &error);

  g_assert_null (pixels);
  g_assert_error (error, PF_ERROR, (int)code);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_bombs (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture small = { .width = 64, .height = 64, .lossless = TRUE };
  g_autoptr (GBytes) png = flat_png (20000, 20000);
  g_autoptr (GBytes) long_png = flat_png (20001, 10);
  g_autoptr (GBytes) gif = picture_gif (&small);
  g_autoptr (GBytes) webp = picture_webp (&small);
  g_autoptr (GBytes) jpeg = picture_jpeg (&small);
  g_autoptr (GBytes) gif_canvas = patched (gif, 6, "\xff\xff\xff\xff", 4);
  static const guint8 vp8x[]
      = { 'R', 'I', 'F', 'F', 22, 0,   0, 0, 'W', 'E',  'B',  'P',  'V',  'P',  '8',
          'X', 10,  0,   0,   0,  0x2, 0, 0, 0,   0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  g_autoptr (GBytes) webp_canvas = g_bytes_new_static (vp8x, sizeof vp8x);
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  const guint8 *sof = memmem (data, size, "\xff\xc0\0\x11\x08", 5);
  g_autoptr (GBytes) jpeg_frame = patched (jpeg, sof + 5 - data, "\xff\xdc\xff\xdc", 4);
  g_autofree guint8 *zeroes = g_malloc0 (20 * 1000 * 1000);
  g_autoptr (GBytes) heavy = bytes_join (jpeg, zeroes, 20 * 1000 * 1000);

  assert_refused (pool, png, PF_ERROR_TOO_LARGE);
  assert_refused (pool, long_png, PF_ERROR_TOO_LARGE);
  assert_refused (pool, gif_canvas, PF_ERROR_TOO_LARGE);
  assert_refused (pool, webp_canvas, PF_ERROR_TOO_LARGE);
  assert_refused (pool, jpeg_frame, PF_ERROR_TOO_LARGE);
  assert_refused (pool, heavy, PF_ERROR_TOO_LARGE);
  assert_memory_small ();
}

/* Headers that promise little while the data holds much, or the other way round. */
static void
test_lying_headers (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture small = { .width = 64, .height = 64, .lossless = TRUE };
  g_autoptr (GBytes) gif = picture_gif (&small);
  g_autoptr (GBytes) png = picture_png (&small);
  g_autoptr (GBytes) jpeg = picture_jpeg (&small);
  gsize size;
  const guint8 *data = g_bytes_get_data (gif, &size);
  const guint8 *frame = memmem (data, size, ",\0\0\0\0", 5);
  const guint8 *sof;
  g_autoptr (GBytes) gif_frame = patched (gif, frame + 5 - data, "\xff\xff\xff\xff", 4);
  g_autoptr (GBytes) gif_offset = patched (gif, frame + 1 - data, "\x01\0", 2);
  /* 5000 x 5000 with the data of 64 x 64: right checksum or not, it ends early */
  g_autoptr (GBytes) png_large = patched (png, 16, "\0\0\x13\x88\0\0\x13\x88", 8);
  g_autoptr (GBytes) jpeg_large = NULL;

  data = g_bytes_get_data (jpeg, &size);
  sof = memmem (data, size, "\xff\xc0\0\x11\x08", 5);
  jpeg_large = patched (jpeg, sof + 5 - data, "\x17\x70\x17\x70", 4);
  assert_refused (pool, gif_frame, PF_ERROR_DAMAGED);
  assert_refused (pool, gif_offset, PF_ERROR_DAMAGED);
  assert_refused (pool, png_large, PF_ERROR_DAMAGED);
  assert_refused (pool, jpeg_large, PF_ERROR_DAMAGED);
  assert_memory_small ();
}

/* The largest picture that is allowed costs rows, not the whole. */
static void
test_largest (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  g_autoptr (GBytes) png = flat_png (7000, 7000);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pool_decode (pool, png, &tile, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pf_pixels_get_width (pixels), ==, 236);
  g_assert_cmpint (pixel_name (pixels, 100, 100), ==, 'K');
  assert_memory_small ();
}

static void
test_other_kinds (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const struct
  {
    const char *name;
    const char *data;
    gsize size;
  } kinds[] = {
    { "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>", 59 },
    { "xml", "<?xml version=\"1.0\"?><svg/>", 27 },
    { "tiff", "II*\0\x08\0\0\0\0\0\0\0\0\0\0\0", 16 },
    { "tiff-be", "MM\0*\0\0\0\x08\0\0\0\0\0\0\0\0", 16 },
    { "xpm", "/* XPM */\nstatic char *x[] = {\"1 1 1 1\"};", 42 },
    { "ico", "\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\0\0\0\0", 18 },
    { "ani", "RIFF\x10\0\0\0ACONanih\0\0\0\0", 20 },
    { "wave", "RIFF\x10\0\0\0WAVEfmt \0\0\0\0", 20 },
    { "icns",
      "icns\0\0\0\x10"
      "ic07\0\0\0\x08",
      16 },
    { "bmp", "BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", 18 },
    { "pnm", "P6\n1 1\n255\nabc", 14 },
    { "avif",
      "\0\0\0\x1c"
      "ftypavif\0\0\0\0",
      16 },
    { "heic",
      "\0\0\0\x1c"
      "ftypheic\0\0\0\0",
      16 },
    { "jxl", "\xff\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16 },
    { "pdf", "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", 15 },
    { "html", "<!DOCTYPE html><script>1</script>", 33 },
    { "empty", "", 0 },
    { "one byte", "\xff", 1 },
    { "half a signature", "\x89PNG\r\n", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) data = g_bytes_new_static (kinds[i].data, kinds[i].size);

      g_test_message ("%s", kinds[i].name);
      assert_refused (pool, data, PF_ERROR_NOT_A_PICTURE);
    }
}

/* What a picture is called says nothing, what leads it decides; what trails it
 * never becomes anything. */
static void
test_polyglots (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture small = { .width = 16, .height = 16 };
  static const char tail[] = "PK\3\4<script>alert(1)</script>%PDF-1.4";
  GBytes *files[] = { picture_jpeg (&small), picture_png (&small), picture_gif (&small),
                      picture_webp (&small) };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) head = g_bytes_new_static (tail, sizeof tail);
      g_autoptr (GBytes) behind
          = bytes_join (head, g_bytes_get_data (files[i], NULL), g_bytes_get_size (files[i]));
      g_autoptr (GBytes) before = bytes_join (files[i], tail, sizeof tail);
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPixels) pixels = NULL;

      assert_refused (pool, behind, PF_ERROR_NOT_A_PICTURE);
      pixels = pool_decode (pool, before, &tile, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (pf_pixels_get_width (pixels), ==, 16);
      g_bytes_unref (files[i]);
    }
}

static void
test_read (void)
{
  const Picture plain = { .width = 30, .height = 20 };
  const Picture rich = { .width = 30, .height = 20, .orientation = 6, .gps = TRUE, .alpha = TRUE };
  const struct
  {
    GBytes *data;
    PfMediaInfo expected;
  } cases[] = {
    { picture_jpeg (&plain), { PF_MEDIA_FORMAT_JPEG, 30, 20, 1, FALSE, FALSE, FALSE, TRUE } },
    { picture_jpeg (&rich), { PF_MEDIA_FORMAT_JPEG, 30, 20, 6, FALSE, TRUE, FALSE, TRUE } },
    { picture_png (&plain), { PF_MEDIA_FORMAT_PNG, 30, 20, 1, FALSE, FALSE, FALSE, FALSE } },
    { picture_png (&rich), { PF_MEDIA_FORMAT_PNG, 30, 20, 6, FALSE, TRUE, TRUE, FALSE } },
    { picture_gif (&plain), { PF_MEDIA_FORMAT_GIF, 30, 20, 1, FALSE, FALSE, FALSE, FALSE } },
    { picture_gif (&rich), { PF_MEDIA_FORMAT_GIF, 30, 20, 1, FALSE, FALSE, TRUE, FALSE } },
    { picture_webp (&plain), { PF_MEDIA_FORMAT_WEBP, 30, 20, 1, FALSE, FALSE, FALSE, FALSE } },
    { picture_webp (&rich), { PF_MEDIA_FORMAT_WEBP, 30, 20, 1, FALSE, FALSE, TRUE, FALSE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PfMediaInfo *e = &cases[i].expected;
      g_autoptr (GError) error = NULL;
      PfMediaInfo info;

      g_assert_true (pf_media_info_read (&info, cases[i].data, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (info.format, ==, e->format);
      g_assert_cmpuint (info.width, ==, e->width);
      g_assert_cmpuint (info.height, ==, e->height);
      g_assert_cmpuint (info.orientation, ==, e->orientation);
      g_assert_cmpint (info.has_metadata, ==, e->has_metadata);
      g_assert_cmpint (info.has_alpha, ==, e->has_alpha);
      g_assert_cmpint (info.subsampled, ==, e->subsampled);
      g_assert_false (info.animated);
      g_bytes_unref (cases[i].data);
    }
}

/* Two frames: seen as animated, the first is what is decoded. */
static void
test_animated (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture plain = { .width = 30, .height = 20 };
  g_autoptr (GBytes) one = picture_gif (&plain);
  gsize size;
  const guint8 *data = g_bytes_get_data (one, &size);
  g_autoptr (GBytes) open = g_bytes_new (data, size - 1);
  /* after the header and its palette of 8: the control block and the frame */
  g_autoptr (GBytes) two = bytes_join (open, data + 37, size - 37);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = NULL;
  g_autofree char *words = NULL;
  PfMediaInfo info;

  g_assert_true (pf_media_info_read (&info, one, NULL, &error));
  g_assert_false (info.animated);
  g_assert_null (pf_media_info_describe_animation (&info));
  g_assert_true (pf_media_info_read (&info, two, NULL, &error));
  g_assert_true (info.animated);
  words = pf_media_info_describe_animation (&info);
  g_assert_nonnull (words);
  pixels = pool_decode (pool, two, &tile, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pixel_name (pixels, 1, 1), ==, 'R');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/info/UI-1/bombs", test_bombs);
  g_test_add_func ("/media/info/UI-1/lying-headers", test_lying_headers);
  g_test_add_func ("/media/info/UI-1/largest-allowed", test_largest);
  g_test_add_func ("/media/info/UI-2/other-kinds-refused", test_other_kinds);
  g_test_add_func ("/media/info/UI-2/polyglots-and-wrong-names", test_polyglots);
  g_test_add_func ("/media/info/headers", test_read);
  g_test_add_func ("/media/info/animated", test_animated);
  return g_test_run ();
}
