/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror.h"

#include "core/base/pf-error.h"
#include "core/store/pf-mirror-private.h"

#include <string.h>

typedef struct
{
  char *connection_id;
  guint8 uuid[16];
} Find;

static void
find_free (gpointer data)
{
  Find *find = data;

  g_free (find->connection_id);
  g_free (find);
}

/* The result's own box, because "not known" is no failure. */
static void
text_free (gpointer data)
{
  char **text = data;

  g_free (*text);
  g_free (text);
}

static gpointer
find_remote (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Find *find = data;
  g_autoptr (GBytes) uuid = g_bytes_new_static (find->uuid, sizeof find->uuid);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error,
      "SELECT remote_id FROM binding WHERE connection_id = ?1 AND uuid = ?2"
      " UNION ALL SELECT e.remote_id FROM entry e JOIN listing l ON l.id = e.listing"
      " WHERE l.connection_id = ?1 AND e.uuid = ?2 LIMIT 1",
      "sb", find->connection_id, uuid);
  gboolean found = FALSE;
  char **text;

  if (stmt == NULL || !pf_db_step (stmt, &found, error))
    return NULL;
  text = g_new0 (char *, 1);
  if (found)
    *text = pf_db_column_text (stmt, 0);
  return text;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char **text = pf_db_run_finish (PF_DB (source), result, &error);

  if (text == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (text), g_free);
  text_free (text);
}

/**
 * pf_mirror_find_remote_async:
 * @self: a mirror
 * @connection_id: whose
 * @uuid: local UUID of a board, section or pin
 * @cancellable: (nullable): a cancellable
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Asks which object of the service a local UUID is.
 */
void
pf_mirror_find_remote_async (PfMirror *self,
                             const char *connection_id,
                             const char *uuid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Find *find;

  g_task_set_source_tag (task, pf_mirror_find_remote_async);
  find = g_new0 (Find, 1);
  find->connection_id = g_strdup (connection_id);
  if (!pf_uuid_from_text (find->uuid, uuid))
    {
      find_free (find);
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
      return;
    }
  pf_db_run_async (pf_mirror_get_db_of (self, connection_id), PF_DB_READ, find_remote, find,
                   find_free, text_free, cancellable, on_found, task);
}

/**
 * pf_mirror_find_remote_finish:
 * @self: a mirror
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable): the remote id, %NULL without error when the
 *   mirror does not know the UUID
 */
char *
pf_mirror_find_remote_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_mirror_read_uuid:
 * @db: a file of the mirror
 * @connection_id: a connection
 * @kind: "boards", "sections" or "pins"
 * @remote_id: Pinterest's id
 * @error: location for an error
 *
 * For a reader thread.
 *
 * Returns: (transfer full): the local UUID: the one it was given here, else the one it would be
 *   given; %NULL on error
 */
char *
pf_mirror_read_uuid (
    sqlite3 *db, const char *connection_id, const char *kind, const char *remote_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT uuid FROM binding WHERE connection_id = ?1 AND kind = ?2"
                       " AND remote_id = ?3",
                       "sss", connection_id, kind, remote_id);
  gboolean found = FALSE;

  if (stmt == NULL || !pf_db_step (stmt, &found, error))
    return NULL;
  if (found && sqlite3_column_bytes (stmt, 0) == PF_UUID_BYTES)
    {
      guint8 uuid[PF_UUID_BYTES];

      memcpy (uuid, sqlite3_column_blob (stmt, 0), sizeof uuid);
      return pf_uuid_to_text (uuid);
    }
  return pf_mirror_make_uuid (connection_id, kind, remote_id);
}

typedef struct
{
  char *connection_id;
  char *remote_id;
} FindPin;

static void
find_pin_free (gpointer data)
{
  FindPin *find = data;

  g_free (find->connection_id);
  g_free (find->remote_id);
  g_free (find);
}

static gpointer
find_pin (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const FindPin *find = data;
  g_autofree char *uuid
      = pf_mirror_read_uuid (db, find->connection_id, "pins", find->remote_id, error);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint8 bytes[PF_UUID_BYTES];
  gboolean found = FALSE;
  char **text;

  if (uuid == NULL || !pf_uuid_from_text (bytes, uuid))
    return NULL;
  key = g_bytes_new_static (bytes, sizeof bytes);
  stmt = pf_db_prepare (db, error,
                        "SELECT 1 FROM entry e JOIN listing l ON l.id = e.listing"
                        " WHERE l.connection_id = ?1 AND e.uuid = ?2 LIMIT 1",
                        "sb", find->connection_id, key);
  if (stmt == NULL || !pf_db_step (stmt, &found, error))
    return NULL;
  text = g_new0 (char *, 1);
  if (found)
    *text = g_steal_pointer (&uuid);
  return text;
}

/**
 * pf_mirror_find_pin_async:
 * @self: a mirror
 * @connection_id: whose
 * @remote_id: Pinterest's id of a pin
 * @cancellable: (nullable): a cancellable
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Asks whether a pin of the service is among those that were read, and which it is here.
 */
void
pf_mirror_find_pin_async (PfMirror *self,
                          const char *connection_id,
                          const char *remote_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  FindPin *find = g_new0 (FindPin, 1);

  g_task_set_source_tag (task, pf_mirror_find_pin_async);
  find->connection_id = g_strdup (connection_id);
  find->remote_id = g_strdup (remote_id);
  pf_db_run_async (pf_mirror_get_db_of (self, connection_id), PF_DB_READ, find_pin, find,
                   find_pin_free, text_free, cancellable, on_found, task);
}

/**
 * pf_mirror_find_pin_finish:
 * @self: a mirror
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable): the local UUID, %NULL without error when it was not read
 */
char *
pf_mirror_find_pin_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
