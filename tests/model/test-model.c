/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"

#include "await-threads.h"

#include "core/model/pf-board-view.h"
#include "core/model/pf-items-private.h"
#include "core/model/pf-tile-source.h"

#include <string.h>

static void
test_boards (void)
{
  Desk desk;
  g_autofree char *uuid = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *name = NULL;
  Watch watch;

  desk_init (&desk);
  {
    g_autoptr (PfBoardItem) item = desk_board_at (&desk, 0);
    const char *const *covers = pf_board_item_get_cover_urls (item);

    g_assert_cmpuint (desk_length (desk.boards), ==, 1);
    g_assert_cmpstr (pf_board_item_get_uuid (item), ==, desk.rig.board);
    g_assert_cmpstr (pf_board_item_get_name (item), ==, "Garden");
    g_assert_cmpint (pf_board_item_get_privacy (item), ==, PF_PRIVACY_SECRET);
    g_assert_true (pf_board_item_is_group (item));
    g_assert_cmpint (pf_board_item_get_pin_count (item), ==, 3);
    g_assert_cmpuint (g_strv_length ((char **)covers), ==, 3);
    g_assert_cmpstr (covers[1], ==, "https://i.pinimg.com/2.jpg");
    g_assert_null (pf_board_item_get_row (item));
  }
  desk_watch_model (&watch, desk.boards);
  batch = rig_create_board (&desk.rig, "New one", &uuid, NULL);
  desk_settle (&desk);
  {
    g_autoptr (PfBoardItem) item = desk_board_at (&desk, 0);

    g_assert_cmpuint (desk_length (desk.boards), ==, 2);
    g_assert_cmpstr (pf_board_item_get_uuid (item), ==, uuid);
    g_assert_cmpstr (pf_board_item_get_name (item), ==, "New one");
    g_assert_null (pf_board_item_get_board (item));
    g_assert_cmpint (pf_board_item_get_row (item)->state, ==, PF_OUTBOX_HELD);
    g_assert_cmpuint (desk_n_pending (desk.boards), ==, 1);
    name = pf_board_list_get_name (desk.boards, uuid);
    g_assert_cmpstr (name, ==, "New one");
    g_assert_cmpuint (watch.n_signals, ==, 1);
  }
  desk_advance (&desk, 10);
  {
    g_autoptr (PfBoardItem) item = desk_board_at (&desk, 0);

    g_assert_cmpuint (desk_length (desk.boards), ==, 2);
    g_assert_cmpstr (pf_board_item_get_uuid (item), ==, uuid);
    g_assert_nonnull (pf_board_item_get_board (item));
    g_assert_null (pf_board_item_get_row (item));
    g_assert_cmpuint (desk_n_pending (desk.boards), ==, 0);
    g_assert_cmpuint (watch.fewest, >=, 1);
  }
  /* Between pending and there it was never away. */
  g_assert_cmpuint (watch.n_items, ==, 2);
  g_assert_null (pf_board_list_find (desk.boards, "no such"));
  {
    PfChanges park = { .fields = PF_CHANGE_NAME, .name = (char *)"Park" };
    PfBatch *edit = pf_batch_new (desk.rig.context, "Renamed");

    pf_batch_update_board (edit, uuid, NULL, &park);
    g_free (rig_enqueue (&desk.rig, edit, NULL));
    desk_settle (&desk);
    g_free (name);
    name = pf_board_list_get_name (desk.boards, uuid);
    g_assert_cmpstr (name, ==, "Park");
  }
  desk_clear (&desk);
}

static void
test_pending_pin (void)
{
  Desk desk;
  PfPinList *pins;
  Watch watch;
  g_autofree char *uuid = NULL;
  g_autofree char *batch = NULL;
  g_autoptr (PfPinItem) pending = NULL;

  desk_init (&desk);
  desk_put_pins (&desk, 1, 3, TRUE, 1);
  pins = desk_open_pins (&desk, desk.rig.board);
  g_assert_cmpuint (desk_length (pins), ==, 3);
  desk_watch_model (&watch, pins);
  batch = rig_create_pin_of (&desk.rig, "one", "Mine", desk.rig.board, &uuid, NULL);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (pins), ==, 4);
  g_assert_cmpuint (watch.n_signals, ==, 1);
  g_assert_cmpuint (desk_n_pending (pins), ==, 1);
  pending = g_list_model_get_item (G_LIST_MODEL (pins), 0);
  g_assert_cmpstr (pf_pin_item_get_uuid (pending), ==, uuid);
  g_assert_cmpstr (pf_pin_item_get_title (pending), ==, "Mine");
  g_assert_nonnull (pf_pin_item_get_blob (pending));
  g_assert_null (pf_pin_item_get_pin (pending));
  g_assert_cmpfloat_with_epsilon (pf_pin_item_get_aspect (pending), 40.0 / 60.0, 0.001);
  {
    g_autoptr (PfBoardItem) board = pf_board_list_find (desk.boards, desk.rig.board);
    g_assert_cmpint (pf_board_item_get_pin_count (board), ==, 4);
  }
  watch.fewest = G_MAXUINT;
  desk_advance (&desk, 10);
  {
    g_autoptr (PfPinItem) done = g_list_model_get_item (G_LIST_MODEL (pins), 0);
    g_autoptr (PfBoardItem) board = pf_board_list_find (desk.boards, desk.rig.board);

    g_assert_cmpstr (pf_pin_item_get_uuid (done), ==, uuid);
    g_assert_true (done != pending);
    g_assert_nonnull (pf_pin_item_get_pin (done));
    g_assert_null (pf_pin_item_get_row (done));
    g_assert_cmpint (pf_board_item_get_pin_count (board), ==, 4);
  }
  g_assert_cmpuint (desk_length (pins), ==, 4);
  g_assert_cmpuint (watch.fewest, >=, 4);
  g_assert_cmpuint (desk_n_pending (pins), ==, 0);
  g_clear_object (&pending);
  g_assert_finalize_object (pins);
  desk_clear (&desk);
}

static void
test_undo_and_failure (void)
{
  Desk desk;
  PfPinList *pins;
  PfDraftList *drafts;
  g_autofree char *undone = NULL;
  g_autofree char *failed = NULL;
  g_autofree char *words = NULL;

  desk_init (&desk);
  desk_put_pins (&desk, 1, 3, TRUE, 1);
  pins = desk_open_pins (&desk, desk.rig.board);
  drafts = pf_draft_list_new (desk.rig.store);
  undone = rig_create_pin (&desk.rig, "Undone", desk.rig.board, NULL);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (pins), ==, 4);
  g_assert_cmpuint (desk_length (drafts), ==, 0);
  words = rig_undo (&desk.rig, undone);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (pins), ==, 3);
  g_assert_cmpuint (desk_length (drafts), ==, 1);
  {
    g_autoptr (PfDraftItem) item = g_list_model_get_item (G_LIST_MODEL (drafts), 0);
    g_assert_cmpstr (pf_draft_item_get_draft (item)->title, ==, "Undone");
  }
  fake_world_fault (desk.rig.world, FAKE_400);
  failed = rig_create_pin (&desk.rig, "Refused", desk.rig.board, NULL);
  desk_advance (&desk, 10);
  g_assert_cmpuint (desk_length (pins), ==, 4);
  {
    g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), 0);

    g_assert_cmpint (pf_pin_item_get_row (item)->state, ==, PF_OUTBOX_FAILED);
    g_assert_nonnull (pf_pin_item_get_row (item)->error_message);
    g_assert_cmpuint (desk_n_pending (pins), ==, 0);
  }
  g_assert_finalize_object (pins);
  g_assert_finalize_object (drafts);
  desk_clear (&desk);
}

static void
test_delete (void)
{
  Desk desk;
  PfPinList *pins;
  g_autofree char *uuid = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  desk_init (&desk);
  desk_put_pins (&desk, 1, 3, TRUE, 1);
  pins = desk_open_pins (&desk, desk.rig.board);
  {
    g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), 1);
    uuid = g_strdup (pf_pin_item_get_uuid (item));
  }
  first = rig_delete_pin (&desk.rig, uuid, &error);
  g_assert_no_error (error);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (pins), ==, 2); /* at once */
  g_assert_cmpuint (desk_n_pending (pins), ==, 1);
  words = rig_undo (&desk.rig, first);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (pins), ==, 3);
  {
    g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), 1);

    g_assert_cmpstr (pf_pin_item_get_uuid (item), ==, uuid);
    g_assert_null (pf_pin_item_get_row (item));
  }
  fake_world_fault (desk.rig.world, FAKE_400);
  second = rig_delete_pin (&desk.rig, uuid, &error);
  desk_advance (&desk, 15);
  rig_assert_state (&desk.rig, second, PF_OUTBOX_FAILED);
  g_assert_cmpuint (desk_length (pins), ==, 3); /* it is still there, and says why */
  {
    g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), 1);

    g_assert_cmpstr (pf_pin_item_get_uuid (item), ==, uuid);
    g_assert_nonnull (pf_pin_item_get_pin (item));
    g_assert_cmpint (pf_pin_item_get_row (item)->state, ==, PF_OUTBOX_FAILED);
  }
  g_assert_finalize_object (pins);
  desk_clear (&desk);
}

/* A pin on a board that is itself on its way. */
static void
test_pending_board (void)
{
  Desk desk;
  PfPinList *pins;
  g_autofree char *board_uuid = NULL;
  g_autofree char *pin_uuid = NULL;
  g_autofree char *board = NULL;
  g_autofree char *pin = NULL;

  desk_init (&desk);
  board = rig_create_board (&desk.rig, "Fresh", &board_uuid, NULL);
  desk_settle (&desk);
  pins = desk_open_pins (&desk, board_uuid);
  g_assert_cmpuint (desk_length (pins), ==, 0);
  pin = rig_create_pin_of (&desk.rig, "one", "First", board_uuid, &pin_uuid, NULL);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (pins), ==, 1);
  {
    g_autoptr (PfBoardItem) item = pf_board_list_find (desk.boards, board_uuid);
    g_assert_cmpint (pf_board_item_get_pin_count (item), ==, 1);
  }
  desk_advance (&desk, 20);
  g_assert_cmpuint (desk_length (pins), ==, 1);
  {
    g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), 0);

    g_assert_cmpstr (pf_pin_item_get_uuid (item), ==, pin_uuid);
    g_assert_nonnull (pf_pin_item_get_pin (item));
  }
  g_assert_finalize_object (pins);
  desk_clear (&desk);
}

static void
test_long_board (void)
{
  Desk desk;
  PfPinList *pins;
  Watch watch;

  desk_init (&desk);
  desk_put_pins (&desk, 1, 250, FALSE, 1);
  pins = desk_open_pins (&desk, desk.rig.board);
  desk_watch_model (&watch, pins);
  for (guint i = 1; i < 40; i++)
    {
      desk_put_pins (&desk, 1 + i * 250, 250, i == 39, 1);
      desk_settle (&desk);
      g_assert_cmpuint (desk_length (pins), ==, (i + 1) * 250);
      /* One change a page. */
      g_assert_cmpuint (watch.n_signals, ==, i);
    }
  /* Read through once: handles come and go, early records make room for late ones. */
  for (guint i = 0; i < desk_length (pins); i += 50)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), i);
      g_assert_cmpfloat_with_epsilon (pf_pin_item_get_aspect (item), 600.0 / 900.0, 0.001);
      if (i % 1000 == 0)
        desk_settle (&desk);
    }
  desk_settle (&desk);
  watch.n_signals = 0;
  {
    /* Far up again: at first a handle with what the geometry needs, then the whole. */
    g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), 10);
    g_autoptr (PfPinItem) again = g_list_model_get_item (G_LIST_MODEL (pins), 10);
    g_autoptr (PfPinItem) whole = NULL;

    g_assert_true (item == again);
    g_assert_null (pf_pin_item_get_pin (item));
    g_assert_cmpfloat_with_epsilon (pf_pin_item_get_aspect (item), 600.0 / 900.0, 0.001);
    desk_settle (&desk);
    g_assert_cmpuint (watch.n_signals, ==, 1);
    whole = g_list_model_get_item (G_LIST_MODEL (pins), 10);
    g_assert_cmpstr (pf_pin_item_get_title (whole), ==, "Pin 11");
    g_assert_cmpstr (pf_pin_item_get_uuid (whole), ==, pf_pin_item_get_uuid (item));
  }
  g_assert_cmpuint (desk_length (pins), ==, 10000);
  g_assert_finalize_object (pins);
  desk_clear (&desk);
}

static void
on_refreshed (PfTileSource *source, guint first, guint n, guint *sum)
{
  g_assert_cmpuint (first + n, <=, g_list_model_get_n_items (G_LIST_MODEL (source)));
  *sum += n;
}

static void
test_tiles (void)
{
  Desk desk;
  PfPinList *pins;
  Watch watch;
  PfTileShape shapes[3];
  guint8 key[16], none[16] = { 1 };
  guint position = 99, n_refreshed = 0;
  g_autofree char *uuid = NULL;
  g_autofree char *batch = NULL;

  desk_init (&desk);
  desk_put_pins (&desk, 1, 3, TRUE, 1);
  pins = desk_open_pins (&desk, desk.rig.board);
  g_object_set (pins, "in-place", TRUE, NULL);
  g_signal_connect (pins, "refreshed", G_CALLBACK (on_refreshed), &n_refreshed);
  pf_tile_source_read_shapes (PF_TILE_SOURCE (pins), 0, 3, shapes);
  g_assert_cmpfloat_with_epsilon (shapes[2].aspect, 600.0 / 900.0, 0.001);
  g_assert_cmpuint (shapes[2].color, <=, 0xffffff);
  pf_tile_source_read_key (PF_TILE_SOURCE (pins), 2, key);
  g_assert_true (pf_tile_source_find_key (PF_TILE_SOURCE (pins), key, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_false (pf_tile_source_find_key (PF_TILE_SOURCE (pins), none, NULL));
  batch = rig_create_pin_of (&desk.rig, "one", "Mine", desk.rig.board, &uuid, NULL);
  desk_settle (&desk);
  g_assert_true (pf_tile_source_find_key (PF_TILE_SOURCE (pins), key, &position));
  g_assert_cmpuint (position, ==, 3);
  /* From pending to there the tile stays, and only says something else. */
  desk_watch_model (&watch, pins);
  g_assert_cmpuint (n_refreshed, ==, 0);
  desk_advance (&desk, 10);
  g_assert_cmpuint (watch.n_signals, ==, 0);
  g_assert_cmpuint (n_refreshed, >, 0);
  g_assert_finalize_object (pins);
  desk_clear (&desk);
}

static void
section_unref (gpointer record)
{
  pf_section_unref (record);
}

static void
put_sections (Desk *self)
{
  g_autoptr (PfPage) page = g_new0 (PfPage, 1);
  g_autoptr (GError) error = NULL;

  page->items = g_ptr_array_new_with_free_func (section_unref);
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":\"%u\",\"name\":\"Section %u\"}", i, i);
      PfSection *section = pf_section_new_from_json (json, -1, &error);

      section->board_id = g_strdup (self->rig.board_remote);
      g_ptr_array_add (page->items, section);
    }
  {
    WAIT (result, pf_mirror_put_sections_async (self->mirror, "one", self->rig.board_remote, page,
                                                1, NULL, keep_result, &result));
    g_assert_true (pf_mirror_put_finish (self->mirror, result, &error));
  }
}

static void
put_titled (Desk *self, const char *id, const char *title, const char *section, const char *day)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *in = section != NULL ? g_strdup_printf ("\"%s\"", section) : g_strdup ("null");
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"%s\",\"title\":\"%s\",\"board_id\":\"%s\",\"board_section_id\":%s,"
      "\"created_at\":\"2024-05-%sT10:00:00\",\"alt_text\":\"%s\"}",
      id, title, self->rig.board_remote, in, day, section != NULL ? "seen" : "");
  g_autoptr (PfPin) pin = pf_pin_new_from_json (json, -1, &error);
  WAIT (result,
        pf_mirror_put_pin_async (self->mirror, "one", pin, NULL, NULL, keep_result, &result));

  g_assert_no_error (error);
  g_assert_true (pf_mirror_put_finish (self->mirror, result, &error));
}

static void
assert_titles (gpointer model, const char *titles)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  for (guint i = 0; i < desk_length (model); i++)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      g_string_append_printf (seen, "%s%s", i > 0 ? " " : "", pf_pin_item_get_title (item));
    }
  g_assert_cmpstr (seen->str, ==, titles);
}

static void
test_sections (void)
{
  Desk desk;
  PfPinList *pins, *one;
  Watch watch;
  g_autofree char *uuid = NULL;

  desk_init (&desk);
  put_sections (&desk);
  put_titled (&desk, "901", "a", "1", "01");
  put_titled (&desk, "902", "b", NULL, "02");
  put_titled (&desk, "903", "c", "1", "03");
  pins = desk_open_pins (&desk, desk.rig.board);
  assert_titles (pins, "b c a");
  g_assert_cmpuint (pf_tile_source_get_n_groups (PF_TILE_SOURCE (pins)), ==, 3);
  g_assert_cmpuint (pf_tile_source_get_group_start (PF_TILE_SOURCE (pins), 1), ==, 1);
  g_assert_cmpuint (pf_tile_source_get_group_start (PF_TILE_SOURCE (pins), 2), ==, 3);
  g_assert_cmpuint (desk_length (pf_pin_list_get_sections (pins)), ==, 2);
  g_assert_null (pf_pin_list_get_group_section (pins, 0));
  {
    g_autoptr (PfSectionItem) section = pf_pin_list_get_group_section (pins, 1);

    g_assert_cmpstr (pf_section_item_get_name (section), ==, "Section 1");
    uuid = g_strdup (pf_section_item_get_uuid (section));
  }
  {
    g_autoptr (PfBoardItem) board = pf_board_list_find (desk.boards, desk.rig.board);

    one = pf_pin_list_new_section (desk.mirror, NULL, desk.rig.outbox, desk.connection, board,
                                   uuid);
    desk_settle (&desk);
  }
  assert_titles (one, "c a");
  g_object_set (pins, "in-place", TRUE, NULL);
  /* It moves into the other section: one goes and one comes, nothing between is touched. */
  desk_watch_model (&watch, pins);
  put_titled (&desk, "903", "c", "2", "03");
  desk_settle (&desk);
  assert_titles (pins, "b a c");
  assert_titles (one, "a");
  g_assert_cmpuint (watch.n_signals, ==, 2);
  pf_pin_list_set_sort (pins, PF_PIN_SORT_TITLE);
  pf_pin_list_set_filter (pins, PF_PIN_FILTER_NO_ALT_TEXT);
  desk_settle (&desk);
  assert_titles (pins, "b");
  g_assert_finalize_object (pins);
  g_assert_finalize_object (one);
  desk_clear (&desk);
}

static void
test_all_and_search (void)
{
  Desk desk;
  PfPinList *all;
  PfSearchList *search;
  gboolean complete;

  desk_init (&desk);
  put_titled (&desk, "901", "banana", NULL, "01");
  put_titled (&desk, "902", "Apple", NULL, "05");
  put_titled (&desk, "903", "cherry", NULL, "03");
  all = pf_pin_list_new_all (desk.mirror, NULL, desk.rig.outbox, desk.connection);
  desk_settle (&desk);
  assert_titles (all, "Apple cherry banana");
  pf_pin_list_set_sort (all, PF_PIN_SORT_OLDEST);
  desk_settle (&desk);
  assert_titles (all, "banana cherry Apple");
  pf_pin_list_set_sort (all, PF_PIN_SORT_TITLE);
  desk_settle (&desk);
  assert_titles (all, "Apple banana cherry");
  pf_pin_list_set_sort (all, PF_PIN_SORT_BOARD);
  desk_settle (&desk);
  assert_titles (all, "Apple cherry banana");
  search = pf_search_list_new (desk.mirror, desk.rig.outbox, desk.connection);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (search), ==, 0);
  /* Typed quickly: only the last one counts. */
  pf_search_list_set_text (search, "b");
  pf_search_list_set_text (search, "ba");
  pf_search_list_set_text (search, "app");
  for (gboolean searching = TRUE; searching;)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (search, "searching", &searching, "complete", &complete, NULL);
    }
  desk_settle (&desk);
  assert_titles (search, "Apple");
  g_assert_true (complete);
  /* What is being made is found by its words, and stands on top. */
  {
    g_autofree char *batch
        = rig_create_pin_of (&desk.rig, "one", "Appearing", desk.rig.board, NULL, NULL);

    desk_settle (&desk);
    assert_titles (search, "Appearing Apple");
    pf_pin_list_set_filter (all, PF_PIN_FILTER_PENDING);
    desk_settle (&desk);
    assert_titles (all, "Appearing");
    g_assert_cmpuint (pf_pin_list_get_n_loaded (all), ==, 4);
    pf_pin_list_set_filter (all, PF_PIN_FILTER_TROUBLE);
    desk_settle (&desk);
    assert_titles (all, "");
    pf_search_list_set_text (search, "banan");
    for (gboolean searching = TRUE; searching;)
      {
        g_main_context_iteration (NULL, TRUE);
        g_object_get (search, "searching", &searching, NULL);
      }
    desk_settle (&desk);
    assert_titles (search, "banana");
  }
  g_assert_finalize_object (search);
  g_assert_finalize_object (all);
  desk_clear (&desk);
}

/* A board is found by what GLib finds in its name and description. */
static void
test_board_words (void)
{
  static const char *const texts[]
      = { "Garden & Kitchen", "Küche, Bäder", "don't PANIC_2", "Ωmega ÉTÉ", "日本の庭", "", "--" };
  static const char *const typed[]
      = { "g",     "GAR", "kuche", "küche", "bad",  "pan",    "2", "t",
          "don't", "ete", "ωm",    "庭",    "日本", "itchen", "x", "garden" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":\"1\",\"name\":\"%s\"}", texts[i]);
      g_autoptr (PfBoard) board = pf_board_new_from_json (json, -1, NULL);
      g_autoptr (PfBoardItem) item = pf_board_item_new ("u", board, NULL, NULL, 0, 0);

      for (guint j = 0; j < G_N_ELEMENTS (typed); j++)
        {
          g_auto (GStrv) terms = g_str_tokenize_and_fold (typed[j], NULL, NULL);
          gboolean found = TRUE;

          for (char **term = terms; *term != NULL; term++)
            {
              g_autofree char *start = g_strconcat ("\n", *term, NULL);

              found &= strstr (pf_board_item_get_words (item), start) != NULL;
            }
          if (found != g_str_match_string (typed[j], texts[i], TRUE))
            g_error ("“%s” in “%s”: %d", typed[j], texts[i], found);
        }
    }
}

static void
test_board_view (void)
{
  Desk desk;
  g_autoptr (PfBoardView) view = NULL;
  g_autoptr (PfFavouriteList) favourites = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *batch = NULL;

  desk_init (&desk);
  batch = rig_create_board (&desk.rig, "Attic", &uuid, NULL);
  desk_settle (&desk);
  view = pf_board_view_new (desk.boards);
  pf_board_view_set_sort (view, PF_BOARD_SORT_PINS);
  {
    g_autoptr (PfBoardItem) first = g_list_model_get_item (G_LIST_MODEL (view), 0);
    g_assert_cmpstr (pf_board_item_get_name (first), ==, "Garden");
  }
  pf_board_view_set_sort (view, PF_BOARD_SORT_NAME);
  {
    g_autoptr (PfBoardItem) first = g_list_model_get_item (G_LIST_MODEL (view), 0);
    g_assert_cmpstr (pf_board_item_get_name (first), ==, "Attic");
  }
  pf_board_view_set_filter (view, PF_BOARD_FILTER_SECRET);
  g_assert_cmpuint (desk_length (view), ==, 1);
  pf_board_view_set_text (view, "att");
  g_assert_cmpuint (desk_length (view), ==, 0);
  pf_board_view_set_filter (view, PF_BOARD_FILTER_NONE);
  g_assert_cmpuint (desk_length (view), ==, 1);
  favourites = pf_favourite_list_new (desk.rig.store, desk.connection, desk.boards);
  desk_settle (&desk);
  pf_favourite_list_set (favourites, uuid, TRUE);
  pf_favourite_list_set (favourites, desk.rig.board, TRUE);
  pf_favourite_list_move (favourites, desk.rig.board, 0);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (favourites), ==, 2);
  {
    g_autoptr (PfFavouriteList) again
        = pf_favourite_list_new (desk.rig.store, desk.connection, desk.boards);

    desk_settle (&desk);
    g_assert_cmpuint (desk_length (again), ==, 2);
    {
      g_autoptr (PfBoardItem) first = g_list_model_get_item (G_LIST_MODEL (again), 0);
      g_assert_cmpstr (pf_board_item_get_uuid (first), ==, desk.rig.board);
    }
  }
  /* What is said before the list is read counts, and is kept. */
  {
    g_autoptr (PfFavouriteList) early
        = pf_favourite_list_new (desk.rig.store, desk.connection, desk.boards);
    g_autoptr (PfFavouriteList) later = NULL;

    pf_favourite_list_set (early, uuid, FALSE);
    pf_favourite_list_set (early, "0a0b0c0d-0102-4304-8506-070809000000", TRUE);
    desk_settle (&desk);
    later = pf_favourite_list_new (desk.rig.store, desk.connection, desk.boards);
    desk_settle (&desk);
    g_assert_false (pf_favourite_list_contains (later, uuid));
    g_assert_true (pf_favourite_list_contains (later, desk.rig.board));
    g_assert_true (pf_favourite_list_contains (later, "0a0b0c0d-0102-4304-8506-070809000000"));
  }
  g_clear_object (&favourites);
  g_clear_object (&view);
  desk_clear (&desk);
}

static void
test_activity (void)
{
  Desk desk;
  PfActivityList *activity;
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *later = NULL;
  guint n_problems;

  desk_init (&desk);
  activity = pf_activity_list_new (desk.rig.outbox);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (activity), ==, 0);
  good = rig_create_pin (&desk.rig, "Good", desk.rig.board, NULL);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (activity), ==, 1);
  g_assert_cmpuint (desk_n_pending (activity), ==, 1);
  desk_advance (&desk, 10);
  g_assert_cmpuint (desk_n_pending (activity), ==, 0);
  g_assert_cmpuint (desk_length (activity), ==, 1); /* just done */
  fake_world_fault (desk.rig.world, FAKE_400);
  bad = rig_create_pin (&desk.rig, "Bad", desk.rig.board, NULL);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (activity), ==, 1);
  desk_advance (&desk, 10);
  g_object_get (activity, "n-problems", &n_problems, NULL);
  g_assert_cmpuint (n_problems, ==, 1);
  {
    g_autoptr (PfRowItem) item = g_list_model_get_item (G_LIST_MODEL (activity), 0);
    g_assert_cmpint (pf_row_item_get_row (item)->state, ==, PF_OUTBOX_FAILED);
  }
  g_assert_true (RIG_CALL (&desk.rig, discard, bad, NULL));
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (activity), ==, 0);
  g_assert_finalize_object (activity);
  desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/boards/pending-then-there-and-edited-at-once", test_boards);
  g_test_add_func ("/model/pins/pending-then-there", test_pending_pin);
  g_test_add_func ("/model/pins/undo-and-failure", test_undo_and_failure);
  g_test_add_func ("/model/pins/delete", test_delete);
  g_test_add_func ("/model/pins/on-a-pending-board", test_pending_board);
  g_test_add_func ("/model/pins/long-board", test_long_board);
  g_test_add_func ("/model/pins/tiles", test_tiles);
  g_test_add_func ("/model/pins/sections", test_sections);
  g_test_add_func ("/model/pins/all-and-search", test_all_and_search);
  g_test_add_func ("/model/boards/words", test_board_words);
  g_test_add_func ("/model/boards/view-and-favourites", test_board_view);
  g_test_add_func ("/model/activity", test_activity);
  return g_test_run ();
}
