/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-record.h"

#include <glib/gi18n-lib.h>

/* While the answer to a create is lost, the service may list what it made, and that gets a local
 * name of its own. Once the create is known to be done the two are one thing. */

/* Somebody who had the double taken away had what they wished for: there is none. Deleted, it
 * would take along what goes into the one they made. What may have left is left alone. */
static gboolean
spare (sqlite3 *db, const char *double_uuid, gint64 now, GError **error)
{
  const char *words = _ ("It turned out to be the one that Pinfold made, so it was not deleted.");
  g_autoptr (GError) reason = g_error_new_literal (PF_ERROR, PF_ERROR_FAILED, words);
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT uuid FROM outbox WHERE object_uuid = ? AND sent_at IS NULL"
                       " AND (op LIKE 'delete-%' OR op = 'merge-board')"
                       " AND state IN ('held', 'queued', 'sending', 'ask')",
                       "s", double_uuid);
  gboolean more = TRUE;

  while (more)
    {
      if (stmt == NULL || !pf_db_step (stmt, &more, error))
        return FALSE;
      if (more)
        g_ptr_array_add (uuids, pf_db_column_text (stmt, 0));
    }
  for (guint i = 0; i < uuids->len; i++)
    if (!pf_outbox_add_attempt (db, uuids->pdata[i], now, "failed", reason, error)
        || !pf_db_exec (db, error,
                        "UPDATE outbox SET state = 'failed', lease_owner = NULL,"
                        " lease_until = NULL, error_kind = 'failed', error_message = ?1,"
                        " modified_at = ?2 WHERE uuid = ?3",
                        "sis", words, now, uuids->pdata[i]))
      return FALSE;
  return TRUE;
}

/* One name from here on, wherever the other one stood. */
static gboolean
rename_double (sqlite3 *db, const char *from, const char *to, GError **error)
{
  static const char *const all[] = {
    "UPDATE object SET uuid = ?2 WHERE uuid = ?1",
    "UPDATE outbox SET object_uuid = replace (object_uuid, ?1, ?2),"
    " board_uuid = replace (board_uuid, ?1, ?2), section_uuid = replace (section_uuid, ?1, ?2),"
    " payload = replace (payload, ?1, ?2) WHERE ?1 IN (object_uuid, board_uuid, section_uuid)"
    " OR instr (payload, ?1) > 0",
    "UPDATE draft SET board_uuid = replace (board_uuid, ?1, ?2),"
    " section_uuid = replace (section_uuid, ?1, ?2) WHERE ?1 IN (board_uuid, section_uuid)",
    "UPDATE OR REPLACE favourite_board SET board_uuid = ?2 WHERE board_uuid = ?1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (!pf_db_exec (db, error, all[i], "ss", from, to))
      return FALSE;
  return TRUE;
}

/**
 * pf_outbox_adopt:
 * @db: a connection inside a write transaction
 * @row: a create that turned out to be done
 * @remote_id: Pinterest's id of what it made
 * @now: wall clock, us
 * @error: location for an error
 *
 * Gives what was made the local name it was made under. A second name that it has from a listing
 * goes; the mirror does the same when it is told (pf_mirror_put_section_async()).
 *
 * Returns: whether it worked
 */
gboolean
pf_outbox_adopt (
    sqlite3 *db, const PfOutboxRow *row, const char *remote_id, gint64 now, GError **error)
{
  const char *kind = pf_outbox_op_get_kind (row->op);
  g_autoptr (GError) local = NULL;
  /* Not the name of what another row made, and not if this one means something else already. */
  g_autofree char *other = pf_outbox_get_text (
      db, &local,
      "SELECT uuid FROM object WHERE connection_id = ?1 AND kind = ?2 AND remote_id = ?3"
      " AND uuid NOT IN (SELECT object_uuid FROM outbox WHERE (op LIKE 'create-%'"
      "  OR op = 'save-pin') AND state = 'done')",
      row->connection_id, kind, remote_id);
  gint64 n_known = 0;

  if (local == NULL && other != NULL && !g_str_equal (other, row->object_uuid))
    {
      n_known = pf_db_get_int (db, &local, "SELECT COUNT (*) FROM object WHERE uuid = ?", "s",
                               row->object_uuid);
      if (n_known == 0 && spare (db, other, now, &local))
        rename_double (db, other, row->object_uuid, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return pf_outbox_bind (db, row->object_uuid, row->connection_id, kind, remote_id, error);
}
