/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-data.h"

#include "app/widgets/pf-series-data.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>
#include <math.h>

static void
add_series (PfChartData *data, const char *name, PfSeries *series, guint n_points)
{
  g_autofree double *values = g_new (double, MAX (n_points, 1));
  g_autofree gboolean *estimates = g_new0 (gboolean, MAX (n_points, 1));

  for (guint i = 0; i < n_points; i++)
    {
      gboolean there = i < series->n_points && series->points[i].kind != PF_POINT_GAP;

      values[i] = there ? series->points[i].value : NAN;
      estimates[i] = there && series->points[i].kind == PF_POINT_ESTIMATE;
    }
  pf_chart_data_add_series (data, name, values, estimates);
}

/**
 * pf_analytics_series_data:
 * @title: what it is about
 * @now: the days shown
 * @before: (nullable): the days they are compared with, laid under
 * @before_name: (nullable): what those are called
 *
 * Returns: (transfer full): what a chart shows
 */
PfChartData *
pf_analytics_series_data (const char *title,
                          PfSeries *now,
                          PfSeries *before,
                          const char *before_name)
{
  guint32 first = pf_series_data_day (now->n_points > 0 ? now->points[0].day : 0);
  PfChartData *data = pf_chart_data_new_days (title, first, now->n_points);

  pf_chart_data_set_unit (data, pf_series_data_unit (now->metric));
  add_series (data, before != NULL ? _ ("This period") : title, now, now->n_points);
  if (before != NULL)
    add_series (data, before_name, before, now->n_points);
  return data;
}

/* The whole stands beside its parts in some replies. */
static gboolean
is_part (const PfMetricTable *table)
{
  return g_ascii_strcasecmp (table->key, "all") != 0;
}

/**
 * pf_analytics_split_data:
 * @title: what it is about
 * @metric: its name at the service
 * @tables: (element-type PfMetricTable): the parts
 * @from: first day
 * @to: last day
 *
 * Returns: (transfer full): the days, with a series for each part that has numbers in them
 */
PfChartData *
pf_analytics_split_data (
    const char *title, const char *metric, GPtrArray *tables, PfDay from, PfDay to)
{
  guint n_days = (guint)(to - from + 1);
  PfChartData *data = pf_chart_data_new_days (title, pf_series_data_day (from), n_days);

  pf_chart_data_set_unit (data, pf_series_data_unit (metric));
  for (guint i = 0; i < tables->len; i++)
    {
      const PfMetricTable *table = g_ptr_array_index (tables, i);
      g_autoptr (PfSeries) series = pf_series_new (table, metric, from, to);
      g_autofree char *name = pf_split_dup_title (table->key);

      if (is_part (table) && pf_series_has_values (series))
        add_series (data, name, series, n_days);
    }
  return data;
}

/**
 * pf_analytics_shares_data:
 * @title: what it is about
 * @metric: its name at the service, a count
 * @tables: (element-type PfMetricTable): the parts
 * @from: first day
 * @to: last day
 * @n_days: (out): on how many days that stands, at most
 *
 * Returns: (transfer full) (nullable): the sum of each part; %NULL when none has any
 */
PfChartData *
pf_analytics_shares_data (
    const char *title, const char *metric, GPtrArray *tables, PfDay from, PfDay to, guint *n_days)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  double whole = 0;

  *n_days = 0;
  for (guint i = 0; i < tables->len; i++)
    {
      const PfMetricTable *table = g_ptr_array_index (tables, i);
      PfSum sum;

      pf_metric_sum (table, metric, from, to, &sum);
      if (!is_part (table) || !sum.known)
        continue;
      whole += sum.total;
      *n_days = MAX (*n_days, sum.n_ready);
      g_ptr_array_add (names, pf_split_dup_title (table->key));
      g_array_append_val (values, sum.total);
    }
  return whole > 0 ? pf_analytics_ranked_data (title, names, title,
                                               (const double *)(gpointer)values->data)
                   : NULL;
}

/**
 * pf_analytics_dup_pin_name:
 * @pin: (nullable): a pin, as far as it is known
 *
 * Returns: (transfer full): what it is called in a list
 */
char *
pf_analytics_dup_pin_name (const PfPin *pin)
{
  if (pin == NULL)
    return g_strdup (_ ("Another pin"));
  if (pin->title != NULL && *pin->title != '\0')
    return pf_text_clean (pin->title);
  if (pin->description != NULL && *pin->description != '\0')
    return pf_text_clean (pin->description);
  return g_strdup (_ ("Pin without a title"));
}

/**
 * pf_analytics_ranked_data:
 * @title: what it is about
 * @names: (element-type utf8): of things beside each other
 * @series_name: what is counted
 * @values: one for each
 *
 * Returns: (transfer full): what a chart shows, in this order
 */
PfChartData *
pf_analytics_ranked_data (const char *title,
                          GPtrArray *names,
                          const char *series_name,
                          const double *values)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  PfChartData *data;

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (labels, pf_text_clean (g_ptr_array_index (names, i)));
  g_ptr_array_add (labels, NULL);
  data = pf_chart_data_new_labels (title, (const char *const *)labels->pdata);
  pf_chart_data_add_series (data, series_name, values, NULL);
  return data;
}

/**
 * pf_analytics_top_data:
 * @title: what it is about
 * @top: a top list
 * @metric: what is compared
 * @names: (element-type utf8): of its pins
 *
 * Returns: (transfer full): ranked, in the service's order
 */
PfChartData *
pf_analytics_top_data (const char *title,
                       const PfTopPins *top,
                       const char *metric,
                       GPtrArray *names)
{
  g_autofree double *values = g_new (double, MAX (top->pins->len, 1));
  g_autofree char *name = pf_metric_dup_title (metric);
  PfChartData *data;

  for (guint i = 0; i < top->pins->len; i++)
    {
      const PfTopPin *pin = g_ptr_array_index (top->pins, i);
      const double *value = g_hash_table_lookup (pin->metrics, metric);

      values[i] = value != NULL ? *value : NAN;
    }
  data = pf_analytics_ranked_data (title, names, name, values);
  pf_chart_data_set_unit (data, pf_series_data_unit (metric));
  return data;
}
