/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-metrics.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

/* Metrics of the account itself; they exist only here, from the day it was first kept. */
#define PF_INSIGHT_HISTORY_FOLLOWERS "FOLLOWERS"
#define PF_INSIGHT_HISTORY_FOLLOWING "FOLLOWING"
#define PF_INSIGHT_HISTORY_MONTHLY_VIEWS "MONTHLY_VIEWS"
#define PF_INSIGHT_HISTORY_PINS "PINS"
#define PF_INSIGHT_HISTORY_BOARDS "BOARDS"

/**
 * PfInsightHistoryKey:
 * @connection_id: whose
 * @subject: "" for the account, "counts" for the metrics above, or a pin's id
 * @filter: pf_insight_query_get_filter()
 */
typedef struct
{
  const char *connection_id;
  const char *subject;
  const char *filter;
} PfInsightHistoryKey;

#define PF_INSIGHT_HISTORY_COUNTS "counts"

/* The user's own history, in pinfold.db. Putting replaces what is told anew of a day; an estimate
 * never replaces a number that stands. @tables: (element-type PfMetricTable). */
void pf_insight_history_put_async (PfStore *store,
                                   const PfInsightHistoryKey *key,
                                   GPtrArray *tables,
                                   gint64 told_at,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean pf_insight_history_put_finish (PfStore *store, GAsyncResult *result, GError **error);
/* (element-type PfMetricTable), ordered by key; empty when there is none. */
void pf_insight_history_read_async (PfStore *store,
                                    const PfInsightHistoryKey *key,
                                    PfDay from,
                                    PfDay to,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *pf_insight_history_read_finish (PfStore *store, GAsyncResult *result, GError **error);

/**
 * PfInsightHistoryAge:
 * @first, @last: days it goes from and to; #PF_DAY_NONE when it is empty
 * @account_first: the first day of the account's own numbers, unfiltered; #PF_DAY_NONE when there
 *   is none
 * @n_days: days of the account that are in it
 * @told_at: when it was last added to, us
 * @n_values: how many numbers
 */
typedef struct
{
  PfDay first, last;
  PfDay account_first;
  gint64 n_days;
  gint64 told_at;
  gint64 n_values;
} PfInsightHistoryAge;

void pf_insight_history_get_age_async (PfStore *store,
                                       const char *connection_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean pf_insight_history_get_age_finish (PfStore *store,
                                            GAsyncResult *result,
                                            PfInsightHistoryAge *age,
                                            GError **error);
void pf_insight_history_wipe_async (PfStore *store,
                                    const char *connection_id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean pf_insight_history_wipe_finish (PfStore *store, GAsyncResult *result, GError **error);

/* Lays @newer over @older: of a day and metric that both have, what stands wins, then @newer.
 * Both (element-type PfMetricTable); tables meet by key. */
GPtrArray *pf_insight_history_merge (GPtrArray *older, GPtrArray *newer);

G_END_DECLS
