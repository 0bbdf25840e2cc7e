/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* Real counters for each rate category (api-facts.md, section 6): in trial a day and an app,
 * otherwise a minute, an account and an app. */
PracticeLimits *practice_limits_new (void);
void practice_limits_free (PracticeLimits *self);
void practice_limits_reset (PracticeLimits *self);
/* A limit of 0 takes the override away. */
void practice_limits_override (PracticeLimits *self, const char *category, guint limit);
/* Counts the request and sets the rate headers. FALSE after a 429 was answered. */
gboolean practice_limits_take (PracticeLimits *self, PracticeExchange *x);

G_END_DECLS
