/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"
#include "core/insights/pf-insight-history.h"
#include "core/insights/pf-insight-reply.h"
#include "core/insights/pf-pin-walk.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

#define PF_TYPE_INSIGHTS (pf_insights_get_type ())
G_DECLARE_FINAL_TYPE (PfInsights, pf_insights, PF, INSIGHTS, GObject)

/*
 * The numbers of one connection (pf_workspace_get_insights()). What is asked twice within ten
 * minutes is asked once; a call that is under way is shared. Where a scope or the service cannot
 * give numbers it fails at once, without a request. Errors: PF_ERROR;
 * pf_insight_trouble_of() tells them apart. Main thread.
 */
PfInsights *pf_insights_new (PfContext *context, PfStore *store, PfConnection *connection);
PfConnection *pf_insights_get_connection (PfInsights *self);
PfDay pf_insights_get_today (PfInsights *self);

/* @fresh: asks again even if it was just asked. Replies may be shared: (transfer full). */
void pf_insights_fetch_async (PfInsights *self,
                              PfInsightQuery *query,
                              gboolean fresh,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PfInsightReply *pf_insights_fetch_finish (PfInsights *self, GAsyncResult *result, GError **error);

/* Result: (element-type PfTrend) (transfer full). */
void pf_insights_fetch_trends_async (PfInsights *self,
                                     const PfTrendsQuery *query,
                                     gboolean fresh,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *pf_insights_fetch_trends_finish (PfInsights *self, GAsyncResult *result, GError **error);

/* Pins with their own numbers, of a board or (@board_id NULL) of the account: at most @max_pages
 * requests, 250 pins each; PfPinWalk.complete says whether that was all. */
void pf_insights_walk_async (PfInsights *self,
                             const char *board_id,
                             guint max_pages,
                             gboolean fresh,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
PfPinWalk *pf_insights_walk_finish (PfInsights *self, GAsyncResult *result, GError **error);

/* One pin with its own numbers. */
void pf_insights_fetch_pin_async (PfInsights *self,
                                  const char *pin_id,
                                  gboolean fresh,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
PfPin *pf_insights_fetch_pin_finish (PfInsights *self, GAsyncResult *result, GError **error);

/* Most pins that are asked for one by one at a time. */
#define PF_INSIGHT_MAX_FINDS 20
/* What pins look like that are only named. Result: (element-type utf8 PfPin): by id. */
void pf_insights_find_pins_async (PfInsights *self,
                                  const char *const *pin_ids,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GHashTable *pf_insights_find_pins_finish (PfInsights *self, GAsyncResult *result, GError **error);

/* "Keep analytics on this computer": whether what comes is also put into the history. */
void pf_insights_set_keep (PfInsights *self, gboolean keep);
gboolean pf_insights_get_keep (PfInsights *self);
/* Once a day and only while kept: the counts of followers and the like, by a request of its own. */
void pf_insights_note_followers_async (PfInsights *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean pf_insights_note_followers_finish (PfInsights *self, GAsyncResult *result, GError **error);

G_END_DECLS
