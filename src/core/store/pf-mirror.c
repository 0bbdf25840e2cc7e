/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-place.h"

#include "core/base/pf-error.h"
#include "core/store/pf-store-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define N_READERS 2

struct _PfMirror
{
  GObject parent_instance;
  PfContext *context;
  PfDb *db;
  char *path;      /* mirror-<pid>-<random>.db */
  char *lock_path; /* the same with .lock; locked while the file is in use */
  int lock_fd;
  GHashTable *places; /* connection id -> PfMirrorPlace: kept copies */
};

G_DEFINE_FINAL_TYPE (PfMirror, pf_mirror, G_TYPE_OBJECT)

enum
{
  BOARDS_CHANGED,
  SECTIONS_CHANGED,
  PINS_CHANGED,
  PLACE_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Removes a database with what SQLite keeps beside it. */
void
pf_mirror_remove_database (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  g_unlink (path);
  g_unlink (wal);
  g_unlink (shm);
}

static void
leave (PfMirror *self)
{
  if (self->lock_fd < 0)
    return;
  pf_mirror_remove_database (self->path);
  g_unlink (self->lock_path);
  close (self->lock_fd);
  self->lock_fd = -1;
}

static void
place_free (gpointer place)
{
  pf_mirror_place_free (place, FALSE);
}

static void
pf_mirror_finalize (GObject *object)
{
  PfMirror *self = PF_MIRROR (object);

  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_object (&self->db);
  leave (self);
  g_clear_object (&self->context);
  g_free (self->path);
  g_free (self->lock_path);
  G_OBJECT_CLASS (pf_mirror_parent_class)->finalize (object);
}

static void
pf_mirror_class_init (PfMirrorClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_mirror_finalize;

  /**
   * PfMirror::boards-changed:
   * @self: the mirror
   * @connection_id: of whom
   */
  signals[BOARDS_CHANGED] = g_signal_new ("boards-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * PfMirror::sections-changed:
   * @self: the mirror
   * @connection_id: of whom
   * @board_id: of the board, at the service
   */
  signals[SECTIONS_CHANGED]
      = g_signal_new ("sections-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                      2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * PfMirror::pins-changed:
   * @self: the mirror
   * @connection_id: of whom
   * @board_id: of the board, at the service
   */
  signals[PINS_CHANGED] = g_signal_new ("pins-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * PfMirror::place-changed:
   * @self: the mirror
   * @connection_id: of whom
   *
   * The rows of a connection are another file's from now on: all of them may differ.
   */
  signals[PLACE_CHANGED] = g_signal_new ("place-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pf_mirror_init (PfMirror *self)
{
  self->lock_fd = -1;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
}

/* Removes the file of a process that is gone. */
static void
sweep_one (const char *lock_path)
{
  int fd = open (lock_path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  g_autofree char *stem = g_strndup (lock_path, strlen (lock_path) - strlen (".lock"));
  g_autofree char *path = g_strconcat (stem, ".db", NULL);

  if (fd < 0)
    return;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    {
      pf_mirror_remove_database (path);
      g_unlink (lock_path);
    }
  close (fd);
}

static void
sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, "mirror-") && g_str_has_suffix (name, ".lock"))
        sweep_one (path);
    }
}

/* A lock file beside the database and not the database itself: closing any descriptor of
 * a file drops all POSIX locks that SQLite has on it in this process. */
static gboolean
enter (PfMirror *self, const char *folder, GError **error)
{
  g_autofree char *turn_path = g_build_filename (folder, "mirrors.lock", NULL);
  g_autofree char *uuid = pf_random_uuid (pf_context_get_random (self->context));
  g_autofree char *stem = g_strdup_printf ("mirror-%d-%.8s", (int)getpid (), uuid);
  g_autofree char *lock_name = g_strconcat (stem, ".lock", NULL);
  g_autofree char *name = g_strconcat (stem, ".db", NULL);
  int turn = open (turn_path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  int saved;

  /* Between a process making its lock file and locking it nobody may sweep. */
  if (turn >= 0 && flock (turn, LOCK_EX) == 0)
    {
      sweep (folder);
      self->path = g_build_filename (folder, name, NULL);
      self->lock_path = g_build_filename (folder, lock_name, NULL);
      self->lock_fd = open (self->lock_path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
      if (self->lock_fd >= 0 && flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
        {
          close (turn);
          return TRUE;
        }
    }
  saved = errno;
  if (turn >= 0)
    close (turn);
  g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL,
               _ ("The folder for Pinfold’s temporary data cannot be written: %s"),
               g_strerror (saved));
  return FALSE;
}

gboolean
pf_mirror_make_tables (const char *path, GError **error)
{
  g_autoptr (sqlite3) db = pf_db_connect (path, PF_DB_CACHE, TRUE, error);
  g_autoptr (GBytes) sql = NULL;

  if (db == NULL)
    return FALSE;
  sql = g_resource_lookup_data (pf_store_get_resource (), "/io/github/pinfold/store/mirror.sql",
                                G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (sql == NULL)
    return FALSE;
  if (sqlite3_exec (db, g_bytes_get_data (sql, NULL), NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  pf_db_set_error (db, error, "mirror tables");
  return FALSE;
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfMirror *self = data;
  GError *error = NULL;

  if (enter (self, pf_context_get_cache_dir (self->context), &error)
      && pf_mirror_make_tables (self->path, &error))
    self->db = pf_db_open (self->path, PF_DB_CACHE, N_READERS, &error);
  if (self->db != NULL)
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * pf_mirror_open_async:
 * @context: the context; its cache folder is used
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Makes this process's mirror, empty, and sweeps what processes left that did not
 * end properly.
 */
void
pf_mirror_open_async (PfContext *context,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  PfMirror *self = g_object_new (PF_TYPE_MIRROR, NULL);

  g_task_set_source_tag (task, pf_mirror_open_async);
  self->context = g_object_ref (context);
  g_task_set_task_data (task, self, g_object_unref);
  g_task_run_in_thread (task, open_thread);
}

/**
 * pf_mirror_open_finish:
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): the mirror
 */
PfMirror *
pf_mirror_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_mirror_get_db:
 * @self: a mirror
 *
 * Returns: (transfer none): its database
 */
PfDb *
pf_mirror_get_db (PfMirror *self)
{
  return self->db;
}

/**
 * pf_mirror_get_db_of:
 * @self: a mirror
 * @connection_id: of whom
 *
 * Returns: (transfer none): where the rows of that connection are
 */
PfDb *
pf_mirror_get_db_of (PfMirror *self, const char *connection_id)
{
  const PfMirrorPlace *place = g_hash_table_lookup (self->places, connection_id);

  return place != NULL ? place->db : self->db;
}

typedef struct
{
  char *connection_id;
  PfStore *store;
  PfMirrorPlace *place;
  gboolean wipe;
} Keep;

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  g_free (keep->connection_id);
  g_clear_object (&keep->store);
  g_clear_pointer (&keep->place, place_free);
  g_free (keep);
}

static void
keep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfMirror *self = source;
  Keep *keep = data;
  GError *error = NULL;

  keep->place = pf_mirror_place_open (pf_context_get_data_dir (self->context), keep->connection_id,
                                      keep->store, &error);
  if (keep->place != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * pf_mirror_keep_async:
 * @self: a mirror
 * @connection_id: of whom
 * @store: the user's own work, for the local UUIDs
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * From now on the rows of a connection lie in the data folder, where they outlive the process.
 * The service asks for the data anew each time unless the user chose this (design.md, "Yours and
 * theirs"). Fails with PF_ERROR_BUSY when another process has that file; this one then goes on with
 * its own mirror.
 */
void
pf_mirror_keep_async (PfMirror *self,
                      const char *connection_id,
                      PfStore *store,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Keep *keep = g_new0 (Keep, 1);

  g_task_set_source_tag (task, pf_mirror_keep_async);
  g_task_set_check_cancellable (task, FALSE);
  keep->connection_id = g_strdup (connection_id);
  keep->store = g_object_ref (store);
  g_task_set_task_data (task, keep, keep_free);
  if (g_hash_table_contains (self->places, connection_id))
    g_task_return_boolean (task, TRUE);
  else
    g_task_run_in_thread (task, keep_thread);
}

static void
tell_place (PfMirror *self, const char *connection_id)
{
  g_signal_emit (self, signals[PLACE_CHANGED], 0, connection_id);
  g_signal_emit (self, signals[BOARDS_CHANGED], 0, connection_id);
}

/**
 * pf_mirror_keep_finish:
 * @self: a mirror
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether the kept copy is in use
 */
gboolean
pf_mirror_keep_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  Keep *keep;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  keep = g_task_get_task_data (G_TASK (result));
  if (keep->place == NULL || g_hash_table_contains (self->places, keep->connection_id))
    return TRUE;
  g_hash_table_insert (self->places, g_strdup (keep->connection_id),
                       g_steal_pointer (&keep->place));
  tell_place (self, keep->connection_id);
  return TRUE;
}

/**
 * pf_mirror_is_kept:
 * @self: a mirror
 * @connection_id: of whom
 *
 * Returns: whether this process has the kept copy
 */
gboolean
pf_mirror_is_kept (PfMirror *self, const char *connection_id)
{
  return g_hash_table_contains (self->places, connection_id);
}

/**
 * pf_mirror_get_kept_size:
 * @self: a mirror
 * @connection_id: of whom
 *
 * Returns: how many bytes its kept copy takes on the disk, 0 when there is none
 */
guint64
pf_mirror_get_kept_size (PfMirror *self, const char *connection_id)
{
  return pf_mirror_place_get_size (pf_context_get_data_dir (self->context), connection_id);
}

static void
wipe_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfMirror *self = source;
  Keep *keep = data;
  GError *error = NULL;
  gboolean had_it = keep->place != NULL;

  if (had_it)
    pf_mirror_place_free (g_steal_pointer (&keep->place), TRUE);
  if (had_it
      || pf_mirror_place_wipe (pf_context_get_data_dir (self->context), keep->connection_id,
                               &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_place_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  pf_db_close_finish (PF_DB (source), result, NULL);
  g_task_run_in_thread (task, wipe_thread);
}

/**
 * pf_mirror_wipe_async:
 * @self: a mirror
 * @connection_id: of whom
 * @callback: (nullable): called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Removes the kept copy of a connection, if there is one; its rows are in the process's own
 * mirror from now on. Fails with PF_ERROR_BUSY when another process has it.
 */
void
pf_mirror_wipe_async (PfMirror *self,
                      const char *connection_id,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Keep *keep = g_new0 (Keep, 1);

  g_task_set_source_tag (task, pf_mirror_wipe_async);
  keep->connection_id = g_strdup (connection_id);
  keep->place = g_hash_table_lookup (self->places, connection_id);
  g_task_set_task_data (task, keep, keep_free);
  if (keep->place == NULL)
    {
      g_task_run_in_thread (task, wipe_thread);
      g_object_unref (task);
      return;
    }
  {
    gpointer key;

    g_hash_table_steal_extended (self->places, connection_id, &key, NULL);
    g_free (key);
  }
  tell_place (self, keep->connection_id);
  pf_db_close_async (keep->place->db, on_place_closed, task);
}

gboolean
pf_mirror_wipe_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
leave_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GHashTable *places = PF_MIRROR (source)->places;
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    pf_mirror_place_note_closed (place);
  g_hash_table_remove_all (places);
  leave (source);
  g_task_return_boolean (task, TRUE);
}

static void close_next (GTask *task);

static void
table_unref (gpointer table)
{
  g_hash_table_unref (table);
}

static void
on_db_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  pf_db_close_finish (PF_DB (source), result, NULL);
  close_next (g_steal_pointer (&task));
}

/* The kept copies first. */
static void
close_next (GTask *task)
{
  PfMirror *self = g_task_get_source_object (task);
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    if (g_hash_table_add (g_task_get_task_data (task), place))
      {
        pf_db_close_async (((PfMirrorPlace *)place)->db, on_db_closed, task);
        return;
      }
  if (g_hash_table_add (g_task_get_task_data (task), self))
    {
      pf_db_close_async (self->db, on_db_closed, task);
      return;
    }
  g_task_run_in_thread (task, leave_thread);
  g_object_unref (task);
}

/**
 * pf_mirror_close_async:
 * @self: a mirror
 * @callback: called when the file is closed and gone
 * @user_data: for @callback
 */
void
pf_mirror_close_async (PfMirror *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, pf_mirror_close_async);
  g_task_set_task_data (task, g_hash_table_new (NULL, NULL), table_unref);
  close_next (task);
}

/**
 * pf_mirror_close_finish:
 * @self: a mirror
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it closed
 */
gboolean
pf_mirror_close_finish (PfMirror *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
put_unref (gpointer put)
{
  pf_mirror_put_free (put);
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfMirror *self = g_task_get_source_object (task);
  const PfMirrorPut *put = g_task_get_task_data (task);
  GError *error = NULL;

  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (put->boards_changed)
    g_signal_emit (self, signals[BOARDS_CHANGED], 0, put->connection_id);
  for (guint i = 0; i < put->section_boards->len; i++)
    g_signal_emit (self, signals[SECTIONS_CHANGED], 0, put->connection_id,
                   (const char *)g_ptr_array_index (put->section_boards, i));
  for (guint i = 0; i < put->pin_boards->len; i++)
    g_signal_emit (self, signals[PINS_CHANGED], 0, put->connection_id,
                   (const char *)g_ptr_array_index (put->pin_boards, i));
  g_task_return_boolean (task, TRUE);
}

/**
 * pf_mirror_run_put: (skip)
 * @self: a mirror
 * @put: (transfer full): the change
 * @func: what carries it out
 * @tag: source tag
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Runs a change on the writer thread and tells of it here.
 */
void
pf_mirror_run_put (PfMirror *self,
                   PfMirrorPut *put,
                   PfDbFunc func,
                   gpointer tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  put->now = pf_clock_monotonic (pf_context_get_clock (self->context));
  put->wall = pf_clock_now (pf_context_get_clock (self->context));
  g_task_set_task_data (task, put, put_unref);
  pf_db_run_async (pf_mirror_get_db_of (self, put->connection_id), PF_DB_WRITE, func, put, NULL,
                   NULL, cancellable, on_put, task);
}
