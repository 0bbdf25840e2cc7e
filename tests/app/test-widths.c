/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each page and window fits a screen of 360 pixels, with large text too. */
#include "config.h"

#include "practice-account.h"
#include "questions.h"

#include "app/analytics/pf-analytics-page.h"
#include "app/analytics/pf-day-dialog.h"
#include "app/boards/pf-board-dialog.h"
#include "app/boards/pf-merge-dialog.h"
#include "app/boards/pf-section-dialog.h"
#include "app/boards/pf-section-menu.h"
#include "app/compat/pf-about.h"
#include "app/compat/pf-ask.h"
#include "app/composer/pf-composer-private.h"
#include "app/composer/pf-web-window.h"
#include "app/connections/pf-connection-row.h"
#include "app/connections/pf-picker-page.h"
#include "app/consent/pf-consent-window.h"
#include "app/help/pf-help-window.h"
#include "app/help/pf-shortcut-row.h"
#include "app/help/pf-shortcuts-window.h"
#include "app/intake/pf-intake.h"
#include "app/pins/pf-board-page.h"
#include "app/pins/pf-board-numbers.h"
#include "app/pins/pf-pin-pane.h"
#include "app/pins/pf-pin-wall.h"
#include "app/pins/pf-replace-window.h"
#include "app/pins/pf-selection-bar.h"
#include "app/pins/pf-tags-window.h"
#include "app/preferences/pf-preferences-window.h"
#include "app/setup/pf-review-page.h"
#include "app/setup/pf-setup-window.h"
#include "media/pictures.h"

#define ROOM 360
#define DPI (96 * 1024)

static AppWorld *world;
static PfWindow *window;
static PfConnection *anna;

/* The way down to what asks for so much. */
static void
tell_widest (GtkWidget *widget, guint depth)
{
  const char *text = GTK_IS_LABEL (widget)    ? gtk_label_get_label (GTK_LABEL (widget))
                     : GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget))
                                              : NULL;
  GtkWidget *widest = NULL;
  int minimum = 0, most = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("%*s%s %d %s", (int)depth, "", G_OBJECT_TYPE_NAME (widget), minimum,
                  text != NULL ? text : "");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least = 0;

      if (GTK_IS_NATIVE (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      if (least > most)
        {
          most = least;
          widest = child;
        }
    }
  if (widest != NULL)
    tell_widest (widest, depth + 1);
}

/* What lies over others has to fit as well. */
static void
check_popovers (GtkWidget *widget, const char *what)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum = 0;

      if (GTK_IS_POPOVER (child))
        {
          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
          if (minimum > ROOM)
            {
              g_test_message ("over %s:", what);
              tell_widest (child, 0);
              g_test_fail_printf ("a popover of %s needs %d px", what, minimum);
            }
        }
      check_popovers (child, what);
    }
}

static void
check (gpointer root, const char *what)
{
  GtkWidget *content = GTK_IS_WINDOW (root) ? gtk_window_get_child (root) : root;
  int minimum = 0;

  app_settle ();
  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > ROOM)
    {
      g_test_message ("%s:", what);
      tell_widest (content, 0);
      g_test_fail_printf ("%s needs %d px", what, minimum);
    }
  check_popovers (root, what);
}

/* GTK has the text scale in its resolution. */
static void
begin (gconstpointer scale)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                (int)(DPI * GPOINTER_TO_INT (scale) / 100), NULL);
  if (world != NULL)
    return;
  world = app_world_new ();
  g_settings_set (world->settings, "window-size", "(ii)", ROOM, 640);
  app_world_open (world);
  anna = practice_connect (world, "annaskitchen", NULL);
  window = app_world_show_window (world);
}

static PfBoardItem *
find_board (void)
{
  PfBoardList *boards = pf_workspace_get_boards (world->workspace, anna);

  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (boards)) > 2, 15);
  return g_list_model_get_item (G_LIST_MODEL (boards), 1);
}

static gboolean
unfold (GtkWidget *widget, gpointer unused)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  else if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  else if (GTK_IS_REVEALER (widget))
    gtk_revealer_set_reveal_child (GTK_REVEALER (widget), TRUE);
  return FALSE;
}

static void
test_pages (gconstpointer scale)
{
  static const char *const scopes[] = { "boards:read", "pins:write", NULL };
  g_autoptr (PfBoardItem) board = NULL;

  begin (scale);
  board = find_board ();
  pf_window_show_page (window, "home");
  app_settle ();
  check (window, "Home");
  pf_window_show_page (window, "connections");
  app_settle ();
  app_find (window, unfold, NULL);
  check (window, "the window with its pages");
  pf_window_push_view (window,
                       pf_picker_page_new (pf_workspace_get_connections (world->workspace)));
  check (window, "the picker");
  pf_window_push_view (window,
                       pf_review_page_new (world->workspace, pf_connection_get_id (anna), scopes));
  check (window, "Prepare for Review");
  pf_window_push_view (window, pf_board_page_new (window, anna, board));
  app_settle ();
  app_settle ();
  check (window, "a board");
  {
    PfPinWall *pins
        = PF_PIN_WALL (app_find_type (pf_window_get_visible_view (window), PF_TYPE_PIN_WALL));
    GtkWidget *numbers = NULL;

    APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (pf_pin_wall_get_source (pins))) > 0, 20);
    pf_pin_wall_show_pin (pins, 0);
    APP_WAIT (app_says (pf_pin_wall_get_pane (pins), "Days are those of UTC."), 60);
    check (window, "a pin and its numbers");
    pf_board_numbers_open (window, anna, board);
    APP_WAIT ((numbers = app_find_window (PF_TYPE_BOARD_NUMBERS)) != NULL, 10);
    APP_WAIT (app_says (numbers, "Sums over the"), 60);
    check (numbers, "the numbers of a board");
    gtk_window_destroy (GTK_WINDOW (numbers));
    app_settle ();
  }
  pf_window_pop_all (window);
  pf_window_show_page (window, "analytics");
  APP_WAIT (pf_analytics_page_is_settled (
                PF_ANALYTICS_PAGE (pf_window_find_page (window, "analytics"))),
            60);
  check (window, "the numbers");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.tidy-up", NULL);
  APP_WAIT (!pf_view_get_waiting (pf_window_get_visible_view (window)), 20);
  check (window, "Tidy Up");
  pf_window_pop_all (window);
}

static void
test_welcome (gconstpointer scale)
{
  g_autoptr (AppWorld) own = app_world_new ();

  begin (scale);
  check (app_world_show_window (own), "the first start");
}

/* Going back and on stand side by side, and what goes on at the end. */
static void
check_foot (PfSetupWindow *setup, const char *what)
{
  GtkWidget *back = app_find_button (setup, "_Back");
  GtkWidget *next = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (setup), PF_TYPE_SETUP_WINDOW, "next"));
  graphene_rect_t a, b;

  g_assert_true (gtk_widget_compute_bounds (back, GTK_WIDGET (setup), &a));
  g_assert_true (gtk_widget_compute_bounds (next, GTK_WIDGET (setup), &b));
  if (a.origin.y != b.origin.y || a.origin.x >= b.origin.x)
    g_test_fail_printf ("%s: Back is at %g, %g, and the next step at %g, %g", what, a.origin.x,
                        a.origin.y, b.origin.x, b.origin.y);
  if (b.origin.x + b.size.width + 40 < gtk_widget_get_width (GTK_WIDGET (setup)))
    g_test_fail_printf ("%s: the next step is not at the end", what);
}

static void
test_setup (gconstpointer scale)
{
  guint n_steps = 0;
  const PfSetupStep *steps = pf_setup_get_steps (&n_steps);
  PfSetupWindow *setup;

  begin (scale);
  setup = pf_setup_window_new (NULL, pf_workspace_get_connections (world->workspace),
                               pf_workspace_get_store (world->workspace),
                               pf_catalogue_find ("pinterest"));
  gtk_window_present (GTK_WINDOW (setup));
  for (guint i = 0; i < n_steps; i++)
    {
      pf_setup_window_start (setup, NULL, steps[i].id);
      app_settle ();
      app_find (setup, unfold, NULL);
      check (setup, steps[i].id);
      check_foot (setup, steps[i].id);
    }
  gtk_window_destroy (GTK_WINDOW (setup));
}

static void
test_connecting (gconstpointer scale)
{
  PfConsentWindow *consent;

  begin (scale);
  consent
      = pf_consent_window_new (GTK_WINDOW (window), pf_workspace_get_connections (world->workspace),
                               world->context, pf_catalogue_find ("pinterest"), NULL, NULL);
  gtk_window_present (GTK_WINDOW (consent));
  app_find (consent, unfold, NULL);
  check (consent, "consent");
  gtk_window_destroy (GTK_WINDOW (consent));
}

static void
test_windows (gconstpointer scale)
{
  GtkWindow *own[10];
  static const char *const names[]
      = { "preferences", "shortcuts",   "new board", "edit board", "picture from the web",
          "help",        "new section", "merge",     "days",       "note" };
  g_autoptr (PfBoardItem) board = NULL;

  begin (scale);
  board = find_board ();
  own[0] = GTK_WINDOW (pf_preferences_window_new (window));
  own[1] = GTK_WINDOW (pf_shortcuts_window_new (GTK_WINDOW (window)));
  own[2] = GTK_WINDOW (pf_board_dialog_new (window, anna, NULL));
  own[3] = GTK_WINDOW (pf_board_dialog_new_edit (window, anna, board));
  own[4] = GTK_WINDOW (pf_web_window_new (GTK_WINDOW (window),
                                          pf_workspace_get_store (world->workspace),
                                          pf_window_get_pictures (window)));
  own[5] = GTK_WINDOW (pf_help_window_new (NULL));
  own[6] = GTK_WINDOW (pf_section_dialog_new (window, anna, pf_board_item_get_uuid (board), NULL));
  own[7] = GTK_WINDOW (pf_merge_dialog_new (window, anna, board));
  own[8] = GTK_WINDOW (pf_day_dialog_new_range (GTK_WINDOW (window), "Compare With Days", 20000,
                                                20400, 20100, 20200));
  own[9] = GTK_WINDOW (pf_day_dialog_new_note (GTK_WINDOW (window), NULL, 20000, 20400, 20200));
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      gtk_window_present (own[i]);
      check (own[i], names[i]);
      gtk_window_destroy (own[i]);
    }
}

static gboolean
whole (GtkWidget *widget, gpointer unused)
{
  if (GTK_IS_LABEL (widget))
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
  return FALSE;
}

/* All verbs, and how many pins are selected, can be read at any width. */
static void
test_selection_bar (gconstpointer scale)
{
  PfSelectionBar *bar;
  GtkWidget *own;
  gboolean worded = FALSE;

  begin (scale);
  bar = g_object_new (PF_TYPE_SELECTION_BAR, NULL);
  own = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (own), GTK_WIDGET (bar));
  for (int width = ROOM; width <= 1600; width += 10)
    {
      int needs;

      pf_selection_bar_set_width (bar, width);
      pf_selection_bar_set_count (bar, 12345);
      worded = app_find_type (bar, ADW_TYPE_BUTTON_CONTENT) != NULL;
      if (worded)
        app_find (bar, whole, NULL);
      gtk_widget_measure (GTK_WIDGET (bar), GTK_ORIENTATION_HORIZONTAL, -1, &needs, NULL, NULL,
                          NULL);
      if (needs > width)
        g_test_fail_printf ("at %d px the bar needs %d px", width, needs);
    }
  g_assert_true (worded);
  gtk_window_destroy (GTK_WINDOW (own));
}

/* Those that read the pins they are about first. */
static void
test_batches (gconstpointer scale)
{
  const GType types[] = { PF_TYPE_TAGS_WINDOW, PF_TYPE_REPLACE_WINDOW };
  g_autoptr (PfBoardItem) board = NULL;
  PfPinWall *pins;
  PfView *page;

  begin (scale);
  board = find_board ();
  page = pf_board_page_new (window, anna, board);
  pf_window_push_view (window, page);
  pins = PF_PIN_WALL (app_find_type (page, PF_TYPE_PIN_WALL));
  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (pf_pin_wall_get_source (pins))) > 0, 20);
  gtk_selection_model_select_all (
      GTK_SELECTION_MODEL (pf_wall_get_selection (pf_pin_wall_get_wall (pins))));
  check (window, "a board with pins selected");
  /* Toasts stand above the bar, and where they were without it. */
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (window), "bar-below"));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_auto (GStrv) chosen = pf_pin_wall_list_chosen (pins);
      GtkWidget *edit = NULL;

      pf_edit_window_open (types[i], window, anna, (const char *const *)chosen);
      APP_WAIT ((edit = app_find_window (types[i])) != NULL, 10);
      app_find (edit, unfold, NULL);
      check (edit, g_type_name (types[i]));
      gtk_window_destroy (GTK_WINDOW (edit));
      app_settle ();
    }
  pf_window_show_page (window, "boards");
  app_settle ();
  /* The boards have a bar of their own. */
  g_assert_true (app_shows_text (window, "Secret boards are not shown. Pinfold has no permission"
                                         " to see them."));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (window), "bar-below"));
  pf_window_show_page (window, "connections");
  app_settle ();
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (window), "bar-below"));
}

static void
test_small_windows (gconstpointer scale)
{
  GtkWidget *about, *question;

  begin (scale);
  pf_about_present (GTK_WINDOW (window));
  about = app_find_window (ADW_TYPE_ABOUT_WINDOW);
  check (about, "about");
  gtk_window_destroy (GTK_WINDOW (about));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.disconnect", "s",
                              pf_connection_get_id (anna));
  question = app_find_question ();
  check (question, "a question");
  app_question_close (question);
  app_settle ();
}

static void
test_articles (gconstpointer scale)
{
  PfHelpWindow *help;
  GtkListBox *list;
  GtkListBoxRow *row;

  begin (scale);
  help = pf_help_window_new (NULL);
  gtk_window_present (GTK_WINDOW (help));
  list = GTK_LIST_BOX (app_find_type (help, GTK_TYPE_LIST_BOX));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      g_assert_true (pf_help_window_show_article (help, gtk_widget_get_name (GTK_WIDGET (row))));
      check (help, gtk_widget_get_name (GTK_WIDGET (row)));
    }
  gtk_window_destroy (GTK_WINDOW (help));
}

static GListModel *
write_pictures (guint n)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; i < n; i++)
    {
      Picture picture = { .width = 600, .height = 900, .seed = i + 1, .gps = TRUE };
      g_autoptr (GBytes) bytes = picture_jpeg (&picture);
      g_autofree char *name
          = g_strdup_printf ("a name that says quite a lot about the picture %02u.jpg", i);
      g_autofree char *path = g_build_filename (world->place, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                          (gssize)g_bytes_get_size (bytes), NULL));
      g_list_store_append (files, file);
    }
  return G_LIST_MODEL (files);
}

static void
test_composer (gconstpointer scale)
{
  g_autoptr (GListModel) files = NULL;
  g_autoptr (PfBoardItem) board = NULL;
  g_autoptr (PfDraft) empty = NULL;
  PfComposer *composer;
  GtkWidget *view;

  begin (scale);
  board = find_board ();
  empty = pf_draft_new (world->context);
  pf_composer_present (window, empty);
  APP_WAIT (app_find_window (PF_TYPE_COMPOSER) != NULL, 10);
  check (app_find_window (PF_TYPE_COMPOSER), "an empty composer");
  gtk_window_destroy (GTK_WINDOW (app_find_window (PF_TYPE_COMPOSER)));
  app_settle ();

  files = write_pictures (3);
  pf_intake_files (window, files, pf_board_item_get_uuid (board));
  APP_WAIT (app_find_window (PF_TYPE_COMPOSER) != NULL, 30);
  composer = PF_COMPOSER (app_find_window (PF_TYPE_COMPOSER));
  APP_WAIT (pf_filmstrip_get_n (composer->strip) == 3, 30);
  pf_field_set_text (composer->title_field, "A title that takes nearly all of the room there is");
  pf_field_set_text (composer->link_field, "https://bit.ly/short");
  app_settle ();
  app_find (composer, unfold, NULL);
  check (composer, "a composer of three");
  view = app_find_type (composer->strip, GTK_TYPE_LIST_VIEW);
  gtk_selection_model_select_all (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.make-carousel", NULL);
  check (composer, "a carousel");
  gtk_window_destroy (GTK_WINDOW (composer));
  app_settle ();
}

/* Each entry is a row of the window, wide or narrow, and has its key in words. */
static void
test_shortcuts (void)
{
  PfShortcutsWindow *shortcuts;
  GtkEditable *search;

  begin (GINT_TO_POINTER (100));
  shortcuts = pf_shortcuts_window_new (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (shortcuts));
  app_settle ();
  g_assert_cmpuint (app_count_type (shortcuts, PF_TYPE_SHORTCUT_ROW), >=, 25);
  g_assert_cmpuint (app_count_type (shortcuts, GTK_TYPE_SHORTCUTS_SHORTCUT), ==, 0);
  app_check_names (shortcuts);
  search = GTK_EDITABLE (app_find_type (shortcuts, GTK_TYPE_SEARCH_ENTRY));
  gtk_editable_set_text (search, "qqqq");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (app_shows_text (shortcuts, "Nothing found"));
  gtk_window_destroy (GTK_WINDOW (shortcuts));
}

/* A window that belongs to a narrow one opens inside it. */
static void
test_fits_parent (void)
{
  int width = 0, height = 0;
  GtkWindow *preferences;

  begin (GINT_TO_POINTER (100));
  gtk_window_set_default_size (GTK_WINDOW (window), ROOM, 640);
  APP_WAIT (gtk_widget_get_width (GTK_WIDGET (window)) == ROOM, 5);
  preferences = GTK_WINDOW (pf_preferences_window_new (window));
  gtk_window_get_default_size (preferences, &width, &height);
  g_assert_cmpint (width, <=, ROOM);
  gtk_window_destroy (preferences);
}

/* With the sanitizers the larger one only: the code that runs is the same, and takes its time. */
#ifdef __SANITIZE_ADDRESS__
static const int scales[] = { 200 };
#else
static const int scales[] = { 100, 200 };
#endif

static void
add (const char *name, void (*func) (gconstpointer scale))
{
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/app/widths/AX-4/%s-text-at-%d-percent", name, scales[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (scales[i]), func);
    }
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  add ("pages", test_pages);
  add ("setup", test_setup);
  add ("connecting", test_connecting);
  add ("windows", test_windows);
  add ("selection-bar", test_selection_bar);
  add ("batches", test_batches);
  add ("small-windows", test_small_windows);
  add ("articles", test_articles);
  add ("composer", test_composer);
  g_test_add_func ("/app/widths/AX-4/AX-1-shortcuts-on-one-page", test_shortcuts);
  g_test_add_func ("/app/widths/AX-4/windows-open-inside-a-narrow-one", test_fits_parent);
  /* Last: it takes all windows with it. */
  add ("welcome", test_welcome);
  result = g_test_run ();
  if (world != NULL)
    app_world_free (world);
  practice_tidy ();
  return result;
}
