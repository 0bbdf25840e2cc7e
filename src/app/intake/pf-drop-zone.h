/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hands/pf-drop-place.h"

G_BEGIN_DECLS

/**
 * PfDropZoneFunc:
 * @widget: where something is dropped
 * @user_data: as given
 *
 * Returns: (transfer full) (nullable): local UUID of the board under it, or
 *   %NULL for drafts without a board
 */
typedef char *(*PfDropZoneFunc) (GtkWidget *widget, gpointer user_data);

/**
 * PfDropMarkFunc:
 * @widget: what somebody hovers over
 * @place: (nullable): what would take it; %NULL for nothing any more
 * @user_data: as given
 *
 * Shows which part of @widget would take what is dragged.
 *
 * Returns: whether it does; else the whole is outlined
 */
typedef gboolean (*PfDropMarkFunc) (GtkWidget *widget,
                                    const PfDropPlace *place,
                                    gpointer user_data);

void pf_drop_zone_add (GtkWidget *widget, PfDropZoneFunc board, gpointer user_data);
void pf_drop_zone_add_places (GtkWidget *widget,
                              PfDropPlaceFunc place,
                              PfDropMarkFunc mark,
                              gpointer user_data);

G_END_DECLS
