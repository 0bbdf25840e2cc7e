/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-look.h"

#include <adwaita.h>

/**
 * pf_chart_look_get_style:
 * @style: (out caller-allocates): the colours of charts on the screen now
 */
void
pf_chart_look_get_style (PfChartStyle *style)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  pf_chart_style_init (style, adw_style_manager_get_dark (manager),
                       adw_style_manager_get_high_contrast (manager));
}

/**
 * pf_chart_look_follow:
 * @widget: shows a chart
 * @changed: called with it whenever other colours are to be used
 */
void
pf_chart_look_follow (GtkWidget *widget, PfChartLookFunc changed)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (changed), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (changed), widget,
                           G_CONNECT_SWAPPED);
}
