/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-client.h"
#include "core/media/pf-decoder.h"
#include "core/store/pf-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfPictureRequest:
 * @client: (nullable): whose picture it is; needed with @url
 * @url: (nullable): an address from a reply
 * @blob: (nullable): or the sha256 of a picture of ours
 * @width: device pixels
 * @height: device pixels
 * @fit: how it meets that size
 * @corner_radius: device pixels, baked in
 * @priority: higher goes first; among equals the newest
 *
 * One picture at one size. Strings are copied.
 */
typedef struct
{
  PfClient *client;
  const char *url;
  const char *blob;
  guint width;
  guint height;
  PfDecodeFit fit;
  guint corner_radius;
  int priority;
} PfPictureRequest;

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
