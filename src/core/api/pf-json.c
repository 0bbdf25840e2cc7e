/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-json.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Ids are digits (Pinterest API v5 description: ^\d+$); no id is longer than a 64-bit number. */
#define MAX_ID 20

/**
 * pf_json_parse:
 * @text: a reply, NUL-terminated behind @length; changed in place
 * @length: bytes
 * @error: PF_ERROR_PARSE
 *
 * Guards and parses. Any thread, but never the main one for a reply.
 *
 * Returns: (transfer full) (nullable): the root
 */
JsonNode *
pf_json_parse (char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;

  if (!pf_json_guard (text, length, error))
    return NULL;
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, (gssize)length, NULL)
      || (root = json_parser_steal_root (parser)) == NULL)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE, _ ("The reply is not valid JSON"));
      return NULL;
    }
  return root;
}

/**
 * pf_json_parse_object:
 * @json: text
 * @length: its bytes, or -1
 * @error: PF_ERROR_PARSE
 *
 * Returns: (transfer full) (nullable): the object that @json is
 */
JsonObject *
pf_json_parse_object (const char *json, gssize length, GError **error)
{
  g_autofree char *copy = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize size = length < 0 ? strlen (json) : (gsize)length;

  copy = g_malloc (size + 1);
  memcpy (copy, json, size);
  copy[size] = '\0';
  root = pf_json_parse (copy, size, error);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE, _ ("The reply is of the wrong kind"));
      return NULL;
    }
  return json_node_dup_object (root);
}

static JsonNode *
get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

/**
 * pf_json_get_text:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the text, %NULL for another type
 */
const char *
pf_json_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

/**
 * pf_json_dup_text:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (transfer full) (nullable): its text, %NULL when there is none
 */
char *
pf_json_dup_text (JsonObject *object, const char *name)
{
  return g_strdup (pf_json_get_text (object, name));
}

/**
 * pf_json_is_id:
 * @text: (nullable): text
 *
 * Returns: whether @text is an id of Pinterest's, digits only
 */
gboolean
pf_json_is_id (const char *text)
{
  gsize length = 0;

  if (text == NULL)
    return FALSE;
  for (; g_ascii_isdigit (text[length]) && length <= MAX_ID; length++)
    ;
  return length > 0 && length <= MAX_ID && text[length] == '\0';
}

/**
 * pf_json_dup_id:
 * @object: (nullable): an object
 * @name: a member
 *
 * Ids are strings; one that comes as a number keeps all its digits, because
 * json-glib holds whole numbers as gint64, never as double.
 *
 * Returns: (transfer full) (nullable): the digits
 */
char *
pf_json_dup_id (JsonObject *object, const char *name)
{
  const char *text = pf_json_get_text (object, name);
  JsonNode *node;

  if (text != NULL)
    return pf_json_is_id (text) ? g_strdup (text) : NULL;
  node = get_value (object, name, G_TYPE_INT64);
  if (node == NULL || json_node_get_int (node) < 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}

/**
 * pf_json_get_int:
 * @object: (nullable): an object
 * @name: of a member
 * @fallback: what to say when there is none
 *
 * Returns: its value, also when the service wrote it as another kind of number
 */
gint64
pf_json_get_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);

  if (node != NULL)
    return json_node_get_int (node);
  node = get_value (object, name, G_TYPE_DOUBLE);
  if (node != NULL && fabs (json_node_get_double (node)) < 9007199254740992.0)
    return (gint64)json_node_get_double (node);
  return fallback;
}

/**
 * pf_json_get_count:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: a count, -1 when the reply has none
 */
gint64
pf_json_get_count (JsonObject *object, const char *name)
{
  return MAX (pf_json_get_int (object, name, -1), -1);
}

/**
 * pf_json_get_flag:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: its value, %FALSE when there is none
 */
gboolean
pf_json_get_flag (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

/**
 * pf_json_get_object:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the object, %NULL when there is none
 */
JsonObject *
pf_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * pf_json_get_array:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the array, %NULL when there is none
 */
JsonArray *
pf_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * pf_json_append_string:
 * @json: where to
 * @text: any text; what is not UTF-8 in it is replaced
 *
 * Appends a JSON string with its quotes.
 */
void
pf_json_append_string (GString *json, const char *text)
{
  g_autofree char *valid = NULL;
  const char *run;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);
  g_string_append_c (json, '"');
  for (run = text; *text != '\0'; text++)
    {
      guchar c = (guchar)*text;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;
      g_string_append_len (json, run, text - run);
      run = text + 1;
      if (c == '"' || c == '\\')
        g_string_append_printf (json, "\\%c", c);
      else if (c == '\n')
        g_string_append (json, "\\n");
      else
        g_string_append_printf (json, "\\u%04x", c);
    }
  g_string_append_len (json, run, text - run);
  g_string_append_c (json, '"');
}

/**
 * pf_json_append_name:
 * @json: an object being written
 * @name: of the next member
 *
 * Adds the name of the next member, with a comma where one is due.
 */
void
pf_json_append_name (GString *json, const char *name)
{
  if (json->len > 0 && json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  pf_json_append_string (json, name);
  g_string_append_c (json, ':');
}

/**
 * pf_json_append_text_member:
 * @json: an object being written
 * @name: of the member
 * @text: (nullable): its value
 *
 * Adds a member; nothing for %NULL.
 */
void
pf_json_append_text_member (GString *json, const char *name, const char *text)
{
  if (text == NULL)
    return;
  pf_json_append_name (json, name);
  pf_json_append_string (json, text);
}

/**
 * pf_json_append_int_member:
 * @json: an object being written
 * @name: of the member
 * @value: its value
 *
 * Adds a member.
 */
void
pf_json_append_int_member (GString *json, const char *name, gint64 value)
{
  pf_json_append_name (json, name);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, value);
}

/**
 * pf_json_append_flag_member:
 * @json: an object being written
 * @name: of the member
 * @value: its value
 *
 * Adds a member.
 */
void
pf_json_append_flag_member (GString *json, const char *name, gboolean value)
{
  pf_json_append_name (json, name);
  g_string_append (json, value ? "true" : "false");
}

/**
 * pf_json_append_time_member:
 * @json: an object being written
 * @name: of the member
 * @time_us: wall clock, us
 *
 * Adds a time in the form the service writes, to the microsecond; nothing for 0.
 */
void
pf_json_append_time_member (GString *json, const char *name, gint64 time_us)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;
  gint64 seconds = time_us / G_USEC_PER_SEC;
  gint64 rest = time_us % G_USEC_PER_SEC;

  if (time_us == 0)
    return;
  if (rest < 0)
    {
      rest += G_USEC_PER_SEC;
      seconds--;
    }
  date = g_date_time_new_from_unix_utc (seconds);
  if (date == NULL)
    return;
  text = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");
  pf_json_append_name (json, name);
  g_string_append_printf (json, "\"%s.%06d\"", text, (int)rest);
}
