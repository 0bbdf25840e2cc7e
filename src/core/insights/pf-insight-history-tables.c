/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-history.h"

#include <math.h>

static PfMetricTable *
find (GPtrArray *tables, const char *key)
{
  for (guint i = 0; i < tables->len; i++)
    if (g_str_equal (((PfMetricTable *)g_ptr_array_index (tables, i))->key, key))
      return g_ptr_array_index (tables, i);
  return NULL;
}

static gboolean
has_numbers (PfDataStatus status)
{
  return status == PF_DATA_READY || status == PF_DATA_ESTIMATE;
}

/* A day is told by the newer table if it has numbers, unless it only guesses what once stood. */
static gboolean
is_told_by_newer (PfDataStatus older, PfDataStatus newer)
{
  return has_numbers (newer) ? newer == PF_DATA_READY || older != PF_DATA_READY
                             : !has_numbers (older) && newer != PF_DATA_NONE;
}

static void
copy_day (PfMetricTableBuilder *builder,
          const PfMetricTable *table,
          PfDay day,
          const PfMetricTable *except)
{
  int row = pf_metric_table_find_day (table, day);

  for (guint i = 0; row >= 0 && i < table->names->len; i++)
    {
      const char *name = g_ptr_array_index (table->names, i);
      double value = table->values[(gsize)row * table->names->len + i];

      if (!isnan (value)
          && (except == NULL || isnan (pf_metric_table_get_value (except, day, name))))
        pf_metric_table_builder_set (builder, day, name, value);
    }
}

static void
copy_lone_numbers (PfMetricTableBuilder *builder, const PfMetricTable *table)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, table->lifetime);
  while (g_hash_table_iter_next (&iter, &name, &value))
    pf_metric_table_builder_set_lifetime (builder, name, *(double *)value);
}

static PfMetricTable *
merge_two (const PfMetricTable *older, const PfMetricTable *newer)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new (newer->key);

  for (guint i = 0; i < older->days->len; i++)
    {
      PfDay day = g_array_index (older->days, PfDay, i);
      PfDataStatus status = pf_metric_table_get_status (older, day);

      if (is_told_by_newer (status, pf_metric_table_get_status (newer, day)))
        continue;
      pf_metric_table_builder_add_day (builder, day, status);
      copy_day (builder, older, day, NULL);
    }
  for (guint i = 0; i < newer->days->len; i++)
    {
      PfDay day = g_array_index (newer->days, PfDay, i);
      PfDataStatus status = pf_metric_table_get_status (newer, day);

      if (!is_told_by_newer (pf_metric_table_get_status (older, day), status))
        continue;
      pf_metric_table_builder_add_day (builder, day, status);
      copy_day (builder, newer, day, NULL);
      /* Metrics that were not asked for this time stand as they did. */
      if (pf_metric_table_get_status (older, day) == status)
        copy_day (builder, older, day, newer);
    }
  copy_lone_numbers (builder, newer);
  return pf_metric_table_builder_end (builder);
}

/**
 * pf_insight_history_merge: (skip)
 * @older: (element-type PfMetricTable): what is kept
 * @newer: (element-type PfMetricTable): what was just told
 *
 * Lays what was told over what is kept. Pinterest's own sums are left out: they are over other
 * days.
 *
 * Returns: (transfer full) (element-type PfMetricTable): both
 */
GPtrArray *
pf_insight_history_merge (GPtrArray *older, GPtrArray *newer)
{
  GPtrArray *merged = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);

  for (guint i = 0; i < newer->len; i++)
    {
      PfMetricTable *table = g_ptr_array_index (newer, i);
      PfMetricTable *kept = find (older, table->key);

      g_ptr_array_add (merged,
                       kept != NULL ? merge_two (kept, table) : pf_metric_table_ref (table));
    }
  for (guint i = 0; i < older->len; i++)
    {
      PfMetricTable *table = g_ptr_array_index (older, i);

      if (find (newer, table->key) == NULL)
        g_ptr_array_add (merged, pf_metric_table_ref (table));
    }
  return merged;
}
