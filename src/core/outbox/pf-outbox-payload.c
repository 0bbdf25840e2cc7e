/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-record.h"

#include <json-glib/json-glib.h>

/* The column payload: what a row says, as JSON. Names are kept for ever. */

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_int (JsonBuilder *builder, const char *name, int value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static const struct
{
  const char *name;
  PfChangeField field;
  gsize offset;
} change_texts[] = {
  { "title", PF_CHANGE_TITLE, G_STRUCT_OFFSET (PfChanges, title) },
  { "description", PF_CHANGE_DESCRIPTION, G_STRUCT_OFFSET (PfChanges, description) },
  { "alt_text", PF_CHANGE_ALT_TEXT, G_STRUCT_OFFSET (PfChanges, alt_text) },
  { "link", PF_CHANGE_LINK, G_STRUCT_OFFSET (PfChanges, link) },
  { "board", PF_CHANGE_BOARD, G_STRUCT_OFFSET (PfChanges, board_uuid) },
  { "section", PF_CHANGE_SECTION, G_STRUCT_OFFSET (PfChanges, section_uuid) },
  { "name", PF_CHANGE_NAME, G_STRUCT_OFFSET (PfChanges, name) },
};

static void
add_changes (JsonBuilder *builder, const char *name, const PfChanges *changes)
{
  if (changes == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_int (builder, "fields", (int)changes->fields);
  for (guint i = 0; i < G_N_ELEMENTS (change_texts); i++)
    add_text (builder, change_texts[i].name,
              *(char **)G_STRUCT_MEMBER_P (changes, change_texts[i].offset));
  add_text (builder, "privacy", pf_privacy_to_string (changes->privacy));
  json_builder_end_object (builder);
}

static void
add_listed (JsonBuilder *builder, const char *name, GPtrArray *listed)
{
  if (listed == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < listed->len; i++)
    {
      const PfOutboxListed *item = g_ptr_array_index (listed, i);

      json_builder_begin_object (builder);
      add_text (builder, "id", item->id);
      add_text (builder, "name", item->name);
      add_text (builder, "section", item->section);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_media (JsonBuilder *builder, const PfOutboxRecord *record)
{
  g_autofree char *json = pf_pin_media_to_json (&record->media);
  JsonNode *node = json_from_string (json, NULL);

  json_builder_set_member_name (builder, "media");
  json_builder_add_value (builder, node);
  add_text (builder, "group_uuid", record->group_uuid);
  if (record->group_uuid == NULL)
    return;
  add_int (builder, "group_position", record->group_position);
  add_int (builder, "own_fields", (int)record->own_fields);
}

char *
pf_outbox_dump_payload (const PfOutboxRecord *record)
{
  const PfOutboxRow *row = &record->row;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "name", row->name);
  add_text (builder, "description", row->description);
  add_text (builder, "title", row->title);
  add_text (builder, "alt_text", row->alt_text);
  add_text (builder, "link", row->link);
  add_text (builder, "privacy", pf_privacy_to_string (row->privacy));
  add_text (builder, "picture_name", record->picture_name);
  add_text (builder, "content_type", record->content_type);
  add_int (builder, "width", row->width);
  add_int (builder, "height", row->height);
  add_int (builder, "source_width", record->source_width);
  add_int (builder, "source_height", record->source_height);
  add_media (builder, record);
  add_changes (builder, "changes", record->changes);
  add_changes (builder, "before", record->before);
  add_text (builder, "source", record->source_uuid);
  add_text (builder, "source_remote", record->source_remote);
  add_listed (builder, "listed_sections", record->listed_sections);
  add_listed (builder, "listed_pins", record->listed_pins);
  add_int (builder, "listing", record->listing);
  add_int (builder, "emptied", record->emptied);
  add_int (builder, "flatten", record->flatten);
  add_int (builder, "inverse", record->inverse);
  add_int (builder, "stage", (int)record->stage);
  if (record->candidates != NULL)
    {
      json_builder_set_member_name (builder, "candidates");
      json_builder_begin_array (builder);
      for (char **id = record->candidates; *id != NULL; id++)
        json_builder_add_string_value (builder, *id);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static char *
get_text (JsonObject *object, const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static int
get_int (JsonObject *object, const char *name)
{
  return (int)json_object_get_int_member_with_default (object, name, 0);
}

static PfChanges *
load_changes (JsonObject *object, const char *name)
{
  JsonObject *member;
  PfChanges *changes;

  if (!json_object_has_member (object, name))
    return NULL;
  member = json_object_get_object_member (object, name);
  changes = g_new0 (PfChanges, 1);
  changes->fields = (guint)get_int (member, "fields");
  for (guint i = 0; i < G_N_ELEMENTS (change_texts); i++)
    *(char **)G_STRUCT_MEMBER_P (changes, change_texts[i].offset)
        = get_text (member, change_texts[i].name);
  changes->privacy = pf_privacy_from_string (
      json_object_get_string_member_with_default (member, "privacy", "PUBLIC"));
  return changes;
}

static GPtrArray *
load_listed (JsonObject *object, const char *name)
{
  GPtrArray *listed;
  JsonArray *array;

  if (!json_object_has_member (object, name))
    return NULL;
  listed = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_listed_free);
  array = json_object_get_array_member (object, name);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *member = json_array_get_object_element (array, i);
      PfOutboxListed *item = g_new0 (PfOutboxListed, 1);

      item->id = get_text (member, "id");
      item->name = get_text (member, "name");
      item->section = get_text (member, "section");
      g_ptr_array_add (listed, item);
    }
  return listed;
}

static void
load_media (PfOutboxRecord *record, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "media");
  g_autofree char *json = node != NULL ? json_to_string (node, FALSE) : NULL;

  pf_pin_media_clear (&record->media);
  pf_pin_media_from_json (&record->media, json);
  record->row.kind = record->media.kind;
  record->group_uuid = get_text (object, "group_uuid");
  record->group_position = get_int (object, "group_position");
  record->own_fields = (guint)get_int (object, "own_fields");
}

void
pf_outbox_load_payload (PfOutboxRecord *record, const char *json)
{
  PfOutboxRow *row = &record->row;
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  row->name = get_text (object, "name");
  row->description = get_text (object, "description");
  row->title = get_text (object, "title");
  row->alt_text = get_text (object, "alt_text");
  row->link = get_text (object, "link");
  row->privacy = pf_privacy_from_string (
      json_object_get_string_member_with_default (object, "privacy", "PUBLIC"));
  record->picture_name = get_text (object, "picture_name");
  record->content_type = get_text (object, "content_type");
  row->width = get_int (object, "width");
  row->height = get_int (object, "height");
  record->source_width = get_int (object, "source_width");
  record->source_height = get_int (object, "source_height");
  load_media (record, object);
  record->changes = load_changes (object, "changes");
  record->before = load_changes (object, "before");
  record->source_uuid = get_text (object, "source");
  record->source_remote = get_text (object, "source_remote");
  record->listed_sections = load_listed (object, "listed_sections");
  record->listed_pins = load_listed (object, "listed_pins");
  record->listing = get_int (object, "listing") != 0;
  record->emptied = get_int (object, "emptied") != 0;
  record->flatten = get_int (object, "flatten") != 0;
  record->inverse = get_int (object, "inverse") != 0;
  record->stage = (guint)get_int (object, "stage");
  if (json_object_has_member (object, "candidates"))
    {
      JsonArray *array = json_object_get_array_member (object, "candidates");
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
      record->candidates = g_strv_builder_end (builder);
    }
}
