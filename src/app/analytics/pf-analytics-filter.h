/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/analytics/pf-analytics-choice.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_FILTER (pf_analytics_filter_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsFilter, pf_analytics_filter, PF, ANALYTICS_FILTER, AdwBin)

/* A button with what may be left out of the numbers. Emits "changed". */
GtkWidget *pf_analytics_filter_new (void);
void pf_analytics_filter_set (PfAnalyticsFilter *self, const PfAnalyticsChoice *choice);
GtkWidget *pf_analytics_filter_get_choice (PfAnalyticsFilter *self, PfFilter filter);
const char *pf_analytics_filter_get (PfAnalyticsFilter *self, PfFilter filter);

G_END_DECLS
