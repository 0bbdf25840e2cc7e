/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rig.h"

/* Rows and the state of their account. */

static void
begin (Rig *rig)
{
  rig_init (rig, 1);
  rig_start (rig);
}

static void
assert_waits (Rig *rig, const char *batch, const char *reason)
{
  g_autofree char *waits = rig_waiting_for (rig, batch);

  g_assert_cmpstr (waits, ==, reason);
}

static void
test_renew_once (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  fake_world_fault (rig.world, FAKE_401_TOKEN);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 10);
  rig_assert_state (&rig, batch, PF_OUTBOX_DONE);
  g_assert_cmpuint (rig.world->n_renews, ==, 1);
  g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 1);
  rig_clear (&rig);
}

static FakeKind
always_401 (FakeWorld *world, gpointer data)
{
  return FAKE_401_TOKEN;
}

static void
test_no_storm (void)
{
  for (guint renew_fails = 0; renew_fails < 2; renew_fails++)
    {
      Rig rig;
      g_autofree char *first = NULL;
      guint n_calls;

      begin (&rig);
      rig.world->chaos = always_401;
      rig.world->renew_fails = renew_fails;
      first = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
      for (guint i = 0; i < 20; i++)
        {
          g_autofree char *uuid = rig_add_board (&rig, "Board", 10 + i);
          g_autofree char *batch = rig_create_pin (&rig, "Bluebell", uuid, NULL);
        }
      rig_advance (&rig, 600);
      g_assert_cmpuint (rig.world->n_renews, ==, 1);
      g_assert_cmpuint (rig.world->n_create_pins, <=, 4);
      assert_waits (&rig, first, "account");
      /* Signed in again: everything goes on by itself. */
      n_calls = rig.world->n_create_pins;
      rig.world->chaos = NULL;
      rig.world->renew_fails = FALSE;
      fake_world_get_account (rig.world, "one")->waiting_for = "account";
      fake_world_get_account (rig.world, "one")->looking_waits = TRUE;
      pf_delivery_emit_changed (PF_DELIVERY (rig.world));
      rig_advance (&rig, 1);
      g_assert_cmpuint (rig.world->n_create_pins, ==, n_calls);
      fake_world_get_account (rig.world, "one")->waiting_for = NULL;
      fake_world_get_account (rig.world, "one")->looking_waits = FALSE;
      pf_delivery_emit_changed (PF_DELIVERY (rig.world));
      rig_advance (&rig, 60);
      g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 21);
      rig_clear (&rig);
    }
}

static void
test_disconnected (void)
{
  Rig rig;
  g_autofree char *pin = NULL, *lost = NULL, *board = NULL, *board_uuid = NULL, *child = NULL;

  begin (&rig);
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  lost = rig_create_pin (&rig, "Fern", rig.board, NULL);
  rig_advance (&rig, 5.3);
  board = rig_create_board (&rig, "Ferns", &board_uuid, NULL);
  child = rig_create_pin (&rig, "Lady fern", board_uuid, NULL);
  pin = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  g_ptr_array_set_size (rig.world->accounts, 0);
  pf_delivery_emit_changed (PF_DELIVERY (rig.world));
  rig_advance (&rig, 3600);
  assert_waits (&rig, pin, "account");
  assert_waits (&rig, lost, "account");
  assert_waits (&rig, board, "account");
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  rig_restart (&rig);
  assert_waits (&rig, pin, "account");
  /* Another account does not get them. */
  fake_world_add_account (rig.world, "other");
  pf_delivery_emit_changed (PF_DELIVERY (rig.world));
  rig_advance (&rig, 60);
  assert_waits (&rig, pin, "account");
  /* The same account does: it has the same connection id (/account/connections/MO-19). */
  fake_world_add_account (rig.world, "one");
  pf_delivery_emit_changed (PF_DELIVERY (rig.world));
  rig_advance (&rig, 200);
  rig_assert_state (&rig, pin, PF_OUTBOX_DONE);
  rig_assert_state (&rig, board, PF_OUTBOX_DONE);
  rig_assert_state (&rig, child, PF_OUTBOX_DONE);
  rig_assert_state (&rig, lost, PF_OUTBOX_DONE);
  g_assert_cmpuint (fake_world_count_pins (rig.world, NULL), ==, 3);
  rig_clear (&rig);
}

static void
test_publishing_off (void)
{
  Rig rig;
  g_autofree char *pin = NULL, *other = NULL, *remote = NULL, *sql = NULL;

  begin (&rig);
  fake_world_add_account (rig.world, "two");
  remote = fake_world_add_board (rig.world, "Two's");
  sql = g_strdup_printf ("INSERT INTO object (uuid, connection_id, kind, remote_id)"
                         " VALUES ('two-board', 'two', 'board', '%s') RETURNING 1",
                         remote);
  rig_sql_int (&rig, sql);
  fake_world_get_account (rig.world, "one")->waiting_for = "publishing";
  pin = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  other = rig_create_pin_of (&rig, "two", "Bluebell", "two-board", NULL, NULL);
  rig_advance (&rig, 3600);
  assert_waits (&rig, pin, "publishing");
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  rig_assert_state (&rig, other, PF_OUTBOX_DONE);
  fake_world_get_account (rig.world, "one")->waiting_for = NULL;
  pf_delivery_emit_changed (PF_DELIVERY (rig.world));
  rig_advance (&rig, 2);
  rig_assert_state (&rig, pin, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static void
test_read_only (void)
{
  Rig rig;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *uuid = NULL, *made = NULL;

  begin (&rig);
  made = rig_create_pin_of (&rig, "one", "Fern", rig.board, &uuid, NULL);
  rig_advance (&rig, 10);
  before = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  fake_world_get_account (rig.world, "one")->can_pins = FALSE;
  fake_world_get_account (rig.world, "one")->can_boards = FALSE;
  pf_delivery_emit_changed (PF_DELIVERY (rig.world));
  g_assert_null (rig_create_board (&rig, "Ferns", NULL, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SCOPE);
  g_clear_error (&error);
  g_assert_null (rig_create_pin (&rig, "Bluebell", rig.board, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SCOPE);
  g_clear_error (&error);
  g_assert_null (rig_delete_pin (&rig, uuid, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SCOPE);
  rig_advance (&rig, 3600);
  /* Also what was there before does not leave. */
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  g_assert_cmpuint (rig.world->n_create_boards + rig.world->n_removes, ==, 0);
  assert_waits (&rig, before, "account");
  rig_clear (&rig);
}

static void
test_trial (void)
{
  Rig rig;
  g_autofree char *batch = NULL;
  g_autoptr (GPtrArray) drafts = NULL;

  begin (&rig);
  fake_world_fault (rig.world, FAKE_403_TRIAL);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 60);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  drafts = rig_drafts (&rig);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpstr (((PfDraft *)drafts->pdata[0])->title, ==, "Foxglove");
  g_assert_cmpstr (((PfDraft *)drafts->pdata[0])->problem, ==, "The fake said no");
  g_assert_cmpuint (rig.world->noted->len, ==, 1);
  g_assert_cmpstr (rig.world->noted->pdata[0], ==, "trial");
  g_assert_cmpuint (rig.n_failed, ==, 1);
  g_assert_null (rig.world->succeeded);
  rig_assert_state (&rig, batch, PF_OUTBOX_DISCARDED);
  /* The next one that works tells the account that the wait is over. */
  g_free (rig_create_pin (&rig, "Iris", rig.board, NULL));
  rig_advance (&rig, 60);
  g_assert_cmpstr (rig.world->succeeded, ==, "create-pin");
  rig_clear (&rig);
}

static void
test_network (void)
{
  Rig rig;
  g_autofree char *pin = NULL;
  PfDeliveryAccount *account;

  begin (&rig);
  account = fake_world_get_account (rig.world, "one");
  for (guint i = 0; i < 6; i++)
    fake_world_fault (rig.world, FAKE_UNSENT);
  pin = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 300);
  g_queue_clear (&rig.world->faults);
  account->waiting_for = "network";
  account->looking_waits = TRUE;
  pf_delivery_emit_changed (PF_DELIVERY (rig.world));
  rig_advance (&rig, 3600);
  {
    g_autoptr (PfOutboxRow) row = rig_row (&rig, pin);

    if (row->state == PF_OUTBOX_QUEUED)
      assert_waits (&rig, pin, "network");
  }
  account->waiting_for = NULL;
  account->looking_waits = FALSE;
  pf_delivery_emit_changed (PF_DELIVERY (rig.world));
  rig_advance (&rig, 1);
  rig_assert_state (&rig, pin, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/MO-18/token-is-renewed-once", test_renew_once);
  g_test_add_func ("/outbox/MO-18/no-storm", test_no_storm);
  g_test_add_func ("/outbox/MO-19/rows-wait-for-their-account", test_disconnected);
  g_test_add_func ("/outbox/ST-2/publishing-off-sends-nothing", test_publishing_off);
  g_test_add_func ("/outbox/FR-13/read-only-writes-nothing", test_read_only);
  g_test_add_func ("/outbox/FR-14/trial-refusal-is-a-draft-again", test_trial);
  g_test_add_func ("/outbox/waits-for-the-network", test_network);
  return g_test_run ();
}
