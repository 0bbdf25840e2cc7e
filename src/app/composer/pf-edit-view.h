/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"
#include "core/media/pf-media-edit.h"

G_BEGIN_DECLS

#define PF_TYPE_EDIT_VIEW (pf_edit_view_get_type ())
G_DECLARE_FINAL_TYPE (PfEditView, pf_edit_view, PF, EDIT_VIEW, GtkWidget)

void pf_edit_view_set_loader (PfEditView *self, PfPictureLoader *loader);
void pf_edit_view_set_picture (
    PfEditView *self, const char *blob, int width, int height, const PfMediaEdit *edit);
const PfMediaEdit *pf_edit_view_get_edit (PfEditView *self);
void pf_edit_view_turn (PfEditView *self);
void pf_edit_view_cut (PfEditView *self, guint ratio_w, guint ratio_h);
void pf_edit_view_set_cropping (PfEditView *self, gboolean cropping);
void pf_edit_view_set_cover (PfEditView *self, gboolean cover);

G_END_DECLS
