/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"
#include "core/insights/pf-insights.h"
#include "core/insights/pf-metric-sum.h"

G_BEGIN_DECLS

PfChartData *pf_analytics_series_data (const char *title, PfSeries *now, PfSeries *before);
PfChartData *pf_analytics_top_data (const char *title,
                                    const PfTopPins *top,
                                    const char *metric,
                                    GPtrArray *pins);
PfChartData *
pf_analytics_sums_data (const char *title, GPtrArray *sums, const char *metric, GHashTable *names);
PfChartUnit pf_analytics_get_unit (const char *metric);
const PfPin *pf_analytics_find_pin (GPtrArray *pins, const char *id);

G_END_DECLS
