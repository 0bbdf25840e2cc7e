/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/base/pf-service.h"
#include "core/outbox/pf-outbox-settle.h"

#include <glib/gi18n-lib.h>

/**
 * pf_outbox_find_free:
 * @self: (transfer full): what a look found
 *
 * Frees it.
 */
void
pf_outbox_find_free (PfOutboxFind *self)
{
  g_free (self->remote_id);
  g_free (self);
}

/**
 * pf_outbox_settlement_free:
 * @self: (transfer full): an outcome
 *
 * Frees it.
 */
void
pf_outbox_settlement_free (PfOutboxSettlement *self)
{
  g_free (self->uuid);
  g_free (self->owner);
  g_free (self->remote_id);
  g_clear_error (&self->error);
  g_clear_pointer (&self->finds, g_ptr_array_unref);
  g_clear_pointer (&self->followers, g_ptr_array_unref);
  g_clear_pointer (&self->sections, g_ptr_array_unref);
  g_clear_pointer (&self->pins, g_ptr_array_unref);
  g_free (self);
}

static gboolean
set_state (sqlite3 *db,
           const PfOutboxRecord *record,
           PfOutboxState state,
           gint64 not_before,
           gint64 now,
           const GError *reason,
           GError **error)
{
  const PfErrorDetail *detail = pf_error_get_detail (reason);
  g_autofree char *words = reason != NULL ? pf_outbox_words_of_error (reason) : NULL;
  gboolean may_have_left = detail != NULL && detail->maybe_sent && detail->http_status == 0;

  return pf_db_exec (
      db, error,
      "UPDATE outbox SET state = ?1, not_before = ?2, error_kind = ?3, error_code = ?4,"
      " error_message = ?5, request_id = ?6, lease_owner = NULL, lease_until = NULL,"
      /* A row that waits has not left, so that it can still be taken back. */
      " sent_at = CASE WHEN ?1 = 'queued' AND NOT ?7 THEN NULL ELSE sent_at END,"
      " modified_at = ?8 WHERE uuid = ?9",
      "sisissiis", pf_outbox_state_to_string (state), not_before,
      reason == NULL ? NULL
                     : pf_error_code_to_string (reason->domain == PF_ERROR ? (PfError)reason->code
                                                                           : PF_ERROR_FAILED),
      (gint64)(detail != NULL ? detail->api_code : 0), words,
      detail != NULL ? detail->request_id : NULL, (gint64)may_have_left, now, record->row.uuid);
}

/* Done, its remote id and what it is called: one transaction (design.md "Two paths"). */
gboolean
pf_outbox_mark_done (
    sqlite3 *db, const PfOutboxRecord *record, const char *remote_id, gint64 now, GError **error)
{
  const PfOutboxRow *row = &record->row;

  if (pf_outbox_op_is_create (row->op) && remote_id != NULL
      && !pf_outbox_adopt (db, row, remote_id, now, error))
    return FALSE;
  PF_FAULT_POINT ("outbox/done/bound");
  return pf_outbox_add_attempt (db, row->uuid, now, "done", NULL, error)
         && pf_db_exec (
             db, error,
             "UPDATE outbox SET state = 'done', remote_id = COALESCE (?1, remote_id),"
             " lease_owner = NULL, lease_until = NULL, error_kind = NULL, error_code = NULL,"
             " error_message = NULL, done_at = ?2, modified_at = ?2 WHERE uuid = ?3",
             "sis", remote_id, now, row->uuid);
}

static gboolean
settle_wait (sqlite3 *db,
             const PfOutboxSettlement *end,
             const PfOutboxRecord *record,
             GError **error)
{
  const PfErrorDetail *detail = pf_error_get_detail (end->error);
  PfError kind = end->error->domain == PF_ERROR ? (PfError)end->error->code : PF_ERROR_FAILED;
  gint64 first_at = 0, delay;
  guint tries = 0;

  if (!pf_outbox_count_waits (db, record->row.uuid, &tries, &first_at, error))
    return FALSE;
  if (tries > 0 && pf_backoff_is_over (kind, tries, end->now - first_at))
    return pf_outbox_add_attempt (db, record->row.uuid, end->now, "failed", end->error, error)
           && set_state (db, record, PF_OUTBOX_FAILED, end->now, end->now, end->error, error);
  delay = pf_backoff_delay (tries, end->unit, detail != NULL ? detail->retry_after_s : -1);
  return pf_outbox_add_attempt (db, record->row.uuid, end->now, "waiting", end->error, error)
         && set_state (db, record, PF_OUTBOX_QUEUED, end->now + delay, end->now, end->error, error);
}

/* The app may not edit pins: so with this one, so with all. */
static gboolean
fail_other_edits (sqlite3 *db,
                  const PfOutboxSettlement *end,
                  const PfOutboxRecord *record,
                  GError **error)
{
  return pf_db_exec (db, error,
                     "UPDATE outbox SET state = 'failed', error_kind = 'feature',"
                     " error_message = ?1, modified_at = ?2 WHERE state = 'queued'"
                     " AND op = 'update-pin' AND connection_id = ?3",
                     "sis", pf_outbox_words_no_edits (), end->now, record->row.connection_id);
}

static gboolean
settle_verdict (sqlite3 *db,
                const PfOutboxSettlement *end,
                const PfOutboxRecord *record,
                GError **error)
{
  gint64 now = end->now;

  switch (pf_verdict_of (record->row.op, end->error))
    {
    case PF_VERDICT_WAIT:
      return settle_wait (db, end, record, error);
    case PF_VERDICT_RENEW:
    case PF_VERDICT_PAUSE:
      return pf_outbox_add_attempt (db, record->row.uuid, now, "waiting", end->error, error)
             && set_state (db, record, PF_OUTBOX_QUEUED, now, now, end->error, error);
    case PF_VERDICT_UNKNOWN:
      return pf_outbox_add_attempt (db, record->row.uuid, now, "unknown", end->error, error)
             && set_state (db, record, PF_OUTBOX_UNKNOWN, now + 2 * G_TIME_SPAN_SECOND, now,
                           end->error, error);
    case PF_VERDICT_DONE:
      return pf_outbox_mark_done (db, record, NULL, now, error);
    case PF_VERDICT_DRAFT:
      return pf_outbox_add_attempt (db, record->row.uuid, now, "failed", end->error, error)
             && pf_outbox_make_draft (db, record, end->error->message, now, error)
             && set_state (db, record, PF_OUTBOX_DISCARDED, now, now, end->error, error);
    case PF_VERDICT_FAILED:
    default:
      if (end->error->domain == PF_ERROR && end->error->code == PF_ERROR_FEATURE
          && !fail_other_edits (db, end, record, error))
        return FALSE;
      return pf_outbox_add_attempt (db, record->row.uuid, now, "failed", end->error, error)
             && set_state (db, record, PF_OUTBOX_FAILED, now, now, end->error, error);
    }
}

static gboolean
settle_row (sqlite3 *db,
            const PfOutboxSettlement *end,
            const PfOutboxRecord *record,
            GError **error)
{
  if (record->row.state != PF_OUTBOX_SENDING || g_strcmp0 (record->lease_owner, end->owner) != 0)
    return TRUE;
  /* What somebody said Undo to is not tried again. */
  if (end->error != NULL && record->undone_by != NULL
      && pf_verdict_of (record->row.op, end->error) != PF_VERDICT_DONE)
    return pf_outbox_add_attempt (db, record->row.uuid, end->now, "failed", end->error, error)
           && set_state (db, record, PF_OUTBOX_UNDONE, end->now, end->now, NULL, error);
  return end->error == NULL ? pf_outbox_mark_done (db, record, end->remote_id, end->now, error)
                            : settle_verdict (db, end, record, error);
}

/* Later edits that went out with a row end as it does. */
static GPtrArray *
settle_followers (sqlite3 *db, const PfOutboxSettlement *end, GError **error)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_record_unref);

  for (guint i = 0; end->followers != NULL && i < end->followers->len; i++)
    {
      g_autoptr (PfOutboxRecord) before = pf_outbox_load (db, end->followers->pdata[i], error);
      PfOutboxRecord *after;

      if (before == NULL || !settle_row (db, end, before, error))
        return NULL;
      after = pf_outbox_load (db, end->followers->pdata[i], error);
      if (after == NULL)
        return NULL;
      g_ptr_array_add (records, after);
    }
  return g_steal_pointer (&records);
}

/**
 * pf_outbox_settle_try:
 * @data: a #PfOutboxSettlement
 *
 * Writes down how a try ended, unless the lease is no longer ours.
 *
 * Returns: (transfer full): the #PfOutboxRecord as it is now, with its followers
 */
gpointer
pf_outbox_settle_try (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxSettlement *end = data;
  g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, end->uuid, error);
  g_autoptr (GPtrArray) followers = NULL;

  if (record == NULL || !settle_row (db, end, record, error))
    return NULL;
  followers = settle_followers (db, end, error);
  PF_FAULT_POINT ("outbox/settle/before-commit");
  if (followers == NULL)
    return NULL;
  g_clear_pointer (&record, pf_outbox_record_unref);
  record = pf_outbox_load (db, end->uuid, error);
  if (record == NULL)
    return NULL;
  record->followers = g_steal_pointer (&followers);
  return g_steal_pointer (&record);
}

/**
 * pf_outbox_heed_undo:
 * @db: a connection inside a write transaction
 * @uuid: a row that is being made ready
 * @owner: lease name of this process
 * @now: wall clock, us
 * @error: location for an error
 *
 * Undo of a delete that may have left once, and is being tried again, only leaves word with
 * its row: here it is heeded, before the next request.
 *
 * Returns: whether it worked
 */
gboolean
pf_outbox_heed_undo (sqlite3 *db, const char *uuid, const char *owner, gint64 now, GError **error)
{
  return pf_db_exec (db, error,
                     "UPDATE outbox SET state = 'undone', lease_owner = NULL, lease_until = NULL,"
                     " modified_at = ?1 WHERE uuid = ?2 AND state = 'sending' AND lease_owner = ?3"
                     " AND undone_by IS NOT NULL",
                     "iss", now, uuid, owner);
}

static gboolean
mark_row (
    sqlite3 *db, const PfOutboxSettlement *end, const char *uuid, gboolean *marked, GError **error)
{
  if (!pf_outbox_heed_undo (db, uuid, end->owner, end->now, error))
    return FALSE;
  if (!pf_db_exec (db, error,
                   "UPDATE outbox SET sent_at = ?1, modified_at = ?1 WHERE uuid = ?2"
                   " AND state = 'sending' AND lease_owner = ?3",
                   "iss", end->now, uuid, end->owner))
    return FALSE;
  *marked = sqlite3_changes (db) == 1;
  return !*marked || pf_outbox_add_attempt (db, uuid, end->now, "sent", NULL, error);
}

/**
 * pf_outbox_mark_sent:
 * @data: a #PfOutboxSettlement
 *
 * Intent to send, committed and synced before the first byte (safety.md PQ-1).
 *
 * Returns: (transfer full): the #PfOutboxRecord with those followers that may go; it is
 *   "sending" by @data's owner when it may go itself
 */
gpointer
pf_outbox_mark_sent (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxSettlement *end = data;
  g_autoptr (GPtrArray) followers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_record_unref);
  PfOutboxRecord *record;
  gboolean marked = FALSE;

  if (!pf_outbox_keep_contents (db, end, error) || !mark_row (db, end, end->uuid, &marked, error))
    return NULL;
  for (guint i = 0; end->followers != NULL && i < end->followers->len; i++)
    {
      const char *uuid = end->followers->pdata[i];

      if (!mark_row (db, end, uuid, &marked, error))
        return NULL;
      record = marked ? pf_outbox_load (db, uuid, error) : NULL;
      if (marked && record == NULL)
        return NULL;
      if (marked)
        g_ptr_array_add (followers, record);
    }
  PF_FAULT_POINT ("outbox/sent/before-commit");
  record = pf_outbox_load (db, end->uuid, error);
  if (record != NULL)
    record->followers = g_steal_pointer (&followers);
  return record;
}

/* A pin or board that another row of ours made is not what this row made. */
static gboolean
is_claimed (sqlite3 *db, const PfOutboxRow *row, const char *remote_id, GError **error)
{
  return pf_db_get_int (db, error,
                        "SELECT COUNT (*) FROM outbox WHERE connection_id = ?1 AND"
                        " CASE ?2 WHEN 'pin' THEN op IN ('create-pin', 'save-pin')"
                        "  WHEN 'board' THEN op = 'create-board' ELSE op = 'create-section' END"
                        " AND remote_id = ?3 AND uuid <> ?4 AND state = 'done'",
                        "ssss", row->connection_id, pf_outbox_op_get_kind (row->op), remote_id,
                        row->uuid)
         != 0;
}

/* After 2, 7, 22, 52 s and when it has settled; then seldom, for lists that fail. */
static gint64
next_look (const PfOutboxRecord *record, gint64 now)
{
  static const gint64 ages[] = { 2, 7, 22, 52 };
  gint64 age = now - record->unknown_at;

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    if (age < ages[i] * G_TIME_SPAN_SECOND)
      return record->unknown_at + ages[i] * G_TIME_SPAN_SECOND;
  if (age < PF_OUTBOX_SETTLE_US)
    return record->unknown_at + PF_OUTBOX_SETTLE_US;
  return now + CLAMP (age / 2, 10 * G_TIME_SPAN_SECOND, PF_BACKOFF_CAP_US);
}

static gboolean
look_later (sqlite3 *db, const PfOutboxRecord *record, gint64 now, GError **error)
{
  return pf_db_exec (db, error, "UPDATE outbox SET not_before = ?, modified_at = ? WHERE uuid = ?",
                     "iis", next_look (record, now), now, record->row.uuid);
}

static gboolean
ask (sqlite3 *db, const PfOutboxRecord *record, guint n_alike, gint64 now, GError **error)
{
  gboolean board = record->row.op == PF_OP_CREATE_BOARD;
  gboolean section = record->row.op == PF_OP_CREATE_SECTION;
  const char *service = pf_service_get_title (record->service);
  g_autofree char *words = NULL;
  g_autoptr (GError) reason = NULL;

  if (n_alike == 0)
    words = section
                ? g_strdup_printf (_ ("%s did not answer, and the section is not on the board."),
                                   service)
            : board ? g_strdup_printf (_ ("%s did not answer, and the board is not in your list."),
                                       service)
                    : g_strdup_printf (_ ("%s did not answer, and the pin is not on the board."),
                                       service);
  else if (section)
    words = g_strdup_printf (_ ("%s did not answer. A section of this name is on the board."),
                             service);
  else if (board)
    words = g_strdup_printf (ngettext ("%s did not answer. %u board looks like this one.",
                                       "%s did not answer. %u boards look like this one.", n_alike),
                             service, n_alike);
  else
    words
        = g_strdup_printf (ngettext ("%s did not answer. %u pin on the board looks like this one.",
                                     "%s did not answer. %u pins on the board look like this one.",
                                     n_alike),
                           service, n_alike);
  reason = g_error_new_literal (PF_ERROR, PF_ERROR_NO_REPLY, words);
  return pf_outbox_save_payload (db, record, error)
         && pf_outbox_add_attempt (db, record->row.uuid, now, "waiting", reason, error)
         && set_state (db, record, PF_OUTBOX_ASK, now, now, reason, error);
}

static gboolean
settle_finds (sqlite3 *db, const PfOutboxSettlement *end, PfOutboxRecord *record, GError **error)
{
  g_autoptr (GStrvBuilder) alike = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) old = g_strv_builder_new ();
  const char *same = NULL;
  guint n_same = 0, n_maybe = 0, n_old = 0;

  for (guint i = 0; i < end->finds->len; i++)
    {
      const PfOutboxFind *find = g_ptr_array_index (end->finds, i);

      if (find->likeness == PF_LIKENESS_NONE
          || is_claimed (db, &record->row, find->remote_id, error))
        continue;
      if (find->likeness == PF_LIKENESS_OLD)
        {
          g_strv_builder_add (old, find->remote_id);
          n_old++;
          continue;
        }
      g_strv_builder_add (alike, find->remote_id);
      if (find->likeness == PF_LIKENESS_SAME)
        {
          n_same++;
          same = find->remote_id;
        }
      else
        n_maybe++;
    }
  if (error != NULL && *error != NULL)
    return FALSE;
  if (n_same == 1 && n_maybe == 0)
    return pf_outbox_mark_done (db, record, same, end->now, error);
  /* Reads right after writes may be stale (api-facts section 5): one look is not enough. */
  if (n_same < 2 && end->looked_at - record->unknown_at < PF_OUTBOX_SETTLE_US)
    return look_later (db, record, end->now, error);
  g_clear_pointer (&record->candidates, g_strfreev);
  if (n_same + n_maybe > 0)
    record->candidates = g_strv_builder_end (alike);
  else if (n_old > 0)
    record->candidates = g_strv_builder_end (old);
  return ask (db, record, n_same + n_maybe > 0 ? n_same + n_maybe : n_old, end->now, error);
}

/**
 * pf_outbox_settle_look:
 * @data: a #PfOutboxSettlement
 *
 * Decides about a row whose answer was lost, from what is on the board (PQ-3).
 *
 * Returns: (transfer full): the #PfOutboxRecord as it is now
 */
gpointer
pf_outbox_settle_look (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PfOutboxSettlement *end = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (PfOutboxRecord) record = pf_outbox_load (db, end->uuid, error);
  gboolean ok;

  if (record == NULL)
    return NULL;
  if (record->row.state != PF_OUTBOX_UNKNOWN)
    return g_steal_pointer (&record);
  if (end->error != NULL && pf_verdict_of_look (end->error) != PF_VERDICT_FAILED)
    ok = look_later (db, record, end->now, &local);
  else
    ok = settle_finds (db, end, record, &local);
  PF_FAULT_POINT ("outbox/look/before-commit");
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return pf_outbox_load (db, end->uuid, error);
}
