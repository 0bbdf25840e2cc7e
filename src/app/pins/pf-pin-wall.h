/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"
#include "app/pins/pf-pin-pane.h"
#include "app/widgets/wall/pf-wall.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_WALL (pf_pin_wall_get_type ())
G_DECLARE_FINAL_TYPE (PfPinWall, pf_pin_wall, PF, PIN_WALL, AdwBin)

/* See the guide in this folder's README. */
GtkWidget *pf_pin_wall_new (void);
void pf_pin_wall_set_source (PfPinWall *self,
                             PfWindow *window,
                             PfConnection *connection,
                             PfTileSource *source);
void pf_pin_wall_set_board (PfPinWall *self, const char *board_uuid);
void pf_pin_wall_set_header (PfPinWall *self, GtkWidget *header);
void pf_pin_wall_set_strip (PfPinWall *self, GtkWidget *strip);
void pf_pin_wall_set_foot (PfPinWall *self, GtkWidget *foot);
void pf_pin_wall_set_empty (PfPinWall *self, GtkWidget *empty);
void pf_pin_wall_refresh (PfPinWall *self);
void pf_pin_wall_show_pin (PfPinWall *self, guint position);

PfWindow *pf_pin_wall_get_window (PfPinWall *self);
PfConnection *pf_pin_wall_get_connection (PfPinWall *self);
PfTileSource *pf_pin_wall_get_source (PfPinWall *self);
PfWall *pf_pin_wall_get_wall (PfPinWall *self);
PfPinPane *pf_pin_wall_get_pane (PfPinWall *self);
char **pf_pin_wall_list_chosen (PfPinWall *self);
char **pf_pin_wall_list_dragged (PfPinWall *self, guint position);

G_END_DECLS
