/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"

G_BEGIN_DECLS

#define PF_TYPE_PICTURE (pf_picture_get_type ())
G_DECLARE_FINAL_TYPE (PfPicture, pf_picture, PF, PICTURE, GtkWidget)

GtkWidget *pf_picture_new (void);
void pf_picture_set_loader (PfPicture *self, PfPictureLoader *loader);
void pf_picture_set_url (PfPicture *self, PfClient *client, const char *url);
void pf_picture_set_blob (PfPicture *self, const char *sha256);
void pf_picture_set_color (PfPicture *self, guint32 rgb);
void pf_picture_set_fit (PfPicture *self, PfDecodeFit fit);
void pf_picture_set_corner_radius (PfPicture *self, int radius);
void pf_picture_set_aspect (PfPicture *self, double aspect);

G_END_DECLS
