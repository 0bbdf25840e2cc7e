/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-mirror-private.h"

G_BEGIN_DECLS

/* A listing of the service may lag behind a change by some seconds: for this long what was
 * just made or changed stays so and what was just removed does not come back. */
#define PF_MIRROR_LAG_US (60 * (gint64)G_USEC_PER_SEC)

/* From this position on stands what a pass over the listing itself did not come to yet. */
#define PF_MIRROR_TAIL ((gint64)1 << 41)

/**
 * PfMirrorEntry:
 *
 * A row of table entry; id 0 for one that is not there, which has a UUID all the same.
 */
typedef struct
{
  guint8 uuid[PF_UUID_BYTES];
  gint64 id, listing, generation, position, hash, put_at, told_at;
} PfMirrorEntry;

/**
 * PfMirrorHome:
 * @tail: position behind all others of the generation
 * @older: whether rows of older generations follow
 *
 * The listing a record goes into, and what becomes of it in this put.
 */
typedef struct
{
  gint64 id, generation, tail;
  char *parent;
  gboolean older, appended, rewritten, touched;
} PfMirrorHome;

/**
 * PfMirrorWriter:
 *
 * One put at work: statements that run once for each record, listings that are touched, words
 * to index. On the writer thread, inside its transaction.
 */
typedef struct
{
  sqlite3 *db;
  PfMirrorPut *put;
  GHashTable *homes; /* parent -> PfMirrorHome */
  PfMirrorHome *all; /* of the pins of the account; nullable for other kinds */
  gint64 last_pin;   /* largest id of a pin before */
  gint64 some_gone;  /* whether something was removed here a moment ago */
  GArray *words;     /* to index and to take out of the index */
  sqlite3_stmt *find, *bound, *gone, *newest, *insert, *insert_record, *update, *update_record,
      *move, *walk, *data, *remove, *add_words, *drop_words;
} PfMirrorWriter;

gboolean
pf_mirror_writer_init (PfMirrorWriter *self, sqlite3 *db, PfMirrorPut *put, GError **error);
void pf_mirror_writer_clear (PfMirrorWriter *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PfMirrorWriter, pf_mirror_writer_clear)
/* Revisions, signals and the index: at the end of each put. */
gboolean pf_mirror_writer_finish (PfMirrorWriter *self, GError **error);

PfMirrorHome *pf_mirror_writer_home (PfMirrorWriter *self, const char *parent, GError **error);
gboolean pf_mirror_writer_uuid (
    PfMirrorWriter *self, const char *kind, const char *remote_id, guint8 *uuid, GError **error);
gboolean pf_mirror_writer_find (PfMirrorWriter *self,
                                const char *remote_id,
                                PfMirrorEntry *entry,
                                GError **error);
gboolean pf_mirror_writer_is_gone (PfMirrorWriter *self,
                                   const char *remote_id,
                                   gboolean *gone,
                                   GError **error);
gboolean pf_mirror_writer_insert (PfMirrorWriter *self,
                                  PfMirrorHome *home,
                                  const PfMirrorEntry *entry,
                                  gpointer record,
                                  GBytes *data,
                                  gint64 generation,
                                  gint64 position,
                                  gint64 put_at,
                                  GError **error);
gboolean pf_mirror_writer_update (PfMirrorWriter *self,
                                  PfMirrorHome *home,
                                  const PfMirrorEntry *entry,
                                  gpointer record,
                                  GBytes *data,
                                  gint64 told_at,
                                  GError **error);
gboolean pf_mirror_writer_move (PfMirrorWriter *self,
                                PfMirrorHome *home,
                                const PfMirrorEntry *entry,
                                gint64 generation,
                                gint64 position,
                                gint64 put_at,
                                GError **error);
/* Removes what a query for ids of entries gives; @n (out) (optional). */
gboolean pf_mirror_writer_remove (
    PfMirrorWriter *self, guint *n, GError **error, const char *sql, const char *types, ...);
gboolean pf_mirror_writer_run (sqlite3_stmt *stmt, gboolean *row, GError **error);
gint64 pf_mirror_hash_bytes (GBytes *bytes);

/* The words of a pin as they are indexed. */
char *pf_mirror_words_of (const PfPin *pin, const char *board_id);

G_END_DECLS
