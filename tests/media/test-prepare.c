/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/pf-error.h"
#include "core/media/pf-media-fingerprint.h"
#include "core/media/pf-media-prepare.h"
#include "pictures.h"

#define HELPER "src/core/media/decode/pinfold-decode"

static const PfDecodeOptions natural = { 0 };

/* What each EXIF orientation makes of the quarters "RGBY", upright. */
static const char *const upright[]
    = { NULL, "RGBY", "GRYB", "YBGR", "BYRG", "RBGY", "BRYG", "YGBR", "GYRB" };

typedef struct
{
  gboolean done;
  PfPrepared *prepared;
  GError *error;
} Waiting;

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *w = data;

  w->prepared = pf_media_prepare_finish (result, &w->error);
  w->done = TRUE;
}

static void
on_file_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *w = data;

  w->prepared = pf_media_prepare_file_finish (result, &w->error);
  w->done = TRUE;
}

static PfPrepared *
prepare (PfDecoderPool *pool, GBytes *data, const PfPrepareOptions *options, GError **error)
{
  Waiting w = { 0 };

  pf_media_prepare_async (pool, data, options, NULL, on_prepared, &w);
  wait_for (&w.done);
  if (w.error != NULL)
    g_propagate_error (error, w.error);
  return w.prepared;
}

static PfPrepared *
prepare_path (PfDecoderPool *pool, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  Waiting w = { 0 };

  pf_media_prepare_file_async (pool, file, NULL, NULL, on_file_prepared, &w);
  wait_for (&w.done);
  if (w.error != NULL)
    g_propagate_error (error, w.error);
  return w.prepared;
}

/* Every pixel lies in the quarter it should, apart from a JPEG's soft edges. */
static void
assert_every_pixel (PfPixels *pixels, const char *quarters, guint margin)
{
  guint w = pf_pixels_get_width (pixels), h = pf_pixels_get_height (pixels);

  for (guint y = 0; y < h; y++)
    for (guint x = 0; x < w; x++)
      {
        guint i = (x * 2 >= w ? 1 : 0) + (y * 2 >= h ? 2 : 0);

        if (ABS ((int)(x * 2) - (int)w) <= (int)margin * 2
            || ABS ((int)(y * 2) - (int)h) <= (int)margin * 2)
          if (margin > 0)
            continue;
        g_assert_cmpint (pixel_name (pixels, x, y), ==, quarters[i]);
      }
}

static void
test_orientation (gconstpointer user_data)
{
  gboolean is_png = GPOINTER_TO_INT (user_data);
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);

  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      const Picture picture = { .width = 96,
                                .height = 64,
                                .orientation = orientation,
                                .gps = TRUE,
                                .exact = TRUE,
                                .icc = "RGB " };
      g_autoptr (GBytes) data = is_png ? picture_png (&picture) : picture_jpeg (&picture);
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPrepared) prepared = prepare (pool, data, NULL, &error);
      g_autoptr (PfPixels) sent = NULL;
      g_autoptr (PfPixels) shown = NULL;
      PfMediaInfo info;

      g_assert_no_error (error);
      g_assert_cmpstr (prepared->content_type, ==, is_png ? "image/png" : "image/jpeg");
      g_assert_cmpuint (prepared->width, ==, orientation >= 5 ? 64 : 96);
      g_assert_cmpuint (prepared->height, ==, orientation >= 5 ? 96 : 64);
      g_assert_cmpint ((prepared->changes & PF_PREPARED_TURNED) != 0, ==, orientation != 1);
      g_assert_true (prepared->changes & PF_PREPARED_STRIPPED);
      g_assert_false (bytes_contain (prepared->bytes, PLANTED_TEXT, strlen (PLANTED_TEXT)));
      g_assert_true (is_png ? bytes_contain (prepared->bytes, "iCCP", 4)
                            : bytes_contain (prepared->bytes, "ICC_PROFILE", 11));
      g_assert_true (pf_media_info_read (&info, prepared->bytes, NULL, &error));
      g_assert_cmpuint (info.orientation, ==, 1);
      g_assert_false (info.has_metadata);
      sent = pool_decode (pool, prepared->bytes, &natural, &error);
      g_assert_no_error (error);
      assert_every_pixel (sent, upright[orientation], is_png ? 0 : 8);
      /* and what the app shows of the original is the same way up */
      shown = pool_decode (pool, data, &natural, &error);
      g_assert_no_error (error);
      assert_every_pixel (shown, upright[orientation], is_png ? 0 : 8);
    }
}

/* The person may want place and camera in the picture: then nothing is taken out, but what has to
 * be coded anew loses them all the same. */
static void
test_kept (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const PfPrepareOptions keep = { .keep_metadata = TRUE };

  for (guint orientation = 1; orientation <= 6; orientation += 5)
    {
      const Picture picture
          = { .width = 96, .height = 64, .orientation = orientation, .gps = TRUE };
      g_autoptr (GBytes) data = picture_jpeg (&picture);
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPrepared) prepared = prepare (pool, data, &keep, &error);

      g_assert_no_error (error);
      g_assert_cmpint (prepared->bytes == data, ==, orientation == 1);
      g_assert_cmpint (bytes_contain (prepared->bytes, PLANTED_TEXT, strlen (PLANTED_TEXT)), ==,
                       orientation == 1);
      g_assert_cmpint ((prepared->changes & PF_PREPARED_STRIPPED) != 0, ==, orientation != 1);
    }
}

/* A sound picture without metadata leaves as it came. */
static void
test_untouched (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 96, .height = 64, .alpha = TRUE };
  GBytes *files[] = { picture_jpeg (&picture), picture_png (&picture) };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPrepared) prepared = prepare (pool, files[i], NULL, &error);
      g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, files[i]);

      g_assert_no_error (error);
      g_assert_true (prepared->bytes == files[i]);
      g_assert_cmpuint (prepared->changes, ==, 0);
      g_assert_cmpstr (prepared->sha256, ==, sha256);
      g_bytes_unref (files[i]);
    }
}

static void
test_convert (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture opaque = { .width = 96, .height = 64 };
  const Picture clear = { .width = 96, .height = 64, .alpha = TRUE, .lossless = TRUE };
  const struct
  {
    GBytes *data;
    const char *type;
    const char *quarters;
  } cases[] = {
    { picture_webp (&opaque), "image/jpeg", "RGBY" },
    { picture_webp (&clear), "image/png", "R-B-" },
    { picture_gif (&opaque), "image/png", "RGBY" },
    { picture_gif (&clear), "image/png", "R-B-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPrepared) prepared = prepare (pool, cases[i].data, NULL, &error);
      g_autoptr (PfPixels) pixels = NULL;

      g_assert_no_error (error);
      g_assert_true (prepared->changes & PF_PREPARED_CONVERTED);
      g_assert_cmpstr (prepared->content_type, ==, cases[i].type);
      pixels = pool_decode (pool, prepared->bytes, &natural, &error);
      g_assert_no_error (error);
      assert_every_pixel (pixels, cases[i].quarters, 8);
      g_bytes_unref (cases[i].data);
    }
}

/* Random pixels: nothing compresses them well. */
static GBytes *
noisy_png (guint width, guint height)
{
  const Picture picture = { .width = width, .height = height, .alpha = TRUE };
  g_autoptr (GBytes) flat = picture_png (&picture);
  g_autoptr (GByteArray) zlib = g_byte_array_new ();
  g_autoptr (GConverter) packer
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1));
  gsize row = 1 + (gsize)width * 4, in = row * height, room = in + in / 100 + 1000, read, wrote;
  g_autofree guint8 *raw = g_malloc (in);
  g_autofree guint8 *packed = g_malloc (room);
  gsize size;
  const guint8 *data;
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GBytes) body = NULL;

  for (gsize i = 0; i < in; i++)
    raw[i] = i % row == 0 ? 0 : (guint8)(g_test_rand_int () & 0xff);
  g_assert_cmpint (g_converter_convert (packer, raw, in, packed, room, G_CONVERTER_INPUT_AT_END,
                                        &read, &wrote, NULL),
                   ==, G_CONVERTER_FINISHED);
  body = png_chunk_add (flat, "IDAT", packed, wrote);
  /* drop the flat picture's own data, which follows */
  data = g_bytes_get_data (body, &size);
  head = g_bytes_new (data, 33 + 12 + wrote);
  return bytes_join (head, data + size - 12, 12);
}

static void
test_reduce (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 800, .height = 600 };
  g_autoptr (GBytes) jpeg = picture_jpeg (&picture);
  g_autoptr (GBytes) noise = noisy_png (400, 300);
  const PfPrepareOptions side = { .max_side = 200 };
  const PfPrepareOptions bytes = { .max_bytes = 100 * 1000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPrepared) small = NULL;
  g_autoptr (PfPrepared) light = NULL;

  small = prepare (pool, jpeg, &side, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (small->width, ==, 200);
  g_assert_cmpuint (small->height, ==, 150);
  g_assert_true (small->changes & PF_PREPARED_REDUCED);
  g_assert_cmpuint (g_bytes_get_size (noise), >, bytes.max_bytes * 3);
  light = prepare (pool, noise, &bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (light->bytes), <=, bytes.max_bytes);
  g_assert_cmpstr (light->content_type, ==, "image/png");
  g_assert_true (light->changes & PF_PREPARED_REDUCED);
}

/* Over Pinterest's 20 MB, but the user's own: made to fit instead of refused. */
static void
test_over_limit (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 800, .height = 600 };
  g_autoptr (GBytes) jpeg = picture_jpeg (&picture);
  g_autofree guint8 *tail = g_malloc0 (21 * 1000 * 1000);
  g_autoptr (GBytes) heavy = bytes_join (jpeg, tail, 21 * 1000 * 1000);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPrepared) prepared = prepare (pool, heavy, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (prepared->bytes, jpeg));
}

static void
test_damaged (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 200, .height = 200 };
  g_autoptr (GBytes) jpeg = picture_jpeg (&picture);
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  const guint8 *scan = memmem (data, size, "\xff\xda\0", 3);
  g_autoptr (GBytes) bad = NULL;
  g_autoptr (GError) error = NULL;

  /* sound outside, nonsense inside: only decoding it tells */
  memset (copy + (scan - data) + 30, 0, size - (scan - data) - 32);
  bad = g_bytes_new_static (copy, size);
  g_assert_null (prepare (pool, bad, NULL, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DAMAGED);
}

static void
test_source_changes (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  g_autofree char *dir = g_dir_make_tmp ("pinfold-media-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "holiday.txt", NULL);
  const Picture picture = { .width = 96, .height = 64, .gps = TRUE };
  g_autoptr (GBytes) jpeg = picture_jpeg (&picture);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPrepared) prepared = NULL;
  g_autofree char *content = NULL;
  g_autofree char *sha256 = NULL;
  gsize length;

  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg), NULL));
  prepared = prepare_path (pool, path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (prepared->content_type, ==, "image/jpeg");
  /* the original was not touched */
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));
  /* and what happens to it now changes nothing */
  g_assert_cmpint (truncate (path, 10), ==, 0);
  g_unlink (path);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, prepared->bytes);
  g_assert_cmpstr (prepared->sha256, ==, sha256);
  g_rmdir (dir);
}

static void
test_not_files (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  g_autofree char *dir = g_dir_make_tmp ("pinfold-media-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (dir, "fifo.png", NULL);
  g_autofree char *loop = g_build_filename (dir, "loop.png", NULL);
  g_autofree char *empty = g_build_filename (dir, "empty.png", NULL);
  g_autofree char *large = g_build_filename (dir, "large.png", NULL);
  const char *paths[] = { dir, fifo, "/dev/zero", empty };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_true (g_file_set_contents (large, "", 0, NULL));
  g_assert_cmpint (truncate (large, G_GINT64_CONSTANT (5) << 30), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_null (prepare_path (pool, paths[i], &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_NOT_A_PICTURE);
      g_clear_error (&error);
    }
  g_assert_null (prepare_path (pool, loop, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS);
  g_clear_error (&error);
  g_assert_null (prepare_path (pool, "/nonexistent.png", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (prepare_path (pool, large, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TOO_LARGE);
  g_unlink (fifo);
  g_unlink (loop);
  g_unlink (empty);
  g_unlink (large);
  g_rmdir (dir);
}

typedef struct
{
  gboolean done;
  guint64 bits;
} Print;

static void
on_fingerprint (GObject *source, GAsyncResult *result, gpointer data)
{
  Print *print = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (pf_media_fingerprint_finish (result, &print->bits, &error));
  g_assert_no_error (error);
  print->done = TRUE;
}

static guint64
fingerprint (PfDecoderPool *pool, GBytes *data)
{
  Print print = { 0 };

  pf_media_fingerprint_async (pool, data, NULL, on_fingerprint, &print);
  wait_for (&print.done);
  return print.bits;
}

/* Scaled and coarsely compressed, a picture is still known; another is not it. */
static void
test_fingerprint (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const PfEncodeOptions coarse
      = { .format = PF_MEDIA_FORMAT_JPEG, .quality = 40, .max_width = 236, .max_height = 900 };
  guint64 prints[12];

  for (guint i = 0; i < G_N_ELEMENTS (prints); i++)
    {
      const Picture picture = { .width = 600, .height = 400, .seed = i + 1 };
      g_autoptr (GBytes) data = picture_png (&picture);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) back = pool_encode (pool, data, &coarse, &error);

      g_assert_no_error (error);
      prints[i] = fingerprint (pool, data);
      g_assert_cmpuint (pf_media_fingerprint_distance (prints[i], fingerprint (pool, back)), <=,
                        PF_MEDIA_FINGERPRINT_NEAR);
      for (guint k = 0; k < i; k++)
        g_assert_cmpuint (pf_media_fingerprint_distance (prints[i], prints[k]), >,
                          PF_MEDIA_FINGERPRINT_NEAR);
    }
  g_assert_cmpuint (pf_media_fingerprint_distance (0, G_MAXUINT64), ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/media/prepare/UI-4/orientation-jpeg", GINT_TO_POINTER (FALSE),
                        test_orientation);
  g_test_add_data_func ("/media/prepare/UI-4/orientation-png", GINT_TO_POINTER (TRUE),
                        test_orientation);
  g_test_add_func ("/media/prepare/UI-4/kept-when-asked-for", test_kept);
  g_test_add_func ("/media/prepare/UI-4/sound-and-clean-is-untouched", test_untouched);
  g_test_add_func ("/media/prepare/converts-webp-and-gif", test_convert);
  g_test_add_func ("/media/prepare/reduces-to-fit", test_reduce);
  g_test_add_func ("/media/prepare/UI-1/over-the-limit", test_over_limit);
  g_test_add_func ("/media/prepare/UI-3/damaged-inside", test_damaged);
  g_test_add_func ("/media/prepare/PQ-15/source-may-change", test_source_changes);
  g_test_add_func ("/media/prepare/UI-12/not-regular-files", test_not_files);
  g_test_add_func ("/media/prepare/PQ-3/fingerprint", test_fingerprint);
  return g_test_run ();
}
