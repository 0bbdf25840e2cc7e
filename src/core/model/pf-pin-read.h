/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-pin-view.h"

G_BEGIN_DECLS

/**
 * PfPinRead:
 * @find: (nullable): what is searched for; then the keys come from there
 * @board_id: (nullable): at the service; %NULL for all pins, and for a board that is pending;
 *   a search is then of this board only
 * @before: (nullable): what is shown
 * @before_sort: what it was sorted by
 * @only: (nullable): pf_pin_order_new_set()
 * @n_limit: of a search: how many are wanted at all
 * @partial: @before has the first keys only, as PfPinReading.more said
 * @hold: then: the rest is not read yet
 *
 * What a list of pins asks of the reader thread: one job brings keys, records, order and what
 * differs, so that the main thread only has to tell it. Freed with the job.
 */
typedef struct
{
  char *connection_id, *board_id, *board_uuid, *section_uuid, *find;
  gboolean all, partial, hold;
  gint64 revision;
  PfPinOrder *before;
  GPtrArray *rows;
  GPtrArray *groups;
  PfPinSort sort, before_sort;
  PfPinFilter filter;
  GHashTable *only;
  GArray *wanted, *live;
  guint n_limit;
} PfPinRead;

void pf_pin_read_free (gpointer read);

/**
 * PfPinReading:
 * @more: whether there are more: finds, or keys after the first ones
 *
 * What came of it.
 */
typedef struct
{
  gint64 revision;
  PfPinOrder *order;
  GArray *hunks, *refreshed;
  GHashTable *pins;
  gboolean more;
} PfPinReading;

void pf_pin_reading_free (gpointer reading);

/* A PfDbFunc. */
gpointer pf_pin_read_run (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);

PfPinGroup *pf_pin_group_new (const char *uuid, guint32 digest, gboolean gone);
void pf_pin_group_free (gpointer group);

G_END_DECLS
