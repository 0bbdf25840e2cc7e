/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-schema.h"

#include "core/base/pf-error.h"
#include "core/store/pf-db.h"
#include "core/store/pf-store-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

static const PfMigration product_migrations[] = {
  { 1, NULL },
};

/**
 * pf_schema_get_migrations:
 * @n: (out): how many
 *
 * Returns: (array length=n): the steps of the product, oldest first
 */
const PfMigration *
pf_schema_get_migrations (guint *n)
{
  *n = G_N_ELEMENTS (product_migrations);
  return product_migrations;
}

static gboolean
fail (GError **error, PfError code, const char *message)
{
  g_set_error_literal (error, PF_ERROR, (int)code, message);
  return FALSE;
}

static gboolean
sync_path (const char *path, int flags, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | flags);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    g_set_error (error, PF_ERROR, errno == ENOSPC ? PF_ERROR_DISK_FULL : PF_ERROR_DATABASE,
                 _ ("Could not write %s: %s"), path, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return ok;
}

/* Gives @from, whole and synced, the name @to. */
static gboolean
publish (const char *from, const char *to, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (to);

  if (!sync_path (from, 0, error))
    return FALSE;
  if (g_rename (from, to) != 0)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL, _ ("Could not write %s: %s"), to,
                   g_strerror (errno));
      return FALSE;
    }
  return sync_path (folder, O_DIRECTORY, error);
}

static gboolean
run_script (sqlite3 *db, const PfMigration *migration, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *sql = migration->sql;

  if (sql == NULL)
    {
      g_autofree char *path
          = g_strdup_printf ("/io/github/pinfold/store/pinfold-%d.sql", migration->version);

      /* Resource data has a NUL behind it (GResource's own promise). */
      bytes = g_resource_lookup_data (pf_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                      error);
      if (bytes == NULL)
        return FALSE;
      sql = g_bytes_get_data (bytes, NULL);
    }
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    {
      pf_db_set_error (db, error, "migration");
      return FALSE;
    }
  return TRUE;
}

/* All steps above @from, in the transaction that is open. */
static gboolean
run_steps (
    sqlite3 *db, const PfMigration *migrations, guint n_migrations, gint64 from, GError **error)
{
  for (guint i = 0; i < n_migrations; i++)
    {
      g_autofree char *pragma = NULL;

      if (migrations[i].version <= from)
        continue;
      if (!run_script (db, &migrations[i], error))
        return FALSE;
      pragma = g_strdup_printf ("PRAGMA user_version=%d", migrations[i].version);
      if (!pf_db_exec (db, error, pragma, NULL))
        return FALSE;
    }
  return TRUE;
}

/* A new file appears whole or not at all, so that an empty pinfold.db is always damage. */
static gboolean
create (const char *path, const PfMigration *migrations, guint n_migrations, GError **error)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *draft = g_strconcat (path, ".new", NULL);
  g_autofree char *draft_journal = g_strconcat (draft, "-journal", NULL);
  g_autofree char *pragma = g_strdup_printf ("PRAGMA application_id=%d", PF_SCHEMA_APPLICATION_ID);
  g_autoptr (sqlite3) db = NULL;
  GStatBuf info;
  gboolean ok;

  if (g_stat (journal, &info) == 0 && info.st_size > 0)
    return fail (error, PF_ERROR_DAMAGED,
                 _ ("The file with your drafts and accounts is gone, but a part of it is left"));
  g_unlink (draft);
  g_unlink (draft_journal);
  db = pf_db_connect (draft, PF_DB_OWN, TRUE, error);
  ok = db != NULL && pf_db_exec (db, error, "PRAGMA journal_mode=DELETE", NULL)
       && pf_db_exec (db, error, "BEGIN IMMEDIATE", NULL) && pf_db_exec (db, error, pragma, NULL)
       && run_steps (db, migrations, n_migrations, 0, error)
       && pf_db_exec (db, error, "COMMIT", NULL);
  g_clear_pointer (&db, sqlite3_close_v2);
  ok = ok && publish (draft, path, error);
  if (!ok)
    {
      g_unlink (draft);
      g_unlink (draft_journal);
    }
  return ok;
}

/* @from is read by a connection of its own beside the one that holds the write lock. */
static gboolean
keep_copy (const char *path, gint64 version, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.v%" G_GINT64_FORMAT "-copy", path, version);
  g_autofree char *draft = g_strconcat (copy, ".new", NULL);
  g_autoptr (sqlite3) from = NULL;
  g_autoptr (sqlite3) to = NULL;
  sqlite3_backup *backup;
  gboolean ok = FALSE;

  g_unlink (draft);
  from = pf_db_connect (path, PF_DB_OWN, FALSE, error);
  if (from == NULL)
    return FALSE;
  to = pf_db_connect (draft, PF_DB_OWN, TRUE, error);
  if (to == NULL)
    return FALSE;
  if (!pf_db_exec (to, error, "PRAGMA journal_mode=MEMORY", NULL))
    return FALSE;
  backup = sqlite3_backup_init (to, "main", from, "main");
  if (backup != NULL)
    {
      ok = sqlite3_backup_step (backup, -1) == SQLITE_DONE;
      ok = sqlite3_backup_finish (backup) == SQLITE_OK && ok;
    }
  if (!ok)
    pf_db_set_error (to, error, "copy before migration");
  g_clear_pointer (&to, sqlite3_close_v2);
  ok = ok && publish (draft, copy, error);
  if (!ok)
    g_unlink (draft);
  return ok;
}

static gboolean
has_broken_reference (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, "PRAGMA foreign_key_check", NULL);
  gboolean row = FALSE;

  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return TRUE;
  if (row)
    g_set_error_literal (error, PF_ERROR, PF_ERROR_DATABASE,
                         _ ("Your data could not be brought to the new version"));
  return row;
}

static gboolean
migrate (sqlite3 *db,
         const char *path,
         const PfMigration *migrations,
         guint n_migrations,
         GError **error)
{
  gint64 version;
  gboolean ok;

  /* Tables are rebuilt in migrations; what refers to them is checked at the end. */
  if (!pf_db_exec (db, error, "PRAGMA foreign_keys=OFF", NULL)
      || !pf_db_exec (db, error, "BEGIN IMMEDIATE", NULL))
    return FALSE;
  version = pf_db_get_int (db, error, "PRAGMA user_version", NULL);
  ok = version >= 1 && keep_copy (path, version, error)
       && run_steps (db, migrations, n_migrations, version, error)
       && !has_broken_reference (db, error) && pf_db_exec (db, error, "COMMIT", NULL);
  if (!ok && !sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return ok;
}

static gboolean
check_identity (sqlite3 *db, int newest, gint64 *version, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 application_id = pf_db_get_int (db, &local, "PRAGMA application_id", NULL);

  *version = 0;
  if (local == NULL)
    *version = pf_db_get_int (db, &local, "PRAGMA user_version", NULL);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (application_id != PF_SCHEMA_APPLICATION_ID || *version < 1)
    return fail (error, PF_ERROR_DAMAGED,
                 _ ("The file with your drafts and accounts is damaged, or is of another program"));
  if (*version > newest)
    return fail (error, PF_ERROR_NEWER_SCHEMA,
                 _ ("Your data was used with a newer Pinfold. Update Pinfold to open it."));
  return TRUE;
}

/* Looks through a connection that cannot write, so that a file which is not ours, is newer
 * or is damaged stays as it is. Only a journal left by a crash makes it pass: SQLite must
 * roll that back before anything in the file means something. */
static gboolean
look (const char *path, int newest, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  g_autoptr (GError) local = NULL;
  gint64 version;
  int code;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      pf_db_set_error (db, error, "look");
      return FALSE;
    }
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, 10000);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (check_identity (db, newest, &version, &local))
    return TRUE;
  code = sqlite3_extended_errcode (db);
  if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY
      || (code & 0xff) == SQLITE_CANTOPEN)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
quick_check (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, "PRAGMA quick_check(1)", NULL);
  gboolean row;

  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return FALSE;
  if (!row || g_strcmp0 ((const char *)sqlite3_column_text (stmt, 0), "ok") != 0)
    return fail (error, PF_ERROR_DAMAGED, _ ("The file with your drafts and accounts is damaged"));
  return TRUE;
}

/**
 * pf_schema_prepare:
 * @path: where pinfold.db is or will be
 * @migrations: (array length=n_migrations): the steps
 * @n_migrations: how many
 * @check: the last stop was unclean: look through the whole file (safety.md DB-4)
 * @in_use: other processes have the file open: do not migrate under them
 * @error: location for an error
 *
 * Makes the file when it is missing, else checks that it is ours, whole and not
 * newer, and brings it to the newest version: in one transaction, after a copy
 * named `pinfold.db.vN-copy` was kept (safety.md DB-3). A file that is refused
 * is not changed. The caller holds the lock that lets one process at a time open.
 *
 * Errors: PF_ERROR_DAMAGED, PF_ERROR_NEWER_SCHEMA, PF_ERROR_DISK_FULL, PF_ERROR_BUSY,
 * PF_ERROR_DATABASE.
 *
 * Returns: whether the file can be used now
 */
gboolean
pf_schema_prepare (const char *path,
                   const PfMigration *migrations,
                   guint n_migrations,
                   gboolean check,
                   gboolean in_use,
                   GError **error)
{
  int newest = migrations[n_migrations - 1].version;
  g_autoptr (sqlite3) db = NULL;
  gint64 version;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      if (errno == ENOENT)
        return create (path, migrations, n_migrations, error);
      return fail (error, PF_ERROR_DISK_FULL, _ ("The folder for Pinfold’s data cannot be read"));
    }
  if (!S_ISREG (info.st_mode) || info.st_size == 0)
    return fail (error, PF_ERROR_DAMAGED, _ ("The file with your drafts and accounts is damaged"));
  if (!look (path, newest, error))
    return FALSE;
  db = pf_db_connect (path, PF_DB_OWN, FALSE, error);
  if (db == NULL || !check_identity (db, newest, &version, error)
      || (check && !quick_check (db, error)))
    return FALSE;
  if (version == newest)
    return TRUE;
  if (in_use)
    return fail (error, PF_ERROR_BUSY,
                 _ ("Another Pinfold is running. Close it once, so that your data can be brought "
                    "to the new version."));
  return migrate (db, path, migrations, n_migrations, error);
}
