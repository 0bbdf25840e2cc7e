/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/wall/pf-wall.h"

G_BEGIN_DECLS

/*
 * Tiles and pictures for tests and benches of the wall: a list of any length with 24 bytes a
 * tile, and textures of one colour that are at hand at once or when a test lets them arrive.
 */
#define TYPE_WALL_SOURCE (wall_source_get_type ())
G_DECLARE_FINAL_TYPE (WallSource, wall_source, WALL, SOURCE, GObject)

WallSource *wall_source_new (guint n_tiles);
void wall_source_splice (WallSource *self, guint position, guint n_removed, guint n_added);
/* All go and the same come back, in the opposite order when @reverse. */
void wall_source_rebuild (WallSource *self, gboolean reverse);
void wall_source_refresh (WallSource *self, guint first, guint n);
void wall_source_set_aspect (WallSource *self, guint position, float aspect);
void wall_source_set_groups (WallSource *self, const guint *starts, guint n_groups);
guint wall_source_get_id (WallSource *self, guint position);
guint wall_source_find_id (WallSource *self, guint id);
/* How many items somebody holds now. */
guint wall_source_get_n_items_alive (WallSource *self);

#define TYPE_WALL_SUPPLY (wall_supply_get_type ())
G_DECLARE_FINAL_TYPE (WallSupply, wall_supply, WALL, SUPPLY, GObject)

WallSupply *wall_supply_new (gboolean at_hand);
guint wall_supply_get_n_wanted (WallSupply *self);
/* The id of a tile whose picture is wanted, by its place in the list of wishes. */
guint wall_supply_get_wanted (WallSupply *self, guint nth);
guint wall_supply_get_width (WallSupply *self);
void wall_supply_deliver (WallSupply *self, gboolean fail);

void wall_world_describe (
    PfWall *wall, gpointer item, int device_width, PfWallTile *tile, gpointer data);
GtkWidget *wall_world_window (PfWall **wall, WallSource *source, int width, int height);

G_END_DECLS
