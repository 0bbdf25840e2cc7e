/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-cell-label.h"

/**
 * pf_cell_set_label:
 * @cell: a cell that is being bound
 * @label: what it shows, plain text
 *
 * Names a cell of a list or grid for assistive technology, which would otherwise
 * hear the name of its class. GtkListItem has a property for it from GTK 4.12 on.
 */
void
pf_cell_set_label (GtkListItem *cell, const char *label)
{
  GtkWidget *child = gtk_list_item_get_child (cell);
  GtkWidget *widget = child != NULL ? gtk_widget_get_parent (child) : NULL;

  if (widget != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
}
