/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-place.h"

#include "core/base/pf-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of schema/mirror.sql and pf-record-codec.c: a copy of another version is made anew, as all that
 * is in it can be asked for again. */
#define MIRROR_VERSION 1

#define N_READERS 2

static char *
folder_of (const char *data_dir)
{
  return g_build_filename (data_dir, "kept", NULL);
}

static char *
path_of (const char *data_dir, const char *connection_id, const char *suffix)
{
  g_autofree char *folder = folder_of (data_dir);
  g_autofree char *name = g_strconcat (connection_id, suffix, NULL);

  return g_build_filename (folder, name, NULL);
}

/* -1 with PF_ERROR_BUSY when another process has it. */
static int
take_lock (const char *data_dir, const char *connection_id, GError **error)
{
  g_autofree char *folder = folder_of (data_dir);
  g_autofree char *path = path_of (data_dir, connection_id, ".lock");
  int fd, saved;

  g_mkdir_with_parents (folder, 0700);
  fd = open (path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  saved = errno;
  if (fd >= 0)
    close (fd);
  if (fd >= 0 && saved == EWOULDBLOCK)
    g_set_error_literal (error, PF_ERROR, PF_ERROR_BUSY,
                         _ ("Another Pinfold uses the copy on this computer."));
  else
    g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL,
                 _ ("The folder for Pinfold’s data cannot be written: %s"), g_strerror (saved));
  return -1;
}

/* A kept copy is not synced as it grows: should the computer stop, pages of it may be torn. So
 * its lock file says that it is open; one that nobody closed is looked through. */

static gboolean
was_closed (int lock_fd)
{
  struct stat info;

  return fstat (lock_fd, &info) == 0 && info.st_size == 0;
}

static gboolean
mark_open (int lock_fd, GError **error)
{
  if (pwrite (lock_fd, "1", 1, 0) == 1 && fsync (lock_fd) == 0)
    return TRUE;
  g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL,
               _ ("The folder for Pinfold’s data cannot be written: %s"), g_strerror (errno));
  return FALSE;
}

void
pf_mirror_place_note_closed (PfMirrorPlace *self)
{
  int fd;

  if (pf_db_saw_damage (self->db))
    return;
  fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return;
  if (fsync (fd) == 0 && ftruncate (self->lock_fd, 0) == 0)
    g_debug ("Closed %s", self->path);
  close (fd);
}

static gboolean
is_whole (sqlite3 *db)
{
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, NULL, "PRAGMA quick_check (1)", NULL);
  gboolean row = FALSE;

  return stmt != NULL && pf_db_step (stmt, &row, NULL) && row
         && g_strcmp0 ((const char *)sqlite3_column_text (stmt, 0), "ok") == 0;
}

static gboolean
is_current (const char *path, gboolean closed)
{
  g_autoptr (sqlite3) db = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  db = pf_db_connect (path, PF_DB_CACHE, FALSE, NULL);
  return db != NULL && pf_db_get_int (db, NULL, "PRAGMA user_version", NULL) == MIRROR_VERSION
         && pf_db_get_int (db, NULL, "SELECT count (*) FROM listing", NULL) >= 0
         && (closed || is_whole (db));
}

static gboolean
make (const char *path, GError **error)
{
  g_autoptr (sqlite3) db = NULL;

  pf_mirror_remove_database (path);
  if (!pf_mirror_make_tables (path, error))
    return FALSE;
  db = pf_db_connect (path, PF_DB_CACHE, FALSE, error);
  return db != NULL
         && pf_db_exec (db, error, "PRAGMA user_version = " G_STRINGIFY (MIRROR_VERSION), NULL);
}

/* What lags is a matter of a minute, and the monotonic clock begins anew with the computer. */
static gpointer
forget_moments (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return pf_db_exec (db, error,
                     "UPDATE entry SET put_at = NULL, told_at = NULL "
                     "WHERE put_at IS NOT NULL OR told_at IS NOT NULL",
                     NULL)
                 && pf_db_exec (db, error, "DELETE FROM gone", NULL)
             ? PF_DB_OK
             : NULL;
}

PfMirrorPlace *
pf_mirror_place_open (const char *data_dir,
                      const char *connection_id,
                      PfStore *store,
                      GError **error)
{
  PfMirrorPlace *self = g_new0 (PfMirrorPlace, 1);
  gboolean closed;

  self->path = path_of (data_dir, connection_id, ".db");
  self->lock_fd = take_lock (data_dir, connection_id, error);
  closed = self->lock_fd >= 0 && was_closed (self->lock_fd);
  if (self->lock_fd < 0 || !mark_open (self->lock_fd, error)
      || (!is_current (self->path, closed) && !make (self->path, error)))
    {
      pf_mirror_place_free (self, FALSE);
      return NULL;
    }
  self->db = pf_db_open (self->path, PF_DB_CACHE, N_READERS, error);
  if (self->db != NULL && pf_db_run (self->db, PF_DB_WRITE, forget_moments, NULL, error) != NULL
      && pf_mirror_copy_bindings (store, self->db, connection_id, error))
    return self;
  pf_mirror_place_free (self, FALSE);
  return NULL;
}

void
pf_mirror_place_free (PfMirrorPlace *self, gboolean wipe)
{
  g_clear_object (&self->db);
  if (wipe && self->lock_fd >= 0)
    pf_mirror_remove_database (self->path);
  /* The lock file stays: a lock that is removed can be held twice. */
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->path);
  g_free (self);
}

gboolean
pf_mirror_place_wipe (const char *data_dir, const char *connection_id, GError **error)
{
  g_autofree char *path = path_of (data_dir, connection_id, ".db");
  int fd;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  fd = take_lock (data_dir, connection_id, error);
  if (fd < 0)
    return FALSE;
  pf_mirror_remove_database (path);
  close (fd);
  return TRUE;
}

guint64
pf_mirror_place_get_size (const char *data_dir, const char *connection_id)
{
  static const char *const suffixes[] = { ".db", ".db-wal", ".db-shm" };
  guint64 size = 0;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = path_of (data_dir, connection_id, suffixes[i]);
      GStatBuf info;

      if (g_stat (path, &info) == 0)
        size += (guint64)info.st_size;
    }
  return size;
}
