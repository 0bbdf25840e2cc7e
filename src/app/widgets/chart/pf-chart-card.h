/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart.h"

G_BEGIN_DECLS

#define PF_TYPE_CHART_CARD (pf_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (PfChartCard, pf_chart_card, PF, CHART_CARD, GtkWidget)

GtkWidget *pf_chart_card_new (PfChartKind kind);
void pf_chart_card_set_data (PfChartCard *self, PfChartData *data);
void pf_chart_card_set_words (PfChartCard *self, const char *title, const char *words);
void pf_chart_card_set_caption (PfChartCard *self, const char *caption);
PfChart *pf_chart_card_get_chart (PfChartCard *self);
void pf_chart_card_set_table_shown (PfChartCard *self, gboolean shown);
gboolean pf_chart_card_get_table_shown (PfChartCard *self);

G_END_DECLS
