/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-columns.h"
#include "app/widgets/chart/pf-chart-layers-private.h"

#include <math.h>

/* With fewer pixels than this from point to point a stroke's corners cannot be seen. */
#define DENSE 2.0
#define AREA .18
/* From this distance each point has its marker; else one in so many pixels. */
#define EACH 14.0
#define SOME 72.0

typedef struct
{
  const PfChartScene *scene;
  const PfChartPlot *plot;
  cairo_t *cr;
  guint series;
  guint first, last; /* points in view, with one more at each side */
} Pen;

static gboolean
is_known (const Pen *pen, guint point)
{
  return !isnan (pf_chart_data_get_value (pen->scene->data, pen->series, point));
}

static gboolean
is_guess (const Pen *pen, guint point)
{
  return pf_chart_data_is_estimate (pen->scene->data, pen->series, point);
}

static double
x_of (const Pen *pen, guint point)
{
  return pf_chart_plot_x (pen->scene, pen->plot, point);
}

static double
y_of (const Pen *pen, guint point)
{
  return pf_chart_plot_y (pen->plot,
                          pf_chart_data_get_value (pen->scene->data, pen->series, point));
}

static double
base_of (const PfChartPlot *plot)
{
  return pf_chart_plot_y (plot, CLAMP (0, plot->ticks.low, plot->ticks.high));
}

static void
fill_area (const Pen *pen)
{
  double base = base_of (pen->plot);

  for (guint i = pen->first; i <= pen->last; i++)
    {
      /* Below a day by itself there is no area. */
      if (i == pen->last || !is_known (pen, i) || !is_known (pen, i + 1))
        continue;
      cairo_move_to (pen->cr, x_of (pen, i), base);
      for (; i <= pen->last && is_known (pen, i); i++)
        cairo_line_to (pen->cr, x_of (pen, i), y_of (pen, i));
      cairo_line_to (pen->cr, x_of (pen, i - 1), base);
    }
  pf_chart_set_ink (pen->cr, pf_chart_style_get_ink (&pen->scene->style, pen->series), AREA);
  cairo_fill (pen->cr);
}

/* What lies between two numbers is as sure as the less sure of them. */
static void
stroke (const Pen *pen, gboolean guesses)
{
  double width = pen->scene->style.line, dots[2] = { 0, width * 2 };
  gboolean open = FALSE;

  for (guint i = pen->first; i <= pen->last; i++)
    {
      gboolean joins = i > pen->first && is_known (pen, i) && is_known (pen, i - 1)
                       && (is_guess (pen, i) || is_guess (pen, i - 1)) == guesses;

      if (joins && !open)
        cairo_move_to (pen->cr, x_of (pen, i - 1), y_of (pen, i - 1));
      if (joins)
        cairo_line_to (pen->cr, x_of (pen, i), y_of (pen, i));
      open = joins;
    }
  cairo_set_line_width (pen->cr, width);
  cairo_set_line_join (pen->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_ROUND);
  if (guesses)
    cairo_set_dash (pen->cr, dots, 2, 0);
  else
    {
      /* Round ends would close the gaps of a dash. */
      cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_BUTT);
      pf_chart_style_set_dash (pen->cr, pen->series, width);
    }
  pf_chart_set_ink (pen->cr, pf_chart_style_get_ink (&pen->scene->style, pen->series), 1);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static void
draw_marker (const Pen *pen, guint point)
{
  const PfChartStyle *style = &pen->scene->style;
  double radius = style->line + 1;

  pf_chart_add_marker (pen->cr, pf_chart_style_get_marker (pen->series), x_of (pen, point),
                       y_of (pen, point), radius);
  if (is_guess (pen, point))
    {
      pf_chart_set_ink (pen->cr, &style->ground, 1);
      cairo_fill_preserve (pen->cr);
      pf_chart_set_ink (pen->cr, pf_chart_style_get_ink (style, pen->series), 1);
    }
  else
    {
      pf_chart_set_ink (pen->cr, pf_chart_style_get_ink (style, pen->series), 1);
      cairo_fill_preserve (pen->cr);
      pf_chart_set_ink (pen->cr, &style->ground, 1);
    }
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
}

static void
draw_markers (const Pen *pen)
{
  double band = pen->plot->band;
  guint n = pf_chart_data_get_n_points (pen->scene->data);
  guint n_series = pf_chart_data_get_n_series (pen->scene->data);
  const double *values = pf_chart_data_get_values (pen->scene->data, pen->series);
  guint every = band >= EACH ? 1 : (guint)ceil (SOME / band);
  /* Each series has its own places, so that markers of lines that meet do not hide each other. */
  guint next = every * pen->series / MAX (n_series, 1) % every;
  gboolean wanted = pen->scene->kind != PF_CHART_SPARK && (n_series > 1 || every == 1);

  next += pen->first > next ? (pen->first - next + every - 1) / every * every : 0;
  for (guint i = pen->first; i <= pen->last; i++)
    {
      gboolean is_place = i == next, is_alone;

      if (is_place)
        next += every;
      if (isnan (values[i]))
        continue;
      /* A number between two gaps has no line: it is a marker always. */
      is_alone = (i == 0 || isnan (values[i - 1])) && (i + 1 >= n || isnan (values[i + 1]));
      if ((wanted && is_place) || is_alone)
        draw_marker (pen, i);
    }
}

/* The last number of a sparkline is what its card says in words. */
static void
mark_last (const Pen *pen)
{
  for (guint i = pen->last + 1; i-- > pen->first;)
    if (is_known (pen, i))
      {
        draw_marker (pen, i);
        return;
      }
}

static guint32
rgb_of (const PfChartInk *ink)
{
  return (guint32)(ink->r * 255 + .5) << 16 | (guint32)(ink->g * 255 + .5) << 8
         | (guint32)(ink->b * 255 + .5);
}

/* Straight into the pixels, where there are any and a turned axis does not forbid it. */
static gboolean
draw_dense (const Pen *pen, cairo_surface_t *surface, double scale)
{
  const PfChartPlot *plot = pen->plot;
  PfChartData *data = pen->scene->data;
  guint n_points = pf_chart_data_get_n_points (data);
  double x = plot->x, y = plot->y, step = plot->band * scale, span;
  g_autofree PfChartColumn *columns = NULL;
  PfChartRaster raster = { 0 };
  guint n_columns;

  cairo_user_to_device (pen->cr, &x, &y);
  raster.x = (int)floor (x * scale);
  raster.y = (int)floor (y * scale);
  n_columns = (guint)ceil (plot->width * scale);
  raster.height = (int)ceil (plot->height * scale);
  if (raster.x < 0 || raster.y < 0
      || raster.x + (int)n_columns > cairo_image_surface_get_width (surface)
      || raster.y + raster.height > cairo_image_surface_get_height (surface))
    return FALSE;
  columns = g_new (PfChartColumn, n_columns);
  pf_chart_columns (pf_chart_data_get_values (data, pen->series),
                    pf_chart_data_get_estimates (data, pen->series), n_points,
                    (.5 - plot->from) * step, step, columns, n_columns);
  span = plot->ticks.high - plot->ticks.low;
  raster.scale = plot->height * scale / span;
  raster.base = plot->ticks.high * raster.scale;
  cairo_surface_flush (surface);
  raster.pixels = cairo_image_surface_get_data (surface);
  raster.stride = cairo_image_surface_get_stride (surface);
  if (pen->scene->rtl)
    for (guint i = 0; i < n_columns / 2; i++)
      {
        PfChartColumn swap = columns[i];

        columns[i] = columns[n_columns - 1 - i];
        columns[n_columns - 1 - i] = swap;
      }
  pf_chart_raster_line (&raster, columns, n_columns, pen->scene->style.line * scale,
                        rgb_of (pf_chart_style_get_ink (&pen->scene->style, pen->series)),
                        pen->scene->kind == PF_CHART_AREA && pen->series == 0 ? AREA : 0);
  cairo_surface_mark_dirty_rectangle (surface, raster.x, raster.y, (int)n_columns, raster.height);
  return TRUE;
}

void
pf_chart_draw_lines (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  guint n = pf_chart_data_get_n_points (scene->data);
  cairo_surface_t *surface = cairo_get_target (cr);
  cairo_matrix_t matrix;
  double scale = 1, unused;
  gboolean pixels = cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_IMAGE
                    && cairo_image_surface_get_format (surface) == CAIRO_FORMAT_ARGB32;
  Pen pen = { scene, plot, cr };

  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (surface, &scale, &unused);
  pixels
      = pixels && matrix.xx == 1 && matrix.yy == 1 && matrix.xy == 0 && plot->band * scale < DENSE;
  pen.first = (guint)MAX (floor (plot->from) - 1, 0);
  pen.last = MIN ((guint)ceil (plot->to), n - 1);
  cairo_save (cr);
  cairo_rectangle (cr, plot->x - scene->style.line - 1, plot->y - scene->style.line - 1,
                   plot->width + 2 * scene->style.line + 2,
                   plot->height + 2 * scene->style.line + 2);
  cairo_clip (cr);
  /* The first lies on top. */
  for (guint s = pf_chart_data_get_n_series (scene->data); s-- > 0;)
    {
      if (!pf_chart_is_shown (scene, s))
        continue;
      pen.series = s;
      if (!pixels || !draw_dense (&pen, surface, scale))
        {
          /* Under others it would only be mud. */
          if (scene->kind == PF_CHART_AREA && s == 0)
            fill_area (&pen);
          stroke (&pen, FALSE);
          stroke (&pen, TRUE);
        }
      draw_markers (&pen);
      if (scene->kind == PF_CHART_SPARK)
        mark_last (&pen);
    }
  cairo_restore (cr);
}
