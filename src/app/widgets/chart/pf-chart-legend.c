/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-legend.h"

#include "app/widgets/chart/pf-chart-layers-private.h"
#include "app/widgets/chart/pf-chart-look.h"
#include "app/widgets/pf-wrap-box.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define CHART "pf-chart"
#define SERIES "pf-series"
#define SWATCH_WIDTH 22
#define SWATCH_HEIGHT 14

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer series)
{
  PfChartStyle style;

  pf_chart_look_get_style (&style);
  pf_chart_draw_swatch (&style, cr, GPOINTER_TO_UINT (series), 1, height / 2., width - 2);
}

/* The last one stays: a chart of nothing tells nothing. */
static guint
count_shown (PfChart *chart)
{
  guint n = 0;

  for (guint s = 0; s < pf_chart_data_get_n_series (pf_chart_get_data (chart)); s++)
    n += pf_chart_get_series_shown (chart, s);
  return n;
}

static void
toggled (GtkCheckButton *button, PfChart *chart)
{
  guint series = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), SERIES));
  gboolean shown = gtk_check_button_get_active (button);

  if (!shown && pf_chart_get_series_shown (chart, series) && count_shown (chart) == 1)
    {
      gtk_check_button_set_active (button, TRUE);
      return;
    }
  pf_chart_set_series_shown (chart, series, shown);
}

static GtkWidget *
make_entry (PfChart *chart, guint series)
{
  const char *name = pf_chart_data_get_name (pf_chart_get_data (chart), series);
  GtkWidget *button = gtk_check_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new (), *label = gtk_label_new (name);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, GUINT_TO_POINTER (series),
                                  NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  pf_chart_look_follow (swatch, gtk_widget_queue_draw);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_tooltip_text (button, name);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                               pf_chart_get_series_shown (chart, series));
  g_object_set_data (G_OBJECT (button), SERIES, GUINT_TO_POINTER (series));
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled), chart, 0);
  return button;
}

/**
 * pf_chart_legend_refresh:
 * @legend: a legend
 *
 * The chart has other data.
 */
void
pf_chart_legend_refresh (GtkWidget *legend)
{
  PfChart *chart = g_object_get_data (G_OBJECT (legend), CHART);
  PfChartData *data = pf_chart_get_data (chart);
  guint n = data != NULL && pf_chart_is_timeline (pf_chart_get_kind (chart))
                ? pf_chart_data_get_n_series (data)
                : 0;
  GtkWidget *child;

  adw_bin_set_child (ADW_BIN (legend), NULL);
  gtk_widget_set_visible (legend, n > 1);
  if (n < 2)
    return;
  child = pf_wrap_box_new (12);
  for (guint s = 0; s < n; s++)
    pf_wrap_box_append (PF_WRAP_BOX (child), make_entry (chart, s));
  adw_bin_set_child (ADW_BIN (legend), child);
}

/**
 * pf_chart_legend_new:
 * @chart: whose series it shows and hides; lives as long as the legend
 *
 * Returns: (transfer floating): what each series is, with its colour, dash and marker
 */
GtkWidget *
pf_chart_legend_new (PfChart *chart)
{
  /* A bin measures what wraps for the width that there is; a box of GTK 4.18 measures it for its
   * least and for its natural width, and what is lower when it is wider is no size to GTK. */
  GtkWidget *legend = adw_bin_new ();

  g_object_set_data (G_OBJECT (legend), CHART, chart);
  gtk_widget_set_visible (legend, FALSE);
  return legend;
}
