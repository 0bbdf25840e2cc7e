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
