/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-day.h"

G_BEGIN_DECLS

/* The service refuses a whole request that begins more than 90 days back, and its midnight is not
 * ours to the second: 89 (api-facts section 15, "Analytics range"). */
#define PF_INSIGHT_REACH 89

gboolean pf_insight_range_clamp (gint64 now_us, PfDay *from, PfDay *to);
void pf_insight_range_last (gint64 now_us, guint n_days, PfDay *from, PfDay *to);
void pf_insight_range_before (PfDay *from, PfDay *to);
gboolean pf_insight_range_last_year (PfDay *from, PfDay *to);

G_END_DECLS
