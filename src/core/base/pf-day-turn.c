/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-day-turn.h"

#include "core/base/pf-day.h"

#define DAY_US (24 * 3600 * G_TIME_SPAN_SECOND)
/* A computer that sleeps does not count the time: so it looks again and again. */
#define LOOK_EVERY_US (15 * G_TIME_SPAN_MINUTE)

struct _PfDayTurn
{
  PfClock *clock;
  GSourceOnceFunc func;
  gpointer data;
  PfDay day;
  guint timer;
};

static void look_later (PfDayTurn *self);

static void
look (gpointer data)
{
  PfDayTurn *self = data;
  PfDay today = pf_day_from_time (pf_clock_now (self->clock));

  self->timer = 0;
  look_later (self);
  if (today == self->day)
    return;
  self->day = today;
  self->func (self->data);
}

static void
look_later (PfDayTurn *self)
{
  gint64 left = DAY_US - pf_clock_now (self->clock) % DAY_US;

  self->timer = pf_clock_timeout (self->clock, MIN (left, LOOK_EVERY_US), look, self, NULL);
}

/**
 * pf_day_turn_new: (skip)
 * @clock: what tells the time
 * @func: called on the main thread when another day has begun; it must not free the turn
 * @data: for @func
 *
 * Returns: (transfer full): waits for the next day of UTC from now on
 */
PfDayTurn *
pf_day_turn_new (PfClock *clock, GSourceOnceFunc func, gpointer data)
{
  PfDayTurn *self = g_new0 (PfDayTurn, 1);

  self->clock = g_object_ref (clock);
  self->func = func;
  self->data = data;
  self->day = pf_day_from_time (pf_clock_now (clock));
  look_later (self);
  return self;
}

/**
 * pf_day_turn_free:
 * @self: (transfer full): what waits
 */
void
pf_day_turn_free (PfDayTurn *self)
{
  if (self->timer != 0)
    pf_clock_cancel (self->clock, self->timer);
  g_object_unref (self->clock);
  g_free (self);
}
