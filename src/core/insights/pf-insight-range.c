/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-range.h"

/**
 * pf_insight_range_clamp:
 * @now_us: wall clock, at the moment of asking: midnight may have passed since the range was chosen
 * @from: (inout): first day
 * @to: (inout): last day
 *
 * Holds a range to the days that the service answers for. It refuses a whole request that goes
 * beyond.
 *
 * Returns: whether any day is left
 */
gboolean
pf_insight_range_clamp (gint64 now_us, PfDay *from, PfDay *to)
{
  PfDay today = pf_day_from_time (now_us);

  if (*from == PF_DAY_NONE || *to == PF_DAY_NONE || *from > *to)
    return FALSE;
  *from = MAX (*from, today - PF_INSIGHT_REACH);
  *to = MIN (*to, today);
  return *from <= *to;
}

/**
 * pf_insight_range_last:
 * @now_us: wall clock
 * @n_days: how many days, at least one
 * @from: (out): first day
 * @to: (out): last day: yesterday. Of today there are no numbers yet
 *
 * The last days that are over.
 */
void
pf_insight_range_last (gint64 now_us, guint n_days, PfDay *from, PfDay *to)
{
  *to = pf_day_from_time (now_us) - 1;
  *from = *to - (PfDay)MAX (n_days, 1) + 1;
}

/**
 * pf_insight_range_before:
 * @from: (inout): first day
 * @to: (inout): last day
 *
 * Goes to the period of the same length right before: no day is in both, none between is in
 * neither.
 */
void
pf_insight_range_before (PfDay *from, PfDay *to)
{
  PfDay n_days = *to - *from + 1;

  *to = *from - 1;
  *from = *to - n_days + 1;
}

/**
 * pf_insight_range_last_year:
 * @from: (inout): first day
 * @to: (inout): last day
 *
 * Goes 52 weeks back: the same weekdays, a day or two beside the same dates. Numbers of pins follow
 * the week more than the date.
 *
 * Returns: whether there is such a time
 */
gboolean
pf_insight_range_last_year (PfDay *from, PfDay *to)
{
  if (*from == PF_DAY_NONE || *to == PF_DAY_NONE || *from > *to)
    return FALSE;
  *from -= 364;
  *to -= 364;
  return TRUE;
}
