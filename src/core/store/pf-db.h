/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define PF_TYPE_DB (pf_db_get_type ())
G_DECLARE_FINAL_TYPE (PfDb, pf_db, PF, DB, GObject)

/**
 * PfDbKind:
 * @PF_DB_OWN: the user's own work: rollback journal, every commit on the platter
 *   before it is reported (safety.md DB-1, DB-2, DB-6)
 * @PF_DB_CACHE: can be made again at any time: WAL, not synced
 */
typedef enum
{
  PF_DB_OWN,
  PF_DB_CACHE,
} PfDbKind;

typedef enum
{
  PF_DB_READ,
  PF_DB_WRITE,
} PfDbMode;

/**
 * PfDbFunc:
 * @db: the connection of the calling thread
 * @data: task data
 * @cancellable: (nullable): to look at in long loops
 * @error: location for an error; the transaction is then rolled back
 *
 * A piece of database work, on a database thread. With PF_DB_WRITE it runs
 * inside BEGIN IMMEDIATE ... COMMIT on the one writer thread.
 *
 * Returns: (nullable) (transfer full): its result, freed with the destroy
 *   function given to pf_db_run_async(); return any non-%NULL for success
 *   without a result (PF_DB_OK)
 */
typedef gpointer (*PfDbFunc) (sqlite3 *db,
                              gpointer data,
                              GCancellable *cancellable,
                              GError **error);
#define PF_DB_OK GINT_TO_POINTER (1)

/* Blocks; opens an existing or makes a new file (mode 0600) and starts its threads. */
PfDb *pf_db_open (const char *path, PfDbKind kind, guint n_readers, GError **error);
/* One bare connection with the settings of @kind, for a thread's own use (schema, probes). */
sqlite3 *pf_db_connect (const char *path, PfDbKind kind, gboolean create, GError **error);
/* Whether SQLite reported damage since the file was opened. */
gboolean pf_db_saw_damage (PfDb *self);

/* On the caller's main context; @data_free also runs there or on the database thread. */
void pf_db_run_async (PfDb *self,
                      PfDbMode mode,
                      PfDbFunc func,
                      gpointer data,
                      GDestroyNotify data_free,
                      GDestroyNotify result_free,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
gpointer pf_db_run_finish (PfDb *self, GAsyncResult *result, GError **error);
/* Blocks: for threads of one's own and tests, never the main thread. */
gpointer pf_db_run (PfDb *self, PfDbMode mode, PfDbFunc func, gpointer data, GError **error);
void pf_db_close_async (PfDb *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean pf_db_close_finish (PfDb *self, GAsyncResult *result, GError **error);

/* Small statement helpers for work inside a PfDbFunc; bound parameters only.
 * @types: s text (NULL binds NULL), i gint64, d double, b GBytes* (NULL binds NULL). */
sqlite3_stmt *pf_db_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
/* Resets @stmt and binds anew; for loops over many rows. */
gboolean pf_db_rebind (sqlite3_stmt *stmt, GError **error, const char *types, ...);
gboolean pf_db_exec (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
gint64 pf_db_get_int (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
char *pf_db_column_text (sqlite3_stmt *stmt, int column);
gboolean pf_db_step (sqlite3_stmt *stmt, gboolean *row, GError **error);
void pf_db_set_error (sqlite3 *db, GError **error, const char *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)

G_END_DECLS
