/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-layout.h"

#include <stdlib.h>
#include <string.h>

/* Tiles that are placed between two rebasings of the keys of the columns. */
#define STRETCH 4096
#define KEY_SHIFT 4

/*
 * Each tile goes to the shortest column, the leftmost of equals. The height of the shortest
 * column never falls while tiles are placed, so within a group the tops of the tiles never
 * fall either: one binary search over them finds what is in view, and no index of columns is
 * needed. What stands before a place is all that the rest depends on, and is read off the
 * last tiles before it: appending never moves anything.
 */
typedef struct
{
  gint32 y; /* within the tiles of its group */
  guint16 height;
  guint16 column;
} Tile;

typedef struct
{
  guint start, end;
  int header; /* height */
  int y;      /* of the header, in the wall */
  int height; /* of the tiles */
  int tallest;
} Group;

struct _PfWallLayout
{
  PfWallMetrics metrics;
  guint n_columns;
  int column_width;
  int left;       /* of the first column */
  GArray *ratios; /* of float: height / width */
  GArray *tiles;  /* of Tile */
  GArray *groups; /* of Group; never none */
  int height;
};

#define tile_at(self, i) (&((Tile *)(gpointer)(self)->tiles->data)[i])
#define group_at(self, i) (&((Group *)(gpointer)(self)->groups->data)[i])

G_STATIC_ASSERT (sizeof (Tile) == 8);
G_STATIC_ASSERT (PF_WALL_MAX_COLUMNS < 1 << KEY_SHIFT);

static inline float
clamp_ratio (float aspect)
{
  /* Also when it is not a number. */
  return aspect > 0 ? CLAMP (1 / aspect, PF_WALL_FLATTEST, PF_WALL_TALLEST) : 1;
}

/* How high the columns are above tile @to of a group. */
static void
read_columns (PfWallLayout *self, guint start, guint to, int *bottoms)
{
  guint left = self->n_columns;

  for (guint c = 0; c < self->n_columns; c++)
    bottoms[c] = -1;
  for (guint i = to; i > start && left > 0; i--)
    {
      const Tile *tile = tile_at (self, i - 1);

      if (bottoms[tile->column] >= 0)
        continue;
      bottoms[tile->column] = tile->y + tile->height + self->metrics.gap;
      left--;
    }
  for (guint c = 0; c < self->n_columns; c++)
    bottoms[c] = MAX (0, bottoms[c]);
}

/*
 * The columns as sorted keys: height over the base of this stretch and, below it, the number,
 * so that the first is the leftmost of the shortest. A tile takes the first and puts it back
 * in its order; with a constant number of columns the keys stay in registers and all of them
 * move at once, without a branch.
 */
static inline __attribute__ ((always_inline)) int
place_in (PfWallLayout *self, guint from, guint to, int base, guint32 *sorted, const guint n)
{
  guint32 keys[PF_WALL_MAX_COLUMNS];
  const float *ratios = (const float *)(gpointer)self->ratios->data;
  float width = (float)self->column_width;
  int caption = self->metrics.caption, tallest = 0;
  guint32 gap = (guint32)self->metrics.gap;
  Tile *tiles = tile_at (self, 0);

#pragma GCC unroll 16
  for (guint c = 0; c < n; c++)
    keys[c] = sorted[c];
  for (guint i = from; i < to; i++)
    {
      int height = (int)(ratios[i] * width + 0.5f) + caption;
      guint32 key = keys[0];

      tiles[i].y = base + (int)(key >> KEY_SHIFT);
      tiles[i].height = (guint16)height;
      tiles[i].column = key & ((1 << KEY_SHIFT) - 1);
      tallest = MAX (tallest, height);
      key += ((guint32)height + gap) << KEY_SHIFT;
      keys[0] = MIN (keys[1], key);
#pragma GCC unroll 16
      for (guint c = 1; c < n - 1; c++)
        keys[c] = MIN (keys[c + 1], MAX (keys[c], key));
      keys[n - 1] = MAX (keys[n - 1], key);
    }
#pragma GCC unroll 16
  for (guint c = 0; c < n; c++)
    sorted[c] = keys[c];
  return tallest;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;

  return (one > other) - (one < other);
}

/* Returns the height of the tallest. */
static int
place_stretch (PfWallLayout *self, guint from, guint to, int *bottoms)
{
  guint32 keys[PF_WALL_MAX_COLUMNS];
  guint n = self->n_columns;
  int base = bottoms[0], tallest = 0;

  for (guint c = 1; c < n; c++)
    base = MIN (base, bottoms[c]);
  for (guint c = 0; c < n; c++)
    keys[c] = (guint32)(bottoms[c] - base) << KEY_SHIFT | c;
  qsort (keys, n, sizeof *keys, compare_keys);
  switch (n)
    {
#define COLUMNS(number)                                                                            \
  case number:                                                                                     \
    tallest = place_in (self, from, to, base, keys, number);                                       \
    break;
      COLUMNS (2)
      COLUMNS (3)
      COLUMNS (4)
      COLUMNS (5)
      COLUMNS (6)
      COLUMNS (7)
      COLUMNS (8)
      COLUMNS (9)
      COLUMNS (10)
      COLUMNS (11)
      COLUMNS (12)
      COLUMNS (13)
      COLUMNS (14)
      COLUMNS (15)
#undef COLUMNS
    default:
      g_assert_not_reached ();
    }
  for (guint c = 0; c < n; c++)
    bottoms[keys[c] & ((1 << KEY_SHIFT) - 1)] = base + (int)(keys[c] >> KEY_SHIFT);
  return tallest;
}

/* Places what comes from @from on in a group; what stands before it stays. */
static void
place (PfWallLayout *self, Group *group, guint from)
{
  int bottoms[PF_WALL_MAX_COLUMNS];

  if (from == group->start)
    group->tallest = 0;
  read_columns (self, group->start, from, bottoms);
  for (guint i = from; i < group->end; i += STRETCH)
    {
      int tallest = place_stretch (self, i, MIN (i + STRETCH, group->end), bottoms);

      group->tallest = MAX (group->tallest, tallest);
    }
  group->height = 0;
  for (guint c = 0; c < self->n_columns; c++)
    group->height = MAX (group->height, bottoms[c] - self->metrics.gap);
}

static void
stack_groups (PfWallLayout *self)
{
  const PfWallMetrics *metrics = &self->metrics;
  int y = metrics->margin;

  if (metrics->top > 0)
    y = metrics->top;
  for (guint g = 0; g < self->groups->len; g++)
    {
      Group *group = group_at (self, g);

      /* What has nothing to show takes no room. */
      if (g > 0 && (group->header > 0 || group->end > group->start))
        y += metrics->group_gap;
      group->y = y;
      y += group->header + group->height;
    }
  self->height = y + metrics->margin;
}

static void
divide (PfWallLayout *self)
{
  const PfWallMetrics *metrics = &self->metrics;
  int room = MAX (metrics->width - 2 * metrics->margin, 1);
  int n = (room + metrics->gap) / MAX (metrics->column + metrics->gap, 1);

  /* Two columns are never one (ui.md, Window). */
  n = CLAMP (n, 2, PF_WALL_MAX_COLUMNS);
  self->n_columns = (guint)n;
  self->column_width = MAX ((room - (n - 1) * metrics->gap) / n, 1);
  /* What is left over of whole pixels goes to both edges. */
  self->left
      = metrics->margin + MAX (0, room - n * self->column_width - (n - 1) * metrics->gap) / 2;
}

/**
 * pf_wall_layout_new:
 *
 * A masonry: where each of many tiles stands, by their shapes alone. Knows nothing of
 * widgets. Keeps 12 bytes a tile.
 *
 * Returns: (transfer full): a layout without tiles
 */
PfWallLayout *
pf_wall_layout_new (void)
{
  PfWallLayout *self = g_new0 (PfWallLayout, 1);
  Group only = { 0 };

  self->ratios = g_array_new (FALSE, FALSE, sizeof (float));
  self->tiles = g_array_new (FALSE, FALSE, sizeof (Tile));
  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_array_append_val (self->groups, only);
  self->metrics = (PfWallMetrics){ .width = 1000, .column = 236, .gap = 12, .margin = 24 };
  divide (self);
  stack_groups (self);
  return self;
}

/**
 * pf_wall_layout_free:
 * @self: (transfer full): a layout
 *
 * Frees it.
 */
void
pf_wall_layout_free (PfWallLayout *self)
{
  g_array_unref (self->ratios);
  g_array_unref (self->tiles);
  g_array_unref (self->groups);
  g_free (self);
}

/**
 * pf_wall_layout_set_metrics:
 * @self: a layout
 * @metrics: the measures from now on
 *
 * Places all tiles anew where that is needed.
 *
 * Returns: whether any tile may stand elsewhere now
 */
gboolean
pf_wall_layout_set_metrics (PfWallLayout *self, const PfWallMetrics *metrics)
{
  PfWallMetrics old = self->metrics;
  guint n_columns = self->n_columns;
  int column_width = self->column_width, left = self->left;

  self->metrics = *metrics;
  divide (self);
  if (n_columns != self->n_columns || column_width != self->column_width || old.gap != metrics->gap
      || old.caption != metrics->caption)
    for (guint g = 0; g < self->groups->len; g++)
      place (self, group_at (self, g), group_at (self, g)->start);
  else if (left == self->left && old.margin == metrics->margin && old.top == metrics->top
           && old.group_gap == metrics->group_gap && old.rtl == metrics->rtl
           && old.width == metrics->width)
    return FALSE;
  stack_groups (self);
  return TRUE;
}

/**
 * pf_wall_layout_get_metrics:
 * @self: a layout
 *
 * Returns: (transfer none): its measures
 */
const PfWallMetrics *
pf_wall_layout_get_metrics (PfWallLayout *self)
{
  return &self->metrics;
}

static void
splice_array (GArray *array, guint position, guint n_removed, guint n_added)
{
  gsize size = g_array_get_element_size (array);
  guint len = array->len, tail = len - position - n_removed;

  if (n_added > n_removed)
    g_array_set_size (array, len + n_added - n_removed);
  /* An array without anything has no memory yet, and memmove() takes no NULL. */
  if (tail > 0)
    memmove (array->data + (position + n_added) * size, array->data + (position + n_removed) * size,
             tail * size);
  if (n_added < n_removed)
    g_array_set_size (array, len + n_added - n_removed);
}

/* The group that began with that tile and had any. */
static const Group *
find_old (const GArray *groups, guint start, guint *hint)
{
  const Group *all = (const Group *)(gconstpointer)groups->data;

  while (*hint < groups->len && (all[*hint].start < start || all[*hint].start == all[*hint].end))
    (*hint)++;
  return *hint < groups->len && all[*hint].start == start ? &all[*hint] : NULL;
}

/* Up to where the tiles of a group stand already where they belong. */
static guint
find_kept (const Group *group, const Group *old, guint position, guint n_removed, guint n_added)
{
  guint kept;

  if (old == NULL)
    return group->start;
  if (group->start < position)
    kept = MIN (old->end, position);
  else
    kept = old->end - n_removed + n_added;
  return MIN (kept, group->end);
}

/**
 * pf_wall_layout_splice:
 * @self: a layout
 * @position: where tiles came or went
 * @n_removed: how many went
 * @aspects: (nullable): width / height of the first that came
 * @stride: bytes from one aspect to the next
 * @n_added: how many came
 * @groups: (array length=n_groups): the groups as they are after it, starts never falling,
 *   the first 0
 * @n_groups: at least 1
 *
 * Places what comes from @position on in its group; other groups are only shifted, unless
 * their borders moved. With nothing removed and nothing added only the groups are others.
 */
void
pf_wall_layout_splice (PfWallLayout *self,
                       guint position,
                       guint n_removed,
                       const float *aspects,
                       gsize stride,
                       guint n_added,
                       const PfWallGroup *groups,
                       guint n_groups)
{
  g_autoptr (GArray) old_groups = g_steal_pointer (&self->groups);
  guint n_tiles = self->tiles->len - n_removed + n_added;
  guint hint = 0;
  float *ratios;

  g_return_if_fail (position + n_removed <= self->tiles->len);
  g_return_if_fail (n_groups > 0 && groups[0].start == 0);
  if (n_removed == 0 && n_added == 0)
    position = n_tiles;
  splice_array (self->ratios, position, n_removed, n_added);
  splice_array (self->tiles, position, n_removed, n_added);
  ratios = (float *)(gpointer)self->ratios->data + position;
  for (guint i = 0; i < n_added; i++)
    ratios[i] = clamp_ratio (*(const float *)(gconstpointer)((const char *)aspects + i * stride));

  self->groups = g_array_sized_new (FALSE, FALSE, sizeof (Group), n_groups);
  for (guint g = 0; g < n_groups; g++)
    {
      Group group = { .start = MIN (groups[g].start, n_tiles),
                      .end = g + 1 < n_groups ? MIN (groups[g + 1].start, n_tiles) : n_tiles,
                      .header = groups[g].header };
      const Group *old = NULL;
      guint kept;

      /* Groups before the change began where they begin now, those behind it were shifted. */
      if (group.start < position)
        old = find_old (old_groups, group.start, &hint);
      else if (group.start >= position + n_added)
        old = find_old (old_groups, group.start + n_removed - n_added, &hint);
      kept = find_kept (&group, old, position, n_removed, n_added);
      if (old != NULL)
        {
          group.tallest = old->tallest;
          group.height = old->height;
        }
      if (group.start == group.end)
        group.height = group.tallest = 0;
      else if (old == NULL || kept < group.end || group.end - group.start != old->end - old->start)
        place (self, &group, kept);
      g_array_append_val (self->groups, group);
    }
  stack_groups (self);
}

/**
 * pf_wall_layout_update:
 * @self: a layout
 * @first: the first tile whose shape may be another
 * @n: how many
 * @aspects: (array length=n): width / height of each
 * @stride: bytes from one to the next
 *
 * Returns: whether any tile may stand elsewhere now
 */
gboolean
pf_wall_layout_update (PfWallLayout *self, guint first, guint n, const float *aspects, gsize stride)
{
  float *ratios = (float *)(gpointer)self->ratios->data;
  gboolean changed = FALSE;
  guint g = 0;

  g_return_val_if_fail (first + n <= self->tiles->len, FALSE);
  for (guint i = first; i < first + n; i++)
    {
      const char *at = (const char *)aspects + (i - first) * stride;
      float ratio = clamp_ratio (*(const float *)(gconstpointer)at);
      guint last;

      if (G_APPROX_VALUE (ratio, ratios[i], 1e-6f))
        continue;
      ratios[i] = ratio;
      changed = TRUE;
      while (group_at (self, g)->end <= i)
        g++;
      /* The rest of this group is placed once, with all that changed in it. */
      last = MIN (group_at (self, g)->end, first + n);
      for (guint j = i + 1; j < last; j++)
        {
          at = (const char *)aspects + (j - first) * stride;
          ratios[j] = clamp_ratio (*(const float *)(gconstpointer)at);
        }
      place (self, group_at (self, g), i);
      i = last - 1;
    }
  if (changed)
    stack_groups (self);
  return changed;
}

/**
 * pf_wall_layout_get_n_tiles:
 * @self: a layout
 *
 * Returns: how many tiles there are
 */
guint
pf_wall_layout_get_n_tiles (PfWallLayout *self)
{
  return self->tiles->len;
}

/**
 * pf_wall_layout_get_n_columns:
 * @self: a layout
 *
 * Returns: 2 to %PF_WALL_MAX_COLUMNS
 */
guint
pf_wall_layout_get_n_columns (PfWallLayout *self)
{
  return self->n_columns;
}

/**
 * pf_wall_layout_get_column_width:
 * @self: a layout
 *
 * Returns: how wide each tile is
 */
int
pf_wall_layout_get_column_width (PfWallLayout *self)
{
  return self->column_width;
}

/**
 * pf_wall_layout_get_height:
 * @self: a layout
 *
 * Returns: height of all
 */
int
pf_wall_layout_get_height (PfWallLayout *self)
{
  return self->height;
}

static guint
find_group_of (PfWallLayout *self, guint position)
{
  guint low = 0, high = self->groups->len;

  /* The last that begins at or before it: the one that is not empty. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (group_at (self, middle)->start <= position)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static int
get_column_x (PfWallLayout *self, guint column)
{
  int x = self->left + (int)column * (self->column_width + self->metrics.gap);

  return self->metrics.rtl ? self->metrics.width - x - self->column_width : x;
}

/**
 * pf_wall_layout_get_rect:
 * @self: a layout
 * @position: a tile
 * @rect: (out): where it stands, caption included
 */
void
pf_wall_layout_get_rect (PfWallLayout *self, guint position, PfWallRect *rect)
{
  const Group *group;
  const Tile *tile;

  g_return_if_fail (position < self->tiles->len);
  group = group_at (self, find_group_of (self, position));
  tile = tile_at (self, position);
  *rect = (PfWallRect){ .x = get_column_x (self, tile->column),
                        .y = group->y + group->header + tile->y,
                        .width = self->column_width,
                        .height = tile->height };
}

/**
 * pf_wall_layout_get_n_groups:
 * @self: a layout
 *
 * Returns: at least 1
 */
guint
pf_wall_layout_get_n_groups (PfWallLayout *self)
{
  return self->groups->len;
}

/**
 * pf_wall_layout_get_header:
 * @self: a layout
 * @group: number of a group
 * @rect: (out): where its header stands; height 0 without one
 */
void
pf_wall_layout_get_header (PfWallLayout *self, guint group, PfWallRect *rect)
{
  g_return_if_fail (group < self->groups->len);
  *rect = (PfWallRect){ .x = self->metrics.margin,
                        .y = group_at (self, group)->y,
                        .width = MAX (0, self->metrics.width - 2 * self->metrics.margin),
                        .height = group_at (self, group)->header };
}

/**
 * pf_wall_layout_get_group:
 * @self: a layout
 * @group: number of a group
 * @rect: (out): where it stands, header and tiles
 */
void
pf_wall_layout_get_group (PfWallLayout *self, guint group, PfWallRect *rect)
{
  pf_wall_layout_get_header (self, group, rect);
  rect->height += group_at (self, group)->height;
}

/**
 * pf_wall_layout_find_group:
 * @self: a layout
 * @y: a height in the wall
 *
 * Returns: the last group that begins at or above @y, or the first
 */
guint
pf_wall_layout_find_group (PfWallLayout *self, int y)
{
  guint low = 0, high = self->groups->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (group_at (self, middle)->y <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* The first tile of a group whose top is at or below @y, within its tiles. */
static guint
find_top (PfWallLayout *self, const Group *group, int y)
{
  guint low = group->start, high = group->end;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (tile_at (self, middle)->y < y)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pf_wall_layout_find_tiles:
 * @self: a layout
 * @top: from this height on
 * @bottom: to just above this one
 * @positions: (element-type guint): is filled with the tiles that have a part in between,
 *   in their order
 */
void
pf_wall_layout_find_tiles (PfWallLayout *self, int top, int bottom, GArray *positions)
{
  g_array_set_size (positions, 0);
  for (guint g = pf_wall_layout_find_group (self, top); g < self->groups->len; g++)
    {
      const Group *group = group_at (self, g);
      int origin = group->y + group->header;

      if (group->y >= bottom)
        break;
      for (guint i = find_top (self, group, top - origin - group->tallest); i < group->end; i++)
        {
          const Tile *tile = tile_at (self, i);

          if (tile->y >= bottom - origin)
            break;
          if (tile->y + tile->height > top - origin)
            g_array_append_val (positions, i);
        }
    }
}

/**
 * pf_wall_layout_find_tile_at:
 * @self: a layout
 * @x: across the wall
 * @y: down the wall
 *
 * Returns: the tile there, or %PF_WALL_NO_TILE
 */
guint
pf_wall_layout_find_tile_at (PfWallLayout *self, int x, int y)
{
  const Group *group = group_at (self, pf_wall_layout_find_group (self, y));
  int inside = y - group->y - group->header;

  for (guint i = find_top (self, group, inside - group->tallest); i < group->end; i++)
    {
      const Tile *tile = tile_at (self, i);
      int left = get_column_x (self, tile->column);

      if (tile->y > inside)
        break;
      if (tile->y + tile->height > inside && x >= left && x < left + self->column_width)
        return i;
    }
  return PF_WALL_NO_TILE;
}

/* The last tile of a column whose top is at or above @y, within a group that has tiles. While
 * a group does not fill its first row, the columns past its end have none: its last then. */
static guint
find_in_column (PfWallLayout *self, const Group *group, guint column, int y)
{
  guint n = group->end - group->start;

  if (column >= n)
    return group->end - 1;
  for (guint i = find_top (self, group, y + 1); i > group->start; i--)
    if (tile_at (self, i - 1)->column == column)
      return i - 1;
  return group->start + column;
}

static guint
move_vertically (PfWallLayout *self, guint from, guint g, gboolean down)
{
  const Group *group = group_at (self, g);
  guint column = tile_at (self, from)->column;

  if (down)
    {
      for (guint i = from + 1; i < group->end; i++)
        if (tile_at (self, i)->column == column)
          return i;
      while (++g < self->groups->len)
        if (group_at (self, g)->end > group_at (self, g)->start)
          return find_in_column (self, group_at (self, g), column, 0);
    }
  else
    {
      for (guint i = from; i > group->start; i--)
        if (tile_at (self, i - 1)->column == column)
          return i - 1;
      while (g-- > 0)
        if (group_at (self, g)->end > group_at (self, g)->start)
          return find_in_column (self, group_at (self, g), column, G_MAXINT - 1);
    }
  return from;
}

static guint
move_sideways (PfWallLayout *self, guint from, guint g, gboolean forward)
{
  const Tile *tile = tile_at (self, from);
  const Group *group = group_at (self, g);
  guint column = tile->column;

  if (forward ? column + 1 >= MIN (self->n_columns, group->end - group->start) : column == 0)
    return from;
  return find_in_column (self, group, forward ? column + 1 : column - 1,
                         tile->y + tile->height / 2);
}

static guint
move_by_page (PfWallLayout *self, guint from, guint g, gboolean down, int page)
{
  const Group *group = group_at (self, g);
  guint column = tile_at (self, from)->column;
  int y = group->y + group->header + tile_at (self, from)->y + (down ? page : -page);
  guint to, target = pf_wall_layout_find_group (self, y);

  while (target > 0 && group_at (self, target)->start == group_at (self, target)->end)
    target--;
  group = group_at (self, target);
  if (group->start == group->end)
    return from;
  to = find_in_column (self, group, column, y - group->y - group->header);
  /* One step at least, however small the page is. */
  if (down ? to <= from : to >= from)
    return move_vertically (self, from, g, down);
  return to;
}

/**
 * pf_wall_layout_move:
 * @self: a layout
 * @from: a tile
 * @move: where to
 * @page: height of a page
 *
 * The neighbour by geometry: up and down stay in the column, left and right go to the tile
 * beside the middle.
 *
 * Returns: the tile there; @from where there is none
 */
guint
pf_wall_layout_move (PfWallLayout *self, guint from, PfWallMove move, int page)
{
  guint g;

  g_return_val_if_fail (from < self->tiles->len, PF_WALL_NO_TILE);
  g = find_group_of (self, from);
  switch (move)
    {
    case PF_WALL_LEFT:
    case PF_WALL_RIGHT:
      return move_sideways (self, from, g, (move == PF_WALL_RIGHT) != self->metrics.rtl);
    case PF_WALL_UP:
    case PF_WALL_DOWN:
      return move_vertically (self, from, g, move == PF_WALL_DOWN);
    case PF_WALL_PAGE_UP:
    case PF_WALL_PAGE_DOWN:
      return move_by_page (self, from, g, move == PF_WALL_PAGE_DOWN, page);
    case PF_WALL_HOME:
      return 0;
    case PF_WALL_END:
      return self->tiles->len - 1;
    default:
      return from;
    }
}
