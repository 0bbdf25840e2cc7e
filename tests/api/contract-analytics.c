/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "contract-analytics.h"

#include "core/api/pf-client-analytics.h"
#include "core/insights/pf-insight-query.h"

#include <math.h>

/* As CALL(), but counted as made; needs @pair, @made and @error. */
#define MAKE(name, ...)                                                                            \
  ({                                                                                               \
    g_hash_table_add (made, (gpointer) #name);                                                     \
    CALL (name, __VA_ARGS__);                                                                      \
  })

/* Each word of each choice goes once; the choices go on side by side. */
static const char *
pick (const char *const *words, guint round)
{
  return words[round % g_strv_length ((char **)words)];
}

static PfAnalyticsQuery
make_query (PfInsightKind kind, guint round)
{
  PfDay today = pf_day_from_time (g_get_real_time ());
  const char *const *sorts = pf_insight_list_sort_by (kind);
  PfAnalyticsQuery query = { .from = today - 89,
                             .to = today,
                             .metrics = pf_insight_list_metrics (kind),
                             .content_type = pick (pf_insight_list_content_types (), round),
                             .app_type = pick (pf_insight_list_app_types (), round),
                             .claimed = pick (pf_insight_list_claimed (), round),
                             .source = pick (pf_insight_list_sources (), round),
                             .pin_format = pick (pf_insight_list_pin_formats (), round),
                             .split = pick (pf_insight_list_splits (kind), round),
                             .sort_by = pick (sorts, round),
                             .n_pins = 1 + round % 50,
                             .recent = round % 2 == 1 };

  return query;
}

static void
run_account (Pair *pair, GHashTable *made)
{
  PfDay today = pf_day_from_time (g_get_real_time ());
  PfAnalyticsQuery all = { .from = today - 10, .to = today };

  for (guint round = 0; round < 8; round++)
    {
      g_autoptr (GError) error = NULL;
      PfAnalyticsQuery query = make_query (PF_INSIGHT_ACCOUNT, round);
      g_autoptr (GPtrArray) tables = MAKE (get_account_analytics, PF_PRIORITY_USER, &query);

      /* Filters that leave nothing leave nothing to split. */
      g_assert_no_error (error);
      g_assert_nonnull (tables);
    }
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) tables = MAKE (get_account_analytics, PF_PRIORITY_USER, &all);
    PfMetricTable *table = g_ptr_array_index (tables, 0);

    g_assert_no_error (error);
    g_assert_cmpstr (table->key, ==, "all");
    g_assert_cmpuint (table->days->len, >, 0);
    /* Today is not counted yet. */
    g_assert_true (isnan (pf_metric_table_get_value (table, today, "IMPRESSION")));
  }
}

static char **
run_top (Pair *pair, GHashTable *made)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  PfAnalyticsQuery own = make_query (PF_INSIGHT_TOP_PINS, 0);
  g_autoptr (PfTopPins) top = NULL;

  for (guint round = 0; round < 9; round++)
    {
      PfAnalyticsQuery query = make_query (PF_INSIGHT_TOP_PINS, round);
      PfAnalyticsQuery video = make_query (PF_INSIGHT_TOP_VIDEO_PINS, round);
      g_autoptr (PfTopPins) pins = MAKE (get_top_pins, PF_PRIORITY_USER, &query);
      g_autoptr (PfTopPins) videos = MAKE (get_top_video_pins, PF_PRIORITY_USER, &video);

      g_assert_no_error (error);
      g_assert_cmpstr (pins->sort_by, ==, query.sort_by);
      g_assert_cmpuint (pins->pins->len, <=, query.n_pins);
      g_assert_cmpstr (videos->sort_by, ==, video.sort_by);
    }
  own.source = "YOUR_PINS";
  own.content_type = "ORGANIC";
  own.n_pins = 3;
  top = MAKE (get_top_pins, PF_PRIORITY_USER, &own);
  g_assert_no_error (error);
  g_assert_cmpuint (top->pins->len, ==, 3);
  g_assert_cmpint (top->latest_at, >, 0);
  for (guint i = 0; i < top->pins->len; i++)
    g_strv_builder_add (ids, ((PfTopPin *)g_ptr_array_index (top->pins, i))->pin_id);
  return g_strv_builder_end (ids);
}

static void
run_pins (Pair *pair, GHashTable *made, char **ids)
{
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (GError) error = NULL;
      PfAnalyticsQuery query = make_query (PF_INSIGHT_PINS, round);
      g_autoptr (GPtrArray) tables = NULL;

      if (round % 2 == 1)
        query.metrics = pf_insight_list_video_metrics ();
      tables = MAKE (get_pin_analytics, PF_PRIORITY_USER, ids[0], &query);
      g_assert_no_error (error);
      g_assert_cmpuint (tables->len, >, 0);
    }
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (GError) error = NULL;
      PfAnalyticsQuery query = make_query (PF_INSIGHT_PINS, round);
      g_autoptr (GHashTable) many = NULL;

      if (round % 2 == 1)
        query.metrics = pf_insight_list_video_metrics ();
      many = MAKE (get_pins_analytics, PF_PRIORITY_USER, (const char *const *)ids, &query);
      g_assert_no_error (error);
      g_assert_cmpuint (g_hash_table_size (many), ==, 3);
    }
}

/* Of an advertiser's account, which this user may not see. */
static void
run_advertiser (Pair *pair, GHashTable *made, char **ids)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;
      PfInsightKind kind = i == 0   ? PF_INSIGHT_ACCOUNT
                           : i == 1 ? PF_INSIGHT_TOP_PINS
                           : i == 2 ? PF_INSIGHT_TOP_VIDEO_PINS
                                    : PF_INSIGHT_PINS;
      PfAnalyticsQuery query = make_query (kind, 0);

      query.ad_account_id = "549755885175";
      switch (i)
        {
        case 0:
          g_assert_null (MAKE (get_account_analytics, PF_PRIORITY_USER, &query));
          break;
        case 1:
          g_assert_null (MAKE (get_top_pins, PF_PRIORITY_USER, &query));
          break;
        case 2:
          g_assert_null (MAKE (get_top_video_pins, PF_PRIORITY_USER, &query));
          break;
        case 3:
          g_assert_null (MAKE (get_pin_analytics, PF_PRIORITY_USER, ids[0], &query));
          break;
        default:
          g_assert_null (
              MAKE (get_pins_analytics, PF_PRIORITY_USER, (const char *const *)ids, &query));
        }
      g_assert_error (error, PF_ERROR, PF_ERROR_FORBIDDEN);
    }
}

static void
run_trends (Pair *pair, GHashTable *made)
{
  static const char *const genders[] = { "female", "male", "unknown", NULL };
  static const char *const ages[]
      = { "18-24", "25-34", "35-44", "45-49", "50-54", "55-64", "65+", NULL };
  static const char *const keywords[] = { "cake", "soup", NULL };
  guint n_regions = g_strv_length ((char **)pf_insight_list_regions ());

  for (guint round = 0; round < n_regions; round++)
    {
      g_autoptr (GError) error = NULL;
      PfTrendsQuery query = { .region = pick (pf_insight_list_regions (), round),
                              .type = pick (pf_insight_list_trend_types (), round) };
      g_autoptr (GPtrArray) trends = NULL;

      if (round % 3 == 1)
        query.interests = pf_insight_list_interests ();
      if (round % 3 == 2)
        {
          query.genders = genders;
          query.ages = ages;
          query.keywords = keywords;
          query.normalize_group = TRUE;
          query.limit = 1 + round;
        }
      trends = MAKE (get_trends, PF_PRIORITY_USER, &query);
      g_assert_no_error (error);
      if (round % 3 != 2)
        g_assert_cmpuint (trends->len, >, 0);
    }
  {
    /* Closed betas, which this app may not use. */
    g_autoptr (GError) error = NULL;
    PfTrendsQuery query = {
      .region = "US", .type = "monthly", .include_prediction = TRUE, .include_demographics = TRUE
    };
    g_autoptr (GPtrArray) trends = MAKE (get_trends, PF_PRIORITY_USER, &query);

    g_assert_error (error, PF_ERROR, PF_ERROR_SCOPE);
  }
}

static void
run_walk (Pair *pair, GHashTable *made)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPage) all = MAKE (list_pins_with_metrics, PF_PRIORITY_USER, NULL, 2, NULL);
  PfPin *pin = g_ptr_array_index (all->items, 0);
  g_autoptr (PfPage) board
      = MAKE (list_pins_with_metrics, PF_PRIORITY_USER, pin->board_id, 250, NULL);
  g_autoptr (PfPage) more
      = MAKE (list_pins_with_metrics, PF_PRIORITY_USER, NULL, 250, all->bookmark);
  g_autoptr (PfPin) same = MAKE (get_pin_with_metrics, PF_PRIORITY_USER, pin->id);
  guint n_told = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (same->id, ==, pin->id);
  g_assert_cmpstr (same->metrics_json, ==, pin->metrics_json);
  g_assert_cmpuint (board->items->len, >, 0);
  g_assert_cmpuint (more->items->len, >, 2);
  for (guint i = 0; i < more->items->len; i++)
    n_told += ((PfPin *)g_ptr_array_index (more->items, i))->metrics_json != NULL;
  g_assert_cmpuint (n_told, >, 0);
}

void
contract_run_analytics (Pair *pair, GHashTable *made)
{
  g_auto (GStrv) ids = NULL;

  run_account (pair, made);
  ids = run_top (pair, made);
  run_pins (pair, made, ids);
  run_advertiser (pair, made, ids);
  run_trends (pair, made);
  run_walk (pair, made);
}
