/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* Records as the API shows them. All return (transfer full). */
JsonNode *practice_present_account (Practice *app, guint account);
JsonNode *practice_present_board (PracticeExchange *x, PracticeBoard *board);
JsonNode *practice_present_section (PracticeSection *section);
/* @metrics: whether pin_metrics was asked for */
JsonNode *practice_present_pin (PracticeExchange *x, PracticePin *pin, gboolean metrics);

/* practice-analytics.c */
JsonNode *practice_present_metrics (PracticeExchange *x, PracticePin *pin);
gint64 practice_monthly_views (Practice *app, guint account);

G_END_DECLS
