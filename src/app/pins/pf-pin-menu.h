/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PfPinMenuFlags:
 * @PF_PIN_MENU_MANY: it is about more than one pin
 * @PF_PIN_MENU_REFUSED: pins of this account cannot be edited
 * @PF_PIN_MENU_WEB: the pins are on a web page
 * @PF_PIN_MENU_SELECTED: the pin is one of those selected
 */
typedef enum
{
  PF_PIN_MENU_MANY = 1 << 0,
  PF_PIN_MENU_REFUSED = 1 << 1,
  PF_PIN_MENU_WEB = 1 << 2,
  PF_PIN_MENU_SELECTED = 1 << 3,
} PfPinMenuFlags;

GMenuModel *pf_pin_menu_new (PfPinMenuFlags flags);
GMenuModel *pf_pin_menu_new_edit (void);
const char *pf_pin_menu_get_refusal (void);

G_END_DECLS
