/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"
#include "core/insights/pf-insights.h"
#include "core/insights/pf-metric-sum.h"

G_BEGIN_DECLS

PfChartData *pf_analytics_series_data (const char *title,
                                       PfSeries *now,
                                       PfSeries *before,
                                       const char *before_name);
/* @tables: (element-type PfMetricTable): the parts of a split. */
PfChartData *pf_analytics_split_data (
    const char *title, const char *metric, GPtrArray *tables, PfDay from, PfDay to);
PfChartData *pf_analytics_shares_data (
    const char *title, const char *metric, GPtrArray *tables, PfDay from, PfDay to, guint *n_days);
PfChartData *pf_analytics_top_data (const char *title,
                                    const PfTopPins *top,
                                    const char *metric,
                                    GPtrArray *names);
PfChartData *pf_analytics_ranked_data (const char *title,
                                       GPtrArray *names,
                                       const char *series_name,
                                       const double *values);
char *pf_analytics_dup_pin_name (const PfPin *pin);

G_END_DECLS
