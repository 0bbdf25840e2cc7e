/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-budget.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

#define PF_TYPE_SHARED_BUDGET (pf_shared_budget_get_type ())
G_DECLARE_FINAL_TYPE (PfSharedBudget, pf_shared_budget, PF, SHARED_BUDGET, GObject)

/*
 * The PfBudget of one account, shared through table budget with all accounts of
 * the same App ID (on the trial tier) and with other processes.
 * Signal "changed": what pf_budget_peek() gives may be another now.
 */
PfSharedBudget *pf_shared_budget_new (PfStore *store,
                                      const char *service_id,
                                      const char *client_id,
                                      const char *account_id);

G_END_DECLS
