/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with pins on a wall: the practice server's final state equals the screen's. */
#include "config.h"

#include "practice-account.h"

#include "app/activity/pf-activity-batch.h"
#include "app/activity/pf-undo.h"
#include "app/composer/pf-board-picker.h"
#include "app/pins/pf-board-page.h"
#include "app/pins/pf-pin-wall-private.h"
#include "app/pins/pf-replace-window.h"
#include "app/pins/pf-tags-window.h"

#define FROM "The fruit bowl"
#define TO "Soups and stews"

/* A window with a board in it. */
typedef struct
{
  AppWorld *world;
  PfWindow *window;
  PfConnection *connection;
  PfBoardList *boards;
  PfPinWall *pins;
  GListModel *list;
} Room;

static PfBoardItem *
find_board (Room *room, const char *name)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (room->boards));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (room->boards), i);

      if (g_str_equal (pf_board_item_get_name (board), name))
        return g_steal_pointer (&board);
    }
  return NULL;
}

static gboolean
has_boards (Room *room)
{
  g_autoptr (PfBoardItem) from = find_board (room, FROM);
  g_autoptr (PfBoardItem) to = find_board (room, TO);

  return from != NULL && to != NULL;
}

static void
room_open (Room *room)
{
  g_autoptr (PfBoardItem) board = NULL;
  PfView *page;

  room->world = app_world_new ();
  app_world_open (room->world);
  room->connection = practice_connect (room->world, NULL, NULL);
  room->window = app_world_show_window (room->world);
  room->boards = pf_workspace_get_boards (room->world->workspace, room->connection);
  APP_WAIT (has_boards (room), 20);
  board = find_board (room, FROM);
  page = pf_board_page_new (room->window, room->connection, board);
  pf_window_push_view (room->window, page);
  room->pins = PF_PIN_WALL (app_find_type (page, PF_TYPE_PIN_WALL));
  room->list = G_LIST_MODEL (pf_pin_wall_get_source (room->pins));
  APP_WAIT (g_list_model_get_n_items (room->list) > 5, 20);
  app_settle ();
}

static void
room_close (Room *room)
{
  app_world_free (room->world);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* As the server has it now. */
static PfPin *
ask_pin (Room *room, const char *id, GError **error)
{
  PfClient *client = pf_connection_get_client (room->connection);
  g_autoptr (GAsyncResult) result = NULL;

  pf_client_get_pin_async (client, PF_PRIORITY_USER, id, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 20);
  return pf_client_get_pin_finish (client, result, error);
}

static char *
ask_board_of (Room *room, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) pin = ask_pin (room, id, &error);

  g_assert_no_error (error);
  return g_strdup (pin->board_id);
}

static void
check_board_of (Room *room, const char *id, const char *name)
{
  g_autofree char *board_id = ask_board_of (room, id);
  g_autoptr (PfBoardItem) board = find_board (room, name);

  g_assert_cmpstr (board_id, ==, pf_board_item_get_board (board)->id);
}

/* What is on its way gets there, and no sooner is it asked for. */
static void
wait_board_of (Room *room, const char *id, const char *name)
{
  g_autoptr (PfBoardItem) board = find_board (room, name);

  for (guint i = 0; i < 80; i++)
    {
      g_autofree char *board_id = ask_board_of (room, id);

      if (g_strcmp0 (board_id, pf_board_item_get_board (board)->id) == 0)
        return;
      app_settle ();
    }
  check_board_of (room, id, name);
}

static GtkSelectionModel *
get_selection (Room *room)
{
  return GTK_SELECTION_MODEL (pf_wall_get_selection (pf_pin_wall_get_wall (room->pins)));
}

/* The first @n, and their ids at the service. */
static char **
select_pins (Room *room, guint n)
{
  char **ids = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (room->list, i);

      APP_WAIT (pf_pin_item_get_pin (item) != NULL, 5);
      ids[i] = g_strdup (pf_pin_item_get_pin (item)->id);
    }
  gtk_selection_model_select_range (get_selection (room), 0, n, TRUE);
  return ids;
}

static gboolean
has_pin (Room *room, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (room->list); i++)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (room->list, i);

      if (pf_pin_item_get_pin (item) != NULL && g_str_equal (pf_pin_item_get_pin (item)->id, id))
        return TRUE;
    }
  return FALSE;
}

static void
act (Room *room, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (room->pins), action, NULL));
}

/* As somebody does who types the board's name. */
static void
pick (Room *room, const char *typed)
{
  /* Not that of the pane. */
  GtkWidget *picker = gtk_widget_get_last_child (GTK_WIDGET (room->pins));

  while (!PF_IS_BOARD_PICKER (picker))
    picker = gtk_widget_get_prev_sibling (picker);
  APP_WAIT (gtk_widget_get_mapped (picker), 5);
  app_check_names (picker);
  gtk_editable_set_text (GTK_EDITABLE (app_find_type (picker, GTK_TYPE_SEARCH_ENTRY)), typed);
  app_settle ();
  g_signal_emit_by_name (app_find_type (picker, GTK_TYPE_SEARCH_ENTRY), "activate");
}

static PfActivity *
get_activity (Room *room)
{
  return pf_window_get_activity (room->window);
}

/* Not held any longer, and over. */
static void
let_go (Room *room)
{
  PfHistory *history = pf_window_get_history (room->window);

  APP_WAIT (pf_activity_get_n_pending (get_activity (room)) > 0, 10);
  pf_outbox_release (pf_workspace_get_outbox (room->world->workspace),
                     pf_history_get_undo_batch (history));
  APP_WAIT (pf_activity_get_n_pending (get_activity (room)) == 0, 60);
}

static void
test_move (void)
{
  Room room = { 0 };
  g_auto (GStrv) ids = NULL;
  PfHistory *history;
  GtkWidget *bar;

  room_open (&room);
  history = pf_window_get_history (room.window);
  bar = GTK_WIDGET (pf_pin_wall_get_bar (room.pins));
  ids = select_pins (&room, 3);
  app_settle ();
  g_assert_true (app_shows_text (bar, "3 selected"));
  app_check_names (bar);
  act (&room, "pins.move");
  pick (&room, "sou");
  APP_WAIT (pf_history_get_undo_words (history) != NULL, 10);
  g_assert_cmpstr (pf_history_get_undo_words (history), ==, "Moved 3 pins to " TO);
  APP_WAIT (app_shows_text (room.window, "Moving 3 pins to " TO), 5);
  /* At once on the screen, and not at the service while it is held. */
  APP_WAIT (!has_pin (&room, ids[0]) && !has_pin (&room, ids[2]), 5);
  check_board_of (&room, ids[0], FROM);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (PF_WALL_SELECTION (get_selection (&room))),
                    ==, 0);
  let_go (&room);
  for (guint i = 0; i < 3; i++)
    check_board_of (&room, ids[i], TO);
  g_assert_false (has_pin (&room, ids[1]));

  pf_undo_newest (room.window);
  APP_WAIT (pf_history_get_redo_words (history) != NULL, 10);
  APP_WAIT (app_shows_text (room.window, "Moved 3 pins to " TO ": "), 5);
  for (guint i = 0; i < 3; i++)
    {
      wait_board_of (&room, ids[i], FROM);
      APP_WAIT (has_pin (&room, ids[i]), 10);
    }
  pf_undo_redo (room.window);
  APP_WAIT (pf_history_get_undo_words (history) != NULL, 10);
  wait_board_of (&room, ids[0], TO);
  APP_WAIT (!has_pin (&room, ids[0]), 10);
  room_close (&room);
}

static guint
count_on (Room *room, const char *name)
{
  PfClient *client = pf_connection_get_client (room->connection);
  g_autoptr (PfBoardItem) board = find_board (room, name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPage) page = NULL;

  pf_client_list_board_pins_async (client, PF_PRIORITY_USER, pf_board_item_get_board (board)->id,
                                   250, NULL, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 20);
  page = pf_client_list_board_pins_finish (client, result, &error);
  g_assert_no_error (error);
  return page->items->len;
}

static void
test_save_and_delete (void)
{
  Room room = { 0 };
  g_auto (GStrv) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) gone = NULL;
  guint before;

  room_open (&room);
  before = count_on (&room, TO);
  ids = select_pins (&room, 2);
  act (&room, "pins.save");
  pick (&room, "sou");
  let_go (&room);
  g_assert_cmpuint (count_on (&room, TO), ==, before + 2);
  check_board_of (&room, ids[0], FROM);
  g_assert_true (has_pin (&room, ids[0]));

  g_strfreev (g_steal_pointer (&ids));
  ids = select_pins (&room, 2);
  act (&room, "pins.delete");
  APP_WAIT (!has_pin (&room, ids[0]), 10);
  /* Taken back in time. */
  pf_undo_newest (room.window);
  APP_WAIT (has_pin (&room, ids[0]) && has_pin (&room, ids[1]), 10);
  g_strfreev (g_steal_pointer (&ids));
  ids = select_pins (&room, 2);
  act (&room, "pins.delete");
  APP_WAIT (!has_pin (&room, ids[0]), 10);
  let_go (&room);
  gone = ask_pin (&room, ids[0], &error);
  g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
  g_assert_false (has_pin (&room, ids[0]));
  g_assert_false (has_pin (&room, ids[1]));
  room_close (&room);
}

static GtkWidget *
find_row (gpointer root, const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (ADW_IS_PREFERENCES_ROW (child)
          && g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)), title))
        return child;
      found = find_row (child, title);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
can_apply (GtkWidget *window)
{
  return gtk_widget_get_sensitive (app_find_button (window, "_Apply"));
}

static void
test_link_tags (void)
{
  Room room = { 0 };
  g_auto (GStrv) ids = NULL;
  g_autoptr (PfPin) pin = NULL;
  GtkWidget *window, *name;

  room_open (&room);
  ids = select_pins (&room, 2);
  act (&room, "pins.tag-links");
  APP_WAIT ((window = app_find_window (PF_TYPE_TAGS_WINDOW)) != NULL, 10);
  app_settle ();
  app_check_names (window);
  g_assert_true (app_shows_text (window, "Changes 2 of 2 pins"));
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "Source")), "");
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "Medium")), "");
  APP_WAIT (!can_apply (window), 5);
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "Campaign")), "summer & more");
  APP_WAIT (can_apply (window), 5);
  g_assert_true (app_shows_text (window, "utm_campaign=summer"));
  /* A preset is there again the next time. */
  name = find_row (window, "Keep These Tags");
  gtk_editable_set_text (GTK_EDITABLE (name), "Summer");
  g_signal_emit_by_name (name, "apply");
  APP_WAIT (find_row (window, "Summer") != NULL, 10);
  g_signal_emit_by_name (app_find_button (window, "_Apply"), "clicked");
  APP_WAIT (app_find_window (PF_TYPE_TAGS_WINDOW) == NULL, 5);
  APP_WAIT (app_shows_text (room.window, "Setting link tags of 2 pins"), 10);
  let_go (&room);
  pin = ask_pin (&room, ids[1], NULL);
  g_assert_nonnull (strstr (pin->link, "utm_campaign=summer"));
  g_assert_null (strstr (pin->link, "utm_source"));
  act (&room, "pins.tag-links");
  APP_WAIT ((window = app_find_window (PF_TYPE_TAGS_WINDOW)) != NULL, 10);
  APP_WAIT (find_row (window, "Summer") != NULL, 10);
  gtk_window_close (GTK_WINDOW (window));
  room_close (&room);
}

static void
test_replace (void)
{
  Room room = { 0 };
  g_auto (GStrv) ids = NULL;
  g_autoptr (PfPin) before = NULL;
  g_autoptr (PfPin) pin = NULL;
  g_autofree char *expected = NULL;
  GtkWidget *window;

  room_open (&room);
  ids = select_pins (&room, 1);
  before = ask_pin (&room, ids[0], NULL);
  gtk_selection_model_select_all (get_selection (&room));
  act (&room, "pins.replace");
  APP_WAIT ((window = app_find_window (PF_TYPE_REPLACE_WINDOW)) != NULL, 10);
  app_settle ();
  app_check_names (window);
  g_assert_false (can_apply (window));
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "Find")), before->title);
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "Replace With")), "Under a new name");
  APP_WAIT (can_apply (window), 5);
  g_assert_true (app_shows_text (window, "Changes "));
  g_assert_true (app_shows_text (window, "Under a new name"));
  g_signal_emit_by_name (app_find_button (window, "_Apply"), "clicked");
  let_go (&room);
  pin = ask_pin (&room, ids[0], NULL);
  g_assert_cmpstr (pin->title, ==, "Under a new name");
  room_close (&room);
}

static void
got_text (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* Not that of the bar. */
static GtkWidget *
find_menu (Room *room)
{
  GtkWidget *menu = gtk_widget_get_last_child (GTK_WIDGET (room->pins));

  while (menu != NULL && !GTK_IS_POPOVER_MENU (menu))
    menu = gtk_widget_get_prev_sibling (menu);
  return menu;
}

static void
test_copy_and_menu (void)
{
  Room room = { 0 };
  g_auto (GStrv) ids = NULL;
  g_autofree char *copied = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean shown = FALSE;
  GtkWidget *menu;
  int height;

  room_open (&room);
  ids = select_pins (&room, 2);
  act (&room, "pins.copy-links");
  APP_WAIT (app_shows_text (room.window, "links copied"), 10);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (room.window)), NULL,
                                 got_text, &copied);
  APP_WAIT (copied != NULL, 5);
  lines = g_strsplit (copied, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_true (g_str_has_prefix (lines[0], "https://"));

  /* On a pin that is not among those selected the menu is about that one. */
  g_signal_emit_by_name (pf_pin_wall_get_wall (room.pins), "menu-requested", 4, 40.0, 40.0, &shown);
  g_assert_true (shown);
  menu = find_menu (&room);
  APP_WAIT (gtk_widget_get_mapped (menu), 5);
  g_assert_true (gtk_selection_model_is_selected (get_selection (&room), 4));
  g_assert_false (gtk_selection_model_is_selected (get_selection (&room), 0));
  /* For a second time it is another: with another model GTK 4.8 gives it the height it had. */
  g_object_add_weak_pointer (G_OBJECT (menu), (gpointer *)&menu);
  gtk_popover_popdown (GTK_POPOVER (menu));
  APP_WAIT (menu == NULL, 5);
  g_signal_emit_by_name (pf_pin_wall_get_wall (room.pins), "menu-requested", 4, 40.0, 40.0, &shown);
  menu = find_menu (&room);
  g_assert_nonnull (menu);
  APP_WAIT (gtk_widget_get_mapped (menu), 5);
  app_settle ();
  gtk_widget_measure (menu, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (menu), &height, NULL,
                      NULL, NULL);
  g_assert_cmpint (gtk_widget_get_height (menu), >=, height);
  act (&room, "pins.select-none");
  g_assert_cmpuint (pf_wall_selection_get_n_selected (PF_WALL_SELECTION (get_selection (&room))),
                    ==, 0);
  room_close (&room);
}

/* Once Pinterest has refused it nothing offers to edit or to move; a copy can be saved. */
static void
test_refused (void)
{
  Room room = { 0 };
  g_auto (GStrv) ids = NULL;
  guint before;

  room_open (&room);
  practice_control (room.world, "switch", "{\"no_pin_edit\": true}");
  ids = select_pins (&room, 2);
  act (&room, "pins.move");
  pick (&room, "sou");
  let_go (&room);
  APP_WAIT (pf_connection_get_pin_edit_refused (room.connection), 10);
  check_board_of (&room, ids[0], FROM);
  APP_WAIT (has_pin (&room, ids[0]), 10);
  /* One sentence for both. */
  APP_WAIT (app_shows_text (room.window, "0 of 2 done, 2 did not work"), 10);
  gtk_selection_model_select_range (get_selection (&room), 0, 1, TRUE);
  app_settle ();
  {
    PfSelectionBar *shown = pf_pin_wall_get_bar (room.pins);
    GtkWidget *move = pf_selection_bar_get_anchor (shown, "pins.move");
    GtkWidget *save = pf_selection_bar_get_anchor (shown, "pins.save");

    g_assert_false (gtk_widget_is_sensitive (move));
    g_assert_cmpstr (gtk_widget_get_tooltip_text (move), ==,
                     "Pinterest has not opened editing to your app");
    g_assert_true (gtk_widget_is_sensitive (save));
    g_assert_cmpstr (gtk_widget_get_tooltip_text (save), ==, "Save a Copy to…");
  }
  before = count_on (&room, TO);
  g_strfreev (g_steal_pointer (&ids));
  ids = select_pins (&room, 1);
  act (&room, "pins.save");
  pick (&room, "sou");
  let_go (&room);
  g_assert_cmpuint (count_on (&room, TO), ==, before + 1);
  room_close (&room);
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_test_add_func ("/app/pins/PQ-8/move-undo-redo", test_move);
  g_test_add_func ("/app/pins/PQ-8/save-and-delete", test_save_and_delete);
  g_test_add_func ("/app/pins/link-tags", test_link_tags);
  g_test_add_func ("/app/pins/find-and-replace", test_replace);
  g_test_add_func ("/app/pins/copy-and-menu", test_copy_and_menu);
  g_test_add_func ("/app/pins/editing-refused", test_refused);
  result = g_test_run ();
  practice_tidy ();
  return result;
}
