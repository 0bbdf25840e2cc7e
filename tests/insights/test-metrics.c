/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/api/pf-metrics.h"
#include "core/api/pf-trends.h"
#include "core/base/pf-error.h"

#include <math.h>
#include <string.h>

static PfJson *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_strdup (text);
  PfJson *root = pf_json_parse (copy, strlen (copy), &error);

  g_assert_no_error (error);
  /* Texts lie in the buffer: it has to stay. */
  g_test_queue_free (g_steal_pointer (&copy));
  return root;
}

static GPtrArray *
must_parse (const char *text)
{
  g_autoptr (PfJson) root = parse (text);
  g_autoptr (GError) error = NULL;
  GPtrArray *tables = pf_metrics_parse (root, &error);

  g_assert_no_error (error);
  return tables;
}

static void
test_account (void)
{
  g_autoptr (GPtrArray) tables = must_parse (
      "{\"all\":{\"daily_metrics\":["
      "{\"date\":\"2026-11-03\",\"data_status\":\"ESTIMATE\",\"metrics\":{\"IMPRESSION\":7}},"
      "{\"date\":\"2026-11-01\",\"data_status\":\"READY\",\"metrics\":{\"IMPRESSION\":240,"
      "\"SAVE_RATE\":0.18,\"SPARKLE\":3.5}},"
      "{\"date\":\"2026-11-02\",\"data_status\":\"PROCESSING\",\"metrics\":{\"IMPRESSION\":0}}],"
      "\"summary_metrics\":{\"IMPRESSION\":247,\"SPARKLE\":3.5},"
      "\"lifetime_metrics\":{\"TOTAL_COMMENTS\":10}},"
      "\"WEARABLE\":{\"daily_metrics\":[]}}");
  PfMetricTable *all = g_ptr_array_index (tables, 0);
  PfDay first;

  g_assert_cmpuint (tables->len, ==, 2);
  g_assert_cmpstr (all->key, ==, "all");
  g_assert_cmpstr (((PfMetricTable *)g_ptr_array_index (tables, 1))->key, ==, "WEARABLE");
  g_assert_true (pf_day_parse ("2026-11-01", &first));
  g_assert_cmpuint (all->days->len, ==, 3);
  g_assert_cmpint (g_array_index (all->days, PfDay, 0), ==, first);
  g_assert_cmpfloat (pf_metric_table_get_value (all, first, "IMPRESSION"), ==, 240);
  g_assert_cmpfloat (pf_metric_table_get_value (all, first, "SPARKLE"), ==, 3.5);
  /* Not counted yet is not zero. */
  g_assert_true (isnan (pf_metric_table_get_value (all, first + 1, "IMPRESSION")));
  g_assert_cmpint (pf_metric_table_get_status (all, first + 1), ==, PF_DATA_PROCESSING);
  g_assert_cmpint (pf_metric_table_get_status (all, first + 2), ==, PF_DATA_ESTIMATE);
  g_assert_cmpfloat (pf_metric_table_get_value (all, first + 2, "IMPRESSION"), ==, 7);
  g_assert_cmpint (pf_metric_table_get_status (all, first + 3), ==, PF_DATA_NONE);
  g_assert_cmpfloat (*(double *)g_hash_table_lookup (all->summary, "SPARKLE"), ==, 3.5);
  g_assert_cmpfloat (*(double *)g_hash_table_lookup (all->lifetime, "TOTAL_COMMENTS"), ==, 10);
}

/* All statuses of the API description, and one that is newer. */
static void
test_statuses (void)
{
  static const struct
  {
    const char *text;
    PfDataStatus status;
  } cases[] = {
    { "READY", PF_DATA_READY },
    { "ESTIMATE", PF_DATA_ESTIMATE },
    { "PROCESSING", PF_DATA_PROCESSING },
    { "BEFORE_BUSINESS_CREATED", PF_DATA_BEFORE },
    { "BEFORE_PIN_CREATED", PF_DATA_BEFORE },
    { "BEFORE_PRODUCT_GROUP_FILTER_START_DATE", PF_DATA_BEFORE },
    { "PURCHASERS_METRIC_SMALLER_THAN_THRESHOLD", PF_DATA_WITHHELD },
    { "AUDIENCE_SEGMENT_SMALLER_THAN_THRESHOLD", PF_DATA_WITHHELD },
    { "IN_BAD_TAG_DATE", PF_DATA_WITHHELD },
    { "ON_THE_MOON", PF_DATA_OTHER },
    { "", PF_DATA_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf (
          "{\"all\":{\"daily_metrics\":[{\"date\":\"2026-11-01\",\"data_status\":\"%s\","
          "\"metrics\":{\"SAVE\":4}}]}}",
          cases[i].text);
      g_autoptr (GPtrArray) tables = must_parse (json);
      PfMetricTable *table = g_ptr_array_index (tables, 0);
      PfDay day = g_array_index (table->days, PfDay, 0);
      double value = pf_metric_table_get_value (table, day, "SAVE");
      gboolean shown = cases[i].status == PF_DATA_READY || cases[i].status == PF_DATA_ESTIMATE;

      g_assert_cmpint (pf_metric_table_get_status (table, day), ==, cases[i].status);
      g_assert_cmpint (!isnan (value), ==, shown);
    }
}

/* Whatever stands where numbers should: it is left out, and the rest is there. */
static void
test_hostile (void)
{
  static const char *const texts[] = {
    "{}",
    "{\"all\":null}",
    "{\"all\":[]}",
    "{\"all\":{}}",
    "{\"all\":{\"daily_metrics\":{}}}",
    "{\"all\":{\"daily_metrics\":[null,1,\"x\",[],{}]}}",
    "{\"all\":{\"daily_metrics\":[{\"date\":\"2026-02-30\",\"metrics\":{\"SAVE\":1}}]}}",
    "{\"all\":{\"daily_metrics\":[{\"date\":20261101,\"metrics\":{\"SAVE\":1}}]}}",
    "{\"all\":{\"daily_metrics\":[{\"date\":\"2026-11-01\",\"metrics\":[1]}]}}",
    "{\"all\":{\"daily_metrics\":[{\"date\":\"2026-11-01\",\"metrics\":{\"SAVE\":\"9\",\"\":1,"
    "\"X\":null,\"Y\":{},\"Z\":true}}]}}",
    "{\"all\":{\"daily_metrics\":[{\"date\":\"2026-11-01\",\"metrics\":{\"SAVE\":1e999}}]}}",
    "{\"all\":{\"summary_metrics\":[],\"lifetime_metrics\":\"\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *copy = g_strdup (texts[i]);
      g_autoptr (PfJson) root = pf_json_parse (copy, strlen (copy), NULL);
      g_autoptr (GPtrArray) tables = NULL;

      /* A number that no double holds may be refused with the whole reply. */
      if (root == NULL)
        continue;
      tables = pf_metrics_parse (root, NULL);
      g_assert_nonnull (tables);
      for (guint j = 0; j < tables->len; j++)
        {
          PfMetricTable *table = g_ptr_array_index (tables, j);

          g_assert_cmpuint (table->names->len, ==, 0);
          g_assert_cmpuint (g_hash_table_size (table->summary), ==, 0);
        }
    }
  {
    g_autoptr (PfJson) root = parse ("[1]");
    g_autoptr (GError) error = NULL;

    g_assert_null (pf_metrics_parse (root, &error));
    g_assert_error (error, PF_ERROR, PF_ERROR_PARSE);
  }
}

/* A reply of its full size, made to need much room: names times days stay within bounds. */
static void
test_huge (void)
{
  g_autoptr (GString) json = g_string_new ("{\"all\":{\"daily_metrics\":[");
  g_autoptr (GPtrArray) tables = NULL;
  PfMetricTable *table;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *day = pf_day_format ((PfDay)i);

      g_string_append_printf (json, "%s{\"date\":\"%s\",\"metrics\":{\"M%u\":1}}", i > 0 ? "," : "",
                              day, i);
    }
  g_string_append (json, "]}}");
  tables = must_parse (json->str);
  table = g_ptr_array_index (tables, 0);
  g_assert_cmpuint (table->names->len, <=, 64);
  g_assert_cmpuint (table->days->len, <=, 16384);
}

static void
test_same_day_twice (void)
{
  g_autoptr (GPtrArray) tables = must_parse (
      "{\"all\":{\"daily_metrics\":["
      "{\"date\":\"2026-11-01\",\"data_status\":\"READY\",\"metrics\":{\"SAVE\":4}},"
      "{\"date\":\"2026-11-01\",\"data_status\":\"READY\",\"metrics\":{\"SAVE\":5}},"
      "{\"date\":\"2026-11-02\",\"data_status\":\"READY\",\"metrics\":{\"SAVE\":6}},"
      "{\"date\":\"2026-11-02\",\"data_status\":\"PROCESSING\",\"metrics\":{\"SAVE\":0}}]}}");
  PfMetricTable *table = g_ptr_array_index (tables, 0);
  PfDay day = g_array_index (table->days, PfDay, 0);

  g_assert_cmpuint (table->days->len, ==, 2);
  g_assert_cmpfloat (pf_metric_table_get_value (table, day, "SAVE"), ==, 5);
  g_assert_true (isnan (pf_metric_table_get_value (table, day + 1, "SAVE")));
}

static void
test_many (void)
{
  g_autoptr (PfJson) root
      = parse ("{\"642396334344813594\":{\"all\":{\"daily_metrics\":[{\"date\":\"2026-11-01\","
               "\"metrics\":{\"SAVE\":4}}]}},\"not-an-id\":{\"all\":{}},\"77\":null,\"78\":{}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) pins = pf_metrics_parse_many (root, &error);
  GPtrArray *tables = g_hash_table_lookup (pins, "642396334344813594");

  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (pins), ==, 2);
  g_assert_cmpuint (tables->len, ==, 1);
}

static void
test_top (void)
{
  g_autoptr (PfJson) root
      = parse ("{\"date_availability\":{\"latest_available_timestamp\":1649116799000,"
               "\"is_realtime\":false},\"sort_by\":\"IMPRESSION\",\"pins\":["
               "{\"pin_id\":\"642396334344813594\",\"metrics\":{\"IMPRESSION\":240,\"SAVE\":0,"
               "\"CLOSEUP\":1},\"data_status\":{\"IMPRESSION\":\"READY\",\"SAVE\":\"PROCESSING\"}},"
               "{\"pin_id\":\"642396334344813594\",\"metrics\":{}},{\"pin_id\":\"x\"},null,"
               "{\"pin_id\":\"5\"}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PfTopPins) top = pf_top_pins_parse (root, &error);
  PfTopPin *pin;

  g_assert_no_error (error);
  g_assert_cmpuint (top->pins->len, ==, 2);
  g_assert_cmpint (top->latest_at, ==, G_GINT64_CONSTANT (1649116799000000));
  pin = g_ptr_array_index (top->pins, 0);
  g_assert_cmpfloat (*(double *)g_hash_table_lookup (pin->metrics, "IMPRESSION"), ==, 240);
  g_assert_cmpfloat (*(double *)g_hash_table_lookup (pin->metrics, "CLOSEUP"), ==, 1);
  g_assert_null (g_hash_table_lookup (pin->metrics, "SAVE"));
}

static void
test_trends (void)
{
  g_autoptr (PfJson) root = parse (
      "{\"trends\":[{\"keyword\":\"couples halloween costumes\",\"pct_growth_wow\":50,"
      "\"pct_growth_mom\":10001,\"time_series\":{\"2026-10-11\":100,\"2026-10-04\":67,"
      "\"soon\":3,\"2026-10-18\":null},\"has_prediction\":true,"
      "\"predicted_time_series\":{\"2026-12-06\":12.5},"
      "\"demographics\":{\"age_distribution\":{\"18-24\":0.36},\"gender_distribution\":null}},"
      "{\"keyword\":\"\"},{\"keyword\":7},null]}");
  g_autoptr (PfJson) none = parse ("{}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) trends = pf_trends_parse (root, &error);
  PfTrend *trend;

  g_assert_no_error (error);
  g_assert_cmpuint (trends->len, ==, 1);
  trend = g_ptr_array_index (trends, 0);
  g_assert_cmpint (trend->growth_week, ==, 50);
  g_assert_cmpint (trend->growth_month, >, PF_TREND_GROWTH_MAX);
  g_assert_true (trend->growth_year == PF_TREND_GROWTH_UNKNOWN);
  g_assert_cmpuint (trend->points->len, ==, 2);
  g_assert_cmpfloat (g_array_index (trend->points, PfTrendPoint, 0).value, ==, 67);
  g_assert_cmpuint (trend->prediction->len, ==, 1);
  g_assert_cmpfloat (*(double *)g_hash_table_lookup (trend->ages, "18-24"), ==, 0.36);
  g_assert_null (trend->genders);
  g_assert_null (pf_trends_parse (none, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_PARSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/metrics/account", test_account);
  g_test_add_func ("/api/metrics/statuses", test_statuses);
  g_test_add_func ("/api/metrics/UI-5/hostile", test_hostile);
  g_test_add_func ("/api/metrics/UI-5/huge", test_huge);
  g_test_add_func ("/api/metrics/same-day-twice", test_same_day_twice);
  g_test_add_func ("/api/metrics/many-pins", test_many);
  g_test_add_func ("/api/metrics/top-pins", test_top);
  g_test_add_func ("/api/trends", test_trends);
  return g_test_run ();
}
