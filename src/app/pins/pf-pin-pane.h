/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_PANE (pf_pin_pane_get_type ())
G_DECLARE_FINAL_TYPE (PfPinPane, pf_pin_pane, PF, PIN_PANE, AdwBin)

void pf_pin_pane_set_pin (PfPinPane *self,
                          PfWindow *window,
                          PfConnection *connection,
                          PfPinItem *item,
                          const char *board_name);
PfPinItem *pf_pin_pane_get_pin (PfPinPane *self);
void pf_pin_pane_set_board (PfPinPane *self, const char *board_uuid);
void pf_pin_pane_refresh (PfPinPane *self);
gboolean pf_pin_pane_edit (PfPinPane *self);
gboolean pf_pin_pane_is_editing (PfPinPane *self);

G_END_DECLS
