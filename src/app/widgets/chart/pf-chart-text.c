/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-text.h"

#include <pango/pangocairo.h>

#define N_FONTS (PF_CHART_FONT_TITLE + 1)

typedef struct
{
  PfChartText parent;
  PangoLayout *layouts[N_FONTS];
} Words;

static PangoLayout *
layout_for (PfChartText *text, PfChartFont font, const char *words)
{
  PangoLayout *layout = ((Words *)text)->layouts[font];

  pango_layout_set_text (layout, words, -1);
  return layout;
}

static void
measure (PfChartText *text, PfChartFont font, const char *words, double *width, double *height)
{
  int w, h;
  PangoLayout *layout = layout_for (text, font, words);

  pango_layout_set_width (layout, -1);
  pango_layout_get_size (layout, &w, &h);
  *width = (double)w / PANGO_SCALE;
  *height = (double)h / PANGO_SCALE;
}

static void
draw (PfChartText *text,
      cairo_t *cr,
      PfChartFont font,
      const char *words,
      double x,
      double y,
      double most)
{
  PangoLayout *layout = layout_for (text, font, words);
  PangoRectangle logical;

  pango_layout_set_width (layout, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  if (logical.width > (int)(most * PANGO_SCALE))
    pango_layout_set_width (layout, MAX ((int)(most * PANGO_SCALE), 0));
  pango_layout_get_extents (layout, NULL, &logical);
  cairo_move_to (cr, x - (double)logical.x / PANGO_SCALE, y);
  pango_cairo_show_layout (cr, layout);
}

/**
 * pf_chart_text_new:
 * @context: whose font and size are used
 *
 * Returns: (transfer full): words as a widget would draw them, with figures of one width
 */
PfChartText *
pf_chart_text_new (PangoContext *context)
{
  static const double sizes[N_FONTS] = { .82, 1, 1.25 };
  Words *self = g_new0 (Words, 1);

  self->parent.measure = measure;
  self->parent.draw = draw;
  for (guint i = 0; i < N_FONTS; i++)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      self->layouts[i] = pango_layout_new (context);
      pango_attr_list_insert (attributes, pango_attr_scale_new (sizes[i]));
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      if (i == PF_CHART_FONT_TITLE)
        pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (self->layouts[i], attributes);
      pango_layout_set_ellipsize (self->layouts[i], PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode (self->layouts[i], TRUE);
    }
  return &self->parent;
}

/**
 * pf_chart_text_free:
 * @self: words
 *
 * Frees what pf_chart_text_new() made.
 */
void
pf_chart_text_free (PfChartText *self)
{
  Words *words = (Words *)self;

  for (guint i = 0; i < N_FONTS; i++)
    g_object_unref (words->layouts[i]);
  g_free (words);
}
