/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/base/pf-error.h"
#include "core/store/pf-db.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* A place that cannot be written is, for the person, the same trouble as a full one. */
static PfError
classify (int code, int system_errno)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return PF_ERROR_DAMAGED;
    case SQLITE_FULL:
    case SQLITE_READONLY:
      return PF_ERROR_DISK_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PF_ERROR_BUSY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      if (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EROFS
          || system_errno == EACCES || system_errno == EPERM)
        return PF_ERROR_DISK_FULL;
      return PF_ERROR_DATABASE;
    default:
      return PF_ERROR_DATABASE;
    }
}

/**
 * pf_db_set_error:
 * @db: the connection that failed
 * @error: location for the error
 * @what: what was tried, for the log of a developer; no personal text
 *
 * Turns the last failure of @db into an error: PF_ERROR_DAMAGED,
 * PF_ERROR_DISK_FULL (also for a read-only place), PF_ERROR_BUSY,
 * PF_ERROR_DATABASE, or G_IO_ERROR_CANCELLED for an interrupted read.
 */
void
pf_db_set_error (sqlite3 *db, GError **error, const char *what)
{
  int code = sqlite3_extended_errcode (db);
  PfError kind = classify (code, sqlite3_system_errno (db));

  if ((code & 0xff) == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
      return;
    }
  g_debug ("%s: SQLite %d: %s", what, code, sqlite3_errmsg (db));
  switch ((int)kind)
    {
    case PF_ERROR_DAMAGED:
      g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED,
                           _ ("The file with your drafts and accounts is damaged"));
      break;
    case PF_ERROR_DISK_FULL:
      if ((code & 0xff) == SQLITE_FULL || sqlite3_system_errno (db) == ENOSPC)
        g_set_error_literal (error, PF_ERROR, PF_ERROR_DISK_FULL,
                             _ ("There is no room left on the disk"));
      else
        g_set_error_literal (error, PF_ERROR, PF_ERROR_DISK_FULL,
                             _ ("The folder for Pinfold’s data cannot be written"));
      break;
    case PF_ERROR_BUSY:
      g_set_error_literal (error, PF_ERROR, PF_ERROR_BUSY,
                           _ ("Another Pinfold is using the data for too long"));
      break;
    default:
      g_set_error (error, PF_ERROR, PF_ERROR_DATABASE, _ ("The database failed: %s"),
                   sqlite3_errmsg (db));
      break;
    }
}

static gboolean
bind_all (sqlite3_stmt *stmt, GError **error, const char *types, va_list args)
{
  for (int i = 0; types != NULL && types[i] != '\0'; i++)
    {
      int rc;

      switch (types[i])
        {
        case 's':
          rc = sqlite3_bind_text (stmt, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
          break;
        case 'i':
          rc = sqlite3_bind_int64 (stmt, i + 1, va_arg (args, gint64));
          break;
        case 'd':
          rc = sqlite3_bind_double (stmt, i + 1, va_arg (args, double));
          break;
        case 'b':
          {
            GBytes *bytes = va_arg (args, GBytes *);

            if (bytes == NULL)
              rc = sqlite3_bind_null (stmt, i + 1);
            else if (g_bytes_get_size (bytes) == 0)
              rc = sqlite3_bind_zeroblob (stmt, i + 1, 0);
            else
              rc = sqlite3_bind_blob64 (stmt, i + 1, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes), SQLITE_TRANSIENT);
          }
          break;
        default:
          g_assert_not_reached ();
        }
      if (rc != SQLITE_OK)
        {
          pf_db_set_error (sqlite3_db_handle (stmt), error, "bind");
          return FALSE;
        }
    }
  return TRUE;
}

static sqlite3_stmt *
prepare_va (sqlite3 *db, GError **error, const char *sql, const char *types, va_list args)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    {
      pf_db_set_error (db, error, sql);
      return NULL;
    }
  if (!bind_all (stmt, error, types, args))
    return NULL;
  return g_steal_pointer (&stmt);
}

/**
 * pf_db_prepare:
 * @db: a connection of the calling thread
 * @error: location for an error
 * @sql: one statement with `?` for each value
 * @types: (nullable): a letter for each value: `s` text, `i` #gint64, `d` double, `b` #GBytes
 * @...: the values; %NULL text or bytes bind NULL
 *
 * Returns: (transfer full): the statement, or %NULL
 */
sqlite3_stmt *
pf_db_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *stmt;
  va_list args;

  va_start (args, types);
  stmt = prepare_va (db, error, sql, types, args);
  va_end (args);
  return stmt;
}

/**
 * pf_db_rebind:
 * @stmt: a statement, used or not
 * @error: location for an error
 * @types: (nullable): as for pf_db_prepare()
 * @...: the values
 *
 * Makes @stmt ready to run again with other values.
 *
 * Returns: whether it worked
 */
gboolean
pf_db_rebind (sqlite3_stmt *stmt, GError **error, const char *types, ...)
{
  gboolean ok;
  va_list args;

  sqlite3_reset (stmt);
  va_start (args, types);
  ok = bind_all (stmt, error, types, args);
  va_end (args);
  return ok;
}

/**
 * pf_db_exec:
 * @db: a connection of the calling thread
 * @error: location for an error
 * @sql: one statement
 * @types: (nullable): as for pf_db_prepare()
 * @...: the values
 *
 * Runs a statement to its end; rows are dropped.
 *
 * Returns: whether it worked
 */
gboolean
pf_db_exec (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row = TRUE;
  va_list args;

  va_start (args, types);
  stmt = prepare_va (db, error, sql, types, args);
  va_end (args);
  if (stmt == NULL)
    return FALSE;
  while (row)
    if (!pf_db_step (stmt, &row, error))
      return FALSE;
  return TRUE;
}

/**
 * pf_db_get_int:
 * @db: a connection of the calling thread
 * @error: (nullable): location for an error
 * @sql: a statement whose first column is a number
 * @types: (nullable): as for pf_db_prepare()
 * @...: the values
 *
 * Returns: the first column of the first row; 0 for NULL or no row; -1 with
 *   @error set on failure
 */
gint64
pf_db_get_int (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;
  va_list args;

  va_start (args, types);
  stmt = prepare_va (db, error, sql, types, args);
  va_end (args);
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return -1;
  return row ? sqlite3_column_int64 (stmt, 0) : 0;
}

/**
 * pf_db_step:
 * @stmt: a statement
 * @row: (out): whether there is a row to read
 * @error: location for an error
 *
 * Returns: %FALSE on failure
 */
gboolean
pf_db_step (sqlite3_stmt *stmt, gboolean *row, GError **error)
{
  int rc = sqlite3_step (stmt);

  *row = rc == SQLITE_ROW;
  if (rc == SQLITE_ROW || rc == SQLITE_DONE)
    return TRUE;
  pf_db_set_error (sqlite3_db_handle (stmt), error, sqlite3_sql (stmt));
  return FALSE;
}

/**
 * pf_db_column_text:
 * @stmt: a statement with a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): a copy of the text
 */
char *
pf_db_column_text (sqlite3_stmt *stmt, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (stmt, column));
}
