/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-metrics.h"
#include "core/api/pf-record-private.h"

#include <math.h>
#include <string.h>

/* Parts of a split, and pins: more than the API has of either. */
#define MAX_PARTS 256
#define MAX_NAME 128

G_DEFINE_BOXED_TYPE (PfTopPins, pf_top_pins, pf_top_pins_ref, pf_top_pins_unref)

static gboolean
get_number (const PfJson *value, double *number)
{
  if (value->kind == PF_JSON_INT)
    *number = (double)value->number;
  else if (value->kind == PF_JSON_REAL)
    *number = value->real;
  else
    return FALSE;
  return value->name != NULL && *value->name != '\0' && strlen (value->name) <= MAX_NAME;
}

static void
parse_day (PfMetricTableBuilder *builder, const PfJson *record)
{
  const PfJson *metrics = pf_json_get_object (record, "metrics");
  double number;
  PfDay day;

  if (!pf_day_parse (pf_json_get_text (record, "date"), &day))
    return;
  pf_metric_table_builder_add_day (builder, day,
                                   pf_data_status_from_string (
                                       pf_json_get_text (record, "data_status")));
  for (const PfJson *at = pf_json_first (metrics); at != NULL; at = pf_json_next (metrics, at))
    if (get_number (at, &number))
      pf_metric_table_builder_set (builder, day, at->name, number);
}

static PfMetricTable *
parse_table (const char *key, const PfJson *part)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new (key);
  const PfJson *days = pf_json_get_array (part, "daily_metrics");
  const PfJson *summary = pf_json_get_object (part, "summary_metrics");
  const PfJson *lifetime = pf_json_get_object (part, "lifetime_metrics");
  double number;

  for (const PfJson *at = pf_json_first (days); at != NULL; at = pf_json_next (days, at))
    parse_day (builder, at);
  for (const PfJson *at = pf_json_first (summary); at != NULL; at = pf_json_next (summary, at))
    if (get_number (at, &number))
      pf_metric_table_builder_set_summary (builder, at->name, number);
  for (const PfJson *at = pf_json_first (lifetime); at != NULL; at = pf_json_next (lifetime, at))
    if (get_number (at, &number))
      pf_metric_table_builder_set_lifetime (builder, at->name, number);
  return pf_metric_table_builder_end (builder);
}

/**
 * pf_metrics_parse:
 * @root: the reply of /user_account/analytics or /pins/{pin_id}/analytics
 * @error: PF_ERROR_PARSE
 *
 * Reads one table for each part of the split, under any name it has: the API description leaves
 * them open, as it does the names of metrics. A day that is none, and a number that is none, is
 * left out. On a worker thread.
 *
 * Returns: (transfer full) (element-type PfMetricTable): the tables
 */
GPtrArray *
pf_metrics_parse (const PfJson *root, GError **error)
{
  GPtrArray *tables;

  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);
  for (const PfJson *at = pf_json_first (root); at != NULL && tables->len < MAX_PARTS;
       at = pf_json_next (root, at))
    if (at->kind == PF_JSON_OBJECT)
      g_ptr_array_add (tables, parse_table (at->name, at));
  return tables;
}

/**
 * pf_metrics_parse_many:
 * @root: the reply of /pins/analytics
 * @error: PF_ERROR_PARSE
 *
 * Returns: (transfer full) (element-type utf8 GPtrArray): tables by id of the pin
 */
GHashTable *
pf_metrics_parse_many (const PfJson *root, GError **error)
{
  g_autoptr (GHashTable) pins = NULL;

  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (const PfJson *at = pf_json_first (root); at != NULL && g_hash_table_size (pins) < MAX_PARTS;
       at = pf_json_next (root, at))
    {
      GPtrArray *tables;

      if (!pf_json_is_id (at->name) || at->kind != PF_JSON_OBJECT)
        continue;
      tables = pf_metrics_parse (at, error);
      if (tables == NULL)
        return NULL;
      g_hash_table_replace (pins, g_strdup (at->name), tables);
    }
  return g_steal_pointer (&pins);
}

/* Top lists */

static void
top_pin_free (gpointer data)
{
  PfTopPin *pin = data;

  g_free (pin->pin_id);
  g_hash_table_unref (pin->metrics);
  g_hash_table_unref (pin->statuses);
  g_free (pin);
}

/**
 * pf_top_pins_ref:
 * @self: a top list
 *
 * Returns: (transfer full): @self
 */
PfTopPins *
pf_top_pins_ref (PfTopPins *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_top_pins_unref:
 * @self: (transfer full): a top list
 *
 * Frees it with its last reference.
 */
void
pf_top_pins_unref (PfTopPins *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->pins);
  g_free (self->sort_by);
  g_free (self);
}

static void
parse_top_metrics (PfTopPin *pin, const PfJson *metrics)
{
  for (const PfJson *at = pf_json_first (metrics); at != NULL; at = pf_json_next (metrics, at))
    {
      gpointer status;
      double number, *value;

      if (!get_number (at, &number) || !isfinite (number))
        continue;
      if (g_hash_table_lookup_extended (pin->statuses, at->name, NULL, &status)
          && GPOINTER_TO_UINT (status) != PF_DATA_READY
          && GPOINTER_TO_UINT (status) != PF_DATA_ESTIMATE)
        continue;
      value = g_new (double, 1);
      *value = number;
      g_hash_table_replace (pin->metrics, g_strdup (at->name), value);
    }
}

static PfTopPin *
parse_top_pin (const PfJson *object)
{
  const PfJson *statuses = pf_json_get_object (object, "data_status");
  char *id = pf_json_dup_id (object, "pin_id");
  PfTopPin *pin;

  if (id == NULL)
    return NULL;
  pin = g_new0 (PfTopPin, 1);
  pin->pin_id = id;
  pin->metrics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pin->statuses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (const PfJson *at = pf_json_first (statuses); at != NULL; at = pf_json_next (statuses, at))
    if (at->kind == PF_JSON_TEXT && strlen (at->name) <= MAX_NAME)
      g_hash_table_replace (pin->statuses, g_strdup (at->name),
                            GUINT_TO_POINTER (pf_data_status_from_string (at->text)));
  parse_top_metrics (pin, pf_json_get_object (object, "metrics"));
  return pin;
}

/**
 * pf_top_pins_parse:
 * @root: the reply of top_pins or top_video_pins
 * @error: PF_ERROR_PARSE
 *
 * Returns: (transfer full): the list, each pin once
 */
PfTopPins *
pf_top_pins_parse (const PfJson *root, GError **error)
{
  const PfJson *pins, *availability;
  g_autoptr (GHashTable) met = NULL;
  PfTopPins *self;

  if (root->kind != PF_JSON_OBJECT)
    return pf_record_fail (error, "{}");
  self = g_new0 (PfTopPins, 1);
  g_atomic_ref_count_init (&self->refs);
  self->pins = g_ptr_array_new_with_free_func (top_pin_free);
  self->sort_by = pf_json_dup_text (root, "sort_by");
  availability = pf_json_get_object (root, "date_availability");
  self->latest_at = pf_json_get_int (availability, "latest_available_timestamp", 0);
  self->latest_at
      = self->latest_at > 0 && self->latest_at < G_MAXINT64 / 1000 ? self->latest_at * 1000 : 0;
  self->is_realtime = pf_json_get_flag (availability, "is_realtime");
  pins = pf_json_get_array (root, "pins");
  met = g_hash_table_new (g_str_hash, g_str_equal);
  for (const PfJson *at = pf_json_first (pins); at != NULL && self->pins->len < MAX_PARTS;
       at = pf_json_next (pins, at))
    {
      PfTopPin *pin = parse_top_pin (at);

      if (pin == NULL)
        continue;
      if (g_hash_table_contains (met, pin->pin_id))
        {
          top_pin_free (pin);
          continue;
        }
      g_hash_table_add (met, pin->pin_id);
      g_ptr_array_add (self->pins, pin);
    }
  return self;
}
