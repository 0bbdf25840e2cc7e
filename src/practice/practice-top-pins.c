/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-metrics.h"

#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define ESTIMATE_DAYS 2

static int
compare (gconstpointer a, gconstpointer b, gpointer metric)
{
  const PracticeRanked *one = a, *other = b;
  double x = practice_metric_value (GPOINTER_TO_UINT (metric), &one->counts);
  double y = practice_metric_value (GPOINTER_TO_UINT (metric), &other->counts);

  if (x != y)
    return x < y ? 1 : -1;
  return strcmp (one->pin_id, other->pin_id);
}

static gboolean
read_sort (PracticeExchange *x, PracticeMetricSet sets, guint *metric)
{
  const char *word = practice_query (x, "sort_by");

  for (guint m = 0; word != NULL && m < practice_n_metrics (); m++)
    if (practice_metric_in (m, sets) && g_str_equal (practice_metric_name (m), word))
      {
        *metric = m;
        return TRUE;
      }
  practice_reply_error (x, 400, 1, "Parameter 'sort_by' is %s.",
                        word == NULL ? "required" : "not one of the documented words");
  return FALSE;
}

static JsonObject *
present_ranked (const PracticeRanked *ranked, const PracticeReport *report)
{
  gboolean estimate = report->first + report->n_days > report->today - ESTIMATE_DAYS;
  JsonObject *o = json_object_new ();
  JsonObject *values = json_object_new ();
  JsonObject *status = json_object_new ();

  for (guint m = 0; m < practice_n_metrics (); m++)
    if ((report->metrics & G_GUINT64_CONSTANT (1) << m) != 0)
      {
        practice_metric_set (values, m, &ranked->counts);
        json_object_set_string_member (status, practice_metric_name (m),
                                       estimate ? "ESTIMATE" : "READY");
      }
  json_object_set_string_member (o, "pin_id", ranked->pin_id);
  json_object_set_object_member (o, "metrics", values);
  json_object_set_object_member (o, "data_status", status);
  return o;
}

static void
reply_top (PracticeExchange *x, PracticeMetricSet sets, PracticeMetricSet sorts, guint formats)
{
  PracticeReport report;
  Practice *app = x->app;
  guint sort, n = 10, created_in = 0;
  gint64 created_after = 0;
  g_autoptr (GArray) ranked = NULL;
  JsonObject *o, *available;
  JsonArray *pins;
  JsonNode *node;

  if (!practice_analytics_allowed (x) || !practice_report_read (x, &report, sets, FALSE)
      || !practice_report_read_filters (x, &report) || !read_sort (x, sorts, &sort)
      || !practice_query_number (x, "num_of_pins", 1, 50, &n)
      || !practice_query_number (x, "created_in_last_n_days", 30, 30, &created_in))
    return;
  report.slice.formats &= formats;
  if (created_in > 0)
    created_after = practice_now_us (app) - created_in * DAY_US;
  practice_numbers_odd_names (app->numbers, app->switches.unknown_names);
  ranked = practice_numbers_candidates (app->numbers, app->store, x->grant->account, &report.slice,
                                        created_after, report.first, report.n_days, report.today);
  g_array_sort_with_data (ranked, compare, GUINT_TO_POINTER (sort));

  pins = json_array_new ();
  for (guint i = 0; i < MIN (n, ranked->len); i++)
    json_array_add_object_element (pins, present_ranked (&g_array_index (ranked, PracticeRanked, i),
                                                         &report));
  available = json_object_new ();
  json_object_set_boolean_member (available, "is_realtime", FALSE);
  /* The last second of yesterday. */
  json_object_set_int_member (available, "latest_available_timestamp",
                              report.today * 86400000 - 1000);
  o = json_object_new ();
  json_object_set_object_member (o, "date_availability", available);
  json_object_set_string_member (o, "sort_by", practice_metric_name (sort));
  json_object_set_array_member (o, "pins", pins);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, o);
  practice_reply (x, 200, node);
}

void
practice_top_pins (PracticeExchange *x)
{
  reply_top (x, PRACTICE_SET_ACCOUNT, PRACTICE_SET_SORT, G_MAXUINT);
}

void
practice_top_videos (PracticeExchange *x)
{
  reply_top (x, PRACTICE_SET_TOP_VIDEO, PRACTICE_SET_TOP_VIDEO,
             1u << PRACTICE_ORGANIC_VIDEO | 1u << PRACTICE_ADS_VIDEO);
}
