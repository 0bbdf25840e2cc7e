/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"
#include "pin-pages.h"

#include "core/model/pf-items.h"
#include "core/model/pf-tile-source.h"
#include "fake-connection.h"
#include "rig.h"

#include <stdlib.h>
#include <string.h>

/* P8, the part of the model: what 100,000 pins take more than 1,000, in a process that opens a kept
 * copy, lists all of them and has scrolled through. The wall's part is measured with the wall. */

#define FEW 1000

static guint
length (PfPinList *pins)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pins));
}

/* This program in another role: prints its resident memory, in bytes. */
static int
measure (const char *folder, const char *connection_id, guint n)
{
  g_autofree char *own = g_strdup (folder);
  g_autoptr (PfContext) context = pin_context (&own);
  g_autoptr (GObject) client = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (PfConnection) connection = fake_connection_new (connection_id, (PfClient *)client);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfPinList) pins = NULL;
  PfTileShape shapes[250];
  PfMirror *mirror = pin_open_mirror (context);
  Rig rig;

  rig_init (&rig, 7);
  rig.outbox = pf_outbox_new_with_delivery (rig.store, mirror, PF_DELIVERY (rig.world));
  pf_mirror_keep_async (mirror, connection_id, rig.store, NULL, pin_keep_result, &result);
  g_assert_true (pf_mirror_keep_finish (mirror, pin_wait (&result), NULL));
  pins = pf_pin_list_new_all (mirror, NULL, rig.outbox, connection);
  while (length (pins) < n)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i + 250 <= n; i += n / 40)
    {
      pf_tile_source_read_shapes (PF_TILE_SOURCE (pins), i, 250, shapes);
      for (guint j = i; j < i + 50; j++)
        {
          g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), j);
          g_assert_nonnull (item);
        }
      for (guint j = 0; j < 20; j++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (500);
        }
    }
  g_print ("%.0f\n", bench_rss () * 1024 * 1024);
  return EXIT_SUCCESS;
}

static double
run_measure (const char *folder, const char *connection_id, guint n)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *number = g_strdup_printf ("%u", n);
  const char *argv[] = { program, "--measure", folder, connection_id, number, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               &out, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return g_ascii_strtod (out, NULL);
}

static void
fill (PfContext *context, PfStore *store, const char *connection_id, guint n)
{
  PfMirror *mirror = pin_open_mirror (context);
  g_autoptr (GAsyncResult) result = NULL;

  pf_mirror_keep_async (mirror, connection_id, store, NULL, pin_keep_result, &result);
  g_assert_true (pf_mirror_keep_finish (mirror, pin_wait (&result), NULL));
  pin_fill_mirror (mirror, connection_id, n);
  pin_close_mirror (mirror);
}

int
main (int argc, char **argv)
{
  static const BenchSpec spec
      = { .id = "P8-model", .name = "wall-memory", .unit = "bytes a pin", .gate = 200, .goal = 64 };
  g_autofree char *folder = NULL;
  g_autoptr (PfContext) context = NULL;
  guint many = pin_pages_total ();
  Bench *bench;
  Rig rig;
  int code;

  if (argc == 5 && strcmp (argv[1], "--measure") == 0)
    return measure (argv[2], argv[3], (guint)atoi (argv[4]));
  context = pin_context (&folder);
  rig_init (&rig, 7);
  fill (context, rig.store, "few", FEW);
  fill (context, rig.store, "many", many);
  bench = bench_new (&spec);
  for (guint i = 0; i < bench_get_pairs (bench); i++)
    {
      double few = run_measure (folder, "few", FEW);
      double bytes = run_measure (folder, "many", many) - few;

      bench_add_pair (bench, 1, MAX (bytes, 0) / (many - FEW));
    }
  code = bench_finish (bench);
  rig_clear (&rig);
  g_clear_object (&context);
  pf_files_remove_tree (folder);
  return code;
}
