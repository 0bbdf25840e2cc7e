/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-writer.h"

#include <string.h>

/* How many pins are looked through for a beginning of one or two letters before the index is
 * asked after all: what is not in so many of the newest is rare, and the index is quick with what
 * is rare. A frequent one would make it join thousands of words (performance.md rule 7). */
#define SCAN_LIMIT 3000
#define SHORT_TERM 2
#define MAX_TERMS 12
#define MAX_PLACES 200

static void
append (GString *words, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, text);
}

/* A board or a section as a word that nobody types. The names themselves are looked up when
 * somebody searches: so a new name does not touch the index. */
static void
append_place (GString *words, const char *prefix, const char *id)
{
  if (id != NULL && *id != '\0')
    g_string_append_printf (words, "\n%s%s", prefix, id);
}

#define BOARD_WORD "pfxb"
#define SECTION_WORD "pfxs"

char *
pf_mirror_words_of (const PfPin *pin, const char *board_id)
{
  GString *words = g_string_sized_new (256);

  append (words, pin->title);
  append (words, pin->description);
  append (words, pin->alt_text);
  append (words, pin->link);
  append (words, pin->note);
  for (guint i = 0; pin->n_pictures > 1 && i < pin->n_pictures; i++)
    {
      append (words, pin->pictures[i].title);
      append (words, pin->pictures[i].description);
      append (words, pin->pictures[i].link);
    }
  append_place (words, BOARD_WORD, board_id);
  append_place (words, SECTION_WORD, pin->section_id);
  return g_string_free (words, FALSE);
}

/* As the index folds it: without case and without accents. */
static char *
fold (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);
  g_autoptr (GString) bare = NULL;
  char *folded;

  if (apart == NULL)
    return g_strdup ("");
  if (g_str_is_ascii (apart))
    return g_ascii_strdown (apart, -1);
  bare = g_string_sized_new (strlen (apart));
  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_ismark (g_utf8_get_char (at)))
      g_string_append_unichar (bare, g_utf8_get_char (at));
  folded = g_utf8_strdown (bare->str, -1);
  return folded;
}

static gboolean
is_word (const char *at)
{
  return g_unichar_isalnum (g_utf8_get_char (at));
}

/* The words of what was typed. */
static GPtrArray *
split (const char *text)
{
  g_autofree char *folded = fold (text);
  GPtrArray *terms = g_ptr_array_new_with_free_func (g_free);
  const char *start = NULL;

  for (const char *at = folded;; at = g_utf8_next_char (at))
    {
      gboolean inside = *at != '\0' && is_word (at);

      if (inside && start == NULL)
        start = at;
      if (!inside && start != NULL && terms->len < MAX_TERMS)
        g_ptr_array_add (terms, g_strndup (start, (gsize)(at - start)));
      if (!inside)
        start = NULL;
      if (*at == '\0')
        return terms;
    }
}

/* Whether a word of @folded begins with @term. */
static gboolean
has_word (const char *folded, const char *term)
{
  gsize length = strlen (term);

  for (const char *at = strstr (folded, term); at != NULL; at = strstr (at + length, term))
    if (at == folded || !is_word (g_utf8_prev_char (at)))
      return TRUE;
  return FALSE;
}

/* Words of the boards and sections whose names have @term. */
static gboolean
find_places (
    sqlite3 *db, const char *connection_id, const char *term, GPtrArray *places, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = pf_db_prepare (db, error,
                        "SELECT kind, data FROM listing JOIN entry ON listing = listing.id "
                        "JOIN record ON entry = entry.id "
                        "WHERE connection_id = ? AND kind IN ('boards', 'sections')",
                        "s", connection_id);
  if (stmt == NULL)
    return FALSE;
  for (;;)
    {
      PfRecordKind kind;
      g_autofree char *name = NULL;
      gpointer record;
      gboolean row;

      if (!pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row || places->len >= MAX_PLACES)
        return TRUE;
      kind = g_strcmp0 ((const char *)sqlite3_column_text (stmt, 0), "boards") == 0
                 ? PF_RECORD_BOARD
                 : PF_RECORD_SECTION;
      record = pf_record_decode (kind, sqlite3_column_blob (stmt, 1),
                                 (gsize)sqlite3_column_bytes (stmt, 1));
      if (record == NULL)
        continue;
      name = fold (kind == PF_RECORD_BOARD ? ((PfBoard *)record)->name
                                           : ((PfSection *)record)->name);
      if (has_word (name, term))
        g_ptr_array_add (places, g_strconcat (kind == PF_RECORD_BOARD ? BOARD_WORD : SECTION_WORD,
                                              pf_record_get_id (kind, record), NULL));
      pf_record_unref (kind, record);
    }
}

/* What is looked for. */
typedef struct
{
  sqlite3 *db;
  const char *connection_id;
  GPtrArray *terms;  /* folded */
  GPtrArray *places; /* for each term, a GPtrArray of words */
  gint64 after;
  guint limit;
  GCancellable *cancellable;
} Search;

static gboolean
matches (const Search *self, const PfPin *pin, const char *board_id)
{
  g_autofree char *words = pf_mirror_words_of (pin, board_id);
  g_autofree char *folded = fold (words);

  for (guint i = 0; i < self->terms->len; i++)
    {
      GPtrArray *places = self->places->pdata[i];
      gboolean found = has_word (folded, self->terms->pdata[i]);

      for (guint j = 0; !found && j < places->len; j++)
        found = has_word (folded, places->pdata[j]);
      if (!found)
        return FALSE;
    }
  return TRUE;
}

/* Looks through the newest pins. @complete: whether there are no others. */
static gboolean
scan (const Search *self, GArray *ids, gboolean *complete, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint n = 0;

  *complete = FALSE;
  stmt = pf_db_prepare (self->db, error,
                        "SELECT entry.id, data, parent FROM entry JOIN listing "
                        "ON listing.id = listing JOIN record ON entry = entry.id "
                        "WHERE entry.id > ? AND entry.id < (1 << 60) AND connection_id = ? "
                        "ORDER BY entry.id LIMIT ?",
                        "isi", self->after, self->connection_id, (gint64)SCAN_LIMIT);
  if (stmt == NULL)
    return FALSE;
  for (; ids->len < self->limit; n++)
    {
      g_autoptr (PfPin) pin = NULL;
      gboolean row;
      gint64 id;

      if (n % 64 == 0 && g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (!pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row)
        {
          *complete = n < SCAN_LIMIT;
          return TRUE;
        }
      id = sqlite3_column_int64 (stmt, 0);
      pin = pf_record_decode (PF_RECORD_PIN, sqlite3_column_blob (stmt, 1),
                              (gsize)sqlite3_column_bytes (stmt, 1));
      if (pin != NULL && matches (self, pin, (const char *)sqlite3_column_text (stmt, 2)))
        g_array_append_val (ids, id);
    }
  *complete = TRUE;
  return TRUE;
}

/* The expression of https://www.sqlite.org/fts5.html section 3: terms are folded letters and
 * digits, so that quotes are all they need. */
static char *
make_expression (const Search *self)
{
  GString *query = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      GPtrArray *places = self->places->pdata[i];

      g_string_append_printf (query, "%s(\"%s\" *", i > 0 ? " AND " : "",
                              (const char *)self->terms->pdata[i]);
      for (guint j = 0; j < places->len; j++)
        g_string_append_printf (query, " OR \"%s\"", (const char *)places->pdata[j]);
      g_string_append_c (query, ')');
    }
  return g_string_free (query, FALSE);
}

static gboolean
ask_index (const Search *self, GArray *ids, GError **error)
{
  g_autofree char *query = make_expression (self);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gint64 after = ids->len > 0 ? g_array_index (ids, gint64, ids->len - 1) : self->after;

  stmt
      = pf_db_prepare (self->db, error,
                       "SELECT words.rowid FROM words JOIN entry ON entry.id = words.rowid "
                       "JOIN listing ON listing.id = listing WHERE words MATCH ? "
                       "AND words.rowid > ? AND connection_id = ? ORDER BY words.rowid LIMIT ?",
                       "sisi", query, after, self->connection_id, (gint64)(self->limit - ids->len));
  if (stmt == NULL)
    return FALSE;
  for (;;)
    {
      gboolean row;
      gint64 id;

      if (!pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      id = sqlite3_column_int64 (stmt, 0);
      g_array_append_val (ids, id);
    }
}

static gboolean
find_ids (const Search *self, GArray *ids, GError **error)
{
  gboolean complete = FALSE, is_short = FALSE;

  /* It is as slow as its broadest word, and narrower than each. */
  for (guint i = 0; i < self->terms->len; i++)
    if (g_utf8_strlen (self->terms->pdata[i], -1) <= SHORT_TERM)
      is_short = TRUE;
  if (is_short && (!scan (self, ids, &complete, error) || complete))
    return *error == NULL;
  return ask_index (self, ids, error);
}

static void
places_unref (gpointer places)
{
  g_ptr_array_unref (places);
}

GArray *
pf_mirror_search (sqlite3 *db,
                  const char *connection_id,
                  const char *text,
                  gint64 after,
                  guint limit,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) terms = split (text);
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (places_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Search search = { db, connection_id, terms, places, after, limit, cancellable };

  if (terms->len == 0)
    return g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  for (guint i = 0; i < terms->len; i++)
    {
      GPtrArray *of_term = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (places, of_term);
      if (!find_places (db, connection_id, terms->pdata[i], of_term, error))
        return NULL;
    }
  if (!find_ids (&search, ids, error))
    return NULL;
  return pf_mirror_read_keys_by_entry (db, ids, error);
}
