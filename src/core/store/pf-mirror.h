/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-records.h"
#include "core/base/pf-context.h"
#include "core/store/pf-db.h"

G_BEGIN_DECLS

#define PF_TYPE_MIRROR (pf_mirror_get_type ())
G_DECLARE_FINAL_TYPE (PfMirror, pf_mirror, PF, MIRROR, GObject)

/*
 * The mirror, what Pinterest said: boards, sections, pins of every connection that this
 * process looked at. A per-process file in the cache folder (WAL, flock while used, removed
 * at exit, leftovers swept at the next start). Each row has a local UUID beside the remote id:
 * derived (UUID v5-like, of connection + kind + remote id) unless an outbox row already
 * owns one (pf_mirror_bind).
 * Signals, on the main context, one a batch:
 *  "boards-changed" (const char *connection_id)
 *  "sections-changed" (const char *connection_id, const char *board_id)
 *  "pins-changed" (const char *connection_id, const char *board_id)
 */
void pf_mirror_open_async (PfContext *context,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
PfMirror *pf_mirror_open_finish (GAsyncResult *result, GError **error);
PfDb *pf_mirror_get_db (PfMirror *self);
void pf_mirror_close_async (PfMirror *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean pf_mirror_close_finish (PfMirror *self, GAsyncResult *result, GError **error);

/* A page of a listing. generation: bigger than any before for this listing; at the last page
 * (bookmark NULL) rows of older generations are removed. */
#define PF_DECLARE_PUT(name, ...)                                                                  \
  void pf_mirror_put_##name##_async (PfMirror *self, const char *connection_id, __VA_ARGS__,       \
                                     GCancellable *cancellable, GAsyncReadyCallback callback,      \
                                     gpointer user_data);                                          \
  gboolean pf_mirror_put_##name##_finish (PfMirror *self, GAsyncResult *result, GError **error)

PF_DECLARE_PUT (boards, const PfPage *page, gint64 generation);
PF_DECLARE_PUT (sections, const char *board_id, const PfPage *page, gint64 generation);
PF_DECLARE_PUT (pins, const char *board_id, const PfPage *page, gint64 generation);
/* One record the outbox made or a read brought; @uuid (nullable) binds it to a local UUID. */
PF_DECLARE_PUT (board, PfBoard *board, const char *uuid);
PF_DECLARE_PUT (pin, PfPin *pin, const char *uuid);
PF_DECLARE_PUT (pin_removal, const char *pin_id);
PF_DECLARE_PUT (board_removal, const char *board_id);

/**
 * PfMirrorRow:
 *
 * A record with its local UUID.
 */
typedef struct
{
  char *uuid;
  gpointer record; /* PfBoard, PfSection or PfPin by listing */
} PfMirrorRow;
void pf_mirror_row_free (PfMirrorRow *self);

/* Listings: (element-type PfMirrorRow). Boards by name as the service lists them; pins in
 * listing order, newest first, [offset, offset + limit). */
#define PF_DECLARE_GET(name, ...)                                                                  \
  void pf_mirror_get_##name##_async (PfMirror *self, const char *connection_id, __VA_ARGS__,       \
                                     GCancellable *cancellable, GAsyncReadyCallback callback,      \
                                     gpointer user_data);                                          \
  GPtrArray *pf_mirror_get_##name##_finish (PfMirror *self, GAsyncResult *result, GError **error)

PF_DECLARE_GET (boards, guint offset, guint limit);
PF_DECLARE_GET (sections, const char *board_id);
PF_DECLARE_GET (pins, const char *board_id, guint offset, guint limit);

/* Forgets all rows of a connection (disconnect, change of mode). */
void pf_mirror_forget_async (PfMirror *self,
                             const char *connection_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
char *pf_mirror_make_uuid (const char *connection_id, const char *kind, const char *remote_id);

G_END_DECLS
