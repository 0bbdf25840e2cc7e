/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a pin: the composer and its picker over a real store, outbox and practice server. */
#include "config.h"

#include "practice-account.h"

#include "app/activity/pf-activity-row.h"
#include "app/boards/pf-board-dialog.h"
#include "app/composer/pf-board-button.h"
#include "app/composer/pf-board-picker.h"
#include "app/composer/pf-composer-private.h"
#include "app/composer/pf-field.h"
#include "app/composer/pf-picker-rows.h"
#include "app/composer/pf-pin-checks.h"
#include "app/composer/pf-recent-boards.h"
#include "app/drafts/pf-draft-deletion.h"
#include "app/drafts/pf-draft-sending.h"
#include "app/widgets/wall/pf-wall.h"
#include "app/intake/pf-intake.h"
#include "core/outbox/pf-outbox-record.h"
#include "media/pictures.h"

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static GPtrArray *
list_drafts (AppWorld *world)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *drafts;

  pf_store_list_drafts_async (pf_workspace_get_store (world->workspace), NULL, keep_result,
                              &result);
  APP_WAIT (result != NULL, 10);
  drafts = pf_store_list_drafts_finish (pf_workspace_get_store (world->workspace), result, &error);
  g_assert_no_error (error);
  return drafts;
}

static guint
count_drafts (AppWorld *world)
{
  g_autoptr (GPtrArray) drafts = list_drafts (world);

  return drafts->len;
}

static char *
keep_picture (AppWorld *world)
{
  Picture picture = { .width = 640, .height = 960, .gps = TRUE };
  g_autoptr (GBytes) bytes = picture_jpeg (&picture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *blob;

  pf_store_keep_blob_async (pf_workspace_get_store (world->workspace), bytes, NULL, keep_result,
                            &result);
  APP_WAIT (result != NULL, 10);
  blob = pf_store_keep_blob_finish (pf_workspace_get_store (world->workspace), result, &error);
  g_assert_no_error (error);
  return blob;
}

static PfDraft *
make_draft (AppWorld *world, PfConnection *connection, gboolean picture)
{
  PfDraft *draft = pf_draft_new (world->context);

  draft->connection_id = g_strdup (connection != NULL ? pf_connection_get_id (connection) : NULL);
  if (picture)
    {
      draft->blob = keep_picture (world);
      draft->picture_name = g_strdup ("evening.jpg");
      draft->width = 640;
      draft->height = 960;
    }
  return draft;
}

static PfField *
find_field (PfComposer *composer, guint nth)
{
  static const char *const names[]
      = { "title_field", "description_field", "alt_text_field", "link_field" };

  return PF_FIELD (
      gtk_widget_get_template_child (GTK_WIDGET (composer), PF_TYPE_COMPOSER, names[nth]));
}

static AdwSplitButton *
find_pin_button (PfComposer *composer)
{
  return ADW_SPLIT_BUTTON (app_find_type (composer, ADW_TYPE_SPLIT_BUTTON));
}

static gboolean
can_pin (PfComposer *composer)
{
  /* The button inside has the action, and with it its state. */
  GtkWidget *button = app_find_button (find_pin_button (composer), "_Pin");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static gboolean
is_open (void)
{
  return app_find_window (PF_TYPE_COMPOSER) != NULL;
}

static void
test_link (void)
{
  static const struct
  {
    const char *link;
    gboolean fine;
  } table[] = {
    { "", TRUE },
    { "https://example.org/bread", TRUE },
    { "HTTP://example.org", TRUE },
    { "https://m\xc3\xbcller.example/brot?a=b&c=d#e", TRUE },
    { "example.org/bread", FALSE },
    { "ftp://example.org/", FALSE },
    { "javascript:alert(1)", FALSE },
    { "file:///etc/passwd", FALSE },
    { "https://", FALSE },
    { "https:///path", FALSE },
    { "https://example.org/a b", FALSE },
    { "https", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *words = pf_pin_check_link (table[i].link);

      g_test_message ("%s", table[i].link);
      g_assert_true ((words == NULL) == table[i].fine);
    }
}

/* A draft with a picture, in the window of an account. */
static PfComposer *
open_draft (AppWorld *world, const char *state, PfDraft **draft)
{
  PfComposer *composer;
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", state);
  window = app_world_show_window (world);
  *draft = make_draft (world, pf_window_get_connection (window), TRUE);
  composer = pf_composer_present (window, *draft);
  app_settle ();
  return composer;
}

/* GTK and libadwaita give the arrow beside Pin a tooltip, but no name. */
static void
test_arrow (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  g_autofree char *wrong = NULL;
  GtkWidget *arrow;
  PfComposer *composer;

  composer = open_draft (world, "connected", &draft);
  arrow = app_find_type (find_pin_button (composer), GTK_TYPE_TOGGLE_BUTTON);
  g_assert_nonnull (arrow);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              "Other Ways to Keep It");
  g_assert_cmpstr (wrong, ==, NULL);
}

/* Counted in characters, not bytes; what is over the limit stays and is said. */
static void
test_limits (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  static const guint limits[] = { PF_PIN_TITLE_MAX, PF_PIN_DESCRIPTION_MAX, PF_PIN_ALT_TEXT_MAX };
  g_autoptr (PfDraft) draft = NULL;
  PfComposer *composer;
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "connected");
  window = app_world_show_window (world);
  draft = make_draft (world, pf_window_get_connection (window), TRUE);
  draft->board_uuid = g_strdup ("00000000-0000-4000-8000-000000000001");
  composer = pf_composer_present (window, draft);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      PfField *field = find_field (composer, i);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *shown = NULL;
      g_autofree char *counter = NULL;
      g_autofree char *missing = NULL;

      while (g_utf8_strlen (text->str, -1) < limits[i] - 21)
        g_string_append (text, "\xc3\xa9");
      counter = g_strdup_printf ("/ %u", limits[i]);
      pf_field_set_text (field, text->str);
      g_assert_false (gtk_widget_get_visible (
          gtk_widget_get_last_child (gtk_widget_get_last_child (GTK_WIDGET (field)))));
      while (g_utf8_strlen (text->str, -1) < limits[i])
        g_string_append (text, "\xc3\xa9");
      pf_field_set_text (field, text->str);
      g_assert_true (app_shows_text (field, counter));
      g_assert_true (gtk_widget_get_visible (
          gtk_widget_get_last_child (gtk_widget_get_last_child (GTK_WIDGET (field)))));
      g_assert_null (missing = pf_pin_find_missing (pf_composer_get_draft (composer)));

      g_string_append (text, "\xc3\xa9");
      pf_field_set_text (field, text->str);
      g_assert_true (app_shows_text (field, "1 character too many"));
      g_assert_nonnull (missing = pf_pin_find_missing (pf_composer_get_draft (composer)));
      shown = pf_field_get_text (field);
      g_assert_cmpstr (shown, ==, text->str);
      pf_field_set_text (field, "");
    }
}

/* A text that is kept is inserted where the cursor is. */
static void
test_snippets (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  g_autofree char *text = NULL;
  PfComposer *composer;
  GtkWidget *button, *popover;

  composer = open_draft (world, "connected", &draft);
  button = app_find_type (composer, PF_TYPE_SNIPPET_BUTTON);
  popover = GTK_WIDGET (
      gtk_menu_button_get_popover (GTK_MENU_BUTTON (app_find_type (button, GTK_TYPE_MENU_BUTTON))));
  pf_field_set_text (find_field (composer, 1), "More on my page.");
  gtk_widget_grab_focus (GTK_WIDGET (find_field (composer, 1)));
  app_settle ();
  gtk_widget_child_focus (button, GTK_DIR_TAB_FORWARD);
  app_settle ();
  gtk_popover_popup (GTK_POPOVER (popover));
  app_settle ();
  gtk_editable_set_text (GTK_EDITABLE (app_find_type (popover, GTK_TYPE_ENTRY)), "Ending");
  g_signal_emit_by_name (app_find_button (popover, "_Keep"), "clicked");
  APP_WAIT (app_shows_text (popover, "Ending"), 10);
  gtk_widget_grab_focus (GTK_WIDGET (find_field (composer, 2)));
  app_settle ();
  g_signal_emit_by_name (app_find_type (popover, GTK_TYPE_LIST_BOX), "row-activated",
                         app_find_type (popover, GTK_TYPE_LIST_BOX_ROW));
  app_settle ();
  text = pf_field_get_text (find_field (composer, 2));
  g_assert_cmpstr (text, ==, "More on my page.");
  g_assert_cmpstr (pf_composer_get_draft (composer)->alt_text, ==, "More on my page.");
  app_check_names (composer);
}

/* On disk while it is typed, with nobody pressing anything; and after Escape. */
static void
test_kept (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  PfComposer *composer;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  {
    g_autoptr (PfDraft) draft = make_draft (world, NULL, FALSE);

    composer = pf_composer_present (window, draft);
    /* Raised, not opened twice. */
    g_assert_true (pf_composer_present (window, draft) == composer);
  }
  pf_field_set_text (find_field (composer, 0), "A loaf");
  pf_field_set_text (find_field (composer, 1), "Slow\nbread");
  for (guint i = 0; i < 4; i++)
    app_settle ();
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);
    PfDraft *kept = drafts->len == 1 ? g_ptr_array_index (drafts, 0) : NULL;

    g_assert_nonnull (kept);
    g_assert_cmpstr (kept->title, ==, "A loaf");
    g_assert_cmpstr (kept->description, ==, "Slow\nbread");
    g_assert_cmpstr (kept->connection_id, ==, "one");
  }
  pf_field_set_text (find_field (composer, 3), "https://example.org/");
  gtk_window_close (GTK_WINDOW (composer));
  app_settle ();
  g_assert_false (is_open ());
  g_assert_true (app_shows_text (window, "Draft kept"));
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);
    PfDraft *kept = g_ptr_array_index (drafts, 0);

    g_assert_cmpstr (kept->link, ==, "https://example.org/");
    /* Emptied by hand it is nothing to keep. */
    composer = pf_composer_present (window, kept);
  }
  for (guint i = 0; i < 4; i++)
    pf_field_set_text (find_field (composer, i), "");
  gtk_window_close (GTK_WINDOW (composer));
  app_settle ();
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);

    g_assert_cmpuint (drafts->len, ==, 0);
  }
}

/* The main window goes and takes the composer with it: still kept. */
static void
test_kept_at_the_end (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  draft = make_draft (world, NULL, FALSE);
  pf_field_set_text (find_field (pf_composer_present (window, draft), 0), "The last word");
  gtk_window_destroy (GTK_WINDOW (window));
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);

    g_assert_cmpuint (drafts->len, ==, 1);
    g_assert_cmpstr (((PfDraft *)g_ptr_array_index (drafts, 0))->title, ==, "The last word");
  }
}

static void
test_signed_out (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  PfComposer *composer = open_draft (world, "expired", &draft);

  g_assert_true (app_shows_text (composer, "Sign in again to pin. Everything you write is kept."));
  g_assert_cmpstr (adw_split_button_get_label (find_pin_button (composer)), ==,
                   "_Pin After Sign-in");
  app_check_names (composer);
  pf_field_set_text (find_field (composer, 0), "Written while signed out");
  gtk_window_close (GTK_WINDOW (composer));
  APP_WAIT (count_drafts (world) == 1, 10);
}

/* On the page of drafts. */
static guint
count_tiles (PfWindow *window)
{
  GtkWidget *wall = app_find_type (pf_window_find_page (window, "drafts"), PF_TYPE_WALL);

  return g_list_model_get_n_items (G_LIST_MODEL (pf_wall_get_selection (PF_WALL (wall))));
}

static void
test_hostile (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (GString) marks = g_string_new ("a");
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  PfWindow *window;
  guint n_drafts;

  for (guint i = 0; i < 100000; i++)
    g_string_append (marks, "\xcc\x81");
  for (guint i = 0; app_hostile_texts[i] != NULL; i++)
    g_ptr_array_add (texts, g_utf8_make_valid (app_hostile_texts[i], -1));
  app_world_add_connection (world, "one", "<b>R&D", "expired");
  window = app_world_show_window (world);
  pf_window_show_page (window, "drafts");
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);
      g_autoptr (PfDraft) draft = make_draft (world, pf_window_get_connection (window), TRUE);
      PfComposer *composer;

      g_free (draft->picture_name);
      draft->picture_name = g_strdup (text);
      draft->problem = g_strdup (text);
      composer = pf_composer_present (window, draft);
      for (guint j = 0; j < 4; j++)
        {
          g_autofree char *back = NULL;

          pf_field_set_text (find_field (composer, j), text);
          back = pf_field_get_text (find_field (composer, j));
          g_assert_cmpstr (back, ==, text);
        }
      app_settle ();
      gtk_window_close (GTK_WINDOW (composer));
      app_settle ();
    }
  {
    g_autoptr (PfDraft) draft = make_draft (world, pf_window_get_connection (window), FALSE);
    g_autoptr (GAsyncResult) result = NULL;

    g_free (draft->title);
    draft->title = g_strdup (marks->str);
    pf_store_save_draft_async (pf_workspace_get_store (world->workspace), draft, NULL, keep_result,
                               &result);
    APP_WAIT (result != NULL, 10);
    app_settle ();
  }
  n_drafts = count_tiles (window);
  g_assert_cmpuint (n_drafts, ==, texts->len + 1);
  for (guint i = 0; i < 4; i++)
    app_settle ();
}

static void
test_recent (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PF_APP_ID);

  g_settings_reset (settings, "recent-boards");
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *uuid = g_strdup_printf ("board-%u", i);

      pf_recent_boards_add (settings, "one", uuid);
    }
  pf_recent_boards_add (settings, "two", "other");
  pf_recent_boards_add (settings, "one", "board-4");
  {
    g_auto (GStrv) one = pf_recent_boards_get (settings, "one");
    g_auto (GStrv) two = pf_recent_boards_get (settings, "two");
    g_autofree char *joined = g_strjoinv (" ", one);

    g_assert_cmpstr (joined, ==, "board-4 board-6 board-5 board-3 board-2");
    g_assert_cmpuint (g_strv_length (two), ==, 1);
  }
  g_settings_reset (settings, "recent-boards");
}

static PfConnection *
connect_and_show (AppWorld *world,
                  const char *account,
                  const char *const *scopes,
                  PfWindow **window)
{
  PfConnection *connection;
  gboolean complete = FALSE;
  PfBoardList *boards;

  app_world_open (world);
  connection = practice_connect (world, account, scopes);
  *window = app_world_show_window (world);
  boards = pf_workspace_get_boards (world->workspace, connection);
  for (guint i = 0; i < 60 && !complete; i++)
    {
      app_settle ();
      g_object_get (boards, "complete", &complete, NULL);
    }
  g_assert_true (complete);
  /* The list reads what the end of the pull brought a moment later. */
  if (account == NULL)
    APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (boards)) > 0, 10);
  return connection;
}

static void
press_enter (GtkWidget *search)
{
  g_signal_emit_by_name (search, "activate");
}

/* A draft that is opened while the outbox takes it is not kept once more beside its pin. */
static void
check_opened_while_pinned (AppWorld *world,
                           PfWindow *window,
                           PfConnection *connection,
                           const char *board_uuid)
{
  g_autoptr (PfDraft) draft = make_draft (world, connection, TRUE);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  PfComposer *composer;

  draft->board_uuid = g_strdup (board_uuid);
  pf_store_save_draft_async (pf_workspace_get_store (world->workspace), draft, NULL, keep_result,
                             &result);
  APP_WAIT (result != NULL, 10);
  g_ptr_array_add (one, draft);
  pf_drafts_pin (window, one);
  composer = pf_composer_present (window, draft);
  pf_field_set_text (find_field (composer, 0), "Typed meanwhile");
  APP_WAIT (!is_open (), 10);
  APP_WAIT (pf_activity_get_n_pending (pf_window_get_activity (window)) == 0, 20);
  left = list_drafts (world);
  g_assert_cmpuint (left->len, ==, 0);
}

/* Three letters, Enter, Ctrl+Enter. */
static void
test_whole_way (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, NULL, &window);
  PfComposer *composer;
  GtkWidget *picker, *search;
  g_autofree char *board = NULL;
  g_auto (GStrv) recent = NULL;

  draft = make_draft (world, connection, TRUE);
  composer = pf_composer_present (window, draft);
  g_assert_false (can_pin (composer));
  g_assert_true (app_shows_text (composer, "Choose a board"));
  picker = app_find_type (composer, PF_TYPE_BOARD_PICKER);
  pf_board_picker_search (PF_BOARD_PICKER (picker), "sou");
  app_settle ();
  app_check_names (picker);
  search = app_find_type (picker, GTK_TYPE_SEARCH_ENTRY);
  g_assert_true (app_shows_text (picker, "New Board “sou”…"));
  press_enter (search);
  app_settle ();
  g_assert_nonnull (pf_composer_get_draft (composer)->board_uuid);
  board = pf_board_list_get_name (pf_workspace_get_boards (world->workspace, connection),
                                  pf_composer_get_draft (composer)->board_uuid);
  g_assert_cmpstr (board, ==, "Soups and stews");
  pf_field_set_text (find_field (composer, 0), "Evening");
  g_assert_true (can_pin (composer));
  app_check_names (composer);
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.pin", NULL);
  APP_WAIT (!is_open (), 20);
  APP_WAIT (app_shows_text (window, "Pinning to Soups and stews"), 5);
  APP_WAIT (pf_activity_get_n_pending (pf_window_get_activity (window)) == 1, 10);
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);

    g_assert_cmpuint (drafts->len, ==, 0);
  }
  recent = pf_recent_boards_get (world->settings, pf_connection_get_id (connection));
  g_assert_cmpuint (g_strv_length (recent), ==, 1);
  APP_WAIT (pf_activity_get_n_pending (pf_window_get_activity (window)) == 0, 20);
  g_assert_cmpuint (pf_activity_get_n_problems (pf_window_get_activity (window)), ==, 0);
  APP_WAIT (app_shows_text (window, "Pinned to Soups and stews"), 10);
  check_opened_while_pinned (world, window, connection, recent[0]);
}

static void
test_read_only (void)
{
  static const char *const scopes[] = { "user_accounts:read", "boards:read", "pins:read", NULL };
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  g_autofree char *reason = NULL;
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, NULL, scopes, &window);
  g_autoptr (PfPickerRows) rows = pf_picker_rows_new (world->workspace, connection);
  GListModel *model = pf_picker_rows_get_model (rows);
  PfComposer *composer;

  g_assert_false (pf_connection_can_create (connection, &reason));
  draft = make_draft (world, connection, TRUE);
  composer = pf_composer_present (window, draft);
  app_settle ();
  g_assert_true (app_shows_text (composer, reason));
  g_assert_false (can_pin (composer));
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.pin", NULL);
  app_settle ();
  g_assert_true (is_open ());
  g_assert_cmpuint (pf_activity_get_n_pending (pf_window_get_activity (window)), ==, 0);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PfPickerRow) row = g_list_model_get_item (model, i);

      g_assert_cmpint (pf_picker_row_get_kind (row), !=, PF_PICKER_NEW_BOARD);
    }
}

static void
test_first_board (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  PfWindow *window;
  PfConnection *connection = connect_and_show (world, "freshpage", NULL, &window);
  PfComposer *composer;
  GtkWidget *stack;
  GtkWidget *dialog;

  draft = make_draft (world, connection, TRUE);
  composer = pf_composer_present (window, draft);
  app_settle ();
  stack = app_find_type (app_find_type (composer, PF_TYPE_BOARD_BUTTON), GTK_TYPE_STACK);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "first");
  g_assert_true (app_shows_text (stack, "Create Your First Board"));
  g_assert_false (can_pin (composer));
  g_assert_true (app_shows_text (composer, "Choose a board"));

  /* The board is chosen as soon as it is under way; the pin waits for it. */
  g_signal_emit_by_name (app_find_type (gtk_stack_get_visible_child (GTK_STACK (stack)),
                                        GTK_TYPE_BUTTON),
                         "clicked");
  dialog = app_find_window (PF_TYPE_BOARD_DIALOG);
  g_assert_nonnull (dialog);
  gtk_editable_set_text (GTK_EDITABLE (app_find_type (dialog, ADW_TYPE_ENTRY_ROW)), "Garden");
  g_signal_emit_by_name (app_find_button (dialog, "C_reate"), "clicked");
  APP_WAIT (pf_composer_get_draft (composer)->board_uuid != NULL, 10);
  APP_WAIT (app_shows_text (composer, "Garden"), 10);
  g_assert_true (can_pin (composer));
}

/* Another picture takes the place of the one there, with Undo. */
static void
test_replace (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (PfDraft) draft = NULL;
  g_autofree char *before = NULL;
  Picture picture = { .width = 900, .height = 900, .seed = 7 };
  g_autoptr (GBytes) png = picture_png (&picture);
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes ("image/png", png);
  GdkClipboard *clipboard;
  PfWindow *window;
  PfComposer *composer;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  draft = make_draft (world, pf_window_get_connection (window), TRUE);
  before = g_strdup (draft->blob);
  composer = pf_composer_present (window, draft);
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (composer));
  g_assert_true (gdk_clipboard_set_content (clipboard, provider));
  app_settle ();
  pf_composer_paste (composer);
  APP_WAIT (g_strcmp0 (pf_composer_get_draft (composer)->blob, before) != 0, 10);
  g_assert_cmpint (pf_composer_get_draft (composer)->width, ==, 900);
  APP_WAIT (app_shows_text (composer, "Picture replaced"), 10);
  g_signal_emit_by_name (app_find_button (composer, "_Undo"), "clicked");
  g_assert_cmpstr (pf_composer_get_draft (composer)->blob, ==, before);
  g_assert_cmpint (pf_composer_get_draft (composer)->width, ==, 640);
}

static GFile *
write_file (AppWorld *world, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (world->place, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
  return g_file_new_for_path (path);
}

/* Files become drafts by what is in them, whatever they are called. */
static void
test_files (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  Picture picture = { .width = 900, .height = 1350, .gps = TRUE };
  g_autoptr (GBytes) jpeg = picture_jpeg (&picture);
  g_autoptr (GBytes) webp = picture_webp (&picture);
  g_autoptr (GBytes) text = g_bytes_new_static ("not a picture", 13);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) photo = NULL;
  g_autoptr (GFile) wrong = NULL;
  g_autoptr (GFile) script = NULL;
  PfWindow *window;
  PfComposer *composer;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  photo = write_file (world, "photo.jpg", jpeg);
  wrong = write_file (world, "wrong.txt", webp);
  script = write_file (world, "nice.png", text);

  g_list_store_append (files, photo);
  pf_intake_files (window, G_LIST_MODEL (files), "00000000-0000-4000-8000-000000000001");
  APP_WAIT (is_open (), 10);
  composer = PF_COMPOSER (app_find_window (PF_TYPE_COMPOSER));
  g_assert_cmpstr (pf_composer_get_draft (composer)->board_uuid, ==,
                   "00000000-0000-4000-8000-000000000001");
  g_assert_cmpint (pf_composer_get_draft (composer)->height, ==, 1350);
  APP_WAIT (app_shows_text (composer, "photo.jpg · 900 × 1350"), 10);
  g_assert_true (app_shows_text (composer, "Location and camera data are removed before pinning."));
  gtk_window_close (GTK_WINDOW (composer));
  app_settle ();

  g_list_store_remove_all (files);
  g_list_store_append (files, script);
  pf_intake_files (window, G_LIST_MODEL (files), NULL);
  APP_WAIT (app_shows_text (window, "This is not a picture that can be pinned"), 10);
  g_assert_false (is_open ());

  g_list_store_append (files, photo);
  g_list_store_append (files, wrong);
  pf_intake_files (window, G_LIST_MODEL (files), NULL);
  /* Two of three are pictures: they open in one window. */
  APP_WAIT (is_open (), 10);
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);
    const char *wrong_uuid = ((PfDraft *)g_ptr_array_index (drafts, 0))->uuid;

    g_assert_cmpuint (drafts->len, ==, 3);
    composer = PF_COMPOSER (app_find_window (PF_TYPE_COMPOSER));
    APP_WAIT (pf_composer_find (wrong_uuid) == composer, 10);
    APP_WAIT (app_shows_text (composer, "photo.jpg · 900 × 1350"), 10);
    gtk_widget_activate_action (GTK_WIDGET (composer), "composer.go", "i", 1);
    APP_WAIT (app_shows_text (composer, "wrong.txt"), 10);
    APP_WAIT (app_shows_text (composer, "WebP becomes JPEG."), 10);
    /* Deleted elsewhere: it leaves the window and does not come back; the last one closes it. */
    pf_draft_delete (window, g_ptr_array_index (drafts, 0));
    app_settle ();
    g_assert_true (is_open ());
    g_assert_null (pf_composer_find (wrong_uuid));
    gtk_window_close (GTK_WINDOW (composer));
    app_settle ();
    g_assert_false (is_open ());
  }
  pf_window_show_page (window, "drafts");
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);

    g_assert_cmpuint (drafts->len, ==, 2);
  }
  APP_WAIT (count_tiles (window) == 2, 10);
  /* Ctrl+Z, Ctrl+Shift+Z, and the toast's own Undo: all of one step. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  APP_WAIT (count_tiles (window) == 3, 10);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.redo", NULL);
  APP_WAIT (count_tiles (window) == 2, 10);
  APP_WAIT (pf_history_get_undo_words (pf_window_get_history (window)) != NULL, 5);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  APP_WAIT (count_tiles (window) == 3, 10);
  APP_WAIT (pf_history_get_redo_words (pf_window_get_history (window)) != NULL, 5);
  g_assert_null (pf_history_get_undo_words (pf_window_get_history (window)));
}

static PfOutboxRow *
make_row (PfOutboxState state, const char *text)
{
  PfOutboxRow *row = &pf_outbox_record_new ()->row;

  row->uuid = g_strdup ("00000000-0000-4000-8000-000000000002");
  row->connection_id = g_strdup ("one");
  row->batch_id = g_strdup ("00000000-0000-4000-8000-000000000003");
  row->op = PF_OP_CREATE_PIN;
  row->state = state;
  row->attempts = 1;
  row->title = g_strdup (text);
  row->error_message = g_strdup (text);
  return row;
}

/* Each state offers what can be done about it, and nothing else. */
static void
test_activity_rows (void)
{
  static const struct
  {
    PfOutboxState state;
    const char *labels[4];
  } table[] = {
    { PF_OUTBOX_HELD, { "_Undo" } },
    { PF_OUTBOX_SENDING, { NULL } },
    { PF_OUTBOX_FAILED, { "_Retry", "_Edit", "_Discard" } },
    { PF_OUTBOX_UNKNOWN, { "_Check on Board" } },
    { PF_OUTBOX_ASK, { "_Check on Board", "It Is _There", "It Is _Not There" } },
    { PF_OUTBOX_DONE, { NULL } },
  };
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    for (guint j = 0; app_hostile_texts[j] != NULL; j++)
      {
        g_autoptr (PfOutboxRow) row = make_row (table[i].state, app_hostile_texts[j]);
        GtkWidget *widget = g_object_ref_sink (pf_activity_row_new (window, row));
        guint n = 0;

        while (n < G_N_ELEMENTS (table[i].labels) && table[i].labels[n] != NULL)
          g_assert_nonnull (app_find_button (widget, table[i].labels[n++]));
        g_assert_cmpuint (app_count_type (widget, GTK_TYPE_BUTTON), ==, n);
        g_object_unref (widget);
      }
}

/* "Open with Pinfold" before there is an account, and then with one. */
static void
test_open_with (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  Picture picture = { .width = 900, .height = 1350 };
  g_autoptr (GBytes) jpeg = picture_jpeg (&picture);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) first = NULL;
  g_autoptr (GFile) second = NULL;
  PfWindow *window;

  app_world_open (world);
  window = app_world_show_window (world);
  first = write_file (world, "first.jpg", jpeg);
  second = write_file (world, "second.jpg", jpeg);

  g_list_store_append (files, first);
  pf_intake_open (window, G_LIST_MODEL (files));
  APP_WAIT (app_shows_text (window, "Connect an account, and the file opens"), 10);
  g_list_store_remove_all (files);
  g_list_store_append (files, second);
  pf_intake_open (window, G_LIST_MODEL (files));
  APP_WAIT (app_shows_text (window, "Connect an account, and 2 files open"), 10);
  g_assert_false (is_open ());

  practice_connect (world, NULL, NULL);
  APP_WAIT (is_open (), 10);
  APP_WAIT (app_shows_text (app_find_window (PF_TYPE_COMPOSER), "first.jpg · 900 × 1350"), 10);
  g_assert_cmpuint (count_drafts (world), ==, 2);
  gtk_window_close (GTK_WINDOW (app_find_window (PF_TYPE_COMPOSER)));
  APP_WAIT (!is_open (), 10);

  pf_intake_open (window, G_LIST_MODEL (files));
  APP_WAIT (is_open (), 10);
  g_assert_cmpuint (count_drafts (world), ==, 3);
  gtk_window_close (GTK_WINDOW (app_find_window (PF_TYPE_COMPOSER)));
  APP_WAIT (!is_open (), 10);
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_test_add_func ("/app/composer/link", test_link);
  g_test_add_func ("/app/composer/AX-2/arrow-has-a-name", test_arrow);
  g_test_add_func ("/app/composer/limits-and-counters", test_limits);
  g_test_add_func ("/app/composer/AX-1/kept-texts", test_snippets);
  g_test_add_func ("/app/composer/AX-7/kept-as-typed", test_kept);
  g_test_add_func ("/app/composer/AX-7/kept-when-the-window-goes", test_kept_at_the_end);
  g_test_add_func ("/app/composer/signed-out", test_signed_out);
  g_test_add_func ("/app/composer/UI-10/hostile-texts", test_hostile);
  g_test_add_func ("/app/composer/recent-boards", test_recent);
  g_test_add_func ("/app/composer/MO-2/three-letters-enter-pin", test_whole_way);
  g_test_add_func ("/app/composer/FR-13/read-only-says-why", test_read_only);
  g_test_add_func ("/app/composer/MO-4/first-board", test_first_board);
  g_test_add_func ("/app/composer/picture-replaced-and-back", test_replace);
  g_test_add_func ("/app/activity/PQ-8+UI-10/each-state-offers-what-helps", test_activity_rows);
  g_test_add_func ("/app/intake/PQ-15+UI-2/files-become-drafts", test_files);
  g_test_add_func ("/app/intake/DB-9/opened-with-pinfold", test_open_with);
  result = g_test_run ();
  practice_tidy ();
  return result;
}
