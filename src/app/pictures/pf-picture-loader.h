/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-supply.h"

#include "core/store/pf-store.h"

G_BEGIN_DECLS

#define PF_TYPE_PICTURE_LOADER (pf_picture_loader_get_type ())
G_DECLARE_FINAL_TYPE (PfPictureLoader, pf_picture_loader, PF, PICTURE_LOADER, GObject)

PfPictureLoader *pf_picture_loader_new (PfDecoderPool *decoders, PfStore *store);
GdkTexture *pf_picture_loader_peek (PfPictureLoader *self, const PfPictureRequest *request);
void pf_picture_loader_load_async (PfPictureLoader *self,
                                   const PfPictureRequest *request,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GdkTexture *
pf_picture_loader_load_finish (PfPictureLoader *self, GAsyncResult *result, GError **error);

G_END_DECLS
