/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"
#include "core/insights/pf-series.h"

G_BEGIN_DECLS

PfChartData *pf_series_data_new (const char *title, const PfSeries *series);
guint32 pf_series_data_day (PfDay day);
PfChartUnit pf_series_data_unit (const char *metric);

G_END_DECLS
