/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the account's numbers: what can be chosen, written, compared and opened there. */
#include "config.h"

#include "analytics-world.h"

#include "app/activity/pf-undo.h"
#include "app/analytics/pf-analytics-account.h"
#include "app/analytics/pf-analytics-compare.h"
#include "app/analytics/pf-analytics-days.h"
#include "app/analytics/pf-analytics-filter.h"
#include "app/analytics/pf-analytics-mend.h"
#include "app/analytics/pf-analytics-notes.h"
#include "app/analytics/pf-analytics-top.h"
#include "app/analytics/pf-day-dialog.h"
#include "app/analytics/pf-day-row.h"
#include "app/analytics/pf-trends-card.h"
#include "app/composer/pf-composer.h"
#include "app/pins/pf-pin-pane.h"
#include "app/tidy/pf-tidy-page.h"
#include "app/widgets/pf-figure-card.h"
#include "core/insights/pf-insight-history.h"
#include "core/insights/pf-insight-notes.h"
#include "core/store/pf-choices.h"
#include "core/store/pf-mirror.h"

#include <string.h>

static void
test_numbers (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *figure = app_find_type (page, PF_TYPE_FIGURE_CARD);
  GtkWidget *chart;

  g_assert_nonnull (figure);
  g_assert_cmpstr (pf_figure_card_get_value (PF_FIGURE_CARD (figure)), !=, "–");
  g_assert_cmpstr (pf_figure_card_get_value (PF_FIGURE_CARD (figure)), !=, "0");
  APP_WAIT (app_find (page, numbers_is_shown_chart, NULL) != NULL, 20);
  chart = app_find (page, numbers_is_shown_chart, NULL);
  g_assert_true (pf_chart_data_has_values (pf_chart_get_data (PF_CHART (chart))));
  g_assert_cmpuint (pf_chart_data_get_n_points (pf_chart_get_data (PF_CHART (chart))), ==, 30);
  g_assert_true (app_shows_text (page, "Best pins"));
  app_check_names (page);
}

/* Another number is chosen by its card. */
static void
test_choose (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *figure = app_find_type (page, PF_TYPE_FIGURE_CARD);
  GtkWidget *second
      = gtk_widget_get_first_child (gtk_widget_get_next_sibling (gtk_widget_get_parent (figure)));
  GtkWidget *chart;

  g_signal_emit_by_name (second, "clicked");
  chart = app_find (page, numbers_is_shown_chart, NULL);
  g_assert_cmpstr (pf_chart_data_get_title (pf_chart_get_data (PF_CHART (chart))), ==, "Saves");
  g_signal_emit_by_name (figure, "clicked");
}

static gboolean
is_reset (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "_Reset") == 0;
}

/* Two halves of a filter are the whole; what is left out is told in words; it is remembered for
 * this account, and one button takes it back. */
static void
test_filters (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *filter = app_find_type (page, PF_TYPE_ANALYTICS_FILTER);
  double all = numbers_get_impressions (page), organic, paid;
  PfAnalyticsChoice choice;

  numbers_filter_by (page, PF_FILTER_CONTENT, "ORGANIC");
  organic = numbers_get_impressions (page);
  g_assert_true (app_shows_text (page, "Only Content: Organic"));
  numbers_filter_by (page, PF_FILTER_CONTENT, "PAID");
  paid = numbers_get_impressions (page);
  g_assert_cmpfloat (organic, >, 0);
  g_assert_cmpfloat (paid, >, 0);
  g_assert_cmpfloat (organic + paid, ==, all);
  numbers_filter_by (page, PF_FILTER_APP, "TABLET");
  g_assert_cmpfloat (numbers_get_impressions (page), <, paid);
  g_assert_true (app_shows_text (page, "Only Content: Ads, Device: Tablets"));
  pf_analytics_choice_load (&choice, numbers_world->settings, pf_connection_get_id (numbers_anna));
  g_assert_cmpstr (choice.filters[PF_FILTER_CONTENT], ==, "PAID");
  g_assert_cmpstr (choice.filters[PF_FILTER_APP], ==, "TABLET");
  pf_analytics_choice_load (&choice, numbers_world->settings, "somebody else");
  g_assert_false (pf_analytics_choice_is_filtered (&choice));
  g_signal_emit_by_name (app_find (filter, is_reset, NULL), "clicked");
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
  g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
  g_assert_false (app_shows_text (page, "Only "));
}

/* One series for each part, also those this version does not know; their shares are the whole. */
static void
test_split (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *filter = app_find_type (page, PF_TYPE_ANALYTICS_FILTER);
  double all = numbers_get_impressions (page), shares = 0;
  PfChartData *data;
  gboolean odd = FALSE;

  /* Without a split the shares are by device. */
  data = numbers_need_data (page, "Impressions: By device");
  for (guint i = 0; i < pf_chart_data_get_n_points (data); i++)
    shares += pf_chart_data_get_value (data, 0, i);
  g_assert_cmpfloat (shares, ==, all);
  practice_control (numbers_world, "switch", "{\"unknown_names\": true}");
  numbers_filter_by (page, PF_FILTER_SPLIT, "APP_TYPE");
  numbers_ask_again (page);
  data = numbers_need_data (page, "Impressions");
  g_assert_cmpuint (pf_chart_data_get_n_series (data), ==, 4);
  for (guint i = 0; i < pf_chart_data_get_n_series (data); i++)
    odd = odd || g_str_equal (pf_chart_data_get_name (data, i), "Smart tv");
  g_assert_true (odd);
  g_assert_cmpint (pf_chart_get_kind (pf_chart_card_get_chart (
                       PF_CHART_CARD (app_find (page, numbers_is_card, (gpointer) "Impressions")))),
                   ==, PF_CHART_STACK);
  practice_control (numbers_world, "switch", "{\"unknown_names\": false}");
  g_signal_emit_by_name (app_find (filter, is_reset, NULL), "clicked");
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
  numbers_ask_again (page);
  g_assert_cmpfloat (numbers_get_impressions (page), ==, all);
}

static gboolean
is_radio (GtkWidget *widget, gpointer words)
{
  GtkWidget *label = GTK_IS_CHECK_BUTTON (widget)
                         ? gtk_check_button_get_child (GTK_CHECK_BUTTON (widget))
                         : NULL;

  return GTK_IS_LABEL (label) && g_str_equal (gtk_label_get_text (GTK_LABEL (label)), words);
}

static GtkWidget *
need_radio (PfAnalyticsPage *page, const char *words)
{
  GtkWidget *radio
      = app_find (app_find_type (page, PF_TYPE_ANALYTICS_DAYS), is_radio, (gpointer)words);

  g_assert_nonnull (radio);
  return radio;
}

static void
choose_days (PfAnalyticsPage *page, const char *words)
{
  GtkWidget *radio = need_radio (page, words);

  g_assert_true (gtk_widget_get_sensitive (radio));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio), TRUE);
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
}

static gboolean
is_day_row (GtkWidget *widget, gpointer title)
{
  return PF_IS_DAY_ROW (widget)
         && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title);
}

/* Fills in the dialog that @opener opens. */
static void
choose_dates (PfAnalyticsPage *page, const char *opener, PfDay from, PfDay to)
{
  GtkWidget *dialog;

  g_signal_emit_by_name (numbers_need_button (app_find_type (page, PF_TYPE_ANALYTICS_DAYS), opener),
                         "clicked");
  dialog = app_find_window (PF_TYPE_DAY_DIALOG);
  g_assert_nonnull (dialog);
  APP_WAIT (gtk_widget_get_mapped (dialog), 10);
  app_check_names (dialog);
  /* What ends before it begins, or is no day, is not shown. */
  pf_day_row_set_day (PF_DAY_ROW (app_find (dialog, is_day_row, (gpointer) "First day")), to);
  pf_day_row_set_day (PF_DAY_ROW (app_find (dialog, is_day_row, (gpointer) "Last day")), from);
  g_assert_false (gtk_widget_get_sensitive (numbers_need_button (dialog, "_Show")));
  gtk_editable_set_text (GTK_EDITABLE (app_find (dialog, is_day_row, (gpointer) "First day")),
                         "some day");
  g_assert_false (gtk_widget_get_sensitive (numbers_need_button (dialog, "_Show")));
  pf_day_row_set_day (PF_DAY_ROW (app_find (dialog, is_day_row, (gpointer) "First day")), from);
  pf_day_row_set_day (PF_DAY_ROW (app_find (dialog, is_day_row, (gpointer) "Last day")), to);
  g_assert_true (gtk_widget_get_sensitive (numbers_need_button (dialog, "_Show")));
  g_signal_emit_by_name (numbers_need_button (dialog, "_Show"), "clicked");
  APP_WAIT (app_find_window (PF_TYPE_DAY_DIALOG) == NULL, 10);
  APP_WAIT (pf_analytics_page_is_settled (page), 60);
}

static PfDay
get_today (void)
{
  return pf_insights_get_today (pf_workspace_get_insights (numbers_world->workspace, numbers_anna));
}

/* The ranges, any two of them, and none to compare with; what needs kept days is greyed and says
 * why. */
static void
test_days (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  PfDay today = get_today ();

  choose_days (page, "Last 7 days");
  g_assert_cmpuint (pf_chart_data_get_n_points (numbers_need_data (page, "Impressions")), ==, 7);
  g_assert_cmpuint (pf_chart_data_get_n_series (numbers_need_data (page, "Impressions")), ==, 2);
  choose_days (page, "Nothing");
  g_assert_cmpuint (pf_chart_data_get_n_series (numbers_need_data (page, "Impressions")), ==, 1);
  choose_days (page, "Last 89 days");
  g_assert_cmpuint (pf_chart_data_get_n_points (numbers_need_data (page, "Impressions")), ==, 89);
  choose_dates (page, "_Other Days…", today - 20, today - 11);
  g_assert_cmpuint (pf_chart_data_get_n_points (numbers_need_data (page, "Impressions")), ==, 10);
  choose_dates (page, "O_ther Days…", today - 60, today - 51);
  g_assert_cmpuint (pf_chart_data_get_n_points (numbers_need_data (page, "Impressions")), ==, 10);
  g_assert_cmpuint (pf_chart_data_get_n_series (numbers_need_data (page, "Impressions")), ==, 2);
  g_assert_false (gtk_widget_get_sensitive (need_radio (page, "Last year")));
  g_assert_false (gtk_widget_get_sensitive (need_radio (page, "All days that are kept")));
  g_assert_false (gtk_widget_get_sensitive (need_radio (page, "Same time last year")));
  choose_days (page, "Last 30 days");
  choose_days (page, "As many days before");
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static void
keep (gboolean wanted)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pf_workspace_set_kept_async (numbers_world->workspace, numbers_anna,
                               wanted ? PF_KEEP_ANALYTICS : PF_KEEP_NOTHING, keep_result, &result);
  APP_WAIT (result != NULL, 20);
  g_assert_true (pf_workspace_set_kept_finish (numbers_world->workspace, result, &error));
  g_assert_no_error (error);
}

/* 400 days of 1000 impressions each, and 5 followers. */
static void
put_history (const char *subject, const char *metric, double value)
{
  PfInsightHistoryKey key
      = { .connection_id = pf_connection_get_id (numbers_anna), .subject = subject, .filter = "" };
  PfStore *store = pf_workspace_get_store (numbers_world->workspace);
  PfMetricTableBuilder *builder = pf_metric_table_builder_new ("all");
  g_autoptr (GPtrArray) tables
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 1; i <= 400; i++)
    {
      pf_metric_table_builder_add_day (builder, get_today () - i, PF_DATA_READY);
      pf_metric_table_builder_set (builder, get_today () - i, metric, value);
    }
  g_ptr_array_add (tables, pf_metric_table_builder_end (builder));
  pf_insight_history_put_async (store, &key, tables, 1, keep_result, &result);
  APP_WAIT (result != NULL, 20);
  g_assert_true (pf_insight_history_put_finish (store, result, &error));
  g_assert_no_error (error);
}

/* With days that are kept: a year, all of them, and last year beside this one. */
static void
test_kept (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  PfChartData *data;

  g_assert_true (app_shows_text (page, "Pinterest tells how many followers there are now"));
  keep (TRUE);
  put_history ("", "IMPRESSION", 1000);
  put_history (PF_INSIGHT_HISTORY_COUNTS, PF_INSIGHT_HISTORY_FOLLOWERS, 5);
  numbers_ask_again (page);
  choose_days (page, "Last year");
  data = numbers_need_data (page, "Impressions");
  g_assert_cmpuint (pf_chart_data_get_n_points (data), ==, 365);
  g_assert_cmpfloat (pf_chart_data_get_value (data, 0, 3), ==, 1000);
  choose_days (page, "All days that are kept");
  g_assert_cmpuint (pf_chart_data_get_n_points (numbers_need_data (page, "Impressions")), ==, 400);
  choose_days (page, "Last 30 days");
  choose_days (page, "Same time last year");
  data = numbers_need_data (page, "Impressions");
  g_assert_cmpuint (pf_chart_data_get_n_series (data), ==, 2);
  g_assert_cmpstr (pf_chart_data_get_name (data, 1), ==, "Last year");
  g_assert_cmpfloat (pf_chart_data_get_value (data, 1, 7), ==, 1000);
  data = numbers_need_data (page, "Followers");
  g_assert_cmpfloat (pf_chart_data_get_value (data, 0, 0), ==, 5);
  /* It does not stand on what is no longer kept. */
  keep (FALSE);
  numbers_ask_again (page);
  g_assert_false (gtk_widget_get_sensitive (need_radio (page, "Last year")));
  g_assert_cmpuint (pf_chart_data_get_n_points (numbers_need_data (page, "Impressions")), ==, 30);
  choose_days (page, "As many days before");
}

static guint
count_notes (PfAnalyticsPage *page, PfChartNoteKind kind)
{
  PfChartData *data = numbers_need_data (page, "Impressions");
  guint n = 0;

  for (guint i = 0; i < pf_chart_data_get_n_notes (data); i++)
    n += pf_chart_data_get_note (data, i)->kind == kind;
  return n;
}

static void
write_note (PfAnalyticsPage *page, const char *text)
{
  GtkWidget *dialog = app_find_window (PF_TYPE_DAY_DIALOG);

  g_assert_nonnull (dialog);
  APP_WAIT (gtk_widget_get_mapped (dialog), 10);
  gtk_editable_set_text (GTK_EDITABLE (app_find_type (dialog, ADW_TYPE_ENTRY_ROW)), text);
  g_assert_cmpint (gtk_widget_get_sensitive (numbers_need_button (dialog, "_Save")), ==,
                   *text != '\0');
  if (*text != '\0')
    g_signal_emit_by_name (numbers_need_button (dialog, "_Save"), "clicked");
  else
    gtk_window_close (GTK_WINDOW (dialog));
  APP_WAIT (app_find_window (PF_TYPE_DAY_DIALOG) == NULL, 10);
  APP_WAIT (pf_analytics_page_is_settled (page), 20);
}

static gboolean
is_note_remover (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_widget_get_tooltip_text (widget), "Remove Note") == 0;
}

/* Written, changed, removed, each taken back; they stand in the chart, as days of publishing do. */
static void
test_notes (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *notes = app_find_type (page, PF_TYPE_ANALYTICS_NOTES);
  GtkWidget *row;
  PfChart *chart = pf_chart_card_get_chart (
      PF_CHART_CARD (app_find (page, numbers_is_card, (gpointer) "Impressions")));
  double from, to, from_after, to_after;

  choose_days (page, "Last 89 days");
  g_assert_cmpuint (count_notes (page, PF_CHART_NOTE_OWN), ==, 0);
  g_signal_emit_by_name (numbers_need_button (notes, "_Add Note…"), "clicked");
  write_note (page, "");
  g_signal_emit_by_name (numbers_need_button (notes, "_Add Note…"), "clicked");
  write_note (page, "Sale <b>began</b>");
  g_assert_true (app_shows_text (notes, "Sale <b>began</b>"));
  /* Whoever looks at a part of the days closely still does when a note is written. */
  pf_chart_zoom (chart, 4, .5);
  pf_chart_get_range (chart, &from, &to);
  g_assert_cmpfloat (to - from, <, 89);
  row = gtk_widget_get_ancestor (app_find (notes, is_note_remover, NULL), ADW_TYPE_ACTION_ROW);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  write_note (page, "Sale ended");
  pf_chart_get_range (chart, &from_after, &to_after);
  g_assert_cmpfloat (from_after, ==, from);
  g_assert_cmpfloat (to_after, ==, to);
  g_assert_true (app_shows_text (notes, "Sale ended"));
  pf_undo_newest (numbers_window);
  APP_WAIT (app_shows_text (notes, "Sale <b>began</b>"), 20);
  g_signal_emit_by_name (app_find (notes, is_note_remover, NULL), "clicked");
  APP_WAIT (app_find (notes, is_note_remover, NULL) == NULL, 20);
  pf_undo_newest (numbers_window);
  APP_WAIT (app_find (notes, is_note_remover, NULL) != NULL, 20);
  app_check_names (notes);
  /* One of a day that is shown stands in the chart: today is not yet. */
  row = gtk_widget_get_ancestor (app_find (notes, is_note_remover, NULL), ADW_TYPE_ACTION_ROW);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  pf_day_row_set_day (PF_DAY_ROW (
                          app_find_type (app_find_window (PF_TYPE_DAY_DIALOG), PF_TYPE_DAY_ROW)),
                      get_today () - 5);
  write_note (page, "Sale began");
  APP_WAIT (count_notes (page, PF_CHART_NOTE_OWN) == 1, 20);
  choose_days (page, "Last 7 days");
  g_assert_cmpuint (count_notes (page, PF_CHART_NOTE_OWN), ==, 1);
  g_signal_emit_by_name (app_find (notes, is_note_remover, NULL), "clicked");
  APP_WAIT (count_notes (page, PF_CHART_NOTE_OWN) == 0, 20);
  choose_days (page, "Last 30 days");
}

static void
choose_compared (GtkWidget *choice, guint at, const char *title)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), at);
  app_turn ();
  g_assert_true (
      app_shows_text (gtk_widget_get_ancestor (choice, PF_TYPE_ANALYTICS_COMPARE), title));
}

static PfPin *
make_pin (PfDay day)
{
  g_autofree char *date = pf_day_format (day);
  g_autofree char *json = g_strdup_printf (
      "{\"id\": \"%d\", \"title\": \"Plum galette\", \"created_at\": \"%sT12:00:00\"}", day, date);
  PfPin *pin = pf_pin_new_from_json (json, -1, NULL);

  g_assert_nonnull (pin);
  return pin;
}

/* Days on which pins were published are marked, and say which or how many. */
static void
test_published (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *account = app_find_type (page, PF_TYPE_ANALYTICS_ACCOUNT);
  g_autoptr (GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_pin_unref);
  PfDay today = get_today ();
  PfChartData *data;

  g_ptr_array_add (pins, make_pin (today));
  g_ptr_array_add (pins, make_pin (today - 2));
  g_ptr_array_add (pins, make_pin (today - 9));
  g_ptr_array_add (pins, make_pin (today - 9));
  g_ptr_array_add (pins, make_pin (today - 400));
  pf_analytics_account_set_pins (PF_ANALYTICS_ACCOUNT (account), pins);
  data = numbers_need_data (page, "Impressions");
  g_assert_cmpuint (pf_chart_data_get_n_notes (data), ==, 2);
  g_assert_cmpuint (pf_chart_data_get_note (data, 0)->point, ==, 21);
  g_assert_cmpstr (pf_chart_data_get_note (data, 0)->text, ==, "2 pins published");
  g_assert_cmpuint (pf_chart_data_get_note (data, 1)->point, ==, 28);
  g_assert_cmpstr (pf_chart_data_get_note (data, 1)->text, ==, "Published: Plum galette");
  g_assert_cmpint (pf_chart_data_get_note (data, 1)->kind, ==, PF_CHART_NOTE_PUBLISHED);
}

/* Boards, pins, campaigns and hashtags beside each other. */
static void
test_compare (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *compare = app_find_type (page, PF_TYPE_ANALYTICS_COMPARE);
  GtkWidget *by = app_find_type (compare, GTK_TYPE_DROP_DOWN);

  g_assert_true (pf_chart_data_has_values (numbers_need_data (compare, "Boards")));
  choose_compared (by, 1, "Each pin's own numbers, last 90 days");
  g_assert_cmpuint (pf_chart_data_get_n_points (numbers_need_data (compare, "Pins")), ==, 10);
  choose_compared (by, 2, "Campaigns in links");
  choose_compared (by, 3, "Hashtags");
  choose_compared (by, 0, "Boards");
  app_check_names (compare);
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
  PfAnalyticsPage *page = numbers_need_page ();
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

static gboolean
is_choice (GtkWidget *widget, gpointer name)
{
  g_autofree char *differs
      = GTK_IS_DROP_DOWN (widget)
            ? gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name)
            : NULL;

  return GTK_IS_DROP_DOWN (widget) && differs == NULL;
}

/* By region and kind, in words that people know; it is remembered, also when days are chosen. */
static void
test_trends (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *card = app_find_type (page, PF_TYPE_TRENDS_CARD);
  GtkWidget *region = app_find (card, is_choice, (gpointer) "Region");
  GtkWidget *type = app_find (card, is_choice, (gpointer) "Which words");
  PfAnalyticsChoice choice;

  g_assert_true (app_shows_text (card, "United States"));
  g_assert_true (app_shows_text (card, "searched for in the last three months"));
  g_assert_false (app_shows_text (card, "-"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (region), 6);
  APP_WAIT (pf_trends_card_is_settled (PF_TRENDS_CARD (card)), 20);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (type), 3);
  APP_WAIT (pf_trends_card_is_settled (PF_TRENDS_CARD (card)), 20);
  g_assert_true (app_shows_text (card, "Germany, Austria, Switzerland"));
  g_assert_true (app_shows_text (card, "as it does every year"));
  g_assert_nonnull (app_find (card, is_draft_button, NULL));
  choose_days (page, "Last 7 days");
  choose_days (page, "Last 30 days");
  pf_analytics_choice_load (&choice, numbers_world->settings, pf_connection_get_id (numbers_anna));
  g_assert_cmpstr (choice.region, ==, "DE+AT+CH");
  g_assert_cmpstr (choice.trend_type, ==, "seasonal");
  pf_analytics_choice_load (&choice, numbers_world->settings, "somebody else");
  g_assert_cmpstr (choice.region, ==, "US");
  g_assert_cmpstr (choice.trend_type, ==, "growing");
}

static gboolean
is_mend_row (GtkWidget *widget, gpointer unused)
{
  return ADW_IS_ACTION_ROW (widget) && gtk_widget_get_mapped (widget)
         && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), "Tidy Up");
}

/* Pins that lack something are counted, and the count leads to where it is mended. */
static void
test_mend (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *row = app_find (page, is_mend_row, NULL);

  g_assert_nonnull (row);
  g_assert_true (app_shows_text (row, "no link"));
  g_assert_true (app_shows_text (row, "no alternative text"));
  gtk_widget_activate (row);
  APP_WAIT (PF_IS_TIDY_PAGE (pf_window_get_visible_view (numbers_window)), 10);
  APP_WAIT (app_shows_text (pf_window_get_visible_view (numbers_window), "Without a link")
                || app_shows_text (pf_window_get_visible_view (numbers_window), "board"),
            20);
  pf_analytics_mend_show (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX), NULL);
  g_assert_null (app_find (page, is_mend_row, NULL));
  numbers_ask_again (numbers_need_page ());
  g_assert_nonnull (app_find (page, is_mend_row, NULL));
}

/* Controls that are to be reached one by one; of a list that is its first row. */
static gboolean
is_control (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  if (GTK_IS_LIST_BOX_ROW (widget))
    return gtk_widget_get_prev_sibling (widget) == NULL
           && gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget));
  return gtk_widget_get_focusable (widget)
         && (PF_IS_CHART (widget) || GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget));
}

static void
collect (GtkWidget *root, GPtrArray *controls)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (is_control (child))
        g_ptr_array_add (controls, child);
      if (!GTK_IS_POPOVER (child) && !GTK_IS_WINDOW_CONTROLS (child))
        collect (child, controls);
    }
}

/* Every control in @root has the focus once when somebody goes on with Tab in @window, or back. */
static void
walk (gpointer window, gpointer root, GtkDirectionType direction)
{
  g_autoptr (GPtrArray) controls = g_ptr_array_new ();
  g_autoptr (GHashTable) met = g_hash_table_new (NULL, NULL);

  collect (root, controls);
  g_assert_cmpuint (controls->len, >, 0);
  for (guint i = 0; i < 400; i++)
    {
      if (!gtk_widget_child_focus (window, direction))
        gtk_root_set_focus (GTK_ROOT (window), NULL);
      for (GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window)); focus != NULL;
           focus = gtk_widget_get_parent (focus))
        g_hash_table_add (met, focus);
    }
  for (guint i = 0; i < controls->len; i++)
    if (!g_hash_table_contains (met, g_ptr_array_index (controls, i)))
      {
        GtkWidget *control = g_ptr_array_index (controls, i);

        g_test_message ("%s in a %s is not reached", G_OBJECT_TYPE_NAME (control),
                        G_OBJECT_TYPE_NAME (gtk_widget_get_parent (control)));
        app_tell_texts (control);
        g_test_fail ();
      }
}

/* Without a mouse: all of the page, a dialog, a chart as a table; forwards and back. */
static void
test_keyboard (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *card = app_find (page, numbers_is_card, (gpointer) "Impressions");
  GtkWidget *dialog = NULL, *focus;

  gtk_widget_grab_focus (app_find_type (page, PF_TYPE_FIGURE_CARD));
  walk (numbers_window, page, GTK_DIR_TAB_FORWARD);
  walk (numbers_window, page, GTK_DIR_TAB_BACKWARD);
  gtk_widget_activate (
      numbers_need_button (app_find_type (page, PF_TYPE_ANALYTICS_NOTES), "_Add Note…"));
  APP_WAIT ((dialog = app_find_window (PF_TYPE_DAY_DIALOG)) != NULL, 10);
  APP_WAIT (gtk_widget_get_mapped (dialog), 10);
  walk (dialog, dialog, GTK_DIR_TAB_FORWARD);
  walk (dialog, dialog, GTK_DIR_TAB_BACKWARD);
  gtk_window_close (GTK_WINDOW (dialog));
  APP_WAIT (app_find_window (PF_TYPE_DAY_DIALOG) == NULL, 10);
  /* The same numbers as a table, where the focus goes along. */
  gtk_widget_grab_focus (GTK_WIDGET (pf_chart_card_get_chart (PF_CHART_CARD (card))));
  gtk_widget_activate_action (card, "chart.table", NULL);
  focus = gtk_root_get_focus (GTK_ROOT (numbers_window));
  g_assert_true (pf_chart_card_get_table_shown (PF_CHART_CARD (card)));
  g_assert_true (gtk_widget_is_ancestor (focus, card));
  walk (numbers_window, page, GTK_DIR_TAB_FORWARD);
  walk (numbers_window, page, GTK_DIR_TAB_BACKWARD);
  gtk_widget_grab_focus (card);
  gtk_widget_activate_action (card, "chart.table", NULL);
  focus = gtk_root_get_focus (GTK_ROOT (numbers_window));
  g_assert_true (PF_IS_CHART (focus));
}

static GtkWidget *
get_pane (void)
{
  GtkWidget *pane = app_find_type (pf_window_get_visible_view (numbers_window), PF_TYPE_PIN_PANE);

  return pane != NULL && pf_pin_pane_get_pin (PF_PIN_PANE (pane)) != NULL ? pane : NULL;
}

/* Whether the pane shows that pin of Pinterest's. */
static gboolean
shows_pin (const char *id)
{
  GtkWidget *pane = get_pane ();
  const PfPin *pin
      = pane != NULL ? pf_pin_item_get_pin (pf_pin_pane_get_pin (PF_PIN_PANE (pane))) : NULL;

  return pin != NULL && g_strcmp0 (pin->id, id) == 0;
}

static gboolean
is_listed (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *uuid = NULL;
  PfMirror *mirror = pf_workspace_get_mirror (numbers_world->workspace);

  pf_mirror_find_pin_async (mirror, pf_connection_get_id (numbers_anna), id, NULL, keep_result,
                            &result);
  APP_WAIT (result != NULL, 20);
  uuid = pf_mirror_find_pin_finish (mirror, result, NULL);
  return uuid != NULL;
}

/* Each of the account's own pins opens here, that very one, also where no listing has come to it
 * yet; what others pinned is said to be elsewhere. */
static void
test_open_pin (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  GtkWidget *top = app_find_type (page, PF_TYPE_ANALYTICS_TOP);
  GtkWidget *card = app_find (page, numbers_is_card, (gpointer) "Best pins");
  g_autoptr (PfChartData) data = NULL;
  const char *elsewhere = "This pin is not on one of your boards";
  guint n_unlisted = 0, n_listed = 0, n_elsewhere = 0;

  g_assert_nonnull (card);
  data = g_object_ref (pf_chart_get_data (pf_chart_card_get_chart (PF_CHART_CARD (card))));
  for (guint i = 0; i < pf_chart_data_get_n_points (data); i++)
    {
      g_autofree char *id = g_strdup (pf_analytics_top_get_pin_id (PF_ANALYTICS_TOP (top), i));
      g_autofree char *name = pf_chart_data_dup_label (data, i);
      gboolean listed = is_listed (id);

      /* The words stand there for a while: those of a second pin could not be told from them. */
      if (g_str_equal (name, "Another pin") && ++n_elsewhere > 1)
        continue;
      pf_window_show_page (numbers_window, "analytics");
      g_signal_emit_by_name (card, "activated", i);
      if (n_elsewhere == 1 && g_str_equal (name, "Another pin"))
        {
          APP_WAIT (app_shows_text (numbers_window, elsewhere), 20);
          g_assert_true (pf_window_get_visible_view (numbers_window) == PF_VIEW (page));
          continue;
        }
      APP_WAIT (pf_window_get_visible_view (numbers_window)
                    == pf_window_find_page (numbers_window, "all-pins"),
                20);
      APP_WAIT (shows_pin (id), 20);
      n_listed += listed;
      n_unlisted += !listed;
    }
  g_test_message ("%u listed, %u not, %u elsewhere", n_listed, n_unlisted, n_elsewhere);
  g_assert_cmpuint (n_unlisted, >, 0);
  g_assert_cmpuint (n_elsewhere, >, 0);
  /* Most that is seen of an account is its own. */
  g_assert_cmpuint (n_listed + n_unlisted, >, n_elsewhere);
  pf_window_show_page (numbers_window, "analytics");
}

/* Pins that no listing has told of are asked for one by one, and have the same names, and pictures.
 * Pins of others stay without. */
static void
test_pins_by_id (void)
{
  PfAnalyticsPage *page = numbers_need_page ();
  PfChartData *data = numbers_need_data (page, "Best pins");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n_named = 0;

  for (guint i = 0; i < pf_chart_data_get_n_points (data); i++)
    g_ptr_array_add (names, pf_chart_data_dup_label (data, i));
  practice_control (numbers_world, "fault",
                    "{\"kind\": \"status\", \"op\": \"pins/list\", \"times\": -1, \"value\": "
                    "{\"status\": 400, \"body\": \"{\\\"code\\\": 1}\"}}");
  numbers_ask_again (page);
  practice_control (numbers_world, "fault", "{\"kind\": \"none\"}");
  data = numbers_need_data (page, "Best pins");
  g_assert_cmpuint (pf_chart_data_get_n_points (data), ==, names->len);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = pf_chart_data_dup_label (data, i);

      g_assert_cmpstr (name, ==, g_ptr_array_index (names, i));
      if (g_str_equal (name, "Another pin"))
        continue;
      n_named++;
      APP_WAIT (pf_chart_data_get_picture (data, i) != NULL, 20);
    }
  g_assert_cmpuint (n_named, >, 2);
  numbers_ask_again (page);
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
  g_test_add_func ("/app/analytics/filters", test_filters);
  g_test_add_func ("/app/analytics/split", test_split);
  g_test_add_func ("/app/analytics/days", test_days);
  g_test_add_func ("/app/analytics/kept", test_kept);
  g_test_add_func ("/app/analytics/notes", test_notes);
  g_test_add_func ("/app/analytics/published", test_published);
  g_test_add_func ("/app/analytics/compare", test_compare);
  g_test_add_func ("/app/analytics/trend-to-draft", test_trend_to_draft);
  g_test_add_func ("/app/analytics/trends", test_trends);
  g_test_add_func ("/app/analytics/mend", test_mend);
  g_test_add_func ("/app/analytics/AX-2/keyboard", test_keyboard);
  g_test_add_func ("/app/analytics/open-pin", test_open_pin);
  g_test_add_func ("/app/analytics/pins-by-id", test_pins_by_id);
  result = g_test_run ();
  numbers_end ();
  practice_tidy ();
  return result;
}
