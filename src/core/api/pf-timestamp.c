/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-records.h"

/* Reads exactly @count digits. */
static gboolean
read_digits (const char **at, int count, int *value)
{
  *value = 0;
  for (int i = 0; i < count; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *value = *value * 10 + (**at - '0');
    }
  return TRUE;
}

static gboolean
read_char (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* Parts of a second, to the microsecond; the rest is cut off. */
static int
read_fraction (const char **at)
{
  int value = 0;
  int scale = G_USEC_PER_SEC / 10;

  for (; g_ascii_isdigit (**at); (*at)++, scale /= 10)
    value += (**at - '0') * scale;
  return value;
}

/* Z, +HH, +HHMM or +HH:MM into seconds east of UTC. */
static gboolean
read_zone (const char **at, int *offset_s)
{
  int sign, hours, minutes = 0;

  *offset_s = 0;
  if (**at == '\0')
    return TRUE;
  if (read_char (at, 'Z') || read_char (at, 'z'))
    return TRUE;
  if (**at != '+' && **at != '-')
    return FALSE;
  sign = *(*at)++ == '-' ? -1 : 1;
  if (!read_digits (at, 2, &hours))
    return FALSE;
  read_char (at, ':');
  if (**at != '\0' && !read_digits (at, 2, &minutes))
    return FALSE;
  *offset_s = sign * (hours * 3600 + minutes * 60);
  return hours < 24 && minutes < 60;
}

/**
 * pf_timestamp_parse:
 * @text: (nullable): a time as the service writes it
 *
 * The description declares date-time (RFC 3339), but live replies come without
 * a zone and sometimes with microseconds (api-facts section 5): read as UTC
 * then. Any thread.
 *
 * Returns: microseconds since 1970 UTC, or 0
 */
gint64
pf_timestamp_parse (const char *text)
{
  g_autoptr (GDateTime) date = NULL;
  const char *at = text;
  int year, month, day, hour = 0, minute = 0, second = 0, fraction = 0, offset = 0;

  if (text == NULL)
    return 0;
  if (!read_digits (&at, 4, &year) || !read_char (&at, '-') || !read_digits (&at, 2, &month)
      || !read_char (&at, '-') || !read_digits (&at, 2, &day))
    return 0;
  if (*at != '\0')
    {
      if (!read_char (&at, 'T') && !read_char (&at, 't') && !read_char (&at, ' '))
        return 0;
      if (!read_digits (&at, 2, &hour) || !read_char (&at, ':') || !read_digits (&at, 2, &minute)
          || !read_char (&at, ':') || !read_digits (&at, 2, &second))
        return 0;
      if (read_char (&at, '.') || read_char (&at, ','))
        fraction = read_fraction (&at);
      if (!read_zone (&at, &offset) || *at != '\0')
        return 0;
    }
  /* A leap second is shown as the last second of its minute. */
  date = g_date_time_new_utc (year, month, day, hour, minute, MIN (second, 59));
  if (date == NULL || second > 60)
    return 0;
  return (g_date_time_to_unix (date) - offset) * G_USEC_PER_SEC + fraction;
}
