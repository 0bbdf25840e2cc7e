/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-pin-walk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_COMPARE (pf_analytics_compare_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsCompare, pf_analytics_compare, PF, ANALYTICS_COMPARE, AdwBin)

/* Boards, pins, campaigns and hashtags beside each other. Emits "pin-chosen" with an id. */
GtkWidget *pf_analytics_compare_new (void);
void pf_analytics_compare_set_words (PfAnalyticsCompare *self, const char *words);
void pf_analytics_compare_show (PfAnalyticsCompare *self, PfPinWalk *walk, GHashTable *boards);

G_END_DECLS
