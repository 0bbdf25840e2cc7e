/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Context menus, asked for by keyboard. */
#include "config.h"

#include "app-world.h"

#include "app/widgets/pf-popup.h"

static void
setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  gtk_list_item_set_child (item, gtk_label_new (""));
}

static void
bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  GtkStringObject *object = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (object));
}

static GtkWidget *
make_menu (GtkWidget *widget, GtkWidget *picked, gpointer data)
{
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), gtk_button_new_with_label ("Verb"));
  *(GtkWidget **)data = popover;
  return popover;
}

static void
press_menu_key (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean pressed = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) keys = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) shortcut = NULL;

      if (!GTK_IS_SHORTCUT_CONTROLLER (keys) || g_object_get_data (keys, "popup") == NULL)
        continue;
      shortcut = g_list_model_get_item (G_LIST_MODEL (keys), 0);
      pressed = gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, NULL);
    }
  g_assert_true (pressed);
}

/* What it is about may change while it is open, as when a batch ends: it stays. */
static void
test_item_changes (void)
{
  const char *const names[] = { "One", "Two", "Three", NULL };
  const char *const other[] = { "Two, changed", NULL };
  g_autoptr (GtkStringList) strings = gtk_string_list_new (names);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid;
  GtkWidget *popover = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind), NULL);
  grid = gtk_grid_view_new (GTK_SELECTION_MODEL (
                                gtk_no_selection_new (g_object_ref (G_LIST_MODEL (strings)))),
                            factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  pf_popup_add (grid, make_menu, &popover);
  gtk_window_present (GTK_WINDOW (window));
  APP_WAIT (gtk_widget_get_mapped (grid), 10);
  app_settle ();
  g_assert_true (gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD));

  press_menu_key (grid);
  g_assert_nonnull (popover);
  g_object_add_weak_pointer (G_OBJECT (popover), (gpointer *)&popover);
  APP_WAIT (gtk_widget_get_mapped (popover), 10);
  /* All of them: whichever had the focus is among them. */
  gtk_string_list_splice (strings, 0, 3, other);
  app_settle ();
  g_assert_nonnull (popover);
  g_assert_true (gtk_widget_get_mapped (popover));

  gtk_popover_popdown (GTK_POPOVER (popover));
  APP_WAIT (popover == NULL, 10);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Where the secondary button went down, and its release never came: GTK 4.8 sends that to the popup
 * and leaves what is below looking pressed. */
static void
test_press_is_forgotten (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *card = gtk_button_new_with_label ("A card");
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (card));
  GtkWidget *popover = NULL;
  g_autoptr (GListModel) controllers = NULL;
  double x, y;

  gtk_box_append (GTK_BOX (box), card);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 200);
  pf_popup_add (box, make_menu, &popover);
  gtk_window_present (GTK_WINDOW (window));
  APP_WAIT (gtk_widget_get_mapped (card), 10);
  app_settle ();
  g_assert_true (gtk_widget_translate_coordinates (label, box, 2, 2, &x, &y));
  for (GtkWidget *below = label; below != NULL; below = gtk_widget_get_parent (below))
    gtk_widget_set_state_flags (below, GTK_STATE_FLAG_ACTIVE, FALSE);
  controllers = gtk_widget_observe_controllers (box);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) click = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (click))
        g_signal_emit_by_name (click, "pressed", 1, x, y);
    }
  g_assert_nonnull (popover);
  g_object_add_weak_pointer (G_OBJECT (popover), (gpointer *)&popover);
  APP_WAIT (gtk_widget_get_mapped (popover), 10);
  /* It stays as long as the menu is about it. */
  g_assert_cmpint (gtk_widget_get_state_flags (card) & GTK_STATE_FLAG_ACTIVE, !=, 0);
  gtk_popover_popdown (GTK_POPOVER (popover));
  APP_WAIT (popover == NULL, 10);
  for (GtkWidget *below = label; below != NULL; below = gtk_widget_get_parent (below))
    g_assert_cmpint (gtk_widget_get_state_flags (below) & GTK_STATE_FLAG_ACTIVE, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What it is about may be out of view; outside of every monitor GDK knows no place for it. */
static void
test_out_of_view (void)
{
  const GdkRectangle places[]
      = { { 90000, 10, 20, 20 }, { -5000, -70, 20, 20 }, { 10, 4000, 9, -400 } };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *popover = gtk_popover_new ();

  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Something"));
  gtk_popover_set_child (GTK_POPOVER (popover), gtk_button_new_with_label ("Verb"));
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 200);
  gtk_widget_set_parent (popover, box);
  gtk_window_present (GTK_WINDOW (window));
  APP_WAIT (gtk_widget_get_mapped (box), 10);
  app_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      GdkRectangle seen;

      pf_popup_point_at (GTK_POPOVER (popover), &places[i]);
      g_assert_true (gtk_popover_get_pointing_to (GTK_POPOVER (popover), &seen));
      g_assert_cmpint (seen.x, >=, 0);
      g_assert_cmpint (seen.y, >=, 0);
      g_assert_cmpint (seen.width, >=, 1);
      g_assert_cmpint (seen.height, >=, 1);
      g_assert_cmpint (seen.x + seen.width, <=, gtk_widget_get_width (box));
      g_assert_cmpint (seen.y + seen.height, <=, gtk_widget_get_height (box));
      gtk_popover_popup (GTK_POPOVER (popover));
      APP_WAIT (gtk_widget_get_mapped (popover), 10);
      gtk_popover_popdown (GTK_POPOVER (popover));
      APP_WAIT (!gtk_widget_get_mapped (popover), 10);
    }
  gtk_widget_unparent (popover);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/popup/AX-2/stays-while-its-item-changes", test_item_changes);
  g_test_add_func ("/app/popup/AX-2/points-at-what-is-seen", test_out_of_view);
  g_test_add_func ("/app/popup/press-is-forgotten", test_press_is_forgotten);
  return g_test_run ();
}
