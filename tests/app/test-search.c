/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All pins, the search, drafts on the wall and kept copies, against the practice server. One world
 * for all: signing in is the slow part.
 */
#include "config.h"

#include "app-world.h"
#include "practice-account.h"
#include "questions.h"

#include "app/composer/pf-picker-rows.h"
#include "app/activity/pf-upload-bar.h"
#include "app/drafts/pf-drafts-page.h"
#include "app/pins/pf-board-page.h"
#include "app/pins/pf-load-bar.h"
#include "app/pins/pf-pin-describe.h"
#include "app/pins/pf-pin-marks.h"
#include "app/pins/pf-pin-order-menu.h"
#include "app/pins/pf-pin-wall.h"
#include "app/preferences/pf-kept-pictures-row.h"
#include "app/preferences/pf-kept-row.h"
#include "app/preferences/pf-preferences-window.h"
#include "app/search/pf-board-strip.h"
#include "app/search/pf-search-page.h"
#include "core/store/pf-kept-folder.h"

#include <string.h>

static AppWorld *world;
static PfWindow *window;
static PfConnection *connection;

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static void
need_window (void)
{
  if (window == NULL)
    window = app_world_show_window (world);
  if (connection == NULL)
    connection = practice_connect (world, NULL, NULL);
  g_assert_nonnull (connection);
  pf_window_set_connection (window, connection);
  app_settle ();
}

static void
close_window (void)
{
  g_autofree char *id = connection != NULL ? g_strdup (pf_connection_get_id (connection)) : NULL;

  gtk_window_destroy (GTK_WINDOW (window));
  window = NULL;
  app_settle ();
  app_world_close (world);
  window = app_world_show_window (world);
  connection = pf_connections_find (pf_workspace_get_connections (world->workspace), id);
}

static void
press (gpointer root, const char *label)
{
  GtkWidget *button = app_find_button (root, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static PfPinWall *
find_wall (gpointer page)
{
  return PF_PIN_WALL (app_find_type (page, PF_TYPE_PIN_WALL));
}

static guint
count_pins (gpointer page)
{
  PfTileSource *source = pf_pin_wall_get_source (find_wall (page));

  return source != NULL ? g_list_model_get_n_items (G_LIST_MODEL (source)) : 0;
}

static char *
title_at (gpointer page, guint position)
{
  PfTileSource *source = pf_pin_wall_get_source (find_wall (page));
  g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (source), position);

  /* A handle somebody holds has its record read. */
  APP_WAIT (pf_pin_item_get_pin (item) != NULL || pf_pin_item_get_row (item) != NULL, 5);
  return g_strdup (pf_pin_item_get_title (item));
}

static PfView *
show_all_pins (void)
{
  PfView *page;

  need_window ();
  page = pf_window_find_page (window, "all-pins");
  pf_window_show_page (window, "all-pins");
  APP_WAIT (count_pins (page) >= 100, 20);
  return page;
}

/* The number of pins that the boards tell of. */
static guint
count_everything (void)
{
  PfBoardList *boards = pf_workspace_get_boards (world->workspace, connection);
  gint64 n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (boards)); i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (boards), i);

      n += pf_board_item_get_pin_count (board);
    }
  return (guint)n;
}

static void
test_honest (void)
{
  PfView *page = show_all_pins ();
  GtkWidget *bar = app_find_type (page, PF_TYPE_LOAD_BAR);
  g_autofree char *words = NULL;

  APP_WAIT (app_says (bar, "pins loaded"), 10);
  APP_WAIT (count_everything () > 200, 10);
  words = g_strdup_printf ("%u of %u pins loaded", count_pins (page), count_everything ());
  g_assert_true (app_says (bar, words));
  app_check_names (page);
}

/* Sorted and filtered is what is loaded, and the page says so. */
static void
test_order (void)
{
  PfView *page = show_all_pins ();
  GtkWidget *menu = app_find_type (page, PF_TYPE_PIN_ORDER_MENU);
  guint n = count_pins (page), n_videos;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  gtk_widget_activate_action (menu, "order.sort", "s", "title");
  app_settle ();
  first = title_at (page, 0);
  second = title_at (page, n / 2);
  g_assert_cmpint (g_utf8_collate (first, second), <=, 0);
  g_assert_cmpuint (count_pins (page), ==, n);
  {
    g_autofree char *kept = g_settings_get_string (world->settings, "pin-sort");
    g_assert_cmpstr (kept, ==, "title");
  }
  gtk_widget_activate_action (menu, "order.kind", "s", "videos");
  app_settle ();
  n_videos = count_pins (page);
  g_assert_cmpuint (n_videos, <, n);
  gtk_widget_activate_action (menu, "order.kind", "s", "pictures");
  app_settle ();
  g_assert_cmpuint (count_pins (page) + n_videos, <=, n);
  g_assert_true (app_says (app_find_type (page, PF_TYPE_LOAD_BAR), "pins loaded"));
  /* Nothing is on its way: that is said, with a way back. */
  gtk_widget_activate_action (menu, "order.kind", "s", "pending");
  APP_WAIT (app_says (page, "No Such Pins"), 5);
  app_check_names (page);
  press (page, "Show _All Pins");
  APP_WAIT (count_pins (page) == n, 5);
  gtk_widget_activate_action (menu, "order.sort", "s", "newest");
  app_settle ();
}

static GtkEditable *
open_search (PfView **page)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  APP_WAIT (PF_IS_SEARCH_PAGE (pf_window_get_visible_view (window)), 5);
  *page = pf_window_get_visible_view (window);
  return GTK_EDITABLE (app_find_type (*page, GTK_TYPE_SEARCH_ENTRY));
}

static gboolean
is_searching (PfView *page)
{
  gboolean searching;

  g_object_get (pf_pin_wall_get_source (find_wall (page)), "searching", &searching, NULL);
  return searching;
}

static void
search_for (PfView *page, GtkEditable *entry, const char *text)
{
  gtk_editable_set_text (entry, text);
  app_settle ();
  APP_WAIT (!is_searching (page), 10);
  app_settle ();
}

static void
test_search (void)
{
  PfView *all = show_all_pins (), *page;
  GtkEditable *entry = open_search (&page);
  g_autofree char *title = title_at (all, 3);
  g_auto (GStrv) words = g_strsplit (title, " ", 2);
  g_autofree char *beginning = g_utf8_substring (words[0], 0, 4);
  guint n_some;

  g_assert_true (app_says (page, "Search Your Pins"));
  app_check_names (page);
  search_for (page, entry, beginning);
  n_some = count_pins (page);
  g_assert_cmpuint (n_some, >, 0);
  /* What is not there, and what can be done. */
  search_for (page, entry, "zzqqxx");
  g_assert_cmpuint (count_pins (page), ==, 0);
  g_assert_true (app_says (page, "No Pins Found"));
  g_assert_true (app_says (page, "Not all pins are loaded yet"));
  search_for (page, entry, beginning);
  g_assert_cmpuint (count_pins (page), ==, n_some);
  g_signal_emit_by_name (entry, "stop-search");
  APP_WAIT (pf_window_get_visible_view (window) == all, 5);
}

static gboolean
shows_pin (PfView *page)
{
  return adw_flap_get_reveal_flap (ADW_FLAP (app_find_type (page, ADW_TYPE_FLAP)));
}

/* Enter as soon as it is typed: the first of these finds, not of those before. */
static void
test_search_enter (void)
{
  PfView *all = show_all_pins (), *page;
  GtkEditable *entry = open_search (&page);
  g_autofree char *title = title_at (all, 3);

  search_for (page, entry, title);
  g_assert_cmpuint (count_pins (page), >, 0);
  gtk_editable_set_text (entry, "zzqqxx");
  g_signal_emit_by_name (entry, "activate");
  g_assert_false (shows_pin (page));
  APP_WAIT (!is_searching (page), 10);
  g_assert_false (shows_pin (page));
  gtk_editable_set_text (entry, title);
  g_signal_emit_by_name (entry, "activate");
  APP_WAIT (shows_pin (page), 10);
  g_assert_false (is_searching (page));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  APP_WAIT (pf_window_get_visible_view (window) == all, 5);
}

static void
test_search_boards (void)
{
  PfView *all = show_all_pins (), *page;
  GtkEditable *entry = open_search (&page);
  PfBoardList *boards = pf_workspace_get_boards (world->workspace, connection);
  g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (boards), 0);
  GtkWidget *strip = app_find_type (page, PF_TYPE_BOARD_STRIP);

  g_assert_false (gtk_widget_get_mapped (strip));
  search_for (page, entry, pf_board_item_get_name (board));
  g_assert_true (gtk_widget_get_mapped (strip));
  g_assert_true (app_says (strip, pf_board_item_get_name (board)));
  app_check_names (page);
  g_signal_emit_by_name (strip, "activate", board);
  APP_WAIT (pf_window_get_visible_view (window) != page, 5);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  APP_WAIT (pf_window_get_visible_view (window) == page, 5);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, pf_board_item_get_name (board));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  APP_WAIT (pf_window_get_visible_view (window) == all, 5);
}

/* Arrows move over what can be chosen; sections stay, whatever arrives meanwhile. */
static void
test_picker_sections (void)
{
  g_autoptr (PfPickerRows) rows = NULL;
  GListModel *model;
  g_autoptr (PfPickerRow) row = NULL;
  g_autoptr (PfPickerRow) section = NULL;
  guint n;

  need_window ();
  APP_WAIT (count_everything () > 200, 20);
  rows = pf_picker_rows_new (world->workspace, connection);
  model = pf_picker_rows_get_model (rows);
  pf_picker_rows_set_needle (rows, "SOUPS AND");
  row = g_list_model_get_item (model, 0);
  g_assert_cmpstr (pf_picker_row_get_text (row), ==, "Soups and stews");
  n = g_list_model_get_n_items (model);
  pf_picker_rows_set_expanded (rows, pf_picker_row_get_board (row), TRUE);
  APP_WAIT (g_list_model_get_n_items (model) > n + 1, 10);
  section = g_list_model_get_item (model, 1);
  g_assert_cmpint (pf_picker_row_get_kind (section), ==, PF_PICKER_SECTION);
  g_assert_nonnull (pf_picker_row_get_section_uuid (section));
  pf_picker_rows_set_expanded (rows, pf_picker_row_get_board (row), FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n);

  /* By its own name, with the board it is on; whoever has not seen it yet is not told of it. */
  {
    g_autoptr (PfPickerRows) later = pf_picker_rows_new (world->workspace, connection);
    GListModel *found = pf_picker_rows_get_model (later);
    g_autoptr (PfPickerRow) first = NULL;
    g_autofree char *label = NULL;

    pf_picker_rows_set_needle (later, "CREAM");
    APP_WAIT (g_list_model_get_n_items (found) == 2, 10);
    first = g_list_model_get_item (found, 0);
    label = pf_picker_row_make_label (first);
    g_assert_cmpint (pf_picker_row_get_kind (first), ==, PF_PICKER_SECTION);
    g_assert_cmpstr (pf_picker_row_get_text (first), ==, "Creamy");
    g_assert_cmpstr (label, ==, "Soups and stews › Creamy");
    g_assert_cmpstr (pf_board_item_get_name (pf_picker_row_get_board (first)), ==,
                     "Soups and stews");
    g_assert_nonnull (pf_picker_row_get_section_uuid (first));
  }
  pf_picker_rows_set_needle (rows, "no such board");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
}

static GtkToggleButton *
find_scope (PfView *page, const char *label)
{
  return GTK_TOGGLE_BUTTON (app_find_button (page, label));
}

/* Of the first pin on that board, or on another, that has one. */
static char *
find_title (PfView *page, const char *board_id, gboolean other)
{
  GListModel *pins = G_LIST_MODEL (pf_pin_wall_get_source (find_wall (page)));

  for (guint i = 0; i < g_list_model_get_n_items (pins); i++)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (pins, i);
      const char *title;

      APP_WAIT (pf_pin_item_get_pin (item) != NULL, 5);
      title = pf_pin_item_get_title (item);
      if (title != NULL && *title != '\0'
          && g_str_equal (pf_pin_item_get_pin (item)->board_id, board_id) != other)
        return g_strdup (title);
    }
  g_assert_not_reached ();
}

static PfView *
open_board (PfBoardItem *board)
{
  PfView *page = PF_VIEW (pf_board_page_new (window, connection, board));

  pf_window_push_view (window, page);
  APP_WAIT (count_pins (page) > 0, 20);
  app_settle ();
  return page;
}

/* From a board that board is searched, and from there everything. */
static void
test_search_on_board (void)
{
  PfView *all = show_all_pins (), *on_board, *page;
  PfBoardList *boards = pf_workspace_get_boards (world->workspace, connection);
  g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (boards), 0);
  g_autofree char *here = NULL;
  g_autofree char *elsewhere = NULL;
  GtkEditable *entry;

  on_board = open_board (board);
  here = find_title (on_board, pf_board_item_get_board (board)->id, FALSE);
  elsewhere = find_title (all, pf_board_item_get_board (board)->id, TRUE);
  entry = open_search (&page);
  app_check_names (page);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (find_scope (page, "_This Board"))));
  g_assert_true (gtk_toggle_button_get_active (find_scope (page, "_This Board")));
  search_for (page, entry, here);
  g_assert_cmpuint (count_pins (page), >, 0);
  search_for (page, entry, elsewhere);
  g_assert_cmpuint (count_pins (page), ==, 0);
  g_assert_false (gtk_widget_get_mapped (app_find_type (page, PF_TYPE_BOARD_STRIP)));
  if (app_says (page, "Not all pins are loaded yet"))
    {
      press (page, "_Search Whole Board");
      APP_WAIT (app_says (page, "No pin on this board has these words"), 20);
    }
  press (page, "Search All _Boards");
  APP_WAIT (count_pins (page) > 0, 10);
  g_assert_true (gtk_toggle_button_get_active (find_scope (page, "_All Boards")));
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, elsewhere);
  gtk_toggle_button_set_active (find_scope (page, "_This Board"), TRUE);
  APP_WAIT (count_pins (page) == 0, 10);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  APP_WAIT (pf_window_get_visible_view (window) == on_board, 5);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  APP_WAIT (pf_window_get_visible_view (window) == all, 5);
}

/* All that there is, with progress, and then the truth about it. */
static void
test_everything (void)
{
  PfView *all = show_all_pins (), *page;
  GtkEditable *entry = open_search (&page);
  GtkWidget *bar = app_find_type (page, PF_TYPE_LOAD_BAR);
  PfSyncRun *run = pf_sync_get_run (pf_workspace_get_sync (world->workspace, connection));
  guint n = count_pins (all), total;

  search_for (page, entry, "zzqqxx");
  /* Trouble in the middle: what is there stays, and the way on is offered. */
  practice_control (world, "fault",
                    "{\"kind\": \"status\", \"op\": \"pins/list\", \"value\": 403, \"times\": -1}");
  /* It is offered once. */
  APP_WAIT (!gtk_widget_get_visible (app_find_type (bar, GTK_TYPE_BUTTON)), 5);
  press (page, "_Search Everything");
  APP_WAIT (pf_sync_run_get_state (run) == PF_SYNC_RUN_FAILED, 20);
  g_assert_cmpuint (count_pins (all), ==, n);
  practice_control (world, "fault", "{\"kind\": \"none\"}");
  press (bar, "_Try Again");
  APP_WAIT (pf_sync_run_get_state (run) == PF_SYNC_RUN_DONE, 20);
  APP_WAIT (app_says (bar, "pins are searched"), 5);
  APP_WAIT (app_says (page, "No pin of this account has these words"), 5);
  total = count_everything ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  APP_WAIT (pf_window_get_visible_view (window) == all, 5);
  APP_WAIT (count_pins (all) == total, 10);
  APP_WAIT (!gtk_widget_get_visible (app_find_type (all, PF_TYPE_LOAD_BAR)), 5);
}

static void
wait_run (PfSyncRun *run)
{
  APP_WAIT (pf_sync_run_get_state (run) == PF_SYNC_RUN_DONE, 30);
}

static guint64
kept_size (void)
{
  return pf_mirror_get_kept_size (pf_workspace_get_mirror (world->workspace),
                                  pf_connection_get_id (connection));
}

#define SOME_BYTES (2 * 1000 * 1000)

static gboolean
has_kept_folder (void)
{
  g_autofree char *path
      = pf_kept_folder_get_path (world->context, pf_connection_get_id (connection));

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Under the choice of the copy, and only then: the newest pictures, as many as there is room for.
 */
static void
keep_pictures (PfPreferencesWindow *preferences)
{
  PfKeptPictures *pictures = pf_workspace_get_kept_pictures (world->workspace, connection);
  GtkWidget *row = app_find_type (preferences, PF_TYPE_KEPT_PICTURES_ROW);
  GtkWidget *keep = app_find_type (row, GTK_TYPE_SWITCH);

  g_assert_true (gtk_widget_get_visible (row));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (keep)));
  g_assert_true (app_shows_text (row, "at most"));
  pf_kept_pictures_set_limit (pictures, SOME_BYTES);
  gtk_switch_set_active (GTK_SWITCH (keep), TRUE);
  APP_WAIT (pf_kept_pictures_get_state (pictures) == PF_SYNC_RUN_DONE, 30);
  APP_WAIT (app_shows_text (row, "no more are kept"), 5);
  g_assert_true (has_kept_folder ());
}

/* The pictures on the wall come from the copy. */
static void
check_kept_pictures (void)
{
  APP_WAIT (pf_picture_loader_get_used (pf_window_get_pictures (window)) > 0, 20);
}

/* Chosen, filled, there at the next start without the service, and wiped. */
static void
test_kept (void)
{
  PfPreferencesWindow *preferences;
  GtkWidget *row, *keep;
  PfView *page;

  need_window ();
  preferences = pf_preferences_window_new (window);
  gtk_window_present (GTK_WINDOW (preferences));
  app_settle ();
  row = app_find_type (preferences, PF_TYPE_KEPT_ROW);
  keep = app_find_type (row, GTK_TYPE_SWITCH);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (keep)));
  g_assert_false (gtk_widget_get_visible (app_find_type (preferences, PF_TYPE_KEPT_PICTURES_ROW)));
  g_assert_cmpuint (kept_size (), ==, 0);
  gtk_switch_set_active (GTK_SWITCH (keep), TRUE);
  APP_WAIT (pf_mirror_is_kept (pf_workspace_get_mirror (world->workspace),
                               pf_connection_get_id (connection)),
            10);
  wait_run (pf_sync_get_run (pf_workspace_get_sync (world->workspace, connection)));
  app_settle ();
  APP_WAIT (app_shows_text (row, "From "), 30);
  g_assert_cmpuint (kept_size (), >, 0);
  keep_pictures (preferences);
  app_check_names (preferences);
  gtk_window_destroy (GTK_WINDOW (preferences));

  practice_control (world, "fault", "{\"kind\": \"status\", \"value\": 503, \"times\": 1000}");
  close_window ();
  pf_window_set_connection (window, connection);
  page = pf_window_find_page (window, "all-pins");
  pf_window_show_page (window, "all-pins");
  APP_WAIT (count_pins (page) > 200, 20);
  check_kept_pictures ();
  practice_control (world, "fault", "{\"kind\": \"none\"}");

  preferences = pf_preferences_window_new (window);
  gtk_window_present (GTK_WINDOW (preferences));
  app_settle ();
  row = app_find_type (preferences, PF_TYPE_KEPT_ROW);
  keep = app_find_type (row, GTK_TYPE_SWITCH);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (keep)));
  gtk_switch_set_active (GTK_SWITCH (keep), FALSE);
  app_settle ();
  {
    GtkWidget *question = app_find_question ();

    /* Not before somebody said so. */
    g_assert_cmpuint (kept_size (), >, 0);
    g_assert_nonnull (question);
    press (question, "_Delete");
  }
  APP_WAIT (kept_size () == 0, 10);
  APP_WAIT (!has_kept_folder (), 5);
  app_settle ();
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (keep)));
  gtk_window_destroy (GTK_WINDOW (preferences));
}

static PfWall *
find_drafts (PfView *page)
{
  return PF_WALL (app_find_type (page, PF_TYPE_WALL));
}

static guint
count_drafts (PfView *page)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pf_wall_get_selection (find_drafts (page))));
}

static void
save_drafts (guint n, const char *title)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_draft_unref);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < n; i++)
    {
      PfDraft *draft = pf_draft_new (world->context);

      g_free (draft->title);
      draft->title = g_strdup_printf ("%s %u", title, i);
      draft->connection_id = g_strdup (pf_connection_get_id (connection));
      g_ptr_array_add (drafts, draft);
    }
  pf_store_save_drafts_async (pf_workspace_get_store (world->workspace), drafts, NULL, keep_result,
                              &result);
  APP_WAIT (result != NULL, 20);
  g_assert_true (
      pf_store_save_draft_finish (pf_workspace_get_store (world->workspace), result, NULL));
}

/* A thousand on the wall; what is selected is deleted with one Undo. */
static void
test_drafts (void)
{
  PfView *page;
  PfWall *wall;

  need_window ();
  page = pf_window_find_page (window, "drafts");
  pf_window_show_page (window, "drafts");
  APP_WAIT (app_says (page, "No Drafts"), 5);
  app_check_names (page);
  save_drafts (1000, "Draft");
  APP_WAIT (count_drafts (page) == 1000, 10);
  app_settle ();
  wall = find_drafts (page);
  g_assert_cmpuint (pf_wall_get_n_cells (wall), <, 100);
  app_check_names (page);
  gtk_widget_activate_action (GTK_WIDGET (wall), "wall.select-all", NULL);
  app_settle ();
  g_assert_true (app_says (page, "1000 selected") || app_says (page, "1,000 selected"));
  /* None of them has a picture: nothing is sent, and that is said. */
  gtk_widget_activate_action (GTK_WIDGET (page), "drafts.pin", NULL);
  APP_WAIT (app_says (window, "not ready"), 5);
  g_assert_cmpuint (count_drafts (page), ==, 1000);
  gtk_widget_activate_action (GTK_WIDGET (page), "drafts.delete", NULL);
  APP_WAIT (count_drafts (page) == 0, 10);
  APP_WAIT (app_says (page, "No Drafts"), 5);
  APP_WAIT (app_find_button (window, "_Undo") != NULL, 10);
  press (window, "_Undo");
  APP_WAIT (count_drafts (page) == 1000, 10);
  gtk_widget_activate_action (GTK_WIDGET (wall), "wall.select-all", NULL);
  gtk_widget_activate_action (GTK_WIDGET (page), "drafts.delete", NULL);
  APP_WAIT (count_drafts (page) == 0, 10);
  /* The keyboard's way; and once. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  APP_WAIT (count_drafts (page) == 1000, 10);
  g_assert_null (pf_history_get_undo_words (pf_window_get_history (window)));
  gtk_widget_activate_action (GTK_WIDGET (wall), "wall.select-all", NULL);
  gtk_widget_activate_action (GTK_WIDGET (page), "drafts.delete", NULL);
  APP_WAIT (count_drafts (page) == 0, 10);
}

static char *
keep_video (void)
{
  const gsize length = 3 * 1000 * 1000;
  g_autofree char *path = g_build_filename (world->place, "clip.mp4", NULL);
  g_autofree char *bytes = g_malloc0 (length);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *blob;

  memcpy (bytes,
          "\0\0\0\x10"
          "ftypisom",
          12);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
  pf_store_keep_file_async (pf_workspace_get_store (world->workspace), path, 10 * 1000 * 1000, NULL,
                            keep_result, &result);
  APP_WAIT (result != NULL, 10);
  blob = pf_store_keep_file_finish (pf_workspace_get_store (world->workspace), result, &error);
  g_assert_no_error (error);
  return blob;
}

/* What is seen of a video on its way. */
typedef struct
{
  PfView *page;
  PfPinMarks *marks;
  GtkWidget *bar;
  double most;
  guint n_badges; /* that told a share */
} Upload;

static void
uploaded (PfOutbox *outbox, PfOutboxRow *row, Upload *upload)
{
  double share = pf_outbox_get_upload_share (outbox, row->uuid);
  g_autoptr (PfPinItem) item
      = g_list_model_get_item (G_LIST_MODEL (pf_pin_wall_get_source (find_wall (upload->page))), 0);
  PfWallTile tile = { 0 };

  if (share < 0)
    return;
  if (upload->bar == NULL)
    upload->bar = g_object_ref_sink (pf_upload_bar_new (outbox, row->uuid));
  upload->most = MAX (upload->most, share);
  if (pf_pin_item_get_row (item) != NULL)
    {
      pf_pin_describe (connection, item, 236, &tile);
      pf_pin_marks_describe (upload->marks, item, &tile);
      upload->n_badges += strchr (tile.badges[0].text, '%') != NULL;
      pf_wall_tile_clear (&tile);
    }
}

static void
test_upload (void)
{
  Upload upload = { .page = show_all_pins () };
  PfOutbox *outbox = pf_workspace_get_outbox (world->workspace);
  PfBoardList *boards = pf_workspace_get_boards (world->workspace, connection);
  g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (boards), 0);
  g_autoptr (PfDraft) draft = pf_draft_new (world->context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;
  gulong handler = g_signal_connect (outbox, "upload", G_CALLBACK (uploaded), &upload);

  /* On this computer it is sent sooner than anybody looks. */
  practice_control (world, "fault",
                    "{\"kind\": \"delay\", \"op\": \"media/upload\", \"value\": 2000}");
  upload.marks = pf_pin_marks_new (window, pf_pin_wall_get_wall (find_wall (upload.page)));
  draft->connection_id = g_strdup (pf_connection_get_id (connection));
  draft->board_uuid = g_strdup (pf_board_item_get_uuid (board));
  draft->blob = keep_video ();
  draft->media.kind = PF_PIN_KIND_VIDEO;
  draft->media.cover_time = 2;
  pf_outbox_create_pin_async (outbox, connection, draft, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  batch = pf_outbox_enqueue_finish (outbox, result, NULL, &error);
  g_assert_no_error (error);
  pf_outbox_release (outbox, batch);
  APP_WAIT (upload.bar != NULL && upload.n_badges > 0, 60);
  /* Sent: from here on Pinterest works on it, and nothing counts any more. */
  APP_WAIT (!gtk_widget_get_visible (upload.bar), 30);
  g_assert_cmpfloat (upload.most, >, 0);
  g_signal_handler_disconnect (outbox, handler);
  pf_pin_marks_free (upload.marks);
  g_object_unref (upload.bar);
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
  world = app_world_new ();
  g_test_add_func ("/app/all-pins/says-how-much-is-loaded", test_honest);
  g_test_add_func ("/app/all-pins/video/share-that-is-sent", test_upload);
  g_test_add_func ("/app/all-pins/AX-1/sort-and-filter", test_order);
  g_test_add_func ("/app/search/AX-1/as-you-type", test_search);
  g_test_add_func ("/app/search/enter-waits-for-its-finds", test_search_enter);
  g_test_add_func ("/app/search/boards-first", test_search_boards);
  g_test_add_func ("/app/picker/sections", test_picker_sections);
  g_test_add_func ("/app/search/AX-1/on-a-board", test_search_on_board);
  g_test_add_func ("/app/search-everything/with-progress", test_everything);
  g_test_add_func ("/app/preferences/AP-13/kept-copy", test_kept);
  g_test_add_func ("/app/drafts/AX-1/a-thousand", test_drafts);
  result = g_test_run ();
  app_world_free (world);
  practice_tidy ();
  return result;
}
