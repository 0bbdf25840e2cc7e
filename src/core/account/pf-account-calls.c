/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connections-private.h"

#include "core/account/pf-flow.h"
#include "core/account/pf-practice-launcher.h"

#include <string.h>

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_connection_renew_finish (PF_CONNECTION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  PfContext *context;
  PfConnection *connection;
} Launching;

static void
launching_free (gpointer data)
{
  Launching *launching = data;

  g_object_unref (launching->context);
  g_object_unref (launching->connection);
  g_free (launching);
}

static void
launch (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Launching *launching = data;
  GError *error = NULL;
  guint16 port = pf_practice_ensure (launching->context, cancellable, &error);

  if (port == 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, port);
}

static void
on_launched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfConnections *self = PF_CONNECTIONS (source);
  Launching *launching = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gssize port = g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pf_connections_move_practice (self, (guint16)port);
  pf_connection_renew_async (launching->connection, NULL, on_refreshed, g_steal_pointer (&task));
}

/**
 * pf_connections_refresh_async:
 * @self: the accounts
 * @connection: one of them
 * @cancellable: (nullable): to stop waiting
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Refresh Now: one call to the token endpoint. For Practice its server is started when it is gone.
 */
void
pf_connections_refresh_async (PfConnections *self,
                              PfConnection *connection,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) launching = NULL;
  Launching *data;

  g_task_set_source_tag (task, pf_connections_refresh_async);
  if (!connection->service->plain_http)
    {
      pf_connection_renew_async (connection, NULL, on_refreshed, task);
      return;
    }
  data = g_new0 (Launching, 1);
  data->context = g_object_ref (self->keeper->context);
  data->connection = g_object_ref (connection);
  launching = g_task_new (self, cancellable, on_launched, task);
  g_task_set_source_tag (launching, pf_connections_refresh_async);
  g_task_set_task_data (launching, data, launching_free);
  pf_flow_start (launching, launch);
}

static gboolean
finish_boolean (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * pf_connections_refresh_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether it was renewed; PF_ERROR_SIGN_IN: reconnect
 */
gboolean
pf_connections_refresh_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (result, error);
}

static void
on_flags_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfConnections *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->keeper->n_writing--;
  self->keeper->serial++;
  /* Also of a write that failed: what is kept is read again. */
  pf_store_touch (self->keeper->store, PF_STORE_CONNECTIONS);
  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * pf_connections_set_publishing_async:
 * @self: the accounts
 * @connection: one of them
 * @publishing: whether it may publish
 * @cancellable: (nullable): to stop waiting
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Publishing on or off: off, nothing leaves for this account (requirements.md ST-2).
 */
void
pf_connections_set_publishing_async (PfConnections *self,
                                     PfConnection *connection,
                                     gboolean publishing,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_connections_set_publishing_async);
  connection->row->publishing = publishing;
  pf_connection_changed (connection);
  if (connection->session_only)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->keeper->n_writing++;
  self->keeper->serial++;
  pf_db_run_async (pf_store_get_db (self->keeper->store), PF_DB_WRITE, pf_rows_update_publishing,
                   pf_connection_row_copy (connection->row), (GDestroyNotify)pf_connection_row_free,
                   NULL, cancellable, on_flags_written, g_steal_pointer (&task));
}

/**
 * pf_connections_set_publishing_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
pf_connections_set_publishing_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (result, error);
}

static void
on_account (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfConnection *connection = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PfAccount) account = pf_client_get_account_finish (PF_CLIENT (source), result, &error);

  if (account == NULL)
    {
      pf_connection_note_error (connection, error, "get-account");
      g_task_return_error (task, error);
      return;
    }
  pf_connection_note_success (connection, "get-account");
  pf_connection_row_set_account (connection->row, account);
  pf_connection_write (connection, pf_rows_update_account);
  pf_connection_changed (connection);
  g_task_return_boolean (task, TRUE);
}

/**
 * pf_connections_update_account_async:
 * @self: the accounts
 * @connection: one of them
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Asks Pinterest who the account is: name, picture, number of boards.
 */
void
pf_connections_update_account_async (PfConnections *self,
                                     PfConnection *connection,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_connections_update_account_async);
  g_task_set_task_data (task, g_object_ref (connection), g_object_unref);
  pf_client_get_account_async (pf_connection_get_client (connection), PF_PRIORITY_BACKGROUND,
                               cancellable, on_account, task);
}

/**
 * pf_connections_update_account_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether it was asked
 */
gboolean
pf_connections_update_account_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (result, error);
}

static void
unlock (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfVault *vault = data;
  GError *error = NULL;

  if (pf_vault_unlock (vault, task, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_connection_load_tokens_finish (PF_CONNECTION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_other_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  pf_connection_load_tokens_finish (PF_CONNECTION (source), result, NULL);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfConnections *self = PF_CONNECTIONS (source);
  PfConnection *connection = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      PfConnection *other = self->items->pdata[i];

      if (other != connection && other->base == PF_CONNECTION_LOCKED)
        pf_connection_load_tokens_async (other, on_other_loaded, NULL);
    }
  pf_connection_load_tokens_async (connection, on_loaded, g_steal_pointer (&task));
}

/**
 * pf_connections_unlock_async:
 * @self: the accounts
 * @connection: the one whose button was pressed
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Has the keyring ask for its password; then every locked account comes back.
 */
void
pf_connections_unlock_async (PfConnections *self,
                             PfConnection *connection,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) unlocking = g_task_new (self, cancellable, on_unlocked, task);

  g_task_set_source_tag (task, pf_connections_unlock_async);
  g_task_set_task_data (task, g_object_ref (connection), g_object_unref);
  g_task_set_source_tag (unlocking, pf_connections_unlock_async);
  g_task_set_task_data (unlocking, pf_vault_ref (self->keeper->vault),
                        (GDestroyNotify)pf_vault_unref);
  pf_flow_start (unlocking, unlock);
}

/**
 * pf_connections_unlock_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether the account works again; PF_ERROR_LOCKED, PF_ERROR_TIMED_OUT
 */
gboolean
pf_connections_unlock_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (result, error);
}
