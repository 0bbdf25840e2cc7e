/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-store.h"

#include "core/base/pf-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* What a person wrote or gave. Connections are made again by signing in. */
static const char *const rescued_tables[] = { "draft", "outbox", "outbox_attempt", "blob" };

typedef struct
{
  PfContext *context;
  char *folder;
  gint64 n_rows;
} Rescue;

static void
rescue_free (gpointer data)
{
  Rescue *rescue = data;

  g_object_unref (rescue->context);
  g_free (rescue->folder);
  g_free (rescue);
}

static gboolean
copy_file (Rescue *rescue, const char *name, const char *to, GError **error)
{
  g_autofree char *from_path
      = g_build_filename (pf_context_get_data_dir (rescue->context), name, NULL);
  g_autofree char *to_path = g_build_filename (rescue->folder, to, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (from_path);
  g_autoptr (GFile) target = g_file_new_for_path (to_path);

  if (!g_file_test (from_path, G_FILE_TEST_EXISTS))
    return TRUE;
  return g_file_copy (from, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
}

static void
add_column (JsonObject *object, sqlite3_stmt *stmt, int column)
{
  const char *name = sqlite3_column_name (stmt, column);
  const char *text;

  switch (sqlite3_column_type (stmt, column))
    {
    case SQLITE_INTEGER:
      json_object_set_int_member (object, name, sqlite3_column_int64 (stmt, column));
      break;
    case SQLITE_FLOAT:
      json_object_set_double_member (object, name, sqlite3_column_double (stmt, column));
      break;
    case SQLITE_TEXT:
      /* Of a damaged page anything may come. */
      text = (const char *)sqlite3_column_text (stmt, column);
      if (text != NULL)
        {
          g_autofree char *valid = g_utf8_make_valid (text, -1);
          json_object_set_string_member (object, name, valid);
        }
      break;
    default:
      json_object_set_null_member (object, name);
      break;
    }
}

/* From both ends up to the first damage, so that one bad page costs its own rows only. */
static void
read_rows (sqlite3 *db, const char *table, const char *order, GHashTable *seen, JsonArray *rows)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT rowid AS \"rowid\", * FROM %s ORDER BY rowid %s", table, order);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, NULL, sql, NULL);

  while (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (stmt, 0);
      JsonObject *object;

      if (g_hash_table_contains (seen, &id))
        continue;
      g_hash_table_add (seen, g_memdup2 (&id, sizeof id));
      object = json_object_new ();
      for (int i = 1; i < sqlite3_column_count (stmt); i++)
        add_column (object, stmt, i);
      json_array_add_object_element (rows, object);
    }
}

static gboolean
export_table (Rescue *rescue, sqlite3 *db, const char *table, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonArray) rows = json_array_new ();
  g_autofree char *name = g_strconcat (table, ".json", NULL);
  g_autofree char *path = g_build_filename (rescue->folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length;

  read_rows (db, table, "ASC", seen, rows);
  read_rows (db, table, "DESC", seen, rows);
  rescue->n_rows += json_array_get_length (rows);
  json_node_init_array (node, rows);
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  return g_file_set_contents_full (path, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

static gboolean
export_tables (Rescue *rescue, GError **error)
{
  g_autofree char *path = g_build_filename (rescue->folder, "pinfold.db", NULL);
  g_autoptr (sqlite3) db = NULL;

  /* The copy, so that the journal which a crash left is rolled back there and not in the
   * original. */
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return TRUE;
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rescued_tables); i++)
    if (!export_table (rescue, db, rescued_tables[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
copy_pictures (Rescue *rescue, GError **error)
{
  g_autofree char *from
      = g_build_filename (pf_context_get_data_dir (rescue->context), "blobs", NULL);
  g_autofree char *to = g_build_filename (rescue->folder, "blobs", NULL);
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  if (dir == NULL)
    return TRUE;
  if (g_mkdir_with_parents (to, 0700) != 0)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL, _ ("Could not write %s: %s"), to,
                   g_strerror (errno));
      return FALSE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("blobs", name, NULL);

      if (!copy_file (rescue, path, path, error))
        return FALSE;
    }
  return TRUE;
}

static void
rescue_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Rescue *rescue = data;
  GError *error = NULL;

  if (g_mkdir_with_parents (rescue->folder, 0700) != 0)
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_DISK_FULL, _ ("Could not write %s: %s"),
                               rescue->folder, g_strerror (errno));
      return;
    }
  if (copy_file (rescue, "pinfold.db", "pinfold.db", &error)
      && copy_file (rescue, "pinfold.db-journal", "pinfold.db-journal", &error)
      && export_tables (rescue, &error) && copy_pictures (rescue, &error))
    g_task_return_pointer (task, g_strdup (rescue->folder), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * pf_store_rescue_async:
 * @context: the context whose store cannot be opened
 * @folder: (nullable): where to; a new folder beside the data when %NULL
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Copies what can be read of a damaged pinfold.db (safety.md DB-4): the file itself,
 * drafts, outbox and its history and the list of pictures as JSON, and the pictures.
 * The store is not changed.
 */
void
pf_store_rescue_async (PfContext *context,
                       const char *folder,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Rescue *rescue = g_new0 (Rescue, 1);

  g_task_set_source_tag (task, pf_store_rescue_async);
  rescue->context = g_object_ref (context);
  if (folder != NULL)
    rescue->folder = g_strdup (folder);
  else
    {
      gint64 now = pf_clock_now (pf_context_get_clock (context)) / G_USEC_PER_SEC;
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now);
      g_autofree char *name = g_date_time_format (time, "rescued-%Y%m%d-%H%M%S");

      rescue->folder = g_build_filename (pf_context_get_data_dir (context), name, NULL);
    }
  g_task_set_task_data (task, rescue, rescue_free);
  g_task_run_in_thread (task, rescue_thread);
}

/**
 * pf_store_rescue_finish:
 * @result: a result
 * @n_rows: (out) (optional): how many rows could be read
 * @error: location for an error
 *
 * Returns: (transfer full): the folder with what was rescued
 */
char *
pf_store_rescue_finish (GAsyncResult *result, gint64 *n_rows, GError **error)
{
  const Rescue *rescue;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  rescue = g_task_get_task_data (G_TASK (result));
  if (n_rows != NULL)
    *n_rows = rescue->n_rows;
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
set_aside_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfContext *context = data;
  const char *folder = pf_context_get_data_dir (context);
  static const char *const suffixes[] = { "-journal", "" };
  gint64 now = pf_clock_now (pf_context_get_clock (context)) / G_USEC_PER_SEC;

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strdup_printf ("%s/pinfold.db%s", folder, suffixes[i]);
      g_autofree char *to = g_strdup_printf ("%s/pinfold.db.damaged-%" G_GINT64_FORMAT "%s", folder,
                                             now, suffixes[i]);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          g_task_return_new_error (task, PF_ERROR, PF_ERROR_DISK_FULL, _ ("Could not write %s: %s"),
                                   to, g_strerror (errno));
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

/**
 * pf_store_set_aside_async:
 * @context: the context whose store is damaged
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * At the user's word only: renames a damaged pinfold.db, which is kept, so that the
 * next opening makes a new one.
 */
void
pf_store_set_aside_async (PfContext *context,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_store_set_aside_async);
  g_task_set_task_data (task, g_object_ref (context), g_object_unref);
  g_task_run_in_thread (task, set_aside_thread);
}

/**
 * pf_store_set_aside_finish:
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether the way is free
 */
gboolean
pf_store_set_aside_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
