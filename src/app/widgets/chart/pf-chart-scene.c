/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/chart/pf-chart-layers-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Between words and what they are about. */
#define GAP 6.0
/* Narrower than this part of the whole, lines need not begin at 0 to be honest. */
#define NARROW .25

/**
 * pf_chart_is_shown:
 * @scene: what is drawn
 * @series: which
 *
 * Returns: whether it is drawn
 */
gboolean
pf_chart_is_shown (const PfChartScene *scene, guint series)
{
  return series >= 64 || (scene->hidden & G_GUINT64_CONSTANT (1) << series) == 0;
}

/**
 * pf_chart_is_timeline:
 * @kind: of a chart
 *
 * Returns: whether its points lie along an axis, which can be zoomed
 */
gboolean
pf_chart_is_timeline (PfChartKind kind)
{
  return kind == PF_CHART_LINE || kind == PF_CHART_AREA || kind == PF_CHART_BARS
         || kind == PF_CHART_STACK;
}

/**
 * pf_chart_text_height:
 * @scene: what is drawn
 * @font: which
 *
 * Returns: the height of a line
 */
double
pf_chart_text_height (const PfChartScene *scene, PfChartFont font)
{
  double width, height;

  scene->text->measure (scene->text, font, "0", &width, &height);
  return height;
}

static inline void
widen (double value, gboolean *any, double *low, double *high)
{
  if (!*any || value < *low)
    *low = value;
  if (!*any || value > *high)
    *high = value;
  *any = TRUE;
}

/* Bars on top of each other: what is over zero and what is under it. */
static gboolean
get_stack_bounds (const PfChartScene *scene, guint first, guint last, double *low, double *high)
{
  guint n_series = pf_chart_data_get_n_series (scene->data);
  gboolean any = FALSE;

  for (guint i = first; i < last; i++)
    {
      double sums[2] = { 0, 0 };

      for (guint s = 0; s < n_series; s++)
        {
          double value = pf_chart_data_get_value (scene->data, s, i);

          if (isnan (value) || !pf_chart_is_shown (scene, s))
            continue;
          sums[value < 0] += value;
          widen (sums[value < 0], &any, low, high);
        }
    }
  return any;
}

/* Of what is in view. */
static gboolean
get_bounds (const PfChartScene *scene, const PfChartPlot *plot, double *low, double *high)
{
  guint n_series = pf_chart_data_get_n_series (scene->data);
  guint first = (guint)floor (plot->from);
  guint last = MIN ((guint)ceil (plot->to), pf_chart_data_get_n_points (scene->data));
  gboolean any = FALSE;

  *low = *high = 0;
  if (scene->kind == PF_CHART_STACK)
    return get_stack_bounds (scene, first, last, low, high);
  for (guint s = 0; s < n_series; s++)
    {
      const double *values = pf_chart_data_get_values (scene->data, s);

      if (!pf_chart_is_shown (scene, s))
        continue;
      for (guint i = first; i < last; i++)
        if (!isnan (values[i]))
          widen (values[i], &any, low, high);
    }
  return any;
}

/* Bars and areas say how much by their size: they begin at 0. */
static void
include_zero (const PfChartScene *scene, double *low, double *high)
{
  gboolean free_line = scene->kind == PF_CHART_LINE || scene->kind == PF_CHART_SPARK;

  if (free_line && *low > 0 && *high > *low && *high - *low < *high * NARROW)
    return;
  *low = MIN (*low, 0);
  *high = MAX (*high, 0);
}

static double
widest_tick (const PfChartScene *scene, const PfChartTicks *ticks)
{
  double most = 0;

  for (guint i = 0; i < ticks->n; i++)
    {
      g_autofree char *words = pf_chart_format_tick (pf_chart_data_get_unit (scene->data),
                                                     pf_chart_ticks_get (ticks, i), ticks->step);
      double width, height;

      scene->text->measure (scene->text, PF_CHART_FONT_CAPTION, words, &width, &height);
      most = MAX (most, width);
    }
  return most;
}

static void
plan_timeline (const PfChartScene *scene, PfChartPlot *plot)
{
  double line = pf_chart_text_height (scene, PF_CHART_FONT_CAPTION);
  double top = pf_chart_frame_height (scene), low, high, labels;

  plot->known = get_bounds (scene, plot, &low, &high);
  plot->y = top + ceil (line / 2) + 2;
  plot->height = MAX (scene->height - plot->y - line - GAP - 2, 1);
  if (plot->known)
    include_zero (scene, &low, &high);
  pf_chart_ticks_init (&plot->ticks, low, high, (guint)MAX (plot->height / (line * 2.2), 2),
                       pf_chart_data_get_unit (scene->data) == PF_CHART_COUNT);
  labels = plot->known ? ceil (widest_tick (scene, &plot->ticks)) + GAP : 0;
  /* Numbers may not leave the chart without room. */
  labels = MIN (labels, scene->width / 2);
  plot->width = MAX (scene->width - labels - 2, 1);
  plot->x = scene->rtl ? 2 : labels;
}

static void
plan_spark (const PfChartScene *scene, PfChartPlot *plot)
{
  double low, high, room = scene->style.line + 1;

  plot->known = get_bounds (scene, plot, &low, &high);
  include_zero (scene, &low, &high);
  /* No round numbers: there is no axis to read them from. */
  if (high <= low)
    high = low + 1;
  plot->ticks = (PfChartTicks){ low, high, high - low, 2 };
  plot->x = room;
  plot->y = room;
  plot->width = MAX (scene->width - 2 * room, 1);
  plot->height = MAX (scene->height - 2 * room, 1);
}

/**
 * pf_chart_plan:
 * @scene: what is drawn
 * @plot: (out caller-allocates): where
 */
void
pf_chart_plan (const PfChartScene *scene, PfChartPlot *plot)
{
  guint n = pf_chart_data_get_n_points (scene->data);

  *plot = (PfChartPlot){ 0 };
  plot->from = CLAMP (scene->from, 0, n);
  plot->to = scene->to > plot->from ? MIN (scene->to, n) : n;
  if (!pf_chart_is_timeline (scene->kind) && scene->kind != PF_CHART_CALENDAR)
    {
      plot->from = 0;
      plot->to = n;
    }
  switch (scene->kind)
    {
    case PF_CHART_SPARK:
      plan_spark (scene, plot);
      break;
    case PF_CHART_DONUT:
      pf_chart_plan_donut (scene, plot);
      return;
    case PF_CHART_CALENDAR:
      pf_chart_plan_calendar (scene, plot);
      return;
    case PF_CHART_RANKED:
      pf_chart_plan_ranked (scene, plot);
      return;
    case PF_CHART_LINE:
    case PF_CHART_AREA:
    case PF_CHART_BARS:
    case PF_CHART_STACK:
    default:
      plan_timeline (scene, plot);
    }
  plot->band = plot->width / MAX (plot->to - plot->from, 1e-9);
}

/**
 * pf_chart_plot_x:
 * @scene: what is drawn
 * @plot: where
 * @point: which
 *
 * Returns: its middle, from the left
 */
double
pf_chart_plot_x (const PfChartScene *scene, const PfChartPlot *plot, double point)
{
  double along = (point + .5 - plot->from) * plot->band;

  return scene->rtl ? plot->x + plot->width - along : plot->x + along;
}

/**
 * pf_chart_plot_y:
 * @plot: where
 * @value: a number
 *
 * Returns: its height, from the top
 */
double
pf_chart_plot_y (const PfChartPlot *plot, double value)
{
  return plot->y + plot->height * (1 - pf_chart_ticks_place (&plot->ticks, value));
}

/**
 * pf_chart_find_point:
 * @scene: what is drawn
 * @plot: where
 * @x: from the left
 * @y: from the top
 *
 * Returns: the point that is meant there, or -1
 */
int
pf_chart_find_point (const PfChartScene *scene, const PfChartPlot *plot, double x, double y)
{
  int n = (int)pf_chart_data_get_n_points (scene->data);
  int point;

  if (!plot->known || n == 0)
    return -1;
  if (scene->kind == PF_CHART_DONUT)
    return pf_chart_find_slice (scene, plot, x, y);
  if (scene->kind == PF_CHART_CALENDAR)
    return pf_chart_find_cell (scene, plot, x, y);
  if (scene->kind == PF_CHART_RANKED)
    {
      point = (int)floor ((y - plot->y) / plot->band);
      return point >= 0 && point < (int)plot->fit ? point : -1;
    }
  if (x < plot->x || x > plot->x + plot->width)
    return -1;
  x = scene->rtl ? plot->x + plot->width - x : x - plot->x;
  point = (int)floor (plot->from + x / plot->band);
  return CLAMP (point, 0, n - 1);
}

/**
 * pf_chart_get_point_area:
 * @scene: what is drawn
 * @plot: where
 * @series: of the value
 * @point: of the value
 * @area: (out caller-allocates): where it can be seen
 *
 * Returns: whether it is in view
 */
gboolean
pf_chart_get_point_area (const PfChartScene *scene,
                         const PfChartPlot *plot,
                         guint series,
                         guint point,
                         cairo_rectangle_t *area)
{
  double value = pf_chart_data_get_value (scene->data, series, point), x, y;

  if (scene->kind == PF_CHART_CALENDAR)
    {
      pf_chart_get_cell (scene, plot, point, area);
      return area->x + area->width >= plot->x && area->x <= plot->x + plot->width;
    }
  if (scene->kind == PF_CHART_RANKED)
    return pf_chart_get_row (scene, plot, point, area);
  if (scene->kind == PF_CHART_DONUT)
    return FALSE;
  x = pf_chart_plot_x (scene, plot, point);
  y = pf_chart_plot_y (plot, isnan (value) ? plot->ticks.low : value);
  *area = (cairo_rectangle_t){ x, y, 0, 0 };
  return x >= plot->x - 1 && x <= plot->x + plot->width + 1;
}

/* At the end that reading begins from: 0 for the left, 1 for the right, .5 between. */
void
pf_chart_draw_words (const PfChartScene *scene,
                     cairo_t *cr,
                     PfChartFont font,
                     const char *words,
                     double x,
                     double y,
                     double most,
                     double align)
{
  double width, height;

  scene->text->measure (scene->text, font, words, &width, &height);
  scene->text->draw (scene->text, cr, font, words, x - MIN (width, most) * align, y, most);
}

static void
say_nothing_known (const PfChartScene *scene, cairo_t *cr)
{
  double line = pf_chart_text_height (scene, PF_CHART_FONT_BODY);

  if (scene->kind == PF_CHART_SPARK)
    return;
  pf_chart_set_ink (cr, &scene->style.faint, 1);
  pf_chart_draw_words (scene, cr, PF_CHART_FONT_BODY, _ ("No numbers yet"), scene->width / 2,
                       (scene->height + pf_chart_frame_height (scene) - line) / 2, scene->width,
                       .5);
}

/**
 * pf_chart_draw:
 * @scene: what is drawn
 * @cr: where, from 0, 0
 *
 * Draws the chart onto any surface. Where nothing is known it says so and draws no axis.
 */
void
pf_chart_draw (const PfChartScene *scene, cairo_t *cr)
{
  PfChartPlot plot;

  if (scene->width < 1 || scene->height < 1)
    return;
  pf_chart_plan (scene, &plot);
  pf_chart_draw_frame (scene, cr);
  if (!plot.known)
    {
      say_nothing_known (scene, cr);
      return;
    }
  switch (scene->kind)
    {
    case PF_CHART_DONUT:
      pf_chart_draw_donut (scene, &plot, cr);
      return;
    case PF_CHART_CALENDAR:
      pf_chart_draw_calendar (scene, &plot, cr);
      return;
    case PF_CHART_RANKED:
      pf_chart_draw_ranked (scene, &plot, cr);
      return;
    case PF_CHART_SPARK:
      pf_chart_draw_lines (scene, &plot, cr);
      return;
    case PF_CHART_BARS:
    case PF_CHART_STACK:
      pf_chart_draw_grid (scene, &plot, cr);
      pf_chart_draw_bars (scene, &plot, cr);
      break;
    case PF_CHART_LINE:
    case PF_CHART_AREA:
    default:
      pf_chart_draw_grid (scene, &plot, cr);
      pf_chart_draw_lines (scene, &plot, cr);
      break;
    }
  pf_chart_draw_notes (scene, &plot, cr);
}
