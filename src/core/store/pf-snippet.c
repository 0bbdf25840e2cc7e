/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-snippet.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

/* Kept in pinfold.db: names never change. */
static const char *const kind_names[] = {
  [PF_SNIPPET_LINK_TAGS] = "link-tags",
  [PF_SNIPPET_TEXT] = "text",
  [PF_SNIPPET_EDIT] = "edit",
};

/**
 * pf_snippet_new:
 * @kind: what it is
 * @connection_id: of which account
 * @name: how the user calls it
 * @value: what it holds
 *
 * Returns: (transfer full): one that is not kept yet
 */
PfSnippet *
pf_snippet_new (PfSnippetKind kind, const char *connection_id, const char *name, const char *value)
{
  PfSnippet *self = g_new0 (PfSnippet, 1);

  self->kind = kind;
  self->connection_id = g_strdup (connection_id);
  self->name = g_strstrip (g_strdup (name != NULL ? name : ""));
  self->value = g_strdup (value != NULL ? value : "");
  return self;
}

/**
 * pf_snippet_free:
 * @self: (transfer full): a snippet
 *
 * Frees it.
 */
void
pf_snippet_free (PfSnippet *self)
{
  g_free (self->uuid);
  g_free (self->connection_id);
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static gpointer
save (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfSnippet *snippet = data;
  const char *kind = kind_names[snippet->kind];

  if (!pf_db_exec (db, error,
                   "DELETE FROM snippet WHERE connection_id = ? AND kind = ? AND name = ?"
                   " AND uuid <> ?",
                   "ssss", snippet->connection_id, kind, snippet->name, snippet->uuid)
      || !pf_db_exec (db, error,
                      "INSERT INTO snippet (uuid, connection_id, kind, name, value, created_at,"
                      " modified_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET"
                      " name = excluded.name, value = excluded.value,"
                      " modified_at = excluded.modified_at",
                      "sssssii", snippet->uuid, snippet->connection_id, kind, snippet->name,
                      snippet->value, snippet->modified_at, snippet->modified_at))
    return NULL;
  return g_strdup (snippet->uuid);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfStore *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *uuid = pf_db_run_finish (PF_DB (source), result, &error);

  if (uuid == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pf_store_touch (self, PF_STORE_SNIPPETS);
  g_task_return_pointer (task, uuid, g_free);
}

static void
free_snippet (gpointer data)
{
  pf_snippet_free (data);
}

/**
 * pf_store_save_snippet_async:
 * @self: a store
 * @snippet: copied
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_store_save_snippet_async (PfStore *self,
                             const PfSnippet *snippet,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  PfContext *context = pf_store_get_context (self);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  PfSnippet *copy
      = pf_snippet_new (snippet->kind, snippet->connection_id, snippet->name, snippet->value);

  g_task_set_source_tag (task, pf_store_save_snippet_async);
  if (copy->name[0] == '\0')
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_INVALID, "%s", _ ("A name is needed."));
      g_object_unref (task);
      pf_snippet_free (copy);
      return;
    }
  copy->uuid = snippet->uuid != NULL ? g_strdup (snippet->uuid)
                                     : pf_random_uuid (pf_context_get_random (context));
  copy->modified_at = pf_clock_now (pf_context_get_clock (context));
  pf_db_run_async (pf_store_get_db (self), PF_DB_WRITE, save, copy, free_snippet, g_free,
                   cancellable, on_changed, task);
}

/**
 * pf_store_save_snippet_finish:
 * @self: a store
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full): its uuid
 */
char *
pf_store_save_snippet_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer delete (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return pf_db_exec (db, error, "DELETE FROM snippet WHERE uuid = ?", "s", data) ? g_strdup (data)
                                                                                 : NULL;
}

/**
 * pf_store_delete_snippet_async:
 * @self: a store
 * @uuid: which; one that is not there is no error
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_store_delete_snippet_async (PfStore *self,
                               const char *uuid,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_store_delete_snippet_async);
  pf_db_run_async (pf_store_get_db (self), PF_DB_WRITE, delete, g_strdup (uuid), g_free, g_free,
                   cancellable, on_changed, task);
}

/**
 * pf_store_delete_snippet_finish:
 * @self: a store
 * @result: the result
 * @error: location for an error
 *
 * Returns: whether it is gone
 */
gboolean
pf_store_delete_snippet_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_autofree char *uuid = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  uuid = g_task_propagate_pointer (G_TASK (result), error);
  return uuid != NULL;
}

static gpointer
list (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfSnippet *of = data;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_snippet);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT uuid, name, value, created_at, modified_at FROM snippet"
                       " WHERE connection_id = ? AND kind = ? ORDER BY name, uuid",
                       "ss", of->connection_id, kind_names[of->kind]);
  gboolean more = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &more, error))
    {
      PfSnippet *snippet;

      if (!more)
        return g_steal_pointer (&found);
      snippet = g_new0 (PfSnippet, 1);
      snippet->uuid = pf_db_column_text (stmt, 0);
      snippet->connection_id = g_strdup (of->connection_id);
      snippet->kind = of->kind;
      snippet->name = pf_db_column_text (stmt, 1);
      snippet->value = pf_db_column_text (stmt, 2);
      snippet->created_at = sqlite3_column_int64 (stmt, 3);
      snippet->modified_at = sqlite3_column_int64 (stmt, 4);
      g_ptr_array_add (found, snippet);
    }
  return NULL;
}

static void
unref_array (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *found = pf_db_run_finish (PF_DB (source), result, &error);

  if (found == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found, unref_array);
}

/**
 * pf_store_list_snippets_async:
 * @self: a store
 * @connection_id: of which account
 * @kind: of which kind
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_store_list_snippets_async (PfStore *self,
                              const char *connection_id,
                              PfSnippetKind kind,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_store_list_snippets_async);
  pf_db_run_async (pf_store_get_db (self), PF_DB_READ, list,
                   pf_snippet_new (kind, connection_id, NULL, NULL), free_snippet, unref_array,
                   cancellable, on_listed, task);
}

/**
 * pf_store_list_snippets_finish:
 * @self: a store
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfSnippet): by name
 */
GPtrArray *
pf_store_list_snippets_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
