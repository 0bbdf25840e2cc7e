/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-records.h"
#include "core/base/pf-context.h"
#include "core/store/pf-store.h"

#include <sqlite3.h>

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
 *  "place-changed" (const char *connection_id): from a kept copy to the own file, or back
 */
void pf_mirror_open_async (PfContext *context,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
PfMirror *pf_mirror_open_finish (GAsyncResult *result, GError **error);
PfDb *pf_mirror_get_db (PfMirror *self);
/* Where the rows of a connection are: the process's own file, or its kept copy. */
PfDb *pf_mirror_get_db_of (PfMirror *self, const char *connection_id);
void pf_mirror_bind_async (PfMirror *self,
                           PfStore *store,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean pf_mirror_bind_finish (PfMirror *self, GAsyncResult *result, GError **error);
/* "Keep a copy on this computer": the rows of a connection in the data folder. */
void pf_mirror_keep_async (PfMirror *self,
                           const char *connection_id,
                           PfStore *store,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean pf_mirror_keep_finish (PfMirror *self, GAsyncResult *result, GError **error);
gboolean pf_mirror_is_kept (PfMirror *self, const char *connection_id);
guint64 pf_mirror_get_kept_size (PfMirror *self, const char *connection_id);
void pf_mirror_wipe_async (PfMirror *self,
                           const char *connection_id,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean pf_mirror_wipe_finish (PfMirror *self, GAsyncResult *result, GError **error);
void pf_mirror_close_async (PfMirror *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean pf_mirror_close_finish (PfMirror *self, GAsyncResult *result, GError **error);

/* A page of a listing. generation: bigger than any before for this listing; at the last page
 * (bookmark NULL) rows of older generations are removed. */
#define PF_DECLARE_PUT(name, ...)                                                                  \
  void pf_mirror_put_##name##_async (PfMirror *self, const char *connection_id, __VA_ARGS__,       \
                                     GCancellable *cancellable, GAsyncReadyCallback callback,      \
                                     gpointer user_data)

PF_DECLARE_PUT (boards, const PfPage *page, gint64 generation);
PF_DECLARE_PUT (sections, const char *board_id, const PfPage *page, gint64 generation);
PF_DECLARE_PUT (pins, const char *board_id, const PfPage *page, gint64 generation);
PF_DECLARE_PUT (section_pins,
                const char *board_id,
                const char *section_id,
                const PfPage *page,
                gint64 generation);
PF_DECLARE_PUT (all_pins, const PfPage *page, gint64 generation);
/* One that no listing has shown yet. */
PF_DECLARE_PUT (found_pin, PfPin *pin);
/* One record the outbox made or a read brought; @uuid (nullable) binds it to a local UUID. */
PF_DECLARE_PUT (board, PfBoard *board, const char *uuid);
PF_DECLARE_PUT (section, PfSection *section, const char *uuid);
PF_DECLARE_PUT (pin, PfPin *pin, const char *uuid);
/* @board_uuid (nullable): where it was before, for the counts of boards whose pins are not here. */
PF_DECLARE_PUT (changed_pin, PfPin *pin, const char *uuid, const char *board_uuid);
PF_DECLARE_PUT (pin_removal, const char *pin_id, const char *board_uuid);
PF_DECLARE_PUT (section_removal, const char *section_id);
PF_DECLARE_PUT (board_removal, const char *board_id);
gboolean pf_mirror_put_finish (PfMirror *self, GAsyncResult *result, GError **error);

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

/* PfMirrorKey.flags: what a list filters by. */
typedef enum
{
  PF_MIRROR_LINK = 1 << 0,
  PF_MIRROR_ALT = 1 << 1,
  PF_MIRROR_VIDEO = 1 << 2,
  PF_MIRROR_CAROUSEL = 1 << 3,
  PF_MIRROR_TITLE = 1 << 4,
  PF_MIRROR_OWN = 1 << 5,
} PfMirrorFlags;

/**
 * PfMirrorKey:
 * @uuid: the local UUID
 * @entry: names the row; pins created later have smaller ones
 * @aspect: width / height, never 0
 * @color: 0xRRGGBB, or G_MAXUINT32
 * @hash: differs when the record does
 * @section: pf_mirror_section_digest() of its section, 0 for none
 * @listing: names its board: the same for pins of one board
 * @flags: #PfMirrorFlags
 *
 * A pin of a long listing, as small as a list needs it (performance.md P8).
 */
typedef struct
{
  guint8 uuid[16];
  gint64 entry;
  float aspect;
  guint32 color;
  guint32 hash;
  guint32 section;
  guint32 listing;
  guint32 flags;
} PfMirrorKey;

guint32 pf_mirror_section_digest (const char *section_id);
/* Wall clock of its creation, us; 0 when it is not known. */
gint64 pf_mirror_key_get_created_at (const PfMirrorKey *self);

/**
 * PfMirrorSlice:
 * @revision: give it to the next call
 * @from: keys before this position are as they were
 * @keys: (element-type PfMirrorKey): all from @from on
 * @more: @keys are as many as were asked for, and more may follow
 */
typedef struct
{
  gint64 revision;
  guint from;
  GArray *keys;
  gboolean more;
} PfMirrorSlice;
void pf_mirror_slice_free (PfMirrorSlice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfMirrorSlice, pf_mirror_slice_free)

/*
 * For work on a reader thread of pf_mirror_get_db_of() (pf_db_run_async): all that a list
 * needs comes from one moment.
 */
/* What changed in the pins of a board (NULL: of the account) since @revision (0: everything), of
 * which @known keys (nullable) are there: all that there were, or not @known_all. At most @limit
 * keys, 0 for all. */
PfMirrorSlice *pf_mirror_read_slice (sqlite3 *db,
                                     const char *connection_id,
                                     const char *board_id,
                                     gint64 revision,
                                     GArray *known,
                                     gboolean known_all,
                                     guint limit,
                                     GError **error);
/* The keys of all pins of the account that are here, whichever listing brought them, newest first.
 */
GArray *pf_mirror_read_loaded (sqlite3 *db, const char *connection_id, GError **error);
/* The keys of single pins by their UUIDs (element-type guint8[16]); those that are not here are
 * left out. */
GArray *pf_mirror_read_keys (sqlite3 *db, GArray *uuids, GError **error);
/* Records by PfMirrorKey.entry: (element-type gint64 PfMirrorPin). */
typedef struct
{
  PfPin *pin;
  guint32 hash; /* PfMirrorKey.hash */
} PfMirrorPin;
GHashTable *pf_mirror_pins_new (void);
gboolean pf_mirror_read_pins (sqlite3 *db, GArray *entries, GHashTable *pins, GError **error);
/* Titles of all @keys, for sorting: (element-type utf8), "" for none. */
GPtrArray *pf_mirror_read_titles (sqlite3 *db, GArray *keys, GError **error);
/* Names of boards by PfMirrorKey.listing. */
GHashTable *pf_mirror_read_board_names (sqlite3 *db, const char *connection_id, GError **error);

/* (element-type utf8): boards on which a pin is in a section and whose sections nobody listed. */
GPtrArray *
pf_mirror_read_boards_to_section (sqlite3 *db, const char *connection_id, GError **error);

/**
 * PfMirrorWalk:
 * @generation: of the pass, 0 for none
 * @bookmark: (nullable): where it goes on
 * @n_walked: rows that it met
 * @walked_at: wall clock when a pass came to its end, us; 0 for never
 *
 * How far a listing was gone through.
 */
typedef struct
{
  gint64 generation;
  char *bookmark;
  gint64 n_walked;
  gint64 walked_at;
} PfMirrorWalk;
void pf_mirror_walk_free (PfMirrorWalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfMirrorWalk, pf_mirror_walk_free)
/* @kind: "boards", "sections" or "pins"; @parent: the board's id at the service, or "" */
PF_DECLARE_GET_ANY (PfMirrorWalk *, walk, const char *kind, const char *parent);

/* Words on pins, newest first. @text as somebody types it: each word may be a beginning. Keys of
 * at most @limit pins behind @after (PfMirrorKey.entry of the last one; G_MININT64 to begin).
 * @board_id: (nullable): of this board only; its name is then no word of its pins */
GArray *pf_mirror_search (sqlite3 *db,
                          const char *connection_id,
                          const char *board_id,
                          const char *text,
                          gint64 after,
                          guint limit,
                          GCancellable *cancellable,
                          GError **error);
gboolean pf_mirror_matches (const char *typed, const char *text);
/* Pinterest's id of a local UUID of any kind; NULL without error when it is not known here. */
void pf_mirror_find_remote_async (PfMirror *self,
                                  const char *connection_id,
                                  const char *uuid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *pf_mirror_find_remote_finish (PfMirror *self, GAsyncResult *result, GError **error);

/* The local UUID of a pin that was read; NULL without error when it was not. */
void pf_mirror_find_pin_async (PfMirror *self,
                               const char *connection_id,
                               const char *remote_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *pf_mirror_find_pin_finish (PfMirror *self, GAsyncResult *result, GError **error);

/* The other way, on a reader thread: the local UUID of what has Pinterest's id @remote_id, known
 * here or not. @kind: "boards", "sections" or "pins". */
char *pf_mirror_read_uuid (sqlite3 *db,
                           const char *connection_id,
                           const char *kind,
                           const char *remote_id,
                           GError **error);

/* Forgets all rows of a connection (disconnect, change of mode). */
void pf_mirror_forget_async (PfMirror *self,
                             const char *connection_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* @kind: "boards", "sections" or "pins" */
char *pf_mirror_make_uuid (const char *connection_id, const char *kind, const char *remote_id);
char *pf_uuid_to_text (const guint8 *uuid);
gboolean pf_uuid_from_text (guint8 *uuid, const char *text);

G_END_DECLS
