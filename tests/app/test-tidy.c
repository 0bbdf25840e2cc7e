/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of analytics, and what may be mended. */
#include "config.h"

#include "fake-web.h"
#include "pin-world.h"
#include "questions.h"

#include "app/preferences/pf-kept-numbers-row.h"
#include "app/preferences/pf-preferences-window.h"

#include "app/tidy/pf-tidy-boards.h"
#include "app/tidy/pf-tidy-page.h"
#include "app/tidy/pf-tidy-pins.h"
#include "app/tidy/pf-tidy-row.h"
#include "core/api/pf-client-analytics.h"

#include <string.h>

static PinWorld *on;

static gboolean
is_stored_page (GtkWidget *widget, gpointer unused)
{
  return ADW_IS_PREFERENCES_PAGE (widget)
         && g_strcmp0 (adw_preferences_page_get_title (ADW_PREFERENCES_PAGE (widget)),
                       "_Stored Data")
                == 0;
}

static gboolean
is_analytics_kept (void)
{
  return (pf_workspace_get_kept (on->world->workspace, on->connection) & PF_KEEP_ANALYTICS) != 0;
}

static void
answer (const char *response)
{
  GtkWidget *dialog = NULL;

  APP_WAIT ((dialog = app_find_question ()) != NULL, 10);
  app_question_answer (dialog, response);
  APP_WAIT (app_find_question () == NULL, 10);
}

/* Off until somebody wants it; then today's counts are there, can be deleted, and are gone with the
 * choice. */
static void
test_keep (void)
{
  PfPreferencesWindow *preferences = pf_preferences_window_new (on->window);
  GtkWidget *row = NULL, *page = NULL;
  GtkSwitch *keep;

  gtk_window_present (GTK_WINDOW (preferences));
  APP_WAIT ((page = app_find (preferences, is_stored_page, NULL)) != NULL, 10);
  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (preferences),
                                           ADW_PREFERENCES_PAGE (page));
  APP_WAIT ((row = app_find_type (preferences, PF_TYPE_KEPT_NUMBERS_ROW)) != NULL, 10);
  keep = GTK_SWITCH (app_find_type (row, GTK_TYPE_SWITCH));
  APP_WAIT (app_says (row, "Nothing is kept"), 10);
  g_assert_false (gtk_switch_get_active (keep));
  g_assert_false (is_analytics_kept ());

  gtk_switch_set_active (keep, TRUE);
  APP_WAIT (app_says (row, "One day so far"), 30);
  g_assert_true (is_analytics_kept ());
  app_check_names (preferences);

  /* Deleted, and still wanted. */
  pin_world_press (row, "_Delete…");
  answer ("no");
  g_assert_true (app_says (row, "One day so far"));
  pin_world_press (row, "_Delete…");
  answer ("yes");
  APP_WAIT (app_says (row, "Nothing yet"), 10);
  g_assert_true (is_analytics_kept ());

  /* Nothing would be lost: no question. */
  gtk_switch_set_active (keep, FALSE);
  APP_WAIT (app_says (row, "Nothing is kept"), 10);
  g_assert_false (is_analytics_kept ());

  gtk_switch_set_active (keep, TRUE);
  APP_WAIT (app_says (row, "One day so far"), 30);
  gtk_switch_set_active (keep, FALSE);
  answer ("no");
  APP_WAIT (gtk_switch_get_active (keep), 10);
  g_assert_true (is_analytics_kept ());
  gtk_switch_set_active (keep, FALSE);
  answer ("yes");
  APP_WAIT (app_says (row, "Nothing is kept"), 10);
  g_assert_false (is_analytics_kept ());
  gtk_window_destroy (GTK_WINDOW (preferences));
  app_settle ();
}

static gboolean
is_row_of (GtkWidget *widget, gpointer kind)
{
  return PF_IS_TIDY_ROW (widget)
         && pf_tidy_row_get_kind (PF_TIDY_ROW (widget)) == GPOINTER_TO_UINT (kind);
}

static GtkListBoxRow *
find_row (gpointer page, PfHygieneKind kind)
{
  return GTK_LIST_BOX_ROW (app_find (page, is_row_of, GUINT_TO_POINTER (kind)));
}

static gboolean
is_count (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "numeric")
         && gtk_widget_get_visible (widget);
}

/* What the row says, as soon as it does. */
static guint
count (gpointer page, PfHygieneKind kind)
{
  GtkListBoxRow *row = find_row (page, kind);
  GtkWidget *label = NULL;

  g_assert_nonnull (row);
  APP_WAIT ((label = app_find (row, is_count, NULL)) != NULL, 20);
  return (guint)g_ascii_strtoull (gtk_label_get_text (GTK_LABEL (label)), NULL, 10);
}

static void
activate (GtkListBoxRow *row)
{
  g_assert_true (gtk_list_box_row_get_activatable (row));
  g_signal_emit_by_name (gtk_widget_get_parent (GTK_WIDGET (row)), "row-activated", row);
}

static GListModel *
get_shown (PfView *view)
{
  return G_LIST_MODEL (
      pf_pin_wall_get_source (PF_PIN_WALL (app_find_type (view, PF_TYPE_PIN_WALL))));
}

/* Each number leads to as many pins, which can be mended there. */
static void
test_tidy (void)
{
  static const PfHygieneKind kinds[] = { PF_HYGIENE_NO_ALT_TEXT, PF_HYGIENE_NO_LINK,
                                         PF_HYGIENE_DUPLICATE_PICTURE, PF_HYGIENE_UNSORTED };
  PfView *page, *view;
  guint n_opened = 0;

  gtk_widget_activate_action (GTK_WIDGET (on->window), "win.tidy-up", NULL);
  page = pf_window_get_visible_view (on->window);
  g_assert_true (PF_IS_TIDY_PAGE (page));
  APP_WAIT (!pf_view_get_waiting (page), 20);
  /* It stands on what is loaded, and says so. */
  APP_WAIT (app_says (page, "Of what is loaded: "), 20);
  app_check_names (page);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint n = count (page, kinds[i]);

      if (n == 0)
        {
          g_assert_false (gtk_list_box_row_get_activatable (find_row (page, kinds[i])));
          continue;
        }
      activate (find_row (page, kinds[i]));
      view = pf_window_get_visible_view (on->window);
      g_assert_true (PF_IS_TIDY_PINS (view));
      APP_WAIT (!pf_view_get_waiting (view), 20);
      APP_WAIT (g_list_model_get_n_items (get_shown (view)) == n, 20);
      app_check_names (view);
      pf_window_pop_view (on->window);
      APP_WAIT (pf_window_get_visible_view (on->window) == page, 10);
      n_opened++;
    }
  g_assert_cmpuint (n_opened, >=, 2);

  if (count (page, PF_HYGIENE_NO_DESCRIPTION) > 0)
    {
      activate (find_row (page, PF_HYGIENE_NO_DESCRIPTION));
      view = pf_window_get_visible_view (on->window);
      g_assert_true (PF_IS_TIDY_BOARDS (view));
      app_check_names (view);
      pf_window_pop_view (on->window);
      APP_WAIT (pf_window_get_visible_view (on->window) == page, 10);
    }

  pf_window_pop_view (on->window);
  app_settle ();
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* A link that pins here have. */
static char *
find_link (void)
{
  PfClient *client = pf_connection_get_client (on->connection);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfPage) page = NULL;
  g_autoptr (GError) error = NULL;

  pf_client_list_pins_with_metrics_async (client, PF_PRIORITY_USER,
                                          pf_board_item_get_board (on->board)->id, 250, NULL, NULL,
                                          keep_result, &result);
  APP_WAIT (result != NULL, 30);
  page = pf_client_list_pins_with_metrics_finish (client, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < page->items->len; i++)
    {
      const PfPin *pin = g_ptr_array_index (page->items, i);

      if (pin->is_owner && pin->link != NULL && g_str_has_prefix (pin->link, "https://"))
        return g_strdup (pin->link);
    }
  g_assert_not_reached ();
}

/* Nobody is asked before somebody wants it, it can be stopped, and what is gone leads to the pins
 * that lead there. */
static void
test_links (void)
{
  g_autofree char *link = find_link ();
  GtkListBoxRow *row;
  PfView *page, *view;
  guint n;

  fake_web_dead = link;
  gtk_widget_activate_action (GTK_WIDGET (on->window), "win.tidy-up", NULL);
  page = pf_window_get_visible_view (on->window);
  APP_WAIT (!pf_view_get_waiting (page), 20);
  row = find_row (page, PF_HYGIENE_DEAD_LINK);
  g_assert_cmpuint (fake_web_n_head, ==, 0);
  g_assert_false (gtk_list_box_row_get_activatable (row));
  g_assert_cmpint (pango_layout_get_line_count (
                       gtk_label_get_layout (GTK_LABEL (gtk_button_get_child (
                           GTK_BUTTON (app_find_button (page, "_Check Links")))))),
                   ==, 1);
  pin_world_press (page, "_Check Links");
  APP_WAIT (app_says (row, "links answered") || app_says (row, "link answered"), 60);
  g_assert_cmpuint (fake_web_n_head, >, 0);
  n = count (page, PF_HYGIENE_DEAD_LINK);
  g_assert_cmpuint (n, >, 0);
  app_check_names (page);
  activate (row);
  view = pf_window_get_visible_view (on->window);
  g_assert_true (PF_IS_TIDY_PINS (view));
  APP_WAIT (!pf_view_get_waiting (view), 20);
  APP_WAIT (g_list_model_get_n_items (get_shown (view)) == n, 20);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (get_shown (view), i);

      APP_WAIT (pf_pin_item_get_pin (item) != NULL, 20);
      g_assert_cmpstr (pf_pin_item_get_pin (item)->link, ==, link);
    }
  pf_window_pop_view (on->window);
  APP_WAIT (pf_window_get_visible_view (on->window) == page, 10);

  /* Once more, and stopped. */
  g_signal_emit_by_name (app_find_button (page, "_Check Links"), "clicked");
  g_assert_nonnull (app_find_button (page, "_Stop"));
  g_signal_emit_by_name (app_find_button (page, "_Stop"), "clicked");
  APP_WAIT (app_find_button (page, "_Check Links") != NULL, 30);
  fake_web_dead = NULL;
  pf_window_pop_view (on->window);
  app_settle ();
}

static void
add_tests (void)
{
  g_test_add_func ("/app/tidy/MO-19+AX-1/keep-analytics", test_keep);
  g_test_add_func ("/app/tidy/UI-7+AX-1/what-may-be-mended", test_tidy);
  g_test_add_func ("/app/tidy/UI-7+AX-1/dead-links", test_links);
}

int
main (int argc, char *argv[])
{
  return pin_world_run (argc, argv, &on, add_tests);
}
