/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/activity/pf-activity-entries.h"
#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_ACTIVITY_BATCH (pf_activity_batch_get_type ())
G_DECLARE_FINAL_TYPE (PfActivityBatch, pf_activity_batch, PF, ACTIVITY_BATCH, GtkListBoxRow)

GtkWidget *pf_activity_batch_new (PfWindow *window, PfActivityEntry *entry);

G_END_DECLS
