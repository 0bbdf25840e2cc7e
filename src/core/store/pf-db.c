/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-db.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

#define PROGRESS_STEPS 4000
#define BUSY_TRIES 3

/* What the threads share. They hold this and not the PfDb, so that dropping the PfDb lets
 * them finish what is queued and go. */
typedef struct
{
  gatomicrefcount refs;
  GAsyncQueue *queues[2]; /* by PfDbMode */
  int n_threads;          /* atomic: still running */
  int damaged;            /* atomic */
  GTask *closing;         /* completed by the last thread */
} Shared;

struct _PfDb
{
  GObject parent_instance;
  Shared *shared;
  GMutex lock;
  guint n_readers;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (PfDb, pf_db, G_TYPE_OBJECT)

typedef struct
{
  PfDbFunc func; /* NULL: the thread ends */
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  GCancellable *cancellable;
  GTask *task; /* NULL for a blocking call, which waits on what follows */
  GMutex *lock;
  GCond *cond;
  gboolean *done;
  gpointer *result;
  GError **error;
} Job;

typedef struct
{
  Shared *shared;
  sqlite3 *db;
  PfDbMode mode;
} Worker;

static void
shared_unref (Shared *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_async_queue_unref (self->queues[PF_DB_READ]);
  g_async_queue_unref (self->queues[PF_DB_WRITE]);
  g_free (self);
}

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->task);
  g_free (job);
}

static int
stop_when_cancelled (gpointer data)
{
  return g_cancellable_is_cancelled (data);
}

/* Other processes may hold the file for longer than the busy time-out when many of them
 * queue; a whole new try is cheap and fair. */
static gboolean
exec_patiently (sqlite3 *db, const char *sql, GError **error)
{
  for (int i = 1;; i++)
    {
      int rc = sqlite3_exec (db, sql, NULL, NULL, NULL);

      if (rc == SQLITE_OK)
        return TRUE;
      if ((rc & 0xff) != SQLITE_BUSY || i >= BUSY_TRIES)
        {
          pf_db_set_error (db, error, sql);
          return FALSE;
        }
    }
}

static void
roll_back (sqlite3 *db)
{
  /* Some errors (a full disk) have rolled back already. */
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
}

static gpointer
run_job (Worker *worker, Job *job, GError **error)
{
  sqlite3 *db = worker->db;
  gpointer result;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return NULL;
  if (worker->mode == PF_DB_READ)
    {
      /* One snapshot for the whole function. The schema is read at once, because that is
       * what takes the lock: the function then never meets SQLITE_BUSY. */
      if (job->cancellable != NULL)
        sqlite3_progress_handler (db, PROGRESS_STEPS, stop_when_cancelled, job->cancellable);
      result = NULL;
      if (exec_patiently (db, "BEGIN", error)
          && exec_patiently (db, "SELECT 1 FROM sqlite_schema LIMIT 1", error))
        result = job->func (db, job->data, job->cancellable, error);
      sqlite3_progress_handler (db, 0, NULL, NULL);
      roll_back (db);
      return result;
    }

  if (!exec_patiently (db, "BEGIN IMMEDIATE", error))
    return NULL;
  result = job->func (db, job->data, job->cancellable, error);
  if (result != NULL && !exec_patiently (db, "COMMIT", error))
    {
      if (result != PF_DB_OK && job->result_free != NULL)
        job->result_free (result);
      result = NULL;
    }
  roll_back (db);
  return result;
}

static void
finish_job (Job *job, gpointer result, GError *error)
{
  if (job->task != NULL)
    {
      /* The data may hold what belongs to the caller: let go of it before the caller hears. */
      if (job->data_free != NULL)
        g_clear_pointer (&job->data, job->data_free);
      job->data_free = NULL;
      if (error != NULL)
        g_task_return_error (job->task, error);
      else
        g_task_return_pointer (job->task, result, result == PF_DB_OK ? NULL : job->result_free);
      job_free (job);
      return;
    }
  /* After the unlock the waiter's stack may be gone. */
  g_mutex_lock (job->lock);
  *job->result = result;
  *job->error = error;
  *job->done = TRUE;
  g_cond_signal (job->cond);
  g_mutex_unlock (job->lock);
  job_free (job);
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  Shared *shared = worker->shared;

  for (;;)
    {
      Job *job = g_async_queue_pop (shared->queues[worker->mode]);
      g_autoptr (GError) error = NULL;
      gpointer result;

      if (job->func == NULL)
        {
          job_free (job);
          break;
        }
      result = run_job (worker, job, &error);
      if (result == NULL && error == NULL)
        g_set_error_literal (&error, PF_ERROR, PF_ERROR_DATABASE, _ ("The database failed"));
      if (g_error_matches (error, PF_ERROR, PF_ERROR_DAMAGED))
        g_atomic_int_set (&shared->damaged, TRUE);
      finish_job (job, result, g_steal_pointer (&error));
    }
  sqlite3_close_v2 (worker->db);
  if (g_atomic_int_dec_and_test (&shared->n_threads) && shared->closing != NULL)
    {
      g_task_return_boolean (shared->closing, TRUE);
      g_object_unref (shared->closing);
    }
  shared_unref (shared);
  g_free (worker);
  return NULL;
}

static void
stop_threads (PfDb *self)
{
  g_async_queue_push (self->shared->queues[PF_DB_WRITE], g_new0 (Job, 1));
  for (guint i = 0; i < self->n_readers; i++)
    g_async_queue_push (self->shared->queues[PF_DB_READ], g_new0 (Job, 1));
}

static void
pf_db_finalize (GObject *object)
{
  PfDb *self = PF_DB (object);

  if (self->shared != NULL)
    {
      if (!self->closed)
        stop_threads (self);
      shared_unref (self->shared);
    }
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (pf_db_parent_class)->finalize (object);
}

static void
pf_db_class_init (PfDbClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_db_finalize;
}

static void
pf_db_init (PfDb *self)
{
  g_mutex_init (&self->lock);
}

static void
close_connection (gpointer db)
{
  sqlite3_close_v2 (db);
}

static void
start_thread (PfDb *self, sqlite3 *db, PfDbMode mode)
{
  Worker *worker = g_new0 (Worker, 1);

  g_atomic_ref_count_inc (&self->shared->refs);
  g_atomic_int_inc (&self->shared->n_threads);
  worker->shared = self->shared;
  worker->db = db;
  worker->mode = mode;
  g_thread_unref (g_thread_new (mode == PF_DB_WRITE ? "pf-db-write" : "pf-db-read", work, worker));
}

/**
 * pf_db_open:
 * @path: the file; a missing cache is made with mode 0600
 * @kind: how it is kept
 * @n_readers: reader threads, 1 or 2
 * @error: location for an error
 *
 * Opens a database: one writer thread and @n_readers reader threads, each with
 * its own connection. Blocks, so from a worker thread.
 *
 * Returns: (transfer full): a database, or %NULL
 */
PfDb *
pf_db_open (const char *path, PfDbKind kind, guint n_readers, GError **error)
{
  g_autoptr (PfDb) self = NULL;
  g_autoptr (sqlite3) writer = NULL;
  g_autoptr (GPtrArray) readers = NULL;

  /* A missing file of one's own is never made anew in passing: pf_schema_prepare() did. */
  writer = pf_db_connect (path, kind, kind == PF_DB_CACHE, error);
  if (writer == NULL)
    return NULL;
  readers = g_ptr_array_new_with_free_func (close_connection);
  for (guint i = 0; i < n_readers; i++)
    {
      sqlite3 *reader = pf_db_connect (path, kind, FALSE, error);

      if (reader == NULL)
        return NULL;
      g_ptr_array_add (readers, reader);
      /* Not opened read-only: a reader too must be able to roll a hot journal back. */
      if (!pf_db_exec (reader, error, "PRAGMA query_only=ON", NULL))
        return NULL;
      /* What a pass over 100,000 rows leaves behind is in the system's cache as well
       * (performance.md P8). */
      if (!pf_db_exec (reader, error, "PRAGMA cache_size=-1024", NULL))
        return NULL;
    }

  self = g_object_new (PF_TYPE_DB, NULL);
  self->shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&self->shared->refs);
  self->shared->queues[PF_DB_READ] = g_async_queue_new_full ((GDestroyNotify)job_free);
  self->shared->queues[PF_DB_WRITE] = g_async_queue_new_full ((GDestroyNotify)job_free);
  self->n_readers = n_readers;
  start_thread (self, g_steal_pointer (&writer), PF_DB_WRITE);
  while (readers->len > 0)
    {
      sqlite3 *reader = g_ptr_array_index (readers, readers->len - 1);

      g_ptr_array_set_free_func (readers, NULL);
      g_ptr_array_set_size (readers, (int)readers->len - 1);
      start_thread (self, reader, PF_DB_READ);
    }
  return g_steal_pointer (&self);
}

/**
 * pf_db_saw_damage:
 * @self: a database
 *
 * Returns: whether SQLite said that the file is damaged since it was opened
 */
gboolean
pf_db_saw_damage (PfDb *self)
{
  return g_atomic_int_get (&self->shared->damaged);
}

/* Takes over @job. */
static gboolean
push (PfDb *self, PfDbMode mode, Job *job, GError **error)
{
  gboolean open;

  /* The queue is first in, first out; under the lock nothing comes in behind the end mark. */
  g_mutex_lock (&self->lock);
  open = !self->closed;
  if (open)
    g_async_queue_push (self->shared->queues[mode], job);
  g_mutex_unlock (&self->lock);
  if (!open)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The database is closed"));
  return open;
}

/**
 * pf_db_run_async:
 * @self: a database
 * @mode: on a reader thread, or on the writer thread inside a transaction
 * @func: the work
 * @data: (nullable): for @func
 * @data_free: (nullable): frees @data, on a database thread or here, before @callback
 * @result_free: (nullable): frees the result when nobody takes it
 * @cancellable: (nullable): interrupts a read at any time, a write until it begins
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Queues work; first come, first served in each mode. A write that was carried
 * out is reported as done even if it was cancelled meanwhile.
 */
void
pf_db_run_async (PfDb *self,
                 PfDbMode mode,
                 PfDbFunc func,
                 gpointer data,
                 GDestroyNotify data_free,
                 GDestroyNotify result_free,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  Job *job = g_new0 (Job, 1);
  GError *error = NULL;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_db_run_async);
  g_task_set_check_cancellable (task, mode == PF_DB_READ);
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  g_set_object (&job->cancellable, cancellable);
  g_set_object (&job->task, task);
  if (!push (self, mode, job, &error))
    {
      g_task_return_error (task, error);
      job_free (job);
    }
}

/**
 * pf_db_run_finish:
 * @self: a database
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable): what the function returned, %NULL on failure
 */
gpointer
pf_db_run_finish (PfDb *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_db_run:
 * @self: a database
 * @mode: as for pf_db_run_async()
 * @func: the work
 * @data: (nullable): for @func
 * @error: location for an error
 *
 * Blocks until the work is done. Not from the main thread, and not from inside a
 * #PfDbFunc (a thread would wait for itself).
 *
 * Returns: (transfer full) (nullable): what the function returned
 */
gpointer
pf_db_run (PfDb *self, PfDbMode mode, PfDbFunc func, gpointer data, GError **error)
{
  GMutex lock;
  GCond cond;
  gboolean done = FALSE;
  gpointer result = NULL;
  GError *local = NULL;
  Job *job = g_new0 (Job, 1);

  g_mutex_init (&lock);
  g_cond_init (&cond);
  job->func = func;
  job->data = data;
  job->lock = &lock;
  job->cond = &cond;
  job->done = &done;
  job->result = &result;
  job->error = &local;
  if (push (self, mode, job, &local))
    {
      g_mutex_lock (&lock);
      while (!done)
        g_cond_wait (&cond, &lock);
      g_mutex_unlock (&lock);
    }
  else
    job_free (job);
  g_cond_clear (&cond);
  g_mutex_clear (&lock);
  if (local != NULL)
    g_propagate_error (error, local);
  return result;
}

/**
 * pf_db_close_async:
 * @self: a database
 * @callback: called when everything queued is done and all connections are closed
 * @user_data: for @callback
 *
 * Later calls of pf_db_run_async() fail with G_IO_ERROR_CLOSED.
 */
void
pf_db_close_async (PfDb *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  gboolean was_closed;

  g_task_set_source_tag (task, pf_db_close_async);
  g_mutex_lock (&self->lock);
  was_closed = self->closed;
  self->closed = TRUE;
  if (!was_closed)
    {
      self->shared->closing = g_object_ref (task);
      stop_threads (self);
    }
  g_mutex_unlock (&self->lock);
  if (was_closed)
    g_task_return_boolean (task, TRUE);
}

/**
 * pf_db_close_finish:
 * @self: a database
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it closed
 */
gboolean
pf_db_close_finish (PfDb *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
