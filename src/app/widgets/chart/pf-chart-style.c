/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-style.h"

#include <math.h>

#define N_DASHES 4

/* The brand's teal first, then a neutral; never red, which is Pinterest's and an error's. */
static const guint32 light[PF_CHART_N_INKS] = { 0x13866f, 0x5e5c64, 0x1c71d8, 0xb84a00, 0x813d9c,
                                                0x7d5b2f, 0xa8326f, 0x5f6f0a, 0x2b4a8b, 0x0b7285 };
static const guint32 dark[PF_CHART_N_INKS] = { 0x57c7b0, 0xc0bfbc, 0x78aeed, 0xffa348, 0xdc8add,
                                               0xcdab8f, 0xf4a0c4, 0xc3d15a, 0xa9b8ff, 0x7fd3e6 };
/* High contrast: at least 7 to 1 (WCAG 2.2, 1.4.6) on white and on near black. */
static const guint32 strong_light[PF_CHART_N_INKS]
    = { 0x005c4b, 0x241f31, 0x0b4a9e, 0x803300, 0x5e2577,
        0x5a3d15, 0x7d1a4d, 0x434f00, 0x1b2f66, 0x00505e };
static const guint32 strong_dark[PF_CHART_N_INKS]
    = { 0x7fe8d1, 0xffffff, 0x99c9ff, 0xffbe6f, 0xf0b0f0,
        0xe6cdb5, 0xffc0da, 0xdbe98a, 0xc8d2ff, 0xa5e8f7 };

/* On and off in widths of the line; none for a line without gaps. */
static const struct
{
  double on, off;
} dashes[N_DASHES] = { { 0, 0 }, { 5, 3 }, { 1.5, 2.5 }, { 9, 4 } };

static PfChartInk
ink_of (guint32 rgb, double alpha)
{
  return (PfChartInk){ (double)(rgb >> 16 & 0xff) / 255, (double)(rgb >> 8 & 0xff) / 255,
                       (double)(rgb & 0xff) / 255, alpha };
}

/**
 * pf_chart_style_init:
 * @self: what to fill
 * @is_dark: whether the ground is dark
 * @high_contrast: whether everything must be told from its ground
 */
void
pf_chart_style_init (PfChartStyle *self, gboolean is_dark, gboolean high_contrast)
{
  const guint32 *inks
      = is_dark ? (high_contrast ? strong_dark : dark) : (high_contrast ? strong_light : light);
  guint32 ink = is_dark ? 0xffffff : high_contrast ? 0x000000 : 0x241f31;

  self->high_contrast = high_contrast;
  self->ground = ink_of (is_dark ? 0x242424 : 0xffffff, 1);
  self->ink = ink_of (ink, 1);
  self->faint = ink_of (ink, high_contrast ? 1 : is_dark ? .72 : .68);
  self->grid = ink_of (ink, high_contrast ? .5 : .12);
  self->empty = ink_of (ink, high_contrast ? .5 : .16);
  self->line = high_contrast ? 2.5 : 2;
  for (guint i = 0; i < PF_CHART_N_INKS; i++)
    self->series[i] = ink_of (inks[i], 1);
}

/**
 * pf_chart_style_get_ink:
 * @self: the style
 * @series: counted from 0, any number
 *
 * Returns: (transfer none): its colour
 */
const PfChartInk *
pf_chart_style_get_ink (const PfChartStyle *self, guint series)
{
  return &self->series[series % PF_CHART_N_INKS];
}

/**
 * pf_chart_style_get_marker:
 * @series: counted from 0, any number
 *
 * Returns: the shape that stands for it
 */
PfChartMarker
pf_chart_style_get_marker (guint series)
{
  return (PfChartMarker)(series % (PF_CHART_MARKER_CROSS + 1));
}

/* Ten series with four dashes: neighbours and those with one colour differ. */
static guint
dash_of (guint series)
{
  return (series + series / PF_CHART_N_INKS) % N_DASHES;
}

/**
 * pf_chart_style_set_dash:
 * @cr: where lines will be stroked
 * @series: whose line
 * @line: its width
 */
void
pf_chart_style_set_dash (cairo_t *cr, guint series, double line)
{
  guint dash = dash_of (series);
  double lengths[2] = { dashes[dash].on * line, dashes[dash].off * line };

  cairo_set_dash (cr, lengths, dash > 0 ? 2 : 0, 0);
}

static double
linear (double channel)
{
  return channel <= .04045 ? channel / 12.92 : pow ((channel + .055) / 1.055, 2.4);
}

static double
luminance (const PfChartInk *ink)
{
  return .2126 * linear (ink->r) + .7152 * linear (ink->g) + .0722 * linear (ink->b);
}

/**
 * pf_chart_ink_contrast:
 * @a: an opaque colour
 * @b: another
 *
 * Returns: their contrast, from 1 to 21 (WCAG 2.2, "contrast ratio")
 */
double
pf_chart_ink_contrast (const PfChartInk *a, const PfChartInk *b)
{
  double one = luminance (a) + .05, other = luminance (b) + .05;

  return MAX (one, other) / MIN (one, other);
}

/**
 * pf_chart_set_ink:
 * @cr: will draw with it
 * @ink: the colour
 * @alpha: 1 for all of it
 *
 * Draws in a colour from now on.
 */
void
pf_chart_set_ink (cairo_t *cr, const PfChartInk *ink, double alpha)
{
  cairo_set_source_rgba (cr, ink->r, ink->g, ink->b, ink->a * alpha);
}

/**
 * pf_chart_add_marker:
 * @cr: gets the shape as its path
 * @marker: the shape
 * @x: middle
 * @y: middle
 * @radius: so that all shapes weigh the same
 */
void
pf_chart_add_marker (cairo_t *cr, PfChartMarker marker, double x, double y, double radius)
{
  double r = radius;

  cairo_new_sub_path (cr);
  switch (marker)
    {
    case PF_CHART_MARKER_SQUARE:
      r *= .9;
      cairo_rectangle (cr, x - r, y - r, 2 * r, 2 * r);
      break;
    case PF_CHART_MARKER_TRIANGLE:
      r *= 1.2;
      cairo_move_to (cr, x, y - r);
      cairo_line_to (cr, x + r, y + r * .75);
      cairo_line_to (cr, x - r, y + r * .75);
      cairo_close_path (cr);
      break;
    case PF_CHART_MARKER_DIAMOND:
      r *= 1.25;
      cairo_move_to (cr, x, y - r);
      cairo_line_to (cr, x + r, y);
      cairo_line_to (cr, x, y + r);
      cairo_line_to (cr, x - r, y);
      cairo_close_path (cr);
      break;
    case PF_CHART_MARKER_CROSS:
      r *= 1.1;
      cairo_rectangle (cr, x - r, y - r * .4, 2 * r, r * .8);
      cairo_rectangle (cr, x - r * .4, y - r, r * .8, 2 * r);
      break;
    case PF_CHART_MARKER_DISC:
    default:
      cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      cairo_close_path (cr);
      break;
    }
}
