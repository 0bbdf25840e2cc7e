/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-board-sums.h"

#include <math.h>

#define METRIC "impression"

static PfPinSum *
sum_all (const PfPinWalk *walk, PfPinSpan span)
{
  g_autoptr (GPtrArray) sums = pf_pin_walk_sum (walk, PF_PIN_GROUP_ALL, span, METRIC);

  return sums->len > 0 ? g_ptr_array_steal_index (sums, 0) : NULL;
}

/**
 * pf_board_sums_new:
 * @walk: pins of one board
 *
 * Adds up. Some milliseconds for each thousand pins: see pf_board_sums_async().
 *
 * Returns: (transfer full): the sums
 */
PfBoardSums *
pf_board_sums_new (const PfPinWalk *walk)
{
  PfBoardSums *self = g_new0 (PfBoardSums, 1);

  self->n_pins = walk->pins->len;
  self->complete = walk->complete;
  self->recent = sum_all (walk, PF_PIN_SPAN_90_DAYS);
  self->lifetime = sum_all (walk, PF_PIN_SPAN_LIFETIME);
  self->sections = pf_pin_walk_sum (walk, PF_PIN_GROUP_SECTION, PF_PIN_SPAN_90_DAYS, METRIC);
  self->best_share = NAN;
  if (self->n_pins > PF_BOARD_SUMS_BEST)
    g_ptr_array_unref (
        pf_pin_walk_top (walk, PF_PIN_SPAN_90_DAYS, METRIC, PF_BOARD_SUMS_BEST, &self->best_share));
  return self;
}

/**
 * pf_board_sums_free:
 * @self: (transfer full): sums
 */
void
pf_board_sums_free (PfBoardSums *self)
{
  g_clear_pointer (&self->recent, pf_pin_sum_free);
  g_clear_pointer (&self->lifetime, pf_pin_sum_free);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

static void
work (GTask *task, gpointer source, gpointer walk, GCancellable *cancellable)
{
  g_task_return_pointer (task, pf_board_sums_new (walk), (GDestroyNotify)pf_board_sums_free);
}

/**
 * pf_board_sums_async:
 * @walk: pins of one board
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Adds up on a worker thread.
 */
void
pf_board_sums_async (PfPinWalk *walk,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_board_sums_async);
  g_task_set_task_data (task, pf_pin_walk_ref (walk), (GDestroyNotify)pf_pin_walk_unref);
  g_task_run_in_thread (task, work);
}

/**
 * pf_board_sums_finish:
 * @result: a result
 * @error: location for an error; only cancellation
 *
 * Returns: (transfer full) (nullable): the sums
 */
PfBoardSums *
pf_board_sums_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
