/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_WALL_CELL (pf_wall_cell_get_type ())
G_DECLARE_FINAL_TYPE (PfWallCell, pf_wall_cell, PF, WALL_CELL, GtkWidget)

GtkWidget *pf_wall_cell_new (void);
void pf_wall_cell_set_tile (
    PfWallCell *self, guint position, guint n_tiles, const char *label, const char *description);
void pf_wall_cell_set_selected (PfWallCell *self, gboolean selected);
void pf_wall_cell_set_idle (PfWallCell *self, gboolean idle);
guint pf_wall_cell_get_position (PfWallCell *self);

G_END_DECLS
