/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"
#include "core/store/pf-draft.h"

G_BEGIN_DECLS

/* So many characters of a title are seen among other pins. */
#define PF_FEED_TITLE_MAX 40

#define PF_TYPE_FEED_PREVIEW (pf_feed_preview_get_type ())
G_DECLARE_FINAL_TYPE (PfFeedPreview, pf_feed_preview, PF, FEED_PREVIEW, GtkWidget)

void pf_feed_preview_set_loader (PfFeedPreview *self, PfPictureLoader *loader);
void pf_feed_preview_show (PfFeedPreview *self, const PfDraft *draft);
char *pf_feed_preview_cut_title (const char *title);

G_END_DECLS
