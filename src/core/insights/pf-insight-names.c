/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-query.h"

/* Names of the Pinterest API v5 description, 5.23: api-facts sections 11 and 12. */

#define LIST(name, ...)                                                                            \
  const char *const *name (void)                                                                   \
  {                                                                                                \
    static const char *const names[] = { __VA_ARGS__, NULL };                                      \
    return names;                                                                                  \
  }

LIST (pf_insight_list_content_types, "ALL", "ORGANIC", "PAID")
LIST (pf_insight_list_app_types, "ALL", "MOBILE", "TABLET", "WEB")
LIST (pf_insight_list_claimed, "BOTH", "CLAIMED", "OTHER")
LIST (pf_insight_list_sources, "ALL", "YOUR_PINS", "OTHER_PINS")
LIST (pf_insight_list_pin_formats,
      "ALL",
      "ORGANIC_IMAGE",
      "ORGANIC_PRODUCT",
      "ORGANIC_VIDEO",
      "ADS_STANDARD",
      "ADS_PRODUCT",
      "ADS_VIDEO",
      "ADS_IDEA")
LIST (pf_insight_list_regions,
      "US",
      "CA",
      "DE",
      "FR",
      "ES",
      "IT",
      "DE+AT+CH",
      "GB+IE",
      "IT+ES+PT+GR+MT",
      "PL+RO+HU+SK+CZ",
      "SE+DK+FI+NO",
      "NL+BE+LU",
      "AR",
      "BR",
      "CO",
      "MX",
      "MX+AR+CO+CL",
      "AU+NZ")
LIST (pf_insight_list_trend_types, "growing", "monthly", "yearly", "seasonal")
LIST (pf_insight_list_interests,
      "animals",
      "architecture",
      "art",
      "beauty",
      "childrens_fashion",
      "design",
      "diy_and_crafts",
      "education",
      "electronics",
      "entertainment",
      "event_planning",
      "finance",
      "food_and_drinks",
      "gardening",
      "health",
      "home_decor",
      "mens_fashion",
      "parenting",
      "quotes",
      "sport",
      "travel",
      "vehicles",
      "wedding",
      "womens_fashion")

/**
 * pf_insight_list_metrics:
 * @kind: what is asked
 *
 * Returns: (transfer none) (array zero-terminated=1): all metrics that the service takes for it; of
 *   pins those of pictures and of videos, which it takes for either
 */
const char *const *
pf_insight_list_metrics (PfInsightKind kind)
{
  static const char *const of_account[]
      = { "IMPRESSION",      "ENGAGEMENT", "PIN_CLICK",      "OUTBOUND_CLICK",      "SAVE",
          "ENGAGEMENT_RATE", "SAVE_RATE",  "PIN_CLICK_RATE", "OUTBOUND_CLICK_RATE", NULL };
  static const char *const of_videos[] = { "IMPRESSION",
                                           "SAVE",
                                           "OUTBOUND_CLICK",
                                           "VIDEO_MRC_VIEW",
                                           "VIDEO_START",
                                           "VIDEO_10S_VIEW",
                                           "VIDEO_V50_WATCH_TIME",
                                           "VIDEO_AVG_WATCH_TIME",
                                           "QUARTILE_95_PERCENT_VIEW",
                                           NULL };
  static const char *const of_pins[]
      = { "IMPRESSION",     "PIN_CLICK",       "OUTBOUND_CLICK", "SAVE",          "SAVE_RATE",
          "TOTAL_COMMENTS", "TOTAL_REACTIONS", "USER_FOLLOW",    "PROFILE_VISIT", NULL };

  return kind == PF_INSIGHT_PINS             ? of_pins
         : kind == PF_INSIGHT_TOP_VIDEO_PINS ? of_videos
                                             : of_account;
}

/**
 * pf_insight_list_video_metrics:
 *
 * Returns: (transfer none) (array zero-terminated=1): what can be asked of a video's pin
 */
const char *const *
pf_insight_list_video_metrics (void)
{
  static const char *const names[] = { "IMPRESSION",
                                       "PIN_CLICK",
                                       "OUTBOUND_CLICK",
                                       "SAVE",
                                       "SAVE_RATE",
                                       "VIDEO_MRC_VIEW",
                                       "VIDEO_START",
                                       "VIDEO_10S_VIEW",
                                       "QUARTILE_95_PERCENT_VIEW",
                                       "VIDEO_V50_WATCH_TIME",
                                       "VIDEO_AVG_WATCH_TIME",
                                       "TOTAL_COMMENTS",
                                       "TOTAL_REACTIONS",
                                       NULL };

  return names;
}

/**
 * pf_insight_list_sort_by:
 * @kind: a top list
 *
 * Returns: (transfer none) (array zero-terminated=1): what it can be ordered by
 */
const char *const *
pf_insight_list_sort_by (PfInsightKind kind)
{
  static const char *const names[]
      = { "IMPRESSION", "ENGAGEMENT", "OUTBOUND_CLICK", "PIN_CLICK", "SAVE", NULL };

  return kind == PF_INSIGHT_TOP_VIDEO_PINS ? pf_insight_list_metrics (kind) : names;
}

/**
 * pf_insight_list_splits:
 * @kind: what is asked
 *
 * Returns: (transfer none) (array zero-terminated=1): how it can be split, the whole first
 */
const char *const *
pf_insight_list_splits (PfInsightKind kind)
{
  static const char *const of_account[]
      = { "NO_SPLIT", "APP_TYPE", "OWNED_CONTENT", "SOURCE", "PIN_FORMAT", NULL };
  static const char *const of_pins[] = { "NO_SPLIT", "APP_TYPE", NULL };
  static const char *const none[] = { "NO_SPLIT", NULL };

  return kind == PF_INSIGHT_ACCOUNT ? of_account : kind == PF_INSIGHT_PINS ? of_pins : none;
}
