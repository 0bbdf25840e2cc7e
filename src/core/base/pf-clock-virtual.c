/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-clock.h"

struct _PfVirtualClock
{
  GObject parent_instance;
  gint64 wall;       /* us */
  gint64 monotonic;  /* us */
  GSequence *timers; /* of Timer, (owned), by due time then age */
  guint last_id;
};

typedef struct
{
  guint id;
  gint64 due; /* monotonic */
  GSourceOnceFunc callback;
  gpointer data;
  GDestroyNotify notify;
} Timer;

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  if (timer->notify != NULL)
    timer->notify (timer->data);
  g_free (timer);
}

static int
timer_compare (gconstpointer a, gconstpointer b, gpointer unused)
{
  const Timer *x = a, *y = b;

  if (x->due != y->due)
    return x->due < y->due ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static gint64
virtual_now (PfClock *clock)
{
  return PF_VIRTUAL_CLOCK (clock)->wall;
}

static gint64
virtual_monotonic (PfClock *clock)
{
  return PF_VIRTUAL_CLOCK (clock)->monotonic;
}

static guint
virtual_timeout (
    PfClock *clock, gint64 delay_us, GSourceOnceFunc callback, gpointer data, GDestroyNotify notify)
{
  PfVirtualClock *self = PF_VIRTUAL_CLOCK (clock);
  Timer *timer = g_new0 (Timer, 1);

  timer->id = ++self->last_id;
  timer->due = self->monotonic + MAX (delay_us, 0);
  timer->callback = callback;
  timer->data = data;
  timer->notify = notify;
  g_sequence_insert_sorted (self->timers, timer, timer_compare, NULL);
  return timer->id;
}

static void
virtual_cancel (PfClock *clock, guint id)
{
  PfVirtualClock *self = PF_VIRTUAL_CLOCK (clock);

  for (GSequenceIter *i = g_sequence_get_begin_iter (self->timers); !g_sequence_iter_is_end (i);
       i = g_sequence_iter_next (i))
    {
      Timer *timer = g_sequence_get (i);
      if (timer->id == id)
        {
          g_sequence_remove (i);
          return;
        }
    }
}

static void
pf_virtual_clock_iface_init (PfClockInterface *iface)
{
  iface->now = virtual_now;
  iface->monotonic = virtual_monotonic;
  iface->timeout = virtual_timeout;
  iface->cancel = virtual_cancel;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfVirtualClock,
                               pf_virtual_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_CLOCK, pf_virtual_clock_iface_init))

static void
pf_virtual_clock_finalize (GObject *object)
{
  g_sequence_free (PF_VIRTUAL_CLOCK (object)->timers);
  G_OBJECT_CLASS (pf_virtual_clock_parent_class)->finalize (object);
}

static void
pf_virtual_clock_class_init (PfVirtualClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_virtual_clock_finalize;
}

static void
pf_virtual_clock_init (PfVirtualClock *self)
{
  self->timers = g_sequence_new (timer_free);
}

/**
 * pf_virtual_clock_new:
 * @start_us: its first wall time
 *
 * Returns: (transfer full): a clock that stands still until it is moved.
 *   Main thread only.
 */
PfVirtualClock *
pf_virtual_clock_new (gint64 start_us)
{
  PfVirtualClock *self = g_object_new (PF_TYPE_VIRTUAL_CLOCK, NULL);

  self->wall = start_us;
  return self;
}

/**
 * pf_virtual_clock_advance:
 * @self: a virtual clock
 * @by_us: microseconds
 *
 * Moves both times, calling due timers in order, each at its own time.
 */
void
pf_virtual_clock_advance (PfVirtualClock *self, gint64 by_us)
{
  gint64 target = self->monotonic + by_us;

  g_object_ref (self);
  while (!g_sequence_is_empty (self->timers))
    {
      GSequenceIter *first = g_sequence_get_begin_iter (self->timers);
      Timer *timer = g_sequence_get (first);
      g_autofree Timer *mine = NULL;

      if (timer->due > target)
        break;
      self->wall += MAX (timer->due - self->monotonic, 0);
      self->monotonic = MAX (timer->due, self->monotonic);
      mine = g_memdup2 (timer, sizeof *timer);
      timer->notify = NULL;
      g_sequence_remove (first);
      mine->callback (mine->data);
      if (mine->notify != NULL)
        mine->notify (mine->data);
    }
  self->wall += target - self->monotonic;
  self->monotonic = target;
  g_object_unref (self);
}

/**
 * pf_virtual_clock_set_wall:
 * @self: a virtual clock
 * @now_us: new wall time
 *
 * Sets the wall clock as a person or the network does; timers do not move.
 */
void
pf_virtual_clock_set_wall (PfVirtualClock *self, gint64 now_us)
{
  self->wall = now_us;
}

/**
 * pf_virtual_clock_next_due:
 * @self: a virtual clock
 *
 * Returns: microseconds until the next timer, or -1 when there is none
 */
gint64
pf_virtual_clock_next_due (PfVirtualClock *self)
{
  Timer *timer;

  if (g_sequence_is_empty (self->timers))
    return -1;
  timer = g_sequence_get (g_sequence_get_begin_iter (self->timers));
  return MAX (timer->due - self->monotonic, 0);
}
