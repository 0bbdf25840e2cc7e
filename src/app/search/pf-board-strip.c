/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/search/pf-board-strip.h"

#include "app/boards/pf-board-card.h"
#include "app/compat/pf-cell-label.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#define COVER 40
#define NAME_CHARS 18

struct _PfBoardStrip
{
  AdwBin parent;
  GtkListView *list;
  PfWindow *window; /* (unowned): it is in it */
  PfConnection *connection;
  GListModel *boards;
};

G_DEFINE_FINAL_TYPE (PfBoardStrip, pf_board_strip, ADW_TYPE_BIN)

static guint activate_signal;

static GtkLabel *
add_label (GtkWidget *column, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (column), label);
  return GTK_LABEL (label);
}

static void
setup_cell (PfBoardStrip *self, GtkListItem *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *picture = pf_picture_new ();

  pf_picture_set_loader (PF_PICTURE (picture), pf_window_get_pictures (self->window));
  pf_picture_set_corner_radius (PF_PICTURE (picture), 8);
  gtk_widget_set_size_request (picture, COVER, COVER);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  pf_label_set_tooltip_when_cut (add_label (column, "heading"));
  gtk_widget_add_css_class (GTK_WIDGET (add_label (column, "caption")), "dim-label");
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), column);
  gtk_list_item_set_child (cell, box);
}

/* A row of boards lies as narrow as its labels let it. */
static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_label_set_width_chars (label, MIN ((int)g_utf8_strlen (text, -1), NAME_CHARS));
}

static void
bind_cell (PfBoardStrip *self, GtkListItem *cell)
{
  PfBoardItem *board = PF_BOARD_ITEM (gtk_list_item_get_item (cell));
  GtkWidget *picture = gtk_widget_get_first_child (gtk_list_item_get_child (cell));
  GtkWidget *name = gtk_widget_get_first_child (gtk_widget_get_next_sibling (picture));
  const char *const *urls = pf_board_item_get_cover_urls (board);
  g_autofree char *clean = pf_text_clean (pf_board_item_get_name (board));
  g_autofree char *words = pf_board_words (board);
  g_autofree char *label = g_strdup_printf ("%s, %s", clean, words);

  set_text (GTK_LABEL (name), clean);
  set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), words);
  pf_cell_set_label (cell, label);
  pf_picture_set_url (PF_PICTURE (picture), pf_connection_get_client (self->connection),
                      urls != NULL ? urls[0] : NULL);
}

static void
activated (PfBoardStrip *self, guint position)
{
  g_autoptr (PfBoardItem) board = g_list_model_get_item (self->boards, position);

  if (board != NULL)
    g_signal_emit (self, activate_signal, 0, board);
}

static void
boards_changed (PfBoardStrip *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (self->boards) > 0);
}

static void
clear (PfBoardStrip *self)
{
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  if (self->boards != NULL)
    g_signal_handlers_disconnect_by_data (self->boards, self);
  g_clear_object (&self->boards);
  g_clear_object (&self->connection);
}

/**
 * pf_board_strip_set_boards:
 * @self: a strip
 * @window: the window it is in
 * @connection: whose boards
 * @boards: a list of #PfBoardItem
 *
 * Shows these boards from now on.
 */
void
pf_board_strip_set_boards (PfBoardStrip *self,
                           PfWindow *window,
                           PfConnection *connection,
                           GListModel *boards)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  if (self->boards == boards)
    return;
  selection = gtk_no_selection_new (g_object_ref (boards));
  clear (self);
  self->window = window;
  self->connection = g_object_ref (connection);
  self->boards = g_object_ref (boards);
  g_signal_connect_object (boards, "items-changed", G_CALLBACK (boards_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  boards_changed (self);
}

static void
pf_board_strip_dispose (GObject *object)
{
  clear (PF_BOARD_STRIP (object));
  G_OBJECT_CLASS (pf_board_strip_parent_class)->dispose (object);
  PF_BOARD_STRIP (object)->list = NULL;
}

static void
pf_board_strip_class_init (PfBoardStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_board_strip_dispose;
  /**
   * PfBoardStrip::activate:
   * @self: a strip
   * @board: a board
   *
   * Somebody wants to open it.
   */
  activate_signal = g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PF_TYPE_BOARD_ITEM);
}

static void
pf_board_strip_init (PfBoardStrip *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cell), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cell), self);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->list), GTK_ORIENTATION_HORIZONTAL);
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "board-strip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Boards"), -1);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), scroller);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * pf_board_strip_new:
 *
 * Returns: (transfer floating): a strip without boards
 */
GtkWidget *
pf_board_strip_new (void)
{
  return g_object_new (PF_TYPE_BOARD_STRIP, NULL);
}
