/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-private.h"

#include <glib/gi18n-lib.h>

/* The way in. A caller hears "yes" only when the row is on the disk. */

typedef struct
{
  char *batch_id;
  char *object_uuid;
} Ticket;

static void
ticket_free (Ticket *self)
{
  g_free (self->batch_id);
  g_free (self->object_uuid);
  g_free (self);
}

/* A row in the making, held, with a batch of its own. */
PfOutboxCommand *
pf_outbox_new_command (PfOutbox *self,
                       PfConnection *connection,
                       PfOutboxOp op,
                       const char *object_uuid)
{
  PfRandom *random = pf_context_get_random (self->context);
  PfOutboxCommand *command = pf_outbox_command_new (NULL, self->owner, pf_outbox_now (self));
  PfOutboxRecord *record = command->record = pf_outbox_record_new ();
  PfOutboxRow *row = &record->row;
  g_autoptr (GPtrArray) accounts
      = PF_DELIVERY_GET_IFACE (self->delivery)->list_accounts (self->delivery);
  const PfDeliveryAccount *account;

  row->uuid = pf_random_uuid (random);
  row->batch_id = pf_random_uuid (random);
  row->object_uuid = object_uuid != NULL ? g_strdup (object_uuid) : pf_random_uuid (random);
  row->connection_id
      = g_strdup (PF_DELIVERY_GET_IFACE (self->delivery)->get_id (self->delivery, connection));
  row->op = op;
  row->state = PF_OUTBOX_HELD;
  row->created_at = command->now;
  row->not_before
      = command->now
        + (pf_outbox_op_is_create (op) ? PF_OUTBOX_HOLD_CREATE_US : PF_OUTBOX_HOLD_DELETE_US);
  record->lease_owner = g_strdup (self->owner);
  account = pf_outbox_find_account (accounts, row->connection_id);
  record->service = g_strdup (account != NULL ? account->service : "");
  record->account_id = account != NULL ? g_strdup (account->account_id) : NULL;
  return command;
}

static gboolean
return_if_refused (GTask *task, PfOutboxCommand *command)
{
  PfOutbox *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (PF_DELIVERY_GET_IFACE (self->delivery)
          ->check (self->delivery, command->record->row.connection_id, command->record->row.op,
                   &error))
    return FALSE;
  g_task_return_error (task, error);
  return TRUE;
}

static void
on_enqueued (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfOutboxRow) row = pf_outbox_run_finish (self, source, result, &error);
  Ticket *ticket;

  PF_FAULT_POINT ("outbox/enqueue/committed");
  if (row == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  ticket = g_new0 (Ticket, 1);
  ticket->batch_id = g_strdup (row->batch_id);
  ticket->object_uuid = g_strdup (row->object_uuid);
  pf_outbox_touch (self);
  pf_outbox_pump (self);
  g_task_return_pointer (task, ticket, (GDestroyNotify)ticket_free);
}

static void
enqueue (GTask *task)
{
  PfOutbox *self = g_task_get_source_object (task);

  /* From here on it is kept, whatever becomes of the caller. */
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  g_task_set_check_cancellable (task, FALSE);
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_enqueue, g_task_get_task_data (task), NULL,
                 (GDestroyNotify)pf_outbox_row_unref, on_enqueued, task);
}

/* What the mirror calls things is looked up before the row is kept: a mirror is gone with
 * its process, a row is not. */

static void
on_object_found (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  PfOutboxCommand *command = g_task_get_task_data (task);
  PfOutboxRow *row = &command->record->row;
  char *remote_id = pf_mirror_find_remote_finish (PF_MIRROR (source), result, NULL);

  self->n_busy--;
  row->remote_id = remote_id;
  enqueue (task);
}

static void
find_object (GTask *task)
{
  PfOutbox *self = g_task_get_source_object (task);
  PfOutboxCommand *command = g_task_get_task_data (task);
  const PfOutboxRow *row = &command->record->row;

  if (self->mirror == NULL)
    {
      enqueue (task);
      return;
    }
  self->n_busy++;
  pf_mirror_find_remote_async (self->mirror, row->connection_id, row->object_uuid, NULL,
                               on_object_found, task);
}

/**
 * pf_outbox_create_board_async:
 * @self: an outbox
 * @connection: the account
 * @board: what it shall be; copied
 * @cancellable: (nullable): works until the row is being kept
 * @callback: called when the row is on the disk
 * @user_data: for @callback
 *
 * Errors: PF_ERROR_INVALID, PF_ERROR_SCOPE, PF_ERROR_DATABASE.
 */
void
pf_outbox_create_board_async (PfOutbox *self,
                              PfConnection *connection,
                              const PfNewBoard *board,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PfOutboxCommand *command = pf_outbox_new_command (self, connection, PF_OP_CREATE_BOARD, NULL);
  PfOutboxRow *row = &command->record->row;

  g_task_set_source_tag (task, pf_outbox_create_board_async);
  g_task_set_task_data (task, command, (GDestroyNotify)pf_outbox_command_free);
  row->name = g_strstrip (g_strdup (board->name != NULL ? board->name : ""));
  row->description = g_strdup (board->description);
  row->privacy = board->privacy;
  if (row->name[0] == '\0')
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_INVALID, "%s", _ ("A board needs a name."));
      return;
    }
  if (!return_if_refused (task, command))
    enqueue (g_steal_pointer (&task));
}

/**
 * pf_outbox_delete_pin_async:
 * @self: an outbox
 * @connection: the account
 * @pin_uuid: local UUID of the pin
 * @cancellable: (nullable): works until the row is being kept
 * @callback: called when the row is on the disk
 * @user_data: for @callback
 *
 * Errors: PF_ERROR_SCOPE, PF_ERROR_NOT_FOUND when the pin is not on Pinterest yet,
 * PF_ERROR_BUSY when it is already being deleted, PF_ERROR_DATABASE.
 */
void
pf_outbox_delete_pin_async (PfOutbox *self,
                            PfConnection *connection,
                            const char *pin_uuid,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PfOutboxCommand *command = pf_outbox_new_command (self, connection, PF_OP_DELETE_PIN, pin_uuid);

  g_task_set_source_tag (task, pf_outbox_delete_pin_async);
  g_task_set_task_data (task, command, (GDestroyNotify)pf_outbox_command_free);
  if (!return_if_refused (task, command))
    find_object (g_steal_pointer (&task));
}

/**
 * pf_outbox_enqueue_finish:
 * @self: an outbox
 * @result: the result of any of these, or of pf_outbox_create_pin_async()
 * @object_uuid: (out) (optional) (transfer full): UUID of the thing made or removed
 * @error: location for an error
 *
 * Returns: (transfer full): the batch id, for Undo
 */
char *
pf_outbox_enqueue_finish (PfOutbox *self, GAsyncResult *result, char **object_uuid, GError **error)
{
  Ticket *ticket;
  char *batch_id;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  if (g_async_result_is_tagged (result, pf_outbox_create_pin_async))
    return pf_outbox_create_pins_finish_one (self, result, object_uuid, error);
  ticket = g_task_propagate_pointer (G_TASK (result), error);
  if (ticket == NULL)
    return NULL;
  batch_id = g_steal_pointer (&ticket->batch_id);
  if (object_uuid != NULL)
    *object_uuid = g_steal_pointer (&ticket->object_uuid);
  ticket_free (ticket);
  return batch_id;
}
