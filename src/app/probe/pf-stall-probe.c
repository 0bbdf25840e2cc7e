/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-probe"

#include "config.h"

#include "app/probe/pf-stall-probe.h"

#include "app/probe/pf-stall-samples.h"

#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <time.h>
#include <unistd.h>

/*
 * For tests and benchmarks (performance.md P19). Everything the main loop does between waking
 * up and going to sleep again is one span; what happens meanwhile waits as long as that. The
 * kernel tells how much of a span the thread was ready and had no processor: a busy machine
 * is not the product's fault.
 */

#define KEEP_US 1000          /* shorter spans are only counted */
#define SAMPLES_FROM_US 30000 /* and of longer ones it is told where the time went */
#define MAX_KEPT 200000       /* nobody forgets it switched on for ever */

typedef struct
{
  gint64 at_us;
  gint64 length_us;
  gint64 cpu_us;
  gint64 queued_us;
  gboolean opens;  /* a window came up in it, or had its first frame */
  gboolean closes; /* a window went away in it */
  char **samples;
} Span;

typedef struct
{
  gint64 at_us;
  gint64 length_us;
} Frame;

typedef struct
{
  GSource source;
  PfStallProbe *probe;
} Edge;

struct _PfStallProbe
{
  char *path;
  GSource *edge;
  PfStallSamples *samples;
  GListModel *toplevels;
  int schedstat;
  gint64 began_us;
  Span now; /* at_us is 0 while the loop sleeps */
  gint64 frame_began_us;
  gboolean unpainted; /* a window has not had its first frame */
  guint64 n_spans;
  GArray *spans;
  GArray *frames;
};

static void
span_clear (gpointer data)
{
  g_strfreev (((Span *)data)->samples);
}

static gint64
thread_cpu_us (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

/* How long this thread was ready to run and waited for a processor; Linux,
 * Documentation/scheduler/sched-stats.rst. */
static gint64
thread_queued_us (PfStallProbe *self)
{
  char text[80];
  gssize n = self->schedstat >= 0 ? pread (self->schedstat, text, sizeof text - 1, 0) : -1;
  char *second;

  if (n <= 0)
    return 0;
  text[n] = '\0';
  second = strchr (text, ' ');
  return second != NULL ? g_ascii_strtoll (second, NULL, 10) / 1000 : 0;
}

static void
begin_span (PfStallProbe *self)
{
  self->now.at_us = g_get_monotonic_time ();
  self->now.cpu_us = thread_cpu_us ();
  self->now.queued_us = thread_queued_us (self);
  self->now.opens = self->now.closes = FALSE;
  pf_stall_samples_begin (self->samples, self->now.at_us);
}

static void
end_span (PfStallProbe *self)
{
  Span span = self->now;

  if (span.at_us == 0)
    return;
  self->now.at_us = 0;
  self->n_spans++;
  span.length_us = g_get_monotonic_time () - span.at_us;
  span.samples = pf_stall_samples_end (self->samples, span.length_us >= SAMPLES_FROM_US);
  if ((span.length_us < KEEP_US && !span.opens && !span.closes) || self->spans->len >= MAX_KEPT)
    {
      g_strfreev (span.samples);
      return;
    }
  span.cpu_us = thread_cpu_us () - span.cpu_us;
  span.queued_us = thread_queued_us (self) - span.queued_us;
  g_array_append_val (self->spans, span);
}

/* Before every other source is asked, and so before the loop sleeps. */
static gboolean
edge_prepare (GSource *source, int *timeout)
{
  end_span (((Edge *)source)->probe);
  *timeout = -1;
  return FALSE;
}

/* Before every other source again, after the loop has slept. */
static gboolean
edge_check (GSource *source)
{
  begin_span (((Edge *)source)->probe);
  return FALSE;
}

static gboolean
edge_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
on_before_paint (GdkFrameClock *clock, PfStallProbe *self)
{
  self->frame_began_us = g_get_monotonic_time ();
  if (self->unpainted)
    self->now.opens = TRUE;
  self->unpainted = FALSE;
}

static void
on_after_paint (GdkFrameClock *clock, PfStallProbe *self)
{
  Frame frame = { .at_us = self->frame_began_us };

  if (frame.at_us == 0 || self->frames->len >= MAX_KEPT)
    return;
  frame.length_us = g_get_monotonic_time () - frame.at_us;
  self->frame_began_us = 0;
  g_array_append_val (self->frames, frame);
}

static void
on_window_map (GtkWidget *window, PfStallProbe *self)
{
  self->now.opens = TRUE;
}

static void
on_window_unrealize (GtkWidget *window, PfStallProbe *self)
{
  self->now.closes = TRUE;
}

static void
on_window_realize (GtkWidget *window, PfStallProbe *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  self->now.opens = self->unpainted = TRUE;
  g_signal_handlers_disconnect_by_data (clock, self);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), self);
}

static void
on_toplevels_changed (
    GListModel *toplevels, guint position, guint n_removed, guint n_added, PfStallProbe *self)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      g_signal_connect (window, "realize", G_CALLBACK (on_window_realize), self);
      g_signal_connect (window, "map", G_CALLBACK (on_window_map), self);
      g_signal_connect (window, "unrealize", G_CALLBACK (on_window_unrealize), self);
      if (gtk_widget_get_realized (window))
        on_window_realize (window, self);
    }
}

/**
 * pf_stall_probe_new:
 * @path: (nullable): where the report goes
 *
 * Measures every iteration of the main loop and every frame, from now until it is freed, and
 * then writes a JSON report. Times are monotonic seconds, as other processes of this computer
 * see them, too. On the main thread, after GTK's start.
 *
 * Returns: (transfer full) (nullable): the probe; %NULL without @path, and then it costs nothing
 */
PfStallProbe *
pf_stall_probe_new (const char *path)
{
  static GSourceFuncs edge_funcs = { edge_prepare, edge_check, edge_dispatch, NULL, NULL, NULL };
  PfStallProbe *self;

  if (path == NULL || *path == '\0')
    return NULL;
  self = g_new0 (PfStallProbe, 1);
  self->path = g_strdup (path);
  self->schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  self->began_us = g_get_monotonic_time ();
  self->spans = g_array_new (FALSE, FALSE, sizeof (Span));
  g_array_set_clear_func (self->spans, span_clear);
  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->samples = pf_stall_samples_new ();
  self->toplevels = g_object_ref (gtk_window_get_toplevels ());
  g_signal_connect (self->toplevels, "items-changed", G_CALLBACK (on_toplevels_changed), self);
  on_toplevels_changed (self->toplevels, 0, 0, g_list_model_get_n_items (self->toplevels), self);

  self->edge = g_source_new (&edge_funcs, sizeof (Edge));
  ((Edge *)self->edge)->probe = self;
  g_source_set_static_name (self->edge, "stall-probe");
  g_source_set_priority (self->edge, G_MININT);
  g_source_attach (self->edge, NULL);
  return self;
}

static int
compare_frames (gconstpointer a, gconstpointer b)
{
  gint64 left = ((const Frame *)a)->length_us;
  gint64 right = ((const Frame *)b)->length_us;

  return left < right ? -1 : left > right;
}

static double
median_frame_ms (PfStallProbe *self)
{
  g_autoptr (GArray) sorted = g_array_copy (self->frames);

  g_array_sort (sorted, compare_frames);
  return sorted->len > 0 ? (double)g_array_index (sorted, Frame, sorted->len / 2).length_us / 1000
                         : 0;
}

static void
add_number (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, value);
}

static double
add_spans (JsonBuilder *json, PfStallProbe *self)
{
  gint64 longest = 0;

  json_builder_set_member_name (json, "spans");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->spans->len; i++)
    {
      const Span *span = &g_array_index (self->spans, Span, i);

      longest = MAX (longest, span->length_us);
      json_builder_begin_object (json);
      add_number (json, "at", (double)span->at_us / G_USEC_PER_SEC);
      add_number (json, "ms", (double)span->length_us / 1000);
      add_number (json, "cpu_ms", (double)span->cpu_us / 1000);
      add_number (json, "queued_ms", (double)span->queued_us / 1000);
      json_builder_set_member_name (json, "opens");
      json_builder_add_boolean_value (json, span->opens);
      json_builder_set_member_name (json, "closes");
      json_builder_add_boolean_value (json, span->closes);
      if (span->samples != NULL)
        {
          json_builder_set_member_name (json, "where");
          json_builder_begin_array (json);
          for (guint j = 0; span->samples[j] != NULL; j++)
            json_builder_add_string_value (json, span->samples[j]);
          json_builder_end_array (json);
        }
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  return (double)longest / 1000;
}

static void
write_report (PfStallProbe *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  json_builder_begin_object (json);
  add_number (json, "began", (double)self->began_us / G_USEC_PER_SEC);
  add_number (json, "ended", (double)g_get_monotonic_time () / G_USEC_PER_SEC);
  add_number (json, "n_spans", (double)self->n_spans);
  add_number (json, "longest_ms", add_spans (json, self));
  add_number (json, "median_frame_ms", median_frame_ms (self));
  json_builder_set_member_name (json, "frames");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->frames->len; i++)
    {
      const Frame *frame = &g_array_index (self->frames, Frame, i);

      json_builder_begin_object (json);
      add_number (json, "at", (double)frame->at_us / G_USEC_PER_SEC);
      add_number (json, "ms", (double)frame->length_us / 1000);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);

  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  if (!g_file_set_contents (self->path, text, (gssize)length, &error))
    g_warning ("The stall probe's report: %s", error->message);
}

/**
 * pf_stall_probe_free:
 * @self: a probe
 *
 * Writes the report.
 */
void
pf_stall_probe_free (PfStallProbe *self)
{
  end_span (self);
  g_source_destroy (self->edge);
  g_source_unref (self->edge);
  pf_stall_samples_free (self->samples);
  g_signal_handlers_disconnect_by_data (self->toplevels, self);
  for (guint i = 0; i < g_list_model_get_n_items (self->toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (self->toplevels, i);

      g_signal_handlers_disconnect_by_data (window, self);
      if (gtk_widget_get_realized (window))
        g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (window), self);
    }
  g_object_unref (self->toplevels);
  write_report (self);
  if (self->schedstat >= 0)
    close (self->schedstat);
  g_array_unref (self->spans);
  g_array_unref (self->frames);
  g_free (self->path);
  g_free (self);
}
