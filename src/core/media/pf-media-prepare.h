/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/media/pf-decoder.h"

G_BEGIN_DECLS

/**
 * PfPreparedChanges:
 * @PF_PREPARED_STRIPPED: metadata or stray bytes were removed
 * @PF_PREPARED_TURNED: the EXIF orientation was baked into the pixels
 * @PF_PREPARED_CONVERTED: it was WebP or GIF, or a PNG too large as one
 * @PF_PREPARED_REDUCED: it was made smaller or coarser to fit the limits
 * @PF_PREPARED_STILL: only the first frame of a moving picture is left
 * @PF_PREPARED_EDITED: turned or cut as the person wanted
 *
 * What was done to a picture; 0 means that its bytes are the user's own. With
 * any but PF_PREPARED_STRIPPED and PF_PREPARED_STILL it was coded anew.
 */
typedef enum
{
  PF_PREPARED_STRIPPED = 1 << 0,
  PF_PREPARED_TURNED = 1 << 1,
  PF_PREPARED_CONVERTED = 1 << 2,
  PF_PREPARED_REDUCED = 1 << 3,
  PF_PREPARED_STILL = 1 << 4,
  PF_PREPARED_EDITED = 1 << 5,
} PfPreparedChanges;

/**
 * PfPrepared:
 * @bytes: (not nullable): what goes to Pinterest
 * @content_type: "image/jpeg" or "image/png", static
 * @width: in pixels, upright
 * @height: in pixels, upright
 * @sha256: of @bytes, in lower-case hex
 * @fingerprint: see pf_media_fingerprint_async()
 * @changes: what was done
 *
 * A picture ready to leave: no metadata, upright, within the limits, and known
 * to decode.
 */
typedef struct
{
  GBytes *bytes;
  const char *content_type;
  guint width;
  guint height;
  char *sha256;
  guint64 fingerprint;
  PfPreparedChanges changes;
} PfPrepared;

/**
 * PfPrepareOptions:
 * @max_bytes: of the result; 0 for Pinterest's limit of 20 MB
 * @max_side: of the result in pixels; 0 for as it is
 * @quality: of a JPEG that has to be coded anew; 0 for 92
 * @priority: see #PfDecodeOptions
 * @keep_metadata: leave a picture that needs no coding as it is, place and camera and all;
 *   the person has asked for it
 * @edit: turns and the part wanted; all 0 for the picture as it is
 */
typedef struct
{
  guint64 max_bytes;
  guint max_side;
  guint quality;
  int priority;
  gboolean keep_metadata;
  PfMediaEdit edit;
} PfPrepareOptions;

void pf_media_prepare_async (PfDecoderPool *pool,
                             GBytes *data,
                             const PfPrepareOptions *options,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
PfPrepared *pf_media_prepare_finish (GAsyncResult *result, GError **error);
void pf_media_prepare_file_async (PfDecoderPool *pool,
                                  GFile *file,
                                  const PfPrepareOptions *options,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
PfPrepared *pf_media_prepare_file_finish (GAsyncResult *result, GError **error);
void pf_prepared_free (PfPrepared *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPrepared, pf_prepared_free)

G_END_DECLS
