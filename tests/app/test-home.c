/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Home says and where it leads, in one world. */
#include "config.h"

#include "pin-world.h"

#include "app/analytics/pf-analytics-page.h"
#include "app/home/pf-home-accounts.h"
#include "app/home/pf-home-numbers.h"
#include "app/home/pf-home-pins.h"
#include "app/home/pf-home-steps.h"
#include "app/home/pf-home-troubles.h"
#include "app/pins/pf-all-pins-page.h"
#include "app/widgets/pf-figure-card.h"

#include <string.h>

static PinWorld *on;

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static gboolean
is_pin (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "pin-figure")
         && gtk_widget_get_mapped (widget) && gtk_widget_get_tooltip_text (widget) != NULL
         && strcmp (gtk_widget_get_tooltip_text (widget), "Pin without a title") != 0;
}

static GtkWidget *
show_home (PfConnection *connection)
{
  GtkWidget *home = GTK_WIDGET (pf_window_find_page (on->window, "home"));

  pf_window_set_connection (on->window, connection);
  pf_window_show_page (on->window, "home");
  APP_WAIT (gtk_widget_get_mapped (home), 10);
  return home;
}

static void
test_latest_pins (void)
{
  GtkWidget *home = show_home (on->connection);
  GtkWidget *pins = app_find_type (home, PF_TYPE_HOME_PINS);
  GtkWidget *pin;
  g_autofree char *title = NULL;

  APP_WAIT ((pin = app_find (pins, is_pin, NULL)) != NULL, 20);
  app_check_names (home);
  title = g_strdup (gtk_widget_get_tooltip_text (pin));
  g_signal_emit_by_name (pin, "clicked");
  APP_WAIT (PF_IS_ALL_PINS_PAGE (pf_window_get_visible_view (on->window)), 10);
  APP_WAIT (app_says (app_find_type (pf_window_get_visible_view (on->window), PF_TYPE_PIN_PANE),
                      title),
            20);
  show_home (on->connection);
  pin_world_press (pins, "See _All");
  g_assert_true (PF_IS_ALL_PINS_PAGE (pf_window_get_visible_view (on->window)));
}

static gboolean
is_number (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title-2")
         && gtk_widget_get_mapped (widget)
         && g_ascii_isdigit (gtk_label_get_text (GTK_LABEL (widget))[0]);
}

static void
test_numbers (void)
{
  GtkWidget *home = show_home (on->connection);
  GtkWidget *numbers = app_find_type (home, PF_TYPE_HOME_NUMBERS);

  APP_WAIT (app_find (numbers, is_number, NULL) != NULL, 30);
  g_assert_cmpuint (app_count_type (numbers, PF_TYPE_FIGURE_CARD), ==, 4);
  g_assert_true (app_says (numbers, "Impressions"));
  /* What the numbers stand on is said. */
  g_assert_true (app_says (numbers, "estimates"));
  app_check_names (numbers);
}

/* A number leads to more of it, and is the same there. */
static void
test_same_numbers (void)
{
  GtkWidget *numbers = app_find_type (show_home (on->connection), PF_TYPE_HOME_NUMBERS);
  GtkWidget *card = app_find_type (numbers, PF_TYPE_FIGURE_CARD), *there;
  PfView *page;

  APP_WAIT (app_find (numbers, is_number, NULL) != NULL, 30);
  g_assert_true (gtk_widget_grab_focus (card));
  g_assert_true (gtk_widget_activate (card));
  APP_WAIT (PF_IS_ANALYTICS_PAGE (pf_window_get_visible_view (on->window)), 10);
  page = pf_window_get_visible_view (on->window);
  APP_WAIT (pf_analytics_page_is_settled (PF_ANALYTICS_PAGE (page)), 60);
  there = app_find_type (page, PF_TYPE_FIGURE_CARD);
  g_assert_cmpuint (app_count_type (page, PF_TYPE_FIGURE_CARD), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      PfFigureCard *home = PF_FIGURE_CARD (card), *same = PF_FIGURE_CARD (there);

      g_assert_cmpstr (pf_figure_card_get_value (same), ==, pf_figure_card_get_value (home));
      g_assert_cmpstr (pf_figure_card_get_change (same), ==, pf_figure_card_get_change (home));
      g_assert_cmpstr (pf_figure_card_get_change (home), !=, "");
      if (i == 3)
        break;
      card
          = gtk_widget_get_first_child (gtk_widget_get_next_sibling (gtk_widget_get_parent (card)));
      there = gtk_widget_get_first_child (
          gtk_widget_get_next_sibling (gtk_widget_get_parent (there)));
    }
}

/* The first of the board's pins is moved, and the service refuses. */
static void
test_failures (void)
{
  GtkWidget *home = show_home (on->connection);
  GtkWidget *troubles = app_find_type (home, PF_TYPE_HOME_TROUBLES);
  PfOutbox *outbox = pf_workspace_get_outbox (on->world->workspace);
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_autoptr (PfBatch) batch = pf_batch_new (on->world->context, "Moved a pin");
  g_autoptr (PfPinList) pins
      = pf_pin_list_new (pf_workspace_get_mirror (on->world->workspace),
                         pf_workspace_get_sync (on->world->workspace, on->connection), outbox,
                         on->connection, on->board);
  g_autoptr (PfPinItem) item = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_auto (GStrv) done = NULL;
  PfChanges changes = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION,
                        .board_uuid = (char *)pf_board_item_get_uuid (other) };

  g_assert_false (gtk_widget_get_visible (troubles));
  practice_control (
      on->world, "fault",
      "{\"kind\": \"status\", \"value\": 404, \"op\": \"pins/update\", \"times\": 1}");
  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (pins)) > 0, 20);
  item = g_list_model_get_item (G_LIST_MODEL (pins), 0);
  APP_WAIT (pf_pin_item_get_pin (item) != NULL, 20);
  pf_batch_update_pin (batch, pf_pin_item_get_uuid (item), pf_board_item_get_uuid (on->board), NULL,
                       pf_pin_item_get_pin (item), &changes);
  pf_outbox_enqueue_batch_async (outbox, on->connection, batch, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 20);
  id = pf_outbox_enqueue_batch_finish (outbox, result, &error);
  g_assert_no_error (error);
  pf_outbox_release (outbox, id);
  APP_WAIT (gtk_widget_get_mapped (troubles), 30);
  g_assert_true (app_says (troubles, "Needs Your Attention"));
  app_check_names (troubles);
  pin_world_press (troubles, "_Discard");
  APP_WAIT (!gtk_widget_get_visible (troubles), 20);
  /* Whoever moved a pin knows how. */
  done = g_settings_get_strv (on->world->settings, "first-steps-done");
  g_assert_true (g_strv_contains ((const char *const *)done, "arrange"));
}

static gboolean
is_dismiss (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_widget_get_tooltip_text (widget), "Dismiss First Steps") == 0;
}

static void
test_first_steps (void)
{
  GtkWidget *home = show_home (on->connection);
  GtkWidget *steps = app_find_type (home, PF_TYPE_HOME_STEPS);
  static const char *const all[] = { "make-pin", "arrange", "help", NULL };
  static const char *const one[] = { "make-pin", NULL };

  g_settings_set_strv (on->world->settings, "first-steps-done", one);
  g_assert_true (gtk_widget_get_mapped (steps));
  g_assert_false (gtk_widget_get_visible (app_find_button (steps, "_New Pin…")));
  pin_world_press (steps, "_All Pins");
  g_assert_true (PF_IS_ALL_PINS_PAGE (pf_window_get_visible_view (on->window)));
  show_home (on->connection);

  /* When all is done they go by themselves; dismissed they stay away. */
  g_settings_set_strv (on->world->settings, "first-steps-done", all);
  g_assert_false (gtk_widget_get_visible (steps));
  g_settings_set_strv (on->world->settings, "first-steps-done", one);
  g_assert_true (gtk_widget_get_visible (steps));
  g_signal_emit_by_name (app_find (steps, is_dismiss, NULL), "clicked");
  APP_WAIT (!gtk_widget_get_visible (steps), 10);
  g_assert_true (g_settings_get_boolean (on->world->settings, "first-steps-hidden"));
  /* The keyboard is still somewhere on the page. */
  g_assert_nonnull (gtk_window_get_focus (GTK_WINDOW (on->window)));
  g_settings_reset (on->world->settings, "first-steps-hidden");
  g_settings_reset (on->world->settings, "first-steps-done");
}

static void
test_other_accounts (void)
{
  PfConnection *fresh, *tom;
  GtkWidget *home = GTK_WIDGET (pf_window_find_page (on->window, "home"));
  GtkWidget *pins = app_find_type (home, PF_TYPE_HOME_PINS);
  GtkWidget *accounts = app_find_type (home, PF_TYPE_HOME_ACCOUNTS);
  GtkWidget *numbers = app_find_type (home, PF_TYPE_HOME_NUMBERS);

  fresh = practice_connect (on->world, "freshpage", NULL);
  g_assert_nonnull (fresh);
  show_home (fresh);
  APP_WAIT (app_says (pins, "No pins yet"), 20);
  APP_WAIT (app_says (accounts, "Fresh Page") || app_says (accounts, "freshpage"), 10);
  g_assert_false (app_says (accounts, pf_connection_get_display_name (on->connection)));
  /* Why there are no numbers; never zeros. */
  APP_WAIT (app_says (numbers, "This Account May Not See Analytics"), 30);
  g_assert_null (app_find (numbers, is_number, NULL));
  gtk_widget_activate_action (GTK_WIDGET (on->window), "win.publishing-off", "s",
                              pf_connection_get_id (fresh));
  APP_WAIT (app_says (accounts, "Publishing off"), 20);
  app_check_names (home);

  /* An account with which something is to be done is there beside the one shown. */
  show_home (on->connection);
  APP_WAIT (app_says (accounts, pf_connection_get_display_name (on->connection)), 20);
  g_assert_true (app_says (accounts, "Publishing off"));
  pin_world_press (accounts, "_Turn On");
  APP_WAIT (!app_says (accounts, "Publishing off"), 20);

  APP_WAIT (app_find (numbers, is_number, NULL) != NULL, 30);

  /* What went wrong is said, with what helps. */
  tom = practice_connect (on->world, "gardenoftom", NULL);
  g_assert_nonnull (tom);
  practice_control (on->world, "fault",
                    "{\"kind\": \"status\", \"value\": 403, \"op\": \"pins/list\", \"times\": -1}");
  show_home (tom);
  APP_WAIT (app_find_button (pins, "_Try Again") != NULL
                && gtk_widget_get_mapped (app_find_button (pins, "_Try Again")),
            30);
  practice_control (on->world, "fault", "{\"kind\": \"none\"}");
  pin_world_press (pins, "_Try Again");
  APP_WAIT (app_find (pins, is_pin, NULL) != NULL, 30);

  /* A pause is for the whole app. */
  practice_control (on->world, "fault",
                    "{\"kind\": \"429\", \"op\": \"user_account/analytics\", \"value\": 3600, "
                    "\"times\": -1}");
  show_home (fresh);
  APP_WAIT (app_says (numbers, "Pinterest Asks for a Pause"), 30);
  g_assert_null (app_find (numbers, is_number, NULL));
  practice_control (on->world, "fault", "{\"kind\": \"none\"}");
}

static void
add_tests (void)
{
  g_test_add_func ("/app/home/MO-24/latest-pins", test_latest_pins);
  g_test_add_func ("/app/home/MO-24/numbers", test_numbers);
  g_test_add_func ("/app/home/MO-24/AX-2/same-numbers", test_same_numbers);
  g_test_add_func ("/app/home/MO-24/failures", test_failures);
  g_test_add_func ("/app/home/first-steps", test_first_steps);
  g_test_add_func ("/app/home/MO-24+AX-1/other-accounts", test_other_accounts);
}

int
main (int argc, char *argv[])
{
  return pin_world_run (argc, argv, &on, add_tests);
}
