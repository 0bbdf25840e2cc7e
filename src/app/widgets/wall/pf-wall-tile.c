/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-tile.h"

/**
 * pf_wall_tile_add_badge:
 * @self: a tile that is being described
 * @icon: (nullable): name of a symbolic icon, static
 * @text: (nullable): a few letters
 * @words: (nullable): what it means
 *
 * Adds a badge; the most important comes first.
 */
void
pf_wall_tile_add_badge (PfWallTile *self, const char *icon, const char *text, const char *words)
{
  g_return_if_fail (self->n_badges < PF_WALL_MAX_BADGES);
  self->badges[self->n_badges++]
      = (PfWallBadge){ .icon = icon, .text = g_strdup (text), .words = g_strdup (words) };
}

/**
 * pf_wall_tile_clear:
 * @self: a tile
 *
 * Frees what it holds; it can be filled in anew.
 */
void
pf_wall_tile_clear (PfWallTile *self)
{
  g_free (self->title);
  g_free (self->note);
  g_free (self->label);
  g_free (self->description);
  g_clear_object (&self->client);
  g_free (self->url);
  g_free (self->blob);
  for (guint i = 0; i < self->n_badges; i++)
    {
      g_free (self->badges[i].text);
      g_free (self->badges[i].words);
    }
  *self = (PfWallTile){ 0 };
}
