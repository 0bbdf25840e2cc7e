/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-record.h"

#include <string.h>

#define LONG_TEXT 512

static void
add_header (const char *name, const char *value, gpointer user_data)
{
  if (g_ascii_strcasecmp (name, "Authorization") != 0 && g_ascii_strcasecmp (name, "Cookie") != 0)
    json_object_set_string_member (user_data, name, value);
}

static gboolean
is_base64 (const char *text)
{
  gsize length = strlen (text);
  gsize body = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  return length % 4 == 0 && length - body <= 2 && strspn (text + body, "=") == length - body;
}

/* Returns: (transfer full): @node with every long string cut; @bad counts those not base64 */
static JsonNode *
shorten (JsonNode *node, guint *cut, guint *bad)
{
  JsonNode *copy;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *from = json_node_get_object (node);
      JsonObject *to = json_object_new ();
      g_autoptr (GList) names = json_object_get_members (from);

      for (GList *l = names; l != NULL; l = l->next)
        json_object_set_member (to, l->data,
                                shorten (json_object_get_member (from, l->data), cut, bad));
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, to);
      return copy;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *from = json_node_get_array (node);
      JsonArray *to = json_array_new ();

      for (guint i = 0; i < json_array_get_length (from); i++)
        json_array_add_element (to, shorten (json_array_get_element (from, i), cut, bad));
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, to);
      return copy;
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
      && strlen (json_node_get_string (node)) > LONG_TEXT)
    {
      const char *text = json_node_get_string (node);
      g_autofree char *head = g_strndup (text, 64);

      (*cut)++;
      /* Text for people is not cut: its length is part of the contract. */
      if (!is_base64 (text))
        {
          (*bad)++;
          return json_node_copy (node);
        }
      copy = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (copy, head);
      return copy;
    }
  return json_node_copy (node);
}

/* The token request: names are kept, what is secret is not. */
static JsonNode *
blank_form (GBytes *body)
{
  static const char *const open_names[]
      = { "grant_type", "redirect_uri", "scope", "continuous_refresh", NULL };
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GHashTable) form = soup_form_decode (text);
  JsonObject *o = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  GHashTableIter iter;
  gpointer key, value;

  if (form != NULL)
    {
      g_hash_table_iter_init (&iter, form);
      while (g_hash_table_iter_next (&iter, &key, &value))
        json_object_set_string_member (o, key,
                                       g_strv_contains (open_names, key) ? value : "(blank)");
    }
  json_node_take_object (node, o);
  return node;
}

void
practice_record_write (FILE *file, PracticeExchange *x, guint status)
{
  JsonObject *o = json_object_new ();
  JsonObject *headers = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *line = NULL;
  const char *query = g_uri_get_query (soup_server_message_get_uri (x->msg));
  guint cut = 0, bad = 0;

  json_object_set_string_member (o, "method", soup_server_message_get_method (x->msg));
  json_object_set_string_member (o, "path", x->path);
  json_object_set_string_member (o, "query", query != NULL ? query : "");
  json_object_set_int_member (o, "status", status);
  soup_message_headers_foreach (soup_server_message_get_request_headers (x->msg), add_header,
                                headers);
  json_object_set_object_member (o, "headers", headers);
  if (x->op != NULL && g_str_equal (x->op->op, "oauth/token"))
    {
      g_autoptr (GBytes) body
          = soup_message_body_flatten (soup_server_message_get_request_body (x->msg));

      json_object_set_member (o, "body", blank_form (body));
    }
  else if (x->body != NULL)
    {
      json_object_set_member (o, "body", shorten (x->body, &cut, &bad));
      json_object_set_int_member (o, "base64_cut", cut - bad);
    }
  json_node_take_object (node, o);
  line = json_to_string (node, FALSE);
  fprintf (file, "%s\n", line);
  fflush (file);
}
