/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"

G_BEGIN_DECLS

/**
 * PfActivityEntry:
 *
 * What Activity shows in one row: a change, or a batch of many. A batch stays the same object and
 * emits "changed" as it goes on.
 */
#define PF_TYPE_ACTIVITY_ENTRY (pf_activity_entry_get_type ())
G_DECLARE_FINAL_TYPE (PfActivityEntry, pf_activity_entry, PF, ACTIVITY_ENTRY, GObject)
PfOutboxRow *pf_activity_entry_get_row (PfActivityEntry *self);
const PfBatchProgress *pf_activity_entry_get_progress (PfActivityEntry *self);
GPtrArray *pf_activity_entry_get_troubles (PfActivityEntry *self);
const char *pf_activity_entry_get_board (PfActivityEntry *self);

/**
 * PfActivityEntries:
 *
 * A list model of #PfActivityEntry over an activity list. Signal "batch" (PfActivityEntry,
 * gboolean over): a batch was met for the first time, or came to its end.
 */
#define PF_TYPE_ACTIVITY_ENTRIES (pf_activity_entries_get_type ())
G_DECLARE_FINAL_TYPE (PfActivityEntries, pf_activity_entries, PF, ACTIVITY_ENTRIES, GObject)
PfActivityEntries *pf_activity_entries_new (PfOutbox *outbox, PfActivityList *rows);
gboolean pf_activity_entries_has_batch (PfActivityEntries *self, const char *batch_id);

G_END_DECLS
