/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfChartTicks:
 * @low: the first tick
 * @high: the last tick
 * @step: between two
 * @n: how many, at least 2
 *
 * Round numbers that hold a range of values.
 */
typedef struct
{
  double low, high, step;
  guint n;
} PfChartTicks;

void pf_chart_ticks_init (PfChartTicks *self, double low, double high, guint most, gboolean whole);
double pf_chart_ticks_get (const PfChartTicks *self, guint i);
double pf_chart_ticks_place (const PfChartTicks *self, double value);

/**
 * PfChartDayTick:
 * @day: Julian day
 * @label: (owned): for people
 */
typedef struct
{
  guint32 day;
  char *label;
} PfChartDayTick;

GArray *pf_chart_day_ticks (guint32 first, guint32 last, guint most);
guint pf_chart_first_weekday (void);
char *pf_chart_day_words (guint32 day);
char *pf_chart_day_short (guint32 day);
char *pf_chart_day_format (guint32 day, const char *format);

G_END_DECLS
