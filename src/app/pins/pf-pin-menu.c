/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-menu.h"

#include <glib/gi18n.h>

/* The menus about pins: the same verbs for one and for many. */

/**
 * pf_pin_menu_get_refusal:
 *
 * Returns: why pins cannot be edited, where Pinterest refused it
 */
const char *
pf_pin_menu_get_refusal (void)
{
  return _ ("Pinterest has not opened editing to your app");
}

/**
 * pf_pin_menu_new_edit:
 *
 * Returns: (transfer full): what "Edit" offers for pins that are selected
 */
GMenuModel *
pf_pin_menu_new_edit (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_Link Tags…"), "pins.tag-links");
  g_menu_append (menu, _ ("_Find and Replace…"), "pins.replace");
  return G_MENU_MODEL (menu);
}

static void
add_section (GMenu *menu, const char *label, GMenu *section)
{
  g_menu_append_section (menu, label, G_MENU_MODEL (section));
  g_object_unref (section);
}

/**
 * pf_pin_menu_new:
 * @flags: what it is about
 *
 * Returns: (transfer full): the context menu of a pin, or of those selected
 */
GMenuModel *
pf_pin_menu_new (PfPinMenuFlags flags)
{
  gboolean many = (flags & PF_PIN_MENU_MANY) != 0;
  gboolean refused = (flags & PF_PIN_MENU_REFUSED) != 0;
  GMenu *menu = g_menu_new ();
  GMenu *section = g_menu_new ();

  if (!many)
    {
      g_menu_append (section, _ ("_Open"), "pins.open");
      if ((flags & PF_PIN_MENU_WEB) != 0)
        g_menu_append (section, _ ("Open on _Pinterest"), "pins.open-web");
    }
  if ((flags & PF_PIN_MENU_SELECTED) != 0)
    g_menu_append (section, _ ("Select _None"), "pins.select-none");
  else
    g_menu_append (section, _ ("S_elect"), "pins.select");
  add_section (menu, NULL, section);

  section = g_menu_new ();
  g_menu_append (section, _ ("_Move to…"), "pins.move");
  g_menu_append (section, refused ? _ ("_Save a Copy to…") : _ ("_Save to…"), "pins.save");
  add_section (menu, refused ? pf_pin_menu_get_refusal () : NULL, section);

  section = g_menu_new ();
  if (!many)
    g_menu_append (section, _ ("_Edit"), "pins.edit");
  g_menu_append (section, _ ("_Link Tags…"), "pins.tag-links");
  g_menu_append (section, _ ("_Find and Replace…"), "pins.replace");
  add_section (menu, NULL, section);

  section = g_menu_new ();
  g_menu_append (section, many ? _ ("_Copy Links") : _ ("_Copy Link"), "pins.copy-links");
  if ((flags & PF_PIN_MENU_WEB) != 0)
    g_menu_append (section, many ? _ ("Copy Pin _Addresses") : _ ("Copy Pin _Address"),
                   "pins.copy-addresses");
  add_section (menu, NULL, section);

  section = g_menu_new ();
  g_menu_append (section, many ? _ ("_Delete Pins") : _ ("_Delete Pin"), "pins.delete");
  add_section (menu, NULL, section);
  return G_MENU_MODEL (menu);
}
