/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-pin-overlay.h"
#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/**
 * PfPinGroup:
 * @uuid: of the section
 * @digest: pf_mirror_section_digest() of it, 0 while it is pending
 * @gone: whether it is being deleted, and its pins with it; these come last
 */
typedef struct
{
  char *uuid;
  guint32 digest;
  gboolean gone;
} PfPinGroup;

/**
 * PfPinPlan:
 * @keys: (element-type PfMirrorKey): the mirror's listing; not changed any more
 * @ranks: (element-type guint32) (nullable): for sorts that keys do not tell: one for each
 *   key, smaller comes first
 * @groups: (element-type PfPinGroup) (nullable): sections, in order; the group before them
 *   is that of pins without one
 * @section_uuid: (nullable): only pins of this section
 * @only: (nullable): only these pins: a set of pf_pin_order_new_set()
 *
 * What an order is made of.
 */
typedef struct
{
  GArray *keys;
  GArray *ranks;
  GPtrArray *groups;
  const char *section_uuid;
  GHashTable *only;
  PfPinOverlay *overlay;
  PfPinSort sort;
  PfPinFilter filter;
} PfPinPlan;

/**
 * PfPinEntry:
 * @key: as the mirror has it, or made of a row
 * @hash: of what is shown: record and rows
 *
 * A place in a list of pins.
 */
typedef struct
{
  const PfMirrorKey *key;
  PfPinState *state; /* nullable */
  guint32 hash;
} PfPinEntry;

/**
 * PfPinOrder:
 *
 * What a list of pins shows, as packed arrays: keys of the mirror, which many orders share, and
 * 4 bytes of order with some 7 of index for each. Made once, on any thread, and not changed any
 * more. Knows nothing of records, threads or signals.
 */
typedef struct _PfPinOrder PfPinOrder;

/* A set of UUIDs; not changed any more once a thread has it. */
GHashTable *pf_pin_order_new_set (GPtrArray *uuids);
PfPinOrder *pf_pin_order_new (const PfPinPlan *plan);
PfPinOrder *pf_pin_order_ref (PfPinOrder *self);
void pf_pin_order_unref (PfPinOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPinOrder, pf_pin_order_unref)
guint pf_pin_order_get_length (PfPinOrder *self);
PfPinEntry pf_pin_order_get (PfPinOrder *self, guint position);
const PfMirrorKey *pf_pin_order_get_key (PfPinOrder *self, guint position);
gboolean pf_pin_order_find (PfPinOrder *self, const guint8 *uuid, guint *position);
guint pf_pin_order_get_n_groups (PfPinOrder *self);
guint pf_pin_order_get_group_start (PfPinOrder *self, guint group);
const char *pf_pin_order_get_group_uuid (PfPinOrder *self, guint group);
gboolean pf_pin_order_same_groups (PfPinOrder *self, PfPinOrder *other);
GArray *pf_pin_order_get_keys (PfPinOrder *self);
GArray *pf_pin_order_get_ranks (PfPinOrder *self);
PfPinOverlay *pf_pin_order_get_overlay (PfPinOrder *self);

/**
 * PfPinHunk:
 * @before: first place in the old order
 * @now: first place in the new one
 *
 * A part that differs between two orders.
 */
typedef struct
{
  guint before, removed, now, added;
} PfPinHunk;

/* @hunks: (out) (element-type PfPinHunk): in order; @refreshed: (out) (element-type PfPinHunk):
 * the same pins with other contents */
void pf_pin_order_compare (PfPinOrder *before, PfPinOrder *now, GArray **hunks, GArray **refreshed);

G_END_DECLS
