/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_WALL_MAX_BADGES 6

/* A pill at the lower left of the picture: a sign, some letters, or both. */
typedef struct
{
  const char *icon; /* nullable, static */
  char *text;       /* nullable */
  char *words;      /* nullable: what it means, in the tooltip */
} PfWallBadge;

/**
 * PfWallTile:
 * @title: (nullable): shown under the picture
 * @note: (nullable): one line more, in place of the last line of @title
 * @label: what assistive technology says
 * @description: (nullable): more of it: what is on the picture
 * @client: (nullable): whose picture, with @url
 * @url: (nullable): address of the rendition to show
 * @blob: (nullable): or sha256 of a picture of ours
 * @badges: of these the first two are shown, and how many more there are
 * @n_badges: how many
 * @is_untitled: whether @title is only said in place of one
 * @is_pending: whether it is only on its way, and shown fainter
 * @is_advice: whether @note wants something of the person
 *
 * What a wall shows of an item in view. Filled in by the page; the strings are owned.
 */
typedef struct
{
  char *title;
  char *note;
  char *label;
  char *description;
  PfClient *client;
  char *url;
  char *blob;
  PfWallBadge badges[PF_WALL_MAX_BADGES];
  guint n_badges;
  guint is_untitled : 1;
  guint is_pending : 1;
  guint is_advice : 1;
} PfWallTile;

void
pf_wall_tile_add_badge (PfWallTile *self, const char *icon, const char *text, const char *words);
void pf_wall_tile_clear (PfWallTile *self);

G_END_DECLS
