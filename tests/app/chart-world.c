/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-world.h"

#include <math.h>
#include <string.h>

static const double heights[] = { 10, 13, 17 };

static guint
count_seen (const char *words)
{
  guint n = 0;

  for (const char *p = words; *p != '\0'; p = g_utf8_next_char (p))
    n += !g_unichar_iszerowidth (g_utf8_get_char (p));
  return n;
}

static void
box_measure (PfChartText *self, PfChartFont font, const char *words, double *width, double *height)
{
  *height = heights[font];
  *width = count_seen (words) * heights[font] * .55;
}

static void
box_draw (PfChartText *self,
          cairo_t *cr,
          PfChartFont font,
          const char *words,
          double x,
          double y,
          double most)
{
  double each = heights[font] * .55;

  for (const char *p = words; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_iszerowidth (g_utf8_get_char (p)))
      {
        if (*p != ' ' && most >= each - .01)
          cairo_rectangle (cr, x + 1, y + heights[font] * .2, each - 2, heights[font] * .6);
        x += each;
        most -= each;
      }
  cairo_fill (cr);
}

PfChartText *
chart_world_text (void)
{
  static PfChartText text = { box_measure, box_draw };

  return &text;
}

PfChartData *
chart_world_days (const char *title, guint n_days, guint n_series, guint seed)
{
  GDate date;
  PfChartData *data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree double *values = g_new (double, n_days);
  g_autofree gboolean *guessed = g_new0 (gboolean, n_days);

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 3, G_DATE_MARCH, 2026);
  data = pf_chart_data_new_days (title, g_date_get_julian (&date), n_days);
  for (guint s = 0; s < n_series; s++)
    {
      g_autofree char *name = g_strdup_printf ("Series %u", s + 1);

      for (guint i = 0; i < n_days; i++)
        {
          values[i] = floor ((900. + i * 4) / (s + 1) + 250 * sin (i * 2 * G_PI / 7 + s)
                             + g_rand_double_range (rand, -90, 90));
          if (i == n_days / 3)
            values[i] *= 2.4;
          if (i >= n_days / 2 && i < n_days / 2 + n_days / 15)
            values[i] = NAN;
          guessed[i] = i + 4 > n_days;
        }
      pf_chart_data_add_series (data, name, values, guessed);
    }
  return data;
}

PfChartData *
chart_world_things (const char *title, guint n, guint n_series)
{
  g_auto (GStrv) labels = g_new0 (char *, n + 1);
  g_autofree double *values = g_new (double, n);
  PfChartData *data;

  for (guint i = 0; i < n; i++)
    labels[i] = g_strdup_printf ("Thing %c", (char)('A' + i));
  data = pf_chart_data_new_labels (title, (const char *const *)labels);
  for (guint s = 0; s < n_series; s++)
    {
      g_autofree char *name = g_strdup_printf ("Series %u", s + 1);

      for (guint i = 0; i < n; i++)
        values[i] = floor (4200. / (i + 1) / (s + 1)) + s * 100;
      pf_chart_data_add_series (data, name, values, NULL);
    }
  return data;
}

cairo_surface_t *
chart_world_picture (const PfChartScene *scene, double scale)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(scene->width * scale),
                                    (int)(scene->height * scale));
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  pf_chart_set_ink (cr, &scene->style.ground, 1);
  cairo_paint (cr);
  pf_chart_draw (scene, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The mean of two by two pixels: a line that moved by a part of a pixel is the same line. */
static void
mean (cairo_surface_t *surface, int x, int y, double *channels)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  memset (channels, 0, sizeof (double) * 3);
  for (int k = 0; k < 4; k++)
    {
      const guint8 *pixel = pixels + (gssize)(y + k / 2) * stride + (x + k % 2) * 4;

      for (guint c = 0; c < 3; c++)
        channels[c] += pixel[c] / 4.;
    }
}

double
chart_world_compare (cairo_surface_t *a, cairo_surface_t *b)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  guint differing = 0;

  if (cairo_surface_status (a) != CAIRO_STATUS_SUCCESS
      || cairo_surface_status (b) != CAIRO_STATUS_SUCCESS
      || width != cairo_image_surface_get_width (b) || height != cairo_image_surface_get_height (b))
    return 1;
  for (int y = 0; y + 1 < height; y++)
    for (int x = 0; x + 1 < width; x++)
      {
        double one[3], other[3], most = 0;

        mean (a, x, y, one);
        mean (b, x, y, other);
        for (guint c = 0; c < 3; c++)
          most = MAX (most, fabs (one[c] - other[c]));
        differing += most > 24;
      }
  return (double)differing / (width * height);
}
