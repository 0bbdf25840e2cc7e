/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"

G_BEGIN_DECLS

#define PF_TYPE_COVER (pf_cover_get_type ())
G_DECLARE_FINAL_TYPE (PfCover, pf_cover, PF, COVER, GtkWidget)

GtkWidget *pf_cover_new (void);
void pf_cover_set_loader (PfCover *self, PfPictureLoader *loader);
void pf_cover_set_urls (PfCover *self, PfClient *client, const char *const *urls);
void pf_cover_set_low (PfCover *self, gboolean low);

G_END_DECLS
