/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-weekdays.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* 5 January 1970 was a Monday. */
#define A_MONDAY 4

/**
 * pf_weekdays_compute:
 * @series: a metric over days
 * @weekdays: (out caller-allocates): how it goes by weekday
 *
 * Means of what stands: neither gaps nor estimates are looked at. Weekdays are those of UTC, like
 * the numbers.
 */
void
pf_weekdays_compute (const PfSeries *series, PfWeekdays *weekdays)
{
  double sum[7] = { 0 };
  guint n_ordered = 0;

  *weekdays = (PfWeekdays){ .enough = TRUE };
  for (guint i = 0; i < series->n_points; i++)
    {
      int weekday = pf_day_get_weekday (series->points[i].day);

      if (series->points[i].kind != PF_POINT_VALUE || weekday == 0)
        continue;
      sum[weekday - 1] += series->points[i].value;
      weekdays->n[weekday - 1]++;
      weekdays->n_days++;
    }
  for (int i = 0; i < 7; i++)
    {
      guint at = n_ordered;

      weekdays->mean[i] = weekdays->n[i] > 0 ? sum[i] / weekdays->n[i] : NAN;
      weekdays->enough = weekdays->enough && weekdays->n[i] >= PF_WEEKDAYS_ENOUGH;
      if (weekdays->n[i] == 0)
        continue;
      for (; at > 0 && weekdays->mean[weekdays->order[at - 1] - 1] < weekdays->mean[i]; at--)
        weekdays->order[at] = weekdays->order[at - 1];
      weekdays->order[at] = i + 1;
      n_ordered++;
    }
}

static char *
dup_name (int weekday)
{
  g_autoptr (GDateTime) day = pf_day_to_date_time (A_MONDAY + weekday - 1);

  return g_date_time_format (day, "%A");
}

/**
 * pf_weekdays_describe:
 * @self: how a metric goes by weekday
 *
 * Returns: (transfer full): a sentence that names the best two and says on how many days that
 * stands
 */
char *
pf_weekdays_describe (const PfWeekdays *self)
{
  g_autofree char *first = NULL, *second = NULL, *days = NULL;

  if (self->n_days == 0 || self->order[1] == 0)
    return g_strdup (_ ("There are no numbers to tell weekdays apart yet"));
  days = g_strdup_printf (ngettext ("%u day", "%u days", self->n_days), self->n_days);
  if (!self->enough)
    /* Translators: %s is "12 days" */
    return g_strdup_printf (_ ("%s are too few to tell weekdays apart: there should be four weeks"),
                            days);
  first = dup_name (self->order[0]);
  second = dup_name (self->order[1]);
  /* Translators: names of weekdays, and "56 days" */
  return g_strdup_printf (_ ("Best on %s, then %s. This stands on %s."), first, second, days);
}
