/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfPopupFunc:
 * @widget: as given to pf_popup_add()
 * @picked: (nullable): the widget under the pointer; %NULL: the one with the focus is meant
 * @user_data: as given
 *
 * Returns: (transfer floating) (nullable): the menu for it
 */
typedef GtkWidget *(*PfPopupFunc) (GtkWidget *widget, GtkWidget *picked, gpointer user_data);

void pf_popup_point_at (GtkPopover *popover, const GdkRectangle *place);
void pf_popup_show (GtkWidget *popover, GtkWidget *near, const GdkRectangle *at);
void pf_popup_show_menu (GtkWidget *popover, GtkWidget *near, double x, double y);
void pf_popup_add (GtkWidget *widget, PfPopupFunc func, gpointer user_data);

G_END_DECLS
