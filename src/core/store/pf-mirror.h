/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-records.h"
#include "core/base/pf-context.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

#define PF_TYPE_MIRROR (pf_mirror_get_type ())
G_DECLARE_FINAL_TYPE (PfMirror, pf_mirror, PF, MIRROR, GObject)

/*
 * The mirror, what Pinterest said: boards, sections, pins of every connection that this
 * process looked at. A per-process file in the cache folder (WAL, flock while used, removed
 * at exit, leftovers swept at the next start). Each row has a local UUID beside the remote id:
 * derived (UUID v5-like, of connection + kind + remote id) unless an outbox row already
 * owns one (pf_mirror_bind_async, and @uuid of pf_mirror_put_pin_async and its like).
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
void pf_mirror_bind_async (PfMirror *self,
                           PfStore *store,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean pf_mirror_bind_finish (PfMirror *self, GAsyncResult *result, GError **error);
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
 * A record with its local UUID; freed with the array it came in.
 */
typedef struct
{
  char *uuid;
  gpointer record; /* PfBoard, PfSection or PfPin by listing */
  guint32 hash;    /* of the record: another when it changed */
} PfMirrorRow;

/* Listings: (element-type PfMirrorRow). Boards by name as the service lists them; pins in
 * listing order, newest first, [offset, offset + limit). */
#define PF_DECLARE_GET_ANY(Ret, name, ...)                                                         \
  void pf_mirror_get_##name##_async (PfMirror *self, const char *connection_id, __VA_ARGS__,       \
                                     GCancellable *cancellable, GAsyncReadyCallback callback,      \
                                     gpointer user_data);                                          \
  Ret pf_mirror_get_##name##_finish (PfMirror *self, GAsyncResult *result, GError **error)
#define PF_DECLARE_GET(name, ...) PF_DECLARE_GET_ANY (GPtrArray *, name, __VA_ARGS__)

PF_DECLARE_GET (boards, guint offset, guint limit);
PF_DECLARE_GET (sections, const char *board_id);
PF_DECLARE_GET (pins, const char *board_id, guint offset, guint limit);

/**
 * PfMirrorKey:
 *
 * A pin of a long listing, as small as a list needs it (performance.md P8).
 */
typedef struct
{
  guint8 uuid[16];
  float aspect;  /* width / height, never 0 */
  guint32 color; /* 0xRRGGBB, or G_MAXUINT32 */
  guint32 hash;  /* differs when the record does */
} PfMirrorKey;

#define PF_MIRROR_CHUNK 250

/**
 * PfMirrorSlice:
 * @revision: give it to the next call
 * @from: keys before this position are as they were
 * @keys: (element-type PfMirrorKey): all from @from on
 * @chunks: (element-type guint GPtrArray): records of [n, n + 1) * PF_MIRROR_CHUNK, as
 *   arrays of PfMirrorRow
 */
typedef struct
{
  gint64 revision;
  guint from;
  GArray *keys;
  GHashTable *chunks;
} PfMirrorSlice;
void pf_mirror_slice_free (PfMirrorSlice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfMirrorSlice, pf_mirror_slice_free)

/* What changed in the pins of a board since @revision (0: everything), of which @n_known keys
 * are there; with the records of the chunks asked for, of the first chunk that grew and, unless
 * pins were but appended, of the chunks held. */
PF_DECLARE_GET_ANY (PfMirrorSlice *,
                    slice,
                    const char *board_id,
                    gint64 revision,
                    guint n_known,
                    GArray *chunks, /* of guint; nullable, as the next */
                    GArray *held);
/* Pinterest's id of a local UUID of any kind; NULL without error when it is not known here. */
void pf_mirror_find_remote_async (PfMirror *self,
                                  const char *connection_id,
                                  const char *uuid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *pf_mirror_find_remote_finish (PfMirror *self, GAsyncResult *result, GError **error);

/* Forgets all rows of a connection (disconnect, change of mode). */
void pf_mirror_forget_async (PfMirror *self,
                             const char *connection_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean pf_mirror_forget_finish (PfMirror *self, GAsyncResult *result, GError **error);
/* @kind: "boards", "sections" or "pins" */
char *pf_mirror_make_uuid (const char *connection_id, const char *kind, const char *remote_id);
char *pf_uuid_to_text (const guint8 *uuid);
gboolean pf_uuid_from_text (guint8 *uuid, const char *text);

G_END_DECLS
