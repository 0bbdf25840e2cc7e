/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A golden account: what the product says of it, over its own connection, against sums that SQLite
 * alone makes of the service's bare answers. The two share nothing but the server.
 */
#include "config.h"

#include "../outbox/wire-rig.h"

#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insights.h"
#include "core/insights/pf-metric-sum.h"
#include "core/insights/pf-weekdays.h"

#include <math.h>
#include <sqlite3.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define N_DAYS 30

static const char *const counts[]
    = { "IMPRESSION", "PIN_CLICK", "OUTBOUND_CLICK", "SAVE", "ENGAGEMENT" };

static Wire wire;
static PfInsights *insights;

/* Everybody's clock: noon UTC, far from midnight. */
static void
go_to (gint64 day)
{
  gint64 noon = day * DAY_US + DAY_US / 2;
  g_autofree char *json
      = g_strdup_printf ("{\"set\": %" G_GINT64_FORMAT "}", noon / G_USEC_PER_SEC);
  g_autoptr (Answer) answer = control (wire.server, "POST", "/clock", json);

  g_assert_cmpuint (answer->status, ==, 200);
  pf_virtual_clock_advance (wire.clock, noon - pf_clock_now (PF_CLOCK (wire.clock)));
}

/* ---- the service's bare answers, and SQLite ---- */

static char *
ask (const char *path)
{
  g_autoptr (Answer) answer = api (wire.server, "GET", path, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
}

static char *
ask_days (const char *path, PfDay from, PfDay to, const char *more)
{
  g_autofree char *first = pf_day_format (from);
  g_autofree char *last = pf_day_format (to);
  g_autofree char *full
      = g_strdup_printf ("%s?start_date=%s&end_date=%s%s", path, first, last, more);

  return ask (full);
}

/* The one number of a question; ?1 is @json, ?2 and ?3 are texts. */
static double
sql (const char *json, const char *question, const char *a, const char *b)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  double value;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, question, -1, &stmt, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (stmt, 1, json, -1, SQLITE_STATIC);
  if (a != NULL)
    sqlite3_bind_text (stmt, 2, a, -1, SQLITE_STATIC);
  if (b != NULL)
    sqlite3_bind_text (stmt, 3, b, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  value = sqlite3_column_type (stmt, 0) == SQLITE_NULL ? NAN : sqlite3_column_double (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return value;
}

#define DAYS                                                                                       \
  "WITH days AS (SELECT json_extract (value, '$.date') AS date, "                                  \
  "json_extract (value, '$.data_status') AS status, json_extract (value, '$.metrics') AS m "       \
  "FROM json_each (?1)) "

/* ---- the product ---- */

static PfInsightReply *
fetch (PfInsightQuery *query)
{
  g_autoptr (GError) error = NULL;
  PfInsightReply *reply;
  WAIT (&wire, result, pf_insights_fetch_async (insights, query, TRUE, NULL, keep_result, &result));

  reply = pf_insights_fetch_finish (insights, result, &error);
  g_assert_no_error (error);
  return reply;
}

static void
check_sums (const PfMetricTable *table, const char *daily, PfDay from, PfDay to)
{
  g_autofree char *first = pf_day_format (from);
  g_autofree char *last = pf_day_format (to);
  PfSum rate;
  double wanted;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *total = g_strdup_printf (
          DAYS "SELECT sum (json_extract (m, '$.%s')) FROM days WHERE status = 'READY' "
               "AND date BETWEEN ?2 AND ?3",
          counts[i]);
      g_autofree char *estimate = g_strdup_printf (
          DAYS "SELECT total (json_extract (m, '$.%s')) FROM days WHERE status = 'ESTIMATE' "
               "AND date BETWEEN ?2 AND ?3",
          counts[i]);
      PfSum sum;

      pf_metric_sum (table, counts[i], from, to, &sum);
      g_assert_true (sum.known);
      g_assert_cmpfloat (sum.total, ==, sql (daily, total, first, last));
      g_assert_cmpfloat (sum.estimate, ==, sql (daily, estimate, first, last));
      g_assert_cmpuint (sum.n_days, ==, (guint)(to - from + 1));
      g_assert_cmpfloat (sum.n_ready, ==,
                         sql (daily,
                              DAYS "SELECT count (*) FROM days WHERE status = 'READY' AND date "
                                   "BETWEEN ?2 AND ?3",
                              first, last));
    }
  pf_metric_sum (table, "SAVE_RATE", from, to, &rate);
  wanted = sql (daily,
                DAYS "SELECT sum (json_extract (m, '$.SAVE')) * 1.0 / sum (json_extract (m, "
                     "'$.IMPRESSION')) FROM days WHERE status = 'READY' AND date BETWEEN ?2 AND ?3",
                first, last);
  /* Of nothing there is no share. */
  if (isnan (wanted))
    g_assert_false (rate.known && rate.total > 0);
  else
    g_assert_cmpfloat_with_epsilon (rate.total, wanted, 1e-9);
}

/* The days of one part of a bare answer. */
static char *
part_of (const char *answer, const char *key)
{
  g_autoptr (JsonNode) root = json_from_string (answer, NULL);
  JsonObject *part = json_object_get_object_member (json_node_get_object (root), key);

  return json_to_string (json_object_get_member (part, "daily_metrics"), FALSE);
}

/* Two periods of the account: each sum, the rate, and how they compare. */
static void
test_account (void)
{
  PfDay today = pf_insights_get_today (insights);
  PfDay from = today - N_DAYS, to = today - 1;
  PfDay old_from = from, old_to = to;
  g_autoptr (PfInsightQuery) query = NULL;
  g_autoptr (PfInsightReply) reply = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *daily = NULL;
  g_auto (GStrv) dates = g_new0 (char *, 5);
  PfMetricTable *table;
  PfSum now, before;
  PfChange change;
  double mean, old_mean;

  pf_insight_range_before (&old_from, &old_to);
  query = pf_insight_query_new (PF_INSIGHT_ACCOUNT, old_from, to);
  reply = fetch (query);
  table = pf_insight_reply_get_whole (reply);
  answer = ask_days ("/user_account/analytics", old_from, to, "");
  daily = part_of (answer, "all");
  check_sums (table, daily, from, to);
  check_sums (table, daily, old_from, old_to);
  for (PfDay day = old_from + 14; day <= to; day += 7)
    check_sums (table, daily, day - 14, day);

  /* What the two periods have in common is how much a day; gaps are not zeros. */
  pf_metric_sum (table, "IMPRESSION", from, to, &now);
  pf_metric_sum (table, "IMPRESSION", old_from, old_to, &before);
  pf_metric_compare ("IMPRESSION", &now, &before, &change);
  dates[0] = pf_day_format (from);
  dates[1] = pf_day_format (to);
  dates[2] = pf_day_format (old_from);
  dates[3] = pf_day_format (old_to);
#define MEAN                                                                                       \
  DAYS "SELECT avg (json_extract (m, '$.IMPRESSION')) FROM days WHERE status = 'READY' AND date "  \
       "BETWEEN ?2 AND ?3"
  mean = sql (daily, MEAN, dates[0], dates[1]);
  old_mean = sql (daily, MEAN, dates[2], dates[3]);
  g_assert_true (change.known);
  if (now.n_ready == before.n_ready)
    {
      g_assert_false (change.per_day);
      g_assert_cmpfloat_with_epsilon (change.difference, (mean - old_mean) * now.n_ready, 1e-6);
    }
  else
    {
      g_assert_true (change.per_day);
      g_assert_cmpfloat_with_epsilon (change.difference, mean - old_mean, 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (change.ratio, mean / old_mean - 1, 1e-9);
}

/* Three days later estimates have become numbers, and some were corrected. */
static void
test_corrected (void)
{
  PfDay today = pf_insights_get_today (insights);
  g_autoptr (PfInsightQuery) query
      = pf_insight_query_new (PF_INSIGHT_ACCOUNT, today - 5, today - 1);
  g_autoptr (PfInsightReply) first = fetch (query);
  g_autoptr (PfInsightReply) second = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *daily = NULL;
  PfSum early, late;

  pf_metric_sum (pf_insight_reply_get_whole (first), "IMPRESSION", today - 2, today - 1, &early);
  g_assert_cmpuint (early.n_estimated, ==, 2);
  g_assert_false (early.known);
  go_to (today + 3);
  g_assert_cmpint (pf_insights_get_today (insights), ==, today + 3);
  second = fetch (query);
  answer = ask_days ("/user_account/analytics", today - 5, today - 1, "");
  daily = part_of (answer, "all");
  pf_metric_sum (pf_insight_reply_get_whole (second), "IMPRESSION", today - 2, today - 1, &late);
  g_assert_cmpuint (late.n_estimated, ==, 0);
  if (late.n_ready == 2)
    g_assert_cmpfloat (late.total, >, early.estimate);
  check_sums (pf_insight_reply_get_whole (second), daily, today - 5, today - 1);
}

static void
test_parts (void)
{
  static const char *const splits[] = { "APP_TYPE", "OWNED_CONTENT", "SOURCE", "PIN_FORMAT" };
  PfDay today = pf_insights_get_today (insights);
  PfDay from = today - 60, to = today - 1;

  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_autoptr (PfInsightQuery) query = pf_insight_query_new (PF_INSIGHT_ACCOUNT, from, to);
      g_autoptr (PfInsightReply) reply = NULL;
      g_autofree char *more = g_strdup_printf ("&split_field=%s", splits[i]);
      g_autofree char *answer = ask_days ("/user_account/analytics", from, to, more);

      query->split = g_strdup (splits[i]);
      reply = fetch (query);
      g_assert_cmpfloat (reply->tables->len, ==,
                         sql (answer, "SELECT count (*) FROM json_each (?1)", NULL, NULL));
      for (guint t = 0; t < reply->tables->len; t++)
        {
          PfMetricTable *table = reply->tables->pdata[t];
          g_autofree char *daily = part_of (answer, table->key);

          check_sums (table, daily, from, to);
        }
    }
}

static void
test_weekdays (void)
{
  PfDay today = pf_insights_get_today (insights);
  PfDay from = today - 84, to = today - 1;
  g_autoptr (PfInsightQuery) query = pf_insight_query_new (PF_INSIGHT_ACCOUNT, from, to);
  g_autoptr (PfInsightReply) reply = fetch (query);
  g_autoptr (PfSeries) series
      = pf_series_new (pf_insight_reply_get_whole (reply), "SAVE", from, to);
  g_autofree char *answer = ask_days ("/user_account/analytics", from, to, "");
  g_autofree char *daily = part_of (answer, "all");
  PfWeekdays weekdays;
  double best = -1;

  pf_weekdays_compute (series, &weekdays);
  g_assert_true (weekdays.enough);
  for (guint i = 0; i < 7; i++)
    {
      /* SQLite's week begins on Sunday. */
      g_autofree char *day = g_strdup_printf ("%u", (i + 1) % 7);
      double mean = sql (daily,
                         DAYS "SELECT avg (json_extract (m, '$.SAVE')) FROM days WHERE status = "
                              "'READY' AND strftime ('%w', date) = ?2",
                         day, NULL);

      g_assert_cmpfloat_with_epsilon (weekdays.mean[i], mean, 1e-9);
      best = MAX (best, mean);
    }
  g_assert_cmpfloat_with_epsilon (weekdays.mean[weekdays.order[0] - 1], best, 1e-9);
}

/* All pins by board, and the first places. */
static void
test_pins (void)
{
  PfDay today = pf_insights_get_today (insights);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPinWalk) walk = NULL;
  g_autoptr (GPtrArray) sums = NULL;
  g_autofree char *answer = ask ("/pins?page_size=250&pin_metrics=true");
  g_autofree char *top_answer = NULL;
  g_autoptr (PfInsightQuery) query
      = pf_insight_query_new (PF_INSIGHT_TOP_PINS, today - 40, today - 1);
  g_autoptr (PfInsightReply) top = NULL;
  WAIT (&wire, result,
        pf_insights_walk_async (insights, NULL, 4, TRUE, NULL, keep_result, &result));

  walk = pf_insights_walk_finish (insights, result, &error);
  g_assert_no_error (error);
  g_assert_true (walk->complete);
  g_assert_cmpfloat (walk->pins->len, ==,
                     sql (answer, "SELECT count (*) FROM json_each (json_extract (?1, '$.items'))",
                          NULL, NULL));
  sums = pf_pin_walk_sum (walk, PF_PIN_GROUP_BOARD, PF_PIN_SPAN_90_DAYS, "impression");
  g_assert_cmpuint (sums->len, >, 5);
  for (guint i = 0; i < sums->len; i++)
    {
      PfPinSum *sum = sums->pdata[i];
      double *total = g_hash_table_lookup (sum->metrics, "impression");
      double wanted = sql (answer,
                           "SELECT sum (json_extract (value, '$.pin_metrics.90d.impression')) FROM "
                           "json_each (json_extract (?1, '$.items')) WHERE json_extract (value, "
                           "'$.board_id') = ?2",
                           sum->key, NULL);

      if (isnan (wanted))
        g_assert_cmpuint (sum->n_counted, ==, 0);
      else
        g_assert_cmpfloat (*total, ==, wanted);
    }

  query->sort_by = g_strdup ("SAVE");
  query->n_pins = 25;
  top = fetch (query);
  top_answer = ask_days ("/user_account/analytics/top_pins", today - 40, today - 1,
                         "&sort_by=SAVE&num_of_pins=25");
  g_assert_cmpuint (top->top->pins->len, ==, 25);
  for (guint i = 0; i < 25; i++)
    {
      PfTopPin *pin = top->top->pins->pdata[i];
      g_autofree char *at = g_strdup_printf ("$.pins[%u]", i);
      double *saves = g_hash_table_lookup (pin->metrics, "SAVE");

      g_assert_cmpfloat (*saves, ==,
                         sql (top_answer, "SELECT json_extract (?1, ?2 || '.metrics.SAVE')", at,
                              NULL));
      g_assert_cmpfloat (1, ==,
                         sql (top_answer, "SELECT json_extract (?1, ?2 || '.pin_id') = ?3", at,
                              pin->pin_id));
    }
}

int
main (int argc, char **argv)
{
  int status;
  g_autoptr (Answer) allowed = NULL;

  g_test_init (&argc, &argv, NULL);
  wire_open (&wire);
  go_to (g_get_real_time () / DAY_US + 1);
  allowed = control (wire.server, "POST", "/switch",
                     "{\"redirect_uris\": [\"http://localhost:8085/\"]}");
  g_assert_cmpuint (allowed->status, ==, 200);
  sign_in (wire.server, "annaskitchen", OPEN_SCOPES);
  insights = pf_insights_new (wire.context, wire.store, wire.connection);
  g_test_add_func ("/practice/golden/account", test_account);
  g_test_add_func ("/practice/golden/parts", test_parts);
  g_test_add_func ("/practice/golden/weekdays", test_weekdays);
  g_test_add_func ("/practice/golden/pins", test_pins);
  g_test_add_func ("/practice/golden/corrected", test_corrected);
  status = g_test_run ();
  g_clear_object (&insights);
  wire_close (&wire);
  return status;
}
