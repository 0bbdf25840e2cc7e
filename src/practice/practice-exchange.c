/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-exchange.h"

PracticeExchange *
practice_exchange_new (Practice *app, SoupServerMessage *msg, const char *path, GHashTable *query)
{
  PracticeExchange *x = g_new0 (PracticeExchange, 1);

  x->app = app;
  x->msg = g_object_ref (msg);
  x->path = g_strdup (path);
  x->query = query != NULL ? g_hash_table_ref (query) : NULL;
  x->began_us = g_get_real_time ();
  return x;
}

void
practice_exchange_free (PracticeExchange *x)
{
  g_object_unref (x->msg);
  g_free (x->path);
  g_free (x->args[0]);
  g_free (x->args[1]);
  g_clear_pointer (&x->query, g_hash_table_unref);
  g_clear_pointer (&x->body, json_node_unref);
  g_free (x);
}

gboolean
practice_has_scope (PracticeExchange *x, const char *scope)
{
  return x->grant != NULL && g_strv_contains ((const char *const *)x->grant->scopes, scope);
}

const char *
practice_query (PracticeExchange *x, const char *name)
{
  return x->query != NULL ? g_hash_table_lookup (x->query, name) : NULL;
}

/* Parses the body; FALSE after a 400 or 415 was answered. */
gboolean
practice_exchange_read_json (PracticeExchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (x->msg);
  SoupMessageBody *body = soup_server_message_get_request_body (x->msg);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (length == 0)
    return TRUE;
  if (g_strcmp0 (type, "application/json") != 0)
    {
      practice_reply_error (x, 415, 1, "The body must be application/json, not '%s'.",
                            type != NULL ? type : "nothing");
      return FALSE;
    }
  if (!json_parser_load_from_data (parser, data, (gssize)length, NULL)
      || json_parser_get_root (parser) == NULL)
    {
      practice_reply_error (x, 400, 1, "The body is not valid JSON.");
      return FALSE;
    }
  x->body = json_parser_steal_root (parser);
  return TRUE;
}

/* Returns: (transfer none) (nullable): the body as an object; NULL after a 400 was answered */
JsonObject *
practice_body (PracticeExchange *x)
{
  if (x->body == NULL || !JSON_NODE_HOLDS_OBJECT (x->body))
    {
      practice_reply_error (x, 400, 1, "Invalid request: the body must be a JSON object.");
      return NULL;
    }
  return json_node_get_object (x->body);
}

gboolean
practice_body_string (
    PracticeExchange *x, JsonObject *object, const char *name, glong max, const char **value)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      practice_reply_error (x, 400, 1, "Invalid request: '%s' is not of type 'string'.", name);
      return FALSE;
    }
  *value = json_node_get_string (node);
  if (max > 0 && g_utf8_strlen (*value, -1) > max)
    {
      practice_reply_error (x, 400, 1, "Invalid request: '%s' is too long (at most %ld).", name,
                            max);
      return FALSE;
    }
  return TRUE;
}
