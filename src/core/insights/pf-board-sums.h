/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-pin-walk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How many of the best pins the share is of. */
#define PF_BOARD_SUMS_BEST 5

/**
 * PfBoardSums:
 * @n_pins: how many pins were added up
 * @complete: whether these are all of the board; if not, the newest
 * @recent: (nullable): over 90 days; %NULL when there is no pin
 * @lifetime: (nullable): since the pins were made
 * @sections: (element-type PfPinSum): over 90 days, by section, most seen first; "" for none
 * @best_share: what part of the impressions of 90 days the best PF_BOARD_SUMS_BEST pins have, 0 to
 *   1; NAN when that is not known, or there are no more pins than those
 *
 * What the pins of a board say together: sums of their own numbers, as the service has no numbers
 * of boards.
 */
typedef struct
{
  guint n_pins;
  gboolean complete;
  PfPinSum *recent, *lifetime;
  GPtrArray *sections;
  double best_share;
} PfBoardSums;

PfBoardSums *pf_board_sums_new (const PfPinWalk *walk);
void pf_board_sums_free (PfBoardSums *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBoardSums, pf_board_sums_free)

void pf_board_sums_async (PfPinWalk *walk,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
PfBoardSums *pf_board_sums_finish (GAsyncResult *result, GError **error);

G_END_DECLS
