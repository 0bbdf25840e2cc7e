/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pins/pf-pin-wall.h"
#include "app/pins/pf-selection-bar.h"

G_BEGIN_DECLS

/* What the wall of pins does with pins: its part in pf-pin-wall-verbs.c. */
typedef struct _PfPinWallVerbs PfPinWallVerbs;

PfPinWallVerbs *pf_pin_wall_get_verbs (PfPinWall *self);
PfSelectionBar *pf_pin_wall_get_bar (PfPinWall *self);

const char *pf_pin_wall_get_board (PfPinWall *self);
void pf_pin_wall_add_drops (PfPinWall *self);
void pf_pin_wall_add_page_keys (PfPinWall *self);
void pf_pin_wall_install_verbs (GtkWidgetClass *widget_class);
PfPinWallVerbs *pf_pin_wall_verbs_new (PfPinWall *self);
void pf_pin_wall_verbs_free (PfPinWallVerbs *verbs);
void pf_pin_wall_update_verbs (PfPinWall *self);
char **pf_pin_wall_list_selected (PfPinWall *self);

G_END_DECLS
