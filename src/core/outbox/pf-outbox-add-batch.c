/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-batches.h"
#include "core/outbox/pf-outbox-schedule.h"

#include <glib/gi18n-lib.h>

/* Adding a batch: all its rows in one transaction, each resolved against what is there. */

void
pf_batch_command_free (PfBatchCommand *self)
{
  pf_batch_unref (self->batch);
  g_free (self->connection_id);
  g_free (self->service);
  g_free (self->account_id);
  g_free (self->owner);
  g_hash_table_unref (self->remotes);
  g_free (self);
}

gboolean
pf_outbox_keep_batch (
    sqlite3 *db, const char *id, const char *words, const char *undoes, gint64 now, GError **error)
{
  return pf_db_exec (db, error,
                     "INSERT OR REPLACE INTO batch (id, words, undoes, created_at)"
                     " VALUES (?, ?, ?, ?)",
                     "sssi", id, words, undoes, now);
}

PfOutboxRecord *
pf_outbox_record_beside (
    const PfOutboxRecord *of, PfOutboxOp op, const char *uuid, const char *batch_id, gint64 now)
{
  PfOutboxRecord *record = pf_outbox_record_new ();
  PfOutboxRow *row = &record->row;

  row->uuid = g_strdup (uuid);
  row->op = op;
  row->state = PF_OUTBOX_QUEUED;
  row->connection_id = g_strdup (of->row.connection_id);
  row->batch_id = g_strdup (batch_id);
  row->created_at = row->not_before = now;
  record->service = g_strdup (of->service);
  record->account_id = g_strdup (of->account_id);
  return record;
}

static const char *
find_remote (const PfBatchCommand *command, const char *uuid)
{
  return uuid != NULL ? g_hash_table_lookup (command->remotes, uuid) : NULL;
}

/* Gives a thing its local name, and the row the create it has to wait for. */
static gboolean
resolve (sqlite3 *db,
         const PfBatchCommand *command,
         const char *kind,
         const char *remote_id,
         char **uuid,
         char **depends_on,
         GError **error)
{
  g_autofree char *known = NULL;
  g_autoptr (GError) local = NULL;

  if (*uuid == NULL)
    return TRUE;
  if (remote_id == NULL)
    remote_id = find_remote (command, *uuid);
  if (remote_id != NULL)
    return pf_outbox_bind_known (db, command->connection_id, kind, remote_id, uuid, error);
  known = pf_outbox_get_text (db, &local, "SELECT remote_id FROM object WHERE uuid = ?", *uuid,
                              NULL, NULL);
  if (known == NULL && local == NULL)
    {
      g_free (*depends_on);
      *depends_on = pf_outbox_get_text (
          db, &local,
          "SELECT uuid FROM outbox WHERE object_uuid = ? AND (op LIKE 'create-%' OR op ="
          " 'save-pin') AND state NOT IN ('undone', 'discarded') ORDER BY seq DESC",
          *uuid, NULL, NULL);
      if (*depends_on == NULL && local == NULL)
        local = g_error_new_literal (PF_ERROR, PF_ERROR_NOT_FOUND,
                                     _ ("What this is about is not there any more."));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The place that @changes moves to is the row's own. */
static void
copy_place (PfOutboxRecord *record)
{
  PfChanges *changes = record->changes;

  if ((changes->fields & PF_CHANGE_BOARD) == 0)
    return;
  g_free (changes->board_uuid);
  g_free (changes->section_uuid);
  changes->board_uuid = g_strdup (record->row.board_uuid);
  changes->section_uuid = g_strdup (record->row.section_uuid);
}

static gboolean
resolve_update_pin (sqlite3 *db,
                    const PfBatchCommand *command,
                    PfOutboxRecord *record,
                    char **depends_on,
                    GError **error)
{
  PfOutboxRow *row = &record->row;
  gboolean moves = (record->changes->fields & PF_CHANGE_BOARD) != 0;

  /* Where it was need not be resolvable: a row that cannot go back is not less of a move. */
  if (record->board_remote != NULL && record->before->board_uuid != NULL
      && !pf_outbox_bind_known (db, row->connection_id, "board", record->board_remote,
                                &record->before->board_uuid, error))
    return FALSE;
  if (record->section_remote != NULL && record->before->section_uuid != NULL
      && !pf_outbox_bind_known (db, row->connection_id, "section", record->section_remote,
                                &record->before->section_uuid, error))
    return FALSE;
  if (!moves)
    {
      g_free (row->board_uuid);
      g_free (row->section_uuid);
      row->board_uuid = g_strdup (record->before->board_uuid);
      row->section_uuid = g_strdup (record->before->section_uuid);
      return TRUE;
    }
  if (!resolve (db, command, "board", NULL, &row->board_uuid, depends_on, error)
      || !resolve (db, command, "section", NULL, &row->section_uuid, depends_on, error))
    return FALSE;
  copy_place (record);
  return TRUE;
}

static gboolean
resolve_place (sqlite3 *db,
               const PfBatchCommand *command,
               PfOutboxRecord *record,
               char **depends_on,
               GError **error)
{
  PfOutboxRow *row = &record->row;

  switch (row->op)
    {
    case PF_OP_UPDATE_PIN:
      return resolve_update_pin (db, command, record, depends_on, error);
    case PF_OP_SAVE_PIN:
      return resolve (db, command, "board", NULL, &row->board_uuid, depends_on, error)
             && resolve (db, command, "section", NULL, &row->section_uuid, depends_on, error)
             && pf_outbox_bind_known (db, row->connection_id, "pin", record->source_remote,
                                      &record->source_uuid, error);
    case PF_OP_CREATE_SECTION:
    case PF_OP_UPDATE_SECTION:
    case PF_OP_DELETE_SECTION:
      return resolve (db, command, "board", record->board_remote, &row->board_uuid, depends_on,
                      error);
    case PF_OP_MERGE_BOARD:
      return resolve (db, command, "board", NULL, &record->source_uuid, depends_on, error);
    case PF_OP_DELETE_PIN:
    case PF_OP_CREATE_BOARD:
    case PF_OP_UPDATE_BOARD:
    case PF_OP_DELETE_BOARD:
    case PF_OP_CREATE_PIN:
    case PF_OP_UNKNOWN:
    default:
      return TRUE;
    }
}

static gboolean
resolve_object (sqlite3 *db,
                const PfBatchCommand *command,
                PfOutboxRecord *record,
                char **depends_on,
                GError **error)
{
  PfOutboxRow *row = &record->row;
  const char *kind = pf_outbox_op_get_kind (row->op);

  if (pf_outbox_op_is_create (row->op))
    return TRUE;
  if (!resolve (db, command, kind, row->remote_id, &row->object_uuid, depends_on, error))
    return FALSE;
  if (row->remote_id == NULL)
    row->remote_id = g_strdup (find_remote (command, row->object_uuid));
  if (g_str_equal (kind, "board"))
    {
      g_free (row->board_uuid);
      row->board_uuid = g_strdup (row->object_uuid);
    }
  else if (g_str_equal (kind, "section"))
    {
      g_free (row->section_uuid);
      row->section_uuid = g_strdup (row->object_uuid);
    }
  return TRUE;
}

/* What is on its way out is not changed any more, and not deleted twice. */
static gboolean
is_leaving (sqlite3 *db, const PfOutboxRow *row, gboolean *leaving, GError **error)
{
  g_autoptr (GError) local = NULL;

  *leaving = !pf_outbox_op_is_create (row->op)
             && pf_db_get_int (db, &local,
                               "SELECT COUNT (*) FROM outbox WHERE object_uuid = ?"
                               " AND (op LIKE 'delete-%' OR op = 'merge-board')"
                               " AND state NOT IN ('failed', 'undone', 'discarded')",
                               "s", row->object_uuid)
                    > 0;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
add_row (sqlite3 *db,
         const PfBatchCommand *command,
         PfOutboxRecord *record,
         guint *n_added,
         GError **error)
{
  PfOutboxRow *row = &record->row;
  gboolean leaving = FALSE;

  row->connection_id = g_strdup (command->connection_id);
  row->state = PF_OUTBOX_HELD;
  record->service = g_strdup (command->service);
  record->account_id = g_strdup (command->account_id);
  record->lease_owner = g_strdup (command->owner);
  if (!resolve_object (db, command, record, &row->depends_on, error)
      || !resolve_place (db, command, record, &row->depends_on, error)
      || !is_leaving (db, row, &leaving, error))
    return FALSE;
  if (leaving)
    return TRUE;
  (*n_added)++;
  /* An edit before this one that has not left yet waits for it: they go as one request. */
  if (pf_outbox_op_is_update (row->op)
      && !pf_db_exec (db, error,
                      "UPDATE outbox SET not_before = MAX (not_before, ?) WHERE object_uuid = ?"
                      " AND op = ? AND state = 'held'",
                      "iss", row->not_before, row->object_uuid, pf_outbox_op_to_string (row->op)))
    return FALSE;
  return pf_outbox_insert (db, record, error);
}

/**
 * pf_outbox_do_enqueue_batch:
 * @data: a #PfBatchCommand
 *
 * Returns: PF_DB_OK
 */
gpointer
pf_outbox_do_enqueue_batch (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfBatchCommand *command = data;
  const PfBatch *batch = command->batch;
  gint64 hold = PF_OUTBOX_HOLD_CREATE_US;
  guint n_added = 0;

  for (guint i = 0; i < batch->records->len; i++)
    if (pf_outbox_op_is_delete (((PfOutboxRecord *)batch->records->pdata[i])->row.op))
      hold = PF_OUTBOX_HOLD_DELETE_US;
  for (guint i = 0; i < batch->records->len; i++)
    {
      PfOutboxRecord *record = batch->records->pdata[i];

      /* A batch goes together, so that it can be taken back together. */
      record->row.created_at = command->now;
      record->row.not_before = command->now + hold;
      if (!add_row (db, command, record, &n_added, error))
        return NULL;
      PF_FAULT_POINT ("outbox/batch/row-inserted");
    }
  if (n_added == 0)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_BUSY, _ ("This is already being deleted."));
      return NULL;
    }
  if (!pf_outbox_keep_batch (db, batch->id, batch->words, NULL, command->now, error))
    return NULL;
  PF_FAULT_POINT ("outbox/batch/before-commit");
  return PF_DB_OK;
}
