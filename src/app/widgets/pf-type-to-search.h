/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pf_type_to_search (GtkWidget *widget, GtkSearchEntry *search);

G_END_DECLS
