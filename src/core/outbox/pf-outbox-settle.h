/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox-record.h"
#include "core/outbox/pf-verdict.h"

G_BEGIN_DECLS

/* How long a lost create may still appear on the board before the user is asked. */
#define PF_OUTBOX_SETTLE_US (120 * G_TIME_SPAN_SECOND)
/* How far the service's clock may be behind ours. */
#define PF_OUTBOX_SKEW_US (5 * 60 * G_TIME_SPAN_SECOND)
/* So far it may be when ours is wrong by a day or a zone: what is that old counts only when
 * nothing newer is there, and then the user is asked. */
#define PF_OUTBOX_WIDE_SKEW_US (26 * 60 * 60 * G_TIME_SPAN_SECOND)

typedef enum
{
  PF_LIKENESS_NONE,
  PF_LIKENESS_OLD,   /* like it, and older than the intent by this computer's clock */
  PF_LIKENESS_MAYBE, /* the words fit, the picture could not be compared */
  PF_LIKENESS_SAME,
} PfLikeness;

typedef struct
{
  char *remote_id;
  PfLikeness likeness;
} PfOutboxFind;

void pf_outbox_find_free (PfOutboxFind *self);

/**
 * PfOutboxSettlement:
 * @uuid: the row
 * @owner: lease name of this process
 * @unit: chance for the backoff
 * @error: (nullable): how it failed; %NULL when it went well
 * @remote_id: (nullable): what was made, when it went well
 * @finds: (nullable) (element-type PfOutboxFind): what a look found, newest first
 * @looked_at: when the look began
 * @followers: (nullable) (element-type utf8): rows that went out with it
 * @sections, @pins: (nullable) (element-type PfOutboxListed): what is in what is deleted
 *
 * How a try or a look ended; made on the main context, used on the writer.
 */
typedef struct
{
  char *uuid, *owner;
  gint64 now, looked_at;
  double unit;
  GError *error;
  char *remote_id;
  GPtrArray *finds;
  GPtrArray *followers;
  GPtrArray *sections, *pins;
} PfOutboxSettlement;

void pf_outbox_settlement_free (PfOutboxSettlement *self);

/* PfDbFuncs, PF_DB_WRITE. Result: the row as it is now. */
gpointer pf_outbox_settle_try (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_settle_look (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
/* Result: the row; its state is no longer "sending" when somebody took it back. */
gpointer pf_outbox_mark_sent (sqlite3 *db, gpointer data, GCancellable *c, GError **error);

gboolean
pf_outbox_heed_undo (sqlite3 *db, const char *uuid, const char *owner, gint64 now, GError **error);
gboolean pf_outbox_keep_contents (sqlite3 *db, const PfOutboxSettlement *end, GError **error);
gboolean pf_outbox_mark_done (
    sqlite3 *db, const PfOutboxRecord *record, const char *remote_id, gint64 now, GError **error);

G_END_DECLS
