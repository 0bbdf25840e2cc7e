/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pin-world.h"
#include "questions.h"

#include "app/activity/pf-activity-button.h"
#include "app/activity/pf-activity.h"
#include "app/activity/pf-undo.h"

/* What Activity and its toasts say of batches that did not go well, in one world. */

static PinWorld *on;

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static PfOutbox *
get_outbox (void)
{
  return pf_workspace_get_outbox (on->world->workspace);
}

static guint
count_problems (void)
{
  return pf_activity_get_n_problems (pf_window_get_activity (on->window));
}

static guint
count_pending (void)
{
  return pf_activity_get_n_pending (pf_window_get_activity (on->window));
}

/* The first two, to another board, without waiting for Undo. */
static void
move_two (char **ids)
{
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_autoptr (PfBatch) batch = pf_batch_new (on->world->context, "Moved 2 pins");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  PfChanges changes = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION,
                        .board_uuid = (char *)pf_board_item_get_uuid (other) };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PfPinItem) item = pin_world_get (on, i);

      APP_WAIT (pf_pin_item_get_pin (item) != NULL, 10);
      ids[i] = g_strdup (pf_pin_item_get_pin (item)->id);
      pf_batch_update_pin (batch, pf_pin_item_get_uuid (item), pf_board_item_get_uuid (on->board),
                           NULL, pf_pin_item_get_pin (item), &changes);
    }
  pf_outbox_enqueue_batch_async (get_outbox (), on->connection, batch, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  id = pf_outbox_enqueue_batch_finish (get_outbox (), result, &error);
  g_assert_no_error (error);
  pf_outbox_release (get_outbox (), id);
}

static gboolean
is_elsewhere (const char *id)
{
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_autoptr (PfPin) pin = pin_world_ask (on, id);

  g_assert_nonnull (pin);
  return g_strcmp0 (pin->board_id, pf_board_item_get_board (other)->id) == 0;
}

static gboolean
is_mapped_button (GtkWidget *widget, gpointer unused)
{
  return PF_IS_ACTIVITY_BUTTON (widget) && gtk_widget_get_mapped (widget);
}

/* What Activity lists, open. */
static GtkWidget *
open_activity (void)
{
  GtkWidget *button;

  APP_WAIT ((button = app_find (on->window, is_mapped_button, NULL)) != NULL, 10);
  pf_activity_button_open (PF_ACTIVITY_BUTTON (button));
  APP_WAIT (gtk_widget_get_mapped (app_find_type (button, GTK_TYPE_POPOVER)), 10);
  return button;
}

/* All of a batch was refused: one sentence says so, and one button tries all of it again. */
static void
test_retry_all (void)
{
  char *ids[2] = { NULL };
  GtkWidget *button;

  practice_control (
      on->world, "fault",
      "{\"kind\": \"status\", \"value\": 404, \"op\": \"pins/update\", \"times\": 2}");
  move_two (ids);
  APP_WAIT (app_shows_text (on->window, "0 of 2 done, 2 did not work"), 30);
  APP_WAIT (count_problems () == 2, 10);
  g_assert_false (is_elsewhere (ids[0]));
  button = open_activity ();
  app_check_names (button);
  APP_WAIT (app_find_button (button, "_Retry All") != NULL, 10);
  g_assert_nonnull (app_find_button (button, "_Discard All"));
  pin_world_press (button, "_Retry All");
  APP_WAIT (count_problems () == 0 && count_pending () == 0, 30);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (is_elsewhere (ids[i]));
      g_free (ids[i]);
    }
  APP_WAIT (app_shows_text (button, "Done"), 10);
  gtk_popover_popdown (GTK_POPOVER (app_find_type (button, GTK_TYPE_POPOVER)));
}

static gboolean
is_sending (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  pf_outbox_list_async (get_outbox (), NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  rows = pf_outbox_list_finish (get_outbox (), result, NULL);
  for (guint i = 0; i < rows->len; i++)
    if (((PfOutboxRow *)rows->pdata[i])->state == PF_OUTBOX_SENDING)
      return TRUE;
  return FALSE;
}

/* A window that begins while a batch is on its way says where that stands; once it is over, a new
 * one has nothing to say. */
static void
test_start (void)
{
  char *ids[2] = { NULL };
  PfWindow *second;

  practice_control (on->world, "fault",
                    "{\"kind\": \"hold\", \"op\": \"pins/update\", \"times\": -1}");
  move_two (ids);
  /* Before that it says that it begins in a moment. */
  APP_WAIT (is_sending (), 30);
  second = app_world_show_window (on->world);
  APP_WAIT (app_shows_text (second, ": 0 of 2 done"), 10);
  g_assert_true (app_shows_text (second, "Moving 2 pins to "));
  g_assert_nonnull (app_find_button (second, "_Show"));
  gtk_window_destroy (GTK_WINDOW (second));
  practice_control (on->world, "fault", "{\"kind\": \"none\"}");
  APP_WAIT (count_pending () == 0, 30);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (is_elsewhere (ids[i]));
      g_free (ids[i]);
    }
  second = app_world_show_window (on->world);
  APP_WAIT (pf_window_get_activity (second) != NULL, 10);
  app_settle ();
  g_assert_false (app_shows_text (second, "of 2 done"));
  gtk_window_destroy (GTK_WINDOW (second));
  app_settle ();
}

static gboolean
says_heading (gpointer text)
{
  GtkWidget *dialog = app_find_question ();

  return dialog != NULL && g_strcmp0 (app_question_heading (dialog), text) == 0;
}

/* Undo of what is deleted for good says so, and which pins those were. */
static void
test_lost (void)
{
  PfHistory *history = pf_window_get_history (on->window);
  GtkSelectionModel *selection
      = GTK_SELECTION_MODEL (pf_wall_get_selection (pf_pin_wall_get_wall (on->wall)));
  g_autofree char *id = NULL, *title = NULL, *line = NULL;
  GtkWidget *dialog;

  {
    g_autoptr (PfPinItem) item = pin_world_get (on, 0);

    APP_WAIT (pf_pin_item_get_pin (item) != NULL, 10);
    id = g_strdup (pf_pin_item_get_pin (item)->id);
    title = g_strdup (pf_pin_item_get_pin (item)->title);
  }
  g_assert_nonnull (title);
  gtk_selection_model_select_item (selection, 0, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (on->wall), "pins.delete", NULL);
  APP_WAIT (pf_history_get_undo_words (history) != NULL, 10);
  pf_outbox_release (get_outbox (), pf_history_get_undo_batch (history));
  APP_WAIT (pin_world_is_gone (on, id), 30);
  APP_WAIT (count_pending () == 0, 30);
  pf_undo_newest (on->window);
  APP_WAIT (app_shows_text (on->window, "cannot be brought back"), 10);
  APP_WAIT (app_find_button (on->window, "_Show") != NULL, 10);
  g_signal_emit_by_name (app_find_button (on->window, "_Show"), "clicked");
  APP_WAIT (says_heading ((gpointer) "These Pins Cannot Come Back"), 10);
  dialog = app_find_question ();
  line = g_strdup_printf ("• %s", title);
  g_assert_nonnull (strstr (app_question_body (dialog), line));
  app_question_close (dialog);
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
  /* A frame of a toast that slides while its window goes is lost (lsan.supp). */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  on = pin_world_new ();
  g_test_add_func ("/app/activity/PQ-8/retry-all", test_retry_all);
  g_test_add_func ("/app/activity/PQ-5/where-it-stands-at-the-start", test_start);
  g_test_add_func ("/app/activity/PQ-8/what-cannot-come-back", test_lost);
  result = g_test_run ();
  pin_world_free (on);
  practice_tidy ();
  return result;
}
