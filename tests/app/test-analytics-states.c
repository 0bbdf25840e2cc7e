/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the account's numbers without the right to see them, without answer, without pins. */
#include "config.h"

#include "analytics-world.h"

#include "app/home/pf-home-numbers.h"
#include "app/widgets/pf-figure-card.h"

#include "app/analytics/pf-analytics-compare.h"
#include "app/analytics/pf-analytics-top.h"

/* It says why there is nothing, and shows no zero; when the right is there, so are the numbers. */
static void
test_forbidden (void)
{
  PfAnalyticsPage *page = numbers_need_page ();

  practice_control (numbers_world, "switch", "{\"no_analytics\": true}");
  numbers_ask_again (page);
  g_assert_true (app_shows_text (page, "This Account May Not See Analytics"));
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  practice_control (numbers_world, "switch", "{\"no_analytics\": false}");
  numbers_ask_again (page);
  APP_WAIT (app_find (page, numbers_is_shown_chart, NULL) != NULL, 20);
}

static void
fail_analytics (const char *kind, const char *value)
{
  g_autofree char *json
      = g_strdup_printf ("{\"kind\": \"%s\", \"op\": \"user_account/analytics\", \"value\": %s, "
                         "\"times\": -1}",
                         kind, value);

  practice_control (numbers_world, "fault", json);
}

/* Not with trial access: the page says so, and is no table of zeros. A filter can be taken back
 * there, in case that is why. */
static void
test_trial (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  double all = numbers_get_impressions (page);
  GtkWidget *reset = numbers_need_button (page, "_Reset Filter");

  fail_analytics ("status", "{\"status\": 403, \"body\": \"{\\\"code\\\": 29}\"}");
  numbers_ask_again (page);
  g_assert_true (app_shows_text (page, "Not with Trial Access"));
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  g_assert_false (gtk_widget_get_mapped (reset));
  numbers_filter_by (page, PF_FILTER_CONTENT, "PAID");
  g_assert_true (app_shows_text (page, "Not with Trial Access"));
  g_assert_true (gtk_widget_get_mapped (reset));
  app_check_names (page);
  practice_control (numbers_world, "fault", "{\"kind\": \"none\"}");
  g_signal_emit_by_name (reset, "clicked");
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
  g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
  g_assert_false (app_shows_text (page, "Only "));
}

/* While it is waited for it says so, and keeps what it has; what comes late is shown. */
static void
test_slow (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  double all = numbers_get_impressions (page);

  fail_analytics ("delay", "1500");
  pf_view_refresh (PF_VIEW (page));
  APP_WAIT (app_shows_text (page, "Asking for the numbers…"), 20);
  g_assert_true (pf_view_get_waiting (PF_VIEW (page)));
  g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
  practice_control (numbers_world, "fault", "{\"kind\": \"none\"}");
  g_assert_false (pf_view_get_waiting (PF_VIEW (page)));
  g_assert_false (app_shows_text (page, "Asking for the numbers…"));
  g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
  /* Where there is nothing to show meanwhile, it is said after a while how long it may take. */
  pf_window_set_connection (numbers_window, NULL);
  fail_analytics ("delay", "7000");
  pf_window_set_connection (numbers_window, numbers_anna);
  pf_view_refresh (PF_VIEW (page));
  APP_WAIT (app_shows_text (page, "Pinterest takes its time"), 20);
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
  practice_control (numbers_world, "fault", "{\"kind\": \"none\"}");
  g_assert_false (app_shows_text (page, "Pinterest takes its time"));
  g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
}

static void
show_account (PfConnection *connection)
{
  PfAnalyticsPage *page;

  pf_window_set_connection (numbers_window, connection);
  page = numbers_need_page ();
  g_assert_nonnull (page);
}

/* A personal account without pins, and one that did not give the right: each is told what is
 * missing, and the first account has its numbers again. */
static void
test_rights (void)
{
  static const char *const few[] = { "boards:read", "user_accounts:read", NULL };
  PfAnalyticsPage *page = numbers_need_page ();
  double all = numbers_get_impressions (page);

  show_account (practice_connect (numbers_world, "freshpage", NULL));
  g_assert_true (app_shows_text (page, "This Account May Not See Analytics"));
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  show_account (practice_connect (numbers_world, "bakerylindqvist", few));
  g_assert_cmpfloat (numbers_get_impressions (page), >, 0);
  g_assert_true (app_shows_text (app_find_type (page, PF_TYPE_ANALYTICS_TOP), "pins:read"));
  g_assert_true (app_shows_text (app_find_type (page, PF_TYPE_ANALYTICS_COMPARE), "pins:read"));
  show_account (numbers_anna);
  g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
}

/* No pins: what stands on pins says that there are none. */
static void
test_no_pins (void)
{
  PfAnalyticsPage *page = numbers_need_page ();

  practice_control (numbers_world, "fault",
                    "{\"kind\": \"status\", \"op\": \"pins/list\", \"value\": {\"status\": 200, "
                    "\"body\": \"{\\\"items\\\": [], \\\"bookmark\\\": null}\"}, \"times\": -1}");
  practice_control (
      numbers_world, "fault",
      "{\"kind\": \"status\", \"op\": \"user_account/analytics/top_pins\", \"value\": "
      "{\"status\": 200, \"body\": \"{\\\"pins\\\": []}\"}, \"times\": -1}");
  numbers_ask_again (page);
  practice_control (numbers_world, "fault", "{\"kind\": \"none\"}");
  g_assert_true (app_shows_text (page, "There are no pins yet."));
  g_assert_true (app_shows_text (page, "Pinterest names no pin for these days."));
  numbers_ask_again (page);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* How many are left. Replies that come at the same time may tell it in any order, so that one more
 * of each kind is asked for alone, and is the last word. */
static void
count_left (guint *analytics, guint *reads)
{
  PfInsights *insights = pf_workspace_get_insights (numbers_world->workspace, numbers_anna);
  PfBudget *budget = pf_connection_get_budget (numbers_anna);
  PfDay today = pf_insights_get_today (insights);
  g_autoptr (PfInsightQuery) query
      = pf_insight_query_new (PF_INSIGHT_ACCOUNT, today - 1, today - 1);
  g_autoptr (PfInsightReply) reply = NULL;
  g_autoptr (PfPinWalk) walk = NULL;
  g_autoptr (GAsyncResult) one = NULL, other = NULL;
  PfBudgetState state;

  pf_insights_fetch_async (insights, query, TRUE, NULL, keep_result, &one);
  APP_WAIT (one != NULL, 30);
  reply = pf_insights_fetch_finish (insights, one, NULL);
  g_assert_nonnull (reply);
  pf_insights_walk_async (insights, NULL, 1, TRUE, NULL, keep_result, &other);
  APP_WAIT (other != NULL, 30);
  walk = pf_insights_walk_finish (insights, other, NULL);
  g_assert_nonnull (walk);
  pf_budget_peek (budget, PF_BUDGET_ORG_ANALYTICS, &state);
  *analytics = state.remaining;
  pf_budget_peek (budget, PF_BUDGET_ORG_READ, &state);
  *reads = state.remaining;
}

/* Of sixty requests a minute, looking at the page leaves most, however many pins there are: five
 * for analytics, two for the listing and twenty for pins that are not in it at most. */
static void
test_budget_left (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  guint analytics, reads, analytics_left, reads_left;

  count_left (&analytics, &reads);
  numbers_ask_again (page);
  count_left (&analytics_left, &reads_left);
  /* A minute may have begun meanwhile. */
  if (analytics_left > analytics)
    analytics = 9000;
  if (reads_left > reads)
    reads = 9000;
  /* One of each is the count's own. */
  g_assert_cmpuint (analytics - analytics_left, <=, 5 + 1);
  g_assert_cmpuint (reads - reads_left, <=, 22 + 1);
}

/* The requests of a minute are used up: it says so, waits for nothing and shows no zero. The pause
 * is for the whole application, so this comes last. */
static void
test_budget (void)
{
  PfAnalyticsPage *page = numbers_need_page ();

  practice_control (numbers_world, "fault",
                    "{\"kind\": \"429\", \"op\": \"user_account/analytics\", \"value\": 3600, "
                    "\"times\": -1}");
  numbers_ask_again (page);
  g_assert_true (app_shows_text (page, "Pinterest Asks for a Pause"));
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  practice_control (numbers_world, "fault", "{\"kind\": \"none\"}");
}

static gboolean
is_spinning (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_SPINNER (widget) && gtk_spinner_get_spinning (GTK_SPINNER (widget));
}

static guint
count_requests (void)
{
  static const char *const names[]
      = { "user_account/analytics", "user_account/analytics/top_pins",
          "user_account/analytics/top_video_pins", "pins/analytics", "multi_pins/analytics" };
  g_autoptr (PfJson) state = practice_get_state (numbers_world);
  const PfJson *requests = pf_json_get_object (state, "requests");
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    n += (guint)pf_json_get_int (requests, names[i], 0);
  return n;
}

/* Sixty requests a minute and three hundred pins: all of the page and of Home is there, and there
 * is room for looking about. Somebody who reloads all the time is told why there is a pause, and
 * waits for nothing. */
static void
test_sixty (void)
{
  PfAnalyticsPage *page;
  double all;

  numbers_end ();
  practice_set_arguments ("--pins 300");
  numbers_unlimited = FALSE;
  page = numbers_need_page ();
  all = numbers_get_impressions (page);
  g_assert_cmpfloat (all, >, 0);
  g_assert_null (app_find (page, is_spinning, NULL));
  g_assert_true (app_shows_text (page, "Best pins"));
  g_assert_false (app_shows_text (page, "The requests that the service allows"));
  g_test_message ("%u requests for the page", count_requests ());
  g_assert_cmpuint (count_requests (), <=, 10);
  /* With fewer, they are used up before a minute is over on any machine. */
  practice_control (numbers_world, "limit", "{\"org_analytics\": 8}");
  for (guint i = 0; i < 40 && !app_shows_text (page, "Pinterest Asks for a Pause"); i++)
    {
      g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
      numbers_ask_again (page);
      g_assert_null (app_find (page, is_spinning, NULL));
    }
  g_assert_true (app_shows_text (page, "Pinterest Asks for a Pause"));
  g_assert_true (app_shows_text (page, "Try again in a minute."));
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  practice_set_arguments (NULL);
  numbers_unlimited = TRUE;
  numbers_end ();
}

/* Home keeps the numbers it has; where it has none it says why, and shows no zeros. */
static void
check_home (void)
{
  GtkWidget *home, *card;
  PfHomeNumbers *numbers;

  pf_window_show_page (numbers_window, "home");
  home = GTK_WIDGET (pf_window_find_page (numbers_window, "home"));
  numbers = PF_HOME_NUMBERS (app_find_type (home, PF_TYPE_HOME_NUMBERS));
  card = app_find_type (numbers, PF_TYPE_FIGURE_CARD);
  APP_WAIT (app_find (numbers, is_spinning, NULL) == NULL, 60);
  g_assert_true (gtk_widget_get_mapped (card));
  g_assert_cmpstr (pf_figure_card_get_value (PF_FIGURE_CARD (card)), !=, "0");
  g_assert_cmpstr (pf_figure_card_get_value (PF_FIGURE_CARD (card)), !=, "–");
  pf_home_numbers_refresh (numbers);
  APP_WAIT (app_find (numbers, is_spinning, NULL) == NULL, 60);
  g_assert_true (gtk_widget_get_mapped (card));
  pf_home_numbers_set_connection (numbers, NULL);
  pf_home_numbers_set_connection (numbers, numbers_anna);
  pf_home_numbers_refresh (numbers);
  APP_WAIT (app_find (numbers, is_spinning, NULL) == NULL, 60);
  g_assert_true (app_shows_text (numbers, "You Are Offline"));
  g_assert_false (gtk_widget_get_mapped (card));
  app_check_names (home);
}

/* The service is gone: the page says so, and shows no zero. */
static void
test_offline (void)
{
  PfAnalyticsPage *page;

  numbers_end ();
  page = numbers_need_page ();
  practice_kill (numbers_world);
  numbers_ask_again (page);
  g_assert_true (app_shows_text (page, "You Are Offline"));
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  check_home ();
  numbers_end ();
}

static gpointer
make_sandbox (sqlite3 *db, gpointer unused, GCancellable *cancellable, GError **error)
{
  return pf_db_exec (db, error,
                     "UPDATE connection SET service = 'sandbox', kind = 'pinterest-sandbox'"
                     " WHERE id = 'sandbox-account'",
                     "")
             ? PF_DB_OK
             : NULL;
}

/* The sandbox counts nothing: it is said without a request, and trying again is not offered. */
static void
test_sandbox (void)
{
  g_autoptr (GError) error = NULL;
  PfAnalyticsPage *page;

  numbers_world = app_world_new ();
  app_world_add_connection (numbers_world, "sandbox-account", "Trying Things", "connected");
  app_world_open (numbers_world);
  pf_db_run (pf_store_get_db (pf_workspace_get_store (numbers_world->workspace)), PF_DB_WRITE,
             make_sandbox, NULL, &error);
  g_assert_no_error (error);
  app_world_close (numbers_world);
  numbers_window = app_world_show_window (numbers_world);
  pf_window_show_page (numbers_window, "analytics");
  page = PF_ANALYTICS_PAGE (pf_window_find_page (numbers_window, "analytics"));
  APP_WAIT (app_shows_text (page, "The Sandbox Has No Analytics"), 30);
  g_assert_null (app_find (page, numbers_is_shown_chart, NULL));
  g_assert_false (gtk_widget_get_mapped (numbers_need_button (page, "_Try Again")));
  numbers_end ();
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  practice_prepare ();
  g_test_add_func ("/app/analytics/forbidden", test_forbidden);
  g_test_add_func ("/app/analytics/trial", test_trial);
  g_test_add_func ("/app/analytics/slow", test_slow);
  g_test_add_func ("/app/analytics/no-pins", test_no_pins);
  g_test_add_func ("/app/analytics/rights", test_rights);
  g_test_add_func ("/app/analytics/budget-left", test_budget_left);
  g_test_add_func ("/app/analytics/budget", test_budget);
  g_test_add_func ("/app/analytics/sixty-a-minute", test_sixty);
  g_test_add_func ("/app/analytics/offline", test_offline);
  g_test_add_func ("/app/analytics/sandbox", test_sandbox);
  result = g_test_run ();
  numbers_end ();
  practice_tidy ();
  return result;
}
