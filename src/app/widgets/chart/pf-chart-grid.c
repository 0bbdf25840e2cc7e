/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/chart/pf-chart-layers-private.h"

#include <math.h>

#define GAP 6.0

static void
draw_values (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  double line = pf_chart_text_height (scene, PF_CHART_FONT_CAPTION);
  double edge = scene->rtl ? scene->width : plot->x - GAP;
  double room = scene->rtl ? scene->width - plot->x - plot->width - GAP : plot->x - GAP;

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < plot->ticks.n; i++)
    {
      double value = pf_chart_ticks_get (&plot->ticks, i);
      double y = round (pf_chart_plot_y (plot, value)) + .5;
      g_autofree char *words
          = pf_chart_format_tick (pf_chart_data_get_unit (scene->data), value, plot->ticks.step);

      /* Zero is where things begin: it is seen better than the others. */
      pf_chart_set_ink (cr, value == 0 ? &scene->style.faint : &scene->style.grid,
                        value == 0 ? .5 : 1);
      cairo_move_to (cr, plot->x, y);
      cairo_line_to (cr, plot->x + plot->width, y);
      cairo_stroke (cr);
      pf_chart_set_ink (cr, &scene->style.faint, 1);
      pf_chart_draw_words (scene, cr, PF_CHART_FONT_CAPTION, words, edge, y - line / 2, room, 1);
    }
}

/* Under its point, but not out of the chart. */
static void
draw_label (const PfChartScene *scene,
            const PfChartPlot *plot,
            cairo_t *cr,
            const char *words,
            double x,
            double most)
{
  double width, height;

  scene->text->measure (scene->text, PF_CHART_FONT_CAPTION, words, &width, &height);
  width = MIN (width, most);
  x = CLAMP (x - width / 2, 0, MAX (scene->width - width, 0));
  scene->text->draw (scene->text, cr, PF_CHART_FONT_CAPTION, words, x, plot->y + plot->height + GAP,
                     width + 1);
}

static void
draw_days (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  guint n = pf_chart_data_get_n_points (scene->data);
  guint first = MIN ((guint)ceil (plot->from), n - 1);
  guint last = MAX (MIN ((guint)ceil (plot->to), n), first + 1) - 1;
  guint32 day = pf_chart_data_get_day (scene->data, 0);
  g_autofree char *sample = pf_chart_day_short (day + first);
  g_autoptr (GArray) ticks = NULL;
  double width, height;

  scene->text->measure (scene->text, PF_CHART_FONT_CAPTION, sample, &width, &height);
  ticks = pf_chart_day_ticks (day + first, day + last, (guint)MAX (plot->width / (width * 1.6), 1));
  for (guint i = 0; i < ticks->len; i++)
    {
      const PfChartDayTick *tick = &g_array_index (ticks, PfChartDayTick, i);
      double x = pf_chart_plot_x (scene, plot, tick->day - day);

      pf_chart_set_ink (cr, &scene->style.grid, 1);
      cairo_move_to (cr, round (x) + .5, plot->y + plot->height);
      cairo_rel_line_to (cr, 0, 4);
      cairo_stroke (cr);
      pf_chart_set_ink (cr, &scene->style.faint, 1);
      draw_label (scene, plot, cr, tick->label, x, scene->width);
    }
}

static void
draw_names (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  guint n = pf_chart_data_get_n_points (scene->data);
  double line = pf_chart_text_height (scene, PF_CHART_FONT_CAPTION);
  /* So narrow that nothing of a name can be read, every second is left out, or more. */
  guint every = (guint)MAX (ceil (line * 2.5 / plot->band), 1);

  pf_chart_set_ink (cr, &scene->style.faint, 1);
  for (guint i = (guint)ceil (plot->from); i < n && i < plot->to; i += every)
    {
      g_autofree char *words = pf_chart_data_dup_label (scene->data, i);

      draw_label (scene, plot, cr, words, pf_chart_plot_x (scene, plot, i),
                  plot->band * every - GAP);
    }
}

void
pf_chart_draw_grid (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  cairo_save (cr);
  cairo_set_line_width (cr, 1);
  draw_values (scene, plot, cr);
  if (pf_chart_data_has_days (scene->data))
    draw_days (scene, plot, cr);
  else
    draw_names (scene, plot, cr);
  cairo_restore (cr);
}

/* Notes stand at the foot of their day, so that lines stay free: a flag for the user's own, a pin's
 * head for what was published. */
void
pf_chart_draw_notes (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, plot->x, 0, plot->width, scene->height);
  cairo_clip (cr);
  for (guint i = 0; i < pf_chart_data_get_n_notes (scene->data); i++)
    {
      const PfChartNote *note = pf_chart_data_get_note (scene->data, i);
      double x = round (pf_chart_plot_x (scene, plot, note->point)) + .5;
      gboolean own = note->kind == PF_CHART_NOTE_OWN;
      double y = own ? plot->y : plot->y + plot->height;
      double lengths[2] = { 2, 3 };

      if (x < plot->x - 4 || x > plot->x + plot->width + 4)
        continue;
      pf_chart_set_ink (cr, &scene->style.faint, own ? .8 : .45);
      cairo_set_line_width (cr, 1);
      if (own)
        {
          cairo_set_dash (cr, lengths, 2, 0);
          cairo_move_to (cr, x, plot->y);
          cairo_line_to (cr, x, plot->y + plot->height);
          cairo_stroke (cr);
          cairo_set_dash (cr, NULL, 0, 0);
          cairo_move_to (cr, x, y);
          cairo_rel_line_to (cr, scene->rtl ? -9 : 9, 4);
          cairo_rel_line_to (cr, scene->rtl ? 9 : -9, 4);
          cairo_close_path (cr);
        }
      else
        pf_chart_add_marker (cr, PF_CHART_MARKER_DISC, x, y, 3.5);
      pf_chart_set_ink (cr, &scene->style.ink, .85);
      cairo_fill_preserve (cr);
      pf_chart_set_ink (cr, &scene->style.ground, 1);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
