/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/insights/pf-insights-private.h"
#include "core/insights/pf-metric-sum.h"
#include "core/insights/pf-weekdays.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define N 120

/* What a test knows about a table that it made, in the simplest form there is. */
typedef struct
{
  PfDataStatus status[N];
  double impressions[N];
  double saves[N];
} Known;

static PfDataStatus
pick_status (void)
{
  static const PfDataStatus statuses[]
      = { PF_DATA_READY,    PF_DATA_READY,      PF_DATA_READY, PF_DATA_READY,    PF_DATA_READY,
          PF_DATA_ESTIMATE, PF_DATA_PROCESSING, PF_DATA_NONE,  PF_DATA_WITHHELD, PF_DATA_BEFORE };

  return statuses[g_test_rand_int_range (0, G_N_ELEMENTS (statuses))];
}

static PfMetricTable *
make_table (Known *known, PfDay start)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new ("all");
  guint order[N];

  for (guint i = 0; i < N; i++)
    order[i] = i;
  for (guint i = N - 1; i > 0; i--)
    {
      guint j = (guint)g_test_rand_int_range (0, (gint32)i + 1);
      guint other = order[i];

      order[i] = order[j];
      order[j] = other;
    }
  for (guint i = 0; i < N; i++)
    {
      guint at = order[i];
      PfDay day = start + (PfDay)at;

      known->status[at] = pick_status ();
      known->impressions[at] = g_test_rand_int_range (0, 5000);
      known->saves[at] = g_test_rand_int_range (0, 50);
      if (known->status[at] == PF_DATA_NONE)
        continue;
      pf_metric_table_builder_add_day (builder, day, known->status[at]);
      /* A service tells zeros for days that it has not counted. */
      pf_metric_table_builder_set (builder, day, "IMPRESSION", known->impressions[at]);
      pf_metric_table_builder_set (builder, day, "SAVE", known->saves[at]);
      if (known->impressions[at] > 0)
        pf_metric_table_builder_set (builder, day, "SAVE_RATE",
                                     known->saves[at] / known->impressions[at]);
    }
  return pf_metric_table_builder_end (builder);
}

/* A period's number: what stands; and compared day by day with what stands in both periods. */
static void
test_figures (void)
{
  for (guint round = 0; round < 200; round++)
    {
      PfDay start = g_test_rand_int_range (-1000, 40000);
      Known known;
      g_autoptr (PfMetricTable) table = make_table (&known, start);
      int n = g_test_rand_int_range (1, N / 2), from = g_test_rand_int_range (n, N - n + 1);
      double total = 0, now = 0, before = 0;
      guint n_ready = 0, n_both = 0;
      PfFigure figure;

      for (int i = from; i < from + n; i++)
        {
          if (known.status[i] != PF_DATA_READY)
            continue;
          total += known.saves[i];
          n_ready++;
          if (known.status[i - n] != PF_DATA_READY)
            continue;
          now += known.saves[i];
          before += known.saves[i - n];
          n_both++;
        }
      pf_metric_figure (table, "SAVE", start + from, start + from + n - 1, &figure);
      g_assert_cmpuint (figure.sum.known, ==, n_ready > 0);
      g_assert_cmpuint (figure.sum.n_ready, ==, n_ready);
      g_assert_cmpfloat (figure.sum.total, ==, total);
      g_assert_cmpuint (figure.change.known, ==, n_both > 0);
      g_assert_false (figure.change.per_day);
      if (n_both > 0)
        g_assert_cmpfloat (figure.change.difference, ==, now - before);
    }
}

/* Against any other days: of one length day by day, of others by their means a day; against nothing
 * there is no change. */
static void
test_against (void)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new ("all");
  g_autoptr (PfMetricTable) table = NULL;
  PfFigure figure, same;

  for (PfDay day = 0; day < 40; day++)
    {
      pf_metric_table_builder_add_day (builder, day, day == 3 ? PF_DATA_ESTIMATE : PF_DATA_READY);
      pf_metric_table_builder_set (builder, day, "SAVE", day < 10 ? 10 : 20);
    }
  table = pf_metric_table_builder_end (builder);
  pf_metric_figure_against (table, "SAVE", 20, 29, 0, 9, &figure);
  g_assert_cmpfloat (figure.sum.total, ==, 200);
  g_assert_true (figure.change.known);
  g_assert_false (figure.change.per_day);
  /* The fourth day still is an estimate there, and so is missing from both. */
  g_assert_cmpfloat (figure.change.difference, ==, 90);
  g_assert_cmpfloat (figure.change.ratio, ==, 1);
  pf_metric_figure_against (table, "SAVE", 20, 39, 4, 8, &figure);
  g_assert_true (figure.change.known);
  g_assert_true (figure.change.per_day);
  g_assert_cmpfloat (figure.change.difference, ==, 10);
  pf_metric_figure_against (table, "SAVE", 20, 29, PF_DAY_NONE, PF_DAY_NONE, &figure);
  g_assert_true (figure.sum.known);
  g_assert_false (figure.change.known);
  pf_metric_figure_against (table, "SAVE", 20, 29, 10, 19, &figure);
  pf_metric_figure (table, "SAVE", 20, 29, &same);
  g_assert_cmpfloat (figure.change.difference, ==, same.change.difference);
}

static void
test_figure_words (void)
{
  PfFigure figure;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  pf_metric_figure (NULL, "SAVE", 100, 129, &figure);
  number = pf_figure_format ("SAVE", &figure);
  words = pf_figure_describe (&figure);
  g_assert_cmpstr (number, ==, "Not known");
  g_assert_false (figure.change.known);
  g_assert_nonnull (strstr (words, "no numbers of 30 of the 30 days"));
  g_assert_null (strstr (words, "Changes are against"));
}

static void
test_sums (void)
{
  for (guint round = 0; round < 200; round++)
    {
      PfDay start = g_test_rand_int_range (-1000, 40000);
      Known known;
      g_autoptr (PfMetricTable) table = make_table (&known, start);
      int from = g_test_rand_int_range (0, N), to = g_test_rand_int_range (from, N);
      double total = 0, estimate = 0, saves = 0;
      guint n_ready = 0, n_estimated = 0;
      PfSum sum;

      for (int i = from; i <= to; i++)
        {
          if (known.status[i] == PF_DATA_READY)
            {
              total += known.impressions[i];
              saves += known.saves[i];
              n_ready++;
            }
          else if (known.status[i] == PF_DATA_ESTIMATE)
            {
              estimate += known.impressions[i];
              n_estimated++;
            }
        }
      pf_metric_sum (table, "IMPRESSION", start + from, start + to, &sum);
      g_assert_cmpuint (sum.n_days, ==, (guint)(to - from + 1));
      g_assert_cmpuint (sum.n_ready, ==, n_ready);
      g_assert_cmpuint (sum.n_estimated, ==, n_estimated);
      g_assert_cmpint (sum.known, ==, n_ready > 0);
      g_assert_cmpfloat (sum.total, ==, total);
      g_assert_cmpfloat (sum.estimate, ==, estimate);
      /* A rate is that of the sums, not a mean of rates. */
      pf_metric_sum (table, "SAVE_RATE", start + from, start + to, &sum);
      g_assert_cmpint (sum.known, ==, total > 0);
      if (total > 0)
        g_assert_cmpfloat_with_epsilon (sum.total, saves / total, 1e-12);
    }
}

/* Two halves are the whole, wherever it is cut. */
static void
test_cut (void)
{
  PfDay start = 20000;
  Known known;
  g_autoptr (PfMetricTable) table = make_table (&known, start);
  PfSum whole;

  pf_metric_sum (table, "SAVE", start, start + N - 1, &whole);
  for (PfDay cut = start; cut < start + N - 1; cut++)
    {
      PfSum left, right;

      pf_metric_sum (table, "SAVE", start, cut, &left);
      pf_metric_sum (table, "SAVE", cut + 1, start + N - 1, &right);
      g_assert_cmpfloat (left.total + right.total, ==, whole.total);
      g_assert_cmpfloat (left.estimate + right.estimate, ==, whole.estimate);
      g_assert_cmpuint (left.n_ready + right.n_ready, ==, whole.n_ready);
    }
}

static void
test_nothing_is_not_zero (void)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new ("all");
  g_autoptr (PfMetricTable) table = NULL;
  g_autoptr (PfSeries) series = NULL, none = NULL;
  PfChange change;
  PfSum sum, other = { .known = TRUE, .total = 5, .n_days = 2, .n_ready = 2 };
  double low, high;

  pf_metric_table_builder_add_day (builder, 100, PF_DATA_PROCESSING);
  pf_metric_table_builder_set (builder, 100, "SAVE", 0);
  pf_metric_table_builder_add_day (builder, 101, PF_DATA_READY);
  pf_metric_table_builder_set (builder, 101, "SAVE", NAN);
  pf_metric_table_builder_set (builder, 101, "SAVE", INFINITY);
  table = pf_metric_table_builder_end (builder);
  pf_metric_sum (table, "SAVE", 100, 101, &sum);
  g_assert_false (sum.known);
  pf_metric_compare ("SAVE", &other, &sum, &change);
  g_assert_false (change.known);
  pf_metric_sum (NULL, "SAVE", 100, 101, &sum);
  g_assert_false (sum.known);
  g_assert_cmpuint (sum.n_days, ==, 2);
  series = pf_series_new (table, "SAVE", 99, 102);
  g_assert_cmpuint (series->n_points, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpint (series->points[i].kind, ==, PF_POINT_GAP);
      g_assert_true (isnan (series->points[i].value));
    }
  g_assert_cmpint (series->points[0].status, ==, PF_DATA_NONE);
  g_assert_cmpint (series->points[1].status, ==, PF_DATA_PROCESSING);
  g_assert_false (pf_series_has_values (series));
  g_assert_false (pf_series_get_bounds (series, &low, &high));
  none = pf_series_new (table, "SAVE", 5, 4);
  g_assert_cmpuint (none->n_points, ==, 0);
}

static void
test_compare (void)
{
  PfSum now = { .known = TRUE, .total = 120, .n_days = 30, .n_ready = 30 };
  PfSum before = { .known = TRUE, .total = 100, .n_days = 30, .n_ready = 30 };
  PfChange change;
  g_autofree char *words = NULL, *same = NULL, *fresh = NULL, *down = NULL;

  pf_metric_compare ("SAVE", &now, &before, &change);
  g_assert_true (change.known && !change.per_day);
  g_assert_cmpfloat (change.difference, ==, 20);
  g_assert_cmpfloat_with_epsilon (change.ratio, 0.2, 1e-12);
  words = pf_change_format (&change);
  g_assert_cmpstr (words, ==, "\u2066+20 %\u2069");
  /* Fewer days that stand: means a day, which are 4 and 100 / 30. */
  before.n_ready = 25;
  pf_metric_compare ("SAVE", &now, &before, &change);
  g_assert_true (change.per_day);
  g_assert_cmpfloat_with_epsilon (change.ratio, 0, 1e-12);
  same = pf_change_format (&change);
  g_assert_cmpstr (same, ==, "no change");
  /* A rate is not divided by days. */
  pf_metric_compare ("SAVE_RATE", &now, &before, &change);
  g_assert_false (change.per_day);
  before = (PfSum){ .known = TRUE, .total = 0, .n_days = 30, .n_ready = 30 };
  pf_metric_compare ("SAVE", &now, &before, &change);
  g_assert_true (change.known && isnan (change.ratio));
  fresh = pf_change_format (&change);
  g_assert_cmpstr (fresh, ==, "new");
  pf_metric_compare ("SAVE", &before, &now, &change);
  g_assert_cmpfloat (change.ratio, ==, -1);
  down = pf_change_format (&change);
  g_assert_cmpstr (down, ==, "\u2066−100 %\u2069");
  pf_metric_compare ("SAVE", &before, &before, &change);
  g_assert_cmpfloat (change.ratio, ==, 0);
}

static void
test_average_time (void)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new ("all");
  g_autoptr (PfMetricTable) table = NULL;
  PfSum sum;

  /* 10 plays of 2 s, then 30 of 4 s: 3.5 s, and not 3. */
  pf_metric_table_builder_add_day (builder, 1, PF_DATA_READY);
  pf_metric_table_builder_set (builder, 1, "VIDEO_V50_WATCH_TIME", 20000);
  pf_metric_table_builder_set (builder, 1, "VIDEO_AVG_WATCH_TIME", 2000);
  pf_metric_table_builder_add_day (builder, 2, PF_DATA_READY);
  pf_metric_table_builder_set (builder, 2, "VIDEO_V50_WATCH_TIME", 120000);
  pf_metric_table_builder_set (builder, 2, "VIDEO_AVG_WATCH_TIME", 4000);
  pf_metric_table_builder_add_day (builder, 3, PF_DATA_READY);
  pf_metric_table_builder_set (builder, 3, "VIDEO_V50_WATCH_TIME", 0);
  pf_metric_table_builder_set (builder, 3, "VIDEO_AVG_WATCH_TIME", 0);
  table = pf_metric_table_builder_end (builder);
  pf_metric_sum (table, "VIDEO_AVG_WATCH_TIME", 1, 3, &sum);
  g_assert_true (sum.known);
  g_assert_cmpfloat_with_epsilon (sum.total, 3500, 1e-9);
  pf_metric_sum (table, "VIDEO_V50_WATCH_TIME", 1, 3, &sum);
  g_assert_cmpfloat (sum.total, ==, 140000);
}

/* Weekdays of a table whose means are known; a leap day and a change of clocks change nothing. */
static void
test_weekdays (void)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new ("all");
  g_autoptr (PfMetricTable) table = NULL;
  g_autoptr (PfSeries) series = NULL, few = NULL;
  g_autofree char *words = NULL, *few_words = NULL;
  PfWeekdays weekdays;
  PfDay start;

  g_assert_true (pf_day_parse ("2028-02-14", &start));
  for (PfDay day = start; day < start + 8 * 7; day++)
    {
      gboolean guessed = day == start + 7;

      pf_metric_table_builder_add_day (builder, day, guessed ? PF_DATA_ESTIMATE : PF_DATA_READY);
      /* Saturday best, then Sunday; an estimate that would make Monday best is not looked at. */
      pf_metric_table_builder_set (builder, day, "SAVE",
                                   guessed                         ? 1e9
                                   : pf_day_get_weekday (day) == 6 ? 50
                                   : pf_day_get_weekday (day) == 7 ? 40
                                                                   : pf_day_get_weekday (day));
    }
  table = pf_metric_table_builder_end (builder);
  series = pf_series_new (table, "SAVE", start, start + 8 * 7 - 1);
  pf_weekdays_compute (series, &weekdays);
  g_assert_true (weekdays.enough);
  g_assert_cmpuint (weekdays.n_days, ==, 55);
  g_assert_cmpuint (weekdays.n[0], ==, 7);
  g_assert_cmpint (weekdays.order[0], ==, 6);
  g_assert_cmpint (weekdays.order[1], ==, 7);
  g_assert_cmpint (weekdays.order[6], ==, 1);
  g_assert_cmpfloat (weekdays.mean[5], ==, 50);
  words = pf_weekdays_describe (&weekdays);
  g_assert_nonnull (strstr (words, "Saturday"));
  g_assert_nonnull (strstr (words, "55 days"));
  few = pf_series_new (table, "SAVE", start, start + 20);
  pf_weekdays_compute (few, &weekdays);
  g_assert_false (weekdays.enough);
  few_words = pf_weekdays_describe (&weekdays);
  g_assert_null (strstr (few_words, "Saturday"));
}

/* The sum of pins is the sum of their sums, on days that are known of all. */
static void
test_tables_add (void)
{
  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (GPtrArray) tables
          = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);
      g_autoptr (PfMetricTable) sum = NULL;
      Known known[3];

      for (guint i = 0; i < 3; i++)
        g_ptr_array_add (tables, make_table (&known[i], 500));
      sum = pf_metric_tables_add (tables, "sum");
      for (int day = 0; day < N; day++)
        {
          gboolean gap = FALSE, guess = FALSE;
          double total = 0, saves = 0;
          guint n = 0;

          for (guint i = 0; i < 3; i++)
            {
              PfDataStatus status = known[i].status[day];

              gap = gap
                    || (status != PF_DATA_READY && status != PF_DATA_ESTIMATE
                        && status != PF_DATA_BEFORE);
              guess = guess || status == PF_DATA_ESTIMATE;
              if (status != PF_DATA_READY && status != PF_DATA_ESTIMATE)
                continue;
              total += known[i].impressions[day];
              saves += known[i].saves[day];
              n++;
            }
          if (gap || n == 0)
            {
              g_assert_true (isnan (pf_metric_table_get_value (sum, 500 + day, "IMPRESSION")));
              continue;
            }
          g_assert_cmpint (pf_metric_table_get_status (sum, 500 + day), ==,
                           guess ? PF_DATA_ESTIMATE : PF_DATA_READY);
          g_assert_cmpfloat (pf_metric_table_get_value (sum, 500 + day, "IMPRESSION"), ==, total);
          if (total > 0)
            g_assert_cmpfloat_with_epsilon (pf_metric_table_get_value (sum, 500 + day, "SAVE_RATE"),
                                            saves / total, 1e-12);
        }
    }
}

static void
test_words (void)
{
  g_autofree char *title = pf_metric_dup_title ("SAVE");
  g_autofree char *unknown = pf_metric_dup_title ("SPARKLE_COUNT");
  g_autofree char *part = pf_split_dup_title ("WEARABLE");
  g_autofree char *rate = pf_metric_format_value ("SAVE_RATE", 0.0812);
  g_autofree char *time = pf_metric_format_value ("VIDEO_AVG_WATCH_TIME", 2507.75);
  g_autofree char *none = pf_metric_format_value ("SAVE", NAN);
  g_autofree char *below = pf_metric_format_value ("SAVE", -3);

  g_assert_cmpstr (title, ==, "Saves");
  g_assert_cmpstr (unknown, ==, "Sparkle count");
  g_assert_cmpstr (part, ==, "Wearable");
  g_assert_cmpstr (rate, ==, "\u20668.1 %\u2069");
  g_assert_cmpstr (time, ==, "2.5 s");
  g_assert_cmpstr (none, ==, "–");
  g_assert_cmpstr (below, ==, "\u2066-3\u2069");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/sums/property", test_sums);
  g_test_add_func ("/insights/figures/same-days", test_figures);
  g_test_add_func ("/insights/figures/against-any-days", test_against);
  g_test_add_func ("/insights/figures/words", test_figure_words);
  g_test_add_func ("/insights/sums/cut-anywhere", test_cut);
  g_test_add_func ("/insights/sums/nothing-is-not-zero", test_nothing_is_not_zero);
  g_test_add_func ("/insights/sums/average-time", test_average_time);
  g_test_add_func ("/insights/sums/of-pins", test_tables_add);
  g_test_add_func ("/insights/compare", test_compare);
  g_test_add_func ("/insights/weekdays", test_weekdays);
  g_test_add_func ("/insights/words", test_words);
  return g_test_run ();
}
