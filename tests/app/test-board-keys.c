/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the focus is on a page, what keys do where a board or a section has it, and what is said of
 * a section that something is dragged over. */
#include "config.h"

#include "practice-account.h"
#include "questions.h"

#include "app/boards/pf-board-card.h"
#include "app/boards/pf-board-dialog.h"
#include "app/boards/pf-boards-page.h"
#include "app/connections/pf-picker-page.h"
#include "app/pins/pf-board-page.h"
#include "app/pins/pf-pin-wall.h"
#include "app/pins/pf-section-header.h"
#include "app/pins/pf-section-strip.h"
#include "app/search/pf-search-page.h"

#define NAME "Soups and stews"

static AppWorld *world;
static PfConnection *connection;
static PfWindow *window;
static PfView *page; /* of the boards */

static PfBoardItem *
find_board (void)
{
  GListModel *boards = G_LIST_MODEL (pf_workspace_get_boards (world->workspace, connection));

  for (guint i = 0; i < g_list_model_get_n_items (boards); i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (boards, i);

      if (g_str_equal (pf_board_item_get_name (board), NAME))
        return g_steal_pointer (&board);
    }
  return NULL;
}

static guint
count_pins (PfView *view)
{
  PfPinWall *wall = PF_PIN_WALL (app_find_type (view, PF_TYPE_PIN_WALL));

  return g_list_model_get_n_items (G_LIST_MODEL (pf_pin_wall_get_source (wall)));
}

static gboolean
is_card (GtkWidget *widget, gpointer unused)
{
  return PF_IS_BOARD_CARD (widget) && app_shows_text (widget, NAME);
}

static void
show_boards (void)
{
  pf_window_show_page (window, "boards");
  page = pf_window_find_page (window, "boards");
  APP_WAIT (app_find (page, is_card, NULL) != NULL, 20);
  app_settle ();
}

static void
open_world (void)
{
  world = app_world_new ();
  app_world_open (world);
  connection = practice_connect (world, NULL, NULL);
  window = app_world_show_window (world);
  show_boards ();
}

static GtkWidget *
get_focus (void)
{
  return gtk_window_get_focus (GTK_WINDOW (window));
}

/* A part of the page's content has it, of that type. */
static gboolean
is_focus_in (PfView *view, GType type)
{
  GtkWidget *focus = get_focus ();

  return focus != NULL && gtk_widget_get_mapped (focus)
         && gtk_widget_is_ancestor (focus, GTK_WIDGET (view))
         && (GTK_IS_EDITABLE (focus)
             || gtk_widget_get_ancestor (focus, ADW_TYPE_HEADER_BAR) == NULL)
         && (G_TYPE_CHECK_INSTANCE_TYPE (focus, type)
             || gtk_widget_get_ancestor (focus, type) != NULL);
}

#define WAIT_FOCUS(view, type)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;                                  \
    while (!is_focus_in (view, type) && g_get_monotonic_time () < until)                           \
      app_turn ();                                                                                 \
    if (!is_focus_in (view, type))                                                                 \
      g_error ("%s: the focus is on %s", G_OBJECT_TYPE_NAME (view),                                \
               get_focus () != NULL ? G_OBJECT_TYPE_NAME (get_focus ()) : "nothing");              \
  }                                                                                                \
  G_STMT_END

/* Whoever comes to a page by keyboard is at what it is about: neither on the way back, nor in the
 * header bar, nor lost. */
static void
test_start_focus (void)
{
  struct
  {
    const char *name;
    GType type;
  } pages[] = { { "home", GTK_TYPE_WIDGET },
                { "boards", GTK_TYPE_GRID_VIEW },
                { "all-pins", PF_TYPE_WALL },
                { "drafts", GTK_TYPE_BUTTON }, /* there are none: what to do about it */
                { "analytics", GTK_TYPE_WIDGET },
                { "connections", GTK_TYPE_LIST_BOX },
                { "boards", GTK_TYPE_GRID_VIEW } };
  g_autoptr (PfBoardItem) board = find_board ();
  PfView *on_board;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      pf_window_show_page (window, pages[i].name);
      WAIT_FOCUS (pf_window_find_page (window, pages[i].name), pages[i].type);
    }
  on_board = pf_board_page_new (window, connection, board);
  pf_window_push_view (window, on_board);
  WAIT_FOCUS (on_board, PF_TYPE_WALL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  WAIT_FOCUS (pf_window_get_visible_view (window), GTK_TYPE_SEARCH_ENTRY);
  g_assert_true (PF_IS_SEARCH_PAGE (pf_window_get_visible_view (window)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  WAIT_FOCUS (on_board, PF_TYPE_WALL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  WAIT_FOCUS (page, GTK_TYPE_GRID_VIEW);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-connection", NULL);
  WAIT_FOCUS (pf_window_get_visible_view (window), GTK_TYPE_SEARCH_ENTRY);
  g_assert_true (PF_IS_PICKER_PAGE (pf_window_get_visible_view (window)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  WAIT_FOCUS (page, GTK_TYPE_GRID_VIEW);
}

typedef struct
{
  GListModel *pins;
  guint n_told, n_pins;
} Waiting;

static void
waiting_changed (PfView *view, GParamSpec *pspec, Waiting *told)
{
  told->n_told++;
  told->n_pins = g_list_model_get_n_items (told->pins);
}

/* A window is shown with what its page reads on this computer, so the page tells when that is
 * there: once, and with it; also when there is nothing. */
static void
test_waiting (void)
{
  PfWindow *second = app_world_show_window (world);
  PfView *all = pf_window_find_page (second, "all-pins");
  Waiting told = { 0 };

  /* What is loaded meanwhile is not what is waited for. */
  pf_window_show_page (window, "all-pins");
  APP_WAIT (app_find_type (pf_window_find_page (window, "all-pins"), PF_TYPE_PIN_WALL) != NULL, 20);
  APP_WAIT (count_pins (pf_window_find_page (window, "all-pins")) > 0, 20);
  app_settle ();
  g_assert_false (pf_view_get_waiting (pf_window_find_page (window, "all-pins")));

  pf_window_show_page (second, "boards");
  g_assert_false (pf_view_get_waiting (all));
  pf_window_show_page (second, "all-pins");
  g_assert_true (pf_view_get_waiting (all));
  told.pins
      = G_LIST_MODEL (pf_pin_wall_get_source (PF_PIN_WALL (app_find_type (all, PF_TYPE_PIN_WALL))));
  g_assert_cmpuint (g_list_model_get_n_items (told.pins), ==, 0);
  g_signal_connect (all, "notify::waiting", G_CALLBACK (waiting_changed), &told);
  APP_WAIT (!pf_view_get_waiting (all), 20);
  g_assert_cmpuint (told.n_told, ==, 1);
  g_assert_cmpuint (told.n_pins, >, 0);
  gtk_window_destroy (GTK_WINDOW (second));
  pf_window_show_page (window, "boards");
  app_settle ();
}

/* Of the board that has the focus; none for the tile that makes new ones. */
static void
test_card (void)
{
  GtkWidget *grid, *dialog;

  show_boards ();
  grid = app_find_type (page, GTK_TYPE_GRID_VIEW);
  g_assert_true (gtk_widget_grab_focus (grid));
  g_assert_false (app_press_keys (GTK_WINDOW (window), "Delete"));
  g_assert_true (gtk_widget_grab_focus (gtk_widget_get_parent (app_find (page, is_card, NULL))));
  g_assert_true (app_press_keys (GTK_WINDOW (window), "Delete"));
  APP_WAIT ((dialog = app_find_question ()) != NULL, 10);
  g_assert_true (app_shows_text (dialog, "Delete “" NAME "”?"));
  app_question_close (dialog);
  APP_WAIT (app_find_question () == NULL, 10);
  g_assert_true (app_press_keys (GTK_WINDOW (window), "F2"));
  APP_WAIT ((dialog = app_find_window (PF_TYPE_BOARD_DIALOG)) != NULL, 10);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Edit Board");
  gtk_window_destroy (GTK_WINDOW (dialog));
  app_settle ();
}

/* What can get the focus says all that a card shows, so that it is heard with every GTK. */
static void
test_card_name (void)
{
  g_autoptr (PfBoardItem) board = find_board ();
  g_autofree char *words = pf_board_words (board);
  g_autofree char *spoken = g_strdup_printf (NAME ", %s", words);
  GtkWidget *cell;

  show_boards ();
  cell = gtk_widget_get_parent (app_find (page, is_card, NULL));
  g_assert_nonnull (strstr (spoken, " pins"));
  g_assert_true (gtk_widget_get_focusable (cell));
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
}

/* The page of the board, with the header of its first section. */
static PfPinWall *
open_board (GtkWidget **header)
{
  g_autoptr (PfBoardItem) board = find_board ();
  PfPinWall *pins;

  pf_window_push_view (window, pf_board_page_new (window, connection, board));
  pins = PF_PIN_WALL (app_find_type (pf_window_get_visible_view (window), PF_TYPE_PIN_WALL));
  APP_WAIT ((*header = app_find_type (pins, PF_TYPE_SECTION_HEADER)) != NULL
                && gtk_widget_get_mapped (*header),
            20);
  app_settle ();
  return pins;
}

/* Above the pins of a section they are those of the whole page. */
static void
test_section (void)
{
  GtkWidget *header;
  PfPinWall *pins = open_board (&header);
  PfWallSelection *selection;

  g_assert_true (gtk_widget_child_focus (header, GTK_DIR_TAB_FORWARD));
  g_assert_true (app_press_keys (GTK_WINDOW (window), "<Control>a"));
  selection = pf_wall_get_selection (pf_pin_wall_get_wall (pins));
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), >, 1);
  g_assert_cmpuint (pf_wall_selection_get_n_selected (selection), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (pf_pin_wall_get_source (pins))));
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (selection));
  pf_window_show_page (window, "boards");
  app_settle ();
}

/* Of a widget where files may be dropped. */
static GtkDropTargetAsync *
find_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) target = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET_ASYNC (target)
          && gdk_content_formats_contain_gtype (gtk_drop_target_async_get_formats (
                                                    GTK_DROP_TARGET_ASYNC (target)),
                                                GDK_TYPE_FILE_LIST))
        return GTK_DROP_TARGET_ASYNC (target);
    }
  g_assert_not_reached ();
}

static void
hover (GtkWidget *widget, double x, double y)
{
  GdkDragAction action = 0;

  g_signal_emit_by_name (find_target (widget), "drag-motion", NULL, x, y, &action);
  g_assert_cmpint (action, ==, GDK_ACTION_COPY);
}

/* Pictures over a section: it is outlined with its header, and the foot of the window names it. */
static void
test_drop_on_section (void)
{
  GtkWidget *header, *chip;
  PfPinWall *pins = open_board (&header);
  PfWall *wall = pf_pin_wall_get_wall (pins);
  PfPinList *list = PF_PIN_LIST (pf_pin_wall_get_source (pins));
  g_autoptr (PfSectionItem) section = NULL;
  g_autofree char *words = NULL;
  double x, y;
  guint group;

  g_assert_true (gtk_widget_translate_coordinates (header, GTK_WIDGET (pins), 9, 9, &x, &y));
  hover (GTK_WIDGET (pins), x, y);
  group = pf_wall_get_drop_group (wall);
  g_assert_cmpuint (group, !=, PF_WALL_NO_TILE);
  section = pf_pin_list_get_group_section (list, group);
  g_assert_true (app_shows_text (header, pf_section_item_get_name (section)));
  words = g_strdup_printf ("Drop to pin on %s › %s", NAME, pf_section_item_get_name (section));
  g_assert_true (app_shows_text (window, words));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (pins), "drop-here"));

  /* Above all sections it is the board. */
  hover (GTK_WIDGET (pins), x, 3);
  g_assert_cmpuint (pf_wall_get_drop_group (wall), ==, PF_WALL_NO_TILE);
  g_assert_true (app_shows_text (window, "Drop to pin on " NAME));
  g_assert_false (app_shows_text (window, words));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (pins), "drop-here"));
  hover (GTK_WIDGET (pins), x, y);
  g_assert_cmpuint (pf_wall_get_drop_group (wall), ==, group);
  g_signal_emit_by_name (find_target (GTK_WIDGET (pins)), "drag-leave", NULL);
  g_assert_cmpuint (pf_wall_get_drop_group (wall), ==, PF_WALL_NO_TILE);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (pins), "drop-here"));

  /* Its chip stands for it as well. */
  chip = gtk_widget_get_ancestor (app_find_type (app_find_type (pf_window_get_visible_view (window),
                                                                PF_TYPE_SECTION_STRIP),
                                                 GTK_TYPE_LABEL),
                                  GTK_TYPE_BUTTON);
  hover (chip, 3, 3);
  g_assert_true (gtk_widget_has_css_class (chip, "drop-here"));
  g_assert_true (app_shows_text (window, words));
  g_signal_emit_by_name (find_target (chip), "drag-leave", NULL);
  g_assert_false (gtk_widget_has_css_class (chip, "drop-here"));
  pf_window_show_page (window, "boards");
  app_settle ();
}

/* The line at the bottom of the page, as long as it is there. */
static GtkWidget *
find_stale (void)
{
  GtkWidget *row = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (page), PF_TYPE_BOARDS_PAGE, "stale_row"));

  return gtk_widget_get_mapped (row) ? row : NULL;
}

static gboolean
is_loading (GListModel *boards)
{
  gboolean loading = FALSE;

  g_object_get (boards, "loading", &loading, NULL);
  return loading;
}

/* A refresh that nobody asked for while the service is in trouble: what is there stays, and a line
 * says that it may be out of date, until the service answers. */
static void
test_refresh_fails (void)
{
  PfBoardList *list = pf_workspace_get_boards (world->workspace, connection);
  GListModel *boards = G_LIST_MODEL (list);
  guint n = g_list_model_get_n_items (boards);
  GtkWidget *again;

  show_boards ();
  APP_WAIT (!is_loading (boards), 20);
  g_assert_null (find_stale ());
  practice_control (
      world, "fault",
      "{\"kind\": \"status\", \"op\": \"boards/list\", \"value\": 403, \"times\": 2}");
  pf_board_list_refresh (list);
  APP_WAIT (find_stale () != NULL, 20);
  g_assert_cmpuint (g_list_model_get_n_items (boards), ==, n);
  g_assert_nonnull (app_find (page, is_card, NULL));
  g_assert_true (app_says (page, "The boards may be out of date."));
  again = app_find_button (find_stale (), "_Try Again");
  g_assert_nonnull (again);
  app_check_names (page);

  /* Once more in vain: it stays, and nothing is said twice. */
  g_signal_emit_by_name (again, "clicked");
  APP_WAIT (is_loading (boards), 10);
  g_assert_nonnull (find_stale ());
  g_assert_false (gtk_widget_get_sensitive (again));
  APP_WAIT (!is_loading (boards), 20);
  app_settle ();
  g_assert_nonnull (find_stale ());
  g_assert_true (gtk_widget_get_sensitive (again));
  g_assert_null (app_find_type (window, g_type_from_name ("AdwToastWidget")));

  g_signal_emit_by_name (again, "clicked");
  APP_WAIT (find_stale () == NULL, 20);
  g_assert_cmpuint (g_list_model_get_n_items (boards), ==, n);
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  open_world ();
  g_test_add_func ("/app/start-focus/AX-2/pages", test_start_focus);
  g_test_add_func ("/app/view/P2/waiting", test_waiting);
  g_test_add_func ("/app/board-keys/AX-2/card", test_card);
  g_test_add_func ("/app/board-keys/AX-1/name-of-a-card", test_card_name);
  g_test_add_func ("/app/board-keys/AX-2/section", test_section);
  g_test_add_func ("/app/drops/section-is-outlined", test_drop_on_section);
  g_test_add_func ("/app/boards/MO-11/refresh-says-why-not", test_refresh_fails);
  result = g_test_run ();
  app_world_free (world);
  practice_tidy ();
  return result;
}
