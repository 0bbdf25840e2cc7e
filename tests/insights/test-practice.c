/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api/practice-pair.h"
#include "insight-world.h"

#include "core/insights/pf-metric-sum.h"

#include <math.h>

/*
 * The room against pinfold-practice over HTTP: what it adds up is what the server says it is, and
 * each fault has its words.
 */

typedef struct
{
  Pair pair;
  Desk desk;
} Bench;

static void
bench_init (Bench *self)
{
  pair_init (&self->pair, NULL, OPEN_SCOPES);
  desk_init_of (&self->desk, self->pair.world);
  /* The server's day. */
  pf_virtual_clock_set_wall (self->pair.world->clock, g_get_real_time ());
}

static void
bench_clear (Bench *self)
{
  desk_clear_but_world (&self->desk);
  pair_clear (&self->pair);
}

static void
turn (Bench *self, const char *json)
{
  g_autoptr (Answer) answer = control (self->pair.server, "POST", "/switch", json);

  g_assert_cmpuint (answer->status, <, 300);
}

static PfInsightQuery *
ask (Bench *self, PfInsightKind kind, int from, int to)
{
  PfDay today = pf_insights_get_today (self->desk.insights);

  return pf_insight_query_new (kind, today - from, today - to);
}

/* Pinterest's own sum of what is ready and estimated is ours, count by count and rate by rate; the
 * parts of a split add up to the whole. */
static void
test_sums (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) query = ask (bench, PF_INSIGHT_ACCOUNT, 89, 1);
  g_autoptr (PfInsightQuery) split = ask (bench, PF_INSIGHT_ACCOUNT, 89, 1);
  g_autoptr (PfInsightReply) reply = desk_fetch (&bench->desk, query, FALSE, &error);
  g_autoptr (PfInsightReply) parts = NULL;
  PfMetricTable *whole = pf_insight_reply_get_whole (reply);
  GHashTableIter iter;
  gpointer name, value;
  double total = 0;
  guint n_gaps = 0, n_checked = 0;
  PfSum sum;

  g_assert_no_error (error);
  g_assert_nonnull (whole);
  g_hash_table_iter_init (&iter, whole->summary);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      pf_metric_sum (whole, name, reply->from, reply->to, &sum);
      if (pf_metric_get_nature (name) != PF_METRIC_COUNT)
        continue;
      g_assert_cmpfloat (sum.total + sum.estimate, ==, *(double *)value);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >=, 5);
  pf_metric_sum (whole, "IMPRESSION", reply->from, reply->to, &sum);
  n_gaps = sum.n_days - sum.n_ready - sum.n_estimated;
  g_assert_cmpuint (sum.n_days, ==, 89);
  g_assert_cmpuint (sum.n_estimated, >, 0);
  g_test_message ("%u days, %u gaps", sum.n_days, n_gaps);
  split->split = g_strdup ("APP_TYPE");
  parts = desk_fetch (&bench->desk, split, FALSE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < parts->tables->len; i++)
    {
      PfMetricTable *part = g_ptr_array_index (parts->tables, i);
      PfSum one;

      if (g_ascii_strcasecmp (part->key, "all") == 0)
        continue;
      pf_metric_sum (part, "IMPRESSION", reply->from, reply->to, &one);
      total += one.total;
    }
  g_assert_cmpfloat (total, ==, sum.total);
}

/* The best pins by their days, together and one by one: the same numbers. */
static void
test_pins (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightQuery) best = ask (bench, PF_INSIGHT_TOP_PINS, 30, 8);
  g_autoptr (PfInsightQuery) query = ask (bench, PF_INSIGHT_PINS, 30, 8);
  g_autoptr (PfInsightReply) top = NULL, together = NULL, single = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  double total = 0;
  PfSum one, other;

  best->source = g_strdup ("YOUR_PINS");
  best->content_type = g_strdup ("ORGANIC");
  best->n_pins = 5;
  top = desk_fetch (&bench->desk, best, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (top->top->pins->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      PfTopPin *pin = g_ptr_array_index (top->top->pins, i);
      const double *value = g_hash_table_lookup (pin->metrics, "IMPRESSION");

      total += value != NULL ? *value : 0;
      g_strv_builder_add (ids, pin->pin_id);
    }
  query->pin_ids = g_strv_builder_end (ids);
  together = desk_fetch (&bench->desk, query, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (together->n_answered, ==, 5);
  turn (bench, "{\"no_multi_pins\": true}");
  single = desk_fetch (&bench->desk, query, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (single->n_answered, ==, 5);
  pf_metric_sum (pf_insight_reply_get_whole (together), "IMPRESSION", together->from, together->to,
                 &one);
  pf_metric_sum (pf_insight_reply_get_whole (single), "IMPRESSION", single->from, single->to,
                 &other);
  g_assert_cmpuint (one.n_ready, >, 0);
  g_assert_cmpfloat (one.total, ==, other.total);
  g_assert_cmpuint (one.n_ready, ==, other.n_ready);
  /* Days of which one pin is not known are not in the sum by day. */
  g_assert_cmpfloat (one.total + one.estimate, <=, total);
  turn (bench, "{\"no_multi_pins\": false}");
}

static double
sum_impressions (Bench *bench, PfInsightQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply = desk_fetch (&bench->desk, query, FALSE, &error);
  PfSum sum;

  g_assert_no_error (error);
  pf_metric_sum (pf_insight_reply_get_whole (reply), "IMPRESSION", reply->from, reply->to, &sum);
  return sum.total;
}

/* Each filter reaches the service: what it leaves in, word by word, adds up to the whole. */
static void
test_filters (Bench *bench)
{
  const struct
  {
    const char *const *names;
    gsize offset;
  } filters[] = {
    { pf_insight_list_content_types (), G_STRUCT_OFFSET (PfInsightQuery, content_type) },
    { pf_insight_list_app_types (), G_STRUCT_OFFSET (PfInsightQuery, app_type) },
    { pf_insight_list_claimed (), G_STRUCT_OFFSET (PfInsightQuery, claimed) },
    { pf_insight_list_sources (), G_STRUCT_OFFSET (PfInsightQuery, source) },
    { pf_insight_list_pin_formats (), G_STRUCT_OFFSET (PfInsightQuery, pin_format) },
  };
  g_autoptr (PfInsightQuery) whole = ask (bench, PF_INSIGHT_ACCOUNT, 20, 8);
  double all = sum_impressions (bench, whole);

  g_assert_cmpfloat (all, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      double total = 0;

      for (guint k = 1; filters[i].names[k] != NULL; k++)
        {
          g_autoptr (PfInsightQuery) query = ask (bench, PF_INSIGHT_ACCOUNT, 20, 8);
          double part;

          G_STRUCT_MEMBER (char *, query, filters[i].offset) = g_strdup (filters[i].names[k]);
          part = sum_impressions (bench, query);
          g_assert_cmpfloat (part, <, all);
          total += part;
        }
      g_assert_cmpfloat (total, ==, all);
    }
}

static void
test_faults (Bench *bench)
{
  g_autoptr (PfInsightQuery) query = ask (bench, PF_INSIGHT_ACCOUNT, 20, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) odd = NULL;

  turn (bench, "{\"no_analytics\": true}");
  g_assert_null (desk_fetch (&bench->desk, query, FALSE, &error));
  g_assert_cmpint (pf_insight_trouble_of (error), ==, PF_INSIGHT_TROUBLE_FORBIDDEN);
  g_clear_error (&error);
  turn (bench, "{\"no_analytics\": false, \"unknown_names\": true}");
  odd = desk_fetch (&bench->desk, query, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pf_metric_table_find_name (pf_insight_reply_get_whole (odd), "CLOSEUP"), >=, 0);
  turn (bench, "{\"unknown_names\": false}");
}

/* Boards add up to the account. */
static void
test_walk (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPinWalk) walk = NULL;
  g_autoptr (GPtrArray) all = NULL, boards = NULL;
  double total = 0;
  guint n_pins = 0;
  PfPinSum *whole;
  DESK_WAIT (result, pf_insights_walk_async (bench->desk.insights, NULL, 40, FALSE, NULL,
                                             await_keep, &result));

  walk = pf_insights_walk_finish (bench->desk.insights, result, &error);
  g_assert_no_error (error);
  g_assert_true (walk->complete);
  all = pf_pin_walk_sum (walk, PF_PIN_GROUP_ALL, PF_PIN_SPAN_90_DAYS, "impression");
  boards = pf_pin_walk_sum (walk, PF_PIN_GROUP_BOARD, PF_PIN_SPAN_90_DAYS, "impression");
  g_assert_cmpuint (all->len, ==, 1);
  whole = g_ptr_array_index (all, 0);
  for (guint i = 0; i < boards->len; i++)
    {
      PfPinSum *board = g_ptr_array_index (boards, i);
      const double *value = g_hash_table_lookup (board->metrics, "impression");

      total += value != NULL ? *value : 0;
      n_pins += board->n_pins;
    }
  g_assert_cmpuint (boards->len, >, 1);
  g_assert_cmpuint (n_pins, ==, whole->n_pins);
  g_assert_cmpfloat (total, ==, *(double *)g_hash_table_lookup (whole->metrics, "impression"));
}

/* One server for all of it. */
static void
test_all (void)
{
  Bench bench;

  bench_init (&bench);
  test_sums (&bench);
  test_pins (&bench);
  test_filters (&bench);
  test_faults (&bench);
  test_walk (&bench);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/practice/MO-2/sums-pins-filters-faults-boards", test_all);
  return g_test_run ();
}
