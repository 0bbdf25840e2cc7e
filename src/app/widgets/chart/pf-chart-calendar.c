/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-layers-private.h"
#include "app/widgets/chart/pf-chart-format.h"

#include <math.h>

#define GAP 6.0
#define WIDEST 24.0
#define LEAST 11.0
/* How many strengths a day can have; the words for it are in the table. */
#define LEVELS 5

/* 0 for the weekday that weeks begin with. */
static guint
row_of (const PfChartScene *scene, guint point)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, pf_chart_data_get_day (scene->data, point));
  return ((guint)g_date_get_weekday (&date) + 7 - pf_chart_first_weekday ()) % 7;
}

static guint
column_of (const PfChartScene *scene, guint point)
{
  return (point + row_of (scene, 0)) / 7;
}

static double
widest_weekday (const PfChartScene *scene)
{
  double most = 0;

  /* Any week has all of them. */
  for (guint32 i = 0; i < 7; i++)
    {
      g_autofree char *words = pf_chart_day_format (738521 + i, "%a");
      double width, height;

      scene->text->measure (scene->text, PF_CHART_FONT_CAPTION, words, &width, &height);
      most = MAX (most, width);
    }
  return ceil (most);
}

/* Weeks that do not fit are at the side: the last are those in view, or those at "to". */
static double
first_column (const PfChartScene *scene, const PfChartPlot *plot)
{
  guint n = pf_chart_data_get_n_points (scene->data);
  double columns = floor ((plot->width + 3) / plot->band);
  double last = column_of (scene, plot->to >= 1 ? MIN ((guint)plot->to, n) - 1 : 0) + 1;

  return MAX (last - columns, 0);
}

void
pf_chart_plan_calendar (const PfChartScene *scene, PfChartPlot *plot)
{
  guint n = pf_chart_data_get_n_points (scene->data);
  double line = pf_chart_text_height (scene, PF_CHART_FONT_CAPTION);
  double side = widest_weekday (scene) + GAP, top = pf_chart_frame_height (scene) + line + GAP;
  double weeks;

  plot->known = pf_chart_data_has_values (scene->data) && pf_chart_data_has_days (scene->data);
  plot->x = scene->rtl ? 0 : side;
  plot->y = top;
  plot->width = MAX (scene->width - side, 1);
  if (!plot->known)
    return;
  weeks = column_of (scene, n - 1) + 1;
  plot->band = CLAMP (floor (MIN (plot->width / weeks, (scene->height - top) / 7)), LEAST, WIDEST);
  plot->height = plot->band * 7;
}

void
pf_chart_get_cell (const PfChartScene *scene,
                   const PfChartPlot *plot,
                   guint point,
                   cairo_rectangle_t *area)
{
  double column = column_of (scene, point) - first_column (scene, plot);
  double x = column * plot->band;

  area->width = area->height = plot->band - 3;
  area->x = scene->rtl ? plot->x + plot->width - x - area->width : plot->x + x;
  area->y = plot->y + row_of (scene, point) * plot->band;
}

int
pf_chart_find_cell (const PfChartScene *scene, const PfChartPlot *plot, double x, double y)
{
  double across = scene->rtl ? plot->x + plot->width - x : x - plot->x;
  double column = floor (across / plot->band) + first_column (scene, plot);
  double row = floor ((y - plot->y) / plot->band);
  double point = column * 7 + row - row_of (scene, 0);

  if (across < 0 || across > plot->width || row < 0 || row > 6 || point < 0
      || point >= pf_chart_data_get_n_points (scene->data))
    return -1;
  return (int)point;
}

static void
get_bounds (const PfChartScene *scene, double *low, double *high)
{
  gboolean any = FALSE;

  *low = *high = 0;
  for (guint i = 0; i < pf_chart_data_get_n_points (scene->data); i++)
    {
      double value = pf_chart_data_get_value (scene->data, 0, i);

      if (isnan (value))
        continue;
      *low = any ? MIN (*low, value) : value;
      *high = any ? MAX (*high, value) : value;
      any = TRUE;
    }
  *low = MIN (*low, 0);
}

static void
draw_cell (const PfChartScene *scene,
           cairo_t *cr,
           guint point,
           const cairo_rectangle_t *cell,
           double level)
{
  const PfChartInk *ink = pf_chart_style_get_ink (&scene->style, 0);
  double dots[2] = { 2, 2 }, inset = .5;

  cairo_set_line_width (cr, 1);
  if (isnan (level))
    {
      /* Not known is not nothing: an empty frame. */
      cairo_rectangle (cr, cell->x + inset, cell->y + inset, cell->width - 1, cell->height - 1);
      pf_chart_set_ink (cr, &scene->style.empty, 1);
      cairo_set_dash (cr, dots, 2, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      return;
    }
  cairo_rectangle (cr, cell->x, cell->y, cell->width, cell->height);
  pf_chart_set_ink (cr, ink, .1 + .9 * level);
  cairo_fill (cr);
  if (scene->style.high_contrast)
    {
      /* The stronger the day, the larger the solid part: told without colour too. */
      cairo_rectangle (cr, cell->x + inset, cell->y + inset, cell->width - 1, cell->height - 1);
      pf_chart_set_ink (cr, &scene->style.ink, 1);
      cairo_stroke (cr);
    }
  if (pf_chart_data_is_estimate (scene->data, 0, point))
    {
      cairo_move_to (cr, cell->x, cell->y + cell->height);
      cairo_line_to (cr, cell->x + cell->width, cell->y);
      pf_chart_set_ink (cr, &scene->style.ground, 1);
      cairo_set_line_width (cr, 2);
      cairo_stroke (cr);
    }
}

static void
draw_weekdays (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  double line = pf_chart_text_height (scene, PF_CHART_FONT_CAPTION);
  guint every = line > plot->band + 2 ? 2 : 1;

  pf_chart_set_ink (cr, &scene->style.faint, 1);
  for (guint row = 0; row < 7; row += every)
    {
      guint32 day = 738521;
      GDate date;
      g_autofree char *words = NULL;

      g_date_clear (&date, 1);
      g_date_set_julian (&date, day);
      while (((guint)g_date_get_weekday (&date) + 7 - pf_chart_first_weekday ()) % 7 != row)
        g_date_add_days (&date, 1);
      words = pf_chart_day_format (g_date_get_julian (&date), "%a");
      pf_chart_draw_words (scene, cr, PF_CHART_FONT_CAPTION, words, scene->rtl ? scene->width : 0,
                           plot->y + row * plot->band + (plot->band - 3 - line) / 2, plot->width,
                           scene->rtl);
    }
}

static void
draw_month (const PfChartScene *scene,
            const PfChartPlot *plot,
            cairo_t *cr,
            guint point,
            const cairo_rectangle_t *cell,
            double *free_from)
{
  double line = pf_chart_text_height (scene, PF_CHART_FONT_CAPTION), width, height, x;
  g_autofree char *words = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, pf_chart_data_get_day (scene->data, point));
  if (g_date_get_day (&date) > 7 || row_of (scene, point) != 0)
    return;
  words = pf_chart_day_format (g_date_get_julian (&date),
                               g_date_get_month (&date) == G_DATE_JANUARY ? "%Y" : "%b");
  scene->text->measure (scene->text, PF_CHART_FONT_CAPTION, words, &width, &height);
  x = scene->rtl ? plot->x + plot->width - cell->x - cell->width : cell->x - plot->x;
  if (x < *free_from || x + width > plot->width)
    return;
  *free_from = x + width + GAP;
  pf_chart_set_ink (cr, &scene->style.faint, 1);
  pf_chart_draw_words (scene, cr, PF_CHART_FONT_CAPTION, words,
                       scene->rtl ? cell->x + cell->width : cell->x, plot->y - line - GAP / 2,
                       width + 1, scene->rtl);
}

void
pf_chart_draw_calendar (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  double low, high, free_from = 0;

  get_bounds (scene, &low, &high);
  draw_weekdays (scene, plot, cr);
  for (guint i = 0; i < pf_chart_data_get_n_points (scene->data); i++)
    {
      double value = pf_chart_data_get_value (scene->data, 0, i);
      double level = high > low ? (value - low) / (high - low) : value > 0 ? 1 : 0 * value;
      cairo_rectangle_t cell;

      pf_chart_get_cell (scene, plot, i, &cell);
      if (cell.x < plot->x - 1 || cell.x + cell.width > plot->x + plot->width + 1)
        continue;
      /* In steps, as nobody tells more shades apart. */
      if (!isnan (value))
        level = ceil (level * (LEVELS - 1) - 1e-9) / (LEVELS - 1);
      draw_cell (scene, cr, i, &cell, isnan (value) ? NAN : level);
      draw_month (scene, plot, cr, i, &cell, &free_from);
    }
}
