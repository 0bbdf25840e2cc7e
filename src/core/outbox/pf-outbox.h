/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connections.h"
#include "core/base/pf-error.h"
#include "core/outbox/pf-batch.h"
#include "core/store/pf-draft.h"
#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/**
 * PfOutboxState: the names are stored ("held", "queued", ...)
 */
typedef enum
{
  PF_OUTBOX_HELD,    /* not_before is ahead because Undo is still possible */
  PF_OUTBOX_QUEUED,  /* due, or waiting for a time, a parent, the network or the account */
  PF_OUTBOX_SENDING, /* leased; sent_at set once intent is synced */
  PF_OUTBOX_DONE,
  PF_OUTBOX_FAILED,    /* refused, with its reason */
  PF_OUTBOX_UNKNOWN,   /* may be there: being looked for */
  PF_OUTBOX_ASK,       /* looked and not sure: the user decides, with the evidence */
  PF_OUTBOX_UNDONE,    /* taken back before it left */
  PF_OUTBOX_DISCARDED, /* given up by the user */
} PfOutboxState;

typedef enum
{
  PF_OP_CREATE_BOARD,
  PF_OP_CREATE_SECTION,
  PF_OP_CREATE_PIN,
  PF_OP_DELETE_PIN,
  PF_OP_DELETE_BOARD,
  PF_OP_UPDATE_BOARD,
  PF_OP_UPDATE_SECTION,
  PF_OP_DELETE_SECTION,
  PF_OP_UPDATE_PIN,
  PF_OP_SAVE_PIN,    /* object_uuid: the copy; pf_outbox_row_get_source(): what is copied */
  PF_OP_MERGE_BOARD, /* object_uuid: the source; its moves are rows of the same batch */
  PF_OP_UNKNOWN,     /* of a newer Pinfold: it waits for it */
} PfOutboxOp;

/**
 * PfOutboxRow:
 *
 * A row as faces and models see it. Immutable snapshot, reference counted.
 */
typedef struct
{
  gatomicrefcount refs;
  char *uuid, *connection_id, *object_uuid, *board_uuid, *section_uuid, *remote_id;
  char *batch_id, *depends_on, *blob;
  PfOutboxOp op;
  PfOutboxState state;
  gint64 seq, not_before, sent_at, created_at, done_at;
  guint attempts;
  PfError error_kind; /* meaningful when error_message is set */
  int error_code;
  char *error_message; /* nullable; why it failed or waits, for people */
  char *request_id;
  char *waiting_for; /* nullable: "account", "network", "publishing", "limit", "parent" */
  /* payload */
  char *name, *description, *title, *alt_text, *link;
  PfPrivacy privacy;
  int width, height;
  PfPinKind kind; /* of a pin that is made */
} PfOutboxRow;
PfOutboxRow *pf_outbox_row_ref (PfOutboxRow *self);
void pf_outbox_row_unref (PfOutboxRow *self);
GType pf_outbox_row_get_type (void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfOutboxRow, pf_outbox_row_unref)
/* Of an update: what it sets, and what stood there before; NULL for other rows. Of an
 * update-pin, board_uuid and section_uuid of the row itself are where the pin will be, and
 * those of "before" where it was, whether it moves or not. Owned by the row. */
const PfChanges *pf_outbox_row_get_changes (const PfOutboxRow *self);
const PfChanges *pf_outbox_row_get_before (const PfOutboxRow *self);
/* Of a save-pin: local UUID of the pin that is copied; of a merge: of the target board. */
const char *pf_outbox_row_get_source (const PfOutboxRow *self);

typedef struct
{
  gint64 at;
  char *outcome;
  char *message; /* nullable, for people */
  char *request_id;
} PfOutboxAttempt;
void pf_outbox_attempt_free (PfOutboxAttempt *self);

#define PF_TYPE_OUTBOX (pf_outbox_get_type ())
G_DECLARE_FINAL_TYPE (PfOutbox, pf_outbox, PF, OUTBOX, GObject)

/*
 * Every change the user makes, delivered at most once (safety.md PQ-1..8, PQ-15).
 * Signals, main context: "changed" () after rows changed; "row-done" (PfOutboxRow),
 * "row-failed" (PfOutboxRow), "row-asks" (PfOutboxRow); "upload" (PfOutboxRow) while a video
 * is being sent, see pf_outbox_get_upload_share().
 */
PfOutbox *pf_outbox_new (PfStore *store, PfMirror *mirror, PfConnections *connections);
/* Takes the delivery lock when free (else watches), reconciles what a crash left, starts. */
void pf_outbox_start_async (PfOutbox *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean pf_outbox_start_finish (PfOutbox *self, GAsyncResult *result, GError **error);

/* Enqueue: ends when the row is committed and synced. Result: batch id (transfer full).
 * Creates are held 5 s, deletes 10 s. */
void pf_outbox_create_board_async (PfOutbox *self,
                                   PfConnection *connection,
                                   const PfNewBoard *board,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* From a draft: prepares the picture (media), keeps its blob, writes the row and removes the
 * draft in one transaction. board_uuid may be that of a pending board. */
void pf_outbox_create_pin_async (PfOutbox *self,
                                 PfConnection *connection,
                                 const PfDraft *draft,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Many at once, one batch, one Undo: each made ready, then all rows kept and all drafts removed
 * in one transaction. A draft that cannot be stays one. (element-type PfDraft) */
void pf_outbox_create_pins_async (PfOutbox *self,
                                  PfConnection *connection,
                                  GPtrArray *drafts,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* @faults: (out) (nullable): draft uuid -> words, of those that stayed drafts. %NULL with
 * @error when none went. */
char *pf_outbox_create_pins_finish (PfOutbox *self,
                                    GAsyncResult *result,
                                    GHashTable **faults,
                                    GError **error);
/* A pin of the same account, on its way or done, whose picture looks the same; or NULL. */
void pf_outbox_find_alike_async (PfOutbox *self,
                                 const PfDraft *draft,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
PfOutboxRow *pf_outbox_find_alike_finish (PfOutbox *self, GAsyncResult *result);
/* Of a video on its way: the share that was sent, 0 to 1; -1 when it is not being sent. */
double pf_outbox_get_upload_share (PfOutbox *self, const char *row_uuid);
void pf_outbox_delete_pin_async (PfOutbox *self,
                                 PfConnection *connection,
                                 const char *pin_uuid,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* @object_uuid: (out) (optional) (transfer full): UUID of the thing made */
char *
pf_outbox_enqueue_finish (PfOutbox *self, GAsyncResult *result, char **object_uuid, GError **error);

/* All of @batch in one transaction: ends when it is committed and synced. Result of the
 * finish function: the batch id. Creates, edits and moves are held 5 s, deletes 10 s. Edits of
 * one thing that have not left yet go out as one request, and stay an Undo each.
 * Errors: PF_ERROR_INVALID (nothing to do, or a field that is too long), PF_ERROR_SCOPE,
 * PF_ERROR_FEATURE (editing pins was refused to this app before), PF_ERROR_BUSY (it is being
 * deleted), PF_ERROR_DATABASE. */
void pf_outbox_enqueue_batch_async (PfOutbox *self,
                                    PfConnection *connection,
                                    PfBatch *batch,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *pf_outbox_enqueue_batch_finish (PfOutbox *self, GAsyncResult *result, GError **error);

/**
 * PfBatchProgress:
 * @words: what it does; "" for a single row that was enqueued by itself; of an Undo, what it
 *   takes back
 * @is_undo: whether it takes another one back (a Redo does not)
 * @n_left: held, queued, sending or being looked for
 * @n_asking: wait for a word of the user
 * @rows: (element-type PfOutboxRow): each with its state and its error_message
 *
 * Where a batch stands.
 */
typedef struct
{
  char *batch_id, *words;
  gboolean is_undo;
  guint n_total, n_done, n_failed, n_asking, n_left, n_taken_back;
  GPtrArray *rows;
} PfBatchProgress;
void pf_batch_progress_free (PfBatchProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBatchProgress, pf_batch_progress_free)
/* Read it again after "changed". */
void pf_outbox_get_progress_async (PfOutbox *self,
                                   const char *batch_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
PfBatchProgress *
pf_outbox_get_progress_finish (PfOutbox *self, GAsyncResult *result, GError **error);
/* Batches of more than one row that are not over: what the window tells of after a crash.
 * (element-type PfBatchProgress), without their rows. */
void pf_outbox_list_batches_async (PfOutbox *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *pf_outbox_list_batches_finish (PfOutbox *self, GAsyncResult *result, GError **error);

/**
 * PfUndoReport:
 * @words: honest words for a toast (safety.md PQ-8)
 * @batch_id: the batch that takes it back; undo that one to do it again
 * @lost: (element-type utf8): titles of pins that cannot come back
 *
 * What became of an Undo.
 */
typedef struct
{
  char *words;
  char *batch_id;
  GPtrArray *lost;
} PfUndoReport;
void pf_undo_report_free (PfUndoReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfUndoReport, pf_undo_report_free)
/* The finish function that tells all of pf_outbox_undo_async(). */
PfUndoReport *pf_outbox_undo_finish_report (PfOutbox *self, GAsyncResult *result, GError **error);

/* Undo of a batch: held rows are taken back (a create-pin becomes its draft again);
 * creates that have left get a queued delete, edits and moves a queued edit back, deletes of
 * boards and sections are made again from what was listed before. @words (out): honest words
 * for a toast (PQ-8). */
void pf_outbox_undo_async (PfOutbox *self,
                           const char *batch_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean pf_outbox_undo_finish (PfOutbox *self, GAsyncResult *result, char **words, GError **error);
void pf_outbox_hold (PfOutbox *self, const char *batch_id); /* the toast has focus: wait longer */
void pf_outbox_release (PfOutbox *self, const char *batch_id); /* go, now */

/* For rows failed, waiting or asking. */
#define PF_DECLARE_OUTBOX_CALL(name)                                                               \
  void pf_outbox_##name##_async (PfOutbox *self, const char *row_uuid, GCancellable *cancellable,  \
                                 GAsyncReadyCallback callback, gpointer user_data);                \
  gboolean pf_outbox_##name##_finish (PfOutbox *self, GAsyncResult *result, GError **error)
PF_DECLARE_OUTBOX_CALL (retry); /* failed -> queued; asks -> queued: "it is not there" */
PF_DECLARE_OUTBOX_CALL (discard);
PF_DECLARE_OUTBOX_CALL (edit);           /* failed or waiting create-pin -> draft again */
PF_DECLARE_OUTBOX_CALL (look_again);     /* unknown or asks: Check on Board */
PF_DECLARE_OUTBOX_CALL (mark_published); /* asks: "it is there" */

/* Rows that faces show: every state but done older than a day, undone, discarded. */
void pf_outbox_list_async (PfOutbox *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GPtrArray *pf_outbox_list_finish (PfOutbox *self, GAsyncResult *result, GError **error);
void pf_outbox_list_attempts_async (PfOutbox *self,
                                    const char *row_uuid,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *pf_outbox_list_attempts_finish (PfOutbox *self, GAsyncResult *result, GError **error);

/* Closing the window delivers held rows; ends when nothing is being sent, or at @cancellable. */
void pf_outbox_drain_async (PfOutbox *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean pf_outbox_drain_finish (PfOutbox *self, GAsyncResult *result, GError **error);
void pf_outbox_stop (PfOutbox *self);

G_END_DECLS
