/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/analytics/pf-analytics-choice.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_DAYS (pf_analytics_days_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsDays, pf_analytics_days, PF, ANALYTICS_DAYS, AdwBin)

/* A button with the days that are shown, and what they are compared with. Emits "changed". */
GtkWidget *pf_analytics_days_new (void);
void pf_analytics_days_set (PfAnalyticsDays *self,
                            const PfAnalyticsChoice *choice,
                            PfDay today,
                            gboolean keeps,
                            PfDay kept_from);
void pf_analytics_days_get (PfAnalyticsDays *self, PfAnalyticsChoice *choice);

G_END_DECLS
