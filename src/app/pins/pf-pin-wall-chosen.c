/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-wall-private.h"

/* Which pins of a wall are selected, or go along in a drag. */

static char *
read_uuid (PfPinWall *self, guint position)
{
  guint8 key[16];

  pf_tile_source_read_key (pf_pin_wall_get_source (self), position, key);
  return pf_uuid_to_text (key);
}

char **
pf_pin_wall_list_selected (PfPinWall *self)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (
      GTK_SELECTION_MODEL (pf_wall_get_selection (pf_pin_wall_get_wall (self))));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (uuids, read_uuid (self, position));
  g_ptr_array_add (uuids, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&uuids), FALSE);
}

/**
 * pf_pin_wall_list_dragged:
 * @self: a wall of pins
 * @position: a pin
 *
 * Returns: (transfer full) (array zero-terminated=1): local UUIDs: what is selected if that pin
 *   is among it, else that pin alone
 */
char **
pf_pin_wall_list_dragged (PfPinWall *self, guint position)
{
  char **uuids;

  if (gtk_selection_model_is_selected (
          GTK_SELECTION_MODEL (pf_wall_get_selection (pf_pin_wall_get_wall (self))), position))
    return pf_pin_wall_list_selected (self);
  uuids = g_new0 (char *, 2);
  uuids[0] = read_uuid (self, position);
  return uuids;
}

/* "Select all" is meant from the header bar as well; an entry keeps it for its text. */
static gboolean
select_all_pressed (GtkWidget *widget, GVariant *unused, gpointer data)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  PfWall *wall = pf_pin_wall_get_wall (self);
  PfTileSource *source = pf_pin_wall_get_source (self);

  if (!gtk_widget_get_mapped (GTK_WIDGET (wall)) || source == NULL
      || g_list_model_get_n_items (G_LIST_MODEL (source)) == 0)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (wall));
  return gtk_widget_activate_action (GTK_WIDGET (wall), "wall.select-all", NULL);
}

/* The key for all pins, from anywhere on the page. */
void
pf_pin_wall_add_page_keys (PfPinWall *self)
{
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  gtk_shortcut_controller_set_scope (keys, GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_a, GDK_CONTROL_MASK),
                              gtk_callback_action_new (select_all_pressed, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (keys));
}
