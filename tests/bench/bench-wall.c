/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/wall-world.h"

#include <adwaita.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"

#define MANY 100000u
#define FEW 1000u
#define WIDTH 1280
#define HEIGHT 900
#define STEP 60
#define FRAMES 100

/*
 * P4: what a frame of the wall costs while it is scrolled, with captions, badges and a selection,
 * against a window of that size that draws one texture as large as itself. P5: the same wall
 * with 100,000 tiles against one with 1,000. P8: what a further tile costs in memory.
 */
typedef struct
{
  GtkWidget *window;
  PfWall *wall; /* NULL for the floor */
  GtkAdjustment *adjustment;
  GtkWidget *blit;
  GMainLoop *loop;
  guint frames;
  double start, cost;
} Scene;

#define TYPE_BLIT (blit_get_type ())
G_DECLARE_FINAL_TYPE (Blit, blit, THE, BLIT, GtkWidget)

struct _Blit
{
  GtkWidget parent_instance;
  GdkTexture *textures[2]; /* in turns: a frame like the last is not drawn at all */
  guint turn;
};

G_DEFINE_FINAL_TYPE (Blit, blit, GTK_TYPE_WIDGET)

static void
blit_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  gtk_snapshot_append_texture (snapshot, THE_BLIT (widget)->textures[THE_BLIT (widget)->turn++ % 2],
                               &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
}

static void
blit_finalize (GObject *object)
{
  for (guint i = 0; i < 2; i++)
    g_clear_object (&THE_BLIT (object)->textures[i]);
  G_OBJECT_CLASS (blit_parent_class)->finalize (object);
}

static void
blit_class_init (BlitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = blit_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = blit_snapshot;
}

static void
blit_init (Blit *self)
{
  for (guint k = 0; k < 2; k++)
    {
      guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);
      g_autoptr (GBytes) bytes = NULL;

      for (guint i = 0; i < WIDTH * HEIGHT; i++)
        pixels[i] = 0xff000000 | ((i + k) * 2654435761u >> 8);
      bytes = g_bytes_new_take (pixels, WIDTH * HEIGHT * 4);
      self->textures[k] = gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                                  bytes, WIDTH * 4);
    }
}

/* Of this process, all threads: a software GL draws in its own. */
static double
cpu (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Scene *scene = data;

  if (scene->frames == 5)
    scene->start = cpu ();
  if (scene->frames++ == FRAMES + 5)
    {
      scene->cost = (cpu () - scene->start) * 1e3 / FRAMES;
      g_main_loop_quit (scene->loop);
      return G_SOURCE_REMOVE;
    }
  if (scene->wall != NULL)
    gtk_adjustment_set_value (scene->adjustment,
                              gtk_adjustment_get_value (scene->adjustment) + STEP);
  else
    gtk_widget_queue_draw (scene->blit);
  return G_SOURCE_CONTINUE;
}

/* CPU milliseconds a frame. */
static double
run (gpointer data)
{
  Scene *scene = data;

  gtk_window_present (GTK_WINDOW (scene->window));
  if (scene->wall != NULL)
    gtk_adjustment_set_value (scene->adjustment, 3000);
  scene->frames = 0;
  gtk_widget_add_tick_callback (scene->window, tick, scene, NULL);
  g_main_loop_run (scene->loop);
  gtk_widget_set_visible (scene->window, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return scene->cost;
}

static double
run_floor (gpointer data)
{
  return run (&((Scene *)data)[0]);
}

static double
run_product (gpointer data)
{
  return run (&((Scene *)data)[1]);
}

static void
make_blit (Scene *scene)
{
  scene->window = gtk_window_new ();
  scene->blit = g_object_new (TYPE_BLIT, NULL);
  gtk_window_set_decorated (GTK_WINDOW (scene->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (scene->window), scene->blit);
  gtk_window_set_default_size (GTK_WINDOW (scene->window), WIDTH, HEIGHT);
  scene->loop = g_main_loop_new (NULL, FALSE);
}

static void
make_wall (Scene *scene, guint n_tiles)
{
  WallSource *source = wall_source_new (n_tiles);
  WallSupply *supply = wall_supply_new (TRUE);
  GtkSelectionModel *selection;
  GtkWidget *world = wall_world_window (&scene->wall, source, WIDTH, HEIGHT);
  g_autoptr (GtkWidget) content = g_object_ref (adw_window_get_content (ADW_WINDOW (world)));

  /* A window like the floor's. libadwaita's has a shadow that is drawn behind all of it: a
   * software GL pays 70 ms a frame for that, whatever is in the window. */
  adw_window_set_content (ADW_WINDOW (world), NULL);
  gtk_window_destroy (GTK_WINDOW (world));
  scene->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (scene->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (scene->window), content);
  gtk_window_set_decorated (GTK_WINDOW (scene->window), FALSE);
  pf_wall_set_pictures (scene->wall, PF_PICTURE_SUPPLY (supply));
  selection = GTK_SELECTION_MODEL (pf_wall_get_selection (scene->wall));
  for (guint i = 0; i < FEW; i += 4)
    gtk_selection_model_select_item (selection, i, FALSE);
  g_object_get (scene->wall, "vadjustment", &scene->adjustment, NULL);
  scene->loop = g_main_loop_new (NULL, FALSE);
  g_object_unref (source);
  g_object_unref (supply);
}

static int
bench_frame (void)
{
  gboolean cairo = g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0;
  BenchSpec spec = { .id = cairo ? "P4-cairo" : "P4-gl",
                     .name = "wall-frame",
                     .unit = "ms a frame",
                     .gate = cairo ? 1.0 : 1.25,
                     .goal = cairo ? 0.8 : 1.08 };
  Scene scenes[2] = { 0 };

  make_blit (&scenes[0]);
  make_wall (&scenes[1], MANY);
  return bench_main (&spec, run_floor, run_product, scenes);
}

static int
bench_scale (void)
{
  static const BenchSpec spec
      = { .id = "P5", .name = "wall-scale", .unit = "ms a frame", .gate = 1.10, .goal = 1.01 };
  Scene scenes[2] = { 0 };

  make_wall (&scenes[0], FEW);
  make_wall (&scenes[1], MANY);
  return bench_main (&spec, run_floor, run_product, scenes);
}

static void
print_rss (guint n_tiles)
{
  Scene scene = { 0 };

  make_wall (&scene, n_tiles);
  run (&scene);
  malloc_trim (0);
  g_print ("%.6f\n", bench_rss ());
}

static double
rss_of (const char *program, const char *n_tiles)
{
  const char *argv[] = { program, "rss", n_tiles, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, NULL,
                     &error))
    g_error ("%s", error->message);
  return g_ascii_strtod (out, NULL);
}

static int
bench_memory (const char *program)
{
  static const BenchSpec spec
      = { .id = "P8", .name = "wall-memory", .unit = "bytes a pin", .gate = 200, .goal = 64 };
  Bench *bench = bench_new (&spec);

  for (guint i = 0; i < bench_get_pairs (bench); i++)
    {
      double few = rss_of (program, "1000"), many = rss_of (program, "100000");

      bench_add_pair (bench, 1, MAX (0, many - few) * 1024 * 1024 / (MANY - FEW));
    }
  return bench_finish (bench);
}

int
main (int argc, char *argv[])
{
  const char *what = argc > 1 ? argv[1] : "frame";

  if (strcmp (what, "memory") == 0)
    return bench_memory (argv[0]);
  adw_init ();
  if (strcmp (what, "scale") == 0)
    return bench_scale ();
  if (strcmp (what, "rss") == 0)
    {
      print_rss ((guint)g_ascii_strtoull (argv[2], NULL, 10));
      return EXIT_SUCCESS;
    }
  return bench_frame ();
}
