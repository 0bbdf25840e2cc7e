/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-wrap-buttons"

#include "config.h"

#include "app/widgets/pf-wrap-buttons.h"

/**
 * pf_wrap_buttons:
 * @root: a widget with all that is in it
 *
 * Lets the words on buttons go on in a second line where there is no room for them, as in a
 * narrow window with large text. GTK has "can-shrink" from 4.12 on, which cuts them instead.
 */
void
pf_wrap_buttons (GtkWidget *root)
{
  GtkWidget *label = GTK_IS_BUTTON (root) ? gtk_button_get_child (GTK_BUTTON (root)) : NULL;

  if (GTK_IS_LABEL (label))
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    pf_wrap_buttons (child);
}
