/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"
#include "app/widgets/chart/pf-chart-style.h"
#include "app/widgets/chart/pf-chart-text.h"
#include "app/widgets/chart/pf-chart-ticks.h"

G_BEGIN_DECLS

typedef enum
{
  PF_CHART_LINE,
  PF_CHART_AREA,
  PF_CHART_BARS,
  PF_CHART_STACK,
  PF_CHART_SPARK,
  PF_CHART_DONUT,
  PF_CHART_CALENDAR,
  PF_CHART_RANKED,
} PfChartKind;

/**
 * PfChartScene:
 * @kind: what is drawn
 * @data: (unowned): of what
 * @style: in which colours
 * @text: (unowned): with which words
 * @width, @height: how large
 * @from, @to: which points are in view, counted from 0; both 0 for all
 * @hidden: a bit for each series that is not shown
 * @rtl: whether it runs from right to left
 * @framed: whether title and legend belong to the picture
 *
 * All that a picture of a chart depends on. Layers draw it: see pf-chart-layers-private.h.
 */
typedef struct
{
  PfChartKind kind;
  PfChartData *data;
  PfChartStyle style;
  PfChartText *text;
  double width, height;
  double from, to;
  guint64 hidden;
  gboolean rtl;
  gboolean framed;
} PfChartScene;

/**
 * PfChartPlot:
 * @x, @y, @width, @height: where the numbers are drawn, without labels
 * @ticks: the axis of values
 * @from, @to: points in view
 * @band: from one point to the next, or the side of a calendar's cell with its gap
 * @known: whether there is anything to draw
 * @fit: of a ranked chart: how many rows have room
 * @below: of a donut: its words are under the ring, for there is no room beside it
 *
 * What follows from a scene, computed once for a picture.
 */
typedef struct
{
  double x, y, width, height;
  PfChartTicks ticks;
  double from, to;
  double band;
  guint fit;
  gboolean known, below;
} PfChartPlot;

void pf_chart_plan (const PfChartScene *scene, PfChartPlot *plot);
double pf_chart_plot_x (const PfChartScene *scene, const PfChartPlot *plot, double point);
double pf_chart_plot_y (const PfChartPlot *plot, double value);
gboolean pf_chart_is_shown (const PfChartScene *scene, guint series);
gboolean pf_chart_is_timeline (PfChartKind kind);
double pf_chart_text_height (const PfChartScene *scene, PfChartFont font);

void pf_chart_draw (const PfChartScene *scene, cairo_t *cr);
int pf_chart_find_point (const PfChartScene *scene, const PfChartPlot *plot, double x, double y);
gboolean pf_chart_get_point_area (const PfChartScene *scene,
                                  const PfChartPlot *plot,
                                  guint series,
                                  guint point,
                                  cairo_rectangle_t *area);

G_END_DECLS
