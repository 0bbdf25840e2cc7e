/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-private.h"

#include "core/base/pf-error.h"

#include <string.h>

/* A listing of the service may lag behind a change by some seconds: for this long what was
 * just made stays and what was just removed does not come back. */
#define LAG_US (60 * (gint64)G_USEC_PER_SEC)

typedef struct
{
  gint64 id;
  gint64 generation;
} Listing;

typedef struct
{
  gint64 id; /* 0: there is none */
  gint64 listing;
  gint64 generation;
  gint64 hash;
} Entry;

static gboolean
find_listing (sqlite3 *db,
              const PfMirrorPut *put,
              const char *parent,
              gboolean create,
              Listing *listing,
              GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  const char *kind = pf_mirror_listing_name (put->kind);
  gboolean row;

  listing->id = 0;
  listing->generation = 0;
  /* Revisions start at the time: a listing that was forgotten and begun anew never looks like
   * a continuation of the old one. */
  if (create
      && !pf_db_exec (db, error,
                      "INSERT INTO listing (connection_id, kind, parent, revision, rewritten) "
                      "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                      "sssii", put->connection_id, kind, parent, put->now, put->now))
    return FALSE;
  stmt = pf_db_prepare (db, error,
                        "SELECT id, generation FROM listing "
                        "WHERE connection_id = ? AND kind = ? AND parent = ?",
                        "sss", put->connection_id, kind, parent);
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return FALSE;
  if (row)
    {
      listing->id = sqlite3_column_int64 (stmt, 0);
      listing->generation = sqlite3_column_int64 (stmt, 1);
    }
  return TRUE;
}

static gint64
hash_bytes (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  /* FNV-1a: only to see whether a record changed. */
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ data[i]) * G_GUINT64_CONSTANT (1099511628211);
  return (gint64)(hash & G_MAXUINT32);
}

static double
pin_aspect (const PfPin *pin)
{
  for (guint i = 0; i < pin->n_pictures; i++)
    for (guint j = pin->pictures[i].n_renditions; j > 0; j--)
      {
        const PfRendition *rendition = &pin->pictures[i].renditions[j - 1];

        if (rendition->width > 0 && rendition->height > 0)
          return CLAMP ((double)rendition->width / rendition->height, 0.05, 20.0);
      }
  return 1.0;
}

/* Statements that run once for each record of a page. */
typedef struct
{
  sqlite3 *db;
  const PfMirrorPut *put;
  sqlite3_stmt *find, *bound, *gone, *insert, *insert_record, *update, *update_record, *move;
} Writer;

static void
writer_clear (Writer *self)
{
  sqlite3_finalize (self->find);
  sqlite3_finalize (self->bound);
  sqlite3_finalize (self->gone);
  sqlite3_finalize (self->insert);
  sqlite3_finalize (self->insert_record);
  sqlite3_finalize (self->update);
  sqlite3_finalize (self->update_record);
  sqlite3_finalize (self->move);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static gboolean
writer_init (Writer *self, sqlite3 *db, const PfMirrorPut *put, GError **error)
{
  struct
  {
    sqlite3_stmt **stmt;
    const char *sql;
  } all[] = {
    { &self->find, "SELECT id, listing, generation, hash FROM entry "
                   "WHERE remote_id = ? AND listing = ?" },
    { &self->bound, "SELECT uuid FROM binding "
                    "WHERE connection_id = ? AND kind = ? AND remote_id = ?" },
    { &self->gone, "SELECT 1 FROM gone "
                   "WHERE connection_id = ? AND kind = ? AND remote_id = ? AND at > ?" },
    { &self->insert, "INSERT INTO entry (listing, remote_id, uuid, generation, position, aspect, "
                     "color, hash, put_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0))" },
    { &self->insert_record, "INSERT INTO record (entry, data) VALUES (?, ?)" },
    { &self->update, "UPDATE entry SET aspect = ?, color = ?, hash = ? WHERE id = ?" },
    { &self->update_record, "UPDATE record SET data = ? WHERE entry = ?" },
    { &self->move, "UPDATE entry SET generation = ?, position = ? WHERE id = ?" },
  };

  self->db = db;
  self->put = put;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      *all[i].stmt = pf_db_prepare (db, error, all[i].sql, NULL);
      if (*all[i].stmt == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Runs a statement that gives no row, or takes its first row. */
static gboolean
step (sqlite3_stmt *stmt, gboolean *row, GError **error)
{
  gboolean ignored;

  return pf_db_step (stmt, row != NULL ? row : &ignored, error);
}

static gboolean
find_entry (Writer *self, const char *remote_id, gint64 listing, Entry *entry, GError **error)
{
  gboolean row;

  memset (entry, 0, sizeof *entry);
  if (!pf_db_rebind (self->find, error, "si", remote_id, listing)
      || !step (self->find, &row, error))
    return FALSE;
  if (row)
    {
      entry->id = sqlite3_column_int64 (self->find, 0);
      entry->listing = sqlite3_column_int64 (self->find, 1);
      entry->generation = sqlite3_column_int64 (self->find, 2);
      entry->hash = sqlite3_column_int64 (self->find, 3);
    }
  sqlite3_reset (self->find);
  return TRUE;
}

static gboolean
find_uuid (Writer *self, const char *remote_id, guint8 *uuid, GError **error)
{
  const char *kind = pf_mirror_listing_name (self->put->kind);
  gboolean row;

  if (!pf_db_rebind (self->bound, error, "sss", self->put->connection_id, kind, remote_id)
      || !step (self->bound, &row, error))
    return FALSE;
  if (row && sqlite3_column_bytes (self->bound, 0) == PF_UUID_BYTES)
    memcpy (uuid, sqlite3_column_blob (self->bound, 0), PF_UUID_BYTES);
  else
    pf_mirror_uuid (uuid, self->put->connection_id, kind, remote_id);
  sqlite3_reset (self->bound);
  return TRUE;
}

static gboolean
is_gone (Writer *self, const char *remote_id, gboolean *gone, GError **error)
{
  if (!pf_db_rebind (self->gone, error, "sssi", self->put->connection_id,
                     pf_mirror_listing_name (self->put->kind), remote_id, self->put->now - LAG_US))
    return FALSE;
  if (!step (self->gone, gone, error))
    return FALSE;
  sqlite3_reset (self->gone);
  return TRUE;
}

static gboolean
insert (Writer *self,
        gint64 listing,
        gpointer record,
        GBytes *data,
        gint64 generation,
        gint64 position,
        gint64 put_at,
        GError **error)
{
  const char *remote_id = pf_record_get_id (self->put->kind, record);
  const PfPin *pin = self->put->kind == PF_RECORD_PIN ? record : NULL;
  guint8 uuid[PF_UUID_BYTES];
  g_autoptr (GBytes) uuid_bytes = NULL;

  if (!find_uuid (self, remote_id, uuid, error))
    return FALSE;
  uuid_bytes = g_bytes_new (uuid, sizeof uuid);
  return pf_db_rebind (self->insert, error, "isbiidiii", listing, remote_id, uuid_bytes, generation,
                       position, pin != NULL ? pin_aspect (pin) : 1.0,
                       pin != NULL ? (gint64)pin->dominant_color : (gint64)0, hash_bytes (data),
                       put_at)
         && step (self->insert, NULL, error)
         && pf_db_rebind (self->insert_record, error, "ib",
                          (gint64)sqlite3_last_insert_rowid (self->db), data)
         && step (self->insert_record, NULL, error);
}

static gboolean
update (Writer *self, const Entry *entry, gpointer record, GBytes *data, GError **error)
{
  const PfPin *pin = self->put->kind == PF_RECORD_PIN ? record : NULL;

  return pf_db_rebind (self->update, error, "diii", pin != NULL ? pin_aspect (pin) : 1.0,
                       pin != NULL ? (gint64)pin->dominant_color : (gint64)0, hash_bytes (data),
                       entry->id)
         && step (self->update, NULL, error)
         && pf_db_rebind (self->update_record, error, "bi", data, entry->id)
         && step (self->update_record, NULL, error);
}

static gboolean
move (Writer *self, const Entry *entry, gint64 generation, gint64 position, GError **error)
{
  return pf_db_rebind (self->move, error, "iii", generation, position, entry->id)
         && step (self->move, NULL, error);
}

/* Ids of what comes next among older generations: a page that repeats just these, in this
 * order, changes nothing that can be seen. */
static GPtrArray *
list_next (sqlite3 *db, gint64 listing, gint64 generation, guint n, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row = TRUE;

  stmt = pf_db_prepare (db, error,
                        "SELECT remote_id FROM entry WHERE listing = ? AND generation < ? "
                        "ORDER BY generation DESC, position LIMIT ?",
                        "iii", listing, generation, (gint64)n);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      g_ptr_array_add (ids, pf_db_column_text (stmt, 0));
    }
}

static gboolean
note_change (sqlite3 *db, gint64 listing, gboolean appended, gboolean rewritten, GError **error)
{
  if (!appended && !rewritten)
    return TRUE;
  return pf_db_exec (db, error,
                     "UPDATE listing SET revision = revision + 1, "
                     "rewritten = iif (?, revision + 1, rewritten) WHERE id = ?",
                     "ii", (gint64)rewritten, listing);
}

static void
note_pins (PfMirrorPut *put, const char *board_id)
{
  if (!g_ptr_array_find_with_equal_func (put->pin_boards, board_id, g_str_equal, NULL))
    g_ptr_array_add (put->pin_boards, g_strdup (board_id));
}

static void
note_signals (PfMirrorPut *put, const char *parent)
{
  if (put->kind == PF_RECORD_BOARD)
    put->boards_changed = TRUE;
  else if (put->kind == PF_RECORD_SECTION)
    put->sections_changed = TRUE;
  else
    note_pins (put, parent);
}

gpointer
pf_mirror_write_page (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;
  g_auto (Writer) writer = { 0 };
  g_autoptr (GPtrArray) next = NULL;
  Listing listing;
  gint64 position;
  guint n_next = 0;
  gboolean appended = FALSE, rewritten = FALSE;

  if (!find_listing (db, put, put->parent, TRUE, &listing, error)
      || !writer_init (&writer, db, put, error))
    return NULL;
  /* A late page of a listing that was begun anew meanwhile. */
  if (put->generation < listing.generation)
    return PF_DB_OK;
  /* What was just made here and the service may not list yet keeps its place on top. */
  if (!pf_db_exec (db, error,
                   "UPDATE entry SET generation = ?, position = position - (1 << 40) "
                   "WHERE listing = ? AND generation < ? AND put_at >= ?",
                   "iiii", put->generation, listing.id, put->generation, put->now - LAG_US))
    return NULL;
  next = list_next (db, listing.id, put->generation, put->records->len + 1, error);
  position = pf_db_get_int (db, error,
                            "SELECT coalesce (max (position), -1) + 1 FROM entry "
                            "WHERE listing = ? AND generation = ?",
                            "ii", listing.id, put->generation);
  if (next == NULL || *error != NULL)
    return NULL;
  for (guint i = 0; i < put->records->len; i++)
    {
      gpointer record = g_ptr_array_index (put->records, i);
      const char *id = pf_record_get_id (put->kind, record);
      g_autoptr (GBytes) bytes = NULL;
      gboolean gone;
      Entry entry;

      if (!is_gone (&writer, id, &gone, error))
        return NULL;
      if (gone)
        continue;
      bytes = pf_record_encode (put->kind, record);
      if (!find_entry (&writer, id, listing.id, &entry, error))
        return NULL;
      if (entry.id == 0)
        {
          if (!insert (&writer, listing.id, record, bytes, put->generation, position++, 0, error))
            return NULL;
          if (next->len > 0)
            rewritten = TRUE;
          else
            appended = TRUE;
          continue;
        }
      if (entry.hash != hash_bytes (bytes))
        {
          rewritten = TRUE;
          if (!update (&writer, &entry, record, bytes, error))
            return NULL;
        }
      /* A thing that moves while the service pages may come twice: the first place counts. */
      if (entry.generation >= put->generation)
        continue;
      if (n_next >= next->len || strcmp (g_ptr_array_index (next, n_next), id) != 0)
        rewritten = TRUE;
      n_next++;
      if (!move (&writer, &entry, put->generation, position++, error))
        return NULL;
    }
  if (put->last)
    {
      if (!pf_db_exec (db, error, "DELETE FROM entry WHERE listing = ? AND generation < ?", "ii",
                       listing.id, put->generation))
        return NULL;
      if (sqlite3_changes (db) > 0)
        rewritten = TRUE;
    }
  if (!pf_db_exec (db, error, "UPDATE listing SET generation = max (generation, ?) WHERE id = ?",
                   "ii", put->generation, listing.id)
      || !note_change (db, listing.id, appended, rewritten, error))
    return NULL;
  note_signals (put, put->parent);
  return PF_DB_OK;
}

/* The count of a board follows what was made or removed here, until Pinterest says its own. */
static gboolean
adjust_pin_count (sqlite3 *db, PfMirrorPut *put, const char *board_id, int by, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (PfBoard) board = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 id, listing;
  gboolean row;

  stmt = pf_db_prepare (db, error,
                        "SELECT entry.id, listing.id, data FROM entry "
                        "JOIN listing ON listing.id = listing JOIN record ON entry = entry.id "
                        "WHERE remote_id = ? AND connection_id = ? AND kind = 'boards'",
                        "ss", board_id, put->connection_id);
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  id = sqlite3_column_int64 (stmt, 0);
  listing = sqlite3_column_int64 (stmt, 1);
  board = pf_record_decode (PF_RECORD_BOARD, sqlite3_column_blob (stmt, 2),
                            (gsize)sqlite3_column_bytes (stmt, 2));
  if (board == NULL || board->pin_count < 0 || board->pin_count + by < 0)
    return TRUE;
  board->pin_count += by;
  bytes = pf_record_encode (PF_RECORD_BOARD, board);
  put->boards_changed = TRUE;
  return pf_db_exec (db, error, "UPDATE record SET data = ? WHERE entry = ?", "bi", bytes, id)
         && pf_db_exec (db, error, "UPDATE entry SET hash = ? WHERE id = ?", "ii",
                        hash_bytes (bytes), id)
         && note_change (db, listing, FALSE, TRUE, error);
}

static gboolean
bind (sqlite3 *db, const PfMirrorPut *put, const char *remote_id, GError **error)
{
  const char *kind = pf_mirror_listing_name (put->kind);
  guint8 uuid[PF_UUID_BYTES];
  g_autoptr (GBytes) bytes = NULL;

  if (put->uuid == NULL || !pf_uuid_from_text (uuid, put->uuid))
    return TRUE;
  bytes = g_bytes_new (uuid, sizeof uuid);
  return pf_db_exec (db, error,
                     "INSERT OR REPLACE INTO binding (connection_id, kind, remote_id, uuid) "
                     "VALUES (?, ?, ?, ?)",
                     "sssb", put->connection_id, kind, remote_id, bytes)
         && pf_db_exec (db, error,
                        "UPDATE entry SET uuid = ? WHERE remote_id = ? AND listing IN "
                        "(SELECT id FROM listing WHERE connection_id = ? AND kind = ?)",
                        "bsss", bytes, remote_id, put->connection_id, kind);
}

/* Takes @remote_id out of the listings of its kind, but for @keep. */
static gboolean
take_out (sqlite3 *db, PfMirrorPut *put, const char *remote_id, gint64 keep, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;

  stmt = pf_db_prepare (db, error,
                        "SELECT entry.id, listing.id, parent FROM entry "
                        "JOIN listing ON listing.id = listing "
                        "WHERE remote_id = ? AND connection_id = ? AND kind = ? AND listing != ?",
                        "sssi", remote_id, put->connection_id, pf_mirror_listing_name (put->kind),
                        keep);
  if (stmt == NULL)
    return FALSE;
  for (;;)
    {
      const char *parent;

      if (!pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      parent = (const char *)sqlite3_column_text (stmt, 2);
      if (!pf_db_exec (db, error, "DELETE FROM entry WHERE id = ?", "i",
                       (gint64)sqlite3_column_int64 (stmt, 0))
          || !note_change (db, sqlite3_column_int64 (stmt, 1), FALSE, TRUE, error))
        return FALSE;
      note_signals (put, parent);
      if (put->kind == PF_RECORD_PIN && !adjust_pin_count (db, put, parent, -1, error))
        return FALSE;
    }
}

gpointer
pf_mirror_write_one (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;
  gpointer record = g_ptr_array_index (put->records, 0);
  const char *id = pf_record_get_id (put->kind, record);
  g_auto (Writer) writer = { 0 };
  g_autoptr (GBytes) bytes = pf_record_encode (put->kind, record);
  Listing listing;
  Entry entry;

  if (!find_listing (db, put, put->parent, TRUE, &listing, error)
      || !writer_init (&writer, db, put, error) || !take_out (db, put, id, listing.id, error)
      || !bind (db, put, id, error)
      || !pf_db_exec (db, error,
                      "DELETE FROM gone WHERE connection_id = ? AND kind = ? AND remote_id = ?",
                      "sss", put->connection_id, pf_mirror_listing_name (put->kind), id)
      || !find_entry (&writer, id, listing.id, &entry, error))
    return NULL;
  if (entry.id == 0)
    {
      gint64 top = pf_db_get_int (db, error,
                                  "SELECT coalesce (min (position), 0) - 1 FROM entry "
                                  "WHERE listing = ? AND generation = ?",
                                  "ii", listing.id, listing.generation);

      if (*error != NULL
          || !insert (&writer, listing.id, record, bytes, listing.generation, top, put->now, error))
        return NULL;
      if (put->kind == PF_RECORD_PIN && put->uuid != NULL
          && !adjust_pin_count (db, put, put->parent, 1, error))
        return NULL;
    }
  else if (!update (&writer, &entry, record, bytes, error))
    return NULL;
  if (!note_change (db, listing.id, FALSE, TRUE, error))
    return NULL;
  note_signals (put, put->parent);
  return PF_DB_OK;
}

gpointer
pf_mirror_write_removal (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;

  if (!take_out (db, put, put->remote_id, 0, error)
      || !pf_db_exec (db, error,
                      "INSERT OR REPLACE INTO gone (connection_id, kind, remote_id, at) "
                      "VALUES (?, ?, ?, ?)",
                      "sssi", put->connection_id, pf_mirror_listing_name (put->kind),
                      put->remote_id, put->now))
    return NULL;
  if (put->kind == PF_RECORD_BOARD)
    {
      if (!pf_db_exec (db, error,
                       "DELETE FROM listing WHERE connection_id = ? AND parent = ? "
                       "AND kind IN ('sections', 'pins')",
                       "ss", put->connection_id, put->remote_id))
        return NULL;
      note_pins (put, put->remote_id);
    }
  return PF_DB_OK;
}

gpointer
pf_mirror_write_forget (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;

  stmt = pf_db_prepare (db, error,
                        "SELECT parent FROM listing WHERE connection_id = ? AND kind = 'pins'", "s",
                        put->connection_id);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        break;
      note_pins (put, (const char *)sqlite3_column_text (stmt, 0));
    }
  put->boards_changed = TRUE;
  if (!pf_db_exec (db, error, "DELETE FROM listing WHERE connection_id = ?", "s",
                   put->connection_id)
      || !pf_db_exec (db, error, "DELETE FROM gone WHERE connection_id = ?", "s",
                      put->connection_id))
    return NULL;
  return PF_DB_OK;
}
