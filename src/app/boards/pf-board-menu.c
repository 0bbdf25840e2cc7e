/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-menu.h"

#include "app/boards/pf-board-deletion.h"
#include "app/boards/pf-board-dialog.h"
#include "app/boards/pf-board-rights.h"
#include "app/boards/pf-merge-dialog.h"
#include "app/boards/pf-section-dialog.h"
#include "app/widgets/pf-popup.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* What a menu is about; its actions belong to the popover and go with it. */
typedef struct
{
  PfWindow *window; /* (unowned): the popover lives in it */
  PfConnection *connection;
  PfBoardItem *board;
} Subject;

static Subject *
subject_new (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  Subject *subject = g_new (Subject, 1);

  *subject = (Subject){ window, g_object_ref (connection), g_object_ref (board) };
  return subject;
}

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  g_object_unref (subject->connection);
  g_object_unref (subject->board);
  g_free (subject);
}

static gboolean
may (PfWindow *window, const char *reason)
{
  if (reason != NULL)
    pf_window_add_toast (window, pf_toast_new (reason));
  return reason == NULL;
}

/**
 * pf_board_edit:
 * @window: a window
 * @connection: whose board
 * @board: the board
 *
 * Opens its dialog.
 */
void
pf_board_edit (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  if (may (window, pf_board_words_for_no_edit (board, connection)))
    gtk_window_present (GTK_WINDOW (pf_board_dialog_new_edit (window, connection, board)));
}

/**
 * pf_board_delete:
 * @window: a window
 * @connection: whose board
 * @board: the board
 *
 * Asks, then deletes it.
 */
void
pf_board_delete (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  if (may (window, pf_board_words_for_no_change (board, connection)))
    pf_board_deletion_ask (window, connection, board);
}

/**
 * pf_board_merge:
 * @window: a window
 * @connection: whose board
 * @board: the board whose pins go into another
 *
 * Asks which, then merges them.
 */
void
pf_board_merge (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  if (may (window, pf_board_words_for_no_merge (board, connection)))
    gtk_window_present (GTK_WINDOW (pf_merge_dialog_new (window, connection, board)));
}

/**
 * pf_board_open_on_web:
 * @window: a window
 * @board: a board that is made
 *
 * Shows it in the browser.
 */
void
pf_board_open_on_web (PfWindow *window, PfBoardItem *board)
{
  PfBoard *record = pf_board_item_get_board (board);
  g_autofree char *url = record != NULL ? pf_board_get_web_url (record) : NULL;

  if (url != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.open-link", "s", url);
}

static PfFavouriteList *
get_favourites (Subject *subject)
{
  return pf_workspace_get_favourites (pf_window_get_workspace (subject->window),
                                      subject->connection);
}

static void
edit_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  Subject *subject = data;

  pf_board_edit (subject->window, subject->connection, subject->board);
}

static void
new_section_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  Subject *subject = data;

  gtk_window_present (
      GTK_WINDOW (pf_section_dialog_new (subject->window, subject->connection,
                                         pf_board_item_get_uuid (subject->board), NULL)));
}

static void
merge_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  Subject *subject = data;

  pf_board_merge (subject->window, subject->connection, subject->board);
}

static void
delete_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  Subject *subject = data;

  pf_board_delete (subject->window, subject->connection, subject->board);
}

static void
web_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  Subject *subject = data;

  pf_board_open_on_web (subject->window, subject->board);
}

static void
favourite_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  Subject *subject = data;

  pf_favourite_list_set (get_favourites (subject), pf_board_item_get_uuid (subject->board),
                         g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
set_enabled (GSimpleActionGroup *group, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* A menu has no tooltips: why something is grey is the heading of its part. */
static void
append_part (GMenu *menu, const char *reason, GMenu *part)
{
  g_menu_append_section (menu, reason, G_MENU_MODEL (part));
}

static GMenu *
build_menu (const char *no_edit, const char *no_sections, const char *no_merge, gboolean web)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) own = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenu) merge = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  g_menu_append (own, _ ("_Favourite"), "board-menu.favourite");
  if (web)
    g_menu_append (own, _ ("_Open on Pinterest"), "board-menu.web");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
  g_menu_append (change, _ ("_Edit…"), "board-menu.edit");
  append_part (menu, no_edit, change);
  g_menu_append (merge, _ ("New _Section…"), "board-menu.new-section");
  g_menu_append (merge, _ ("_Merge into…"), "board-menu.merge");
  append_part (menu,
               no_merge != no_edit                             ? no_merge
               : no_sections != NULL && no_sections != no_edit ? no_sections
                                                               : NULL,
               merge);
  g_menu_append (end, _ ("_Delete…"), "board-menu.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return menu;
}

/* Headings of a menu stay on one line by themselves; in a narrow window there is not so much. */
static void
wrap_reasons (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && g_utf8_strlen (gtk_label_get_label (GTK_LABEL (widget)), -1) > 24)
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (widget), 24);
      gtk_label_set_xalign (GTK_LABEL (widget), 0);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_reasons (child);
}

static gboolean
wrap_cb (gpointer data)
{
  wrap_reasons (GTK_WIDGET (data));
  return G_SOURCE_REMOVE;
}

/* GTK makes the headings in an idle moment of its own. */
static void
mapped (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, wrap_cb, g_object_ref (popover), g_object_unref);
}

/**
 * pf_board_menu_new:
 * @window: the window it belongs to
 * @connection: whose board
 * @board: the board
 *
 * Returns: (transfer floating): a menu with what can be done with it
 */
GtkWidget *
pf_board_menu_new (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  static const GActionEntry entries[] = {
    { .name = "edit", .activate = edit_activated },
    { .name = "new-section", .activate = new_section_activated },
    { .name = "merge", .activate = merge_activated },
    { .name = "delete", .activate = delete_activated },
    { .name = "web", .activate = web_activated },
    { .name = "favourite", .state = "false", .change_state = favourite_changed },
  };
  Subject *subject = subject_new (window, connection, board);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  const char *no_change = pf_board_words_for_no_change (board, connection);
  const char *no_edit = pf_board_words_for_no_edit (board, connection);
  const char *no_sections = pf_board_words_for_no_sections (board, connection);
  const char *no_merge = pf_board_words_for_no_merge (board, connection);
  gboolean web = pf_board_item_get_board (board) != NULL
                 && !g_str_equal (pf_connection_get_service (connection)->id, "practice");
  g_autoptr (GMenu) menu = build_menu (no_edit, no_sections, no_merge, web);
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), subject);
  g_object_set_data_full (G_OBJECT (popover), "subject", subject, subject_free);
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "favourite")),
      g_variant_new_boolean (
          pf_favourite_list_contains (get_favourites (subject), pf_board_item_get_uuid (board))));
  set_enabled (group, "edit", no_edit == NULL);
  set_enabled (group, "delete", no_change == NULL);
  set_enabled (group, "new-section", no_sections == NULL);
  set_enabled (group, "merge", no_merge == NULL);
  gtk_widget_insert_action_group (popover, "board-menu", G_ACTION_GROUP (group));
  g_signal_connect (popover, "map", G_CALLBACK (mapped), NULL);
  return popover;
}

/* The board that a widget inside a list stands for, from the inside out. */
static PfBoardItem *
find_board (GtkWidget *list, GtkWidget *inside, PfWindow *window, PfBoardMenuFind find)
{
  PfBoardList *boards;
  const char *uuid = NULL;

  for (GtkWidget *widget = inside; uuid == NULL && widget != NULL && widget != list;
       widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      uuid = find (widget);
      /* The cell is hit, where what is in it draws by itself. */
      if (uuid == NULL && child != NULL)
        uuid = find (child);
    }
  if (uuid == NULL || window == NULL || pf_window_get_connection (window) == NULL)
    return NULL;
  boards = pf_workspace_get_boards (pf_window_get_workspace (window),
                                    pf_window_get_connection (window));
  return pf_board_list_find (boards, uuid);
}

/* A cell has the focus, its child is what stands for the board. */
static PfBoardItem *
find_focused (GtkWidget *list, PfWindow *window, PfBoardMenuFind find)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (list));
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, list))
    return NULL;
  return find_board (list, child != NULL ? child : focus, window, find);
}

static GtkWidget *
make_menu (GtkWidget *list, GtkWidget *picked, gpointer data)
{
  PfBoardMenuFind find = data;
  PfWindow *window = pf_window_get (list);
  g_autoptr (PfBoardItem) board = picked != NULL ? find_board (list, picked, window, find)
                                                 : find_focused (list, window, find);

  if (board == NULL)
    return NULL;
  return pf_board_menu_new (window, pf_window_get_connection (window), board);
}

typedef void (*BoardFunc) (PfWindow *window, PfConnection *connection, PfBoardItem *board);

typedef struct
{
  PfBoardMenuFind find;
  BoardFunc func;
} Key;

static gboolean
key_pressed (GtkWidget *list, GVariant *unused, gpointer data)
{
  Key *key = data;
  PfWindow *window = pf_window_get (list);
  g_autoptr (PfBoardItem) board = find_focused (list, window, key->find);

  if (board == NULL)
    return GDK_EVENT_PROPAGATE;
  key->func (window, pf_window_get_connection (window), board);
  return GDK_EVENT_STOP;
}

static void
add_key (GtkEventController *keys, const char *trigger, PfBoardMenuFind find, BoardFunc func)
{
  Key *key = g_new (Key, 1);

  *key = (Key){ find, func };
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                        gtk_callback_action_new (key_pressed, key, g_free)));
}

/**
 * pf_board_menu_add:
 * @list: a list of boards
 * @find: says what board a widget in it stands for
 *
 * Gives the boards of a list their menu, and F2 and Delete.
 */
void
pf_board_menu_add (GtkWidget *list, PfBoardMenuFind find)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  add_key (keys, "F2", find, pf_board_edit);
  add_key (keys, "Delete|KP_Delete", find, pf_board_delete);
  gtk_widget_add_controller (list, keys);
  pf_popup_add (list, make_menu, (gpointer)find);
}
