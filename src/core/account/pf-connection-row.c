/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-row.h"

/**
 * pf_connection_row_free:
 * @self: (transfer full) (nullable): a row
 *
 * Frees it.
 */
void
pf_connection_row_free (PfConnectionRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->app_id);
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_free (self->service);
  g_free (self->kind);
  g_free (self->account_id);
  g_free (self->username);
  g_free (self->display_name);
  g_free (self->account_type);
  g_free (self->avatar_url);
  g_free (self->scopes_wanted);
  g_free (self->scopes_granted);
  g_free (self->state);
  g_free (self->problem);
  g_free (self);
}

/**
 * pf_connection_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): a copy
 */
PfConnectionRow *
pf_connection_row_copy (const PfConnectionRow *self)
{
  PfConnectionRow *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->app_id = g_strdup (self->app_id);
  copy->client_id = g_strdup (self->client_id);
  copy->redirect_uri = g_strdup (self->redirect_uri);
  copy->service = g_strdup (self->service);
  copy->kind = g_strdup (self->kind);
  copy->account_id = g_strdup (self->account_id);
  copy->username = g_strdup (self->username);
  copy->display_name = g_strdup (self->display_name);
  copy->account_type = g_strdup (self->account_type);
  copy->avatar_url = g_strdup (self->avatar_url);
  copy->scopes_wanted = g_strdup (self->scopes_wanted);
  copy->scopes_granted = g_strdup (self->scopes_granted);
  copy->state = g_strdup (self->state);
  copy->problem = g_strdup (self->problem);
  return copy;
}

/**
 * pf_connection_row_set_account:
 * @self: a row
 * @account: what `GET /user_account` said
 *
 * Takes over who the account is.
 */
void
pf_connection_row_set_account (PfConnectionRow *self, const PfAccount *account)
{
  /* `id` came late to the API description; before it the name is what tells accounts apart. */
  const char *account_id = account->id != NULL ? account->id : account->username;
  const char *name = account->business_name != NULL && account->business_name[0] != '\0'
                         ? account->business_name
                         : account->username;

  g_free (self->account_id);
  self->account_id = g_strdup (account_id);
  g_free (self->username);
  self->username = g_strdup (account->username);
  g_free (self->display_name);
  self->display_name = g_strdup (name);
  g_free (self->account_type);
  self->account_type = g_strdup (account->account_type);
  g_free (self->avatar_url);
  self->avatar_url = g_strdup (account->profile_image);
  self->board_count = account->board_count;
}

/**
 * pf_app_row_free:
 * @self: (transfer full) (nullable): a row
 *
 * Frees it.
 */
void
pf_app_row_free (PfAppRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->service);
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_free (self->last4);
  g_free (self);
}

/**
 * pf_app_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): a copy
 */
PfAppRow *
pf_app_row_copy (const PfAppRow *self)
{
  PfAppRow *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->service = g_strdup (self->service);
  copy->client_id = g_strdup (self->client_id);
  copy->redirect_uri = g_strdup (self->redirect_uri);
  copy->last4 = g_strdup (self->last4);
  return copy;
}

/**
 * pf_account_rows_free:
 * @self: (transfer full) (nullable): rows
 *
 * Frees them.
 */
void
pf_account_rows_free (PfAccountRows *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->apps, g_ptr_array_unref);
  g_free (self);
}

static PfConnectionRow *
read_connection (sqlite3_stmt *stmt)
{
  PfConnectionRow *row = g_new0 (PfConnectionRow, 1);
  int i = 0;

  row->id = pf_db_column_text (stmt, i++);
  row->app_id = pf_db_column_text (stmt, i++);
  row->client_id = pf_db_column_text (stmt, i++);
  row->redirect_uri = pf_db_column_text (stmt, i++);
  row->service = pf_db_column_text (stmt, i++);
  row->kind = pf_db_column_text (stmt, i++);
  row->account_id = pf_db_column_text (stmt, i++);
  row->username = pf_db_column_text (stmt, i++);
  row->display_name = pf_db_column_text (stmt, i++);
  row->account_type = pf_db_column_text (stmt, i++);
  row->avatar_url = pf_db_column_text (stmt, i++);
  row->board_count = sqlite3_column_int64 (stmt, i++);
  row->scopes_wanted = pf_db_column_text (stmt, i++);
  row->scopes_granted = pf_db_column_text (stmt, i++);
  row->state = pf_db_column_text (stmt, i++);
  row->problem = pf_db_column_text (stmt, i++);
  row->publishing = sqlite3_column_int (stmt, i++) != 0;
  row->trial = sqlite3_column_int (stmt, i++) != 0;
  row->pin_edit_refused = sqlite3_column_int (stmt, i++) != 0;
  row->access_expires_at = sqlite3_column_int64 (stmt, i++);
  row->refresh_expires_at = sqlite3_column_int64 (stmt, i++);
  row->refreshed_at = sqlite3_column_int64 (stmt, i++);
  row->connected_at = sqlite3_column_int64 (stmt, i++);
  return row;
}

static gboolean
load_connections (sqlite3 *db, GPtrArray *rows, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error,
      "SELECT c.id, c.app_record_id, a.client_id, a.redirect_uri, c.service, c.kind, "
      "c.account_id, c.username, c.display_name, c.account_type, c.avatar_url, c.board_count, "
      "c.scopes_wanted, c.scopes_granted, c.state, c.problem, c.publishing, c.trial, "
      "c.pin_edit_refused, c.access_expires_at, c.refresh_expires_at, c.refreshed_at, "
      "c.connected_at FROM connection c JOIN app_record a ON a.id = c.app_record_id "
      "ORDER BY c.position, c.connected_at, c.id",
      "");
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  while (pf_db_step (stmt, &row, error))
    {
      if (!row)
        return TRUE;
      g_ptr_array_add (rows, read_connection (stmt));
    }
  return FALSE;
}

static gboolean
load_apps (sqlite3 *db, GPtrArray *rows, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error,
      "SELECT id, service, client_id, redirect_uri, secret_last4, created_at FROM app_record "
      "ORDER BY created_at DESC, rowid DESC",
      "");
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  while (pf_db_step (stmt, &row, error))
    {
      PfAppRow *app;

      if (!row)
        return TRUE;
      app = g_new0 (PfAppRow, 1);
      app->id = pf_db_column_text (stmt, 0);
      app->service = pf_db_column_text (stmt, 1);
      app->client_id = pf_db_column_text (stmt, 2);
      app->redirect_uri = pf_db_column_text (stmt, 3);
      app->last4 = pf_db_column_text (stmt, 4);
      app->created_at = sqlite3_column_int64 (stmt, 5);
      g_ptr_array_add (rows, app);
    }
  return FALSE;
}

/**
 * pf_rows_load:
 * @db: the thread's connection
 * @unused: nothing
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a #PfAccountRows
 */
gpointer
pf_rows_load (sqlite3 *db, gpointer unused, GCancellable *cancellable, GError **error)
{
  g_autoptr (PfAccountRows) rows = g_new0 (PfAccountRows, 1);

  rows->connections = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_connection_row_free);
  rows->apps = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_app_row_free);
  if (!load_connections (db, rows->connections, error) || !load_apps (db, rows->apps, error))
    return NULL;
  return g_steal_pointer (&rows);
}

static gpointer
done (gboolean good)
{
  return good ? PF_DB_OK : NULL;
}

/**
 * pf_rows_insert_app:
 * @db: the thread's connection
 * @app_row: a #PfAppRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Inserts it, or gives the one with the same App ID another address and ending.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_insert_app (sqlite3 *db, gpointer app_row, GCancellable *cancellable, GError **error)
{
  PfAppRow *row = app_row;

  return done (pf_db_exec (
      db, error,
      "INSERT INTO app_record (id, service, client_id, redirect_uri, secret_last4, created_at) "
      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (service, client_id) DO UPDATE SET "
      "redirect_uri = excluded.redirect_uri, secret_last4 = excluded.secret_last4, "
      "created_at = excluded.created_at",
      "sssssi", row->id, row->service, row->client_id, row->redirect_uri, row->last4,
      row->created_at));
}

/**
 * pf_rows_put:
 * @db: the thread's connection
 * @connection_row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Inserts an account at the end of the sidebar, or writes it over after a reconnect.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_put (sqlite3 *db, gpointer connection_row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *row = connection_row;

  return done (pf_db_exec (
      db, error,
      "INSERT INTO connection (id, app_record_id, service, kind, account_id, username, "
      "display_name, account_type, avatar_url, board_count, scopes_wanted, scopes_granted, state, "
      "problem, publishing, trial, pin_edit_refused, access_expires_at, refresh_expires_at, "
      "refreshed_at, connected_at, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, NULLIF (?, 0), NULLIF (?, 0), NULLIF (?, 0), ?, "
      "(SELECT COALESCE (MAX (position), 0) + 1 FROM connection)) "
      "ON CONFLICT (id) DO UPDATE SET app_record_id = excluded.app_record_id, "
      "account_id = excluded.account_id, kind = excluded.kind, "
      "username = excluded.username, display_name = excluded.display_name, "
      "account_type = excluded.account_type, avatar_url = excluded.avatar_url, "
      "board_count = excluded.board_count, scopes_wanted = excluded.scopes_wanted, "
      "scopes_granted = excluded.scopes_granted, state = excluded.state, problem = NULL, "
      "trial = excluded.trial, pin_edit_refused = excluded.pin_edit_refused, "
      "access_expires_at = excluded.access_expires_at, "
      "refresh_expires_at = excluded.refresh_expires_at, refreshed_at = excluded.refreshed_at "
      "WHERE connection.state <> 'leaving'",
      "sssssssssissssiiiiiii", row->id, row->app_id, row->service, row->kind, row->account_id,
      row->username, row->display_name, row->account_type, row->avatar_url, row->board_count,
      row->scopes_wanted, row->scopes_granted, row->state, row->problem, (gint64)row->publishing,
      (gint64)row->trial, (gint64)row->pin_edit_refused, row->access_expires_at,
      row->refresh_expires_at, row->refreshed_at, row->connected_at));
}

/**
 * pf_rows_update_status:
 * @db: the thread's connection
 * @row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Writes state, problem, scopes and lifetimes.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_update_status (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *r = row;

  return done (pf_db_exec (db, error,
                           "UPDATE connection SET state = ?, problem = ?, scopes_granted = ?, "
                           "access_expires_at = NULLIF (?, 0), refresh_expires_at = NULLIF (?, 0), "
                           "refreshed_at = NULLIF (?, 0) WHERE id = ? AND state <> 'leaving'",
                           "sssiiis", r->state, r->problem, r->scopes_granted, r->access_expires_at,
                           r->refresh_expires_at, r->refreshed_at, r->id));
}

/**
 * pf_rows_update_publishing:
 * @db: the thread's connection
 * @row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Writes whether the user lets it publish.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_update_publishing (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *r = row;

  return done (pf_db_exec (db, error, "UPDATE connection SET publishing = ? WHERE id = ?", "is",
                           (gint64)r->publishing, r->id));
}

/**
 * pf_rows_update_learned:
 * @db: the thread's connection
 * @row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Writes what replies taught: trial and pin_edit_refused.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_update_learned (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *r = row;

  return done (pf_db_exec (db, error,
                           "UPDATE connection SET trial = ?, pin_edit_refused = ? WHERE id = ?",
                           "iis", (gint64)r->trial, (gint64)r->pin_edit_refused, r->id));
}

/**
 * pf_rows_update_account:
 * @db: the thread's connection
 * @row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Writes who the account is.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_update_account (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *r = row;

  return done (pf_db_exec (db, error,
                           "UPDATE connection SET username = ?, display_name = ?, "
                           "account_type = ?, avatar_url = ?, board_count = ? WHERE id = ?",
                           "ssssis", r->username, r->display_name, r->account_type, r->avatar_url,
                           r->board_count, r->id));
}

/**
 * pf_rows_set_leaving:
 * @db: the thread's connection
 * @row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Notes that the account is being disconnected: whatever happens next, the next start goes on
 * with it.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_set_leaving (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *r = row;

  return done (
      pf_db_exec (db, error, "UPDATE connection SET state = 'leaving' WHERE id = ?", "s", r->id));
}

/**
 * pf_rows_put_back:
 * @db: the thread's connection
 * @row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Takes "leaving" back, because the key could not be destroyed.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_put_back (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *r = row;
  const char *state = g_strcmp0 (r->state, PF_CONNECTION_ROW_LEAVING) == 0 ? "connected" : r->state;

  return done (
      pf_db_exec (db, error, "UPDATE connection SET state = ? WHERE id = ?", "ss", state, r->id));
}

/**
 * pf_rows_delete:
 * @db: the thread's connection
 * @row: a #PfConnectionRow
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Deletes an account, and its app record when no other account uses it.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_delete (sqlite3 *db, gpointer row, GCancellable *cancellable, GError **error)
{
  PfConnectionRow *r = row;

  return done (pf_db_exec (db, error, "DELETE FROM connection WHERE id = ?", "s", r->id)
               && pf_db_exec (db, error,
                              "DELETE FROM app_record WHERE id = ? AND NOT EXISTS "
                              "(SELECT 1 FROM connection WHERE app_record_id = app_record.id)",
                              "s", r->app_id));
}

/**
 * pf_rows_delete_app:
 * @db: the thread's connection
 * @app_id: id of an app record
 * @cancellable: (nullable): unused
 * @error: return location for an error
 *
 * Deletes an app record that no account uses.
 *
 * Returns: non-%NULL for success
 */
gpointer
pf_rows_delete_app (sqlite3 *db, gpointer app_id, GCancellable *cancellable, GError **error)
{
  return done (pf_db_exec (db, error,
                           "DELETE FROM app_record WHERE id = ? AND NOT EXISTS "
                           "(SELECT 1 FROM connection WHERE app_record_id = app_record.id)",
                           "s", (const char *)app_id));
}
