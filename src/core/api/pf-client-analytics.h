/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-client.h"
#include "core/api/pf-metrics.h"
#include "core/api/pf-trends.h"

G_BEGIN_DECLS

/* Most pins of one request to /pins/analytics, and of a top list. */
#define PF_ANALYTICS_MAX_PINS 100
#define PF_ANALYTICS_MAX_TOP 50

/**
 * PfAnalyticsQuery:
 * @from, @to: UTC days, both in; no more than 90 days back and long
 * @metrics: (nullable): names; %NULL asks for all, but of pins, where they must be named
 * @content_type: (nullable): ALL, PAID, ORGANIC; %NULL is the service's default, here and below
 * @app_type: (nullable): ALL, MOBILE, TABLET, WEB
 * @claimed: (nullable): BOTH, OTHER, CLAIMED
 * @source: (nullable): ALL, YOUR_PINS, OTHER_PINS
 * @pin_format: (nullable): ALL, ORGANIC_IMAGE ...
 * @split: (nullable): NO_SPLIT, APP_TYPE, OWNED_CONTENT, SOURCE, PIN_FORMAT; of a pin only the
 * first two
 * @sort_by: (nullable): of top lists
 * @n_pins: of top lists, at most 50; 0 for the service's default
 * @recent: of top lists: only pins created in the last 30 days
 * @ad_account_id: (nullable): as the owner of that ad account (Business Access)
 *
 * The parameters of the organic analytics operations (api-facts section 11). An operation sends
 * those it has. Strings are copied into the request before a call returns.
 */
typedef struct
{
  PfDay from, to;
  const char *const *metrics;
  const char *content_type, *app_type, *claimed, *source, *pin_format, *split;
  const char *sort_by;
  guint n_pins;
  gboolean recent;
  const char *ad_account_id;
} PfAnalyticsQuery;

/**
 * PfTrendsQuery:
 * @region: "US", "GB+IE" ...
 * @type: growing, monthly, yearly, seasonal
 * @interests, @genders, @ages, @keywords: (nullable): only of these
 * @normalize_group: values relative to the peak of all keywords, not of each
 * @limit: 1 to 50; 0 for the service's default, 50
 * @include_prediction, @include_demographics: closed betas
 *
 * The parameters of GET /trends/keywords/{region}/top/{trend_type} (api-facts section 12).
 */
typedef struct
{
  const char *region;
  const char *type;
  const char *const *interests;
  const char *const *genders;
  const char *const *ages;
  const char *const *keywords;
  gboolean normalize_group;
  guint limit;
  gboolean include_prediction, include_demographics;
} PfTrendsQuery;

/* Element type of the arrays: PfMetricTable; one without a split. */
PF_DECLARE_CALL (GPtrArray *,
                 get_account_analytics,
                 PfPriority priority,
                 const PfAnalyticsQuery *query);
PF_DECLARE_CALL (PfTopPins *, get_top_pins, PfPriority priority, const PfAnalyticsQuery *query);
PF_DECLARE_CALL (PfTopPins *,
                 get_top_video_pins,
                 PfPriority priority,
                 const PfAnalyticsQuery *query);
PF_DECLARE_CALL (GPtrArray *,
                 get_pin_analytics,
                 PfPriority priority,
                 const char *pin_id,
                 const PfAnalyticsQuery *query);
/* Beta: not every app may. Result: (element-type utf8 GPtrArray): tables by pin id. */
PF_DECLARE_CALL (GHashTable *,
                 get_pins_analytics,
                 PfPriority priority,
                 const char *const *pin_ids,
                 const PfAnalyticsQuery *query);
PF_DECLARE_CALL (GPtrArray *, get_trends, PfPriority priority, const PfTrendsQuery *query);
/* A pin with its pin_metrics. */
PF_DECLARE_CALL (PfPin *, get_pin_with_metrics, PfPriority priority, const char *pin_id);
/* Pins with their pin_metrics: of the account, or of a board. */
PF_DECLARE_CALL (PfPage *,
                 list_pins_with_metrics,
                 PfPriority priority,
                 const char *board_id,
                 guint page_size,
                 const char *bookmark);

G_END_DECLS
