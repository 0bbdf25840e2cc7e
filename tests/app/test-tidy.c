/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of analytics. */
#include "config.h"

#include "pin-world.h"

#include "app/preferences/pf-kept-numbers-row.h"
#include "app/preferences/pf-preferences-window.h"

#include <string.h>

static PinWorld *on;

static gboolean
is_mapped_label (GtkWidget *widget, gpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

/* On the screen, not merely in the tree. */
static gboolean
says (gpointer root, const char *text)
{
  return app_find (root, is_mapped_label, (gpointer)text) != NULL;
}

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

  APP_WAIT ((dialog = app_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL, 10);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  APP_WAIT (app_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL, 10);
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
  APP_WAIT (says (row, "Nothing is kept"), 10);
  g_assert_false (gtk_switch_get_active (keep));
  g_assert_false (is_analytics_kept ());

  gtk_switch_set_active (keep, TRUE);
  APP_WAIT (says (row, "One day so far"), 30);
  g_assert_true (is_analytics_kept ());
  app_check_names (preferences);

  /* Deleted, and still wanted. */
  pin_world_press (row, "_Delete…");
  answer ("no");
  g_assert_true (says (row, "One day so far"));
  pin_world_press (row, "_Delete…");
  answer ("yes");
  APP_WAIT (says (row, "Nothing yet"), 10);
  g_assert_true (is_analytics_kept ());

  /* Nothing would be lost: no question. */
  gtk_switch_set_active (keep, FALSE);
  APP_WAIT (says (row, "Nothing is kept"), 10);
  g_assert_false (is_analytics_kept ());

  gtk_switch_set_active (keep, TRUE);
  APP_WAIT (says (row, "One day so far"), 30);
  gtk_switch_set_active (keep, FALSE);
  answer ("no");
  APP_WAIT (gtk_switch_get_active (keep), 10);
  g_assert_true (is_analytics_kept ());
  gtk_switch_set_active (keep, FALSE);
  answer ("yes");
  APP_WAIT (says (row, "Nothing is kept"), 10);
  g_assert_false (is_analytics_kept ());
  gtk_window_destroy (GTK_WINDOW (preferences));
  app_settle ();
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  on = pin_world_new ();
  g_test_add_func ("/app/tidy/MO-19+AX-1/keep-analytics", test_keep);
  result = g_test_run ();
  pin_world_free (on);
  practice_tidy ();
  return result;
}
