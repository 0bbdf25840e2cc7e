/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"

/* Numbers change once a day; ten minutes are for who comes back to a page. */
#define FRESH_US (10 * 60 * (gint64)G_USEC_PER_SEC)
#define MAX_KEPT 48

typedef struct
{
  PfInsightFlight *flight;
  GTask *task;
  GSource *cancelled;
} Waiter;

typedef struct
{
  gpointer value;
  GDestroyNotify unref;
  gint64 at;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  kept->unref (kept->value);
  g_free (kept);
}

static void
flight_free (gpointer data)
{
  PfInsightFlight *flight = data;

  g_free (flight->key);
  g_ptr_array_unref (flight->waiting);
  g_object_unref (flight->cancellable);
  g_object_unref (flight->insights);
  g_free (flight);
}

static void
forget_oldest (PfInsights *self)
{
  GHashTableIter iter;
  gpointer key, value, oldest = NULL;
  gint64 at = G_MAXINT64;

  if (g_hash_table_size (self->cache) < MAX_KEPT)
    return;
  g_hash_table_iter_init (&iter, self->cache);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((Kept *)value)->at < at)
      {
        at = ((Kept *)value)->at;
        oldest = key;
      }
  g_hash_table_remove (self->cache, oldest);
}

static gint64
get_monotonic (PfInsights *self)
{
  return pf_clock_monotonic (pf_context_get_clock (self->context));
}

static gpointer
look_up (PfInsights *self, const char *key)
{
  Kept *kept = g_hash_table_lookup (self->cache, key);

  return kept != NULL && get_monotonic (self) - kept->at < FRESH_US ? kept->value : NULL;
}

static void
end_waiter (Waiter *waiter)
{
  if (waiter->cancelled != NULL)
    {
      g_source_destroy (waiter->cancelled);
      g_source_unref (waiter->cancelled);
    }
  g_object_unref (waiter->task);
  g_free (waiter);
}

/* Who does not wait any more is told so; when nobody does, the call ends. */
static gboolean
on_waiter_cancelled (GCancellable *cancellable, gpointer data)
{
  Waiter *waiter = data;
  PfInsightFlight *flight = waiter->flight;

  g_ptr_array_remove (flight->waiting, waiter);
  g_task_return_error_if_cancelled (waiter->task);
  if (flight->waiting->len == 0)
    {
      /* Somebody may ask again before the call has come to its end. */
      if (g_hash_table_lookup (flight->insights->flights, flight->key) == flight)
        g_hash_table_remove (flight->insights->flights, flight->key);
      g_cancellable_cancel (flight->cancellable);
    }
  end_waiter (waiter);
  return G_SOURCE_REMOVE;
}

static void
wait_for (PfInsightFlight *flight, GTask *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  waiter->flight = flight;
  waiter->task = task;
  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (on_waiter_cancelled), waiter, NULL);
      g_source_attach (waiter->cancelled, g_task_get_context (task));
    }
  g_ptr_array_add (flight->waiting, waiter);
}

/* Takes over @value or @error, and the flight. */
void
pf_insight_flight_land (PfInsightFlight *flight, gpointer value, GError *error)
{
  PfInsights *self = flight->insights;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&flight->waiting);

  flight->waiting = g_ptr_array_new ();
  if (g_hash_table_lookup (self->flights, flight->key) == flight)
    g_hash_table_remove (self->flights, flight->key);
  if (value != NULL)
    {
      Kept *kept = g_new0 (Kept, 1);

      kept->value = flight->ref (value);
      kept->unref = flight->unref;
      kept->at = get_monotonic (self);
      forget_oldest (self);
      g_hash_table_replace (self->cache, g_strdup (flight->key), kept);
    }
  for (guint i = 0; i < waiting->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiting, i);

      if (value != NULL)
        g_task_return_pointer (waiter->task, flight->ref (value), flight->unref);
      else
        g_task_return_error (waiter->task, g_error_copy (error));
      end_waiter (waiter);
    }
  if (value != NULL)
    flight->unref (value);
  g_clear_error (&error);
  flight_free (flight);
}

/* Begins @task: answers it, lets it wait for the same, or returns the flight that is to be started.
 */
PfInsightFlight *
pf_insight_flight_begin (PfInsights *self,
                         GTask *task,
                         const char *key,
                         gboolean fresh,
                         GBoxedCopyFunc ref,
                         GDestroyNotify unref)
{
  gpointer value = fresh ? NULL : look_up (self, key);
  PfInsightFlight *flight = g_hash_table_lookup (self->flights, key);

  if (value != NULL)
    {
      g_task_return_pointer (task, ref (value), unref);
      g_object_unref (task);
      return NULL;
    }
  if (flight != NULL)
    {
      wait_for (flight, task);
      return NULL;
    }
  flight = g_new0 (PfInsightFlight, 1);
  flight->insights = g_object_ref (self);
  flight->key = g_strdup (key);
  flight->waiting = g_ptr_array_new ();
  flight->cancellable = g_cancellable_new ();
  flight->ref = ref;
  flight->unref = unref;
  g_hash_table_insert (self->flights, flight->key, flight);
  wait_for (flight, task);
  return flight;
}

GHashTable *
pf_insight_flight_new_cache (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
}
