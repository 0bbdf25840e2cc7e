/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-wall-private.h"

#include "app/hands/pf-pin-drag.h"
#include "app/intake/pf-drop-zone.h"

/* Pins are dragged out of the wall; pins and pictures are dropped on it, into the section that is
 * under the pointer. */

static guint
find_group (PfTileSource *source, guint position)
{
  guint n = pf_tile_source_get_n_groups (source), group = 0;

  while (group + 1 < n && pf_tile_source_get_group_start (source, group + 1) <= position)
    group++;
  return group;
}

/* Of all that goes along; FALSE when they are in several. */
static gboolean
find_common_group (PfPinWall *self, guint position, guint *group)
{
  GtkSelectionModel *selection
      = GTK_SELECTION_MODEL (pf_wall_get_selection (pf_pin_wall_get_wall (self)));
  PfTileSource *source = pf_pin_wall_get_source (self);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);

  *group = find_group (source, position);
  return !gtk_bitset_contains (selected, position)
         || find_group (source, gtk_bitset_get_minimum (selected))
                == find_group (source, gtk_bitset_get_maximum (selected));
}

static PfSectionItem *
get_section (PfPinWall *self, guint group)
{
  PfTileSource *source = pf_pin_wall_get_source (self);

  return PF_IS_PIN_LIST (source) ? pf_pin_list_get_group_section (PF_PIN_LIST (source), group)
                                 : NULL;
}

static GdkContentProvider *
drag (PfWall *wall, guint position, gpointer data)
{
  PfPinWall *self = PF_PIN_WALL (data);
  PfTileSource *source = pf_pin_wall_get_source (self);
  g_autoptr (PfPinItem) item
      = source != NULL ? g_list_model_get_item (G_LIST_MODEL (source), position) : NULL;
  g_autoptr (PfPinDrag) pins = NULL;
  guint group;

  if (item == NULL)
    return NULL;
  pins = pf_pin_drag_new (pf_pin_wall_get_window (self), pf_pin_wall_get_connection (self), item,
                          pf_pin_wall_list_dragged (self, position));
  if (pf_pin_wall_get_board (self) != NULL && find_common_group (self, position, &group))
    {
      g_autoptr (PfSectionItem) section = get_section (self, group);

      pf_pin_drag_set_place (pins, pf_pin_wall_get_board (self),
                             section != NULL ? pf_section_item_get_uuid (section) : NULL);
    }
  return pf_pin_drag_provide (pins);
}

static gboolean
find_place (GtkWidget *widget, double x, double y, PfDropPlace *place, gpointer unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  GtkWidget *wall = GTK_WIDGET (pf_pin_wall_get_wall (self));
  g_autoptr (PfSectionItem) section = NULL;
  double wall_x, wall_y;

  place->board_uuid = g_strdup (pf_pin_wall_get_board (self));
  if (place->board_uuid == NULL || !gtk_widget_get_mapped (wall)
      || !gtk_widget_translate_coordinates (widget, wall, x, y, &wall_x, &wall_y)
      || !gtk_widget_contains (wall, wall_x, wall_y))
    return TRUE;
  section = get_section (self, pf_wall_find_group_at (PF_WALL (wall), wall_x, wall_y));
  if (section != NULL)
    {
      place->section_uuid = g_strdup (pf_section_item_get_uuid (section));
      place->section_name = g_strdup (pf_section_item_get_name (section));
    }
  return TRUE;
}

/* A section is outlined by itself, with its header. */
static gboolean
mark_section (GtkWidget *widget, const PfDropPlace *place, gpointer unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  PfTileSource *source = pf_pin_wall_get_source (self);
  guint marked = PF_WALL_NO_TILE;
  guint n = place != NULL && place->section_uuid != NULL && source != NULL
                ? pf_tile_source_get_n_groups (source)
                : 0;

  for (guint i = 0; i < n && marked == PF_WALL_NO_TILE; i++)
    {
      g_autoptr (PfSectionItem) section = get_section (self, i);

      if (section != NULL && g_str_equal (pf_section_item_get_uuid (section), place->section_uuid))
        marked = i;
    }
  pf_wall_set_drop_group (pf_pin_wall_get_wall (self), marked);
  return marked != PF_WALL_NO_TILE;
}

/* What is under the pointer of a drag: on a page of a board its sections, else drafts. */
void
pf_pin_wall_add_drops (PfPinWall *self)
{
  pf_wall_set_drag (pf_pin_wall_get_wall (self), drag, self);
  pf_drop_zone_add_places (GTK_WIDGET (self), find_place, mark_section, NULL);
}
