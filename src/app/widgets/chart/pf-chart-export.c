/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-export.h"

#include "app/widgets/chart/pf-chart-ticks.h"

#include "core/base/pf-csv.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <math.h>

/* Around what is taken away, and how fine its pixels are. */
#define MARGIN 24.0
#define FINE 2.0
/* As wide at least, and of that shape, however small it is on the screen. */
#define LEAST_WIDTH 720.0
#define LEAST_HEIGHT 360.0

static cairo_status_t
collect (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw (const PfChartScene *scene, cairo_surface_t *surface, double width, double height)
{
  cairo_t *cr = cairo_create (surface);

  pf_chart_set_ink (cr, &scene->style.ground, 1);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  pf_chart_draw (scene, cr);
  cairo_destroy (cr);
}

/**
 * pf_chart_export:
 * @shown: what is on the screen
 * @format: as pixels or as shapes
 *
 * Draws what is seen once more, with title and legend and the ground of its colours. Takes a
 * few milliseconds for a chart of years.
 *
 * Returns: (transfer full): the file's content
 */
GBytes *
pf_chart_export (const PfChartScene *shown, PfChartFormat format)
{
  PfChartScene scene = *shown;
  GByteArray *content = g_byte_array_new ();
  cairo_surface_t *surface;
  double width, height;

  scene.framed = TRUE;
  scene.width = MAX (scene.width, LEAST_WIDTH);
  scene.height = MAX (scene.height, LEAST_HEIGHT);
  width = scene.width + 2 * MARGIN;
  height = scene.height + 2 * MARGIN;
  if (format == PF_CHART_SVG)
    {
      surface = cairo_svg_surface_create_for_stream (collect, content, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      draw (&scene, surface, width, height);
      cairo_surface_finish (surface);
    }
  else
    {
      surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)ceil (width * FINE),
                                            (int)ceil (height * FINE));
      cairo_surface_set_device_scale (surface, FINE, FINE);
      draw (&scene, surface, width, height);
      cairo_surface_write_to_png_stream (surface, collect, content);
    }
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (content);
}

/* Commas for a file; tabs for the clipboard, where a table goes into cells by itself. */
static void
next_cell (GString *table, gboolean with_commas)
{
  if (with_commas)
    pf_csv_next_cell (table);
  else
    g_string_append_c (table, '\t');
}

static void
add_text (GString *table, const char *text, gboolean with_commas)
{
  g_autofree char *safe = NULL;

  if (with_commas)
    {
      pf_csv_append_text (table, text, FALSE);
      return;
    }
  safe = pf_csv_disarm (text);
  g_strdelimit (safe, "\t\r\n", ' ');
  g_string_append (table, safe);
}

static void
end_row (GString *table, gboolean with_commas)
{
  if (with_commas)
    pf_csv_end_row (table);
  else
    g_string_append_c (table, '\n');
}

static gboolean
is_shown (guint64 hidden, guint series)
{
  return series >= 64 || (hidden & G_GUINT64_CONSTANT (1) << series) == 0;
}

static char *
dup_name (PfChartData *data, guint point)
{
  /* Dates for machines, in a file. */
  return pf_chart_data_has_days (data)
             ? pf_chart_day_format (pf_chart_data_get_day (data, point), "%Y-%m-%d")
             : pf_chart_data_dup_label (data, point);
}

/**
 * pf_chart_dup_table:
 * @data: what a chart shows
 * @hidden: a bit for each series that is not shown, and left out
 * @with_commas: as CSV (RFC 4180), else with tabs
 *
 * Cells that a spreadsheet would take for a formula are disarmed (safety.md UI-9). What is not
 * known is an empty cell; where there are estimates, a column says which.
 *
 * Returns: (transfer full): UTF-8
 */
char *
pf_chart_dup_table (PfChartData *data, guint64 hidden, gboolean with_commas)
{
  GString *table = g_string_new (NULL);
  guint n_series = pf_chart_data_get_n_series (data);
  gboolean estimates = pf_chart_data_has_estimates (data);

  add_text (table, pf_chart_data_has_days (data) ? _ ("Day") : _ ("Name"), with_commas);
  for (guint s = 0; s < n_series; s++)
    if (is_shown (hidden, s))
      {
        next_cell (table, with_commas);
        add_text (table, pf_chart_data_get_name (data, s), with_commas);
      }
  if (estimates)
    {
      next_cell (table, with_commas);
      add_text (table, _ ("Estimate"), with_commas);
    }
  end_row (table, with_commas);
  for (guint i = 0; i < pf_chart_data_get_n_points (data); i++)
    {
      g_autofree char *name = dup_name (data, i);
      gboolean guess = FALSE;

      add_text (table, name, with_commas);
      for (guint s = 0; s < n_series; s++)
        if (is_shown (hidden, s))
          {
            double value = pf_chart_data_get_value (data, s, i);

            guess = guess || pf_chart_data_is_estimate (data, s, i);
            next_cell (table, with_commas);
            if (!isnan (value))
              pf_csv_append_number (table, value);
          }
      if (estimates)
        {
          next_cell (table, with_commas);
          add_text (table, guess ? _ ("yes") : "", with_commas);
        }
      end_row (table, with_commas);
    }
  return g_string_free (table, FALSE);
}
