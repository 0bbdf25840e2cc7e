/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart in a window: read by keyboard, zoomed, as a table, taken away. */
#include "config.h"

#include "app-world.h"
#include "chart-world.h"

#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/chart/pf-chart-export.h"
#include "app/widgets/chart/pf-chart-take.h"
#include "app/widgets/chart/pf-sparkline.h"

#include <string.h>
#include <unistd.h>

#define N_DAYS 120

typedef struct
{
  GtkWidget *window;
  PfChartCard *card;
  PfChart *chart;
  PfChartData *data;
} World;

static void
begin (World *world, PfChartKind kind)
{
  world->window = gtk_window_new ();
  world->card = PF_CHART_CARD (pf_chart_card_new (kind));
  world->chart = pf_chart_card_get_chart (world->card);
  world->data = kind == PF_CHART_RANKED ? chart_world_things ("Best", 5, 1)
                                        : chart_world_days ("Seen", N_DAYS, 2, 7);
  pf_chart_card_set_data (world->card, world->data);
  gtk_window_set_default_size (GTK_WINDOW (world->window), 700, 420);
  gtk_window_set_child (GTK_WINDOW (world->window), GTK_WIDGET (world->card));
  gtk_window_present (GTK_WINDOW (world->window));
  APP_WAIT (gtk_widget_get_width (GTK_WIDGET (world->chart)) > 0, 20);
}

static void
end (World *world)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_object_unref (world->data);
  app_settle ();
}

/* As the key does, through the widget's own bindings. */
static void
press (gpointer widget, guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger)
              && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key
              && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers)
            {
              gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                            gtk_shortcut_get_arguments (shortcut));
              return;
            }
        }
    }
  g_test_fail_printf ("no binding for %s", gdk_keyval_name (key));
}

static void
test_keys (void)
{
  World world;
  double from, to, nearer_from, nearer_to;

  begin (&world, PF_CHART_LINE);
  gtk_test_accessible_assert_role (world.chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (world.chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Seen");
  gtk_widget_grab_focus (GTK_WIDGET (world.chart));
  press (world.chart, GDK_KEY_Left, 0);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, N_DAYS - 1);
  press (world.chart, GDK_KEY_Left, 0);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, N_DAYS - 2);
  press (world.chart, GDK_KEY_Page_Up, 0);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, N_DAYS - 32);
  press (world.chart, GDK_KEY_Home, 0);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, 0);
  press (world.chart, GDK_KEY_Left, 0);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, 0);
  press (world.chart, GDK_KEY_plus, 0);
  pf_chart_get_range (world.chart, &from, &to);
  g_assert_cmpfloat (to - from, <, N_DAYS);
  /* What is read comes into view. */
  press (world.chart, GDK_KEY_Home, 0);
  pf_chart_get_range (world.chart, &from, &to);
  g_assert_cmpfloat (from, ==, 0);
  press (world.chart, GDK_KEY_Right, GDK_SHIFT_MASK);
  pf_chart_get_range (world.chart, &nearer_from, &nearer_to);
  g_assert_cmpfloat (nearer_from, >, from);
  press (world.chart, GDK_KEY_0, 0);
  pf_chart_get_range (world.chart, &from, &to);
  g_assert_cmpfloat (to - from, ==, N_DAYS);
  press (world.chart, GDK_KEY_Escape, 0);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, -1);
  end (&world);
}

static void
test_rtl (void)
{
  World world;

  begin (&world, PF_CHART_LINE);
  gtk_widget_set_direction (GTK_WIDGET (world.chart), GTK_TEXT_DIR_RTL);
  press (world.chart, GDK_KEY_Home, 0);
  press (world.chart, GDK_KEY_Left, 0);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, 1);
  end (&world);
}

static void
remember (PfChartCard *card, guint point, int *activated)
{
  *activated = (int)point;
}

static void
test_ranked (void)
{
  World world;
  int activated = -1;

  begin (&world, PF_CHART_RANKED);
  g_signal_connect (world.card, "activated", G_CALLBACK (remember), &activated);
  press (world.chart, GDK_KEY_Down, 0);
  press (world.chart, GDK_KEY_Down, 0);
  press (world.chart, GDK_KEY_Return, 0);
  g_assert_cmpint (activated, ==, 1);
  end (&world);
}

static void
test_table (void)
{
  World world;

  begin (&world, PF_CHART_LINE);
  app_check_names (world.window);
  gtk_widget_grab_focus (GTK_WIDGET (world.chart));
  press (world.chart, GDK_KEY_Home, 0);
  press (world.card, GDK_KEY_t, 0);
  g_assert_true (pf_chart_card_get_table_shown (world.card));
  g_assert_true (gtk_widget_get_visible (app_find_type (world.card, GTK_TYPE_COLUMN_VIEW)));
  APP_WAIT (app_shows_text (world.card, "Series 2"), 20);
  press (world.card, GDK_KEY_t, 0);
  g_assert_false (pf_chart_card_get_table_shown (world.card));
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, 0);
  end (&world);
}

static void
test_legend (void)
{
  World world;
  GtkWidget *entry;

  begin (&world, PF_CHART_LINE);
  entry = app_find_type (world.card, GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (entry), FALSE);
  g_assert_false (pf_chart_get_series_shown (world.chart, 0));
  entry = gtk_widget_get_next_sibling (entry);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (entry), FALSE);
  /* The last one stays. */
  g_assert_true (pf_chart_get_series_shown (world.chart, 1));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (entry)));
  end (&world);
}

typedef struct
{
  gboolean done, saved;
} Saved;

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saved *saved = user_data;

  saved->saved = pf_chart_save_to_finish (PF_CHART (source), result, NULL);
  saved->done = TRUE;
}

static char *
save (World *world, const char *form, gsize *length)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  Saved saved = { FALSE, FALSE };
  char *content = NULL;
  int fd = g_file_open_tmp ("pf-test-chart-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  file = g_file_new_for_path (path);
  pf_chart_save_to (world->chart, form, file, saved_cb, &saved);
  APP_WAIT (saved.done, 20);
  g_assert_true (saved.saved);
  g_assert_true (g_file_get_contents (path, &content, length, NULL));
  g_file_delete (file, NULL, NULL);
  return content;
}

static void
test_take_away (void)
{
  World world;
  gsize length;
  g_autofree char *png = NULL, *svg = NULL, *csv = NULL;

  begin (&world, PF_CHART_LINE);
  png = save (&world, "png", &length);
  g_assert_cmpmem (png, 8, "\x89PNG\r\n\x1a\n", 8);
  svg = save (&world, "svg", &length);
  g_assert_nonnull (strstr (svg, "<svg"));
  csv = save (&world, "csv", &length);
  g_assert_true (g_str_has_prefix (csv, "Day,Series 1,Series 2,Estimate\r\n2026-03-03,"));
  g_assert_nonnull (strstr (csv, ",yes\r\n"));
  /* A gap is an empty cell. */
  g_assert_nonnull (strstr (csv, ",,,\r\n"));
  end (&world);
}

/* Names that a spreadsheet would compute stay names. */
static void
test_formulas (void)
{
  static const char *const labels[] = { "=1+1", "@SUM(A1)", "a\tb", NULL };
  static const double values[] = { -5, 2, 3 };
  g_autoptr (PfChartData) data = pf_chart_data_new_labels ("Pins", labels);
  g_autofree char *csv = NULL, *tabs = NULL;

  pf_chart_data_add_series (data, "-Seen", values, NULL);
  csv = pf_chart_dup_table (data, 0, TRUE);
  tabs = pf_chart_dup_table (data, 0, FALSE);
  g_assert_cmpstr (csv, ==, "Name,'-Seen\r\n'=1+1,-5\r\n'@SUM(A1),2\r\n\"a\tb\",3\r\n");
  g_assert_cmpstr (tabs, ==, "Name\t'-Seen\n'=1+1\t-5\n'@SUM(A1)\t2\na b\t3\n");
}

static void
test_sparkline (void)
{
  g_autoptr (PfChartData) data = chart_world_days ("Seen", 30, 1, 1);
  g_autoptr (GtkWidget) line = g_object_ref_sink (pf_sparkline_new ());

  pf_sparkline_set_data (PF_SPARKLINE (line), data);
  gtk_test_accessible_assert_role (line, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (line, GTK_ACCESSIBLE_PROPERTY_LABEL, "Seen");
}

static GskRenderNode *
snapshot (GtkWidget *widget)
{
  GtkSnapshot *made = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, made);
  return gtk_snapshot_free_to_node (made);
}

static void
point_at (PfChart *chart, double x)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (chart));
  double y = gtk_widget_get_height (GTK_WIDGET (chart)) / 2.;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
}

/*
 * GTK draws anew what it finds changed, but all that holds it if that is in many places. What
 * stands stays the same node, what moves is in few that are small.
 */
static void
test_hover (void)
{
  g_autoptr (PfChartData) many = chart_world_days ("Seen", N_DAYS, 10, 7);
  g_autoptr (GskRenderNode) before = NULL, after = NULL, hidden = NULL;
  World world;
  float whole;

  begin (&world, PF_CHART_LINE);
  pf_chart_card_set_data (world.card, many);
  app_settle ();
  whole = (float)gtk_widget_get_width (GTK_WIDGET (world.chart))
          * (float)gtk_widget_get_height (GTK_WIDGET (world.chart));
  pf_chart_set_cursor (world.chart, 40);
  before = snapshot (GTK_WIDGET (world.chart));
  pf_chart_set_cursor (world.chart, 47);
  after = snapshot (GTK_WIDGET (world.chart));
  g_assert_cmpint (gsk_render_node_get_node_type (after), ==, GSK_CONTAINER_NODE);
  g_assert_cmpuint (gsk_container_node_get_n_children (after), ==, 3);
  g_assert_true (gsk_container_node_get_child (before, 0)
                 == gsk_container_node_get_child (after, 0));
  for (guint i = 1; i < 3; i++)
    {
      graphene_rect_t bounds;

      gsk_render_node_get_bounds (gsk_container_node_get_child (after, i), &bounds);
      g_assert_cmpfloat (bounds.size.width * bounds.size.height, <, whole / 4);
    }
  pf_chart_set_series_shown (world.chart, 0, FALSE);
  hidden = snapshot (GTK_WIDGET (world.chart));
  g_assert_false (gsk_container_node_get_child (hidden, 0)
                  == gsk_container_node_get_child (after, 0));
  end (&world);
}

/* Where the pointer is, in what is there now rather than in what was drawn last. */
static void
test_pointer (void)
{
  g_autoptr (PfChartData) few = chart_world_days ("Seen", 12, 2, 7);
  World world;
  double x;

  begin (&world, PF_CHART_LINE);
  app_settle ();
  x = gtk_widget_get_width (GTK_WIDGET (world.chart)) - 4;
  point_at (world.chart, x);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, N_DAYS - 1);
  pf_chart_card_set_data (world.card, few);
  point_at (world.chart, x);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), ==, 11);
  app_settle ();
  point_at (world.chart, x / 2);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), >, 3);
  g_assert_cmpint (pf_chart_get_cursor (world.chart), <, 8);
  end (&world);
}

/* As low as in the widest window it is in none; newer GTK warns of what says otherwise. */
static void
test_least_height (void)
{
  World world;
  int least = 0, wide = 0;

  begin (&world, PF_CHART_LINE);
  gtk_widget_measure (GTK_WIDGET (world.card), GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (world.card), GTK_ORIENTATION_VERTICAL, 2000, &wide, NULL, NULL,
                      NULL);
  g_assert_cmpint (least, <=, wide);
  end (&world);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/chart/AX-1/keys", test_keys);
  g_test_add_func ("/app/chart/AX-1/right-to-left", test_rtl);
  g_test_add_func ("/app/chart/P17/hover", test_hover);
  g_test_add_func ("/app/chart/pointer", test_pointer);
  g_test_add_func ("/app/chart/least-height", test_least_height);
  g_test_add_func ("/app/chart/AX-1/ranked", test_ranked);
  g_test_add_func ("/app/chart/AX-1/table", test_table);
  g_test_add_func ("/app/chart/legend", test_legend);
  g_test_add_func ("/app/chart/take-away", test_take_away);
  g_test_add_func ("/app/chart/UI-9/formulas", test_formulas);
  g_test_add_func ("/app/chart/AX-1/sparkline", test_sparkline);
  return g_test_run ();
}
