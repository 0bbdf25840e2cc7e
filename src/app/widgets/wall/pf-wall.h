/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-supply.h"
#include "app/widgets/wall/pf-wall-layout.h"
#include "app/widgets/wall/pf-wall-selection.h"
#include "app/widgets/wall/pf-wall-tile.h"

G_BEGIN_DECLS

#define PF_WALL_COLUMN 236
#define PF_WALL_COLUMN_LEAST 120
#define PF_WALL_COLUMN_MOST 400
/* Less wide than this, gaps and margins are smaller. */
#define PF_WALL_NARROW 500

#define PF_TYPE_WALL (pf_wall_get_type ())
G_DECLARE_FINAL_TYPE (PfWall, pf_wall, PF, WALL, GtkWidget)

/**
 * PfWallDescribe:
 * @wall: a wall
 * @item: what the model has there
 * @device_width: how wide the picture is shown, in device pixels
 * @tile: empty, to be filled in
 * @data: as given
 *
 * Says what to show of an item in view.
 */
typedef void (*PfWallDescribe) (
    PfWall *wall, gpointer item, int device_width, PfWallTile *tile, gpointer data);

/**
 * PfWallFind:
 * @wall: a wall
 * @typed: the letters typed, not empty
 * @from: where to begin to look
 * @data: as given
 *
 * Returns: the first tile from @from on, and then from the first on, whose title begins
 *   with them, or %PF_WALL_NO_TILE
 */
typedef guint (*PfWallFind) (PfWall *wall, const char *typed, guint from, gpointer data);

/**
 * PfWallDrag:
 * @wall: a wall
 * @position: the tile somebody begins to drag
 * @data: as given
 *
 * Returns: (transfer full) (nullable): what is dragged: the whole selection when the tile is
 *   part of it; %NULL for nothing
 */
typedef GdkContentProvider *(*PfWallDrag) (PfWall *wall, guint position, gpointer data);

/**
 * PfWallHeaders:
 * @has: whether a group has a header
 * @make: a header for any group
 * @bind: makes it show a group
 *
 * Headers of groups are widgets, made for those in view and bound to others as these leave.
 * All are equally high.
 */
typedef struct
{
  gboolean (*has) (PfWall *wall, guint group, gpointer data);
  GtkWidget *(*make) (PfWall *wall, gpointer data);
  void (*bind) (PfWall *wall, GtkWidget *header, guint group, gpointer data);
} PfWallHeaders;

GtkWidget *pf_wall_new (void);
void pf_wall_expect_size (PfWall *self, int width, int height);
void pf_wall_set_source (PfWall *self, PfTileSource *source);
PfWallSelection *pf_wall_get_selection (PfWall *self);
void pf_wall_set_pictures (PfWall *self, PfPictureSupply *pictures);
void pf_wall_set_describe (PfWall *self, PfWallDescribe describe, gpointer data);
void pf_wall_set_headers (PfWall *self, const PfWallHeaders *headers, gpointer data);
void pf_wall_set_find (PfWall *self, PfWallFind find, gpointer data);
void pf_wall_set_drag (PfWall *self, PfWallDrag drag, gpointer data);
void pf_wall_set_header (PfWall *self, GtkWidget *header);
void pf_wall_set_column_width (PfWall *self, int width);
int pf_wall_get_column_width (PfWall *self);
void pf_wall_set_title_lines (PfWall *self, guint lines);

void pf_wall_scroll_to (PfWall *self, guint position);
void pf_wall_scroll_to_top (PfWall *self);
void pf_wall_scroll_to_group (PfWall *self, guint group);
guint pf_wall_get_cursor (PfWall *self);
void pf_wall_set_cursor (PfWall *self, guint position, gboolean grab_focus);
guint pf_wall_find_tile_at (PfWall *self, double x, double y);
guint pf_wall_find_group_at (PfWall *self, double x, double y);
gboolean pf_wall_get_tile_bounds (PfWall *self, guint position, GdkRectangle *bounds);
void pf_wall_set_drop_group (PfWall *self, guint group);
void pf_wall_redescribe (PfWall *self);

/* For tests and benches. */
guint pf_wall_get_n_cells (PfWall *self);
guint pf_wall_get_drop_group (PfWall *self);

G_END_DECLS
