/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-layers-private.h"

#include <math.h>

#define GAP 12.0
#define SWATCH 18.0

static gboolean
has_legend (const PfChartScene *scene)
{
  return pf_chart_is_timeline (scene->kind) && pf_chart_data_get_n_series (scene->data) > 1;
}

/* Wraps like words do; with @cr NULL it only finds out how high that is. */
static double
lay_legend (const PfChartScene *scene, cairo_t *cr, double y)
{
  double line = pf_chart_text_height (scene, PF_CHART_FONT_CAPTION), x = 0;

  for (guint s = 0; s < pf_chart_data_get_n_series (scene->data); s++)
    {
      const char *name = pf_chart_data_get_name (scene->data, s);
      double width, height, at;

      if (!pf_chart_is_shown (scene, s))
        continue;
      scene->text->measure (scene->text, PF_CHART_FONT_CAPTION, name, &width, &height);
      if (x > 0 && x + SWATCH + 6 + width > scene->width)
        {
          x = 0;
          y += line + 4;
        }
      if (cr != NULL)
        {
          at = scene->rtl ? scene->width - x - SWATCH : x;
          pf_chart_draw_swatch (&scene->style, cr, s, at, y + line / 2, SWATCH);
          pf_chart_set_ink (cr, &scene->style.ink, 1);
          pf_chart_draw_words (scene, cr, PF_CHART_FONT_CAPTION, name,
                               scene->rtl ? at - 6 : at + SWATCH + 6, y,
                               MAX (scene->width - SWATCH - 6, 1), scene->rtl);
        }
      x += SWATCH + 6 + width + GAP;
    }
  return y + line;
}

/* The line, its dash and its marker: what a series looks like. */
void
pf_chart_draw_swatch (
    const PfChartStyle *style, cairo_t *cr, guint series, double x, double y, double width)
{
  cairo_save (cr);
  pf_chart_set_ink (cr, pf_chart_style_get_ink (style, series), 1);
  cairo_set_line_width (cr, style->line);
  pf_chart_style_set_dash (cr, series, style->line * .6);
  cairo_move_to (cr, x, y);
  cairo_rel_line_to (cr, width, 0);
  cairo_stroke (cr);
  pf_chart_add_marker (cr, pf_chart_style_get_marker (series), x + width / 2, y, style->line + 1.5);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* How much of the picture title and legend take; none where they are widgets. */
double
pf_chart_frame_height (const PfChartScene *scene)
{
  double y;

  if (!scene->framed)
    return 0;
  y = pf_chart_text_height (scene, PF_CHART_FONT_TITLE) + GAP;
  return has_legend (scene) ? lay_legend (scene, NULL, y) + GAP : y;
}

void
pf_chart_draw_frame (const PfChartScene *scene, cairo_t *cr)
{
  if (!scene->framed)
    return;
  pf_chart_set_ink (cr, &scene->style.ink, 1);
  pf_chart_draw_words (scene, cr, PF_CHART_FONT_TITLE, pf_chart_data_get_title (scene->data),
                       scene->rtl ? scene->width : 0, 0, scene->width, scene->rtl);
  if (has_legend (scene))
    lay_legend (scene, cr, pf_chart_text_height (scene, PF_CHART_FONT_TITLE) + GAP);
}
