/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox-record.h"

G_BEGIN_DECLS

/**
 * PfOutboxCommand:
 * @target: a row's uuid, or a batch id
 * @owner: lease name of this process
 * @seed: a fresh UUID, batch id of what the command adds
 * @record: (nullable): a row to add
 * @board_remote: (nullable): what its board is called at Pinterest, when the mirror knows
 * @section_remote: (nullable): likewise
 *
 * What a user asked for, on its way to the writer.
 */
typedef struct
{
  char *target, *owner, *seed;
  gint64 now;
  PfOutboxRecord *record;
  char *board_remote, *section_remote;
} PfOutboxCommand;

/**
 * PfOutboxPins:
 * @commands: (element-type PfOutboxCommand): pins to add
 * @faults: draft uuid -> words: those that cannot be
 *
 * Pins that are kept in one transaction.
 */
typedef struct
{
  GPtrArray *commands;
  GHashTable *faults;
} PfOutboxPins;

PfOutboxCommand *pf_outbox_command_new (const char *target, const char *owner, gint64 now);
void pf_outbox_command_free (PfOutboxCommand *self);

/* PfDbFuncs, PF_DB_WRITE. */
/* Data: PfOutboxPins. */
gpointer pf_outbox_do_enqueue_pins (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_enqueue (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_hold (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_release (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_release_all (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_retry (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_discard (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_edit (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_look_again (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
gpointer pf_outbox_do_mark_published (sqlite3 *db, gpointer data, GCancellable *c, GError **error);
/* Whether nothing of it can have left, so that it is simply taken back. */
gboolean pf_outbox_is_here (const PfOutboxRow *row);
gboolean pf_outbox_set_row_state (
    sqlite3 *db, const PfOutboxRow *row, PfOutboxState state, gint64 now, GError **error);
/* PF_DB_READ: GPtrArray of PfOutboxAttempt */
gpointer pf_outbox_do_attempts (sqlite3 *db, gpointer data, GCancellable *c, GError **error);

G_END_DECLS
