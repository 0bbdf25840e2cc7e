/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_draft_delete (PfWindow *window, const PfDraft *draft);

G_END_DECLS
