/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "insight-world.h"

#include "core/base/pf-day-turn.h"
#include "core/insights/pf-board-sums.h"
#include "core/insights/pf-metric-sum.h"

#include <math.h>
#include <string.h>

/* 2023-11-14, where the clock of api-world stands. */
static PfDay
today (Desk *desk)
{
  return pf_insights_get_today (desk->insights);
}

static PfInsightQuery *
ask_account (Desk *desk, int n_days)
{
  return pf_insight_query_new (PF_INSIGHT_ACCOUNT, today (desk) - n_days + 1, today (desk));
}

static const char *
target (Desk *desk, guint i)
{
  return script_server_get (desk->world->server, i)->target;
}

static void
reply (Desk *desk, const char *body)
{
  script_server_reply (desk->world->server, 200, "", body);
}

static void
refuse (Desk *desk, int status, const char *body)
{
  script_server_reply (desk->world->server, status, "", body);
}

/* All parameters, as the API description writes them, and none that was not asked for. */
static void
test_parameters (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) plain = NULL, full = NULL, top = NULL;
  g_autoptr (PfInsightReply) first = NULL, second = NULL, third = NULL;

  desk_init (&desk);
  reply (&desk, "{}");
  plain = ask_account (&desk, 30);
  first = desk_fetch (&desk, plain, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (target (&desk, 0), ==,
                   "/v5/user_account/analytics?start_date=2023-10-16&end_date=2023-11-14");
  reply (&desk, "{}");
  full = ask_account (&desk, 1);
  full->metrics = g_strsplit ("SAVE_RATE", ",", 0);
  full->content_type = g_strdup ("ORGANIC");
  full->app_type = g_strdup ("WEB");
  full->claimed = g_strdup ("CLAIMED");
  full->source = g_strdup ("YOUR_PINS");
  full->pin_format = g_strdup ("ORGANIC_VIDEO");
  full->split = g_strdup ("APP_TYPE");
  full->ad_account_id = g_strdup ("549755885175");
  second = desk_fetch (&desk, full, FALSE, &error);
  g_assert_no_error (error);
  /* What a rate over days is made of comes with it. */
  g_assert_cmpstr (
      target (&desk, 1), ==,
      "/v5/user_account/analytics?start_date=2023-11-14&end_date=2023-11-14"
      "&from_claimed_content=CLAIMED&pin_format=ORGANIC_VIDEO&app_types=WEB"
      "&content_type=ORGANIC&source=YOUR_PINS&metric_types=SAVE_RATE%2CSAVE%2CIMPRESSION"
      "&split_field=APP_TYPE&ad_account_id=549755885175");
  reply (&desk, "{\"pins\":[]}");
  top = pf_insight_query_new (PF_INSIGHT_TOP_VIDEO_PINS, today (&desk) - 6, today (&desk));
  top->sort_by = g_strdup ("VIDEO_START");
  top->n_pins = 99;
  top->recent = TRUE;
  third = desk_fetch (&desk, top, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (third->top);
  g_assert_cmpstr (target (&desk, 2), ==,
                   "/v5/user_account/analytics/top_video_pins?start_date=2023-11-08"
                   "&end_date=2023-11-14&sort_by=VIDEO_START&num_of_pins=50"
                   "&created_in_last_n_days=30");
  g_assert_cmpint (desk.world->budget->category, ==, PF_BUDGET_ORG_ANALYTICS);
  desk_clear (&desk);
}

/* Asked twice, sent once, also while it is under way; asked afresh, sent again; and after midnight.
 */
static void
test_sharing (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = NULL, same = NULL;
  g_autoptr (GAsyncResult) one = NULL, two = NULL;
  g_autoptr (PfInsightReply) a = NULL, b = NULL, c = NULL, d = NULL, e = NULL;
  g_autofree char *days = NULL;

  desk_init (&desk);
  days = desk_make_days ("all", today (&desk) - 2, 3, 10, "READY");
  query = ask_account (&desk, 30);
  same = pf_insight_query_copy (query);
  reply (&desk, days);
  pf_insights_fetch_async (desk.insights, query, FALSE, NULL, await_keep, &one);
  pf_insights_fetch_async (desk.insights, same, FALSE, NULL, await_keep, &two);
  await_result (&one);
  await_result (&two);
  a = pf_insights_fetch_finish (desk.insights, one, &error);
  b = pf_insights_fetch_finish (desk.insights, two, &error);
  g_assert_nonnull (a);
  g_assert_true (a == b);
  c = desk_fetch (&desk, same, FALSE, &error);
  g_assert_true (a == c);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 1);
  reply (&desk, days);
  d = desk_fetch (&desk, same, TRUE, &error);
  g_assert_true (a != d);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 2);
  /* From 22:13 to after midnight: the range moves with the clamp. */
  pf_virtual_clock_advance (desk.world->clock, 2 * 3600 * (gint64)G_USEC_PER_SEC);
  reply (&desk, days);
  e = desk_fetch (&desk, query, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 3);
  g_clear_object (&one);
  g_clear_object (&two);
  desk_clear (&desk);
}

/* Who is not interested any more is told so at once; the other gets what he asked for. */
static void
test_cancel (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = NULL;
  g_autoptr (GCancellable) first = g_cancellable_new (), last = g_cancellable_new ();
  g_autoptr (GAsyncResult) one = NULL, two = NULL, three = NULL;
  g_autoptr (PfInsightReply) none = NULL, some = NULL;

  desk_init (&desk);
  query = ask_account (&desk, 30);
  script_server_step (desk.world->server, STEP_HANG, "HTTP/1.1 200 OK\r\n", -1);
  pf_insights_fetch_async (desk.insights, query, FALSE, first, await_keep, &one);
  pf_insights_fetch_async (desk.insights, query, FALSE, last, await_keep, &two);
  world_spin_until_seen (desk.world, 1);
  g_cancellable_cancel (first);
  await_result (&one);
  none = pf_insights_fetch_finish (desk.insights, one, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (two);
  g_cancellable_cancel (last);
  await_result (&two);
  g_assert_null (pf_insights_fetch_finish (desk.insights, two, &error));
  g_clear_error (&error);
  /* The next one begins anew and does not wait for what was given up. */
  reply (&desk, "{}");
  pf_insights_fetch_async (desk.insights, query, FALSE, NULL, await_keep, &three);
  await_result (&three);
  some = pf_insights_fetch_finish (desk.insights, three, &error);
  g_assert_no_error (error);
  g_clear_object (&one);
  g_clear_object (&two);
  g_clear_object (&three);
  desk_clear (&desk);
}

/* Each kind of refusal has its own words; none ends in numbers. */
static void
test_troubles (void)
{
  static const struct
  {
    int status;
    const char *body;
    PfInsightTrouble trouble;
  } cases[] = {
    { 403, "{\"code\":403,\"message\":\"Not authorized to access the user account analytics.\"}",
      PF_INSIGHT_TROUBLE_FORBIDDEN },
    { 403, "{\"code\":29,\"message\":\"You are not permitted to access that resource.\"}",
      PF_INSIGHT_TROUBLE_TRIAL },
    { 403, "{\"code\":29,\"message\":\"Apps with Trial access may not; use api-sandbox\"}",
      PF_INSIGHT_TROUBLE_TRIAL },
    { 401, "{\"code\":3,\"message\":\"scopes: user_accounts:read\"}", PF_INSIGHT_TROUBLE_SCOPE },
    { 400, "{\"code\":1,\"message\":\"Retry after 3600 seconds\"}", PF_INSIGHT_TROUBLE_BUDGET },
    { 404, "{\"code\":50,\"message\":\"Pin not found\"}", PF_INSIGHT_TROUBLE_NOT_FOUND },
    { 400, "{\"code\":1,\"message\":\"Invalid\"}", PF_INSIGHT_TROUBLE_OTHER },
  };
  char *operation;
  Desk desk;

  desk_init (&desk);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PfInsightQuery) query = ask_account (&desk, 5 + (int)i);
      g_autoptr (GError) error = NULL;
      g_autoptr (PfInsightReply) got = NULL;
      g_autofree char *words = NULL;

      refuse (&desk, cases[i].status, cases[i].body);
      got = desk_fetch (&desk, query, FALSE, &error);
      g_assert_null (got);
      g_assert_cmpint (pf_insight_trouble_of (error), ==, cases[i].trouble);
      words = pf_insight_trouble_dup_words (error);
      g_assert_cmpint (strlen (words), >, 10);
      g_assert_cmpint (strlen (pf_insight_trouble_get_title (cases[i].trouble)), >, 5);
    }
  g_assert_cmpuint (script_server_count (desk.world->server), ==, G_N_ELEMENTS (cases));
  /* The connection hears of them, but not that it were on trial: a read says nothing of writes. */
  g_assert_cmpuint (fake_connection_get_noted (desk.connection, &operation), ==,
                    G_N_ELEMENTS (cases) - 1);
  g_assert_cmpstr (operation, ==, "analytics");
  desk_clear (&desk);
}

/* What is known without asking is not asked. */
static void
test_without_request (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = NULL, old = NULL;

  desk_init (&desk);
  query = ask_account (&desk, 30);
  desk_miss_scope ("user_accounts:read");
  g_assert_null (desk_fetch (&desk, query, FALSE, &error));
  g_assert_cmpint (pf_insight_trouble_of (error), ==, PF_INSIGHT_TROUBLE_SCOPE);
  g_assert_nonnull (strstr (error->message, "user_accounts:read"));
  g_clear_error (&error);
  desk_miss_scope (NULL);
  old = pf_insight_query_new (PF_INSIGHT_ACCOUNT, today (&desk) - 400, today (&desk) - 90);
  g_assert_null (desk_fetch (&desk, old, FALSE, &error));
  g_assert_cmpint (pf_insight_trouble_of (error), ==, PF_INSIGHT_TROUBLE_RANGE);
  g_clear_error (&error);
  desk.world->budget->refuses = TRUE;
  g_assert_null (desk_fetch (&desk, query, FALSE, &error));
  g_assert_cmpint (pf_insight_trouble_of (error), ==, PF_INSIGHT_TROUBLE_BUDGET);
  g_clear_error (&error);
  desk.world->budget->refuses = FALSE;
  g_free (desk.world->service->id);
  desk.world->service->id = g_strdup ("sandbox");
  g_assert_null (desk_fetch (&desk, query, FALSE, &error));
  g_assert_cmpint (pf_insight_trouble_of (error), ==, PF_INSIGHT_TROUBLE_SANDBOX);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 0);
  desk_clear (&desk);
}

static PfInsightQuery *
ask_pins (Desk *desk, guint n)
{
  PfInsightQuery *query = pf_insight_query_new (PF_INSIGHT_PINS, today (desk) - 2, today (desk));
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", 1000 + i);

      g_strv_builder_add (ids, id);
    }
  query->pin_ids = g_strv_builder_end (ids);
  return query;
}

static void
test_many_pins (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = NULL;
  g_autoptr (PfInsightReply) got = NULL;
  g_autofree char *one = NULL, *two = NULL, *both = NULL;
  PfSum sum;

  desk_init (&desk);
  query = ask_pins (&desk, 3);
  one = desk_make_days ("all", today (&desk) - 2, 2, 10, "READY");
  two = desk_make_days ("all", today (&desk) - 2, 2, 100, "READY");
  both = g_strdup_printf ("{\"1000\":%s,\"1001\":%s}", one, two);
  reply (&desk, both);
  got = desk_fetch (&desk, query, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (target (&desk, 0), "/v5/pins/analytics?pin_ids=1000&pin_ids=1001"));
  g_assert_nonnull (strstr (target (&desk, 0), "&metric_types=IMPRESSION%2CPIN_CLICK%2C"));
  /* Of three there are numbers of two, and that is said. */
  g_assert_cmpuint (got->n_asked, ==, 3);
  g_assert_cmpuint (got->n_answered, ==, 2);
  pf_metric_sum (pf_insight_reply_get_whole (got), "IMPRESSION", got->from, got->to, &sum);
  g_assert_cmpfloat (sum.total, ==, 10 + 11 + 100 + 101);
  g_assert_cmpuint (sum.n_ready, ==, 2);
  desk_clear (&desk);
}

/* The beta is closed to this app: once that is known, it is not asked again. One pin is gone. */
static void
test_fall_back (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = NULL, again = NULL;
  g_autoptr (PfInsightReply) got = NULL, more = NULL;
  g_autofree char *days = NULL;

  desk_init (&desk);
  days = desk_make_days ("all", today (&desk) - 2, 3, 10, "READY");
  query = ask_pins (&desk, 3);
  refuse (&desk, 401, "{\"code\":3,\"message\":\"Your app may not use this feature.\"}");
  reply (&desk, days);
  refuse (&desk, 404, "{\"code\":50,\"message\":\"Pin not found.\"}");
  reply (&desk, days);
  got = desk_fetch (&desk, query, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (got->n_asked, ==, 3);
  g_assert_cmpuint (got->n_answered, ==, 2);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 4);
  again = ask_pins (&desk, 2);
  reply (&desk, days);
  reply (&desk, days);
  more = desk_fetch (&desk, again, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (more->n_answered, ==, 2);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 6);
  g_assert_true (g_str_has_prefix (target (&desk, 4), "/v5/pins/100"));
  desk_clear (&desk);
}

/* 300 pins: 50 at most, of which the coverage is told; when the budget ends, what there is, is
 * shown. */
static void
test_budget (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = NULL;
  g_autoptr (PfInsightReply) got = NULL;
  g_autofree char *days = NULL;
  guint n;

  desk_init (&desk);
  days = desk_make_days ("all", today (&desk) - 2, 3, 10, "READY");
  query = ask_pins (&desk, 300);
  refuse (&desk, 401, "{\"code\":3,\"message\":\"Your app may not use this feature.\"}");
  for (guint i = 0; i < 20; i++)
    reply (&desk, days);
  for (guint i = 0; i < 4; i++)
    script_server_reply (desk.world->server, 429, "x-ratelimit-reset: 3600\r\n",
                         "{\"code\":8,\"message\":\"slow down\"}");
  got = desk_fetch (&desk, query, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (got->n_asked, ==, 300);
  g_assert_cmpuint (got->n_answered, ==, 20);
  n = script_server_count (desk.world->server);
  g_assert_cmpuint (n, >=, 22);
  g_assert_cmpuint (n, <=, 25);
  desk_clear (&desk);
}

static guint
find (Desk *desk, const char *const *ids, GError **error)
{
  g_autoptr (GHashTable) found = NULL;
  DESK_WAIT (result, pf_insights_find_pins_async (desk->insights, ids, NULL, await_keep, &result));

  found = pf_insights_find_pins_finish (desk->insights, result, error);
  return found != NULL ? g_hash_table_size (found) : 0;
}

/* Pins that are only named: each is asked for once, also those that are not shown; twenty at most,
 * and none after the service asked for a pause. */
static void
test_finds (void)
{
  static const char *const three[] = { "1", "2", "3", NULL };
  static const char *const others[] = { "4", "5", NULL };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) many = NULL;
  g_autoptr (GError) error = NULL;
  Desk desk;

  desk_init (&desk);
  reply (&desk, "{\"id\":\"1\",\"title\":\"one\"}");
  refuse (&desk, 404, "{\"code\":50,\"message\":\"Pin not found.\"}");
  reply (&desk, "{\"id\":\"3\"}");
  g_assert_cmpuint (find (&desk, three, &error), ==, 2);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (target (&desk, 0), "/v5/pins/"));
  g_assert_cmpint (desk.world->budget->category, ==, PF_BUDGET_ORG_READ);
  g_assert_cmpuint (find (&desk, three, &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 3);
  for (guint i = 0; i < 2; i++)
    script_server_reply (desk.world->server, 429, "x-ratelimit-reset: 3600\r\n",
                         "{\"code\":8,\"message\":\"slow down\"}");
  g_assert_cmpuint (find (&desk, others, &error), ==, 0);
  g_assert_error (error, PF_ERROR, PF_ERROR_RATE_LIMIT);
  desk_clear (&desk);

  desk_init (&desk);
  for (guint i = 100; i < 130; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      g_strv_builder_add (builder, id);
      reply (&desk, "{\"id\":\"7\"}");
    }
  many = g_strv_builder_end (builder);
  g_clear_error (&error);
  g_assert_cmpuint (find (&desk, (const char *const *)many, &error), ==, PF_INSIGHT_MAX_FINDS);
  g_assert_no_error (error);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, PF_INSIGHT_MAX_FINDS);
  desk_clear (&desk);
}

static void
test_history (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = NULL, longer = NULL, old = NULL;
  g_autoptr (PfInsightReply) first = NULL, later = NULL, kept = NULL, offline = NULL;
  g_autofree char *days = NULL, *newer = NULL;
  PfDay start;
  PfSum sum;

  desk_init (&desk);
  desk_keep (&desk, PF_KEEP_ANALYTICS);
  start = today (&desk) - 89;
  days = desk_make_days ("all", start, 88, 1, "READY");
  query = ask_account (&desk, 90);
  reply (&desk, days);
  first = desk_fetch (&desk, query, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (first->live_from, ==, start);
  /* A year later the service has other days; these are still here. */
  pf_virtual_clock_advance (desk.world->clock, 365 * 24 * 3600 * (gint64)G_USEC_PER_SEC);
  newer = desk_make_days ("all", today (&desk) - 9, 8, 1000, "READY");
  longer = pf_insight_query_new (PF_INSIGHT_ACCOUNT, start, today (&desk));
  reply (&desk, newer);
  later = desk_fetch (&desk, longer, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (later->live_from, ==, today (&desk) - 89);
  g_assert_cmpint (later->from, ==, start);
  pf_metric_sum (pf_insight_reply_get_whole (later), "IMPRESSION", later->from, later->to, &sum);
  g_assert_cmpuint (sum.n_ready, ==, 88 + 8);
  g_assert_cmpfloat (sum.total, ==, 88 * 89 / 2 + 8 * 1000 + 28);
  old = pf_insight_query_new (PF_INSIGHT_ACCOUNT, start, start + 9);
  kept = desk_fetch (&desk, old, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kept->live_from, ==, PF_DAY_NONE);
  pf_metric_sum (pf_insight_reply_get_whole (kept), "IMPRESSION", start, start + 9, &sum);
  g_assert_cmpfloat (sum.total, ==, 55);
  /* Refused: the history is shown, and why there is no more. */
  refuse (&desk, 403, "{\"code\":403,\"message\":\"No\"}");
  offline = desk_fetch (&desk, longer, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pf_insight_trouble_of (offline->problem), ==, PF_INSIGHT_TROUBLE_FORBIDDEN);
  g_assert_cmpint (offline->live_from, ==, PF_DAY_NONE);
  desk_clear (&desk);
}

static void
test_followers (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = NULL;
  PfInsightHistoryKey key = { "c1", PF_INSIGHT_HISTORY_COUNTS, "" };

  desk_init (&desk);
  {
    DESK_WAIT (result, pf_insights_note_followers_async (desk.insights, NULL, await_keep, &result));
    g_assert_false (pf_insights_note_followers_finish (desk.insights, result, &error));
  }
  desk_keep (&desk, PF_KEEP_ANALYTICS);
  reply (&desk, "{\"id\":\"1\",\"username\":\"anna\",\"follower_count\":321,\"monthly_views\":9}");
  for (guint i = 0; i < 2; i++)
    {
      DESK_WAIT (result,
                 pf_insights_note_followers_async (desk.insights, NULL, await_keep, &result));
      g_assert_cmpint (pf_insights_note_followers_finish (desk.insights, result, &error), ==,
                       i == 0);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 1);
  {
    DESK_WAIT (result, pf_insight_history_read_async (desk.store, &key, 0, 100000, NULL, await_keep,
                                                      &result));
    tables = pf_insight_history_read_finish (desk.store, result, &error);
  }
  g_assert_cmpfloat (pf_metric_table_get_value (g_ptr_array_index (tables, 0), today (&desk),
                                                PF_INSIGHT_HISTORY_FOLLOWERS),
                     ==, 321);
  desk_clear (&desk);
}

static void
note_again (gpointer data)
{
  Desk *desk = data;

  pf_insights_note_followers_async (desk->insights, NULL, NULL, NULL);
}

static PfMetricTable *
read_counts (Desk *desk)
{
  PfInsightHistoryKey key = { "c1", PF_INSIGHT_HISTORY_COUNTS, "" };
  g_autoptr (GPtrArray) tables = NULL;
  DESK_WAIT (result, pf_insight_history_read_async (desk->store, &key, 0, 100000, NULL, await_keep,
                                                    &result));

  tables = pf_insight_history_read_finish (desk->store, result, NULL);
  return tables->len > 0 ? pf_metric_table_ref (g_ptr_array_index (tables, 0)) : NULL;
}

static guint
count_days (Desk *desk)
{
  g_autoptr (PfMetricTable) table = read_counts (desk);

  return table != NULL ? table->days->len : 0;
}

/* A session that goes on over midnight in UTC has both days; one whose computer slept meanwhile
 * has the day on which it woke. */
static void
test_midnight (void)
{
  const gint64 hour = 3600 * (gint64)G_USEC_PER_SEC;
  Desk desk;
  g_autoptr (PfDayTurn) turn = NULL;
  g_autoptr (PfMetricTable) table = NULL;
  gint64 into_day;

  desk_init (&desk);
  desk_keep (&desk, PF_KEEP_ANALYTICS);
  turn = pf_day_turn_new (PF_CLOCK (desk.world->clock), note_again, &desk);
  into_day = pf_clock_now (PF_CLOCK (desk.world->clock)) % (24 * hour);
  reply (&desk, "{\"id\":\"1\",\"username\":\"anna\",\"follower_count\":1}");
  reply (&desk, "{\"id\":\"1\",\"username\":\"anna\",\"follower_count\":2}");
  /* Until a second before midnight there is nothing to do. */
  pf_virtual_clock_advance (desk.world->clock, 24 * hour - into_day - G_USEC_PER_SEC);
  g_assert_cmpuint (count_days (&desk), ==, 0);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 0);
  pf_virtual_clock_advance (desk.world->clock, G_USEC_PER_SEC);
  while (count_days (&desk) < 1)
    world_spin (1);
  /* The wall clock goes on by three days while nothing ticks. */
  pf_virtual_clock_set_wall (desk.world->clock,
                             pf_clock_now (PF_CLOCK (desk.world->clock)) + 72 * hour);
  pf_virtual_clock_advance (desk.world->clock, hour);
  while (count_days (&desk) < 2)
    world_spin (1);
  g_assert_cmpuint (script_server_count (desk.world->server), ==, 2);
  table = read_counts (&desk);
  g_assert_cmpfloat (pf_metric_table_get_value (table, today (&desk), PF_INSIGHT_HISTORY_FOLLOWERS),
                     ==, 2);
  g_assert_cmpfloat (pf_metric_table_get_value (table, today (&desk) - 3,
                                                PF_INSIGHT_HISTORY_FOLLOWERS),
                     ==, 1);
  g_clear_pointer (&turn, pf_day_turn_free);
  desk_clear (&desk);
}

static PfPinWalk *
walk (Desk *desk, guint max_pages, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_insights_walk_async (desk->insights, "77", max_pages, TRUE, NULL, world_callback, desk->world);
  result = world_wait (desk->world);
  return pf_insights_walk_finish (desk->insights, result, error);
}

#define PIN(id, section, text, link, metrics)                                                      \
  "{\"id\":\"" id "\",\"board_id\":\"77\",\"board_section_id\":" section                           \
  ",\"description\":\"" text "\",\"link\":\"" link "\",\"pin_metrics\":" metrics "}"

static const double *
get_sum (GPtrArray *sums, const char *key, guint *n_pins, guint *n_counted)
{
  for (guint i = 0; i < sums->len; i++)
    {
      PfPinSum *sum = g_ptr_array_index (sums, i);

      *n_pins = sum->n_pins;
      *n_counted = sum->n_counted;
      if (g_str_equal (sum->key, key))
        return g_hash_table_lookup (sum->metrics, "impression");
    }
  g_assert_not_reached ();
}

/* MO-2: a board's numbers are the sums of its pins' own, and say of how many. */
static void
test_walk (void)
{
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPinWalk) all = NULL, part = NULL;
  g_autoptr (PfBoardSums) sums = NULL;
  g_autoptr (GPtrArray) board = NULL, sections = NULL, campaigns = NULL, tags = NULL, top = NULL;
  const char *first
      = "{\"items\":[" PIN ("1", "\"5\"", "#Soup and #soup #bread",
                            "https://a.example/?utm_campaign=fall",
                            "{\"90d\":{\"impression\":10,\"pin_click\":1},\"lifetime_metrics\":{"
                            "\"impression\":99}}") "," PIN ("2", "null", "#soup",
                                                            "https://a.example/",
                                                            "{\"90d\":{\"impression\":30}}") "],"
                                                                                             "\"boo"
                                                                                             "kmark"
                                                                                             "\":"
                                                                                             "\"b1"
                                                                                             "\"}";
  const char *second = "{\"items\":[" PIN ("3", "\"5\"", "", "", "null") "],\"bookmark\":null}";
  double share;
  guint n_pins, n_counted;

  desk_init (&desk);
  reply (&desk, first);
  reply (&desk, second);
  all = walk (&desk, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (target (&desk, 0), ==, "/v5/boards/77/pins?page_size=250&pin_metrics=true");
  g_assert_nonnull (strstr (target (&desk, 1), "&bookmark=b1"));
  g_assert_true (all->complete);
  board = pf_pin_walk_sum (all, PF_PIN_GROUP_BOARD, PF_PIN_SPAN_90_DAYS, "impression");
  g_assert_cmpfloat (*get_sum (board, "77", &n_pins, &n_counted), ==, 40);
  g_assert_cmpuint (n_pins, ==, 3);
  g_assert_cmpuint (n_counted, ==, 2);
  sections = pf_pin_walk_sum (all, PF_PIN_GROUP_SECTION, PF_PIN_SPAN_LIFETIME, "impression");
  g_assert_cmpfloat (*get_sum (sections, "5", &n_pins, &n_counted), ==, 99);
  g_assert_cmpuint (n_pins, ==, 2);
  g_assert_cmpuint (n_counted, ==, 1);
  /* Nothing was told of the pin without section: there is no sum, and no zero. */
  g_assert_null (get_sum (sections, "", &n_pins, &n_counted));
  campaigns = pf_pin_walk_sum (all, PF_PIN_GROUP_CAMPAIGN, PF_PIN_SPAN_90_DAYS, "impression");
  g_assert_cmpfloat (*get_sum (campaigns, "fall", &n_pins, &n_counted), ==, 10);
  tags = pf_pin_walk_sum (all, PF_PIN_GROUP_HASHTAG, PF_PIN_SPAN_90_DAYS, "impression");
  g_assert_cmpfloat (*get_sum (tags, "soup", &n_pins, &n_counted), ==, 40);
  g_assert_cmpuint (n_pins, ==, 2);
  g_assert_cmpuint (tags->len, ==, 2);
  sums = pf_board_sums_new (all);
  g_assert_cmpuint (sums->n_pins, ==, 3);
  g_assert_true (sums->complete);
  g_assert_cmpfloat (*(double *)g_hash_table_lookup (sums->recent->metrics, "impression"), ==, 40);
  g_assert_cmpuint (sums->recent->n_counted, ==, 2);
  g_assert_cmpfloat (*(double *)g_hash_table_lookup (sums->lifetime->metrics, "impression"), ==,
                     99);
  g_assert_cmpuint (sums->lifetime->n_counted, ==, 1);
  g_assert_cmpuint (sums->sections->len, ==, 2);
  /* The best of so few would be all of them. */
  g_assert_true (isnan (sums->best_share));
  top = pf_pin_walk_top (all, PF_PIN_SPAN_90_DAYS, "impression", 1, &share);
  g_assert_cmpstr (((PfPin *)g_ptr_array_index (top, 0))->id, ==, "2");
  g_assert_cmpfloat (share, ==, 0.75);
  /* No more requests than were allowed, and then it is not complete. */
  reply (&desk, first);
  part = walk (&desk, 1, &error);
  g_assert_no_error (error);
  g_assert_false (part->complete);
  g_assert_cmpuint (part->pins->len, ==, 2);
  desk_clear (&desk);
}

static void
test_trends (void)
{
  static const char *const interests[] = { "beauty", "womens_fashion", NULL };
  static const char *const genders[] = { "female", "unknown", NULL };
  static const char *const ages[] = { "35-44", "65+", NULL };
  static const char *const keywords[] = { "soup & bread", NULL };
  PfTrendsQuery query = { .region = "GB+IE",
                          .type = "growing",
                          .interests = interests,
                          .genders = genders,
                          .ages = ages,
                          .keywords = keywords,
                          .normalize_group = TRUE,
                          .limit = 25,
                          .include_prediction = TRUE,
                          .include_demographics = TRUE };
  Desk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) trends = NULL;

  desk_init (&desk);
  reply (&desk, "{\"trends\":[{\"keyword\":\"soup\"}]}");
  {
    DESK_WAIT (result, pf_insights_fetch_trends_async (desk.insights, &query, FALSE, NULL,
                                                       await_keep, &result));
    trends = pf_insights_fetch_trends_finish (desk.insights, result, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpuint (trends->len, ==, 1);
  g_assert_cmpstr (target (&desk, 0), ==,
                   "/v5/trends/keywords/GB%2BIE/top/growing?interests=beauty"
                   "&interests=womens_fashion&genders=female&genders=unknown&ages=35-44&ages=65%2B"
                   "&include_keywords=soup%20%26%20bread&normalize_against_group=true&limit=25"
                   "&include_prediction=true&include_demographics=true");
  g_assert_cmpint (desk.world->budget->category, ==, PF_BUDGET_TRENDS_READ);
  desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/fetch/parameters", test_parameters);
  g_test_add_func ("/insights/fetch/sharing", test_sharing);
  g_test_add_func ("/insights/fetch/cancel", test_cancel);
  g_test_add_func ("/insights/fetch/troubles", test_troubles);
  g_test_add_func ("/insights/fetch/without-request", test_without_request);
  g_test_add_func ("/insights/fetch/many-pins", test_many_pins);
  g_test_add_func ("/insights/fetch/fall-back", test_fall_back);
  g_test_add_func ("/insights/fetch/budget", test_budget);
  g_test_add_func ("/insights/fetch/single-pins", test_finds);
  g_test_add_func ("/insights/fetch/history", test_history);
  g_test_add_func ("/insights/fetch/followers", test_followers);
  g_test_add_func ("/insights/fetch/followers-at-midnight", test_midnight);
  g_test_add_func ("/insights/walk/MO-2/sums", test_walk);
  g_test_add_func ("/insights/fetch/trends", test_trends);
  return g_test_run ();
}
