/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-prepare.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/base/pf-error.h"
#include "core/media/pf-media-fingerprint.h"
#include "core/media/pf-media-load.h"
#include "core/media/pf-media-strip.h"

#define QUALITY 92
#define MOST_TRIES 8

/* The steps: look (thread) -> perhaps encode (helper), again while the result is
 * too large -> fingerprint, which proves that it decodes (helper) -> hash
 * (thread). Each step owns the task and hands it to the next. */
typedef struct
{
  GBytes *data; /* (owned) as given */
  PfPrepareOptions options;
  PfMediaInfo info;
  PfEncodeOptions encode;
  guint tries;
  PfPrepared *prepared; /* (owned) grows step by step */
} Prepare;

/**
 * pf_prepared_free:
 * @self: (transfer full) (nullable): a prepared picture
 *
 * Frees it.
 */
void
pf_prepared_free (PfPrepared *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->sha256);
  g_free (self);
}

static void
prepare_free (gpointer data)
{
  Prepare *p = data;

  g_clear_pointer (&p->data, g_bytes_unref);
  g_clear_pointer (&p->prepared, pf_prepared_free);
  g_free (p);
}

static void
hash_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Prepare *p = data;
  PfMediaInfo info;
  GError *error = NULL;

  if (!pf_media_info_read (&info, p->prepared->bytes, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  p->prepared->width = info.width;
  p->prepared->height = info.height;
  p->prepared->content_type = pf_media_format_get_content_type (info.format);
  p->prepared->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, p->prepared->bytes);
  g_task_return_pointer (task, g_steal_pointer (&p->prepared), (GDestroyNotify)pf_prepared_free);
}

static void
on_fingerprint (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Prepare *p = g_task_get_task_data (task);
  GError *error = NULL;

  if (!pf_media_fingerprint_finish (result, &p->prepared->fingerprint, &error))
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, hash_thread);
}

static void
step_fingerprint (GTask *task)
{
  Prepare *p = g_task_get_task_data (task);

  pf_media_fingerprint_async (g_task_get_source_object (task), p->prepared->bytes,
                              g_task_get_cancellable (task), on_fingerprint, task);
}

static void step_encode (GTask *task);

/* Chooses the next, smaller attempt after one of @size bytes. */
static gboolean
try_smaller (Prepare *p, gsize size)
{
  guint width, height;
  double scale;

  if (++p->tries >= MOST_TRIES)
    return FALSE;
  p->prepared->changes |= PF_PREPARED_REDUCED;
  if (p->encode.format == PF_MEDIA_FORMAT_PNG && !p->info.has_alpha)
    {
      p->encode.format = PF_MEDIA_FORMAT_JPEG;
      p->prepared->changes |= PF_PREPARED_CONVERTED;
      return TRUE;
    }
  if (p->encode.format == PF_MEDIA_FORMAT_JPEG && p->encode.quality > 85)
    {
      p->encode.quality = 85;
      p->encode.subsample = TRUE;
      return TRUE;
    }
  pf_media_info_get_upright_size (&p->info, &width, &height);
  pf_media_edit_get_size (&p->options.edit, width, height, &width, &height);
  if (p->encode.max_width != 0)
    {
      width = MIN (width, p->encode.max_width);
      height = MIN (height, p->encode.max_height);
    }
  scale = MIN (0.9, 0.95 * sqrt ((double)p->options.max_bytes / size));
  p->encode.max_width = MAX (1, (guint)(width * scale));
  p->encode.max_height = MAX (1, (guint)(height * scale));
  return TRUE;
}

static void
on_encoded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Prepare *p = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = pf_decoder_encode_finish (PF_DECODER_POOL (source), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else if (g_bytes_get_size (bytes) <= p->options.max_bytes)
    {
      p->prepared->bytes = g_steal_pointer (&bytes);
      step_fingerprint (g_steal_pointer (&task));
    }
  else if (try_smaller (p, g_bytes_get_size (bytes)))
    step_encode (g_steal_pointer (&task));
  else
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_TOO_LARGE,
                             _ ("This picture cannot be made small enough."));
}

static void
step_encode (GTask *task)
{
  Prepare *p = g_task_get_task_data (task);

  pf_decoder_encode_async (g_task_get_source_object (task), p->data, &p->encode,
                           g_task_get_cancellable (task), on_encoded, task);
}

/* JPEG stays JPEG; what has transparency, or is drawn rather than photographed,
 * becomes or stays PNG. */
static void
plan_encode (Prepare *p)
{
  gboolean photo = p->info.format == PF_MEDIA_FORMAT_JPEG
                   || (p->info.format == PF_MEDIA_FORMAT_WEBP && !p->info.has_alpha);

  p->encode.format = photo ? PF_MEDIA_FORMAT_JPEG : PF_MEDIA_FORMAT_PNG;
  p->encode.quality = p->options.quality;
  p->encode.subsample = p->info.format == PF_MEDIA_FORMAT_JPEG ? p->info.subsampled : photo;
  p->encode.priority = p->options.priority;
  p->encode.max_bytes = PF_MEDIA_OWN_MAX_BYTES;
  p->encode.edit = p->options.edit;
  p->prepared->changes |= PF_PREPARED_STRIPPED;
}

/* Decides whether the picture must be coded anew; if not, strips it here. */
static gboolean
look (Prepare *p, GError **error)
{
  PfMediaLimits limits = PF_MEDIA_LIMITS_DEFAULT;
  gboolean foreign;
  guint width, height;

  limits.max_bytes = PF_MEDIA_OWN_MAX_BYTES;
  if (!pf_media_info_read (&p->info, p->data, &limits, error))
    return FALSE;
  pf_media_info_get_upright_size (&p->info, &width, &height);
  pf_media_edit_clamp (&p->options.edit, width, height);
  pf_media_edit_get_size (&p->options.edit, width, height, &width, &height);
  if (!pf_media_edit_is_none (&p->options.edit))
    p->prepared->changes |= PF_PREPARED_EDITED;
  foreign = p->info.format != PF_MEDIA_FORMAT_JPEG && p->info.format != PF_MEDIA_FORMAT_PNG;
  if (foreign)
    p->prepared->changes |= PF_PREPARED_CONVERTED;
  if (p->info.animated)
    p->prepared->changes |= PF_PREPARED_STILL;
  if (p->info.orientation != 1)
    p->prepared->changes |= PF_PREPARED_TURNED;
  if (p->options.max_side != 0 && MAX (width, height) > p->options.max_side)
    {
      p->prepared->changes |= PF_PREPARED_REDUCED;
      p->encode.max_width = p->encode.max_height = p->options.max_side;
    }
  if (!foreign
      && (p->prepared->changes & (PF_PREPARED_TURNED | PF_PREPARED_REDUCED | PF_PREPARED_EDITED))
             == 0)
    {
      g_autoptr (GBytes) stripped = pf_media_strip (p->data, error);

      if (stripped == NULL)
        return FALSE;
      /* Stripping has also shown that the file is sound. */
      if (p->options.keep_metadata && g_bytes_get_size (p->data) <= p->options.max_bytes)
        {
          p->prepared->bytes = g_bytes_ref (p->data);
          return TRUE;
        }
      if (stripped != p->data)
        p->prepared->changes |= PF_PREPARED_STRIPPED;
      if (g_bytes_get_size (stripped) <= p->options.max_bytes)
        {
          p->prepared->bytes = g_steal_pointer (&stripped);
          return TRUE;
        }
      p->prepared->changes |= PF_PREPARED_REDUCED;
    }
  plan_encode (p);
  return TRUE;
}

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (look (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Prepare *p = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (p->prepared->bytes != NULL)
    step_fingerprint (g_steal_pointer (&task));
  else
    step_encode (g_steal_pointer (&task));
}

static void
prepare_begin (GTask *task, GBytes *data)
{
  Prepare *p = g_task_get_task_data (task);
  g_autoptr (GTask) looking = NULL;

  p->data = g_bytes_ref (data);
  looking = g_task_new (NULL, g_task_get_cancellable (task), on_looked, task);
  g_task_set_task_data (looking, p, NULL);
  g_task_run_in_thread (looking, look_thread);
}

static GTask *
prepare_new (PfDecoderPool *pool,
             const PfPrepareOptions *options,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (pool, cancellable, callback, user_data);
  Prepare *p = g_new0 (Prepare, 1);

  if (options != NULL)
    p->options = *options;
  if (p->options.max_bytes == 0 || p->options.max_bytes > PF_MEDIA_LIMITS_DEFAULT.max_bytes)
    p->options.max_bytes = PF_MEDIA_LIMITS_DEFAULT.max_bytes;
  if (p->options.quality == 0)
    p->options.quality = QUALITY;
  p->prepared = g_new0 (PfPrepared, 1);
  g_task_set_task_data (task, p, prepare_free);
  return task;
}

/**
 * pf_media_prepare_async:
 * @pool: decodes and encodes
 * @data: a picture file of the user's, up to PF_MEDIA_OWN_MAX_BYTES; not changed
 * @options: (nullable): limits other than Pinterest's
 * @cancellable: (nullable): to give up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes a picture ready to leave. Metadata is removed without loss where that
 * is enough; it is coded anew only to turn it upright, to convert WebP or GIF,
 * or to fit the limits. The colour profile is kept in each case. Nothing runs
 * on the calling thread.
 */
void
pf_media_prepare_async (PfDecoderPool *pool,
                        GBytes *data,
                        const PfPrepareOptions *options,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = prepare_new (pool, options, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_media_prepare_async);
  prepare_begin (task, data);
}

/**
 * pf_media_prepare_finish:
 * @result: what the callback got
 * @error: as pf_decoder_decode_finish(); PF_ERROR_TOO_LARGE too when it cannot
 *   be made small enough
 *
 * Returns: (transfer full) (nullable): the picture to send
 */
PfPrepared *
pf_media_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pf_media_prepare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = pf_media_load_finish (result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    prepare_begin (g_steal_pointer (&task), bytes);
}

/**
 * pf_media_prepare_file_async:
 * @pool: decodes and encodes
 * @file: a picture file of the user's; never written to
 * @options: (nullable): limits other than Pinterest's
 * @cancellable: (nullable): to give up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * As pf_media_prepare_async(), reading the file first.
 */
void
pf_media_prepare_file_async (PfDecoderPool *pool,
                             GFile *file,
                             const PfPrepareOptions *options,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = prepare_new (pool, options, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_media_prepare_file_async);
  pf_media_load_async (file, PF_MEDIA_OWN_MAX_BYTES, cancellable, on_loaded, task);
}

/**
 * pf_media_prepare_file_finish:
 * @result: what the callback got
 * @error: as pf_media_prepare_finish() and pf_media_load_finish()
 *
 * Returns: (transfer full) (nullable): the picture to send
 */
PfPrepared *
pf_media_prepare_file_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, pf_media_prepare_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
