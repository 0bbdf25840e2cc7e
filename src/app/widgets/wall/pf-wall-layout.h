/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PF_WALL_NO_TILE G_MAXUINT
#define PF_WALL_MAX_COLUMNS 15
#define PF_WALL_MIN_COLUMN 150
/* A tile is never flatter or taller than this, height / width. */
#define PF_WALL_FLATTEST 0.25f
#define PF_WALL_TALLEST 3.0f

/**
 * PfWallMetrics:
 * @width: of the whole wall
 * @column: width a column should about have; columns are as wide or a little wider
 * @gap: between tiles, both ways
 * @margin: around all
 * @caption: height under each picture
 * @top: height of what scrolls above the first group, 0 for nothing
 * @group_gap: between groups
 * @rtl: whether the first column is at the right
 *
 * All in pixels of the widget.
 */
typedef struct
{
  int width;
  int column;
  int gap;
  int margin;
  int caption;
  int top;
  int group_gap;
  gboolean rtl;
} PfWallMetrics;

/**
 * PfWallGroup:
 * @start: position of its first tile
 * @header: height of its header, 0 for none
 */
typedef struct
{
  guint start;
  int header;
} PfWallGroup;

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} PfWallRect;

typedef enum
{
  PF_WALL_LEFT,
  PF_WALL_RIGHT,
  PF_WALL_UP,
  PF_WALL_DOWN,
  PF_WALL_PAGE_UP,
  PF_WALL_PAGE_DOWN,
  PF_WALL_HOME,
  PF_WALL_END,
} PfWallMove;

typedef struct _PfWallLayout PfWallLayout;

PfWallLayout *pf_wall_layout_new (void);
void pf_wall_layout_free (PfWallLayout *self);
gboolean pf_wall_layout_set_metrics (PfWallLayout *self, const PfWallMetrics *metrics);
const PfWallMetrics *pf_wall_layout_get_metrics (PfWallLayout *self);
void pf_wall_layout_splice (PfWallLayout *self,
                            guint position,
                            guint n_removed,
                            const float *aspects,
                            gsize stride,
                            guint n_added,
                            const PfWallGroup *groups,
                            guint n_groups);
gboolean pf_wall_layout_update (
    PfWallLayout *self, guint first, guint n, const float *aspects, gsize stride);

guint pf_wall_layout_get_n_tiles (PfWallLayout *self);
guint pf_wall_layout_get_n_columns (PfWallLayout *self);
int pf_wall_layout_get_column_width (PfWallLayout *self);
int pf_wall_layout_get_height (PfWallLayout *self);
void pf_wall_layout_get_rect (PfWallLayout *self, guint position, PfWallRect *rect);
guint pf_wall_layout_get_n_groups (PfWallLayout *self);
void pf_wall_layout_get_group (PfWallLayout *self, guint group, PfWallRect *rect);
void pf_wall_layout_get_header (PfWallLayout *self, guint group, PfWallRect *rect);
guint pf_wall_layout_find_group (PfWallLayout *self, int y);

void pf_wall_layout_find_tiles (PfWallLayout *self, int top, int bottom, GArray *positions);
guint pf_wall_layout_find_tile_at (PfWallLayout *self, int x, int y);
guint pf_wall_layout_move (PfWallLayout *self, guint from, PfWallMove move, int page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfWallLayout, pf_wall_layout_free)

G_END_DECLS
