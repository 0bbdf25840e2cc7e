/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-columns.h"

#include <math.h>

/* floor() is a call on machines that do not promise SSE4.1, for each of many points. */
static inline int
column_of (double x)
{
  int column = (int)x;

  return column - (x < column);
}

static inline void
extend (PfChartColumn *column, float y, gboolean guessed)
{
  if (column->high < column->low)
    {
      column->low = column->high = y;
      column->guessed = guessed;
      return;
    }
  if (y < column->low)
    column->low = y;
  if (y > column->high)
    column->high = y;
  column->guessed = column->guessed && guessed;
}

/* A stretch of the line over several columns, each with what of it lies there. */
static void
extend_between (PfChartColumn *columns,
                guint n_columns,
                double xa,
                double ya,
                double xb,
                double yb,
                gboolean guessed)
{
  double slope = (yb - ya) / (xb - xa);
  int first = column_of (MAX (xa, 0)), last = column_of (MIN (xb, (double)n_columns - 1));

  for (int c = first; c <= last; c++)
    {
      double from = MAX (xa, c), to = MIN (xb, c + 1);

      extend (&columns[c], (float)(ya + (from - xa) * slope), guessed);
      extend (&columns[c], (float)(ya + (to - xa) * slope), guessed);
    }
}

/**
 * pf_chart_columns:
 * @values: heights; NAN where the line is broken
 * @guessed: (nullable): which of them are estimates
 * @n_values: how many
 * @origin: pixels from the first column to the first value, may be negative
 * @step: pixels from one value to the next, over 0
 * @columns: (out caller-allocates): filled
 * @n_columns: how many pixels there are
 *
 * Costs as much as there are values in view plus columns, whatever lies outside.
 */
void
pf_chart_columns (const double *values,
                  const gboolean *guessed,
                  guint n_values,
                  double origin,
                  double step,
                  PfChartColumn *columns,
                  guint n_columns)
{
  /* One more at each side: the line comes from there. */
  double first = floor (-origin / step) - 1, last = ceil ((n_columns - origin) / step) + 1;
  guint from = (guint)CLAMP (first, 0, n_values), to = (guint)CLAMP (last, 0, n_values);
  gboolean joined = FALSE; /* whether the value before is known */
  double x_before = 0;

  for (guint c = 0; c < n_columns; c++)
    columns[c] = (PfChartColumn){ 1, 0, FALSE };
  for (guint i = from; i < to; i++)
    {
      double y = values[i], x = origin + i * step;
      gboolean guess;

      if (isnan (y))
        {
          joined = FALSE;
          continue;
        }
      guess = guessed != NULL && guessed[i];
      if (joined && column_of (x_before) != column_of (x))
        extend_between (columns, n_columns, x_before, values[i - 1], x, y,
                        guess || (guessed != NULL && guessed[i - 1]));
      else if (x >= 0 && x < n_columns)
        extend (&columns[(guint)x], (float)y, guess);
      joined = TRUE;
      x_before = x;
    }
}

static inline void
blend (guint8 *pixel, guint32 rgb, guint alpha)
{
  guint32 *at = (gpointer)pixel, old = *at, out = 0;
  guint rest = 255 - alpha;

  if (alpha >= 255)
    {
      *at = 0xff000000 | rgb;
      return;
    }
  for (guint shift = 0; shift < 32; shift += 8)
    {
      guint channel = shift == 24 ? 255 : rgb >> shift & 0xff;
      guint sum = channel * alpha + (old >> shift & 0xff) * rest + 127;

      out |= sum / 255 << shift;
    }
  *at = out;
}

/* A span of one column with soft ends. */
static void
draw_span (
    const PfChartRaster *self, int column, double top, double bottom, guint32 rgb, double alpha)
{
  int first, last;
  guint8 *pixel;

  top = CLAMP (top, 0, self->height);
  bottom = CLAMP (bottom, 0, self->height);
  if (bottom <= top)
    return;
  first = (int)top;
  last = (int)ceil (bottom) - 1;
  pixel = self->pixels + (gssize)(self->y + first) * self->stride + (self->x + column) * 4;
  for (int y = first; y <= last; y++, pixel += self->stride)
    {
      double part = (y == last ? bottom : y + 1) - (y == first ? top : y);

      blend (pixel, rgb, (guint)(part * alpha * 255 + .5));
    }
}

/**
 * pf_chart_raster_line:
 * @self: where to draw
 * @columns: the line
 * @n_columns: how many pixels of it
 * @thickness: of the line, pixels
 * @rgb: the colour
 * @area: how strongly what is under the line is filled, 0 for not at all
 */
void
pf_chart_raster_line (const PfChartRaster *self,
                      const PfChartColumn *columns,
                      guint n_columns,
                      double thickness,
                      guint32 rgb,
                      double area)
{
  for (guint c = 0; c < n_columns; c++)
    {
      double top = self->base - columns[c].high * self->scale;
      double bottom = self->base - columns[c].low * self->scale;

      if (columns[c].high < columns[c].low)
        continue;
      if (area > 0)
        draw_span (self, (int)c, MIN (bottom, self->base), MAX (top, self->base), rgb, area);
      /* No dash of the series: on so steep a line it would be noise. Markers tell them apart. */
      if (!columns[c].guessed || c % (guint)ceil (3 * thickness) < (guint)ceil (thickness))
        draw_span (self, (int)c, top - thickness / 2, bottom + thickness / 2, rgb, 1);
    }
}
