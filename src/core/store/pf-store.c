/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-store-private.h"

#include "core/base/pf-error.h"
#include "core/store/pf-presence.h"
#include "core/store/pf-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define N_READERS 2
#define OPEN_PATIENCE_US (30 * G_USEC_PER_SEC)
#define OPEN_STEP_US 10000
/* Changes by other processes are told at most this often; the last one is always told. */
#define WATCH_LIMIT_MS 100

struct _PfStore
{
  GObject parent_instance;
  PfContext *context;
  PfDb *db;
  PfPresence *presence;
  GFileMonitor *monitor;
  GMainContext *main_context;
  GMutex lock;
  guint touched; /* PfStoreTables not yet told, under the lock */
  GThreadPool *turns;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (PfStore, pf_store, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
pf_store_finalize (GObject *object)
{
  PfStore *self = PF_STORE (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_object (&self->db);
  g_clear_pointer (&self->presence, pf_presence_free);
  g_clear_object (&self->context);
  g_clear_pointer (&self->main_context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  /* Nothing waits in it: a task holds the store. But this may be its own thread. */
  g_thread_pool_free (self->turns, FALSE, FALSE);
  G_OBJECT_CLASS (pf_store_parent_class)->finalize (object);
}

static void
pf_store_class_init (PfStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_store_finalize;

  /**
   * PfStore::changed:
   * @self: the store
   * @tables: #PfStoreTables that may have changed
   *
   * Somebody committed. On the main context the store was opened on; several
   * commits may be told as one.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
} Turn;

static void
run_turn (gpointer data, gpointer user_data)
{
  Turn *turn = data;

  turn->func (turn->task, g_task_get_source_object (turn->task), g_task_get_task_data (turn->task),
              g_task_get_cancellable (turn->task));
  g_object_unref (turn->task);
  g_free (turn);
}

/**
 * pf_store_run_in_turn:
 * @self: a store
 * @task: a task of the store
 * @func: what it does, on a thread
 *
 * Runs @func on the store's thread for large files, one after the other in the
 * order of asking: the order in which pictures arrive must not be chance (FT-1), and two
 * of them read at once are not read faster.
 */
void
pf_store_run_in_turn (PfStore *self, GTask *task, GTaskThreadFunc func)
{
  Turn *turn = g_new (Turn, 1);

  turn->task = g_object_ref (task);
  turn->func = func;
  g_thread_pool_push (self->turns, turn, NULL);
}

static void
pf_store_init (PfStore *self)
{
  g_mutex_init (&self->lock);
  self->turns = g_thread_pool_new (run_turn, NULL, 1, FALSE, NULL);
}

static gboolean
tell (gpointer data)
{
  PfStore *self = data;
  guint tables;

  g_mutex_lock (&self->lock);
  tables = self->touched;
  self->touched = 0;
  g_mutex_unlock (&self->lock);
  if (!self->closed)
    g_signal_emit (self, signals[CHANGED], 0, tables);
  return G_SOURCE_REMOVE;
}

static void
tell_soon (PfStore *self, guint tables)
{
  g_autoptr (GSource) source = NULL;
  gboolean waiting;

  g_mutex_lock (&self->lock);
  waiting = self->touched != 0;
  self->touched |= tables;
  g_mutex_unlock (&self->lock);
  if (waiting || tables == 0)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->main_context);
}

static void
on_watched (PfStore *self, GFile *file, GFile *other, GFileMonitorEvent event)
{
  g_autofree char *name = g_file_get_basename (file);

  if (event == G_FILE_MONITOR_EVENT_CHANGED && !pf_presence_is_mine (self->presence, name))
    tell_soon (self, PF_STORE_ALL);
}

static gboolean
watch (PfStore *self, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (pf_presence_get_folder (self->presence));

  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, error);
  if (self->monitor == NULL)
    return FALSE;
  g_file_monitor_set_rate_limit (self->monitor, WATCH_LIMIT_MS);
  g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_watched), self);
  return TRUE;
}

static gboolean
is_alone (PfStore *self)
{
  g_autoptr (GDir) dir = g_dir_open (pf_presence_get_folder (self->presence), 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!pf_presence_is_mine (self->presence, name))
      return FALSE;
  return TRUE;
}

/**
 * pf_store_attach:
 * @self: a store that was opened on another thread
 * @error: location for an error
 *
 * From now on changes are told on the caller's thread-default main context. What another process
 * changed since the store was opened is told once.
 *
 * Returns: whether changes will be told
 */
gboolean
pf_store_attach (PfStore *self, GError **error)
{
  g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_mutex_lock (&self->lock);
  g_main_context_unref (self->main_context);
  self->main_context = g_main_context_ref_thread_default ();
  g_mutex_unlock (&self->lock);
  if (!watch (self, error))
    return FALSE;
  if (!is_alone (self))
    tell_soon (self, PF_STORE_ALL);
  return TRUE;
}

static gboolean
make_folder (PfContext *context, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (pf_context_get_data_dir (context), name, NULL);

  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL,
               _ ("The folder for Pinfold’s data cannot be written: %s"), g_strerror (errno));
  return FALSE;
}

static int
take_lock (PfContext *context, const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".lock", NULL);
  g_autofree char *path = g_build_filename (pf_context_get_data_dir (context), "locks", file, NULL);
  int fd = open (path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL,
                   _ ("The folder for Pinfold’s data cannot be written: %s"), g_strerror (errno));
      return -1;
    }
  /* The file stays when the lock goes: removing it would let two processes each lock their
   * own file of the same name. */
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      g_set_error_literal (error, PF_ERROR, PF_ERROR_BUSY,
                           _ ("Another Pinfold is doing this just now"));
      return -1;
    }
  return fd;
}

/* One process at a time opens, makes, checks or migrates. */
static int
wait_for_turn (PfContext *context, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + OPEN_PATIENCE_US;

  for (;;)
    {
      g_autoptr (GError) local = NULL;
      int fd = take_lock (context, "open", &local);

      if (fd >= 0)
        return fd;
      if (!g_error_matches (local, PF_ERROR, PF_ERROR_BUSY) || g_get_monotonic_time () > end)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return -1;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
      g_usleep (OPEN_STEP_US);
    }
}

static gboolean
open_files (PfStore *self, GError **error)
{
  guint n;
  const PfMigration *migrations = pf_schema_get_migrations (&n);
  const char *folder = pf_context_get_data_dir (self->context);
  g_autofree char *path = g_build_filename (folder, "pinfold.db", NULL);
  g_autofree char *presence = g_build_filename (folder, "processes", NULL);
  gboolean unclean, in_use;

  self->presence = pf_presence_enter (presence, &unclean, &in_use, error);
  if (self->presence == NULL)
    return FALSE;
  if (!pf_schema_prepare (path, migrations, n, unclean, in_use, error))
    return FALSE;
  self->db = pf_db_open (path, PF_DB_OWN, N_READERS, error);
  if (self->db == NULL)
    return FALSE;
  pf_presence_forget_dead (self->presence);
  return TRUE;
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfStore *self = data;
  GError *error = NULL;
  gboolean ok = FALSE;
  int turn = -1;

  if (make_folder (self->context, "locks", &error) && make_folder (self->context, "blobs", &error)
      && make_folder (self->context, "processes", &error))
    turn = wait_for_turn (self->context, cancellable, &error);
  if (turn >= 0)
    {
      ok = open_files (self, &error);
      if (!ok && self->presence != NULL)
        pf_presence_leave (self->presence, TRUE);
      close (turn);
    }
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_files_open (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfStore *self = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) || !watch (self, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

/**
 * pf_store_open_async:
 * @context: the context; its data folder is used
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Opens, and makes when missing, pinfold.db. A file that is damaged, newer or
 * not ours is refused and left as it is: PF_ERROR_DAMAGED (see
 * pf_store_rescue_async()), PF_ERROR_NEWER_SCHEMA; a full disk or a folder that
 * cannot be written is PF_ERROR_DISK_FULL.
 */
void
pf_store_open_async (PfContext *context,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GTask) worker = NULL;
  PfStore *self = g_object_new (PF_TYPE_STORE, NULL);

  g_task_set_source_tag (task, pf_store_open_async);
  self->context = g_object_ref (context);
  self->main_context = g_main_context_ref_thread_default ();
  worker = g_task_new (NULL, cancellable, on_files_open, g_steal_pointer (&task));
  g_task_set_source_tag (worker, open_thread);
  g_task_set_task_data (worker, self, g_object_unref);
  g_task_run_in_thread (worker, open_thread);
}

/**
 * pf_store_open_finish:
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): the store, or %NULL
 */
PfStore *
pf_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_store_get_db:
 * @self: a store
 *
 * Returns: (transfer none): the database
 */
PfDb *
pf_store_get_db (PfStore *self)
{
  return self->db;
}

/**
 * pf_store_get_context:
 * @self: a store
 *
 * Returns: (transfer none): the context it was opened with
 */
PfContext *
pf_store_get_context (PfStore *self)
{
  return self->context;
}

/**
 * pf_store_get_presence:
 * @self: a store
 *
 * Returns: (transfer none): this process among those that have the data open
 */
PfPresence *
pf_store_get_presence (PfStore *self)
{
  return self->presence;
}

/**
 * pf_store_touch:
 * @self: a store
 * @tables: what the commit touched
 *
 * Says that this process committed: #PfStore::changed follows here with @tables,
 * and in other processes with PF_STORE_ALL. From any thread, after the commit.
 */
void
pf_store_touch (PfStore *self, PfStoreTables tables)
{
  pf_presence_stamp (self->presence);
  tell_soon (self, tables);
}

/**
 * pf_store_lock:
 * @self: a store
 * @name: "deliver", "refresh-<id>", "kept-copy": letters, digits and dashes
 * @error: location for an error
 *
 * Takes a lock that dies with this process and is not inherited by programs it
 * starts. Does not wait; PF_ERROR_BUSY when another holds it (also another part
 * of this process).
 *
 * Returns: a descriptor to close() when done, or -1
 */
int
pf_store_lock (PfStore *self, const char *name, GError **error)
{
  g_return_val_if_fail (name[0] != '\0', -1);
  for (const char *p = name; *p != '\0'; p++)
    g_return_val_if_fail (g_ascii_isalnum (*p) || *p == '-', -1);
  return take_lock (self->context, name, error);
}

static void
on_db_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfStore *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!pf_db_close_finish (PF_DB (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* A file that was found damaged is looked through at the next start. */
  pf_presence_leave (self->presence, pf_db_saw_damage (self->db));
  g_task_return_boolean (task, TRUE);
}

/**
 * pf_store_close_async:
 * @self: a store
 * @callback: called when all queued work is committed and the file is closed
 * @user_data: for @callback
 */
void
pf_store_close_async (PfStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, pf_store_close_async);
  self->closed = TRUE;
  g_file_monitor_cancel (self->monitor);
  pf_db_close_async (self->db, on_db_closed, task);
}

/**
 * pf_store_close_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it closed
 */
gboolean
pf_store_close_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
