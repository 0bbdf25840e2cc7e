/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/outbox/pf-outbox-schedule.h"
#include "rig.h"

/* What of the history goes, and what stays. */

#define DAY_US (24 * 3600 * G_TIME_SPAN_SECOND)

static void
prune (Rig *self, gint64 n_keep, gint64 n_most)
{
  PfOutboxPrune prune
      = { .now = pf_clock_now (PF_CLOCK (self->clock)), .n_keep = n_keep, .n_most = n_most };
  g_autoptr (GError) error = NULL;

  g_assert_true (
      pf_db_run (pf_store_get_db (self->store), PF_DB_WRITE, pf_outbox_prune, &prune, &error)
      == PF_DB_OK);
  g_assert_no_error (error);
}

/* As if all that is there had ended so many days ago. */
static void
grow_old (Rig *self, int days)
{
  static const char *const all[] = {
    "UPDATE outbox SET modified_at = modified_at - %d * 86400000000 RETURNING 1",
    "UPDATE batch SET created_at = created_at - %d * 86400000000 RETURNING 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (GString) sql = g_string_new (all[i]);
      g_autofree char *number = g_strdup_printf ("%d", days);

      g_string_replace (sql, "%d", number, 0);
      rig_sql_int (self, sql->str);
    }
}

static gint64
count (Rig *self, const char *table, const char *batch_id)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT COUNT (*) FROM %s WHERE %s = '%s'", table,
                         g_str_equal (table, "batch") ? "id" : "batch_id", batch_id);

  return rig_sql_int (self, sql);
}

static FakePin *
add_pin (Rig *self, const char *title)
{
  return fake_world_add_pin (self->world, self->board_remote, title, 7200);
}

/* Edits and what was taken back go after a month; what was made, what failed and what belongs to
 * it stay. */
static void
test_rule (void)
{
  Rig rig;
  FakePin *fern, *moss;
  g_autofree char *made = NULL, *edited = NULL, *taken_back = NULL, *words = NULL;
  g_autofree char *mixed = NULL;
  PfBatch *batch;

  rig_init (&rig, 1);
  rig_start (&rig);
  fern = add_pin (&rig, "Fern");
  moss = add_pin (&rig, "Moss");
  made = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  edited = rig_retitle (&rig, fern, "Tall fern");
  rig_advance (&rig, 30);
  taken_back = rig_create_pin (&rig, "Never", rig.board, NULL);
  words = rig_undo (&rig, taken_back);
  /* One of the two is refused. */
  fake_world_fault (rig.world, FAKE_OK);
  fake_world_fault (rig.world, FAKE_400);
  batch = pf_batch_new (rig.context, "Moved two");
  {
    g_autofree char *kitchen = rig_add_board (&rig, "Kitchen", 2);

    rig_add_move (&rig, batch, fern, rig.board, kitchen);
    rig_add_move (&rig, batch, moss, rig.board, kitchen);
  }
  mixed = rig_enqueue (&rig, batch, NULL);
  rig_advance (&rig, 30);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox WHERE state = 'failed'"), ==,
                   1);

  grow_old (&rig, 29);
  prune (&rig, 0, 100);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, 5);
  grow_old (&rig, 2);
  prune (&rig, 100, 100);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, 5);
  prune (&rig, 0, 100);
  g_assert_cmpint (count (&rig, "outbox", made), ==, 1);
  g_assert_cmpint (count (&rig, "outbox", edited), ==, 0);
  g_assert_cmpint (count (&rig, "batch", edited), ==, 0);
  g_assert_cmpint (count (&rig, "outbox", taken_back), ==, 0);
  g_assert_cmpint (count (&rig, "outbox", mixed), ==, 2);
  g_assert_cmpint (count (&rig, "batch", mixed), ==, 1);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox_attempt WHERE outbox_uuid"
                                      " NOT IN (SELECT uuid FROM outbox)"),
                   ==, 0);
  rig_clear (&rig);
}

/* What is open holds what it waits for and what it takes back. */
static void
test_held_by_others (void)
{
  Rig rig;
  FakePin *fern;
  g_autofree char *edited = NULL, *kitchen = NULL;
  g_autoptr (PfUndoReport) back = NULL;
  g_autoptr (PfUndoReport) again = NULL;
  gboolean is_undo = FALSE;

  rig_init (&rig, 1);
  rig_start (&rig);
  fern = add_pin (&rig, "Fern");
  kitchen = rig_add_board (&rig, "Kitchen", 2);
  edited = rig_move (&rig, fern, rig.board, kitchen);
  rig_advance (&rig, 30);
  back = rig_undo_report (&rig, edited);
  rig_advance (&rig, 30);
  grow_old (&rig, 40);
  again = rig_undo_report (&rig, back->batch_id);
  rig_advance (&rig, 30);
  prune (&rig, 0, 100);
  /* The Redo is young: what it goes back to keeps its name, so that it is known for a Redo. */
  g_assert_cmpint (count (&rig, "outbox", edited), ==, 0);
  g_assert_cmpint (count (&rig, "batch", back->batch_id), ==, 1);
  g_assert_cmpint (count (&rig, "outbox", again->batch_id), ==, 1);
  {
    g_autoptr (PfBatchProgress) progress = rig_progress (&rig, again->batch_id);
    is_undo = progress->is_undo;
  }
  g_assert_false (is_undo);
  grow_old (&rig, 40);
  for (guint i = 0; i < 3; i++)
    prune (&rig, 0, 100);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, 0);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM batch"), ==, 0);
  rig_clear (&rig);
}

/* Rows of a long merge, as they would stand after it; each but the first waits for the last. */
static void
add_many (Rig *self, guint n, const char *state)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
      " INSERT INTO outbox (uuid, seq, connection_id, service, op, object_uuid, payload, batch_id,"
      " depends_on, state, created_at, modified_at, done_at) SELECT 'row-' || i, i, 'one',"
      " 'practice', 'update-pin', 'pin-' || i, '{}', 'batch', iif (i = 1, NULL, 'row-1'), '%s',"
      " %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 0 FROM n RETURNING 1",
      n, state, RIG_START_US - 60 * DAY_US, RIG_START_US - 60 * DAY_US);

  rig_sql_int (self, sql);
}

/* The engine does it by itself, in portions, and the newest stay whatever their age. */
static void
test_engine (void)
{
  Rig rig;

  rig_init (&rig, 1);
  add_many (&rig, PF_OUTBOX_KEEP_ROWS + 300, "done");
  rig_start (&rig);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==,
                   PF_OUTBOX_KEEP_ROWS + 300);
  rig_advance (&rig, 61);
  /* The first one is waited for by those that stay. */
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, PF_OUTBOX_KEEP_ROWS + 1);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox WHERE uuid = 'row-1'"), ==, 1);
  prune (&rig, 0, 10);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, PF_OUTBOX_KEEP_ROWS - 9);
  prune (&rig, 500, 10000);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, 501);
  prune (&rig, 0, 10000);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, 0);
  rig_clear (&rig);
}

/* Each row that goes is looked for among the children of others: by an index. */
static void
test_quick (void)
{
  Rig rig;
  gint64 start;

  rig_init (&rig, 1);
  add_many (&rig, 30000, "undone");
  start = g_get_monotonic_time ();
  prune (&rig, 0, 100000);
  g_test_message ("30000 rows: %d ms", (int)((g_get_monotonic_time () - start) / 1000));
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM outbox"), ==, 0);
  rig_clear (&rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/prune/PQ-3+PQ-6/rule", test_rule);
  g_test_add_func ("/outbox/prune/PQ-8/undo-and-redo", test_held_by_others);
  g_test_add_func ("/outbox/prune/PQ-14/engine-keeps-the-newest", test_engine);
  g_test_add_func ("/outbox/prune/quick", test_quick);
  return g_test_run ();
}
