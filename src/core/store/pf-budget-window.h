/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-budget.h"

G_BEGIN_DECLS

/**
 * PfBudgetWindow:
 * @limit: requests a window; 0 when nothing is known yet
 * @remaining: left, with those in flight taken off
 * @reset_at: wall clock; 0 when unknown
 * @blocked_until: wall clock; nothing goes before, after a 429
 * @trial: the window is the trial tier's day
 * @in_flight: granted and not yet reported
 * @granted_at: wall clock of the last grant
 *
 * The arithmetic of one category's budget (api-facts section 6). Times in us.
 */
typedef struct
{
  gint64 limit;
  gint64 remaining;
  gint64 reset_at;
  gint64 blocked_until;
  gboolean trial;
  guint in_flight;
  gint64 granted_at;
} PfBudgetWindow;

void pf_budget_window_settle (PfBudgetWindow *self, gint64 now);
gint64 pf_budget_window_get_wait (const PfBudgetWindow *self,
                                  PfBudgetCategory category,
                                  PfPriority priority,
                                  gint64 now);
void pf_budget_window_take (PfBudgetWindow *self, gint64 now);
void pf_budget_window_report (PfBudgetWindow *self,
                              PfBudgetCategory category,
                              gint64 limit,
                              gint64 remaining,
                              gint64 reset_s,
                              gboolean refused,
                              gint64 now);
void pf_budget_window_merge (PfBudgetWindow *self, const PfBudgetWindow *other);
const char *pf_budget_category_to_string (PfBudgetCategory category);
gboolean pf_budget_category_from_string (const char *name, PfBudgetCategory *category);

G_END_DECLS
