/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-record.h"

/* The tables outbox, outbox_attempt and object, row by row. Database threads. */

#define SELECT(payload)                                                                            \
  "SELECT o.uuid, o.seq, o.connection_id, o.account_id, o.service, o.op, o.object_uuid,"           \
  " o.board_uuid, o.section_uuid, o.remote_id, " payload ", o.blob, o.source_blob, o.fingerprint," \
  " o.batch_id, o.undone_by, o.depends_on, o.not_before, o.state, o.attempts, o.lease_owner,"      \
  " o.sent_at,"                                                                                    \
  " o.error_kind, o.error_code, o.error_message, o.request_id, o.created_at, o.done_at,"           \
  " p.state,"                                                                                      \
  " COALESCE ((SELECT remote_id FROM object WHERE uuid = o.board_uuid),"                           \
  "  (SELECT remote_id FROM outbox WHERE object_uuid = o.board_uuid"                               \
  "   AND op = 'create-board' AND state = 'done')),"                                               \
  " COALESCE ((SELECT remote_id FROM object WHERE uuid = o.section_uuid),"                         \
  "  (SELECT remote_id FROM outbox WHERE object_uuid = o.section_uuid"                             \
  "   AND op = 'create-section' AND state = 'done')),"                                             \
  " COALESCE ((SELECT remote_id FROM object WHERE uuid = o.object_uuid),"                          \
  "  CASE WHEN p.object_uuid = o.object_uuid THEN p.remote_id END),"                               \
  " CASE WHEN o.op = 'merge-board' THEN (SELECT remote_id FROM object"                             \
  "  WHERE uuid = json_extract (o.payload, '$.source')) END,"                                      \
  " (SELECT MAX (at) FROM outbox_attempt WHERE outbox_uuid = o.uuid AND outcome = 'unknown')"      \
  " FROM outbox o LEFT JOIN outbox p ON p.uuid = o.depends_on"

const char *const pf_outbox_select = SELECT ("o.payload");

/* Not with what was in a board before it was deleted: of a large one that is megabytes, which only
 * Undo has a use for. */
const char *const pf_outbox_select_shown
    = SELECT ("CASE WHEN o.op IN ('delete-board', 'delete-section', 'merge-board')"
              " AND json_valid (o.payload) THEN"
              " json_remove (o.payload, '$.listed_sections', '$.listed_pins')"
              " ELSE o.payload END");

/* Reads the current line of either. */
PfOutboxRecord *
pf_outbox_record_from_stmt (sqlite3_stmt *stmt)
{
  PfOutboxRecord *record = pf_outbox_record_new ();
  PfOutboxRow *row = &record->row;
  g_autofree char *op = NULL, *payload = NULL, *state = NULL, *kind = NULL;
  g_autofree char *source_remote = NULL;
  int i = 0;

  row->uuid = pf_db_column_text (stmt, i++);
  row->seq = sqlite3_column_int64 (stmt, i++);
  row->connection_id = pf_db_column_text (stmt, i++);
  record->account_id = pf_db_column_text (stmt, i++);
  record->service = pf_db_column_text (stmt, i++);
  op = pf_db_column_text (stmt, i++);
  row->op = pf_outbox_op_from_string (op);
  row->object_uuid = pf_db_column_text (stmt, i++);
  row->board_uuid = pf_db_column_text (stmt, i++);
  row->section_uuid = pf_db_column_text (stmt, i++);
  row->remote_id = pf_db_column_text (stmt, i++);
  payload = pf_db_column_text (stmt, i++);
  pf_outbox_load_payload (record, payload);
  row->blob = pf_db_column_text (stmt, i++);
  record->source_blob = pf_db_column_text (stmt, i++);
  record->has_fingerprint = sqlite3_column_type (stmt, i) != SQLITE_NULL;
  record->fingerprint = (guint64)sqlite3_column_int64 (stmt, i++);
  row->batch_id = pf_db_column_text (stmt, i++);
  record->undone_by = pf_db_column_text (stmt, i++);
  row->depends_on = pf_db_column_text (stmt, i++);
  row->not_before = sqlite3_column_int64 (stmt, i++);
  state = pf_db_column_text (stmt, i++);
  row->state = pf_outbox_state_from_string (state);
  row->attempts = (guint)sqlite3_column_int (stmt, i++);
  record->lease_owner = pf_db_column_text (stmt, i++);
  row->sent_at = sqlite3_column_int64 (stmt, i++);
  kind = pf_db_column_text (stmt, i++);
  row->error_kind = pf_error_code_from_string (kind);
  row->error_code = sqlite3_column_int (stmt, i++);
  row->error_message = pf_db_column_text (stmt, i++);
  row->request_id = pf_db_column_text (stmt, i++);
  row->created_at = sqlite3_column_int64 (stmt, i++);
  row->done_at = sqlite3_column_int64 (stmt, i++);
  record->parent_state = pf_db_column_text (stmt, i++);
  record->board_remote = pf_db_column_text (stmt, i++);
  record->section_remote = pf_db_column_text (stmt, i++);
  record->object_remote = pf_db_column_text (stmt, i++);
  source_remote = pf_db_column_text (stmt, i++);
  if (source_remote != NULL)
    {
      g_free (record->source_remote);
      record->source_remote = g_steal_pointer (&source_remote);
    }
  record->unknown_at = sqlite3_column_int64 (stmt, i++);
  return record;
}

/**
 * pf_outbox_load:
 * @db: a connection
 * @uuid: of a row
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the row; PF_ERROR_NOT_FOUND
 */
PfOutboxRecord *
pf_outbox_load (sqlite3 *db, const char *uuid, GError **error)
{
  g_autofree char *sql = g_strconcat (pf_outbox_select, " WHERE o.uuid = ?", NULL);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, "s", uuid);
  gboolean found = FALSE;

  if (stmt == NULL || !pf_db_step (stmt, &found, error))
    return NULL;
  if (!found)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_NOT_FOUND, "No such row");
      return NULL;
    }
  return pf_outbox_record_from_stmt (stmt);
}

/* @record's seq is given here: the order of intent over all processes. */
gboolean
pf_outbox_insert (sqlite3 *db, const PfOutboxRecord *record, GError **error)
{
  const PfOutboxRow *row = &record->row;
  g_autofree char *payload = pf_outbox_dump_payload (record);

  if (!pf_db_exec (
          db, error,
          "INSERT INTO outbox (uuid, seq, connection_id, account_id, service, op, object_uuid,"
          " board_uuid, section_uuid, remote_id, payload, blob, source_blob, batch_id,"
          " depends_on, not_before, state, lease_owner, created_at, modified_at)"
          " VALUES (?, (SELECT COALESCE (MAX (seq), 0) + 1 FROM outbox),"
          " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          "ssssssssssssssissii", row->uuid, row->connection_id, record->account_id, record->service,
          pf_outbox_op_to_string (row->op), row->object_uuid, row->board_uuid, row->section_uuid,
          row->remote_id, payload, row->blob, record->source_blob, row->batch_id, row->depends_on,
          row->not_before, pf_outbox_state_to_string (row->state), record->lease_owner,
          row->created_at, row->created_at))
    return FALSE;
  return !record->has_fingerprint
         || pf_db_exec (db, error, "UPDATE outbox SET fingerprint = ? WHERE uuid = ?", "is",
                        (gint64)record->fingerprint, row->uuid);
}

/**
 * pf_outbox_save_payload:
 * @db: a connection inside a write transaction
 * @record: a row
 * @error: return location for an error
 *
 * Returns: whether what it says was written
 */
gboolean
pf_outbox_save_payload (sqlite3 *db, const PfOutboxRecord *record, GError **error)
{
  g_autofree char *payload = pf_outbox_dump_payload (record);

  return pf_db_exec (db, error, "UPDATE outbox SET payload = ? WHERE uuid = ?", "ss", payload,
                     record->row.uuid);
}

gboolean
pf_outbox_add_attempt (sqlite3 *db,
                       const char *uuid,
                       gint64 at,
                       const char *outcome,
                       const GError *reason,
                       GError **error)
{
  const PfErrorDetail *detail = pf_error_get_detail (reason);
  g_autofree char *words = reason != NULL ? pf_outbox_words_of_error (reason) : NULL;

  return pf_db_exec (
      db, error,
      "INSERT INTO outbox_attempt (outbox_uuid, number, at, outcome, error_kind, error_code,"
      " message, request_id) SELECT ?1, COALESCE (MAX (number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7"
      " FROM outbox_attempt WHERE outbox_uuid = ?1",
      "sississ", uuid, at, outcome,
      reason != NULL && reason->domain == PF_ERROR ? pf_error_code_to_string (reason->code) : NULL,
      (gint64)(detail != NULL ? detail->api_code : 0), words,
      detail != NULL ? detail->request_id : NULL);
}

/* How often and since when a row has been repeating by itself: a failure or a lost
 * answer ends a series, because after it somebody decided anew. */
gboolean
pf_outbox_count_waits (
    sqlite3 *db, const char *uuid, guint *tries, gint64 *first_at, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT COUNT (*), MIN (at) FROM outbox_attempt WHERE outbox_uuid = ?1 AND "
                       "outcome = 'waiting'"
                       " AND number > COALESCE ((SELECT MAX (number) FROM outbox_attempt"
                       "  WHERE outbox_uuid = ?1 AND outcome IN ('failed', 'unknown')), 0)",
                       "s", uuid);
  gboolean found = FALSE;

  if (stmt == NULL || !pf_db_step (stmt, &found, error))
    return FALSE;
  *tries = found ? (guint)sqlite3_column_int (stmt, 0) : 0;
  *first_at = found ? sqlite3_column_int64 (stmt, 1) : 0;
  return TRUE;
}

/* A create-pin becomes what it was made of. A board that will never be is forgotten. */
gboolean
pf_outbox_make_draft (
    sqlite3 *db, const PfOutboxRecord *record, const char *problem, gint64 now, GError **error)
{
  const PfOutboxRow *row = &record->row;
  gboolean dead_board = g_strcmp0 (record->parent_state, "undone") == 0
                        || g_strcmp0 (record->parent_state, "discarded") == 0;
  const char *blob = record->source_blob != NULL ? record->source_blob : row->blob;
  g_autofree char *media = NULL;
  PfPinMedia as_draft;

  pf_pin_media_copy (&as_draft, &record->media);
  /* What was made ready and sent is not the draft's. */
  g_clear_pointer (&as_draft.media_id, g_free);
  as_draft.uploaded = FALSE;
  g_clear_pointer (&as_draft.cover_upload, g_free);
  for (guint i = 0; as_draft.items != NULL && i < as_draft.items->len; i++)
    g_clear_pointer (&((PfCarouselItem *)g_ptr_array_index (as_draft.items, i))->upload, g_free);
  media = pf_pin_media_to_json (&as_draft);
  pf_pin_media_clear (&as_draft);
  return pf_db_exec (
      db, error,
      "INSERT OR REPLACE INTO draft (uuid, connection_id, board_uuid, section_uuid, title,"
      " description, alt_text, link, blob, picture_name, width, height, media, group_uuid,"
      " group_position, own_fields, problem, created_at, modified_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "ssssssssssiissiisii", row->object_uuid, row->connection_id,
      dead_board ? NULL : row->board_uuid, dead_board ? NULL : row->section_uuid,
      row->title != NULL ? row->title : "", row->description != NULL ? row->description : "",
      row->alt_text != NULL ? row->alt_text : "", row->link != NULL ? row->link : "", blob,
      record->picture_name, (gint64)record->source_width, (gint64)record->source_height, media,
      record->group_uuid, (gint64)record->group_position, (gint64)record->own_fields, problem,
      row->created_at, now);
}

/* Tells which Pinterest object a local UUID is. A UUID keeps its first meaning, and
 * so does a remote id: a second name for it is simply not kept. */
gboolean
pf_outbox_bind (sqlite3 *db,
                const char *uuid,
                const char *connection_id,
                const char *kind,
                const char *remote_id,
                GError **error)
{
  return pf_db_exec (db, error,
                     "INSERT OR IGNORE INTO object (uuid, connection_id, kind, remote_id)"
                     " VALUES (?, ?, ?, ?)",
                     "ssss", uuid, connection_id, kind, remote_id);
}
