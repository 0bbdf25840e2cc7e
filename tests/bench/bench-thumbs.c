/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* P9: 4,000 pictures from a host on loopback through the supply, as a wall asks that is scrolled
 * from its top to its end, against `curl --parallel` and a bare libjpeg-turbo loop on two
 * threads. What is fetched is what Pinterest offers (a small one of 236 px and one of 600 px),
 * what is made is a tile. */

#include "bench.h"

#include "api/api-world.h"
#include "app/pictures/pf-picture-loader.h"
#include "die-with-parent.h"
#include "photo.h"
#include "pictures/picture-host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <jpeglib.h>

#include <glib/gstdio.h>

#define N_PICTURES 4000
#define N_DIFFERENT 100
#define N_TILES 60 /* on a screen */
#define AHEAD 60
#define STEP 20

typedef struct
{
  GPtrArray *files; /* of GBytes */
  guint16 port;
  guint side_w, side_h;
  guint scale; /* eighths that the bare loop decodes at */
  char *folder;
  PfContext *context;
  /* of a run */
  guint n_arrived, at;
  PfPictureSupply *supply;
  PfClient *client;
  GPtrArray *urls;
  /* of the main loop */
  double turn_began, longest_turn, cpu_main;
} Thumbs;

static Thumbs *poll_world;

static GBytes *
find (const char *path, gpointer data)
{
  GPtrArray *files = data;

  return g_bytes_ref (g_ptr_array_index (files, (guint)atoi (path + 1) % files->len));
}

/* In a process of its own: what the host costs is nobody's figure. */
static guint16
start_host (GPtrArray *files)
{
  int ends[2];
  guint16 port = 0;
  pid_t parent = getpid ();

  if (pipe (ends) != 0)
    g_error ("pipe: %s", g_strerror (errno));
  if (fork () == 0)
    {
      PictureHost *host;

      die_with_parent (GINT_TO_POINTER (parent));
      host = picture_host_new (find, files);
      port = picture_host_get_port (host);
      if (write (ends[1], &port, sizeof port) != sizeof port)
        _exit (1);
      for (;;)
        pause ();
    }
  if (read (ends[0], &port, sizeof port) != sizeof port)
    g_error ("The host did not start");
  close (ends[0]);
  close (ends[1]);
  return port;
}

static void
fetch_with_curl (Thumbs *world)
{
  g_autofree char *to = g_build_filename (world->folder, "#1", NULL);
  g_autofree char *url
      = g_strdup_printf ("http://127.0.0.1:%u/[0-%u]", world->port, N_PICTURES - 1);
  const char *argv[] = { "curl",
                         "--no-progress-meter",
                         "--fail",
                         "--parallel",
                         "--parallel-max",
                         "32",
                         "--output",
                         to,
                         url,
                         NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                     &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("curl: %s", error->message);
}

static void
decode_bare (Thumbs *world, guint number, guint8 *pixels)
{
  g_autofree char *path = g_strdup_printf ("%s/%u", world->folder, number);
  g_autofree char *data = NULL;
  struct jpeg_decompress_struct cinfo = { 0 };
  struct jpeg_error_mgr errors;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    g_error ("%s", path);
  cinfo.err = jpeg_std_error (&errors);
  jpeg_create_decompress (&cinfo);
  jpeg_mem_src (&cinfo, (const guint8 *)data, size);
  jpeg_read_header (&cinfo, TRUE);
  cinfo.out_color_space = JCS_EXT_BGRA;
  cinfo.scale_num = world->scale;
  cinfo.scale_denom = 8;
  jpeg_start_decompress (&cinfo);
  while (cinfo.output_scanline < cinfo.output_height)
    {
      JSAMPROW row = pixels + (gsize)cinfo.output_scanline * cinfo.output_width * 4;

      jpeg_read_scanlines (&cinfo, &row, 1);
    }
  jpeg_finish_decompress (&cinfo);
  jpeg_destroy_decompress (&cinfo);
}

typedef struct
{
  Thumbs *world;
  guint first;
} Half;

static gpointer
decode_half (gpointer data)
{
  Half *half = data;
  g_autofree guint8 *pixels = g_malloc (1000 * 1500 * 4);

  for (guint i = half->first; i < N_PICTURES; i += 2)
    decode_bare (half->world, i, pixels);
  return NULL;
}

static double
run_floor (gpointer data)
{
  Thumbs *world = data;
  Half halves[2] = { { world, 0 }, { world, 1 } };
  double began = bench_wall ();
  GThread *thread;

  fetch_with_curl (world);
  thread = g_thread_new ("half", decode_half, &halves[0]);
  decode_half (&halves[1]);
  g_thread_join (thread);
  return bench_wall () - began;
}

/* CPU, not wall: what else runs on the machine is not the main loop's doing. */
static double
thread_cpu (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
timed_poll (GPollFD *fds, guint n, int timeout)
{
  int result;

  poll_world->longest_turn = MAX (poll_world->longest_turn, thread_cpu () - poll_world->turn_began);
  result = g_poll (fds, n, timeout);
  poll_world->turn_began = thread_cpu ();
  return result;
}

static PfPictureRequest
make_request (Thumbs *world, guint number)
{
  return (PfPictureRequest){ .client = world->client,
                             .url = g_ptr_array_index (world->urls, number),
                             .width = world->side_w,
                             .height = world->side_h,
                             .fit = PF_DECODE_FIT_COVER,
                             .corner_radius = 12 };
}

/* A screen of tiles, and the next ones. */
static void
look (Thumbs *world)
{
  PfPictureRequest requests[N_TILES + AHEAD];
  guint n = MIN (N_TILES + AHEAD, N_PICTURES - world->at);

  for (guint i = 0; i < n; i++)
    requests[i] = make_request (world, world->at + i);
  pf_picture_supply_want (world->supply, world, requests, n);
}

/* Scrolls on when the uppermost rows have been seen; what was wanted is never left out. */
static void
on_arrived (Thumbs *world, const char *name)
{
  guint seen = 0;

  world->n_arrived++;
  while (world->at + seen < N_PICTURES)
    {
      PfPictureRequest request = make_request (world, world->at + seen);

      if (pf_picture_supply_peek (world->supply, &request, NULL) == NULL)
        break;
      seen++;
    }
  if (seen >= STEP)
    {
      world->at += seen;
      look (world);
    }
}

static double
run_product (gpointer data)
{
  Thumbs *world = data;
  g_autoptr (PfService) service = pf_service_new_practice (world->port);
  g_autoptr (PfBudget) budget = g_object_new (FAKE_TYPE_BUDGET, NULL);
  g_autoptr (PfAuthorizer) account = g_object_new (FAKE_TYPE_ACCOUNT, NULL);
  g_autoptr (PfClient) client = pf_client_new (world->context, service, account, budget);
  g_autoptr (PfDecoderPool) decoders = pf_decoder_pool_new (g_getenv ("PF_TEST_DECODE"), 2);
  g_autoptr (PfPictureLoader) loader = pf_picture_loader_new (world->context, decoders, NULL);
  double began = bench_wall (), took;
  double cpu = thread_cpu ();

  world->supply = PF_PICTURE_SUPPLY (loader);
  world->client = client;
  world->n_arrived = world->at = 0;
  world->turn_began = thread_cpu ();
  g_signal_connect_swapped (loader, "arrived", G_CALLBACK (on_arrived), world);
  look (world);
  while (world->n_arrived < N_PICTURES)
    g_main_context_iteration (NULL, TRUE);
  took = bench_wall () - began;
  world->cpu_main = thread_cpu () - cpu;
  pf_picture_supply_want (world->supply, world, NULL, 0);
  g_assert_cmpuint (pf_picture_loader_get_used (loader), >, 80 * 1024 * 1024);
  return took;
}

static int
run (Thumbs *world, const char *id, guint width, guint height)
{
  const BenchSpec spec
      = { .id = id, .name = "thumbs", .unit = "s", .gate = 0.60, .goal = 0.90, .is_speed = TRUE };
  Bench *bench = bench_new (&spec);
  gsize bytes = 0;
  Photos *photos;

  photos = photos_new (width, height);
  world->files = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < N_DIFFERENT; i++)
    {
      g_ptr_array_add (world->files, photos_make (photos, i));
      bytes += g_bytes_get_size (g_ptr_array_index (world->files, i));
    }
  photos_free (photos);
  world->port = start_host (world->files);
  world->urls = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_PICTURES; i++)
    g_ptr_array_add (world->urls, g_strdup_printf ("http://127.0.0.1:%u/%u", world->port, i));
  run_floor (world);
  run_product (world);
  world->longest_turn = 0;
  for (guint i = 0; i < bench_get_pairs (bench); i++)
    {
      double floor = i % 2 == 0 ? run_floor (world) : 0;
      double figure = run_product (world);

      bench_add_pair (bench, i % 2 == 0 ? floor : run_floor (world), figure);
    }
  bench_note (bench, "kB a picture", (double)bytes / N_DIFFERENT / 1000);
  bench_note (bench, "longest turn of the main loop in ms", world->longest_turn * 1000);
  bench_note (bench, "CPU of the main thread in us a picture", world->cpu_main * 1e6 / N_PICTURES);
  return bench_finish (bench);
}

int
main (int argc, char **argv)
{
  /* In memory: the disk is no part of the floor, either. */
  char template[] = "/dev/shm/pinfold-bench-XXXXXX";
  Thumbs world = { .folder = g_strdup (g_mkdtemp (template)) };
  g_autoptr (PfSecretStore) secrets = NULL;
  g_autofree char *own = NULL;
  PfContextParts parts = { 0 };
  gboolean large = argc > 1 && g_str_equal (argv[1], "600");
  int result;

  if (world.folder == NULL)
    world.folder = g_dir_make_tmp ("pinfold-bench-XXXXXX", NULL);
  poll_world = &world;
  /* Before any thread is: the host forks. */
  world.side_w = large ? 270 : 236;
  world.side_h = large ? 405 : 354;
  world.scale = large ? 4 : 8;
  own = g_build_filename (world.folder, "own", NULL);
  secrets = pf_secret_store_memory_new ();
  parts = (PfContextParts){
    .secrets = secrets, .data_dir = own, .cache_dir = own, .runtime_dir = own
  };
  world.context = pf_context_new (&parts, NULL);
  g_main_context_set_poll_func (NULL, timed_poll);
  result = large ? run (&world, "P9-600", 600, 900) : run (&world, "P9", 236, 354);
  g_object_unref (world.context);
  g_rmdir (own);
  pf_files_remove_tree (world.folder);
  g_free (world.folder);
  g_ptr_array_unref (world.files);
  g_ptr_array_unref (world.urls);
  return result;
}
