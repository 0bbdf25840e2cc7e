/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-scene.h"

G_BEGIN_DECLS

typedef enum
{
  PF_CHART_PNG,
  PF_CHART_SVG,
} PfChartFormat;

GBytes *pf_chart_export (const PfChartScene *scene, PfChartFormat format);
char *pf_chart_dup_table (PfChartData *data, guint64 hidden, gboolean with_commas);

G_END_DECLS
