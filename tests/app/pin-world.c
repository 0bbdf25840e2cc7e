/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pin-world.h"

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static gboolean
has_pins (PfBoardItem *board)
{
  return pf_board_item_get_pin_count (board) >= 6
         && pf_board_item_get_privacy (board) == PF_PRIVACY_PUBLIC;
}

static PfBoardItem *
find_board (PfBoardList *boards, PfBoardItem *but)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (boards)); i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (boards), i);

      if (has_pins (board)
          && (but == NULL
              || !g_str_equal (pf_board_item_get_uuid (board), pf_board_item_get_uuid (but))))
        return g_steal_pointer (&board);
    }
  return NULL;
}

static gboolean
has_board (PfBoardList *boards)
{
  g_autoptr (PfBoardItem) board = find_board (boards, NULL);

  return board != NULL;
}

static void
find_page (PinWorld *self)
{
  self->wall
      = PF_PIN_WALL (app_find_type (pf_window_get_visible_view (self->window), PF_TYPE_PIN_WALL));
  self->pane = pf_pin_wall_get_pane (self->wall);
  self->pins = G_LIST_MODEL (pf_pin_wall_get_source (self->wall));
}

static gboolean
is_read (PinWorld *self, guint position)
{
  g_autoptr (PfPinItem) item = pin_world_get (self, position);

  return pf_pin_item_get_pin (item) != NULL;
}

PinWorld *
pin_world_new (void)
{
  return pin_world_new_sized (1280, 800);
}

PinWorld *
pin_world_new_sized (int width, int height)
{
  PinWorld *self = g_new0 (PinWorld, 1);

  self->world = app_world_new ();
  app_world_open (self->world);
  self->connection = practice_connect (self->world, NULL, NULL);
  g_settings_set (self->world->settings, "window-size", "(ii)", width, height);
  self->window = app_world_show_window (self->world);
  self->boards = pf_workspace_get_boards (self->world->workspace, self->connection);
  APP_WAIT (has_board (self->boards), 20);
  self->board = find_board (self->boards, NULL);
  pin_world_show_board (self);
  return self;
}

void
pin_world_show_board (PinWorld *self)
{
  pf_window_push_view (self->window,
                       pf_board_page_new (self->window, self->connection, self->board));
  app_settle ();
  find_page (self);
  APP_WAIT (g_list_model_get_n_items (self->pins) >= 6, 20);
  for (guint i = 0; i < 6; i++)
    APP_WAIT (is_read (self, i), 10);
  app_settle ();
}

void
pin_world_free (PinWorld *self)
{
  g_clear_object (&self->board);
  app_world_free (self->world);
  g_free (self);
}

int
pin_world_run (int argc, char *argv[], PinWorld **on, void (*add) (void))
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  /* A frame of a toast that slides while its window goes is lost (lsan.supp). */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  *on = pin_world_new ();
  add ();
  result = g_test_run ();
  pin_world_free (*on);
  practice_tidy ();
  return result;
}

PfPinItem *
pin_world_get (PinWorld *self, guint position)
{
  PfPinItem *item = g_list_model_get_item (self->pins, position);

  g_assert_nonnull (item);
  return item;
}

PfPinItem *
pin_world_open (PinWorld *self, guint position)
{
  pf_pin_wall_show_pin (self->wall, position);
  app_settle ();
  return pin_world_get (self, position);
}

PfPin *
pin_world_ask (PinWorld *self, const char *pin_id)
{
  PfClient *client = pf_connection_get_client (self->connection);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfPin *pin;

  pf_client_get_pin_async (client, PF_PRIORITY_USER, pin_id, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  pin = pf_client_get_pin_finish (client, result, &error);
  if (pin == NULL)
    g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
  return pin;
}

gboolean
pin_world_is_gone (PinWorld *self, const char *pin_id)
{
  g_autoptr (PfPin) pin = pin_world_ask (self, pin_id);

  return pin == NULL;
}

gint64
pin_world_count (PinWorld *self, const char *board_id)
{
  PfClient *client = pf_connection_get_client (self->connection);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBoard) board = NULL;

  pf_client_get_board_async (client, PF_PRIORITY_USER, board_id, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  board = pf_client_get_board_finish (client, result, &error);
  g_assert_no_error (error);
  return board->pin_count;
}

PfBoardItem *
pin_world_other_board (PinWorld *self)
{
  PfBoardItem *board = find_board (self->boards, self->board);

  g_assert_nonnull (board);
  return board;
}

gboolean
pin_world_is_sent (PinWorld *self)
{
  PfOutbox *outbox = pf_workspace_get_outbox (self->world->workspace);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  pf_outbox_list_async (outbox, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  rows = pf_outbox_list_finish (outbox, result, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->state == PF_OUTBOX_HELD || row->state == PF_OUTBOX_QUEUED
          || row->state == PF_OUTBOX_SENDING || row->state == PF_OUTBOX_UNKNOWN)
        return FALSE;
    }
  return TRUE;
}

void
pin_world_send (PinWorld *self)
{
  PfOutbox *outbox = pf_workspace_get_outbox (self->world->workspace);
  g_autoptr (GAsyncResult) result = NULL;

  pf_outbox_drain_async (outbox, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 30);
  APP_WAIT (pin_world_is_sent (self), 30);
  app_settle ();
}

static gboolean
is_button (GtkWidget *widget, gpointer label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
         && (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0
             || g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0);
}

void
pin_world_press (gpointer root, const char *label)
{
  GtkWidget *button = app_find (root, is_button, (gpointer)label);

  if (button == NULL)
    app_tell_texts (root);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  app_settle ();
}
