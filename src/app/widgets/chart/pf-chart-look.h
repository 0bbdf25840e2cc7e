/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pf_chart_look_get_style (PfChartStyle *style);
/* The colours of charts on the screen changed. */
typedef void (*PfChartLookFunc) (GtkWidget *widget);

void pf_chart_look_follow (GtkWidget *widget, PfChartLookFunc changed);

G_END_DECLS
