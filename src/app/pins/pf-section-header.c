/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-section-header.h"

#include "app/activity/pf-row-words.h"
#include "app/boards/pf-section-menu.h"
#include "app/widgets/pf-popup.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* Above the pins of a section: its name, how many, and its menu. */
struct _PfSectionHeader
{
  AdwBin parent;

  GtkLabel *name;
  GtkLabel *words;
  GtkSpinner *spinner;
  GtkMenuButton *more;

  PfWindow *window; /* (unowned): it holds the wall */
  PfConnection *connection;
  PfBoardItem *board;     /* nullable before the first */
  PfSectionItem *section; /* nullable likewise */
};

G_DEFINE_FINAL_TYPE (PfSectionHeader, pf_section_header, ADW_TYPE_BIN)

static GtkWidget *
make_menu (GtkWidget *widget, GtkWidget *picked, gpointer unused)
{
  PfSectionHeader *self = PF_SECTION_HEADER (widget);

  if (self->section == NULL)
    return NULL;
  return pf_section_menu_new (self->window, self->connection, self->board, self->section);
}

static void
fill_more (GtkMenuButton *button, gpointer data)
{
  gtk_menu_button_set_popover (button, make_menu (GTK_WIDGET (data), NULL, NULL));
}

static gboolean
rename_pressed (GtkWidget *widget, GVariant *unused, gpointer data)
{
  PfSectionHeader *self = PF_SECTION_HEADER (widget);

  if (self->section != NULL)
    pf_section_rename (self->window, self->connection, self->board, self->section);
  return GDK_EVENT_STOP;
}

static gboolean
delete_pressed (GtkWidget *widget, GVariant *unused, gpointer data)
{
  PfSectionHeader *self = PF_SECTION_HEADER (widget);

  if (self->section != NULL)
    pf_section_delete (self->window, self->connection, self->board, self->section);
  return GDK_EVENT_STOP;
}

static char *
describe (PfSectionItem *section, int n_pins)
{
  PfOutboxRow *row = pf_section_item_get_row (section);

  if (row != NULL && (pf_section_item_get_section (section) == NULL || pf_row_needs_person (row)))
    return pf_row_words (row);
  if (n_pins < 0)
    return g_strdup ("");
  if (n_pins == 0)
    return g_strdup (_ ("No pins yet"));
  return g_strdup_printf (ngettext ("%'d pin", "%'d pins", (gulong)n_pins), n_pins);
}

/**
 * pf_section_header_set_section:
 * @self: a header
 * @board: the board
 * @section: one of its sections
 * @n_pins: how many pins it has; -1 when not all are known
 */
void
pf_section_header_set_section (PfSectionHeader *self,
                               PfBoardItem *board,
                               PfSectionItem *section,
                               int n_pins)
{
  PfOutboxRow *row = pf_section_item_get_row (section);
  g_autofree char *name = pf_text_clean (pf_section_item_get_name (section));
  g_autofree char *words = describe (section, n_pins);
  g_autofree char *clean = pf_text_clean (words);
  g_autofree char *label = g_strdup_printf (_ ("Section %s"), name);
  g_autofree char *more = g_strdup_printf (_ ("More about section %s"), name);

  g_set_object (&self->board, board);
  g_set_object (&self->section, section);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->words, clean);
  gtk_spinner_set_spinning (self->spinner, row != NULL && pf_row_is_moving (row));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), row != NULL && pf_row_is_moving (row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, more,
                                  -1);
}

static void
pf_section_header_dispose (GObject *object)
{
  PfSectionHeader *self = PF_SECTION_HEADER (object);

  g_clear_object (&self->board);
  g_clear_object (&self->section);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_section_header_parent_class)->dispose (object);
}

static void
pf_section_header_class_init (PfSectionHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_section_header_dispose;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, rename_pressed, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_pressed, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, delete_pressed, NULL);
}

static void
pf_section_header_init (PfSectionHeader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->name = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  pf_label_set_tooltip_when_cut (self->name);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "title-3");
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->words, 0);
  gtk_label_set_ellipsize (self->words, PANGO_ELLIPSIZE_END);
  pf_label_set_tooltip_when_cut (self->words);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "numeric");
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->more = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->more, "view-more-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "last-of-line");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->more), _ ("More About This Section"));
  gtk_menu_button_set_create_popup_func (self->more, fill_more, self, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->more));
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 6);
  adw_bin_set_child (ADW_BIN (self), box);
  pf_popup_add (GTK_WIDGET (self), make_menu, NULL);
}

/**
 * pf_section_header_new:
 * @window: the window it goes into
 * @connection: whose board
 *
 * Returns: (transfer floating): a header without a section
 */
GtkWidget *
pf_section_header_new (PfWindow *window, PfConnection *connection)
{
  PfSectionHeader *self = g_object_new (PF_TYPE_SECTION_HEADER, NULL);

  self->window = window;
  self->connection = g_object_ref (connection);
  return GTK_WIDGET (self);
}
