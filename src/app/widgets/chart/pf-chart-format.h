/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"

G_BEGIN_DECLS

char *pf_chart_format_value (PfChartUnit unit, double value);
char *pf_chart_format_short (PfChartUnit unit, double value);
char *pf_chart_format_tick (PfChartUnit unit, double value, double step);
char *pf_chart_dup_summary (PfChartData *self);
char *pf_chart_dup_point_words (PfChartData *self, guint point, guint series, guint64 hidden);
char *pf_chart_dup_notes (PfChartData *self, guint point);

G_END_DECLS
