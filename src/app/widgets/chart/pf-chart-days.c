/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-ticks.h"

#include <glib/gi18n.h>
#include <langinfo.h>

/* From one tick to the next: some days or some months. */
static const struct
{
  guint days, months;
} steps[] = {
  { 1, 0 },  { 2, 0 },  { 7, 0 },  { 14, 0 },  { 0, 1 },   { 0, 2 },   { 0, 3 },    { 0, 6 },
  { 0, 12 }, { 0, 24 }, { 0, 60 }, { 0, 120 }, { 0, 300 }, { 0, 600 }, { 0, 1200 },
};

/**
 * pf_chart_first_weekday:
 *
 * Returns: the day weeks begin with in the user's locale, a #GDateWeekday
 */
guint
pf_chart_first_weekday (void)
{
#ifdef _NL_TIME_FIRST_WEEKDAY
  /* What glibc says of weeks: their first day counted from the one "week" stands for. */
  guint origin = GPOINTER_TO_UINT (nl_langinfo (_NL_TIME_WEEK_1STDAY));
  guint first = (guint)nl_langinfo (_NL_TIME_FIRST_WEEKDAY)[0];
  guint sunday = origin == 19971130 ? 0 : 1; /* else 19971201, a Monday */
  guint day = (sunday + first + 6) % 7;      /* 0 for Sunday */

  return day == 0 ? G_DATE_SUNDAY : day;
#else
  return G_DATE_MONDAY;
#endif
}

/**
 * pf_chart_day_format:
 * @day: Julian day
 * @format: for g_date_time_format()
 *
 * Returns: (transfer full): the day in the user's locale
 */
char *
pf_chart_day_format (guint32 day, const char *format)
{
  GDate date;
  g_autoptr (GDateTime) time = NULL;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  /* A day is a day: no time zone may make another one of it. */
  time = g_date_time_new_utc (g_date_get_year (&date), (int)g_date_get_month (&date),
                              g_date_get_day (&date), 0, 0, 0);
  return g_date_time_format (time, format);
}

/**
 * pf_chart_day_words:
 * @day: Julian day
 *
 * Returns: (transfer full): "Mon 3 Aug 2026"
 */
char *
pf_chart_day_words (guint32 day)
{
  /* Translators: a day with its weekday: see man strftime */
  return pf_chart_day_format (day, _ ("%a %-e %b %Y"));
}

/**
 * pf_chart_day_short:
 * @day: Julian day
 *
 * Returns: (transfer full): "3 Aug"
 */
char *
pf_chart_day_short (guint32 day)
{
  /* Translators: a day on the axis of a chart, as short as can be: see man strftime */
  return pf_chart_day_format (day, _ ("%-e %b"));
}

static void
tick_clear (gpointer data)
{
  g_free (((PfChartDayTick *)data)->label);
}

static void
add_tick (GArray *ticks, guint32 day, gboolean by_month, gboolean by_year)
{
  GDate date;
  PfChartDayTick tick = { .day = day };

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  if (!by_month)
    tick.label = pf_chart_day_short (day);
  else if (by_year || g_date_get_month (&date) == G_DATE_JANUARY)
    tick.label = pf_chart_day_format (day, "%Y");
  else
    tick.label = pf_chart_day_format (day, "%b");
  g_array_append_val (ticks, tick);
}

/* The first day at or after @first where a step of that kind may stand. */
static void
align (GDate *date, guint days, guint months)
{
  if (days >= 7)
    {
      while (g_date_get_weekday (date) != (GDateWeekday)pf_chart_first_weekday ())
        g_date_add_days (date, 1);
      return;
    }
  if (months == 0)
    return;
  if (g_date_get_day (date) != 1)
    {
      g_date_set_day (date, 1);
      g_date_add_months (date, 1);
    }
  while ((g_date_get_year (date) * 12u + (guint)g_date_get_month (date) - 1) % months != 0)
    g_date_add_months (date, 1);
}

/**
 * pf_chart_day_ticks:
 * @first: Julian day
 * @last: Julian day, not before @first
 * @most: how many ticks there is room for, at least 1
 *
 * Days, beginnings of weeks, months or years from @first to @last, even ones. There is
 * always at least one.
 *
 * Returns: (transfer full) (element-type PfChartDayTick): at most @most
 */
GArray *
pf_chart_day_ticks (guint32 first, guint32 last, guint most)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (PfChartDayTick));

  g_array_set_clear_func (ticks, tick_clear);
  most = MAX (most, 1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GDate date;

      /* Before it is tried: so many days cannot fit. */
      if ((last - first) / (steps[i].days + steps[i].months * 31 + (steps[i].days == 0)) > most + 1)
        continue;
      g_date_clear (&date, 1);
      g_date_set_julian (&date, first);
      align (&date, steps[i].days, steps[i].months);
      while (g_date_get_julian (&date) <= last && ticks->len <= most)
        {
          add_tick (ticks, g_date_get_julian (&date), steps[i].months > 0, steps[i].months >= 12);
          if (steps[i].months > 0)
            g_date_add_months (&date, steps[i].months);
          else
            g_date_add_days (&date, steps[i].days);
        }
      if (ticks->len <= most && ticks->len > 0)
        return ticks;
      g_array_set_size (ticks, 0);
    }
  add_tick (ticks, first, FALSE, FALSE);
  return ticks;
}
