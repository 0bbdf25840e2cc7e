/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/analytics/pf-analytics-choice.h"
#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_ACCOUNT (pf_analytics_account_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsAccount, pf_analytics_account, PF, ANALYTICS_ACCOUNT, GtkBox)

/* The account by day: its numbers, one of them over time with notes, its parts, its weekdays. */
GtkWidget *pf_analytics_account_new (void);
void pf_analytics_account_begin (PfAnalyticsAccount *self,
                                 PfWindow *window,
                                 PfConnection *connection,
                                 const PfAnalyticsChoice *choice,
                                 const PfPeriod *period,
                                 PfDay today);
void pf_analytics_account_show (PfAnalyticsAccount *self, PfInsightReply *reply);
void pf_analytics_account_show_parts (PfAnalyticsAccount *self,
                                      PfInsightReply *parts,
                                      const GError *error);
void pf_analytics_account_set_pins (PfAnalyticsAccount *self, GPtrArray *pins);
gboolean pf_analytics_account_is_settled (PfAnalyticsAccount *self);
/* How the parts are split: what was chosen, else by device. */
const char *pf_analytics_account_get_split (const PfAnalyticsChoice *choice);

G_END_DECLS
