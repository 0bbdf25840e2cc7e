/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_DRAG (pf_pin_drag_get_type ())
G_DECLARE_FINAL_TYPE (PfPinDrag, pf_pin_drag, PF, PIN_DRAG, GObject)

/*
 * Pins on their way from a wall to wherever somebody drops them: what a drag carries inside of
 * Pinfold. To other applications it is offered as links, and as files where the picture is the
 * account's own (pf_pin_drag_provide()).
 */
PfPinDrag *
pf_pin_drag_new (PfWindow *window, PfConnection *connection, PfPinItem *item, char **uuids);
void pf_pin_drag_set_place (PfPinDrag *self, const char *board_uuid, const char *section_uuid);
PfConnection *pf_pin_drag_get_connection (PfPinDrag *self);
const char *const *pf_pin_drag_get_uuids (PfPinDrag *self);
guint pf_pin_drag_get_n (PfPinDrag *self);
gboolean pf_pin_drag_is_own (PfPinDrag *self);
gboolean pf_pin_drag_is_from (PfPinDrag *self, const char *board_uuid, const char *section_uuid);
GdkContentProvider *pf_pin_drag_provide (PfPinDrag *self);
PfPinDrag *pf_pin_drag_of (GdkDrop *drop);

G_END_DECLS
