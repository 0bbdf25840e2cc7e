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

typedef struct
{
  char *at;
  char *end;
  guint depth;
  guint values;
} Scan;

static gboolean scan_value (Scan *scan);

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

/*
 * One \u escape; @at stands behind the u. json-glib 1.6 would make invalid UTF-8 of half a
 * surrogate pair and cut a text at U+0000, so both become U+FFFD, which is as long.
 */
static gboolean
scan_unit_escape (Scan *scan)
{
  int unit = read_unit (scan, scan->at);

  if (unit < 0)
    return FALSE;
  if (unit >= 0xD800 && unit <= 0xDBFF && scan->end - scan->at >= 10 && scan->at[4] == '\\'
      && scan->at[5] == 'u')
    {
      int low = read_unit (scan, scan->at + 6);
      if (low >= 0xDC00 && low <= 0xDFFF)
        {
          scan->at += 10;
          return TRUE;
        }
    }
  if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF))
    memcpy (scan->at, "fffd", 4);
  scan->at += 4;
  return TRUE;
}

static gboolean
scan_string (Scan *scan, gsize max_length)
{
  char *start;

  if (scan->at >= scan->end || *scan->at != '"')
    return FALSE;
  start = ++scan->at;
  while (scan->at < scan->end)
    {
      guchar c = (guchar)*scan->at++;

      if (c == '"')
        return (gsize)(scan->at - start) <= max_length + 1;
      if (c < 0x20)
        return FALSE;
      if (c != '\\')
        continue;
      if (scan->at >= scan->end)
        return FALSE;
      c = (guchar)*scan->at++;
      if (c == 'u')
        {
          if (!scan_unit_escape (scan))
            return FALSE;
        }
      else if (strchr ("\"\\/bfnrt", c) == NULL)
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

/* Whether the number is one that gint64 or a finite double can hold. */
static gboolean
number_is_sane (const char *number, gsize length, gboolean whole)
{
  char copy[MAX_NUMBER + 1];

  if (length > MAX_NUMBER)
    return FALSE;
  memcpy (copy, number, length);
  copy[length] = '\0';
  if (whole)
    return g_ascii_string_to_unsigned (copy[0] == '-' ? copy + 1 : copy, 10, 0, G_MAXINT64, NULL,
                                       NULL);
  return isfinite (g_ascii_strtod (copy, NULL));
}

/* A number that cannot be held becomes null: the field counts as absent, the page lives on. */
static gboolean
scan_number (Scan *scan)
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
  if (!number_is_sane (start, (gsize)(scan->at - start), whole))
    {
      gsize length = (gsize)(scan->at - start);
      g_assert (length >= 4);
      memset (start, ' ', length);
      memcpy (start, "null", 4);
    }
  return TRUE;
}

static gboolean
scan_members (Scan *scan, gboolean object)
{
  char close = object ? '}' : ']';

  scan->at++;
  skip_space (scan);
  if (scan->at < scan->end && *scan->at == close)
    {
      scan->at++;
      return TRUE;
    }
  while (scan->at < scan->end)
    {
      if (object)
        {
          skip_space (scan);
          if (!scan_string (scan, PF_JSON_MAX_KEY))
            return FALSE;
          skip_space (scan);
          if (scan->at >= scan->end || *scan->at++ != ':')
            return FALSE;
        }
      if (!scan_value (scan))
        return FALSE;
      if (scan->at >= scan->end)
        return FALSE;
      if (*scan->at == close)
        {
          scan->at++;
          return TRUE;
        }
      if (*scan->at++ != ',')
        return FALSE;
    }
  return FALSE;
}

static gboolean
scan_value (Scan *scan)
{
  gboolean good;

  skip_space (scan);
  if (scan->at >= scan->end || ++scan->values > PF_JSON_MAX_VALUES)
    return FALSE;
  switch (*scan->at)
    {
    case '{':
    case '[':
      if (++scan->depth > PF_JSON_MAX_DEPTH)
        return FALSE;
      good = scan_members (scan, *scan->at == '{');
      scan->depth--;
      break;
    case '"':
      good = scan_string (scan, PF_JSON_MAX_STRING);
      break;
    case 't':
      good = scan_literal (scan, "true");
      break;
    case 'f':
      good = scan_literal (scan, "false");
      break;
    case 'n':
      good = scan_literal (scan, "null");
      break;
    default:
      good = (*scan->at == '-' || g_ascii_isdigit (*scan->at)) && scan_number (scan);
      break;
    }
  skip_space (scan);
  return good;
}

/**
 * pf_json_guard:
 * @text: a reply, NUL-terminated behind @length; changed in place
 * @length: bytes
 * @error: PF_ERROR_PARSE
 *
 * Looks a reply over before json-glib sees it, because json-glib 1.6 has no
 * limit of depth and takes more than JSON: strict RFC 8259 grammar, valid
 * UTF-8, and the limits of this header (safety.md UI-5). What is merely odd is
 * made harmless instead of losing the whole page: halves of surrogate pairs
 * and \\u0000 become U+FFFD, numbers that gint64 or a finite double cannot hold
 * become null. Any thread.
 *
 * Returns: whether json-glib may read @text
 */
gboolean
pf_json_guard (char *text, gsize length, GError **error)
{
  Scan scan = { .at = text, .end = text + length };

  if (length > PF_JSON_MAX_LENGTH)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE, _ ("The reply is too long"));
      return FALSE;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE, _ ("The reply is not valid text"));
      return FALSE;
    }
  /* RFC 8259 section 8.1: a byte order mark may be ignored. */
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    memset (text, ' ', 3);
  if (!scan_value (&scan) || scan.at != scan.end)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_PARSE, _ ("The reply is not valid JSON"));
      return FALSE;
    }
  return TRUE;
}
