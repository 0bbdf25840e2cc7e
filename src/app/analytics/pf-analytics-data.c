/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-data.h"

#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>
#include <math.h>

/* GDate counts from another day than PfDay: this Julian day is 1970-01-01. */
#define JULIAN_EPOCH 719163
/* More rows than this nobody compares at a glance. */
#define MOST_SUMS 10u

/**
 * pf_analytics_get_unit:
 * @metric: its name at the service
 *
 * Returns: how a chart writes its numbers
 */
PfChartUnit
pf_analytics_get_unit (const char *metric)
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
 * @before: (nullable): as many days before them, laid under
 *
 * Returns: (transfer full): what a chart shows
 */
PfChartData *
pf_analytics_series_data (const char *title, PfSeries *now, PfSeries *before)
{
  guint32 first = now->n_points > 0 ? (guint32)(now->points[0].day + JULIAN_EPOCH) : JULIAN_EPOCH;
  PfChartData *data = pf_chart_data_new_days (title, first, now->n_points);

  pf_chart_data_set_unit (data, pf_analytics_get_unit (now->metric));
  add_series (data, before != NULL ? _ ("This period") : title, now, now->n_points);
  if (before != NULL)
    add_series (data, _ ("Period before"), before, now->n_points);
  return data;
}

/**
 * pf_analytics_find_pin:
 * @pins: (nullable) (element-type PfPin): pins that are known
 * @id: of a pin, at the service
 *
 * Returns: (transfer none) (nullable): the pin
 */
const PfPin *
pf_analytics_find_pin (GPtrArray *pins, const char *id)
{
  for (guint i = 0; pins != NULL && i < pins->len; i++)
    {
      const PfPin *pin = g_ptr_array_index (pins, i);

      if (g_strcmp0 (pin->id, id) == 0)
        return pin;
    }
  return NULL;
}

static char *
dup_pin_name (const PfPin *pin)
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
 * pf_analytics_top_data:
 * @title: what it is about
 * @top: a top list
 * @metric: what is compared
 * @pins: (nullable) (element-type PfPin): pins that are known, for their titles
 *
 * Returns: (transfer full): ranked, in the service's order
 */
PfChartData *
pf_analytics_top_data (const char *title, const PfTopPins *top, const char *metric, GPtrArray *pins)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *values = g_new (double, MAX (top->pins->len, 1));
  g_autofree char *name = pf_metric_dup_title (metric);
  PfChartData *data;

  for (guint i = 0; i < top->pins->len; i++)
    {
      const PfTopPin *pin = g_ptr_array_index (top->pins, i);
      const double *value = g_hash_table_lookup (pin->metrics, metric);

      g_ptr_array_add (labels, dup_pin_name (pf_analytics_find_pin (pins, pin->pin_id)));
      values[i] = value != NULL ? *value : NAN;
    }
  g_ptr_array_add (labels, NULL);
  data = pf_chart_data_new_labels (title, (const char *const *)labels->pdata);
  pf_chart_data_set_unit (data, pf_analytics_get_unit (metric));
  pf_chart_data_add_series (data, name, values, NULL);
  return data;
}

/**
 * pf_analytics_sums_data:
 * @title: what it is about
 * @sums: (element-type PfPinSum): the most first
 * @metric: what is compared, as it is called in pin_metrics
 * @names: (element-type utf8 utf8): names by key
 *
 * Returns: (transfer full): ranked
 */
PfChartData *
pf_analytics_sums_data (const char *title, GPtrArray *sums, const char *metric, GHashTable *names)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  guint n = MIN (sums->len, MOST_SUMS);
  g_autofree double *values = g_new (double, MAX (n, 1));
  PfChartData *data;

  for (guint i = 0; i < n; i++)
    {
      const PfPinSum *sum = g_ptr_array_index (sums, i);
      const char *name = g_hash_table_lookup (names, sum->key);
      const double *value = sum->n_counted > 0 ? g_hash_table_lookup (sum->metrics, metric) : NULL;

      g_ptr_array_add (labels, name != NULL ? pf_text_clean (name) : g_strdup (_ ("A board")));
      values[i] = value != NULL ? *value : NAN;
    }
  g_ptr_array_add (labels, NULL);
  data = pf_chart_data_new_labels (title, (const char *const *)labels->pdata);
  pf_chart_data_add_series (data, _ ("Impressions"), values, NULL);
  return data;
}
