/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-fingerprint.h"

#define COLUMNS 9
#define ROWS 8

/* Steps smaller than this are compression noise on a flat area. */
#define NOISE 3

/* Lightness on white, ITU-R BT.601 weights in 1/256. */
static int
lightness (const guint8 *p)
{
  int rest = 255 - p[3];

  return ((p[0] + rest) * 29 + (p[1] + rest) * 150 + (p[2] + rest) * 77) >> 8;
}

static guint64
pixels_to_bits (PfPixels *pixels)
{
  const guint8 *data = g_bytes_get_data (pf_pixels_get_bytes (pixels), NULL);
  guint64 bits = 0;

  for (guint y = 0; y < ROWS; y++)
    for (guint x = 0; x + 1 < COLUMNS; x++)
      {
        const guint8 *p = data + y * pf_pixels_get_stride (pixels) + x * 4;

        bits = bits << 1 | (lightness (p) > lightness (p + 4) + NOISE ? 1 : 0);
      }
  return bits;
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (PfPixels) pixels = pf_decoder_decode_finish (PF_DECODER_POOL (source), result, &error);
  guint64 *bits;

  if (pixels == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  bits = g_new (guint64, 1);
  *bits = pixels_to_bits (pixels);
  g_task_return_pointer (task, bits, g_free);
}

/**
 * pf_media_fingerprint_async:
 * @pool: decodes the picture
 * @data: a picture file's bytes
 * @cancellable: (nullable): to give up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes 64 bits out of where the picture gets darker from left to right, at 9 by
 * 8 pixels. They survive scaling and new compression, so a picture that came
 * back from Pinterest can be recognised (safety.md PQ-3). Pictures without any
 * such edge share the value 0: use it beside other evidence, never alone.
 */
void
pf_media_fingerprint_async (PfDecoderPool *pool,
                            GBytes *data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  PfDecodeOptions options = { .width = COLUMNS,
                              .height = ROWS,
                              .fit = PF_DECODE_FIT_EXACT,
                              .max_bytes = PF_MEDIA_OWN_MAX_BYTES };
  GTask *task = g_task_new (pool, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_media_fingerprint_async);
  pf_decoder_decode_async (pool, data, &options, cancellable, on_decoded, task);
}

/**
 * pf_media_fingerprint_finish:
 * @result: what the callback got
 * @fingerprint: (out): the 64 bits
 * @error: as pf_decoder_decode_finish()
 *
 * Returns: whether there is one; %TRUE means too that the whole picture decodes
 */
gboolean
pf_media_fingerprint_finish (GAsyncResult *result, guint64 *fingerprint, GError **error)
{
  g_autofree guint64 *bits = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, pf_media_fingerprint_async), FALSE);

  bits = g_task_propagate_pointer (G_TASK (result), error);
  if (bits == NULL)
    return FALSE;
  *fingerprint = *bits;
  return TRUE;
}

/**
 * pf_media_fingerprint_distance:
 * @a: a fingerprint
 * @b: another
 *
 * Returns: in how many bits they differ, 0 to 64
 */
guint
pf_media_fingerprint_distance (guint64 a, guint64 b)
{
  return (guint)__builtin_popcountll (a ^ b);
}
