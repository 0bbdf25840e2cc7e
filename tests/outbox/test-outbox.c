/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rig.h"

#include <string.h>

/* The way in, the way out, and Undo. */

static void
begin (Rig *rig)
{
  rig_init (rig, 1);
  rig_start (rig);
}

static void
test_create_pin (void)
{
  Rig rig;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL, *uuid = NULL;
  g_autoptr (PfOutboxRow) row = NULL;
  g_autoptr (GPtrArray) drafts = NULL;

  begin (&rig);
  batch = rig_create_pin_of (&rig, "one", "Foxglove", rig.board, &uuid, &error);
  g_assert_no_error (error);
  rig_assert_state (&rig, batch, PF_OUTBOX_HELD);
  drafts = rig_drafts (&rig);
  g_assert_cmpuint (drafts->len, ==, 0);
  rig_advance (&rig, 4.9);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 0);
  rig_advance (&rig, 1);
  g_assert_cmpuint (fake_world_count_pins (rig.world, "Foxglove"), ==, 1);
  row = rig_row (&rig, batch);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_DONE);
  g_assert_nonnull (fake_world_find_pin (rig.world, row->remote_id));
  g_assert_cmpstr (row->object_uuid, ==, uuid);
  g_assert_cmpint (
      rig_sql_int (&rig, "SELECT COUNT (*) FROM object o JOIN outbox x ON x.object_uuid = o.uuid"
                         " WHERE o.remote_id = x.remote_id AND o.kind = 'pin'"),
      ==, 1);
  g_assert_cmpuint (rig.n_done, ==, 1);
  g_assert_cmpuint (rig.n_changed, >, 0);
  rig_clear (&rig);
}

static void
test_pin_on_pending_board (void)
{
  Rig rig;
  g_autofree char *board = NULL, *board_uuid = NULL, *pin = NULL, *waits = NULL;
  g_autoptr (PfOutboxRow) row = NULL;

  begin (&rig);
  rig.world->delay_us = 2 * G_USEC_PER_SEC;
  board = rig_create_board (&rig, "Ferns", &board_uuid, NULL);
  pin = rig_create_pin (&rig, "Lady fern", board_uuid, NULL);
  rig_advance (&rig, 5.5);
  waits = rig_waiting_for (&rig, pin);
  g_assert_cmpstr (waits, ==, "parent");
  rig_advance (&rig, 5);
  rig_assert_state (&rig, board, PF_OUTBOX_DONE);
  rig_assert_state (&rig, pin, PF_OUTBOX_DONE);
  row = rig_row (&rig, board);
  g_assert_cmpstr (((FakePin *)rig.world->pins->pdata[0])->board_id, ==, row->remote_id);
  rig_clear (&rig);
}

static void
test_failed_parent_holds (void)
{
  Rig rig;
  g_autofree char *board = NULL, *board_uuid = NULL, *pin = NULL, *waits = NULL;

  begin (&rig);
  fake_world_fault (rig.world, FAKE_400);
  board = rig_create_board (&rig, "Ferns", &board_uuid, NULL);
  pin = rig_create_pin (&rig, "Lady fern", board_uuid, NULL);
  rig_advance (&rig, 60);
  rig_assert_state (&rig, board, PF_OUTBOX_FAILED);
  waits = rig_waiting_for (&rig, pin);
  g_assert_cmpstr (waits, ==, "parent");
  g_assert_cmpuint (rig.world->n_create_pins, ==, 0);
  g_assert_true (RIG_CALL (&rig, retry, board, NULL));
  rig_advance (&rig, 5);
  rig_assert_state (&rig, pin, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static void
test_undo_held (void)
{
  Rig rig;
  g_autofree char *batch = NULL, *words = NULL, *path = NULL, *text = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  const PfDraft *draft;
  gsize length = 0;

  begin (&rig);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 3);
  words = rig_undo (&rig, batch);
  rig_assert_state (&rig, batch, PF_OUTBOX_UNDONE);
  rig_advance (&rig, 60);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 0);
  drafts = rig_drafts (&rig);
  g_assert_cmpuint (drafts->len, ==, 1);
  draft = drafts->pdata[0];
  g_assert_cmpstr (draft->title, ==, "Foxglove");
  g_assert_cmpstr (draft->picture_name, ==, "garden.jpg");
  g_assert_cmpint (draft->width, ==, 40);
  g_assert_cmpstr (draft->board_uuid, ==, rig.board);
  /* The picture is the one that was given, not the one that would have left. */
  path = g_build_filename (rig.folder, "data", "blobs", draft->blob, NULL);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpmem (text, length, "Foxglove", 8);
  g_assert_nonnull (strstr (words, "draft"));
  rig_clear (&rig);
}

static void
test_undo_board_and_pin (void)
{
  Rig rig;
  g_autofree char *board = NULL, *uuid = NULL, *pin = NULL, *one = NULL, *two = NULL;
  g_autoptr (GPtrArray) drafts = NULL;

  begin (&rig);
  board = rig_create_board (&rig, "Ferns", &uuid, NULL);
  pin = rig_create_pin (&rig, "Lady fern", uuid, NULL);
  one = rig_undo (&rig, board);
  two = rig_undo (&rig, pin);
  rig_advance (&rig, 30);
  g_assert_cmpuint (rig.world->n_create_boards + rig.world->n_create_pins, ==, 0);
  drafts = rig_drafts (&rig);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_null (((PfDraft *)drafts->pdata[0])->board_uuid);
  rig_clear (&rig);
}

static void
test_undo_done (void)
{
  Rig rig;
  g_autofree char *batch = NULL, *words = NULL, *again = NULL;

  begin (&rig);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 10);
  g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 1);
  words = rig_undo (&rig, batch);
  again = rig_undo (&rig, batch);
  rig_advance (&rig, 10);
  g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 0);
  g_assert_cmpuint (rig.world->n_removes, ==, 1);
  g_assert_nonnull (strstr (words, "already gone through"));
  rig_clear (&rig);
}

static void
test_undo_sending (void)
{
  static const FakeKind kinds[] = { FAKE_OK, FAKE_LOST_AFTER, FAKE_LOST_BEFORE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Rig rig;
      g_autofree char *batch = NULL, *words = NULL;
      g_autoptr (GError) error = NULL;

      begin (&rig);
      rig.world->delay_us = 3 * G_USEC_PER_SEC;
      fake_world_fault (rig.world, kinds[i]);
      batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
      rig_advance (&rig, 6);
      rig_assert_state (&rig, batch, PF_OUTBOX_SENDING);
      /* Neither can be promised any more. */
      g_assert_false (RIG_CALL (&rig, edit, batch, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
      g_assert_nonnull (strstr (error->message, "may already"));
      g_clear_error (&error);
      g_assert_false (RIG_CALL (&rig, discard, batch, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
      words = rig_undo (&rig, batch);
      g_assert_nonnull (strstr (words, "may show"));
      rig_advance (&rig, 400);
      if (kinds[i] == FAKE_LOST_BEFORE)
        g_assert_true (RIG_CALL (&rig, discard, batch, NULL));
      rig_advance (&rig, 60);
      g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 0);
      g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox WHERE state IN"
                                          " ('queued', 'sending', 'held', 'unknown', 'ask')"),
                       ==, 0);
      rig_clear (&rig);
    }
}

static void
test_hold (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  pf_outbox_hold (rig.outbox, batch);
  rig_advance (&rig, 120);
  rig_assert_state (&rig, batch, PF_OUTBOX_HELD);
  pf_outbox_release (rig.outbox, batch);
  rig_advance (&rig, 1);
  rig_assert_state (&rig, batch, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static void
test_delete (void)
{
  Rig rig;
  g_autofree char *batch = NULL, *uuid = NULL, *removal = NULL, *second = NULL, *words = NULL;
  g_autoptr (GError) error = NULL;

  begin (&rig);
  batch = rig_create_pin_of (&rig, "one", "Foxglove", rig.board, &uuid, NULL);
  rig_advance (&rig, 10);
  removal = rig_delete_pin (&rig, uuid, &error);
  g_assert_no_error (error);
  second = rig_delete_pin (&rig, uuid, &error);
  g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
  rig_advance (&rig, 9.5);
  g_assert_cmpuint (rig.world->n_removes, ==, 0);
  words = rig_undo (&rig, removal);
  rig_advance (&rig, 20);
  g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 1);
  g_free (removal);
  removal = rig_delete_pin (&rig, uuid, NULL);
  /* A lost answer of a DELETE is no question: it is sent again, and a 404 is then fine. */
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  rig_advance (&rig, 60);
  rig_assert_state (&rig, removal, PF_OUTBOX_DONE);
  g_assert_cmpuint (rig.world->n_removes, ==, 2);
  g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 0);
  rig_clear (&rig);
}

typedef enum
{
  OTHER_LIVES,
  OTHER_DIES,
  OTHER_CLOSES,
  N_OTHERS
} Other;

/* Rows that another process holds, while this one delivers: what may be taken back is not
 * done when the one that could have said Undo is gone; what was made to be sent, is. */
static void
test_held_elsewhere (void)
{
  for (Other fate = 0; fate < N_OTHERS; fate++)
    {
      Rig rig, other;
      g_autofree char *batch = NULL, *uuid = NULL, *removal = NULL, *pin = NULL;

      begin (&rig);
      batch = rig_create_pin_of (&rig, "one", "Foxglove", rig.board, &uuid, NULL);
      rig_advance (&rig, 10);
      rig_open_other (&rig, &other);
      removal = rig_delete_pin (&other, uuid, NULL);
      pin = rig_create_pin (&other, "Fern", rig.board, NULL);
      rig_assert_state (&rig, removal, PF_OUTBOX_HELD);
      rig_hear (&rig);
      if (fate == OTHER_CLOSES)
        rig_drain (&other);
      if (fate != OTHER_LIVES)
        rig_close_other (&other);
      rig_advance (&rig, 60);
      rig_assert_state (&rig, pin, PF_OUTBOX_DONE);
      rig_assert_state (&rig, removal, fate == OTHER_DIES ? PF_OUTBOX_ASK : PF_OUTBOX_DONE);
      g_assert_cmpuint (rig.world->n_removes, ==, fate == OTHER_DIES ? 0 : 1);
      if (fate == OTHER_LIVES)
        rig_close_other (&other);
      rig_clear (&rig);
    }
}

static void
test_drain (void)
{
  Rig rig;
  g_autofree char *one = NULL, *two = NULL;

  begin (&rig);
  one = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  two = rig_create_board (&rig, "Ferns", NULL, NULL);
  g_assert_true (rig_drain (&rig));
  rig_assert_state (&rig, one, PF_OUTBOX_DONE);
  rig_assert_state (&rig, two, PF_OUTBOX_DONE);
  g_assert_cmpint (pf_clock_now (PF_CLOCK (rig.clock)) - RIG_START_US, <, 4 * G_USEC_PER_SEC);
  rig_clear (&rig);
}

static void
test_order (void)
{
  Rig rig;

  begin (&rig);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %02u", i);
      g_autofree char *batch = rig_create_pin (&rig, title, rig.board, NULL);
    }
  rig_advance (&rig, 30);
  g_assert_cmpuint (rig.world->order->len, ==, 12);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %02u", i);

      g_assert_cmpstr (rig.world->order->pdata[i], ==, title);
    }
  g_assert_false (rig.world->lane_clash);
  rig_clear (&rig);
}

static void
test_two_at_a_time (void)
{
  Rig rig;

  begin (&rig);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *uuid = rig_add_board (&rig, "Board", 10 + i);
      g_autofree char *batch = rig_create_pin (&rig, "Foxglove", uuid, NULL);
    }
  rig_advance (&rig, 30);
  g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 6);
  g_assert_cmpuint (rig.world->max_in_flight, ==, 2);
  rig_clear (&rig);
}

static void
test_refused_at_the_door (void)
{
  Rig rig;
  g_autoptr (GError) error = NULL;
  g_autofree char *long_title = g_strnfill (101, 'x');

  begin (&rig);
  g_assert_null (rig_create_board (&rig, "  ", NULL, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (rig_create_pin (&rig, long_title, rig.board, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (rig_create_pin (&rig, "Foxglove", "no such board", &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, 0);
  /* Nobody's draft is lost by a refusal. */
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM draft"), ==, 2);
  rig_clear (&rig);
}

static void
on_list (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GPtrArray **)data = pf_outbox_list_finish (PF_OUTBOX (source), result, NULL);
}

/* All lists of a window ask when something changed: it is read once. */
static void
test_listed_once (void)
{
  Rig rig;
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GPtrArray) one = NULL, two = NULL, cancelled = NULL, later = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  begin (&rig);
  first = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  pf_outbox_list_async (rig.outbox, NULL, on_list, &one);
  pf_outbox_list_async (rig.outbox, cancellable, on_list, &cancelled);
  pf_outbox_list_async (rig.outbox, NULL, on_list, &two);
  g_cancellable_cancel (cancellable);
  rig_settle (&rig);
  g_assert_nonnull (one);
  g_assert_true (one == two);
  g_assert_null (cancelled);
  g_assert_cmpuint (one->len, ==, 1);
  second = rig_create_pin (&rig, "Fern", rig.board, NULL);
  pf_outbox_list_async (rig.outbox, NULL, on_list, &later);
  rig_settle (&rig);
  g_assert_cmpuint (later->len, ==, 2);
  g_assert_cmpuint (one->len, ==, 1);
  /* It ends while somebody waits. */
  g_clear_pointer (&later, g_ptr_array_unref);
  pf_outbox_list_async (rig.outbox, NULL, on_list, &later);
  rig_crash (&rig);
  g_assert_nonnull (later);
  rig_clear (&rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/create-pin", test_create_pin);
  g_test_add_func ("/outbox/pin-on-pending-board", test_pin_on_pending_board);
  g_test_add_func ("/outbox/failed-parent-holds-children", test_failed_parent_holds);
  g_test_add_func ("/outbox/undo/held-is-draft-again", test_undo_held);
  g_test_add_func ("/outbox/undo/board-and-its-pin", test_undo_board_and_pin);
  g_test_add_func ("/outbox/undo/done-is-deleted", test_undo_done);
  g_test_add_func ("/outbox/undo/PQ-8/sending-says-it-may-be-live", test_undo_sending);
  g_test_add_func ("/outbox/hold-and-release", test_hold);
  g_test_add_func ("/outbox/PQ-2/delete-may-be-repeated", test_delete);
  g_test_add_func ("/outbox/PQ-2+DB-1/held-by-another-process", test_held_elsewhere);
  g_test_add_func ("/outbox/drain", test_drain);
  g_test_add_func ("/outbox/order-of-intent", test_order);
  g_test_add_func ("/outbox/two-at-a-time", test_two_at_a_time);
  g_test_add_func ("/outbox/refused-at-the-door", test_refused_at_the_door);
  g_test_add_func ("/outbox/listed-once", test_listed_once);
  return g_test_run ();
}
