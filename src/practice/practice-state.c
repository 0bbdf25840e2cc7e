/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice.h"

#include "practice-tokens.h"

#include <glib/gstdio.h>

/* Changes made close together are written once. */
#define SAVE_AFTER_MS 100

static char *
picture_path (Practice *app, const char *sha256)
{
  return g_strdup_printf ("%s.pictures/%s", app->options.state_file, sha256);
}

GBytes *
practice_state_picture (Practice *app, const char *sha256)
{
  g_autofree char *path = NULL;
  GBytes *kept = g_hash_table_lookup (app->pictures, sha256);
  char *data;
  gsize length;

  if (kept != NULL)
    return g_bytes_ref (kept);
  if (app->options.state_file == NULL)
    return NULL;
  path = picture_path (app, sha256);
  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  return g_bytes_new_take (data, length);
}

void
practice_state_keep_picture (Practice *app, const char *sha256, GBytes *bytes)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  if (app->options.state_file == NULL)
    {
      g_hash_table_replace (app->pictures, g_strdup (sha256), g_bytes_ref (bytes));
      return;
    }
  path = picture_path (app, sha256);
  folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL),
                                 (gssize)g_bytes_get_size (bytes), G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600, &error))
    g_printerr ("pinfold-practice: %s\n", error->message);
}

void
practice_state_save (Practice *app)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *o;

  g_clear_handle_id (&app->save_source, g_source_remove);
  if (app->options.state_file == NULL)
    return;
  node = practice_store_save (app->store);
  o = json_node_get_object (node);
  json_object_set_member (o, "tokens", practice_tokens_save (app->tokens));
  json_object_set_int_member (o, "clock_shift_us", app->clock_shift_us);
  text = json_to_string (node, FALSE);
  if (!g_file_set_contents_full (app->options.state_file, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &error))
    g_printerr ("pinfold-practice: %s\n", error->message);
}

static gboolean
save_now (gpointer user_data)
{
  Practice *app = user_data;

  app->save_source = 0;
  practice_state_save (app);
  return G_SOURCE_REMOVE;
}

void
practice_state_changed (Practice *app)
{
  if (app->options.state_file != NULL && app->save_source == 0)
    app->save_source = g_timeout_add (SAVE_AFTER_MS, save_now, app);
}

gboolean
practice_state_load (Practice *app, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *o;
  gsize length;

  if (app->options.state_file == NULL || !g_file_test (app->options.state_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (app->options.state_file, &text, &length, error))
    return FALSE;
  node = json_from_string (text, error);
  if (node == NULL)
    return FALSE;
  o = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (o == NULL || !json_object_has_member (o, "tokens") || !practice_store_load (app->store, o))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is not a state file",
                   app->options.state_file);
      return FALSE;
    }
  practice_tokens_load (app->tokens, json_object_get_object_member (o, "tokens"));
  app->clock_shift_us = json_object_get_int_member_with_default (o, "clock_shift_us", 0);
  return TRUE;
}
