/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-mirror.h"
#include "core/store/pf-record-codec.h"

G_BEGIN_DECLS

#define PF_UUID_BYTES 16

void pf_mirror_uuid (guint8 *uuid, const char *connection_id, const char *kind, const char *id);

/* What a listing is called in the table; @kind of a record is that of its listing. */
const char *pf_mirror_listing_name (PfRecordKind kind);

/**
 * PfMirrorWay:
 * @PF_MIRROR_WAY_LISTING: a page of the listing itself: it gives the order
 * @PF_MIRROR_WAY_SECTION: a page of one section; what was not there yet goes behind the rest
 * @PF_MIRROR_WAY_ALL: a page of all pins of the account, each into the listing of its board
 * @PF_MIRROR_WAY_FOUND: a pin that was asked for by its id; it goes behind the rest of its board
 *
 * How a page of pins was met.
 */
typedef enum
{
  PF_MIRROR_WAY_LISTING,
  PF_MIRROR_WAY_SECTION,
  PF_MIRROR_WAY_ALL,
  PF_MIRROR_WAY_FOUND,
} PfMirrorWay;

/**
 * PfMirrorPut:
 *
 * A change of the mirror, on its way to the writer thread and back.
 */
typedef struct
{
  PfRecordKind kind;
  PfMirrorWay way;
  char *connection_id;
  char *parent;       /* remote id of the board, "" for boards and all pins */
  char *section_id;   /* of PF_MIRROR_WAY_SECTION */
  GPtrArray *records; /* with a reference each */
  char *uuid;         /* nullable: for a single record */
  char *board_uuid;   /* nullable: where a pin was that is changed or removed */
  gboolean changed;   /* the record was there before, whether the mirror has it or not */
  char *remote_id;    /* for a removal */
  char *bookmark;     /* of the next page */
  gint64 generation;
  gint64 now;  /* monotonic */
  gint64 wall; /* us since 1970 */
  gboolean last;
  gboolean boards_changed; /* out, as below */
  GPtrArray *pin_boards;   /* boards whose pins changed */
  GPtrArray *section_boards;
} PfMirrorPut;

void pf_mirror_put_free (PfMirrorPut *self);

/* PfDbFunc for the writer thread; the data is a PfMirrorPut. */
gpointer
pf_mirror_write_page (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
gpointer
pf_mirror_write_one (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
gpointer
pf_mirror_write_removal (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
gpointer
pf_mirror_write_forget (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);

GArray *pf_mirror_read_keys_by_entry (sqlite3 *db, GArray *entries, GError **error);

/* @put (transfer full) */
void pf_mirror_run_put (PfMirror *self,
                        PfMirrorPut *put,
                        PfDbFunc func,
                        gpointer tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

G_END_DECLS
