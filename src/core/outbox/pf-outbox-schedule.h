/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-delivery.h"
#include "core/outbox/pf-outbox-record.h"

G_BEGIN_DECLS

#define PF_OUTBOX_HOLD_CREATE_US (5 * G_TIME_SPAN_SECOND)
#define PF_OUTBOX_HOLD_DELETE_US (10 * G_TIME_SPAN_SECOND)
#define PF_OUTBOX_HOLD_FOCUS_US (20 * G_TIME_SPAN_SECOND)
#define PF_OUTBOX_LEASE_US (10 * 60 * G_TIME_SPAN_SECOND)
#define PF_OUTBOX_MAX_FLIGHTS 2

/**
 * PfOutboxMoment:
 * @now: wall clock
 * @owner: this process's lease name: its presence, a slash, the engine's own
 * @processes: folder of the presences
 * @accounts: (element-type PfDeliveryAccount): what can be sent from
 * @busy_rows: uuids in the air
 * @busy_lanes: lanes in the air, see pf_outbox_lane()
 * @load: connection id -> how many are in the air
 * @paused: connection ids whose queue is stopped
 * @back_online: connection ids whose network came back
 *
 * All that scheduling may know; it is copied, so that the database thread has
 * it alone.
 */
typedef struct
{
  gint64 now;
  char *owner, *processes;
  GPtrArray *accounts;
  GHashTable *busy_rows, *busy_lanes, *load, *paused;
  GPtrArray *back_online;
} PfOutboxMoment;

void pf_outbox_moment_free (PfOutboxMoment *self);
const PfDeliveryAccount *pf_outbox_find_account (GPtrArray *accounts, const char *connection_id);

/**
 * PfOutboxPlan:
 * @chosen: (element-type PfOutboxRecord): leased rows to send, unknown rows to look for
 * @wake_at: when to ask again, G_MAXINT64 for never
 * @changed: whether rows changed
 * @dropped: (element-type utf8): rows in the air that somebody took back
 */
typedef struct
{
  GPtrArray *chosen;
  GPtrArray *dropped;
  gint64 wake_at;
  gboolean changed;
} PfOutboxPlan;

/* PF_DB_WRITE, as a part of a transaction. */
gboolean pf_outbox_ask_for_orphans (sqlite3 *db, const PfOutboxMoment *moment, GError **error);
void pf_outbox_plan_free (PfOutboxPlan *self);
char *pf_outbox_lane (const PfOutboxRow *row);

/* PfDbFuncs, PF_DB_WRITE. Data: PfOutboxMoment. */
gpointer pf_outbox_plan (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
gpointer pf_outbox_recover (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);

/* How long a row that is over is kept, and how many are whatever their age. */
#define PF_OUTBOX_KEEP_DAYS 30
#define PF_OUTBOX_KEEP_ROWS 1000
/* So many go at a time, that nobody waits for it. */
#define PF_OUTBOX_PRUNE_ROWS 2000

typedef struct
{
  gint64 now, n_keep, n_most;
} PfOutboxPrune;

/* PF_DB_WRITE. Data: PfOutboxPrune. */
gpointer pf_outbox_prune (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);

/* PF_DB_READ. Result: GPtrArray of PfOutboxRecord for faces. */
gpointer pf_outbox_list (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
