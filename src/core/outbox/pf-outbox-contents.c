/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-settle.h"

#include <glib/gi18n-lib.h>

/* What is in a board or section that is about to be deleted, against what was in it when
 * somebody wished so. */

/* Pins that rows of ours put in after the wish: all that is known when it was never listed. */
static GHashTable *
find_put_in (sqlite3 *db, const PfOutboxRow *row, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (
      db, error,
      "SELECT remote_id FROM outbox WHERE ?1 IN (board_uuid, section_uuid) AND seq > ?2"
      " AND state = 'done' AND remote_id IS NOT NULL AND (op IN ('create-pin', 'save-pin')"
      "  OR (op = 'update-pin' AND json_extract (payload, '$.changes.fields') & ?3 <> 0))",
      "sii", row->object_uuid, row->seq, (gint64)(PF_CHANGE_BOARD | PF_CHANGE_SECTION));
  gboolean more = FALSE;

  while (stmt != NULL && pf_db_step (stmt, &more, error))
    {
      if (!more)
        return g_steal_pointer (&ids);
      g_hash_table_add (ids, pf_db_column_text (stmt, 0));
    }
  return NULL;
}

static gboolean
count_new (sqlite3 *db, const PfOutboxRecord *record, GPtrArray *pins, guint *n_new, GError **error)
{
  g_autoptr (GHashTable) ids = NULL;
  gboolean listed = record->listed_pins != NULL;

  *n_new = 0;
  if (listed)
    {
      ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (guint i = 0; i < record->listed_pins->len; i++)
        g_hash_table_add (ids, g_strdup (((PfOutboxListed *)record->listed_pins->pdata[i])->id));
    }
  else
    ids = find_put_in (db, &record->row, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < pins->len; i++)
    *n_new += g_hash_table_contains (ids, ((PfOutboxListed *)pins->pdata[i])->id) != listed;
  return TRUE;
}

static gboolean
fail (sqlite3 *db, const PfOutboxSettlement *end, guint n_new, GError **error)
{
  g_autofree char *words = g_strdup_printf (
      ngettext ("%u pin came into it since, so it was not deleted. Retry deletes that too.",
                "%u pins came into it since, so it was not deleted. Retry deletes those too.",
                n_new),
      n_new);
  g_autoptr (GError) reason = g_error_new_literal (PF_ERROR, PF_ERROR_FAILED, words);

  return pf_outbox_add_attempt (db, end->uuid, end->now, "failed", reason, error)
         && pf_db_exec (db, error,
                        "UPDATE outbox SET state = 'failed', lease_owner = NULL,"
                        " lease_until = NULL, error_kind = 'failed', error_message = ?1,"
                        " modified_at = ?2 WHERE uuid = ?3 AND state = 'sending'"
                        " AND lease_owner = ?4",
                        "siss", words, end->now, end->uuid, end->owner);
}

/**
 * pf_outbox_keep_contents:
 * @db: a connection inside a write transaction
 * @end: with what was listed just now, if the row is a delete of what holds other things
 * @error: location for an error
 *
 * Keeps what Undo will need before the delete can leave. A try that is not the first one, after
 * hours or because somebody said Retry, deletes what the one before listed: the row fails when
 * pins came in since, and says so; who then tries again means those too.
 *
 * Returns: whether it worked
 */
gboolean
pf_outbox_keep_contents (sqlite3 *db, const PfOutboxSettlement *end, GError **error)
{
  g_autoptr (PfOutboxRecord) record = NULL;
  guint n_new = 0;

  if (end->pins == NULL)
    return TRUE;
  record = pf_outbox_load (db, end->uuid, error);
  if (record == NULL || !count_new (db, record, end->pins, &n_new, error))
    return FALSE;
  g_clear_pointer (&record->listed_sections, g_ptr_array_unref);
  g_clear_pointer (&record->listed_pins, g_ptr_array_unref);
  record->listed_sections = g_ptr_array_ref (end->sections);
  record->listed_pins = g_ptr_array_ref (end->pins);
  return pf_outbox_save_payload (db, record, error) && (n_new == 0 || fail (db, end, n_new, error));
}
