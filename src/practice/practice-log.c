/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-log.h"

#include "practice-fault.h"
#include "practice-record.h"

#include <stdio.h>

#define KEPT 2000

struct _PracticeLog
{
  GQueue entries;
  GHashTable *counts;
  FILE *record;
  guint64 n;
};

PracticeLog *
practice_log_new (const char *record_file)
{
  PracticeLog *self = g_new0 (PracticeLog, 1);

  g_queue_init (&self->entries);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (record_file != NULL)
    {
      self->record = fopen (record_file, "ae");
      if (self->record == NULL)
        g_printerr ("pinfold-practice: cannot write %s\n", record_file);
    }
  return self;
}

void
practice_log_reset (PracticeLog *self)
{
  g_queue_clear_full (&self->entries, (GDestroyNotify)json_node_unref);
  g_hash_table_remove_all (self->counts);
}

void
practice_log_free (PracticeLog *self)
{
  practice_log_reset (self);
  g_hash_table_unref (self->counts);
  if (self->record != NULL)
    fclose (self->record);
  g_free (self);
}

static void
count (PracticeLog *self, const char *op)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, op));

  g_hash_table_insert (self->counts, g_strdup (op), GUINT_TO_POINTER (n + 1));
}

static void
push (PracticeLog *self, JsonObject *o)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (o, "n", (gint64)++self->n);
  json_node_take_object (node, o);
  g_queue_push_tail (&self->entries, node);
  if (self->entries.length > KEPT)
    json_node_unref (g_queue_pop_head (&self->entries));
}

void
practice_log_add (PracticeLog *self, PracticeExchange *x, guint status)
{
  JsonObject *o = json_object_new ();
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (x->msg));
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  /* The consent request carries a state and a challenge. */
  gboolean api = g_str_has_prefix (x->path, "/v5/");
  const char *query = g_uri_get_query (soup_server_message_get_uri (x->msg));

  json_object_set_string_member (o, "method", soup_server_message_get_method (x->msg));
  json_object_set_string_member (o, "path", x->path);
  json_object_set_string_member (o, "query", api && query != NULL ? query : "");
  json_object_set_string_member (o, "op", x->op != NULL ? x->op->op : "");
  json_object_set_int_member (o, "status", status);
  json_object_set_int_member (o, "began_us", x->began_us);
  json_object_set_int_member (o, "ended_us", g_get_real_time ());
  json_object_set_int_member (o, "body_length", (gint64)g_bytes_get_size (body));
  if (g_bytes_get_size (body) > 0)
    json_object_set_string_member (o, "body_sha256", sum);
  if (x->fault != NULL)
    json_object_set_string_member (o, "fault", x->fault->kind);
  push (self, o);
  if (x->op != NULL)
    count (self, x->op->op);
  if (self->record != NULL && api)
    practice_record_write (self->record, x, status);
}

void
practice_log_add_cut (PracticeLog *self, const char *method, const char *path, const char *kind)
{
  JsonObject *o = json_object_new ();

  json_object_set_string_member (o, "method", method);
  json_object_set_string_member (o, "path", path);
  json_object_set_string_member (o, "op", "");
  json_object_set_int_member (o, "status", 0);
  json_object_set_int_member (o, "began_us", g_get_real_time ());
  json_object_set_string_member (o, "fault", kind);
  push (self, o);
}

JsonNode *
practice_log_requests (PracticeLog *self)
{
  JsonArray *all = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (GList *l = self->entries.head; l != NULL; l = l->next)
    json_array_add_element (all, json_node_copy (l->data));
  json_node_take_array (node, all);
  return node;
}

JsonNode *
practice_log_counts (PracticeLog *self)
{
  JsonObject *o = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    json_object_set_int_member (o, key, GPOINTER_TO_UINT (value));
  json_node_take_object (node, o);
  return node;
}
