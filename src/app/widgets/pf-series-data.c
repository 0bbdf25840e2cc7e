/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-series-data"

#include "config.h"

#include "app/widgets/pf-series-data.h"

#include "core/insights/pf-metric-sum.h"

/* GDate counts from another day than PfDay: this Julian day is 1970-01-01. */
#define JULIAN_EPOCH 719163

/**
 * pf_series_data_unit:
 * @metric: its name at the service
 *
 * Returns: how a chart writes its numbers
 */
PfChartUnit
pf_series_data_unit (const char *metric)
{
  switch (pf_metric_get_nature (metric))
    {
    case PF_METRIC_RATE:
      return PF_CHART_SHARE;
    case PF_METRIC_TIME:
    case PF_METRIC_AVERAGE_TIME:
      return PF_CHART_TIME;
    case PF_METRIC_COUNT:
    default:
      return PF_CHART_COUNT;
    }
}

/**
 * pf_series_data_day:
 * @day: a day of UTC
 *
 * Returns: the same day as charts count them
 */
guint32
pf_series_data_day (PfDay day)
{
  return (guint32)(day + JULIAN_EPOCH);
}

/**
 * pf_series_data_new:
 * @title: what it is about
 * @series: one metric over days; gaps stay gaps, estimates stay estimates
 *
 * Returns: (transfer full): what a chart shows
 */
PfChartData *
pf_series_data_new (const char *title, const PfSeries *series)
{
  PfDay first = series->n_points > 0 ? series->points[0].day : 0;
  g_autofree double *values = g_new (double, series->n_points + 1);
  g_autofree gboolean *estimates = g_new (gboolean, series->n_points + 1);
  PfChartData *data = pf_chart_data_new_days (title, pf_series_data_day (first), series->n_points);

  for (guint i = 0; i < series->n_points; i++)
    {
      values[i] = series->points[i].value;
      estimates[i] = series->points[i].kind == PF_POINT_ESTIMATE;
    }
  pf_chart_data_set_unit (data, pf_series_data_unit (series->metric));
  pf_chart_data_add_series (data, title, values, estimates);
  return data;
}
