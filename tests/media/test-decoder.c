/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/base/pf-error.h"
#include "core/media/pf-media-scan-private.h"
#include "pictures.h"

#define HELPER "src/core/media/decode/pinfold-decode"
#define FAULT_HELPER "tests/media/fault-helper"

static const PfDecodeOptions natural = { 0 };

static void
assert_quarters (PfPixels *pixels, const char *expected)
{
  g_autofree char *quarters = pixel_quarters (pixels);

  g_assert_cmpstr (quarters, ==, expected);
}

static void
test_formats (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture plain = { .width = 64, .height = 48, .exact = TRUE, .lossless = TRUE };
  const Picture second = {
    .width = 64, .height = 48, .exact = TRUE, .progressive = TRUE, .interlaced = TRUE, .alpha = TRUE
  };
  const struct
  {
    GBytes *data;
    const char *quarters;
  } cases[] = {
    { picture_jpeg (&plain), "RGBY" },  { picture_png (&plain), "RGBY" },
    { picture_webp (&plain), "RGBY" },  { picture_gif (&plain), "RGBY" },
    { picture_jpeg (&second), "RGBY" }, { picture_png (&second), "R-B-" },
    { picture_webp (&second), "R-B-" }, { picture_gif (&second), "R-B-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPixels) pixels = pool_decode (pool, cases[i].data, &natural, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (pf_pixels_get_width (pixels), ==, 64);
      g_assert_cmpuint (pf_pixels_get_height (pixels), ==, 48);
      g_assert_cmpuint (pf_pixels_get_stride (pixels), ==, 256);
      assert_quarters (pixels, cases[i].quarters);
      g_assert_true (pf_pixels_is_opaque (pixels) == (strchr (cases[i].quarters, '-') == NULL));
      g_bytes_unref (cases[i].data);
    }
}

/* Every target size is met to the pixel, in each fit, format and direction, and
 * the colours stay pure: weights add up. */
static void
test_sizes (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 613, .height = 401, .exact = TRUE, .lossless = TRUE };
  GBytes *files[] = { picture_jpeg (&picture), picture_png (&picture), picture_webp (&picture),
                      picture_gif (&picture) };
  const struct
  {
    PfDecodeOptions options;
    guint width, height;
  } cases[] = {
    { { 236, 154, PF_DECODE_FIT_EXACT }, 236, 154 },
    { { 33, 700, PF_DECODE_FIT_EXACT }, 33, 700 },
    { { 900, 900, PF_DECODE_FIT_EXACT }, 900, 900 },
    { { 1, 1, PF_DECODE_FIT_EXACT }, 1, 1 },
    { { 100, 100, PF_DECODE_FIT_COVER }, 100, 100 },
    { { 700, 99, PF_DECODE_FIT_COVER }, 700, 99 },
    { { 100, 100, PF_DECODE_FIT_CONTAIN }, 100, 65 },
    { { 900, 900, PF_DECODE_FIT_CONTAIN }, 613, 401 },
  };

  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (PfPixels) pixels = pool_decode (pool, files[f], &cases[i].options, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (pf_pixels_get_width (pixels), ==, cases[i].width);
          g_assert_cmpuint (pf_pixels_get_height (pixels), ==, cases[i].height);
          g_assert_true (pf_pixels_is_opaque (pixels));
          if (cases[i].width > 1)
            assert_quarters (pixels, "RGBY");
        }
      g_bytes_unref (files[f]);
    }
}

/* A tile: filled, at its device size, corners baked in (performance.md rule 4). */
static void
test_tile (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 640, .height = 960, .orientation = 6 };
  g_autoptr (GBytes) data = picture_jpeg (&picture);
  const PfDecodeOptions options
      = { .width = 360, .height = 240, .fit = PF_DECODE_FIT_COVER, .corner_radius = 18 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pool_decode (pool, data, &options, &error);
  const guint8 *p;

  g_assert_no_error (error);
  g_assert_cmpuint (pf_pixels_get_width (pixels), ==, 360);
  g_assert_cmpuint (pf_pixels_get_height (pixels), ==, 240);
  assert_quarters (pixels, "BRYG");
  g_assert_false (pf_pixels_is_opaque (pixels));
  g_assert_cmpint (pixel_name (pixels, 0, 0), ==, '-');
  g_assert_cmpint (pixel_name (pixels, 359, 239), ==, '-');
  g_assert_cmpint (pixel_name (pixels, 18, 0), ==, 'B');
  /* premultiplied: no channel exceeds alpha */
  p = g_bytes_get_data (pf_pixels_get_bytes (pixels), NULL);
  for (guint i = 0; i < 360 * 240; i++)
    g_assert_true (p[i * 4] <= p[i * 4 + 3] && p[i * 4 + 1] <= p[i * 4 + 3]
                   && p[i * 4 + 2] <= p[i * 4 + 3]);
}

/* Pictures and pixels that have no room on the board go beside it, each by itself. */
static void
test_board (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 1600, .height = 1000 };
  g_autofree char *words = g_strnfill (3 * 1024 * 1024, 'x');
  g_autoptr (GBytes) light = picture_png (&picture);
  g_autoptr (GBytes) heavy = png_chunk_add (light, "tEXt", words, strlen (words));
  const PfDecodeOptions tile = { .width = 160, .height = 100, .fit = PF_DECODE_FIT_COVER };

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPixels) pixels
          = pool_decode (pool, i & 1 ? heavy : light, i & 2 ? &tile : &natural, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (pf_pixels_get_width (pixels), ==, i & 2 ? 160 : 1600);
      g_assert_cmpuint (pf_pixels_get_height (pixels), ==, i & 2 ? 100 : 1000);
      assert_quarters (pixels, "RGBY");
    }
}

static GBytes *
faulty_picture (const char *fault)
{
  const Picture picture = { .width = 8, .height = 8 };
  g_autoptr (GBytes) png = picture_png (&picture);
  g_autofree char *text = g_strdup_printf ("Comment FAULT:%s ", fault);

  return png_chunk_add (png, "tEXt", text, strlen (text));
}

/* Whatever the helper does, this picture alone fails and the next one works. */
static void
test_faults (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (FAULT_HELPER);
  const Picture fine = { .width = 8, .height = 8 };
  g_autoptr (GBytes) good = picture_png (&fine);
  static const char *const deadly[]
      = { "segv", "abort",    "exit",  "memory", "socket",   "fork", "exec", "kill",
          "code", "unsealed", "short", "wide",   "overflow", "past", "both", "noise" };
  const PfDecodeOptions small = { .width = 8, .height = 8, .fit = PF_DECODE_FIT_EXACT };
  PfDecoderStats stats;
  g_autoptr (GBytes) opening = faulty_picture ("open");
  g_autoptr (GError) failure = NULL;
  g_autoptr (PfPixels) decoded = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (deadly); i++)
    {
      g_autoptr (GBytes) bad = faulty_picture (deadly[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPixels) none = NULL;
      g_autoptr (PfPixels) pixels = NULL;

      g_test_message ("%s", deadly[i]);
      none = pool_decode (pool, bad, g_str_equal (deadly[i], "past") ? &natural : &small, &error);
      g_assert_error (error, PF_ERROR, PF_ERROR_DAMAGED);
      g_assert_null (none);
      g_clear_error (&error);
      pf_decoder_pool_get_stats (pool, &stats);
      g_assert_cmpuint (stats.crashed, ==, i + 1);
      pixels = pool_decode (pool, good, &natural, &error);
      g_assert_no_error (error);
      assert_quarters (pixels, "RGBY");
    }
  decoded = pool_decode (pool, opening, &natural, &failure);
  g_assert_no_error (failure);
  pf_decoder_pool_get_stats (pool, &stats);
  g_assert_cmpuint (stats.crashed, ==, G_N_ELEMENTS (deadly));
  g_assert_cmpuint (stats.timed_out, ==, 0);
}

/* The process that was started ahead takes the first picture. */
static void
test_warm_up (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture fine = { .width = 8, .height = 8 };
  g_autoptr (GBytes) good = picture_png (&fine);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = NULL;
  PfDecoderStats stats;

  pf_decoder_pool_warm_up (pool);
  pf_decoder_pool_warm_up (pool);
  do
    {
      g_usleep (1000);
      pf_decoder_pool_get_stats (pool, &stats);
    }
  while (stats.started == 0);
  pixels = pool_decode (pool, good, &natural, &error);
  g_assert_no_error (error);
  pf_decoder_pool_get_stats (pool, &stats);
  g_assert_cmpuint (stats.started, ==, 1);
}

static void
test_hang (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (FAULT_HELPER);
  const Picture fine = { .width = 8, .height = 8 };
  g_autoptr (GBytes) good = picture_png (&fine);
  g_autoptr (GBytes) bad = faulty_picture ("hang");
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) none = NULL;
  g_autoptr (PfPixels) pixels = NULL;
  PfDecoderStats stats;

  pf_decoder_pool_set_timeout (pool, 300);
  none = pool_decode (pool, bad, &natural, &error);
  g_assert_error (error, PF_ERROR, PF_ERROR_TIMED_OUT);
  g_clear_error (&error);
  pf_decoder_pool_set_timeout (pool, 10000);
  pixels = pool_decode (pool, good, &natural, &error);
  g_assert_no_error (error);
  pf_decoder_pool_get_stats (pool, &stats);
  g_assert_cmpuint (stats.timed_out, ==, 1);
  g_assert_cmpuint (stats.started, ==, 2);
}

static void
test_no_helper (void)
{
  g_autoptr (PfDecoderPool) pool = pf_decoder_pool_new ("/nonexistent/pinfold-decode", 2);
  const Picture fine = { .width = 8, .height = 8 };
  g_autoptr (GBytes) good = picture_png (&fine);
  g_autoptr (GError) error = NULL;

  g_assert_null (pool_decode (pool, good, &natural, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_FAILED);
}

typedef struct
{
  GString *order;
  guint left;
  gboolean done;
  guint cancelled;
} Queue;

typedef struct
{
  Queue *queue;
  char name;
} Entry;

static void
on_entry (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Entry *entry = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pf_decoder_decode_finish (PF_DECODER_POOL (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    entry->queue->cancelled++;
  else
    g_string_append_c (entry->queue->order, entry->name);
  entry->queue->done = --entry->queue->left == 0;
}

static void
queue_add (Queue *queue,
           PfDecoderPool *pool,
           GBytes *data,
           char name,
           int priority,
           GCancellable *cancellable)
{
  PfDecodeOptions options = { .priority = priority };
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry){ queue, name };
  queue->left++;
  pf_decoder_decode_async (pool, data, &options, cancellable, on_entry, entry);
}

/* Behind one slow picture: the higher priority first, then the newest; what was
 * cancelled meanwhile never reaches a helper. */
static void
test_order (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"), FAULT_HELPER, NULL);
  g_autoptr (PfDecoderPool) pool = pf_decoder_pool_new (path, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const Picture fine = { .width = 8, .height = 8 };
  g_autoptr (GBytes) good = picture_png (&fine);
  g_autoptr (GBytes) slow = faulty_picture ("hang");
  g_autoptr (GBytes) deadly = faulty_picture ("segv");
  Queue queue = { .order = g_string_new (NULL) };
  PfDecoderStats stats;

  pf_decoder_pool_set_timeout (pool, 300);
  queue_add (&queue, pool, slow, 's', 0, NULL);
  g_usleep (50000);
  pf_decoder_pool_set_timeout (pool, 10000);
  queue_add (&queue, pool, good, 'a', 0, NULL);
  queue_add (&queue, pool, good, 'b', 0, NULL);
  queue_add (&queue, pool, good, 'c', 5, NULL);
  queue_add (&queue, pool, deadly, 'x', 9, cancellable);
  queue_add (&queue, pool, good, 'd', -1, NULL);
  queue_add (&queue, pool, deadly, 'y', 0, cancellable);
  g_cancellable_cancel (cancellable);
  wait_for (&queue.done);
  g_assert_cmpstr (queue.order->str, ==, "scbad");
  g_assert_cmpuint (queue.cancelled, ==, 2);
  pf_decoder_pool_get_stats (pool, &stats);
  g_assert_cmpuint (stats.crashed, ==, 0);
  g_assert_cmpuint (stats.queued, ==, 0);
  g_string_free (queue.order, TRUE);
}

typedef struct
{
  guint left;
  guint decoded;
  guint refused;
  gboolean done;
} Corpus;

static void
on_mutant (GObject *source, GAsyncResult *result, gpointer data)
{
  Corpus *corpus = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pf_decoder_decode_finish (PF_DECODER_POOL (source), result, &error);

  if (pixels != NULL)
    corpus->decoded++;
  else
    {
      g_assert_true (error->domain == PF_ERROR);
      g_assert_true (error->code == PF_ERROR_DAMAGED || error->code == PF_ERROR_TOO_LARGE
                     || error->code == PF_ERROR_NOT_A_PICTURE);
      corpus->refused++;
    }
  corpus->done = --corpus->left == 0;
}

/* Half of the PNGs get right checksums, or few changes would reach the decoder. */
static void
repair_png (guint8 *data, gsize size)
{
  PfPngChunk chunk;
  gsize at = PF_PNG_SIGNATURE_SIZE;

  while (pf_png_next ((PfSpan){ data, size }, &at, &chunk))
    {
      guint32 crc
          = GUINT32_TO_BE (pf_png_crc ((PfSpan){ chunk.whole.data + 4, chunk.payload.size + 4 }));

      memcpy (data + at - 4, &crc, 4);
    }
}

static GBytes *
mutate (GBytes *picture)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  guint edits = g_test_rand_int_range (1, 5);

  for (guint i = 0; i < edits; i++)
    {
      gsize at = g_test_rand_int_range (4, (gint)size);

      switch (g_test_rand_int_range (0, 5))
        {
        case 0:
          copy[at] ^= 1u << g_test_rand_int_range (0, 8);
          break;
        case 1:
          copy[at] = g_test_rand_int_range (0, 256);
          break;
        case 2:
          copy[at] = 0xff;
          break;
        case 3:
          memmove (copy + at, copy + size / 2, MIN (16, MIN (size - at, size / 2)));
          break;
        default:
          if (g_test_rand_int_range (0, 8) == 0)
            size = MAX (20, at);
          break;
        }
      if (size <= 5)
        break;
    }
  if (size > 8 && copy[0] == 0x89 && g_test_rand_int_range (0, 2) == 0)
    repair_png (copy, size);
  return g_bytes_new (copy, size);
}

/* No mutated picture may crash or hang even the helper, let alone the app. */
static void
test_mutants (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture a = { .width = 61, .height = 47, .gps = TRUE, .icc = "RGB ", .alpha = TRUE };
  const Picture b
      = { .width = 40, .height = 33, .progressive = TRUE, .interlaced = TRUE, .lossless = TRUE };
  GBytes *seeds[] = { picture_jpeg (&a), picture_png (&a), picture_webp (&a), picture_gif (&a),
                      picture_jpeg (&b), picture_png (&b), picture_webp (&b), picture_gif (&b) };
  const PfDecodeOptions options[] = { { 0 },
                                      { .width = 30, .height = 20, .fit = PF_DECODE_FIT_COVER },
                                      { .width = 90, .height = 9, .fit = PF_DECODE_FIT_EXACT } };
  guint total = g_test_slow () ? 10000 : 480;
  Corpus corpus = { 0 };
  PfDecoderStats stats;

  for (guint i = 0; i < total; i++)
    {
      g_autoptr (GBytes) mutant = mutate (seeds[i % G_N_ELEMENTS (seeds)]);

      corpus.left++;
      pf_decoder_decode_async (pool, mutant, &options[i % G_N_ELEMENTS (options)], NULL, on_mutant,
                               &corpus);
      if (i % 500 == 499)
        wait_for (&corpus.done);
      corpus.done = FALSE;
    }
  if (corpus.left > 0)
    wait_for (&corpus.done);
  g_test_message ("%u decoded, %u refused", corpus.decoded, corpus.refused);
  pf_decoder_pool_get_stats (pool, &stats);
  g_assert_cmpuint (stats.crashed, ==, 0);
  g_assert_cmpuint (stats.timed_out, ==, 0);
  g_assert_cmpuint (corpus.decoded, >, 0);
  g_assert_cmpuint (corpus.refused, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    g_bytes_unref (seeds[i]);
}

/* Truncated anywhere, a picture is refused, not half shown. */
static void
test_truncated (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 64, .height = 64, .lossless = TRUE };
  GBytes *files[] = { picture_jpeg (&picture), picture_png (&picture), picture_webp (&picture),
                      picture_gif (&picture) };

  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    {
      gsize size = g_bytes_get_size (files[f]);

      for (guint part = 0; part < 20; part++)
        {
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (files[f], 0, (size - 12) * part / 20);
          g_autoptr (GError) error = NULL;

          g_assert_null (pool_decode (pool, cut, &natural, &error));
          g_assert_true (error->domain == PF_ERROR);
        }
      g_bytes_unref (files[f]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/decoder/UI-3/every-format", test_formats);
  g_test_add_func ("/media/decoder/sizes-are-exact", test_sizes);
  g_test_add_func ("/media/decoder/tile", test_tile);
  g_test_add_func ("/media/decoder/P9/larger-than-the-board", test_board);
  g_test_add_func ("/media/decoder/UI-3/crash-memory-and-lies", test_faults);
  g_test_add_func ("/media/decoder/warm-up", test_warm_up);
  g_test_add_func ("/media/decoder/UI-3/hang", test_hang);
  g_test_add_func ("/media/decoder/UI-3/no-helper", test_no_helper);
  g_test_add_func ("/media/decoder/order-and-cancel", test_order);
  g_test_add_func ("/media/decoder/UI-3/mutated-pictures", test_mutants);
  g_test_add_func ("/media/decoder/UI-3/truncated-pictures", test_truncated);
  return g_test_run ();
}
