/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_ORDER_MENU (pf_pin_order_menu_get_type ())
G_DECLARE_FINAL_TYPE (PfPinOrderMenu, pf_pin_order_menu, PF, PIN_ORDER_MENU, AdwBin)

/* See pf_pin_order_menu_set_pins(); signal "changed" () after another order or filter. */
GtkWidget *pf_pin_order_menu_new (void);
void pf_pin_order_menu_set_pins (
    PfPinOrderMenu *self, GtkWidget *wall, GSettings *settings, PfPinList *pins, gboolean is_board);
void pf_pin_order_menu_fold (PfPinOrderMenu *self, GtkWidget *wall, GtkWidget *button);
gboolean pf_pin_order_menu_is_plain (PfPinOrderMenu *self);

G_END_DECLS
