/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Spoiled pictures go the way of a dropped file: read, looked at, made ready for sending, and
 * shown as a tile. Each must end in a picture or an error; this process must live, stay small,
 * and afterwards still open a good picture. PINFOLD_MUTATIONS says how many, else 10,000.
 */

#include "core/base/pf-error.h"
#include "core/media/pf-media-load.h"
#include "core/media/pf-media-prepare.h"
#include "mutate.h"
#include "pictures.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#define HELPER "src/core/media/decode/pinfold-decode"
#define MANY 10000
#define FEW 1000
#define AT_ONCE 6
/* safety.md UI-1; of this process, over what it had before. */
#define MOST_MIB 200

typedef struct
{
  PfDecoderPool *pool;
  Mutator *mutator;
  char *folder;
  guint next, n, n_open;
  guint kill_every; /* 0: the helpers live as long as they can */
  guint n_shown, n_ready, n_refused;
} Run;

typedef struct
{
  Run *run;
  guint32 number;
  const char *what;
  char *path;
  GBytes *file;
  guint n_parts; /* of its two ways that have not ended */
} Trial;

static void go_on (Run *run);

static double
rss_mib (const char *field)
{
  g_autofree char *status = NULL;
  const char *at;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  at = strstr (status, field);
  g_assert_nonnull (at);
  return g_ascii_strtod (at + strlen (field), NULL) / 1024;
}

/* Whatever it is, it is one of ours, with words for people. */
static void
check_error (Trial *trial, const GError *error)
{
  if (error->domain != PF_ERROR || error->message == NULL || *error->message == '\0'
      || !g_utf8_validate (error->message, -1, NULL))
    g_error ("picture %u (%s): %s", trial->number, trial->what, error->message);
  trial->run->n_refused++;
}

static void
part_end (Trial *trial)
{
  Run *run = trial->run;

  if (--trial->n_parts > 0)
    return;
  g_unlink (trial->path);
  g_free (trial->path);
  g_bytes_unref (trial->file);
  g_free (trial);
  run->n_open--;
  go_on (run);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  Trial *trial = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPrepared) prepared = pf_media_prepare_file_finish (result, &error);

  if (prepared == NULL)
    check_error (trial, error);
  else
    {
      PfMediaInfo info;
      PfMediaLimits limits = PF_MEDIA_LIMITS_DEFAULT;

      /* What leaves is a sound JPEG or PNG within the limits, whatever came. */
      g_assert_true (pf_media_info_read (&info, prepared->bytes, &limits, NULL));
      g_assert_true (info.format == PF_MEDIA_FORMAT_JPEG || info.format == PF_MEDIA_FORMAT_PNG);
      g_assert_cmpuint (info.orientation, ==, 1);
      g_assert_false (info.has_metadata);
      trial->run->n_ready++;
    }
  part_end (trial);
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  Trial *trial = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pf_decoder_decode_finish (PF_DECODER_POOL (source), result, &error);

  if (pixels == NULL)
    check_error (trial, error);
  else
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (pf_pixels_get_bytes (pixels), &size);

      g_assert_cmpuint (pf_pixels_get_width (pixels), ==, 118);
      g_assert_cmpuint (pf_pixels_get_height (pixels), ==, 177);
      g_assert_cmpuint (size, ==, 118 * 177 * 4);
      /* Premultiplied, to the last pixel. */
      for (gsize i = 0; i < size; i += 4)
        if (MAX (MAX (bytes[i], bytes[i + 1]), bytes[i + 2]) > bytes[i + 3])
          g_error ("picture %u (%s): not premultiplied", trial->number, trial->what);
      trial->run->n_shown++;
    }
  part_end (trial);
}

/* The helpers are this process's only children. */
static void
kill_helpers (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "children", NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) pids = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      pids = g_strsplit (g_strstrip (text), " ", -1);
      for (guint i = 0; pids[i] != NULL; i++)
        if (atoi (pids[i]) > 1)
          kill (atoi (pids[i]), SIGKILL);
    }
}

static void
go_on (Run *run)
{
  const PfDecodeOptions tile
      = { .width = 118, .height = 177, .fit = PF_DECODE_FIT_COVER, .corner_radius = 12 };

  while (run->n_open < AT_ONCE && run->next < run->n)
    {
      Trial *trial = g_new0 (Trial, 1);
      g_autofree char *name = NULL;
      g_autoptr (GFile) file = NULL;
      g_autoptr (GError) error = NULL;

      trial->run = run;
      trial->number = ++run->next;
      if (run->kill_every != 0 && trial->number % run->kill_every == 0)
        kill_helpers ();
      trial->file = mutator_make (run->mutator, trial->number, &trial->what);
      name = g_strdup_printf ("%u.jpg", trial->number);
      trial->path = g_build_filename (run->folder, name, NULL);
      g_file_set_contents_full (trial->path, g_bytes_get_data (trial->file, NULL),
                                (gssize)g_bytes_get_size (trial->file), G_FILE_SET_CONTENTS_NONE,
                                0600, &error);
      g_assert_no_error (error);
      file = g_file_new_for_path (trial->path);
      run->n_open++;
      trial->n_parts = 2;
      pf_media_prepare_file_async (run->pool, file, NULL, NULL, on_prepared, trial);
      pf_decoder_decode_async (run->pool, trial->file, &tile, NULL, on_decoded, trial);
    }
}

static guint
how_many (void)
{
  const char *said = g_getenv ("PINFOLD_MUTATIONS");

  return said != NULL && *said != '\0' ? (guint)atoi (said) : MANY;
}

static void
run_all (guint n, guint kill_every, PfDecoderStats *stats)
{
  Run run = { .n = n, .kill_every = kill_every };
  const Picture good = { .width = 64, .height = 48, .exact = TRUE };
  g_autoptr (GBytes) file = picture_jpeg (&good);
  g_autoptr (PfPixels) pixels = NULL;
  g_autofree char *quarters = NULL;
  g_autoptr (GError) error = NULL;
  double before, peak;

  run.pool = pool_new (HELPER);
  run.mutator = mutator_new ();
  run.folder = g_dir_make_tmp ("pinfold-test-XXXXXX", NULL);
  before = rss_mib ("VmRSS:");
  go_on (&run);
  while (run.n_open > 0)
    g_main_context_iteration (NULL, TRUE);
  peak = rss_mib ("VmHWM:") - before;
  pf_decoder_pool_get_stats (run.pool, stats);
  g_test_message ("%u pictures: %u shown, %u made ready, %u times refused; helpers: %u started, "
                  "%u crashed, %u too slow; at most %.0f MiB more",
                  run.n, run.n_shown, run.n_ready, run.n_refused, stats->started, stats->crashed,
                  stats->timed_out, peak);
  g_assert_cmpuint (run.n_shown + run.n_ready + run.n_refused, ==, 2 * run.n);
  /* Neither may the whole thing be for nothing: some survive, most do not. */
  g_assert_cmpuint (run.n_shown, >, 0);
  g_assert_cmpuint (run.n_ready, >, 0);
  g_assert_cmpuint (run.n_refused, >, run.n / 4);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpfloat (peak, <, MOST_MIB);
#endif
  pixels = pool_decode (run.pool, file, &(PfDecodeOptions){ 0 }, &error);
  g_assert_no_error (error);
  quarters = pixel_quarters (pixels);
  g_assert_cmpstr (quarters, ==, "RGBY");
  g_object_unref (run.pool);
  mutator_free (run.mutator);
  g_rmdir (run.folder);
  g_free (run.folder);
}

static void
test_dropped (void)
{
  PfDecoderStats stats;

  run_all (how_many (), 0, &stats);
  /* None of these files brings a helper down. */
  g_assert_cmpuint (stats.crashed + stats.timed_out, ==, 0);
}

/* And if one did: the next picture finds another helper. */
static void
test_killed (void)
{
  PfDecoderStats stats;

  run_all (FEW, 20, &stats);
  g_assert_cmpuint (stats.started, >=, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/mutations/UI-1+UI-2+UI-3/dropped", test_dropped);
  g_test_add_func ("/media/mutations/UI-3/helpers-killed", test_killed);
  return g_test_run ();
}
