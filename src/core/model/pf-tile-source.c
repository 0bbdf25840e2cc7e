/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-tile-source.h"

enum
{
  REFRESHED,
  GROUPS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (PfTileSource, pf_tile_source, G_TYPE_LIST_MODEL)

static void
pf_tile_source_default_init (PfTileSourceInterface *iface)
{
  /**
   * PfTileSource::refreshed:
   * @self: a tile source
   * @first: position of the first tile
   * @n: how many
   *
   * These tiles are the same as before and say something else.
   */
  signals[REFRESHED] = g_signal_new ("refreshed", PF_TYPE_TILE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  /**
   * PfTileSource::groups-changed:
   * @self: a tile source
   *
   * The groups are others; the tiles are the same.
   */
  signals[GROUPS_CHANGED] = g_signal_new ("groups-changed", PF_TYPE_TILE_SOURCE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * pf_tile_source_read_shapes:
 * @self: a tile source
 * @first: position of the first tile
 * @n: how many; @first + @n is at most the number of items
 * @shapes: (out caller-allocates) (array length=n): place for them
 *
 * Reads the shapes of many tiles at once.
 */
void
pf_tile_source_read_shapes (PfTileSource *self, guint first, guint n, PfTileShape *shapes)
{
  g_return_if_fail (PF_IS_TILE_SOURCE (self));

  if (n > 0)
    PF_TILE_SOURCE_GET_IFACE (self)->read_shapes (self, first, n, shapes);
}

/**
 * pf_tile_source_read_key:
 * @self: a tile source
 * @position: which tile
 * @key: (out caller-allocates) (array fixed-size=16): its key
 *
 * Reads the key of one tile.
 */
void
pf_tile_source_read_key (PfTileSource *self, guint position, guint8 key[16])
{
  g_return_if_fail (PF_IS_TILE_SOURCE (self));

  PF_TILE_SOURCE_GET_IFACE (self)->read_key (self, position, key);
}

/**
 * pf_tile_source_find_key:
 * @self: a tile source
 * @key: (array fixed-size=16): key of a tile
 * @position: (out) (optional): where it is
 *
 * Finds a tile again after the list changed.
 *
 * Returns: whether it is still there
 */
gboolean
pf_tile_source_find_key (PfTileSource *self, const guint8 key[16], guint *position)
{
  guint found = 0;

  g_return_val_if_fail (PF_IS_TILE_SOURCE (self), FALSE);

  if (!PF_TILE_SOURCE_GET_IFACE (self)->find_key (self, key, &found))
    return FALSE;
  if (position != NULL)
    *position = found;
  return TRUE;
}

/**
 * pf_tile_source_get_n_groups:
 * @self: a tile source
 *
 * Returns: the number of groups, at least 1
 */
guint
pf_tile_source_get_n_groups (PfTileSource *self)
{
  PfTileSourceInterface *iface;

  g_return_val_if_fail (PF_IS_TILE_SOURCE (self), 1);

  iface = PF_TILE_SOURCE_GET_IFACE (self);
  return iface->get_n_groups != NULL ? MAX (iface->get_n_groups (self), 1) : 1;
}

/**
 * pf_tile_source_get_group_start:
 * @self: a tile source
 * @group: number of a group
 *
 * Returns: the position of its first tile; where the next group starts if it is empty
 */
guint
pf_tile_source_get_group_start (PfTileSource *self, guint group)
{
  PfTileSourceInterface *iface;

  g_return_val_if_fail (PF_IS_TILE_SOURCE (self), 0);

  iface = PF_TILE_SOURCE_GET_IFACE (self);
  return group == 0 || iface->get_group_start == NULL ? 0 : iface->get_group_start (self, group);
}

/**
 * pf_tile_source_emit_refreshed:
 * @self: a tile source
 * @first: position of the first tile
 * @n: how many
 *
 * For implementations: tells that these tiles say something else now.
 */
void
pf_tile_source_emit_refreshed (PfTileSource *self, guint first, guint n)
{
  g_return_if_fail (PF_IS_TILE_SOURCE (self));

  if (n > 0)
    g_signal_emit (self, signals[REFRESHED], 0, first, n);
}

/**
 * pf_tile_source_emit_groups_changed:
 * @self: a tile source
 *
 * For implementations: tells that the groups are others now.
 */
void
pf_tile_source_emit_groups_changed (PfTileSource *self)
{
  g_return_if_fail (PF_IS_TILE_SOURCE (self));

  g_signal_emit (self, signals[GROUPS_CHANGED], 0);
}
