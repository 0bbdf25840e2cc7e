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
 * PfMirrorPut:
 *
 * A change of the mirror, on its way to the writer thread and back.
 */
typedef struct
{
  PfRecordKind kind;
  char *connection_id;
  char *parent;       /* remote id of the board, "" for boards */
  GPtrArray *records; /* with a reference each */
  char *uuid;         /* nullable: for a single record */
  char *remote_id;    /* for a removal */
  gint64 generation;
  gint64 now; /* monotonic */
  gboolean last;
  gboolean boards_changed; /* out, as below */
  GPtrArray *pin_boards;   /* boards whose pins changed */
  gboolean sections_changed;
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

/* @put (transfer full) */
void pf_mirror_run_put (PfMirror *self,
                        PfMirrorPut *put,
                        PfDbFunc func,
                        gpointer tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

G_END_DECLS
