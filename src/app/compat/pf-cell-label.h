/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pf_cell_set_label (GtkListItem *cell, const char *label);

G_END_DECLS
