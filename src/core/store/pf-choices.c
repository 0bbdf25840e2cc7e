/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-choices.h"

typedef struct
{
  char *connection_id;
  PfKeep keep;
  GPtrArray *uuids;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->connection_id);
  g_clear_pointer (&choice->uuids, g_ptr_array_unref);
  g_free (choice);
}

static void
table_unref (gpointer table)
{
  g_hash_table_unref (table);
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

/* The result's destroy function is the task's data, as the writes have none. */
static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GDestroyNotify free_func = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = pf_db_run_finish (PF_DB (source), result, &error);

  if (value == NULL)
    g_task_return_error (task, error);
  else if (free_func != NULL)
    g_task_return_pointer (task, value, free_func);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run (PfStore *self,
     PfDbMode mode,
     PfDbFunc func,
     Choice *choice,
     GDestroyNotify result_free,
     gpointer tag,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, (gpointer)result_free, NULL);
  pf_db_run_async (pf_store_get_db (self), mode, func, choice, choice_free, result_free,
                   cancellable, on_done, task);
}

static Choice *
choice_new (const char *connection_id)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->connection_id = g_strdup (connection_id);
  return choice;
}

static gpointer
list_kept (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error, "SELECT connection_id, what FROM kept", NULL);
  gboolean row = stmt != NULL;

  while (row)
    {
      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (row)
        g_hash_table_insert (kept, pf_db_column_text (stmt, 0),
                             GUINT_TO_POINTER ((guint)sqlite3_column_int (stmt, 1)));
    }
  return stmt != NULL ? g_steal_pointer (&kept) : NULL;
}

/**
 * pf_store_list_kept_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Reads what the user wants kept on this computer, by connection.
 */
void
pf_store_list_kept_async (PfStore *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  run (self, PF_DB_READ, list_kept, choice_new (NULL), table_unref, pf_store_list_kept_async,
       cancellable, callback, user_data);
}

/**
 * pf_store_list_kept_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type utf8 guint): #PfKeep by connection id
 */
GHashTable *
pf_store_list_kept_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
set_kept (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Choice *choice = data;
  gboolean ok;

  if (choice->keep == PF_KEEP_NOTHING)
    ok = pf_db_exec (db, error, "DELETE FROM kept WHERE connection_id = ?", "s",
                     choice->connection_id);
  else
    ok = pf_db_exec (db, error, "INSERT OR REPLACE INTO kept (connection_id, what) VALUES (?, ?)",
                     "si", choice->connection_id, (gint64)choice->keep);
  /* What is not to be kept any more goes with the choice. */
  if (ok && (choice->keep & PF_KEEP_ANALYTICS) == 0)
    ok = pf_db_exec (db, error, "DELETE FROM metric_day WHERE connection_id = ?", "s",
                     choice->connection_id);
  return ok ? PF_DB_OK : NULL;
}

/**
 * pf_store_set_kept_async:
 * @self: a store
 * @connection_id: of whom
 * @keep: what
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Writes the choice down; pf_mirror_keep_async() and pf_mirror_wipe_async() carry it out. Analytics
 * that are not to be kept any more are gone with the same commit.
 */
void
pf_store_set_kept_async (PfStore *self,
                         const char *connection_id,
                         PfKeep keep,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Choice *choice = choice_new (connection_id);

  choice->keep = keep;
  run (self, PF_DB_WRITE, set_kept, choice, NULL, pf_store_set_kept_async, cancellable, callback,
       user_data);
}

gboolean
pf_store_set_kept_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
list_favourites (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Choice *choice = data;
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error, "SELECT board_uuid FROM favourite_board WHERE connection_id = ? ORDER BY position",
      "s", choice->connection_id);
  gboolean row = stmt != NULL;

  while (row)
    {
      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (uuids, pf_db_column_text (stmt, 0));
    }
  return stmt != NULL ? g_steal_pointer (&uuids) : NULL;
}

/**
 * pf_store_list_favourites_async:
 * @self: a store
 * @connection_id: of whom
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_store_list_favourites_async (PfStore *self,
                                const char *connection_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  run (self, PF_DB_READ, list_favourites, choice_new (connection_id), array_unref,
       pf_store_list_favourites_async, cancellable, callback, user_data);
}

/**
 * pf_store_list_favourites_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type utf8): local UUIDs of boards, in order
 */
GPtrArray *
pf_store_list_favourites_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
set_favourites (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Choice *choice = data;

  if (!pf_db_exec (db, error, "DELETE FROM favourite_board WHERE connection_id = ?", "s",
                   choice->connection_id))
    return NULL;
  for (guint i = 0; i < choice->uuids->len; i++)
    if (!pf_db_exec (db, error,
                     "INSERT OR IGNORE INTO favourite_board (connection_id, board_uuid, position) "
                     "VALUES (?, ?, ?)",
                     "ssi", choice->connection_id, (const char *)choice->uuids->pdata[i],
                     (gint64)i))
      return NULL;
  return PF_DB_OK;
}

/**
 * pf_store_set_favourites_async:
 * @self: a store
 * @connection_id: of whom
 * @board_uuids: (element-type utf8): local UUIDs of boards, in order
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_store_set_favourites_async (PfStore *self,
                               const char *connection_id,
                               GPtrArray *board_uuids,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Choice *choice = choice_new (connection_id);

  choice->uuids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < board_uuids->len; i++)
    g_ptr_array_add (choice->uuids, g_strdup (board_uuids->pdata[i]));
  run (self, PF_DB_WRITE, set_favourites, choice, NULL, pf_store_set_favourites_async, cancellable,
       callback, user_data);
}

gboolean
pf_store_set_favourites_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
