/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-batches.h"
#include "core/outbox/pf-outbox-private.h"

#include <glib/gi18n-lib.h>

/* The way in for a batch. The mirror is asked what the things of the batch are called at
 * Pinterest before it is kept: a mirror is gone with its process, a row is not. */

typedef struct
{
  PfBatchCommand *command;
  GPtrArray *wanted; /* char *: local UUIDs to ask the mirror for */
  guint next;
} Ticket;

static void
ticket_free (Ticket *self)
{
  pf_batch_command_free (self->command);
  g_ptr_array_unref (self->wanted);
  g_free (self);
}

static void find_next (GTask *task);

static void
on_enqueued (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Ticket *ticket = g_task_get_task_data (task);
  GError *error = NULL;

  PF_FAULT_POINT ("outbox/batch/committed");
  if (pf_outbox_run_finish (self, source, result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pf_outbox_touch (self);
  pf_outbox_pump (self);
  g_task_return_pointer (task, g_strdup (ticket->command->batch->id), g_free);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Ticket *ticket = g_task_get_task_data (task);
  char *remote_id = pf_mirror_find_remote_finish (PF_MIRROR (source), result, NULL);

  self->n_busy--;
  if (remote_id != NULL)
    g_hash_table_insert (ticket->command->remotes,
                         g_strdup (g_ptr_array_index (ticket->wanted, ticket->next)), remote_id);
  ticket->next++;
  find_next (task);
}

static void
find_next (GTask *task)
{
  PfOutbox *self = g_task_get_source_object (task);
  Ticket *ticket = g_task_get_task_data (task);

  if (self->mirror != NULL && ticket->next < ticket->wanted->len)
    {
      self->n_busy++;
      pf_mirror_find_remote_async (self->mirror, ticket->command->connection_id,
                                   g_ptr_array_index (ticket->wanted, ticket->next), NULL, on_found,
                                   task);
      return;
    }
  /* From here on it is kept, whatever becomes of the caller. */
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  g_task_set_check_cancellable (task, FALSE);
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_enqueue_batch, ticket->command, NULL, NULL,
                 on_enqueued, task);
}

static void
want (GHashTable *seen, GPtrArray *wanted, const char *uuid)
{
  if (uuid != NULL && g_hash_table_add (seen, (gpointer)uuid))
    g_ptr_array_add (wanted, g_strdup (uuid));
}

static GPtrArray *
list_wanted (const PfBatch *batch)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < batch->records->len; i++)
    {
      const PfOutboxRecord *record = batch->records->pdata[i];
      const PfOutboxRow *row = &record->row;

      if (row->remote_id == NULL && !pf_outbox_op_is_create (row->op))
        want (seen, wanted, row->object_uuid);
      want (seen, wanted, row->board_uuid);
      want (seen, wanted, row->section_uuid);
      if (row->op == PF_OP_MERGE_BOARD)
        want (seen, wanted, record->source_uuid);
    }
  return wanted;
}

static gboolean
check (PfOutbox *self, const char *connection_id, const PfBatch *batch, GError **error)
{
  guint checked = 0;

  if (batch->fault != NULL)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID, batch->fault);
      return FALSE;
    }
  if (batch->records->len == 0)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID, _ ("There is nothing to change."));
      return FALSE;
    }
  for (guint i = 0; i < batch->records->len; i++)
    {
      PfOutboxOp op = ((PfOutboxRecord *)batch->records->pdata[i])->row.op;

      if ((checked & (1u << op)) == 0
          && !PF_DELIVERY_GET_IFACE (self->delivery)
                  ->check (self->delivery, connection_id, op, error))
        return FALSE;
      checked |= 1u << op;
    }
  return TRUE;
}

/**
 * pf_outbox_enqueue_batch_async:
 * @self: an outbox
 * @connection: the account
 * @batch: what is to be done; it is spent afterwards
 * @cancellable: (nullable): works until the batch is being kept
 * @callback: called when all of it is on the disk
 * @user_data: for @callback
 *
 * See the header for errors.
 */
void
pf_outbox_enqueue_batch_async (PfOutbox *self,
                               PfConnection *connection,
                               PfBatch *batch,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (self->delivery);
  g_autoptr (GPtrArray) accounts = wire->list_accounts (self->delivery);
  const char *connection_id = wire->get_id (self->delivery, connection);
  const PfDeliveryAccount *account = pf_outbox_find_account (accounts, connection_id);
  GError *error = NULL;
  Ticket *ticket;

  g_task_set_source_tag (task, pf_outbox_enqueue_batch_async);
  if (!check (self, connection_id, batch, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  ticket = g_new0 (Ticket, 1);
  ticket->command = g_new0 (PfBatchCommand, 1);
  ticket->command->batch = pf_batch_ref (batch);
  ticket->command->connection_id = g_strdup (connection_id);
  ticket->command->service = g_strdup (account != NULL ? account->service : "");
  ticket->command->account_id = account != NULL ? g_strdup (account->account_id) : NULL;
  ticket->command->owner = g_strdup (self->owner);
  ticket->command->now = pf_outbox_now (self);
  ticket->command->remotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ticket->wanted = list_wanted (batch);
  g_task_set_task_data (task, ticket, (GDestroyNotify)ticket_free);
  find_next (g_steal_pointer (&task));
}

/**
 * pf_outbox_enqueue_batch_finish:
 * @self: an outbox
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full): the batch id, for Undo
 */
char *
pf_outbox_enqueue_batch_finish (PfOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
