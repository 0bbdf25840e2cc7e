/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"
#include "core/insights/pf-metric-sum.h"

#include <math.h>

/* What a day of a sum is. One part that is not counted yet leaves the sum unknown; one from before
 * the pin was made adds nothing to it. */
static PfDataStatus
add_status (PfDataStatus sum, PfDataStatus part)
{
  static const PfDataStatus from_strong[]
      = { PF_DATA_NONE,       PF_DATA_OTHER,    PF_DATA_WITHHELD,
          PF_DATA_PROCESSING, PF_DATA_ESTIMATE, PF_DATA_READY };

  for (guint i = 0; i < G_N_ELEMENTS (from_strong); i++)
    if (sum == from_strong[i] || part == from_strong[i])
      return from_strong[i];
  return PF_DATA_BEFORE;
}

static PfDataStatus
get_status (GPtrArray *tables, PfDay day)
{
  PfDataStatus status = PF_DATA_BEFORE;

  for (guint i = 0; i < tables->len; i++)
    status = add_status (status, pf_metric_table_get_status (g_ptr_array_index (tables, i), day));
  return status;
}

static double
add_values (GPtrArray *tables, PfDay day, const char *name)
{
  double sum = NAN;

  for (guint i = 0; i < tables->len; i++)
    {
      double value = pf_metric_table_get_value (g_ptr_array_index (tables, i), day, name);

      if (!isnan (value))
        sum = isnan (sum) ? value : sum + value;
    }
  return sum;
}

static void
set_day (PfMetricTableBuilder *builder, GPtrArray *tables, GHashTable *names, PfDay day)
{
  GHashTableIter iter;
  gpointer name;

  pf_metric_table_builder_add_day (builder, day, get_status (tables, day));
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *base = pf_metric_dup_base (name);
      PfMetricNature nature = pf_metric_get_nature (name);

      /* A rate of the sum is made of the sums; an average over pins is not to be had. */
      if (nature == PF_METRIC_COUNT || nature == PF_METRIC_TIME)
        pf_metric_table_builder_set (builder, day, name, add_values (tables, day, name));
      else if (base != NULL && g_hash_table_contains (names, base))
        {
          double below = add_values (tables, day, "IMPRESSION");

          if (below > 0)
            pf_metric_table_builder_set (builder, day, name,
                                         add_values (tables, day, base) / below);
        }
    }
}

static void
add_lifetime (GHashTable *sums, const PfMetricTable *table)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, table->lifetime);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      double *sum = g_hash_table_lookup (sums, name);

      if (sum == NULL)
        g_hash_table_insert (sums, name, sum = g_new0 (double, 1));
      *sum += *(double *)value;
    }
}

/**
 * pf_metric_tables_add: (skip)
 * @tables: (element-type PfMetricTable): numbers by day
 * @key: of the sum
 *
 * Adds them up. A day on which any of them is not known is not known; one on which any is an
 * estimate is an estimate.
 *
 * Returns: (transfer full): the sum
 */
PfMetricTable *
pf_metric_tables_add (GPtrArray *tables, const char *key)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new (key);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) days = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) lifetime = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GHashTableIter iter;
  gpointer at, value;

  for (guint i = 0; i < tables->len; i++)
    {
      const PfMetricTable *table = g_ptr_array_index (tables, i);

      for (guint j = 0; j < table->names->len; j++)
        g_hash_table_add (names, g_ptr_array_index (table->names, j));
      for (guint j = 0; j < table->days->len; j++)
        g_hash_table_add (days, GINT_TO_POINTER (g_array_index (table->days, PfDay, j)));
      add_lifetime (lifetime, table);
    }
  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, &at, NULL))
    set_day (builder, tables, names, GPOINTER_TO_INT (at));
  g_hash_table_iter_init (&iter, lifetime);
  while (g_hash_table_iter_next (&iter, &at, &value))
    pf_metric_table_builder_set_lifetime (builder, at, *(double *)value);
  return pf_metric_table_builder_end (builder);
}
