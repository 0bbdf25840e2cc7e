/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-place.h"
#include "core/store/pf-store.h"

typedef struct
{
  char *connection_id, *kind, *remote_id;
  GBytes *uuid;
} Binding;

static void
binding_free (gpointer data)
{
  Binding *binding = data;

  g_free (binding->connection_id);
  g_free (binding->kind);
  g_free (binding->remote_id);
  g_bytes_unref (binding->uuid);
  g_free (binding);
}

static gpointer
read_objects (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *bindings = data;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = pf_db_prepare (db, error, "SELECT connection_id, kind, remote_id, uuid FROM object", NULL);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      guint8 uuid[PF_UUID_BYTES];
      Binding *binding;
      gboolean row;

      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        return PF_DB_OK;
      if (!pf_uuid_from_text (uuid, (const char *)sqlite3_column_text (stmt, 3)))
        continue;
      binding = g_new0 (Binding, 1);
      binding->connection_id = pf_db_column_text (stmt, 0);
      /* The object table names one thing ("pin"), the mirror its listing ("pins"). */
      binding->kind = g_strconcat ((const char *)sqlite3_column_text (stmt, 1), "s", NULL);
      binding->remote_id = pf_db_column_text (stmt, 2);
      binding->uuid = g_bytes_new (uuid, sizeof uuid);
      g_ptr_array_add (bindings, binding);
    }
}

static gpointer
write_bindings (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *bindings = data;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = pf_db_prepare (db, error,
                        "INSERT OR REPLACE INTO binding (connection_id, kind, remote_id, uuid) "
                        "VALUES (?, ?, ?, ?)",
                        NULL);
  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < bindings->len; i++)
    {
      const Binding *binding = bindings->pdata[i];
      gboolean row;

      if (!pf_db_rebind (stmt, error, "sssb", binding->connection_id, binding->kind,
                         binding->remote_id, binding->uuid)
          || !pf_db_step (stmt, &row, error))
        return NULL;
    }
  return PF_DB_OK;
}

/* Blocks. @connection_id: (nullable): of whom; of all else */
gboolean
pf_mirror_copy_bindings (PfStore *store, PfDb *db, const char *connection_id, GError **error)
{
  g_autoptr (GPtrArray) bindings = g_ptr_array_new_with_free_func (binding_free);

  if (pf_db_run (pf_store_get_db (store), PF_DB_READ, read_objects, bindings, error) == NULL)
    return FALSE;
  for (guint i = bindings->len; connection_id != NULL && i > 0; i--)
    if (g_strcmp0 (((Binding *)bindings->pdata[i - 1])->connection_id, connection_id) != 0)
      g_ptr_array_remove_index_fast (bindings, i - 1);
  return pf_db_run (db, PF_DB_WRITE, write_bindings, bindings, error) != NULL;
}

static void
bind_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (pf_mirror_copy_bindings (data, pf_mirror_get_db (source), NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * pf_mirror_bind_async:
 * @self: a mirror
 * @store: the user's own work
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Teaches a new mirror the local UUIDs of what was made here in earlier sessions, so that a
 * draft finds its board again. Before anything is put.
 */
void
pf_mirror_bind_async (PfMirror *self,
                      PfStore *store,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_mirror_bind_async);
  g_task_set_task_data (task, g_object_ref (store), g_object_unref);
  g_task_run_in_thread (task, bind_thread);
}

/**
 * pf_mirror_bind_finish:
 * @self: a mirror
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it worked
 */
gboolean
pf_mirror_bind_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
