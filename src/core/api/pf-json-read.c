/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-json.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Longer numbers have no meaning for any field that we know. */
#define MAX_NUMBER 64
/* Digits that gint64 holds whatever they are. */
#define SAFE_DIGITS 18

/* A reader of our own: the README has the figures of the libraries, which make an object with a
 * table of names and a node for each value. Texts stay where they are: the buffer is the reply's,
 * and taking escapes out only makes them shorter. */
typedef struct
{
  char *owned; /* (nullable): the buffer, if it is not the caller's */
  PfJson root;
} Reply;

#define REPLY_OF(root) ((Reply *)(gpointer)((char *)(root)-G_STRUCT_OFFSET (Reply, root)))

typedef struct
{
  char *at;
  char *end;
  guint depth;
  Reply *reply;
  guint n_values, n_room;
} Scan;

static gboolean scan_value (Scan *scan, const char *name);

static PfJson *
get_value (Scan *scan, guint index)
{
  return &scan->reply->root + index;
}

static void
make_room (Scan *scan, guint n)
{
  scan->n_room = n;
  scan->reply = g_realloc (scan->reply, sizeof (Reply) + (n - 1) * sizeof (PfJson));
}

/* The next value; not to be kept while others are added. */
static PfJson *
add_value (Scan *scan, const char *name)
{
  PfJson *value;

  if (scan->n_values == PF_JSON_MAX_VALUES)
    return NULL;
  if (scan->n_values == scan->n_room)
    make_room (scan, scan->n_room * 2);
  value = get_value (scan, scan->n_values++);
  *value = (PfJson){ .kind = PF_JSON_NULL, .span = 1, .name = name };
  return value;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end
         && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
    scan->at++;
}

static gboolean
scan_literal (Scan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return FALSE;
  scan->at += length;
  return TRUE;
}

/* The four hexadecimal digits at @at, or -1. */
static int
read_unit (const Scan *scan, const char *at)
{
  int unit = 0;

  if (scan->end - at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);
      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* One \u escape, behind the u. Half a surrogate pair and U+0000, which would cut the text, become
 * U+FFFD. */
static gboolean
scan_unit_escape (Scan *scan, char **to)
{
  int unit = read_unit (scan, scan->at);
  gunichar c = (gunichar)unit;

  if (unit < 0)
    return FALSE;
  scan->at += 4;
  if (unit >= 0xD800 && unit <= 0xDBFF && scan->end - scan->at >= 6 && scan->at[0] == '\\'
      && scan->at[1] == 'u')
    {
      int low = read_unit (scan, scan->at + 2);
      if (low >= 0xDC00 && low <= 0xDFFF)
        {
          c = 0x10000 + (((gunichar)unit - 0xD800) << 10) + ((gunichar)low - 0xDC00);
          scan->at += 6;
        }
    }
  if (c == 0 || (c >= 0xD800 && c <= 0xDFFF))
    c = 0xFFFD;
  *to += g_unichar_to_utf8 (c, *to);
  return TRUE;
}

static gboolean
scan_escape (Scan *scan, char **to)
{
  static const char from[] = "\"\\/bfnrt", what[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (scan->at >= scan->end)
    return FALSE;
  if (*scan->at == 'u')
    {
      scan->at++;
      return scan_unit_escape (scan, to);
    }
  found = *scan->at != '\0' ? strchr (from, *scan->at) : NULL;
  if (found == NULL)
    return FALSE;
  scan->at++;
  *(*to)++ = what[found - from];
  return TRUE;
}

/* Leaves the text in its place, without its escapes and with a NUL behind it. @max_length is of
 * what came. */
static gboolean
scan_string (Scan *scan, gsize max_length, const char **text)
{
  char *start, *to;

  if (scan->at >= scan->end || *scan->at != '"')
    return FALSE;
  start = to = ++scan->at;
  while (scan->at < scan->end)
    {
      guchar c = (guchar)*scan->at++;

      if (c == '"')
        {
          if ((gsize)(scan->at - start) > max_length + 1)
            return FALSE;
          *to = '\0';
          *text = start;
          return TRUE;
        }
      if (c < 0x20)
        return FALSE;
      if (c != '\\')
        *to++ = (char)c;
      else if (!scan_escape (scan, &to))
        return FALSE;
    }
  return FALSE;
}

static gboolean
scan_digits (Scan *scan)
{
  char *start = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  return scan->at > start;
}

/* A number that gint64 or a finite double cannot hold stays null: the field counts as absent, the
 * page lives on. */
static void
read_number (PfJson *value, const char *number, gsize length, gboolean whole)
{
  char copy[MAX_NUMBER + 1];
  gboolean minus = *number == '-';

  if (length > MAX_NUMBER)
    return;
  memcpy (copy, number, length);
  copy[length] = '\0';
  if (whole)
    {
      guint64 amount = 0;

      if (length - minus <= SAFE_DIGITS)
        for (const char *at = copy + minus; *at != '\0'; at++)
          amount = amount * 10 + (guint64)(*at - '0');
      else if (!g_ascii_string_to_unsigned (copy + minus, 10, 0, G_MAXINT64, &amount, NULL))
        return;
      value->kind = PF_JSON_INT;
      value->number = minus ? -(gint64)amount : (gint64)amount;
    }
  else
    {
      double real = g_ascii_strtod (copy, NULL);

      if (!isfinite (real))
        return;
      value->kind = PF_JSON_REAL;
      value->real = real;
    }
}

static gboolean
scan_number (Scan *scan, PfJson *value)
{
  char *start = scan->at;
  gboolean whole = TRUE;

  if (*scan->at == '-')
    scan->at++;
  if (scan->at < scan->end && *scan->at == '0')
    scan->at++;
  else if (!scan_digits (scan))
    return FALSE;
  if (scan->at < scan->end && *scan->at == '.')
    {
      whole = FALSE;
      scan->at++;
      if (!scan_digits (scan))
        return FALSE;
    }
  if (scan->at < scan->end && (*scan->at == 'e' || *scan->at == 'E'))
    {
      whole = FALSE;
      scan->at++;
      if (scan->at < scan->end && (*scan->at == '+' || *scan->at == '-'))
        scan->at++;
      if (!scan_digits (scan))
        return FALSE;
    }
  read_number (value, start, (gsize)(scan->at - start), whole);
  return TRUE;
}

/* The values in the array or object at @index. */
static gboolean
scan_members (Scan *scan, guint index)
{
  gboolean object = *scan->at == '{';
  char close = object ? '}' : ']';
  guint n = 0;

  scan->at++;
  skip_space (scan);
  while (scan->at < scan->end && (n > 0 || *scan->at != close))
    {
      const char *name = NULL;

      if (object)
        {
          skip_space (scan);
          if (!scan_string (scan, PF_JSON_MAX_KEY, &name))
            return FALSE;
          skip_space (scan);
          if (scan->at >= scan->end || *scan->at++ != ':')
            return FALSE;
        }
      if (!scan_value (scan, name) || scan->at >= scan->end)
        return FALSE;
      n++;
      if (*scan->at == close)
        break;
      if (*scan->at++ != ',')
        return FALSE;
    }
  if (scan->at >= scan->end)
    return FALSE;
  scan->at++;
  get_value (scan, index)->kind = object ? PF_JSON_OBJECT : PF_JSON_ARRAY;
  get_value (scan, index)->length = n;
  get_value (scan, index)->span = scan->n_values - index;
  return TRUE;
}

static gboolean
scan_value (Scan *scan, const char *name)
{
  gboolean good;
  PfJson *value;

  skip_space (scan);
  if (scan->at >= scan->end || (value = add_value (scan, name)) == NULL)
    return FALSE;
  switch (*scan->at)
    {
    case '{':
    case '[':
      if (++scan->depth > PF_JSON_MAX_DEPTH)
        return FALSE;
      good = scan_members (scan, scan->n_values - 1);
      scan->depth--;
      break;
    case '"':
      value->kind = PF_JSON_TEXT;
      good = scan_string (scan, PF_JSON_MAX_STRING, &value->text);
      break;
    case 't':
      value->kind = PF_JSON_FLAG;
      value->number = TRUE;
      good = scan_literal (scan, "true");
      break;
    case 'f':
      value->kind = PF_JSON_FLAG;
      good = scan_literal (scan, "false");
      break;
    case 'n':
      good = scan_literal (scan, "null");
      break;
    default:
      good = (*scan->at == '-' || g_ascii_isdigit (*scan->at)) && scan_number (scan, value);
      break;
    }
  skip_space (scan);
  return good;
}

static PfJson *
fail (GError **error, const char *words)
{
  g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE, words);
  return NULL;
}

/**
 * pf_json_parse:
 * @text: a reply; changed in place, and to be kept as long as what is returned
 * @length: bytes
 * @error: PF_ERROR_PARSE
 *
 * Reads a reply: strict RFC 8259 grammar, valid UTF-8, and the limits of this header (safety.md
 * UI-5). What is merely odd is made harmless instead of losing the whole page: halves of surrogate
 * pairs and \\u0000 become U+FFFD, numbers that gint64 or a finite double cannot hold become null.
 * Any thread, but never the main one for a reply.
 *
 * Returns: (transfer full) (nullable): the root
 */
PfJson *
pf_json_parse (char *text, gsize length, GError **error)
{
  Scan scan = { .at = text, .end = text + length };

  if (length > PF_JSON_MAX_LENGTH)
    return fail (error, _ ("The reply is too long"));
  if (!g_utf8_validate_len (text, length, NULL))
    return fail (error, _ ("The reply is not valid text"));
  /* RFC 8259 section 8.1: a byte order mark may be ignored. */
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    scan.at += 3;
  make_room (&scan, (guint)(length / 64) + 16);
  scan.reply->owned = NULL;
  if (!scan_value (&scan, NULL) || scan.at != scan.end)
    {
      g_free (scan.reply);
      return fail (error, _ ("The reply is not valid JSON"));
    }
  return &scan.reply->root;
}

/**
 * pf_json_parse_object:
 * @json: text
 * @length: its bytes, or -1
 * @error: PF_ERROR_PARSE
 *
 * As pf_json_parse(), of a copy of @json.
 *
 * Returns: (transfer full) (nullable): the object that @json is
 */
PfJson *
pf_json_parse_object (const char *json, gssize length, GError **error)
{
  gsize size = length < 0 ? strlen (json) : (gsize)length;
  g_autofree char *copy = g_malloc (size + 1);
  g_autoptr (PfJson) root = NULL;

  memcpy (copy, json, size);
  copy[size] = '\0';
  root = pf_json_parse (copy, size, error);
  if (root == NULL)
    return NULL;
  if (root->kind != PF_JSON_OBJECT)
    return fail (error, _ ("The reply is of the wrong kind"));
  REPLY_OF (root)->owned = g_steal_pointer (&copy);
  return g_steal_pointer (&root);
}

/**
 * pf_json_free:
 * @root: (transfer full): what pf_json_parse() gave
 *
 * Frees it with all that is in it.
 */
void
pf_json_free (PfJson *root)
{
  g_free (REPLY_OF (root)->owned);
  g_free (REPLY_OF (root));
}
