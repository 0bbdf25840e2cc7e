/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-mirror-writer.h"

#include <string.h>

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

/* A page under way. */
typedef struct
{
  PfMirrorWriter *writer;
  PfMirrorPut *put;
  PfMirrorHome *walked; /* the listing that is gone through */
  GPtrArray *next;      /* of PF_MIRROR_WAY_LISTING */
  guint n_next;
  gint64 position;
} Page;

static gboolean
put_new (Page *page,
         PfMirrorHome *home,
         const PfMirrorEntry *entry,
         gpointer record,
         GBytes *bytes,
         GError **error)
{
  if (page->put->way == PF_MIRROR_WAY_LISTING)
    {
      if (page->next->len > 0 || home->tail > PF_MIRROR_TAIL)
        home->rewritten = TRUE;
      else
        home->appended = TRUE;
      return pf_mirror_writer_insert (page->writer, home, entry, record, bytes,
                                      page->put->generation, page->position++, 0, error);
    }
  if (home->older)
    home->rewritten = TRUE;
  else
    home->appended = TRUE;
  return pf_mirror_writer_insert (page->writer, home, entry, record, bytes, home->generation,
                                  home->tail++, 0, error);
}

static gboolean
put_known (Page *page,
           PfMirrorHome *home,
           const PfMirrorEntry *entry,
           gpointer record,
           GBytes *bytes,
           GError **error)
{
  PfMirrorPut *put = page->put;
  const char *id = pf_record_get_id (put->kind, record);
  gboolean elsewhere = entry->listing != home->id;

  /* Moved here a moment ago: the service's old listing does not take it back. */
  if (elsewhere && entry->put_at >= put->now - PF_MIRROR_LAG_US)
    return TRUE;
  if (entry->hash != pf_mirror_hash_bytes (bytes) && entry->told_at < put->now - PF_MIRROR_LAG_US
      && !pf_mirror_writer_update (page->writer, home, entry, record, bytes, 0, error))
    return FALSE;
  if (put->way != PF_MIRROR_WAY_LISTING)
    {
      if (elsewhere
          && !pf_mirror_writer_move (page->writer, home, entry, home->generation, home->tail++, 0,
                                     error))
        return FALSE;
      return put->way == PF_MIRROR_WAY_FOUND
             || (pf_db_rebind (page->writer->walk, error, "ii", put->generation, entry->id)
                 && pf_mirror_writer_run (page->writer->walk, NULL, error));
    }
  /* A thing that moves while the service pages may come twice: the first place counts. */
  if (!elsewhere && entry->generation >= put->generation && entry->position < PF_MIRROR_TAIL)
    return TRUE;
  if (elsewhere || page->n_next >= page->next->len
      || strcmp (g_ptr_array_index (page->next, page->n_next), id) != 0)
    home->rewritten = TRUE;
  page->n_next++;
  return pf_mirror_writer_move (page->writer, home, entry, put->generation, page->position++, 0,
                                error);
}

/* Not all that lists a section says on each pin that it is in it. */
static PfPin *
copy_into_section (const PfPin *pin, const char *section_id)
{
  g_autoptr (GBytes) bytes = pf_record_encode (PF_RECORD_PIN, pin);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  PfPin *copy = pf_record_decode (PF_RECORD_PIN, data, length);

  g_free (copy->section_id);
  copy->section_id = g_strdup (section_id);
  return copy;
}

static gboolean
put_record (Page *page, gpointer record, GError **error)
{
  PfMirrorPut *put = page->put;
  const char *id = pf_record_get_id (put->kind, record);
  g_autoptr (PfPin) copy = NULL;
  PfMirrorHome *home = page->walked;
  g_autoptr (GBytes) bytes = NULL;
  PfMirrorEntry entry;
  gboolean gone;

  if (!pf_mirror_writer_is_gone (page->writer, id, &gone, error))
    return FALSE;
  if (gone)
    return TRUE;
  if (put->way == PF_MIRROR_WAY_ALL)
    {
      const char *board_id = ((PfPin *)record)->board_id;

      home = pf_mirror_writer_home (page->writer, board_id != NULL ? board_id : "?", error);
      if (home == NULL)
        return FALSE;
    }
  if (put->way == PF_MIRROR_WAY_SECTION
      && g_strcmp0 (((PfPin *)record)->section_id, put->section_id) != 0)
    record = copy = copy_into_section (record, put->section_id);
  bytes = pf_record_encode (put->kind, record);
  if (!pf_mirror_writer_find (page->writer, id, &entry, error))
    return FALSE;
  return entry.id == 0 ? put_new (page, home, &entry, record, bytes, error)
                       : put_known (page, home, &entry, record, bytes, error);
}

static gboolean
begin_listing (Page *page, GError **error)
{
  PfMirrorPut *put = page->put;
  sqlite3 *db = page->writer->db;
  gint64 listing = page->walked->id;

  /* What was just made here and the service may not list yet keeps its place on top. */
  if (!pf_db_exec (db, error,
                   "UPDATE entry SET generation = ?, position = position - (1 << 40) "
                   "WHERE listing = ? AND generation < ? AND put_at >= ?",
                   "iiii", put->generation, listing, put->generation, put->now - PF_MIRROR_LAG_US))
    return FALSE;
  page->next = list_next (db, listing, put->generation, put->records->len + 1, error);
  if (page->next == NULL)
    return FALSE;
  page->position = pf_db_get_int (db, error,
                                  "SELECT coalesce (max (position), -1) + 1 FROM entry "
                                  "WHERE listing = ? AND generation = ? AND position < (1 << 41)",
                                  "ii", listing, put->generation);
  return *error == NULL;
}

/* At the end of a pass what it did not meet is gone. */
static gboolean
end_pass (Page *page, GError **error)
{
  PfMirrorPut *put = page->put;
  gint64 recent = put->now - PF_MIRROR_LAG_US;
  guint n = 0;

  if (put->way == PF_MIRROR_WAY_LISTING)
    {
      if (!pf_mirror_writer_remove (page->writer, &n, error,
                                    "SELECT id FROM entry WHERE listing = ? "
                                    "AND (generation < ? OR position >= (1 << 41))",
                                    "ii", page->walked->id, put->generation))
        return FALSE;
      if (n > 0)
        page->walked->rewritten = TRUE;
      return TRUE;
    }
  if (put->way == PF_MIRROR_WAY_SECTION)
    return pf_mirror_writer_remove (page->writer, NULL, error,
                                    "SELECT id FROM entry WHERE listing = ? AND section = ? "
                                    "AND walk < ? AND coalesce (told_at, ?) <= ?",
                                    "iiiii", page->walked->id,
                                    (gint64)pf_mirror_section_digest (put->section_id),
                                    put->generation, recent, recent);
  /* The service lists the account's own pins; those of others stand on group boards. */
  return pf_mirror_writer_remove (
      page->writer, NULL, error,
      "SELECT entry.id FROM entry JOIN listing ON listing.id = listing "
      "WHERE connection_id = ? AND kind = 'pins' AND walk < ? AND flags & ? "
      "AND coalesce (told_at, ?) <= ?",
      "siiii", put->connection_id, put->generation, (gint64)PF_MIRROR_OWN, recent, recent);
}

gpointer
pf_mirror_write_page (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMirrorPut *put = data;
  g_auto (PfMirrorWriter) writer = { 0 };
  g_autoptr (GPtrArray) next = NULL;
  Page page = { .writer = &writer, .put = put };
  /* How far it came is remembered. */
  gboolean is_pass = put->way == PF_MIRROR_WAY_LISTING || put->way == PF_MIRROR_WAY_ALL;

  if (!pf_mirror_writer_init (&writer, db, put, error))
    return NULL;
  page.walked = pf_mirror_writer_home (&writer, put->parent, error);
  if (page.walked == NULL)
    return NULL;
  page.walked->touched = TRUE;
  /* A late page of a listing that was begun anew meanwhile. */
  if (is_pass && put->generation < page.walked->generation)
    return PF_DB_OK;
  if (put->way == PF_MIRROR_WAY_LISTING && !begin_listing (&page, error))
    return NULL;
  next = page.next;
  for (guint i = 0; i < put->records->len; i++)
    if (!put_record (&page, g_ptr_array_index (put->records, i), error))
      return NULL;
  if (put->last && !end_pass (&page, error))
    return NULL;
  if (is_pass
      && !pf_db_exec (db, error,
                      "UPDATE listing SET n_walked = iif (generation < ?1, 0, n_walked) + ?2, "
                      "generation = ?1, bookmark = ?3, "
                      "walked_at = iif (?3 IS NULL, ?4, walked_at) WHERE id = ?5",
                      "iisii", put->generation, (gint64)put->records->len, put->bookmark, put->wall,
                      page.walked->id))
    return NULL;
  return pf_mirror_writer_finish (&writer, error) ? PF_DB_OK : NULL;
}
