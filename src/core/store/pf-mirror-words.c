/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-writer.h"

#include <string.h>

/* First the newest pins are looked through: at least so many, and more as long as one in so many
 * is a find. What is frequent is found at once, where the index would first join thousands of words
 * (performance.md rule 7); with what is rare the index is quick. */
#define SCAN_FIRST 200
#define SCAN_DENSITY 20
#define SCAN_LIMIT 2000
/* Beside a longer word, words of so many letters are looked for in what that one finds. */
#define SHORT_TERM 3
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

/* Words of the boards and sections whose names have @term; of one board, of its sections. */
static gboolean
find_places (sqlite3 *db,
             const char *connection_id,
             const char *board_id,
             const char *term,
             GPtrArray *places,
             GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = pf_db_prepare (db, error,
                        "SELECT kind, data FROM listing JOIN entry ON listing = listing.id "
                        "JOIN record ON entry = entry.id "
                        "WHERE connection_id = ?1 AND CASE WHEN ?2 IS NULL "
                        "THEN kind IN ('boards', 'sections') "
                        "ELSE kind = 'sections' AND parent = ?2 END",
                        "ss", connection_id, board_id);
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
  const char *board_id; /* nullable */
  GPtrArray *terms;     /* folded */
  GPtrArray *places;    /* for each term, a GPtrArray of words */
  gint64 after;
  guint limit;
  GCancellable *cancellable;
} Search;

/* What is written on a pin, folded, in @words. */
static gboolean
read_words (GString *words, const void *data, gsize length, const char *board_id)
{
  const char *texts[PF_RECORD_PEEK];
  gsize lengths[PF_RECORD_PEEK];

  g_string_truncate (words, 0);
  if (!pf_record_peek_pin (data, length, texts, lengths))
    return FALSE;
  for (guint i = 1; i <= 5; i++)
    {
      g_string_append_len (words, texts[i], (gssize)lengths[i]);
      g_string_append_c (words, '\n');
    }
  append_place (words, BOARD_WORD, board_id);
  if (lengths[7] > 0)
    {
      g_string_append (words, "\n" SECTION_WORD);
      g_string_append_len (words, texts[7], (gssize)lengths[7]);
    }
  if (g_str_is_ascii (words->str))
    g_string_ascii_down (words);
  else
    {
      g_autofree char *folded = fold (words->str);
      g_string_assign (words, folded);
    }
  return TRUE;
}

static gboolean
matches (const Search *self, const char *folded)
{
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

/* Takes the pins of @stmt (id, record, board) that match until there are enough, or, with
 * @scanning, too few. @n: how many were looked at; G_MAXUINT when a scan came to the last pin. */
static gboolean
sift (const Search *self,
      sqlite3_stmt *stmt,
      gboolean scanning,
      GArray *ids,
      guint *n,
      GError **error)
{
  g_autoptr (GString) words = g_string_sized_new (512);
  gboolean row = TRUE;

  for (*n = 0; ids->len < self->limit; (*n)++)
    {
      if (scanning && *n >= SCAN_FIRST && ids->len * SCAN_DENSITY < *n)
        return TRUE;
      if (*n % 64 == 0 && g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (!pf_db_step (stmt, &row, error))
        return FALSE;
      if (!row)
        {
          *n = scanning && *n < SCAN_LIMIT ? G_MAXUINT : *n;
          return TRUE;
        }
      if (read_words (words, sqlite3_column_blob (stmt, 1), (gsize)sqlite3_column_bytes (stmt, 1),
                      (const char *)sqlite3_column_text (stmt, 2))
          && matches (self, words->str))
        {
          gint64 id = sqlite3_column_int64 (stmt, 0);
          g_array_append_val (ids, id);
        }
    }
  return TRUE;
}

#define SCAN_ALL                                                                                   \
  "SELECT entry.id, data, parent FROM entry JOIN listing "                                         \
  "ON listing.id = listing JOIN record ON entry = entry.id "                                       \
  "WHERE entry.id > ? AND entry.id < (1 << 60) AND +connection_id = ? "

/* Looks through the newest pins. @complete: whether that is enough. */
static gboolean
scan (const Search *self, GArray *ids, gboolean *complete, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint n;

  stmt = self->board_id == NULL
             ? pf_db_prepare (self->db, error, SCAN_ALL "ORDER BY entry.id LIMIT ?", "isi",
                              self->after, self->connection_id, (gint64)SCAN_LIMIT)
             : pf_db_prepare (self->db, error, SCAN_ALL "AND parent = ? ORDER BY entry.id LIMIT ?",
                              "issi", self->after, self->connection_id, self->board_id,
                              (gint64)SCAN_LIMIT);
  if (stmt == NULL || !sift (self, stmt, TRUE, ids, &n, error))
    return FALSE;
  *complete = ids->len >= self->limit || n == G_MAXUINT;
  return TRUE;
}

/**
 * pf_mirror_matches:
 * @typed: what somebody looks for
 * @text: what is written on a thing
 *
 * Returns: whether a word of @text begins with each word that was typed, as pf_mirror_search()
 *   finds them; %FALSE when there are none. On any thread.
 */
gboolean
pf_mirror_matches (const char *typed, const char *text)
{
  g_autoptr (GPtrArray) terms = split (typed);
  g_autofree char *folded = fold (text);

  for (guint i = 0; i < terms->len; i++)
    if (!has_word (folded, terms->pdata[i]))
      return FALSE;
  return terms->len > 0;
}

static gboolean
is_short (const char *term)
{
  return g_utf8_strlen (term, -1) <= SHORT_TERM;
}

/* The expression of https://www.sqlite.org/fts5.html section 3: terms are folded letters and
 * digits, so that quotes are all they need. */
static char *
make_expression (const Search *self, gboolean with_short)
{
  GString *query = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      GPtrArray *places = self->places->pdata[i];

      if (!with_short && is_short (self->terms->pdata[i]))
        continue;
      g_string_append_printf (query, "%s(\"%s\" *", query->len > 0 ? " AND " : "",
                              (const char *)self->terms->pdata[i]);
      for (guint j = 0; j < places->len; j++)
        g_string_append_printf (query, " OR \"%s\"", (const char *)places->pdata[j]);
      g_string_append_c (query, ')');
    }
  return g_string_free (query, FALSE);
}

/* @only_long: asks for the long words, and looks for the short ones in what is found. */
static gboolean
ask_index (const Search *self, gboolean only_long, GArray *ids, GError **error)
{
  g_autofree char *query = make_expression (self, !only_long);
  g_autofree char *sql
      = g_strconcat (only_long ? "SELECT words.rowid, data, parent FROM words "
                                 "CROSS JOIN entry ON entry.id = words.rowid "
                                 "CROSS JOIN listing ON listing.id = listing "
                                 "CROSS JOIN record ON entry = words.rowid "
                               : "SELECT words.rowid FROM words "
                                 "CROSS JOIN entry ON entry.id = words.rowid "
                                 "CROSS JOIN listing ON listing.id = listing ",
                     "WHERE words MATCH ? AND words.rowid > ? AND connection_id = ? ",
                     self->board_id != NULL ? "AND parent = ? " : "", "ORDER BY words.rowid", NULL);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gint64 after = ids->len > 0 ? g_array_index (ids, gint64, ids->len - 1) : self->after;
  guint n;

  stmt = self->board_id == NULL
             ? pf_db_prepare (self->db, error, sql, "sis", query, after, self->connection_id)
             : pf_db_prepare (self->db, error, sql, "siss", query, after, self->connection_id,
                              self->board_id);
  if (stmt == NULL)
    return FALSE;
  if (only_long)
    return sift (self, stmt, FALSE, ids, &n, error);
  while (ids->len < self->limit)
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
  return TRUE;
}

static gboolean
find_ids (const Search *self, GArray *ids, GError **error)
{
  gboolean complete = FALSE;
  guint n_short = 0;

  if (!scan (self, ids, &complete, error))
    return FALSE;
  if (complete)
    return TRUE;
  for (guint i = 0; i < self->terms->len; i++)
    n_short += is_short (self->terms->pdata[i]);
  return ask_index (self, n_short > 0 && n_short < self->terms->len, ids, error);
}

static void
places_unref (gpointer places)
{
  g_ptr_array_unref (places);
}

GArray *
pf_mirror_search (sqlite3 *db,
                  const char *connection_id,
                  const char *board_id,
                  const char *text,
                  gint64 after,
                  guint limit,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) terms = split (text);
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (places_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Search search = { db, connection_id, board_id, terms, places, after, limit, cancellable };

  if (terms->len == 0)
    return g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  for (guint i = 0; i < terms->len; i++)
    {
      GPtrArray *of_term = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (places, of_term);
      if (!find_places (db, connection_id, board_id, terms->pdata[i], of_term, error))
        return NULL;
    }
  if (!find_ids (&search, ids, error))
    return NULL;
  return pf_mirror_read_keys_by_entry (db, ids, error);
}
