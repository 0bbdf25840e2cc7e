/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_draft_delete (PfWindow *window, PfDraft *draft);
void pf_drafts_delete (PfWindow *window, GPtrArray *drafts);

G_END_DECLS
