/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* P13: 50 pictures of 12 megapixels made ready at 1500 px by two helpers, with all that this is in
 * the product (looked at, decoded in the sandbox, reduced, coded, proven to decode again, hashed),
 * against a bare libjpeg-turbo decode at 1/2 and encode on two threads. */

#include "bench.h"

#include "core/media/pf-media-prepare.h"
#include "photo.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#define N_PICTURES 50
#define N_DIFFERENT 5
#define QUALITY 92

typedef struct
{
  GBytes *files[N_DIFFERENT];
  guint first; /* of a thread of the bare loop */
  guint n_done;
  double cpu_floor, cpu_product;
} Upload;

static void
code_bare (GBytes *file)
{
  struct jpeg_decompress_struct in = { 0 };
  struct jpeg_compress_struct out = { 0 };
  struct jpeg_error_mgr errors;
  unsigned char *buffer = NULL;
  unsigned long length = 0;
  g_autofree guint8 *pixels = NULL;
  gsize size;

  in.err = out.err = jpeg_std_error (&errors);
  jpeg_create_decompress (&in);
  jpeg_mem_src (&in, g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  jpeg_read_header (&in, TRUE);
  in.scale_num = 1;
  in.scale_denom = 2;
  in.out_color_space = JCS_EXT_BGRX;
  jpeg_start_decompress (&in);
  size = (gsize)in.output_width * 4;
  pixels = g_malloc (size * in.output_height);
  while (in.output_scanline < in.output_height)
    {
      JSAMPROW row = pixels + size * in.output_scanline;

      jpeg_read_scanlines (&in, &row, 1);
    }
  jpeg_create_compress (&out);
  jpeg_mem_dest (&out, &buffer, &length);
  out.image_width = in.output_width;
  out.image_height = in.output_height;
  out.input_components = 4;
  out.in_color_space = JCS_EXT_BGRX;
  jpeg_set_defaults (&out);
  jpeg_set_quality (&out, QUALITY, TRUE);
  jpeg_start_compress (&out, TRUE);
  while (out.next_scanline < out.image_height)
    {
      JSAMPROW row = pixels + size * out.next_scanline;

      jpeg_write_scanlines (&out, &row, 1);
    }
  jpeg_finish_compress (&out);
  jpeg_destroy_compress (&out);
  jpeg_finish_decompress (&in);
  jpeg_destroy_decompress (&in);
  free (buffer);
}

static gpointer
bare_thread (gpointer data)
{
  Upload *self = data;

  for (guint i = self->first; i < N_PICTURES; i += 2)
    code_bare (self->files[i % N_DIFFERENT]);
  return NULL;
}

static double
run_floor (gpointer data)
{
  Upload *self = data;
  Upload other = *self;
  double began = bench_wall (), cpu = bench_cpu ();
  GThread *thread;

  self->first = 0;
  other.first = 1;
  thread = g_thread_new ("bare", bare_thread, &other);
  bare_thread (self);
  g_thread_join (thread);
  self->cpu_floor += bench_cpu () - cpu;
  return bench_wall () - began;
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  Upload *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPrepared) prepared = pf_media_prepare_finish (result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (MAX (prepared->width, prepared->height), ==, 1500);
  self->n_done++;
}

static double
run_product (gpointer data)
{
  Upload *self = data;
  const PfPrepareOptions options = { .max_side = 1500, .quality = QUALITY };
  PfDecoderPool *pool = pf_decoder_pool_new (g_getenv ("PF_TEST_DECODE"), 2);
  double began = bench_wall (), cpu = bench_cpu () + bench_cpu_children (), took;

  self->n_done = 0;
  for (guint i = 0; i < N_PICTURES; i++)
    pf_media_prepare_async (pool, self->files[i % N_DIFFERENT], &options, NULL, on_prepared, self);
  while (self->n_done < N_PICTURES)
    g_main_context_iteration (NULL, TRUE);
  took = bench_wall () - began;
  /* Its helpers count once they have ended; a worker may hold the last task for a moment. */
  g_object_add_weak_pointer (G_OBJECT (pool), (gpointer *)&pool);
  g_object_unref (pool);
  while (g_atomic_pointer_get (&pool) != NULL)
    g_usleep (1000);
  g_usleep (20000);
  self->cpu_product += bench_cpu () + bench_cpu_children () - cpu;
  return took;
}

int
main (int argc, char **argv)
{
  const BenchSpec spec
      = { .id = "P13", .name = "upload-prep", .unit = "s", .gate = 1.5, .goal = 1.1 };
  Photos *photos = photos_new (4000, 3000);
  Upload upload = { 0 };
  Bench *bench;
  int result;

  for (guint i = 0; i < N_DIFFERENT; i++)
    upload.files[i] = photos_make (photos, i);
  photos_free (photos);
  bench = bench_new (&spec);
  run_floor (&upload);
  run_product (&upload);
  upload.cpu_floor = upload.cpu_product = 0;
  for (guint i = 0; i < bench_get_pairs (bench); i++)
    {
      double floor = i % 2 == 0 ? run_floor (&upload) : 0;
      double figure = run_product (&upload);

      bench_add_pair (bench, i % 2 == 0 ? floor : run_floor (&upload), figure);
    }
  /* On a busy machine this says more than the wall does. */
  bench_note (bench, "CPU ratio", upload.cpu_product / upload.cpu_floor);
  result = bench_finish (bench);
  for (guint i = 0; i < N_DIFFERENT; i++)
    g_bytes_unref (upload.files[i]);
  return result;
}
