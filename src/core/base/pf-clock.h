/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PF_TYPE_CLOCK (pf_clock_get_type ())
G_DECLARE_INTERFACE (PfClock, pf_clock, PF, CLOCK, GObject)

/**
 * PfClockInterface:
 * @now: wall clock, microseconds since 1970 UTC
 * @monotonic: microseconds that never go back
 * @timeout: calls @callback on the caller's thread-default main context after @delay_us
 * @cancel: forgets a timer
 *
 * The one way to time. Tests and the outbox's simulation move a virtual clock.
 */
struct _PfClockInterface
{
  GTypeInterface parent;
  gint64 (*now) (PfClock *self);
  gint64 (*monotonic) (PfClock *self);
  guint (*timeout) (PfClock *self,
                    gint64 delay_us,
                    GSourceOnceFunc callback,
                    gpointer data,
                    GDestroyNotify notify);
  void (*cancel) (PfClock *self, guint id);
};

gint64 pf_clock_now (PfClock *self);
gint64 pf_clock_monotonic (PfClock *self);
guint pf_clock_timeout (
    PfClock *self, gint64 delay_us, GSourceOnceFunc callback, gpointer data, GDestroyNotify notify);
void pf_clock_cancel (PfClock *self, guint id);

PfClock *pf_clock_system_new (void);

/* The virtual clock: stands still until it is moved. */
#define PF_TYPE_VIRTUAL_CLOCK (pf_virtual_clock_get_type ())
G_DECLARE_FINAL_TYPE (PfVirtualClock, pf_virtual_clock, PF, VIRTUAL_CLOCK, GObject)
PfVirtualClock *pf_virtual_clock_new (gint64 start_us);
void pf_virtual_clock_advance (PfVirtualClock *self, gint64 by_us);
void pf_virtual_clock_set_wall (PfVirtualClock *self, gint64 now_us);
gint64 pf_virtual_clock_next_due (PfVirtualClock *self);

G_END_DECLS
