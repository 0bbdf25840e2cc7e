/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pf_sidebar_add_account_drop (GtkWidget *row);
void pf_sidebar_add_page_spring (GtkWidget *row);
void pf_sidebar_add_account_spring (GtkMenuButton *button, GtkPopover *popover);

G_END_DECLS
