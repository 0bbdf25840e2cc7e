/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"
#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/**
 * PfPinEntry:
 * @hash: of what is shown: record and row
 * @source: position in the mirror's listing, or -1 - n for the n-th pending row
 *
 * A place in a list of pins.
 */
typedef struct
{
  guint8 uuid[16];
  float aspect;
  guint32 color;
  guint32 hash;
  gint32 source;
} PfPinEntry;

/**
 * PfPinChange:
 * @n_refreshed: places from @refreshed on, by where they are now, that show the same pins
 *   with other contents
 *
 * What differs after arranging: the arguments of items-changed, and of refreshed.
 */
typedef struct
{
  guint position, removed, added;
  guint refreshed, n_refreshed;
} PfPinChange;

/**
 * PfPinOrder:
 *
 * The order of a board's pins: keys of the mirror with outbox rows laid over, as packed
 * arrays. Knows nothing of records, threads or signals.
 */
typedef struct _PfPinOrder PfPinOrder;

PfPinOrder *pf_pin_order_new (void);
void pf_pin_order_free (PfPinOrder *self);
void pf_pin_order_set_keys (PfPinOrder *self, guint from, GArray *keys);
guint pf_pin_order_get_n_keys (PfPinOrder *self);
PfPinChange pf_pin_order_arrange (PfPinOrder *self,
                                  GPtrArray *rows,
                                  const char *connection_id,
                                  const char *board_uuid,
                                  gboolean in_place,
                                  guint *n_pending);
gboolean pf_pin_order_find_uuid (PfPinOrder *self, const guint8 *uuid, guint *position);
guint pf_pin_order_get_length (PfPinOrder *self);
const PfPinEntry *pf_pin_order_get (PfPinOrder *self, guint position);
PfOutboxRow *pf_pin_order_get_row (PfPinOrder *self, const PfPinEntry *entry);
void pf_pin_order_find (PfPinOrder *self, guint source, guint n_sources, guint *first, guint *end);

G_END_DECLS
