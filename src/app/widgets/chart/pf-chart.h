/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-scene.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_CHART (pf_chart_get_type ())
G_DECLARE_FINAL_TYPE (PfChart, pf_chart, PF, CHART, GtkWidget)

GtkWidget *pf_chart_new (PfChartKind kind);
void pf_chart_set_kind (PfChart *self, PfChartKind kind);
PfChartKind pf_chart_get_kind (PfChart *self);
void pf_chart_set_data (PfChart *self, PfChartData *data);
PfChartData *pf_chart_get_data (PfChart *self);
void pf_chart_set_series_shown (PfChart *self, guint series, gboolean shown);
gboolean pf_chart_get_series_shown (PfChart *self, guint series);
void pf_chart_set_cursor (PfChart *self, int point);
int pf_chart_get_cursor (PfChart *self);
void pf_chart_zoom (PfChart *self, double factor, double at);
void pf_chart_pan (PfChart *self, double points);
void pf_chart_get_range (PfChart *self, double *from, double *to);
void pf_chart_get_scene (PfChart *self, PfChartScene *scene);

G_END_DECLS
