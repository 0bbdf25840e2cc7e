/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-budget.h"

G_DEFINE_INTERFACE (PfBudget, pf_budget, G_TYPE_OBJECT)

static void
pf_budget_default_init (PfBudgetInterface *iface)
{
}

/**
 * pf_budget_request_async:
 * @self: a budget
 * @category: what the call is charged to
 * @priority: who goes first when requests are scarce
 * @cancellable: (nullable): a cancellable
 * @callback: called when the request may go
 * @data: for @callback
 *
 * Asks leave for one request.
 */
void
pf_budget_request_async (PfBudget *self,
                         PfBudgetCategory category,
                         PfPriority priority,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  PF_BUDGET_GET_IFACE (self)->request_async (self, category, priority, cancellable, callback, data);
}

/**
 * pf_budget_request_finish:
 * @self: a budget
 * @result: the result
 * @error: PF_ERROR_RATE_LIMIT, with the wait in its detail
 *
 * Returns: whether the request may go
 */
gboolean
pf_budget_request_finish (PfBudget *self, GAsyncResult *result, GError **error)
{
  return PF_BUDGET_GET_IFACE (self)->request_finish (self, result, error);
}

/**
 * pf_budget_report:
 * @self: a budget
 * @category: what the call was charged to
 * @limit: `x-ratelimit-limit`, or -1
 * @remaining: `x-ratelimit-remaining`, or -1
 * @reset_s: `x-ratelimit-reset` or `Retry-After`, seconds, or -1
 * @refused: the reply was 429
 *
 * Tells what a reply's headers say.
 */
void
pf_budget_report (PfBudget *self,
                  PfBudgetCategory category,
                  gint64 limit,
                  gint64 remaining,
                  gint64 reset_s,
                  gboolean refused)
{
  PF_BUDGET_GET_IFACE (self)->report (self, category, limit, remaining, reset_s, refused);
}

/**
 * pf_budget_peek:
 * @self: a budget
 * @category: a category
 * @state: (out caller-allocates): what a meter shows
 *
 * Does not block.
 */
void
pf_budget_peek (PfBudget *self, PfBudgetCategory category, PfBudgetState *state)
{
  PF_BUDGET_GET_IFACE (self)->peek (self, category, state);
}
