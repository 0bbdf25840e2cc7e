/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-metrics.h"

#define A PRACTICE_SET_ACCOUNT
#define V PRACTICE_SET_TOP_VIDEO
#define P PRACTICE_SET_PIN
#define PV PRACTICE_SET_PIN_VIDEO
#define SORT PRACTICE_SET_SORT

typedef enum
{
  /* A sum of counts, each times a factor. */
  SUM,
  /* Such a sum for each of another count. */
  RATIO,
  LIFETIME,
} Kind;

static const struct
{
  const char *name;
  guint sets;
  Kind kind;
  struct
  {
    PracticeCount count;
    gint64 factor;
  } parts[3];
  PracticeCount per;
} metrics[] = {
#define ENGAGED                                                                                    \
  {                                                                                                \
    { PRACTICE_PIN_CLICK, 1 }, { PRACTICE_OUTBOUND_CLICK, 1 },                                     \
    {                                                                                              \
      PRACTICE_SAVE, 1                                                                             \
    }                                                                                              \
  }
/* Milliseconds. */
#define WATCHED                                                                                    \
  {                                                                                                \
    { PRACTICE_VIDEO_START, 700 }, { PRACTICE_VIDEO_MRC_VIEW, 2600 },                              \
    {                                                                                              \
      PRACTICE_VIDEO_95_VIEW, 7400                                                                 \
    }                                                                                              \
  }
  { "ENGAGEMENT", A | SORT, SUM, ENGAGED, 0 },
  { "ENGAGEMENT_RATE", A, RATIO, ENGAGED, PRACTICE_IMPRESSION },
  { "IMPRESSION", A | V | P | PV | SORT, SUM, { { PRACTICE_IMPRESSION, 1 } }, 0 },
  { "OUTBOUND_CLICK", A | V | P | PV | SORT, SUM, { { PRACTICE_OUTBOUND_CLICK, 1 } }, 0 },
  { "OUTBOUND_CLICK_RATE", A, RATIO, { { PRACTICE_OUTBOUND_CLICK, 1 } }, PRACTICE_IMPRESSION },
  { "PIN_CLICK", A | P | PV | SORT, SUM, { { PRACTICE_PIN_CLICK, 1 } }, 0 },
  { "PIN_CLICK_RATE", A, RATIO, { { PRACTICE_PIN_CLICK, 1 } }, PRACTICE_IMPRESSION },
  { "SAVE", A | V | P | PV | SORT, SUM, { { PRACTICE_SAVE, 1 } }, 0 },
  { "SAVE_RATE", A | P | PV, RATIO, { { PRACTICE_SAVE, 1 } }, PRACTICE_IMPRESSION },
  { "USER_FOLLOW", P, SUM, { { PRACTICE_USER_FOLLOW, 1 } }, 0 },
  { "PROFILE_VISIT", P, SUM, { { PRACTICE_PROFILE_VISIT, 1 } }, 0 },
  { "VIDEO_MRC_VIEW", V | PV, SUM, { { PRACTICE_VIDEO_MRC_VIEW, 1 } }, 0 },
  { "VIDEO_10S_VIEW", V | PV, SUM, { { PRACTICE_VIDEO_10S_VIEW, 1 } }, 0 },
  { "QUARTILE_95_PERCENT_VIEW", V | PV, SUM, { { PRACTICE_VIDEO_95_VIEW, 1 } }, 0 },
  { "VIDEO_V50_WATCH_TIME", V | PV, SUM, WATCHED, 0 },
  { "VIDEO_START", V | PV, SUM, { { PRACTICE_VIDEO_START, 1 } }, 0 },
  { "VIDEO_AVG_WATCH_TIME", V | PV, RATIO, WATCHED, PRACTICE_VIDEO_START },
  { "TOTAL_COMMENTS", P | PV, LIFETIME, { { PRACTICE_COMMENT, 1 } }, 0 },
  { "TOTAL_REACTIONS", P | PV, LIFETIME, { { PRACTICE_REACTION, 1 } }, 0 },
  { "CLOSEUP", PRACTICE_SET_ODD, SUM, { { PRACTICE_PIN_CLICK, 2 } }, 0 },
  { "CLOSEUP_RATE", PRACTICE_SET_ODD, RATIO, { { PRACTICE_PIN_CLICK, 2 } }, PRACTICE_IMPRESSION },
};
G_STATIC_ASSERT (G_N_ELEMENTS (metrics) <= 64);

guint
practice_n_metrics (void)
{
  return G_N_ELEMENTS (metrics);
}

const char *
practice_metric_name (guint metric)
{
  return metrics[metric].name;
}

gboolean
practice_metric_in (guint metric, PracticeMetricSet sets)
{
  return (metrics[metric].sets & sets) != 0;
}

gboolean
practice_metric_is_lifetime (guint metric)
{
  return metrics[metric].kind == LIFETIME;
}

gboolean
practice_metric_is_ratio (guint metric)
{
  return metrics[metric].kind == RATIO;
}

static gint64
sum_of (guint metric, const PracticeCounts *counts)
{
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (metrics[metric].parts); i++)
    sum += counts->n[metrics[metric].parts[i].count] * metrics[metric].parts[i].factor;
  return sum;
}

double
practice_metric_value (guint metric, const PracticeCounts *counts)
{
  gint64 per;

  if (metrics[metric].kind != RATIO)
    return (double)sum_of (metric, counts);
  per = counts->n[metrics[metric].per];
  return per > 0 ? (double)sum_of (metric, counts) / (double)per : 0;
}

void
practice_metric_set (JsonObject *o, guint metric, const PracticeCounts *counts)
{
  if (metrics[metric].kind == RATIO)
    json_object_set_double_member (o, metrics[metric].name, practice_metric_value (metric, counts));
  else
    json_object_set_int_member (o, metrics[metric].name, sum_of (metric, counts));
}
