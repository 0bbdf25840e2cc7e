/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"

/* What pins themselves tell is for whoever may see pins. */
static const char *const scopes[] = { "boards:read", "pins:read", NULL };

typedef struct
{
  PfInsightFlight *flight;
  char *board_id;
  PfPinWalk *walk;
  char *bookmark;
  guint n_pages, max_pages;
} Walk;

static void ask_page (Walk *walk);

static void
walk_end (Walk *walk, GError *error)
{
  PfInsightFlight *flight = walk->flight;
  PfPinWalk *value = g_steal_pointer (&walk->walk);

  /* Half a walk is worth more than none, and says that it is half. */
  if (error != NULL && (value->pins->len == 0 || g_cancellable_is_cancelled (flight->cancellable)))
    g_clear_pointer (&value, pf_pin_walk_unref);
  else
    g_clear_error (&error);
  g_free (walk->board_id);
  g_free (walk->bookmark);
  g_free (walk);
  pf_insight_flight_land (flight, value, error);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  Walk *walk = data;
  GError *error = NULL;
  g_autoptr (PfPage) page
      = pf_client_list_pins_with_metrics_finish (PF_CLIENT (source), result, &error);
  gboolean repeats;

  if (page == NULL)
    {
      walk_end (walk, error);
      return;
    }
  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (walk->walk->pins, pf_pin_ref (g_ptr_array_index (page->items, i)));
  walk->n_pages++;
  /* A bookmark that repeats is the end (api-facts section 5). */
  repeats = page->bookmark != NULL && g_strcmp0 (page->bookmark, walk->bookmark) == 0;
  walk->walk->complete = page->bookmark == NULL || repeats;
  g_free (walk->bookmark);
  walk->bookmark = g_strdup (page->bookmark);
  if (walk->walk->complete || walk->n_pages >= walk->max_pages)
    walk_end (walk, NULL);
  else
    ask_page (walk);
}

static void
ask_page (Walk *walk)
{
  PfConnection *connection = walk->flight->insights->connection;

  pf_client_list_pins_with_metrics_async (pf_connection_get_client (connection), PF_PRIORITY_USER,
                                          walk->board_id, 250, walk->bookmark,
                                          walk->flight->cancellable, on_page, walk);
}

/**
 * pf_insights_walk_async:
 * @self: numbers
 * @board_id: (nullable): Pinterest's id of a board; %NULL for all pins of the account
 * @max_pages: at most so many requests
 * @fresh: asks again, even if it was just asked
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Reads pins with the numbers that Pinterest keeps on each, newest first. They count as ordinary
 * reads, not as analytics.
 */
void
pf_insights_walk_async (PfInsights *self,
                        const char *board_id,
                        guint max_pages,
                        gboolean fresh,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key
      = g_strdup_printf ("walk %s %u", board_id != NULL ? board_id : "", max_pages);
  GError *error = NULL;
  PfInsightFlight *flight;
  Walk *walk;

  g_task_set_source_tag (task, pf_insights_walk_async);
  if (!pf_insights_check (self, scopes, TRUE, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  flight = pf_insight_flight_begin (self, task, key, fresh, (GBoxedCopyFunc)pf_pin_walk_ref,
                                    (GDestroyNotify)pf_pin_walk_unref);
  if (flight == NULL)
    return;
  walk = g_new0 (Walk, 1);
  walk->flight = flight;
  walk->board_id = g_strdup (board_id);
  walk->walk = pf_pin_walk_new (pf_clock_now (pf_context_get_clock (self->context)));
  walk->max_pages = MAX (max_pages, 1);
  ask_page (walk);
}

/**
 * pf_insights_walk_finish:
 * @self: numbers
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable): the pins, shared: not to be changed
 */
PfPinWalk *
pf_insights_walk_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* One pin */

static void
on_pin (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  PfPin *pin = pf_client_get_pin_with_metrics_finish (PF_CLIENT (source), result, &error);

  pf_insight_flight_land (data, pin, error);
}

/**
 * pf_insights_fetch_pin_async:
 * @self: numbers
 * @pin_id: Pinterest's id of a pin
 * @fresh: asks again, even if it was just asked
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Reads one pin with the numbers that Pinterest keeps on it, of 90 days and of all its time. It
 * counts as an ordinary read, not as analytics.
 */
void
pf_insights_fetch_pin_async (PfInsights *self,
                             const char *pin_id,
                             gboolean fresh,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = g_strdup_printf ("pin %s", pin_id);
  GError *error = NULL;
  PfInsightFlight *flight;

  g_task_set_source_tag (task, pf_insights_fetch_pin_async);
  if (!pf_insights_check (self, scopes, TRUE, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  flight = pf_insight_flight_begin (self, task, key, fresh, (GBoxedCopyFunc)pf_pin_ref,
                                    (GDestroyNotify)pf_pin_unref);
  if (flight != NULL)
    pf_client_get_pin_with_metrics_async (pf_connection_get_client (self->connection),
                                          PF_PRIORITY_USER, pin_id, flight->cancellable, on_pin,
                                          flight);
}

/**
 * pf_insights_fetch_pin_finish:
 * @self: numbers
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable): the pin, shared: not to be changed
 */
PfPin *
pf_insights_fetch_pin_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
