/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-schedule.h"

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

void
pf_outbox_plan_free (PfOutboxPlan *self)
{
  g_clear_pointer (&self->chosen, g_ptr_array_unref);
  g_free (self);
}

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
 * boards. A look takes the lane too, so that nothing of ours changes under it. */
char *
pf_outbox_lane (PfOutboxOp op, const char *uuid, const char *connection_id, const char *board_uuid)
{
  if (op == PF_OP_CREATE_PIN || op == PF_OP_CREATE_SECTION)
    return g_strconcat (connection_id, "/", board_uuid, NULL);
  if (op == PF_OP_DELETE_PIN)
    return g_strconcat (connection_id, "/", board_uuid, "/", uuid, NULL);
  return g_strconcat (connection_id, "/boards", NULL);
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
      ||
      /* Undo asked for a delete of something that was never made. */
      !pf_db_exec (db, error,
                   "UPDATE outbox SET state = 'discarded', modified_at = ?1"
                   " WHERE state = 'queued' AND op IN ('delete-pin', 'delete-board')"
                   " AND depends_on IN (SELECT uuid FROM outbox"
                   "  WHERE state IN ('failed', 'undone', 'discarded'))",
                   "i", moment->now))
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
  while (pf_db_step (stmt, &found, error) && found)
    {
      gint64 until = sqlite3_column_int64 (stmt, 1);
      g_hash_table_insert (blocks, pf_db_column_text (stmt, 0), g_memdup2 (&until, sizeof until));
    }
  return g_steal_pointer (&blocks);
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
  return op == PF_OP_CREATE_PIN || op == PF_OP_DELETE_PIN ? account->can_pins : account->can_boards;
}

/* Compare-and-set: only a row that nobody has can be taken (safety.md PQ-4). */
static gboolean
take_lease (
    sqlite3 *db, const PfOutboxMoment *moment, const char *uuid, gboolean *taken, GError **error)
{
  if (!pf_db_exec (db, error,
                   "UPDATE outbox SET state = 'sending', lease_owner = ?1, lease_until = ?2,"
                   " sent_at = NULL, attempts = attempts + 1, modified_at = ?3"
                   " WHERE uuid = ?4 AND state = 'queued' AND lease_owner IS NULL",
                   "siis", moment->owner, moment->now + PF_OUTBOX_LEASE_US, moment->now, uuid))
    return FALSE;
  *taken = sqlite3_changes (db) == 1;
  return TRUE;
}

typedef struct
{
  char *uuid, *connection_id, *board_uuid;
  PfOutboxOp op;
  gboolean look;
  gint64 not_before;
} Candidate;

static void
candidate_free (Candidate *self)
{
  g_free (self->uuid);
  g_free (self->connection_id);
  g_free (self->board_uuid);
  g_free (self);
}

static GPtrArray *
find_candidates (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)candidate_free);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error,
      "SELECT o.uuid, o.connection_id, o.board_uuid, o.op, o.state, o.not_before FROM outbox o"
      " LEFT JOIN outbox p ON p.uuid = o.depends_on WHERE o.state = 'unknown' OR"
      " (o.state = 'queued' AND (o.depends_on IS NULL OR p.state = 'done')) ORDER BY o.seq",
      "");
  gboolean more = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &more, error))
    {
      Candidate *candidate;

      if (!more)
        return g_steal_pointer (&found);
      candidate = g_new0 (Candidate, 1);
      candidate->uuid = pf_db_column_text (stmt, 0);
      candidate->connection_id = pf_db_column_text (stmt, 1);
      candidate->board_uuid = pf_db_column_text (stmt, 2);
      candidate->op = pf_outbox_op_from_string ((const char *)sqlite3_column_text (stmt, 3));
      candidate->look = g_strcmp0 ((const char *)sqlite3_column_text (stmt, 4), "unknown") == 0;
      candidate->not_before = sqlite3_column_int64 (stmt, 5);
      g_ptr_array_add (found, candidate);
    }
  return NULL;
}

static gboolean
consider (sqlite3 *db,
          const PfOutboxMoment *moment,
          GHashTable *blocks,
          const Candidate *candidate,
          PfOutboxPlan *plan,
          GError **error)
{
  const char *connection_id = candidate->connection_id;
  const gint64 *block = g_hash_table_lookup (blocks, connection_id);
  gint64 due = candidate->not_before;
  guint load = GPOINTER_TO_UINT (g_hash_table_lookup (moment->load, connection_id));
  g_autofree char *lane
      = pf_outbox_lane (candidate->op, candidate->uuid, connection_id, candidate->board_uuid);
  PfOutboxRecord *record;
  gboolean taken = TRUE;

  if (candidate->op == PF_OP_UNKNOWN
      || !is_ready (moment, connection_id, candidate->op, candidate->look)
      || g_hash_table_contains (moment->busy_rows, candidate->uuid))
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
  if (!candidate->look && !take_lease (db, moment, candidate->uuid, &taken, error))
    return FALSE;
  if (!taken)
    return TRUE;
  record = pf_outbox_load (db, candidate->uuid, error);
  if (record == NULL)
    return FALSE;
  plan->changed |= !candidate->look;
  g_ptr_array_add (plan->chosen, record);
  g_hash_table_insert (moment->load, g_strdup (connection_id), GUINT_TO_POINTER (load + 1));
  g_hash_table_add (moment->busy_lanes, g_steal_pointer (&lane));
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
  plan->wake_at = G_MAXINT64;
  if (!promote_rows (db, moment, &plan->changed, error))
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
