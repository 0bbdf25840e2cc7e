/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many pins in one window, picture tools, carousels: over a real store, outbox and practice
 * server. */
#include "config.h"

#include "practice-account.h"

#include "app/composer/pf-composer-private.h"
#include "app/composer/pf-edit-view.h"
#include "app/composer/pf-feed-preview.h"
#include "app/composer/pf-fresh-pin.h"
#include "app/intake/pf-intake.h"
#include "media/pictures.h"

#define BOARD "00000000-0000-4000-8000-000000000001"

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

static GListModel *
write_pictures (AppWorld *world, guint n)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; i < n; i++)
    {
      Picture picture = { .width = 600, .height = 900, .seed = i + 1, .gps = TRUE };
      g_autoptr (GBytes) bytes = picture_jpeg (&picture);
      g_autofree char *name = g_strdup_printf ("picture-%02u.jpg", i);
      g_autofree char *path = g_build_filename (world->place, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                          (gssize)g_bytes_get_size (bytes), NULL));
      g_list_store_append (files, file);
    }
  return G_LIST_MODEL (files);
}

static PfComposer *
find_composer (void)
{
  return PF_COMPOSER (app_find_window (PF_TYPE_COMPOSER));
}

static PfComposer *
drop (AppWorld *world, PfWindow *window, guint n, const char *board)
{
  g_autoptr (GListModel) files = write_pictures (world, n);

  pf_intake_files (window, files, board);
  APP_WAIT (find_composer () != NULL, 60);
  APP_WAIT (pf_filmstrip_get_n (find_composer ()->strip) == MIN (n, PF_DRAFT_GROUP_MAX), 60);
  return find_composer ();
}

/* Into the window of an account that is signed out. */
static PfComposer *
drop_first (AppWorld *world, guint n)
{
  app_world_add_connection (world, "one", "Anna", "expired");
  return drop (world, app_world_show_window (world), n, BOARD);
}

static void
go (PfComposer *composer, int by)
{
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.go", "i", by);
}

static const PfDraft *
get_draft (PfComposer *composer, guint i)
{
  return pf_filmstrip_get_draft (composer->strip, i);
}

/* Forty files become forty drafts of one window; what is typed once is in all of them, but for
 * the field somebody has made one pin's own. All of it is on the disk as it is typed. */
static void
test_forty (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfComposer *composer;
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  composer = drop (world, window, 42, BOARD);
  g_assert_cmpuint (pf_filmstrip_get_n (composer->strip), ==, 40);
  g_assert_true (app_shows_text (window, "2 more drafts kept"));
  g_assert_true (app_shows_text (composer, "40 New Pins"));
  g_assert_true (app_shows_text (composer, "Same for all 40"));
  app_check_names (composer);

  pf_field_set_text (composer->link_field, "https://example.org/all");
  pf_field_set_text (composer->title_field, "Only the first");
  go (composer, 1);
  g_assert_cmpstr (get_draft (composer, 1)->link, ==, "https://example.org/all");
  g_assert_cmpstr (get_draft (composer, 1)->title, ==, "");
  /* This one's link is its own from here on. */
  gtk_check_button_set_active (composer->shares[4], FALSE);
  pf_field_set_text (composer->link_field, "https://example.org/own");
  go (composer, 38);
  g_assert_cmpuint (pf_filmstrip_get_current (composer->strip), ==, 39);
  g_assert_cmpstr (get_draft (composer, 39)->link, ==, "https://example.org/all");
  pf_field_set_text (composer->description_field, "For all");
  for (guint i = 0; i < 4; i++)
    app_settle ();
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);
    guint n_all = 0, n_own = 0, n_described = 0, n_alone = 0;

    g_assert_cmpuint (drafts->len, ==, 42);
    for (guint i = 0; i < drafts->len; i++)
      {
        const PfDraft *draft = g_ptr_array_index (drafts, i);

        n_all += g_str_equal (draft->link, "https://example.org/all");
        n_own += g_str_equal (draft->link, "https://example.org/own");
        n_described += g_str_equal (draft->description, "For all");
        n_alone += draft->group_uuid == NULL;
      }
    g_assert_cmpuint (n_all, ==, 39);
    g_assert_cmpuint (n_own, ==, 1);
    g_assert_cmpuint (n_described, ==, 40);
    g_assert_cmpuint (n_alone, ==, 2);
  }
  /* Back to what the others have. */
  go (composer, -38);
  gtk_check_button_set_active (composer->shares[4], TRUE);
  g_assert_cmpstr (get_draft (composer, 1)->link, ==, "https://example.org/all");
}

/* Opened by any of its drafts, the window comes back whole and in order. */
static void
test_reopened (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (GPtrArray) drafts = NULL;
  g_autofree char *third = NULL;
  PfComposer *composer;
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  composer = drop (world, window, 5, BOARD);
  third = g_strdup (get_draft (composer, 2)->uuid);
  go (composer, 2);
  pf_field_set_text (composer->title_field, "The third");
  /* Nothing is said to the application before it goes; a killed one leaves the same. */
  for (guint i = 0; i < 4; i++)
    app_settle ();
  gtk_window_destroy (GTK_WINDOW (composer));
  app_settle ();
  drafts = list_drafts (world);
  g_assert_cmpuint (drafts->len, ==, 5);
  composer = pf_composer_present (window, g_ptr_array_index (drafts, 0));
  APP_WAIT (pf_filmstrip_get_n (composer->strip) == 5, 10);
  g_assert_cmpstr (get_draft (composer, 2)->uuid, ==, third);
  g_assert_cmpstr (get_draft (composer, 2)->title, ==, "The third");
  /* The one that was asked for is the one in the fields. */
  g_assert_cmpuint (pf_filmstrip_get_current (composer->strip), ==, 4);
}

static void
test_removed (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autofree char *second = NULL;
  PfComposer *composer = drop_first (world, 3);
  second = g_strdup (get_draft (composer, 1)->uuid);
  go (composer, 1);
  g_signal_emit_by_name (composer->strip, "remove");
  g_assert_cmpuint (pf_filmstrip_get_n (composer->strip), ==, 2);
  APP_WAIT (count_drafts (world) == 2, 10);
  g_signal_emit_by_name (app_find_button (composer, "_Undo"), "clicked");
  g_assert_cmpuint (pf_filmstrip_get_n (composer->strip), ==, 3);
  g_assert_cmpstr (get_draft (composer, 1)->uuid, ==, second);
  APP_WAIT (count_drafts (world) == 3, 10);
}

static void
paste_picture (PfComposer *composer, guint seed)
{
  Picture picture = { .width = 900, .height = 900, .seed = seed };
  g_autoptr (GBytes) png = picture_png (&picture);
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes ("image/png", png);

  g_assert_true (
      gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (composer)), provider));
  pf_composer_paste (composer);
  APP_WAIT (composer->importing > 0, 10);
}

/* A picture takes a while to come: it is that of the draft it was meant for, whoever is in the
 * fields by then; and what was taken out meanwhile does not come back with it. */
static void
test_import_and_go_on (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autofree char *first = NULL, *second = NULL;
  PfComposer *composer = drop_first (world, 3);
  first = g_strdup (get_draft (composer, 0)->blob);
  second = g_strdup (get_draft (composer, 1)->blob);
  paste_picture (composer, 77);
  go (composer, 1);
  pf_field_set_text (composer->title_field, "The second");
  APP_WAIT (composer->importing == 0, 10);
  g_assert_cmpstr (get_draft (composer, 0)->blob, !=, first);
  g_assert_cmpint (get_draft (composer, 0)->width, ==, 900);
  g_assert_cmpstr (get_draft (composer, 1)->blob, ==, second);
  g_assert_cmpstr (get_draft (composer, 1)->title, ==, "The second");
  g_assert_cmpuint (pf_filmstrip_get_current (composer->strip), ==, 1);
  g_assert_true (pf_composer_get_draft (composer) == get_draft (composer, 1));
  g_signal_emit_by_name (app_find_button (composer, "_Undo"), "clicked");
  g_assert_cmpstr (get_draft (composer, 0)->blob, ==, first);

  paste_picture (composer, 78);
  g_signal_emit_by_name (composer->strip, "remove");
  APP_WAIT (composer->importing == 0, 10);
  g_assert_cmpuint (pf_filmstrip_get_n (composer->strip), ==, 2);
  app_settle ();
  APP_WAIT (count_drafts (world) == 2, 10);
}

/* Turned and cut: kept beside the picture, never in it. */
static void
test_tools (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autofree char *blob = NULL;
  g_autofree char *cut = NULL;
  GtkWidget *crop;
  PfComposer *composer = drop_first (world, 1);
  blob = g_strdup (get_draft (composer, 0)->blob);
  crop = app_find_button (composer, "_Crop");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (crop), TRUE);
  app_check_names (composer);
  g_signal_emit_by_name (app_find_button (composer, "1:1"), "clicked");
  g_assert_cmpuint (get_draft (composer, 0)->media.edit.width, ==, 600);
  g_assert_cmpuint (get_draft (composer, 0)->media.edit.height, ==, 600);
  g_assert_cmpuint (get_draft (composer, 0)->media.edit.y, ==, 150);
  g_signal_emit_by_name (app_find_button (composer, "_Rotate"), "clicked");
  g_assert_cmpuint (get_draft (composer, 0)->media.edit.turn, ==, 1);
  g_assert_cmpuint (get_draft (composer, 0)->media.edit.x, ==, 150);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (crop), FALSE);
  for (guint i = 0; i < 4; i++)
    app_settle ();
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);
    const PfDraft *kept = g_ptr_array_index (drafts, 0);

    g_assert_cmpuint (kept->media.edit.turn, ==, 1);
    g_assert_cmpuint (kept->media.edit.width, ==, 600);
    g_assert_cmpstr (kept->blob, ==, blob);
  }
  cut = pf_feed_preview_cut_title ("Sourdough for people who have never baked before");
  g_assert_cmpstr (cut, ==, "Sourdough for people who have never bake…");
}

static void
select_all (PfComposer *composer)
{
  GtkWidget *view = app_find_type (composer->strip, GTK_TYPE_LIST_VIEW);

  gtk_selection_model_select_all (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
}

static void
select_two (PfComposer *composer)
{
  GtkWidget *view = app_find_type (composer->strip, GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (view));

  gtk_selection_model_unselect_all (model);
  gtk_selection_model_select_range (model, 0, 2, TRUE);
}

static gboolean
is_told (GtkWidget *widget, gpointer words)
{
  const char *told = gtk_widget_get_tooltip_text (widget);

  return told != NULL && g_str_equal (told, words);
}

static gboolean
has_focus (PfComposer *composer, GtkWidget *part)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (composer));

  return focus != NULL && (focus == part || gtk_widget_is_ancestor (focus, part));
}

/* Three drafts become one pin of three pictures, each with words of its own, and three again. */
static void
test_carousel (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfComposer *composer;
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  composer = drop (world, window, 3, BOARD);
  pf_field_set_text (composer->title_field, "First");
  go (composer, 1);
  pf_field_set_text (composer->title_field, "Second");
  select_all (composer);
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.make-carousel", NULL);
  g_assert_cmpuint (pf_filmstrip_get_n (composer->strip), ==, 1);
  g_assert_cmpint (get_draft (composer, 0)->media.kind, ==, PF_PIN_KIND_CAROUSEL);
  g_assert_cmpuint (get_draft (composer, 0)->media.items->len, ==, 3);
  app_check_names (composer);
  app_settle ();
  g_assert_true (has_focus (composer, GTK_WIDGET (composer->parts)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (app_find_button (composer, "2")), TRUE);
  {
    g_autofree char *title = pf_field_get_text (composer->title_field);

    g_assert_cmpstr (title, ==, "Second");
  }
  pf_field_set_text (composer->link_field, "https://example.org/second");
  for (guint i = 0; i < 4; i++)
    app_settle ();
  {
    g_autoptr (GPtrArray) drafts = list_drafts (world);
    const PfDraft *kept = g_ptr_array_index (drafts, 0);

    g_assert_cmpuint (drafts->len, ==, 1);
    g_assert_cmpstr (((PfCarouselItem *)g_ptr_array_index (kept->media.items, 1))->link, ==,
                     "https://example.org/second");
    g_assert_cmpstr (kept->title, ==, "First");
  }
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.take-apart", NULL);
  g_assert_cmpuint (pf_filmstrip_get_n (composer->strip), ==, 3);
  g_assert_cmpstr (get_draft (composer, 1)->title, ==, "Second");
  g_assert_cmpstr (get_draft (composer, 1)->link, ==, "https://example.org/second");
  APP_WAIT (count_drafts (world) == 3, 10);
  g_assert_true (has_focus (composer, GTK_WIDGET (composer->title_field)));

  /* Beside others its tile says how many pictures it has. */
  select_two (composer);
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.make-carousel", NULL);
  app_settle ();
  g_assert_cmpuint (pf_filmstrip_get_n (composer->strip), ==, 2);
  APP_WAIT (app_says (composer->strip, "2"), 10);
  g_assert_nonnull (
      app_find (composer->strip, is_told, (gpointer) "Carousel of 2 pictures. Ready"));
}

static guint
count_done (AppWorld *world)
{
  PfOutbox *outbox = pf_workspace_get_outbox (world->workspace);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint n = 0;

  pf_outbox_list_async (outbox, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  rows = pf_outbox_list_finish (outbox, result, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = g_ptr_array_index (rows, i);

      n += row->state == PF_OUTBOX_DONE && g_strcmp0 (row->title, "Many at once") == 0;
    }
  return n;
}

/* Pin takes all that are ready as one batch; Undo takes all of it back into the same window. */
static void
test_pin_all (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfConnection *connection;
  PfBoardList *boards;
  g_autoptr (PfBoardItem) board = NULL;
  PfComposer *composer;
  PfWindow *window;

  app_world_open (world);
  connection = practice_connect (world, NULL, NULL);
  window = app_world_show_window (world);
  boards = pf_workspace_get_boards (world->workspace, connection);
  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (boards)) > 0, 30);
  board = g_list_model_get_item (G_LIST_MODEL (boards), 0);
  composer = drop (world, window, 4, pf_board_item_get_uuid (board));
  for (guint i = 0; i < 4; i++)
    {
      gtk_check_button_set_active (composer->shares[1], TRUE);
      go (composer, 1);
    }
  go (composer, -1);
  pf_field_set_text (composer->title_field, "Many at once");
  /* One of them lacks something. */
  gtk_check_button_set_active (composer->shares[4], FALSE);
  pf_field_set_text (composer->link_field, "no address");
  g_assert_true (app_shows_text (composer, "3 ready"));
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.pin", NULL);
  APP_WAIT (pf_composer_count_open (composer) == 1, 30);
  g_assert_cmpint (pf_filmstrip_get_state (composer->strip, 0), ==, PF_STRIP_PINNING);
  g_assert_cmpint (pf_filmstrip_get_state (composer->strip, 2), ==, PF_STRIP_LACKING);
  g_assert_cmpuint (count_drafts (world), ==, 1);
  {
    const char *batch = pf_history_get_undo_batch (pf_window_get_history (window));
    g_autoptr (GAsyncResult) undone = NULL;

    pf_outbox_undo_async (pf_workspace_get_outbox (world->workspace), batch, NULL, keep_result,
                          &undone);
    APP_WAIT (undone != NULL, 10);
    g_assert_true (
        pf_outbox_undo_finish (pf_workspace_get_outbox (world->workspace), undone, NULL, NULL));
  }
  APP_WAIT (pf_composer_count_open (composer) == 4, 10);
  g_assert_cmpuint (count_drafts (world), ==, 4);
  pf_field_set_text (composer->link_field, "");
  gtk_widget_activate_action (GTK_WIDGET (composer), "composer.pin", NULL);
  APP_WAIT (find_composer () == NULL, 30);
  {
    const char *batch = pf_history_get_undo_batch (pf_window_get_history (window));

    pf_outbox_release (pf_workspace_get_outbox (world->workspace), batch);
  }
  APP_WAIT (count_done (world) == 4, 60);
  APP_WAIT (count_drafts (world) == 0, 10);
}

static void
test_fresh (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfPin pin = { .title = (char *)"Rye bread",
                .description = (char *)"Dark",
                .link = (char *)"https://example.org/rye",
                .alt_text = (char *)"The old picture" };
  PfComposer *composer;
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  composer = pf_fresh_pin_open (window, pf_window_get_connection (window), &pin, BOARD, NULL);
  g_assert_cmpstr (get_draft (composer, 0)->title, ==, "Rye bread");
  g_assert_cmpstr (get_draft (composer, 0)->link, ==, "https://example.org/rye");
  g_assert_cmpstr (get_draft (composer, 0)->board_uuid, ==, BOARD);
  g_assert_cmpstr (get_draft (composer, 0)->alt_text, ==, "");
  g_assert_null (get_draft (composer, 0)->blob);
}

/* Shortened and dead ends are said quietly; the words of a picture fill empty fields only. */
static void
test_warnings (void)
{
  g_autofree char *shortened = pf_pin_advise_link ("https://bit.ly/x");
  g_autofree char *whole = pf_pin_advise_link ("https://example.org/bit.ly");
  g_autoptr (AppWorld) world = app_world_new ();
  PfComposer *composer;

  g_assert_nonnull (shortened);
  g_assert_null (whole);
  composer = drop_first (world, 1);
  pf_field_set_text (composer->link_field, "https://tinyurl.com/rye");
  g_assert_true (app_shows_text (composer, "Pinterest often blocks shortened links."));
  g_assert_true (app_shows_text (composer, "Describe the picture for people who cannot see it"));
  pf_edit_view_cut (PF_EDIT_VIEW (app_find_type (composer->pane, PF_TYPE_EDIT_VIEW)), 9, 4);
  APP_WAIT (app_shows_text (composer, "Wider than tall"), 10);
}

/* A video is told by what is in it; what Pinterest refuses is said before anything is kept. */
static void
test_not_a_video (void)
{
  static const char broken[] = "\0\0\0\x10"
                               "ftypisom\0\0\0\0"
                               "\0\0\0\x08"
                               "mdat";
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autofree char *path = g_build_filename (world->place, "clip.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  PfWindow *window;

  app_world_add_connection (world, "one", "Anna", "expired");
  window = app_world_show_window (world);
  g_assert_true (g_file_set_contents (path, broken, sizeof broken - 1, NULL));
  g_list_store_append (files, file);
  pf_intake_files (window, G_LIST_MODEL (files), BOARD);
  APP_WAIT (app_shows_text (window, "damaged"), 10);
  g_assert_null (find_composer ());
  g_assert_cmpuint (count_drafts (world), ==, 0);
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_test_add_func ("/app/composer/AX-7/forty-in-one-window", test_forty);
  g_test_add_func ("/app/composer/AX-7/opens-again-whole", test_reopened);
  g_test_add_func ("/app/composer/removed-and-back", test_removed);
  g_test_add_func ("/app/composer/picture-comes-to-its-own-draft", test_import_and_go_on);
  g_test_add_func ("/app/composer/PQ-15/turned-and-cut", test_tools);
  g_test_add_func ("/app/composer/carousel", test_carousel);
  g_test_add_func ("/app/composer/PQ-8/all-as-one-batch", test_pin_all);
  g_test_add_func ("/app/composer/fresh-pin", test_fresh);
  g_test_add_func ("/app/composer/warnings", test_warnings);
  g_test_add_func ("/app/intake/UI-2/broken-video", test_not_a_video);
  result = g_test_run ();
  practice_tidy ();
  return result;
}
