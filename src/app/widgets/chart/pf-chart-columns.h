/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfChartColumn:
 * @low: least height of the line in this column of pixels
 * @high: greatest; under @low where there is no line
 * @guessed: whether all of it is estimates
 *
 * What is left of a long line where there are more points than pixels: nothing is lost that
 * could be seen.
 */
typedef struct
{
  float low, high;
  gboolean guessed;
} PfChartColumn;

void pf_chart_columns (const double *values,
                       const gboolean *guessed,
                       guint n_values,
                       double origin,
                       double step,
                       PfChartColumn *columns,
                       guint n_columns);

/**
 * PfChartRaster:
 * @pixels: premultiplied ARGB32
 * @stride: bytes
 * @x, @y: where the columns begin
 * @height: how far they go down
 * @scale: pixels for one unit of a column's heights
 * @base: pixels under @y where height 0 is
 */
typedef struct
{
  guint8 *pixels;
  int stride;
  int x, y, height;
  double scale, base;
} PfChartRaster;

void pf_chart_raster_line (const PfChartRaster *self,
                           const PfChartColumn *columns,
                           guint n_columns,
                           double thickness,
                           guint32 rgb,
                           double area);

G_END_DECLS
