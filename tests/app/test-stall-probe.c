/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe sees stalls that are planted, and tells waiting from working. */
#include "config.h"

#include "app/probe/pf-stall-probe.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <unistd.h>

#define PLANTED_MS 80

typedef struct
{
  char *path;
  JsonParser *parser;
  JsonObject *report;
} Report;

static gboolean
at_the_end (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add (ms, at_the_end, loop);
  g_main_loop_run (loop);
}

static gboolean
sleep_long (gpointer unused)
{
  g_usleep (PLANTED_MS * 1000);
  return G_SOURCE_REMOVE;
}

static gboolean
work_long (gpointer unused)
{
  gint64 until = g_get_monotonic_time () + PLANTED_MS * 1000;

  while (g_get_monotonic_time () < until)
    ;
  return G_SOURCE_REMOVE;
}

static void
report_read (Report *report)
{
  g_autoptr (GError) error = NULL;

  report->parser = json_parser_new ();
  json_parser_load_from_file (report->parser, report->path, &error);
  g_assert_no_error (error);
  report->report = json_node_get_object (json_parser_get_root (report->parser));
}

static void
report_clear (Report *report)
{
  g_clear_object (&report->parser);
  g_remove (report->path);
  g_free (report->path);
}

static PfStallProbe *
start (Report *report)
{
  report->path = g_strdup_printf ("%s/pf-stalls-%d-%u.json", g_get_tmp_dir (), (int)getpid (),
                                  g_random_int ());
  return pf_stall_probe_new (report->path);
}

/* The longest span there is. */
static JsonObject *
longest (Report *report)
{
  JsonArray *spans = json_object_get_array_member (report->report, "spans");
  JsonObject *found = NULL;

  for (guint i = 0; i < json_array_get_length (spans); i++)
    {
      JsonObject *span = json_array_get_object_element (spans, i);

      if (found == NULL
          || json_object_get_double_member (span, "ms")
                 > json_object_get_double_member (found, "ms"))
        found = span;
    }
  g_assert_nonnull (found);
  return found;
}

static void
test_planted (gconstpointer function)
{
  Report report = { 0 };
  PfStallProbe *probe = start (&report);
  gint64 began = g_get_monotonic_time ();
  JsonObject *span;
  double ms, cpu, at;

  g_timeout_add (20, (GSourceFunc)function, NULL);
  run_for (60);
  pf_stall_probe_free (probe);

  report_read (&report);
  span = longest (&report);
  ms = json_object_get_double_member (span, "ms");
  cpu = json_object_get_double_member (span, "cpu_ms");
  at = json_object_get_double_member (span, "at") * G_USEC_PER_SEC;
  g_assert_cmpfloat (ms, >=, PLANTED_MS);
  g_assert_cmpfloat (json_object_get_double_member (report.report, "longest_ms"), ==, ms);
  g_assert_cmpfloat (at, >=, (double)began);
  g_assert_cmpfloat (at, <=, (double)g_get_monotonic_time ());
  if (function == (gconstpointer)sleep_long)
    g_assert_cmpfloat (cpu, <, PLANTED_MS / 2.0);
  else /* what is not its own work it waited for a processor */
    g_assert_cmpfloat (cpu + json_object_get_double_member (span, "queued_ms"), >,
                       PLANTED_MS * 0.8);
  /* And it was looked where the time goes: in this program. */
  g_assert_true (json_object_has_member (span, "where"));
  g_assert_nonnull (
      strstr (json_array_get_string_element (json_object_get_array_member (span, "where"), 0),
              "test-stall-probe+0x"));
  report_clear (&report);
}

static void
test_waiting (void)
{
  Report report = { 0 };
  PfStallProbe *probe = start (&report);

  run_for (200);
  pf_stall_probe_free (probe);
  report_read (&report);
  g_assert_cmpfloat (json_object_get_double_member (report.report, "longest_ms"), <, 150);
  report_clear (&report);
}

static void
test_frames (void)
{
  Report report = { 0 };
  PfStallProbe *probe = start (&report);
  GtkWidget *window = gtk_window_new ();
  JsonArray *spans;
  gboolean opens = FALSE;
  gboolean closes = FALSE;

  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 5; i++)
    {
      run_for (50);
      gtk_widget_queue_draw (window);
    }
  g_idle_add_once ((GSourceOnceFunc)gtk_window_destroy, window);
  run_for (50);
  pf_stall_probe_free (probe);
  report_read (&report);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (report.report, "frames")),
                    >=, 3);
  g_assert_cmpfloat (json_object_get_double_member (report.report, "median_frame_ms"), >, 0);
  spans = json_object_get_array_member (report.report, "spans");
  for (guint i = 0; i < json_array_get_length (spans); i++)
    {
      JsonObject *span = json_array_get_object_element (spans, i);

      opens |= json_object_get_boolean_member (span, "opens");
      closes |= json_object_get_boolean_member (span, "closes");
    }
  g_assert_true (opens);
  g_assert_true (closes);
  report_clear (&report);
}

static void
test_off (void)
{
  g_assert_null (pf_stall_probe_new (NULL));
  g_assert_null (pf_stall_probe_new (""));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/stall-probe/off-by-itself", test_off);
  g_test_add_data_func ("/app/stall-probe/P19/sleeping-is-seen", (gconstpointer)sleep_long,
                        test_planted);
  g_test_add_data_func ("/app/stall-probe/P19/working-is-seen", (gconstpointer)work_long,
                        test_planted);
  g_test_add_func ("/app/stall-probe/P19/waiting-for-events-is-no-stall", test_waiting);
  g_test_add_func ("/app/stall-probe/P19/frames-and-windows", test_frames);
  return g_test_run ();
}
