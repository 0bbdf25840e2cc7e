/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-media.h"

#include "practice-handlers.h"

#include <string.h>

#define PROCESSING_US (3 * G_USEC_PER_SEC)

static const char *const form_names[] = { "Content-Type",
                                          "key",
                                          "policy",
                                          "x-amz-algorithm",
                                          "x-amz-credential",
                                          "x-amz-date",
                                          "x-amz-security-token",
                                          "x-amz-signature" };

typedef struct
{
  char *id;
  guint account;
  gint64 uploaded_us;
  gboolean video;
  char *form[G_N_ELEMENTS (form_names)];
} Media;

struct _PracticeMedia
{
  GPtrArray *all;
};

static void
media_free (Media *media)
{
  g_free (media->id);
  for (guint i = 0; i < G_N_ELEMENTS (form_names); i++)
    g_free (media->form[i]);
  g_free (media);
}

PracticeMedia *
practice_media_new (void)
{
  PracticeMedia *self = g_new0 (PracticeMedia, 1);

  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify)media_free);
  return self;
}

void
practice_media_free (PracticeMedia *self)
{
  g_ptr_array_unref (self->all);
  g_free (self);
}

static Media *
find (Practice *app, const char *id)
{
  for (guint i = 0; i < app->media->all->len; i++)
    {
      Media *media = g_ptr_array_index (app->media->all, i);

      if (g_strcmp0 (media->id, id) == 0)
        return media;
    }
  return NULL;
}

static const char *
status_of (Practice *app, Media *media)
{
  if (media->uploaded_us == 0)
    return "registered";
  if (practice_now_us (app) - media->uploaded_us < PROCESSING_US)
    return "processing";
  return media->video && !app->switches.media_fails ? "succeeded" : "failed";
}

gboolean
practice_media_usable (PracticeExchange *x, const char *media_id)
{
  Media *media = find (x->app, media_id);

  return media != NULL && media->account == x->grant->account && media->uploaded_us != 0
         && !g_str_equal (status_of (x->app, media), "failed");
}

gboolean
practice_media_ready (Practice *app, const char *media_id)
{
  Media *media = find (app, media_id);

  return practice_world_is_video_id (media_id)
         || (media != NULL && g_str_equal (status_of (app, media), "succeeded"));
}

void
practice_media_describe (Practice *app, const char *media_id, JsonObject *o)
{
  if (practice_media_ready (app, media_id))
    {
      g_autofree char *uri = g_strdup_printf ("%s/video/%s.mp4", app->base_uri, media_id);

      json_object_set_int_member (o, "duration", 12000);
      json_object_set_int_member (o, "width", 1080);
      json_object_set_int_member (o, "height", 1920);
      json_object_set_string_member (o, "video_url", uri);
    }
  else
    {
      json_object_set_null_member (o, "duration");
      json_object_set_null_member (o, "width");
      json_object_set_null_member (o, "height");
      json_object_set_null_member (o, "video_url");
    }
}

static JsonNode *
present (PracticeExchange *x, Media *media)
{
  JsonObject *o = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (o, "media_id", media->id);
  json_object_set_string_member (o, "media_type", "video");
  json_object_set_string_member (o, "status", status_of (x->app, media));
  json_node_take_object (node, o);
  return node;
}

void
practice_media_list (PracticeExchange *x)
{
  JsonArray *items;
  PracticeCursor cursor;
  guint size, i;

  if (!practice_page_params (x, &cursor, &size))
    return;
  items = json_array_new ();
  i = cursor.seeded ? (guint)MIN (cursor.at, x->app->media->all->len) : 0;
  for (; i < x->app->media->all->len && json_array_get_length (items) < size; i++)
    {
      Media *media = g_ptr_array_index (x->app->media->all, i);

      if (media->account == x->grant->account)
        json_array_add_element (items, present (x, media));
    }
  cursor = (PracticeCursor){ TRUE, i };
  practice_reply_page (x, items, i < x->app->media->all->len ? &cursor : NULL);
}

void
practice_media_create (PracticeExchange *x)
{
  JsonObject *body = practice_body (x);
  JsonObject *o, *form;
  JsonNode *node;
  const char *type;
  g_autofree char *uri = NULL;
  Media *media;

  if (body == NULL || !practice_body_string (x, body, "media_type", 0, &type))
    return;
  if (g_strcmp0 (type, "video") != 0)
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'media_type' must be video.");
      return;
    }
  media = g_new0 (Media, 1);
  media->id = practice_store_fresh_id (x->app->store);
  media->account = x->grant->account;
  media->form[0] = g_strdup ("multipart/form-data");
  media->form[1] = g_strdup_printf ("uploads/%s", media->id);
  media->form[2] = practice_random_token (60);
  media->form[3] = g_strdup ("AWS4-HMAC-SHA256");
  media->form[4] = g_strdup ("practice/20250601/us-east-1/s3/aws4_request");
  media->form[5] = g_strdup ("20250601T090000Z");
  media->form[6] = practice_random_token (60);
  media->form[7] = practice_random_token (32);
  g_ptr_array_add (x->app->media->all, media);

  uri = g_strdup_printf ("%s/upload", x->app->base_uri);
  form = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (form_names); i++)
    json_object_set_string_member (form, form_names[i], media->form[i]);
  o = json_object_new ();
  json_object_set_string_member (o, "media_id", media->id);
  json_object_set_string_member (o, "media_type", "video");
  json_object_set_string_member (o, "upload_url", uri);
  json_object_set_object_member (o, "upload_parameters", form);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, o);
  practice_reply (x, x->app->switches.create_status, node);
}

void
practice_media_get (PracticeExchange *x)
{
  Media *media = find (x->app, x->args[0]);

  if (media == NULL || media->account != x->grant->account)
    practice_reply_error (x, 404, 50, "Media not found.");
  else
    practice_reply (x, 200, present (x, media));
}

/* The storage host answers in XML, as S3 does. */
static void
refuse_upload (PracticeExchange *x, const char *code, const char *message)
{
  char *xml = g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<Error><Code>%s</Code><Message>%s</Message></Error>",
                               code, message);
  g_autoptr (GBytes) bytes = g_bytes_new_take (xml, strlen (xml));

  practice_reply_bytes (x, 403, "application/xml", bytes);
}

/* Name of a part; NULL when it has none. (transfer full) */
static char *
part_name (SoupMessageHeaders *headers)
{
  g_autofree char *disposition = NULL;
  g_autoptr (GHashTable) params = NULL;

  if (!soup_message_headers_get_content_disposition (headers, &disposition, &params))
    return NULL;
  return g_strdup (g_hash_table_lookup (params, "name"));
}

static gboolean
form_is_right (Media *media, GHashTable *fields)
{
  for (guint i = 0; i < G_N_ELEMENTS (form_names); i++)
    if (g_strcmp0 (g_hash_table_lookup (fields, form_names[i]), media->form[i]) != 0)
      return FALSE;
  return TRUE;
}

void
practice_media_upload (PracticeExchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (x->msg);
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (x->msg));
  g_autoptr (SoupMultipart) parts = soup_multipart_new_from_message (headers, body);
  g_autoptr (GHashTable) fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *last = NULL;
  GBytes *file = NULL;
  const char *key;
  Media *media;

  if (soup_message_headers_get_one (headers, "Authorization") != NULL)
    {
      refuse_upload (x, "InvalidArgument", "Only one auth mechanism allowed");
      return;
    }
  for (int i = 0; parts != NULL && i < soup_multipart_get_length (parts); i++)
    {
      SoupMessageHeaders *part_headers;
      GBytes *part;

      soup_multipart_get_part (parts, i, &part_headers, &part);
      g_free (last);
      last = part_name (part_headers);
      if (g_strcmp0 (last, "file") == 0)
        file = part;
      else if (last != NULL)
        g_hash_table_insert (fields, g_strdup (last),
                             g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part)));
    }
  key = g_hash_table_lookup (fields, "key");
  media = key != NULL && g_str_has_prefix (key, "uploads/") ? find (x->app, key + 8) : NULL;
  if (media == NULL || !form_is_right (media, fields))
    refuse_upload (x, "AccessDenied", "Invalid according to Policy");
  else if (g_strcmp0 (last, "file") != 0)
    refuse_upload (x, "InvalidArgument", "The file must be the last field");
  else
    {
      const char *data = g_bytes_get_data (file, NULL);

      /* An MP4 or MOV begins with a box called ftyp; a cover sent as the video fails later. */
      media->video = g_bytes_get_size (file) > 12 && memcmp (data + 4, "ftyp", 4) == 0;
      media->uploaded_us = practice_now_us (x->app);
      practice_reply_empty (x, 204);
    }
}
