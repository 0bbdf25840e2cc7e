/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-images.h"

#include "practice-exchange.h"
#include "practice-handlers.h"
#include "practice-inspect.h"
#include "practice-jpeg.h"
#include "practice-poster.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_BYTES (64 * 1024 * 1024)
#define SHA256_HEX 64
#define KEY_HEX 16

static const char *const sizes[] = { "150x150", "400x300", "236x", "600x", "1200x", "originals" };

struct _PracticeImages
{
  GHashTable *by_path;
  GQueue order;
  gsize bytes;
};

typedef struct
{
  char *path;
  GBytes *bytes;
} Cached;

static void
cached_free (Cached *cached)
{
  g_free (cached->path);
  g_bytes_unref (cached->bytes);
  g_free (cached);
}

PracticeImages *
practice_images_new (void)
{
  PracticeImages *self = g_new0 (PracticeImages, 1);

  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->order);
  return self;
}

void
practice_images_free (PracticeImages *self)
{
  g_hash_table_unref (self->by_path);
  g_queue_clear_full (&self->order, (GDestroyNotify)cached_free);
  g_free (self);
}

static GBytes *
cache_get (PracticeImages *self, const char *path)
{
  GList *link = g_hash_table_lookup (self->by_path, path);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->order, link);
  g_queue_push_head_link (&self->order, link);
  return ((Cached *)link->data)->bytes;
}

static void
cache_put (PracticeImages *self, const char *path, GBytes *bytes)
{
  Cached *cached;

  if (g_hash_table_contains (self->by_path, path))
    return;
  cached = g_new0 (Cached, 1);
  cached->path = g_strdup (path);
  cached->bytes = g_bytes_ref (bytes);
  g_queue_push_head (&self->order, cached);
  g_hash_table_insert (self->by_path, cached->path, self->order.head);
  self->bytes += g_bytes_get_size (bytes);
  while (self->bytes > CACHE_BYTES && self->order.length > 1)
    {
      Cached *oldest = g_queue_pop_tail (&self->order);

      self->bytes -= g_bytes_get_size (oldest->bytes);
      g_hash_table_remove (self->by_path, oldest->path);
      cached_free (oldest);
    }
}

const char *const *
practice_image_sizes (guint *n)
{
  *n = G_N_ELEMENTS (sizes);
  return sizes;
}

static gboolean
known_size (const char *size)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_str_equal (sizes[i], size))
      return TRUE;
  return FALSE;
}

void
practice_image_scaled (
    const char *size, guint width, guint height, guint *out_width, guint *out_height)
{
  guint wanted = (guint)atoi (size);

  *out_width = width;
  *out_height = height;
  if (g_str_equal (size, "150x150"))
    *out_width = *out_height = 150;
  else if (g_str_equal (size, "400x300"))
    *out_width = 400, *out_height = 300;
  else if (wanted != 0 && wanted < width)
    {
      *out_width = wanted;
      *out_height = MAX (1, (guint)((guint64)height * wanted / width));
    }
}

static gboolean
is_hex (const char *text, gsize length)
{
  return strlen (text) == length && strspn (text, "0123456789abcdef") == length;
}

char *
practice_image_key_of_uri (Practice *app, const char *rest, guint *width, guint *height)
{
  g_auto (GStrv) parts = g_strsplit (rest, "/", 2);
  g_autofree char *key = NULL;

  if (parts[0] == NULL || parts[1] == NULL || !known_size (parts[0])
      || !g_str_has_suffix (parts[1], ".jpg"))
    return NULL;
  key = g_strndup (parts[1], strlen (parts[1]) - 4);
  if (is_hex (key, KEY_HEX))
    {
      practice_poster_size (g_ascii_strtoull (key, NULL, 16), width, height);
      return g_steal_pointer (&key);
    }
  if (is_hex (key, SHA256_HEX))
    {
      g_autoptr (GBytes) bytes = practice_state_picture (app, key);
      g_autoptr (GdkPixbuf) pixbuf
          = bytes != NULL
                ? practice_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                : NULL;

      if (pixbuf == NULL)
        return NULL;
      *width = (guint)gdk_pixbuf_get_width (pixbuf);
      *height = (guint)gdk_pixbuf_get_height (pixbuf);
      return g_steal_pointer (&key);
    }
  return NULL;
}

char *
practice_image_frame_key (const char *media_id)
{
  guint64 key = practice_poster_key ('m', practice_hash (g_str_hash (media_id), 0));

  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", key);
}

/* ---- serving ---- */

typedef struct
{
  PracticeExchange *x;
  char *size;
  char *key;
  GBytes *source;
  GBytes *jpeg;
} Job;

static void
job_free (Job *job)
{
  g_free (job->size);
  g_free (job->key);
  g_clear_pointer (&job->source, g_bytes_unref);
  g_clear_pointer (&job->jpeg, g_bytes_unref);
  g_free (job);
}

static GBytes *
scale_received (GBytes *source, const char *size)
{
  g_autoptr (GdkPixbuf) pixbuf
      = practice_decode (g_bytes_get_data (source, NULL), g_bytes_get_size (source));
  g_autoptr (GdkPixbuf) scaled = NULL;
  g_autoptr (GdkPixbuf) flat = NULL;
  guint width, height, w, h;
  double factor;

  if (pixbuf == NULL)
    return NULL;
  width = (guint)gdk_pixbuf_get_width (pixbuf);
  height = (guint)gdk_pixbuf_get_height (pixbuf);
  practice_image_scaled (size, width, height, &w, &h);
  factor = MAX ((double)w / width, (double)h / height);
  flat = gdk_pixbuf_composite_color_simple (pixbuf, (int)width, (int)height, GDK_INTERP_NEAREST,
                                            255, 8, 0xffffff, 0xffffff);
  scaled = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int)w, (int)h);
  gdk_pixbuf_scale (flat, scaled, 0, 0, (int)w, (int)h, (w - width * factor) / 2,
                    (h - height * factor) / 2, factor, factor, GDK_INTERP_BILINEAR);
  return practice_jpeg_from_pixbuf (scaled);
}

static void
draw_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  if (job->source != NULL)
    job->jpeg = scale_received (job->source, job->size);
  else
    {
      guint64 key = g_ascii_strtoull (job->key, NULL, 16);
      guint width, height, w, h;
      cairo_surface_t *surface;

      practice_poster_size (key, &width, &height);
      practice_image_scaled (job->size, width, height, &w, &h);
      surface = practice_poster_draw (key, w, h);
      job->jpeg = practice_jpeg_from_surface (surface);
      cairo_surface_destroy (surface);
    }
  g_task_return_boolean (task, TRUE);
}

static void
reply_image (PracticeExchange *x, const char *type, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (x->msg);
  const char *known
      = soup_message_headers_get_one (soup_server_message_get_request_headers (x->msg),
                                      "If-None-Match");
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA1, bytes);
  g_autofree char *etag = g_strdup_printf ("\"%.16s\"", sum);

  soup_message_headers_replace (headers, "Cache-Control", "max-age=31536000, immutable");
  soup_message_headers_replace (headers, "ETag", etag);
  if (g_strcmp0 (known, etag) == 0)
    practice_reply_empty (x, 304);
  else
    practice_reply_bytes (x, 200, type, bytes);
}

static void
drawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  if (job->jpeg != NULL)
    {
      cache_put (job->x->app->images, job->x->path, job->jpeg);
      reply_image (job->x, "image/jpeg", job->jpeg);
    }
  else
    practice_reply_empty (job->x, 404);
  practice_exchange_resume (job->x);
}

static void
draw_later (PracticeExchange *x, const char *size, const char *key, GBytes *bytes)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, drawn, NULL);
  Job *job = g_new0 (Job, 1);

  job->x = x;
  job->size = g_strdup (size);
  job->key = g_strdup (key);
  job->source = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  practice_exchange_hold (x);
  g_task_set_source_tag (task, draw_later);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_task_run_in_thread (task, draw_thread);
}

void
practice_image_get (PracticeExchange *x)
{
  GBytes *cached = cache_get (x->app->images, x->path);
  g_autoptr (GBytes) received = NULL;
  g_autofree char *key = NULL;

  if (cached != NULL)
    {
      reply_image (x, "image/jpeg", cached);
      return;
    }
  if (known_size (x->args[0]) && g_str_has_suffix (x->args[1], ".jpg"))
    key = g_strndup (x->args[1], strlen (x->args[1]) - 4);
  if (key != NULL && is_hex (key, SHA256_HEX))
    received = practice_state_picture (x->app, key);
  if (received == NULL && (key == NULL || !is_hex (key, KEY_HEX)))
    {
      practice_reply_empty (x, 404);
      return;
    }
  draw_later (x, x->args[0], key, received);
}

void
practice_avatar_get (PracticeExchange *x)
{
  static const char scenes[] = { 'b', 'k', 'p', 'z' };
  GBytes *cached = cache_get (x->app->images, x->path);
  g_autofree char *username = g_strndup (x->args[0], strcspn (x->args[0], "."));
  int account = practice_account_find (username);
  g_autofree char *key = NULL;

  if (cached != NULL)
    {
      reply_image (x, "image/jpeg", cached);
      return;
    }
  if (account < 0)
    {
      practice_reply_empty (x, 404);
      return;
    }
  key = g_strdup_printf ("%016" G_GINT64_MODIFIER "x",
                         practice_poster_key (scenes[account], practice_hash (42, account)));
  draw_later (x, "150x150", key, NULL);
}
