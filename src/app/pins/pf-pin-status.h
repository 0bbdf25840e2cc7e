/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_STATUS (pf_pin_status_get_type ())
G_DECLARE_FINAL_TYPE (PfPinStatus, pf_pin_status, PF, PIN_STATUS, AdwBin)

void pf_pin_status_set_row (PfPinStatus *self, PfWindow *window, PfOutboxRow *row);

G_END_DECLS
