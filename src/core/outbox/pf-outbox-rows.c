/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-record.h"

#include <json-glib/json-glib.h>

/* The tables outbox, outbox_attempt and object, row by row. Database threads. */

const char *const pf_outbox_select
    = "SELECT o.uuid, o.seq, o.connection_id, o.account_id, o.service, o.op, o.object_uuid,"
      " o.board_uuid, o.section_uuid, o.remote_id, o.payload, o.blob, o.source_blob, o.fingerprint,"
      " o.batch_id, o.depends_on, o.not_before, o.state, o.attempts, o.lease_owner, o.sent_at,"
      " o.error_kind, o.error_code, o.error_message, o.request_id, o.created_at, o.done_at,"
      " p.state,"
      " COALESCE ((SELECT remote_id FROM object WHERE uuid = o.board_uuid),"
      "  (SELECT remote_id FROM outbox WHERE object_uuid = o.board_uuid"
      "   AND op = 'create-board' AND state = 'done')),"
      " (SELECT remote_id FROM object WHERE uuid = o.section_uuid),"
      " COALESCE ((SELECT remote_id FROM object WHERE uuid = o.object_uuid), p.remote_id),"
      " (SELECT MAX (at) FROM outbox_attempt WHERE outbox_uuid = o.uuid AND outcome = 'unknown')"
      " FROM outbox o LEFT JOIN outbox p ON p.uuid = o.depends_on";

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_int (JsonBuilder *builder, const char *name, int value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_media (JsonBuilder *builder, const PfOutboxRecord *record)
{
  g_autofree char *json = pf_pin_media_to_json (&record->media);
  JsonNode *node = json_from_string (json, NULL);

  json_builder_set_member_name (builder, "media");
  json_builder_add_value (builder, node);
  add_text (builder, "group_uuid", record->group_uuid);
  if (record->group_uuid == NULL)
    return;
  add_int (builder, "group_position", record->group_position);
  add_int (builder, "own_fields", (int)record->own_fields);
}

static char *
dump_payload (const PfOutboxRecord *record)
{
  const PfOutboxRow *row = &record->row;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "name", row->name);
  add_text (builder, "description", row->description);
  add_text (builder, "title", row->title);
  add_text (builder, "alt_text", row->alt_text);
  add_text (builder, "link", row->link);
  add_text (builder, "privacy", pf_privacy_to_string (row->privacy));
  add_text (builder, "picture_name", record->picture_name);
  add_text (builder, "content_type", record->content_type);
  add_int (builder, "width", row->width);
  add_int (builder, "height", row->height);
  add_int (builder, "source_width", record->source_width);
  add_int (builder, "source_height", record->source_height);
  add_media (builder, record);
  if (record->candidates != NULL)
    {
      json_builder_set_member_name (builder, "candidates");
      json_builder_begin_array (builder);
      for (char **id = record->candidates; *id != NULL; id++)
        json_builder_add_string_value (builder, *id);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static char *
get_text (JsonObject *object, const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static int
get_int (JsonObject *object, const char *name)
{
  return (int)json_object_get_int_member_with_default (object, name, 0);
}

static void
load_media (PfOutboxRecord *record, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "media");
  g_autofree char *json = node != NULL ? json_to_string (node, FALSE) : NULL;

  pf_pin_media_clear (&record->media);
  pf_pin_media_from_json (&record->media, json);
  record->row.kind = record->media.kind;
  record->group_uuid = get_text (object, "group_uuid");
  record->group_position = get_int (object, "group_position");
  record->own_fields = (guint)get_int (object, "own_fields");
}

static void
load_payload (PfOutboxRecord *record, const char *json)
{
  PfOutboxRow *row = &record->row;
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  row->name = get_text (object, "name");
  row->description = get_text (object, "description");
  row->title = get_text (object, "title");
  row->alt_text = get_text (object, "alt_text");
  row->link = get_text (object, "link");
  row->privacy = pf_privacy_from_string (
      json_object_get_string_member_with_default (object, "privacy", "PUBLIC"));
  record->picture_name = get_text (object, "picture_name");
  record->content_type = get_text (object, "content_type");
  row->width = get_int (object, "width");
  row->height = get_int (object, "height");
  record->source_width = get_int (object, "source_width");
  record->source_height = get_int (object, "source_height");
  load_media (record, object);
  if (json_object_has_member (object, "candidates"))
    {
      JsonArray *array = json_object_get_array_member (object, "candidates");
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
      record->candidates = g_strv_builder_end (builder);
    }
}

/* Reads the current line of pf_outbox_select. */
PfOutboxRecord *
pf_outbox_record_from_stmt (sqlite3_stmt *stmt)
{
  PfOutboxRecord *record = pf_outbox_record_new ();
  PfOutboxRow *row = &record->row;
  g_autofree char *op = NULL, *payload = NULL, *state = NULL, *kind = NULL;
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
  load_payload (record, payload);
  row->blob = pf_db_column_text (stmt, i++);
  record->source_blob = pf_db_column_text (stmt, i++);
  record->has_fingerprint = sqlite3_column_type (stmt, i) != SQLITE_NULL;
  record->fingerprint = (guint64)sqlite3_column_int64 (stmt, i++);
  row->batch_id = pf_db_column_text (stmt, i++);
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
  record->unknown_at = sqlite3_column_int64 (stmt, i++);
  return record;
}

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
  g_autofree char *payload = dump_payload (record);

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

gboolean
pf_outbox_save_payload (sqlite3 *db, const PfOutboxRecord *record, GError **error)
{
  g_autofree char *payload = dump_payload (record);

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
  g_autofree char *words = reason != NULL ? pf_outbox_cap_words (reason->message) : NULL;

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

/* Undo of a create that has left: a delete that waits for the create to be done, once. */
gboolean
pf_outbox_insert_removal (sqlite3 *db,
                          const PfOutboxRecord *of,
                          const char *uuid,
                          const char *batch_id,
                          gint64 now,
                          GError **error)
{
  const PfOutboxRow *row = &of->row;
  const char *op = row->op == PF_OP_CREATE_BOARD ? "delete-board" : "delete-pin";

  return pf_db_exec (
      db, error,
      "INSERT INTO outbox (uuid, seq, connection_id, account_id, service, op, object_uuid,"
      " board_uuid, section_uuid, remote_id, payload, batch_id, depends_on, not_before, state,"
      " created_at, modified_at)"
      " SELECT ?1, (SELECT MAX (seq) + 1 FROM outbox), connection_id, account_id, service, ?2,"
      " object_uuid, board_uuid, section_uuid, remote_id, payload, ?3, uuid, ?4, 'queued', ?4, ?4"
      " FROM outbox o WHERE uuid = ?5 AND NOT EXISTS (SELECT 1 FROM outbox d"
      "  WHERE d.depends_on = o.uuid AND d.op = ?2 AND d.state NOT IN ('failed', 'discarded'))",
      "sssis", uuid, op, batch_id, now, row->uuid);
}
