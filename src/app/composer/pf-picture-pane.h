/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PICTURE_PANE (pf_picture_pane_get_type ())
G_DECLARE_FINAL_TYPE (PfPicturePane, pf_picture_pane, PF, PICTURE_PANE, AdwBin)

void pf_picture_pane_set_window (PfPicturePane *self, PfWindow *window);
void pf_picture_pane_show (PfPicturePane *self, const PfDraft *draft);
void pf_picture_pane_set_narrow (PfPicturePane *self, gboolean narrow);
const PfMediaEdit *pf_picture_pane_get_edit (PfPicturePane *self);

G_END_DECLS
