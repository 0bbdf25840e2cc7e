/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-batches.h"
#include "core/outbox/pf-outbox-schedule.h"

#include <glib/gi18n-lib.h>

/* Undo of a batch, in one transaction. What has not left is taken back; for what may have
 * left a row of the opposite is added, in a batch of its own, so that Undo of that one is
 * Redo: it takes the opposite back, and brings back what was taken back. */

/**
 * pf_undo_report_free:
 * @self: (transfer full): a report
 *
 * Frees it.
 */
void
pf_undo_report_free (PfUndoReport *self)
{
  g_free (self->words);
  g_free (self->batch_id);
  g_ptr_array_unref (self->lost);
  g_free (self);
}

typedef struct
{
  const PfOutboxCommand *command;
  PfUndoReport *report;
  GHashTable *again;  /* local UUID of what was deleted -> of what is made in its place */
  GHashTable *makers; /* local UUID of what is made -> its row */
  guint n_drafts, n_taken, n_on_way, n_done, n_deleting, n_deleted, n_back, n_again, n_restored;
  guint n_changed_drafts;
  gboolean redo; /* what is undone is itself an Undo, and not a Redo */
} Undo;

static gboolean
has_left (const PfOutboxRow *row)
{
  return row->state == PF_OUTBOX_QUEUED || row->state == PF_OUTBOX_SENDING
         || row->state == PF_OUTBOX_UNKNOWN || row->state == PF_OUTBOX_ASK
         || row->state == PF_OUTBOX_DONE;
}

/* Honest words: what may be live is said to be (safety.md PQ-8). The worst first. */
static char *
make_words (const Undo *undo)
{
  guint n_lost = undo->report->lost->len;

  if (undo->redo && undo->n_on_way + undo->n_changed_drafts == 0)
    {
      if (undo->n_back + undo->n_done > 0)
        return g_strdup (_ ("Pinfold is doing it again."));
      if (undo->n_restored + undo->n_taken > 0)
        return g_strdup (_ ("Done again."));
    }
  if (undo->n_again > 0 && n_lost > 0)
    return g_strdup_printf (ngettext ("Pinfold is making it again. %u pin cannot come back.",
                                      "Pinfold is making it again. %u pins cannot come back.",
                                      n_lost),
                            n_lost);
  if (undo->n_again > 0)
    return g_strdup (_ ("Pinfold is making it again."));
  if (undo->n_deleted > 0)
    return g_strdup (_ ("It is already deleted and cannot be brought back."));
  if (undo->n_deleting > 0)
    return g_strdup (_ ("Too late to stop: it may already be deleted."));
  if (undo->n_on_way > 0)
    return g_strdup (_ ("It was already on its way and may show up. "
                        "Pinfold deletes it as soon as it is found there."));
  if (undo->n_done > 0)
    return g_strdup (_ ("It had already gone through. Pinfold is deleting it."));
  if (undo->n_back + undo->n_restored > 0)
    return g_strdup (_ ("It had already gone through. Pinfold is putting it back."));
  if (undo->n_changed_drafts > 0)
    return g_strdup (_ ("The draft was changed meanwhile and is kept."));
  if (undo->n_drafts > 0)
    return g_strdup (ngettext ("Taken back. It is a draft again.",
                               "Taken back. They are drafts again.", undo->n_drafts));
  if (undo->n_taken > 0)
    return g_strdup (_ ("Taken back."));
  return g_strdup (_ ("There is nothing left to undo."));
}

static PfOutboxRecord *
new_inverse (const Undo *undo, const PfOutboxRecord *of, PfOutboxOp op, const char *about)
{
  g_autofree char *uuid = pf_outbox_derive_uuid (undo->command->seed, about);
  PfOutboxRecord *record
      = pf_outbox_record_beside (of, op, uuid, undo->command->seed, undo->command->now);

  record->inverse = TRUE;
  return record;
}

/* A second Undo adds no second opposite. */
static gboolean
is_undone_already (sqlite3 *db, const PfOutboxRow *row, gboolean *already, GError **error)
{
  g_autoptr (GError) local = NULL;

  *already = pf_db_get_int (db, &local,
                            "SELECT COUNT (*) FROM batch b JOIN outbox o ON o.batch_id = b.id"
                            " WHERE b.undoes = ?1 AND o.source_row = ?2"
                            " AND o.state NOT IN ('failed', 'discarded', 'undone')",
                            "ss", row->batch_id, row->uuid)
             > 0;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
insert (sqlite3 *db, const PfOutboxRecord *record, const PfOutboxRecord *of, GError **error)
{
  return pf_outbox_insert (db, record, error)
         && pf_db_exec (db, error, "UPDATE outbox SET source_row = ? WHERE uuid = ?", "ss",
                        of->row.uuid, record->row.uuid);
}

/* What has not come to an end is waited for. */
static void
wait_for (PfOutboxRecord *record, const PfOutboxRecord *of)
{
  if (of->row.state != PF_OUTBOX_DONE || pf_outbox_op_is_create (of->row.op))
    record->row.depends_on = g_strdup (of->row.uuid);
}

static gboolean
undo_create (sqlite3 *db, Undo *undo, const PfOutboxRecord *of, GError **error)
{
  const PfOutboxRow *row = &of->row;
  PfOutboxOp op = PF_OP_DELETE_PIN;
  g_autoptr (PfOutboxRecord) record = NULL;

  if (row->op == PF_OP_CREATE_BOARD)
    op = PF_OP_DELETE_BOARD;
  else if (row->op == PF_OP_CREATE_SECTION)
    op = PF_OP_DELETE_SECTION;
  record = new_inverse (undo, of, op, row->uuid);
  record->row.object_uuid = g_strdup (row->object_uuid);
  record->row.board_uuid = g_strdup (row->board_uuid);
  record->row.section_uuid = g_strdup (row->section_uuid);
  record->row.remote_id = g_strdup (row->remote_id);
  record->row.name = g_strdup (row->name);
  record->row.description = g_strdup (row->description);
  record->row.privacy = row->privacy;
  record->row.title = g_strdup (row->title);
  /* Things may have been put into it since. */
  record->listing = op != PF_OP_DELETE_PIN;
  wait_for (record, of);
  undo->n_done += row->state == PF_OUTBOX_DONE;
  undo->n_on_way += row->state != PF_OUTBOX_DONE;
  return insert (db, record, of, error);
}

static const char *
place_again (const Undo *undo, const char *uuid)
{
  const char *again = uuid != NULL ? g_hash_table_lookup (undo->again, uuid) : NULL;

  return again != NULL ? again : uuid;
}

static gboolean
undo_update (sqlite3 *db, Undo *undo, const PfOutboxRecord *of, GError **error)
{
  const PfOutboxRow *row = &of->row;
  g_autoptr (PfOutboxRecord) record = NULL;
  const char *maker;

  if (of->before == NULL || of->before->fields == 0)
    return TRUE;
  record = new_inverse (undo, of, row->op, row->uuid);
  record->row.object_uuid = g_strdup (row->object_uuid);
  record->row.remote_id = g_strdup (row->remote_id);
  record->row.title = g_strdup (row->title);
  record->row.name = g_strdup (row->name);
  record->changes = pf_changes_copy (of->before);
  record->before = pf_changes_copy (of->changes);
  record->before->fields = of->before->fields;
  if (row->op == PF_OP_UPDATE_PIN)
    {
      record->row.board_uuid = g_strdup (place_again (undo, of->before->board_uuid));
      record->row.section_uuid = g_strdup (place_again (undo, of->before->section_uuid));
      if ((record->changes->fields & PF_CHANGE_BOARD) != 0)
        {
          g_free (record->changes->board_uuid);
          g_free (record->changes->section_uuid);
          record->changes->board_uuid = g_strdup (record->row.board_uuid);
          record->changes->section_uuid = g_strdup (record->row.section_uuid);
        }
      g_free (record->before->board_uuid);
      g_free (record->before->section_uuid);
      record->before->board_uuid = g_strdup (row->board_uuid);
      record->before->section_uuid = g_strdup (row->section_uuid);
    }
  else
    {
      record->row.board_uuid = g_strdup (row->board_uuid);
      record->row.section_uuid = g_strdup (row->section_uuid);
    }
  wait_for (record, of);
  maker = record->row.section_uuid != NULL
              ? g_hash_table_lookup (undo->makers, record->row.section_uuid)
              : NULL;
  if (maker == NULL && record->row.board_uuid != NULL)
    maker = g_hash_table_lookup (undo->makers, record->row.board_uuid);
  if (maker != NULL && record->row.depends_on == NULL)
    record->row.depends_on = g_strdup (maker);
  undo->n_back++;
  return insert (db, record, of, error);
}

static char *
find_local (
    sqlite3 *db, const PfOutboxRow *row, const char *kind, const char *remote, GError **error)
{
  return pf_outbox_get_text (
      db, error, "SELECT uuid FROM object WHERE connection_id = ? AND kind = ? AND remote_id = ?",
      row->connection_id, kind, remote);
}

/* Makes a section in place of a deleted one. */
static gboolean
make_section (sqlite3 *db,
              Undo *undo,
              const PfOutboxRecord *of,
              const char *id,
              const char *name,
              const char *old_uuid,
              const char *board_uuid,
              const char *depends_on,
              GError **error)
{
  g_autofree char *about = g_strconcat (of->row.uuid, "/section/", id, NULL);
  g_autofree char *object = g_strconcat (about, "/object", NULL);
  g_autoptr (PfOutboxRecord) record = new_inverse (undo, of, PF_OP_CREATE_SECTION, about);

  record->row.object_uuid = pf_outbox_derive_uuid (undo->command->seed, object);
  record->row.board_uuid = g_strdup (board_uuid);
  record->row.name = g_strdup (name);
  record->row.depends_on = g_strdup (depends_on);
  g_hash_table_insert (undo->makers, g_strdup (record->row.object_uuid),
                       g_strdup (record->row.uuid));
  if (old_uuid != NULL)
    g_hash_table_insert (undo->again, g_strdup (old_uuid), g_strdup (record->row.object_uuid));
  return insert (db, record, of, error);
}

static void
note_lost (Undo *undo, const PfOutboxRecord *of)
{
  for (guint i = 0; of->listed_pins != NULL && i < of->listed_pins->len; i++)
    {
      const PfOutboxListed *pin = of->listed_pins->pdata[i];

      g_ptr_array_add (undo->report->lost,
                       g_strdup (pin->name != NULL ? pin->name : _ ("Untitled pin")));
    }
}

/* A board that was deleted, with its sections, under new names. */
static gboolean
remake_board (sqlite3 *db, Undo *undo, const PfOutboxRecord *of, GError **error)
{
  const PfOutboxRow *row = &of->row;
  g_autofree char *about = g_strconcat (row->uuid, "/board", NULL);
  g_autofree char *object = g_strconcat (about, "/object", NULL);
  g_autoptr (PfOutboxRecord) record = new_inverse (undo, of, PF_OP_CREATE_BOARD, about);

  if (row->name == NULL || row->name[0] == '\0')
    {
      undo->n_deleted++;
      return TRUE;
    }
  record->row.object_uuid = pf_outbox_derive_uuid (undo->command->seed, object);
  record->row.name = g_strdup (row->name);
  record->row.description = g_strdup (row->description);
  record->row.privacy = row->privacy == PF_PRIVACY_PROTECTED ? PF_PRIVACY_SECRET : row->privacy;
  g_hash_table_insert (undo->again, g_strdup (row->object_uuid),
                       g_strdup (record->row.object_uuid));
  g_hash_table_insert (undo->makers, g_strdup (record->row.object_uuid),
                       g_strdup (record->row.uuid));
  undo->n_again++;
  if (!insert (db, record, of, error))
    return FALSE;
  for (guint i = 0; of->listed_sections != NULL && i < of->listed_sections->len; i++)
    {
      const PfOutboxListed *section = of->listed_sections->pdata[i];
      g_autoptr (GError) local = NULL;
      g_autofree char *old = find_local (db, row, "section", section->id, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!make_section (db, undo, of, section->id, section->name, old, record->row.object_uuid,
                         record->row.uuid, error))
        return FALSE;
    }
  note_lost (undo, of);
  return TRUE;
}

/* It may have left, and be done or not; it is not sent again. What is on its way just now
 * ends by itself, and learns of this then. */
static gboolean
stop_delete (sqlite3 *db, Undo *undo, const PfOutboxRow *row, GError **error)
{
  undo->n_deleting++;
  return (row->state != PF_OUTBOX_QUEUED
          || pf_outbox_set_row_state (db, row, PF_OUTBOX_UNDONE, undo->command->now, error))
         && pf_db_exec (db, error,
                        "UPDATE outbox SET undone_by = ? WHERE uuid = ? AND undone_by IS NULL",
                        "ss", undo->command->seed, row->uuid);
}

static gboolean
undo_delete (sqlite3 *db, Undo *undo, const PfOutboxRecord *of, GError **error)
{
  const PfOutboxRow *row = &of->row;

  if (row->state != PF_OUTBOX_DONE)
    return stop_delete (db, undo, row, error);
  if (row->op == PF_OP_DELETE_PIN)
    {
      undo->n_deleted++;
      g_ptr_array_add (undo->report->lost,
                       g_strdup (row->title != NULL && row->title[0] != '\0' ? row->title
                                                                             : _ ("Untitled pin")));
      return TRUE;
    }
  /* What a row of ours made and another took back is made again by Redo all the same. */
  if (row->op == PF_OP_DELETE_BOARD || row->op == PF_OP_MERGE_BOARD)
    return remake_board (db, undo, of, error);
  undo->n_again++;
  note_lost (undo, of);
  return make_section (db, undo, of, row->object_uuid, row->name, row->object_uuid,
                       place_again (undo, row->board_uuid), NULL, error);
}

/* What was to be changed of a board or section that will not be: Redo wants both again. */
static gboolean
take_back_edits (sqlite3 *db, const Undo *undo, const PfOutboxRow *row, GError **error)
{
  if (row->op != PF_OP_CREATE_BOARD && row->op != PF_OP_CREATE_SECTION)
    return TRUE;
  return pf_db_exec (db, error,
                     "UPDATE outbox SET state = 'undone', lease_owner = NULL, lease_until = NULL,"
                     " undone_by = ?1, not_before = ?2, modified_at = ?2"
                     " WHERE depends_on = ?3 AND object_uuid = ?4 AND op LIKE 'update-%'"
                     " AND state IN ('held', 'queued', 'failed')",
                     "siss", undo->command->seed, undo->command->now, row->uuid, row->object_uuid);
}

static gboolean
undo_row (sqlite3 *db, Undo *undo, const PfOutboxRecord *record, GError **error)
{
  const PfOutboxRow *row = &record->row;
  gint64 now = undo->command->now;
  gboolean already = FALSE;

  /* What was refused is not wanted any more either: nobody shall try it again. */
  if (pf_outbox_is_here (row) || row->state == PF_OUTBOX_FAILED)
    {
      undo->n_taken++;
      if (row->op == PF_OP_CREATE_PIN)
        {
          undo->n_drafts++;
          if (!pf_outbox_make_draft (db, record, NULL, now, error))
            return FALSE;
        }
      PF_FAULT_POINT ("outbox/undo/drafted");
      return take_back_edits (db, undo, row, error)
             && pf_outbox_set_row_state (db, row, PF_OUTBOX_UNDONE, now, error)
             && pf_db_exec (db, error, "UPDATE outbox SET undone_by = ? WHERE uuid = ?", "ss",
                            undo->command->seed, row->uuid);
    }
  if (!has_left (row))
    return TRUE;
  if (!is_undone_already (db, row, &already, error))
    return FALSE;
  if (pf_outbox_op_is_create (row->op))
    {
      if (!already)
        return undo_create (db, undo, record, error);
      undo->n_done += row->state == PF_OUTBOX_DONE;
      undo->n_on_way += row->state != PF_OUTBOX_DONE;
      return TRUE;
    }
  if (already)
    return TRUE;
  if (pf_outbox_op_is_update (row->op))
    return undo_update (db, undo, record, error);
  return undo_delete (db, undo, record, error);
}

/* Redo: what the batch took back before it left goes out after all. */
static gboolean
restore_row (sqlite3 *db, Undo *undo, const PfOutboxRecord *record, GError **error)
{
  const PfOutboxRow *row = &record->row;
  gint64 now = undo->command->now;
  gint64 hold
      = pf_outbox_op_is_delete (row->op) ? PF_OUTBOX_HOLD_DELETE_US : PF_OUTBOX_HOLD_CREATE_US;

  if (row->op == PF_OP_CREATE_PIN)
    {
      /* Only if its draft is as it was made. */
      if (!pf_db_exec (db, error,
                       "DELETE FROM draft WHERE uuid = ?1 AND modified_at ="
                       " (SELECT modified_at FROM outbox WHERE uuid = ?2)",
                       "ss", row->object_uuid, row->uuid))
        return FALSE;
      if (sqlite3_changes (db) == 0)
        {
          undo->n_changed_drafts++;
          return TRUE;
        }
    }
  undo->n_restored++;
  return pf_db_exec (db, error,
                     "UPDATE outbox SET state = 'held', undone_by = NULL, not_before = ?1,"
                     " lease_owner = ?2, sent_at = NULL, modified_at = ?3, batch_id = ?4"
                     " WHERE uuid = ?5",
                     "isiss", now + hold, undo->command->owner, now, undo->command->seed,
                     row->uuid);
}

static GPtrArray *
find_rows (sqlite3 *db, const char *sql, const char *batch_id, GError **error)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, "s", batch_id);
  gboolean more = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &more, error))
    {
      if (!more)
        return g_steal_pointer (&uuids);
      g_ptr_array_add (uuids, pf_db_column_text (stmt, 0));
    }
  return NULL;
}

typedef gboolean (*RowFunc) (sqlite3 *db, Undo *undo, const PfOutboxRecord *record, GError **error);

static gboolean
for_rows (sqlite3 *db, Undo *undo, const char *sql, RowFunc func, GError **error)
{
  g_autoptr (GPtrArray) uuids = find_rows (db, sql, undo->command->target, error);

  if (uuids == NULL)
    return FALSE;
  for (guint i = 0; i < uuids->len; i++)
    {
      /* One by one: taking a board back changes what its pins depend on. */
      g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, uuids->pdata[i], error);

      if (record == NULL || !func (db, undo, record, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
pf_outbox_is_undo (sqlite3 *db, const char *id, gboolean *is_undo, GError **error)
{
  g_autoptr (GError) local = NULL;

  *is_undo = pf_db_get_int (db, &local,
                            "WITH RECURSIVE c (id, n) AS (SELECT undoes, 1 FROM batch WHERE id = ?"
                            " AND undoes IS NOT NULL UNION ALL SELECT b.undoes, n + 1"
                            " FROM batch b JOIN c ON b.id = c.id WHERE b.undoes IS NOT NULL)"
                            " SELECT COALESCE (MAX (n), 0) % 2 FROM c",
                            "s", id)
             > 0;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
undo_batch (sqlite3 *db, Undo *undo, GError **error)
{
  const PfOutboxCommand *command = undo->command;
  g_autoptr (GError) local = NULL;
  g_autofree char *words = pf_outbox_get_text (db, &local, "SELECT words FROM batch WHERE id = ?",
                                               command->target, NULL, NULL);

  if (local == NULL)
    pf_outbox_is_undo (db, command->target, &undo->redo, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* Deleted boards and sections first, in order: what moves back needs them. What was put
   * into a thing that was made comes out of it before that is deleted: the last first. */
  return pf_outbox_keep_batch (db, command->seed, words != NULL ? words : "", command->target,
                               command->now, error)
         && for_rows (db, undo,
                      "SELECT uuid FROM outbox WHERE batch_id = ? AND (op LIKE 'delete-%'"
                      " OR op = 'merge-board') ORDER BY seq",
                      undo_row, error)
         && for_rows (db, undo,
                      "SELECT uuid FROM outbox WHERE batch_id = ? AND op LIKE 'update-%'"
                      " ORDER BY seq DESC",
                      undo_row, error)
         && for_rows (db, undo,
                      "SELECT uuid FROM outbox WHERE batch_id = ? AND (op LIKE 'create-%'"
                      " OR op = 'save-pin') ORDER BY seq DESC",
                      undo_row, error)
         && pf_db_exec (db, error,
                        "UPDATE outbox SET undone_by = NULL WHERE undone_by = ?"
                        " AND state = 'sending'",
                        "s", command->target)
         && for_rows (db, undo,
                      "SELECT uuid FROM outbox WHERE undone_by = ? AND state = 'undone'"
                      " ORDER BY seq",
                      restore_row, error);
}

/**
 * pf_outbox_do_undo:
 * @data: a #PfOutboxCommand, for a batch
 *
 * Returns: (transfer full): a #PfUndoReport
 */
gpointer
pf_outbox_do_undo (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  Undo undo = { .command = command };
  gboolean ok;

  undo.report = g_new0 (PfUndoReport, 1);
  undo.report->batch_id = g_strdup (command->seed);
  undo.report->lost = g_ptr_array_new_with_free_func (g_free);
  undo.again = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  undo.makers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ok = undo_batch (db, &undo, error);
  PF_FAULT_POINT ("outbox/undo/before-commit");
  undo.report->words = make_words (&undo);
  g_hash_table_unref (undo.again);
  g_hash_table_unref (undo.makers);
  if (ok)
    return undo.report;
  pf_undo_report_free (undo.report);
  return NULL;
}
