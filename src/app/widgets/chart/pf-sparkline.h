/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_SPARKLINE (pf_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (PfSparkline, pf_sparkline, PF, SPARKLINE, GtkWidget)

GtkWidget *pf_sparkline_new (void);
void pf_sparkline_set_data (PfSparkline *self, PfChartData *data);
PfChartData *pf_sparkline_get_data (PfSparkline *self);

G_END_DECLS
