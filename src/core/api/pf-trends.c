/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-trends.h"

#include "core/api/pf-record-private.h"

#include <math.h>
#include <string.h>

#define MAX_TRENDS 250
#define MAX_POINTS 2000
#define MAX_KEYWORD 500

/**
 * pf_trend_free:
 * @self: (transfer full): a trend
 *
 * Frees it.
 */
void
pf_trend_free (PfTrend *self)
{
  g_free (self->keyword);
  g_array_unref (self->points);
  g_array_unref (self->prediction);
  g_clear_pointer (&self->ages, g_hash_table_unref);
  g_clear_pointer (&self->genders, g_hash_table_unref);
  g_free (self);
}

static gboolean
get_number (const PfJson *value, double *number)
{
  *number = value->kind == PF_JSON_INT    ? (double)value->number
            : value->kind == PF_JSON_REAL ? value->real
                                          : NAN;
  return isfinite (*number);
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const PfTrendPoint *left = a, *right = b;

  return left->day < right->day ? -1 : left->day > right->day;
}

static GArray *
parse_points (const PfJson *object)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (PfTrendPoint));

  for (const PfJson *at = pf_json_first (object); at != NULL && points->len < MAX_POINTS;
       at = pf_json_next (object, at))
    {
      PfTrendPoint point;

      if (pf_day_parse (at->name, &point.day) && get_number (at, &point.value))
        g_array_append_val (points, point);
    }
  g_array_sort (points, compare_points);
  return points;
}

static GHashTable *
parse_shares (const PfJson *object)
{
  GHashTable *shares;
  double number;

  if (object == NULL)
    return NULL;
  shares = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const PfJson *at = pf_json_first (object); at != NULL; at = pf_json_next (object, at))
    if (get_number (at, &number))
      {
        double *share = g_new (double, 1);

        *share = number;
        g_hash_table_replace (shares, g_strdup (at->name), share);
      }
  return shares;
}

static PfTrend *
parse_trend (const PfJson *object)
{
  const char *keyword = pf_json_get_text (object, "keyword");
  const PfJson *demographics = pf_json_get_object (object, "demographics");
  PfTrend *self;

  if (keyword == NULL || *keyword == '\0' || strlen (keyword) > MAX_KEYWORD)
    return NULL;
  self = g_new0 (PfTrend, 1);
  self->keyword = g_strdup (keyword);
  self->growth_week = pf_json_get_int (object, "pct_growth_wow", PF_TREND_GROWTH_UNKNOWN);
  self->growth_month = pf_json_get_int (object, "pct_growth_mom", PF_TREND_GROWTH_UNKNOWN);
  self->growth_year = pf_json_get_int (object, "pct_growth_yoy", PF_TREND_GROWTH_UNKNOWN);
  self->points = parse_points (pf_json_get_object (object, "time_series"));
  self->has_prediction = pf_json_get_flag (object, "has_prediction");
  self->prediction = parse_points (pf_json_get_object (object, "predicted_time_series"));
  self->ages = parse_shares (pf_json_get_object (demographics, "age_distribution"));
  self->genders = parse_shares (pf_json_get_object (demographics, "gender_distribution"));
  return self;
}

/**
 * pf_trends_parse:
 * @root: the reply of GET /trends/keywords/{region}/top/{trend_type}
 * @error: PF_ERROR_PARSE
 *
 * On a worker thread.
 *
 * Returns: (transfer full) (element-type PfTrend): keywords, the first one trends most
 */
GPtrArray *
pf_trends_parse (const PfJson *root, GError **error)
{
  const PfJson *trends = pf_json_get_array (root, "trends");
  GPtrArray *found;

  if (trends == NULL)
    return pf_record_fail (error, "trends");
  found = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_trend_free);
  for (const PfJson *at = pf_json_first (trends); at != NULL && found->len < MAX_TRENDS;
       at = pf_json_next (trends, at))
    {
      PfTrend *trend = parse_trend (at);

      if (trend != NULL)
        g_ptr_array_add (found, trend);
    }
  return found;
}
