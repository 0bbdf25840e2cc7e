/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/chart/pf-chart-layers-private.h"

#include <math.h>

#define HOLE .62
#define WIDEST 220.0
#define GAP 18.0
#define LEAST 84.0
#define SWATCH 10.0
#define HEIGHT 160.0
#define LEADING 4.0

/* Points of the first series are its slices; what is not over 0 has no share of anything. */
static double
part_of (const PfChartScene *scene, guint point)
{
  double value = pf_chart_data_get_value (scene->data, 0, point);

  return isnan (value) || value <= 0 || !pf_chart_is_shown (scene, point) ? 0 : value;
}

static double
whole_of (const PfChartScene *scene)
{
  double whole = 0;

  if (pf_chart_data_get_n_series (scene->data) > 0)
    for (guint i = 0; i < pf_chart_data_get_n_points (scene->data); i++)
      whole += part_of (scene, i);
  return whole;
}

/* Angles from the top, the way of a clock; from right to left, against it. */
double
pf_chart_get_slice (const PfChartScene *scene, guint point, double *begin, double *end)
{
  double whole = whole_of (scene), before = 0;

  for (guint i = 0; i < point; i++)
    before += part_of (scene, i);
  *begin = before / whole * 2 * G_PI;
  *end = (before + part_of (scene, point)) / whole * 2 * G_PI;
  return part_of (scene, point) / whole;
}

static char *
dup_share (const PfChartScene *scene, guint point)
{
  double value = pf_chart_data_get_value (scene->data, 0, point), begin, end;

  /* What is not known or below nothing has no share. */
  if (isnan (value) || value < 0 || !pf_chart_is_shown (scene, point))
    return g_strdup ("–");
  return pf_chart_format_value (PF_CHART_SHARE, pf_chart_get_slice (scene, point, &begin, &end));
}

/* What the words beside it want. */
static double
measure_list (const PfChartScene *scene)
{
  double most = 0;

  for (guint i = 0; i < pf_chart_data_get_n_points (scene->data); i++)
    {
      g_autofree char *name = pf_chart_data_dup_label (scene->data, i);
      g_autofree char *words = dup_share (scene, i);
      double width, number, height;

      scene->text->measure (scene->text, PF_CHART_FONT_BODY, name, &width, &height);
      scene->text->measure (scene->text, PF_CHART_FONT_BODY, words, &number, &height);
      most = MAX (most, ceil (width) + ceil (number) + SWATCH + 16);
    }
  return most;
}

static double
list_height (const PfChartScene *scene)
{
  return pf_chart_data_get_n_points (scene->data)
         * (pf_chart_text_height (scene, PF_CHART_FONT_BODY) + LEADING);
}

/* With large text in a narrow window. */
static gboolean
is_list_below (const PfChartScene *scene)
{
  return scene->width - GAP - measure_list (scene) < LEAST;
}

/* How high it has to be for all of it to be seen, as wide as @scene is. */
double
pf_chart_measure_donut (const PfChartScene *scene)
{
  if (whole_of (scene) <= 0)
    return HEIGHT;
  if (is_list_below (scene))
    return HEIGHT + GAP + list_height (scene);
  return MAX (HEIGHT, list_height (scene));
}

void
pf_chart_plan_donut (const PfChartScene *scene, PfChartPlot *plot)
{
  double top = pf_chart_frame_height (scene),
         left = scene->height - top - GAP - list_height (scene);
  double side = MIN (MIN (scene->height - top, scene->width * .5), WIDEST);

  plot->known = whole_of (scene) > 0;
  plot->below = plot->known && is_list_below (scene) && left >= LEAST;
  /* Words are read, a ring is only looked at: it gives them room first. */
  if (plot->below)
    side = MIN (MIN (left, scene->width), WIDEST);
  else if (plot->known)
    side = MIN (side, MAX (scene->width - GAP - measure_list (scene), LEAST));
  plot->width = plot->height = MAX (side, 1);
  plot->y = plot->below ? top : top + (scene->height - top - side) / 2;
  plot->x = plot->below ? (scene->width - side) / 2 : scene->rtl ? scene->width - side : 0;
  plot->band = side;
}

int
pf_chart_find_slice (const PfChartScene *scene, const PfChartPlot *plot, double x, double y)
{
  double r = plot->width / 2, dx = x - plot->x - r, dy = y - plot->y - r;
  double distance = hypot (dx, dy), angle = atan2 (scene->rtl ? -dx : dx, -dy);

  if (distance > r || distance < r * HOLE)
    return -1;
  if (angle < 0)
    angle += 2 * G_PI;
  for (guint i = 0; i < pf_chart_data_get_n_points (scene->data); i++)
    {
      double begin, end;

      if (pf_chart_get_slice (scene, i, &begin, &end) > 0 && angle >= begin && angle < end)
        return (int)i;
    }
  return -1;
}

static void
draw_slices (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  double r = plot->width / 2 - 1;

  cairo_save (cr);
  cairo_translate (cr, plot->x + plot->width / 2, plot->y + plot->height / 2);
  if (scene->rtl)
    cairo_scale (cr, -1, 1);
  cairo_rotate (cr, -G_PI / 2);
  for (guint i = 0; i < pf_chart_data_get_n_points (scene->data); i++)
    {
      double begin, end;

      if (pf_chart_get_slice (scene, i, &begin, &end) <= 0)
        continue;
      cairo_new_path (cr);
      cairo_arc (cr, 0, 0, r, begin, end);
      cairo_arc_negative (cr, 0, 0, r * HOLE, end, begin);
      cairo_close_path (cr);
      pf_chart_set_ink (cr, pf_chart_style_get_ink (&scene->style, i),
                        pf_chart_data_is_estimate (scene->data, 0, i) ? .45 : 1);
      cairo_fill_preserve (cr);
      /* Neighbours are told apart by a line of the ground as well. */
      pf_chart_set_ink (cr, &scene->style.ground, 1);
      cairo_set_line_width (cr, 2);
      if (end - begin < 2 * G_PI - 1e-6)
        cairo_stroke (cr);
      else
        cairo_new_path (cr); /* else what is drawn next would fill the ring with its ink */
    }
  cairo_restore (cr);
}

/* Beside it, what each slice is: nobody has to match colours. */
static void
draw_list (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  double line = pf_chart_text_height (scene, PF_CHART_FONT_BODY) + LEADING;
  guint n = pf_chart_data_get_n_points (scene->data);
  double beside = plot->below ? 0 : plot->width + GAP;
  double room = scene->width - beside, swatch = SWATCH;
  double left = scene->rtl ? 0 : beside;
  double top = plot->below ? plot->y + plot->height + GAP : pf_chart_frame_height (scene);
  guint fit = MIN (n, (guint)MAX ((scene->height - top) / line, 1));
  double y = top + (scene->height - top - fit * line) / 2;

  for (guint i = 0; i < fit; i++, y += line)
    {
      double number, height;
      g_autofree char *name = pf_chart_data_dup_label (scene->data, i);
      g_autofree char *words = dup_share (scene, i);
      double at = scene->rtl ? left + room : left;

      scene->text->measure (scene->text, PF_CHART_FONT_BODY, words, &number, &height);
      pf_chart_add_marker (cr, pf_chart_style_get_marker (i),
                           scene->rtl ? at - swatch / 2 : at + swatch / 2, y + line / 2 - 2,
                           swatch / 2);
      pf_chart_set_ink (cr, pf_chart_style_get_ink (&scene->style, i), 1);
      cairo_fill (cr);
      pf_chart_set_ink (cr, &scene->style.ink, 1);
      pf_chart_draw_words (scene, cr, PF_CHART_FONT_BODY, name,
                           scene->rtl ? at - swatch - 8 : at + swatch + 8, y,
                           MAX (room - swatch - 16 - number, 1), scene->rtl);
      pf_chart_draw_words (scene, cr, PF_CHART_FONT_BODY, words, scene->rtl ? left : left + room, y,
                           room, !scene->rtl);
    }
}

void
pf_chart_draw_donut (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  g_autofree char *sum
      = pf_chart_format_short (pf_chart_data_get_unit (scene->data), whole_of (scene));
  PfChartFont font = PF_CHART_FONT_TITLE;
  double width, line;

  /* It is whole, or it is not there. */
  scene->text->measure (scene->text, font, sum, &width, &line);
  if (width > plot->width * HOLE)
    {
      font = PF_CHART_FONT_BODY;
      scene->text->measure (scene->text, font, sum, &width, &line);
    }
  draw_slices (scene, plot, cr);
  pf_chart_set_ink (cr, &scene->style.ink, 1);
  if (width <= plot->width * HOLE)
    pf_chart_draw_words (scene, cr, font, sum, plot->x + plot->width / 2,
                         plot->y + (plot->height - line) / 2, plot->width * HOLE, .5);
  draw_list (scene, plot, cr);
}
