/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

#include "core/insights/pf-hygiene.h"

G_BEGIN_DECLS

#define PF_TYPE_TIDY_PINS (pf_tidy_pins_get_type ())
G_DECLARE_FINAL_TYPE (PfTidyPins, pf_tidy_pins, PF, TIDY_PINS, PfView)

PfView *
pf_tidy_pins_new (PfWindow *window, PfConnection *connection, PfHygieneKind kind, GPtrArray *uuids);

G_END_DECLS
