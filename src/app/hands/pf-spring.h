/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfSpringFunc:
 * @widget: what somebody dragged something over, and stayed
 * @user_data: as given
 *
 * Opens it.
 */
typedef void (*PfSpringFunc) (GtkWidget *widget, gpointer user_data);

void pf_spring_add (GtkWidget *widget, PfSpringFunc func, gpointer user_data);

G_END_DECLS
