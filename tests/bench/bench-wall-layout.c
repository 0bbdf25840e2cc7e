/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/wall/pf-wall-layout.h"

#include <stdlib.h>

#include "bench.h"

#define N_TILES 100000u
#define N_APPENDED 250u
#define ROUNDS 20

/*
 * P6: all tiles placed anew after the width changed, against one pass over the same arrays that
 * reads each shape and writes each place, but deals the tiles out to the columns in turn.
 * P7: a page of tiles appended, against placing all.
 */
typedef struct
{
  gint32 y;
  guint16 height;
  guint16 column;
} Place;

typedef struct
{
  float *aspects;
  float *ratios;
  Place *places;
  PfWallLayout *layout;
  int width;
} World;

static void
relayout (World *world)
{
  PfWallMetrics metrics = *pf_wall_layout_get_metrics (world->layout);

  /* Each another width: another column width, as many columns. */
  world->width = world->width == 1300 ? 1290 : 1300;
  metrics.width = world->width;
  if (!pf_wall_layout_set_metrics (world->layout, &metrics))
    g_error ("nothing was placed");
}

static double
pass (gpointer data)
{
  World *world = data;
  double start = bench_cpu ();
  guint n_columns = pf_wall_layout_get_n_columns (world->layout);

  for (guint round = 0; round < ROUNDS; round++)
    {
      float width = (float)pf_wall_layout_get_column_width (world->layout) + (float)(round % 2);
      int bottoms[PF_WALL_MAX_COLUMNS] = { 0 };
      guint column = 0;

      for (guint i = 0; i < N_TILES; i++)
        {
          int height = (int)(world->ratios[i] * width + 0.5f);

          world->places[i] = (Place){ .y = bottoms[column],
                                      .height = (guint16)height,
                                      .column = (guint16)column };
          bottoms[column] += height + 12;
          if (++column == n_columns)
            column = 0;
        }
      if (world->places[N_TILES - 1].y <= 0)
        g_error ("nothing was placed");
    }
  return (bench_cpu () - start) * 1e9 / ROUNDS / N_TILES;
}

static double
place_all (gpointer data)
{
  World *world = data;
  double start = bench_cpu ();

  for (guint round = 0; round < ROUNDS; round++)
    relayout (world);
  return (bench_cpu () - start) * 1e9 / ROUNDS / N_TILES;
}

static double
place_all_us (gpointer data)
{
  return place_all (data) * N_TILES / 1e3;
}

static double
append (gpointer data)
{
  World *world = data;
  PfWallGroup only = { 0 };
  double cost = 0;

  for (guint round = 0; round < ROUNDS * 10; round++)
    {
      double start = bench_wall ();

      pf_wall_layout_splice (world->layout, N_TILES, 0, world->aspects, sizeof (float), N_APPENDED,
                             &only, 1);
      cost += bench_wall () - start;
      pf_wall_layout_splice (world->layout, N_TILES, N_APPENDED, NULL, sizeof (float), 0, &only, 1);
    }
  return cost * 1e6 / ROUNDS / 10;
}

int
main (void)
{
  static const BenchSpec p6
      = { .id = "P6", .name = "wall-layout", .unit = "ns a tile", .gate = 4, .goal = 1.5 };
  static const BenchSpec p7
      = { .id = "P7", .name = "wall-append", .unit = "us", .gate = 0.05, .goal = 0.01 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  PfWallMetrics metrics = { .width = 1290, .column = 236, .gap = 12, .margin = 24 };
  PfWallGroup only = { 0 };
  World world = { .aspects = g_new (float, N_TILES),
                  .ratios = g_new (float, N_TILES),
                  .places = g_new0 (Place, N_TILES),
                  .layout = pf_wall_layout_new (),
                  .width = 1290 };
  int six, seven;

  for (guint i = 0; i < N_TILES; i++)
    {
      world.aspects[i] = (float)g_rand_double_range (rand, 0.5, 1.5);
      world.ratios[i] = 1 / world.aspects[i];
    }
  pf_wall_layout_set_metrics (world.layout, &metrics);
  pf_wall_layout_splice (world.layout, 0, 0, world.aspects, sizeof (float), N_TILES, &only, 1);
  six = bench_main (&p6, pass, place_all, &world);
  seven = bench_main (&p7, place_all_us, append, &world);
  g_free (world.aspects);
  g_free (world.ratios);
  g_free (world.places);
  pf_wall_layout_free (world.layout);
  return six == EXIT_SUCCESS ? seven : six;
}
