/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "insight-world.h"

#include "core/insights/pf-insight-notes.h"

#include <math.h>

static const PfInsightHistoryKey key = { "c1", "", "" };

static GPtrArray *
make (const char *part, PfDay day, const char *metric, double value, PfDataStatus status)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);
  PfMetricTableBuilder *builder = pf_metric_table_builder_new (part);

  pf_metric_table_builder_add_day (builder, day, status);
  pf_metric_table_builder_set (builder, day, metric, value);
  g_ptr_array_add (tables, pf_metric_table_builder_end (builder));
  return tables;
}

static void
put (Desk *desk, PfDay day, const char *metric, double value, PfDataStatus status, gint64 told_at)
{
  g_autoptr (GPtrArray) tables = make ("all", day, metric, value, status);
  g_autoptr (GError) error = NULL;
  DESK_WAIT (result, pf_insight_history_put_async (desk->store, &key, tables, told_at, await_keep,
                                                   &result));

  g_assert_true (pf_insight_history_put_finish (desk->store, result, &error));
  g_assert_no_error (error);
}

static GPtrArray *
read_all (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *tables;
  DESK_WAIT (result, pf_insight_history_read_async (desk->store, &key, -100000, 100000, NULL,
                                                    await_keep, &result));

  tables = pf_insight_history_read_finish (desk->store, result, &error);
  g_assert_no_error (error);
  return tables;
}

static double
read_value (Desk *desk, PfDay day, const char *metric, PfDataStatus *status)
{
  g_autoptr (GPtrArray) tables = read_all (desk);
  PfMetricTable *table = tables->len > 0 ? g_ptr_array_index (tables, 0) : NULL;

  *status = table != NULL ? pf_metric_table_get_status (table, day) : PF_DATA_NONE;
  return table != NULL ? pf_metric_table_get_value (table, day, metric) : NAN;
}

static void
test_off (void)
{
  Desk desk;
  g_autoptr (GPtrArray) tables = NULL;

  desk_init (&desk);
  put (&desk, 100, "SAVE", 5, PF_DATA_READY, 1);
  desk_keep (&desk, PF_KEEP_PINS | PF_KEEP_PICTURES);
  put (&desk, 100, "SAVE", 5, PF_DATA_READY, 2);
  tables = read_all (&desk);
  g_assert_cmpuint (tables->len, ==, 0);
  desk_clear (&desk);
}

/* Each day once; what is told later replaces it; a guess does not replace what stands. */
static void
test_corrections (void)
{
  Desk desk;
  PfDataStatus status;

  desk_init (&desk);
  desk_keep (&desk, PF_KEEP_ANALYTICS);
  put (&desk, 100, "SAVE", 5, PF_DATA_ESTIMATE, 10);
  g_assert_cmpfloat (read_value (&desk, 100, "SAVE", &status), ==, 5);
  g_assert_cmpint (status, ==, PF_DATA_ESTIMATE);
  put (&desk, 100, "SAVE", 7, PF_DATA_READY, 20);
  g_assert_cmpfloat (read_value (&desk, 100, "SAVE", &status), ==, 7);
  g_assert_cmpint (status, ==, PF_DATA_READY);
  put (&desk, 100, "SAVE", 8, PF_DATA_READY, 30);
  g_assert_cmpfloat (read_value (&desk, 100, "SAVE", &status), ==, 8);
  put (&desk, 100, "SAVE", 1, PF_DATA_ESTIMATE, 40);
  g_assert_cmpfloat (read_value (&desk, 100, "SAVE", &status), ==, 8);
  /* What another process was told before that. */
  put (&desk, 100, "SAVE", 2, PF_DATA_READY, 25);
  g_assert_cmpfloat (read_value (&desk, 100, "SAVE", &status), ==, 8);
  put (&desk, 100, "IMPRESSION", 90, PF_DATA_READY, 50);
  g_assert_cmpfloat (read_value (&desk, 100, "SAVE", &status), ==, 8);
  g_assert_cmpfloat (read_value (&desk, 100, "IMPRESSION", &status), ==, 90);
  /* Not counted is not put. */
  put (&desk, 101, "SAVE", 0, PF_DATA_PROCESSING, 50);
  g_assert_true (isnan (read_value (&desk, 101, "SAVE", &status)));
  desk_clear (&desk);
}

static void
get_age (Desk *desk, PfInsightHistoryAge *age)
{
  g_autoptr (GError) error = NULL;
  DESK_WAIT (result,
             pf_insight_history_get_age_async (desk->store, "c1", NULL, await_keep, &result));

  g_assert_true (pf_insight_history_get_age_finish (desk->store, result, age, &error));
}

static void
test_age_and_wipe (void)
{
  Desk desk;
  PfInsightHistoryAge age;
  g_autoptr (GError) error = NULL;

  desk_init (&desk);
  desk_keep (&desk, PF_KEEP_ANALYTICS | PF_KEEP_PINS);
  get_age (&desk, &age);
  g_assert_cmpint (age.n_days, ==, 0);
  g_assert_cmpint (age.first, ==, PF_DAY_NONE);
  g_assert_cmpint (age.account_first, ==, PF_DAY_NONE);
  put (&desk, 200, "SAVE", 5, PF_DATA_READY, 10);
  put (&desk, 150, "SAVE", 5, PF_DATA_READY, 20);
  get_age (&desk, &age);
  g_assert_cmpint (age.first, ==, 150);
  g_assert_cmpint (age.account_first, ==, 150);
  g_assert_cmpint (age.last, ==, 200);
  g_assert_cmpint (age.n_days, ==, 2);
  g_assert_cmpint (age.told_at, ==, 20);
  {
    DESK_WAIT (result, pf_insight_history_wipe_async (desk.store, "c1", await_keep, &result));
    g_assert_true (pf_insight_history_wipe_finish (desk.store, result, &error));
  }
  get_age (&desk, &age);
  g_assert_cmpint (age.n_values, ==, 0);
  /* Not to keep it any more is to wipe it, in one commit; a put that comes late finds that. */
  put (&desk, 200, "SAVE", 5, PF_DATA_READY, 10);
  desk_keep (&desk, PF_KEEP_PINS);
  get_age (&desk, &age);
  g_assert_cmpint (age.n_values, ==, 0);
  put (&desk, 200, "SAVE", 5, PF_DATA_READY, 10);
  get_age (&desk, &age);
  g_assert_cmpint (age.n_values, ==, 0);
  desk_clear (&desk);
}

/* Whatever comes in whatever order, a merge has what stands wherever either has it. */
static void
test_merge (void)
{
  static const PfDataStatus statuses[]
      = { PF_DATA_READY, PF_DATA_ESTIMATE, PF_DATA_PROCESSING, PF_DATA_NONE };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    for (guint j = 0; j < G_N_ELEMENTS (statuses); j++)
      {
        g_autoptr (GPtrArray) older = statuses[i] != PF_DATA_NONE
                                          ? make ("all", 5, "SAVE", 1, statuses[i])
                                          : make ("all", 4, "SAVE", 1, PF_DATA_READY);
        g_autoptr (GPtrArray) newer = statuses[j] != PF_DATA_NONE
                                          ? make ("all", 5, "SAVE", 2, statuses[j])
                                          : make ("all", 6, "SAVE", 2, PF_DATA_READY);
        g_autoptr (GPtrArray) merged = pf_insight_history_merge (older, newer);
        PfMetricTable *table = g_ptr_array_index (merged, 0);
        double value = pf_metric_table_get_value (table, 5, "SAVE");

        g_assert_cmpuint (merged->len, ==, 1);
        if (statuses[j] == PF_DATA_READY)
          g_assert_cmpfloat (value, ==, 2);
        else if (statuses[i] == PF_DATA_READY)
          g_assert_cmpfloat (value, ==, 1);
        else if (statuses[j] == PF_DATA_ESTIMATE)
          g_assert_cmpfloat (value, ==, 2);
        else if (statuses[i] == PF_DATA_ESTIMATE)
          g_assert_cmpfloat (value, ==, 1);
        else
          g_assert_true (isnan (value));
      }
  {
    g_autoptr (GPtrArray) older = make ("WEB", 5, "SAVE", 1, PF_DATA_READY);
    g_autoptr (GPtrArray) newer = make ("MOBILE", 5, "SAVE", 2, PF_DATA_READY);
    g_autoptr (GPtrArray) merged = pf_insight_history_merge (older, newer);

    g_assert_cmpuint (merged->len, ==, 2);
  }
}

static void
note (Desk *desk, const char *uuid, PfDay day, const char *text)
{
  g_autoptr (GError) error = NULL;
  DESK_WAIT (result,
             pf_insight_notes_set_async (desk->store, "c1", uuid, day, text, await_keep, &result));

  g_assert_true (pf_insight_notes_set_finish (desk->store, result, &error));
}

static GPtrArray *
list_notes (Desk *desk, PfDay from, PfDay to)
{
  g_autoptr (GError) error = NULL;
  DESK_WAIT (result,
             pf_insight_notes_list_async (desk->store, "c1", from, to, NULL, await_keep, &result));

  return pf_insight_notes_list_finish (desk->store, result, &error);
}

static void
test_notes (void)
{
  Desk desk;
  g_autoptr (GPtrArray) notes = NULL, changed = NULL, left = NULL;
  PfInsightNote *first;

  desk_init (&desk);
  note (&desk, NULL, 20, "New shop");
  note (&desk, NULL, 10, "=SUM(A1)");
  notes = list_notes (&desk, 0, 30);
  g_assert_cmpuint (notes->len, ==, 2);
  first = g_ptr_array_index (notes, 0);
  g_assert_cmpstr (first->text, ==, "=SUM(A1)");
  note (&desk, first->uuid, 12, "Another day");
  changed = list_notes (&desk, 11, 12);
  g_assert_cmpuint (changed->len, ==, 1);
  note (&desk, first->uuid, 12, "");
  left = list_notes (&desk, 0, 30);
  g_assert_cmpuint (left->len, ==, 1);
  desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/history/off-by-default", test_off);
  g_test_add_func ("/insights/history/corrections", test_corrections);
  g_test_add_func ("/insights/history/age-and-wipe", test_age_and_wipe);
  g_test_add_func ("/insights/history/merge", test_merge);
  g_test_add_func ("/insights/notes", test_notes);
  return g_test_run ();
}
