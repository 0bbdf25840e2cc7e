/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-schedule.h"

#include <glib/gi18n-lib.h>

#define DAY_US (24 * 60 * 60 * G_TIME_SPAN_SECOND)

static GPtrArray *
find_texts (sqlite3 *db, const char *sql, const char *owner, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, "s", owner);
  gboolean more = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &more, error))
    {
      if (!more)
        return g_steal_pointer (&texts);
      g_ptr_array_add (texts, pf_db_column_text (stmt, 0));
    }
  return NULL;
}

/* The create may have reached Pinterest: only looking tells. */
static gboolean
recover_lost (sqlite3 *db, const PfOutboxMoment *moment, GError **error)
{
  g_autoptr (GError) reason = g_error_new_literal (PF_ERROR, PF_ERROR_NO_REPLY,
                                                   _ ("Pinfold ended while this was on its way."));
  g_autoptr (GPtrArray) lost
      = find_texts (db,
                    "SELECT uuid FROM outbox WHERE state = 'sending' AND sent_at IS NOT NULL"
                    " AND (op LIKE 'create-%' OR op = 'save-pin') AND lease_owner IS NOT ?"
                    " ORDER BY seq",
                    moment->owner, error);

  if (lost == NULL)
    return FALSE;
  for (guint i = 0; i < lost->len; i++)
    {
      const char *uuid = g_ptr_array_index (lost, i);

      if (!pf_outbox_add_attempt (db, uuid, moment->now, "unknown", reason, error)
          || !pf_db_exec (
              db, error,
              "UPDATE outbox SET state = 'unknown', not_before = ?1, lease_owner = NULL,"
              " lease_until = NULL, error_kind = 'no-reply', error_code = 0,"
              " error_message = ?2, request_id = NULL, modified_at = ?1 WHERE uuid = ?3",
              "iss", moment->now, reason->message, uuid))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_gone (const PfOutboxMoment *moment, const char *owner)
{
  g_auto (GStrv) its = g_strsplit (owner, "/", 2);
  g_auto (GStrv) ours = g_strsplit (moment->owner, "/", 2);

  /* An engine of this very process that is not this one was stopped. */
  return its[0] == NULL || g_strcmp0 (its[0], ours[0]) == 0
         || !pf_presence_is_alive (moment->processes, its[0]);
}

/**
 * pf_outbox_ask_for_orphans:
 * @db: a connection inside a write transaction
 * @moment: now
 * @error: location for an error
 *
 * What may still be taken back is not done when the one who could have said Undo is gone:
 * deletes that a process held when it died wait for a word from the user.
 *
 * Returns: whether it worked
 */
gboolean
pf_outbox_ask_for_orphans (sqlite3 *db, const PfOutboxMoment *moment, GError **error)
{
  g_autoptr (GPtrArray) owners
      = find_texts (db,
                    "SELECT DISTINCT COALESCE (lease_owner, '') FROM outbox WHERE state = 'held'"
                    " AND op LIKE 'delete-%' AND lease_owner IS NOT ?",
                    moment->owner, error);

  if (owners == NULL)
    return FALSE;
  for (guint i = 0; i < owners->len; i++)
    if (is_gone (moment, owners->pdata[i])
        && !pf_db_exec (db, error,
                        "UPDATE outbox SET state = 'ask', lease_owner = NULL, error_kind = NULL,"
                        " error_message = ?1, modified_at = ?2 WHERE state = 'held'"
                        " AND op LIKE 'delete-%' AND COALESCE (lease_owner, '') = ?3",
                        "sis", _ ("Pinfold ended before this was deleted. Delete it now?"),
                        moment->now, owners->pdata[i]))
      return FALSE;
  return TRUE;
}

/**
 * pf_outbox_recover:
 * @data: a #PfOutboxMoment
 *
 * What a process that died left behind, in one transaction, by the one process that
 * holds the delivery lock: whoever else leased a row is gone.
 *
 * Returns: PF_DB_OK
 */
gpointer
pf_outbox_recover (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxMoment *moment = data;

  PF_FAULT_POINT ("outbox/recover/begin");
  if (!recover_lost (db, moment, error) ||
      /* Leased and not begun, or an edit or a delete, which may be repeated unless Undo came. */
      !pf_db_exec (db, error,
                   "UPDATE outbox SET state = CASE WHEN undone_by IS NULL THEN 'queued'"
                   " ELSE 'undone' END, lease_owner = NULL, lease_until = NULL,"
                   " modified_at = ?1 WHERE state = 'sending' AND lease_owner IS NOT ?2",
                   "is", moment->now, moment->owner)
      || !pf_outbox_ask_for_orphans (db, moment, error) ||
      /* Pictures of what is over; the blobs are swept when nothing needs them. */
      !pf_db_exec (db, error,
                   "UPDATE outbox SET blob = NULL, source_blob = NULL"
                   " WHERE state IN ('done', 'undone', 'discarded') AND modified_at < ?",
                   "i", moment->now - DAY_US))
    return NULL;
  PF_FAULT_POINT ("outbox/recover/before-commit");
  return PF_DB_OK;
}

typedef struct
{
  gint64 rate_limit, offline;
} Block;

static GHashTable *
find_blocks (GPtrArray *records, gint64 now)
{
  g_autoptr (GHashTable) blocks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < records->len; i++)
    {
      const PfOutboxRow *row = g_ptr_array_index (records, i);
      Block *block;

      if (row->state != PF_OUTBOX_QUEUED || row->error_message == NULL || row->not_before <= now)
        continue;
      block = g_hash_table_lookup (blocks, row->connection_id);
      if (block == NULL)
        {
          block = g_new0 (Block, 1);
          g_hash_table_insert (blocks, row->connection_id, block);
        }
      if (row->error_kind == PF_ERROR_RATE_LIMIT)
        block->rate_limit = MAX (block->rate_limit, row->not_before);
      if (row->error_kind == PF_ERROR_OFFLINE)
        block->offline = MAX (block->offline, row->not_before);
    }
  return g_steal_pointer (&blocks);
}

static const char *
find_reason (const PfOutboxRecord *record, const PfOutboxMoment *moment, GHashTable *blocks)
{
  const PfOutboxRow *row = &record->row;
  const PfDeliveryAccount *account = pf_outbox_find_account (moment->accounts, row->connection_id);
  const Block *block = g_hash_table_lookup (blocks, row->connection_id);
  gboolean board_op = !pf_outbox_op_is_about_pin (row->op);

  if (row->state == PF_OUTBOX_UNKNOWN)
    return account == NULL || (account->looking_waits && account->waiting_for == NULL)
               ? "account"
               : (account->looking_waits ? account->waiting_for : NULL);
  if (row->state != PF_OUTBOX_QUEUED)
    return NULL;
  if (row->depends_on != NULL && g_strcmp0 (record->parent_state, "done") != 0)
    return "parent";
  if (account == NULL || g_hash_table_contains (moment->paused, row->connection_id))
    return "account";
  if (account->waiting_for != NULL)
    return account->waiting_for;
  if (board_op ? !account->can_boards : !account->can_pins)
    return "account";
  if (block != NULL && block->rate_limit > 0)
    return "limit";
  if (block != NULL && block->offline > 0)
    return "network";
  return NULL;
}

/**
 * pf_outbox_list:
 * @data: a #PfOutboxMoment
 *
 * Returns: (transfer full) (element-type PfOutboxRecord): what faces show, in order of
 *   intent, each with what it waits for
 */
gpointer
pf_outbox_list (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxMoment *moment = data;
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_row_unref);
  g_autofree char *sql = g_strconcat (pf_outbox_select_shown,
                                      " WHERE o.state NOT IN ('undone', 'discarded')"
                                      " AND (o.state <> 'done' OR o.done_at > ?) ORDER BY o.seq",
                                      NULL);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, "i", moment->now - DAY_US);
  g_autoptr (GHashTable) blocks = NULL;
  gboolean more = TRUE;

  while (more)
    {
      if (stmt == NULL || !pf_db_step (stmt, &more, error))
        return NULL;
      if (more)
        g_ptr_array_add (records, pf_outbox_record_from_stmt (stmt));
    }
  blocks = find_blocks (records, moment->now);
  for (guint i = 0; i < records->len; i++)
    {
      PfOutboxRecord *record = g_ptr_array_index (records, i);

      record->row.waiting_for = g_strdup (find_reason (record, moment, blocks));
    }
  return g_steal_pointer (&records);
}
