/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-format.h"

#include <glib/gi18n.h>
#include <math.h>

/* Less than this from the first half to the second is called steady. */
#define STEADY .05

typedef struct
{
  guint n;          /* how many are known */
  guint low, high;  /* points */
  double halves[2]; /* means of the first and the second half of what is known */
} Shape;

static void
find_shape (PfChartData *data, guint series, Shape *shape)
{
  const double *values = pf_chart_data_get_values (data, series);
  guint n_points = pf_chart_data_get_n_points (data), seen = 0, counts[2] = { 0 };

  *shape = (Shape){ 0 };
  for (guint i = 0; i < n_points; i++)
    if (!isnan (values[i]))
      {
        if (shape->n == 0 || values[i] < values[shape->low])
          shape->low = i;
        if (shape->n == 0 || values[i] > values[shape->high])
          shape->high = i;
        shape->n++;
      }
  for (guint i = 0; i < n_points; i++)
    if (!isnan (values[i]))
      {
        guint half = seen++ * 2 >= shape->n;

        shape->halves[half] += (values[i] - shape->halves[half]) / ++counts[half];
      }
}

static const char *
trend_words (const Shape *shape)
{
  double size = MAX (fabs (shape->halves[0]), fabs (shape->halves[1]));
  double change = shape->halves[1] - shape->halves[0];

  if (shape->n < 4)
    return NULL;
  if (fabs (change) <= size * STEADY)
    return _ ("steady");
  return change > 0 ? _ ("rising") : _ ("falling");
}

static char *
series_summary (PfChartData *data, guint series)
{
  const double *values = pf_chart_data_get_values (data, series);
  PfChartUnit unit = pf_chart_data_get_unit (data);
  const char *name = pf_chart_data_get_name (data, series);
  const char *trend;
  g_autofree char *low = NULL, *high = NULL, *where = NULL;
  Shape shape;

  find_shape (data, series, &shape);
  /* Translators: of a chart: name of what is counted */
  if (shape.n == 0)
    return g_strdup_printf (_ ("%s: no numbers yet"), name);
  low = pf_chart_format_value (unit, values[shape.low]);
  high = pf_chart_format_value (unit, values[shape.high]);
  where = pf_chart_data_dup_label (data, shape.high);
  /* Translators: of a chart with one number: what is counted, the number, the day or the thing */
  if (shape.n == 1)
    return g_strdup_printf (_ ("%s: %s, %s"), name, high, where);
  /* Translators: of a chart: what is counted, the number that all days or things have */
  if (values[shape.low] == values[shape.high])
    return g_strdup_printf (_ ("%s: always %s"), name, high);
  trend = pf_chart_data_has_days (data) ? trend_words (&shape) : NULL;
  if (trend == NULL)
    /* Translators: of a chart: what is counted, least and most, the day or thing with most */
    return g_strdup_printf (_ ("%s: from %s to %s, most: %s"), name, low, high, where);
  /* Translators: of a chart: what is counted, "rising" and the like, least and most, the day with
   * most */
  return g_strdup_printf (_ ("%s: %s, from %s to %s, most: %s"), name, trend, low, high, where);
}

static guint
count_gaps (PfChartData *data)
{
  guint gaps = 0;

  for (guint i = 0; i < pf_chart_data_get_n_points (data); i++)
    gaps += isnan (pf_chart_data_get_value (data, 0, i));
  return gaps;
}

/**
 * pf_chart_dup_summary:
 * @self: what a chart shows
 *
 * Returns: (transfer full): one sentence for people who do not see it, with the trend
 */
char *
pf_chart_dup_summary (PfChartData *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint n_series = pf_chart_data_get_n_series (self);
  guint gaps;

  if (!pf_chart_data_has_values (self))
    return g_strdup (_ ("No numbers yet"));
  for (guint i = 0; i < n_series; i++)
    {
      g_autofree char *one = series_summary (self, i);

      g_string_append_printf (words, "%s%s", i > 0 ? "; " : "", one);
    }
  gaps = pf_chart_data_has_days (self) ? count_gaps (self) : 0;
  if (gaps > 0)
    {
      g_string_append (words, "; ");
      g_string_append_printf (
          words, ngettext ("%u day without a number", "%u days without a number", gaps), gaps);
    }
  if (pf_chart_data_has_estimates (self))
    g_string_append_printf (words, "; %s", _ ("some are estimates"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * pf_chart_dup_notes:
 * @self: what a chart shows
 * @point: which
 *
 * Returns: (transfer full) (nullable): what is noted there
 */
char *
pf_chart_dup_notes (PfChartData *self, guint point)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < pf_chart_data_get_n_notes (self); i++)
    {
      const PfChartNote *note = pf_chart_data_get_note (self, i);

      if (note->point == point)
        g_string_append_printf (words, "%s%s", words->len > 0 ? "; " : "", note->text);
    }
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

/**
 * pf_chart_dup_point_words:
 * @self: what a chart shows
 * @point: which
 * @series: which is read first
 * @hidden: a bit for each series that is not shown
 *
 * Returns: (transfer full): all there is at the point, to be read aloud
 */
char *
pf_chart_dup_point_words (PfChartData *self, guint point, guint series, guint64 hidden)
{
  g_autofree char *label = pf_chart_data_dup_label (self, point);
  g_autofree char *notes = pf_chart_dup_notes (self, point);
  g_autoptr (GString) words = g_string_new (label);
  guint n = pf_chart_data_get_n_series (self);

  for (guint i = 0; i < n; i++)
    {
      guint s = (series + i) % n;
      double value = pf_chart_data_get_value (self, s, point);
      g_autofree char *number = pf_chart_format_value (pf_chart_data_get_unit (self), value);

      if (s < 64 && (hidden & G_GUINT64_CONSTANT (1) << s) != 0)
        continue;
      g_string_append (words, i == 0 ? ": " : ", ");
      if (isnan (value))
        /* Translators: of a day in a chart: what is counted */
        g_string_append_printf (words, _ ("%s not known"), pf_chart_data_get_name (self, s));
      else if (pf_chart_data_is_estimate (self, s, point))
        /* Translators: of a day in a chart: what is counted, the number */
        g_string_append_printf (words, _ ("%s about %s"), pf_chart_data_get_name (self, s), number);
      else
        /* Translators: of a day in a chart: what is counted, the number */
        g_string_append_printf (words, _ ("%s %s"), pf_chart_data_get_name (self, s), number);
    }
  if (notes != NULL)
    g_string_append_printf (words, ". %s", notes);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
