/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys do where a board or a section has the focus. */
#include "config.h"

#include "practice-account.h"

#include "app/boards/pf-board-card.h"
#include "app/boards/pf-board-dialog.h"
#include "app/pins/pf-board-page.h"
#include "app/pins/pf-pin-wall.h"
#include "app/pins/pf-section-header.h"

#define NAME "Soups and stews"

typedef struct
{
  AppWorld *world;
  PfConnection *connection;
  PfWindow *window;
  PfView *page;
} Room;

static PfBoardItem *
find_board (Room *room)
{
  GListModel *boards
      = G_LIST_MODEL (pf_workspace_get_boards (room->world->workspace, room->connection));

  for (guint i = 0; i < g_list_model_get_n_items (boards); i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (boards, i);

      if (g_str_equal (pf_board_item_get_name (board), NAME))
        return g_steal_pointer (&board);
    }
  return NULL;
}

static gboolean
is_card (GtkWidget *widget, gpointer unused)
{
  return PF_IS_BOARD_CARD (widget) && app_shows_text (widget, NAME);
}

static void
open_room (Room *room)
{
  room->world = app_world_new ();
  app_world_open (room->world);
  room->connection = practice_connect (room->world, NULL, NULL);
  room->window = app_world_show_window (room->world);
  pf_window_show_page (room->window, "boards");
  room->page = pf_window_find_page (room->window, "boards");
  APP_WAIT (app_find (room->page, is_card, NULL) != NULL, 20);
}

/* Of the board that has the focus; none for the tile that makes new ones. */
static void
test_card (void)
{
  Room room;
  GtkWidget *grid, *dialog;

  open_room (&room);
  grid = app_find_type (room.page, GTK_TYPE_GRID_VIEW);
  g_assert_true (gtk_widget_grab_focus (grid));
  g_assert_false (app_press_keys (GTK_WINDOW (room.window), "Delete"));
  g_assert_true (
      gtk_widget_grab_focus (gtk_widget_get_parent (app_find (room.page, is_card, NULL))));
  g_assert_true (app_press_keys (GTK_WINDOW (room.window), "Delete"));
  APP_WAIT ((dialog = app_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL, 10);
  g_assert_true (app_shows_text (dialog, "Delete “" NAME "”?"));
  gtk_window_close (GTK_WINDOW (dialog));
  APP_WAIT (app_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL, 10);
  g_assert_true (app_press_keys (GTK_WINDOW (room.window), "F2"));
  APP_WAIT ((dialog = app_find_window (PF_TYPE_BOARD_DIALOG)) != NULL, 10);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Edit Board");
  gtk_window_destroy (GTK_WINDOW (dialog));
  app_settle ();
  app_world_free (room.world);
}

/* Above the pins of a section they are those of the whole page. */
static void
test_section (void)
{
  Room room;
  g_autoptr (PfBoardItem) board = NULL;
  PfPinWall *pins;
  GtkWidget *header;
  PfWallSelection *selection;

  open_room (&room);
  board = find_board (&room);
  pf_window_push_view (room.window, pf_board_page_new (room.window, room.connection, board));
  pins = PF_PIN_WALL (app_find_type (pf_window_get_visible_view (room.window), PF_TYPE_PIN_WALL));
  APP_WAIT ((header = app_find_type (pins, PF_TYPE_SECTION_HEADER)) != NULL
                && gtk_widget_get_mapped (header),
            20);
  g_assert_true (gtk_widget_child_focus (header, GTK_DIR_TAB_FORWARD));
  g_assert_true (app_press_keys (GTK_WINDOW (room.window), "<Control>a"));
  selection = pf_wall_get_selection (pf_pin_wall_get_wall (pins));
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), >, 1);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (pf_pin_wall_get_source (pins))));
  g_clear_object (&board);
  app_world_free (room.world);
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_test_add_func ("/app/board-keys/AX-2/card", test_card);
  g_test_add_func ("/app/board-keys/AX-2/section", test_section);
  result = g_test_run ();
  practice_tidy ();
  return result;
}
