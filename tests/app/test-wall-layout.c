/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/wall/pf-wall-layout.h"

#include <stdlib.h>

/* A layout, and beside it all that is needed to say what must be true of it. */
typedef struct
{
  GRand *rand;
  PfWallLayout *layout;
  GArray *aspects; /* of float */
  GArray *groups;  /* of PfWallGroup */
} World;

static World *
world_new (guint seed)
{
  World *world = g_new0 (World, 1);
  PfWallGroup first = { 0, 0 };

  world->rand = g_rand_new_with_seed (seed);
  world->layout = pf_wall_layout_new ();
  world->aspects = g_array_new (FALSE, FALSE, sizeof (float));
  world->groups = g_array_new (FALSE, FALSE, sizeof (PfWallGroup));
  g_array_append_val (world->groups, first);
  return world;
}

static void
world_free (World *world)
{
  g_rand_free (world->rand);
  pf_wall_layout_free (world->layout);
  g_array_unref (world->aspects);
  g_array_unref (world->groups);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static PfWallGroup *
group_at (World *world, guint g)
{
  return &g_array_index (world->groups, PfWallGroup, g);
}

static float
random_aspect (World *world)
{
  switch (g_rand_int_range (world->rand, 0, 12))
    {
    case 0:
      return 0;
    case 1:
      return 100;
    case 2:
      return 0.001f;
    case 3:
      return -1;
    default:
      return (float)g_rand_double_range (world->rand, 0.4, 2);
    }
}

static void
set_metrics (World *world)
{
  PfWallMetrics metrics = {
    .width = g_rand_int_range (world->rand, 330, 3000),
    .column = g_rand_int_range (world->rand, 120, 401),
    .gap = g_rand_boolean (world->rand) ? 8 : 12,
    .margin = g_rand_boolean (world->rand) ? 12 : 24,
    .caption = g_rand_boolean (world->rand) ? 0 : g_rand_int_range (world->rand, 1, 60),
    .top = g_rand_boolean (world->rand) ? 0 : g_rand_int_range (world->rand, 1, 300),
    .group_gap = g_rand_int_range (world->rand, 0, 30),
    .rtl = g_rand_boolean (world->rand),
  };

  pf_wall_layout_set_metrics (world->layout, &metrics);
}

/* As many come and go, and the groups behind are shifted by it as a model's would be. */
static void
splice (World *world, guint position, guint n_removed, guint n_added)
{
  g_autofree float *added = g_new (float, n_added + 1);

  for (guint i = 0; i < n_added; i++)
    added[i] = random_aspect (world);
  g_array_remove_range (world->aspects, position, n_removed);
  g_array_insert_vals (world->aspects, position, added, n_added);
  for (guint g = 1; g < world->groups->len; g++)
    {
      PfWallGroup *group = group_at (world, g);

      if (group->start >= position + n_removed)
        group->start = group->start - n_removed + n_added;
      else if (group->start > position)
        group->start = position + (guint)g_rand_int_range (world->rand, 0, (gint32)n_added + 1);
    }
  for (guint g = 1; g < world->groups->len; g++)
    group_at (world, g)->start = MAX (group_at (world, g)->start, group_at (world, g - 1)->start);
  pf_wall_layout_splice (world->layout, position, n_removed, added, sizeof (float), n_added,
                         group_at (world, 0), world->groups->len);
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  guint one = ((const PfWallGroup *)a)->start, other = ((const PfWallGroup *)b)->start;

  return one < other ? -1 : one > other;
}

static void
regroup (World *world, guint n)
{
  g_array_set_size (world->groups, n);
  for (guint g = 0; g < n; g++)
    *group_at (world, g) = (PfWallGroup){
      .start
      = g == 0 ? 0 : (guint)g_rand_int_range (world->rand, 0, (gint32)world->aspects->len + 1),
      .header = g_rand_boolean (world->rand) ? 0 : g_rand_int_range (world->rand, 20, 60)
    };
  g_array_sort (world->groups, compare_starts);
  pf_wall_layout_splice (world->layout, 0, 0, NULL, sizeof (float), 0, group_at (world, 0), n);
}

static PfWallRect
rect_of (World *world, guint position)
{
  PfWallRect rect;

  pf_wall_layout_get_rect (world->layout, position, &rect);
  return rect;
}

static guint
end_of (World *world, guint g)
{
  return g + 1 < world->groups->len ? group_at (world, g + 1)->start : world->aspects->len;
}

/* The rules of a masonry, said another way than the engine does it. */
static void
check (World *world)
{
  const PfWallMetrics *metrics = pf_wall_layout_get_metrics (world->layout);
  guint n_columns = pf_wall_layout_get_n_columns (world->layout);
  int width = pf_wall_layout_get_column_width (world->layout);
  int y = metrics->top > 0 ? metrics->top : metrics->margin;

  g_assert_cmpuint (pf_wall_layout_get_n_tiles (world->layout), ==, world->aspects->len);
  g_assert_cmpuint (pf_wall_layout_get_n_groups (world->layout), ==, world->groups->len);
  g_assert_cmpuint (n_columns, >=, 2);
  g_assert_cmpuint (n_columns, <=, PF_WALL_MAX_COLUMNS);
  for (guint g = 0; g < world->groups->len; g++)
    {
      int bottoms[PF_WALL_MAX_COLUMNS] = { 0 };
      int header = group_at (world, g)->header, high = 0;
      guint start = group_at (world, g)->start, end = end_of (world, g);
      PfWallRect head;

      if (g > 0 && (header > 0 || end > start))
        y += metrics->group_gap;
      pf_wall_layout_get_header (world->layout, g, &head);
      g_assert_cmpint (head.y, ==, y);
      g_assert_cmpint (head.height, ==, header);
      y += header;
      for (guint i = start; i < end; i++)
        {
          PfWallRect rect = rect_of (world, i);
          float aspect = g_array_index (world->aspects, float, i);
          float ratio = aspect > 0 ? CLAMP (1 / aspect, PF_WALL_FLATTEST, PF_WALL_TALLEST) : 1;
          guint column = 0;
          int x;

          for (guint c = 1; c < n_columns; c++)
            if (bottoms[c] < bottoms[column])
              column = c;
          x = metrics->rtl ? metrics->width - rect.x - width : rect.x;
          g_assert_cmpint (rect.width, ==, width);
          g_assert_cmpint (rect.height, ==, (int)(ratio * (float)width + 0.5f) + metrics->caption);
          g_assert_cmpint (rect.y, ==, y + bottoms[column]);
          g_assert_cmpint ((x - metrics->margin) / (width + metrics->gap), ==, column);
          g_assert_cmpint (x, >=, metrics->margin);
          g_assert_cmpint (x + width, <=, metrics->width - metrics->margin);
          bottoms[column] += rect.height + metrics->gap;
          high = MAX (high, bottoms[column] - metrics->gap);
        }
      y += high;
    }
  g_assert_cmpint (pf_wall_layout_get_height (world->layout), ==, y + metrics->margin);
}

static void
check_queries (World *world)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  int height = pf_wall_layout_get_height (world->layout);
  int width = pf_wall_layout_get_metrics (world->layout)->width;

  for (guint round = 0; round < 5; round++)
    {
      int top = g_rand_int_range (world->rand, -100, height + 100);
      int bottom = top + g_rand_int_range (world->rand, 1, 1500);
      int x = g_rand_int_range (world->rand, 0, width);
      guint k = 0, at = PF_WALL_NO_TILE;

      pf_wall_layout_find_tiles (world->layout, top, bottom, found);
      for (guint i = 0; i < world->aspects->len; i++)
        {
          PfWallRect rect = rect_of (world, i);

          if (rect.y < bottom && rect.y + rect.height > top)
            {
              g_assert_cmpuint (k, <, found->len);
              g_assert_cmpuint (g_array_index (found, guint, k), ==, i);
              k++;
            }
          if (x >= rect.x && x < rect.x + rect.width && top >= rect.y && top < rect.y + rect.height)
            at = i;
        }
      g_assert_cmpuint (k, ==, found->len);
      g_assert_cmpuint (pf_wall_layout_find_tile_at (world->layout, x, top), ==, at);
    }
}

static void
test_random (void)
{
  for (guint seed = 1; seed <= 60; seed++)
    {
      g_autoptr (World) world = world_new (seed);

      for (guint step = 0; step < 25; step++)
        {
          guint n = world->aspects->len, position;

          switch (g_rand_int_range (world->rand, 0, 5))
            {
            case 0:
              set_metrics (world);
              break;
            case 1:
              regroup (world, (guint)g_rand_int_range (world->rand, 1, 6));
              break;
            default:
              position = (guint)g_rand_int_range (world->rand, 0, (gint32)n + 1);
              splice (world, position,
                      (guint)g_rand_int_range (world->rand, 0, (gint32)MIN (n - position, 40) + 1),
                      (guint)g_rand_int_range (world->rand, 0, 60));
            }
          check (world);
        }
      check_queries (world);
    }
}

static void
test_append (void)
{
  for (guint seed = 1; seed <= 40; seed++)
    {
      g_autoptr (World) world = world_new (seed);
      g_autofree PfWallRect *before = NULL;
      guint n, at, group;

      set_metrics (world);
      splice (world, 0, 0, 300);
      regroup (world, 4);
      n = world->aspects->len;
      before = g_new (PfWallRect, n);
      for (guint i = 0; i < n; i++)
        before[i] = rect_of (world, i);

      /* At the end of a group in the middle: those behind it only move down, all alike. */
      group = (guint)g_rand_int_range (world->rand, 0, 4);
      at = end_of (world, group);
      for (guint g = group + 1; g < 4; g++)
        g_assert_cmpuint (group_at (world, g)->start, >=, at);
      splice (world, at, 0, 25);
      check (world);
      for (guint i = 0; i < n; i++)
        {
          PfWallRect now = rect_of (world, i < at ? i : i + 25);

          g_assert_cmpint (now.x, ==, before[i].x);
          g_assert_cmpint (now.height, ==, before[i].height);
          if (i < at)
            g_assert_cmpint (now.y, ==, before[i].y);
          else
            g_assert_cmpint (now.y - before[i].y, ==, rect_of (world, at + 25).y - before[at].y);
        }
    }
}

static void
test_balance (void)
{
  for (guint seed = 1; seed <= 40; seed++)
    {
      g_autoptr (World) world = world_new (seed);
      int bottoms[PF_WALL_MAX_COLUMNS] = { 0 }, low = G_MAXINT, high = 0, tallest = 0;

      set_metrics (world);
      splice (world, 0, 0, 500);
      for (guint i = 0; i < 500; i++)
        {
          PfWallRect rect = rect_of (world, i);
          int step = rect.width + pf_wall_layout_get_metrics (world->layout)->gap;

          bottoms[rect.x / step] = rect.y + rect.height;
          tallest = MAX (tallest, rect.height);
        }
      for (guint c = 0; c < PF_WALL_MAX_COLUMNS; c++)
        if (bottoms[c] > 0)
          {
            low = MIN (low, bottoms[c]);
            high = MAX (high, bottoms[c]);
          }
      g_assert_cmpint (high - low, <=, tallest + 12);
    }
}

static void
test_update (void)
{
  for (guint seed = 1; seed <= 40; seed++)
    {
      g_autoptr (World) world = world_new (seed);
      guint first, n;
      float *changed;

      set_metrics (world);
      splice (world, 0, 0, 200);
      regroup (world, 3);
      first = (guint)g_rand_int_range (world->rand, 0, 199);
      n = (guint)g_rand_int_range (world->rand, 1, (gint32)(200 - first));
      changed = &g_array_index (world->aspects, float, first);
      g_assert_false (pf_wall_layout_update (world->layout, first, n, changed, sizeof (float)));
      for (guint i = 0; i < n; i++)
        if (i % 3 == 0)
          changed[i] = 1.37f;
      g_assert_true (pf_wall_layout_update (world->layout, first, n, changed, sizeof (float)));
      check (world);
    }
}

static void
test_moves (void)
{
  for (guint seed = 1; seed <= 30; seed++)
    {
      g_autoptr (World) world = world_new (seed);

      set_metrics (world);
      splice (world, 0, 0, (guint)g_rand_int_range (world->rand, 1, 200));
      regroup (world, (guint)g_rand_int_range (world->rand, 1, 5));
      for (guint i = 0; i < world->aspects->len; i++)
        {
          PfWallRect here = rect_of (world, i), there;
          guint to = pf_wall_layout_move (world->layout, i, PF_WALL_DOWN, 0);

          there = rect_of (world, to);
          if (to != i)
            g_assert_cmpint (there.y, >, here.y);
          /* Back again, unless a short group lies between. */
          if (to != i && there.x == here.x)
            g_assert_cmpint (
                rect_of (world, pf_wall_layout_move (world->layout, to, PF_WALL_UP, 0)).x, ==,
                here.x);
          to = pf_wall_layout_move (world->layout, i, PF_WALL_RIGHT, 0);
          there = rect_of (world, to);
          if (to != i)
            g_assert_cmpint (there.x, >, here.x);
          to = pf_wall_layout_move (world->layout, i, PF_WALL_LEFT, 0);
          if (to != i)
            g_assert_cmpint (rect_of (world, to).x, <, here.x);
          to = pf_wall_layout_move (world->layout, i, PF_WALL_PAGE_DOWN, 400);
          g_assert_cmpint (rect_of (world, to).y, >=, here.y);
          to = pf_wall_layout_move (world->layout, i, PF_WALL_PAGE_UP, 400);
          g_assert_cmpint (rect_of (world, to).y, <=, here.y);
          g_assert_cmpuint (pf_wall_layout_move (world->layout, i, PF_WALL_HOME, 0), ==, 0);
          g_assert_cmpuint (pf_wall_layout_move (world->layout, i, PF_WALL_END, 0), ==,
                            world->aspects->len - 1);
        }

      /* Going up comes to an end. */
      for (guint i = 0; i < world->aspects->len; i++)
        {
          guint at = i, up, steps = 0;

          while ((up = pf_wall_layout_move (world->layout, at, PF_WALL_UP, 0)) != at)
            {
              at = up;
              g_assert_cmpuint (++steps, <=, world->aspects->len);
            }
        }
    }
}

static void
test_edges (void)
{
  PfWallLayout *layout = pf_wall_layout_new ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  PfWallMetrics metrics = { .width = 336, .column = 400, .gap = 8, .margin = 12 };

  /* Nothing there. */
  pf_wall_layout_find_tiles (layout, 0, 1000, found);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (pf_wall_layout_find_tile_at (layout, 10, 10), ==, PF_WALL_NO_TILE);

  /* Two columns of 150 at the least width, however large a column is asked for. */
  g_assert_true (pf_wall_layout_set_metrics (layout, &metrics));
  g_assert_false (pf_wall_layout_set_metrics (layout, &metrics));
  g_assert_cmpuint (pf_wall_layout_get_n_columns (layout), ==, 2);
  g_assert_cmpint (pf_wall_layout_get_column_width (layout), >=, PF_WALL_MIN_COLUMN);
  metrics.width = 0;
  pf_wall_layout_set_metrics (layout, &metrics);
  g_assert_cmpint (pf_wall_layout_get_column_width (layout), >=, 1);
  pf_wall_layout_free (layout);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/wall/layout/P6/random-changes-equal-the-rule", test_random);
  g_test_add_func ("/app/wall/layout/P7/appending-moves-nothing", test_append);
  g_test_add_func ("/app/wall/layout/balance", test_balance);
  g_test_add_func ("/app/wall/layout/update", test_update);
  g_test_add_func ("/app/wall/layout/moves", test_moves);
  g_test_add_func ("/app/wall/layout/edges", test_edges);
  return g_test_run ();
}
