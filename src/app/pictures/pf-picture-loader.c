/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pictures/pf-picture-loader.h"

#include "app/pictures/pf-picture-cache.h"
#include "app/pictures/pf-picture-failures.h"
#include "core/base/pf-error.h"
#include "core/store/pf-kept-folder.h"

/* performance.md rule 5: about 15 screens of tiles. */
#define TEXTURE_BYTES ((gsize)96 * 1024 * 1024)
/* Files as they came: another size of the same picture needs no network. */
#define FILE_BYTES ((gsize)24 * 1024 * 1024)
#define LARGEST_KEPT_FILE (FILE_BYTES / 8)
#define MAX_PICTURE_BYTES ((gsize)20 * 1000 * 1000)
/* As many as the picture host gets connections; pictures of ours are larger and nearer. */
#define MAX_FETCHES 16
#define MAX_BLOBS 2
/* Enough that no helper ever waits; the rest stays here, where the order can still change. */
#define MAX_DECODING 4
/* So many go before the first frame: one for each helper. */
#define N_URGENT 2
/* Fetching pauses while so much waits to be decoded. */
#define MAX_READY 32
#define MAX_READY_BYTES ((gsize)8 * 1024 * 1024)

typedef enum
{
  ORDER_WAITING,  /* for its source */
  ORDER_READY,    /* has its file */
  ORDER_DECODING, /* in the hands of the pool */
  ORDER_FAILED,   /* wanted, and worth another try later */
  ORDER_DONE,     /* there, given up, or hopeless: only owners' lists still know it */
} OrderState;

typedef struct
{
  int priority;
  guint position;
  guint64 serial;
} Rank;

typedef struct _Source Source;

/* One texture on its way, for everybody who wants it. */
typedef struct
{
  guint refs;
  PfPictureKey key; /* its name is ours */
  PfClient *client; /* (nullable) */
  OrderState state;
  guint n_wanted;
  Rank rank;
  Source *source;            /* (unowned) while waiting */
  GBytes *file;              /* while ready */
  GCancellable *cancellable; /* while decoding */
} Order;

/* One file on its way, for all the sizes of it. */
struct _Source
{
  PfPictureLoader *loader; /* (owned) while loading */
  PfPictureKey key;        /* its name is ours; no size */
  PfClient *client;        /* (nullable) */
  GPtrArray *orders;       /* of Order, (unowned) */
  GCancellable *cancellable;
  gboolean loading;
  gboolean urgent; /* before the next frame */
  GError *error;   /* (nullable): why it could not be fetched; it may be kept in another size */
};

struct _PfPictureLoader
{
  GObject parent_instance;
  PfContext *context;
  PfDecoderPool *decoders;
  PfStore *store; /* nullable */
  PfKeptFolderFunc find_kept;
  GObject *find_kept_data; /* weak */
  PfPictureCache *textures;
  PfPictureCache *files;
  PfPictureFailures *failures;
  GHashTable *owners;  /* gpointer -> GPtrArray of Order */
  GHashTable *orders;  /* PfPictureKey -> Order, (owned) */
  GHashTable *sources; /* PfPictureKey -> Source, (owned) unless it is loading */
  guint n_fetching, n_blobs, n_decoding, n_ready;
  gsize ready_bytes;
  guint64 serial;
  guint retry_id;
  gboolean has_begun;
  gboolean has_any; /* until then frames are empty, and wait for the first pictures; later not */
};

static void pf_picture_loader_supply_init (PfPictureSupplyInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (PfPictureLoader,
                               pf_picture_loader,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_PICTURE_SUPPLY,
                                                      pf_picture_loader_supply_init))

enum
{
  PROP_0,
  PROP_BEGUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void start (PfPictureLoader *self);

static Order *
order_ref (Order *order)
{
  order->refs++;
  return order;
}

static void
order_unref (gpointer data)
{
  Order *order = data;

  if (--order->refs > 0)
    return;
  g_free ((char *)order->key.name);
  g_clear_object (&order->client);
  g_clear_pointer (&order->file, g_bytes_unref);
  g_clear_object (&order->cancellable);
  g_free (order);
}

static void
source_free (Source *source)
{
  g_free ((char *)source->key.name);
  g_clear_object (&source->client);
  g_ptr_array_unref (source->orders);
  g_object_unref (source->cancellable);
  g_clear_error (&source->error);
  g_clear_object (&source->loader);
  g_free (source);
}

static gboolean
comes_before (const Rank *a, const Rank *b)
{
  if (a->priority != b->priority)
    return a->priority > b->priority;
  if (a->position != b->position)
    return a->position < b->position;
  return a->serial > b->serial;
}

static PfPictureKey
request_key (const PfPictureRequest *request)
{
  return (PfPictureKey){ .name = request->blob != NULL ? request->blob : request->url,
                         .width = request->width,
                         .height = request->height,
                         .fit = (guint16)request->fit,
                         .corner_radius = (guint16)MIN (request->corner_radius, G_MAXUINT16),
                         .is_blob = request->blob != NULL };
}

static PfPictureKey
file_key (const PfPictureKey *key)
{
  return (PfPictureKey){ .name = key->name, .is_blob = key->is_blob };
}

static void
order_set_ready (PfPictureLoader *self, Order *order, GBytes *file)
{
  order->state = ORDER_READY;
  order->file = g_bytes_ref (file);
  self->n_ready++;
  self->ready_bytes += g_bytes_get_size (file);
}

static GBytes *
order_take_file (PfPictureLoader *self, Order *order)
{
  self->n_ready--;
  self->ready_bytes -= g_bytes_get_size (order->file);
  return g_steal_pointer (&order->file);
}

/* Where an order begins, and begins again after a failure. */
static void
order_enqueue (PfPictureLoader *self, Order *order)
{
  PfPictureKey key = file_key (&order->key);
  GBytes *file = pf_picture_cache_find (self->files, &key);
  Source *source;

  if (file != NULL)
    {
      order_set_ready (self, order, file);
      return;
    }
  source = g_hash_table_lookup (self->sources, &key);
  if (source == NULL)
    {
      source = g_new0 (Source, 1);
      source->key = key;
      source->key.name = g_strdup (key.name);
      source->client = order->client != NULL ? g_object_ref (order->client) : NULL;
      source->orders = g_ptr_array_new ();
      source->cancellable = g_cancellable_new ();
      g_hash_table_insert (self->sources, &source->key, source);
    }
  g_ptr_array_add (source->orders, order);
  order->source = source;
  order->state = ORDER_WAITING;
}

/* The pipeline forgets an order; owners may still hold it. */
static void
order_end (PfPictureLoader *self, Order *order)
{
  order->state = ORDER_DONE;
  g_hash_table_remove (self->orders, &order->key);
}

/* Nobody wants it any more. What waits goes; a file that is under way comes to its end,
 * because breaking it off would cost the connection. */
static void
order_give_up (PfPictureLoader *self, Order *order)
{
  switch (order->state)
    {
    case ORDER_WAITING:
      {
        Source *source = g_steal_pointer (&order->source);

        g_ptr_array_remove_fast (source->orders, order);
        if (source->orders->len == 0 && !source->loading)
          {
            g_hash_table_remove (self->sources, &source->key);
            source_free (source);
          }
        break;
      }
    case ORDER_READY:
      g_bytes_unref (order_take_file (self, order));
      break;
    case ORDER_DECODING:
      g_cancellable_cancel (order->cancellable);
      break;
    case ORDER_FAILED:
      break;
    case ORDER_DONE:
    default:
      return;
    }
  order_end (self, order);
}

static void retry_timer (gpointer data);

/* What may be tried again is; for the rest of what is wanted a timer is set. */
static void
retry_due (PfPictureLoader *self)
{
  gint64 soonest = G_MAXINT64, now = pf_clock_monotonic (pf_context_get_clock (self->context));
  GHashTableIter iter;
  Order *order;

  if (self->retry_id != 0)
    pf_clock_cancel (pf_context_get_clock (self->context), self->retry_id);
  self->retry_id = 0;
  g_hash_table_iter_init (&iter, self->orders);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&order))
    if (order->state == ORDER_FAILED)
      {
        gint64 when;

        if (pf_picture_failures_get_retry (self->failures, order->key.name, &when))
          order_enqueue (self, order);
        else
          soonest = MIN (soonest, when);
      }
  /* Without a network nothing is tried: its return is told. */
  if (soonest != G_MAXINT64 && pf_network_is_online (pf_context_get_network (self->context)))
    self->retry_id = pf_clock_timeout (pf_context_get_clock (self->context), MAX (soonest - now, 1),
                                       retry_timer, self, NULL);
  start (self);
}

static void
retry_timer (gpointer data)
{
  PfPictureLoader *self = data;

  self->retry_id = 0;
  retry_due (self);
}

static void
network_changed (PfPictureLoader *self)
{
  if (!pf_network_is_online (pf_context_get_network (self->context)))
    return;
  pf_picture_failures_forget_offline (self->failures);
  retry_due (self);
}

static PfPictureFault
fetch_fault (const GError *error)
{
  if (g_error_matches (error, PF_ERROR, PF_ERROR_OFFLINE))
    return PF_PICTURE_FAULT_OFFLINE;
  if (g_error_matches (error, PF_ERROR, PF_ERROR_NO_REPLY)
      || g_error_matches (error, PF_ERROR, PF_ERROR_SERVER)
      || g_error_matches (error, PF_ERROR, PF_ERROR_TIMED_OUT))
    return PF_PICTURE_FAULT_PASSING;
  return PF_PICTURE_FAULT_BROKEN;
}

static void
order_fail (PfPictureLoader *self, Order *order, PfPictureFault fault)
{
  if (fault != PF_PICTURE_FAULT_BROKEN)
    order->state = ORDER_FAILED;
  else
    order_end (self, order);
}

/* An order and its loader, for as long as a helper has the picture. */
typedef struct
{
  PfPictureLoader *loader;
  Order *order;
} Decoding;

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Decoding *decoding = data;
  g_autoptr (PfPictureLoader) self = decoding->loader;
  Order *order = decoding->order;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) pixels = pf_decoder_decode_finish (PF_DECODER_POOL (source), result, &error);
  gboolean wanted = order->state == ORDER_DECODING;
  gboolean failed = FALSE;

  self->n_decoding--;
  if (pixels != NULL)
    {
      gsize stride = pf_pixels_get_stride (pixels);
      guint height = pf_pixels_get_height (pixels);
      GdkTexture *texture = gdk_memory_texture_new ((int)pf_pixels_get_width (pixels), (int)height,
                                                    GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                                    pf_pixels_get_bytes (pixels), stride);

      self->has_any = TRUE;
      pf_picture_cache_add (self->textures, &order->key, texture, stride * height);
      pf_picture_failures_forget (self->failures, order->key.name);
      if (wanted)
        order_end (self, order);
    }
  else if (wanted)
    {
      /* Only a helper that could not be started says nothing of the picture. */
      PfPictureFault fault = g_error_matches (error, PF_ERROR, PF_ERROR_FAILED)
                                 ? PF_PICTURE_FAULT_PASSING
                                 : PF_PICTURE_FAULT_BROKEN;

      pf_picture_failures_add (self->failures, order->key.name, fault);
      order_fail (self, order, fault);
      failed = fault != PF_PICTURE_FAULT_BROKEN;
    }
  if (failed)
    retry_due (self);
  else
    start (self);
  if (wanted)
    pf_picture_supply_emit_arrived (PF_PICTURE_SUPPLY (self), order->key.name);
  order_unref (order);
}

static void
order_decode (PfPictureLoader *self, Order *order)
{
  g_autoptr (GBytes) file = order_take_file (self, order);
  PfDecodeOptions options = { .width = order->key.width,
                              .height = order->key.height,
                              .fit = (PfDecodeFit)order->key.fit,
                              .corner_radius = order->key.corner_radius,
                              .priority = order->rank.priority };
  Decoding *decoding = g_new (Decoding, 1);

  *decoding = (Decoding){ g_object_ref (self), order_ref (order) };
  order->state = ORDER_DECODING;
  g_clear_object (&order->cancellable);
  order->cancellable = g_cancellable_new ();
  self->n_decoding++;
  pf_decoder_decode_async (self->decoders, file, &options, order->cancellable, decoded_cb,
                           decoding);
  if (self->has_begun)
    return;
  self->has_begun = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BEGUN]);
}

static void
source_end (Source *source, GBytes *file, GError *error)
{
  g_autoptr (PfPictureLoader) self = g_steal_pointer (&source->loader);
  guint n = source->orders->len;
  /* The account was disconnected: nobody is told, nothing is remembered. */
  gboolean aborted = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  PfPictureFault fault = PF_PICTURE_FAULT_BROKEN;

  if (source->key.is_blob)
    self->n_blobs--;
  else
    self->n_fetching--;
  if (g_hash_table_lookup (self->sources, &source->key) == source)
    g_hash_table_remove (self->sources, &source->key);
  if (file != NULL && !source->key.is_blob && g_bytes_get_size (file) <= LARGEST_KEPT_FILE)
    pf_picture_cache_add (self->files, &source->key, g_bytes_ref (file), g_bytes_get_size (file));
  if (file == NULL && !aborted)
    {
      fault = fetch_fault (error);
      pf_picture_failures_add (self->failures, source->key.name, fault);
    }
  for (guint i = 0; i < n; i++)
    {
      Order *order = g_ptr_array_index (source->orders, i);

      order->source = NULL;
      if (file != NULL)
        order_set_ready (self, order, file);
      else
        order_fail (self, order, fault);
    }
  if (fault == PF_PICTURE_FAULT_BROKEN)
    start (self);
  else
    retry_due (self);
  if (file == NULL && n > 0 && !aborted)
    pf_picture_supply_emit_arrived (PF_PICTURE_SUPPLY (self), source->key.name);
  source_free (source);
}

static const char *
find_kept (PfPictureLoader *self, Source *source)
{
  return self->find_kept_data != NULL ? self->find_kept (self->find_kept_data, source->client)
                                      : NULL;
}

static void
kept_instead_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Source *source = data;
  g_autoptr (GBytes) file = pf_kept_folder_load_finish (result, NULL);

  source_end (source, file, source->error);
}

static void
fetched_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Source *source = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = pf_client_fetch_picture_finish (PF_CLIENT (object), result, &error);
  const char *folder = file == NULL ? find_kept (source->loader, source) : NULL;

  if (folder != NULL && fetch_fault (error) != PF_PICTURE_FAULT_BROKEN)
    {
      source->error = g_steal_pointer (&error);
      pf_kept_folder_load_async (source->loader->context, folder, source->key.name, TRUE,
                                 source->cancellable, kept_instead_cb, source);
      return;
    }
  source_end (source, file, error);
}

static void
fetch (Source *source)
{
  pf_client_fetch_picture_async (source->client, source->key.name, MAX_PICTURE_BYTES,
                                 source->urgent ? G_PRIORITY_DEFAULT : G_PRIORITY_DEFAULT_IDLE,
                                 source->cancellable, fetched_cb, source);
}

static void
kept_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GBytes) file = pf_kept_folder_load_finish (result, NULL);

  if (file != NULL)
    source_end (data, file, NULL);
  else
    fetch (data);
}

static void
blob_loaded_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = pf_store_load_blob_finish (PF_STORE (object), result, &error);

  source_end (data, file, error);
}

static void
source_load (PfPictureLoader *self, Source *source)
{
  source->loading = TRUE;
  source->urgent = !self->has_any && self->n_fetching < N_URGENT;
  source->loader = g_object_ref (self);
  if (source->key.is_blob)
    {
      self->n_blobs++;
      pf_store_load_blob_async (self->store, source->key.name, source->cancellable, blob_loaded_cb,
                                source);
    }
  else
    {
      const char *folder = find_kept (self, source);

      self->n_fetching++;
      if (folder != NULL)
        pf_kept_folder_load_async (self->context, folder, source->key.name, FALSE,
                                   source->cancellable, kept_cb, source);
      else
        fetch (source);
    }
}

static Order *
best_ready (PfPictureLoader *self)
{
  GHashTableIter iter;
  Order *order, *best = NULL;

  if (self->n_ready == 0)
    return NULL;
  g_hash_table_iter_init (&iter, self->orders);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&order))
    if (order->state == ORDER_READY && (best == NULL || comes_before (&order->rank, &best->rank)))
      best = order;
  return best;
}

/* The most wanted file of a kind that nobody fetches yet, and how many there are. */
static Source *
best_waiting (PfPictureLoader *self, gboolean is_blob, guint *n_waiting)
{
  const Rank *best_rank = NULL;
  GHashTableIter iter;
  Source *source, *best = NULL;

  *n_waiting = 0;
  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&source))
    {
      if (source->loading || source->key.is_blob != is_blob)
        continue;
      (*n_waiting)++;
      for (guint i = 0; i < source->orders->len; i++)
        {
          Order *order = g_ptr_array_index (source->orders, i);

          if (best_rank == NULL || comes_before (&order->rank, best_rank))
            {
              best = source;
              best_rank = &order->rank;
            }
        }
    }
  return best;
}

/* Fetches that nobody waits for may go on, but not at the cost of others. */
static void
free_fetches (PfPictureLoader *self, gboolean is_blob, guint n_needed)
{
  GHashTableIter iter;
  Source *source;

  g_hash_table_iter_init (&iter, self->sources);
  while (n_needed > 0 && g_hash_table_iter_next (&iter, NULL, (gpointer *)&source))
    if (source->loading && source->key.is_blob == is_blob && source->orders->len == 0)
      {
        g_hash_table_iter_remove (&iter);
        g_cancellable_cancel (source->cancellable);
        n_needed--;
      }
}

static void
start_kind (PfPictureLoader *self, gboolean is_blob)
{
  const guint most = is_blob ? MAX_BLOBS : MAX_FETCHES;
  const guint *n = is_blob ? &self->n_blobs : &self->n_fetching;
  Source *source;
  guint n_waiting;

  while (self->n_ready < MAX_READY && self->ready_bytes < MAX_READY_BYTES
         && (source = best_waiting (self, is_blob, &n_waiting)) != NULL)
    {
      if (*n >= most)
        {
          free_fetches (self, is_blob, n_waiting);
          return;
        }
      source_load (self, source);
    }
}

static void
start (PfPictureLoader *self)
{
  Order *order;

  while (self->n_decoding < MAX_DECODING && (order = best_ready (self)) != NULL)
    order_decode (self, order);
  start_kind (self, FALSE);
  start_kind (self, TRUE);
}

static GdkTexture *
loader_peek (PfPictureSupply *supply, const PfPictureRequest *request, gboolean *failed)
{
  PfPictureLoader *self = PF_PICTURE_LOADER (supply);
  PfPictureKey key = request_key (request);
  GdkTexture *texture;

  if (key.name == NULL)
    return NULL;
  texture = pf_picture_cache_find (self->textures, &key);
  if (texture == NULL)
    *failed = pf_picture_failures_is_broken (self->failures, key.name);
  return texture;
}

static Order *
order_new (PfPictureLoader *self, const PfPictureRequest *request, const PfPictureKey *key)
{
  Order *order = g_new0 (Order, 1);

  order->refs = 1;
  order->key = *key;
  order->key.name = g_strdup (key->name);
  if (!key->is_blob)
    order->client = g_object_ref (request->client);
  g_hash_table_insert (self->orders, &order->key, order);
  return order;
}

/* Finds or begins the order for a request; %NULL when there is nothing to be done for it. */
static Order *
take_order (PfPictureLoader *self, const PfPictureRequest *request, guint position)
{
  PfPictureKey key = request_key (request);
  Order *order;
  gint64 when;

  if (key.name == NULL || request->width == 0 || request->height == 0
      || (key.is_blob ? self->store == NULL : request->client == NULL)
      || pf_picture_cache_find (self->textures, &key) != NULL)
    return NULL;
  order = g_hash_table_lookup (self->orders, &key);
  if (order == NULL)
    {
      gboolean may = pf_picture_failures_get_retry (self->failures, key.name, &when);

      if (!may && when == G_MAXINT64)
        return NULL;
      order = order_new (self, request, &key);
      if (may)
        order_enqueue (self, order);
      else
        order->state = ORDER_FAILED;
    }
  order->rank = (Rank){ request->priority, position, self->serial };
  return order;
}

static void
loader_want (PfPictureSupply *supply,
             gpointer owner,
             const PfPictureRequest *requests,
             guint n_requests)
{
  PfPictureLoader *self = PF_PICTURE_LOADER (supply);
  g_autoptr (GPtrArray) before = g_hash_table_lookup (self->owners, owner);
  GPtrArray *list = NULL;
  gboolean failed = FALSE;

  g_hash_table_steal (self->owners, owner);
  self->serial++;
  for (guint i = 0; i < n_requests; i++)
    {
      Order *order = take_order (self, &requests[i], i);

      if (order == NULL)
        continue;
      if (list == NULL)
        list = g_ptr_array_new_with_free_func (order_unref);
      g_ptr_array_add (list, order_ref (order));
      order->n_wanted++;
      failed |= order->state == ORDER_FAILED;
    }
  if (list != NULL)
    g_hash_table_insert (self->owners, owner, list);
  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      Order *order = g_ptr_array_index (before, i);

      if (--order->n_wanted == 0)
        order_give_up (self, order);
    }
  if (failed)
    retry_due (self);
  else
    start (self);
}

static void
pf_picture_loader_supply_init (PfPictureSupplyInterface *iface)
{
  iface->peek = loader_peek;
  iface->want = loader_want;
}

static void
pf_picture_loader_finalize (GObject *object)
{
  PfPictureLoader *self = PF_PICTURE_LOADER (object);
  GHashTableIter iter;
  gpointer source;

  if (self->retry_id != 0)
    pf_clock_cancel (pf_context_get_clock (self->context), self->retry_id);
  g_hash_table_unref (self->owners);
  g_hash_table_unref (self->orders);
  /* None is loading: that would hold the loader. */
  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, NULL, &source))
    {
      g_hash_table_iter_steal (&iter);
      source_free (source);
    }
  g_hash_table_unref (self->sources);
  pf_picture_cache_free (self->textures);
  pf_picture_cache_free (self->files);
  pf_picture_failures_free (self->failures);
  g_clear_weak_pointer (&self->find_kept_data);
  g_clear_object (&self->decoders);
  g_clear_object (&self->store);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_picture_loader_parent_class)->finalize (object);
}

static void
pf_picture_loader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_return_if_fail (id == PROP_BEGUN);
  g_value_set_boolean (value, PF_PICTURE_LOADER (object)->has_begun);
}

static void
pf_picture_loader_class_init (PfPictureLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_picture_loader_finalize;
  G_OBJECT_CLASS (klass)->get_property = pf_picture_loader_get_property;
  /**
   * PfPictureLoader:begun:
   *
   * Whether the file of a picture was there, and a helper began to decode it.
   */
  properties[PROP_BEGUN] = g_param_spec_boolean ("begun", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
pf_picture_loader_init (PfPictureLoader *self)
{
  self->textures = pf_picture_cache_new (TEXTURE_BYTES, g_object_unref);
  self->files = pf_picture_cache_new (FILE_BYTES, (GDestroyNotify)g_bytes_unref);
  self->owners = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->orders
      = g_hash_table_new_full (pf_picture_key_hash, pf_picture_key_equal, NULL, order_unref);
  self->sources = g_hash_table_new (pf_picture_key_hash, pf_picture_key_equal);
}

/**
 * pf_picture_loader_new:
 * @context: the context
 * @decoders: where pictures are decoded
 * @store: (nullable): where pictures of ours are
 *
 * The supply of everything on the screen: from an address or a kept blob to a texture.
 * Main thread only.
 *
 * Returns: (transfer full): a loader with an empty cache
 */
PfPictureLoader *
pf_picture_loader_new (PfContext *context, PfDecoderPool *decoders, PfStore *store)
{
  PfPictureLoader *self = g_object_new (PF_TYPE_PICTURE_LOADER, NULL);

  self->context = g_object_ref (context);
  self->decoders = g_object_ref (decoders);
  self->failures = pf_picture_failures_new (pf_context_get_clock (context));
  g_set_object (&self->store, store);
  g_signal_connect_object (pf_context_get_network (context), "changed",
                           G_CALLBACK (network_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * pf_picture_loader_set_kept:
 * @self: a loader
 * @find: (nullable): tells where pictures of an account are kept
 * @data: (nullable): for @find, as long as it is there
 *
 * What is kept is read from there, without the network. When a picture cannot be had it is shown
 * from another size of it that is kept.
 */
void
pf_picture_loader_set_kept (PfPictureLoader *self, PfKeptFolderFunc find, GObject *data)
{
  self->find_kept = find;
  g_set_weak_pointer (&self->find_kept_data, data);
}

/**
 * pf_picture_loader_get_used:
 * @self: a loader
 *
 * Returns: bytes that the textures at hand weigh
 */
gsize
pf_picture_loader_get_used (PfPictureLoader *self)
{
  return pf_picture_cache_get_used (self->textures);
}

/**
 * pf_picture_loader_is_busy:
 * @self: a loader
 *
 * Returns: whether pictures that are wanted are on their way
 */
gboolean
pf_picture_loader_is_busy (PfPictureLoader *self)
{
  return self->n_fetching + self->n_blobs + self->n_decoding + self->n_ready > 0;
}
