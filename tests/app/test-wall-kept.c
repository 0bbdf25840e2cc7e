/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/compat/pf-kept-layer.h"
#include "wall-world.h"

#include <adwaita.h>
#include <stdlib.h>

#define WIDTH 500
#define HEIGHT 400

/*
 * Under GL, tiles are drawn once and kept. They look as they would without that, and never as
 * they did before.
 */
typedef struct
{
  WallSource *source;
  WallSupply *supply;
  PfWall *wall;
  GtkWidget *window;
} World;

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer frames)
{
  (*(guint *)frames)++;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
frames (World *world, guint n)
{
  guint seen = 0, id = gtk_widget_add_tick_callback (world->window, tick, &seen, NULL);

  while (seen < n)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (world->window, id);
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);

  world->source = wall_source_new (200);
  world->supply = wall_supply_new (TRUE);
  world->window = wall_world_window (&world->wall, world->source, WIDTH, HEIGHT);
  pf_wall_set_pictures (world->wall, PF_PICTURE_SUPPLY (world->supply));
  gtk_window_present (GTK_WINDOW (world->window));
  frames (world, 4);
  return world;
}

static void
world_free (World *world)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_clear_object (&world->source);
  g_clear_object (&world->supply);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static GskRenderer *
renderer_of (World *world)
{
  return gtk_native_get_renderer (GTK_NATIVE (world->window));
}

static GskRenderNode *
draw (World *world)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (world->wall)->snapshot (GTK_WIDGET (world->wall), snapshot);
  return gtk_snapshot_free_to_node (snapshot);
}

/* The same drawing without anything that is kept, and how many pieces were. */
static GskRenderNode *
without_kept (GskRenderNode *node, guint *n_kept)
{
  GskRenderNodeType type = gsk_render_node_get_node_type (node);

  if (type == GSK_CONTAINER_NODE)
    {
      g_autoptr (GPtrArray) children
          = g_ptr_array_new_with_free_func ((GDestroyNotify)gsk_render_node_unref);

      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        g_ptr_array_add (children, without_kept (gsk_container_node_get_child (node, i), n_kept));
      return gsk_container_node_new ((GskRenderNode **)children->pdata, children->len);
    }
  if (type == GSK_TRANSFORM_NODE)
    {
      g_autoptr (GskRenderNode) child = without_kept (gsk_transform_node_get_child (node), n_kept);

      return gsk_transform_node_new (child, gsk_transform_node_get_transform (node));
    }
  /* A picture that fades in is one by itself. */
  if (type == GSK_OPACITY_NODE
      && gsk_render_node_get_node_type (gsk_opacity_node_get_child (node)) == GSK_CONTAINER_NODE)
    {
      (*n_kept)++;
      return gsk_render_node_ref (gsk_opacity_node_get_child (node));
    }
  return gsk_render_node_ref (node);
}

static guchar *
read_pixels (GskRenderer *renderer, GskRenderNode *node)
{
  g_autoptr (GdkTexture) texture
      = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  guchar *pixels = g_malloc0 ((gsize)WIDTH * HEIGHT * 4);

  gdk_texture_download (texture, pixels, (gsize)WIDTH * 4);
  return pixels;
}

static void
check_alike (GskRenderer *renderer, GskRenderNode *one, GskRenderNode *other)
{
  g_autofree guchar *a = read_pixels (renderer, one), *b = read_pixels (renderer, other);
  guint n_drawn = 0;

  for (guint i = 0; i < WIDTH * HEIGHT * 4; i++)
    {
      g_assert_cmpint (abs ((int)a[i] - (int)b[i]), <=, 1);
      n_drawn += a[i] != 0;
    }
  g_assert_cmpuint (n_drawn, >, WIDTH * HEIGHT);
}

/* With letters, badges, a selection and corners, when they are drawn and when they were kept. */
static void
test_look (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GskRenderNode) node = NULL, plain = NULL;
  guint n_kept = 0;

  g_assert_true (pf_kept_layer_is_of_use (GTK_WIDGET (world->wall)));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (pf_wall_get_selection (world->wall)), 1,
                                   TRUE);
  node = draw (world);
  plain = without_kept (node, &n_kept);
  g_assert_cmpuint (n_kept, >, 2);
  for (guint i = 0; i < 3; i++)
    check_alike (renderer_of (world), node, plain);
}

/* What was kept is what would be drawn anew. */
static void
check_fresh (World *world)
{
  g_autoptr (GskRenderNode) kept = draw (world), fresh = NULL;
  g_autoptr (GBytes) as_kept = gsk_render_node_serialize (kept), as_fresh = NULL;
  GtkTextDirection direction = gtk_widget_get_direction (GTK_WIDGET (world->wall));

  /* All drawings are forgotten then. */
  gtk_widget_set_direction (GTK_WIDGET (world->wall), GTK_TEXT_DIR_RTL);
  gtk_widget_set_direction (GTK_WIDGET (world->wall), direction);
  frames (world, 2);
  fresh = draw (world);
  as_fresh = gsk_render_node_serialize (fresh);
  g_assert_true (g_bytes_equal (as_kept, as_fresh));
}

static guint
count_kept (World *world)
{
  g_autoptr (GskRenderNode) node = draw (world), plain = NULL;
  guint n_kept = 0;

  plain = without_kept (node, &n_kept);
  return n_kept;
}

static void
test_changes (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (WallSupply) late = wall_supply_new (FALSE);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (pf_wall_get_selection (world->wall));
  guint n_kept = count_kept (world);

  gtk_widget_set_direction (GTK_WIDGET (world->wall), GTK_TEXT_DIR_LTR);
  frames (world, 2);
  check_fresh (world);
  gtk_selection_model_select_item (selection, 0, TRUE);
  check_fresh (world);
  gtk_selection_model_unselect_all (selection);
  check_fresh (world);
  pf_wall_redescribe (world->wall);
  frames (world, 2);
  check_fresh (world);

  /* Another list, whose pictures come later and fade in. */
  pf_wall_set_pictures (world->wall, PF_PICTURE_SUPPLY (late));
  wall_source_splice (world->source, 0, 200, 90);
  frames (world, 3);
  g_assert_cmpuint (count_kept (world), ==, 0);
  wall_supply_deliver (late, FALSE);
  while (count_kept (world) < n_kept)
    frames (world, 1);
  check_fresh (world);
}

/* The renderers of newer GTK keep nothing, and draw nothing twice. */
static void
test_newer (void)
{
  g_autoptr (World) world = world_new ();

  g_assert_false (pf_kept_layer_is_of_use (GTK_WIDGET (world->wall)));
  g_assert_cmpuint (count_kept (world), ==, 0);
}

int
main (int argc, char *argv[])
{
  gboolean newer = gtk_check_version (4, 14, 0) == NULL;

  if (!newer)
    g_setenv ("GSK_RENDERER", "gl", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  if (newer)
    {
      g_test_add_func ("/app/wall/P4/nothing-is-kept", test_newer);
      return g_test_run ();
    }
  g_test_add_func ("/app/wall/P4/kept-tiles-look-the-same", test_look);
  g_test_add_func ("/app/wall/P4/kept-tiles-follow-changes", test_changes);
  return g_test_run ();
}
