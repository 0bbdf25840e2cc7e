/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-writer.h"

#include <string.h>

/*
 * Single things that were made, changed or removed here, as the outbox tells of them.
 */

/* The count of a board follows what was made or removed here, until Pinterest says its own. */
static gboolean
adjust_count_of (PfMirrorWriter *self, const guint8 *board, int by, GError **error)
{
  PfMirrorPut *put = self->put;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (PfBoard) record = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) uuid = g_bytes_new (board, PF_UUID_BYTES);
  gint64 id, listing;
  gboolean row;

  stmt = pf_db_prepare (self->db, error,
                        "SELECT id, listing, data FROM entry JOIN record ON entry = id "
                        "WHERE uuid = ?",
                        "b", uuid);
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  id = sqlite3_column_int64 (stmt, 0);
  listing = sqlite3_column_int64 (stmt, 1);
  record = pf_record_decode (PF_RECORD_BOARD, sqlite3_column_blob (stmt, 2),
                             (gsize)sqlite3_column_bytes (stmt, 2));
  if (record == NULL || record->pin_count < 0 || record->pin_count + by < 0)
    return TRUE;
  record->pin_count += by;
  bytes = pf_record_encode (PF_RECORD_BOARD, record);
  put->boards_changed = TRUE;
  return pf_db_exec (self->db, error, "UPDATE record SET data = ? WHERE entry = ?", "bi", bytes, id)
         && pf_db_exec (self->db, error, "UPDATE entry SET hash = ? WHERE id = ?", "ii",
                        pf_mirror_hash_bytes (bytes), id)
         && pf_db_exec (self->db, error,
                        "UPDATE listing SET revision = revision + 1, rewritten = revision + 1 "
                        "WHERE id = ?",
                        "i", listing);
}

static gboolean
adjust_pin_count (PfMirrorWriter *self, const char *board_id, int by, GError **error)
{
  guint8 uuid[PF_UUID_BYTES];

  return pf_mirror_writer_uuid (self, "boards", board_id, uuid, error)
         && adjust_count_of (self, uuid, by, error);
}

/* The mirror does not know a pin that was put here. */
static gboolean
count_unknown (PfMirrorWriter *self, GError **error)
{
  PfMirrorPut *put = self->put;
  guint8 from[PF_UUID_BYTES], to[PF_UUID_BYTES];

  if (put->kind != PF_RECORD_PIN || put->uuid == NULL)
    return TRUE;
  if (!put->changed)
    return adjust_pin_count (self, put->parent, 1, error);
  if (put->board_uuid == NULL || !pf_uuid_from_text (from, put->board_uuid))
    return TRUE;
  if (!pf_mirror_writer_uuid (self, "boards", put->parent, to, error))
    return FALSE;
  return memcmp (from, to, sizeof from) == 0
         || (adjust_count_of (self, from, -1, error) && adjust_count_of (self, to, 1, error));
}

/* Neither does it know one that was removed, unless that was told before. */
static gboolean
count_unknown_removal (PfMirrorWriter *self, GError **error)
{
  PfMirrorPut *put = self->put;
  guint8 from[PF_UUID_BYTES];
  gboolean gone;

  if (put->kind != PF_RECORD_PIN || put->board_uuid == NULL
      || !pf_uuid_from_text (from, put->board_uuid))
    return TRUE;
  return pf_mirror_writer_is_gone (self, put->remote_id, &gone, error)
         && (gone || adjust_count_of (self, from, -1, error));
}

static char *
get_parent (sqlite3 *db, gint64 listing, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error, "SELECT parent FROM listing WHERE id = ?", "i", listing);
  gboolean row;

  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return NULL;
  return row ? pf_db_column_text (stmt, 0) : g_strdup ("");
}

/* Gives @remote_id the UUID it was made under, and forgets that it was removed. */
static gboolean
bind (PfMirrorWriter *self, const char *remote_id, GError **error)
{
  const PfMirrorPut *put = self->put;
  const char *kind = pf_mirror_listing_name (put->kind);
  guint8 uuid[PF_UUID_BYTES], before[PF_UUID_BYTES];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) old = NULL;

  if (!pf_db_exec (self->db, error,
                   "DELETE FROM gone WHERE connection_id = ? AND kind = ? AND remote_id = ?", "sss",
                   put->connection_id, kind, remote_id))
    return FALSE;
  if (put->uuid == NULL || !pf_uuid_from_text (uuid, put->uuid))
    return TRUE;
  if (!pf_mirror_writer_uuid (self, kind, remote_id, before, error))
    return FALSE;
  bytes = g_bytes_new (uuid, sizeof uuid);
  old = g_bytes_new (before, sizeof before);
  return pf_db_exec (self->db, error,
                     "INSERT OR REPLACE INTO binding (connection_id, kind, remote_id, uuid) "
                     "VALUES (?, ?, ?, ?)",
                     "sssb", put->connection_id, kind, remote_id, bytes)
         && pf_db_exec (self->db, error, "UPDATE OR REPLACE entry SET uuid = ? WHERE uuid = ?",
                        "bb", bytes, old);
}

/* A pin keeps its place unless it came here from another board: then it stands on top. */
static gboolean
put_known (PfMirrorWriter *self,
           PfMirrorHome *home,
           const PfMirrorEntry *entry,
           gint64 top,
           gpointer record,
           GBytes *bytes,
           GError **error)
{
  PfMirrorPut *put = self->put;
  g_autofree char *from = NULL;

  if (entry->listing != home->id)
    {
      from = get_parent (self->db, entry->listing, error);
      if (from == NULL
          || !pf_mirror_writer_move (self, home, entry, home->generation, top, put->now, error)
          || (put->kind == PF_RECORD_PIN
              && (!adjust_pin_count (self, from, -1, error)
                  || !adjust_pin_count (self, home->parent, 1, error))))
        return FALSE;
    }
  return pf_mirror_writer_update (self, home, entry, record, bytes, put->now, error);
}

gpointer
pf_mirror_write_one (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;
  gpointer record = g_ptr_array_index (put->records, 0);
  const char *id = pf_record_get_id (put->kind, record);
  g_auto (PfMirrorWriter) writer = { 0 };
  g_autoptr (GBytes) bytes = pf_record_encode (put->kind, record);
  PfMirrorHome *home;
  PfMirrorEntry entry;
  gint64 top;

  if (!pf_mirror_writer_init (&writer, db, put, error) || !bind (&writer, id, error)
      || !pf_mirror_writer_find (&writer, id, &entry, error))
    return NULL;
  home = pf_mirror_writer_home (&writer, put->parent, error);
  if (home == NULL)
    return NULL;
  home->rewritten = TRUE;
  top = pf_db_get_int (db, error,
                       "SELECT coalesce (min (position), 0) - 1 FROM entry "
                       "WHERE listing = ? AND generation = ?",
                       "ii", home->id, home->generation);
  if (*error != NULL)
    return NULL;
  if (entry.id != 0)
    {
      if (!put_known (&writer, home, &entry, top, record, bytes, error))
        return NULL;
    }
  else if (!pf_mirror_writer_insert (&writer, home, &entry, record, bytes, home->generation, top,
                                     put->now, error)
           || !count_unknown (&writer, error))
    return NULL;
  return pf_mirror_writer_finish (&writer, error) ? PF_DB_OK : NULL;
}

/* With a board go its sections and pins, with a section its pins (as on Pinterest's pages). */
static gboolean
remove_contents (PfMirrorWriter *self, const PfMirrorEntry *entry, GError **error)
{
  PfMirrorPut *put = self->put;

  if (put->kind == PF_RECORD_PIN)
    {
      g_autofree char *board_id = get_parent (self->db, entry->listing, error);

      return board_id != NULL && adjust_pin_count (self, board_id, -1, error);
    }
  if (put->kind == PF_RECORD_SECTION)
    {
      g_autofree char *board_id = get_parent (self->db, entry->listing, error);

      if (board_id == NULL)
        return FALSE;
      g_ptr_array_add (put->pin_boards, g_strdup (board_id));
      return pf_mirror_writer_remove (
                 self, NULL, error,
                 "SELECT entry.id FROM entry JOIN listing ON listing.id = listing "
                 "WHERE connection_id = ? AND kind = 'pins' AND parent = ? AND section = ?",
                 "ssi", put->connection_id, board_id,
                 (gint64)pf_mirror_section_digest (put->remote_id))
             && pf_db_exec (self->db, error,
                            "UPDATE listing SET revision = revision + 1, rewritten = revision + 1 "
                            "WHERE connection_id = ? AND kind = 'pins' AND parent IN (?, '')",
                            "ss", put->connection_id, board_id);
    }
  g_ptr_array_add (put->pin_boards, g_strdup (put->remote_id));
  return pf_mirror_writer_remove (self, NULL, error,
                                  "SELECT entry.id FROM entry JOIN listing ON listing.id = listing "
                                  "WHERE connection_id = ? AND parent = ? "
                                  "AND kind IN ('sections', 'pins')",
                                  "ss", put->connection_id, put->remote_id)
         && pf_db_exec (self->db, error,
                        "UPDATE listing SET revision = revision + 1, rewritten = revision + 1 "
                        "WHERE connection_id = ? AND kind = 'pins' AND parent = ''",
                        "s", put->connection_id)
         && pf_db_exec (self->db, error,
                        "DELETE FROM listing WHERE connection_id = ? AND parent = ? "
                        "AND kind IN ('sections', 'pins')",
                        "ss", put->connection_id, put->remote_id);
}

gpointer
pf_mirror_write_removal (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;
  g_auto (PfMirrorWriter) writer = { 0 };
  PfMirrorEntry entry;

  if (!pf_mirror_writer_init (&writer, db, put, error)
      || !pf_mirror_writer_find (&writer, put->remote_id, &entry, error))
    return NULL;
  if (entry.id == 0
          ? !count_unknown_removal (&writer, error)
          : (!remove_contents (&writer, &entry, error)
             || !pf_mirror_writer_remove (&writer, NULL, error, "SELECT id FROM entry WHERE id = ?",
                                          "i", entry.id)))
    return NULL;
  if (!pf_db_exec (db, error,
                   "INSERT OR REPLACE INTO gone (connection_id, kind, remote_id, at) "
                   "VALUES (?, ?, ?, ?)",
                   "sssi", put->connection_id, pf_mirror_listing_name (put->kind), put->remote_id,
                   put->now))
    return NULL;
  return pf_mirror_writer_finish (&writer, error) ? PF_DB_OK : NULL;
}

gpointer
pf_mirror_write_forget (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;
  g_auto (PfMirrorWriter) writer = { 0 };
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;

  stmt = pf_db_prepare (db, error,
                        "SELECT parent, kind FROM listing WHERE connection_id = ? "
                        "AND kind IN ('pins', 'sections') AND parent != ''",
                        "s", put->connection_id);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      gboolean pins;

      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        break;
      pins = g_strcmp0 ((const char *)sqlite3_column_text (stmt, 1), "pins") == 0;
      g_ptr_array_add (pins ? put->pin_boards : put->section_boards, pf_db_column_text (stmt, 0));
    }
  put->boards_changed = TRUE;
  if (!pf_mirror_writer_init (&writer, db, put, error)
      || !pf_mirror_writer_remove (
          &writer, NULL, error,
          "SELECT entry.id FROM entry JOIN listing ON listing.id = listing "
          "WHERE connection_id = ?",
          "s", put->connection_id)
      || !pf_mirror_writer_finish (&writer, error)
      || !pf_db_exec (db, error, "DELETE FROM listing WHERE connection_id = ?", "s",
                      put->connection_id)
      || !pf_db_exec (db, error, "DELETE FROM gone WHERE connection_id = ?", "s",
                      put->connection_id))
    return NULL;
  return PF_DB_OK;
}
