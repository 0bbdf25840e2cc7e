/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include "core/store/pf-schema.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  const char *pragma;
  char *value;
} Pragma;

static gpointer
read_pragma (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Pragma *pragma = data;
  g_autofree char *sql = g_strconcat ("PRAGMA ", pragma->pragma, NULL);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, NULL);
  gboolean row;

  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return NULL;
  g_free (pragma->value);
  pragma->value = row ? pf_db_column_text (stmt, 0) : NULL;
  return PF_DB_OK;
}

static void
assert_pragma (PfStore *store, const char *name, const char *expected)
{
  Pragma pragma = { name, NULL };
  g_autoptr (GError) error = NULL;

  for (int mode = PF_DB_READ; mode <= PF_DB_WRITE; mode++)
    {
      g_assert_nonnull (
          pf_db_run (pf_store_get_db (store), (PfDbMode)mode, read_pragma, &pragma, &error));
      g_assert_no_error (error);
      if (g_strcmp0 (pragma.value, expected) != 0)
        g_error ("PRAGMA %s is %s, not %s", name, pragma.value, expected);
    }
  g_free (pragma.value);
}

static gpointer
try_defended (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  int on = 0;

  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
  g_assert_cmpint (on, ==, 1);
  /* Defensive mode: writing to the schema is refused even if asked for. */
  sqlite3_exec (db, "PRAGMA writable_schema=ON", NULL, NULL, NULL);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE sqlite_schema SET sql='x' WHERE name='draft'", NULL,
                                 NULL, NULL),
                   !=, SQLITE_OK);
  /* "text" is a name, never a value: a slip in quoting cannot become data. */
  g_assert_cmpint (sqlite3_exec (db, "SELECT \"text\"", NULL, NULL, NULL), !=, SQLITE_OK);
  return PF_DB_OK;
}

static void
test_pragmas (void)
{
  World world;
  PfStore *store;

  world_init (&world);
  store = must_open_store (world.context);
  assert_pragma (store, "journal_mode", "truncate");
  assert_pragma (store, "synchronous", "3");
  assert_pragma (store, "busy_timeout", "10000");
  assert_pragma (store, "foreign_keys", "1");
  assert_pragma (store, "application_id", "1346784324");
  assert_pragma (store, "user_version", "1");
  assert_pragma (store, "secure_delete", "1");
  assert_pragma (store, "trusted_schema", "0");
  assert_pragma (store, "temp_store", "2");
  g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_WRITE, try_defended, NULL, NULL));
  close_store (store);
  world_clear (&world);
}

static void
test_private_files (void)
{
  World world;
  PfStore *store;
  const char *files[] = { "pinfold.db", "locks/open.lock", NULL };
  const char *folders[] = { "", "blobs", "locks", "processes", NULL };
  mode_t before = umask (0);

  world_init (&world);
  store = must_open_store (world.context);
  for (int i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = world_path (&world, files[i]);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
  for (int i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = world_path (&world, folders[i]);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0700);
    }
  close_store (store);
  umask (before);
  world_clear (&world);
}

/* Work queued in one go keeps its order, and readers see what was committed before. */
static gpointer
append (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!pf_db_exec (db, error,
                   "INSERT INTO setup (kind, step, modified_at) VALUES (?, "
                   "(SELECT count(*) FROM setup), 0)",
                   "s", data))
    return NULL;
  return PF_DB_OK;
}

static gpointer
fail_after_insert (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  if (append (db, data, cancellable, error) == NULL)
    return NULL;
  g_set_error_literal (error, PF_ERROR, PF_ERROR_FAILED, "no");
  return NULL;
}

static gpointer
count (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *n = data;

  *n = pf_db_get_int (db, error, "SELECT count(*) FROM setup WHERE step = kind", NULL);
  return *n >= 0 ? PF_DB_OK : NULL;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (pf_db_run_finish (PF_DB (source), result, &error));
  g_assert_no_error (error);
  (*(int *)data)++;
}

static void
test_order (void)
{
  World world;
  PfStore *store;
  int done = 0;
  gint64 n;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  for (int i = 0; i < 20; i++)
    pf_db_run_async (pf_store_get_db (store), PF_DB_WRITE, append, g_strdup_printf ("%d", i),
                     g_free, NULL, NULL, on_written, &done);
  while (done < 20)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (
      pf_db_run (pf_store_get_db (store), PF_DB_WRITE, fail_after_insert, (char *)"20", &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_READ, count, &n, &error));
  g_assert_cmpint (n, ==, 20);
  close_store (store);
  world_clear (&world);
}

static gpointer
write_on_reader (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return append (db, (char *)"x", cancellable, error);
}

static void
test_readers_do_not_write (void)
{
  World world;
  PfStore *store;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  g_assert_null (pf_db_run (pf_store_get_db (store), PF_DB_READ, write_on_reader, NULL, &error));
  g_assert_nonnull (error);
  close_store (store);
  world_clear (&world);
}

static gpointer
count_for_ever (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_atomic_int_set ((int *)data, 1);
  if (pf_db_get_int (db, error,
                     "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                     "SELECT count(*) FROM n",
                     NULL)
      < 0)
    return NULL;
  return PF_DB_OK;
}

static void
test_cancel (void)
{
  World world;
  PfStore *store;
  int started = 0;
  gint64 n;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  pf_db_run_async (pf_store_get_db (store), PF_DB_READ, count_for_ever, &started, NULL, NULL,
                   cancellable, await_keep, &result);
  while (g_atomic_int_get (&started) == 0)
    g_usleep (1000);
  g_cancellable_cancel (cancellable);
  await_result (&result);
  g_assert_null (pf_db_run_finish (pf_store_get_db (store), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* The reader is free for others, and not left interrupted. */
  for (int i = 0; i < 4; i++)
    g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_READ, count, &n, &error));
  close_store (store);
  world_clear (&world);
}

static void
test_close_drains (void)
{
  World world;
  PfStore *store;
  int done = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (PfDb) db = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  db = g_object_ref (pf_store_get_db (store));
  for (int i = 0; i < 10; i++)
    pf_db_run_async (db, PF_DB_WRITE, append, g_strdup_printf ("%d", i), g_free, NULL, NULL,
                     on_written, &done);
  close_store (store);
  while (done < 10)
    g_main_context_iteration (NULL, TRUE);
  pf_db_run_async (db, PF_DB_WRITE, append, g_strdup ("late"), g_free, NULL, NULL, await_keep,
                   &late);
  await_result (&late);
  g_assert_null (pf_db_run_finish (db, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/db/DB-1+DB-2+DB-3+DB-6/pragmas", test_pragmas);
  g_test_add_func ("/store/db/private-files", test_private_files);
  g_test_add_func ("/store/db/order-and-rollback", test_order);
  g_test_add_func ("/store/db/readers-do-not-write", test_readers_do_not_write);
  g_test_add_func ("/store/db/cancel-interrupts-a-read", test_cancel);
  g_test_add_func ("/store/db/close-drains", test_close_drains);
  return g_test_run ();
}
