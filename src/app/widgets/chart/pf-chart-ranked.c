/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/chart/pf-chart-layers-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define GAP 12.0
#define BAR 8.0
/* Between words and their bar, and below it at least. */
#define NEAR 4.0
#define APART 6.0

/* The most of it, for the length of the bars; negative numbers are told, not drawn. */
static double
most_of (const PfChartScene *scene)
{
  double most = 0;

  for (guint i = 0; i < pf_chart_data_get_n_points (scene->data); i++)
    {
      double value = pf_chart_data_get_value (scene->data, 0, i);

      most = isnan (value) ? most : MAX (most, value);
    }
  return most;
}

/* Of the words that say how many rows have no room. */
static double
more_height (const PfChartScene *scene)
{
  return pf_chart_text_height (scene, PF_CHART_FONT_CAPTION) + NEAR;
}

/* A row's words never stand on another's bar: those that have no room are counted. */
void
pf_chart_plan_ranked (const PfChartScene *scene, PfChartPlot *plot)
{
  guint n = pf_chart_data_get_n_points (scene->data);
  double top = pf_chart_frame_height (scene);
  double least = pf_chart_text_height (scene, PF_CHART_FONT_BODY) + NEAR + BAR + APART;

  plot->known = pf_chart_data_has_values (scene->data);
  plot->y = top;
  plot->width = scene->width;
  plot->height = MAX (scene->height - top, 1);
  plot->fit = n;
  if (plot->height < n * least)
    {
      plot->height = MAX (plot->height - more_height (scene), 1);
      plot->fit = (guint)CLAMP (floor (plot->height / least), 1, MAX (n, 1));
    }
  plot->band = plot->height / MAX (plot->fit, 1);
}

/* Returns: whether there is room for it */
gboolean
pf_chart_get_row (const PfChartScene *scene,
                  const PfChartPlot *plot,
                  guint point,
                  cairo_rectangle_t *area)
{
  *area = (cairo_rectangle_t){ 0, plot->y + point * plot->band, plot->width, plot->band };
  return point < plot->fit;
}

/* Fills the square, cut at what is too long. */
static void
draw_picture (const PfChartScene *scene, cairo_t *cr, guint point, double x, double y, double side)
{
  cairo_surface_t *picture = pf_chart_data_get_picture (scene->data, point);

  cairo_save (cr);
  cairo_new_sub_path (cr);
  for (guint i = 0; i < 4; i++)
    cairo_arc (cr, i == 0 || i == 3 ? x + side - 4 : x + 4, i < 2 ? y + side - 4 : y + 4, 4,
               i * G_PI / 2, (i + 1) * G_PI / 2);
  cairo_close_path (cr);
  if (picture == NULL)
    {
      pf_chart_set_ink (cr, &scene->style.empty, 1);
      cairo_fill (cr);
    }
  else
    {
      double width = cairo_image_surface_get_width (picture);
      double height = cairo_image_surface_get_height (picture);
      double scale = side / MAX (MIN (width, height), 1);

      cairo_clip (cr);
      cairo_translate (cr, x + (side - width * scale) / 2, y + (side - height * scale) / 2);
      cairo_scale (cr, scale, scale);
      cairo_set_source_surface (cr, picture, 0, 0);
      cairo_paint (cr);
    }
  cairo_restore (cr);
}

static void
draw_row (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr, guint point, double most)
{
  double value = pf_chart_data_get_value (scene->data, 0, point), width, height;
  double line = pf_chart_text_height (scene, PF_CHART_FONT_BODY);
  double side = MIN (plot->band - 8, 64), top = plot->y + point * plot->band;
  gboolean pictures = pf_chart_data_has_pictures (scene->data);
  double begin = pictures ? side + GAP : 0, room = plot->width - begin, length;
  double y = top + (plot->band - line - BAR - NEAR) / 2;
  g_autofree char *name = pf_chart_data_dup_label (scene->data, point);
  g_autofree char *number = pf_chart_format_value (pf_chart_data_get_unit (scene->data), value);

  if (pictures)
    draw_picture (scene, cr, point, scene->rtl ? plot->width - side : 0,
                  top + (plot->band - side) / 2, side);
  scene->text->measure (scene->text, PF_CHART_FONT_BODY, number, &width, &height);
  pf_chart_set_ink (cr, &scene->style.ink, 1);
  pf_chart_draw_words (scene, cr, PF_CHART_FONT_BODY, name, scene->rtl ? room : begin, y,
                       MAX (room - width - GAP, 1), scene->rtl);
  pf_chart_draw_words (scene, cr, PF_CHART_FONT_BODY, number, scene->rtl ? 0 : plot->width, y, room,
                       !scene->rtl);
  y += line + NEAR;
  length = most > 0 && value > 0 ? MAX (room * value / most, 2) : 0;
  pf_chart_set_ink (cr, &scene->style.grid, .6);
  cairo_rectangle (cr, scene->rtl ? 0 : begin, y, room, BAR);
  cairo_fill (cr);
  if (length > 0)
    {
      pf_chart_set_ink (cr, pf_chart_style_get_ink (&scene->style, 0),
                        pf_chart_data_is_estimate (scene->data, 0, point) ? .45 : 1);
      cairo_rectangle (cr, scene->rtl ? room - length : begin, y, length, BAR);
      cairo_fill (cr);
    }
}

static void
draw_more (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr, guint n)
{
  /* Translators: below the rows of a chart that has no room for all of them. */
  g_autofree char *words = g_strdup_printf (ngettext ("and %u more", "and %u more", n), n);

  pf_chart_set_ink (cr, &scene->style.faint, 1);
  pf_chart_draw_words (scene, cr, PF_CHART_FONT_CAPTION, words, scene->rtl ? plot->width : 0,
                       plot->y + plot->height + NEAR, plot->width, scene->rtl);
}

void
pf_chart_draw_ranked (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  guint n = pf_chart_data_get_n_points (scene->data);
  double most = most_of (scene);

  for (guint i = 0; i < plot->fit; i++)
    draw_row (scene, plot, cr, i, most);
  if (plot->fit < n)
    draw_more (scene, plot, cr, n - plot->fit);
}
