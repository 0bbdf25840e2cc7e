/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-schedule.h"
#include "core/outbox/pf-outbox-settle.h"

#include <glib/gi18n-lib.h>

/**
 * pf_outbox_moment_free:
 * @self: (transfer full): a moment
 *
 * Frees it.
 */
void
pf_outbox_moment_free (PfOutboxMoment *self)
{
  g_free (self->owner);
  g_free (self->processes);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->busy_rows, g_hash_table_unref);
  g_clear_pointer (&self->busy_lanes, g_hash_table_unref);
  g_clear_pointer (&self->load, g_hash_table_unref);
  g_clear_pointer (&self->paused, g_hash_table_unref);
  g_clear_pointer (&self->back_online, g_ptr_array_unref);
  g_free (self);
}

/**
 * pf_outbox_plan_free:
 * @self: (transfer full): a plan
 *
 * Frees it.
 */
void
pf_outbox_plan_free (PfOutboxPlan *self)
{
  g_clear_pointer (&self->chosen, g_ptr_array_unref);
  g_clear_pointer (&self->dropped, g_ptr_array_unref);
  g_free (self);
}

/**
 * pf_outbox_find_account:
 * @accounts: (element-type PfDeliveryAccount): what can be sent from
 * @connection_id: of whom
 *
 * Returns: (transfer none) (nullable): the account
 */
const PfDeliveryAccount *
pf_outbox_find_account (GPtrArray *accounts, const char *connection_id)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const PfDeliveryAccount *account = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (account->connection_id, connection_id) == 0)
        return account;
    }
  return NULL;
}

/* What one create after the other must wait for: its board, or the account's list of
 * boards. A look takes the lane too, so that nothing of ours changes under it. All else
 * waits for what is done to the same thing. */
char *
pf_outbox_lane (const PfOutboxRow *row)
{
  switch (row->op)
    {
    case PF_OP_CREATE_PIN:
    case PF_OP_CREATE_SECTION:
    case PF_OP_SAVE_PIN:
      return g_strconcat (row->connection_id, "/", row->board_uuid, NULL);
    case PF_OP_CREATE_BOARD:
    case PF_OP_DELETE_BOARD:
      return g_strconcat (row->connection_id, "/boards", NULL);
    case PF_OP_UPDATE_BOARD:
    case PF_OP_UPDATE_SECTION:
    case PF_OP_DELETE_SECTION:
    case PF_OP_UPDATE_PIN:
    case PF_OP_DELETE_PIN:
    case PF_OP_MERGE_BOARD:
    case PF_OP_UNKNOWN:
    default:
      return g_strconcat (row->connection_id, "/of/", row->object_uuid, NULL);
    }
}

/* Rows that cannot be any more, because of what became of others. */
static gboolean
end_rows (sqlite3 *db, const PfOutboxMoment *moment, GError **error)
{
  /* Undo asked to take back something that never was. */
  if (!pf_db_exec (db, error,
                   "UPDATE outbox SET state = 'discarded', modified_at = ?1"
                   " WHERE state = 'queued' AND ((op LIKE 'delete-%' AND depends_on IN"
                   "  (SELECT uuid FROM outbox WHERE state IN ('failed', 'undone', 'discarded')))"
                   " OR (op LIKE 'update-%' AND depends_on IN (SELECT uuid FROM outbox"
                   "  WHERE state IN ('failed', 'undone', 'discarded') AND op LIKE 'update-%'))"
                   /* The thing itself was not made. */
                   " OR (op LIKE 'update-%' AND object_uuid = (SELECT object_uuid FROM outbox m"
                   "  WHERE m.uuid = outbox.depends_on AND m.op LIKE 'create-%'"
                   "  AND m.state IN ('undone', 'discarded'))))",
                   "i", moment->now)
      /* A place that will not be. */
      || !pf_db_exec (db, error,
                      "UPDATE outbox SET state = 'failed', error_kind = 'not-found',"
                      " error_message = ?1, modified_at = ?2 WHERE state = 'queued'"
                      " AND op IN ('create-pin', 'update-pin', 'save-pin', 'create-section',"
                      "  'update-section', 'update-board', 'merge-board')"
                      " AND depends_on IN (SELECT uuid FROM outbox"
                      "  WHERE state IN ('undone', 'discarded'))",
                      "si", _ ("The place it was to go to was not made."), moment->now)
      /* What is not out of it by now would be lost with it. */
      || !pf_db_exec (db, error,
                      "UPDATE outbox SET state = 'failed', error_kind = 'failed',"
                      " error_message = ?1, modified_at = ?2 WHERE state = 'queued'"
                      " AND op IN ('delete-section', 'delete-board') AND EXISTS (SELECT 1 FROM"
                      "  outbox q WHERE q.batch_id = outbox.batch_id AND q.seq < outbox.seq"
                      "  AND q.op NOT LIKE 'delete-%' AND (q.state = 'failed'"
                      "   OR (q.state = 'discarded' AND q.source_row IS NULL)))",
                      "si", _ ("Not deleted, because something in it could not be moved out."),
                      moment->now))
    return FALSE;
  for (guint i = 0; i < moment->accounts->len; i++)
    {
      const PfDeliveryAccount *account = g_ptr_array_index (moment->accounts, i);

      /* Not sent for nothing. One that was refused itself and is tried again is a question. */
      if (account->no_edits
          && !pf_db_exec (db, error,
                          "UPDATE outbox SET state = 'failed', error_kind = 'feature',"
                          " error_message = ?1, modified_at = ?2 WHERE state = 'queued'"
                          " AND op = 'update-pin' AND error_kind IS NOT 'feature'"
                          " AND connection_id = ?3",
                          "sis", pf_outbox_words_no_edits (), moment->now, account->connection_id))
        return FALSE;
    }
  return TRUE;
}

static gboolean
promote_rows (sqlite3 *db, const PfOutboxMoment *moment, gboolean *changed, GError **error)
{
  int before = sqlite3_total_changes (db);

  if (!pf_outbox_ask_for_orphans (db, moment, error))
    return FALSE;
  /* The second line is for a clock that was set back: no hold is longer than this. */
  if (!pf_db_exec (db, error,
                   "UPDATE outbox SET state = 'queued', lease_owner = NULL, modified_at = ?1"
                   " WHERE state = 'held' AND (not_before <= ?1 OR not_before > ?1 + ?2)",
                   "ii", moment->now, (gint64)(3 * PF_OUTBOX_HOLD_FOCUS_US))
      || !end_rows (db, moment, error))
    return FALSE;
  for (guint i = 0; moment->back_online != NULL && i < moment->back_online->len; i++)
    if (!pf_db_exec (db, error,
                     "UPDATE outbox SET not_before = ? WHERE state = 'queued'"
                     " AND error_kind = 'offline' AND connection_id = ? AND not_before > ?1",
                     "is", moment->now, g_ptr_array_index (moment->back_online, i)))
      return FALSE;
  *changed |= sqlite3_total_changes (db) != before;
  return TRUE;
}

/* Some reasons to wait are the account's and not the row's: nothing else of the account
 * is tried before they end. Kept in the rows, so that they outlive the process (PQ-9). */
static GHashTable *
find_blocks (sqlite3 *db, gint64 now, GError **error)
{
  g_autoptr (GHashTable) blocks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error,
      "SELECT connection_id, MAX (not_before) FROM outbox WHERE state = 'queued'"
      " AND error_kind IN ('rate-limit', 'offline') AND not_before > ? GROUP BY connection_id",
      "i", now);
  gboolean found = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &found, error))
    {
      gint64 until;

      if (!found)
        return g_steal_pointer (&blocks);
      until = sqlite3_column_int64 (stmt, 1);
      g_hash_table_insert (blocks, pf_db_column_text (stmt, 0), g_memdup2 (&until, sizeof until));
    }
  return NULL;
}

static gboolean
is_ready (const PfOutboxMoment *moment, const char *connection_id, PfOutboxOp op, gboolean look)
{
  const PfDeliveryAccount *account = pf_outbox_find_account (moment->accounts, connection_id);

  if (account == NULL || g_hash_table_contains (moment->paused, connection_id))
    return FALSE;
  if (look)
    return !account->looking_waits;
  if (account->waiting_for != NULL)
    return FALSE;
  return pf_outbox_op_is_about_pin (op) ? account->can_pins : account->can_boards;
}

#define REMOVALS "('delete-section', 'delete-board', 'merge-board')"

/* What was held back by a removal is asked for again so often. */
#define REMOVAL_US (10 * G_TIME_SPAN_SECOND)

/* Compare-and-set: only a row that nobody has can be taken (safety.md PQ-4). Nothing goes into
 * what is being deleted, or was to be before, or may be yet because the answer was lost, and
 * nothing is deleted that something goes into just now: it would be lost with it. When an
 * earlier try may have left, sent_at goes on saying so. */
static gboolean
take_lease (
    sqlite3 *db, const PfOutboxMoment *moment, const char *uuid, gboolean *taken, GError **error)
{
  if (!pf_db_exec (
          db, error,
          "UPDATE outbox SET state = 'sending', lease_owner = ?1, lease_until = ?2,"
          " attempts = attempts + 1, modified_at = ?3"
          " WHERE uuid = ?4 AND state = 'queued' AND lease_owner IS NULL"
          " AND NOT EXISTS (SELECT 1 FROM outbox q WHERE q.op IN " REMOVALS
          "  AND q.object_uuid IN (outbox.board_uuid, outbox.section_uuid)"
          "  AND q.object_uuid <> outbox.object_uuid AND (q.state = 'sending'"
          /* A merge sees itself what comes between its rounds; its own moves were meant when it
           * was. */
          "   OR (q.state IN ('held', 'queued') AND q.op <> 'merge-board' AND q.seq < (SELECT"
          "    MIN (seq) FROM outbox b WHERE b.batch_id = outbox.batch_id))"
          "   OR (q.state <> 'done' AND q.sent_at > ?5)))"
          " AND (outbox.op NOT IN " REMOVALS " OR NOT EXISTS (SELECT 1 FROM outbox q"
          "  WHERE q.state = 'sending' AND q.object_uuid <> outbox.object_uuid"
          "  AND outbox.object_uuid IN (q.board_uuid, q.section_uuid)"
          "  AND q.op NOT LIKE 'delete-%' AND q.op <> 'merge-board'))",
          "siisi", moment->owner, moment->now + PF_OUTBOX_LEASE_US, moment->now, uuid,
          moment->now - PF_OUTBOX_SETTLE_US))
    return FALSE;
  *taken = sqlite3_changes (db) == 1;
  return TRUE;
}

typedef struct
{
  PfOutboxRow row; /* what scheduling needs of it */
  gboolean look;
} Candidate;

static void
candidate_free (Candidate *self)
{
  g_free (self->row.uuid);
  g_free (self->row.connection_id);
  g_free (self->row.board_uuid);
  g_free (self->row.object_uuid);
  g_free (self);
}

/* Whether q is to come or under way: a child of what failed is neither. */
#define IS_COMING                                                                                  \
  "(q.state IN ('held', 'sending', 'unknown') OR (q.state = 'queued' AND (q.depends_on IS NULL"    \
  " OR (SELECT state FROM outbox WHERE uuid = q.depends_on) NOT IN ('failed', 'ask'))))"

/* In order of intent. What is done to a thing waits for what is being done to it, and for
 * its board and section to be made; a delete of what holds other things for all that its
 * batch does before, and for what is to go into it or may be there by now; a merge for its
 * moves. */
static const char *const candidates_sql
    = "SELECT o.uuid, o.connection_id, o.board_uuid, o.object_uuid, o.op, o.state, o.not_before"
      " FROM outbox o LEFT JOIN outbox p ON p.uuid = o.depends_on WHERE o.state = 'unknown' OR"
      " (o.state = 'queued' AND (o.depends_on IS NULL OR p.state = 'done')"
      "  AND NOT EXISTS (SELECT 1 FROM outbox q"
      "   WHERE q.object_uuid IN (o.object_uuid, o.board_uuid, o.section_uuid) AND q.seq < o.seq"
      "   AND (q.object_uuid = o.object_uuid OR q.op LIKE 'create-%') AND " IS_COMING ")"
      "  AND (o.op NOT IN ('delete-section', 'delete-board') OR NOT EXISTS (SELECT 1 FROM outbox q"
      "   WHERE q.batch_id = o.batch_id AND q.seq < o.seq AND (q.op NOT LIKE 'delete-%'"
      "    OR q.op = 'delete-pin') AND q.state IN ('held', 'queued', 'sending', 'unknown',"
      "    'ask')))"
      "  AND (o.op <> 'merge-board' OR NOT EXISTS (SELECT 1 FROM outbox q"
      "   WHERE q.batch_id = o.batch_id AND q.op <> 'merge-board'"
      "   AND q.state IN ('held', 'queued', 'sending', 'unknown', 'ask')))"
      "  AND (o.op NOT IN " REMOVALS " OR NOT EXISTS (SELECT 1 FROM outbox q"
      "   WHERE q.state IN ('held', 'queued', 'sending', 'unknown')"
      "   AND q.object_uuid <> o.object_uuid AND CASE q.op"
      "    WHEN 'merge-board' THEN q.seq < o.seq"
      "     AND json_extract (q.payload, '$.source') = o.object_uuid"
      "    ELSE o.object_uuid IN (q.board_uuid, q.section_uuid) AND q.op NOT LIKE 'delete-%'"
      "     AND (q.state = 'unknown' OR (q.seq < o.seq AND " IS_COMING ")) END)))"
      " ORDER BY o.seq";

static GPtrArray *
find_candidates (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)candidate_free);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, candidates_sql, "");
  gboolean more = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &more, error))
    {
      Candidate *candidate;

      if (!more)
        return g_steal_pointer (&found);
      candidate = g_new0 (Candidate, 1);
      candidate->row.uuid = pf_db_column_text (stmt, 0);
      candidate->row.connection_id = pf_db_column_text (stmt, 1);
      candidate->row.board_uuid = pf_db_column_text (stmt, 2);
      candidate->row.object_uuid = pf_db_column_text (stmt, 3);
      candidate->row.op = pf_outbox_op_from_string ((const char *)sqlite3_column_text (stmt, 4));
      candidate->look = g_strcmp0 ((const char *)sqlite3_column_text (stmt, 5), "unknown") == 0;
      candidate->row.not_before = sqlite3_column_int64 (stmt, 6);
      g_ptr_array_add (found, candidate);
    }
  return NULL;
}

/* Later edits of the same thing that are due go with it, as long as nothing else is done to
 * it in between. */
static gboolean
take_followers (sqlite3 *db, const PfOutboxMoment *moment, PfOutboxRecord *record, GError **error)
{
  const PfOutboxRow *row = &record->row;
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean more = FALSE;

  if (!pf_outbox_op_is_update (row->op))
    return TRUE;
  stmt = pf_db_prepare (db, error,
                        "SELECT uuid, op = ?1 AND state = 'queued' AND depends_on IS NULL"
                        " AND lease_owner IS NULL AND not_before <= ?2 FROM outbox"
                        " WHERE object_uuid = ?3 AND seq > ?4"
                        " AND state NOT IN ('done', 'failed', 'undone', 'discarded') ORDER BY seq",
                        "sisi", pf_outbox_op_to_string (row->op), moment->now, row->object_uuid,
                        row->seq);
  if (stmt == NULL)
    return FALSE;
  for (;;)
    {
      if (!pf_db_step (stmt, &more, error))
        return FALSE;
      if (!more || sqlite3_column_int (stmt, 1) == 0)
        break;
      g_ptr_array_add (uuids, pf_db_column_text (stmt, 0));
    }
  for (guint i = 0; i < uuids->len; i++)
    {
      PfOutboxRecord *follower;
      gboolean taken = FALSE;

      if (!take_lease (db, moment, uuids->pdata[i], &taken, error))
        return FALSE;
      if (!taken)
        break;
      follower = pf_outbox_load (db, uuids->pdata[i], error);
      if (follower == NULL)
        return FALSE;
      if (record->followers == NULL)
        record->followers = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_record_unref);
      g_ptr_array_add (record->followers, follower);
      g_hash_table_add (moment->busy_rows, g_strdup (uuids->pdata[i]));
    }
  return TRUE;
}

static gboolean
consider (sqlite3 *db,
          const PfOutboxMoment *moment,
          GHashTable *blocks,
          const Candidate *candidate,
          PfOutboxPlan *plan,
          GError **error)
{
  const PfOutboxRow *row = &candidate->row;
  const gint64 *block = g_hash_table_lookup (blocks, row->connection_id);
  gint64 due = row->not_before;
  guint load = GPOINTER_TO_UINT (g_hash_table_lookup (moment->load, row->connection_id));
  g_autofree char *lane = pf_outbox_lane (row);
  PfOutboxRecord *record;
  gboolean taken = TRUE;

  if (row->op == PF_OP_UNKNOWN || !is_ready (moment, row->connection_id, row->op, candidate->look)
      || g_hash_table_contains (moment->busy_rows, row->uuid))
    return TRUE;
  if (block != NULL && !candidate->look)
    due = MAX (due, *block);
  if (due > moment->now)
    {
      plan->wake_at = MIN (plan->wake_at, due);
      return TRUE;
    }
  if (load >= PF_OUTBOX_MAX_FLIGHTS || g_hash_table_contains (moment->busy_lanes, lane))
    return TRUE;
  if (!candidate->look && !take_lease (db, moment, row->uuid, &taken, error))
    return FALSE;
  if (!taken)
    {
      plan->wake_at = MIN (plan->wake_at, moment->now + REMOVAL_US);
      return TRUE;
    }
  record = pf_outbox_load (db, row->uuid, error);
  if (record == NULL)
    return FALSE;
  g_ptr_array_add (plan->chosen, record);
  if (!candidate->look && !take_followers (db, moment, record, error))
    return FALSE;
  plan->changed |= !candidate->look;
  g_hash_table_insert (moment->load, g_strdup (row->connection_id), GUINT_TO_POINTER (load + 1));
  g_hash_table_add (moment->busy_lanes, g_steal_pointer (&lane));
  return TRUE;
}

static gboolean
find_dropped (sqlite3 *db, const PfOutboxMoment *moment, GPtrArray *dropped, GError **error)
{
  GHashTableIter iter;
  gpointer uuid;

  g_hash_table_iter_init (&iter, moment->busy_rows);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    {
      gint64 n = pf_db_get_int (db, error,
                                "SELECT COUNT (*) FROM outbox WHERE uuid = ?"
                                " AND state IN ('sending', 'unknown')",
                                "s", uuid);

      if (n < 0)
        return FALSE;
      if (n == 0)
        g_ptr_array_add (dropped, g_strdup (uuid));
    }
  return TRUE;
}

/**
 * pf_outbox_plan:
 * @data: a #PfOutboxMoment
 *
 * Chooses, in one transaction, what is sent or looked for next, and leases it.
 * In order of intent; one create a lane; a row that cannot go holds no other (PQ-7).
 *
 * Returns: (transfer full): a #PfOutboxPlan
 */
gpointer
pf_outbox_plan (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxMoment *moment = data;
  g_autoptr (GHashTable) blocks = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  PfOutboxPlan *plan = g_new0 (PfOutboxPlan, 1);
  gint64 held;

  plan->chosen = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_row_unref);
  plan->dropped = g_ptr_array_new_with_free_func (g_free);
  plan->wake_at = G_MAXINT64;
  if (!find_dropped (db, moment, plan->dropped, error)
      || !promote_rows (db, moment, &plan->changed, error))
    goto failed;
  blocks = find_blocks (db, moment->now, error);
  candidates = blocks != NULL ? find_candidates (db, error) : NULL;
  if (candidates == NULL)
    goto failed;
  for (guint i = 0; i < candidates->len; i++)
    if (!consider (db, moment, blocks, g_ptr_array_index (candidates, i), plan, error))
      goto failed;
  held = pf_db_get_int (db, error,
                        "SELECT COALESCE (MIN (not_before), 0) FROM outbox WHERE state = 'held'",
                        "");
  if (held > 0)
    plan->wake_at = MIN (plan->wake_at, held);
  PF_FAULT_POINT ("outbox/plan/before-commit");
  return plan;

failed:
  pf_outbox_plan_free (plan);
  return NULL;
}
