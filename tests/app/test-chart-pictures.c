/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts as they were when somebody looked at them. With PF_TEST_WRITE_PICTURES=FOLDER the
 * pictures are written there, to be looked at and committed. */
#include "config.h"

#include "chart-world.h"

#include <math.h>

#define WIDTH 340
#define HEIGHT 170
#define EDGE_WIDTH 240
#define EDGE_HEIGHT 120
#define SHEET_ACROSS 4
/* Two pixels in a thousand: what another cairo does to the edges of lines, and no more. */
#define FORGIVEN .002

typedef enum
{
  LIGHT,
  DARK,
  CONTRAST,
  CONTRAST_DARK,
  RTL,
  N_LOOKS
} Look;

static const char *const looks[N_LOOKS] = { "light", "dark", "contrast", "contrast-dark", "rtl" };

static const struct
{
  const char *name;
  PfChartKind kind;
} kinds[] = {
  { "line", PF_CHART_LINE },     { "area", PF_CHART_AREA },         { "bars", PF_CHART_BARS },
  { "stack", PF_CHART_STACK },   { "spark", PF_CHART_SPARK },       { "donut", PF_CHART_DONUT },
  { "ranked", PF_CHART_RANKED }, { "calendar", PF_CHART_CALENDAR },
};

static PfChartData *
make_data (PfChartKind kind)
{
  PfChartData *data;

  switch (kind)
    {
    case PF_CHART_DONUT:
      return chart_world_things ("Shares", 5, 1);
    case PF_CHART_RANKED:
      data = chart_world_things ("Best", 4, 1);
      {
        cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 40, 60);

        pf_chart_data_set_picture (data, 1, picture);
        cairo_surface_destroy (picture);
      }
      return data;
    case PF_CHART_BARS:
    case PF_CHART_STACK:
      return chart_world_days ("Bars", 14, 3, 5);
    case PF_CHART_CALENDAR:
      return chart_world_days ("Days", 140, 1, 3);
    case PF_CHART_SPARK:
      return chart_world_days ("Line", 30, 1, 2);
    case PF_CHART_LINE:
    case PF_CHART_AREA:
    default:
      data = chart_world_days ("Lines", 150, kind == PF_CHART_AREA ? 1 : 3, 1);
      pf_chart_data_add_note (data, 30, PF_CHART_NOTE_OWN, "Sale");
      pf_chart_data_add_note (data, 90, PF_CHART_NOTE_PUBLISHED, "A pin");
      return data;
    }
}

static cairo_surface_t *
draw (PfChartScene *scene, double scale)
{
  scene->text = chart_world_text ();
  return chart_world_picture (scene, scale);
}

static char *
dup_path (const char *name, gboolean *writes)
{
  const char *folder = g_getenv ("PF_TEST_WRITE_PICTURES");
  g_autofree char *file = g_strdup_printf ("%s.png", name);

  *writes = folder != NULL;
  return folder != NULL ? g_build_filename (folder, file, NULL)
                        : g_test_build_filename (G_TEST_DIST, "app", "charts", file, NULL);
}

static void
compare (const char *name, cairo_surface_t *picture, cairo_surface_t *golden)
{
  double differing = chart_world_compare (picture, golden);

  if (differing > FORGIVEN)
    {
      g_autofree char *file = g_strdup_printf ("%s.png", name);
      g_autofree char *seen = g_build_filename (g_get_tmp_dir (), file, NULL);

      cairo_surface_write_to_png (picture, seen);
      g_test_message ("%s differs in %.2f %%; what was drawn is %s", name, differing * 100, seen);
      g_test_fail ();
    }
}

static void
check (const char *name, PfChartScene *scene, double scale)
{
  gboolean writes;
  g_autofree char *path = dup_path (name, &writes);
  cairo_surface_t *picture = draw (scene, scale), *golden;

  if (writes)
    {
      g_assert_cmpint (cairo_surface_write_to_png (picture, path), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_destroy (picture);
      return;
    }
  golden = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (golden), ==, CAIRO_STATUS_SUCCESS);
  compare (name, picture, golden);
  cairo_surface_destroy (picture);
  cairo_surface_destroy (golden);
}

static void
set_look (PfChartScene *scene, Look look)
{
  scene->rtl = look == RTL;
  pf_chart_style_init (&scene->style, look == DARK || look == CONTRAST_DARK,
                       look == CONTRAST || look == CONTRAST_DARK);
}

static void
test_look (gconstpointer user_data)
{
  Look look = (Look)GPOINTER_TO_INT (user_data);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PfChartData) data = make_data (kinds[i].kind);
      g_autofree char *name = g_strdup_printf ("%s-%s", kinds[i].name, looks[look]);
      PfChartScene scene = { .kind = kinds[i].kind,
                             .data = data,
                             .width = kinds[i].kind == PF_CHART_SPARK ? 120 : WIDTH,
                             .height = kinds[i].kind == PF_CHART_SPARK ? 36 : HEIGHT };

      set_look (&scene, look);
      check (name, &scene, 1);
    }
}

static PfChartData *
make_values (PfChartKind kind, const double *values, guint n)
{
  static const char *const labels[] = { "One", "Two", "Three", "Four", "Five", "Six", NULL };
  g_auto (GStrv) names = g_new0 (char *, n + 1);
  PfChartData *data;

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup (labels[i]);
  data = kind == PF_CHART_DONUT || kind == PF_CHART_RANKED
             ? pf_chart_data_new_labels ("Edge", (const char *const *)names)
             : pf_chart_data_new_days ("Edge", 739678, n);
  pf_chart_data_add_series (data, "Only", values, NULL);
  /* What is stacked is more than one. */
  if (kind == PF_CHART_STACK)
    pf_chart_data_add_series (data, "Other", values, NULL);
  return data;
}

static const double equal[] = { 7, 7, 7, 7, 7 }, zero[] = { 0, 0, 0 }, one[] = { 12 },
                    negative[] = { -5, 3, -2, NAN, -8, 4 },
                    huge[] = { 1e300, -1e300, 5e299, HUGE_VAL, 2e299 },
                    alone[] = { NAN, 3, NAN, 5, 6, NAN }, none[] = { NAN, NAN, NAN };

static const struct
{
  const char *name;
  const double *values;
  guint n;
} edges[] = {
  { "equal", equal, 5 }, { "zero", zero, 3 },   { "one", one, 1 },   { "negative", negative, 6 },
  { "huge", huge, 5 },   { "alone", alone, 6 }, { "none", none, 3 }, { "empty", none, 0 },
};

static void
init_edge (PfChartScene *scene, PfChartKind kind, PfChartData *data, Look look)
{
  *scene = (PfChartScene){ .kind = kind,
                           .data = data,
                           .width = kind == PF_CHART_SPARK ? 120 : EDGE_WIDTH,
                           .height = kind == PF_CHART_SPARK ? 36 : EDGE_HEIGHT };
  set_look (scene, look);
}

static void
test_edges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      {
        g_autoptr (PfChartData) data = make_values (kinds[k].kind, edges[i].values, edges[i].n);
        g_autofree char *name = g_strdup_printf ("%s-%s", kinds[k].name, edges[i].name);
        PfChartScene scene;

        init_edge (&scene, kinds[k].kind, data, LIGHT);
        check (name, &scene, 1);
      }
}

/* The chart at @at of a sheet, with its pixels. */
static cairo_surface_t *
get_part (cairo_surface_t *sheet, guint at)
{
  int stride = cairo_image_surface_get_stride (sheet);
  guint x = at % SHEET_ACROSS * EDGE_WIDTH, y = at / SHEET_ACROSS * EDGE_HEIGHT;

  cairo_surface_flush (sheet);
  return cairo_image_surface_create_for_data (cairo_image_surface_get_data (sheet)
                                                  + (gssize)y * stride + x * 4,
                                              cairo_image_surface_get_format (sheet), EDGE_WIDTH,
                                              EDGE_HEIGHT, stride);
}

static cairo_surface_t *
draw_sheet (guint edge, Look look)
{
  cairo_surface_t *sheet
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SHEET_ACROSS * EDGE_WIDTH,
                                    (int)(G_N_ELEMENTS (kinds) + SHEET_ACROSS - 1) / SHEET_ACROSS
                                        * EDGE_HEIGHT);
  cairo_t *cr = cairo_create (sheet);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (PfChartData) data = make_values (kinds[k].kind, edges[edge].values, edges[edge].n);
      cairo_surface_t *picture;
      PfChartScene scene;

      init_edge (&scene, kinds[k].kind, data, look);
      picture = draw (&scene, 1);
      cairo_set_source_surface (cr, picture, k % SHEET_ACROSS * EDGE_WIDTH,
                                k / SHEET_ACROSS * EDGE_HEIGHT);
      cairo_paint (cr);
      cairo_surface_destroy (picture);
    }
  cairo_destroy (cr);
  return sheet;
}

/* All kinds at one edge are one picture, in a small file; each chart is compared by itself, as the
 * forgiven part of a whole sheet would be much of one chart. */
static void
test_edges_look (gconstpointer user_data)
{
  Look look = (Look)GPOINTER_TO_INT (user_data);

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      g_autofree char *name = g_strdup_printf ("edge-%s-%s", edges[i].name, looks[look]);
      gboolean writes;
      g_autofree char *path = dup_path (name, &writes);
      cairo_surface_t *sheet = draw_sheet (i, look), *golden;

      if (writes)
        {
          g_assert_cmpint (cairo_surface_write_to_png (sheet, path), ==, CAIRO_STATUS_SUCCESS);
          cairo_surface_destroy (sheet);
          continue;
        }
      golden = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_surface_status (golden), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpint (cairo_image_surface_get_width (golden), ==,
                       cairo_image_surface_get_width (sheet));
      g_assert_cmpint (cairo_image_surface_get_height (golden), ==,
                       cairo_image_surface_get_height (sheet));
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          g_autofree char *part_name = g_strdup_printf ("%s-%s", kinds[k].name, name);
          cairo_surface_t *part = get_part (sheet, k), *golden_part = get_part (golden, k);

          compare (part_name, part, golden_part);
          cairo_surface_destroy (part);
          cairo_surface_destroy (golden_part);
        }
      cairo_surface_destroy (sheet);
      cairo_surface_destroy (golden);
    }
}

/* Ten lines of three years, as dense as pixels and denser; a picture of its own with its legend. */
static void
test_dense (void)
{
  g_autoptr (PfChartData) data = chart_world_days ("Three years", 1095, 3, 8);
  g_autoptr (PfChartData) few = chart_world_days ("A title", 30, 3, 9);
  PfChartScene scene = { .kind = PF_CHART_LINE, .data = data, .width = WIDTH, .height = HEIGHT };

  pf_chart_style_init (&scene.style, FALSE, FALSE);
  check ("line-dense", &scene, 1);
  scene.from = 200.5;
  scene.to = 290.25;
  check ("line-zoomed", &scene, 1);
  scene.from = scene.to = 0;
  scene.data = few;
  scene.framed = TRUE;
  scene.hidden = 2;
  check ("line-framed", &scene, 2);
}

/* No room for words beside the ring: they are below it. */
static void
test_below (void)
{
  for (guint rtl = 0; rtl < 2; rtl++)
    {
      g_autoptr (PfChartData) data = chart_world_things ("Shares", 4, 1);
      PfChartScene scene
          = { .kind = PF_CHART_DONUT, .data = data, .width = 150, .height = 250, .rtl = rtl == 1 };

      pf_chart_style_init (&scene.style, FALSE, FALSE);
      check (rtl ? "donut-below-rtl" : "donut-below", &scene, 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint look = 0; look < N_LOOKS; look++)
    {
      g_autofree char *path = g_strdup_printf ("/app/chart/pictures/%s", looks[look]);

      g_test_add_data_func (path, GINT_TO_POINTER (look), test_look);
    }
  g_test_add_func ("/app/chart/pictures/edges", test_edges);
  g_test_add_data_func ("/app/chart/pictures/edges-dark", GINT_TO_POINTER (DARK), test_edges_look);
  g_test_add_data_func ("/app/chart/pictures/edges-contrast", GINT_TO_POINTER (CONTRAST),
                        test_edges_look);
  g_test_add_data_func ("/app/chart/pictures/edges-contrast-dark", GINT_TO_POINTER (CONTRAST_DARK),
                        test_edges_look);
  g_test_add_data_func ("/app/chart/pictures/edges-rtl", GINT_TO_POINTER (RTL), test_edges_look);
  g_test_add_func ("/app/chart/pictures/dense", test_dense);
  g_test_add_func ("/app/chart/pictures/below", test_below);
  return g_test_run ();
}
