/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_TOP (pf_analytics_top_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsTop, pf_analytics_top, PF, ANALYTICS_TOP, AdwBin)

/* The best pins, or videos, of the account; each opens. Emits "settled". */
GtkWidget *pf_analytics_top_new (PfInsightKind kind);
void pf_analytics_top_load (PfAnalyticsTop *self,
                            PfWindow *window,
                            PfInsights *insights,
                            PfInsightQuery *query,
                            gboolean fresh);
void pf_analytics_top_set_known (PfAnalyticsTop *self, GHashTable *pins);
void pf_analytics_top_forget (PfAnalyticsTop *self);
gboolean pf_analytics_top_is_settled (PfAnalyticsTop *self);
const char *pf_analytics_top_get_pin_id (PfAnalyticsTop *self, guint place);

G_END_DECLS
