/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"
#include "core/api/pf-records.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_NUMBERS (pf_pin_numbers_get_type ())
G_DECLARE_FINAL_TYPE (PfPinNumbers, pf_pin_numbers, PF, PIN_NUMBERS, AdwBin)

/* @pin: (nullable): none, or one that is not at the service yet: then nothing is shown. */
void pf_pin_numbers_set_pin (PfPinNumbers *self,
                             PfWindow *window,
                             PfConnection *connection,
                             const PfPin *pin);
void pf_pin_numbers_refresh (PfPinNumbers *self);

G_END_DECLS
