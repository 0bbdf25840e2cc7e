/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/base/pf-error.h"
#include "core/store/pf-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 10000

/* TRUNCATE, of the rollback modes, because: a commit is an fsync of the truncated journal
 * and needs no sync of the folder (DELETE does); and old page images, which hold personal
 * text, do not stay in the journal (in PERSIST they do; safety.md DB-6). EXTRA costs nothing
 * more here and keeps the promise should the mode ever be DELETE. */
static const char *const own_pragmas[] = {
  "PRAGMA journal_mode=TRUNCATE", "PRAGMA synchronous=EXTRA",  "PRAGMA foreign_keys=ON",
  "PRAGMA secure_delete=ON",      "PRAGMA trusted_schema=OFF", "PRAGMA temp_store=MEMORY",
  "PRAGMA cell_size_check=ON",
};

/* Nothing of it is missed after a power failure, so nothing is synced: not even the first page,
 * which the change to WAL writes. */
static const char *const cache_pragmas[] = {
  "PRAGMA synchronous=OFF",    "PRAGMA journal_mode=WAL",  "PRAGMA foreign_keys=ON",
  "PRAGMA trusted_schema=OFF", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-8192",
};

/* SQLite makes files 0644 less the umask; the user's own work is for the user alone. */
static gboolean
make_private_file (const char *path, GError **error)
{
  int fd = open (path, O_CREAT | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  int saved = errno;

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  if (saved == EEXIST)
    return TRUE;
  if (saved == EACCES || saved == EROFS || saved == EPERM)
    g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL,
                 _ ("The folder for Pinfold’s data cannot be written: %s"), g_strerror (saved));
  else if (saved == ENOSPC || saved == EDQUOT)
    g_set_error_literal (error, PF_ERROR, PF_ERROR_DISK_FULL,
                         _ ("There is no room left on the disk"));
  else
    g_set_error (error, PF_ERROR, PF_ERROR_DATABASE, _ ("Could not make the database: %s"),
                 g_strerror (saved));
  return FALSE;
}

/**
 * pf_db_connect:
 * @path: the file
 * @kind: how it is kept
 * @create: whether a missing file is made (mode 0600)
 * @error: location for an error
 *
 * Opens one connection with the house settings (safety.md DB-2, DB-3, DB-6).
 * Blocks. The connection may move between threads but is used by one at a time.
 *
 * Returns: (transfer full): a connection, or %NULL
 */
sqlite3 *
pf_db_connect (const char *path, PfDbKind kind, gboolean create, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  const char *const *pragmas = kind == PF_DB_OWN ? own_pragmas : cache_pragmas;
  gsize n = kind == PF_DB_OWN ? G_N_ELEMENTS (own_pragmas) : G_N_ELEMENTS (cache_pragmas);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  int rc;

  if (create && !make_private_file (path, error))
    return NULL;
  rc = sqlite3_open_v2 (path, &db, flags, NULL);
  if (rc != SQLITE_OK)
    {
      if (db == NULL)
        g_set_error_literal (error, PF_ERROR, PF_ERROR_DATABASE, sqlite3_errstr (rc));
      else
        pf_db_set_error (db, error, "open");
      return NULL;
    }
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  for (gsize i = 0; i < n; i++)
    if (!pf_db_exec (db, error, pragmas[i], NULL))
      return NULL;
  return g_steal_pointer (&db);
}
