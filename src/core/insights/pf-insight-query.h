/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-client-analytics.h"

G_BEGIN_DECLS

/**
 * PfInsightKind:
 * @PF_INSIGHT_ACCOUNT: the account by day
 * @PF_INSIGHT_TOP_PINS: its best pins
 * @PF_INSIGHT_TOP_VIDEO_PINS: its best videos
 * @PF_INSIGHT_PINS: some pins by day, one or up to 50
 */
typedef enum
{
  PF_INSIGHT_ACCOUNT,
  PF_INSIGHT_TOP_PINS,
  PF_INSIGHT_TOP_VIDEO_PINS,
  PF_INSIGHT_PINS,
} PfInsightKind;

/* Most pins whose days are asked for at once, so that the budget is not eaten. */
#define PF_INSIGHT_MAX_PINS 50

/**
 * PfInsightQuery:
 *
 * What is asked. Made with pf_insight_query_new(), filled in by its maker, not changed after it was
 * handed to anybody. Strings and vectors belong to it. Fields as in #PfAnalyticsQuery; %NULL is the
 * service's default, @metrics %NULL all that the kind has.
 */
typedef struct
{
  gatomicrefcount refs;
  PfInsightKind kind;
  PfDay from, to;
  char **metrics;
  char *content_type, *app_type, *claimed, *source, *pin_format, *split;
  char *sort_by;
  guint n_pins;
  gboolean recent;
  char **pin_ids;
  char *ad_account_id;
} PfInsightQuery;

#define PF_TYPE_INSIGHT_QUERY (pf_insight_query_get_type ())
GType pf_insight_query_get_type (void);
PfInsightQuery *pf_insight_query_new (PfInsightKind kind, PfDay from, PfDay to);
PfInsightQuery *pf_insight_query_copy (const PfInsightQuery *self);
PfInsightQuery *pf_insight_query_ref (PfInsightQuery *self);
void pf_insight_query_unref (PfInsightQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfInsightQuery, pf_insight_query_unref)

/* What it asks, as text: the same for queries that ask the same. @filter: without days, metrics and
 * pins: "" when nothing is filtered; what history is kept under. */
char *pf_insight_query_get_key (const PfInsightQuery *self);
char *pf_insight_query_get_filter (const PfInsightQuery *self);

/* Names the API knows, for choices; each (array zero-terminated=1), the default first. */
const char *const *pf_insight_list_metrics (PfInsightKind kind);
const char *const *pf_insight_list_video_metrics (void); /* of pins that are videos */
const char *const *pf_insight_list_sort_by (PfInsightKind kind);
const char *const *pf_insight_list_content_types (void);
const char *const *pf_insight_list_app_types (void);
const char *const *pf_insight_list_claimed (void);
const char *const *pf_insight_list_sources (void);
const char *const *pf_insight_list_pin_formats (void);
const char *const *pf_insight_list_splits (PfInsightKind kind);
const char *const *pf_insight_list_regions (void);
const char *const *pf_insight_list_trend_types (void);
const char *const *pf_insight_list_interests (void);

G_END_DECLS
