/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pictures/pf-picture-loader.h"

#include "core/base/pf-error.h"

#include <glib/gi18n.h>

/* performance.md rule 5: about 15 screens of tiles. */
#define MAX_CACHE ((gsize)96 * 1024 * 1024)
#define MAX_FETCHES 8
#define MAX_PICTURE_BYTES ((gsize)32 * 1024 * 1024)
/* A broken address is not asked for again at every scroll. */
#define FAILED_FOR_US (60 * G_USEC_PER_SEC)

/* One texture on its way; everybody who asked for it waits here. */
typedef struct
{
  PfPictureLoader *loader; /* (unowned): jobs die with it */
  char *key;
  PfClient *client;
  char *url;
  char *blob;
  PfDecodeOptions options;
  guint64 age;
  gboolean started;
  GCancellable *cancellable;
  GPtrArray *waiters; /* of Waiter, (owned) */
} Job;

typedef struct
{
  Job *job; /* (unowned) */
  GTask *task;
  gulong cancelled_id;
} Waiter;

typedef struct
{
  char *key;
  GdkTexture *texture;
  gsize bytes;
} Entry;

struct _PfPictureLoader
{
  GObject parent_instance;
  PfDecoderPool *decoders;
  PfStore *store;     /* nullable */
  GHashTable *cache;  /* key -> GList link in lru */
  GQueue lru;         /* of Entry, most recent first */
  GHashTable *failed; /* url -> gint64*, when */
  GHashTable *jobs;   /* key -> Job, (owned) */
  gsize used;
  guint n_fetching;
  guint64 age;
};

G_DEFINE_FINAL_TYPE (PfPictureLoader, pf_picture_loader, G_TYPE_OBJECT)

static void start_jobs (PfPictureLoader *self);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_object_unref (entry->texture);
  g_free (entry);
}

static void
waiter_disconnect (Waiter *waiter)
{
  if (waiter->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (waiter->task), waiter->cancelled_id);
  waiter->cancelled_id = 0;
}

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  waiter_disconnect (waiter);
  g_object_unref (waiter->task);
  g_free (waiter);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_cancellable_cancel (job->cancellable);
  g_object_unref (job->cancellable);
  g_clear_object (&job->client);
  g_ptr_array_unref (job->waiters);
  g_free (job->key);
  g_free (job->url);
  g_free (job->blob);
  g_free (job);
}

static void
pf_picture_loader_dispose (GObject *object)
{
  PfPictureLoader *self = PF_PICTURE_LOADER (object);

  g_hash_table_remove_all (self->jobs);
  g_hash_table_remove_all (self->cache);
  g_queue_clear_full (&self->lru, entry_free);
  g_clear_object (&self->decoders);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pf_picture_loader_parent_class)->dispose (object);
}

static void
pf_picture_loader_finalize (GObject *object)
{
  PfPictureLoader *self = PF_PICTURE_LOADER (object);

  g_hash_table_unref (self->jobs);
  g_hash_table_unref (self->cache);
  g_hash_table_unref (self->failed);
  G_OBJECT_CLASS (pf_picture_loader_parent_class)->finalize (object);
}

static void
pf_picture_loader_class_init (PfPictureLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_picture_loader_dispose;
  object_class->finalize = pf_picture_loader_finalize;
}

static void
pf_picture_loader_init (PfPictureLoader *self)
{
  self->cache = g_hash_table_new (g_str_hash, g_str_equal);
  self->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, job_free);
}

/**
 * pf_picture_loader_new:
 * @decoders: where pictures are decoded
 * @store: (nullable): where blobs are
 *
 * Main thread only.
 *
 * Returns: (transfer full): a loader with an empty cache
 */
PfPictureLoader *
pf_picture_loader_new (PfDecoderPool *decoders, PfStore *store)
{
  PfPictureLoader *self = g_object_new (PF_TYPE_PICTURE_LOADER, NULL);

  self->decoders = g_object_ref (decoders);
  g_set_object (&self->store, store);
  return self;
}

static void
trim (PfPictureLoader *self)
{
  while (self->used > MAX_CACHE && !g_queue_is_empty (&self->lru))
    {
      Entry *entry = g_queue_pop_tail (&self->lru);

      g_hash_table_remove (self->cache, entry->key);
      self->used -= entry->bytes;
      entry_free (entry);
    }
}

static char *
make_key (const PfPictureRequest *request)
{
  return g_strdup_printf ("%ux%u/%d/%u/%s%s", request->width, request->height, request->fit,
                          request->corner_radius, request->blob != NULL ? "blob:" : "",
                          request->blob != NULL ? request->blob : request->url);
}

static GdkTexture *
cache_find (PfPictureLoader *self, const char *key)
{
  GList *link = g_hash_table_lookup (self->cache, key);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->lru, link);
  g_queue_push_head_link (&self->lru, link);
  return ((Entry *)link->data)->texture;
}

static void
cache_add (PfPictureLoader *self, const char *key, GdkTexture *texture)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = g_strdup (key);
  entry->texture = g_object_ref (texture);
  entry->bytes
      = (gsize)gdk_texture_get_width (texture) * (gsize)gdk_texture_get_height (texture) * 4;
  g_queue_push_head (&self->lru, entry);
  g_hash_table_insert (self->cache, entry->key, self->lru.head);
  self->used += entry->bytes;
  trim (self);
}

/**
 * pf_picture_loader_peek:
 * @self: a loader
 * @request: which picture at which size
 *
 * Returns: (transfer none) (nullable): the texture, when it is at hand
 */
GdkTexture *
pf_picture_loader_peek (PfPictureLoader *self, const PfPictureRequest *request)
{
  g_autofree char *key = make_key (request);

  return cache_find (self, key);
}

/* Ends a job for everybody and forgets it. */
static void
job_end (Job *job, GdkTexture *texture, const GError *error)
{
  PfPictureLoader *self = job->loader;
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&job->waiters);

  job->waiters = g_ptr_array_new_with_free_func (waiter_free);
  if (texture != NULL)
    cache_add (self, job->key, texture);
  else if (job->url != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
           && !g_error_matches (error, PF_ERROR, PF_ERROR_OFFLINE))
    {
      gint64 *now = g_new (gint64, 1);
      *now = g_get_monotonic_time ();
      g_hash_table_replace (self->failed, g_strdup (job->url), now);
    }
  /* The job goes now; whoever is told first may give up for another one who waited for it. */
  for (guint i = 0; i < waiters->len; i++)
    waiter_disconnect (g_ptr_array_index (waiters, i));
  g_hash_table_remove (self->jobs, job->key);
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiters, i);

      if (texture != NULL)
        g_task_return_pointer (waiter->task, g_object_ref (texture), g_object_unref);
      else
        g_task_return_error (waiter->task, g_error_copy (error));
    }
  start_jobs (self);
}

/* The loader may be gone, or the job given up: only the key finds it again. */
typedef struct
{
  PfPictureLoader *loader;
  char *key;
  guint64 age;
} JobRef;

static JobRef *
job_ref (Job *job)
{
  JobRef *ref = g_new0 (JobRef, 1);

  ref->loader = g_object_ref (job->loader);
  ref->key = g_strdup (job->key);
  ref->age = job->age;
  return ref;
}

static void
job_ref_free (JobRef *ref)
{
  g_object_unref (ref->loader);
  g_free (ref->key);
  g_free (ref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JobRef, job_ref_free)

static Job *
job_ref_get (JobRef *ref)
{
  Job *job = g_hash_table_lookup (ref->loader->jobs, ref->key);

  return job != NULL && job->age == ref->age ? job : NULL;
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (JobRef) ref = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pf_decoder_decode_finish (PF_DECODER_POOL (source), result, &error);
  Job *job = job_ref_get (ref);
  g_autoptr (GdkTexture) texture = NULL;

  if (job == NULL)
    return;
  if (pixels != NULL)
    texture = gdk_memory_texture_new ((int)pf_pixels_get_width (pixels),
                                      (int)pf_pixels_get_height (pixels),
                                      GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                      pf_pixels_get_bytes (pixels), pf_pixels_get_stride (pixels));
  job_end (job, texture, error);
}

static void
job_got_bytes (Job *job, GBytes *bytes, const GError *error)
{
  if (bytes == NULL)
    job_end (job, NULL, error);
  else
    pf_decoder_decode_async (job->loader->decoders, bytes, &job->options, job->cancellable,
                             decoded_cb, job_ref (job));
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (JobRef) ref = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pf_client_fetch_picture_finish (PF_CLIENT (source), result, &error);
  Job *job = job_ref_get (ref);

  ref->loader->n_fetching--;
  if (job != NULL)
    job_got_bytes (job, bytes, error);
  start_jobs (ref->loader);
}

static void
blob_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (JobRef) ref = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pf_store_load_blob_finish (PF_STORE (source), result, &error);
  Job *job = job_ref_get (ref);

  if (job != NULL)
    job_got_bytes (job, bytes, error);
}

static void
job_start (Job *job)
{
  PfPictureLoader *self = job->loader;

  job->started = TRUE;
  if (job->blob != NULL)
    pf_store_load_blob_async (self->store, job->blob, job->cancellable, blob_loaded_cb,
                              job_ref (job));
  else
    {
      self->n_fetching++;
      pf_client_fetch_picture_async (job->client, job->url, MAX_PICTURE_BYTES,
                                     G_PRIORITY_DEFAULT_IDLE, job->cancellable, fetched_cb,
                                     job_ref (job));
    }
}

/* Newest visible first: what was asked for last is what is looked at now. */
static void
start_jobs (PfPictureLoader *self)
{
  while (self->n_fetching < MAX_FETCHES)
    {
      GHashTableIter iter;
      Job *job, *best = NULL;

      g_hash_table_iter_init (&iter, self->jobs);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&job))
        if (!job->started
            && (best == NULL || job->options.priority > best->options.priority
                || (job->options.priority == best->options.priority && job->age > best->age)))
          best = job;
      if (best == NULL)
        return;
      job_start (best);
    }
}

static void
waiter_cancelled_cb (GCancellable *cancellable, Waiter *waiter)
{
  Job *job = waiter->job;
  g_autoptr (GTask) task = g_object_ref (waiter->task);

  /* Disconnecting inside the handler would deadlock; it goes with the cancellable. */
  waiter->cancelled_id = 0;
  g_ptr_array_remove (job->waiters, waiter);
  if (job->waiters->len == 0)
    g_hash_table_remove (job->loader->jobs, job->key);
  g_task_return_error_if_cancelled (task);
}

static gboolean
recently_failed (PfPictureLoader *self, const char *url)
{
  gint64 *when = url != NULL ? g_hash_table_lookup (self->failed, url) : NULL;

  if (when == NULL)
    return FALSE;
  if (g_get_monotonic_time () - *when < FAILED_FOR_US)
    return TRUE;
  g_hash_table_remove (self->failed, url);
  return FALSE;
}

/**
 * pf_picture_loader_load_async:
 * @self: a loader
 * @request: which picture at which size
 * @cancellable: (nullable): cancel it on the main thread when the picture left
 *   the view; the work stops when nobody else waits for it
 * @callback: called when the texture is there
 * @user_data: for @callback
 *
 * Equal requests join. Main thread only.
 */
void
pf_picture_loader_load_async (PfPictureLoader *self,
                              const PfPictureRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = NULL;
  GdkTexture *texture;
  Waiter *waiter;
  Job *job;

  g_task_set_source_tag (task, pf_picture_loader_load_async);
  g_return_if_fail (request->blob != NULL || (request->url != NULL && request->client != NULL));
  if (g_task_return_error_if_cancelled (task))
    return;
  key = make_key (request);
  texture = cache_find (self, key);
  if (texture != NULL)
    {
      g_task_return_pointer (task, g_object_ref (texture), g_object_unref);
      return;
    }
  if (recently_failed (self, request->url))
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_NOT_FOUND,
                               _ ("The picture could not be loaded"));
      return;
    }

  job = g_hash_table_lookup (self->jobs, key);
  if (job == NULL)
    {
      job = g_new0 (Job, 1);
      job->loader = self;
      job->key = g_steal_pointer (&key);
      job->client = request->client != NULL ? g_object_ref (request->client) : NULL;
      job->url = g_strdup (request->blob != NULL ? NULL : request->url);
      job->blob = g_strdup (request->blob);
      job->options = (PfDecodeOptions){ .width = request->width,
                                        .height = request->height,
                                        .fit = request->fit,
                                        .corner_radius = request->corner_radius,
                                        .priority = request->priority };
      job->cancellable = g_cancellable_new ();
      job->waiters = g_ptr_array_new_with_free_func (waiter_free);
      g_hash_table_insert (self->jobs, job->key, job);
    }
  if (!job->started)
    job->age = ++self->age;
  waiter = g_new0 (Waiter, 1);
  waiter->job = job;
  waiter->task = g_object_ref (task);
  g_ptr_array_add (job->waiters, waiter);
  if (cancellable != NULL)
    waiter->cancelled_id
        = g_signal_connect (cancellable, "cancelled", G_CALLBACK (waiter_cancelled_cb), waiter);
  start_jobs (self);
}

/**
 * pf_picture_loader_load_finish:
 * @self: a loader
 * @result: the result
 * @error: location for an error
 *
 * Returns: (transfer full): a texture of the size asked for
 */
GdkTexture *
pf_picture_loader_load_finish (PfPictureLoader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
