/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-batches.h"
#include "core/outbox/pf-outbox-private.h"

/* Calls about rows that are there. */

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  GError *error = NULL;
  PfUndoReport *report = pf_outbox_run_finish (self, source, result, &error);

  PF_FAULT_POINT ("outbox/undo/committed");
  if (report == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pf_outbox_touch (self);
  pf_outbox_pump (self);
  g_task_return_pointer (task, report, (GDestroyNotify)pf_undo_report_free);
}

static void
forget_hold (PfOutbox *self, const char *batch_id)
{
  gpointer id = g_hash_table_lookup (self->holds, batch_id);

  if (id != NULL)
    pf_clock_cancel (pf_context_get_clock (self->context), GPOINTER_TO_UINT (id));
  g_hash_table_remove (self->holds, batch_id);
}

/**
 * pf_outbox_undo_async:
 * @self: an outbox
 * @batch_id: what is taken back
 * @cancellable: (nullable): not used once it has begun
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * What has not left is taken back, and a pin is its draft again; for what may have
 * left a delete is queued.
 */
void
pf_outbox_undo_async (PfOutbox *self,
                      const char *batch_id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  PfOutboxCommand *command = pf_outbox_command_new (batch_id, self->owner, pf_outbox_now (self));

  command->seed = pf_random_uuid (pf_context_get_random (self->context));
  g_task_set_source_tag (task, pf_outbox_undo_async);
  g_task_set_check_cancellable (task, FALSE);
  forget_hold (self, batch_id);
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_undo, command,
                 (GDestroyNotify)pf_outbox_command_free, (GDestroyNotify)pf_undo_report_free,
                 on_undone, task);
}

/**
 * pf_outbox_undo_finish:
 * @self: an outbox
 * @result: the result
 * @words: (out) (optional) (transfer full): what happened, for a toast
 * @error: location for an error
 *
 * Returns: whether it was kept
 */
gboolean
pf_outbox_undo_finish (PfOutbox *self, GAsyncResult *result, char **words, GError **error)
{
  g_autoptr (PfUndoReport) report = pf_outbox_undo_finish_report (self, result, error);

  if (report == NULL)
    return FALSE;
  if (words != NULL)
    *words = g_steal_pointer (&report->words);
  return TRUE;
}

/**
 * pf_outbox_undo_finish_report:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full): what became of it
 */
PfUndoReport *
pf_outbox_undo_finish_report (PfOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_hold_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfOutbox) self = data;
  g_autoptr (GError) error = NULL;

  if (pf_outbox_run_finish (self, source, result, &error) == NULL)
    g_warning ("Cannot change a hold: %s", error->message);
  else
    pf_outbox_touch (self);
  pf_outbox_pump (self);
}

typedef struct
{
  PfOutbox *outbox;
  char *batch_id;
} Hold;

static void
hold_free (gpointer data)
{
  Hold *hold = data;

  g_free (hold->batch_id);
  g_free (hold);
}

static void
on_hold_timer (gpointer data)
{
  Hold *hold = data;

  g_hash_table_remove (hold->outbox->holds, hold->batch_id);
  pf_outbox_hold (hold->outbox, hold->batch_id);
}

/**
 * pf_outbox_hold:
 * @self: an outbox
 * @batch_id: what a toast is about
 *
 * The toast has the focus: Undo stays possible until pf_outbox_release(). Should
 * this process die meanwhile, the hold ends by itself.
 */
void
pf_outbox_hold (PfOutbox *self, const char *batch_id)
{
  Hold *hold;
  guint id;

  if (self->stopped || g_hash_table_contains (self->holds, batch_id))
    return;
  hold = g_new0 (Hold, 1);
  hold->outbox = self;
  hold->batch_id = g_strdup (batch_id);
  id = pf_clock_timeout (pf_context_get_clock (self->context), PF_OUTBOX_HOLD_FOCUS_US / 2,
                         on_hold_timer, hold, hold_free);
  g_hash_table_insert (self->holds, g_strdup (batch_id), GUINT_TO_POINTER (id));
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_hold,
                 pf_outbox_command_new (batch_id, self->owner,
                                        pf_outbox_now (self) + PF_OUTBOX_HOLD_FOCUS_US),
                 (GDestroyNotify)pf_outbox_command_free, NULL, on_hold_kept, g_object_ref (self));
}

/**
 * pf_outbox_release:
 * @self: an outbox
 * @batch_id: what a toast was about
 *
 * Nobody said Undo: go.
 */
void
pf_outbox_release (PfOutbox *self, const char *batch_id)
{
  forget_hold (self, batch_id);
  if (!self->stopped)
    pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_release,
                   pf_outbox_command_new (batch_id, self->owner, pf_outbox_now (self)),
                   (GDestroyNotify)pf_outbox_command_free, NULL, on_hold_kept, g_object_ref (self));
}

static void
on_row_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfOutboxRow) row = pf_outbox_run_finish (self, source, result, &error);

  if (row == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* A word of the user is worth a try, also for an account that was paused. */
  if (row->state == PF_OUTBOX_QUEUED || row->state == PF_OUTBOX_UNKNOWN)
    if (!g_hash_table_contains (self->renewing, row->connection_id))
      g_hash_table_remove (self->paused, row->connection_id);
  pf_outbox_touch (self);
  if (row->state == PF_OUTBOX_DONE)
    pf_outbox_emit_row (self, row);
  pf_outbox_pump (self);
  g_task_return_boolean (task, TRUE);
}

#define DEFINE_OUTBOX_CALL(name)                                                                   \
  void pf_outbox_##name##_async (PfOutbox *self, const char *row_uuid, GCancellable *cancellable,  \
                                 GAsyncReadyCallback callback, gpointer user_data)                 \
  {                                                                                                \
    GTask *task = g_task_new (self, cancellable, callback, user_data);                             \
                                                                                                   \
    g_task_set_source_tag (task, pf_outbox_##name##_async);                                        \
    g_task_set_check_cancellable (task, FALSE);                                                    \
    pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_##name,                                         \
                   pf_outbox_command_new (row_uuid, self->owner, pf_outbox_now (self)),            \
                   (GDestroyNotify)pf_outbox_command_free, (GDestroyNotify)pf_outbox_row_unref,    \
                   on_row_changed, task);                                                          \
  }                                                                                                \
                                                                                                   \
  gboolean pf_outbox_##name##_finish (PfOutbox *self, GAsyncResult *result, GError **error)        \
  {                                                                                                \
    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);                                  \
    return g_task_propagate_boolean (G_TASK (result), error);                                      \
  }

DEFINE_OUTBOX_CALL (retry)
DEFINE_OUTBOX_CALL (discard)
DEFINE_OUTBOX_CALL (edit)
DEFINE_OUTBOX_CALL (look_again)
DEFINE_OUTBOX_CALL (mark_published)

static void
on_array (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  GError *error = NULL;
  GPtrArray *array = pf_outbox_run_finish (self, source, result, &error);

  if (array == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, array, (GDestroyNotify)g_ptr_array_unref);
}

static GPtrArray *
finish_array (PfOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) waiting = data;
  PfOutbox *self = g_task_get_source_object (waiting->pdata[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = pf_outbox_run_finish (self, source, result, &error);

  for (guint i = 0; i < waiting->len; i++)
    if (rows == NULL)
      g_task_return_error (waiting->pdata[i], g_error_copy (error));
    else
      g_task_return_pointer (waiting->pdata[i], g_ptr_array_ref (rows),
                             (GDestroyNotify)g_ptr_array_unref);
}

static gboolean
list_now (gpointer data)
{
  PfOutbox *self = data;

  /* From here on the reading itself is counted. */
  self->n_busy--;
  pf_outbox_run (self, PF_DB_READ, pf_outbox_list, pf_outbox_make_moment (self),
                 (GDestroyNotify)pf_outbox_moment_free, (GDestroyNotify)g_ptr_array_unref,
                 on_listed, g_steal_pointer (&self->listing));
  return G_SOURCE_REMOVE;
}

/**
 * pf_outbox_list_async:
 * @self: an outbox
 * @cancellable: (nullable): a cancellable
 * @callback: called with the rows
 * @user_data: for @callback
 *
 * Reads what faces show, in order of intent. All who ask at the same moment, as each list of a
 * window does when something changed, get the same array, which is not theirs to change.
 */
void
pf_outbox_list_async (PfOutbox *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_outbox_list_async);
  if (self->listing == NULL)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      /* The tasks keep the outbox alive. */
      self->listing = g_ptr_array_new_with_free_func (g_object_unref);
      self->n_busy++;
      g_source_set_priority (source, G_PRIORITY_HIGH);
      g_source_set_static_name (source, "pf-outbox-list");
      g_source_set_callback (source, list_now, self, NULL);
      g_source_attach (source, g_task_get_context (task));
    }
  g_ptr_array_add (self->listing, task);
}

/**
 * pf_outbox_list_finish:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfOutboxRow): the rows
 */
GPtrArray *
pf_outbox_list_finish (PfOutbox *self, GAsyncResult *result, GError **error)
{
  return finish_array (self, result, error);
}

/**
 * pf_outbox_list_attempts_async:
 * @self: an outbox
 * @row_uuid: a row
 * @cancellable: (nullable): a cancellable
 * @callback: called with its history
 * @user_data: for @callback
 *
 * Reads what was tried, oldest first.
 */
void
pf_outbox_list_attempts_async (PfOutbox *self,
                               const char *row_uuid,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_outbox_list_attempts_async);
  pf_outbox_run (self, PF_DB_READ, pf_outbox_do_attempts,
                 pf_outbox_command_new (row_uuid, self->owner, pf_outbox_now (self)),
                 (GDestroyNotify)pf_outbox_command_free, (GDestroyNotify)g_ptr_array_unref,
                 on_array, task);
}

/**
 * pf_outbox_list_attempts_finish:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfOutboxAttempt): the history
 */
GPtrArray *
pf_outbox_list_attempts_finish (PfOutbox *self, GAsyncResult *result, GError **error)
{
  return finish_array (self, result, error);
}
