/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-metric-sum.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_HOME_CARD (pf_home_card_get_type ())
G_DECLARE_FINAL_TYPE (PfHomeCard, pf_home_card, PF, HOME_CARD, AdwBin)

/* One number of an account, its change, and a line of its days. */
GtkWidget *pf_home_card_new (const char *metric);
/* @table: (nullable): while nothing is known. The days before @from are what it is compared to. */
void pf_home_card_show (PfHomeCard *self, const PfMetricTable *table, PfDay from, PfDay to);

G_END_DECLS
