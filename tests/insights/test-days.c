/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/insights/pf-insight-range.h"

#include <locale.h>
#include <stdlib.h>
#include <time.h>

#define SECOND ((gint64)G_USEC_PER_SEC)
#define DAY (24 * 60 * 60 * SECOND)

static PfDay
day_of (const char *text)
{
  PfDay day;

  g_assert_true (pf_day_parse (text, &day));
  return day;
}

static gint64
moment (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * SECOND + g_date_time_get_microsecond (time);
}

/* One microsecond is what lies between two days of UTC, before 1970 as after. */
static void
test_edges (void)
{
  static const char *const days[] = { "1969-12-31", "1970-01-01", "2000-02-29", "2026-11-23",
                                      "2027-03-28", "2100-03-01", "9999-12-30" };

  g_assert_cmpint (day_of ("1970-01-01"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      PfDay day = day_of (days[i]);
      g_autofree char *text = pf_day_format (day);
      g_autofree char *after = pf_day_format (day + 1);

      g_assert_cmpstr (text, ==, days[i]);
      g_assert_cmpint (pf_day_from_time (pf_day_to_time (day)), ==, day);
      g_assert_cmpint (pf_day_from_time (pf_day_to_time (day) - 1), ==, day - 1);
      g_assert_cmpint (pf_day_from_time (pf_day_to_time (day + 1) - 1), ==, day);
      g_assert_cmpint (pf_day_from_time (pf_day_to_time (day + 1)), ==, day + 1);
      g_assert_cmpint (day_of (after), ==, day + 1);
    }
  g_assert_cmpint (pf_day_from_time (moment ("2026-11-22T23:59:59.999999Z")), ==,
                   day_of ("2026-11-22"));
  g_assert_cmpint (pf_day_from_time (moment ("2026-11-23T00:30:00+01:00")), ==,
                   day_of ("2026-11-22"));
}

static void
test_no_days (void)
{
  static const char *const texts[] = { "",
                                       "2026-1-01",
                                       "2026-02-30",
                                       "2026-13-01",
                                       "2026-00-10",
                                       "2027-02-29",
                                       "20261101",
                                       "2026-11-1",
                                       "2026-11-011",
                                       "2026/11/01",
                                       " 2026-11-01",
                                       "2026-11-01 ",
                                       "2026-11-01T00:00:00",
                                       "+026-11-01",
                                       "2026-11-0x",
                                       "二〇二六",
                                       "0000-01-01" };
  PfDay day = 5;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_false (pf_day_parse (texts[i], &day));
      g_assert_cmpint (day, ==, PF_DAY_NONE);
    }
  g_assert_false (pf_day_parse (NULL, &day));
  for (PfDay odd = PF_DAY_NONE; odd != 0; odd = odd == PF_DAY_NONE ? G_MAXINT32 : 0)
    {
      g_autofree char *text = pf_day_format (odd);

      g_assert_cmpstr (text, ==, "");
      g_assert_cmpint (pf_day_get_weekday (odd), ==, 0);
      g_assert_cmpint (pf_day_add_years (odd, 1), ==, PF_DAY_NONE);
      g_assert_null (pf_day_to_date_time (odd));
    }
}

/* Whatever the computer's zone does, a day stays that day, each has one before and one after it,
 * and its name is the service's. */
static void
test_zones (void)
{
  static const char *const zones[] = { "UTC",
                                       "Europe/Berlin",
                                       "America/New_York",
                                       "Pacific/Apia",
                                       "Asia/Kathmandu",
                                       "Australia/Lord_Howe",
                                       "Pacific/Kiritimati" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      PfDay last = day_of ("2026-03-01");

      g_setenv ("TZ", zones[i], TRUE);
      tzset ();
      for (PfDay day = last + 1; day < last + 400; day++)
        {
          g_autoptr (GDateTime) time = pf_day_to_date_time (day);
          g_autofree char *text = pf_day_format (day);
          g_autofree char *named = g_date_time_format (time, "%Y-%m-%d");

          g_assert_cmpstr (text, ==, named);
          g_assert_cmpint (pf_day_get_weekday (day), ==, g_date_time_get_day_of_week (time));
          g_assert_cmpint (pf_day_get_weekday (day), ==, (day + 3) % 7 + 1);
          g_assert_cmpint (pf_day_from_time (pf_day_to_time (day) + 12 * 3600 * SECOND), ==, day);
        }
    }
  g_setenv ("TZ", "UTC", TRUE);
  tzset ();
}

static void
test_years (void)
{
  g_assert_cmpint (pf_day_add_years (day_of ("2026-11-23"), -1), ==, day_of ("2025-11-23"));
  g_assert_cmpint (pf_day_add_years (day_of ("2024-02-29"), -1), ==, day_of ("2023-02-28"));
  g_assert_cmpint (pf_day_add_years (day_of ("2024-02-29"), 4), ==, day_of ("2028-02-29"));
}

/* The service refuses what begins more than 90 days back, by its own clock: also when that is a
 * moment ahead of ours, and across midnight. */
static void
test_clamp (void)
{
  gint64 midnight = moment ("2026-11-23T00:00:00Z");

  for (gint64 off = -2 * SECOND; off <= 2 * SECOND; off += SECOND / 2)
    {
      gint64 now = midnight + off;
      PfDay today = off < 0 ? day_of ("2026-11-22") : day_of ("2026-11-23");
      PfDay from = today - 400, to = today + 400;

      g_assert_true (pf_insight_range_clamp (now, &from, &to));
      g_assert_cmpint (to, ==, today);
      g_assert_cmpint (from, ==, today - 89);
      /* Nor is it too far back where it is tomorrow already. */
      g_assert_cmpint (pf_day_from_time (now + 60 * SECOND) - from, <=, 90);
      g_assert_cmpint (to - from, <=, 90);
    }
}

static void
test_clamp_property (void)
{
  gint64 now = moment ("2026-11-23T13:00:00Z");
  PfDay today = pf_day_from_time (now);

  for (guint i = 0; i < 2000; i++)
    {
      PfDay from = today - g_test_rand_int_range (-20, 200);
      PfDay to = from + g_test_rand_int_range (-5, 150);
      PfDay clamped_from = from, clamped_to = to;
      gboolean any = FALSE;

      for (PfDay day = from; day <= to; day++)
        any = any || (day <= today && day >= today - 89);
      g_assert_cmpint (pf_insight_range_clamp (now, &clamped_from, &clamped_to), ==, any);
      if (!any)
        continue;
      /* Exactly the days of the range that are there. */
      g_assert_cmpint (clamped_from, ==, MAX (from, today - 89));
      g_assert_cmpint (clamped_to, ==, MIN (to, today));
    }
}

static void
test_periods (void)
{
  gint64 now = moment ("2026-11-23T00:00:01Z");
  PfDay from, to, before_from, before_to;

  pf_insight_range_last (now, 30, &from, &to);
  g_assert_cmpint (to, ==, day_of ("2026-11-22"));
  g_assert_cmpint (from, ==, day_of ("2026-10-24"));
  for (guint n = 1; n < 100; n++)
    {
      pf_insight_range_last (now, n, &from, &to);
      before_from = from;
      before_to = to;
      pf_insight_range_before (&before_from, &before_to);
      g_assert_cmpint (before_to - before_from, ==, to - from);
      g_assert_cmpint (before_to + 1, ==, from);
      before_from = from;
      before_to = to;
      g_assert_true (pf_insight_range_last_year (&before_from, &before_to));
      g_assert_cmpint (pf_day_get_weekday (before_from), ==, pf_day_get_weekday (from));
      g_assert_cmpint (before_to - before_from, ==, to - from);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/days/edges-of-utc", test_edges);
  g_test_add_func ("/insights/days/what-is-no-day", test_no_days);
  g_test_add_func ("/insights/days/zones-and-summer-time", test_zones);
  g_test_add_func ("/insights/days/years", test_years);
  g_test_add_func ("/insights/range/clamp-at-midnight", test_clamp);
  g_test_add_func ("/insights/range/clamp-property", test_clamp_property);
  g_test_add_func ("/insights/range/periods", test_periods);
  return g_test_run ();
}
