/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-thumbnail.h"

/**
 * pf_thumbnail_load_async:
 * @pool: decodes the picture
 * @data: a picture file's bytes
 * @options: the tile
 * @cancellable: (nullable): drops the request while it is queued
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes a picture of exactly the tile's device size, filled, with the corners
 * baked in, so that drawing it scales and clips nothing (performance.md rule 4).
 */
void
pf_thumbnail_load_async (PfDecoderPool *pool,
                         GBytes *data,
                         const PfThumbnailOptions *options,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PfDecodeOptions decode = { .fit = PF_DECODE_FIT_COVER, .priority = options->priority };

  g_return_if_fail (options->width > 0 && options->height > 0 && options->scale > 0);

  decode.width = MAX (1, (guint)(options->width * options->scale + 0.5));
  decode.height = MAX (1, (guint)(options->height * options->scale + 0.5));
  decode.corner_radius = (guint)(options->corner_radius * options->scale + 0.5);
  pf_decoder_decode_async (pool, data, &decode, cancellable, callback, user_data);
}

/**
 * pf_thumbnail_load_finish:
 * @pool: the pool
 * @result: what the callback got
 * @error: as pf_decoder_decode_finish()
 *
 * Returns: (transfer full) (nullable): the tile's picture
 */
PfPixels *
pf_thumbnail_load_finish (PfDecoderPool *pool, GAsyncResult *result, GError **error)
{
  return pf_decoder_decode_finish (pool, result, error);
}
