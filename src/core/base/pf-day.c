/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-day.h"

#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)
/* GDate counts 1 January of the year 1 as 1. */
#define EPOCH_JULIAN 719163
/* 31 December 9999. */
#define LAST_JULIAN 3652059

static gboolean
to_date (GDate *date, PfDay day)
{
  gint64 julian = (gint64)day + EPOCH_JULIAN;

  g_date_clear (date, 1);
  if (day == PF_DAY_NONE || julian < 1 || julian > LAST_JULIAN)
    return FALSE;
  g_date_set_julian (date, (guint32)julian);
  return TRUE;
}

static PfDay
from_date (const GDate *date)
{
  return (PfDay)((gint64)g_date_get_julian (date) - EPOCH_JULIAN);
}

/**
 * pf_day_from_time:
 * @time_us: microseconds since 1970 UTC
 *
 * Returns: the day of UTC that this moment is in
 */
PfDay
pf_day_from_time (gint64 time_us)
{
  gint64 day = time_us / DAY_US;

  /* Moments before 1970 belong to the day that began before them. */
  if (time_us % DAY_US < 0)
    day--;
  return (PfDay)CLAMP (day, G_MININT32 + 1, G_MAXINT32);
}

/**
 * pf_day_to_time:
 * @day: a day
 *
 * Returns: the moment it begins, microseconds since 1970 UTC
 */
gint64
pf_day_to_time (PfDay day)
{
  return (gint64)day * DAY_US;
}

static gboolean
read_digits (const char *text, guint n, guint *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (guint)g_ascii_digit_value (text[i]);
    }
  return TRUE;
}

/**
 * pf_day_parse:
 * @text: (nullable): as the service writes it, `YYYY-MM-DD`
 * @day: (out): the day, #PF_DAY_NONE when it is none
 *
 * Returns: whether @text is a day of the calendar, and nothing else
 */
gboolean
pf_day_parse (const char *text, PfDay *day)
{
  GDate date;
  guint year, month, number;

  *day = PF_DAY_NONE;
  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-'
      || !read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month)
      || !read_digits (text + 8, 2, &number)
      || !g_date_valid_dmy ((GDateDay)number, (GDateMonth)month, (GDateYear)year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)number, (GDateMonth)month, (GDateYear)year);
  *day = from_date (&date);
  return TRUE;
}

/**
 * pf_day_format:
 * @day: a day
 *
 * Returns: (transfer full): it as the service writes it, `YYYY-MM-DD`; "" when there is none
 */
char *
pf_day_format (PfDay day)
{
  GDate date;

  if (!to_date (&date, day))
    return g_strdup ("");
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date),
                          (guint)g_date_get_month (&date), (guint)g_date_get_day (&date));
}

/**
 * pf_day_get_weekday:
 * @day: a day
 *
 * Returns: 1 for Monday to 7 for Sunday (ISO 8601); 0 when there is none
 */
int
pf_day_get_weekday (PfDay day)
{
  GDate date;

  return to_date (&date, day) ? (int)g_date_get_weekday (&date) : 0;
}

/**
 * pf_day_add_years:
 * @day: a day
 * @years: how many, also less than none
 *
 * Returns: the same day of another year; 28 February for a 29th that the year lacks
 */
PfDay
pf_day_add_years (PfDay day, int years)
{
  GDate date;

  if (!to_date (&date, day))
    return PF_DAY_NONE;
  if (years >= 0)
    g_date_add_years (&date, (guint)years);
  else
    g_date_subtract_years (&date, (guint)-years);
  return g_date_valid (&date) ? from_date (&date) : PF_DAY_NONE;
}

/**
 * pf_day_to_date_time:
 * @day: a day
 *
 * For words in the user's language: g_date_time_format() of this names the right day in any zone.
 *
 * Returns: (transfer full) (nullable): its midnight, in UTC
 */
GDateTime *
pf_day_to_date_time (PfDay day)
{
  GDate date;

  return to_date (&date, day)
             ? g_date_time_new_from_unix_utc (pf_day_to_time (day) / G_USEC_PER_SEC)
             : NULL;
}
