/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_CHART_TABLE (pf_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (PfChartTable, pf_chart_table, PF, CHART_TABLE, GtkWidget)

GtkWidget *pf_chart_table_new (void);
void pf_chart_table_set_data (PfChartTable *self, PfChartData *data);
void pf_chart_table_select (PfChartTable *self, int point);
int pf_chart_table_get_selected (PfChartTable *self);

G_END_DECLS
