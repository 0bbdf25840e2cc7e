/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-section-menu.h"

#include "app/boards/pf-board-rights.h"
#include "app/boards/pf-section-deletion.h"
#include "app/boards/pf-section-dialog.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

typedef struct
{
  PfWindow *window; /* (unowned): the popover lives in it */
  PfConnection *connection;
  PfBoardItem *board;
  PfSectionItem *section;
} Subject;

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  g_object_unref (subject->connection);
  g_object_unref (subject->board);
  g_object_unref (subject->section);
  g_free (subject);
}

static gboolean
may (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  const char *reason = pf_board_words_for_no_sections (board, connection);

  if (reason != NULL)
    pf_window_add_toast (window, pf_toast_new (reason));
  return reason == NULL;
}

/**
 * pf_section_rename:
 * @window: a window
 * @connection: whose board
 * @board: the board
 * @section: one of its sections
 *
 * Opens a dialog for its name.
 */
void
pf_section_rename (PfWindow *window,
                   PfConnection *connection,
                   PfBoardItem *board,
                   PfSectionItem *section)
{
  if (may (window, connection, board))
    gtk_window_present (GTK_WINDOW (
        pf_section_dialog_new (window, connection, pf_board_item_get_uuid (board), section)));
}

/**
 * pf_section_delete:
 * @window: a window
 * @connection: whose board
 * @board: the board
 * @section: one of its sections
 *
 * Asks, then deletes it.
 */
void
pf_section_delete (PfWindow *window,
                   PfConnection *connection,
                   PfBoardItem *board,
                   PfSectionItem *section)
{
  if (!may (window, connection, board))
    return;
  /* Nobody can list its pins yet, to keep them. */
  if (pf_section_item_get_section (section) == NULL)
    pf_window_add_toast (window, pf_toast_new (_ ("This section is still being made.")));
  else
    pf_section_deletion_ask (window, connection, board, section);
}

static void
rename_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  Subject *subject = data;

  pf_section_rename (subject->window, subject->connection, subject->board, subject->section);
}

static void
delete_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  Subject *subject = data;

  pf_section_delete (subject->window, subject->connection, subject->board, subject->section);
}

/**
 * pf_section_menu_new:
 * @window: the window it belongs to
 * @connection: whose board
 * @board: the board
 * @section: one of its sections
 *
 * Returns: (transfer floating): a menu with what can be done with it
 */
GtkWidget *
pf_section_menu_new (PfWindow *window,
                     PfConnection *connection,
                     PfBoardItem *board,
                     PfSectionItem *section)
{
  static const GActionEntry entries[] = {
    { .name = "rename", .activate = rename_activated },
    { .name = "delete", .activate = delete_activated },
  };
  const char *reason = pf_board_words_for_no_sections (board, connection);
  Subject *subject = g_new (Subject, 1);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) part = g_menu_new ();
  GtkWidget *popover;

  *subject = (Subject){ window, g_object_ref (connection), g_object_ref (board),
                        g_object_ref (section) };
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), subject);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group),
                                                                              entries[i].name)),
                                 reason == NULL);
  g_menu_append (part, _ ("_Rename…"), "section-menu.rename");
  g_menu_append (part, _ ("_Delete…"), "section-menu.delete");
  g_menu_append_section (menu, reason, G_MENU_MODEL (part));
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  g_object_set_data_full (G_OBJECT (popover), "subject", subject, subject_free);
  gtk_widget_insert_action_group (popover, "section-menu", G_ACTION_GROUP (group));
  return popover;
}
