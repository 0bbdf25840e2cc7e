/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "analytics-world.h"

#include "app/analytics/pf-analytics-filter.h"
#include "app/widgets/pf-figure-card.h"

AppWorld *numbers_world;
PfWindow *numbers_window;
PfConnection *numbers_anna;
gboolean numbers_unlimited = TRUE;

PfAnalyticsPage *
numbers_need_page (void)
{
  PfAnalyticsPage *page;

  if (numbers_world == NULL)
    {
      numbers_world = app_world_new ();
      g_settings_set (numbers_world->settings, "window-size", "(ii)", 1100, 800);
      app_world_open (numbers_world);
      numbers_anna = practice_connect (numbers_world, "annaskitchen", NULL);
      /* All of this in a minute is more than anybody looks at. */
      if (numbers_unlimited)
        practice_control (numbers_world, "limit", "{\"org_analytics\": 9000, \"org_read\": 9000}");
      numbers_window = app_world_show_window (numbers_world);
    }
  pf_window_show_page (numbers_window, "analytics");
  page = PF_ANALYTICS_PAGE (pf_window_find_page (numbers_window, "analytics"));
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
  return page;
}

void
numbers_ask_again (PfAnalyticsPage *page)
{
  pf_view_refresh (PF_VIEW (page));
  g_assert_false (pf_analytics_page_is_settled (page));
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
}

gboolean
numbers_is_shown_chart (GtkWidget *widget, gpointer unused)
{
  return PF_IS_CHART (widget) && gtk_widget_get_mapped (widget)
         && pf_chart_get_data (PF_CHART (widget)) != NULL;
}

gboolean
numbers_is_card (GtkWidget *widget, gpointer title)
{
  PfChartData *data = PF_IS_CHART_CARD (widget)
                          ? pf_chart_get_data (pf_chart_card_get_chart (PF_CHART_CARD (widget)))
                          : NULL;

  return data != NULL && g_str_equal (pf_chart_data_get_title (data), title);
}

/* What the card of that title shows. */
PfChartData *
numbers_need_data (gpointer root, const char *title)
{
  GtkWidget *card = app_find (root, numbers_is_card, (gpointer)title);

  if (card == NULL)
    app_tell_texts (root);
  g_assert_nonnull (card);
  return pf_chart_get_data (pf_chart_card_get_chart (PF_CHART_CARD (card)));
}

/* What the first card says, without the marks between thousands. */
double
numbers_get_impressions (PfAnalyticsPage *page)
{
  GtkWidget *figure = app_find_type (page, PF_TYPE_FIGURE_CARD);

  return g_ascii_strtod (pf_figure_card_get_value (PF_FIGURE_CARD (figure)), NULL);
}

/* As somebody who picks it from the list. @value: as the service calls it. */
void
numbers_filter_by (PfAnalyticsPage *page, PfFilter filter, const char *value)
{
  GtkWidget *button = app_find_type (page, PF_TYPE_ANALYTICS_FILTER);
  const char *const *names = pf_filter_list (filter);
  GtkWidget *choice = NULL;
  guint at = 0;

  g_assert_nonnull (button);
  choice = pf_analytics_filter_get_choice (PF_ANALYTICS_FILTER (button), filter);
  while (!g_str_equal (names[at], value))
    at++;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), at);
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
}

static gboolean
is_labelled (GtkWidget *widget, gpointer label)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

GtkWidget *
numbers_need_button (gpointer root, const char *label)
{
  GtkWidget *button = app_find (root, is_labelled, (gpointer)label);

  g_assert_nonnull (button);
  return button;
}

void
numbers_end (void)
{
  if (numbers_window != NULL)
    gtk_window_destroy (GTK_WINDOW (numbers_window));
  numbers_window = NULL;
  app_settle ();
  g_clear_pointer (&numbers_world, app_world_free);
}
