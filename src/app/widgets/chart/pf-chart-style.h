/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* How many series can be told apart; further ones begin again with the next dash. */
#define PF_CHART_N_INKS 10

/* Straight, not premultiplied; each from 0 to 1. */
typedef struct
{
  double r, g, b, a;
} PfChartInk;

typedef enum
{
  PF_CHART_MARKER_DISC,
  PF_CHART_MARKER_SQUARE,
  PF_CHART_MARKER_TRIANGLE,
  PF_CHART_MARKER_DIAMOND,
  PF_CHART_MARKER_CROSS,
} PfChartMarker;

/**
 * PfChartStyle:
 *
 * The colours of a chart. They are fixed rather than asked of the theme, so that a picture that
 * is taken away looks like the one on the screen.
 */
typedef struct
{
  PfChartInk ground; /* what the chart stands on */
  PfChartInk ink;    /* words that matter */
  PfChartInk faint;  /* words of the axes */
  PfChartInk grid;
  PfChartInk empty; /* the cell of a day without a number */
  PfChartInk series[PF_CHART_N_INKS];
  double line; /* width of a line, pixels */
  gboolean high_contrast;
} PfChartStyle;

void pf_chart_style_init (PfChartStyle *self, gboolean dark, gboolean high_contrast);
const PfChartInk *pf_chart_style_get_ink (const PfChartStyle *self, guint series);
PfChartMarker pf_chart_style_get_marker (guint series);
void pf_chart_style_set_dash (cairo_t *cr, guint series, double line);
double pf_chart_ink_contrast (const PfChartInk *a, const PfChartInk *b);
void pf_chart_set_ink (cairo_t *cr, const PfChartInk *ink, double alpha);
void pf_chart_add_marker (cairo_t *cr, PfChartMarker marker, double x, double y, double radius);

G_END_DECLS
