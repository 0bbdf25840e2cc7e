/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_ALL_PINS_PAGE (pf_all_pins_page_get_type ())
G_DECLARE_FINAL_TYPE (PfAllPinsPage, pf_all_pins_page, PF, ALL_PINS_PAGE, PfView)

void pf_all_pins_page_show_pin (PfAllPinsPage *self, const char *uuid);
PfView *pf_all_pins_page_new (PfWindow *window);

G_END_DECLS
