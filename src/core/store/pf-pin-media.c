/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-pin-media.h"

#include <json-glib/json-glib.h>

/* Both are kept in pinfold.db: names never change. */
static const char *const kind_names[] = { "picture", "carousel", "video" };

/**
 * pf_carousel_item_new:
 *
 * Returns: (transfer full): a picture of a carousel that is not there yet
 */
PfCarouselItem *
pf_carousel_item_new (void)
{
  PfCarouselItem *self = g_new0 (PfCarouselItem, 1);

  self->title = g_strdup ("");
  self->description = g_strdup ("");
  self->link = g_strdup ("");
  return self;
}

/**
 * pf_carousel_item_copy:
 * @self: an item
 *
 * Returns: (transfer full): a copy
 */
PfCarouselItem *
pf_carousel_item_copy (const PfCarouselItem *self)
{
  PfCarouselItem *copy = g_memdup2 (self, sizeof *self);

  copy->blob = g_strdup (self->blob);
  copy->picture_name = g_strdup (self->picture_name);
  copy->title = g_strdup (self->title);
  copy->description = g_strdup (self->description);
  copy->link = g_strdup (self->link);
  copy->upload = g_strdup (self->upload);
  copy->content_type = g_strdup (self->content_type);
  return copy;
}

/**
 * pf_carousel_item_free:
 * @self: (transfer full): an item
 */
void
pf_carousel_item_free (PfCarouselItem *self)
{
  g_free (self->blob);
  g_free (self->picture_name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->link);
  g_free (self->upload);
  g_free (self->content_type);
  g_free (self);
}

static void
item_free (gpointer item)
{
  pf_carousel_item_free (item);
}

/**
 * pf_pin_media_init:
 * @self: (out caller-allocates): becomes one picture, as it is
 */
void
pf_pin_media_init (PfPinMedia *self)
{
  *self = (PfPinMedia){ .cover_time = -1 };
}

/**
 * pf_pin_media_clear:
 * @self: what a pin shows
 *
 * Frees what it holds and makes it one picture, as it is.
 */
void
pf_pin_media_clear (PfPinMedia *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self->content_type);
  g_free (self->cover_blob);
  g_free (self->cover_upload);
  g_free (self->cover_type);
  g_free (self->media_id);
  pf_pin_media_init (self);
}

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func (item_free);
}

/**
 * pf_pin_media_copy:
 * @self: (out caller-allocates): not initialised
 * @from: what to copy
 */
void
pf_pin_media_copy (PfPinMedia *self, const PfPinMedia *from)
{
  *self = *from;
  if (from->items != NULL)
    {
      self->items = new_items ();
      for (guint i = 0; i < from->items->len; i++)
        g_ptr_array_add (self->items, pf_carousel_item_copy (g_ptr_array_index (from->items, i)));
    }
  self->content_type = g_strdup (from->content_type);
  self->cover_blob = g_strdup (from->cover_blob);
  self->cover_upload = g_strdup (from->cover_upload);
  self->cover_type = g_strdup (from->cover_type);
  self->media_id = g_strdup (from->media_id);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  if (value == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_edit (JsonBuilder *builder, const PfMediaEdit *edit)
{
  add_int (builder, "turn", edit->turn % 4);
  if (!pf_media_edit_is_cut (edit))
    return;
  add_int (builder, "crop_x", edit->x);
  add_int (builder, "crop_y", edit->y);
  add_int (builder, "crop_width", edit->width);
  add_int (builder, "crop_height", edit->height);
}

static void
add_item (JsonBuilder *builder, const PfCarouselItem *item)
{
  json_builder_begin_object (builder);
  add_text (builder, "blob", item->blob);
  add_text (builder, "picture_name", item->picture_name);
  add_int (builder, "width", item->width);
  add_int (builder, "height", item->height);
  add_edit (builder, &item->edit);
  add_text (builder, "title", item->title);
  add_text (builder, "description", item->description);
  add_text (builder, "link", item->link);
  add_text (builder, "upload", item->upload);
  add_text (builder, "content_type", item->content_type);
  json_builder_end_object (builder);
}

/**
 * pf_pin_media_to_json:
 * @self: what a pin shows
 *
 * Returns: (transfer full): as an object; "{}" for one picture as it is
 */
char *
pf_pin_media_to_json (const PfPinMedia *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  if (self->kind != PF_PIN_KIND_PICTURE)
    add_text (builder, "kind", kind_names[self->kind]);
  add_edit (builder, &self->edit);
  if (self->items != NULL)
    {
      json_builder_set_member_name (builder, "items");
      json_builder_begin_array (builder);
      for (guint i = 0; i < self->items->len; i++)
        add_item (builder, g_ptr_array_index (self->items, i));
      json_builder_end_array (builder);
    }
  add_int (builder, "duration_ms", self->duration_ms);
  add_int (builder, "size", self->size);
  add_text (builder, "content_type", self->content_type);
  if (self->cover_time >= 0)
    {
      json_builder_set_member_name (builder, "cover_time");
      json_builder_add_int_value (builder, self->cover_time);
    }
  add_text (builder, "cover_blob", self->cover_blob);
  add_text (builder, "cover_upload", self->cover_upload);
  add_text (builder, "cover_type", self->cover_type);
  add_text (builder, "media_id", self->media_id);
  add_int (builder, "uploaded", self->uploaded);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? g_strdup (json_node_get_string (node))
                                                      : NULL;
}

static gint64
get_int (JsonObject *object, const char *name, gint64 or_else)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : or_else;
}

static void
get_edit (JsonObject *object, PfMediaEdit *edit)
{
  edit->turn = (guint)(get_int (object, "turn", 0) & 3);
  edit->x = (guint)CLAMP (get_int (object, "crop_x", 0), 0, G_MAXINT);
  edit->y = (guint)CLAMP (get_int (object, "crop_y", 0), 0, G_MAXINT);
  edit->width = (guint)CLAMP (get_int (object, "crop_width", 0), 0, G_MAXINT);
  edit->height = (guint)CLAMP (get_int (object, "crop_height", 0), 0, G_MAXINT);
}

static void
replace_text (char **place, JsonObject *object, const char *name)
{
  char *text = get_text (object, name);

  if (text == NULL)
    return;
  g_free (*place);
  *place = text;
}

static PfCarouselItem *
get_item (JsonObject *object)
{
  PfCarouselItem *item = pf_carousel_item_new ();

  item->blob = get_text (object, "blob");
  item->picture_name = get_text (object, "picture_name");
  item->width = (int)get_int (object, "width", 0);
  item->height = (int)get_int (object, "height", 0);
  get_edit (object, &item->edit);
  replace_text (&item->title, object, "title");
  replace_text (&item->description, object, "description");
  replace_text (&item->link, object, "link");
  item->upload = get_text (object, "upload");
  item->content_type = get_text (object, "content_type");
  return item;
}

static void
get_items (PfPinMedia *self, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "items");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  self->items = new_items ();
  for (guint i = 0; i < json_array_get_length (array) && i < PF_CAROUSEL_MAX; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        g_ptr_array_add (self->items, get_item (json_node_get_object (element)));
    }
}

/**
 * pf_pin_media_from_json:
 * @self: (out caller-allocates): not initialised
 * @json: (nullable): what pf_pin_media_to_json() gave; anything else is one picture as it is
 */
void
pf_pin_media_from_json (PfPinMedia *self, const char *json)
{
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  g_autofree char *kind = NULL;
  JsonObject *object;

  pf_pin_media_init (self);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  kind = get_text (object, "kind");
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (kind, kind_names[i]) == 0)
      self->kind = (PfPinKind)i;
  get_edit (object, &self->edit);
  get_items (self, object);
  self->duration_ms = get_int (object, "duration_ms", 0);
  self->size = get_int (object, "size", 0);
  self->content_type = get_text (object, "content_type");
  self->cover_time = (int)CLAMP (get_int (object, "cover_time", -1), -1, G_MAXINT);
  self->cover_blob = get_text (object, "cover_blob");
  self->cover_upload = get_text (object, "cover_upload");
  self->cover_type = get_text (object, "cover_type");
  self->media_id = get_text (object, "media_id");
  self->uploaded = get_int (object, "uploaded", 0) != 0;
}
