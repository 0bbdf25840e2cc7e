/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-board-head.h"

#include "app/boards/pf-board-card.h"
#include "app/boards/pf-board-menu.h"
#include "app/boards/pf-board-rights.h"
#include "app/pins/pf-board-numbers.h"
#include "app/widgets/pf-popup.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* Above the pins of a board: what it is called, what it is about, who sees it, and what can be
 * done with it. */
struct _PfBoardHead
{
  AdwBin parent;

  GtkLabel *name;
  GtkToggleButton *star;
  GtkWidget *numbers;
  GtkWidget *edit;
  GtkMenuButton *more;
  GtkLabel *description;
  GtkImage *privacy_icon;
  GtkWidget *group_icon;
  GtkLabel *facts;

  PfWindow *window; /* (unowned): it holds the page */
  PfConnection *connection;
  PfFavouriteList *favourites;
  PfBoardItem *board; /* nullable before the first */
};

G_DEFINE_FINAL_TYPE (PfBoardHead, pf_board_head, ADW_TYPE_BIN)

static void
show_star (PfBoardHead *self)
{
  gboolean favourite
      = self->board != NULL
        && pf_favourite_list_contains (self->favourites, pf_board_item_get_uuid (self->board));
  const char *words = favourite ? _ ("Remove from Favourites") : _ ("Add to Favourites");

  gtk_toggle_button_set_active (self->star, favourite);
  gtk_button_set_icon_name (GTK_BUTTON (self->star),
                            favourite ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->star), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Favourite"), -1);
}

static void
star_toggled (PfBoardHead *self)
{
  if (self->board == NULL)
    return;
  pf_favourite_list_set (self->favourites, pf_board_item_get_uuid (self->board),
                         gtk_toggle_button_get_active (self->star));
  show_star (self);
}

static void
numbers_clicked (PfBoardHead *self)
{
  if (self->board != NULL)
    pf_board_numbers_open (self->window, self->connection, self->board);
}

static void
edit_clicked (PfBoardHead *self)
{
  if (self->board != NULL)
    pf_board_edit (self->window, self->connection, self->board);
}

static gboolean
edit_pressed (GtkWidget *widget, GVariant *unused, gpointer data)
{
  edit_clicked (PF_BOARD_HEAD (widget));
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_menu (GtkWidget *widget, GtkWidget *picked, gpointer unused)
{
  PfBoardHead *self = PF_BOARD_HEAD (widget);

  return self->board != NULL ? pf_board_menu_new (self->window, self->connection, self->board)
                             : NULL;
}

/* Made as it is opened: what may be done changes meanwhile. */
static void
fill_more (GtkMenuButton *button, gpointer data)
{
  GtkWidget *menu = make_menu (GTK_WIDGET (data), NULL, NULL);

  gtk_menu_button_set_popover (button, menu);
}

static const char *
name_privacy (PfPrivacy privacy)
{
  switch (privacy)
    {
    case PF_PRIVACY_SECRET:
      return _ ("Secret board");
    case PF_PRIVACY_PROTECTED:
      return _ ("Protected board");
    case PF_PRIVACY_PUBLIC:
    default:
      return _ ("Public board");
    }
}

static const char *
get_privacy_icon (PfPrivacy privacy)
{
  switch (privacy)
    {
    case PF_PRIVACY_SECRET:
      return "changes-prevent-symbolic";
    case PF_PRIVACY_PROTECTED:
      return "security-high-symbolic";
    case PF_PRIVACY_PUBLIC:
    default:
      return NULL;
    }
}

/* "Secret board, group board, 128 pins, 4 sections" */
static void
show_facts (PfBoardHead *self, guint n_sections)
{
  PfPrivacy privacy = pf_board_item_get_privacy (self->board);
  const char *icon = get_privacy_icon (privacy);
  g_autofree char *words = pf_board_words (self->board);
  g_autoptr (GString) facts = g_string_new (name_privacy (privacy));

  g_string_append_printf (facts, " · %s", words);
  if (n_sections > 0)
    {
      g_autofree char *sections
          = g_strdup_printf (ngettext ("%u section", "%u sections", n_sections), n_sections);

      g_string_append_printf (facts, " · %s", sections);
    }
  gtk_label_set_label (self->facts, facts->str);
  gtk_image_set_from_icon_name (self->privacy_icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->privacy_icon), icon != NULL);
  gtk_widget_set_visible (self->group_icon, pf_board_item_is_group (self->board));
}

static void
show_edit (PfBoardHead *self)
{
  const char *reason
      = self->board != NULL ? pf_board_words_for_no_edit (self->board, self->connection) : NULL;

  gtk_widget_set_sensitive (self->edit, self->board != NULL && reason == NULL);
  gtk_widget_set_tooltip_text (self->edit, reason != NULL ? reason : _ ("Edit Board"));
}

/**
 * pf_board_head_set_board:
 * @self: a head
 * @board: the board
 * @n_sections: as far as they are known
 */
void
pf_board_head_set_board (PfBoardHead *self, PfBoardItem *board, guint n_sections)
{
  g_autofree char *name = pf_text_clean (pf_board_item_get_name (board));
  g_autofree char *description = pf_text_clean (pf_board_item_get_description (board));

  g_set_object (&self->board, board);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->description, description);
  gtk_widget_set_visible (GTK_WIDGET (self->description), *description != '\0');
  show_facts (self, n_sections);
  /* One that was just made is not at the service yet. */
  gtk_widget_set_visible (self->numbers, pf_board_item_get_board (board) != NULL);
  show_edit (self);
  show_star (self);
}

static void
pf_board_head_dispose (GObject *object)
{
  PfBoardHead *self = PF_BOARD_HEAD (object);

  g_clear_object (&self->board);
  g_clear_object (&self->connection);
  g_clear_object (&self->favourites);
  G_OBJECT_CLASS (pf_board_head_parent_class)->dispose (object);
}

static void
pf_board_head_class_init (PfBoardHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_head_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/pins/pf-board-head.ui");
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, name);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, star);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, numbers);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, edit);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, more);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, description);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, privacy_icon);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, group_icon);
  gtk_widget_class_bind_template_child (widget_class, PfBoardHead, facts);
  gtk_widget_class_bind_template_callback (widget_class, star_toggled);
  gtk_widget_class_bind_template_callback (widget_class, numbers_clicked);
  gtk_widget_class_bind_template_callback (widget_class, edit_clicked);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, edit_pressed, NULL);
}

static void
pf_board_head_init (PfBoardHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->more, fill_more, self, NULL);
  pf_popup_add (GTK_WIDGET (self), make_menu, NULL);
}

/**
 * pf_board_head_new:
 * @window: the window it goes into
 * @connection: whose board
 *
 * Returns: (transfer floating): a head that shows no board yet
 */
GtkWidget *
pf_board_head_new (PfWindow *window, PfConnection *connection)
{
  PfBoardHead *self = g_object_new (PF_TYPE_BOARD_HEAD, NULL);

  self->window = window;
  self->connection = g_object_ref (connection);
  self->favourites
      = g_object_ref (pf_workspace_get_favourites (pf_window_get_workspace (window), connection));
  g_signal_connect_object (self->favourites, "items-changed", G_CALLBACK (show_star), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::scopes-granted", G_CALLBACK (show_edit), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
