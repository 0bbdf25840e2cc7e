/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_HOME_PINS (pf_home_pins_get_type ())
G_DECLARE_FINAL_TYPE (PfHomePins, pf_home_pins, PF, HOME_PINS, AdwBin)

/* The latest pins of an account in one line; signal "activate" (PfPinItem). */
GtkWidget *pf_home_pins_new (PfWindow *window);
void pf_home_pins_set_connection (PfHomePins *self, PfConnection *connection);
void pf_home_pins_refresh (PfHomePins *self);

G_END_DECLS
