/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-menu-button.h"

/**
 * pf_menu_button_fill:
 * @button: a menu button with a child
 *
 * Lets the child have the button's whole width. GTK 4.8 puts it into a box of
 * its own that is centred, with no property to say otherwise.
 */
void
pf_menu_button_fill (GtkMenuButton *button)
{
  GtkWidget *child = gtk_menu_button_get_child (button);
  GtkWidget *parent = child != NULL ? gtk_widget_get_parent (child) : NULL;

  if (GTK_IS_BOX (parent))
    gtk_widget_set_halign (parent, GTK_ALIGN_FILL);
  if (child != NULL)
    gtk_widget_set_hexpand (child, TRUE);
}

static void
make_popover (GtkMenuButton *button, gpointer menu)
{
  if (gtk_menu_button_get_menu_model (button) != menu)
    gtk_menu_button_set_menu_model (button, menu);
}

/**
 * pf_menu_button_set_menu:
 * @button: a menu button
 * @menu: its menu
 *
 * As gtk_menu_button_set_menu_model(), which makes all widgets of a menu at once: here that is
 * when it is opened, not before the first frame (performance.md, rule 9).
 */
void
pf_menu_button_set_menu (GtkMenuButton *button, GMenuModel *menu)
{
  gtk_menu_button_set_create_popup_func (button, make_popover, g_object_ref (menu), g_object_unref);
}
