/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

#include "core/outbox/pf-batch.h"

G_BEGIN_DECLS

void pf_batch_run (PfWindow *window, PfConnection *connection, PfBatch *batch, const char *doing);
void
pf_batch_run_delete (PfWindow *window, PfConnection *connection, PfBatch *batch, const char *doing);

G_END_DECLS
