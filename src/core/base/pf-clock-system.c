/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-clock.h"

#define PF_TYPE_SYSTEM_CLOCK (pf_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (PfSystemClock, pf_system_clock, PF, SYSTEM_CLOCK, GObject)

struct _PfSystemClock
{
  GObject parent_instance;
  GMutex lock;
  GHashTable *timers; /* id -> Timer, (owned) */
  guint last_id;
};

typedef struct
{
  PfSystemClock *clock; /* (unowned): the table that holds the source dies with it */
  guint id;
  GSource *source;
  GSourceOnceFunc callback;
  gpointer data;
  GDestroyNotify notify;
} Timer;

static gint64
system_now (PfClock *clock)
{
  return g_get_real_time ();
}

static gint64
system_monotonic (PfClock *clock)
{
  return g_get_monotonic_time ();
}

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  if (timer->notify != NULL)
    timer->notify (timer->data);
  g_free (timer);
}

static gboolean
timer_fired (gpointer data)
{
  Timer *timer = data;
  PfSystemClock *self = timer->clock;

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->timers, GUINT_TO_POINTER (timer->id));
  g_mutex_unlock (&self->lock);
  timer->callback (timer->data);
  return G_SOURCE_REMOVE;
}

static guint
system_timeout (
    PfClock *clock, gint64 delay_us, GSourceOnceFunc callback, gpointer data, GDestroyNotify notify)
{
  PfSystemClock *self = PF_SYSTEM_CLOCK (clock);
  Timer *timer = g_new0 (Timer, 1);
  gint64 delay_ms = CLAMP ((delay_us + 999) / 1000, 0, G_MAXINT);
  guint id;

  timer->clock = self;
  timer->callback = callback;
  timer->data = data;
  timer->notify = notify;
  timer->source = g_timeout_source_new ((guint)delay_ms);
  g_source_set_callback (timer->source, timer_fired, timer, timer_free);

  g_mutex_lock (&self->lock);
  do
    id = ++self->last_id;
  while (id == 0 || g_hash_table_contains (self->timers, GUINT_TO_POINTER (id)));
  timer->id = id;
  g_hash_table_insert (self->timers, GUINT_TO_POINTER (id), g_source_ref (timer->source));
  g_mutex_unlock (&self->lock);

  g_source_attach (timer->source, g_main_context_get_thread_default ());
  g_source_unref (timer->source);
  return id;
}

static void
system_cancel (PfClock *clock, guint id)
{
  PfSystemClock *self = PF_SYSTEM_CLOCK (clock);
  gpointer source = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->timers, GUINT_TO_POINTER (id), NULL, &source);
  g_mutex_unlock (&self->lock);
  if (source == NULL)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}

static void
pf_system_clock_iface_init (PfClockInterface *iface)
{
  iface->now = system_now;
  iface->monotonic = system_monotonic;
  iface->timeout = system_timeout;
  iface->cancel = system_cancel;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfSystemClock,
                               pf_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_CLOCK, pf_system_clock_iface_init))

static void
pf_system_clock_finalize (GObject *object)
{
  PfSystemClock *self = PF_SYSTEM_CLOCK (object);
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, self->timers);
  while (g_hash_table_iter_next (&iter, NULL, &source))
    g_source_destroy (source);
  g_hash_table_unref (self->timers);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (pf_system_clock_parent_class)->finalize (object);
}

static void
pf_system_clock_class_init (PfSystemClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_system_clock_finalize;
}

static void
pf_system_clock_init (PfSystemClock *self)
{
  g_mutex_init (&self->lock);
  self->timers
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)(void (*) (void))g_source_unref);
}

/**
 * pf_clock_system_new:
 *
 * Returns: (transfer full): the system's clocks and GLib timers
 */
PfClock *
pf_clock_system_new (void)
{
  return g_object_new (PF_TYPE_SYSTEM_CLOCK, NULL);
}
