/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-commands.h"
#include "core/outbox/pf-outbox-settle.h"

#include <glib/gi18n-lib.h>

/* Words of the user about rows that are there. Each is one transaction. */

gboolean
pf_outbox_set_row_state (
    sqlite3 *db, const PfOutboxRow *row, PfOutboxState state, gint64 now, GError **error)
{
  return pf_db_exec (db, error,
                     "UPDATE outbox SET state = ?1, lease_owner = NULL, lease_until = NULL,"
                     " not_before = ?2, modified_at = ?2 WHERE uuid = ?3",
                     "sis", pf_outbox_state_to_string (state), now, row->uuid);
}

/* Whether nothing of it can have left, so that it is simply taken back. */
gboolean
pf_outbox_is_here (const PfOutboxRow *row)
{
  switch (row->state)
    {
    case PF_OUTBOX_HELD:
      return TRUE;
    case PF_OUTBOX_QUEUED:
    case PF_OUTBOX_SENDING:
      return row->sent_at == 0;
    case PF_OUTBOX_ASK:
      /* A delete that asks was held when its process died. */
      return !pf_outbox_op_is_create (row->op);
    case PF_OUTBOX_DONE:
    case PF_OUTBOX_FAILED:
    case PF_OUTBOX_UNKNOWN:
    case PF_OUTBOX_UNDONE:
    case PF_OUTBOX_DISCARDED:
    default:
      return FALSE;
    }
}

/**
 * pf_outbox_do_hold:
 * @data: a #PfOutboxCommand, for a batch
 *
 * Held rows wait longer: the toast has the focus. Returns: PF_DB_OK
 */
gpointer
pf_outbox_do_hold (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;

  return pf_db_exec (db, error,
                     "UPDATE outbox SET not_before = MAX (not_before, ?) WHERE batch_id = ?"
                     " AND state = 'held'",
                     "is", command->now, command->target)
             ? PF_DB_OK
             : NULL;
}

/**
 * pf_outbox_do_release:
 * @data: a #PfOutboxCommand, for a batch
 *
 * Held rows go now. Returns: PF_DB_OK
 */
gpointer
pf_outbox_do_release (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;

  return pf_db_exec (db, error,
                     "UPDATE outbox SET not_before = ? WHERE batch_id = ? AND state = 'held'", "is",
                     command->now, command->target)
             ? PF_DB_OK
             : NULL;
}

/**
 * pf_outbox_do_release_all:
 * @data: a #PfOutboxCommand
 *
 * All that this process holds goes now, by whichever process delivers. Returns: PF_DB_OK
 */
gpointer
pf_outbox_do_release_all (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;

  return pf_db_exec (db, error,
                     "UPDATE outbox SET state = 'queued', lease_owner = NULL, not_before = ?1,"
                     " modified_at = ?1 WHERE lease_owner = ?2 AND state = 'held'",
                     "is", command->now, command->owner)
             ? PF_DB_OK
             : NULL;
}

static gpointer
refuse (const PfOutboxRow *row, GError **error)
{
  const char *words = _ ("This is already over.");

  if (row->state == PF_OUTBOX_UNKNOWN || row->state == PF_OUTBOX_ASK)
    words = _ ("It may already be there. Check on the board first.");
  else if (row->state == PF_OUTBOX_SENDING || row->sent_at != 0)
    words = _ ("It is on its way and may already be there.");
  g_set_error_literal (error, PF_ERROR, PF_ERROR_BUSY, words);
  return NULL;
}

/**
 * pf_outbox_do_retry:
 * @data: a #PfOutboxCommand, for a row
 *
 * Failed, waiting or asking: again. What the service asked to wait for stays.
 *
 * Returns: (transfer full): the row
 */
gpointer
pf_outbox_do_retry (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, command->target, error);

  if (record == NULL)
    return NULL;
  if (record->row.state != PF_OUTBOX_FAILED && record->row.state != PF_OUTBOX_ASK
      && record->row.state != PF_OUTBOX_QUEUED)
    return refuse (&record->row, error);
  if (!pf_db_exec (db, error,
                   "UPDATE outbox SET not_before = CASE WHEN state = 'queued'"
                   "  AND error_kind = 'rate-limit' THEN not_before ELSE ?1 END,"
                   " sent_at = CASE WHEN state = 'queued' THEN sent_at END, state = 'queued',"
                   " lease_owner = NULL, modified_at = ?1 WHERE uuid = ?2",
                   "is", command->now, command->target))
    return NULL;
  PF_FAULT_POINT ("outbox/retry/before-commit");
  return pf_outbox_load (db, command->target, error);
}

/**
 * pf_outbox_do_discard:
 * @data: a #PfOutboxCommand, for a row
 *
 * Gives a row up. One that is on its way cannot be.
 *
 * Returns: (transfer full): the row
 */
gpointer
pf_outbox_do_discard (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, command->target, error);

  if (record == NULL)
    return NULL;
  if (!pf_outbox_is_here (&record->row) && record->row.state != PF_OUTBOX_FAILED
      && record->row.state != PF_OUTBOX_ASK && record->row.state != PF_OUTBOX_UNKNOWN)
    return refuse (&record->row, error);
  if (!pf_outbox_set_row_state (db, &record->row, PF_OUTBOX_DISCARDED, command->now, error))
    return NULL;
  return pf_outbox_load (db, command->target, error);
}

/**
 * pf_outbox_do_edit:
 * @data: a #PfOutboxCommand, for a row
 *
 * A create-pin that failed or has not left becomes a draft.
 *
 * Returns: (transfer full): the row
 */
gpointer
pf_outbox_do_edit (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, command->target, error);
  gboolean failed;

  if (record == NULL)
    return NULL;
  failed = record->row.state == PF_OUTBOX_FAILED;
  if (record->row.op != PF_OP_CREATE_PIN || (!failed && !pf_outbox_is_here (&record->row)))
    return refuse (&record->row, error);
  if (!pf_outbox_make_draft (db, record, failed ? record->row.error_message : NULL, command->now,
                             error)
      || !pf_outbox_set_row_state (db, &record->row,
                                   failed ? PF_OUTBOX_DISCARDED : PF_OUTBOX_UNDONE, command->now,
                                   error))
    return NULL;
  PF_FAULT_POINT ("outbox/edit/before-commit");
  return pf_outbox_load (db, command->target, error);
}

/**
 * pf_outbox_do_look_again:
 * @data: a #PfOutboxCommand, for a row
 *
 * Check on Board. Returns: (transfer full): the row
 */
gpointer
pf_outbox_do_look_again (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, command->target, error);

  if (record == NULL)
    return NULL;
  if (!pf_outbox_op_is_create (record->row.op)
      || (record->row.state != PF_OUTBOX_UNKNOWN && record->row.state != PF_OUTBOX_ASK))
    return refuse (&record->row, error);
  if (!pf_outbox_set_row_state (db, &record->row, PF_OUTBOX_UNKNOWN, command->now, error))
    return NULL;
  return pf_outbox_load (db, command->target, error);
}

/**
 * pf_outbox_do_mark_published:
 * @data: a #PfOutboxCommand, for a row
 *
 * The user says it is there. Of the pins that look like it, the newest is taken.
 *
 * Returns: (transfer full): the row
 */
gpointer
pf_outbox_do_mark_published (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, command->target, error);
  const char *remote_id = NULL;

  if (record == NULL)
    return NULL;
  if (!pf_outbox_op_is_create (record->row.op)
      || (record->row.state != PF_OUTBOX_UNKNOWN && record->row.state != PF_OUTBOX_ASK))
    return refuse (&record->row, error);
  if (record->candidates != NULL)
    remote_id = record->candidates[0];
  if (!pf_outbox_mark_done (db, record, remote_id, command->now, error))
    return NULL;
  return pf_outbox_load (db, command->target, error);
}

/**
 * pf_outbox_do_attempts:
 * @data: a #PfOutboxCommand, for a row
 *
 * Returns: (transfer full) (element-type PfOutboxAttempt): oldest first
 */
gpointer
pf_outbox_do_attempts (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  g_autoptr (GPtrArray) attempts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_attempt_free);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT at, outcome, message, request_id FROM outbox_attempt"
                       " WHERE outbox_uuid = ? ORDER BY number",
                       "s", command->target);
  gboolean more = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &more, error))
    {
      PfOutboxAttempt *attempt;

      if (!more)
        return g_steal_pointer (&attempts);
      attempt = g_new0 (PfOutboxAttempt, 1);
      attempt->at = sqlite3_column_int64 (stmt, 0);
      attempt->outcome = pf_db_column_text (stmt, 1);
      attempt->message = pf_db_column_text (stmt, 2);
      attempt->request_id = pf_db_column_text (stmt, 3);
      g_ptr_array_add (attempts, attempt);
    }
  return NULL;
}
