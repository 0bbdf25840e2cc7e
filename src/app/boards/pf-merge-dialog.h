/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_MERGE_DIALOG (pf_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PfMergeDialog, pf_merge_dialog, PF, MERGE_DIALOG, AdwWindow)

PfMergeDialog *pf_merge_dialog_new (PfWindow *window, PfConnection *connection, PfBoardItem *board);

G_END_DECLS
