/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The nearest that one can look: so many points. */
#define PF_CHART_NEAREST 5.0

/**
 * PfChartRange:
 * @n: how many points there are
 * @from, @to: those in view
 *
 * What part of a long axis is looked at. It never leaves the axis.
 */
typedef struct
{
  guint n;
  double from, to;
} PfChartRange;

void pf_chart_range_init (PfChartRange *self, guint n);
gboolean pf_chart_range_zoom (PfChartRange *self, double factor, double at);
gboolean pf_chart_range_pan (PfChartRange *self, double points);
gboolean pf_chart_range_show (PfChartRange *self, guint point);
gboolean pf_chart_range_is_whole (const PfChartRange *self);

G_END_DECLS
