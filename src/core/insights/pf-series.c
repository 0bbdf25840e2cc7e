/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-series.h"

#include <math.h>

/* A series goes over no more than this: a range that somebody typed may be anything. */
#define MAX_POINTS 40000

G_DEFINE_BOXED_TYPE (PfSeries, pf_series, pf_series_ref, pf_series_unref)

static void
fill_point (PfPoint *point, const PfMetricTable *table, int row, int column)
{
  double value;

  point->status = (PfDataStatus)g_array_index (table->statuses, guint8, row);
  if (column < 0)
    return;
  value = table->values[(gsize)row * table->names->len + (gsize)column];
  if (isnan (value))
    return;
  point->value = value;
  point->kind = point->status == PF_DATA_ESTIMATE ? PF_POINT_ESTIMATE : PF_POINT_VALUE;
}

/**
 * pf_series_new:
 * @table: (nullable): numbers by day
 * @metric: which of them
 * @from: first day
 * @to: last day
 *
 * Returns: (transfer full): the metric, one point for each day of the range; gaps where @table says
 *   nothing
 */
PfSeries *
pf_series_new (const PfMetricTable *table, const char *metric, PfDay from, PfDay to)
{
  PfSeries *self = g_new0 (PfSeries, 1);
  gint64 n_points = from != PF_DAY_NONE && to >= from ? (gint64)to - from + 1 : 0;
  int column = table != NULL ? pf_metric_table_find_name (table, metric) : -1;

  g_atomic_ref_count_init (&self->refs);
  self->metric = g_strdup (metric);
  self->key = g_strdup (table != NULL ? table->key : "");
  self->n_points = (guint)MIN (n_points, MAX_POINTS);
  self->points = g_new0 (PfPoint, MAX (self->n_points, 1));
  for (guint i = 0; i < self->n_points; i++)
    {
      PfPoint *point = &self->points[i];
      int row;

      point->day = from + (PfDay)i;
      point->value = NAN;
      row = table != NULL ? pf_metric_table_find_day (table, point->day) : -1;
      if (row >= 0)
        fill_point (point, table, row, column);
    }
  return self;
}

/**
 * pf_series_ref:
 * @self: a series
 *
 * Returns: (transfer full): @self
 */
PfSeries *
pf_series_ref (PfSeries *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_series_unref:
 * @self: (transfer full): a series
 */
void
pf_series_unref (PfSeries *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->metric);
  g_free (self->key);
  g_free (self->points);
  g_free (self);
}

/**
 * pf_series_has_values:
 * @self: a series
 *
 * Returns: whether there is anything to draw
 */
gboolean
pf_series_has_values (const PfSeries *self)
{
  for (guint i = 0; i < self->n_points; i++)
    if (self->points[i].kind != PF_POINT_GAP)
      return TRUE;
  return FALSE;
}

/**
 * pf_series_get_bounds:
 * @self: a series
 * @low: (out): the smallest number
 * @high: (out): the largest
 *
 * Returns: whether there is any
 */
gboolean
pf_series_get_bounds (const PfSeries *self, double *low, double *high)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->n_points; i++)
    {
      const PfPoint *point = &self->points[i];

      if (point->kind == PF_POINT_GAP)
        continue;
      *low = found ? MIN (*low, point->value) : point->value;
      *high = found ? MAX (*high, point->value) : point->value;
      found = TRUE;
    }
  return found;
}
