/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/chart/pf-chart-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define PAD 8.0
#define DOT 8.0
#define FAR 14.0

static GdkRGBA
rgba_of (const PfChartInk *ink, double alpha)
{
  return (GdkRGBA){ (float)ink->r, (float)ink->g, (float)ink->b, (float)(ink->a * alpha) };
}

void
pf_chart_clear_cursor (PfChart *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->inks, g_array_unref);
}

static void
add_line (PfChart *self, const char *words, guint series)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width, height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (.85));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (series == G_MAXUINT)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, 260 * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, &width, &height);
  self->lines_width = MAX (self->lines_width, width + (series == G_MAXUINT ? 0 : DOT + 6));
  self->lines_height += height;
  g_ptr_array_add (self->lines, layout);
  g_array_append_val (self->inks, series);
}

/* The day, each series with its value, and what is noted there. */
static void
lay_out (PfChart *self)
{
  guint point = (guint)self->cursor;
  g_autofree char *label = pf_chart_data_dup_label (self->data, point);
  g_autofree char *notes = pf_chart_dup_notes (self->data, point);
  guint n = pf_chart_data_get_n_series (self->data);

  if (self->lines != NULL && self->lines_for == self->cursor && self->lines_hidden == self->hidden)
    return;
  pf_chart_clear_cursor (self);
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  self->inks = g_array_new (FALSE, FALSE, sizeof (guint));
  self->lines_for = self->cursor;
  self->lines_hidden = self->hidden;
  self->lines_width = self->lines_height = 0;
  add_line (self, label, G_MAXUINT);
  for (guint s = 0; s < n; s++)
    {
      double value = pf_chart_data_get_value (self->data, s, point);
      g_autofree char *number = pf_chart_format_value (pf_chart_data_get_unit (self->data), value);
      const char *name = pf_chart_data_get_name (self->data, s);
      g_autofree char *words = NULL;

      if (!pf_chart_get_series_shown (self, s))
        continue;
      if (pf_chart_data_is_estimate (self->data, s, point))
        /* Translators: beside a chart: what is counted, the number */
        words = g_strdup_printf (_ ("%s  %s (estimate)"), name, number);
      else
        /* Translators: beside a chart: what is counted, the number */
        words = g_strdup_printf (_ ("%s  %s"), name, number);
      add_line (self, words, s);
    }
  if (notes != NULL)
    add_line (self, notes, G_MAXUINT);
}

static void
append_round (GtkSnapshot *snapshot,
              const graphene_rect_t *bounds,
              float radius,
              const GdkRGBA *color)
{
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, color, bounds);
  gtk_snapshot_pop (snapshot);
}

static void
draw_box (PfChart *self, const PfChartScene *scene, GtkSnapshot *snapshot, double x, double y)
{
  double width = self->lines_width + 2 * PAD, height = self->lines_height + 2 * PAD;
  gboolean before = x + FAR + width > scene->width;
  graphene_rect_t box;
  GdkRGBA ground = rgba_of (&scene->style.ground, .96), edge = rgba_of (&scene->style.ink, .25);
  GdkRGBA ink = rgba_of (&scene->style.ink, 1);

  if (scene->rtl)
    before = x - FAR - width >= 0;
  x = before ? x - FAR - width : x + FAR;
  x = CLAMP (x, 0, MAX (scene->width - width, 0));
  y = CLAMP (y - height / 2, 0, MAX (scene->height - height, 0));
  box = GRAPHENE_RECT_INIT ((float)floor (x), (float)floor (y), (float)width, (float)height);
  append_round (snapshot, &box, 7, &edge);
  graphene_rect_inset (&box, 1, 1);
  append_round (snapshot, &box, 6, &ground);
  y = (double)box.origin.y + PAD - 1;
  x = (double)box.origin.x + PAD - 1;
  for (guint i = 0; i < self->lines->len; i++)
    {
      PangoLayout *layout = g_ptr_array_index (self->lines, i);
      guint series = g_array_index (self->inks, guint, i);
      double shift = series == G_MAXUINT ? 0 : DOT + 6;
      int w, h;

      pango_layout_get_pixel_size (layout, &w, &h);
      if (series != G_MAXUINT)
        {
          GdkRGBA color = rgba_of (pf_chart_style_get_ink (&scene->style, series), 1);
          double dot = scene->rtl ? x + self->lines_width - DOT : x;

          gtk_snapshot_append_color (snapshot, &color,
                                     &GRAPHENE_RECT_INIT ((float)dot, (float)(y + h / 2. - DOT / 2),
                                                          DOT, DOT));
        }
      gtk_snapshot_save (snapshot);
      /* The layout is as wide as it may get; words are at its beginning. */
      gtk_snapshot_translate (
          snapshot, &GRAPHENE_POINT_INIT ((float)(scene->rtl ? x + self->lines_width - shift - 260
                                                             : x + shift),
                                          (float)y));
      gtk_snapshot_append_layout (snapshot, layout, &ink);
      gtk_snapshot_restore (snapshot);
      y += h;
    }
}

static void
frame (GtkSnapshot *snapshot, const cairo_rectangle_t *area, const GdkRGBA *color)
{
  GskRoundedRect round;
  float widths[4] = { 2, 2, 2, 2 };
  GdkRGBA colors[4] = { *color, *color, *color, *color };

  gsk_rounded_rect_init_from_rect (&round,
                                   &GRAPHENE_RECT_INIT ((float)area->x, (float)area->y,
                                                        (float)area->width, (float)area->height),
                                   3);
  gtk_snapshot_append_border (snapshot, &round, widths, colors);
}

/* Where each line is at the cursor. */
static void
draw_dots (PfChart *self, const PfChartScene *scene, const PfChartPlot *plot, GtkSnapshot *snapshot)
{
  for (guint s = 0; s < pf_chart_data_get_n_series (self->data); s++)
    {
      GdkRGBA color = rgba_of (pf_chart_style_get_ink (&scene->style, s), 1);
      cairo_rectangle_t area;

      if (!pf_chart_get_series_shown (self, s)
          || isnan (pf_chart_data_get_value (self->data, s, (guint)self->cursor))
          || !pf_chart_get_point_area (scene, plot, s, (guint)self->cursor, &area))
        continue;
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT ((float)round (area.x) - 3,
                                                      (float)round (area.y) - 3, 7, 7));
    }
}

/* What GTK finds changed between two frames is told in few rectangles; for more of them, all of
 * what they are in is drawn again. So each part that moves is in a node of its own, or that were
 * all of the chart. */
static void
append_part (GtkSnapshot *snapshot, GtkSnapshot *part)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (part);

  if (node == NULL)
    return;
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}

static void
append_box (PfChart *self, const PfChartScene *scene, GtkSnapshot *snapshot, double x, double y)
{
  GtkSnapshot *part = gtk_snapshot_new ();

  draw_box (self, scene, part, x, y);
  append_part (snapshot, part);
}

static void
append_line (PfChart *self,
             const PfChartScene *scene,
             const PfChartPlot *plot,
             GtkSnapshot *snapshot,
             double x)
{
  GdkRGBA color = rgba_of (&scene->style.ink, .45);
  GtkSnapshot *part = gtk_snapshot_new ();

  gtk_snapshot_append_color (part, &color,
                             &GRAPHENE_RECT_INIT ((float)floor (x), (float)plot->y, 1,
                                                  (float)plot->height));
  if (scene->kind == PF_CHART_LINE || scene->kind == PF_CHART_AREA)
    draw_dots (self, scene, plot, part);
  append_part (snapshot, part);
}

/* Over what is drawn, each time the pointer moves: rectangles and words only. */
void
pf_chart_draw_cursor (PfChart *self,
                      const PfChartScene *scene,
                      const PfChartPlot *plot,
                      GtkSnapshot *snapshot)
{
  GdkRGBA strong = rgba_of (&scene->style.ink, .9);
  cairo_rectangle_t area = { scene->width / 2, 0, 0, 0 };

  if (self->cursor < 0 || !plot->known)
    return;
  lay_out (self);
  if (scene->kind != PF_CHART_DONUT
      && !pf_chart_get_point_area (scene, plot, self->series, (guint)self->cursor, &area))
    return;
  if (scene->kind == PF_CHART_RANKED)
    {
      /* All of it stands in the row. */
      frame (snapshot, &area, &strong);
      return;
    }
  if (scene->kind == PF_CHART_CALENDAR)
    frame (snapshot, &area, &strong);
  if (pf_chart_is_timeline (scene->kind))
    {
      append_line (self, scene, plot, snapshot, area.x);
      append_box (self, scene, snapshot, area.x, plot->y + plot->height / 2);
      return;
    }
  append_box (self, scene, snapshot, area.x + area.width / 2, area.y + area.height / 2);
}
