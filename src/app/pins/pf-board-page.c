/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-board-page.h"

#include "app/boards/pf-board-card.h"
#include "app/intake/pf-intake.h"
#include "app/pins/pf-board-head.h"
#include "app/pins/pf-load-bar.h"
#include "app/pins/pf-pin-order-menu.h"
#include "app/pins/pf-pin-wall.h"
#include "app/pins/pf-section-header.h"
#include "app/pins/pf-section-strip.h"
#include "app/search/pf-search-page.h"
#include "app/widgets/pf-text.h"

/* One board: what it is, its sections as chips, and its pins under a header for each section. */
struct _PfBoardPage
{
  PfView parent;

  PfPinWall *pin_wall;
  PfLoadBar *load_bar;
  PfPinOrderMenu *order;
  GtkWidget *add;
  GtkWidget *search;

  PfWindow *window; /* (unowned): it holds the page */
  PfConnection *connection;
  PfBoardItem *board;
  PfBoardList *boards;
  PfPinList *pins;
  PfBoardHead *head;     /* in the wall */
  PfSectionStrip *strip; /* above it */
};

G_DEFINE_FINAL_TYPE (PfBoardPage, pf_board_page, PF_TYPE_VIEW)

static guint
count_sections (PfBoardPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pf_pin_list_get_sections (self->pins)));
}

static void
show_board (PfBoardPage *self)
{
  g_autofree char *name = pf_text_clean (pf_board_item_get_name (self->board));
  g_autofree char *words = pf_board_words (self->board);

  pf_view_set_title (PF_VIEW (self), name);
  pf_view_set_subtitle (PF_VIEW (self), words);
  pf_board_head_set_board (self->head, self->board, count_sections (self));
  pf_section_strip_set_sections (self->strip, self->board, pf_pin_list_get_sections (self->pins));
}

/* It was deleted or merged: there is nothing to look at any more. */
static void
leave (PfBoardPage *self)
{
  gboolean complete = FALSE, loading = TRUE;

  g_object_get (self->boards, "complete", &complete, "loading", &loading, NULL);
  if (complete && !loading && pf_window_get_visible_view (self->window) == PF_VIEW (self))
    pf_window_pop_view (self->window);
}

static void
boards_changed (PfBoardPage *self)
{
  g_autoptr (PfBoardItem) board
      = pf_board_list_find (self->boards, pf_board_item_get_uuid (self->board));

  if (board == NULL)
    {
      leave (self);
      return;
    }
  g_set_object (&self->board, board);
  show_board (self);
}

static gboolean
has_header (PfWall *wall, guint group, gpointer data)
{
  g_autoptr (PfSectionItem) section
      = pf_pin_list_get_group_section (PF_BOARD_PAGE (data)->pins, group);

  return section != NULL;
}

static GtkWidget *
make_header (PfWall *wall, gpointer data)
{
  PfBoardPage *self = PF_BOARD_PAGE (data);

  return pf_section_header_new (self->window, self->connection);
}

static guint
count_group (PfBoardPage *self, guint group)
{
  PfTileSource *source = PF_TILE_SOURCE (self->pins);
  guint n = pf_tile_source_get_n_groups (source);
  guint end = group + 1 < n ? pf_tile_source_get_group_start (source, group + 1)
                            : g_list_model_get_n_items (G_LIST_MODEL (source));

  return end - pf_tile_source_get_group_start (source, group);
}

static void
bind_header (PfWall *wall, GtkWidget *header, guint group, gpointer data)
{
  PfBoardPage *self = PF_BOARD_PAGE (data);
  g_autoptr (PfSectionItem) section = pf_pin_list_get_group_section (self->pins, group);
  gboolean complete = FALSE;

  if (section == NULL)
    return;
  g_object_get (self->pins, "complete", &complete, NULL);
  pf_section_header_set_section (PF_SECTION_HEADER (header), self->board, section,
                                 complete ? (int)count_group (self, group) : -1);
}

static const PfWallHeaders section_headers = { has_header, make_header, bind_header };

/* Names and states change without the pins being others. */
static void
sections_changed (PfBoardPage *self)
{
  pf_wall_set_headers (pf_pin_wall_get_wall (self->pin_wall), &section_headers, self);
  pf_board_head_set_board (self->head, self->board, count_sections (self));
}

static void
section_chosen (PfBoardPage *self, const char *uuid)
{
  guint n = pf_tile_source_get_n_groups (PF_TILE_SOURCE (self->pins));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfSectionItem) section = pf_pin_list_get_group_section (self->pins, i);

      if (section != NULL && g_str_equal (pf_section_item_get_uuid (section), uuid))
        pf_wall_scroll_to_group (pf_pin_wall_get_wall (self->pin_wall), i);
    }
}

/* What is sorted or left out is what is loaded. */
static void
order_changed (PfBoardPage *self)
{
  pf_load_bar_set_quiet (self->load_bar, pf_pin_order_menu_is_plain (self->order));
}

/* The head says it larger while it is there. */
static void
header_seen_changed (PfBoardPage *self)
{
  gboolean seen = FALSE;

  g_object_get (self->pin_wall, "header-seen", &seen, NULL);
  pf_view_set_title_shown (PF_VIEW (self), !seen);
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
  PfBoardPage *self = PF_BOARD_PAGE (view);

  return pf_search_page_open (self->window, self->board);
}

static void
pf_board_page_dispose (GObject *object)
{
  PfBoardPage *self = PF_BOARD_PAGE (object);

  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_data (pf_pin_list_get_sections (self->pins), self);
  g_clear_object (&self->pins);
  g_clear_object (&self->connection);
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

  self->window = window;
  self->connection = g_object_ref (connection);
  self->board = g_object_ref (board);
  self->boards = g_object_ref (pf_workspace_get_boards (workspace, connection));
  self->pins = pf_pin_list_new (pf_workspace_get_mirror (workspace),
                                pf_workspace_get_sync (workspace, connection),
                                pf_workspace_get_outbox (workspace), connection, board);
  self->head = PF_BOARD_HEAD (pf_board_head_new (window, connection));
  self->strip = PF_SECTION_STRIP (pf_section_strip_new (window, connection));
  g_signal_connect_swapped (self->strip, "chosen", G_CALLBACK (section_chosen), self);
  g_signal_connect_swapped (pf_pin_list_get_sections (self->pins), "changed",
                            G_CALLBACK (sections_changed), self);
  g_signal_connect_object (self->boards, "items-changed", G_CALLBACK (boards_changed), self,
                           G_CONNECT_SWAPPED);
  pf_pin_wall_set_board (self->pin_wall, pf_board_item_get_uuid (board));
  g_signal_connect_object (self->pin_wall, "notify::header-seen", G_CALLBACK (header_seen_changed),
                           self, G_CONNECT_SWAPPED);
  pf_pin_wall_set_header (self->pin_wall, GTK_WIDGET (self->head));
  pf_pin_wall_set_strip (self->pin_wall, GTK_WIDGET (self->strip));
  pf_pin_wall_set_source (self->pin_wall, window, connection, PF_TILE_SOURCE (self->pins));
  pf_load_bar_set_pins (self->load_bar, window, connection, self->pins,
                        pf_board_item_get_uuid (board));
  pf_pin_order_menu_set_pins (self->order, GTK_WIDGET (self->pin_wall),
                              pf_context_get_settings (pf_workspace_get_context (workspace)),
                              self->pins, TRUE);
  show_board (self);
  sections_changed (self);
  g_signal_connect_object (self->pins, "notify::complete", G_CALLBACK (sections_changed), self,
                           G_CONNECT_SWAPPED);
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
