/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>

static const double costs[] = { 1, 1.2, 0.9, 7, 1.1, 1, 0.8 };

/* One pair is far off; the median does not see it. */
static int
judge (const char *id, double gate, gboolean is_speed, guint pairs)
{
  const BenchSpec spec = {
    .id = id, .name = "harness", .unit = "s", .gate = gate, .goal = gate, .is_speed = is_speed
  };
  Bench *bench = bench_new (&spec);

  for (guint i = 0; i < pairs; i++)
    bench_add_pair (bench, 0.5, costs[i]);
  bench_note (bench, "answer", 42);
  return bench_finish (bench);
}

static void
test_gate (void)
{
  g_assert_cmpint (judge ("T1", 2.1, FALSE, 7), ==, 0);
  g_assert_cmpint (judge ("T2", 1.9, FALSE, 7), ==, 1);
  g_assert_cmpint (judge ("T3", 0.45, TRUE, 7), ==, 0);
  g_assert_cmpint (judge ("T4", 0.55, TRUE, 7), ==, 1);
  g_assert_cmpint (judge ("T5", 9, FALSE, 6), ==, 77);
}

static void
test_json (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("PINFOLD_BENCH_DIR"), "T6.json", NULL);
  JsonObject *root;

  judge ("T6", 1.9, FALSE, 7);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpfloat (json_object_get_double_member (root, "ratio"), ==, 2);
  g_assert_cmpfloat (json_object_get_double_member (root, "floor"), ==, 0.5);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (root, "figures")), ==, 7);
  g_assert_false (json_object_get_boolean_member (root, "held"));
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (root, "notes"),
                                               "answer"),
                   ==, 42);
}

static double
count (gpointer data)
{
  return ++*(guint *)data;
}

/* The floor comes first in one pair and second in the next. */
static void
test_turns (void)
{
  const BenchSpec spec
      = { .id = "T7", .name = "turns", .unit = "s", .gate = 9, .goal = 9, .pairs = 7 };
  guint runs = 0;

  g_assert_cmpint (bench_main (&spec, count, count, &runs), ==, 0);
  g_assert_cmpuint (runs, ==, 16);
}

static void
test_clocks (void)
{
  double wall = bench_wall (), cpu = bench_cpu ();
  double before, peak;
  gsize size = 64 << 20;
  char *much;

  g_usleep (20000);
  g_assert_cmpfloat (bench_wall () - wall, >=, 0.02);
  g_assert_cmpfloat (bench_cpu () - cpu, <, 0.02);
  bench_reset_peak ();
  before = bench_rss ();
  much = g_malloc (size);
  for (gsize i = 0; i < size; i += 4096)
    much[i] = 1;
  g_free (much);
  peak = bench_peak_rss ();
  g_assert_cmpfloat (peak - before, >=, 60);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("pinfold-bench-XXXXXX", NULL);
  int result;

  g_setenv ("PINFOLD_BENCH_DIR", folder, TRUE);
  g_unsetenv ("PINFOLD_BENCH_PAIRS");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench/gate", test_gate);
  g_test_add_func ("/bench/json", test_json);
  g_test_add_func ("/bench/turns", test_turns);
  g_test_add_func ("/bench/clocks", test_clocks);
  result = g_test_run ();
  for (guint i = 1; i <= 7; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/T%u.json", folder, i);
      g_remove (path);
    }
  g_remove (folder);
  return result;
}
