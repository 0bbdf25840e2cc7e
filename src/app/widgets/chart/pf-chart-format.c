/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-format.h"

#include "core/base/pf-number.h"

#include <glib/gi18n.h>
#include <math.h>

/* Beyond this numbers are told by their power of ten. */
#define TOO_LONG 1e15

/* A sign stays before its number, also from right to left. */
static char *
keep_sign (char *number, double value)
{
  return value < 0 ? pf_number_isolate (number) : number;
}

/* With as many digits after the point as @step needs. */
static char *
with_digits (double value, double step)
{
  int digits = step > 0 && step < 1 ? (int)ceil (-log10 (step) - 1e-9) : 0;

  return keep_sign (g_strdup_printf ("%'.*f", CLAMP (digits, 0, 6), value), value);
}

static char *
format_count (double value, double step)
{
  if (fabs (value) >= TOO_LONG)
    return keep_sign (g_strdup_printf ("%.3g", value), value);
  return with_digits (value, step);
}

/* Milliseconds as people say them. */
static char *
format_time (double value)
{
  double seconds = value / 1000;

  if (fabs (seconds) < 90)
    /* Translators: seconds, short */
    return g_strdup_printf (_ ("%'.*f s"), fabs (seconds) < 10 && fmod (seconds, 1) != 0 ? 1 : 0,
                            seconds);
  if (fabs (seconds) < 90 * 60)
    /* Translators: minutes, short */
    return g_strdup_printf (_ ("%'.0f min"), seconds / 60);
  /* Translators: hours, short */
  return g_strdup_printf (_ ("%'.0f h"), seconds / 3600);
}

/**
 * pf_chart_format_value:
 * @unit: of the number
 * @value: the number; NAN for one that is not known
 *
 * Returns: (transfer full): all of it, "12,345", "4.2 %", "2.5 s", or a dash
 */
char *
pf_chart_format_value (PfChartUnit unit, double value)
{
  if (isnan (value))
    return g_strdup ("–");
  switch (unit)
    {
    case PF_CHART_SHARE:
      /* Translators: percent */
      return pf_number_isolate (
          g_strdup_printf (_ ("%'.*f %%"), fabs (value) < .1 ? 1 : 0, value * 100));
    case PF_CHART_TIME:
      return format_time (value);
    case PF_CHART_COUNT:
    default:
      return format_count (value, fmod (value, 1) != 0 && fabs (value) < 1000 ? .1 : 1);
    }
}

/**
 * pf_chart_format_short:
 * @unit: of the number
 * @value: the number; NAN for one that is not known
 *
 * Returns: (transfer full): about it, where there is little room: "12K", "4.2M"
 */
char *
pf_chart_format_short (PfChartUnit unit, double value)
{
  static const double sizes[] = { 1e9, 1e6, 1e3 };

  if (unit != PF_CHART_COUNT || isnan (value) || fabs (value) < 10000 || fabs (value) >= 1e12)
    return fabs (value) >= 1e12 ? keep_sign (g_strdup_printf ("%.2g", value), value)
                                : pf_chart_format_value (unit, value);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    /* 999,960 is a million rather than 1000K. */
    if (fabs (value) >= sizes[i] * .99995)
      {
        double part = value / sizes[i];
        g_autofree char *number
            = keep_sign (g_strdup_printf ("%'.*f",
                                          fabs (part) < 99.95 && fabs (part - round (part)) >= .05,
                                          part),
                         value);

        if (i == 0)
          /* Translators: a thousand millions, short */
          return g_strdup_printf (_ ("%sB"), number);
        if (i == 1)
          /* Translators: millions, short */
          return g_strdup_printf (_ ("%sM"), number);
        /* Translators: thousands, short */
        return g_strdup_printf (_ ("%sK"), number);
      }
  return pf_chart_format_value (unit, value);
}

/**
 * pf_chart_format_tick:
 * @unit: of the axis
 * @value: where the tick is
 * @step: from one tick to the next
 *
 * Returns: (transfer full): the same digits for all ticks of an axis
 */
char *
pf_chart_format_tick (PfChartUnit unit, double value, double step)
{
  if (unit == PF_CHART_SHARE)
    {
      g_autofree char *number = with_digits (value * 100, step * 100);

      /* Translators: percent of a number */
      return pf_number_isolate (g_strdup_printf (_ ("%s %%"), number));
    }
  if (unit == PF_CHART_COUNT && fabs (value) < 10000)
    return with_digits (value, step);
  return pf_chart_format_short (unit, value);
}
