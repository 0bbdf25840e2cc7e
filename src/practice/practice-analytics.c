/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-metrics.h"
#include "practice-present.h"

#include <string.h>

#define MOST_PINS 100

/* 2023-03-20T00:00:00Z: older pins that are no videos have no lifetime numbers and tell of no
 * follows and visits (description of pins/analytics). */
#define LIFETIME_SINCE_US (G_GINT64_CONSTANT (1679270400) * G_USEC_PER_SEC)
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static gboolean
has (guint64 metrics, guint metric)
{
  return (metrics & G_GUINT64_CONSTANT (1) << metric) != 0;
}

static gboolean
is_video (PracticePin *pin)
{
  return g_str_equal (pin->media_type, "video");
}

static gboolean
has_lifetime (PracticePin *pin)
{
  return is_video (pin) || pin->created_us >= LIFETIME_SINCE_US;
}

gboolean
practice_analytics_allowed (PracticeExchange *x)
{
  /* A personal account has no analytics, and a role may not see them. */
  if (practice_account (x->grant->account)->business && !x->app->switches.no_analytics)
    return TRUE;
  practice_reply_error (x, 403, 7, "Not authorized to access the user account analytics.");
  return FALSE;
}

static JsonObject *
metrics_object (guint64 metrics, const PracticeCounts *counts)
{
  JsonObject *o = json_object_new ();

  for (guint m = 0; m < practice_n_metrics (); m++)
    if (has (metrics, m) && !practice_metric_is_lifetime (m))
      practice_metric_set (o, m, counts);
  return o;
}

static void
add_to (PracticeCounts *sum, const PracticeCounts *counts)
{
  for (guint c = 0; c < PRACTICE_N_COUNTS; c++)
    sum->n[c] += counts->n[c];
}

/* @pin: NULL for the whole account */
static JsonObject *
series (PracticeExchange *x, PracticeReport *report, const PracticeCounts *days, PracticePin *pin)
{
  static const char *const words[] = { "READY", "ESTIMATE", "PROCESSING", "BEFORE_PIN_CREATED" };
  static const PracticeCounts nothing = { { 0 } };
  guint account = pin != NULL ? pin->account : x->grant->account;
  guint64 metrics = report->metrics;
  JsonArray *daily = json_array_new ();
  JsonObject *o = json_object_new ();
  PracticeCounts sum = { { 0 } };

  for (guint m = 0; pin != NULL && m < practice_n_metrics (); m++)
    if (!practice_metric_in (m, is_video (pin) ? PRACTICE_SET_PIN_VIDEO | PRACTICE_SET_ODD
                                               : PRACTICE_SET_PIN | PRACTICE_SET_ODD)
        || (!has_lifetime (pin) && !practice_metric_in (m, PRACTICE_SET_PIN_VIDEO)
            && !practice_metric_in (m, PRACTICE_SET_ODD)))
      metrics &= ~(G_GUINT64_CONSTANT (1) << m);
  for (guint d = 0; d < report->n_days; d++)
    {
      gint64 day = report->first + d;
      PracticeDay known = practice_numbers_day (x->app->numbers, account, day, report->today);
      g_autofree char *date = practice_day_text (day);
      JsonObject *one, *values;

      if (known == PRACTICE_DAY_MISSING)
        continue;
      if (pin != NULL && day < pin->created_us / DAY_US)
        known = PRACTICE_DAY_BEFORE;
      if (known == PRACTICE_DAY_READY || known == PRACTICE_DAY_ESTIMATE)
        {
          values = metrics_object (metrics, &days[d]);
          add_to (&sum, &days[d]);
        }
      /* Today is told as zeros, which are none. */
      else if (day == report->today)
        values = metrics_object (metrics, &nothing);
      else
        values = json_object_new ();
      one = json_object_new ();
      json_object_set_string_member (one, "date", date);
      json_object_set_string_member (one, "data_status", words[known]);
      json_object_set_object_member (one, "metrics", values);
      json_array_add_object_element (daily, one);
    }
  json_object_set_array_member (o, "daily_metrics", daily);
  json_object_set_object_member (o, "summary_metrics", metrics_object (metrics, &sum));
  if (pin != NULL && has_lifetime (pin))
    {
      JsonObject *lifetime = json_object_new ();

      practice_numbers_lifetime (x->app->numbers, x->app->store, pin, report->today, &sum);
      for (guint m = 0; m < practice_n_metrics (); m++)
        if (has (metrics, m) && !practice_metric_is_ratio (m))
          practice_metric_set (lifetime, m, &sum);
      json_object_set_object_member (o, "lifetime_metrics", lifetime);
    }
  return o;
}

/* {"<split key>": {...}}, of the whole account when @pin is NULL. */
static JsonObject *
all_series (PracticeExchange *x, PracticeReport *report, PracticePin *pin)
{
  g_autofree PracticeCounts *days = g_new0 (PracticeCounts, report->n_days + 1);
  Practice *app = x->app;
  JsonObject *o = json_object_new ();
  PracticeSlice slice;
  const char *key;

  practice_numbers_odd_names (app->numbers, app->switches.unknown_names);
  for (guint i = 0; practice_report_part (report, i, &key, &slice); i++)
    {
      if (!app->switches.unknown_names && g_str_equal (key, "SMART_TV"))
        continue;
      if (slice.apps == 0 || slice.formats == 0 || slice.claimed == 0 || slice.sources == 0)
        continue;
      if (pin != NULL)
        practice_numbers_pin (app->numbers, app->store, pin, &slice, report->first, report->n_days,
                              report->today, days);
      else
        practice_numbers_account (app->numbers, app->store, x->grant->account, &slice,
                                  report->first, report->n_days, report->today, days);
      json_object_set_object_member (o, key, series (x, report, days, pin));
    }
  return o;
}

static void
reply_object (PracticeExchange *x, JsonObject *o)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, o);
  practice_reply (x, 200, node);
}

void
practice_account_analytics (PracticeExchange *x)
{
  static const char *const splits[]
      = { "NO_SPLIT", "APP_TYPE", "OWNED_CONTENT", "SOURCE", "PIN_FORMAT", NULL };
  PracticeReport report;

  if (practice_analytics_allowed (x)
      && practice_report_read (x, &report, PRACTICE_SET_ACCOUNT, FALSE)
      && practice_report_read_filters (x, &report)
      && practice_report_read_split (x, &report, splits))
    reply_object (x, all_series (x, &report, NULL));
}

void
practice_pin_analytics (PracticeExchange *x)
{
  static const char *const splits[] = { "NO_SPLIT", "APP_TYPE", NULL };
  g_autoptr (PracticePin) pin = NULL;
  PracticeReport report;

  if (!practice_analytics_allowed (x)
      || !practice_report_read (x, &report, PRACTICE_SET_PIN | PRACTICE_SET_PIN_VIDEO, TRUE)
      || !practice_report_read_split (x, &report, splits))
    return;
  pin = practice_need_pin (x, x->args[0], FALSE);
  if (pin != NULL)
    reply_object (x, all_series (x, &report, pin));
}

void
practice_pins_analytics (PracticeExchange *x)
{
  g_auto (GStrv) ids = practice_query_list (x, "pin_ids");
  g_autoptr (JsonObject) all = json_object_new ();
  PracticeReport report;
  guint n = g_strv_length (ids);

  if (x->app->switches.no_multi_pins)
    {
      practice_reply_error (x, 401, 3,
                            "Your app is not allowed to use this feature: multi_pins_analytics.");
      return;
    }
  if (!practice_analytics_allowed (x)
      || !practice_report_read (x, &report, PRACTICE_SET_PIN | PRACTICE_SET_PIN_VIDEO, TRUE))
    return;
  for (guint i = 0; i < n; i++)
    if (ids[i][0] == '\0' || strspn (ids[i], "0123456789") != strlen (ids[i]))
      {
        practice_reply_error (x, 400, 1, "Parameter 'pin_ids' must be numbers.");
        return;
      }
  if (n == 0 || n > MOST_PINS)
    {
      practice_reply_error (x, 400, 1, "Parameter 'pin_ids' must be 1 to %u pins.", MOST_PINS);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PracticePin) pin = practice_need_pin (x, ids[i], FALSE);

      if (pin == NULL)
        return;
      json_object_set_object_member (all, ids[i], all_series (x, &report, pin));
    }
  reply_object (x, g_steal_pointer (&all));
}

/* ---- pin_metrics in lists ---- */

static JsonObject *
few (const PracticeCounts *counts, gboolean lifetime)
{
  JsonObject *o = json_object_new ();

  json_object_set_int_member (o, "pin_click", counts->n[PRACTICE_PIN_CLICK]);
  json_object_set_int_member (o, "impression", counts->n[PRACTICE_IMPRESSION]);
  json_object_set_int_member (o, "clickthrough", counts->n[PRACTICE_OUTBOUND_CLICK]);
  if (lifetime)
    {
      json_object_set_int_member (o, "reaction", counts->n[PRACTICE_REACTION]);
      json_object_set_int_member (o, "comment", counts->n[PRACTICE_COMMENT]);
    }
  return o;
}

JsonNode *
practice_present_metrics (PracticeExchange *x, PracticePin *pin)
{
  enum
  {
    N_DAYS = 90
  };
  gint64 today = practice_now_us (x->app) / DAY_US;
  PracticeSlice slice = PRACTICE_SLICE_ALL;
  PracticeCounts days[N_DAYS], sum = { { 0 } };
  g_autoptr (PracticeBoard) board = practice_store_board (x->app->store, pin->board_id);
  JsonNode *node = json_node_new (JSON_NODE_NULL);
  JsonObject *o;

  if (!practice_account (pin->account)->business || board == NULL
      || g_str_equal (board->privacy, "SECRET"))
    return node;
  practice_numbers_odd_names (x->app->numbers, x->app->switches.unknown_names);
  practice_numbers_pin (x->app->numbers, x->app->store, pin, &slice, today - N_DAYS, N_DAYS, today,
                        days);
  for (guint d = 0; d < N_DAYS; d++)
    {
      PracticeDay known
          = practice_numbers_day (x->app->numbers, pin->account, today - N_DAYS + d, today);

      if (known == PRACTICE_DAY_READY || known == PRACTICE_DAY_ESTIMATE)
        add_to (&sum, &days[d]);
    }
  o = json_object_new ();
  json_object_set_object_member (o, "90d", few (&sum, FALSE));
  if (has_lifetime (pin))
    {
      practice_numbers_lifetime (x->app->numbers, x->app->store, pin, today, &sum);
      json_object_set_object_member (o, "lifetime_metrics", few (&sum, TRUE));
    }
  json_node_init_object (node, o);
  json_object_unref (o);
  return node;
}

gint64
practice_monthly_views (Practice *app, guint account)
{
  enum
  {
    N_DAYS = 30
  };
  gint64 today = practice_now_us (app) / DAY_US;
  PracticeSlice slice = PRACTICE_SLICE_ALL;
  PracticeCounts days[N_DAYS];
  gint64 views = 0;

  practice_numbers_account (app->numbers, app->store, account, &slice, today - N_DAYS, N_DAYS,
                            today, days);
  for (guint d = 0; d < N_DAYS; d++)
    views += days[d].n[PRACTICE_IMPRESSION];
  return views;
}
