/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-metric-sum.h"

#include <math.h>
#include <string.h>

#define BASE "IMPRESSION"
#define PLAY_TIME "VIDEO_V50_WATCH_TIME"

/**
 * pf_metric_get_nature:
 * @metric: its name at the service
 *
 * Returns: what may be done with its numbers; a name that is not known and does not end like a rate
 * is taken for a count
 */
PfMetricNature
pf_metric_get_nature (const char *metric)
{
  if (g_str_has_suffix (metric, "_RATE"))
    return PF_METRIC_RATE;
  if (g_str_has_suffix (metric, "_WATCH_TIME"))
    return strstr (metric, "_AVG_") != NULL ? PF_METRIC_AVERAGE_TIME : PF_METRIC_TIME;
  return PF_METRIC_COUNT;
}

/**
 * pf_metric_dup_base:
 * @metric: a rate
 *
 * Returns: (transfer full) (nullable): the count it is the rate of, for each impression; %NULL when
 *   @metric is no rate
 */
char *
pf_metric_dup_base (const char *metric)
{
  return pf_metric_get_nature (metric) == PF_METRIC_RATE ? g_strndup (metric, strlen (metric) - 5)
                                                         : NULL;
}

/* A number over a day's standing numbers. */
typedef struct
{
  const PfMetricTable *table;
  int column;
} Column;

static double
get (Column column, int row)
{
  return column.column < 0
             ? NAN
             : column.table->values[(gsize)row * column.table->names->len + (gsize)column.column];
}

static Column
find (const PfMetricTable *table, const char *name)
{
  return (Column){ table, name != NULL ? pf_metric_table_find_name (table, name) : -1 };
}

/* Of a quotient, over several days: both parts are added up, then divided. */
typedef struct
{
  double above, below;
} Quotient;

/* @whole: what the rate is of, @base: for how many. A day's part of it that lacks its count is made
 * of the rate itself. */
static gboolean
add_rate (Quotient *quotient, double rate, double whole, double base)
{
  if (isnan (base) || (isnan (whole) && isnan (rate)))
    return FALSE;
  quotient->above += isnan (whole) ? rate * base : whole;
  quotient->below += base;
  return TRUE;
}

/* What an average was taken over is not told, but is the time divided by the average. */
static gboolean
add_average (Quotient *quotient, double average, double time)
{
  if (isnan (average) || isnan (time) || average < 0)
    return FALSE;
  if (average > 0)
    {
      quotient->above += time;
      quotient->below += time / average;
    }
  return TRUE;
}

/* What a sum of a metric is taken from. */
typedef struct
{
  PfMetricNature nature;
  Column own, whole, below;
} Source;

static Source
open_source (const PfMetricTable *table, const char *metric)
{
  g_autofree char *base = pf_metric_dup_base (metric);
  PfMetricNature nature = pf_metric_get_nature (metric);

  return (Source){ nature, find (table, metric), find (table, base),
                   find (table, nature == PF_METRIC_RATE ? BASE : PLAY_TIME) };
}

static PfDataStatus
get_status (const PfMetricTable *table, int row)
{
  return (PfDataStatus)g_array_index (table->statuses, guint8, row);
}

/* @into: takes a quotient's part. Returns whether the day has a number. */
static gboolean
take_day (const Source *source, int row, Quotient *into)
{
  double value = get (source->own, row);

  if (source->nature == PF_METRIC_RATE)
    return add_rate (into, value, get (source->whole, row), get (source->below, row));
  if (source->nature == PF_METRIC_AVERAGE_TIME)
    return add_average (into, value, get (source->below, row));
  return !isnan (value);
}

static gboolean
stands (const PfMetricTable *table, const Source *source, PfDay day)
{
  int row = pf_metric_table_find_day (table, day);
  Quotient ignored = { 0, 0 };

  return row >= 0 && get_status (table, row) != PF_DATA_ESTIMATE
         && take_day (source, row, &ignored);
}

/* @shift: if not 0, a day is added only when the day so far from it stands as well. */
static void
sum_days (
    const PfMetricTable *table, const char *metric, PfDay from, PfDay to, PfDay shift, PfSum *sum)
{
  Quotient quotient = { 0, 0 };
  Source source;

  *sum = (PfSum){ .n_days = to >= from ? (guint)(to - from + 1) : 0 };
  if (table == NULL)
    return;
  source = open_source (table, metric);
  for (guint i = 0; i < table->days->len; i++)
    {
      PfDay day = g_array_index (table->days, PfDay, i);
      gboolean estimated = get_status (table, (int)i) == PF_DATA_ESTIMATE;
      Quotient estimate = { 0, 0 };

      if (day < from || day > to || (shift != 0 && !stands (table, &source, day + shift)))
        continue;
      if (!take_day (&source, (int)i, estimated ? &estimate : &quotient))
        continue;
      sum->n_ready += !estimated;
      sum->n_estimated += estimated;
      if (source.nature == PF_METRIC_COUNT || source.nature == PF_METRIC_TIME)
        *(estimated ? &sum->estimate : &sum->total) += get (source.own, (int)i);
    }
  sum->known = sum->n_ready > 0;
  if (source.nature == PF_METRIC_RATE || source.nature == PF_METRIC_AVERAGE_TIME)
    {
      sum->known = quotient.below > 0;
      sum->total = sum->known ? quotient.above / quotient.below : 0;
    }
}

/**
 * pf_metric_sum:
 * @table: (nullable): numbers by day
 * @metric: which of them
 * @from: first day
 * @to: last day
 * @sum: (out caller-allocates): what they come to
 *
 * Adds up what stands; estimates apart; gaps are nothing and are not zeros. A rate is what it
 * counts over all days, divided by the impressions of the same days, never a mean of rates; an
 * average of time likewise. Without impressions in @table a rate over days is not known.
 */
void
pf_metric_sum (const PfMetricTable *table, const char *metric, PfDay from, PfDay to, PfSum *sum)
{
  sum_days (table, metric, from, to, 0, sum);
}

/**
 * pf_metric_figure:
 * @table: (nullable): numbers by day, those before @from too
 * @metric: which of them
 * @from: first day
 * @to: last day
 * @figure: (out caller-allocates): the number that stands for the days, and how it changed
 *
 * The one definition of a period's number, wherever it is shown: what stands is added up, and it
 * is compared with as many days right before. Only days whose counterpart stands too are compared,
 * so that days which are still estimated, and gaps, are missing from both sides.
 */
void
pf_metric_figure (
    const PfMetricTable *table, const char *metric, PfDay from, PfDay to, PfFigure *figure)
{
  pf_metric_figure_against (table, metric, from, to, from - (to - from + 1), from - 1, figure);
}

/**
 * pf_metric_figure_against:
 * @table: (nullable): numbers by day, those of both periods
 * @metric: which of them
 * @from: first day
 * @to: last day
 * @before_from: first day of what it is compared with; #PF_DAY_NONE for nothing
 * @before_to: last day of that
 * @figure: (out caller-allocates): the number that stands for the days, and how it changed
 *
 * As pf_metric_figure(), against any other days. Periods of one length are compared day by day: the
 * first with the first. Of others, which have no such pairs, the means a day are.
 */
void
pf_metric_figure_against (const PfMetricTable *table,
                          const char *metric,
                          PfDay from,
                          PfDay to,
                          PfDay before_from,
                          PfDay before_to,
                          PfFigure *figure)
{
  PfDay shift = before_from == PF_DAY_NONE ? 0 : before_from - from;
  PfSum now, before;

  sum_days (table, metric, from, to, 0, &figure->sum);
  figure->change = (PfChange){ .ratio = NAN };
  if (before_from == PF_DAY_NONE)
    return;
  if (to - from != before_to - before_from)
    shift = 0;
  sum_days (table, metric, from, to, shift, &now);
  sum_days (table, metric, before_from, before_to, -shift, &before);
  pf_metric_compare (metric, &now, &before, &figure->change);
}

/**
 * pf_metric_compare:
 * @metric: of which both are
 * @now: a sum
 * @before: the one it is compared with
 * @change: (out caller-allocates): what changed
 *
 * Compares what stands. When the two stand on different numbers of days, as a period that is not
 * over yet or has gaps, their means a day are compared, not their sums.
 */
void
pf_metric_compare (const char *metric, const PfSum *now, const PfSum *before, PfChange *change)
{
  PfMetricNature nature = pf_metric_get_nature (metric);
  gboolean adds = nature == PF_METRIC_COUNT || nature == PF_METRIC_TIME;
  double left = now->total, right = before->total;

  *change = (PfChange){ .ratio = NAN };
  if (!now->known || !before->known)
    return;
  change->known = TRUE;
  change->per_day = adds && now->n_ready != before->n_ready;
  if (change->per_day)
    {
      left /= now->n_ready;
      right /= before->n_ready;
    }
  change->difference = left - right;
  if (right != 0)
    change->ratio = change->difference / fabs (right);
  else if (left == 0)
    change->ratio = 0;
}
