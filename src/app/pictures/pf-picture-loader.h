/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-supply.h"
#include "core/base/pf-context.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

#define PF_TYPE_PICTURE_LOADER (pf_picture_loader_get_type ())
G_DECLARE_FINAL_TYPE (PfPictureLoader, pf_picture_loader, PF, PICTURE_LOADER, GObject)

PfPictureLoader *
pf_picture_loader_new (PfContext *context, PfDecoderPool *decoders, PfStore *store);
/* Returns: (transfer none) (nullable): the folder of pictures that are kept of an account */
typedef const char *(*PfKeptFolderFunc) (GObject *data, PfClient *client);
void pf_picture_loader_set_kept (PfPictureLoader *self, PfKeptFolderFunc find, GObject *data);
gsize pf_picture_loader_get_used (PfPictureLoader *self);
gboolean pf_picture_loader_is_busy (PfPictureLoader *self);

G_END_DECLS
