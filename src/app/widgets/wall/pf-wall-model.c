/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

#include <string.h>

/* Where a tile is after a change, or nowhere. */
static guint
follow (PfWall *self, guint tile, const guint8 *key, guint position, guint n_removed, guint n_added)
{
  guint now;

  if (tile == PF_WALL_NO_TILE || tile < position)
    return tile;
  if (tile >= position + n_removed)
    return tile - n_removed + n_added;
  if (n_added > 0 && pf_tile_source_find_key (self->source, key, &now))
    return now;
  return PF_WALL_NO_TILE;
}

static void
set_anchor (PfWall *self, guint position, const guint8 *key, double part, double y)
{
  self->anchor = position;
  memcpy (self->anchor_key, key, sizeof self->anchor_key);
  self->anchor_part = part;
  self->anchor_y = y;
}

/**
 * pf_wall_drop_anchor:
 * @self: a wall
 *
 * Somebody scrolled: what is in view now is what stays from now on.
 */
void
pf_wall_drop_anchor (PfWall *self)
{
  self->anchor = PF_WALL_NO_TILE;
}

/**
 * pf_wall_hold:
 * @self: a wall
 *
 * To be called before anything moves: settles which tile stays where it is in the view. It is
 * the tile with the focus if that is in view, else the first that is whole. At the very top
 * the top stays.
 */
void
pf_wall_hold (PfWall *self)
{
  double top = pf_wall_get_value (self);
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  PfWallSlot *best = NULL;

  if (self->anchor != PF_WALL_NO_TILE || top <= 0)
    return;
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];
      double y = slot->rect.y - top;

      if (y + slot->rect.height <= 0 || y >= height)
        continue;
      if (slot->position == self->cursor && slot->cell != NULL
          && gtk_widget_has_focus (GTK_WIDGET (slot->cell)))
        {
          best = slot;
          break;
        }
      if (best == NULL || (best->rect.y < top && slot->rect.y > best->rect.y)
          || (slot->rect.y >= top && slot->rect.y < best->rect.y))
        best = slot;
    }
  if (best != NULL)
    set_anchor (self, best->position, best->key, 0, best->rect.y - top);
}

/* The anchor went: the nearest that is left takes its part. */
static void
pass_anchor_on (PfWall *self)
{
  double top = pf_wall_get_value (self), y = self->anchor_y;
  PfWallSlot *best = NULL;

  self->anchor = PF_WALL_NO_TILE;
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];

      if (best == NULL || ABS (slot->rect.y - top - y) < ABS (best->rect.y - top - y))
        best = slot;
    }
  if (best != NULL)
    set_anchor (self, best->position, best->key, 0, best->rect.y - top);
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  const PfWallSlot *one = *(PfWallSlot *const *)a, *other = *(PfWallSlot *const *)b;

  return (one->position > other->position) - (one->position < other->position);
}

static void
follow_slots (PfWall *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < self->slots->len;)
    {
      PfWallSlot *slot = self->slots->pdata[i];
      gboolean touched = slot->position >= position && slot->position < position + n_removed;

      slot->position = follow (self, slot->position, slot->key, position, n_removed, n_added);
      if (slot->position == PF_WALL_NO_TILE)
        {
          if (slot->cell != NULL)
            g_ptr_array_add (self->idle, slot->cell);
          g_ptr_array_remove_index (self->slots, i);
          continue;
        }
      if (touched)
        pf_wall_slot_describe (self, slot);
      i++;
    }
  g_ptr_array_sort (self->slots, compare_slots);
}

static float *
read_aspects (PfWall *self, guint first, guint n, PfTileShape **shapes)
{
  *shapes = g_new (PfTileShape, MAX (n, 1));
  if (n > 0)
    pf_tile_source_read_shapes (self->source, first, n, *shapes);
  return &(*shapes)->aspect;
}

/**
 * pf_wall_items_changed:
 * @self: a wall
 * @position: where
 * @n_removed: how many went
 * @n_added: how many came
 *
 * Tiles came or went.
 */
void
pf_wall_items_changed (PfWall *self, guint position, guint n_removed, guint n_added)
{
  g_autofree PfTileShape *shapes = NULL;
  g_autoptr (GArray) groups = NULL;
  guint n_tiles = self->source != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->source)) : 0;
  const float *aspects = read_aspects (self, position, n_added, &shapes);
  gboolean had_cursor = self->cursor != PF_WALL_NO_TILE;

  pf_wall_hold (self);
  groups = pf_wall_read_groups (self);
  pf_wall_layout_splice (self->layout, position, n_removed, aspects, sizeof (PfTileShape), n_added,
                         (const PfWallGroup *)(gpointer)groups->data, groups->len);
  follow_slots (self, position, n_removed, n_added);
  if (self->anchor != PF_WALL_NO_TILE)
    {
      self->anchor = follow (self, self->anchor, self->anchor_key, position, n_removed, n_added);
      if (self->anchor == PF_WALL_NO_TILE)
        pass_anchor_on (self);
    }
  self->range_from = PF_WALL_NO_TILE;
  self->hovered = self->pressed = PF_WALL_NO_TILE;
  self->scroll_to = self->scroll_to_group = PF_WALL_NO_TILE;
  self->drop_group = PF_WALL_NO_TILE;
  if (had_cursor)
    {
      guint cursor = follow (self, self->cursor, self->cursor_key, position, n_removed, n_added);

      /* What has gone had the focus: its successor gets it. */
      if (cursor == PF_WALL_NO_TILE && n_tiles > 0)
        {
          cursor = MIN (position, n_tiles - 1);
          pf_tile_source_read_key (self->source, cursor, self->cursor_key);
        }
      self->cursor = cursor;
    }
  pf_wall_stop_band (self);
  pf_wall_forget_heads (self);
  pf_wall_queue (self);
}

/**
 * pf_wall_refreshed:
 * @self: a wall
 * @first: where
 * @n: how many
 *
 * Tiles are the same and have other contents.
 */
void
pf_wall_refreshed (PfWall *self, guint first, guint n)
{
  g_autofree PfTileShape *shapes = NULL;
  const float *aspects = read_aspects (self, first, n, &shapes);

  pf_wall_hold (self);
  if (pf_wall_layout_update (self->layout, first, n, aspects, sizeof (PfTileShape)))
    pf_wall_queue (self);
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];

      if (slot->position >= first && slot->position < first + n)
        pf_wall_slot_describe (self, slot);
    }
  self->wants_changed = TRUE;
  pf_wall_queue (self);
}

/**
 * pf_wall_regroup:
 * @self: a wall
 *
 * Reads the groups anew; the tiles are the same.
 */
void
pf_wall_regroup (PfWall *self)
{
  g_autoptr (GArray) groups = NULL;

  pf_wall_hold (self);
  groups = pf_wall_read_groups (self);
  pf_wall_layout_splice (self->layout, 0, 0, NULL, sizeof (float), 0,
                         (const PfWallGroup *)(gpointer)groups->data, groups->len);
  pf_wall_queue (self);
}

/**
 * pf_wall_groups_changed:
 * @self: a wall
 *
 * Tiles are the same and their groups are others.
 */
void
pf_wall_groups_changed (PfWall *self)
{
  pf_wall_regroup (self);
  pf_wall_forget_heads (self);
}
