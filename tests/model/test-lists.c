/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How lists come by what they show: in parts, read once for all, and before it is anywhere else. */
#include "config.h"

#include "desk.h"

#include "core/model/pf-row-watch.h"

typedef struct
{
  GArray *lengths; /* after each change */
  guint first_changed, n_removed;
} Parts;

static void
on_part (GListModel *model, guint position, guint removed, guint added, Parts *parts)
{
  guint n = g_list_model_get_n_items (model);

  g_array_append_val (parts->lengths, n);
  parts->first_changed = position;
  parts->n_removed += removed;
}

static void
check_in_order (PfPinList *pins, guint from, guint n)
{
  for (guint i = from; i < n; i += 49)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), i);
      g_autofree char *id = g_strdup_printf ("9%06u", i - from + 1);
      g_autofree char *uuid = pf_mirror_make_uuid ("one", "pins", id);

      g_assert_cmpstr (pf_pin_item_get_uuid (item), ==, uuid);
    }
}

/* Of many pins the first come alone, with what a screen shows; the others follow at the end, in one
 * change, and nothing that was shown moves. */
static void
test_in_two_parts (void)
{
  Desk desk;
  PfPinList *pins;
  g_autoptr (PfBoardItem) board = NULL;
  g_autofree char *batch = NULL;
  Parts parts = { 0 };

  desk_init (&desk);
  desk_put_pins (&desk, 1, 250, FALSE, 1);
  desk_put_pins (&desk, 251, 250, FALSE, 1);
  desk_put_pins (&desk, 501, 230, TRUE, 1);
  desk_settle (&desk);
  board = pf_board_list_find (desk.boards, desk.rig.board);
  parts.lengths = g_array_new (FALSE, FALSE, sizeof (guint));

  /* By itself. */
  pins = pf_pin_list_new (desk.mirror, NULL, desk.rig.outbox, desk.connection, board);
  g_signal_connect (pins, "items-changed", G_CALLBACK (on_part), &parts);
  while (desk_length (pins) < 730)
    g_main_context_iteration (NULL, TRUE);
  desk_settle (&desk);
  g_assert_cmpuint (parts.lengths->len, ==, 2);
  g_assert_cmpuint (g_array_index (parts.lengths, guint, 0), ==, 500);
  g_assert_cmpuint (parts.first_changed, ==, 500);
  g_assert_cmpuint (parts.n_removed, ==, 0);
  check_in_order (pins, 0, 730);
  g_assert_finalize_object (pins);

  /* What is done meanwhile is shown at once, and does not bring the others sooner or twice. */
  g_array_set_size (parts.lengths, 0);
  pins = pf_pin_list_new (desk.mirror, NULL, desk.rig.outbox, desk.connection, board);
  g_signal_connect (pins, "items-changed", G_CALLBACK (on_part), &parts);
  while (desk_length (pins) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (desk_length (pins), ==, 500);
  batch = rig_create_pin (&desk.rig, "Mine", desk.rig.board, NULL);
  while (desk_length (pins) < 731)
    g_main_context_iteration (NULL, TRUE);
  desk_settle (&desk);
  check_in_order (pins, 1, 731);
  g_assert_cmpuint (desk_length (pins), ==, 731);
  g_assert_cmpuint (parts.n_removed, ==, 0);
  g_assert_finalize_object (pins);

  /* Sorted they come all at once: any of them may be the first. */
  {
    g_autofree char *words = rig_undo (&desk.rig, batch);
    desk_settle (&desk);
  }
  g_array_set_size (parts.lengths, 0);
  pins = pf_pin_list_new (desk.mirror, NULL, desk.rig.outbox, desk.connection, board);
  pf_pin_list_set_sort (pins, PF_PIN_SORT_TITLE);
  g_signal_connect (pins, "items-changed", G_CALLBACK (on_part), &parts);
  desk_settle (&desk);
  g_assert_cmpuint (desk_length (pins), ==, 730);
  g_assert_cmpuint (parts.lengths->len, ==, 1);
  g_assert_finalize_object (pins);
  g_array_unref (parts.lengths);
  g_clear_object (&board);
  desk_clear (&desk);
}

typedef struct
{
  PfRowWatch *watch, *next;
  guint n_told;
} Watcher;

static void
on_watched (gpointer data)
{
  Watcher *watcher = data;

  watcher->n_told++;
  /* Who is told may let go of another. */
  if (watcher->next != NULL)
    g_clear_pointer (&watcher->next, pf_row_watch_free);
}

/* The outbox is read once for all who watch it, and who comes later needs no reading at all. */
static void
test_row_watch (void)
{
  Desk desk;
  Watcher first = { 0 }, second = { 0 }, third = { 0 };
  g_autofree char *batch = NULL;

  desk_init (&desk);
  first.watch = pf_row_watch_new (desk.rig.outbox, on_watched, &first);
  second.watch = pf_row_watch_new (desk.rig.outbox, on_watched, &second);
  g_assert_false (pf_row_watch_is_loaded (first.watch));
  desk_settle (&desk);
  g_assert_cmpuint (first.n_told, ==, 1);
  g_assert_cmpuint (second.n_told, ==, 1);
  g_assert_true (pf_row_watch_is_loaded (second.watch));
  g_assert_true (pf_row_watch_get_rows (first.watch) == pf_row_watch_get_rows (second.watch));
  batch = rig_create_pin (&desk.rig, "Mine", desk.rig.board, NULL);
  desk_settle (&desk);
  g_assert_cmpuint (first.n_told, >, 1);
  g_assert_cmpuint (first.n_told, ==, second.n_told);
  g_assert_cmpuint (pf_row_watch_get_rows (first.watch)->len, ==, 1);
  g_assert_true (pf_row_watch_get_rows (first.watch) == pf_row_watch_get_rows (second.watch));

  third.watch = pf_row_watch_new (desk.rig.outbox, on_watched, &third);
  g_assert_cmpuint (pf_row_watch_get_rows (third.watch)->len, ==, 0);
  desk_settle (&desk);
  g_assert_cmpuint (third.n_told, ==, 1);
  g_assert_true (pf_row_watch_get_rows (third.watch) == pf_row_watch_get_rows (first.watch));
  g_assert_cmpuint (first.n_told, ==, second.n_told);

  second.n_told = 0;
  first.next = g_steal_pointer (&second.watch);
  desk_advance (&desk, 10);
  g_assert_cmpuint (second.n_told, ==, 0);
  g_assert_cmpuint (third.n_told, >, 1);
  pf_row_watch_free (first.watch);
  pf_row_watch_free (third.watch);
  desk_clear (&desk);
}

/* A board that is being made may have another name already. */
static void
test_pending_name (void)
{
  Desk desk;

  desk_init (&desk);
  {
    PfChanges hall = { .fields = PF_CHANGE_NAME, .name = (char *)"Hall" };
    PfBatch *edit = pf_batch_new (desk.rig.context, "Renamed");
    g_autofree char *first = NULL, *made = NULL, *now = NULL, *words = NULL;

    made = rig_create_board (&desk.rig, "Stairs", &first, NULL);
    pf_batch_update_board (edit, first, NULL, &hall);
    g_free (rig_enqueue (&desk.rig, edit, NULL));
    desk_settle (&desk);
    now = pf_board_list_get_name (desk.boards, first);
    g_assert_cmpstr (now, ==, "Hall");
    words = rig_undo (&desk.rig, made);
    desk_advance (&desk, 30);
    g_assert_cmpuint (desk_length (desk.boards), ==, 1);
  }
  desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/pins/P2/in-two-parts", test_in_two_parts);
  g_test_add_func ("/model/row-watch/read-once-for-all", test_row_watch);
  g_test_add_func ("/model/boards/renamed-while-it-is-made", test_pending_name);
  return g_test_run ();
}
