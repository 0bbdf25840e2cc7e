/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_undo_newest (PfWindow *window);
void pf_undo_redo (PfWindow *window);
void pf_undo_batch (PfWindow *window, const char *batch_id);

G_END_DECLS
