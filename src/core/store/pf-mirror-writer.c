/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-writer.h"

#include <string.h>

/* Ids of pins: minus the second they were created in, with room for a million in each. */
#define PIN_IDS ((gint64)1 << 20)
/* Boards and sections, behind all pins. */
#define FIRST_OTHER_ID ((gint64)1 << 60)

typedef struct
{
  gint64 id;
  guint turn;
  gboolean drop;
  char *text;
} Words;

static void
words_clear (gpointer data)
{
  g_free (((Words *)data)->text);
}

static void
home_free (gpointer data)
{
  PfMirrorHome *home = data;

  g_free (home->parent);
  g_free (home);
}

gint64
pf_mirror_hash_bytes (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  /* FNV-1a: only to see whether a record changed. */
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ data[i]) * G_GUINT64_CONSTANT (1099511628211);
  return (gint64)(hash & G_MAXUINT32);
}

/**
 * pf_mirror_section_digest:
 * @section_id: (nullable): at the service
 *
 * Returns: what PfMirrorKey.section is for its pins; 0 for none
 */
guint32
pf_mirror_section_digest (const char *section_id)
{
  guint32 hash = 2166136261u;

  if (section_id == NULL || *section_id == '\0')
    return 0;
  for (const char *at = section_id; *at != '\0'; at++)
    hash = (hash ^ (guint8)*at) * 16777619u;
  return MAX (hash, 1);
}

/* Runs a statement that gives no row, or takes its first row. */
gboolean
pf_mirror_writer_run (sqlite3_stmt *stmt, gboolean *row, GError **error)
{
  gboolean ignored;

  return pf_db_step (stmt, row != NULL ? row : &ignored, error);
}

void
pf_mirror_writer_clear (PfMirrorWriter *self)
{
  sqlite3_stmt **all[]
      = { &self->find,      &self->bound,         &self->gone,   &self->newest,
          &self->insert,    &self->insert_record, &self->update, &self->update_record,
          &self->move,      &self->walk,          &self->data,   &self->remove,
          &self->add_words, &self->drop_words };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_clear_pointer (all[i], sqlite3_finalize);
  g_clear_pointer (&self->homes, g_hash_table_unref);
  g_clear_pointer (&self->words, g_array_unref);
}

gboolean
pf_mirror_writer_init (PfMirrorWriter *self, sqlite3 *db, PfMirrorPut *put, GError **error)
{
  struct
  {
    sqlite3_stmt **stmt;
    const char *sql;
  } all[] = {
    { &self->find, "SELECT id, listing, generation, hash, coalesce (put_at, 0), "
                   "coalesce (told_at, 0), position FROM entry WHERE uuid = ?" },
    { &self->bound, "SELECT uuid FROM binding "
                    "WHERE connection_id = ? AND kind = ? AND remote_id = ?" },
    { &self->gone, "SELECT 1 FROM gone "
                   "WHERE connection_id = ? AND kind = ? AND remote_id = ? AND at > ?" },
    { &self->newest, "SELECT max (id) FROM entry WHERE id >= ? AND id < ?" },
    { &self->insert, "INSERT INTO entry (id, listing, remote_id, uuid, generation, position, "
                     "aspect, color, hash, section, flags, walk, put_at, told_at) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), nullif (?, 0))" },
    { &self->insert_record, "INSERT INTO record (entry, data) VALUES (?, ?)" },
    { &self->update, "UPDATE entry SET aspect = ?, color = ?, hash = ?, section = ?, flags = ?, "
                     "told_at = coalesce (nullif (?, 0), told_at) WHERE id = ?" },
    { &self->update_record, "UPDATE record SET data = ? WHERE entry = ?" },
    { &self->move, "UPDATE entry SET listing = ?, generation = ?, position = ?, "
                   "put_at = coalesce (nullif (?, 0), put_at) WHERE id = ?" },
    { &self->walk, "UPDATE entry SET walk = ? WHERE id = ?" },
    { &self->data,
      "SELECT data, parent, kind, listing.id FROM entry JOIN record ON entry = entry.id "
      "JOIN listing ON listing.id = listing WHERE entry.id = ?" },
    { &self->remove, "DELETE FROM entry WHERE id = ?" },
    { &self->add_words, "INSERT INTO words (rowid, text) VALUES (?, ?)" },
    { &self->drop_words, "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)" },
  };

  self->db = db;
  self->put = put;
  self->homes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, home_free);
  self->words = g_array_new (FALSE, FALSE, sizeof (Words));
  g_array_set_clear_func (self->words, words_clear);
  /* Mostly nothing was, and then no record need be asked about. */
  self->some_gone = pf_db_get_int (db, error,
                                   "SELECT EXISTS (SELECT 1 FROM gone WHERE connection_id = ?"
                                   " AND kind = ? AND at > ?)",
                                   "ssi", put->connection_id, pf_mirror_listing_name (put->kind),
                                   put->now - PF_MIRROR_LAG_US);
  if (self->some_gone < 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      *all[i].stmt = pf_db_prepare (db, error, all[i].sql, NULL);
      if (*all[i].stmt == NULL)
        return FALSE;
    }
  if (put->kind != PF_RECORD_PIN)
    return TRUE;
  self->last_pin
      = pf_db_get_int (db, error, "SELECT coalesce (max (id), ?) FROM entry WHERE id < ?", "ii",
                       G_MININT64, FIRST_OTHER_ID);
  return self->last_pin != -1 || *error == NULL;
}

/**
 * pf_mirror_writer_home:
 * @self: a writer
 * @parent: of which board, "" for boards and for all pins
 * @error: location for an error
 *
 * Returns: (transfer none): the listing of the put's kind, made if need be
 */
PfMirrorHome *
pf_mirror_writer_home (PfMirrorWriter *self, const char *parent, GError **error)
{
  PfMirrorHome *home = g_hash_table_lookup (self->homes, parent);
  const char *kind = pf_mirror_listing_name (self->put->kind);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;

  if (home != NULL)
    return home;
  /* Revisions start at the time: a listing that was forgotten and begun anew never looks like
   * a continuation of the old one. */
  if (!pf_db_exec (self->db, error,
                   "INSERT INTO listing (connection_id, kind, parent, revision, rewritten) "
                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                   "sssii", self->put->connection_id, kind, parent, self->put->now, self->put->now))
    return NULL;
  stmt = pf_db_prepare (
      self->db, error,
      "SELECT id, generation, EXISTS (SELECT 1 FROM entry WHERE listing = l.id "
      "AND generation < l.generation), (SELECT coalesce (max (position), 0) + 1 FROM entry "
      "WHERE listing = l.id AND generation = l.generation) FROM listing l "
      "WHERE connection_id = ? AND kind = ? AND parent = ?",
      "sss", self->put->connection_id, kind, parent);
  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return NULL;
  home = g_new0 (PfMirrorHome, 1);
  home->id = sqlite3_column_int64 (stmt, 0);
  home->generation = sqlite3_column_int64 (stmt, 1);
  home->older = sqlite3_column_int (stmt, 2) != 0;
  home->tail = MAX (PF_MIRROR_TAIL, sqlite3_column_int64 (stmt, 3));
  home->parent = g_strdup (parent);
  g_hash_table_insert (self->homes, home->parent, home);
  if (self->put->kind == PF_RECORD_PIN && self->all == NULL)
    self->all = *parent == '\0' ? home : pf_mirror_writer_home (self, "", error);
  return self->put->kind == PF_RECORD_PIN && self->all == NULL ? NULL : home;
}

gboolean
pf_mirror_writer_uuid (
    PfMirrorWriter *self, const char *kind, const char *remote_id, guint8 *uuid, GError **error)
{
  gboolean row;

  if (!pf_db_rebind (self->bound, error, "sss", self->put->connection_id, kind, remote_id)
      || !pf_mirror_writer_run (self->bound, &row, error))
    return FALSE;
  if (row && sqlite3_column_bytes (self->bound, 0) == PF_UUID_BYTES)
    memcpy (uuid, sqlite3_column_blob (self->bound, 0), PF_UUID_BYTES);
  else
    pf_mirror_uuid (uuid, self->put->connection_id, kind, remote_id);
  sqlite3_reset (self->bound);
  return TRUE;
}

/* A thing stands in one listing of its kind, and its UUID is of its connection: so the UUID
 * alone finds it. */
gboolean
pf_mirror_writer_find (PfMirrorWriter *self,
                       const char *remote_id,
                       PfMirrorEntry *entry,
                       GError **error)
{
  gboolean row;

  memset (entry, 0, sizeof *entry);
  if (!pf_mirror_writer_uuid (self, pf_mirror_listing_name (self->put->kind), remote_id,
                              entry->uuid, error))
    return FALSE;
  sqlite3_reset (self->find);
  sqlite3_bind_blob (self->find, 1, entry->uuid, sizeof entry->uuid, SQLITE_STATIC);
  if (!pf_mirror_writer_run (self->find, &row, error))
    return FALSE;
  if (row)
    {
      entry->id = sqlite3_column_int64 (self->find, 0);
      entry->listing = sqlite3_column_int64 (self->find, 1);
      entry->generation = sqlite3_column_int64 (self->find, 2);
      entry->hash = sqlite3_column_int64 (self->find, 3);
      entry->put_at = sqlite3_column_int64 (self->find, 4);
      entry->told_at = sqlite3_column_int64 (self->find, 5);
      entry->position = sqlite3_column_int64 (self->find, 6);
    }
  sqlite3_reset (self->find);
  return TRUE;
}

gboolean
pf_mirror_writer_is_gone (PfMirrorWriter *self,
                          const char *remote_id,
                          gboolean *gone,
                          GError **error)
{
  *gone = FALSE;
  if (self->some_gone == 0)
    return TRUE;
  if (!pf_db_rebind (self->gone, error, "sssi", self->put->connection_id,
                     pf_mirror_listing_name (self->put->kind), remote_id,
                     self->put->now - PF_MIRROR_LAG_US))
    return FALSE;
  if (!pf_mirror_writer_run (self->gone, gone, error))
    return FALSE;
  sqlite3_reset (self->gone);
  return TRUE;
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

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static gint64
pin_flags (const PfPin *pin)
{
  return (is_set (pin->link) ? PF_MIRROR_LINK : 0) | (is_set (pin->alt_text) ? PF_MIRROR_ALT : 0)
         | (is_set (pin->title) ? PF_MIRROR_TITLE : 0)
         | (pin->media_kind == PF_PIN_MEDIA_VIDEO ? PF_MIRROR_VIDEO : 0)
         | (pin->media_kind == PF_PIN_MEDIA_MULTIPLE || pin->n_pictures > 1 ? PF_MIRROR_CAROUSEL
                                                                            : 0)
         | (pin->is_owner ? PF_MIRROR_OWN : 0);
}

/* Never 0. */
static gboolean
new_id (PfMirrorWriter *self, const PfPin *pin, gint64 *id, GError **error)
{
  gint64 second = pin != NULL ? CLAMP (pin->created_at / G_USEC_PER_SEC, 0, G_MAXUINT32) : 0;
  gint64 first = pin == NULL ? FIRST_OTHER_ID : second == 0 ? 1 : -(second * PIN_IDS);
  gint64 end = pin == NULL ? G_MAXINT64 : first + PIN_IDS - (second == 0);
  gboolean row;

  if (!pf_db_rebind (self->newest, error, "ii", first, end)
      || !pf_mirror_writer_run (self->newest, &row, error))
    return FALSE;
  *id = sqlite3_column_type (self->newest, 0) == SQLITE_NULL
            ? first
            : sqlite3_column_int64 (self->newest, 0) + 1;
  sqlite3_reset (self->newest);
  return TRUE;
}

static void
queue_words (PfMirrorWriter *self, gint64 id, gboolean drop, char *text)
{
  Words words = { id, self->words->len, drop, text };

  g_array_append_val (self->words, words);
}

gboolean
pf_mirror_writer_insert (PfMirrorWriter *self,
                         PfMirrorHome *home,
                         const PfMirrorEntry *entry,
                         gpointer record,
                         GBytes *data,
                         gint64 generation,
                         gint64 position,
                         gint64 put_at,
                         GError **error)
{
  const PfMirrorPut *put = self->put;
  const PfPin *pin = put->kind == PF_RECORD_PIN ? record : NULL;
  sqlite3_stmt *stmt = self->insert_record;
  gint64 id;

  if (!new_id (self, pin, &id, error))
    return FALSE;
  sqlite3_reset (self->insert);
  sqlite3_bind_int64 (self->insert, 1, id);
  sqlite3_bind_int64 (self->insert, 2, home->id);
  sqlite3_bind_text (self->insert, 3, pf_record_get_id (put->kind, record), -1, SQLITE_STATIC);
  sqlite3_bind_blob (self->insert, 4, entry->uuid, sizeof entry->uuid, SQLITE_STATIC);
  sqlite3_bind_int64 (self->insert, 5, generation);
  sqlite3_bind_int64 (self->insert, 6, position);
  sqlite3_bind_double (self->insert, 7, pin != NULL ? pin_aspect (pin) : 1.0);
  sqlite3_bind_int64 (self->insert, 8, pin != NULL ? (gint64)pin->dominant_color : 0);
  sqlite3_bind_int64 (self->insert, 9, pf_mirror_hash_bytes (data));
  sqlite3_bind_int64 (self->insert, 10,
                      pin != NULL ? (gint64)pf_mirror_section_digest (pin->section_id) : 0);
  sqlite3_bind_int64 (self->insert, 11, pin != NULL ? pin_flags (pin) : 0);
  sqlite3_bind_int64 (self->insert, 12, put->way != PF_MIRROR_WAY_LISTING ? put->generation : 0);
  sqlite3_bind_int64 (self->insert, 13, put_at);
  sqlite3_bind_int64 (self->insert, 14, put_at);
  if (!pf_mirror_writer_run (self->insert, NULL, error))
    return FALSE;
  sqlite3_reset (stmt);
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_blob64 (stmt, 2, g_bytes_get_data (data, NULL), g_bytes_get_size (data),
                       SQLITE_STATIC);
  if (!pf_mirror_writer_run (stmt, NULL, error))
    return FALSE;
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  home->touched = TRUE;
  if (pin == NULL)
    return TRUE;
  queue_words (self, id, FALSE, pf_mirror_words_of (pin, home->parent));
  if (id > self->last_pin)
    self->all->appended = TRUE;
  else
    self->all->rewritten = TRUE;
  return TRUE;
}

/* What a row says before it changes: its record and the board it stands on. */
static gboolean
read_pin (
    PfMirrorWriter *self, gint64 id, PfPin **pin, char **board_id, gint64 *listing, GError **error)
{
  gboolean row;

  *pin = NULL;
  *board_id = NULL;
  if (!pf_db_rebind (self->data, error, "i", id) || !pf_mirror_writer_run (self->data, &row, error))
    return FALSE;
  if (row && g_strcmp0 ((const char *)sqlite3_column_text (self->data, 2), "pins") == 0)
    {
      *pin = pf_record_decode (PF_RECORD_PIN, sqlite3_column_blob (self->data, 0),
                               (gsize)sqlite3_column_bytes (self->data, 0));
      *board_id = pf_db_column_text (self->data, 1);
    }
  if (listing != NULL)
    *listing = row ? sqlite3_column_int64 (self->data, 3) : 0;
  sqlite3_reset (self->data);
  return TRUE;
}

gboolean
pf_mirror_writer_update (PfMirrorWriter *self,
                         PfMirrorHome *home,
                         const PfMirrorEntry *entry,
                         gpointer record,
                         GBytes *data,
                         gint64 told_at,
                         GError **error)
{
  const PfPin *pin = self->put->kind == PF_RECORD_PIN ? record : NULL;

  if (pin != NULL)
    {
      g_autoptr (PfPin) before = NULL;
      g_autofree char *board_id = NULL;
      char *was, *is;

      if (!read_pin (self, entry->id, &before, &board_id, NULL, error))
        return FALSE;
      was = before != NULL ? pf_mirror_words_of (before, board_id) : NULL;
      is = pf_mirror_words_of (pin, home->parent);
      if (g_strcmp0 (was, is) != 0)
        {
          if (was != NULL)
            queue_words (self, entry->id, TRUE, g_steal_pointer (&was));
          queue_words (self, entry->id, FALSE, g_steal_pointer (&is));
        }
      g_free (was);
      g_free (is);
      self->all->rewritten = TRUE;
    }
  home->rewritten = TRUE;
  home->touched = TRUE;
  return pf_db_rebind (self->update, error, "diiiiii", pin != NULL ? pin_aspect (pin) : 1.0,
                       pin != NULL ? (gint64)pin->dominant_color : (gint64)0,
                       pf_mirror_hash_bytes (data),
                       pin != NULL ? (gint64)pf_mirror_section_digest (pin->section_id) : (gint64)0,
                       pin != NULL ? pin_flags (pin) : (gint64)0, told_at, entry->id)
         && pf_mirror_writer_run (self->update, NULL, error)
         && pf_db_rebind (self->update_record, error, "bi", data, entry->id)
         && pf_mirror_writer_run (self->update_record, NULL, error);
}

/* Finds the listing a row stood in among the homes, to tell of the change. */
static gboolean
note_left (PfMirrorWriter *self, gint64 listing, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (self->db, error, "SELECT parent FROM listing WHERE id = ? AND kind = ?",
                       "is", listing, pf_mirror_listing_name (self->put->kind));
  PfMirrorHome *home;
  gboolean row;

  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  home = pf_mirror_writer_home (self, (const char *)sqlite3_column_text (stmt, 0), error);
  if (home == NULL)
    return FALSE;
  home->rewritten = TRUE;
  home->touched = TRUE;
  return TRUE;
}

gboolean
pf_mirror_writer_move (PfMirrorWriter *self,
                       PfMirrorHome *home,
                       const PfMirrorEntry *entry,
                       gint64 generation,
                       gint64 position,
                       gint64 put_at,
                       GError **error)
{
  if (entry->listing != home->id && self->put->kind == PF_RECORD_PIN)
    {
      g_autoptr (PfPin) pin = NULL;
      g_autofree char *board_id = NULL;

      if (!note_left (self, entry->listing, error)
          || !read_pin (self, entry->id, &pin, &board_id, NULL, error))
        return FALSE;
      if (pin != NULL)
        {
          queue_words (self, entry->id, TRUE, pf_mirror_words_of (pin, board_id));
          queue_words (self, entry->id, FALSE, pf_mirror_words_of (pin, home->parent));
        }
      home->rewritten = TRUE;
      self->all->rewritten = TRUE;
    }
  home->touched = TRUE;
  return pf_db_rebind (self->move, error, "iiiii", home->id, generation, position, put_at,
                       entry->id)
         && pf_mirror_writer_run (self->move, NULL, error);
}

gboolean
pf_mirror_writer_remove (
    PfMirrorWriter *self, guint *n, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) left = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  GHashTableIter iter;
  gpointer listing;
  gboolean row = TRUE;
  va_list args;

  stmt = pf_db_prepare (self->db, error, sql, NULL);
  if (stmt == NULL)
    return FALSE;
  va_start (args, types);
  for (int i = 0; types != NULL && types[i] != '\0'; i++)
    if (types[i] == 's')
      sqlite3_bind_text (stmt, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
    else if (types[i] == 'i')
      sqlite3_bind_int64 (stmt, i + 1, va_arg (args, gint64));
  va_end (args);
  for (;;)
    {
      gint64 id;

      if (!pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      id = sqlite3_column_int64 (stmt, 0);
      g_array_append_val (ids, id);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (PfPin) pin = NULL;
      g_autofree char *board_id = NULL;
      gint64 from;

      if (!read_pin (self, id, &pin, &board_id, &from, error))
        return FALSE;
      if (pin != NULL)
        queue_words (self, id, TRUE, pf_mirror_words_of (pin, board_id));
      g_hash_table_add (left, g_memdup2 (&from, sizeof from));
      if (!pf_db_rebind (self->remove, error, "i", id)
          || !pf_mirror_writer_run (self->remove, NULL, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &listing, NULL))
    if (!note_left (self, *(gint64 *)listing, error))
      return FALSE;
  if (ids->len > 0 && self->all != NULL)
    self->all->rewritten = TRUE;
  if (n != NULL)
    *n = ids->len;
  return TRUE;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  const Words *first = a, *second = b;

  if (first->id != second->id)
    return first->id < second->id ? -1 : 1;
  return first->turn < second->turn ? -1 : 1;
}

/* In the order of ids: the index writes out what it holds whenever they fall. */
static gboolean
write_words (PfMirrorWriter *self, GError **error)
{
  g_array_sort (self->words, compare_words);
  for (guint i = 0; i < self->words->len; i++)
    {
      const Words *words = &g_array_index (self->words, Words, i);
      sqlite3_stmt *stmt = words->drop ? self->drop_words : self->add_words;

      sqlite3_reset (stmt);
      sqlite3_bind_int64 (stmt, 1, words->id);
      sqlite3_bind_text (stmt, 2, words->text, -1, SQLITE_STATIC);
      if (!pf_mirror_writer_run (stmt, NULL, error))
        return FALSE;
      sqlite3_reset (stmt);
      sqlite3_clear_bindings (stmt);
    }
  return TRUE;
}

static void
note_parent (GPtrArray *parents, const char *parent)
{
  if (!g_ptr_array_find_with_equal_func (parents, parent, g_str_equal, NULL))
    g_ptr_array_add (parents, g_strdup (parent));
}

gboolean
pf_mirror_writer_finish (PfMirrorWriter *self, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->homes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PfMirrorHome *home = value;

      if (home->touched && self->put->kind == PF_RECORD_BOARD)
        self->put->boards_changed = TRUE;
      else if (home->touched && self->put->kind == PF_RECORD_SECTION)
        note_parent (self->put->section_boards, home->parent);
      else if (home->touched && home != self->all)
        note_parent (self->put->pin_boards, home->parent);
      if ((home->appended || home->rewritten)
          && !pf_db_exec (self->db, error,
                          "UPDATE listing SET revision = revision + 1, "
                          "rewritten = iif (?, revision + 1, rewritten) WHERE id = ?",
                          "ii", (gint64)home->rewritten, home->id))
        return FALSE;
    }
  return write_words (self, error);
}
