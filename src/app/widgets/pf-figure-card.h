/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-metric-sum.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_FIGURE_CARD (pf_figure_card_get_type ())
G_DECLARE_FINAL_TYPE (PfFigureCard, pf_figure_card, PF, FIGURE_CARD, GtkButton)

/* One number, its change, and a line of its days. It leads to where there is more of it. */
GtkWidget *pf_figure_card_new (const char *metric);
/* @table: (nullable): while nothing is known. The days before @from are what it is compared to. */
void pf_figure_card_show (PfFigureCard *self, const PfMetricTable *table, PfDay from, PfDay to);
/* The same, compared with any other days; @before_from PF_DAY_NONE: with nothing. */
void pf_figure_card_show_against (PfFigureCard *self,
                                  const PfMetricTable *table,
                                  PfDay from,
                                  PfDay to,
                                  PfDay before_from,
                                  PfDay before_to);
const char *pf_figure_card_get_value (PfFigureCard *self);
const char *pf_figure_card_get_change (PfFigureCard *self);

/* A box for cards: beside each other, two in a row where it is narrow. */
GtkWidget *pf_figure_row_new (const char *label);
void pf_figure_row_add (GtkWidget *row, GtkWidget *card);

G_END_DECLS
