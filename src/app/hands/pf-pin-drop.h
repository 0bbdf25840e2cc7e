/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hands/pf-drop-place.h"
#include "app/hands/pf-pin-drag.h"

G_BEGIN_DECLS

/**
 * PfPinDropDeed:
 * @PF_PIN_DROP_NOTHING: they are there, or it is not for them
 * @PF_PIN_DROP_REFUSED: the account may not
 * @PF_PIN_DROP_MOVE: they go there
 * @PF_PIN_DROP_SAVE: copies go there
 * @PF_PIN_DROP_DRAFT: a new pin is begun for another account
 *
 * What dropping pins does.
 */
typedef enum
{
  PF_PIN_DROP_NOTHING,
  PF_PIN_DROP_REFUSED,
  PF_PIN_DROP_MOVE,
  PF_PIN_DROP_SAVE,
  PF_PIN_DROP_DRAFT,
} PfPinDropDeed;

PfPinDropDeed pf_pin_drop_plan (
    PfWindow *window, PfPinDrag *drag, const PfDropPlace *place, gboolean copy, char **words);
gboolean
pf_pin_drop_do (PfWindow *window, PfPinDrag *drag, const PfDropPlace *place, gboolean copy);

G_END_DECLS
