/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-layers-private.h"

#include <math.h>

/* What is left free of a band, and the most a bar is wide. */
#define FREE .28
#define WIDEST 56.0

typedef struct
{
  const PfChartScene *scene;
  const PfChartPlot *plot;
  cairo_t *cr;
  guint n_shown;
  guint shown[64];
  cairo_pattern_t *hatch; /* over every second series, so that it is not told by colour alone */
} Bars;

static cairo_pattern_t *
make_hatch (const PfChartStyle *style)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA,
                                                             &(cairo_rectangle_t){ 0, 0, 6, 6 });
  cairo_t *cr = cairo_create (surface);
  cairo_pattern_t *pattern;

  pf_chart_set_ink (cr, &style->ground, .55);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, -1.5, 1.5);
  cairo_line_to (cr, 1.5, -1.5);
  cairo_move_to (cr, -1, 7);
  cairo_line_to (cr, 7, -1);
  cairo_move_to (cr, 4.5, 7.5);
  cairo_line_to (cr, 7.5, 4.5);
  cairo_stroke (cr);
  cairo_destroy (cr);
  pattern = cairo_pattern_create_for_surface (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_surface_destroy (surface);
  return pattern;
}

/* Rounded at the end where the number is, unless it is too thin for that. */
static void
add_bar (cairo_t *cr, double x, double width, double base, double end)
{
  double r = MIN (MIN (width / 2, 3), fabs (end - base)), down = end > base ? -1 : 1;

  if (width < 4 || r < 1)
    {
      cairo_rectangle (cr, x, MIN (base, end), width, MAX (fabs (end - base), .01));
      return;
    }
  cairo_move_to (cr, x, base);
  cairo_line_to (cr, x, end + down * r);
  cairo_curve_to (cr, x, end, x, end, x + r, end);
  cairo_line_to (cr, x + width - r, end);
  cairo_curve_to (cr, x + width, end, x + width, end, x + width, end + down * r);
  cairo_line_to (cr, x + width, base);
  cairo_close_path (cr);
}

static void
fill_bar (const Bars *bars, guint series, gboolean guess, double width)
{
  const PfChartInk *ink = pf_chart_style_get_ink (&bars->scene->style, series);
  double dots[2] = { 2, 2 };

  pf_chart_set_ink (bars->cr, ink, guess ? .25 : 1);
  cairo_fill_preserve (bars->cr);
  if (guess && width >= 3)
    {
      cairo_set_line_width (bars->cr, 1);
      cairo_set_dash (bars->cr, dots, 2, 0);
      pf_chart_set_ink (bars->cr, ink, 1);
      cairo_stroke_preserve (bars->cr);
      cairo_set_dash (bars->cr, NULL, 0, 0);
    }
  else if (series % 2 == 1 && width >= 4)
    {
      cairo_set_source (bars->cr, bars->hatch);
      cairo_fill_preserve (bars->cr);
    }
  cairo_new_path (bars->cr);
}

static void
draw_point (const Bars *bars, guint point, double left, double width)
{
  const PfChartPlot *plot = bars->plot;
  double sums[2] = { 0, 0 };
  gboolean stacked = bars->scene->kind == PF_CHART_STACK;
  double each = stacked ? width : width / MAX (bars->n_shown, 1);

  for (guint k = 0; k < bars->n_shown; k++)
    {
      guint s = bars->shown[k];
      double value = pf_chart_data_get_value (bars->scene->data, s, point);
      guint place = bars->scene->rtl ? bars->n_shown - 1 - k : k;
      double *sum = &sums[value < 0], begin = stacked ? *sum : 0;

      if (isnan (value))
        continue;
      *sum += value;
      add_bar (bars->cr, stacked ? left : left + place * each, MAX (each - (each > 4), .5),
               pf_chart_plot_y (plot, begin), pf_chart_plot_y (plot, begin + value));
      fill_bar (bars, s, pf_chart_data_is_estimate (bars->scene->data, s, point), each);
    }
}

/* How much there is at a point, to find what may not be left out. */
static double
weight_of (const Bars *bars, guint point)
{
  double weight = -1;

  for (guint k = 0; k < bars->n_shown; k++)
    {
      double value = pf_chart_data_get_value (bars->scene->data, bars->shown[k], point);

      if (!isnan (value))
        weight = bars->scene->kind == PF_CHART_STACK ? MAX (weight, 0) + fabs (value)
                                                     : MAX (weight, fabs (value));
    }
  return weight;
}

static void
draw_all (const Bars *bars, guint first, guint last)
{
  const PfChartPlot *plot = bars->plot;
  double width = MIN (plot->band * (plot->band < 4 ? 1 : 1 - FREE), WIDEST * bars->n_shown);

  /* More bars than pixels: the largest of each pixel stands for those beside it. */
  if (plot->band < 1)
    {
      for (guint i = first; i < last;)
        {
          double x = floor (pf_chart_plot_x (bars->scene, plot, i));
          guint best = i;

          for (; i < last && floor (pf_chart_plot_x (bars->scene, plot, i)) == x; i++)
            if (weight_of (bars, i) > weight_of (bars, best))
              best = i;
          draw_point (bars, best, x, 1);
        }
      return;
    }
  for (guint i = first; i < last; i++)
    draw_point (bars, i, pf_chart_plot_x (bars->scene, plot, i) - width / 2, width);
}

void
pf_chart_draw_bars (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  Bars bars = { scene, plot, cr };
  guint n_series = pf_chart_data_get_n_series (scene->data);

  for (guint s = 0; s < n_series && bars.n_shown < G_N_ELEMENTS (bars.shown); s++)
    if (pf_chart_is_shown (scene, s))
      bars.shown[bars.n_shown++] = s;
  bars.hatch = make_hatch (&scene->style);
  cairo_save (cr);
  cairo_rectangle (cr, plot->x, plot->y - 1, plot->width, plot->height + 2);
  cairo_clip (cr);
  draw_all (&bars, (guint)floor (plot->from),
            MIN ((guint)ceil (plot->to), pf_chart_data_get_n_points (scene->data)));
  cairo_restore (cr);
  cairo_pattern_destroy (bars.hatch);
}
