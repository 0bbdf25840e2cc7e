/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include "core/store/pf-budget-window.h"
#include "core/store/pf-shared-budget.h"

#define SECOND ((gint64)G_USEC_PER_SEC)
#define START (1700000000 * SECOND)

typedef struct
{
  World world;
  PfVirtualClock *clock;
  PfStore *store;
} Bench;

static void
bench_init (Bench *self)
{
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (GError) error = NULL;
  PfContextParts parts = { .secrets = secrets };

  self->world.folder = g_dir_make_tmp ("pinfold-test-XXXXXX", NULL);
  self->clock = pf_virtual_clock_new (START);
  parts.clock = PF_CLOCK (self->clock);
  parts.data_dir = parts.cache_dir = parts.runtime_dir = self->world.folder;
  self->world.context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  self->store = must_open_store (self->world.context);
}

static void
bench_clear (Bench *self)
{
  spin_ms (20);
  close_store (self->store);
  world_clear (&self->world);
  g_clear_object (&self->clock);
}

static gpointer
do_nothing (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return PF_DB_OK;
}

static void
wait_for_db (Bench *self, PfDbMode mode)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_db_run_async (pf_store_get_db (self->store), mode, do_nothing, NULL, NULL, NULL, NULL,
                   await_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Lets loads and saves of the budget come to their end: what a load finds may be saved again. */
static void
settle (Bench *self)
{
  for (guint i = 0; i < 3; i++)
    {
      wait_for_db (self, PF_DB_READ);
      wait_for_db (self, PF_DB_WRITE);
      spin_ms (5);
    }
}

static PfBudget *
budget_new (Bench *self, const char *account_id)
{
  PfBudget *budget
      = PF_BUDGET (pf_shared_budget_new (self->store, "pinterest", "1500000", account_id));

  settle (self);
  return budget;
}

static GAsyncResult *
ask (PfBudget *budget, PfBudgetCategory category, PfPriority priority, GAsyncResult **result)
{
  *result = NULL;
  pf_budget_request_async (budget, category, priority, NULL, await_keep, result);
  spin_ms (5);
  return *result;
}

static gboolean
granted (PfBudget *budget, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  gboolean yes;

  g_assert_nonnull (*result);
  yes = pf_budget_request_finish (budget, *result, &error);
  if (!yes)
    g_assert_error (error, PF_ERROR, PF_ERROR_RATE_LIMIT);
  g_clear_object (result);
  return yes;
}

static void
test_exact_wait (void)
{
  Bench bench;
  g_autoptr (PfBudget) budget = NULL;
  GAsyncResult *result;
  PfBudgetState state;

  bench_init (&bench);
  budget = budget_new (&bench, "1");
  g_assert_nonnull (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &result));
  g_assert_true (granted (budget, &result));
  pf_budget_report (budget, PF_BUDGET_ORG_READ, 1000, 0, 12, TRUE);
  pf_budget_peek (budget, PF_BUDGET_ORG_READ, &state);
  g_assert_cmpuint (state.limit, ==, 1000);
  g_assert_cmpuint (state.remaining, ==, 0);
  g_assert_cmpint (state.reset_at_us, ==, START + 12 * SECOND);
  g_assert_false (state.trial);

  g_assert_null (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &result));
  pf_virtual_clock_advance (bench.clock, 12 * SECOND - 1);
  settle (&bench);
  g_assert_null (result);
  pf_virtual_clock_advance (bench.clock, 1);
  settle (&bench);
  g_assert_true (granted (budget, &result));
  pf_budget_peek (budget, PF_BUDGET_ORG_READ, &state);
  g_assert_cmpuint (state.remaining, ==, 999);
  /* Other categories were never held. */
  g_assert_nonnull (ask (budget, PF_BUDGET_ORG_WRITE, PF_PRIORITY_DELIVERY, &result));
  g_assert_true (granted (budget, &result));
  g_clear_object (&budget);
  bench_clear (&bench);
}

static void
test_long_reset_is_told (void)
{
  Bench bench;
  g_autoptr (PfBudget) budget = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result;
  PfBudgetState state;

  bench_init (&bench);
  budget = budget_new (&bench, "1");
  pf_budget_report (budget, PF_BUDGET_ORG_READ, 1000, 0, 67150, TRUE);
  pf_budget_peek (budget, PF_BUDGET_ORG_READ, &state);
  g_assert_true (state.trial);
  g_assert_nonnull (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_DELIVERY, &result));
  g_assert_false (pf_budget_request_finish (budget, result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_RATE_LIMIT);
  g_assert_cmpint (pf_error_get_detail (error)->retry_after_s, ==, 67150);
  g_clear_object (&result);
  g_clear_object (&budget);
  bench_clear (&bench);
}

/* Trial: the day is the app's, so another account of it waits as well, and so does the next start.
 * Standard: each account has its own minute. */
static void
test_shared_by_app (void)
{
  Bench bench;
  g_autoptr (PfBudget) one = NULL;
  g_autoptr (PfBudget) two = NULL;
  g_autoptr (PfBudget) later = NULL;
  GAsyncResult *result;
  PfBudgetState state;

  bench_init (&bench);
  one = budget_new (&bench, "1");
  two = budget_new (&bench, "2");
  pf_budget_report (one, PF_BUDGET_ORG_WRITE, 100, 0, 50, TRUE);
  settle (&bench);
  g_assert_nonnull (ask (two, PF_BUDGET_ORG_WRITE, PF_PRIORITY_DELIVERY, &result));
  g_assert_true (granted (two, &result));

  pf_budget_report (one, PF_BUDGET_ORG_READ, 1000, 0, 40000, TRUE);
  settle (&bench);
  pf_budget_peek (two, PF_BUDGET_ORG_READ, &state);
  g_assert_true (state.trial);
  g_assert_cmpuint (state.remaining, ==, 0);
  g_assert_nonnull (ask (two, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &result));
  g_assert_false (granted (two, &result));
  later = budget_new (&bench, "3");
  g_assert_nonnull (ask (later, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &result));
  g_assert_false (granted (later, &result));
  pf_virtual_clock_advance (bench.clock, 40000 * SECOND);
  g_assert_nonnull (ask (later, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &result));
  g_assert_true (granted (later, &result));
  g_clear_object (&one);
  g_clear_object (&two);
  g_clear_object (&later);
  bench_clear (&bench);
}

/* Approved: the day that is known, also to the database, does not come back. */
static void
test_day_is_over (void)
{
  Bench bench;
  g_autoptr (PfBudget) budget = NULL;
  g_autoptr (PfBudget) later = NULL;
  PfBudgetState state;

  bench_init (&bench);
  budget = budget_new (&bench, "1");
  pf_budget_report (budget, PF_BUDGET_ORG_READ, 1000, 3, 40000, FALSE);
  pf_virtual_clock_advance (bench.clock, 6 * SECOND);
  settle (&bench);
  pf_budget_report (budget, PF_BUDGET_ORG_READ, 1000, 998, 50, FALSE);
  pf_virtual_clock_advance (bench.clock, 6 * SECOND);
  settle (&bench);
  pf_budget_peek (budget, PF_BUDGET_ORG_READ, &state);
  g_assert_false (state.trial);
  g_assert_cmpuint (state.remaining, ==, 998);
  later = budget_new (&bench, "1");
  settle (&bench);
  pf_budget_peek (later, PF_BUDGET_ORG_READ, &state);
  g_assert_false (state.trial);
  g_assert_cmpuint (state.remaining, ==, 998);
  g_clear_object (&budget);
  g_clear_object (&later);
  bench_clear (&bench);
}

/* A person goes first; background work leaves a quarter, delivery's reads a twentieth. */
static void
test_priorities (void)
{
  Bench bench;
  g_autoptr (PfBudget) budget = NULL;
  GAsyncResult *background, *delivery, *user;

  bench_init (&bench);
  budget = budget_new (&bench, "1");
  pf_budget_report (budget, PF_BUDGET_ORG_READ, 1000, 250, 10, FALSE);
  g_assert_null (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_BACKGROUND, &background));
  g_assert_nonnull (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_DELIVERY, &delivery));
  g_assert_true (granted (budget, &delivery));
  pf_budget_report (budget, PF_BUDGET_ORG_READ, 1000, 50, 10, FALSE);
  g_assert_null (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_DELIVERY, &delivery));
  for (int i = 0; i < 50; i++)
    {
      g_assert_nonnull (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &user));
      g_assert_true (granted (budget, &user));
    }
  g_assert_null (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &user));
  pf_virtual_clock_advance (bench.clock, 10 * SECOND);
  settle (&bench);
  g_assert_true (granted (budget, &user));
  g_assert_true (granted (budget, &delivery));
  g_assert_true (granted (budget, &background));
  g_clear_object (&budget);
  bench_clear (&bench);
}

static void
test_cancel (void)
{
  Bench bench;
  g_autoptr (PfBudget) budget = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *other;

  bench_init (&bench);
  budget = budget_new (&bench, "1");
  pf_budget_report (budget, PF_BUDGET_ORG_READ, 1000, 0, 10, TRUE);
  pf_budget_request_async (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, cancellable, await_keep,
                           &result);
  g_assert_null (ask (budget, PF_BUDGET_ORG_READ, PF_PRIORITY_USER, &other));
  g_cancellable_cancel (cancellable);
  settle (&bench);
  g_assert_nonnull (result);
  g_assert_false (pf_budget_request_finish (budget, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (other);
  pf_virtual_clock_advance (bench.clock, 10 * SECOND);
  settle (&bench);
  g_assert_true (granted (budget, &other));
  g_clear_object (&budget);
  bench_clear (&bench);
}

/* Replies of requests side by side come in any order; the count never goes up in a window. */
static void
test_window_order (void)
{
  PfBudgetWindow window = { 0 };
  gint64 now = START;

  for (int i = 0; i < 3; i++)
    pf_budget_window_take (&window, now);
  pf_budget_window_report (&window, PF_BUDGET_ORG_WRITE, 100, 97, 30, FALSE, now);
  g_assert_cmpint (window.remaining, ==, 95);
  pf_budget_window_report (&window, PF_BUDGET_ORG_WRITE, 100, 99, 30, FALSE, now);
  g_assert_cmpint (window.remaining, ==, 95);
  /* The last one in flight tells the truth. */
  pf_budget_window_report (&window, PF_BUDGET_ORG_WRITE, 100, 98, 29, FALSE, now + SECOND);
  g_assert_cmpint (window.remaining, ==, 98);
  g_assert_false (window.trial);
  /* The next window starts full. */
  pf_budget_window_settle (&window, now + 31 * SECOND);
  g_assert_cmpint (window.remaining, ==, 100);
  g_assert_cmpint (window.reset_at, ==, 0);
  /* A clock that went back does not hold anybody for years. */
  window.reset_at = window.blocked_until = now + 400 * 86400 * SECOND;
  window.remaining = 0;
  pf_budget_window_settle (&window, now);
  g_assert_cmpint (pf_budget_window_get_wait (&window, PF_BUDGET_ORG_WRITE, PF_PRIORITY_BACKGROUND,
                                              now),
                   ==, 0);
}

static void
test_tiers (void)
{
  const struct
  {
    PfBudgetCategory category;
    gint64 limit, reset_s;
    gboolean trial;
  } rows[] = {
    { PF_BUDGET_ORG_READ, 1000, 60, FALSE },      { PF_BUDGET_ORG_READ, 1000, 61000, TRUE },
    { PF_BUDGET_ORG_WRITE, 300, 40, TRUE },       { PF_BUDGET_ORG_WRITE, 100, 40, FALSE },
    { PF_BUDGET_ORG_ANALYTICS, 1000, 30, TRUE },  { PF_BUDGET_ORG_ANALYTICS, 60, 30, FALSE },
    { PF_BUDGET_TRENDS_READ, 1000, 86399, TRUE }, { PF_BUDGET_ADS_READ, 1000, -1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfBudgetWindow window = { 0 };
      pf_budget_window_report (&window, rows[i].category, rows[i].limit, 5, rows[i].reset_s, FALSE,
                               START);
      g_assert_cmpint (window.trial, ==, rows[i].trial);
    }
}

/* Approved in the middle of a day: the next reply ends within a minute. */
static void
test_tier_rises (void)
{
  PfBudgetWindow window = { 0 };

  pf_budget_window_report (&window, PF_BUDGET_ORG_READ, 1000, 990, 40000, FALSE, START);
  g_assert_true (window.trial);
  pf_budget_window_report (&window, PF_BUDGET_ORG_READ, 1000, 999, 59, FALSE, START + SECOND);
  g_assert_false (window.trial);
  /* The last minute of a known day is still that day. */
  pf_budget_window_report (&window, PF_BUDGET_ORG_READ, 1000, 990, 150, FALSE, START + 2 * SECOND);
  g_assert_true (window.trial);
  pf_budget_window_report (&window, PF_BUDGET_ORG_READ, 1000, 980, 52, FALSE, START + 100 * SECOND);
  g_assert_true (window.trial);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/budget/AP-17/waits-exactly-until-reset", test_exact_wait);
  g_test_add_func ("/store/budget/AP-17/long-reset-is-told", test_long_reset_is_told);
  g_test_add_func ("/store/budget/AP-15+AP-16/trial-is-shared-by-app", test_shared_by_app);
  g_test_add_func ("/store/budget/AP-15/priorities-and-shares", test_priorities);
  g_test_add_func ("/store/budget/cancel", test_cancel);
  g_test_add_func ("/store/budget/AP-15/replies-out-of-order", test_window_order);
  g_test_add_func ("/store/budget/AP-16/tiers", test_tiers);
  g_test_add_func ("/store/budget/AP-16/tier-rises", test_tier_rises);
  g_test_add_func ("/store/budget/AP-16/day-is-over", test_day_is_over);
  return g_test_run ();
}
