/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-board-page.h"

#include "app/boards/pf-board-card.h"
#include "app/intake/pf-intake.h"
#include "app/pins/pf-load-bar.h"
#include "app/pins/pf-pin-order-menu.h"
#include "app/pins/pf-pin-wall.h"
#include "app/search/pf-search-page.h"
#include "app/widgets/pf-text.h"

/* One board and its pins. */
struct _PfBoardPage
{
  PfView parent;

  PfPinWall *pin_wall;
  PfLoadBar *load_bar;
  PfPinOrderMenu *order;
  GtkWidget *add;
  GtkWidget *search;

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

/* What is sorted or left out is what is loaded. */
static void
order_changed (PfBoardPage *self)
{
  pf_load_bar_set_quiet (self->load_bar, pf_pin_order_menu_is_plain (self->order));
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

static gboolean
pf_board_page_search (PfView *view)
{
  return pf_search_page_open (PF_BOARD_PAGE (view)->window);
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
  view_class->search = pf_board_page_search;
  g_type_ensure (PF_TYPE_PIN_ORDER_MENU);
  g_type_ensure (PF_TYPE_PIN_WALL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/pins/pf-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, pin_wall);
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, order);
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, add);
  gtk_widget_class_bind_template_child (widget_class, PfBoardPage, search);
  gtk_widget_class_bind_template_callback (widget_class, order_changed);
  gtk_widget_class_install_action (widget_class, "board.new-pin", NULL, new_pin_activated);
}

static void
pf_board_page_init (PfBoardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->load_bar = PF_LOAD_BAR (pf_load_bar_new (PF_LOAD_BAR_SEE));
  pf_pin_wall_set_foot (self->pin_wall, GTK_WIDGET (self->load_bar));
  pf_pin_order_menu_fold (self->order, GTK_WIDGET (self->pin_wall), self->add);
  pf_pin_order_menu_fold (self->order, GTK_WIDGET (self->pin_wall), self->search);
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
  pf_load_bar_set_pins (self->load_bar, window, connection, pins, pf_board_item_get_uuid (board));
  pf_pin_order_menu_set_pins (self->order, GTK_WIDGET (self->pin_wall),
                              pf_context_get_settings (pf_workspace_get_context (workspace)), pins,
                              TRUE);
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
