/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-metrics.h"

G_BEGIN_DECLS

/**
 * PfPointKind:
 * @PF_POINT_GAP: not known: nothing is drawn, nothing is added
 * @PF_POINT_ESTIMATE: a number that Pinterest still corrects: drawn apart, and says so
 * @PF_POINT_VALUE: a number that stands
 */
typedef enum
{
  PF_POINT_GAP,
  PF_POINT_ESTIMATE,
  PF_POINT_VALUE,
} PfPointKind;

/**
 * PfPoint:
 * @day: which day
 * @kind: what it is
 * @status: why it is no value
 * @value: of a value or an estimate; NAN of a gap
 */
typedef struct
{
  PfDay day;
  PfPointKind kind;
  PfDataStatus status;
  double value;
} PfPoint;

/**
 * PfSeries:
 * @metric: its name at the service
 * @key: of the split
 * @points: @n_points of them, one for each day without exception, ascending
 *
 * One metric over days, for a chart and its table. Immutable and reference counted.
 */
typedef struct
{
  gatomicrefcount refs;
  char *metric;
  char *key;
  guint n_points;
  PfPoint *points;
} PfSeries;

#define PF_TYPE_SERIES (pf_series_get_type ())
GType pf_series_get_type (void);
/* @table: (nullable): then all are gaps */
PfSeries *pf_series_new (const PfMetricTable *table, const char *metric, PfDay from, PfDay to);
PfSeries *pf_series_ref (PfSeries *self);
void pf_series_unref (PfSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfSeries, pf_series_unref)

gboolean pf_series_has_values (const PfSeries *self);
gboolean pf_series_get_bounds (const PfSeries *self, double *low, double *high);

G_END_DECLS
