/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connections-private.h"

#include "core/account/pf-flow.h"
#include "core/account/pf-practice-launcher.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

static void pf_connections_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfConnections,
                               pf_connections,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      pf_connections_list_model_init))

static GType
get_item_type (GListModel *model)
{
  return PF_TYPE_CONNECTION;
}

static guint
get_n_items (GListModel *model)
{
  return PF_CONNECTIONS (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PfConnections *self = PF_CONNECTIONS (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
pf_connections_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
pf_connections_dispose (GObject *object)
{
  PfConnections *self = PF_CONNECTIONS (object);

  for (guint i = 0; i < self->items->len; i++)
    pf_connection_drop (self->items->pdata[i]);
  g_ptr_array_set_size (self->items, 0);
  G_OBJECT_CLASS (pf_connections_parent_class)->dispose (object);
}

static void
pf_connections_finalize (GObject *object)
{
  PfConnections *self = PF_CONNECTIONS (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->apps);
  pf_keeper_unref (self->keeper);
  G_OBJECT_CLASS (pf_connections_parent_class)->finalize (object);
}

static void
pf_connections_class_init (PfConnectionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_connections_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_connections_finalize;
}

static void
pf_connections_init (PfConnections *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->apps = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_app_row_free);
}

static void
on_store_changed (PfStore *store, PfStoreTables tables, PfConnections *self)
{
  if (tables & PF_STORE_CONNECTIONS)
    pf_connections_reload (self);
}

static void
on_network_changed (PfNetwork *network, PfConnections *self)
{
  gboolean online = pf_network_is_online (network);

  for (guint i = 0; i < self->items->len; i++)
    {
      PfConnection *connection = self->items->pdata[i];

      if (!connection->service->plain_http)
        pf_connection_set_offline (connection, !online);
      if (online)
        {
          connection->failures = 0;
          pf_connection_schedule (connection);
        }
    }
}

/**
 * pf_connections_new:
 * @store: the store
 *
 * Returns: (transfer full): the accounts, none until they are loaded
 */
PfConnections *
pf_connections_new (PfStore *store)
{
  PfConnections *self = g_object_new (PF_TYPE_CONNECTIONS, NULL);

  self->keeper = pf_keeper_new (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, 0);
  g_signal_connect_object (pf_context_get_network (self->keeper->context), "changed",
                           G_CALLBACK (on_network_changed), self, 0);
  return self;
}

/**
 * pf_connections_find:
 * @self: the accounts
 * @id: (nullable): a local UUID
 *
 * Returns: (transfer none) (nullable): the account
 */
PfConnection *
pf_connections_find (PfConnections *self, const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (pf_connection_get_id (self->items->pdata[i]), id) == 0)
      return self->items->pdata[i];
  return NULL;
}

/**
 * pf_connections_take:
 * @self: the accounts
 * @connection: (transfer full): one that works
 *
 * Puts it into the list. When the list already has it, what @connection knows goes there.
 *
 * Returns: (transfer none): the one in the list
 */
PfConnection *
pf_connections_take (PfConnections *self, PfConnection *connection)
{
  PfConnection *known = pf_connections_find (self, connection->row->id);

  if (known == NULL)
    {
      g_ptr_array_add (self->items, connection);
      g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
      return connection;
    }
  pf_connection_set_service (known, connection->service);
  known->kind = connection->kind;
  pf_connection_adopt_row (known, connection->row);
  pf_connection_set_base (known, PF_CONNECTION_CONNECTED, NULL);
  if (connection->tokens != NULL)
    pf_connection_adopt_tokens (known, connection->tokens);
  if (connection->session_only)
    pf_connection_set_session_only (known);
  pf_connection_drop (connection);
  g_object_unref (connection);
  return known;
}

/**
 * pf_connections_remove:
 * @self: the accounts
 * @id: a local UUID
 *
 * Takes an account out of the list and ends its use.
 */
void
pf_connections_remove (PfConnections *self, const char *id)
{
  guint index;
  PfConnection *connection = pf_connections_find (self, id);

  if (connection == NULL || !g_ptr_array_find (self->items, connection, &index))
    return;
  pf_connection_drop (connection);
  g_ptr_array_remove_index (self->items, index);
  g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 0);
}

/**
 * pf_connections_move_practice:
 * @self: the accounts
 * @port: where Practice listens now
 *
 * Tells all accounts of Practice: it is another port each time it starts.
 */
void
pf_connections_move_practice (PfConnections *self, guint16 port)
{
  g_autoptr (PfService) service = pf_service_new_practice (port);

  self->practice_port = port;
  for (guint i = 0; i < self->items->len; i++)
    {
      PfConnection *connection = self->items->pdata[i];

      if (strcmp (connection->row->service, "practice") == 0)
        pf_connection_set_service (connection, service);
    }
}

/**
 * pf_connections_make_service:
 * @self: the accounts
 * @service_id: "pinterest", "sandbox" or "practice"
 *
 * Returns: (transfer full): where it lives; Practice at its last known port
 */
PfService *
pf_connections_make_service (PfConnections *self, const char *service_id)
{
  if (strcmp (service_id, "practice") == 0)
    return pf_service_new_practice (self->practice_port != 0 ? self->practice_port : 1);
  if (strcmp (service_id, "sandbox") == 0)
    return pf_service_new_sandbox ();
  return pf_service_new_pinterest ();
}

/**
 * pf_connections_find_app:
 * @self: the accounts
 * @service_id: a service
 *
 * Returns: (transfer none) (nullable): the newest app record. Sandbox makes do with
 *   Pinterest's: it is the same app (api-facts section 3)
 */
const PfAppRow *
pf_connections_find_app (PfConnections *self, const char *service_id)
{
  GPtrArray *lists[] = { self->keeper->session_apps, self->apps };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < lists[i]->len; j++)
      {
        const PfAppRow *row = lists[i]->pdata[j];

        if (strcmp (row->service, service_id) == 0)
          return row;
      }
  return strcmp (service_id, "sandbox") == 0 ? pf_connections_find_app (self, "pinterest") : NULL;
}

static void
adopt_apps (PfConnections *self, PfAccountRows *rows)
{
  g_ptr_array_unref (self->apps);
  self->apps = g_ptr_array_ref (rows->apps);
}

static void
on_tokens_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  /* The state of the connection tells how it went. */
  pf_connection_load_tokens_finish (PF_CONNECTION (source), result, NULL);
}

static void
add_row (PfConnections *self, const PfConnectionRow *row)
{
  g_autoptr (PfService) service = pf_connections_make_service (self, row->service);
  PfConnection *connection
      = pf_connections_take (self, pf_connection_new (self->keeper, row, service));

  if (strcmp (row->service, "practice") == 0 && self->practice_port == 0)
    pf_connection_set_base (connection, PF_CONNECTION_ERROR, _ ("Practice does not start."));
  else if (connection->base != PF_CONNECTION_EXPIRED)
    pf_connection_load_tokens_async (connection, on_tokens_loaded, NULL);
}

static void
merge_row (PfConnection *connection, const PfConnectionRow *row)
{
  PfConnectionState stored = pf_connection_state_from_string (row->state);
  gboolean newer = row->refreshed_at > connection->row->refreshed_at;
  gboolean back = connection->base == PF_CONNECTION_EXPIRED && stored == PF_CONNECTION_CONNECTED;

  connection->kind = pf_catalogue_find (row->kind);
  /* Somebody signed in or renewed elsewhere: what waits here for being saved is of no use. */
  if (newer && connection->unsaved != NULL)
    {
      pf_vault_hold (connection->keeper->vault, row->id, NULL);
      g_clear_pointer (&connection->unsaved, g_free);
    }
  pf_connection_adopt_row (connection, row);
  /* Another process fails with the old pair that is saved, while this one has the new. */
  if (connection->unsaved == NULL && (stored == PF_CONNECTION_EXPIRED || back))
    pf_connection_set_base (connection, stored, row->problem);
  if ((newer && !connection->renewing) || back)
    {
      g_clear_pointer (&connection->tokens, pf_token_record_free);
      pf_connection_load_tokens_async (connection, on_tokens_loaded, NULL);
    }
}

static gboolean
is_there (const PfConnection *connection, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const PfConnectionRow *row = rows->pdata[i];

      if (strcmp (row->id, connection->row->id) == 0)
        return connection->leaving || strcmp (row->state, PF_CONNECTION_ROW_LEAVING) != 0;
    }
  return FALSE;
}

static void
merge (PfConnections *self, PfAccountRows *rows)
{
  adopt_apps (self, rows);
  for (guint i = self->items->len; i > 0; i--)
    {
      PfConnection *connection = self->items->pdata[i - 1];

      if (!connection->session_only && !is_there (connection, rows->connections))
        pf_connections_remove (self, connection->row->id);
    }
  for (guint i = 0; i < rows->connections->len; i++)
    {
      const PfConnectionRow *row = rows->connections->pdata[i];
      PfConnection *known = pf_connections_find (self, row->id);

      if (strcmp (row->state, PF_CONNECTION_ROW_LEAVING) == 0)
        continue;
      if (known == NULL)
        add_row (self, row);
      else if (!known->session_only)
        merge_row (known, row);
    }
}

static gboolean
has_practice (PfAccountRows *rows)
{
  for (guint i = 0; i < rows->connections->len; i++)
    if (strcmp (((PfConnectionRow *)rows->connections->pdata[i])->service, "practice") == 0)
      return TRUE;
  return FALSE;
}

/* Blocks. */
static void
find_practice (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_int (task, pf_practice_ensure (data, cancellable, NULL));
}

static void
take_over (PfConnections *self, PfAccountRows *rows)
{
  self->reloading = FALSE;
  /* What was changed here since the read began is newer than what was read. The end of a write
   * is told, so nothing is read again before it: another process may hold the file for long. */
  if (self->keeper->n_writing > 0)
    return;
  if (self->reload_serial != self->keeper->serial)
    self->reload_again = TRUE;
  else if (rows != NULL)
    merge (self, rows);
  if (self->reload_again)
    pf_connections_reload (self);
}

static void
on_practice_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfAccountRows) rows = data;
  PfConnections *self = PF_CONNECTIONS (source);
  gssize port = g_task_propagate_int (G_TASK (result), NULL);

  self->practice_looked_for = TRUE;
  if (port > 0)
    pf_connections_move_practice (self, (guint16)port);
  take_over (self, rows);
}

static void
on_reloaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfConnections) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccountRows) rows = pf_db_run_finish (PF_DB (source), result, &error);
  g_autoptr (GTask) task = NULL;

  if (rows == NULL || self->practice_port != 0 || self->practice_looked_for || !has_practice (rows))
    {
      take_over (self, rows);
      return;
    }
  /* Another process connected the first account of Practice: where is it? */
  task = g_task_new (self, NULL, on_practice_found, g_steal_pointer (&rows));
  g_task_set_source_tag (task, on_reloaded);
  g_task_set_task_data (task, g_object_ref (self->keeper->context), g_object_unref);
  pf_flow_start (task, find_practice);
}

/**
 * pf_connections_reload:
 * @self: the accounts
 *
 * Reads the rows again, because somebody changed one. What changes before the first load has
 * ended is read after it: until then it is not known where Practice listens.
 */
void
pf_connections_reload (PfConnections *self)
{
  self->reload_again = self->reloading || !self->loaded;
  if (self->reload_again)
    return;
  self->reloading = TRUE;
  self->reload_serial = self->keeper->serial;
  pf_db_run_async (pf_store_get_db (self->keeper->store), PF_DB_READ, pf_rows_load, NULL, NULL,
                   (GDestroyNotify)pf_account_rows_free, NULL, on_reloaded, g_object_ref (self));
}

typedef struct
{
  PfKeeper *keeper;
  guint16 practice_port;
  GPtrArray *orphans; /* ids */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  pf_keeper_unref (loading->keeper);
  g_ptr_array_unref (loading->orphans);
  g_free (loading);
}

/* Records that no row knows were left by a crash between file and row. */
static void
find_orphans (Loading *loading, PfAccountRows *rows)
{
  g_auto (GStrv) ids = pf_vault_list (loading->keeper->vault);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gboolean known = FALSE;

      for (guint j = 0; j < rows->connections->len && !known; j++)
        known = strcmp (((PfConnectionRow *)rows->connections->pdata[j])->id, ids[i]) == 0;
      for (guint j = 0; j < rows->apps->len && !known; j++)
        known = strcmp (((PfAppRow *)rows->apps->pdata[j])->id, ids[i]) == 0;
      if (!known)
        g_ptr_array_add (loading->orphans, g_strdup (ids[i]));
    }
}

static void
sweep (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Loading *loading = data;

  for (guint i = 0; i < loading->orphans->len; i++)
    if (pf_vault_destroy_key (loading->keeper->vault, task, loading->orphans->pdata[i], NULL))
      pf_vault_destroy_record (loading->keeper->vault, loading->orphans->pdata[i], NULL);
  g_task_return_boolean (task, TRUE);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Loading *loading = data;
  GError *error = NULL;
  int lock = pf_store_lock (loading->keeper->store, "accounts", NULL);
  PfAccountRows *rows = pf_keeper_load_rows (loading->keeper, &error);

  /* While nobody is between the two. */
  if (rows != NULL && lock >= 0)
    find_orphans (loading, rows);
  if (lock >= 0)
    close (lock);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (has_practice (rows))
    loading->practice_port = pf_practice_ensure (loading->keeper->context, cancellable, NULL);
  g_task_return_pointer (task, rows, (GDestroyNotify)pf_account_rows_free);
}

/**
 * pf_connections_load_async:
 * @self: the accounts
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Loads the rows. Nothing of it needs the main context before pf_connections_load_finish().
 */
void
pf_connections_load_async (PfConnections *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Loading *loading = g_new0 (Loading, 1);

  g_task_set_source_tag (task, pf_connections_load_async);
  loading->keeper = pf_keeper_ref (self->keeper);
  loading->orphans = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, loading, loading_free);
  pf_flow_start (task, load);
}

static void
begin_sweep (PfConnections *self, Loading *loaded)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);
  Loading *loading = g_new0 (Loading, 1);

  g_task_set_source_tag (task, begin_sweep);
  loading->keeper = pf_keeper_ref (loaded->keeper);
  loading->orphans = g_ptr_array_ref (loaded->orphans);
  g_task_set_task_data (task, loading, loading_free);
  pf_flow_start (task, sweep);
}

/**
 * pf_connections_load_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * On the main context. Tokens are unsealed behind, one account after the other tells its state.
 * What a crash interrupted is brought to its end.
 *
 * Returns: whether the rows are there
 */
gboolean
pf_connections_load_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  Loading *loading = g_task_get_task_data (G_TASK (result));
  g_autoptr (PfAccountRows) rows = g_task_propagate_pointer (G_TASK (result), error);

  self->loaded = TRUE;
  if (self->reload_again)
    pf_connections_reload (self);
  if (rows == NULL)
    return FALSE;
  self->practice_looked_for = has_practice (rows);
  if (loading->practice_port != 0)
    pf_connections_move_practice (self, loading->practice_port);
  merge (self, rows);
  for (guint i = 0; i < rows->connections->len; i++)
    {
      const PfConnectionRow *row = rows->connections->pdata[i];

      if (strcmp (row->state, PF_CONNECTION_ROW_LEAVING) == 0)
        pf_connections_finish_leaving (self, row);
    }
  if (loading->orphans->len > 0)
    begin_sweep (self, loading);
  return TRUE;
}
