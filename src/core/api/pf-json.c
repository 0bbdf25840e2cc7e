/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-json.h"

#include <math.h>
#include <string.h>

/* Ids are digits (Pinterest API v5 description: ^\d+$); no id is longer than a 64-bit number. */
#define MAX_ID 20

/**
 * pf_json_first:
 * @self: (nullable): a value
 *
 * Returns: (transfer none) (nullable): the first value in it, %NULL when it holds none
 */
const PfJson *
pf_json_first (const PfJson *self)
{
  gboolean holds = self != NULL && (self->kind == PF_JSON_ARRAY || self->kind == PF_JSON_OBJECT);

  return holds && self->length > 0 ? self + 1 : NULL;
}

/**
 * pf_json_next:
 * @self: an array or object
 * @child: a value in it
 *
 * Returns: (transfer none) (nullable): the value behind @child
 */
const PfJson *
pf_json_next (const PfJson *self, const PfJson *child)
{
  const PfJson *next = child + child->span;

  return next < self + self->span ? next : NULL;
}

static const PfJson *
get_member (const PfJson *object, const char *name)
{
  const PfJson *found = NULL;

  if (object == NULL || object->kind != PF_JSON_OBJECT)
    return NULL;
  for (const PfJson *at = pf_json_first (object); at != NULL; at = pf_json_next (object, at))
    if (strcmp (at->name, name) == 0)
      found = at;
  return found;
}

static const PfJson *
get_value (const PfJson *object, const char *name, PfJsonKind kind)
{
  const PfJson *found = get_member (object, name);

  return found != NULL && found->kind == kind ? found : NULL;
}

/**
 * pf_json_get_text:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the text, %NULL for another type
 */
const char *
pf_json_get_text (const PfJson *object, const char *name)
{
  const PfJson *found = get_value (object, name, PF_JSON_TEXT);

  return found != NULL ? found->text : NULL;
}

/**
 * pf_json_dup_text:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (transfer full) (nullable): its text, %NULL when there is none
 */
char *
pf_json_dup_text (const PfJson *object, const char *name)
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
 * Ids are strings; one that comes as a number keeps all its digits, because whole numbers are
 * held as gint64, never as double.
 *
 * Returns: (transfer full) (nullable): the digits
 */
char *
pf_json_dup_id (const PfJson *object, const char *name)
{
  const PfJson *found = get_member (object, name);

  if (found == NULL)
    return NULL;
  if (found->kind == PF_JSON_TEXT)
    return pf_json_is_id (found->text) ? g_strdup (found->text) : NULL;
  if (found->kind != PF_JSON_INT || found->number < 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, found->number);
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
pf_json_get_int (const PfJson *object, const char *name, gint64 fallback)
{
  const PfJson *found = get_member (object, name);

  if (found != NULL && found->kind == PF_JSON_INT)
    return found->number;
  if (found != NULL && found->kind == PF_JSON_REAL && fabs (found->real) < 9007199254740992.0)
    return (gint64)found->real;
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
pf_json_get_count (const PfJson *object, const char *name)
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
pf_json_get_flag (const PfJson *object, const char *name)
{
  const PfJson *found = get_value (object, name, PF_JSON_FLAG);

  return found != NULL && found->number != 0;
}

/**
 * pf_json_get_object:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the object, %NULL when there is none
 */
const PfJson *
pf_json_get_object (const PfJson *object, const char *name)
{
  return get_value (object, name, PF_JSON_OBJECT);
}

/**
 * pf_json_get_array:
 * @object: (nullable): an object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the array, %NULL when there is none
 */
const PfJson *
pf_json_get_array (const PfJson *object, const char *name)
{
  return get_value (object, name, PF_JSON_ARRAY);
}

/**
 * pf_json_append_value:
 * @json: where to
 * @value: what was read
 *
 * Writes it again, with all that is in it.
 */
void
pf_json_append_value (GString *json, const PfJson *value)
{
  char real[G_ASCII_DTOSTR_BUF_SIZE];

  switch (value->kind)
    {
    case PF_JSON_FLAG:
      g_string_append (json, value->number != 0 ? "true" : "false");
      break;
    case PF_JSON_INT:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, value->number);
      break;
    case PF_JSON_REAL:
      g_string_append (json, g_ascii_dtostr (real, sizeof real, value->real));
      /* It stays one. */
      if (strpbrk (real, ".e") == NULL)
        g_string_append (json, ".0");
      break;
    case PF_JSON_TEXT:
      pf_json_append_string (json, value->text);
      break;
    case PF_JSON_ARRAY:
    case PF_JSON_OBJECT:
      g_string_append_c (json, value->kind == PF_JSON_ARRAY ? '[' : '{');
      for (const PfJson *at = pf_json_first (value); at != NULL; at = pf_json_next (value, at))
        {
          if (at->name != NULL)
            pf_json_append_name (json, at->name);
          else if (at != value + 1)
            g_string_append_c (json, ',');
          pf_json_append_value (json, at);
        }
      g_string_append_c (json, value->kind == PF_JSON_ARRAY ? ']' : '}');
      break;
    case PF_JSON_NULL:
    default:
      g_string_append (json, "null");
      break;
    }
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
