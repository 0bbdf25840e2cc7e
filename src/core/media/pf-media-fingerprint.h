/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/media/pf-decoder.h"

G_BEGIN_DECLS

/**
 * PF_MEDIA_FINGERPRINT_NEAR:
 *
 * Two pictures whose fingerprints differ in at most so many bits are taken for
 * the same picture, scaled or compressed anew.
 */
#define PF_MEDIA_FINGERPRINT_NEAR 8

void pf_media_fingerprint_async (PfDecoderPool *pool,
                                 GBytes *data,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean pf_media_fingerprint_finish (GAsyncResult *result, guint64 *fingerprint, GError **error);
guint pf_media_fingerprint_distance (guint64 a, guint64 b);

G_END_DECLS
