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
  g_autofree char *base = pf_metric_dup_base (metric);
  PfMetricNature nature = pf_metric_get_nature (metric);
  Quotient quotient = { 0, 0 };
  Column own, whole, below;

  *sum = (PfSum){ .n_days = to >= from ? (guint)(to - from + 1) : 0 };
  if (table == NULL)
    return;
  own = find (table, metric);
  whole = find (table, base);
  below = find (table, nature == PF_METRIC_RATE ? BASE : PLAY_TIME);
  for (guint i = 0; i < table->days->len; i++)
    {
      PfDay day = g_array_index (table->days, PfDay, i);
      PfDataStatus status = (PfDataStatus)g_array_index (table->statuses, guint8, i);
      Quotient estimate = { 0, 0 };
      Quotient *into = status == PF_DATA_ESTIMATE ? &estimate : &quotient;
      double value = get (own, (int)i);
      gboolean counts;

      if (day < from || day > to)
        continue;
      if (nature == PF_METRIC_RATE)
        counts = add_rate (into, value, get (whole, (int)i), get (below, (int)i));
      else if (nature == PF_METRIC_AVERAGE_TIME)
        counts = add_average (into, value, get (below, (int)i));
      else
        counts = !isnan (value);
      if (!counts)
        continue;
      sum->n_ready += status != PF_DATA_ESTIMATE;
      sum->n_estimated += status == PF_DATA_ESTIMATE;
      if (nature == PF_METRIC_COUNT || nature == PF_METRIC_TIME)
        *(status == PF_DATA_ESTIMATE ? &sum->estimate : &sum->total) += value;
    }
  sum->known = sum->n_ready > 0;
  if (nature == PF_METRIC_RATE || nature == PF_METRIC_AVERAGE_TIME)
    {
      sum->known = quotient.below > 0;
      sum->total = sum->known ? quotient.above / quotient.below : 0;
    }
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
