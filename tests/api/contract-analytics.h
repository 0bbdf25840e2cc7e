/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-pair.h"

/* Makes every call of pf-client-analytics.h with every parameter it has, and notes their names in
 * @made. */
void contract_run_analytics (Pair *pair, GHashTable *made);
