/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pins that are dragged: what a drop would do, and does; what other applications get. */
#include "config.h"

#include "pin-world.h"

#include "app/composer/pf-composer.h"
#include "app/boards/pf-board-rights.h"
#include "app/hands/pf-pin-drop.h"
#include "app/hands/pf-pin-files.h"

static PfPinDrag *
make_drag (PinWorld *on, guint first, guint n)
{
  g_autoptr (PfPinItem) item = pin_world_get (on, first);
  g_autoptr (GPtrArray) uuids = g_ptr_array_new ();

  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (PfPinItem) other = pin_world_get (on, i);

      g_ptr_array_add (uuids, g_strdup (pf_pin_item_get_uuid (other)));
    }
  g_ptr_array_add (uuids, NULL);
  return pf_pin_drag_new (on->window, on->connection, item,
                          (char **)g_ptr_array_free (g_steal_pointer (&uuids), FALSE));
}

static void
place_on (PfDropPlace *place, PfBoardItem *board)
{
  pf_drop_place_clear (place);
  place->board_uuid = g_strdup (pf_board_item_get_uuid (board));
}

static void
check_plan (PinWorld *on,
            PfPinDrag *drag,
            const PfDropPlace *place,
            gboolean copy,
            PfPinDropDeed deed,
            const char *words)
{
  g_autofree char *said = NULL;

  g_assert_cmpint (pf_pin_drop_plan (on->window, drag, place, copy, &said), ==, deed);
  g_assert_cmpstr (said, ==, words);
}

/* A drop says what it will do, then does it, and the server has it so. */
static void
test_move (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinDrag) drag = make_drag (on, 0, 3);
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_auto (PfDropPlace) place = { NULL };
  g_autofree char *moves = g_strdup_printf ("Move 3 pins to %s", pf_board_item_get_name (other));
  g_autofree char *copies
      = g_strdup_printf ("Save a copy of 3 pins to %s", pf_board_item_get_name (other));
  const char *to = pf_board_item_get_board (other)->id;
  const char *from = pf_board_item_get_board (on->board)->id;
  gint64 n_to = pin_world_count (on, to), n_from = pin_world_count (on, from);

  pf_pin_drag_set_place (drag, pf_board_item_get_uuid (on->board), NULL);
  place_on (&place, on->board);
  check_plan (on, drag, &place, FALSE, PF_PIN_DROP_NOTHING, NULL);
  place_on (&place, other);
  check_plan (on, drag, &place, FALSE, PF_PIN_DROP_MOVE, moves);
  check_plan (on, drag, &place, TRUE, PF_PIN_DROP_SAVE, copies);
  g_assert_true (pf_pin_drop_do (on->window, drag, &place, FALSE));
  APP_WAIT (app_shows_text (on->window, "Moving 3 pins to"), 10);
  pin_world_send (on);
  g_assert_cmpint (pin_world_count (on, to), ==, n_to + 3);
  g_assert_cmpint (pin_world_count (on, from), ==, n_from - 3);
}

static void
test_copy (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinDrag) drag = make_drag (on, 0, 1);
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_auto (PfDropPlace) place = { NULL };
  const char *to = pf_board_item_get_board (other)->id;
  const char *from = pf_board_item_get_board (on->board)->id;
  gint64 n_to = pin_world_count (on, to), n_from = pin_world_count (on, from);

  place_on (&place, other);
  g_assert_true (pf_pin_drop_do (on->window, drag, &place, TRUE));
  APP_WAIT (app_shows_text (on->window, "Saving 1 pin to"), 10);
  pin_world_send (on);
  g_assert_cmpint (pin_world_count (on, to), ==, n_to + 1);
  g_assert_cmpint (pin_world_count (on, from), ==, n_from);
}

/* Where editing was refused a drop offers a copy, and never deletes and makes anew. */
static void
test_refused (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinDrag) drag = make_drag (on, 0, 1);
  g_autoptr (PfPinDrag) second = make_drag (on, 1, 1);
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_auto (PfDropPlace) place = { NULL };
  const char *from = pf_board_item_get_board (on->board)->id;
  gint64 n_from = pin_world_count (on, from);
  g_autofree char *copies
      = g_strdup_printf ("Save a copy of 1 pin to %s", pf_board_item_get_name (other));

  practice_control (on->world, "switch", "{\"no_pin_edit\": true}");
  place_on (&place, other);
  g_assert_true (pf_pin_drop_do (on->window, drag, &place, FALSE));
  APP_WAIT (app_shows_text (on->window, "Moving 1 pin to"), 10);
  pin_world_send (on);
  APP_WAIT (pf_connection_get_pin_edit_refused (on->connection), 20);
  check_plan (on, second, &place, FALSE, PF_PIN_DROP_SAVE, copies);
  g_assert_cmpint (pin_world_count (on, from), ==, n_from);
}

/* Nothing crosses accounts; one's own picture begins a new pin there. */
static void
test_other_account (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  PfConnection *bakery = practice_connect (on->world, "bakerylindqvist", NULL);
  PfBoardList *boards = pf_workspace_get_boards (on->world->workspace, bakery);
  g_autoptr (PfPinDrag) drag = make_drag (on, 0, 1);
  g_autoptr (PfPinDrag) many = make_drag (on, 0, 2);
  g_autoptr (PfPinItem) item = pin_world_get (on, 0);
  g_auto (PfDropPlace) place = { NULL };
  g_autofree char *words
      = g_strdup_printf ("Draft a new pin on %s", pf_connection_get_display_name (bakery));
  g_autofree char *title = g_strdup (pf_pin_item_get_title (item));
  PfComposer *composer;

  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (boards)) > 0, 20);
  {
    g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (boards), 0);

    place_on (&place, board);
  }
  place.connection = g_object_ref (bakery);
  check_plan (on, many, &place, FALSE, PF_PIN_DROP_NOTHING, NULL);
  check_plan (on, drag, &place, TRUE, PF_PIN_DROP_DRAFT, words);
  g_assert_true (pf_pin_drop_do (on->window, drag, &place, FALSE));
  APP_WAIT (app_find_window (PF_TYPE_COMPOSER) != NULL, 30);
  composer = PF_COMPOSER (app_find_window (PF_TYPE_COMPOSER));
  g_assert_cmpstr (pf_composer_get_draft (composer)->connection_id, ==,
                   pf_connection_get_id (bakery));
  g_assert_cmpstr (pf_composer_get_draft (composer)->board_uuid, ==, place.board_uuid);
  g_assert_cmpstr (pf_composer_get_draft (composer)->title, ==, title);
  g_assert_nonnull (pf_composer_get_draft (composer)->blob);
  gtk_window_close (GTK_WINDOW (composer));
  app_settle ();
}

/* Looking only. */
static void
test_read_only (void)
{
  static const char *const scopes[] = { "user_accounts:read", "boards:read", "pins:read", NULL };
  g_autoptr (PinWorld) on = pin_world_new ();
  PfConnection *tom = practice_connect (on->world, "gardenoftom", scopes);
  g_autoptr (PfPinItem) item = pin_world_get (on, 0);
  g_autofree char *words = NULL;
  g_autoptr (PfPinDrag) drag = pf_pin_drag_new (on->window, tom, item, g_new0 (char *, 1));
  g_auto (PfDropPlace) place = { NULL };

  place_on (&place, on->board);
  place.connection = g_object_ref (tom);
  g_assert_cmpint (pf_pin_drop_plan (on->window, drag, &place, FALSE, &words), ==,
                   PF_PIN_DROP_REFUSED);
  g_assert_nonnull (strstr (words, "may only look"));
  g_assert_false (pf_pin_drop_do (on->window, drag, &place, FALSE));
}

static PfBoardItem *
wait_for_secret_board (PinWorld *on, PfConnection *connection)
{
  PfBoardList *boards = pf_workspace_get_boards (on->world->workspace, connection);

  pf_board_list_refresh (boards);
  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (boards)) > 0, 20);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (boards)); i++)
    {
      g_autoptr (PfBoardItem) board = g_list_model_get_item (G_LIST_MODEL (boards), i);

      if (pf_board_item_get_privacy (board) == PF_PRIVACY_SECRET)
        return g_steal_pointer (&board);
    }
  return NULL;
}

/* Secret boards may be written, pins on them not. */
static void
test_no_secret_pins (void)
{
  static const char *const scopes[] = {
    "user_accounts:read", "boards:read",         "boards:write",
    "boards:read_secret", "boards:write_secret", "pins:read",
    "pins:write",         "pins:read_secret",    NULL,
  };
  g_autoptr (PinWorld) on = pin_world_new ();
  PfConnection *bakery = practice_connect (on->world, "bakerylindqvist", scopes);
  g_autoptr (PfPinItem) item = pin_world_get (on, 0);
  g_autoptr (PfBoardItem) board = wait_for_secret_board (on, bakery);
  g_autofree char *words = NULL;
  g_autoptr (PfPinDrag) drag = pf_pin_drag_new (on->window, bakery, item, g_new0 (char *, 1));
  g_auto (PfDropPlace) place = { NULL };

  g_assert_nonnull (board);
  place_on (&place, board);
  place.connection = g_object_ref (bakery);
  g_assert_cmpint (pf_pin_drop_plan (on->window, drag, &place, FALSE, &words), ==,
                   PF_PIN_DROP_REFUSED);
  g_assert_cmpstr (words, ==, pf_words_for_no_secret (bakery));
  g_assert_nonnull (words);
  g_assert_nonnull (pf_board_words_for_no_merge (board, bakery));
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static char *
read_format (GdkContentProvider *provider, const char *mime_type)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  gdk_content_provider_write_mime_type_async (provider, mime_type, stream, G_PRIORITY_DEFAULT, NULL,
                                              keep_result, &result);
  APP_WAIT (result != NULL, 30);
  gdk_content_provider_write_mime_type_finish (provider, result, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Other applications get the link as text and, as it is the account's own, the picture as a file;
 * inside of Pinfold it is pins. */
static void
test_out (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinDrag) drag = make_drag (on, 0, 1);
  g_autoptr (PfPinItem) item = pin_world_get (on, 0);
  g_autoptr (GdkContentProvider) provider = pf_pin_drag_provide (drag);
  g_autoptr (GdkContentFormats) formats = gdk_content_provider_ref_formats (provider);
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;
  g_autofree char *again = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (pf_pin_drag_is_own (drag));
  g_assert_true (gdk_content_formats_contain_gtype (formats, PF_TYPE_PIN_DRAG));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/uri-list"));
  text = read_format (provider, "text/plain;charset=utf-8");
  g_assert_cmpstr (text, ==, pf_pin_item_get_pin (item)->link);
  list = read_format (provider, "text/uri-list");
  g_assert_true (g_str_has_prefix (list, "file://"));
  path = g_filename_from_uri (g_strchomp (list), NULL, NULL);
  g_assert_nonnull (path);
  name = g_path_get_basename (path);
  g_assert_true (g_str_has_prefix (name, pf_pin_item_get_title (item)));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (content, 2, "\xff\xd8", 2);
  /* Asked twice, as some do, it is the same file. */
  again = g_strchomp (read_format (provider, "text/uri-list"));
  g_assert_cmpstr (again, ==, list);
}

static void
test_names (void)
{
  static const char *const cases[][2]
      = { { "Fig tart", "Fig tart.jpg" },
          { "../../etc/passwd", "etc passwd.jpg" },
          { ".hidden", "hidden.jpg" },
          { "a/b\\c:d*e?f\"g<h>i|j\nk", "a b c d e f g h i j k.jpg" },
          { "", "Pin.jpg" },
          { "...", "Pin.jpg" },
          { NULL, "Pin.jpg" } };
  g_autofree char *longest = g_strnfill (500, 'x');
  g_autofree char *name = pf_pin_files_name (longest, ".png");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *made = pf_pin_files_name (cases[i][0], ".jpg");

      g_assert_cmpstr (made, ==, cases[i][1]);
    }
  g_assert_cmpuint (strlen (name), ==, 84);
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
  g_test_add_func ("/app/drag/AX-2/move", test_move);
  g_test_add_func ("/app/drag/copy", test_copy);
  g_test_add_func ("/app/drag/FR-13/refused-offers-a-copy", test_refused);
  g_test_add_func ("/app/drag/other-account-gets-a-draft", test_other_account);
  g_test_add_func ("/app/drag/FR-13/read-only", test_read_only);
  g_test_add_func ("/app/drag/FR-13/no-secret-pins", test_no_secret_pins);
  g_test_add_func ("/app/drag/UI-12/out-of-the-window", test_out);
  g_test_add_func ("/app/drag/UI-12/names-of-files", test_names);
  result = g_test_run ();
  practice_tidy ();
  return result;
}
