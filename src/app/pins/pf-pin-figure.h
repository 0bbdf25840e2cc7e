/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_FIGURE (pf_pin_figure_get_type ())
G_DECLARE_FINAL_TYPE (PfPinFigure, pf_pin_figure, PF, PIN_FIGURE, AdwBin)

void pf_pin_figure_set_pin (PfPinFigure *self,
                            PfWindow *window,
                            PfConnection *connection,
                            PfPinItem *item);
guint pf_pin_figure_get_page (PfPinFigure *self);

G_END_DECLS
