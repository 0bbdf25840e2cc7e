/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ANALYTICS_FOLLOWERS (pf_analytics_followers_get_type ())
G_DECLARE_FINAL_TYPE (PfAnalyticsFollowers, pf_analytics_followers, PF, ANALYTICS_FOLLOWERS, AdwBin)

/* How many followers there were each day; only this computer knows. */
GtkWidget *pf_analytics_followers_new (void);
void pf_analytics_followers_load (PfAnalyticsFollowers *self,
                                  PfWorkspace *workspace,
                                  PfConnection *connection,
                                  PfDay from,
                                  PfDay today);
gboolean pf_analytics_followers_is_settled (PfAnalyticsFollowers *self);

G_END_DECLS
