/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-present.h"

#include "practice-images.h"
#include "practice-media.h"

static void
set_text (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static JsonNode *
take (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

JsonNode *
practice_present_account (Practice *app, guint account)
{
  const PracticeAccount *a = practice_account (account);
  JsonObject *o = json_object_new ();
  g_autofree char *picture = g_strdup_printf ("%s/avatar/%s.jpg", app->base_uri, a->username);

  json_object_set_string_member (o, "id", a->id);
  json_object_set_string_member (o, "username", a->username);
  json_object_set_string_member (o, "account_type", a->business ? "BUSINESS" : "PINNER");
  set_text (o, "business_name", a->business ? a->name : NULL);
  json_object_set_string_member (o, "about", a->about);
  json_object_set_string_member (o, "profile_image", picture);
  json_object_set_string_member (o, "website_url", a->website);
  json_object_set_int_member (o, "board_count", practice_store_n_boards (app->store, account));
  json_object_set_int_member (o, "pin_count", practice_store_n_pins (app->store, account));
  json_object_set_int_member (o, "follower_count",
                              practice_numbers_followers (app->numbers, account,
                                                          practice_now_us (app) / 86400000000));
  json_object_set_int_member (o, "following_count", a->empty ? 0 : 86 + account);
  if (a->business)
    json_object_set_int_member (o, "monthly_views", practice_monthly_views (app, account));
  else
    json_object_set_null_member (o, "monthly_views");
  return take (o);
}

static char *
image_uri (Practice *app, const char *size, const char *key)
{
  return g_strdup_printf ("%s/img/%s/%s.jpg", app->base_uri, size, key);
}

static JsonNode *
present_cover (PracticeExchange *x, PracticeBoard *board)
{
  PracticePinFilter filter = { board->account, board->id, NULL, TRUE, FALSE };
  PracticeCursor cursor = { FALSE, G_MAXUINT64 };
  gboolean more;
  g_autoptr (GPtrArray) pins = practice_store_pins (x->app->store, &filter, &cursor, 5, &more);
  JsonObject *media = json_object_new ();
  JsonArray *thumbs = json_array_new ();

  for (guint i = 0; i < pins->len; i++)
    {
      PracticePin *pin = g_ptr_array_index (pins, i);
      PracticePicture *picture;
      g_autofree char *uri = NULL;

      if (pin->pictures->len == 0)
        continue;
      picture = g_ptr_array_index (pin->pictures, 0);
      uri = image_uri (x->app,
                       json_object_has_member (media, "image_cover_url") ? "150x150" : "400x300",
                       picture->key);
      if (!json_object_has_member (media, "image_cover_url"))
        json_object_set_string_member (media, "image_cover_url", uri);
      else
        json_array_add_string_element (thumbs, uri);
    }
  if (!json_object_has_member (media, "image_cover_url"))
    json_object_set_null_member (media, "image_cover_url");
  json_object_set_array_member (media, "pin_thumbnail_urls", thumbs);
  return take (media);
}

JsonNode *
practice_present_board (PracticeExchange *x, PracticeBoard *board)
{
  JsonObject *o = json_object_new ();
  JsonObject *owner = json_object_new ();
  g_autofree char *created = practice_time_micro (board->created_us);
  g_autofree char *modified = practice_time_micro (board->modified_us);
  gboolean shared = !g_str_equal (board->owner, practice_account (board->account)->username);

  json_object_set_string_member (o, "id", board->id);
  json_object_set_string_member (o, "name", board->name);
  set_text (o, "description", board->description);
  json_object_set_string_member (o, "privacy", board->privacy);
  json_object_set_boolean_member (o, "is_ads_only", board->ads_only);
  json_object_set_string_member (owner, "username", board->owner);
  json_object_set_object_member (o, "owner", owner);
  json_object_set_int_member (o, "pin_count",
                              practice_store_board_n_pins (x->app->store, board->id));
  json_object_set_int_member (o, "follower_count", board->created ? 0 : 412);
  json_object_set_int_member (o, "collaborator_count", shared ? 2 : 0);
  json_object_set_string_member (o, "created_at", created);
  json_object_set_string_member (o, "board_pins_modified_at", modified);
  json_object_set_member (o, "media", present_cover (x, board));
  /* Undeclared, as live answers carry some. */
  json_object_set_boolean_member (o, "is_collaborative", shared);
  return take (o);
}

JsonNode *
practice_present_section (PracticeSection *section)
{
  JsonObject *o = json_object_new ();

  json_object_set_string_member (o, "id", section->id);
  json_object_set_string_member (o, "name", section->name);
  return take (o);
}

static JsonNode *
present_images (Practice *app, PracticePicture *picture)
{
  JsonObject *images = json_object_new ();
  guint n;
  const char *const *sizes = practice_image_sizes (&n);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *one = json_object_new ();
      g_autofree char *uri = image_uri (app, sizes[i], picture->key);
      guint width, height;

      practice_image_scaled (sizes[i], picture->width, picture->height, &width, &height);
      json_object_set_int_member (one, "width", width);
      json_object_set_int_member (one, "height", height);
      json_object_set_string_member (one, "url", uri);
      json_object_set_object_member (images, sizes[i], one);
    }
  return take (images);
}

static JsonNode *
present_media (Practice *app, PracticePin *pin)
{
  JsonObject *media = json_object_new ();

  json_object_set_string_member (media, "media_type", pin->media_type);
  if (g_str_equal (pin->media_type, "multiple_images"))
    {
      JsonArray *items = json_array_new ();

      for (guint i = 0; i < pin->pictures->len; i++)
        {
          PracticePicture *picture = g_ptr_array_index (pin->pictures, i);
          JsonObject *item = json_object_new ();

          set_text (item, "title", picture->title);
          set_text (item, "description", picture->description);
          set_text (item, "link", picture->link);
          json_object_set_member (item, "images", present_images (app, picture));
          json_array_add_object_element (items, item);
        }
      json_object_set_array_member (media, "items", items);
    }
  else if (pin->pictures->len > 0)
    {
      PracticePicture *picture = g_ptr_array_index (pin->pictures, 0);

      json_object_set_member (media, "images", present_images (app, picture));
      if (g_str_equal (pin->media_type, "video"))
        {
          g_autofree char *cover = image_uri (app, "originals", picture->key);

          json_object_set_string_member (media, "cover_image_url", cover);
        }
    }
  if (g_str_equal (pin->media_type, "video"))
    practice_media_describe (app, pin->media_id, media);
  return take (media);
}

JsonNode *
practice_present_pin (PracticeExchange *x, PracticePin *pin, gboolean metrics)
{
  JsonObject *o = json_object_new ();
  JsonObject *owner = json_object_new ();
  g_autoptr (PracticeBoard) board = practice_store_board (x->app->store, pin->board_id);
  g_autofree char *created = practice_time_plain (pin->created_us);
  const char *type = "REGULAR";
  gboolean own = pin->created || board == NULL
                 || g_str_equal (board->owner, practice_account (pin->account)->username);

  if (g_str_equal (pin->media_type, "multiple_images"))
    type = "CAROUSEL";
  else if (g_str_equal (pin->media_type, "video") && practice_media_ready (x->app, pin->media_id))
    type = "VIDEO";

  json_object_set_string_member (o, "id", pin->id);
  set_text (o, "title", pin->title);
  set_text (o, "description", pin->description);
  set_text (o, "alt_text", pin->alt_text);
  set_text (o, "link", pin->link);
  json_object_set_string_member (o, "board_id", pin->board_id);
  set_text (o, "board_section_id", pin->section_id);
  if (board != NULL)
    json_object_set_string_member (owner, "username", board->owner);
  json_object_set_object_member (o, "board_owner", owner);
  set_text (o, "parent_pin_id", pin->parent_pin_id);
  set_text (o, "dominant_color", pin->dominant_color);
  json_object_set_string_member (o, "created_at", created);
  json_object_set_string_member (o, "creative_type", type);
  json_object_set_boolean_member (o, "is_owner", own);
  json_object_set_boolean_member (o, "is_standard", TRUE);
  json_object_set_boolean_member (o, "has_been_promoted", FALSE);
  json_object_set_member (o, "media", present_media (x->app, pin));
  if (metrics)
    json_object_set_member (o, "pin_metrics", practice_present_metrics (x, pin));
  else
    json_object_set_null_member (o, "pin_metrics");
  /* Undeclared, as live pins carry them (api-facts.md, section 5). */
  json_object_set_string_member (o, "note", "");
  json_object_set_array_member (o, "product_tags", json_array_new ());
  return take (o);
}
