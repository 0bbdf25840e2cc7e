/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"
#include "app/widgets/wall/pf-wall.h"

G_BEGIN_DECLS

/**
 * PfPinMarks:
 *
 * What a wall of pins says of its tiles beyond the pins themselves: how far a video has got, and
 * by the person's wish what lacks an alternative text.
 */
typedef struct _PfPinMarks PfPinMarks;

PfPinMarks *pf_pin_marks_new (PfWindow *window, PfWall *wall);
void pf_pin_marks_free (PfPinMarks *self);
void pf_pin_marks_describe (PfPinMarks *self, PfPinItem *item, PfWallTile *tile);

G_END_DECLS
