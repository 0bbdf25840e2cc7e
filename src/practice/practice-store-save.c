/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-store-private.h"

static void
set_text (JsonObject *o, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (o, name, value);
}

static char *
get_text (JsonObject *o, const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (o, name, NULL));
}

static JsonObject *
save_pin (PracticePin *pin)
{
  JsonObject *o = json_object_new ();
  JsonArray *pictures = json_array_new ();
  JsonArray *receipts = json_array_new ();

  set_text (o, "id", pin->id);
  json_object_set_int_member (o, "account", pin->account);
  set_text (o, "board_id", pin->board_id);
  set_text (o, "section_id", pin->section_id);
  set_text (o, "title", pin->title);
  set_text (o, "description", pin->description);
  set_text (o, "alt_text", pin->alt_text);
  set_text (o, "link", pin->link);
  set_text (o, "dominant_color", pin->dominant_color);
  set_text (o, "parent_pin_id", pin->parent_pin_id);
  set_text (o, "media_type", pin->media_type);
  set_text (o, "media_id", pin->media_id);
  json_object_set_int_member (o, "created_us", pin->created_us);
  json_object_set_boolean_member (o, "created", pin->created);
  for (guint i = 0; i < pin->pictures->len; i++)
    {
      PracticePicture *p = g_ptr_array_index (pin->pictures, i);
      JsonObject *one = json_object_new ();

      set_text (one, "key", p->key);
      json_object_set_int_member (one, "width", p->width);
      json_object_set_int_member (one, "height", p->height);
      set_text (one, "title", p->title);
      set_text (one, "description", p->description);
      set_text (one, "link", p->link);
      json_array_add_object_element (pictures, one);
    }
  for (guint i = 0; i < pin->receipts->len; i++)
    {
      PracticeReceipt *r = g_ptr_array_index (pin->receipts, i);
      JsonObject *one = json_object_new ();

      set_text (one, "content_type", r->content_type);
      json_object_set_int_member (one, "length", (gint64)r->length);
      set_text (one, "sha256", r->sha256);
      set_text (one, "metadata", r->metadata);
      json_object_set_int_member (one, "orientation", r->orientation);
      json_array_add_object_element (receipts, one);
    }
  json_object_set_array_member (o, "pictures", pictures);
  json_object_set_array_member (o, "receipts", receipts);
  return o;
}

static PracticePin *
load_pin (JsonObject *o)
{
  PracticePin *pin = practice_pin_new ();
  JsonArray *pictures = json_object_get_array_member (o, "pictures");
  JsonArray *receipts = json_object_get_array_member (o, "receipts");

  pin->id = get_text (o, "id");
  pin->account
      = (guint)CLAMP (json_object_get_int_member (o, "account"), 0, PRACTICE_N_ACCOUNTS - 1);
  pin->board_id = get_text (o, "board_id");
  pin->section_id = get_text (o, "section_id");
  pin->title = get_text (o, "title");
  pin->description = get_text (o, "description");
  pin->alt_text = get_text (o, "alt_text");
  pin->link = get_text (o, "link");
  pin->dominant_color = get_text (o, "dominant_color");
  pin->parent_pin_id = get_text (o, "parent_pin_id");
  pin->media_type = get_text (o, "media_type");
  pin->media_id = get_text (o, "media_id");
  pin->created_us = json_object_get_int_member (o, "created_us");
  pin->created = json_object_get_boolean_member (o, "created");
  for (guint i = 0; i < json_array_get_length (pictures); i++)
    {
      JsonObject *one = json_array_get_object_element (pictures, i);
      g_autofree char *key = get_text (one, "key");
      PracticePicture *p
          = practice_picture_new (key, (guint)json_object_get_int_member (one, "width"),
                                  (guint)json_object_get_int_member (one, "height"));

      p->title = get_text (one, "title");
      p->description = get_text (one, "description");
      p->link = get_text (one, "link");
      g_ptr_array_add (pin->pictures, p);
    }
  for (guint i = 0; i < json_array_get_length (receipts); i++)
    {
      JsonObject *one = json_array_get_object_element (receipts, i);
      PracticeReceipt *r = g_new0 (PracticeReceipt, 1);

      r->content_type = get_text (one, "content_type");
      r->length = (gsize)json_object_get_int_member (one, "length");
      r->sha256 = get_text (one, "sha256");
      r->metadata = get_text (one, "metadata");
      r->orientation = (guint)json_object_get_int_member (one, "orientation");
      g_ptr_array_add (pin->receipts, r);
    }
  return pin;
}

static JsonObject *
save_board (PracticeBoard *b)
{
  JsonObject *o = json_object_new ();

  set_text (o, "id", b->id);
  json_object_set_int_member (o, "account", b->account);
  set_text (o, "name", b->name);
  set_text (o, "description", b->description);
  set_text (o, "privacy", b->privacy);
  set_text (o, "owner", b->owner);
  json_object_set_boolean_member (o, "ads_only", b->ads_only);
  json_object_set_int_member (o, "created_us", b->created_us);
  json_object_set_int_member (o, "modified_us", b->modified_us);
  json_object_set_boolean_member (o, "created", b->created);
  json_object_set_boolean_member (o, "deleted", b->deleted);
  return o;
}

static void
load_board (PracticeStore *self, JsonObject *o)
{
  g_autoptr (PracticeBoard) b = practice_board_new ();

  b->id = get_text (o, "id");
  b->account = (guint)CLAMP (json_object_get_int_member (o, "account"), 0, PRACTICE_N_ACCOUNTS - 1);
  b->name = get_text (o, "name");
  b->description = get_text (o, "description");
  b->privacy = get_text (o, "privacy");
  b->owner = get_text (o, "owner");
  b->ads_only = json_object_get_boolean_member (o, "ads_only");
  b->created_us = json_object_get_int_member (o, "created_us");
  b->modified_us = json_object_get_int_member (o, "modified_us");
  b->created = json_object_get_boolean_member (o, "created");
  b->deleted = json_object_get_boolean_member (o, "deleted");
  practice_store_put_board (self, b);
}

static JsonObject *
save_section (PracticeSection *s)
{
  JsonObject *o = json_object_new ();

  set_text (o, "id", s->id);
  set_text (o, "board_id", s->board_id);
  set_text (o, "name", s->name);
  json_object_set_boolean_member (o, "created", s->created);
  json_object_set_boolean_member (o, "deleted", s->deleted);
  return o;
}

static void
load_section (PracticeStore *self, JsonObject *o)
{
  g_autoptr (PracticeSection) s = practice_section_new ();

  s->id = get_text (o, "id");
  s->board_id = get_text (o, "board_id");
  s->name = get_text (o, "name");
  s->created = json_object_get_boolean_member (o, "created");
  s->deleted = json_object_get_boolean_member (o, "deleted");
  practice_store_put_section (self, s);
}

JsonNode *
practice_store_save (PracticeStore *self)
{
  JsonObject *o = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *boards = json_array_new ();
  JsonArray *sections = json_array_new ();
  JsonArray *extras = json_array_new ();
  JsonArray *changed = json_array_new ();
  JsonArray *gone = json_array_new ();
  JsonObject *deltas = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;

  /* Created things in the order of their making, so that loading gives the same lists. */
  for (guint i = 0; i < self->new_boards->len; i++)
    json_array_add_object_element (boards, save_board (g_ptr_array_index (self->new_boards, i)));
  g_hash_table_iter_init (&iter, self->boards);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((PracticeBoard *)value)->created)
      json_array_add_object_element (boards, save_board (value));
  for (guint i = 0; i < self->new_sections->len; i++)
    json_array_add_object_element (sections,
                                   save_section (g_ptr_array_index (self->new_sections, i)));
  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((PracticeSection *)value)->created)
      json_array_add_object_element (sections, save_section (value));
  for (guint i = 0; i < self->extra_order->len; i++)
    json_array_add_object_element (extras, save_pin (g_ptr_array_index (self->extra_order, i)));
  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    json_array_add_object_element (changed, save_pin (value));
  g_hash_table_iter_init (&iter, self->gone);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    json_array_add_string_element (gone, key);
  g_hash_table_iter_init (&iter, self->deltas);
  while (g_hash_table_iter_next (&iter, &key, &value))
    json_object_set_int_member (deltas, key, GPOINTER_TO_INT (value));

  json_object_set_array_member (o, "boards", boards);
  json_object_set_array_member (o, "sections", sections);
  json_object_set_array_member (o, "pins", extras);
  json_object_set_array_member (o, "changed_pins", changed);
  json_object_set_array_member (o, "gone_pins", gone);
  json_object_set_object_member (o, "count_changes", deltas);
  json_object_set_int_member (o, "next_id", (gint64)self->next_id);
  json_node_take_object (node, o);
  return node;
}

gboolean
practice_store_load (PracticeStore *self, JsonObject *saved)
{
  static const char *const arrays[] = { "boards", "sections", "pins", "changed_pins", "gone_pins" };
  JsonArray *all[G_N_ELEMENTS (arrays)];
  g_autoptr (GList) names = NULL;
  JsonObject *deltas;

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      JsonNode *node = json_object_get_member (saved, arrays[i]);

      if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
        return FALSE;
      all[i] = json_node_get_array (node);
    }
  for (guint i = 0; i < json_array_get_length (all[0]); i++)
    load_board (self, json_array_get_object_element (all[0], i));
  for (guint i = 0; i < json_array_get_length (all[1]); i++)
    load_section (self, json_array_get_object_element (all[1], i));
  for (guint i = 0; i < json_array_get_length (all[2]); i++)
    {
      g_autoptr (PracticePin) pin = load_pin (json_array_get_object_element (all[2], i));

      practice_store_add_pin (self, pin);
    }
  for (guint i = 0; i < json_array_get_length (all[3]); i++)
    {
      PracticePin *pin = load_pin (json_array_get_object_element (all[3], i));

      g_hash_table_replace (self->changed, pin->id, pin);
    }
  for (guint i = 0; i < json_array_get_length (all[4]); i++)
    g_hash_table_add (self->gone, g_strdup (json_array_get_string_element (all[4], i)));

  g_hash_table_remove_all (self->deltas);
  deltas = json_object_get_object_member (saved, "count_changes");
  names = json_object_get_members (deltas);
  for (GList *l = names; l != NULL; l = l->next)
    practice_store_shift_count (self, l->data, (int)json_object_get_int_member (deltas, l->data));
  self->next_id = (guint64)json_object_get_int_member (saved, "next_id");
  return TRUE;
}
