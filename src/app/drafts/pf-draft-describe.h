/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"
#include "app/widgets/wall/pf-wall.h"

G_BEGIN_DECLS

void pf_draft_describe (PfWindow *window, const PfDraft *draft, PfWallTile *tile);
guint pf_draft_find (GListModel *drafts, const char *typed, guint from);

G_END_DECLS
