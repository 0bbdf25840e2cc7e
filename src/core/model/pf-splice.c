/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-splice.h"

/**
 * pf_splice:
 * @model: the list model
 * @items: (inout): its items
 * @now: (transfer full): what they are from now on; an item that did not change is the
 *   same object
 *
 * Replaces all items with one items-changed that covers what differs, or with none.
 */
void
pf_splice (GListModel *model, GPtrArray **items, GPtrArray *now)
{
  g_autoptr (GPtrArray) before = *items;
  guint head = 0, tail = 0;
  guint shorter = MIN (before->len, now->len);

  while (head < shorter && before->pdata[head] == now->pdata[head])
    head++;
  while (tail < shorter - head
         && before->pdata[before->len - 1 - tail] == now->pdata[now->len - 1 - tail])
    tail++;
  *items = now;
  if (before->len > head + tail || now->len > head + tail)
    g_list_model_items_changed (model, head, before->len - head - tail, now->len - head - tail);
}
