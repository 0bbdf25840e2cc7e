/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/wall/pf-wall.h"

#include "core/account/pf-connection.h"
#include "core/model/pf-items.h"

G_BEGIN_DECLS

void
pf_pin_describe (PfConnection *connection, PfPinItem *item, int device_width, PfWallTile *tile);
guint pf_pin_find (GListModel *pins, const char *typed, guint from);
const char *pf_pin_item_get_picture_url (PfPinItem *item, int device_width);

G_END_DECLS
