/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-batches.h"
#include "core/outbox/pf-outbox-private.h"

/* Where batches stand. */

/**
 * pf_batch_progress_free:
 * @self: (transfer full): a progress
 *
 * Frees it.
 */
void
pf_batch_progress_free (PfBatchProgress *self)
{
  g_free (self->batch_id);
  g_free (self->words);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static PfBatchProgress *
new_progress (const char *batch_id, char *words)
{
  PfBatchProgress *progress = g_new0 (PfBatchProgress, 1);

  progress->batch_id = g_strdup (batch_id);
  progress->words = words != NULL ? words : g_strdup ("");
  progress->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_row_unref);
  return progress;
}

static void
count (PfBatchProgress *progress, PfOutboxState state, guint n)
{
  progress->n_total += n;
  switch (state)
    {
    case PF_OUTBOX_DONE:
      progress->n_done += n;
      break;
    case PF_OUTBOX_FAILED:
      progress->n_failed += n;
      break;
    case PF_OUTBOX_ASK:
      progress->n_asking += n;
      break;
    case PF_OUTBOX_UNDONE:
    case PF_OUTBOX_DISCARDED:
      progress->n_taken_back += n;
      break;
    case PF_OUTBOX_HELD:
    case PF_OUTBOX_QUEUED:
    case PF_OUTBOX_SENDING:
    case PF_OUTBOX_UNKNOWN:
    default:
      progress->n_left += n;
      break;
    }
}

/**
 * pf_outbox_do_progress:
 * @data: a #PfOutboxCommand, for a batch
 *
 * Returns: (transfer full): a #PfBatchProgress
 */
gpointer
pf_outbox_do_progress (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxCommand *command = data;
  g_autofree char *sql
      = g_strconcat (pf_outbox_select_shown, " WHERE o.batch_id = ? ORDER BY o.seq", NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (PfBatchProgress) progress
      = new_progress (command->target,
                      pf_outbox_get_text (db, &local, "SELECT words FROM batch WHERE id = ?",
                                          command->target, NULL, NULL));
  g_autoptr (sqlite3_stmt) stmt
      = local == NULL ? pf_db_prepare (db, &local, sql, "s", command->target) : NULL;
  gboolean more = TRUE;

  while (stmt != NULL && pf_db_step (stmt, &more, &local))
    {
      PfOutboxRecord *record;

      if (!more)
        return pf_outbox_is_undo (db, progress->batch_id, &progress->is_undo, error)
                   ? g_steal_pointer (&progress)
                   : NULL;
      record = pf_outbox_record_from_stmt (stmt);
      count (progress, record->row.state, 1);
      g_ptr_array_add (progress->rows, &record->row);
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
mark_undos (sqlite3 *db, GPtrArray *batches, GError **error)
{
  for (guint i = 0; i < batches->len; i++)
    {
      PfBatchProgress *progress = batches->pdata[i];

      if (!pf_outbox_is_undo (db, progress->batch_id, &progress->is_undo, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * pf_outbox_do_list_batches:
 * @data: a #PfOutboxCommand
 *
 * Returns: (transfer full) (element-type PfBatchProgress): those that are not over, oldest first
 */
gpointer
pf_outbox_do_list_batches (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) batches
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_batch_progress_free);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT o.batch_id, b.words, o.state, COUNT (*) FROM outbox o"
                       " LEFT JOIN batch b ON b.id = o.batch_id"
                       " WHERE o.batch_id IN (SELECT batch_id FROM outbox WHERE state NOT IN"
                       "  ('done', 'undone', 'discarded'))"
                       " AND (SELECT COUNT (*) > 1 OR MAX (op) = 'merge-board' FROM outbox"
                       "  WHERE batch_id = o.batch_id)"
                       " GROUP BY o.batch_id, o.state ORDER BY MIN (o.created_at), o.batch_id",
                       "");
  gboolean more = TRUE;

  while (stmt != NULL && pf_db_step (stmt, &more, error))
    {
      PfBatchProgress *last = batches->len > 0 ? batches->pdata[batches->len - 1] : NULL;
      const char *id;

      if (!more)
        return mark_undos (db, batches, error) ? g_steal_pointer (&batches) : NULL;
      id = (const char *)sqlite3_column_text (stmt, 0);
      if (last == NULL || g_strcmp0 (last->batch_id, id) != 0)
        {
          last = new_progress (id, pf_db_column_text (stmt, 1));
          g_ptr_array_add (batches, last);
        }
      count (last, pf_outbox_state_from_string ((const char *)sqlite3_column_text (stmt, 2)),
             (guint)sqlite3_column_int (stmt, 3));
    }
  return NULL;
}

static void
on_pointer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer value = pf_outbox_run_finish (self, source, result, &error);

  if (value == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, g_task_get_task_data (task));
}

/**
 * pf_outbox_get_progress_async:
 * @self: an outbox
 * @batch_id: a batch
 * @cancellable: (nullable): a cancellable
 * @callback: called with where it stands
 * @user_data: for @callback
 *
 * Reads a batch with its rows.
 */
void
pf_outbox_get_progress_async (PfOutbox *self,
                              const char *batch_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_outbox_get_progress_async);
  g_task_set_task_data (task, pf_batch_progress_free, NULL);
  pf_outbox_run (self, PF_DB_READ, pf_outbox_do_progress,
                 pf_outbox_command_new (batch_id, self->owner, pf_outbox_now (self)),
                 (GDestroyNotify)pf_outbox_command_free, (GDestroyNotify)pf_batch_progress_free,
                 on_pointer, task);
}

/**
 * pf_outbox_get_progress_finish:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full): where it stands
 */
PfBatchProgress *
pf_outbox_get_progress_finish (PfOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_outbox_list_batches_async:
 * @self: an outbox
 * @cancellable: (nullable): a cancellable
 * @callback: called with the batches
 * @user_data: for @callback
 *
 * Reads which batches are not over.
 */
void
pf_outbox_list_batches_async (PfOutbox *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_outbox_list_batches_async);
  g_task_set_task_data (task, g_ptr_array_unref, NULL);
  pf_outbox_run (self, PF_DB_READ, pf_outbox_do_list_batches,
                 pf_outbox_command_new (NULL, self->owner, pf_outbox_now (self)),
                 (GDestroyNotify)pf_outbox_command_free, (GDestroyNotify)g_ptr_array_unref,
                 on_pointer, task);
}

/**
 * pf_outbox_list_batches_finish:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfBatchProgress): oldest first, without their rows
 */
GPtrArray *
pf_outbox_list_batches_finish (PfOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
