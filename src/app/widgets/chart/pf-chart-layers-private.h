/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-scene.h"

G_BEGIN_DECLS

/* The parts of a chart, from back to front. Each draws what belongs to its kind, nothing else. */
void pf_chart_draw_grid (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr);
void pf_chart_draw_lines (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr);
void pf_chart_draw_bars (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr);
void pf_chart_draw_donut (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr);
void pf_chart_draw_calendar (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr);
void pf_chart_draw_ranked (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr);
void pf_chart_draw_notes (const PfChartScene *scene, const PfChartPlot *plot, cairo_t *cr);
void pf_chart_draw_frame (const PfChartScene *scene, cairo_t *cr);

/* What they share. */
void pf_chart_draw_words (const PfChartScene *scene,
                          cairo_t *cr,
                          PfChartFont font,
                          const char *words,
                          double x,
                          double y,
                          double most,
                          double align);
void pf_chart_draw_swatch (
    const PfChartStyle *style, cairo_t *cr, guint series, double x, double y, double width);
double pf_chart_frame_height (const PfChartScene *scene);
void pf_chart_plan_donut (const PfChartScene *scene, PfChartPlot *plot);
double pf_chart_measure_donut (const PfChartScene *scene);
void pf_chart_plan_calendar (const PfChartScene *scene, PfChartPlot *plot);
void pf_chart_plan_ranked (const PfChartScene *scene, PfChartPlot *plot);
int pf_chart_find_slice (const PfChartScene *scene, const PfChartPlot *plot, double x, double y);
int pf_chart_find_cell (const PfChartScene *scene, const PfChartPlot *plot, double x, double y);
void pf_chart_get_cell (const PfChartScene *scene,
                        const PfChartPlot *plot,
                        guint point,
                        cairo_rectangle_t *area);
double pf_chart_get_slice (const PfChartScene *scene, guint point, double *begin, double *end);
gboolean pf_chart_get_row (const PfChartScene *scene,
                           const PfChartPlot *plot,
                           guint point,
                           cairo_rectangle_t *area);

G_END_DECLS
