/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-store.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Blobs too large for memory: videos. Copied block by block, hashed on the way. */

#define BLOCK (1024 * 1024)

typedef struct
{
  char *path, *temporary;
  gint64 max_bytes, size, now;
  char *sha256;
} Keep;

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  g_free (keep->path);
  g_free (keep->temporary);
  g_free (keep->sha256);
  g_free (keep);
}

static gboolean
fail (GError **error, int why)
{
  g_set_error (error, PF_ERROR,
               why == ENOSPC || why == EDQUOT ? PF_ERROR_DISK_FULL : PF_ERROR_FAILED,
               _ ("The file could not be copied. %s"), g_strerror (why));
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *data, gsize count, GError **error)
{
  while (count > 0)
    {
      gssize n = write (fd, data, count);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, errno);
      data += n;
      count -= (gsize)n;
    }
  return TRUE;
}

static gboolean
copy (Keep *keep, int from, int to, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (BLOCK);

  for (;;)
    {
      gssize n = read (from, block, BLOCK);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, errno);
      if (n == 0)
        break;
      keep->size += n;
      if (keep->size > keep->max_bytes)
        {
          g_set_error_literal (error, PF_ERROR, PF_ERROR_TOO_LARGE, _ ("The file is too large."));
          return FALSE;
        }
      g_checksum_update (sum, block, n);
      if (!write_all (to, block, (gsize)n, error))
        return FALSE;
    }
  keep->sha256 = g_strdup (g_checksum_get_string (sum));
  return fsync (to) == 0 || fail (error, errno);
}

static gpointer
insert (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Keep *keep = data;

  return pf_db_exec (db, error,
                     "INSERT INTO blob (sha256, size, created_at) VALUES (?, ?, ?) "
                     "ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at",
                     "sii", keep->sha256, keep->size, keep->now)
             ? PF_DB_OK
             : NULL;
}

/* The folder too, so that the name survives a power cut. */
static gboolean
put_in_place (Keep *keep, const char *target, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  int fd;

  if (g_rename (keep->temporary, target) != 0)
    return fail (error, errno);
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return fail (error, errno);
  if (fsync (fd) != 0)
    {
      int why = errno;

      close (fd);
      return fail (error, why);
    }
  close (fd);
  return TRUE;
}

static void
keep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfStore *self = source;
  Keep *keep = data;
  GError *error = NULL;
  int from = open (keep->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  int to = open (keep->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  struct stat info;
  gboolean ok;

  if (from < 0 || to < 0 || fstat (from, &info) != 0)
    ok = fail (&error, errno);
  else if (!S_ISREG (info.st_mode))
    ok = fail (&error, EINVAL);
  else
    ok = copy (keep, from, to, cancellable, &error);
  if (from >= 0)
    close (from);
  if (to >= 0)
    close (to);
  if (ok)
    {
      g_autofree char *target = pf_store_get_blob_path (self, keep->sha256);

      ok = put_in_place (keep, target, &error)
           && pf_db_run (pf_store_get_db (self), PF_DB_WRITE, insert, keep, &error) != NULL;
    }
  if (ok)
    g_task_return_pointer (task, g_strdup (keep->sha256), g_free);
  else
    {
      g_unlink (keep->temporary);
      g_task_return_error (task, error);
    }
}

/**
 * pf_store_keep_file_async:
 * @self: a store
 * @path: a regular file of the user's; only read
 * @max_bytes: the most that is taken
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * As pf_store_keep_blob_async() for a file that is too large for memory: copied, so that what
 * becomes of it later does not matter (safety.md PQ-15).
 */
void
pf_store_keep_file_async (PfStore *self,
                          const char *path,
                          gint64 max_bytes,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PfContext *context = pf_store_get_context (self);
  g_autofree char *name = pf_random_uuid (pf_context_get_random (context));
  Keep *keep = g_new0 (Keep, 1);

  g_task_set_source_tag (task, pf_store_keep_file_async);
  keep->path = g_strdup (path);
  /* A stray that a crash leaves there is swept like any other. */
  keep->temporary = g_build_filename (pf_context_get_data_dir (context), "blobs", name, NULL);
  keep->max_bytes = max_bytes;
  keep->now = pf_clock_now (pf_context_get_clock (context));
  g_task_set_task_data (task, keep, keep_free);
  g_task_run_in_thread (task, keep_thread);
}

/**
 * pf_store_keep_file_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error; PF_ERROR_TOO_LARGE, PF_ERROR_DISK_FULL among others
 *
 * Returns: (transfer full): the SHA-256 in hexadecimal, the blob's name
 */
char *
pf_store_keep_file_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
