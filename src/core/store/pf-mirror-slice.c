/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Behind the ids of all pins (pf-mirror-writer.c). */
#define PIN_ID_END "(1 << 60)"

#define KEY_COLUMNS                                                                                \
  "entry.uuid, entry.id, entry.aspect, entry.color, entry.hash, entry.section, entry.listing, "    \
  "entry.flags"

/**
 * pf_mirror_slice_free:
 * @self: (transfer full): a slice
 */
void
pf_mirror_slice_free (PfMirrorSlice *self)
{
  g_array_unref (self->keys);
  g_free (self);
}

/**
 * pf_mirror_key_get_created_at:
 * @self: a key
 *
 * Returns: wall clock of its creation in us, to the second; 0 when it is not known
 */
gint64
pf_mirror_key_get_created_at (const PfMirrorKey *self)
{
  return self->entry < 0 ? (-self->entry + (1 << 20) - 1) / (1 << 20) * G_USEC_PER_SEC : 0;
}

static gboolean
collect_keys (sqlite3_stmt *stmt, GArray *keys, GError **error)
{
  for (;;)
    {
      PfMirrorKey key = { 0 };
      gboolean row;

      if (!pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (sqlite3_column_bytes (stmt, 0) == PF_UUID_BYTES)
        memcpy (key.uuid, sqlite3_column_blob (stmt, 0), PF_UUID_BYTES);
      key.entry = sqlite3_column_int64 (stmt, 1);
      key.aspect = (float)sqlite3_column_double (stmt, 2);
      key.color = (guint32)sqlite3_column_int64 (stmt, 3);
      key.hash = (guint32)sqlite3_column_int64 (stmt, 4);
      key.section = (guint32)sqlite3_column_int64 (stmt, 5);
      key.listing = (guint32)sqlite3_column_int64 (stmt, 6);
      key.flags = (guint32)sqlite3_column_int64 (stmt, 7);
      g_array_append_val (keys, key);
    }
}

/* All pins lie in their order, which is to be followed: through an index of the listings SQLite
 * would have to sort them. How far they are known is told by the last one. */
static sqlite3_stmt *
select_all (sqlite3 *db,
            const char *connection_id,
            GArray *known,
            gboolean more,
            gint64 limit,
            GError **error)
{
  gint64 after = more && known->len > 0 ? g_array_index (known, PfMirrorKey, known->len - 1).entry
                                        : G_MININT64;

  return pf_db_prepare (db, error,
                        "SELECT " KEY_COLUMNS
                        " FROM entry NOT INDEXED WHERE id > ? AND id < " PIN_ID_END
                        " AND listing IN (SELECT id FROM listing WHERE connection_id = ? "
                        "AND kind = 'pins') ORDER BY id LIMIT ?",
                        "isi", after, connection_id, limit);
}

PfMirrorSlice *
pf_mirror_read_slice (sqlite3 *db,
                      const char *connection_id,
                      const char *board_id,
                      gint64 revision,
                      GArray *known,
                      gboolean known_all,
                      guint limit,
                      GError **error)
{
  gint64 n_rows = limit > 0 ? (gint64)limit : -1;
  g_autoptr (PfMirrorSlice) slice = g_new0 (PfMirrorSlice, 1);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gint64 listing, rewritten;
  gboolean row, more;

  slice->keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  stmt = pf_db_prepare (db, error,
                        "SELECT id, revision, rewritten FROM listing "
                        "WHERE connection_id = ? AND kind = 'pins' AND parent = ?",
                        "ss", connection_id, board_id != NULL ? board_id : "");
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return NULL;
  if (!row)
    return g_steal_pointer (&slice);
  listing = sqlite3_column_int64 (stmt, 0);
  slice->revision = sqlite3_column_int64 (stmt, 1);
  rewritten = sqlite3_column_int64 (stmt, 2);
  g_clear_pointer (&stmt, sqlite3_finalize);
  /* A listing that was forgotten and begun anew counts from the start again. */
  more = known != NULL && revision > 0 && rewritten <= revision && slice->revision >= revision;
  slice->from = more ? known->len : 0;
  if (more && known_all && slice->revision == revision)
    return g_steal_pointer (&slice);
  if (board_id == NULL)
    stmt = select_all (db, connection_id, known, more, n_rows, error);
  else
    stmt = pf_db_prepare (db, error,
                          "SELECT " KEY_COLUMNS " FROM entry WHERE listing = ? "
                          "ORDER BY generation DESC, position LIMIT ? OFFSET ?",
                          "iii", listing, n_rows, (gint64)slice->from);
  if (stmt == NULL || !collect_keys (stmt, slice->keys, error))
    return NULL;
  slice->more = limit > 0 && slice->keys->len == limit;
  return g_steal_pointer (&slice);
}

GArray *
pf_mirror_read_loaded (sqlite3 *db, const char *connection_id, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  g_autoptr (sqlite3_stmt) stmt = select_all (db, connection_id, NULL, FALSE, -1, error);

  if (stmt == NULL || !collect_keys (stmt, keys, error))
    return NULL;
  return g_steal_pointer (&keys);
}

GArray *
pf_mirror_read_keys (sqlite3 *db, GArray *uuids, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error, "SELECT " KEY_COLUMNS " FROM entry WHERE uuid = ?", NULL);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < uuids->len; i++)
    {
      sqlite3_reset (stmt);
      sqlite3_bind_blob (stmt, 1, uuids->data + i * PF_UUID_BYTES, PF_UUID_BYTES, SQLITE_STATIC);
      if (!collect_keys (stmt, keys, error))
        return NULL;
    }
  return g_steal_pointer (&keys);
}

/* The keys of rows by their ids (element-type gint64), in that order. */
GArray *
pf_mirror_read_keys_by_entry (sqlite3 *db, GArray *entries, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error, "SELECT " KEY_COLUMNS " FROM entry WHERE id = ?", NULL);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    if (!pf_db_rebind (stmt, error, "i", g_array_index (entries, gint64, i))
        || !collect_keys (stmt, keys, error))
      return NULL;
  return g_steal_pointer (&keys);
}

static PfPin *
decode (sqlite3_stmt *stmt, int column)
{
  return pf_record_decode (PF_RECORD_PIN, sqlite3_column_blob (stmt, column),
                           (gsize)sqlite3_column_bytes (stmt, column));
}

static void
mirror_pin_free (gpointer data)
{
  PfMirrorPin *pin = data;

  pf_pin_unref (pin->pin);
  g_free (pin);
}

GHashTable *
pf_mirror_pins_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, mirror_pin_free);
}

gboolean
pf_mirror_read_pins (sqlite3 *db, GArray *entries, GHashTable *pins, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT data, hash FROM entry JOIN record ON entry = id WHERE id = ?", NULL);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      gint64 entry = g_array_index (entries, gint64, i);
      PfMirrorPin pin = { NULL, 0 };
      gboolean row;

      if (g_hash_table_contains (pins, &entry))
        continue;
      if (!pf_db_rebind (stmt, error, "i", entry) || !pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row)
        continue;
      pin.pin = decode (stmt, 0);
      pin.hash = (guint32)sqlite3_column_int64 (stmt, 1);
      if (pin.pin == NULL)
        {
          g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED,
                               _ ("What was kept for this session is damaged. Restart Pinfold."));
          return FALSE;
        }
      g_hash_table_insert (pins, g_memdup2 (&entry, sizeof entry), g_memdup2 (&pin, sizeof pin));
    }
  return TRUE;
}

GPtrArray *
pf_mirror_read_titles (sqlite3 *db, GArray *keys, GError **error)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_full (keys->len, g_free);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error, "SELECT data FROM record WHERE entry = ?", NULL);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < keys->len; i++)
    {
      const char *texts[PF_RECORD_PEEK];
      gsize lengths[PF_RECORD_PEEK];
      char *title = NULL;
      gboolean row;

      if (!pf_db_rebind (stmt, error, "i", g_array_index (keys, PfMirrorKey, i).entry)
          || !pf_db_step (stmt, &row, error))
        return NULL;
      if (row
          && pf_record_peek_pin (sqlite3_column_blob (stmt, 0),
                                 (gsize)sqlite3_column_bytes (stmt, 0), texts, lengths))
        title = g_strndup (texts[1], lengths[1]);
      g_ptr_array_add (titles, title != NULL ? title : g_strdup (""));
    }
  return g_steal_pointer (&titles);
}

GHashTable *
pf_mirror_read_board_names (sqlite3 *db, const char *connection_id, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) listings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row = TRUE;

  stmt = pf_db_prepare (db, error,
                        "SELECT id, parent FROM listing WHERE connection_id = ? AND kind = 'pins'",
                        "s", connection_id);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        break;
      g_hash_table_insert (listings, pf_db_column_text (stmt, 1),
                           GUINT_TO_POINTER ((guint)sqlite3_column_int64 (stmt, 0)));
    }
  g_clear_pointer (&stmt, sqlite3_finalize);
  stmt = pf_db_prepare (
      db, error,
      "SELECT data FROM entry JOIN listing ON listing.id = listing "
      "JOIN record ON entry = entry.id WHERE connection_id = ? AND kind = 'boards'",
      "s", connection_id);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (PfBoard) board = NULL;
      gpointer listing;

      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&names);
      board = pf_record_decode (PF_RECORD_BOARD, sqlite3_column_blob (stmt, 0),
                                (gsize)sqlite3_column_bytes (stmt, 0));
      listing = board != NULL ? g_hash_table_lookup (listings, board->id) : NULL;
      if (listing != NULL)
        g_hash_table_insert (names, listing, g_strdup (board->name != NULL ? board->name : ""));
    }
}

GPtrArray *
pf_mirror_read_boards_to_section (sqlite3 *db, const char *connection_id, GError **error)
{
  g_autoptr (GPtrArray) boards = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row = TRUE;

  stmt = pf_db_prepare (db, error,
                        "SELECT parent FROM listing pins WHERE connection_id = ?1 "
                        "AND kind = 'pins' AND parent != '' AND EXISTS (SELECT 1 FROM entry "
                        "WHERE listing = pins.id AND section != 0) "
                        "AND NOT EXISTS (SELECT 1 FROM listing WHERE connection_id = ?1 "
                        "AND kind = 'sections' AND parent = pins.parent AND walked_at IS NOT NULL)",
                        "s", connection_id);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&boards);
      g_ptr_array_add (boards, pf_db_column_text (stmt, 0));
    }
}
