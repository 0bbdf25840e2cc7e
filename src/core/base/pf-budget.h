/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PfBudgetCategory:
 *
 * The rate-limit categories of the API description (`x-ratelimit-category`)
 * that Pinfold uses; api-facts section 6.
 */
typedef enum
{
  PF_BUDGET_ORG_READ,
  PF_BUDGET_ORG_WRITE,
  PF_BUDGET_ORG_ANALYTICS,
  PF_BUDGET_ADS_READ,
  PF_BUDGET_TRENDS_READ,
  PF_BUDGET_N_CATEGORIES
} PfBudgetCategory;

typedef enum
{
  PF_PRIORITY_USER,       /* somebody is looking at a blank place */
  PF_PRIORITY_DELIVERY,   /* the outbox */
  PF_PRIORITY_BACKGROUND, /* nice to have */
} PfPriority;

/**
 * PfBudgetState:
 * @limit: requests a window, 0 when unknown
 * @remaining: left in this window
 * @reset_at_us: wall clock, when the window ends; 0 when unknown
 * @trial: the window is the trial tier's day
 */
typedef struct
{
  guint limit;
  guint remaining;
  gint64 reset_at_us;
  gboolean trial;
} PfBudgetState;

#define PF_TYPE_BUDGET (pf_budget_get_type ())
G_DECLARE_INTERFACE (PfBudget, pf_budget, PF, BUDGET, GObject)

/**
 * PfBudgetInterface:
 * @request_async: asks leave for one request; waits, or fails with
 *   PF_ERROR_RATE_LIMIT (with retry_after_s) when the wait is too long
 * @report: the rate headers of a reply; @limit, @remaining, @reset_s are -1 when absent
 * @peek: what a meter shows
 *
 * The request budget that all callers and processes of one App ID share.
 */
struct _PfBudgetInterface
{
  GTypeInterface parent;
  void (*request_async) (PfBudget *self,
                         PfBudgetCategory category,
                         PfPriority priority,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
  gboolean (*request_finish) (PfBudget *self, GAsyncResult *result, GError **error);
  void (*report) (PfBudget *self,
                  PfBudgetCategory category,
                  gint64 limit,
                  gint64 remaining,
                  gint64 reset_s,
                  gboolean refused);
  void (*peek) (PfBudget *self, PfBudgetCategory category, PfBudgetState *state);
};

void pf_budget_request_async (PfBudget *self,
                              PfBudgetCategory category,
                              PfPriority priority,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean pf_budget_request_finish (PfBudget *self, GAsyncResult *result, GError **error);
void pf_budget_report (PfBudget *self,
                       PfBudgetCategory category,
                       gint64 limit,
                       gint64 remaining,
                       gint64 reset_s,
                       gboolean refused);
void pf_budget_peek (PfBudget *self, PfBudgetCategory category, PfBudgetState *state);

G_END_DECLS
