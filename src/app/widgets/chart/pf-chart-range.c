/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-range.h"

#include <math.h>

/**
 * pf_chart_range_init:
 * @self: what to fill
 * @n: how many points there are: all are in view
 */
void
pf_chart_range_init (PfChartRange *self, guint n)
{
  self->n = n;
  self->from = 0;
  self->to = n;
}

static gboolean
set (PfChartRange *self, double from, double length)
{
  double longest = self->n, old_from = self->from, old_to = self->to;

  length = CLAMP (length, MIN (PF_CHART_NEAREST, longest), longest);
  self->from = CLAMP (from, 0, longest - length);
  self->to = self->from + length;
  return self->from != old_from || self->to != old_to;
}

/**
 * pf_chart_range_zoom:
 * @self: the range
 * @factor: over 1 to come nearer
 * @at: what stays where it is, 0 for the first end and 1 for the last
 *
 * Returns: whether anything changed
 */
gboolean
pf_chart_range_zoom (PfChartRange *self, double factor, double at)
{
  double length = self->to - self->from, wanted;

  if (self->n == 0 || !isfinite (factor) || factor <= 0)
    return FALSE;
  wanted = CLAMP (length / factor, MIN (PF_CHART_NEAREST, self->n), self->n);
  return set (self, self->from + (length - wanted) * CLAMP (at, 0, 1), wanted);
}

/**
 * pf_chart_range_pan:
 * @self: the range
 * @points: how far, over 0 towards the last
 *
 * Returns: whether anything changed
 */
gboolean
pf_chart_range_pan (PfChartRange *self, double points)
{
  return isfinite (points) && set (self, self->from + points, self->to - self->from);
}

/**
 * pf_chart_range_show:
 * @self: the range
 * @point: which shall be in view
 *
 * Returns: whether anything changed
 */
gboolean
pf_chart_range_show (PfChartRange *self, guint point)
{
  double length = self->to - self->from;

  if (point < self->from)
    return set (self, point, length);
  if (point + 1 > self->to)
    return set (self, point + 1 - length, length);
  return FALSE;
}

/**
 * pf_chart_range_is_whole:
 * @self: the range
 *
 * Returns: whether all points are in view
 */
gboolean
pf_chart_range_is_whole (const PfChartRange *self)
{
  return self->to - self->from >= self->n;
}
