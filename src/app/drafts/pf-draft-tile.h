/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_DRAFT_TILE (pf_draft_tile_get_type ())
G_DECLARE_FINAL_TYPE (PfDraftTile, pf_draft_tile, PF, DRAFT_TILE, GtkWidget)

GtkWidget *pf_draft_tile_new (PfWindow *window);
void pf_draft_tile_set_draft (PfDraftTile *self, const PfDraft *draft);

G_END_DECLS
