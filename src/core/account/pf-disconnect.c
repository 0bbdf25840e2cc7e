/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connections-private.h"

#include "core/account/pf-flow.h"
#include "core/base/pf-error.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  PfKeeper *keeper;
  PfConnectionRow *row;
  gboolean session_only;
} Leaving;

static void
leaving_free (gpointer data)
{
  Leaving *leaving = data;

  pf_keeper_unref (leaving->keeper);
  pf_connection_row_free (leaving->row);
  g_free (leaving);
}

static gboolean
is_last_user (Leaving *leaving, PfAccountRows *rows)
{
  for (guint i = 0; i < rows->connections->len; i++)
    {
      PfConnectionRow *row = rows->connections->pdata[i];

      if (strcmp (row->id, leaving->row->id) != 0
          && strcmp (row->app_id, leaving->row->app_id) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
destroy (Leaving *leaving, GTask *task, const char *id, GError **error)
{
  return pf_vault_destroy_key (leaving->keeper->vault, task, id, error)
         && pf_vault_destroy_record (leaving->keeper->vault, id, error);
}

/* Every step may be the last one before a crash, and may be done twice: once the row says
 * "leaving", the next start goes on from any of them (safety.md SE-6). */
static gboolean
leave (Leaving *leaving, GTask *task, GError **error)
{
  g_autoptr (PfAccountRows) rows = NULL;
  g_autoptr (GError) problem = NULL;

  if (leaving->session_only)
    return destroy (leaving, task, leaving->row->id, error);
  if (!pf_keeper_write (leaving->keeper, pf_rows_set_leaving, leaving->row, error))
    return FALSE;
  if (!pf_vault_destroy_key (leaving->keeper->vault, task, leaving->row->id, &problem))
    {
      /* The key is still there, and so is the account. */
      pf_keeper_write (leaving->keeper, pf_rows_put_back, leaving->row, NULL);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!pf_vault_destroy_record (leaving->keeper->vault, leaving->row->id, error))
    return FALSE;
  rows = pf_keeper_load_rows (leaving->keeper, error);
  if (rows == NULL)
    return FALSE;
  if (is_last_user (leaving, rows) && !destroy (leaving, task, leaving->row->app_id, error))
    return FALSE;
  return pf_keeper_write (leaving->keeper, pf_rows_delete, leaving->row, error);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Leaving *leaving = data;
  g_autofree char *name = g_strdup_printf ("refresh-%s", leaving->row->id);
  GError *error = NULL;
  /* In this order everywhere: first "accounts", then the renewal of one. */
  int accounts = pf_keeper_lock (leaving->keeper, "accounts", NULL, &error);
  int renewal = accounts >= 0 ? pf_keeper_lock (leaving->keeper, name, NULL, &error) : -1;

  if (renewal >= 0)
    {
      leave (leaving, task, &error);
      close (renewal);
    }
  if (accounts >= 0)
    close (accounts);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
start (PfConnections *self,
       const PfConnectionRow *row,
       gboolean session_only,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Leaving *leaving = g_new0 (Leaving, 1);

  g_task_set_source_tag (task, pf_connections_disconnect_async);
  leaving->keeper = pf_keeper_ref (self->keeper);
  leaving->row = pf_connection_row_copy (row);
  leaving->session_only = session_only;
  g_task_set_task_data (task, leaving, leaving_free);
  pf_flow_start (task, run);
}

static void
on_left (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_connections_disconnect_finish (PF_CONNECTIONS (source), result, &error))
    g_warning ("An account that was being disconnected is still there: %s", error->message);
}

/**
 * pf_connections_finish_leaving:
 * @self: the accounts
 * @row: a row that says "leaving"
 *
 * Brings an interrupted disconnect to its end.
 */
void
pf_connections_finish_leaving (PfConnections *self, const PfConnectionRow *row)
{
  start (self, row, FALSE, on_left, NULL);
}

/**
 * pf_connections_disconnect_async:
 * @self: the accounts
 * @connection: one of them
 * @cancellable: (nullable): unused: once begun, it is brought to its end
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Destroys the key, then the sealed record, then the row; with the last account of an app
 * record likewise that. Nothing can be revoked through the API (api-facts section 2.3).
 */
void
pf_connections_disconnect_async (PfConnections *self,
                                 PfConnection *connection,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  pf_client_abort (pf_connection_get_client (connection));
  connection->leaving = TRUE;
  start (self, connection->row, connection->session_only, callback, user_data);
}

/**
 * pf_connections_disconnect_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether it is gone. PF_ERROR_LOCKED: it is still connected, for the key
 *   cannot be destroyed
 */
gboolean
pf_connections_disconnect_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  Leaving *leaving = g_task_get_task_data (G_TASK (result));
  PfConnection *connection = pf_connections_find (self, leaving->row->id);

  if (connection != NULL)
    connection->leaving = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    {
      /* What was put back, or stays half done until the next start, is shown as it is. */
      pf_connections_reload (self);
      return FALSE;
    }
  pf_connections_remove (self, leaving->row->id);
  pf_store_touch (self->keeper->store, PF_STORE_CONNECTIONS);
  return TRUE;
}
