/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with boards and sections: on the screen, and at the practice server. */
#include "config.h"

#include "practice-account.h"
#include "questions.h"

#include "app/boards/pf-board-card.h"
#include "app/boards/pf-board-dialog.h"
#include "app/boards/pf-board-menu.h"
#include "app/boards/pf-board-rights.h"
#include "app/boards/pf-boards-page.h"
#include "app/boards/pf-merge-dialog.h"
#include "app/boards/pf-section-dialog.h"
#include "app/boards/pf-section-menu.h"
#include "app/composer/pf-board-button.h"
#include "app/pins/pf-board-page.h"
#include "app/sidebar/pf-account-row.h"
#include "core/api/pf-json.h"

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static PfBoardList *
get_boards (AppWorld *world, PfConnection *connection)
{
  return pf_workspace_get_boards (world->workspace, connection);
}

static PfConnection *
connect_and_show (AppWorld *world, const char *const *scopes, PfWindow **window)
{
  PfConnection *connection;
  gboolean complete = FALSE;

  app_world_open (world);
  connection = practice_connect (world, NULL, scopes);
  practice_control (world, "switch", "{\"limits_off\":true}");
  *window = app_world_show_window (world);
  for (guint i = 0; i < 60 && !complete; i++)
    {
      app_settle ();
      g_object_get (get_boards (world, connection), "complete", &complete, NULL);
    }
  g_assert_true (complete);
  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (get_boards (world, connection))) > 0, 10);
  return connection;
}

static PfBoardItem *
find_board (AppWorld *world, PfConnection *connection, const char *name)
{
  GListModel *boards = G_LIST_MODEL (get_boards (world, connection));

  for (guint i = 0; i < g_list_model_get_n_items (boards); i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (boards, i);

      if (g_str_equal (pf_board_item_get_name (board), name))
        return g_steal_pointer (&board);
    }
  return NULL;
}

static gboolean
has_board (AppWorld *world, PfConnection *connection, const char *name)
{
  g_autoptr (PfBoardItem) board = find_board (world, connection, name);

  return board != NULL;
}

static GPtrArray *
list_rows (AppWorld *world)
{
  PfOutbox *outbox = pf_workspace_get_outbox (world->workspace);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  pf_outbox_list_async (outbox, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  rows = pf_outbox_list_finish (outbox, result, &error);
  g_assert_no_error (error);
  return rows;
}

/* As if the seconds for Undo had passed; then waits until all of it has been delivered. */
static gboolean
deliver_some (AppWorld *world)
{
  g_autoptr (GPtrArray) rows = list_rows (world);
  gboolean left = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      PfOutboxRow *row = rows->pdata[i];

      if (row->state == PF_OUTBOX_HELD)
        pf_outbox_release (pf_workspace_get_outbox (world->workspace), row->batch_id);
      if (row->state == PF_OUTBOX_FAILED)
        g_error ("%s", row->error_message);
      left = left || row->state != PF_OUTBOX_DONE;
    }
  app_settle ();
  return left;
}

static void
deliver (AppWorld *world)
{
  APP_WAIT (!deliver_some (world), 60);
}

typedef gboolean (*Passes) (const PfJson *thing, const char *a, const char *b);

static guint
count_things (AppWorld *world, const char *kind, Passes passes, const char *a, const char *b)
{
  g_autoptr (PfJson) state = practice_get_state (world);
  const PfJson *things = pf_json_get_array (state, kind);
  guint count = 0;

  for (const PfJson *at = pf_json_first (things); at != NULL; at = pf_json_next (things, at))
    count += passes (at, a, b) ? 1 : 0;
  return count;
}

static gboolean
is_live (const PfJson *thing, const char *name, const char *unused)
{
  return g_strcmp0 (pf_json_get_text (thing, "name"), name) == 0
         && !pf_json_get_flag (thing, "deleted");
}

static gboolean
is_deleted (const PfJson *thing, const char *name, const char *unused)
{
  return g_strcmp0 (pf_json_get_text (thing, "name"), name) == 0
         && pf_json_get_flag (thing, "deleted");
}

static gboolean
has_member (const PfJson *thing, const char *member, const char *value)
{
  return g_strcmp0 (pf_json_get_text (thing, member), value) == 0;
}

static void
press (gpointer window, const char *label)
{
  GtkWidget *button = app_find_button (window, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
find_part (GtkWidget *dialog, GType type, const char *name)
{
  GtkWidget *part = GTK_WIDGET (gtk_widget_get_template_child (dialog, type, name));

  g_assert_nonnull (part);
  return part;
}

static void
answer (const char *label)
{
  GtkWidget *dialog = app_find_question ();

  g_assert_nonnull (dialog);
  app_check_names (dialog);
  press (dialog, label);
  APP_WAIT (app_find_question () == NULL, 5);
}

/* Name, description and privacy: at once on the screen, and then at the service. */
static void
test_edit (void)
{
  static const char *const scopes[] = {
    "boards:read", "boards:write",     "boards:read_secret", "boards:write_secret", "pins:read",
    "pins:write",  "pins:read_secret", "pins:write_secret",  "user_accounts:read",  NULL
  };
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, scopes, &window);
  g_autoptr (PfBoardItem) board = find_board (world, connection, "Soups and stews");
  g_autoptr (PfBoardItem) edited = NULL;
  GtkWidget *dialog;

  pf_board_edit (window, connection, board);
  dialog = app_find_window (PF_TYPE_BOARD_DIALOG);
  app_settle ();
  app_check_names (dialog);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Edit Board");
  gtk_editable_set_text (GTK_EDITABLE (find_part (dialog, PF_TYPE_BOARD_DIALOG, "name_row")),
                         "Soups & <b>stews");
  gtk_editable_set_text (GTK_EDITABLE (find_part (dialog, PF_TYPE_BOARD_DIALOG, "description_row")),
                         "Hot ones");
  gtk_switch_set_active (GTK_SWITCH (find_part (dialog, PF_TYPE_BOARD_DIALOG, "secret_switch")),
                         TRUE);
  press (dialog, "_Save");
  APP_WAIT (app_find_window (PF_TYPE_BOARD_DIALOG) == NULL, 10);
  APP_WAIT (has_board (world, connection, "Soups & <b>stews"), 10);
  APP_WAIT (app_shows_text (window, "Renaming “Soups and stews” to “Soups & <b>stews”"), 5);
  edited = find_board (world, connection, "Soups & <b>stews");
  g_assert_cmpint (pf_board_item_get_privacy (edited), ==, PF_PRIVACY_SECRET);
  g_assert_cmpuint (count_things (world, "boards", has_member, "name", "Soups & <b>stews"), ==, 0);
  deliver (world);
  g_assert_cmpuint (count_things (world, "boards", has_member, "name", "Soups & <b>stews"), ==, 1);
  g_assert_cmpuint (count_things (world, "boards", has_member, "description", "Hot ones"), ==, 1);
  g_assert_cmpuint (count_things (world, "boards", has_member, "privacy", "SECRET"), ==, 1);

  /* As it is: nothing is sent, nothing is said. */
  g_clear_object (&edited);
  edited = find_board (world, connection, "Soups & <b>stews");
  pf_board_edit (window, connection, edited);
  dialog = app_find_window (PF_TYPE_BOARD_DIALOG);
  press (dialog, "_Save");
  g_assert_null (app_find_window (PF_TYPE_BOARD_DIALOG));
}

/* An edit taken back by hand before it left is one, too. */
static void
test_edit_back (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  static const char *const names[] = { "Other suppers", "Weeknight suppers" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PfBoardItem) board = find_board (world, connection, names[1 - i]);
      GtkWidget *dialog;

      pf_board_edit (window, connection, board);
      dialog = app_find_window (PF_TYPE_BOARD_DIALOG);
      gtk_editable_set_text (GTK_EDITABLE (find_part (dialog, PF_TYPE_BOARD_DIALOG, "name_row")),
                             names[i]);
      press (dialog, "_Save");
      APP_WAIT (has_board (world, connection, names[i]), 10);
      APP_WAIT (app_find_window (PF_TYPE_BOARD_DIALOG) == NULL, 10);
    }
  deliver (world);
  g_assert_cmpuint (count_things (world, "boards", has_member, "name", "Other suppers"), ==, 0);
  g_assert_true (has_board (world, connection, "Weeknight suppers"));
}

static gboolean
is_item (GtkWidget *widget, gpointer label)
{
  g_autofree char *text = NULL;

  if (g_strcmp0 (G_OBJECT_TYPE_NAME (widget), "GtkModelButton") != 0)
    return FALSE;
  g_object_get (widget, "text", &text, NULL);
  return g_strcmp0 (text, label) == 0;
}

static GtkWidget *
find_item (GtkWidget *menu, const char *label)
{
  GtkWidget *item = app_find (menu, is_item, (gpointer)label);

  g_assert_nonnull (item);
  return item;
}

static void
close_menu (GtkWidget *menu)
{
  gtk_popover_popdown (GTK_POPOVER (menu));
  app_settle ();
  gtk_widget_unparent (menu);
}

static PfBoardItem *
find_group_board (AppWorld *world, PfConnection *connection)
{
  GListModel *boards = G_LIST_MODEL (get_boards (world, connection));

  for (guint i = 0; i < g_list_model_get_n_items (boards); i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (boards, i);

      if (pf_board_item_is_group (board))
        return g_steal_pointer (&board);
    }
  return NULL;
}

/* What the account may not do is grey, and the menu says why. */
static void
test_rights (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  g_autoptr (PfBoardItem) group = find_group_board (world, connection);
  g_autoptr (PfBoardItem) own = find_board (world, connection, "Weeknight suppers");
  GtkWidget *menu;

  g_assert_nonnull (group);
  menu = pf_board_menu_new (window, connection, group);
  gtk_widget_set_parent (menu, GTK_WIDGET (pf_window_get_visible_view (window)));
  gtk_popover_popup (GTK_POPOVER (menu));
  APP_WAIT (app_shows_text (menu, "Only its owner can change or delete this board."), 5);
  app_check_names (menu);
  g_assert_false (gtk_widget_is_sensitive (find_item (menu, "Edit…")));
  g_assert_false (gtk_widget_is_sensitive (find_item (menu, "Delete…")));
  g_assert_false (gtk_widget_is_sensitive (find_item (menu, "Merge into…")));
  /* "... or on a group board that has been shared with this account" (Pinterest API v5). */
  g_assert_true (gtk_widget_is_sensitive (find_item (menu, "New Section…")));
  close_menu (menu);
  pf_board_delete (window, connection, group);
  app_settle ();
  g_assert_null (app_find_question ());
  g_assert_true (app_shows_text (window, "Only its owner can change or delete this board."));

  menu = pf_board_menu_new (window, connection, own);
  gtk_widget_set_parent (menu, GTK_WIDGET (pf_window_get_visible_view (window)));
  gtk_popover_popup (GTK_POPOVER (menu));
  app_settle ();
  g_assert_true (gtk_widget_is_sensitive (find_item (menu, "Edit…")));
  g_assert_true (gtk_widget_is_sensitive (find_item (menu, "Merge into…")));
  close_menu (menu);
  {
    g_autoptr (GError) refused
        = g_error_new (PF_ERROR, PF_ERROR_FEATURE, "Editing is not open to this app");

    pf_connection_note_error (connection, refused, "update-pin");
  }
  menu = pf_board_menu_new (window, connection, own);
  gtk_widget_set_parent (menu, GTK_WIDGET (pf_window_get_visible_view (window)));
  gtk_popover_popup (GTK_POPOVER (menu));
  app_settle ();
  g_assert_true (gtk_widget_is_sensitive (find_item (menu, "Edit…")));
  g_assert_false (gtk_widget_is_sensitive (find_item (menu, "Merge into…")));
  g_assert_true (app_shows_text (menu, "Pinterest has not opened editing to your app."));
  close_menu (menu);
  /* Without the permission the switch is there, grey, with the reason. */
  pf_board_edit (window, connection, own);
  {
    GtkWidget *dialog = app_find_window (PF_TYPE_BOARD_DIALOG);
    GtkWidget *row = find_part (dialog, PF_TYPE_BOARD_DIALOG, "secret_row");

    g_assert_true (gtk_widget_get_visible (row));
    g_assert_cmpint (gtk_widget_get_sensitive (row), ==,
                     pf_words_for_no_secret (connection) == NULL);
    gtk_window_close (GTK_WINDOW (dialog));
  }
}

static void
undo (PfWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
}

/* Taken back before it left; then delivered, and made again as far as that goes. */
static void
test_delete (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  g_autoptr (PfBoardItem) board = find_board (world, connection, "Soups and stews");
  GtkWidget *dialog;

  pf_board_delete (window, connection, board);
  APP_WAIT (app_find_question () != NULL, 5);
  dialog = app_find_question ();
  g_assert_nonnull (app_find_button (dialog, "_Delete Board"));
  g_assert_true (app_shows_text (dialog, "are deleted with it."));
  g_assert_true (app_shows_text (dialog, "What others saved from it stays"));
  answer ("_Cancel");
  app_settle ();
  g_assert_true (has_board (world, connection, "Soups and stews"));

  pf_board_delete (window, connection, board);
  APP_WAIT (app_find_question () != NULL, 5);
  answer ("_Delete Board");
  APP_WAIT (!has_board (world, connection, "Soups and stews"), 10);
  APP_WAIT (app_shows_text (window, "Deleting “Soups and stews”"), 5);
  undo (window);
  APP_WAIT (has_board (world, connection, "Soups and stews"), 10);
  g_assert_cmpuint (count_things (world, "boards", is_deleted, "Soups and stews", NULL), ==, 0);

  pf_board_delete (window, connection, board);
  APP_WAIT (app_find_question () != NULL, 5);
  answer ("_Delete Board");
  APP_WAIT (!has_board (world, connection, "Soups and stews"), 10);
  deliver (world);
  g_assert_cmpuint (count_things (world, "boards", is_deleted, "Soups and stews", NULL), ==, 1);
  undo (window);
  APP_WAIT (app_shows_text (window, "cannot come back"), 10);
  press (window, "_Show");
  app_settle ();
  dialog = app_find_question ();
  g_assert_true (app_shows_text (dialog, "These Pins Cannot Come Back"));
  g_assert_true (app_shows_text (dialog, "• "));
  app_question_close (dialog);
  deliver (world);
  APP_WAIT (has_board (world, connection, "Soups and stews"), 20);
  g_assert_cmpuint (count_things (world, "boards", is_live, "Soups and stews", NULL), ==, 1);
  g_assert_cmpuint (count_things (world, "sections", is_live, "Creamy", NULL), ==, 1);
  g_assert_cmpuint (count_things (world, "sections", is_live, "Freezer", NULL), ==, 1);
}

static PfSectionItem *
find_section (PfSectionList *sections, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (PfSectionItem) section = g_list_model_get_item (G_LIST_MODEL (sections), i);

      if (g_str_equal (pf_section_item_get_name (section), name))
        return g_steal_pointer (&section);
    }
  return NULL;
}

static gboolean
has_section (PfSectionList *sections, const char *name)
{
  g_autoptr (PfSectionItem) section = find_section (sections, name);

  return section != NULL;
}

static void
name_section (const char *name, const char *label)
{
  GtkWidget *dialog = app_find_window (PF_TYPE_SECTION_DIALOG);

  g_assert_nonnull (dialog);
  app_settle ();
  app_check_names (dialog);
  gtk_editable_set_text (GTK_EDITABLE (find_part (dialog, PF_TYPE_SECTION_DIALOG, "name_row")),
                         name);
  press (dialog, label);
  APP_WAIT (app_find_window (PF_TYPE_SECTION_DIALOG) == NULL, 10);
}

static PfSectionList *
list_sections (AppWorld *world, PfConnection *connection, PfBoardItem *board)
{
  return pf_section_list_new (pf_workspace_get_mirror (world->workspace),
                              pf_workspace_get_sync (world->workspace, connection),
                              pf_workspace_get_outbox (world->workspace), connection, board);
}

static guint
count_gone (AppWorld *world)
{
  g_autoptr (PfJson) state = practice_get_state (world);

  return pf_json_get_array (state, "gone_pins")->length;
}

static void
test_sections (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  g_autoptr (PfBoardItem) board = find_board (world, connection, "Soups and stews");
  g_autoptr (PfSectionList) sections = list_sections (world, connection, board);
  g_autoptr (PfSectionItem) creamy = NULL;
  g_autoptr (PfSectionItem) freezer = NULL;
  g_autoptr (PfSectionItem) clear = NULL;
  guint n_moved;

  APP_WAIT (has_section (sections, "Creamy"), 10);
  gtk_window_present (GTK_WINDOW (
      pf_section_dialog_new (window, connection, pf_board_item_get_uuid (board), NULL)));
  name_section ("Cold", "C_reate");
  APP_WAIT (has_section (sections, "Cold"), 10);
  /* Nobody can say yet which pins it has. */
  {
    g_autoptr (PfSectionItem) cold = find_section (sections, "Cold");

    pf_section_delete (window, connection, board, cold);
    app_settle ();
    g_assert_null (app_find_question ());
  }

  creamy = find_section (sections, "Creamy");
  pf_section_rename (window, connection, board, creamy);
  name_section ("Smooth", "_Rename");
  APP_WAIT (has_section (sections, "Smooth"), 10);
  deliver (world);
  g_assert_cmpuint (count_things (world, "sections", is_live, "Cold", NULL), ==, 1);
  g_assert_cmpuint (count_things (world, "sections", is_live, "Smooth", NULL), ==, 1);

  /* Its pins stay on the board, outside of any section. */
  freezer = find_section (sections, "Freezer");
  pf_section_delete (window, connection, board, freezer);
  app_settle ();
  g_assert_true (
      app_shows_text (app_find_question (), "Pinterest deletes the pins in a section with it"));
  answer ("_Delete Section");
  APP_WAIT (!has_section (sections, "Freezer"), 20);
  deliver (world);
  g_assert_cmpuint (count_things (world, "sections", is_deleted, "Freezer", NULL), ==, 1);
  g_assert_cmpuint (count_gone (world), ==, 0);
  n_moved = count_things (world, "changed_pins", has_member, "section_id", NULL);
  g_assert_cmpuint (n_moved, >, 0);

  /* And without keeping them they are gone. */
  clear = find_section (sections, "Clear");
  pf_section_delete (window, connection, board, clear);
  app_settle ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (
                                   app_find_type (app_find_question (), GTK_TYPE_CHECK_BUTTON)),
                               FALSE);
  answer ("_Delete Section");
  APP_WAIT (!has_section (sections, "Clear"), 20);
  deliver (world);
  g_assert_cmpuint (count_gone (world), >, 0);
  g_assert_cmpuint (count_things (world, "changed_pins", has_member, "section_id", NULL), ==,
                    n_moved);
}

/* Without editing nothing can be moved out. */
static void
test_section_refused (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  g_autoptr (PfBoardItem) board = find_board (world, connection, "Soups and stews");
  g_autoptr (PfSectionList) sections = list_sections (world, connection, board);
  g_autoptr (PfSectionItem) creamy = NULL;
  g_autoptr (GError) refused
      = g_error_new (PF_ERROR, PF_ERROR_FEATURE, "Editing is not open to this app");
  GtkWidget *dialog;

  APP_WAIT (has_section (sections, "Creamy"), 10);
  creamy = find_section (sections, "Creamy");
  pf_connection_note_error (connection, refused, "update-pin");
  pf_section_delete (window, connection, board, creamy);
  app_settle ();
  dialog = app_find_question ();
  g_assert_false (gtk_widget_get_sensitive (app_find_type (dialog, GTK_TYPE_CHECK_BUTTON)));
  g_assert_false (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (app_find_type (dialog, GTK_TYPE_CHECK_BUTTON))));
  g_assert_true (app_shows_text (dialog, "Pinterest has not opened editing to your app."));
  answer ("_Cancel");
}

static void
test_merge (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  g_autoptr (PfBoardItem) source = find_board (world, connection, "Soups and stews");
  g_autoptr (PfBoardItem) target = find_board (world, connection, "Weeknight suppers");
  g_autofree char *target_id = g_strdup (pf_board_item_get_board (target)->id);
  guint n_pins = (guint)pf_board_item_get_pin_count (source);
  PfBoardButton *button;
  GtkWidget *dialog;

  pf_board_merge (window, connection, source);
  dialog = app_find_window (PF_TYPE_MERGE_DIALOG);
  app_settle ();
  app_check_names (dialog);
  g_assert_true (app_shows_text (dialog, "Once “Soups and stews” is empty it is deleted"));
  g_assert_false (gtk_widget_is_sensitive (app_find_button (dialog, "_Merge")));
  button = PF_BOARD_BUTTON (find_part (dialog, PF_TYPE_MERGE_DIALOG, "target"));
  pf_board_button_set_board (button, pf_board_item_get_uuid (source), NULL);
  g_signal_emit_by_name (button, "changed");
  g_assert_false (gtk_widget_is_sensitive (app_find_button (dialog, "_Merge")));
  g_assert_true (app_shows_text (dialog, "That is the same board."));
  pf_board_button_set_board (button, pf_board_item_get_uuid (target), NULL);
  g_signal_emit_by_name (button, "changed");
  press (dialog, "_Merge");
  APP_WAIT (app_find_window (PF_TYPE_MERGE_DIALOG) == NULL, 10);
  APP_WAIT (app_shows_text (window, "Merging “Soups and stews” into “Weeknight suppers”"), 5);
  deliver (world);
  g_assert_cmpuint (count_things (world, "boards", is_deleted, "Soups and stews", NULL), ==, 1);
  g_assert_cmpuint (count_things (world, "changed_pins", has_member, "board_id", target_id)
                        + count_things (world, "pins", has_member, "board_id", target_id),
                    ==, n_pins);
  g_assert_cmpuint (count_things (world, "sections", is_live, "Creamy", NULL), ==, 1);
  APP_WAIT (!has_board (world, connection, "Soups and stews"), 10);
}

static PfBoardsPage *
get_page (PfWindow *window)
{
  PfView *page = pf_window_find_page (window, "boards");

  pf_window_show_page (window, "boards");
  app_settle ();
  return PF_BOARDS_PAGE (page);
}

static char *
first_name (PfBoardsPage *page)
{
  GtkWidget *grid = find_part (GTK_WIDGET (page), PF_TYPE_BOARDS_PAGE, "grid");
  GListModel *model = G_LIST_MODEL (gtk_grid_view_get_model (GTK_GRID_VIEW (grid)));
  g_autoptr (GObject) board = g_list_model_get_item (model, 1);

  return PF_IS_BOARD_ITEM (board) ? g_strdup (pf_board_item_get_name (PF_BOARD_ITEM (board)))
                                  : NULL;
}

static gboolean
shows_state (PfBoardsPage *page, const char *name)
{
  GtkWidget *stack = find_part (GTK_WIDGET (page), PF_TYPE_BOARDS_PAGE, "stack");

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), name) == 0;
}

static gboolean
has_focus (PfWindow *window, GtkWidget *part)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && (focus == part || gtk_widget_is_ancestor (focus, part));
}

/* Who asks for a page is in it, also when it is there already; Tab does not go from board to
 * board, for which there are the arrow keys. */
static void
check_focus (PfWindow *window, PfBoardsPage *page)
{
  GtkWidget *grid = find_part (GTK_WIDGET (page), PF_TYPE_BOARDS_PAGE, "grid");

  pf_window_show_page (window, "boards");
  APP_WAIT (has_focus (window, grid), 3);
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  g_assert_false (has_focus (window, grid));
  pf_window_show_page (window, "boards");
  APP_WAIT (has_focus (window, grid), 3);
}

/* Sorted, filtered and searched; order and filter come back with the account. */
static void
test_order (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  static const char *const scopes[]
      = { "boards:read", "boards:write", "pins:read", "pins:write", "user_accounts:read", NULL };
  PfConnection *connection = connect_and_show (world, scopes, &window);
  PfBoardsPage *page = get_page (window);
  GtkWidget *entry = find_part (GTK_WIDGET (page), PF_TYPE_BOARDS_PAGE, "search_entry");
  g_autofree char *by_name = NULL;
  g_autofree char *by_pins = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GVariant) kept = NULL;

  app_check_names (page);
  check_focus (window, page);
  gtk_widget_activate_action (GTK_WIDGET (page), "boards.sort", "s", "name");
  by_name = first_name (page);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (get_boards (world, connection)));
       i++)
    {
      g_autoptr (PfBoardItem) board
          = g_list_model_get_item (G_LIST_MODEL (get_boards (world, connection)), i);

      g_assert_cmpint (g_utf8_collate (by_name, pf_board_item_get_name (board)), <=, 0);
    }
  gtk_widget_activate_action (GTK_WIDGET (page), "boards.sort", "s", "pins");
  by_pins = first_name (page);
  {
    g_autoptr (PfBoardItem) most = find_board (world, connection, by_pins);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (get_boards (world, connection)));
         i++)
      {
        g_autoptr (PfBoardItem) board
            = g_list_model_get_item (G_LIST_MODEL (get_boards (world, connection)), i);

        g_assert_cmpint (pf_board_item_get_pin_count (most), >=,
                         pf_board_item_get_pin_count (board));
      }
  }
  gtk_widget_activate_action (GTK_WIDGET (page), "boards.filter", "s", "secret");
  app_settle ();
  g_assert_true (shows_state (page, "nothing-found"));
  g_assert_true (app_shows_text (page, "Secret boards"));
  kept = g_settings_get_value (world->settings, "board-orders");
  {
    g_autofree char *sort = NULL, *filter = NULL;

    g_assert_true (
        g_variant_lookup (kept, pf_connection_get_id (connection), "(ss)", &sort, &filter));
    g_assert_cmpstr (sort, ==, "pins");
    g_assert_cmpstr (filter, ==, "secret");
  }
  pf_window_set_connection (window, NULL);
  app_settle ();
  pf_window_set_connection (window, connection);
  app_settle ();
  g_assert_true (shows_state (page, "nothing-found"));
  app_check_names (page);
  press (page, "Show _All Boards");
  app_settle ();
  g_assert_true (shows_state (page, "boards"));

  gtk_editable_set_text (GTK_EDITABLE (entry), "stew");
  g_signal_emit_by_name (entry, "search-changed");
  found = first_name (page);
  g_assert_cmpstr (found, ==, "Soups and stews");
  gtk_editable_set_text (GTK_EDITABLE (entry), "nothing like it");
  g_signal_emit_by_name (entry, "search-changed");
  app_settle ();
  g_assert_true (shows_state (page, "nothing-found"));
  press (page, "Show _All Boards");
  app_settle ();
  g_assert_true (shows_state (page, "boards"));
  /* Enter means what stands there, however quick. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "stew");
  g_signal_emit_by_name (entry, "activate");
  app_settle ();
  {
    g_autoptr (PfBoardItem) stews = find_board (world, connection, "Soups and stews");
    PfView *view = pf_window_get_visible_view (window);

    g_assert_true (PF_IS_BOARD_PAGE (view));
    g_assert_cmpstr (pf_board_page_get_board_uuid (PF_BOARD_PAGE (view)), ==,
                     pf_board_item_get_uuid (stews));
  }
  g_settings_reset (world->settings, "board-orders");
}

static GtkWidget *
begin_board (PfWindow *window, PfConnection *connection, const char *name)
{
  GtkWidget *dialog = GTK_WIDGET (pf_board_dialog_new (window, connection, name));

  gtk_window_present (GTK_WINDOW (dialog));
  app_settle ();
  g_signal_emit_by_name (app_find_button (dialog, "C_reate"), "clicked");
  return dialog;
}

/* Escape does not throw away what the outbox is taking; a window that goes takes the dialog along,
 * and the board is made. */
static void
test_dialog_stays (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  GtkWidget *dialog = begin_board (window, connection, "Herbs");

  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_true (app_find_window (PF_TYPE_BOARD_DIALOG) == dialog);
  APP_WAIT (app_find_window (PF_TYPE_BOARD_DIALOG) == NULL, 10);
  APP_WAIT (has_board (world, connection, "Herbs"), 10);
  begin_board (window, connection, "Spices");
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_null (app_find_window (PF_TYPE_BOARD_DIALOG));
  APP_WAIT (has_board (world, connection, "Spices"), 10);
}

static gboolean
is_list_of_favourites (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_LIST_VIEW (widget) && gtk_widget_get_mapped (widget)
         && gtk_list_view_get_model (GTK_LIST_VIEW (widget)) != NULL
         && g_list_model_get_n_items (
                G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (widget))))
                == 1;
}

/* The star puts a board on top of the sidebar, for this account, and stays. */
static void
test_favourites (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  g_autoptr (PfBoardItem) board = find_board (world, connection, "Soups and stews");
  PfFavouriteList *favourites = pf_workspace_get_favourites (world->workspace, connection);
  GtkWidget *sidebar = GTK_WIDGET (pf_window_get_sidebar (window));
  GtkWidget *menu;

  get_page (window);
  g_assert_null (app_find (sidebar, is_list_of_favourites, NULL));
  menu = pf_board_menu_new (window, connection, board);
  gtk_widget_set_parent (menu, GTK_WIDGET (pf_window_get_visible_view (window)));
  gtk_widget_activate_action (menu, "board-menu.favourite", NULL);
  close_menu (menu);
  g_assert_true (pf_favourite_list_contains (favourites, pf_board_item_get_uuid (board)));
  app_settle ();
  g_assert_nonnull (app_find (sidebar, is_list_of_favourites, NULL));
  g_assert_true (app_shows_text (sidebar, "Favourites"));
  app_check_names (sidebar);
  pf_favourite_list_set (favourites, pf_board_item_get_uuid (board), FALSE);
  app_settle ();
  g_assert_null (app_find (sidebar, is_list_of_favourites, NULL));
}

/* In one column the New Board card is what is seen first, whatever is learned meanwhile. */
static void
test_narrow_top (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, &window);
  PfBoardsPage *page = get_page (window);
  GtkWidget *scroller = find_part (GTK_WIDGET (page), PF_TYPE_BOARDS_PAGE, "scroller");
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  for (guint i = 0; i < 4; i++)
    app_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (page)), <=, 360);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  g_object_notify (G_OBJECT (connection), "scopes-granted");
  app_settle ();
  pf_view_refresh (PF_VIEW (page));
  for (guint i = 0; i < 4; i++)
    app_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  gtk_window_set_default_size (GTK_WINDOW (window), 1120, 760);
}

static gboolean
is_ticked (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_IMAGE (widget)
         && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), "object-select-symbolic") == 0
         && gtk_widget_get_opacity (widget) > 0;
}

/* The switcher marks the account that is shown. */
static void
test_switcher (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfConnections *connections;
  PfWindow *window;
  GtkWidget *accounts;

  app_world_add_connection (world, "c1", "Anna", "expired");
  app_world_add_connection (world, "c2", "Bakery", "expired");
  window = app_world_show_window (world);
  connections = pf_workspace_get_connections (world->workspace);
  accounts = find_part (GTK_WIDGET (pf_window_get_sidebar (window)), PF_TYPE_SIDEBAR, "accounts");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PfConnection) shown = g_list_model_get_item (G_LIST_MODEL (connections), i);

      pf_window_set_connection (window, shown);
      for (int j = 0; j < 2; j++)
        {
          GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (accounts), j);

          g_assert_cmpint (app_find (row, is_ticked, NULL) != NULL, ==,
                           pf_account_row_get_connection (PF_ACCOUNT_ROW (row)) == shown);
        }
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
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_test_add_func ("/app/boards/UI-10/edit-name-description-privacy", test_edit);
  g_test_add_func ("/app/boards/PQ-8/edited-and-edited-back", test_edit_back);
  g_test_add_func ("/app/boards/FR-13/what-may-not-be-done-is-grey-and-says-why", test_rights);
  g_test_add_func ("/app/boards/PQ-8/delete-undo-and-what-is-lost", test_delete);
  g_test_add_func ("/app/boards/PQ-8/sections", test_sections);
  g_test_add_func ("/app/boards/FR-13/section-while-editing-is-refused", test_section_refused);
  g_test_add_func ("/app/boards/PQ-8/merge", test_merge);
  g_test_add_func ("/app/boards/AX-2/sort-filter-search", test_order);
  g_test_add_func ("/app/boards/PQ-15/dialog-stays-until-it-is-kept", test_dialog_stays);
  g_test_add_func ("/app/boards/AX-2/favourites", test_favourites);
  g_test_add_func ("/app/boards/AX-4/narrow-begins-at-the-top", test_narrow_top);
  g_test_add_func ("/app/boards/AX-2/switcher-marks-the-account", test_switcher);
  result = g_test_run ();
  practice_tidy ();
  return result;
}
