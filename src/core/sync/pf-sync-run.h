/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/pf-sync.h"

G_BEGIN_DECLS

/**
 * PfSyncRunState: where a pass over everything stands
 */
typedef enum
{
  PF_SYNC_RUN_IDLE, /* not begun, or cancelled: begin goes on where it was */
  PF_SYNC_RUN_RUNNING,
  PF_SYNC_RUN_DONE,
  PF_SYNC_RUN_FAILED,
} PfSyncRunState;

#define PF_TYPE_SYNC_RUN (pf_sync_run_get_type ())
G_DECLARE_FINAL_TYPE (PfSyncRun, pf_sync_run, PF, SYNC_RUN, GObject)

/*
 * One pass over all boards, pins and used sections of an account: for "Search everything" and to
 * fill a kept copy. Goes on at the bookmark where another one was left, also one of an earlier
 * process in a kept copy. Properties "state" (int), "n-done", "n-total" (guint: pins; the total is
 * what the boards say, 0 while it is not known), "error" (boxed GError, nullable).
 */
PfSyncRun *
pf_sync_run_new (PfContext *context, PfMirror *mirror, PfConnection *connection, PfSync *sync);
void pf_sync_run_begin (PfSyncRun *self);
void pf_sync_run_cancel (PfSyncRun *self);
PfSyncRunState pf_sync_run_get_state (PfSyncRun *self);
const GError *pf_sync_run_get_error (PfSyncRun *self);

G_END_DECLS
