/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-decoder.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "core/base/pf-error.h"
#include "core/media/pf-helper-private.h"

#define TIMEOUT_MS 10000
/* A helper that had nothing to do for this long gives its memory back. */
#define IDLE_SECONDS 60

/* One picture to decode or encode. Lives in its task. */
typedef struct
{
  GBytes *data; /* (owned) */
  PfdRequest request;
  int priority;
  guint64 max_bytes; /* 0: the usual */
  PfMediaEdit edit;
  guint64 serial;
} Job;

/* What the workers see. They hold a reference, so that the pool itself can go
 * away on any thread, even on one of theirs. */
typedef struct
{
  gatomicrefcount refs;
  GMutex lock;
  GCond wake;
  GPtrArray *queue; /* (owned) (element-type GTask) under lock, as is what follows */
  gboolean quit;
  gboolean warm_up; /* the next worker starts its helper at once */
  guint idle;
  guint64 serial;
  guint timeout_ms;
  PfDecoderStats stats;
  char *helper; /* (owned) constant */
} Shared;

struct _PfDecoderPool
{
  GObject parent_instance;
  Shared *shared;     /* (owned) */
  GPtrArray *threads; /* (owned) (element-type GThread) */
  guint n_helpers;
};

G_DEFINE_FINAL_TYPE (PfDecoderPool, pf_decoder_pool, G_TYPE_OBJECT)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_bytes_unref (job->data);
  g_free (job);
}

static void
shared_unref (Shared *shared)
{
  if (!g_atomic_ref_count_dec (&shared->refs))
    return;
  g_ptr_array_unref (shared->queue);
  g_free (shared->helper);
  g_mutex_clear (&shared->lock);
  g_cond_clear (&shared->wake);
  g_free (shared);
}

static GError *
status_to_error (guint32 status)
{
  switch (status)
    {
    case PFD_STATUS_NO_MEMORY:
    case PFD_STATUS_TOO_BIG:
      return g_error_new_literal (PF_ERROR, PF_ERROR_TOO_LARGE,
                                  _ ("This picture needs too much memory to open."));
    case PFD_STATUS_UNSUPPORTED:
      return g_error_new_literal (PF_ERROR, PF_ERROR_NOT_A_PICTURE,
                                  _ ("This picture is of a rare kind that Pinfold cannot open."));
    case PFD_STATUS_DAMAGED:
    default:
      return g_error_new_literal (PF_ERROR, PF_ERROR_DAMAGED, _ ("This picture is damaged."));
    }
}

/* Takes the request to a helper, starting one when there is none. A helper that
 * had died while idle is replaced once without anybody noticing. */
static GBytes *
job_ask (Shared *shared,
         PfHelper **helper,
         PfdRequest *request,
         GBytes *data,
         PfdReply *reply,
         GError **error)
{
  PfHelperResult result = PF_HELPER_GONE;
  g_autoptr (GBytes) bytes = NULL;
  int picture = -1;
  guint timeout;

  if (!pf_helper_fits_board (data) && (picture = pf_helper_share_bytes (data, error)) < 0)
    return NULL;
  g_mutex_lock (&shared->lock);
  timeout = shared->timeout_ms;
  g_mutex_unlock (&shared->lock);
  for (int attempt = 0; attempt < 2 && result == PF_HELPER_GONE; attempt++)
    {
      if (*helper == NULL)
        {
          *helper = pf_helper_start (shared->helper, error);
          if (*helper == NULL)
            {
              if (picture >= 0)
                close (picture);
              return NULL;
            }
          g_mutex_lock (&shared->lock);
          shared->stats.started++;
          g_mutex_unlock (&shared->lock);
        }
      result = pf_helper_ask (*helper, request, data, picture, timeout, reply, &bytes);
      if (result != PF_HELPER_OK || pf_helper_is_worn (*helper))
        g_clear_pointer (helper, pf_helper_end);
    }
  if (picture >= 0)
    close (picture);
  if (result != PF_HELPER_OK)
    {
      g_mutex_lock (&shared->lock);
      if (result == PF_HELPER_TIMED_OUT)
        shared->stats.timed_out++;
      else
        shared->stats.crashed++;
      g_mutex_unlock (&shared->lock);
      if (result == PF_HELPER_TIMED_OUT)
        g_set_error_literal (error, PF_ERROR, PF_ERROR_TIMED_OUT,
                             _ ("This picture took too long to open."));
      else
        g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED,
                             _ ("This picture could not be opened safely."));
      return NULL;
    }
  if (reply->status != PFD_STATUS_OK)
    {
      g_propagate_error (error, status_to_error (reply->status));
      return NULL;
    }
  if (bytes == NULL)
    g_propagate_error (error, status_to_error (PFD_STATUS_NO_MEMORY));
  return g_steal_pointer (&bytes);
}

static const guint32 wire_formats[] = {
  [PF_MEDIA_FORMAT_PNG] = PFD_FORMAT_PNG,
  [PF_MEDIA_FORMAT_JPEG] = PFD_FORMAT_JPEG,
  [PF_MEDIA_FORMAT_WEBP] = PFD_FORMAT_WEBP,
  [PF_MEDIA_FORMAT_GIF] = PFD_FORMAT_GIF,
};

/* The helper turns once, by the picture's own orientation and the person's turns together. */
static void
apply_edit (PfdRequest *request, const PfMediaInfo *info, PfMediaEdit edit)
{
  guint width, height;

  pf_media_info_get_upright_size (info, &width, &height);
  pf_media_edit_clamp (&edit, width, height);
  request->orientation = pf_media_edit_orient (&edit, info->orientation);
  if (!pf_media_edit_is_cut (&edit))
    return;
  request->crop_x = edit.x;
  request->crop_y = edit.y;
  request->crop_width = edit.width;
  request->crop_height = edit.height;
}

static void
job_run (Shared *shared, PfHelper **helper, GTask *task)
{
  Job *job = g_task_get_task_data (task);
  PfMediaInfo info;
  PfMediaLimits limits = PF_MEDIA_LIMITS_DEFAULT;
  PfdReply reply = { 0 };
  GError *error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (job->max_bytes != 0)
    limits.max_bytes = MIN (job->max_bytes, PFD_MAX_INPUT);
  if (!pf_media_info_read (&info, job->data, &limits, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  job->request.magic = PFD_MAGIC;
  job->request.size = g_bytes_get_size (job->data);
  job->request.format = wire_formats[info.format];
  job->request.width = info.width;
  job->request.height = info.height;
  apply_edit (&job->request, &info, job->edit);
  bytes = job_ask (shared, helper, &job->request, job->data, &reply, &error);
  if (bytes == NULL)
    g_task_return_error (task, error);
  else if (job->request.op == PFD_OP_ENCODE)
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_pointer (task,
                           pf_pixels_new (bytes, reply.width, reply.height, reply.stride,
                                          (reply.flags & PFD_FLAG_ALPHA) == 0),
                           (GDestroyNotify)pf_pixels_unref);
}

/* Under lock. Moves what nobody wants any more to @dropped and takes out the
 * most wanted of the rest. */
static GTask *
queue_pop (Shared *shared, GPtrArray *dropped)
{
  guint best = G_MAXUINT;

  for (guint i = shared->queue->len; i-- > 0;)
    {
      GTask *task = g_ptr_array_index (shared->queue, i);

      if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
        {
          g_ptr_array_add (dropped, g_ptr_array_steal_index (shared->queue, i));
          if (best != G_MAXUINT)
            best--;
        }
      else
        {
          Job *job = g_task_get_task_data (task);
          Job *other = best == G_MAXUINT
                           ? NULL
                           : g_task_get_task_data (g_ptr_array_index (shared->queue, best));

          if (other == NULL || job->priority > other->priority
              || (job->priority == other->priority && job->serial > other->serial))
            best = i;
        }
    }
  return best == G_MAXUINT ? NULL : g_ptr_array_steal_index (shared->queue, best);
}

static void
dropped_return (gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_error_if_cancelled (task);
}

/* Waits for work. Returns %NULL when the pool is going, or when the wait was so
 * long that the helper should be let go. */
static GTask *
queue_wait (Shared *shared, gboolean has_helper)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new_with_free_func (dropped_return);
  gint64 until = g_get_monotonic_time () + IDLE_SECONDS * G_TIME_SPAN_SECOND;
  GTask *task;

  g_mutex_lock (&shared->lock);
  while ((task = queue_pop (shared, dropped)) == NULL && dropped->len == 0 && !shared->quit)
    {
      gboolean woken = TRUE;

      shared->idle++;
      if (has_helper)
        woken = g_cond_wait_until (&shared->wake, &shared->lock, until);
      else
        g_cond_wait (&shared->wake, &shared->lock);
      shared->idle--;
      if (!woken)
        break;
    }
  g_mutex_unlock (&shared->lock);
  return task;
}

static gpointer
worker_main (gpointer data)
{
  Shared *shared = data;
  PfHelper *helper = NULL;
  gboolean quit = FALSE;

  g_mutex_lock (&shared->lock);
  if (shared->warm_up && shared->queue->len == 0)
    {
      g_mutex_unlock (&shared->lock);
      helper = pf_helper_start (shared->helper, NULL);
      g_mutex_lock (&shared->lock);
      shared->stats.started += helper != NULL;
    }
  shared->warm_up = FALSE;
  g_mutex_unlock (&shared->lock);
  while (!quit)
    {
      gint64 began = g_get_monotonic_time ();
      GTask *task = queue_wait (shared, helper != NULL);

      if (task != NULL)
        {
          job_run (shared, &helper, task);
          g_object_unref (task);
        }
      else if (helper != NULL
               && g_get_monotonic_time () - began >= IDLE_SECONDS * G_TIME_SPAN_SECOND)
        g_clear_pointer (&helper, pf_helper_end);
      g_mutex_lock (&shared->lock);
      quit = shared->quit;
      g_mutex_unlock (&shared->lock);
    }
  g_clear_pointer (&helper, pf_helper_end);
  shared_unref (shared);
  return NULL;
}

static void
pf_decoder_pool_finalize (GObject *object)
{
  PfDecoderPool *self = PF_DECODER_POOL (object);

  g_mutex_lock (&self->shared->lock);
  self->shared->quit = TRUE;
  g_cond_broadcast (&self->shared->wake);
  g_mutex_unlock (&self->shared->lock);
  /* Every task holds the pool, so nobody is decoding: joining is short. The
   * worker that dropped the last task cannot join itself. */
  for (guint i = 0; i < self->threads->len; i++)
    {
      GThread *thread = g_ptr_array_index (self->threads, i);

      if (thread == g_thread_self ())
        g_thread_unref (thread);
      else
        g_thread_join (thread);
    }
  g_ptr_array_unref (self->threads);
  shared_unref (self->shared);
  G_OBJECT_CLASS (pf_decoder_pool_parent_class)->finalize (object);
}

static void
pf_decoder_pool_class_init (PfDecoderPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_decoder_pool_finalize;
}

static void
pf_decoder_pool_init (PfDecoderPool *self)
{
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->refs);
  g_mutex_init (&shared->lock);
  g_cond_init (&shared->wake);
  shared->queue = g_ptr_array_new_with_free_func (g_object_unref);
  shared->timeout_ms = TIMEOUT_MS;
  self->shared = shared;
  self->threads = g_ptr_array_new ();
}

/**
 * pf_decoder_pool_new:
 * @helper: absolute path of pinfold-decode, as pf_context_find_helper() gives it
 * @n_helpers: how many pictures may be decoded at once, 1 to 16; 2 is usual
 *
 * A pool of sandboxed processes that decode pictures (safety.md UI-3). Helpers
 * start with the first request, or with pf_decoder_pool_warm_up(), and go after a minute without
 * work. Use the pool from one thread; results arrive in the caller's main context.
 *
 * Returns: (transfer full): a new pool
 */
PfDecoderPool *
pf_decoder_pool_new (const char *helper, guint n_helpers)
{
  PfDecoderPool *self;

  g_return_val_if_fail (helper != NULL && g_path_is_absolute (helper), NULL);

  self = g_object_new (PF_TYPE_DECODER_POOL, NULL);
  self->shared->helper = g_strdup (helper);
  self->n_helpers = CLAMP (n_helpers, 1, 16);
  return self;
}

/**
 * pf_decoder_pool_set_timeout:
 * @self: a pool
 * @milliseconds: how long one picture may take before its helper is ended;
 *   10,000 at first
 */
void
pf_decoder_pool_set_timeout (PfDecoderPool *self, guint milliseconds)
{
  g_return_if_fail (PF_IS_DECODER_POOL (self));

  g_mutex_lock (&self->shared->lock);
  self->shared->timeout_ms = milliseconds;
  g_mutex_unlock (&self->shared->lock);
}

/**
 * pf_decoder_pool_get_stats:
 * @self: a pool
 * @stats: (out): numbers for tests and for the troubleshooting page
 */
void
pf_decoder_pool_get_stats (PfDecoderPool *self, PfDecoderStats *stats)
{
  g_return_if_fail (PF_IS_DECODER_POOL (self));

  g_mutex_lock (&self->shared->lock);
  *stats = self->shared->stats;
  stats->queued = self->shared->queue->len;
  g_mutex_unlock (&self->shared->lock);
}

static void
start_worker (PfDecoderPool *self)
{
  g_atomic_ref_count_inc (&self->shared->refs);
  g_ptr_array_add (self->threads, g_thread_new ("pf-decoder", worker_main, self->shared));
}

/**
 * pf_decoder_pool_warm_up:
 * @self: a pool
 *
 * Starts one helper, on a thread, when there is none: pictures are expected, and the first one
 * need not wait for a process.
 */
void
pf_decoder_pool_warm_up (PfDecoderPool *self)
{
  g_return_if_fail (PF_IS_DECODER_POOL (self));

  if (self->threads->len > 0)
    return;
  self->shared->warm_up = TRUE;
  start_worker (self);
}

static void
enqueue (PfDecoderPool *self,
         GTask *task,
         GBytes *data,
         const PfdRequest *request,
         int priority,
         guint64 max_bytes,
         const PfMediaEdit *edit)
{
  Shared *shared = self->shared;
  Job *job = g_new0 (Job, 1);
  gboolean more;

  job->data = g_bytes_ref (data);
  job->request = *request;
  job->priority = priority;
  job->max_bytes = max_bytes;
  job->edit = *edit;
  g_task_set_task_data (task, job, job_free);

  g_mutex_lock (&shared->lock);
  job->serial = ++shared->serial;
  g_ptr_array_add (shared->queue, task);
  more = shared->queue->len > shared->idle && self->threads->len < self->n_helpers;
  g_cond_signal (&shared->wake);
  g_mutex_unlock (&shared->lock);
  if (more)
    start_worker (self);
}

/**
 * pf_decoder_decode_async:
 * @self: a pool
 * @data: the picture file's bytes
 * @options: size, fit, corners, priority
 * @cancellable: (nullable): drops the request while it is queued
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Decodes the first frame, upright, at the size asked for. Any bytes may be
 * given: what is not a picture, too large or hostile ends in an error for this
 * request alone.
 */
void
pf_decoder_decode_async (PfDecoderPool *self,
                         GBytes *data,
                         const PfDecodeOptions *options,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  static const guint32 fits[] = { PFD_FIT_CONTAIN, PFD_FIT_COVER, PFD_FIT_EXACT };
  PfdRequest request = { .op = PFD_OP_PIXELS };
  GTask *task;

  g_return_if_fail (PF_IS_DECODER_POOL (self));
  g_return_if_fail (data != NULL && options != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pf_decoder_decode_async);
  request.target_width = options->width;
  request.target_height = options->height;
  request.fit = fits[options->fit];
  request.radius = options->corner_radius;
  enqueue (self, task, data, &request, options->priority, options->max_bytes, &options->edit);
}

/**
 * pf_decoder_decode_finish:
 * @self: a pool
 * @result: what the callback got
 * @error: PF_ERROR_NOT_A_PICTURE, PF_ERROR_TOO_LARGE, PF_ERROR_DAMAGED,
 *   PF_ERROR_TIMED_OUT; PF_ERROR_FAILED when the helper is missing;
 *   G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the pixels
 */
PfPixels *
pf_decoder_decode_finish (PfDecoderPool *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, pf_decoder_decode_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_decoder_encode_async:
 * @self: a pool
 * @data: the picture file's bytes
 * @options: format and size of the result
 * @cancellable: (nullable): drops the request while it is queued
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Makes an upright JPEG or PNG of the first frame, without metadata but with
 * the colour profile. Decoding and encoding both happen in the helper, so the
 * pixels never come into this process.
 */
void
pf_decoder_encode_async (PfDecoderPool *self,
                         GBytes *data,
                         const PfEncodeOptions *options,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PfdRequest request = { .op = PFD_OP_ENCODE, .fit = PFD_FIT_CONTAIN };
  GTask *task;

  g_return_if_fail (PF_IS_DECODER_POOL (self));
  g_return_if_fail (data != NULL && options != NULL);
  g_return_if_fail (options->format == PF_MEDIA_FORMAT_JPEG
                    || options->format == PF_MEDIA_FORMAT_PNG);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pf_decoder_encode_async);
  request.target_width = options->max_width;
  request.target_height = options->max_height;
  request.out_format = wire_formats[options->format];
  request.quality = CLAMP (options->quality, 1, 100);
  request.subsample = options->subsample ? 1 : 0;
  enqueue (self, task, data, &request, options->priority, options->max_bytes, &options->edit);
}

/**
 * pf_decoder_encode_finish:
 * @self: a pool
 * @result: what the callback got
 * @error: as pf_decoder_decode_finish()
 *
 * Returns: (transfer full) (nullable): the new file's bytes
 */
GBytes *
pf_decoder_encode_finish (PfDecoderPool *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, pf_decoder_encode_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
