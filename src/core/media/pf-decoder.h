/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/media/pf-media-edit.h"
#include "core/media/pf-media-info.h"
#include "core/media/pf-pixels.h"

G_BEGIN_DECLS

#define PF_TYPE_DECODER_POOL (pf_decoder_pool_get_type ())
G_DECLARE_FINAL_TYPE (PfDecoderPool, pf_decoder_pool, PF, DECODER_POOL, GObject)

/**
 * PfDecodeFit:
 * @PF_DECODE_FIT_CONTAIN: the whole picture inside the target, never enlarged
 * @PF_DECODE_FIT_COVER: exactly the target, filled; what sticks out is cut evenly
 * @PF_DECODE_FIT_EXACT: exactly the target, the whole picture, stretched if need be
 */
typedef enum
{
  PF_DECODE_FIT_CONTAIN,
  PF_DECODE_FIT_COVER,
  PF_DECODE_FIT_EXACT,
} PfDecodeFit;

/**
 * PfDecodeOptions:
 * @width: of the target in device pixels; 0 with @height 0 for natural size
 * @height: of the target
 * @fit: how the picture meets the target
 * @corner_radius: in device pixels, baked into the alpha; 0 for none
 * @priority: higher goes first; among equals the newest request goes first
 * @max_bytes: of the file; 0 for the usual limit
 * @edit: turns and the part wanted; all 0 for the picture as it is
 */
typedef struct
{
  guint width;
  guint height;
  PfDecodeFit fit;
  guint corner_radius;
  int priority;
  guint64 max_bytes;
  PfMediaEdit edit;
} PfDecodeOptions;

/**
 * PfEncodeOptions:
 * @format: PF_MEDIA_FORMAT_JPEG or PF_MEDIA_FORMAT_PNG
 * @quality: 1 to 100, for JPEG
 * @subsample: store colour at half the resolution, for JPEG
 * @max_width: reduce to at most this; 0 with @max_height 0 for natural size
 * @max_height: and this
 * @priority: as in #PfDecodeOptions
 * @max_bytes: as in #PfDecodeOptions
 * @edit: as in #PfDecodeOptions
 */
typedef struct
{
  PfMediaFormat format;
  guint quality;
  gboolean subsample;
  guint max_width;
  guint max_height;
  int priority;
  guint64 max_bytes;
  PfMediaEdit edit;
} PfEncodeOptions;

/**
 * PfDecoderStats:
 * @started: helpers started so far
 * @crashed: helpers that ended on their own while they had a picture
 * @timed_out: helpers ended because a picture took too long
 * @queued: requests waiting now
 */
typedef struct
{
  guint started;
  guint crashed;
  guint timed_out;
  guint queued;
} PfDecoderStats;

PfDecoderPool *pf_decoder_pool_new (const char *helper, guint n_helpers);
void pf_decoder_pool_warm_up (PfDecoderPool *self);
void pf_decoder_pool_set_timeout (PfDecoderPool *self, guint milliseconds);
void pf_decoder_pool_get_stats (PfDecoderPool *self, PfDecoderStats *stats);

void pf_decoder_decode_async (PfDecoderPool *self,
                              GBytes *data,
                              const PfDecodeOptions *options,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PfPixels *pf_decoder_decode_finish (PfDecoderPool *self, GAsyncResult *result, GError **error);

void pf_decoder_encode_async (PfDecoderPool *self,
                              GBytes *data,
                              const PfEncodeOptions *options,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GBytes *pf_decoder_encode_finish (PfDecoderPool *self, GAsyncResult *result, GError **error);

G_END_DECLS
