/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"
#include "core/model/pf-items.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_TILE (pf_pin_tile_get_type ())
G_DECLARE_FINAL_TYPE (PfPinTile, pf_pin_tile, PF, PIN_TILE, GtkWidget)

GtkWidget *pf_pin_tile_new (PfPictureLoader *loader);
void pf_pin_tile_set_pin (PfPinTile *self, PfConnection *connection, PfPinItem *pin);
const char *pf_pin_item_get_picture_url (PfPinItem *item, int device_width);

G_END_DECLS
