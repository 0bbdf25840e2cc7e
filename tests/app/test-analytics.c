/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the account's numbers: with numbers, without the right to see them, without answer.
 */
#include "config.h"

#include "practice-account.h"

#include "app/analytics/pf-analytics-page.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/composer/pf-composer.h"
#include "app/pins/pf-pin-pane.h"
#include "app/widgets/pf-figure-card.h"

static AppWorld *world;
static PfWindow *window;

static PfAnalyticsPage *
need_page (void)
{
  PfAnalyticsPage *page;

  if (world == NULL)
    {
      world = app_world_new ();
      g_settings_set (world->settings, "window-size", "(ii)", 1100, 800);
      app_world_open (world);
      practice_connect (world, "annaskitchen", NULL);
      window = app_world_show_window (world);
    }
  pf_window_show_page (window, "analytics");
  page = PF_ANALYTICS_PAGE (pf_window_find_page (window, "analytics"));
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
  return page;
}

static void
ask_again (PfAnalyticsPage *page)
{
  pf_view_refresh (PF_VIEW (page));
  g_assert_false (pf_analytics_page_is_settled (page));
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
}

static gboolean
is_shown_chart (GtkWidget *widget, gpointer unused)
{
  return PF_IS_CHART (widget) && gtk_widget_get_mapped (widget)
         && pf_chart_get_data (PF_CHART (widget)) != NULL;
}

static void
test_numbers (void)
{
  PfAnalyticsPage *page = need_page ();
  GtkWidget *figure = app_find_type (page, PF_TYPE_FIGURE_CARD);
  GtkWidget *chart;

  g_assert_nonnull (figure);
  g_assert_cmpstr (pf_figure_card_get_value (PF_FIGURE_CARD (figure)), !=, "–");
  g_assert_cmpstr (pf_figure_card_get_value (PF_FIGURE_CARD (figure)), !=, "0");
  APP_WAIT (app_find (page, is_shown_chart, NULL) != NULL, 20);
  chart = app_find (page, is_shown_chart, NULL);
  g_assert_true (pf_chart_data_has_values (pf_chart_get_data (PF_CHART (chart))));
  g_assert_cmpuint (pf_chart_data_get_n_points (pf_chart_get_data (PF_CHART (chart))), ==, 30);
  g_assert_true (app_shows_text (page, "Best pins"));
  app_check_names (page);
}

/* Another number is chosen by its card. */
static void
test_choose (void)
{
  PfAnalyticsPage *page = need_page ();
  GtkWidget *figure = app_find_type (page, PF_TYPE_FIGURE_CARD);
  GtkWidget *second
      = gtk_widget_get_first_child (gtk_widget_get_next_sibling (gtk_widget_get_parent (figure)));
  GtkWidget *chart;

  g_signal_emit_by_name (second, "clicked");
  chart = app_find (page, is_shown_chart, NULL);
  g_assert_cmpstr (pf_chart_data_get_title (pf_chart_get_data (PF_CHART (chart))), ==, "Saves");
  g_signal_emit_by_name (figure, "clicked");
}

static gboolean
is_draft_button (GtkWidget *widget, gpointer unused)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  return GTK_IS_BUTTON (widget) && tooltip != NULL
         && g_str_has_prefix (tooltip, "Start a Draft from");
}

static void
test_trend_to_draft (void)
{
  PfAnalyticsPage *page = need_page ();
  GtkWidget *button = app_find (page, is_draft_button, NULL);
  GtkWidget *composer;

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  APP_WAIT (app_find_window (PF_TYPE_COMPOSER) != NULL, 20);
  composer = app_find_window (PF_TYPE_COMPOSER);
  g_assert_cmpstr (pf_composer_get_draft (PF_COMPOSER (composer))->title, !=, "");
  gtk_window_destroy (GTK_WINDOW (composer));
  app_settle ();
}

/* It says why there is nothing, and shows no zero; when the right is there, so are the numbers. */
static void
test_forbidden (void)
{
  PfAnalyticsPage *page = need_page ();

  practice_control (world, "switch", "{\"no_analytics\": true}");
  ask_again (page);
  g_assert_true (app_shows_text (page, "This Account May Not See Analytics"));
  g_assert_null (app_find (page, is_shown_chart, NULL));
  practice_control (world, "switch", "{\"no_analytics\": false}");
  ask_again (page);
  APP_WAIT (app_find (page, is_shown_chart, NULL) != NULL, 20);
}

static gboolean
is_top_card (GtkWidget *widget, gpointer title)
{
  PfChartData *data = PF_IS_CHART_CARD (widget)
                          ? pf_chart_get_data (pf_chart_card_get_chart (PF_CHART_CARD (widget)))
                          : NULL;

  return data != NULL && g_str_equal (pf_chart_data_get_title (data), title);
}

/* One of the account's own pins opens here; what others pinned is said to be elsewhere. */
static void
test_open_pin (void)
{
  PfAnalyticsPage *page = need_page ();
  GtkWidget *card;
  guint n, n_shown = 0;

  pf_window_show_page (window, "all-pins");
  app_settle ();
  page = need_page ();
  card = app_find (page, is_top_card, (gpointer) "Best pins");
  g_assert_nonnull (card);
  n = pf_chart_data_get_n_points (
      pf_chart_get_data (pf_chart_card_get_chart (PF_CHART_CARD (card))));
  g_assert_cmpuint (n, >, 3);
  for (guint i = 0; i < n; i++)
    {
      PfView *view;

      pf_window_show_page (window, "analytics");
      g_signal_emit_by_name (card, "activated", i);
      APP_WAIT (pf_window_get_visible_view (window) != PF_VIEW (page)
                    || app_shows_text (window, "This pin is not on one of your boards"),
                20);
      view = pf_window_get_visible_view (window);
      if (view == PF_VIEW (page))
        continue;
      g_assert_true (view == pf_window_find_page (window, "all-pins"));
      APP_WAIT (app_find_type (view, PF_TYPE_PIN_PANE) != NULL, 20);
      n_shown++;
    }
  g_assert_cmpuint (n_shown, >, 0);
}

/* The requests of a minute are used up: it says so, waits for nothing and shows no zero. The pause
 * is for the whole application, so this comes last. */
static void
test_budget (void)
{
  PfAnalyticsPage *page = need_page ();

  practice_control (world, "fault",
                    "{\"kind\": \"429\", \"op\": \"user_account/analytics\", \"value\": 3600, "
                    "\"times\": -1}");
  ask_again (page);
  g_assert_true (app_shows_text (page, "Pinterest Asks for a Pause"));
  g_assert_null (app_find (page, is_shown_chart, NULL));
  practice_control (world, "fault", "{\"kind\": \"none\"}");
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  practice_prepare ();
  g_test_add_func ("/app/analytics/numbers", test_numbers);
  g_test_add_func ("/app/analytics/choose", test_choose);
  g_test_add_func ("/app/analytics/trend-to-draft", test_trend_to_draft);
  g_test_add_func ("/app/analytics/forbidden", test_forbidden);
  g_test_add_func ("/app/analytics/open-pin", test_open_pin);
  g_test_add_func ("/app/analytics/budget", test_budget);
  result = g_test_run ();
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
  g_clear_pointer (&world, app_world_free);
  practice_tidy ();
  return result;
}
