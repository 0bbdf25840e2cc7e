/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

G_BEGIN_DECLS

/**
 * PfChosenPin:
 * @uuid: local UUID
 * @pin: (nullable): as Pinterest said it; %NULL while it is not on Pinterest
 * @seen: (nullable): texts of edits of it that are on their way
 * @title: (nullable): as it is shown
 * @board_uuid: (nullable): where it is, by what is on its way
 * @section_uuid: (nullable): likewise
 * @is_leaving: whether it is being deleted
 *
 * A pin that something is to be done with: what pf_batch_update_pin() and its like want to know.
 * @pin says nothing of its board where a move is on its way.
 */
typedef struct
{
  char *uuid;
  PfPin *pin;
  PfChanges *seen;
  char *title;
  char *board_uuid, *section_uuid;
  gboolean is_leaving;
} PfChosenPin;

/* Reads any number of pins by their UUIDs, those far from what is in view as well. Result:
 * (element-type PfChosenPin), in that order, without those that are not there any more. */
void pf_chosen_pins_read_async (PfMirror *mirror,
                                PfOutbox *outbox,
                                PfConnection *connection,
                                const char *const *uuids,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *pf_chosen_pins_read_finish (PfMirror *mirror, GAsyncResult *result, GError **error);

G_END_DECLS
