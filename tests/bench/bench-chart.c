/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * P16: all of a chart with ten lines of three years is drawn, against cairo stroking the
 * same lines with its fast antialiasing, 1200x600. P17: the cursor moves over that chart in a
 * window, against a frame of an empty window that is drawn whole. P18: ten times as many days,
 * against the days of P16.
 */
#include "config.h"

#include "app/widgets/chart/pf-chart.h"

#include <adwaita.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>
#include <time.h>

#include "bench.h"

#define WIDTH 1200
#define HEIGHT 600
#define N_SERIES 10u
#define DAYS 1095u
#define TIMES 10
#define FRAMES 120

static double
cpu (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A week's wave, growth and chance: lines that cross, as those of an account do. */
static PfChartData *
make_data (guint n_days)
{
  PfChartData *data = pf_chart_data_new_days ("Bench", 738000, n_days);
  g_autoptr (GRand) rand = g_rand_new_with_seed (16);
  g_autofree double *values = g_new (double, n_days);

  for (guint s = 0; s < N_SERIES; s++)
    {
      g_autofree char *name = g_strdup_printf ("Series %u", s + 1);

      for (guint i = 0; i < n_days; i++)
        values[i] = floor (500. + 120 * s + i * 400. / n_days + 150 * sin (i * 2 * G_PI / 7 + s)
                           + g_rand_double_range (rand, -120, 120));
      pf_chart_data_add_series (data, name, values, NULL);
    }
  return data;
}

typedef struct
{
  PfChartScene scene;
  cairo_surface_t *surface;
} Picture;

static void
picture_init (Picture *picture, PfChartData *data, PfChartText *text)
{
  picture->scene = (PfChartScene){
    .kind = PF_CHART_LINE, .data = data, .text = text, .width = WIDTH, .height = HEIGHT
  };
  pf_chart_style_init (&picture->scene.style, FALSE, FALSE);
  picture->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
}

static void
clear (cairo_t *cr)
{
  cairo_save (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* Milliseconds of CPU for one picture. */
static double
draw (gpointer data)
{
  Picture *picture = data;
  double start = cpu ();

  for (guint i = 0; i < TIMES; i++)
    {
      cairo_t *cr = cairo_create (picture->surface);

      clear (cr);
      pf_chart_draw (&picture->scene, cr);
      cairo_destroy (cr);
    }
  return (cpu () - start) * 1e3 / TIMES;
}

static double
draw_first (gpointer data)
{
  return draw (&((Picture *)data)[0]);
}

static double
draw_second (gpointer data)
{
  return draw (&((Picture *)data)[1]);
}

static double
stroke (gpointer data)
{
  Picture *picture = data;
  PfChartPlot plot;
  double start = cpu ();

  pf_chart_plan (&picture->scene, &plot);
  for (guint i = 0; i < TIMES; i++)
    {
      cairo_t *cr = cairo_create (picture->surface);

      clear (cr);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
      cairo_set_line_width (cr, picture->scene.style.line);
      for (guint s = 0; s < N_SERIES; s++)
        {
          const double *values = pf_chart_data_get_values (picture->scene.data, s);

          for (guint k = 0; k < DAYS; k++)
            cairo_line_to (cr, pf_chart_plot_x (&picture->scene, &plot, k),
                           pf_chart_plot_y (&plot, values[k]));
          pf_chart_set_ink (cr, &picture->scene.style.series[s], 1);
          cairo_stroke (cr);
        }
      cairo_destroy (cr);
    }
  return (cpu () - start) * 1e3 / TIMES;
}

static int
bench_draw (gboolean scale)
{
  static const BenchSpec draw_spec
      = { .id = "P16", .name = "chart-draw", .unit = "ms", .gate = 1.0, .goal = .2 };
  static const BenchSpec scale_spec
      = { .id = "P18", .name = "chart-scale", .unit = "ms", .gate = 2.5, .goal = 1.2 };
  g_autoptr (PfChartData) few = make_data (DAYS), many = make_data (DAYS * 10);
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PfChartText) text = pf_chart_text_new (context);
  Picture pictures[2];
  int result;

  g_object_unref (context);
  picture_init (&pictures[0], few, text);
  picture_init (&pictures[1], many, text);
  result = scale ? bench_main (&scale_spec, draw_first, draw_second, pictures)
                 : bench_main (&draw_spec, stroke, draw_first, pictures);
  cairo_surface_destroy (pictures[0].surface);
  cairo_surface_destroy (pictures[1].surface);
  return result;
}

/* An empty window, drawn whole each frame: the colour is one that nobody sees change. */
#define TYPE_EMPTY (empty_get_type ())
G_DECLARE_FINAL_TYPE (Empty, empty, THE, EMPTY, GtkWidget)

struct _Empty
{
  GtkWidget parent_instance;
  guint turn;
};

G_DEFINE_FINAL_TYPE (Empty, empty, GTK_TYPE_WIDGET)

static void
empty_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GdkRGBA color = { 1, 1, THE_EMPTY (widget)->turn++ % 2 ? 1 : .99f, 1 };

  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
}

static void
empty_class_init (EmptyClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = empty_snapshot;
}

static void
empty_init (Empty *self)
{
}

typedef struct
{
  GtkWidget *window, *child;
  GMainLoop *loop;
  guint frames;
  double start, cost;
} Scene;

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Scene *scene = data;

  if (scene->frames == 5)
    scene->start = cpu ();
  if (scene->frames++ == FRAMES + 5)
    {
      scene->cost = (cpu () - scene->start) * 1e3 / FRAMES;
      g_main_loop_quit (scene->loop);
      return G_SOURCE_REMOVE;
    }
  if (PF_IS_CHART (scene->child))
    pf_chart_set_cursor (PF_CHART (scene->child), (int)(100 + scene->frames * 7 % 900));
  else
    gtk_widget_queue_draw (scene->child);
  return G_SOURCE_CONTINUE;
}

static double
run (Scene *scene)
{
  gtk_window_present (GTK_WINDOW (scene->window));
  scene->frames = 0;
  gtk_widget_add_tick_callback (scene->window, tick, scene, NULL);
  g_main_loop_run (scene->loop);
  gtk_widget_set_visible (scene->window, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return scene->cost;
}

static double
run_floor (gpointer data)
{
  return run (&((Scene *)data)[0]);
}

static double
run_product (gpointer data)
{
  return run (&((Scene *)data)[1]);
}

static int
bench_hover (void)
{
  static const BenchSpec spec
      = { .id = "P17", .name = "chart-hover", .unit = "ms a frame", .gate = 1.3, .goal = 1.05 };
  g_autoptr (PfChartData) data = make_data (DAYS);
  Scene scenes[2] = { 0 };

  for (guint i = 0; i < 2; i++)
    {
      scenes[i].window = gtk_window_new ();
      scenes[i].loop = g_main_loop_new (NULL, FALSE);
      scenes[i].child = i == 0 ? g_object_new (TYPE_EMPTY, NULL) : pf_chart_new (PF_CHART_LINE);
      gtk_window_set_decorated (GTK_WINDOW (scenes[i].window), FALSE);
      gtk_window_set_default_size (GTK_WINDOW (scenes[i].window), WIDTH, HEIGHT);
      gtk_window_set_child (GTK_WINDOW (scenes[i].window), scenes[i].child);
    }
  pf_chart_set_data (PF_CHART (scenes[1].child), data);
  return bench_main (&spec, run_floor, run_product, scenes);
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && strcmp (argv[1], "hover") == 0)
    {
      gtk_init ();
      adw_init ();
      return bench_hover ();
    }
  return bench_draw (argc > 1 && strcmp (argv[1], "scale") == 0);
}
