/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-board-page.h"

#include "app/boards/pf-board-card.h"
#include "app/intake/pf-intake.h"
#include "app/pins/pf-pin-wall.h"
#include "app/widgets/pf-text.h"

/* One board and its pins. */
struct _PfBoardPage
{
  PfView parent;

  PfPinWall *pin_wall;

  PfWindow *window; /* (unowned): it holds the page */
  PfBoardItem *board;
  PfBoardList *boards;
};

G_DEFINE_FINAL_TYPE (PfBoardPage, pf_board_page, PF_TYPE_VIEW)

static void
show_board (PfBoardPage *self)
{
  g_autofree char *name = pf_text_clean (pf_board_item_get_name (self->board));
  g_autofree char *words = pf_board_words (self->board);

  pf_view_set_title (PF_VIEW (self), name);
  pf_view_set_subtitle (PF_VIEW (self), words);
}

static void
boards_changed (PfBoardPage *self)
{
  g_autoptr (PfBoardItem) board
      = pf_board_list_find (self->boards, pf_board_item_get_uuid (self->board));

  if (board == NULL)
    return;
  g_set_object (&self->board, board);
  show_board (self);
}

static void
new_pin_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfBoardPage *self = PF_BOARD_PAGE (widget);

  pf_intake_choose (self->window, pf_board_item_get_uuid (self->board));
}

static void
pf_board_page_shown (PfView *view)
{
  gtk_widget_grab_focus (GTK_WIDGET (PF_BOARD_PAGE (view)->pin_wall));
}

static void
pf_board_page_refresh (PfView *view)
{
  pf_pin_wall_refresh (PF_BOARD_PAGE (view)->pin_wall);
}

static void
pf_board_page_dispose (GObject *object)
{
  PfBoardPage *self = PF_BOARD_PAGE (object);

  g_clear_object (&self->board);
  g_clear_object (&self->boards);
  G_OBJECT_CLASS (pf_board_page_parent_class)->dispose (object);
}

static void
pf_board_page_class_init (PfBoardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_page_dispose;
  view_class->shown = pf_board_page_shown;
  view_class->refresh = pf_board_page_refresh;
  g_type_ensure (PF_TYPE_PIN_WALL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/pins/pf-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, pin_wall);
  gtk_widget_class_install_action (widget_class, "board.new-pin", NULL, new_pin_activated);
}

static void
pf_board_page_init (PfBoardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pf_board_page_new:
 * @window: the window it goes into
 * @connection: whose board
 * @board: the board, pending or not
 *
 * Returns: (transfer floating): a page to push
 */
PfView *
pf_board_page_new (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  PfBoardPage *self = g_object_new (PF_TYPE_BOARD_PAGE, NULL);
  PfWorkspace *workspace = pf_window_get_workspace (window);
  g_autoptr (PfPinList) pins
      = pf_pin_list_new (pf_workspace_get_mirror (workspace),
                         pf_workspace_get_sync (workspace, connection),
                         pf_workspace_get_outbox (workspace), connection, board);

  self->window = window;
  self->board = g_object_ref (board);
  self->boards = g_object_ref (pf_workspace_get_boards (workspace, connection));
  g_signal_connect_object (self->boards, "items-changed", G_CALLBACK (boards_changed), self,
                           G_CONNECT_SWAPPED);
  pf_pin_wall_set_board (self->pin_wall, pf_board_item_get_uuid (board));
  pf_pin_wall_set_source (self->pin_wall, window, connection, PF_TILE_SOURCE (pins));
  show_board (self);
  return PF_VIEW (self);
}

/**
 * pf_board_page_get_board_uuid:
 * @self: a board page
 *
 * Returns: local UUID of its board
 */
const char *
pf_board_page_get_board_uuid (PfBoardPage *self)
{
  return pf_board_item_get_uuid (self->board);
}
