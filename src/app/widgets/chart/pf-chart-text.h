/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

G_BEGIN_DECLS

typedef enum
{
  PF_CHART_FONT_CAPTION,
  PF_CHART_FONT_BODY,
  PF_CHART_FONT_TITLE,
} PfChartFont;

typedef struct _PfChartText PfChartText;

/**
 * PfChartText:
 * @measure: how large one line is, in the units of the chart
 * @draw: draws it, top left at x and y, in the source of the context; what is wider than
 *   @most ends in an ellipsis
 *
 * How words get into a chart, so that charts can be looked at without the fonts of a machine.
 */
struct _PfChartText
{
  void (*measure) (
      PfChartText *self, PfChartFont font, const char *words, double *width, double *height);
  void (*draw) (PfChartText *self,
                cairo_t *cr,
                PfChartFont font,
                const char *words,
                double x,
                double y,
                double most);
};

PfChartText *pf_chart_text_new (PangoContext *context);
void pf_chart_text_free (PfChartText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfChartText, pf_chart_text_free)

G_END_DECLS
