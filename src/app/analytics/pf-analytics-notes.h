/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/analytics/pf-analytics-choice.h"
#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_NOTES (pf_analytics_notes_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsNotes, pf_analytics_notes, PF, ANALYTICS_NOTES, AdwBin)

/* What the user wrote on the days that are shown. Emits "changed". */
GtkWidget *pf_analytics_notes_new (void);
void pf_analytics_notes_load (PfAnalyticsNotes *self,
                              PfWindow *window,
                              PfConnection *connection,
                              const PfPeriod *period,
                              PfDay today);
void pf_analytics_notes_add (PfAnalyticsNotes *self, PfDay day);
gboolean pf_analytics_notes_is_settled (PfAnalyticsNotes *self);
/* (nullable) (element-type PfInsightNote), by day. */
GPtrArray *pf_analytics_notes_get (PfAnalyticsNotes *self);

G_END_DECLS
