/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-metrics.h"

#include <math.h>
#include <string.h>

/* What a table may be at most: the API knows some 25 names, and ten years are 3,653 days. */
#define MAX_NAMES 64
#define MAX_DAYS 16384

G_DEFINE_BOXED_TYPE (PfMetricTable, pf_metric_table, pf_metric_table_ref, pf_metric_table_unref)

typedef struct
{
  PfDay day;
  guint name;
  double value;
} Cell;

struct _PfMetricTableBuilder
{
  char *key;
  GPtrArray *names;
  GHashTable *statuses; /* day -> status */
  GArray *cells;        /* in the order they were set */
  GHashTable *summary;
  GHashTable *lifetime;
};

/**
 * pf_data_status_from_string:
 * @text: (nullable): `data_status` of a reply
 *
 * A day without a word about it was told without reserve: it is ready.
 *
 * Returns: what kind it is
 */
PfDataStatus
pf_data_status_from_string (const char *text)
{
  if (text == NULL || g_str_equal (text, "READY"))
    return PF_DATA_READY;
  if (g_str_equal (text, "ESTIMATE"))
    return PF_DATA_ESTIMATE;
  if (g_str_equal (text, "PROCESSING"))
    return PF_DATA_PROCESSING;
  if (g_str_has_prefix (text, "BEFORE_"))
    return PF_DATA_BEFORE;
  if (g_str_has_suffix (text, "_SMALLER_THAN_THRESHOLD") || g_str_equal (text, "IN_BAD_TAG_DATE"))
    return PF_DATA_WITHHELD;
  return PF_DATA_OTHER;
}

/**
 * pf_metric_table_ref:
 * @self: a table
 *
 * Returns: (transfer full): @self
 */
PfMetricTable *
pf_metric_table_ref (PfMetricTable *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_metric_table_unref:
 * @self: (transfer full): a table
 *
 * Frees it with its last reference.
 */
void
pf_metric_table_unref (PfMetricTable *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->key);
  g_ptr_array_unref (self->names);
  g_array_unref (self->days);
  g_array_unref (self->statuses);
  g_free (self->values);
  g_hash_table_unref (self->summary);
  g_hash_table_unref (self->lifetime);
  g_free (self);
}

/**
 * pf_metric_table_find_name:
 * @self: a table
 * @name: a metric
 *
 * Returns: its place in @names, -1 when no day has it
 */
int
pf_metric_table_find_name (const PfMetricTable *self, const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name))
      return (int)i;
  return -1;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  PfDay left = *(const PfDay *)a, right = *(const PfDay *)b;

  return left < right ? -1 : left > right;
}

/**
 * pf_metric_table_find_day:
 * @self: a table
 * @day: a day
 *
 * Returns: its place in @days, -1 when the table does not have it
 */
int
pf_metric_table_find_day (const PfMetricTable *self, PfDay day)
{
  guint found;

  return g_array_binary_search (self->days, &day, compare_days, &found) ? (int)found : -1;
}

/**
 * pf_metric_table_get_status:
 * @self: a table
 * @day: a day
 *
 * Returns: what stands behind its numbers
 */
PfDataStatus
pf_metric_table_get_status (const PfMetricTable *self, PfDay day)
{
  int row = pf_metric_table_find_day (self, day);

  return row >= 0 ? (PfDataStatus)g_array_index (self->statuses, guint8, row) : PF_DATA_NONE;
}

/**
 * pf_metric_table_get_value:
 * @self: a table
 * @day: a day
 * @name: a metric
 *
 * Returns: its number, NAN when there is none
 */
double
pf_metric_table_get_value (const PfMetricTable *self, PfDay day, const char *name)
{
  int row = pf_metric_table_find_day (self, day);
  int column = pf_metric_table_find_name (self, name);

  return row >= 0 && column >= 0 ? self->values[(guint)row * self->names->len + (guint)column]
                                 : NAN;
}

/* Making one */

static void
set_number (GHashTable *table, const char *name, double value)
{
  double *number = g_new (double, 1);

  *number = value;
  g_hash_table_replace (table, g_strdup (name), number);
}

/**
 * pf_metric_table_builder_new:
 * @key: of the split
 *
 * Returns: (transfer full): a builder, to be ended with pf_metric_table_builder_end()
 */
PfMetricTableBuilder *
pf_metric_table_builder_new (const char *key)
{
  PfMetricTableBuilder *self = g_new0 (PfMetricTableBuilder, 1);

  self->key = g_strdup (key);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->statuses = g_hash_table_new (NULL, NULL);
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->summary = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lifetime = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * pf_metric_table_builder_add_day:
 * @self: a builder
 * @day: a day
 * @status: what stands behind its numbers
 *
 * Adds a day. Set its numbers after that.
 */
void
pf_metric_table_builder_add_day (PfMetricTableBuilder *self, PfDay day, PfDataStatus status)
{
  if (day != PF_DAY_NONE
      && (g_hash_table_size (self->statuses) < MAX_DAYS
          || g_hash_table_contains (self->statuses, GINT_TO_POINTER (day))))
    g_hash_table_insert (self->statuses, GINT_TO_POINTER (day), GUINT_TO_POINTER (status));
}

static gboolean
find_or_add_name (PfMetricTableBuilder *self, const char *name, guint *index)
{
  if (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, index))
    return TRUE;
  if (self->names->len >= MAX_NAMES)
    return FALSE;
  *index = self->names->len;
  g_ptr_array_add (self->names, g_strdup (name));
  return TRUE;
}

/**
 * pf_metric_table_builder_set:
 * @self: a builder
 * @day: a day that was added; of any other nothing is kept
 * @name: a metric
 * @value: its number; one that is not finite is none
 *
 * Sets a number. Of a day that is neither ready nor estimated nothing is kept: a number beside such
 * a status is not one to show.
 */
void
pf_metric_table_builder_set (PfMetricTableBuilder *self, PfDay day, const char *name, double value)
{
  gpointer status;
  Cell cell = { .day = day, .value = value };

  if (!isfinite (value)
      || !g_hash_table_lookup_extended (self->statuses, GINT_TO_POINTER (day), NULL, &status)
      || (GPOINTER_TO_UINT (status) != PF_DATA_READY
          && GPOINTER_TO_UINT (status) != PF_DATA_ESTIMATE)
      || !find_or_add_name (self, name, &cell.name))
    return;
  g_array_append_val (self->cells, cell);
}

/**
 * pf_metric_table_builder_set_summary:
 * @self: a builder
 * @name: a metric
 * @value: Pinterest's own sum
 *
 * Sets it, unless it is not finite.
 */
void
pf_metric_table_builder_set_summary (PfMetricTableBuilder *self, const char *name, double value)
{
  if (isfinite (value))
    set_number (self->summary, name, value);
}

/**
 * pf_metric_table_builder_set_lifetime:
 * @self: a builder
 * @name: a metric
 * @value: its number since the pin was made
 *
 * Sets it, unless it is not finite.
 */
void
pf_metric_table_builder_set_lifetime (PfMetricTableBuilder *self, const char *name, double value)
{
  if (isfinite (value))
    set_number (self->lifetime, name, value);
}

static void
fill (PfMetricTable *table, PfMetricTableBuilder *self)
{
  gsize n_values = (gsize)table->days->len * table->names->len;

  table->values = g_new (double, MAX (n_values, 1));
  for (gsize i = 0; i < n_values; i++)
    table->values[i] = NAN;
  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);
      int row = pf_metric_table_find_day (table, cell->day);
      PfDataStatus status = (PfDataStatus)g_array_index (table->statuses, guint8, row);

      /* The day may have come again, and with another word about it. */
      if (status == PF_DATA_READY || status == PF_DATA_ESTIMATE)
        table->values[(gsize)row * table->names->len + cell->name] = cell->value;
    }
}

/**
 * pf_metric_table_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the table
 */
PfMetricTable *
pf_metric_table_builder_end (PfMetricTableBuilder *self)
{
  PfMetricTable *table = g_new0 (PfMetricTable, 1);
  GHashTableIter iter;
  gpointer day;

  g_atomic_ref_count_init (&table->refs);
  table->days = g_array_new (FALSE, FALSE, sizeof (PfDay));
  table->statuses = g_array_new (FALSE, FALSE, sizeof (guint8));
  g_hash_table_iter_init (&iter, self->statuses);
  while (g_hash_table_iter_next (&iter, &day, NULL))
    {
      PfDay number = GPOINTER_TO_INT (day);

      g_array_append_val (table->days, number);
    }
  g_array_sort (table->days, compare_days);
  for (guint i = 0; i < table->days->len; i++)
    {
      PfDay number = g_array_index (table->days, PfDay, i);
      guint8 status = (guint8)GPOINTER_TO_UINT (
          g_hash_table_lookup (self->statuses, GINT_TO_POINTER (number)));

      g_array_append_val (table->statuses, status);
    }
  table->key = self->key;
  table->names = self->names;
  table->summary = self->summary;
  table->lifetime = self->lifetime;
  fill (table, self);
  g_array_unref (self->cells);
  g_hash_table_unref (self->statuses);
  g_free (self);
  return table;
}
