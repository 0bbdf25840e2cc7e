/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_TRENDS_CARD (pf_trends_card_get_type ())
G_DECLARE_FINAL_TYPE (PfTrendsCard, pf_trends_card, PF, TRENDS_CARD, AdwBin)

GtkWidget *pf_trends_card_new (void);
void pf_trends_card_load (PfTrendsCard *self,
                          PfWindow *window,
                          PfConnection *connection,
                          PfInsights *insights,
                          gboolean fresh);
void pf_trends_card_set (PfTrendsCard *self, const char *region, const char *type);
const char *pf_trends_card_get_region (PfTrendsCard *self);
const char *pf_trends_card_get_trend_type (PfTrendsCard *self);
gboolean pf_trends_card_is_settled (PfTrendsCard *self);

G_END_DECLS
