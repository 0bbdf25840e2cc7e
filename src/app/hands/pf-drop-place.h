/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfDropPlace:
 * @connection: (nullable): whose board; %NULL for the account the window shows
 * @board_uuid: (nullable): local UUID; %NULL for no board: drafts
 * @section_uuid: (nullable): of that board
 * @section_name: (nullable): its name, for people
 *
 * Where something would go that is dropped. Owns what it holds.
 */
typedef struct
{
  PfConnection *connection;
  char *board_uuid, *section_uuid, *section_name;
} PfDropPlace;

void pf_drop_place_clear (PfDropPlace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PfDropPlace, pf_drop_place_clear)

/**
 * PfDropPlaceFunc:
 * @widget: what somebody hovers over
 * @x: where, in its coordinates
 * @y: likewise
 * @place: (out caller-allocates): empty, to be filled in
 * @user_data: as given
 *
 * Returns: whether something can be dropped there
 */
typedef gboolean (*PfDropPlaceFunc) (
    GtkWidget *widget, double x, double y, PfDropPlace *place, gpointer user_data);

G_END_DECLS
