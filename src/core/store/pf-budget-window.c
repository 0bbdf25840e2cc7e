/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-budget-window.h"

#define SECOND ((gint64)G_USEC_PER_SEC)
/* No window is longer than the trial tier's day: what says so comes from a clock that moved. */
#define LONGEST (25 * 3600 * SECOND)
/* Two replies of one window may tell its end so much apart. */
#define SAME_WINDOW (2 * SECOND)
/* Nothing stays in flight longer than the longest exchange that has no body. */
#define FLIGHT (120 * SECOND)
/* What no window of a minute takes, seconds. */
#define MINUTE_AND_MORE 120
/* A 429 without any time. */
#define SHORT_BLOCK (2 * SECOND)

/* What a category allows, Trial a day and Standard a minute (api-facts section 6). */
static const struct
{
  const char *name;
  gint64 trial, standard;
} categories[PF_BUDGET_N_CATEGORIES] = {
  [PF_BUDGET_ORG_READ] = { "org_read", 1000, 1000 },
  [PF_BUDGET_ORG_WRITE] = { "org_write", 300, 100 },
  [PF_BUDGET_ORG_ANALYTICS] = { "org_analytics", 1000, 60 },
  [PF_BUDGET_ADS_READ] = { "ads_read", 1000, 1000 },
  [PF_BUDGET_TRENDS_READ] = { "trends_read", 1000, 60 },
};

/**
 * pf_budget_category_to_string:
 * @category: a category
 *
 * Returns: the name that is stored
 */
const char *
pf_budget_category_to_string (PfBudgetCategory category)
{
  return categories[category].name;
}

/**
 * pf_budget_category_from_string:
 * @name: a stored name
 * @category: (out): the category
 *
 * Returns: whether there is such a category
 */
gboolean
pf_budget_category_from_string (const char *name, PfBudgetCategory *category)
{
  for (guint i = 0; i < PF_BUDGET_N_CATEGORIES; i++)
    if (g_strcmp0 (name, categories[i].name) == 0)
      {
        *category = (PfBudgetCategory)i;
        return TRUE;
      }
  return FALSE;
}

/**
 * pf_budget_window_settle:
 * @self: a window
 * @now: wall clock, us
 *
 * Starts the next window when this one is over.
 */
void
pf_budget_window_settle (PfBudgetWindow *self, gint64 now)
{
  if (self->blocked_until <= now || self->blocked_until > now + LONGEST)
    self->blocked_until = 0;
  if (self->in_flight > 0 && now - self->granted_at > FLIGHT)
    self->in_flight = 0;
  if (self->reset_at == 0 || (self->reset_at > now && self->reset_at <= now + LONGEST))
    return;
  self->reset_at = 0;
  self->remaining = self->limit - MIN ((gint64)self->in_flight, self->limit);
}

/* What is kept back for those who go first. Writes are the outbox's alone. */
static gint64
get_reserve (const PfBudgetWindow *self, PfBudgetCategory category, PfPriority priority)
{
  if (priority == PF_PRIORITY_BACKGROUND)
    return self->limit / 4;
  if (priority == PF_PRIORITY_DELIVERY && category != PF_BUDGET_ORG_WRITE)
    return self->limit / 20;
  return 0;
}

/**
 * pf_budget_window_get_wait:
 * @self: a settled window
 * @category: its category
 * @priority: of who asks
 * @now: wall clock, us
 *
 * Returns: 0 when a request may go, else after how many us to ask again
 */
gint64
pf_budget_window_get_wait (const PfBudgetWindow *self,
                           PfBudgetCategory category,
                           PfPriority priority,
                           gint64 now)
{
  if (self->blocked_until > now)
    return self->blocked_until - now;
  if (self->reset_at > now && self->remaining <= get_reserve (self, category, priority))
    return self->reset_at - now;
  return 0;
}

/**
 * pf_budget_window_take:
 * @self: a window
 * @now: wall clock, us
 *
 * Counts a request that was granted.
 */
void
pf_budget_window_take (PfBudgetWindow *self, gint64 now)
{
  self->in_flight++;
  self->granted_at = now;
  if (self->remaining > 0)
    self->remaining--;
}

static void
learn_tier (
    PfBudgetWindow *self, PfBudgetCategory category, gint64 limit, gint64 reset_s, gint64 now)
{
  /* A minute's window cannot end later than in a minute; the last minute of a day says
   * nothing, so what was known stays: unless the day that was known ends much later. */
  if (reset_s > MINUTE_AND_MORE)
    self->trial = TRUE;
  else if (reset_s >= 0 && self->reset_at > now + 2 * MINUTE_AND_MORE * SECOND)
    self->trial = FALSE;
  else if (limit > 0 && categories[category].trial != categories[category].standard)
    {
      if (limit == categories[category].trial)
        self->trial = TRUE;
      else if (limit == categories[category].standard)
        self->trial = FALSE;
    }
}

/**
 * pf_budget_window_report:
 * @self: a window
 * @category: its category
 * @limit: -1 when the reply did not say, likewise @remaining and @reset_s
 * @refused: the reply was 429
 * @now: wall clock, us
 *
 * Learns from a reply. Replies of requests that ran side by side come in any
 * order, so while others are in flight the smaller count is the true one.
 */
void
pf_budget_window_report (PfBudgetWindow *self,
                         PfBudgetCategory category,
                         gint64 limit,
                         gint64 remaining,
                         gint64 reset_s,
                         gboolean refused,
                         gint64 now)
{
  gint64 reset_at = reset_s >= 0 ? now + reset_s * SECOND : 0;
  gboolean next_window;

  pf_budget_window_settle (self, now);
  if (self->in_flight > 0)
    self->in_flight--;
  next_window = self->reset_at == 0 || (reset_at != 0 && reset_at > self->reset_at + SAME_WINDOW);
  learn_tier (self, category, limit, reset_s, now);
  if (limit > 0)
    self->limit = limit;
  if (remaining >= 0)
    {
      if (next_window || self->in_flight == 0)
        self->remaining = MAX (remaining - (gint64)self->in_flight, 0);
      else
        self->remaining = MIN (self->remaining, remaining);
    }
  if (reset_at != 0 && limit > 0 && remaining >= 0)
    self->reset_at = reset_at;
  if (refused)
    self->blocked_until = MAX (self->blocked_until, reset_at != 0 ? reset_at : now + SHORT_BLOCK);
}

/**
 * pf_budget_window_merge:
 * @self: what this process knows
 * @other: what another one wrote
 *
 * Takes what is newer or stricter.
 */
void
pf_budget_window_merge (PfBudgetWindow *self, const PfBudgetWindow *other)
{
  self->blocked_until = MAX (self->blocked_until, other->blocked_until);
  if (other->reset_at > self->reset_at + SAME_WINDOW)
    {
      self->limit = other->limit;
      self->remaining = other->remaining;
      self->reset_at = other->reset_at;
      self->trial = other->trial;
    }
  else if (other->reset_at >= self->reset_at - SAME_WINDOW && other->reset_at != 0)
    self->remaining = MIN (self->remaining, other->remaining);
}
