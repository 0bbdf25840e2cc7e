/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-series.h"

G_BEGIN_DECLS

/**
 * PfMetricNature:
 * @PF_METRIC_COUNT: may be added up
 * @PF_METRIC_RATE: a share, 0.08 is 8 %: over days it is the sum of what it is of, divided
 * @PF_METRIC_TIME: milliseconds, may be added up
 * @PF_METRIC_AVERAGE_TIME: milliseconds, may only be averaged
 */
typedef enum
{
  PF_METRIC_COUNT,
  PF_METRIC_RATE,
  PF_METRIC_TIME,
  PF_METRIC_AVERAGE_TIME,
} PfMetricNature;

PfMetricNature pf_metric_get_nature (const char *metric);
char *pf_metric_dup_base (const char *metric);
/* In the user's language; of a name this version does not know, the name, written like words. */
char *pf_metric_dup_title (const char *metric);
char *pf_metric_dup_explanation (const char *metric);
/* A value in words and digits of the user's locale: "1,234", "8.1 %", "2.5 s"; "–" of NAN. */
char *pf_metric_format_value (const char *metric, double value);
char *pf_split_dup_title (const char *key);

/**
 * PfSum:
 * @known: whether there is any day that stands; if not, say so, do not show 0
 * @total: over the days that stand: a sum, or of a rate or average what it was over all of them
 * @estimate: the sum of the estimates, beside @total; 0 for rates and averages
 * @n_days: days that were looked at
 * @n_ready: of these, those in @total
 * @n_estimated: of these, those in @estimate
 *
 * The rest of the days are gaps.
 */
typedef struct
{
  gboolean known;
  double total;
  double estimate;
  guint n_days, n_ready, n_estimated;
} PfSum;

/* @table: (nullable): then nothing is known */
void
pf_metric_sum (const PfMetricTable *table, const char *metric, PfDay from, PfDay to, PfSum *sum);

/**
 * PfChange:
 * @known: whether the two can be compared
 * @per_day: they stand on different numbers of days: @difference and @ratio are of means a day
 * @difference: now - before
 * @ratio: 0.1 is 10 % more; NAN from zero to something
 */
typedef struct
{
  gboolean known;
  gboolean per_day;
  double difference;
  double ratio;
} PfChange;

void
pf_metric_compare (const char *metric, const PfSum *now, const PfSum *before, PfChange *change);
char *pf_change_format (const PfChange *change);

/**
 * PfFigure:
 * @sum: the number of a period
 * @change: against as many days right before it
 */
typedef struct
{
  PfSum sum;
  PfChange change;
} PfFigure;

/* @table: (nullable): then nothing is known */
void pf_metric_figure (
    const PfMetricTable *table, const char *metric, PfDay from, PfDay to, PfFigure *figure);
/* The same against any other days; @before_from PF_DAY_NONE: against nothing. */
void pf_metric_figure_against (const PfMetricTable *table,
                               const char *metric,
                               PfDay from,
                               PfDay to,
                               PfDay before_from,
                               PfDay before_to,
                               PfFigure *figure);
/* In words: "58,107", "Not known". */
char *pf_figure_format (const char *metric, const PfFigure *figure);
/* What the numbers of a period stand on, as a paragraph. */
char *pf_figure_describe (const PfFigure *figure);

G_END_DECLS
