/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PfTileShape:
 * @aspect: width / height, more than 0
 * @color: dominant colour, 0xRRGGBB
 *
 * What a wall must know of a tile before it is in view: 8 bytes each, read in bulk.
 */
typedef struct
{
  float aspect;
  guint32 color;
} PfTileShape;

#define PF_TYPE_TILE_SOURCE (pf_tile_source_get_type ())
G_DECLARE_INTERFACE (PfTileSource, pf_tile_source, PF, TILE_SOURCE, GListModel)

/**
 * PfTileSourceInterface:
 * @read_shapes: fills in @n shapes from @first on; no allocation, no input or output
 * @read_key: the 16 bytes that name the tile for as long as it is in the list
 * @find_key: where that tile is now
 * @get_n_groups: groups under a header of their own; optional, one without
 * @get_group_start: position of the first tile of a group; groups may be empty, and
 *   starts never fall
 *
 * A list model that a wall can show: the items are temporary handles for what is in view,
 * and all else is read in bulk. `items-changed` means that tiles came or went. When only
 * the contents of tiles changed (a record was read, a pin was edited), their keys stay, and
 * `refreshed (first, n)` is emitted instead, so that selection, focus and anchor stay.
 * `groups-changed` says that the groups are others while the tiles are the same.
 *
 * Main thread only.
 */
struct _PfTileSourceInterface
{
  GTypeInterface parent_iface;
  void (*read_shapes) (PfTileSource *self, guint first, guint n, PfTileShape *shapes);
  void (*read_key) (PfTileSource *self, guint position, guint8 key[16]);
  gboolean (*find_key) (PfTileSource *self, const guint8 key[16], guint *position);
  guint (*get_n_groups) (PfTileSource *self);
  guint (*get_group_start) (PfTileSource *self, guint group);
};

void pf_tile_source_read_shapes (PfTileSource *self, guint first, guint n, PfTileShape *shapes);
void pf_tile_source_read_key (PfTileSource *self, guint position, guint8 key[16]);
gboolean pf_tile_source_find_key (PfTileSource *self, const guint8 key[16], guint *position);
guint pf_tile_source_get_n_groups (PfTileSource *self);
guint pf_tile_source_get_group_start (PfTileSource *self, guint group);
void pf_tile_source_emit_refreshed (PfTileSource *self, guint first, guint n);
void pf_tile_source_emit_groups_changed (PfTileSource *self);

G_END_DECLS
