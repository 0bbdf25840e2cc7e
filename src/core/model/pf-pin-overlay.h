/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"
#include "core/model/pf-row-watch.h"

G_BEGIN_DECLS

/**
 * PfPinState:
 * @make: (nullable): the row that makes it: create-pin, or save-pin from @source
 * @shown: (nullable): the row to show with it: on its way, or in trouble
 * @changes: what its edits set all together; fields 0 for none
 * @rows: (element-type PfOutboxRow): all about it, in order
 * @board_uuid: (nullable): where it is by its rows; section_uuid as well
 * @moved: whether they move it, into another board or section
 * @away: whether it is not on this board any more, or is being deleted
 * @here: whether it is on this board by its rows
 * @mirrored: whether the mirror has it on this board
 *
 * What the outbox says of a pin.
 */
typedef struct
{
  guint8 uuid[16];
  PfOutboxRow *make, *shown;
  PfChanges changes;
  GPtrArray *rows;
  guint8 source[16];
  const char *board_uuid, *section_uuid;
  gint64 seq;
  guint32 hash;
  gboolean moved, away, here, mirrored;
} PfPinState;

/**
 * PfPinOverlay:
 *
 * Outbox rows as a list of pins lays them over the mirror. Made on any thread, and not changed any
 * more once the order is made.
 */
typedef struct _PfPinOverlay PfPinOverlay;

/* @board_uuid: (nullable): of the list; %NULL for all pins. @before: (nullable): the last one, for
 * what was shown then. @keys: (element-type PfMirrorKey). */
PfPinOverlay *pf_pin_overlay_new (GPtrArray *rows,
                                  const char *connection_id,
                                  const char *board_uuid,
                                  PfPinOverlay *before,
                                  GArray *keys);
/* The same over what a search for @find found: on top of it are pins being made with its words. */
PfPinOverlay *pf_pin_overlay_new_found (GPtrArray *rows,
                                        const char *connection_id,
                                        const char *board_uuid,
                                        const char *find,
                                        PfPinOverlay *before,
                                        GArray *keys);
PfPinOverlay *pf_pin_overlay_ref (PfPinOverlay *self);
void pf_pin_overlay_unref (PfPinOverlay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPinOverlay, pf_pin_overlay_unref)
gboolean pf_pin_overlay_is_empty (PfPinOverlay *self);
PfPinState *pf_pin_overlay_find (PfPinOverlay *self, const guint8 *uuid);
/* UUIDs (guint8[16]) of pins that come here from other boards: their keys are needed. */
GArray *pf_pin_overlay_get_guests (PfPinOverlay *self);
/* With the keys of the guests. */
void pf_pin_overlay_seat (PfPinOverlay *self, GArray *guests);
/* (element-type PfPinState): pins on top of the mirror's, newest first */
GPtrArray *pf_pin_overlay_get_extras (PfPinOverlay *self);
const PfMirrorKey *pf_pin_overlay_get_extra_key (PfPinOverlay *self, guint n);
guint pf_pin_overlay_get_n_pending (PfPinOverlay *self);
/* A record with the edits laid over; @pin itself when there are none. */
PfPin *pf_pin_state_apply (const PfPinState *self, PfPin *pin);

guint pf_uuid_hash (gconstpointer uuid);
gboolean pf_uuid_equal (gconstpointer a, gconstpointer b);

G_END_DECLS
