/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-insights.h"

G_BEGIN_DECLS

struct _PfInsights
{
  GObject parent_instance;
  PfContext *context;
  PfStore *store;
  PfConnection *connection;
  GHashTable *cache;   /* key -> what came, when */
  GHashTable *flights; /* key -> PfInsightFlight, under way */
  GHashTable *finds;   /* id -> PfPin, pf_insight_finds_new() */
  gboolean keep;
  gboolean many_refused; /* the app may not use /pins/analytics: beta */
  PfDay noted;           /* the day followers were last put down */
};

/* Something that was asked for: who waits for it. */
typedef struct
{
  PfInsights *insights; /* (owned): those who waited may be gone */
  char *key;
  GPtrArray *waiting;
  GCancellable *cancellable;
  GBoxedCopyFunc ref;
  GDestroyNotify unref;
} PfInsightFlight;

/* Begins @task (transfer full): answers it from the cache, lets it wait for who asked the same, or
 * gives the flight that is to be started now and to be landed when it is over. */
PfInsightFlight *pf_insight_flight_begin (PfInsights *self,
                                          GTask *task,
                                          const char *key,
                                          gboolean fresh,
                                          GBoxedCopyFunc ref,
                                          GDestroyNotify unref);
/* Takes over @value or @error, and the flight. */
void pf_insight_flight_land (PfInsightFlight *flight, gpointer value, GError *error);
GHashTable *pf_insight_flight_new_cache (void);
GHashTable *pf_insight_finds_new (void);

/* One question, from the network and the history; neither shared nor remembered. */
void pf_insight_ask_async (PfInsights *self,
                           PfInsightQuery *query,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
PfInsightReply *pf_insight_ask_finish (PfInsights *self, GAsyncResult *result, GError **error);

/* Days of some pins, together if the app may, else one by one as far as the budget reaches. Result:
 * (element-type utf8 GPtrArray): tables by pin id. @metrics, days and filters of @wire. */
void pf_insight_pins_async (PfInsights *self,
                            char **pin_ids,
                            const PfAnalyticsQuery *wire,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GHashTable *pf_insight_pins_finish (PfInsights *self, GAsyncResult *result, GError **error);

/* The sum of tables, day by day. @tables: (element-type PfMetricTable). Any thread. */
PfMetricTable *pf_metric_tables_add (GPtrArray *tables, const char *key);

/* Fails when the connection cannot give this; without a request. */
gboolean pf_insights_check (PfInsights *self,
                            const char *const *scopes,
                            gboolean in_sandbox,
                            GError **error);

G_END_DECLS
