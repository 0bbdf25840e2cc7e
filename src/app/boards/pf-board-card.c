/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-card.h"

#include "app/boards/pf-cover.h"
#include "app/activity/pf-row-words.h"
#include "app/connections/pf-connection-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* A board in the grid: cover, name, one line about it. Without a board it is the card that makes
 * a new one. */
struct _PfBoardCard
{
  GtkWidget parent_instance;
  PfBoardItem *board; /* nullable */
  PfCover *cover;
  GtkWidget *plus;
  GtkLabel *name;
  GtkLabel *words;
  GtkWidget *star;
  GtkImage *sign;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (PfBoardCard, pf_board_card, GTK_TYPE_WIDGET)

/**
 * pf_board_words:
 * @board: a board
 *
 * Returns: (transfer full): "128 pins", or what becomes of a board that is not made yet
 */
char *
pf_board_words (PfBoardItem *board)
{
  PfOutboxRow *row = pf_board_item_get_row (board);
  gint64 count = pf_board_item_get_pin_count (board);
  g_autofree char *number = NULL, *pins = NULL;

  if (row != NULL && pf_board_item_get_board (board) == NULL)
    return pf_row_words (row);
  number = g_strdup_printf ("%'" G_GINT64_FORMAT, count);
  pins = g_strdup_printf (ngettext ("%s pin", "%s pins", (gulong)count), number);
  if (pf_board_item_is_group (board))
    return g_strdup_printf (_ ("%s, group board"), pins);
  return g_steal_pointer (&pins);
}

static void
pf_board_card_dispose (GObject *object)
{
  PfBoardCard *self = PF_BOARD_CARD (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->board);
  G_OBJECT_CLASS (pf_board_card_parent_class)->dispose (object);
}

static void
pf_board_card_class_init (PfBoardCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_card_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pfboardcard");
}

static void
pf_board_card_init (PfBoardCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->cover = PF_COVER (pf_cover_new ());
  self->plus = gtk_image_new_from_icon_name ("list-add-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->plus), 32);
  gtk_widget_set_visible (self->plus, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->cover));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->plus);
  gtk_widget_set_vexpand (overlay, TRUE);

  self->name = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  pf_label_set_tooltip_when_cut (self->name);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  self->star = gtk_image_new_from_icon_name ("starred-symbolic");
  gtk_widget_set_tooltip_text (self->star, _ ("Favourite"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Favourite"), -1);
  gtk_widget_set_visible (self->star, FALSE);
  self->sign = GTK_IMAGE (gtk_image_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->sign), "dim-label");
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (line), self->star);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->sign));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->spinner));
  gtk_widget_set_margin_start (line, 6);
  gtk_widget_set_margin_end (line, 6);

  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->words, 0);
  gtk_label_set_ellipsize (self->words, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "numeric");
  gtk_widget_set_margin_start (GTK_WIDGET (self->words), 6);
  gtk_widget_set_margin_end (GTK_WIDGET (self->words), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->words), 6);

  gtk_box_append (GTK_BOX (box), overlay);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

/**
 * pf_board_card_new:
 * @loader: (nullable): where it gets its pictures
 *
 * Returns: (transfer floating): a card without a board
 */
GtkWidget *
pf_board_card_new (PfPictureLoader *loader)
{
  PfBoardCard *self = g_object_new (PF_TYPE_BOARD_CARD, NULL);

  pf_cover_set_loader (self->cover, loader);
  return GTK_WIDGET (self);
}

static void
show_sign (PfBoardCard *self, PfBoardItem *board)
{
  PfOutboxRow *row = pf_board_item_get_row (board);
  const char *icon = NULL, *words = NULL;

  if (row != NULL && pf_row_needs_person (row))
    {
      icon = "dialog-warning-symbolic";
      words = _ ("Needs attention");
    }
  else if (pf_board_item_get_privacy (board) == PF_PRIVACY_SECRET)
    {
      icon = "changes-prevent-symbolic";
      words = _ ("Secret board");
    }
  else if (pf_board_item_get_privacy (board) == PF_PRIVACY_PROTECTED)
    {
      icon = "security-high-symbolic";
      words = _ ("Protected board");
    }
  else if (pf_board_item_is_group (board))
    {
      icon = "system-users-symbolic";
      words = _ ("Group board");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->sign), icon != NULL);
  gtk_image_set_from_icon_name (self->sign, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sign), words);
  gtk_spinner_set_spinning (self->spinner, row != NULL && pf_row_is_moving (row));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), row != NULL && pf_row_is_moving (row));
}

/**
 * pf_board_card_set_board:
 * @self: a card
 * @connection: (nullable): whose board
 * @board: (nullable): the board; %NULL makes it the New Board card
 */
void
pf_board_card_set_board (PfBoardCard *self, PfConnection *connection, PfBoardItem *board)
{
  g_autofree char *name = NULL, *words = NULL;

  g_set_object (&self->board, board);
  gtk_widget_set_visible (self->plus, board == NULL);
  pf_cover_set_low (self->cover, board == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (board == NULL)
    {
      const char *reason = connection != NULL ? pf_words_for_read_only (connection) : NULL;

      gtk_widget_add_css_class (GTK_WIDGET (self), "new-board");
      pf_cover_set_urls (self->cover, NULL, NULL);
      gtk_widget_set_opacity (GTK_WIDGET (self->cover), 0);
      gtk_label_set_label (self->name, _ ("New Board…"));
      gtk_label_set_label (self->words,
                           reason != NULL ? reason : _ ("A place for pins that belong together"));
      gtk_widget_set_visible (GTK_WIDGET (self->sign), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), reason);
      gtk_widget_set_sensitive (GTK_WIDGET (self), reason == NULL);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self), "new-board");
  gtk_widget_set_opacity (GTK_WIDGET (self->cover), 1);
  name = pf_text_clean (pf_board_item_get_name (board));
  words = pf_board_words (board);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->words, words);
  pf_cover_set_urls (self->cover, connection != NULL ? pf_connection_get_client (connection) : NULL,
                     pf_board_item_get_cover_urls (board));
  show_sign (self, board);
}

/**
 * pf_board_card_dup_spoken:
 * @self: a card
 *
 * What the cell around it is called for assistive technology. The card has no name of its own:
 * what cannot get the focus is read out from its cell, and newer GTK names no such widget.
 *
 * Returns: (transfer full): name of the board and the line about it
 */
char *
pf_board_card_dup_spoken (PfBoardCard *self)
{
  return self->board == NULL ? g_strdup (_ ("New Board"))
                             : g_strdup_printf ("%s, %s", gtk_label_get_label (self->name),
                                                gtk_label_get_label (self->words));
}

/**
 * pf_board_card_get_board:
 * @self: a card
 *
 * Returns: (transfer none) (nullable): its board
 */
PfBoardItem *
pf_board_card_get_board (PfBoardCard *self)
{
  return self->board;
}

/**
 * pf_board_card_set_favourite:
 * @self: a card
 * @favourite: whether its board is one
 *
 * Shows a star, or none.
 */
void
pf_board_card_set_favourite (PfBoardCard *self, gboolean favourite)
{
  gtk_widget_set_visible (self->star, favourite);
}
