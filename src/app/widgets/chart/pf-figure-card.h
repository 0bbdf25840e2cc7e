/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/chart/pf-chart-data.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_FIGURE_CARD (pf_figure_card_get_type ())
G_DECLARE_FINAL_TYPE (PfFigureCard, pf_figure_card, PF, FIGURE_CARD, GtkButton)

GtkWidget *pf_figure_card_new (const char *title, const char *explanation);
void
pf_figure_card_set (PfFigureCard *self, const char *value, const char *change, PfChartData *data);
const char *pf_figure_card_get_value (PfFigureCard *self);

G_END_DECLS
