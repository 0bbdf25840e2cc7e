/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-batch-private.h"
#include "core/outbox/pf-outbox-commands.h"
#include "core/outbox/pf-outbox-settle.h"

G_BEGIN_DECLS

/**
 * PfBatchCommand:
 * @owner: lease name of this process
 * @remotes: local UUID -> Pinterest's id, as far as the mirror knows
 *
 * A batch on its way to the writer.
 */
typedef struct
{
  PfBatch *batch;
  char *connection_id, *service, *account_id, *owner;
  gint64 now;
  GHashTable *remotes;
} PfBatchCommand;
void pf_batch_command_free (PfBatchCommand *self);

/* PfDbFuncs, PF_DB_WRITE. Result: PF_DB_OK. */
gpointer pf_outbox_do_enqueue_batch (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
/* Data: PfOutboxCommand. Result: PfUndoReport. */
gpointer pf_outbox_do_undo (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
/* PF_DB_READ. Data: PfOutboxCommand. Result: PfBatchProgress; array of them. */
gpointer pf_outbox_do_progress (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_list_batches (sqlite3 *db, gpointer data, GCancellable *c, GError **error);

gboolean pf_outbox_keep_batch (
    sqlite3 *db, const char *id, const char *words, const char *undoes, gint64 now, GError **error);
/* Whether a batch takes another one back: an Undo, or the Undo of a Redo. */
gboolean pf_outbox_is_undo (sqlite3 *db, const char *id, gboolean *is_undo, GError **error);
/* A row beside @of: of the same account, to go at once. */
PfOutboxRecord *pf_outbox_record_beside (
    const PfOutboxRecord *of, PfOutboxOp op, const char *uuid, const char *batch_id, gint64 now);

/**
 * PfMergeNext:
 * @PF_MERGE_NEXT_WAIT: the row was settled: moves go first, or it ended
 * @PF_MERGE_NEXT_DELETE: the source is listed empty and may be deleted
 *
 * What a merge does after its source was listed.
 */
typedef enum
{
  PF_MERGE_NEXT_WAIT,
  PF_MERGE_NEXT_DELETE,
} PfMergeNext;

/**
 * PfMergeList:
 * @sections, @pins: of the source, (element-type PfOutboxListed)
 * @target_sections: likewise
 * @error: (nullable): why they could not be listed
 *
 * What a merge found, on its way to the writer.
 */
typedef struct
{
  char *uuid, *owner, *seed;
  gint64 now;
  double unit;
  GPtrArray *sections, *pins, *target_sections;
  GError *error;
  PfMergeNext next; /* out */
} PfMergeList;
void pf_merge_list_free (PfMergeList *self);
/* PF_DB_WRITE. Data: PfMergeList. Result: the row. */
gpointer pf_outbox_do_merge (sqlite3 *db, gpointer data, GCancellable *c, GError **error);

G_END_DECLS
