/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-view.h"
#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_PAGE (pf_analytics_page_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsPage, pf_analytics_page, PF, ANALYTICS_PAGE, PfView)

PfView *pf_analytics_page_new (PfWindow *window);
gboolean pf_analytics_page_is_settled (PfAnalyticsPage *self);

G_END_DECLS
