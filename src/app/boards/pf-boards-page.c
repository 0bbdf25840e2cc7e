/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-boards-page.h"

#include "app/boards/pf-board-card.h"
#include "app/boards/pf-board-menu.h"
#include "app/boards/pf-board-order.h"
#include "app/boards/pf-load-states.h"
#include "app/compat/pf-cell-label.h"
#include "app/compat/pf-toasts.h"
#include "app/connections/pf-connection-words.h"
#include "app/intake/pf-drop-zone.h"
#include "app/pf-window.h"
#include "app/pins/pf-board-page.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-tab-stop.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* All boards of the account shown, as cards. */
struct _PfBoardsPage
{
  PfView parent;

  PfLoadStates states;
  GtkWidget *add;
  GtkMenuButton *view_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkScrolledWindow *scroller;
  GtkGridView *grid;
  AdwStatusPage *empty_page;
  GtkWidget *first_board;
  GtkWidget *stale_row;
  GtkLabel *stale_label;
  GtkButton *stale_button;
  GtkWidget *secret_row;
  GtkActionable *allow_secret;

  PfWindow *window;            /* (unowned): the page lives in it */
  PfConnection *connection;    /* nullable */
  PfBoardList *boards;         /* nullable */
  PfBoardView *view;           /* nullable: those sorted, filtered and searched */
  PfBoardOrder *order;         /* nullable: how */
  PfFavouriteList *favourites; /* nullable */
  GtkStringList *before;       /* one item: the New Board card */
  GPtrArray *bound;            /* cards that show something now; the grid owns them */
  gboolean searches;
  gboolean refreshing; /* somebody asked for it */
};

G_DEFINE_FINAL_TYPE (PfBoardsPage, pf_boards_page, PF_TYPE_VIEW)

/* AP-9: secret boards come only with both permissions to read them. Who may not even make a
 * board is told that instead, and is not asked for more here. */
static gboolean
misses_secret_boards (PfBoardsPage *self)
{
  return self->connection != NULL && pf_words_for_read_only (self->connection) == NULL
         && !(pf_connection_has_scope (self->connection, "boards:read_secret")
              && pf_connection_has_scope (self->connection, "pins:read_secret"));
}

static gboolean
hides_any (PfBoardsPage *self)
{
  return self->searches || pf_board_order_get_filter (self->order) != PF_BOARD_FILTER_NONE;
}

/* What came before stays where a refresh failed, so it is said that it may be out of date. Being
 * offline and a sign-in that is over are told over the page already. */
static void
update_stale (PfBoardsPage *self)
{
  gboolean loading = FALSE;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  if (self->boards != NULL && pf_load_states_is (&self->states, "boards")
      && pf_connection_get_state (self->connection) == PF_CONNECTION_CONNECTED
      && !pf_connection_get_offline (self->connection))
    g_object_get (self->boards, "loading", &loading, "error", &error, NULL);
  /* Trying again it stays until there is an answer: nothing jumps. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->stale_button), !loading);
  if (loading && gtk_widget_get_visible (self->stale_row))
    return;
  gtk_widget_set_visible (self->stale_row, error != NULL && !loading);
  if (error == NULL)
    return;
  words = pf_error_words (error);
  text = g_strdup_printf (_ ("The boards may be out of date. %s"), words);
  gtk_label_set_text (self->stale_label, text);
  pf_offer_step_for_error (self->stale_button, error, self->connection);
}

static void
update_state (PfBoardsPage *self)
{
  const char *content = NULL;

  if (self->boards != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->boards)) > 0)
    content = hides_any (self) && g_list_model_get_n_items (G_LIST_MODEL (self->view)) == 0
                  ? "nothing-found"
                  : "boards";
  pf_load_states_show (&self->states, G_OBJECT (self->boards), self->connection, content);
  update_stale (self);
  /* One line at a time. */
  gtk_widget_set_visible (self->secret_row, (pf_load_states_is (&self->states, "boards")
                                             || pf_load_states_is (&self->states, "empty"))
                                                && misses_secret_boards (self)
                                                && !gtk_widget_get_visible (self->stale_row));
}

/* What is there stays; whoever asked for what is new hears why it did not come. */
static void
tell_refresh (PfBoardsPage *self)
{
  gboolean loading = FALSE;
  g_autoptr (GError) error = NULL;

  if (!self->refreshing || self->boards == NULL)
    return;
  g_object_get (self->boards, "loading", &loading, "error", &error, NULL);
  if (loading)
    return;
  self->refreshing = FALSE;
  if (error != NULL && pf_load_states_is (&self->states, "boards")
      && !gtk_widget_get_visible (self->stale_row))
    {
      g_autofree char *words = pf_error_words (error);

      pf_window_add_toast (self->window, pf_toast_new (words));
    }
}

static void
boards_noticed (PfBoardsPage *self)
{
  update_state (self);
  tell_refresh (self);
}

static void
scroll_to_top (PfBoardsPage *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
search_changed (PfBoardsPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  self->searches = *text != '\0';
  if (self->view == NULL)
    return;
  pf_board_view_set_text (self->view, text);
  scroll_to_top (self);
  update_state (self);
}

static void
order_changed (PfBoardsPage *self)
{
  pf_board_order_apply (self->order, self->view);
  pf_view_set_subtitle (PF_VIEW (self), pf_board_order_get_words (self->order));
  scroll_to_top (self);
  update_state (self);
}

/* Everything is shown again. */
static void
clear_clicked (PfBoardsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  search_changed (self);
  if (self->order != NULL)
    pf_board_order_clear_filter (self->order);
}

static void
open_board (PfBoardsPage *self, PfBoardItem *board)
{
  pf_window_push_view (self->window, pf_board_page_new (self->window, self->connection, board));
}

static void
search_activated (PfBoardsPage *self)
{
  g_autoptr (GObject) item = NULL;

  /* What was typed just now is told with a delay, Enter is not. */
  search_changed (self);
  if (self->searches && self->view != NULL)
    item = g_list_model_get_item (G_LIST_MODEL (self->view), 0);
  if (item != NULL)
    open_board (self, PF_BOARD_ITEM (item));
}

static void
activated (PfBoardsPage *self, guint position, GtkGridView *grid)
{
  g_autoptr (GObject) item
      = g_list_model_get_item (G_LIST_MODEL (gtk_grid_view_get_model (grid)), position);

  if (PF_IS_BOARD_ITEM (item))
    open_board (self, PF_BOARD_ITEM (item));
  else if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-board", NULL);
}

static char *
card_board_uuid (GtkWidget *widget, gpointer unused)
{
  PfBoardItem *board = pf_board_card_get_board (PF_BOARD_CARD (widget));

  return board != NULL ? g_strdup (pf_board_item_get_uuid (board)) : NULL;
}

static void
setup_cell (PfBoardsPage *self, GtkListItem *cell)
{
  GtkWidget *card = pf_board_card_new (pf_window_get_pictures (self->window));

  gtk_list_item_set_child (cell, card);
  pf_drop_zone_add (card, card_board_uuid, NULL);
}

static const char *
find_card_uuid (GtkWidget *widget)
{
  PfBoardItem *board
      = PF_IS_BOARD_CARD (widget) ? pf_board_card_get_board (PF_BOARD_CARD (widget)) : NULL;

  return board != NULL ? pf_board_item_get_uuid (board) : NULL;
}

static void
mark_favourite (PfBoardsPage *self, PfBoardCard *card)
{
  PfBoardItem *board = pf_board_card_get_board (card);

  pf_board_card_set_favourite (card,
                               board != NULL && self->favourites != NULL
                                   && pf_favourite_list_contains (self->favourites,
                                                                  pf_board_item_get_uuid (board)));
}

static void
favourites_changed (PfBoardsPage *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    mark_favourite (self, g_ptr_array_index (self->bound, i));
}

static void
bind_cell (PfBoardsPage *self, GtkListItem *cell)
{
  GObject *item = gtk_list_item_get_item (cell);
  PfBoardCard *card = PF_BOARD_CARD (gtk_list_item_get_child (cell));
  g_autofree char *spoken = NULL;

  pf_board_card_set_board (card, self->connection,
                           PF_IS_BOARD_ITEM (item) ? PF_BOARD_ITEM (item) : NULL);
  mark_favourite (self, card);
  spoken = pf_board_card_dup_spoken (card);
  pf_cell_set_label (cell, spoken);
  g_ptr_array_add (self->bound, card);
}

static void
unbind_cell (PfBoardsPage *self, GtkListItem *cell)
{
  g_ptr_array_remove_fast (self->bound, gtk_list_item_get_child (cell));
}

static void
scopes_changed (PfBoardsPage *self)
{
  const char *reason = self->connection != NULL ? pf_words_for_read_only (self->connection) : NULL;

  pf_status_page_set_description (
      self->empty_page,
      reason != NULL ? reason : _ ("Pins live on boards. Make one, then drop pictures on it."));
  gtk_widget_set_tooltip_text (self->first_board, reason);
  /* Not by another item in the model: the grid would hold on to the one after it, and in one
   * column the card would be above the view. */
  for (guint i = 0; i < self->bound->len; i++)
    if (pf_board_card_get_board (g_ptr_array_index (self->bound, i)) == NULL)
      pf_board_card_set_board (g_ptr_array_index (self->bound, i), self->connection, NULL);
  update_state (self);
}

/* What was wrong with the sign-in or the keyring is over. */
static void
connection_state_changed (PfBoardsPage *self)
{
  if (pf_load_states_is (&self->states, "error")
      && pf_connection_get_state (self->connection) == PF_CONNECTION_CONNECTED)
    pf_board_list_refresh (self->boards);
  update_state (self);
}

static void
forget_boards (PfBoardsPage *self)
{
  if (self->boards != NULL)
    g_signal_handlers_disconnect_by_data (self->boards, self);
  if (self->favourites != NULL)
    g_signal_handlers_disconnect_by_data (self->favourites, self);
  gtk_grid_view_set_model (self->grid, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "boards", NULL);
  g_clear_object (&self->view);
  g_clear_object (&self->order);
  g_clear_object (&self->favourites);
  g_clear_object (&self->boards);
}

static void
show_boards (PfBoardsPage *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkNoSelection) selection = NULL;
  GtkFlattenListModel *flat;

  self->boards = g_object_ref (pf_workspace_get_boards (workspace, self->connection));
  self->favourites = g_object_ref (pf_workspace_get_favourites (workspace, self->connection));
  self->view = pf_board_view_new (self->boards);
  self->order = pf_board_order_new (pf_context_get_settings (pf_workspace_get_context (workspace)),
                                    pf_connection_get_id (self->connection));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "boards",
                                  pf_board_order_get_actions (self->order));
  pf_board_view_set_text (self->view, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  g_list_store_append (parts, self->before);
  g_list_store_append (parts, self->view);
  flat = gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts)));
  selection = gtk_no_selection_new (G_LIST_MODEL (flat));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (selection));
  g_signal_connect_swapped (self->boards, "notify", G_CALLBACK (boards_noticed), self);
  g_signal_connect_swapped (self->boards, "items-changed", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (self->favourites, "items-changed", G_CALLBACK (favourites_changed),
                            self);
  g_signal_connect_swapped (self->order, "changed", G_CALLBACK (order_changed), self);
  order_changed (self);
}

static void
set_connection (PfBoardsPage *self, PfConnection *connection)
{
  if (self->connection == connection)
    return;
  forget_boards (self);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  if (connection == NULL)
    {
      update_state (self);
      return;
    }

  g_signal_connect_swapped (connection, "notify::scopes-granted", G_CALLBACK (scopes_changed),
                            self);
  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (connection_state_changed),
                            self);
  g_signal_connect_swapped (connection, "notify::offline", G_CALLBACK (update_state), self);
  gtk_actionable_set_action_target (self->allow_secret, "s", pf_connection_get_id (connection));
  gtk_actionable_set_action_name (self->allow_secret, "win.allow-secret");
  show_boards (self);
  scopes_changed (self);
}

static void
connection_changed (PfBoardsPage *self)
{
  set_connection (self, pf_window_get_connection (self->window));
}

static void
pf_boards_page_root (GtkWidget *widget)
{
  PfBoardsPage *self = PF_BOARDS_PAGE (widget);

  GTK_WIDGET_CLASS (pf_boards_page_parent_class)->root (widget);
  self->window = pf_window_get (widget);
  g_signal_connect_object (self->window, "notify::connection", G_CALLBACK (connection_changed),
                           self, G_CONNECT_SWAPPED);
  connection_changed (self);
}

static void
pf_boards_page_shown (PfView *view)
{
  pf_load_states_grab_focus (&PF_BOARDS_PAGE (view)->states);
}

static void
pf_boards_page_refresh (PfView *view)
{
  PfBoardsPage *self = PF_BOARDS_PAGE (view);

  if (self->boards == NULL)
    return;
  pf_board_list_refresh (self->boards);
  self->refreshing = TRUE;
}

static gboolean
pf_boards_page_search (PfView *view)
{
  gtk_search_bar_set_search_mode (PF_BOARDS_PAGE (view)->search_bar, TRUE);
  return TRUE;
}

static void
pf_boards_page_dispose (GObject *object)
{
  PfBoardsPage *self = PF_BOARDS_PAGE (object);

  set_connection (self, NULL);
  pf_load_states_clear (&self->states);
  g_clear_object (&self->before);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_boards_page_parent_class)->dispose (object);
}

static void
pf_boards_page_class_init (PfBoardsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_boards_page_dispose;
  widget_class->root = pf_boards_page_root;
  view_class->shown = pf_boards_page_shown;
  view_class->refresh = pf_boards_page_refresh;
  view_class->search = pf_boards_page_search;
  g_type_ensure (PF_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/boards/pf-boards-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, add);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, view_button);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, search_entry);
  gtk_widget_class_bind_template_child_full (widget_class, "stack", FALSE,
                                             G_STRUCT_OFFSET (PfBoardsPage, states.stack));
  gtk_widget_class_bind_template_child_full (widget_class, "spinner", FALSE,
                                             G_STRUCT_OFFSET (PfBoardsPage, states.spinner));
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, grid);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, first_board);
  gtk_widget_class_bind_template_child_full (widget_class, "error_page", FALSE,
                                             G_STRUCT_OFFSET (PfBoardsPage, states.error_page));
  gtk_widget_class_bind_template_child_full (widget_class, "error_button", FALSE,
                                             G_STRUCT_OFFSET (PfBoardsPage, states.error_button));
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, stale_row);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, stale_label);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, stale_button);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, secret_row);
  gtk_widget_class_bind_template_child (widget_class, PfBoardsPage, allow_secret);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_activated);
  gtk_widget_class_bind_template_callback (widget_class, activated);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked);
}

static void
pf_boards_page_init (PfBoardsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GSimpleActionGroup) none = g_simple_action_group_new ();
  const char *one[] = { "new-board", NULL };

  self->bound = g_ptr_array_new ();
  /* What is inside finds actions of the page only if it had some before (GTK 4.8). */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "boards", G_ACTION_GROUP (none));
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_toasts_keep_clear_of (self->stale_row);
  pf_toasts_keep_clear_of (self->secret_row);
  self->before = gtk_string_list_new (one);
  /* 360 px have no room for both; in a narrow window each board has its own +. */
  g_object_bind_property (pf_view_get_back_button (PF_VIEW (self)), "visible", self->add, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cell), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cell), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cell), self);
  gtk_grid_view_set_factory (self->grid, factory);
  pf_board_menu_add (GTK_WIDGET (self->grid), find_card_uuid);
}

/**
 * pf_boards_page_new:
 *
 * Returns: (transfer floating): the page of all boards
 */
PfView *
pf_boards_page_new (void)
{
  return g_object_new (PF_TYPE_BOARDS_PAGE, NULL);
}
