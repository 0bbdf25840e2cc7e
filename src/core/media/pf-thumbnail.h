/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/media/pf-decoder.h"

G_BEGIN_DECLS

/**
 * PfThumbnailOptions:
 * @width: of the tile in application pixels
 * @height: of the tile in application pixels
 * @scale: device pixels to an application pixel, e.g. 2
 * @corner_radius: of the tile in application pixels, 0 for square corners
 * @priority: higher goes first; among equals the newest request goes first
 */
typedef struct
{
  guint width;
  guint height;
  double scale;
  guint corner_radius;
  int priority;
} PfThumbnailOptions;

void pf_thumbnail_load_async (PfDecoderPool *pool,
                              GBytes *data,
                              const PfThumbnailOptions *options,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PfPixels *pf_thumbnail_load_finish (PfDecoderPool *pool, GAsyncResult *result, GError **error);

G_END_DECLS
