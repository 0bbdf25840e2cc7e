/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-account.h"

#include "app/analytics/pf-analytics-choice.h"
#include "app/analytics/pf-analytics-page.h"
#include "app/widgets/chart/pf-chart-card.h"

G_BEGIN_DECLS

/* One window on the page of numbers, of an account at the practice server. Made when it is needed.
 */
extern AppWorld *numbers_world;
extern PfWindow *numbers_window;
extern PfConnection *numbers_anna;
/* Whether the account may ask for more in a minute than Pinterest allows, as it may at first. */
extern gboolean numbers_unlimited;

PfAnalyticsPage *numbers_need_page (void);
void numbers_end (void);
/* F5, and waits for all that comes. */
void numbers_ask_again (PfAnalyticsPage *page);
gboolean numbers_is_shown_chart (GtkWidget *widget, gpointer unused);
gboolean numbers_is_card (GtkWidget *widget, gpointer title);
PfChartData *numbers_need_data (gpointer root, const char *title);
double numbers_get_impressions (PfAnalyticsPage *page);
void numbers_filter_by (PfAnalyticsPage *page, PfFilter filter, const char *value);
GtkWidget *numbers_need_button (gpointer root, const char *label);

G_END_DECLS
