/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-clock.h"

G_DEFINE_INTERFACE (PfClock, pf_clock, G_TYPE_OBJECT)

static void
pf_clock_default_init (PfClockInterface *iface)
{
}

/**
 * pf_clock_now:
 * @self: a clock
 *
 * Returns: the wall clock, microseconds since 1970 UTC; it may jump
 */
gint64
pf_clock_now (PfClock *self)
{
  return PF_CLOCK_GET_IFACE (self)->now (self);
}

/**
 * pf_clock_monotonic:
 * @self: a clock
 *
 * Returns: microseconds that never go back, of no particular origin
 */
gint64
pf_clock_monotonic (PfClock *self)
{
  return PF_CLOCK_GET_IFACE (self)->monotonic (self);
}

/**
 * pf_clock_timeout:
 * @self: a clock
 * @delay_us: microseconds from now; zero and less mean soon
 * @callback: called once, on the caller's thread-default main context
 * @data: for @callback
 * @notify: (nullable): frees @data after the call or when cancelled
 *
 * Returns: an id for pf_clock_cancel(), never 0
 */
guint
pf_clock_timeout (
    PfClock *self, gint64 delay_us, GSourceOnceFunc callback, gpointer data, GDestroyNotify notify)
{
  return PF_CLOCK_GET_IFACE (self)->timeout (self, delay_us, callback, data, notify);
}

/**
 * pf_clock_cancel:
 * @self: a clock
 * @id: what pf_clock_timeout() gave, not yet called
 *
 * Forgets a timer and frees its data. On the thread that set it.
 */
void
pf_clock_cancel (PfClock *self, guint id)
{
  PF_CLOCK_GET_IFACE (self)->cancel (self, id);
}
