/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/compat/pf-kept-layer.h"
#include "wall-world.h"

#include <adwaita.h>

typedef struct
{
  WallSource *source;
  WallSupply *supply;
  PfWall *wall;
  GtkWidget *window;
  GtkAdjustment *adjustment;
} World;

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer frames)
{
  (*(guint *)frames)++;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

/* So many frames are drawn. */
static void
frames (World *world, guint n)
{
  guint seen = 0, id = gtk_widget_add_tick_callback (world->window, tick, &seen, NULL);
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (seen < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
  gtk_widget_remove_tick_callback (world->window, id);
}

static World *
world_new (guint n_tiles)
{
  World *world = g_new0 (World, 1);

  world->source = wall_source_new (n_tiles);
  world->supply = wall_supply_new (TRUE);
  world->window = wall_world_window (&world->wall, world->source, 900, 700);
  pf_wall_set_pictures (world->wall, PF_PICTURE_SUPPLY (world->supply));
  g_object_get (world->wall, "vadjustment", &world->adjustment, NULL);
  gtk_window_present (GTK_WINDOW (world->window));
  gtk_widget_grab_focus (GTK_WIDGET (world->wall));
  frames (world, 4);
  return world;
}

static void
world_free (World *world)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_clear_object (&world->adjustment);
  g_clear_object (&world->source);
  g_clear_object (&world->supply);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static GdkRectangle
bounds_of (World *world, guint id)
{
  GdkRectangle bounds = { 0 };

  pf_wall_get_tile_bounds (world->wall, wall_source_find_id (world->source, id), &bounds);
  return bounds;
}

static void
scroll (World *world, double value)
{
  gtk_adjustment_set_value (world->adjustment, value);
  frames (world, 3);
}

/* The first tile that is whole in view: what somebody looks at. */
static guint
seen_first (World *world)
{
  guint best = PF_WALL_NO_TILE;
  int y = G_MAXINT;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (world->source)); i++)
    {
      GdkRectangle bounds;

      pf_wall_get_tile_bounds (world->wall, i, &bounds);
      if (bounds.y >= 0 && bounds.y < y)
        {
          y = bounds.y;
          best = wall_source_get_id (world->source, i);
        }
    }
  return best;
}

static void
test_anchor (void)
{
  g_autoptr (World) world = world_new (2000);
  guint id;
  int y;

  scroll (world, 9000);
  id = seen_first (world);
  y = bounds_of (world, id).y;

  wall_source_splice (world->source, 0, 0, 37);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  wall_source_splice (world->source, 3, 20, 0);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  wall_source_refresh (world->source, 0, 500);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  wall_source_rebuild (world->source, FALSE);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  wall_source_set_aspect (world->source, 5, 0.4f);
  wall_source_refresh (world->source, 5, 1);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  pf_wall_set_column_width (world->wall, 150);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  pf_wall_set_column_width (world->wall, 236);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  gtk_window_set_default_size (GTK_WINDOW (world->window), 620, 700);
  frames (world, 6);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world->wall)), <, 700);
  g_assert_cmpint (ABS (bounds_of (world, id).y - y), <=, 0);

  /* It goes itself: what was beside it stays where it was. */
  wall_source_splice (world->source, wall_source_find_id (world->source, id), 1, 0);
  frames (world, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (world->adjustment), >, 1000);

  /* The very top stays the top. */
  scroll (world, 0);
  wall_source_splice (world->source, 0, 0, 5);
  frames (world, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (world->adjustment), <=, 0);
}

static void
test_few_widgets (void)
{
  guint cells[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (World) world = world_new (i == 0 ? 100 : 100000);

      for (guint step = 1; step <= 20; step++)
        scroll (world, step * 80);
      scroll (world, 0);
      cells[i] = pf_wall_get_n_cells (world->wall);
      g_assert_cmpuint (cells[i], <, 40);
      g_assert_cmpuint (wall_source_get_n_items_alive (world->source), <, 60);
    }
  g_assert_cmpuint (cells[0], ==, cells[1]);
}

static GtkWidget *
focused (World *world)
{
  return gtk_window_get_focus (GTK_WINDOW (world->window));
}

/* Without waiting for what comes of it. */
static void
strike (World *world, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (world->wall));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0u, state, &handled);
    }
}

static void
press (World *world, guint keyval, GdkModifierType state)
{
  strike (world, keyval, state);
  frames (world, 3);
}

/* It is in view, has the focus and says which it is. */
static void
check_focused (World *world, guint id)
{
  g_autofree char *label = g_strdup_printf ("Tile %u", id);
  GdkRectangle bounds = bounds_of (world, id);

  g_assert_cmpint (bounds.y, <, gtk_widget_get_height (GTK_WIDGET (world->wall)));
  g_assert_cmpint (bounds.y + bounds.height, >, 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focused (world)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, label);
}

static void
test_focus (void)
{
  g_autoptr (World) world = world_new (5000);
  GtkWidget *cell;

  gtk_widget_grab_focus (GTK_WIDGET (world->wall));
  frames (world, 3);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), ==, 0);
  cell = focused (world);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (cell)), ==,
                   GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Tile 0");
  gtk_test_accessible_assert_relation (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                       1);
  gtk_test_accessible_assert_relation (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_RELATION_SET_SIZE,
                                       5000);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (world->wall)), ==,
                   GTK_ACCESSIBLE_ROLE_LIST);

  /* It is scrolled away and back: the same widget has the focus and says the same. */
  scroll (world, 20000);
  g_assert_true (focused (world) == cell);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Tile 0");
  scroll (world, 0);
  g_assert_true (focused (world) == cell);

  /* The keyboard goes on from where the focus is, however far that was scrolled away. */
  scroll (world, 20000);
  press (world, GDK_KEY_Right, 0);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), ==, 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (world->adjustment), <, 1000);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focused (world)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Tile 1");
  press (world, GDK_KEY_End, 0);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), ==, 4999);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focused (world)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Tile 4999");
  press (world, GDK_KEY_Home, 0);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), ==, 0);
  press (world, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), >, 3);
  press (world, GDK_KEY_Home, 0);

  /* Tiles come before it, it goes. */
  wall_source_splice (world->source, 0, 0, 3);
  frames (world, 3);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), ==, 3);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focused (world)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Tile 0");
  wall_source_splice (world->source, 3, 1, 0);
  frames (world, 3);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focused (world)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Tile 1");
  wall_source_rebuild (world->source, TRUE);
  frames (world, 3);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focused (world)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Tile 1");
  wall_source_splice (world->source, 0, 5002, 0);
  frames (world, 3);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), ==, PF_WALL_NO_TILE);
  wall_source_splice (world->source, 0, 0, 10);
  frames (world, 3);
}

static void
test_selection (void)
{
  g_autoptr (World) world = world_new (1000);
  PfWallSelection *selection = pf_wall_get_selection (world->wall);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (selection);

  press (world, GDK_KEY_Home, 0);
  press (world, GDK_KEY_space, GDK_CONTROL_MASK);
  g_assert_true (gtk_selection_model_is_selected (model, 0));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (focused (world)), GTK_ACCESSIBLE_STATE_SELECTED,
                                    TRUE);
  press (world, GDK_KEY_Right, GDK_SHIFT_MASK);
  press (world, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, 3);
  wall_source_splice (world->source, 0, 0, 4);
  wall_source_splice (world->source, 5, 1, 0);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, 2);
  g_assert_true (gtk_selection_model_is_selected (model, 4));
  wall_source_rebuild (world->source, TRUE);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, 2);
  g_assert_true (gtk_selection_model_is_selected (model, wall_source_find_id (world->source, 0)));
  g_assert_true (gtk_selection_model_is_selected (model, wall_source_find_id (world->source, 2)));
  press (world, GDK_KEY_Escape, 0);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, 0);
  press (world, GDK_KEY_a, GDK_CONTROL_MASK);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, 1003);
  press (world, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, 0);
}

static guint
find_nothing (PfWall *wall, const char *typed, guint from, gpointer data)
{
  g_string_assign (data, typed);
  return from % 100;
}

/* A word that was begun is over with the next arrow: space selects, letters begin anew. */
static void
test_words_end (void)
{
  g_autoptr (World) world = world_new (100);
  PfWallSelection *selection = pf_wall_get_selection (world->wall);
  GString *typed = g_string_new (NULL);

  pf_wall_set_find (world->wall, find_nothing, typed);
  press (world, GDK_KEY_Home, 0);
  press (world, GDK_KEY_space, GDK_CONTROL_MASK);
  press (world, GDK_KEY_t, 0);
  press (world, GDK_KEY_space, 0);
  g_assert_cmpstr (typed->str, ==, "t ");
  press (world, GDK_KEY_End, 0);
  press (world, GDK_KEY_space, 0);
  g_assert_cmpstr (typed->str, ==, "t ");
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, 2);
  press (world, GDK_KEY_i, 0);
  g_assert_cmpstr (typed->str, ==, "i");
  pf_wall_set_find (world->wall, NULL, NULL);
  g_string_free (typed, TRUE);
}

static void
test_zoom (void)
{
  g_autoptr (World) world = world_new (1000);
  int before = pf_wall_get_column_width (world->wall), last;

  g_assert_cmpint (before, ==, 236);
  press (world, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpint (pf_wall_get_column_width (world->wall), >, before);
  for (guint i = 0; i < 20; i++)
    press (world, GDK_KEY_minus, GDK_CONTROL_MASK);
  last = pf_wall_get_column_width (world->wall);
  g_assert_cmpint (last, <, before);
  g_assert_cmpint (last, >=, 120);
  press (world, GDK_KEY_0, GDK_CONTROL_MASK);
  g_assert_cmpint (pf_wall_get_column_width (world->wall), ==, 236);
}

static void
test_pictures (void)
{
  g_autoptr (World) world = world_new (0);
  g_autoptr (WallSupply) supply = wall_supply_new (FALSE);

  pf_wall_set_pictures (world->wall, PF_PICTURE_SUPPLY (supply));
  wall_source_splice (world->source, 0, 0, 200);
  frames (world, 3);
  g_assert_cmpuint (wall_supply_get_n_wanted (supply), >, 5);
  g_assert_cmpuint (wall_supply_get_n_wanted (supply), <, 60);
  wall_supply_deliver (supply, FALSE);
  frames (world, 3);
  g_assert_cmpuint (wall_supply_get_n_wanted (supply), ==, 0);
  /* What comes into view is wanted, and what cannot be had is not wanted again. */
  scroll (world, 3000);
  g_assert_cmpuint (wall_supply_get_n_wanted (supply), >, 5);
  wall_supply_deliver (supply, TRUE);
  frames (world, 3);
  scroll (world, 3010);
  g_assert_cmpuint (wall_supply_get_n_wanted (supply), ==, 0);
}

/* A key that is held says so again and again, faster or slower than frames come. */
static guint
hold (World *world, guint keyval, guint n, guint n_each_frame, GdkModifierType state)
{
  for (guint i = 1; i <= n; i++)
    {
      strike (world, keyval, state);
      if (i % n_each_frame == 0)
        frames (world, 1);
    }
  frames (world, 3);
  check_focused (world, pf_wall_get_cursor (world->wall));
  return pf_wall_get_cursor (world->wall);
}

/* No step is lost however they come; the focus goes along and is in view, and neither widgets nor
 * items are left behind. */
static void
test_held_keys (void)
{
  g_autoptr (World) world = world_new (20000);
  PfWallSelection *selection = pf_wall_get_selection (world->wall);
  guint slow, n_cells, from;

  press (world, GDK_KEY_Home, 0);
  slow = hold (world, GDK_KEY_Down, 40, 1, 0);
  g_assert_cmpuint (slow, >, 70);
  n_cells = pf_wall_get_n_cells (world->wall);
  press (world, GDK_KEY_Home, 0);
  g_assert_cmpuint (hold (world, GDK_KEY_Down, 40, 7, 0), ==, slow);
  press (world, GDK_KEY_Home, 0);
  g_assert_cmpuint (hold (world, GDK_KEY_Down, 40, 1000, 0), ==, slow);
  g_assert_cmpuint (hold (world, GDK_KEY_Up, 39, 5, 0), <, 12);

  /* By pages as far as it goes, where the key may be held on. */
  press (world, GDK_KEY_Home, 0);
  slow = hold (world, GDK_KEY_Page_Down, 20, 1, 0);
  press (world, GDK_KEY_Home, 0);
  g_assert_cmpuint (hold (world, GDK_KEY_Page_Down, 20, 9, 0), ==, slow);
  from = hold (world, GDK_KEY_End, 8, 4, 0);
  g_assert_cmpuint (from, ==, 19999);
  g_assert_cmpuint (hold (world, GDK_KEY_Page_Down, 8, 4, 0), >, 19980);

  /* With Shift all that lies between is selected, once. */
  press (world, GDK_KEY_Home, 0);
  from = hold (world, GDK_KEY_Down, 40, 6, GDK_SHIFT_MASK);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==, from + 1);
  g_assert_cmpuint (pf_wall_get_n_cells (world->wall), <=, n_cells + 6);
  g_assert_cmpuint (wall_source_get_n_items_alive (world->source), <, 60);
}

static gboolean
is_in_view (World *world, guint id)
{
  GdkRectangle bounds = bounds_of (world, id);

  return bounds.y + bounds.height > 0
         && bounds.y < gtk_widget_get_height (GTK_WIDGET (world->wall));
}

/* What is in view comes first, then what lies half a view before and after it, and nothing else;
 * so what is scrolled to next is there already. */
static void
test_prefetch (void)
{
  g_autoptr (World) world = world_new (0);
  g_autoptr (WallSupply) supply = wall_supply_new (FALSE);
  int height = gtk_widget_get_height (GTK_WIDGET (world->wall));
  guint n_seen = 0, n_above = 0, n_below = 0;

  pf_wall_set_pictures (world->wall, PF_PICTURE_SUPPLY (supply));
  wall_source_splice (world->source, 0, 0, 2000);
  frames (world, 3);
  scroll (world, 5000);
  for (guint i = 0; i < wall_supply_get_n_wanted (supply); i++)
    {
      guint id = wall_supply_get_wanted (supply, i);
      GdkRectangle bounds = bounds_of (world, id);

      if (is_in_view (world, id))
        {
          g_assert_cmpuint (n_above + n_below, ==, 0);
          n_seen++;
          continue;
        }
      g_assert_cmpint (bounds.y + bounds.height, >, -height / 2 - 1);
      g_assert_cmpint (bounds.y, <, height + height / 2 + 1);
      if (bounds.y < 0)
        n_above++;
      else
        n_below++;
    }
  g_assert_cmpuint (n_seen, >, 4);
  g_assert_cmpuint (n_above, >, 2);
  g_assert_cmpuint (n_below, >, 2);

  /* A part of a view on: of what is seen now nothing is missing, only what is near is asked for. */
  wall_supply_deliver (supply, FALSE);
  frames (world, 3);
  scroll (world, 5000 + height * 0.4);
  g_assert_cmpuint (wall_supply_get_n_wanted (supply), >, 0);
  for (guint i = 0; i < wall_supply_get_n_wanted (supply); i++)
    g_assert_false (is_in_view (world, wall_supply_get_wanted (supply, i)));
  /* Far from there, nobody waits for those. */
  scroll (world, 50000);
  for (guint i = 0; i < wall_supply_get_n_wanted (supply); i++)
    g_assert_cmpint (bounds_of (world, wall_supply_get_wanted (supply, i)).y, >, -2 * height);
}

static gboolean
has_header (PfWall *wall, guint group, gpointer data)
{
  return group > 0;
}

static GtkWidget *
make_header (PfWall *wall, gpointer data)
{
  (*(guint *)data)++;
  return gtk_label_new (NULL);
}

static void
bind_header (PfWall *wall, GtkWidget *header, guint group, gpointer data)
{
  g_autofree char *text = g_strdup_printf ("Group %u", group);

  gtk_label_set_label (GTK_LABEL (header), text);
}

static void
test_groups (void)
{
  g_autoptr (World) world = world_new (600);
  static const PfWallHeaders headers = { has_header, make_header, bind_header };
  guint starts[40], made = 0, id;
  int y;

  pf_wall_set_headers (world->wall, &headers, &made);
  for (guint g = 0; g < 40; g++)
    starts[g] = g * 15;
  wall_source_set_groups (world->source, starts, 40);
  frames (world, 4);
  scroll (world, 6000);
  id = seen_first (world);
  y = bounds_of (world, id).y;
  for (double at = 6000; at < 12000; at += 500)
    scroll (world, at);
  g_assert_cmpuint (made, <, 8);
  scroll (world, 6000);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
  starts[1] = 3;
  wall_source_set_groups (world->source, starts, 40);
  frames (world, 4);
  g_assert_cmpint (bounds_of (world, id).y, ==, y);
}

static void
test_title_block (void)
{
  g_autoptr (World) world = world_new (300);
  GtkWidget *block = gtk_button_new_with_label ("Edit"), *cell;

  gtk_widget_set_size_request (block, -1, 150);
  pf_wall_set_header (world->wall, block);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, 0).y, ==, 150);
  gtk_widget_grab_focus (GTK_WIDGET (world->wall));
  frames (world, 3);
  cell = focused (world);
  g_assert_cmpstr (gtk_widget_get_css_name (cell), ==, "pfwallcell");
  gtk_widget_child_focus (world->window, GTK_DIR_TAB_BACKWARD);
  g_assert_true (focused (world) == block);
  gtk_widget_child_focus (world->window, GTK_DIR_TAB_FORWARD);
  g_assert_true (focused (world) == cell);
}

static void
test_right_to_left (void)
{
  g_autoptr (World) world = world_new (300);
  int width = gtk_widget_get_width (GTK_WIDGET (world->wall));
  GdkRectangle bounds = bounds_of (world, 0);

  gtk_widget_set_direction (GTK_WIDGET (world->wall), GTK_TEXT_DIR_RTL);
  frames (world, 3);
  g_assert_cmpint (bounds_of (world, 0).x, ==, width - bounds.x - bounds.width);
  press (world, GDK_KEY_Home, 0);
  press (world, GDK_KEY_Left, 0);
  g_assert_cmpuint (pf_wall_get_cursor (world->wall), ==, 1);
}

/* Where GTK keeps nothing from frame to frame it would cost and spare nothing. */
static void
test_not_kept (void)
{
  g_autoptr (World) world = world_new (10);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (world->window));

  g_assert_true (GSK_IS_CAIRO_RENDERER (renderer));
  g_assert_false (pf_kept_layer_is_of_use (GTK_WIDGET (world->wall)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/wall/anchor", test_anchor);
  g_test_add_func ("/app/wall/AX-1+P8/few-widgets", test_few_widgets);
  g_test_add_func ("/app/wall/AX-1+AX-2/focus", test_focus);
  g_test_add_func ("/app/wall/AX-2/words-end", test_words_end);
  g_test_add_func ("/app/wall/AX-2/held-keys", test_held_keys);
  g_test_add_func ("/app/wall/selection", test_selection);
  g_test_add_func ("/app/wall/zoom", test_zoom);
  g_test_add_func ("/app/wall/pictures", test_pictures);
  g_test_add_func ("/app/wall/pictures-ahead", test_prefetch);
  g_test_add_func ("/app/wall/groups", test_groups);
  g_test_add_func ("/app/wall/AX-2/title-block", test_title_block);
  g_test_add_func ("/app/wall/right-to-left", test_right_to_left);
  g_test_add_func ("/app/wall/P4/nothing-kept-under-cairo", test_not_kept);
  return g_test_run ();
}
