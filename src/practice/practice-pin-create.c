/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-exchange.h"
#include "practice-fault.h"
#include "practice-handlers.h"
#include "practice-images.h"
#include "practice-inspect.h"
#include "practice-media.h"
#include "practice-present.h"

#include <string.h>

/* A pin on its way: fields checked, pictures still to be decoded. */
typedef struct
{
  PracticeExchange *x;
  PracticePin *pin;
  JsonNode *body;
  GPtrArray *types;
  GPtrArray *data;
  GPtrArray *received;
  char *problem;
} Job;

static void
job_free (Job *job)
{
  practice_pin_unref (job->pin);
  json_node_unref (job->body);
  g_ptr_array_unref (job->types);
  g_ptr_array_unref (job->data);
  g_ptr_array_unref (job->received);
  g_free (job->problem);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static void
decode_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  for (guint i = 0; i < job->data->len && job->problem == NULL; i++)
    {
      PracticeReceived *r
          = practice_receive_picture (g_ptr_array_index (job->types, i),
                                      g_ptr_array_index (job->data, i), &job->problem);

      if (r != NULL)
        g_ptr_array_add (job->received, r);
    }
  g_task_return_boolean (task, TRUE);
}

static void
commit (Job *job)
{
  PracticeExchange *x = job->x;
  PracticePin *pin = job->pin;

  if (job->problem != NULL)
    {
      practice_reply_error (x, 400, 1, "Invalid request: %s", job->problem);
      return;
    }
  for (guint i = 0; i < job->received->len; i++)
    {
      PracticeReceived *r = g_ptr_array_index (job->received, i);
      PracticeReceipt *receipt = g_new0 (PracticeReceipt, 1);

      if (i < pin->pictures->len)
        {
          PracticePicture *picture = g_ptr_array_index (pin->pictures, i);

          g_free (picture->key);
          picture->key = g_strdup (r->sha256);
          picture->width = r->width;
          picture->height = r->height;
        }
      else
        g_ptr_array_add (pin->pictures, practice_picture_new (r->sha256, r->width, r->height));
      receipt->content_type = g_strdup (r->content_type);
      receipt->length = g_bytes_get_size (r->bytes);
      receipt->sha256 = g_strdup (r->sha256);
      receipt->metadata = g_strdup (r->metadata);
      receipt->orientation = r->orientation;
      g_ptr_array_add (pin->receipts, receipt);
      if (pin->dominant_color == NULL)
        pin->dominant_color = g_strdup (r->color);
      practice_state_keep_picture (x->app, r->sha256, r->bytes);
    }
  pin->id = practice_store_fresh_id (x->app->store);
  pin->created_us = practice_now_us (x->app);
  practice_store_add_pin (x->app->store, pin);
  if (practice_fault_is (x, "twice"))
    {
      g_autoptr (PracticePin) twin = practice_pin_copy (pin);

      twin->id = practice_store_fresh_id (x->app->store);
      practice_store_add_pin (x->app->store, twin);
    }
  practice_state_changed (x->app);
  practice_reply (x, x->app->switches.create_status, practice_present_pin (x, pin, FALSE));
}

static void
decoded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  commit (job);
  practice_exchange_resume (job->x);
}

static gboolean
add_picture (Job *job, JsonObject *source)
{
  const char *type, *data;

  if (!practice_body_string (job->x, source, "content_type", 0, &type)
      || !practice_body_string (job->x, source, "data", 0, &data))
    return FALSE;
  if (type == NULL || data == NULL
      || (!g_str_equal (type, "image/jpeg") && !g_str_equal (type, "image/png")))
    {
      practice_reply_error (job->x, 400, 1,
                            "Invalid request: 'content_type' (image/jpeg or image/png) and "
                            "'data' are required.");
      return FALSE;
    }
  g_ptr_array_add (job->types, (gpointer)type);
  g_ptr_array_add (job->data, (gpointer)data);
  return TRUE;
}

/* Only our own pictures can be fetched: the practice server never reaches out. */
static gboolean
fetch_picture (Job *job, JsonObject *source, PracticePicture *picture)
{
  g_autofree char *prefix = g_strconcat (job->x->app->base_uri, "/img/", NULL);
  const char *uri;
  g_autofree char *key = NULL;
  guint width, height;

  if (!practice_body_string (job->x, source, "url", 0, &uri))
    return FALSE;
  if (uri == NULL || !g_str_has_prefix (uri, prefix)
      || (key = practice_image_key_of_uri (job->x->app, uri + strlen (prefix), &width, &height))
             == NULL)
    {
      practice_reply_error (job->x, 400, 1, "Invalid request: the image could not be fetched.");
      return FALSE;
    }
  picture->key = g_steal_pointer (&key);
  picture->width = width;
  picture->height = height;
  return TRUE;
}

static gboolean
read_uri (Job *job, JsonObject *source)
{
  PracticePicture *picture = practice_picture_new (NULL, 0, 0);

  g_ptr_array_add (job->pin->pictures, picture);
  job->pin->media_type = g_strdup ("image");
  return fetch_picture (job, source, picture);
}

static gboolean
read_items (Job *job, JsonObject *source, gboolean sent)
{
  JsonNode *node = json_object_get_member (source, "items");
  JsonArray *items
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = items != NULL ? json_array_get_length (items) : 0;

  if (n < 2 || n > 5)
    {
      practice_reply_error (job->x, 400, 1, "Invalid request: 'items' must hold 2 to 5 images.");
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (items, i);
      PracticePicture *picture = practice_picture_new (NULL, 0, 0);
      const char *title, *description, *link;
      JsonObject *item;

      g_ptr_array_add (job->pin->pictures, picture);
      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          practice_reply_error (job->x, 400, 1, "Invalid request: an item is not an object.");
          return FALSE;
        }
      item = json_node_get_object (element);
      if (!(sent ? add_picture (job, item) : fetch_picture (job, item, picture))
          || !practice_body_string (job->x, item, "title", 100, &title)
          || !practice_body_string (job->x, item, "description", 800, &description)
          || !practice_body_string (job->x, item, "link", 2048, &link))
        return FALSE;
      picture->title = g_strdup (title);
      picture->description = g_strdup (description);
      picture->link = g_strdup (link);
    }
  job->pin->media_type = g_strdup ("multiple_images");
  return TRUE;
}

static gboolean
read_video (Job *job, JsonObject *source)
{
  const char *media_id, *data, *cover_uri;

  if (!practice_body_string (job->x, source, "media_id", 0, &media_id)
      || !practice_body_string (job->x, source, "cover_image_data", 0, &data)
      || !practice_body_string (job->x, source, "cover_image_url", 0, &cover_uri))
    return FALSE;
  if (media_id == NULL || !practice_media_usable (job->x, media_id))
    {
      practice_reply_error (job->x, 400, 1,
                            "Invalid request: 'media_id' is not an uploaded video.");
      return FALSE;
    }
  if (data != NULL)
    {
      const char *type
          = json_object_get_string_member_with_default (source, "cover_image_content_type", "");
      gboolean known = g_str_equal (type, "image/jpeg") || g_str_equal (type, "image/png");

      if (!known)
        {
          practice_reply_error (job->x, 400, 1,
                                "Invalid request: 'cover_image_content_type' is missing.");
          return FALSE;
        }
      g_ptr_array_add (job->types, (gpointer)type);
      g_ptr_array_add (job->data, (gpointer)data);
    }
  else if (cover_uri != NULL || json_object_has_member (source, "cover_image_key_frame_time"))
    {
      /* No video is decoded here: its frame is a poster. */
      g_autofree char *key = practice_image_frame_key (media_id);

      g_ptr_array_add (job->pin->pictures, practice_picture_new (key, 1000, 1778));
    }
  else
    {
      practice_reply_error (job->x, 400, 1, "Invalid request: a cover image is required.");
      return FALSE;
    }
  job->pin->media_id = g_strdup (media_id);
  job->pin->media_type = g_strdup ("video");
  return TRUE;
}

static gboolean
read_source (Job *job, JsonObject *body)
{
  JsonNode *node = json_object_get_member (body, "media_source");
  JsonObject *source;
  const char *type;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      practice_reply_error (job->x, 400, 1, "Invalid request: 'media_source' is required.");
      return FALSE;
    }
  source = json_node_get_object (node);
  if (!practice_body_string (job->x, source, "source_type", 0, &type))
    return FALSE;
  if (g_strcmp0 (type, "image_base64") == 0)
    {
      job->pin->media_type = g_strdup ("image");
      return add_picture (job, source);
    }
  if (g_strcmp0 (type, "multiple_image_base64") == 0)
    return read_items (job, source, TRUE);
  if (g_strcmp0 (type, "multiple_image_urls") == 0)
    return read_items (job, source, FALSE);
  if (g_strcmp0 (type, "video_id") == 0)
    return read_video (job, source);
  if (g_strcmp0 (type, "image_url") == 0)
    return read_uri (job, source);
  practice_reply_error (job->x, 400, 1, "Invalid request: source_type '%s' is not supported here.",
                        type != NULL ? type : "");
  return FALSE;
}

static gboolean
read_fields (Job *job, JsonObject *body)
{
  PracticeExchange *x = job->x;
  PracticePin *pin = job->pin;
  const char *title, *description, *alt_text, *link, *color, *parent, *board_id, *section_id;
  g_autoptr (PracticeBoard) board = NULL;
  g_autoptr (PracticeSection) section = NULL;

  if (!practice_body_string (x, body, "title", 100, &title)
      || !practice_body_string (x, body, "description", 800, &description)
      || !practice_body_string (x, body, "alt_text", 500, &alt_text)
      || !practice_body_string (x, body, "link", 2048, &link)
      || !practice_body_string (x, body, "dominant_color", 0, &color)
      || !practice_body_string (x, body, "parent_pin_id", 0, &parent)
      || !practice_body_string (x, body, "board_id", 0, &board_id)
      || !practice_body_string (x, body, "board_section_id", 0, &section_id))
    return FALSE;
  if (board_id == NULL || board_id[0] == '\0'
      || strspn (board_id, "0123456789") != strlen (board_id))
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'board_id' must be a number.");
      return FALSE;
    }
  if (link != NULL && link[0] != '\0' && !g_uri_is_valid (link, G_URI_FLAGS_NONE, NULL))
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'link' is not a valid address.");
      return FALSE;
    }
  board = practice_need_board (x, board_id, TRUE);
  if (board == NULL)
    return FALSE;
  if (section_id != NULL && (section = practice_need_section (x, board, section_id)) == NULL)
    return FALSE;
  pin->account = x->grant->account;
  pin->created = TRUE;
  pin->board_id = g_strdup (board_id);
  pin->section_id = g_strdup (section_id);
  pin->title = g_strdup (title);
  pin->description = g_strdup (description);
  pin->alt_text = g_strdup (alt_text);
  pin->link = g_strdup (link);
  pin->dominant_color = g_strdup (color);
  pin->parent_pin_id = g_strdup (parent);
  return TRUE;
}

void
practice_pins_create (PracticeExchange *x)
{
  g_autoptr (Job) job = NULL;
  g_autoptr (GTask) task = NULL;
  JsonObject *body;

  if (x->app->switches.trial)
    {
      practice_reply_error (x, 403, 29,
                            "Apps with Trial access may not create Pins in production. Use "
                            "https://api-sandbox.pinterest.com instead.");
      return;
    }
  body = practice_body (x);
  if (body == NULL)
    return;
  job = g_new0 (Job, 1);
  job->x = x;
  job->pin = practice_pin_new ();
  job->body = json_node_ref (x->body);
  job->types = g_ptr_array_new ();
  job->data = g_ptr_array_new ();
  job->received = g_ptr_array_new_with_free_func ((GDestroyNotify)practice_received_free);
  if (!read_fields (job, body) || !read_source (job, body))
    return;
  if (job->data->len == 0)
    {
      commit (job);
      return;
    }
  practice_exchange_hold (x);
  task = g_task_new (NULL, NULL, decoded, NULL);
  g_task_set_source_tag (task, practice_pins_create);
  g_task_set_task_data (task, g_steal_pointer (&job), (GDestroyNotify)job_free);
  g_task_run_in_thread (task, decode_thread);
}
