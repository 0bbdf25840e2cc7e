/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-store-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* A picture that nothing refers to yet may be on its way into a draft or a row. */
#define SWEEP_AGE_US (60 * 60 * (gint64)G_USEC_PER_SEC)
/* So long a row that is over may still be taken back, or done again. */
#define HISTORY_US (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)
#define MAX_BLOB (256 * 1024 * 1024)

static char *
blob_path (PfStore *self, const char *name)
{
  const char *folder = pf_context_get_data_dir (pf_store_get_context (self));

  return g_build_filename (folder, "blobs", name, NULL);
}

static gboolean
is_blob_name (const char *name)
{
  return strlen (name) == 64 && strspn (name, "0123456789abcdef") == 64;
}

static gint64
now (PfStore *self)
{
  return pf_clock_now (pf_context_get_clock (pf_store_get_context (self)));
}

typedef struct
{
  PfStore *store;
  GBytes *bytes;
  char *sha256;
} Keep;

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  g_object_unref (keep->store);
  g_bytes_unref (keep->bytes);
  g_free (keep->sha256);
  g_free (keep);
}

static gboolean
write_blob (Keep *keep, GError **error)
{
  g_autofree char *path = blob_path (keep->store, keep->sha256);
  PfFiles *files = pf_context_get_files (pf_store_get_context (keep->store));

  return pf_files_write (files, path, keep->bytes, 0600, error);
}

/* Whether the same bytes lie there already, read and not merely named so. */
static gboolean
has_blob (Keep *keep)
{
  g_autofree char *path = blob_path (keep->store, keep->sha256);
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  file = g_mapped_file_new (path, FALSE, NULL);
  if (file == NULL)
    return FALSE;
  bytes = g_mapped_file_get_bytes (file);
  return g_bytes_equal (bytes, keep->bytes);
}

/* A sweep removes file and row under the write lock. So under the same lock the file is
 * looked for once more: a sweep may have been faster than this row. */
static gpointer
insert_blob (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Keep *keep = data;
  g_autofree char *path = blob_path (keep->store, keep->sha256);

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !write_blob (keep, error))
    return NULL;
  if (!pf_db_exec (db, error,
                   "INSERT INTO blob (sha256, size, created_at) VALUES (?, ?, ?) "
                   "ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at",
                   "sii", keep->sha256, (gint64)g_bytes_get_size (keep->bytes), now (keep->store)))
    return NULL;
  return PF_DB_OK;
}

static void
keep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keep *keep = data;
  GError *error = NULL;

  keep->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, keep->bytes);
  if ((has_blob (keep) || write_blob (keep, &error))
      && pf_db_run (pf_store_get_db (keep->store), PF_DB_WRITE, insert_blob, keep, &error) != NULL)
    g_task_return_pointer (task, g_strdup (keep->sha256), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * pf_store_keep_blob_async:
 * @self: a store
 * @bytes: a picture the user gave
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Writes `blobs/<sha256>`, file and folder synced, and then its row, so that a
 * draft or an outbox row can refer to it (safety.md PQ-15). The same bytes are
 * kept once. What nothing refers to within an hour may be swept.
 */
void
pf_store_keep_blob_async (PfStore *self,
                          GBytes *bytes,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Keep *keep = g_new0 (Keep, 1);

  g_task_set_source_tag (task, pf_store_keep_blob_async);
  keep->store = g_object_ref (self);
  keep->bytes = g_bytes_ref (bytes);
  g_task_set_task_data (task, keep, keep_free);
  g_task_run_in_thread (task, keep_thread);
}

/**
 * pf_store_keep_blob_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error; PF_ERROR_DISK_FULL among others
 *
 * Returns: (transfer full): the SHA-256 in hexadecimal, the blob's name
 */
char *
pf_store_keep_blob_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfStore *self = source;
  const char *sha256 = data;
  g_autofree char *path = blob_path (self, sha256);
  g_autofree char *sum = NULL;
  PfFiles *files = pf_context_get_files (pf_store_get_context (self));
  GError *error = NULL;
  GBytes *bytes = pf_files_read (files, path, MAX_BLOB, &error);

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (strcmp (sum, sha256) != 0)
    {
      g_bytes_unref (bytes);
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_DAMAGED,
                               _ ("The kept picture is damaged. Add it again."));
      return;
    }
  g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

/**
 * pf_store_load_blob_async:
 * @self: a store
 * @sha256: the blob's name
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Reads a kept picture and checks that it still is what was kept
 * (PF_ERROR_DAMAGED).
 */
void
pf_store_load_blob_async (PfStore *self,
                          const char *sha256,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_store_load_blob_async);
  if (!is_blob_name (sha256))
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_INVALID, _ ("There is no such picture"));
      return;
    }
  g_task_set_task_data (task, g_strdup (sha256), g_free);
  pf_store_run_in_turn (self, task, load_thread);
}

/**
 * pf_store_load_blob_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): the picture
 */
GBytes *
pf_store_load_blob_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_store_get_blob_path:
 * @self: a store
 * @sha256: the blob's name
 *
 * Returns: (transfer full): where it lies, for what is too large to be loaded
 */
char *
pf_store_get_blob_path (PfStore *self, const char *sha256)
{
  g_return_val_if_fail (is_blob_name (sha256), NULL);
  return blob_path (self, sha256);
}

static gboolean
drop_blob (PfStore *self, sqlite3 *db, const char *sha256, GError **error)
{
  g_autofree char *path = blob_path (self, sha256);
  PfFiles *files = pf_context_get_files (pf_store_get_context (self));

  return pf_db_exec (db, error, "DELETE FROM blob WHERE sha256 = ?", "s", sha256)
         && pf_files_remove (files, path, error);
}

/* Files whose row was never committed: a crash came between. */
static void
drop_strays (PfStore *self, sqlite3 *db)
{
  g_autofree char *folder = blob_path (self, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 oldest = (g_get_real_time () - SWEEP_AGE_US) / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = blob_path (self, name);
      GStatBuf info;

      if (g_stat (path, &info) != 0 || info.st_mtime > oldest)
        continue;
      if (pf_db_get_int (db, NULL, "SELECT count(*) FROM blob WHERE sha256 = ?", "s", name) == 0)
        g_unlink (path);
    }
}

static gpointer
sweep (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfStore *self = data;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;

  stmt = pf_db_prepare (db, error,
                        "SELECT sha256 FROM blob WHERE created_at < ? "
                        "AND sha256 NOT IN (SELECT blob FROM draft WHERE blob IS NOT NULL) "
                        "AND sha256 NOT IN (SELECT blob FROM outbox WHERE blob IS NOT NULL) "
                        "AND sha256 NOT IN (SELECT source_blob FROM outbox"
                        " WHERE source_blob IS NOT NULL) "
                        /* The pictures of carousels and the covers of videos. */
                        "AND NOT EXISTS (SELECT 1 FROM draft WHERE instr (media, sha256) > 0) "
                        "AND NOT EXISTS (SELECT 1 FROM outbox WHERE instr (payload, sha256) > 0 "
                        " AND (state NOT IN ('done', 'undone', 'discarded') OR modified_at >= ?))",
                        "ii", now (self) - SWEEP_AGE_US, now (self) - HISTORY_US);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        break;
      g_ptr_array_add (names, pf_db_column_text (stmt, 0));
    }
  for (guint i = 0; i < names->len; i++)
    if (!drop_blob (self, db, g_ptr_array_index (names, i), error))
      return NULL;
  drop_strays (self, db);
  return PF_DB_OK;
}

static void
on_swept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * pf_store_sweep_blobs_async:
 * @self: a store
 * @callback: (nullable): called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Removes pictures that no draft and no outbox row refers to since more than an
 * hour.
 */
void
pf_store_sweep_blobs_async (PfStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, pf_store_sweep_blobs_async);
  pf_db_run_async (pf_store_get_db (self), PF_DB_WRITE, sweep, g_object_ref (self), g_object_unref,
                   NULL, NULL, on_swept, task);
}

/**
 * pf_store_sweep_blobs_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it worked
 */
gboolean
pf_store_sweep_blobs_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
