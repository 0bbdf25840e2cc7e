/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-ticks.h"

#include <math.h>

/* Beyond this the distance between two numbers is no number. */
#define HUGE (G_MAXDOUBLE / 16)

/* 1, 2 or 5 times a power of ten, not under what is asked for. */
static double
round_step (double least)
{
  double power = pow (10, floor (log10 (least)));
  double digits = least / power;

  /* A hair of room: 0.3 / 3 is a little more than 0.1. */
  return power * (digits <= 1 + 1e-9 ? 1 : digits <= 2 + 1e-9 ? 2 : digits <= 5 + 1e-9 ? 5 : 10);
}

/**
 * pf_chart_ticks_init:
 * @self: what to fill
 * @low: the least value
 * @high: the greatest value; may equal @low
 * @most: how many ticks there is room for, at least 2
 * @whole: whether what is counted cannot be halved
 *
 * Finds round numbers that begin at or under @low and end at or over @high. Ranges without
 * extent get one; numbers that are none count as 0. Where the ends cannot be
 * reached with @most ticks (both sides of zero with room for two), there is one more.
 */
void
pf_chart_ticks_init (PfChartTicks *self, double low, double high, guint most, gboolean whole)
{
  double step, begin, end;

  most = MAX (most, 2);
  low = isfinite (low) ? CLAMP (low, -HUGE, HUGE) : 0;
  high = isfinite (high) ? CLAMP (high, -HUGE, HUGE) : 0;
  if (low > high)
    {
      double swap = low;

      low = high;
      high = swap;
    }
  /* Nothing between them, or less than numbers of that size can tell apart. */
  if (high - low <= MAX (fabs (low), fabs (high)) * 1e-12 || high - low < G_MINDOUBLE * 1e6)
    {
      double size = MAX (fabs (low), fabs (high));

      if (size < G_MINDOUBLE * 1e9)
        {
          low = 0;
          high = 1;
        }
      else if (low > 0)
        low = 0;
      else
        high = 0;
    }
  step = round_step ((high - low) / (most - 1));
  if (whole)
    step = MAX (step, 1);
  for (;;)
    {
      begin = floor (low / step + 1e-9) * step;
      end = ceil (high / step - 1e-9) * step;
      if (end <= begin)
        end = begin + step;
      if (round ((end - begin) / step) + 1 <= MAX (most, 3))
        break;
      step = round_step (step * 1.5);
    }
  self->low = begin;
  self->high = end;
  self->step = step;
  self->n = (guint)round ((end - begin) / step) + 1;
}

/**
 * pf_chart_ticks_get:
 * @self: the axis
 * @i: which, from 0
 *
 * Returns: its value
 */
double
pf_chart_ticks_get (const PfChartTicks *self, guint i)
{
  double value = self->low + i * self->step;

  /* -3e-17 is a zero that people would read. */
  return fabs (value) < self->step * 1e-9 ? 0 : value;
}

/**
 * pf_chart_ticks_place:
 * @self: the axis
 * @value: a number
 *
 * Returns: where it is, 0 at the low end and 1 at the high one; beyond them for
 *   numbers beyond
 */
double
pf_chart_ticks_place (const PfChartTicks *self, double value)
{
  return (value - self->low) / (self->high - self->low);
}
