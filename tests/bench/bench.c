/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <glib/gstdio.h>

#define NOT_JUDGED 77

struct _Bench
{
  BenchSpec spec;
  GArray *floors;  /* of double */
  GArray *figures; /* of double */
  GString *notes;  /* JSON members */
  GString *lines;
};

double
bench_wall (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
usage (int who)
{
  struct rusage u;

  getrusage (who, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec)
         + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

double
bench_cpu (void)
{
  return usage (RUSAGE_SELF);
}

double
bench_cpu_children (void)
{
  return usage (RUSAGE_CHILDREN);
}

static double
status_mib (const char *field)
{
  g_autofree char *status = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    g_error ("no /proc");
  at = strstr (status, field);
  return at != NULL ? g_ascii_strtod (at + strlen (field), NULL) / 1024 : 0;
}

double
bench_rss (void)
{
  return status_mib ("VmRSS:");
}

double
bench_peak_rss (void)
{
  return status_mib ("VmHWM:");
}

/* proc(5), clear_refs: 5 resets the peak. */
void
bench_reset_peak (void)
{
  FILE *file = g_fopen ("/proc/self/clear_refs", "we");

  if (file == NULL || fputs ("5", file) < 0 || fclose (file) != 0)
    g_error ("The peak cannot be reset: %s", g_strerror (errno));
}

Bench *
bench_new (const BenchSpec *spec)
{
  Bench *self = g_new0 (Bench, 1);
  const char *pairs = g_getenv ("PINFOLD_BENCH_PAIRS");

  self->spec = *spec;
  if (self->spec.pairs == 0)
    self->spec.pairs = BENCH_PAIRS;
  if (pairs != NULL && *pairs != '\0')
    self->spec.pairs = (guint)CLAMP (g_ascii_strtoull (pairs, NULL, 10), 1, 1000);
  self->floors = g_array_new (FALSE, FALSE, sizeof (double));
  self->figures = g_array_new (FALSE, FALSE, sizeof (double));
  self->notes = g_string_new (NULL);
  self->lines = g_string_new (NULL);
  return self;
}

guint
bench_get_pairs (Bench *self)
{
  return self->spec.pairs;
}

void
bench_add_pair (Bench *self, double floor, double figure)
{
  g_assert_cmpfloat (floor, >, 0);
  g_assert_cmpfloat (figure, >=, 0);
  g_array_append_val (self->floors, floor);
  g_array_append_val (self->figures, figure);
}

static void
append_number (GString *json, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (json, g_ascii_formatd (text, sizeof text, "%.9g", value));
}

void
bench_note (Bench *self, const char *name, double value)
{
  g_string_append_printf (self->notes, "%s\"%s\": ", self->notes->len > 0 ? ", " : "", name);
  append_number (self->notes, value);
  g_string_append_printf (self->lines, "%s%s %.4g", self->lines->len > 0 ? ", " : "", name, value);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
median (GArray *values)
{
  g_autoptr (GArray) sorted = g_array_copy (values);
  guint n = sorted->len;

  g_array_sort (sorted, compare);
  return (g_array_index (sorted, double, (n - 1) / 2) + g_array_index (sorted, double, n / 2)) / 2;
}

/* The median of the pairs' own ratios: what slows the whole machine for a while slows both
 * halves of a pair. */
static double
pair_ratio (Bench *self)
{
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < self->floors->len; i++)
    {
      double floor = g_array_index (self->floors, double, i);
      double figure = g_array_index (self->figures, double, i);
      double ratio = self->spec.is_speed ? floor / MAX (figure, 1e-9) : figure / floor;

      g_array_append_val (ratios, ratio);
    }
  return median (ratios);
}

static void
append_member (GString *json, const char *name, double value)
{
  g_string_append_printf (json, ",\n  \"%s\": ", name);
  append_number (json, value);
}

static void
append_list (GString *json, const char *name, GArray *values)
{
  g_string_append_printf (json, ",\n  \"%s\": [", name);
  for (guint i = 0; i < values->len; i++)
    {
      if (i > 0)
        g_string_append (json, ", ");
      append_number (json, g_array_index (values, double, i));
    }
  g_string_append_c (json, ']');
}

static void
write_json (Bench *self, double ratio, gboolean judged, gboolean held)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *folder = g_strdup (g_getenv ("PINFOLD_BENCH_DIR"));
  g_autofree char *path = NULL;
  g_autofree char *name = g_strconcat (self->spec.id, ".json", NULL);
  g_autoptr (GError) error = NULL;

  if (folder == NULL && g_getenv ("PINFOLD_BUILD_ROOT") != NULL)
    folder = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"), "meson-logs", "bench", NULL);
  if (folder == NULL)
    return;
  g_string_append_printf (json, "{\n  \"id\": \"%s\",\n  \"name\": \"%s\",\n  \"unit\": \"%s\"",
                          self->spec.id, self->spec.name, self->spec.unit);
  append_member (json, "floor", median (self->floors));
  append_member (json, "figure", median (self->figures));
  append_member (json, "ratio", ratio);
  append_member (json, "gate", self->spec.gate);
  append_member (json, "goal", self->spec.goal);
  g_string_append_printf (json, ",\n  \"larger_is_better\": %s,\n  \"judged\": %s,\n  \"held\": %s",
                          self->spec.is_speed ? "true" : "false", judged ? "true" : "false",
                          held ? "true" : "false");
  append_list (json, "floors", self->floors);
  append_list (json, "figures", self->figures);
  g_string_append_printf (json, ",\n  \"notes\": {%s}\n}\n", self->notes->str);
  path = g_build_filename (folder, name, NULL);
  if (g_mkdir_with_parents (folder, 0755) != 0
      || !g_file_set_contents (path, json->str, (gssize)json->len, &error))
    g_error ("%s: %s", path, error != NULL ? error->message : g_strerror (errno));
}

/* The harness is tested by a program that speaks TAP. */
static void
say (const char *line)
{
  if (g_test_initialized ())
    g_test_message ("%s", line);
  else
    g_print ("%s\n", line);
}

int
bench_finish (Bench *self)
{
  gboolean judged = self->floors->len >= BENCH_PAIRS;
  double ratio = pair_ratio (self);
  gboolean held = self->spec.is_speed ? ratio >= self->spec.gate : ratio <= self->spec.gate;
  g_autofree char *line = NULL;
  const char *sign = self->spec.is_speed ? ">=" : "<=";

  line = g_strdup_printf (
      "%s %s: floor %.4g %s, figure %.4g %s, ratio %.3f, gate %s %.2f, goal %s %.2f: %s",
      self->spec.id, self->spec.name, median (self->floors), self->spec.unit,
      median (self->figures), self->spec.unit, ratio, sign, self->spec.gate, sign, self->spec.goal,
      !judged ? "a quick look, not judged"
      : held  ? "held"
              : "MISSED");
  say (line);
  if (self->lines->len > 0)
    say (self->lines->str);
  write_json (self, ratio, judged, held);
  g_array_unref (self->floors);
  g_array_unref (self->figures);
  g_string_free (self->notes, TRUE);
  g_string_free (self->lines, TRUE);
  g_free (self);
  return !judged ? NOT_JUDGED : held ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
bench_main (const BenchSpec *spec, BenchRun floor, BenchRun product, gpointer data)
{
  Bench *self = bench_new (spec);

  floor (data);
  product (data);
  /* Whoever comes second finds other caches: each comes first every other time. */
  for (guint i = 0; i < self->spec.pairs; i++)
    {
      double a = i % 2 == 0 ? floor (data) : 0;
      double b = product (data);

      if (i % 2 != 0)
        a = floor (data);
      bench_add_pair (self, a, b);
    }
  return bench_finish (self);
}
