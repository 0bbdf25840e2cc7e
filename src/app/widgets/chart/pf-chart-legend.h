/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart.h"

G_BEGIN_DECLS

GtkWidget *pf_chart_legend_new (PfChart *chart);
void pf_chart_legend_refresh (GtkWidget *legend);

G_END_DECLS
