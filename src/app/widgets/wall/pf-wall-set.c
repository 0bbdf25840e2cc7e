/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

#include <math.h>

/* Lets go of model and selection. */
void
pf_wall_unset_source (PfWall *self)
{
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->source);
}

static void
items_changed (PfWall *self, guint position, guint n_removed, guint n_added)
{
  pf_wall_items_changed (self, position, n_removed, n_added);
}

/**
 * pf_wall_set_source:
 * @self: a wall
 * @source: (nullable): the tiles
 */
void
pf_wall_set_source (PfWall *self, PfTileSource *source)
{
  guint before = pf_wall_get_n_tiles (self);

  if (self->source == source)
    return;
  pf_wall_unset_source (self);
  self->cursor = self->anchor = self->scroll_to = PF_WALL_NO_TILE;
  self->scroll_to_group = PF_WALL_NO_TILE;
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];

      if (slot->cell != NULL)
        g_ptr_array_add (self->idle, slot->cell);
    }
  g_ptr_array_set_size (self->slots, 0);
  if (source != NULL)
    {
      self->source = g_object_ref (source);
      self->selection = pf_wall_selection_new (source);
      /* Through the selection, which then knows already what came and went. */
      g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (items_changed), self);
      g_signal_connect_swapped (self->selection, "selection-changed",
                                G_CALLBACK (pf_wall_update_selected), self);
      g_signal_connect_swapped (source, "refreshed", G_CALLBACK (pf_wall_refreshed), self);
      g_signal_connect_swapped (source, "groups-changed", G_CALLBACK (pf_wall_groups_changed),
                                self);
    }
  pf_wall_items_changed (self, 0, before,
                         source != NULL ? g_list_model_get_n_items (G_LIST_MODEL (source)) : 0);
}

/**
 * pf_wall_get_selection:
 * @self: a wall with a source
 *
 * Returns: (transfer none) (nullable): what is selected; another with each source
 */
PfWallSelection *
pf_wall_get_selection (PfWall *self)
{
  return self->selection;
}

/**
 * pf_wall_set_pictures:
 * @self: a wall
 * @pictures: where it gets its textures
 */
void
pf_wall_set_pictures (PfWall *self, PfPictureSupply *pictures)
{
  if (self->pictures != NULL)
    g_signal_handlers_disconnect_by_data (self->pictures, self);
  g_set_object (&self->pictures, pictures);
  if (pictures != NULL)
    g_signal_connect_swapped (pictures, "arrived", G_CALLBACK (pf_wall_picture_arrived), self);
  self->wants_changed = TRUE;
  pf_wall_queue (self);
}

/**
 * pf_wall_set_describe:
 * @self: a wall
 * @describe: says what to show of an item; cheap, called as tiles come into view
 * @data: for it
 */
void
pf_wall_set_describe (PfWall *self, PfWallDescribe describe, gpointer data)
{
  self->describe = describe;
  self->describe_data = data;
  pf_wall_redescribe (self);
}

/**
 * pf_wall_redescribe:
 * @self: a wall
 *
 * Asks again for all in view: something that the page says of them is other now.
 */
void
pf_wall_redescribe (PfWall *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    pf_wall_slot_describe (self, self->slots->pdata[i]);
  self->wants_changed = TRUE;
  pf_wall_queue (self);
}

/**
 * pf_wall_set_headers:
 * @self: a wall
 * @headers: makes the headers of groups; copied
 * @data: for it
 */
void
pf_wall_set_headers (PfWall *self, const PfWallHeaders *headers, gpointer data)
{
  self->headers = *headers;
  self->headers_data = data;
  pf_wall_groups_changed (self);
}

/**
 * pf_wall_set_find:
 * @self: a wall
 * @find: (nullable): finds a tile by the letters that were typed
 * @data: for it
 */
void
pf_wall_set_find (PfWall *self, PfWallFind find, gpointer data)
{
  self->find = find;
  self->find_data = data;
}

/**
 * pf_wall_set_drag:
 * @self: a wall
 * @drag: (nullable): says what is dragged
 * @data: for it
 */
void
pf_wall_set_drag (PfWall *self, PfWallDrag drag, gpointer data)
{
  self->drag = drag;
  self->drag_data = data;
}

/**
 * pf_wall_set_header:
 * @self: a wall
 * @header: (nullable): a widget above all tiles, that scrolls with them
 */
void
pf_wall_set_header (PfWall *self, GtkWidget *header)
{
  if (self->header == header)
    return;
  g_clear_pointer (&self->header, gtk_widget_unparent);
  self->header = header;
  if (header != NULL)
    gtk_widget_insert_after (header, GTK_WIDGET (self), NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * pf_wall_set_column_width:
 * @self: a wall
 * @width: about how wide a column is; kept within 120 and 400
 */
void
pf_wall_set_column_width (PfWall *self, int width)
{
  width = CLAMP (width, PF_WALL_COLUMN_LEAST, PF_WALL_COLUMN_MOST);
  if (self->column_width == width)
    return;
  self->column_width = width;
  pf_wall_queue (self);
  g_object_notify (G_OBJECT (self), "column-width");
}

/**
 * pf_wall_get_column_width:
 * @self: a wall
 *
 * Returns: about how wide a column is
 */
int
pf_wall_get_column_width (PfWall *self)
{
  return self->column_width;
}

/**
 * pf_wall_set_title_lines:
 * @self: a wall
 * @lines: 0 to 2
 */
void
pf_wall_set_title_lines (PfWall *self, guint lines)
{
  lines = MIN (lines, 2);
  if (self->title_lines == lines)
    return;
  self->title_lines = lines;
  pf_wall_queue (self);
  g_object_notify (G_OBJECT (self), "title-lines");
}

/**
 * pf_wall_scroll_to:
 * @self: a wall
 * @position: a tile
 *
 * Scrolls as little as needed to see the whole of it.
 */
void
pf_wall_scroll_to (PfWall *self, guint position)
{
  g_return_if_fail (position < pf_wall_get_n_tiles (self));
  self->scroll_to = position;
  pf_wall_queue (self);
}

/**
 * pf_wall_scroll_to_top:
 * @self: a wall
 */
void
pf_wall_scroll_to_top (PfWall *self)
{
  self->scroll_to_top = TRUE;
  pf_wall_queue (self);
}

/**
 * pf_wall_scroll_to_group:
 * @self: a wall
 * @group: a group, which may be empty
 *
 * Scrolls until its header is at the top, as far as that goes.
 */
void
pf_wall_scroll_to_group (PfWall *self, guint group)
{
  self->scroll_to_group = group;
  pf_wall_queue (self);
}

/**
 * pf_wall_get_cursor:
 * @self: a wall
 *
 * Returns: the tile that the keyboard acts on, or %PF_WALL_NO_TILE
 */
guint
pf_wall_get_cursor (PfWall *self)
{
  return self->cursor;
}

/**
 * pf_wall_set_cursor:
 * @self: a wall
 * @position: a tile
 * @grab_focus: whether it gets the focus, too
 *
 * Also scrolls there.
 */
void
pf_wall_set_cursor (PfWall *self, guint position, gboolean grab_focus)
{
  g_return_if_fail (position < pf_wall_get_n_tiles (self));
  self->cursor = position;
  pf_tile_source_read_key (self->source, position, self->cursor_key);
  self->scroll_to = position;
  if (grab_focus)
    {
      PfWallSlot *slot = pf_wall_find_slot (self, position);

      self->grab_cursor = TRUE;
      /* At once where that can be, so that nobody types into what had it. */
      if (slot != NULL && slot->cell != NULL && gtk_widget_grab_focus (GTK_WIDGET (slot->cell)))
        self->grab_cursor = FALSE;
    }
  pf_wall_queue (self);
}

/**
 * pf_wall_find_tile_at:
 * @self: a wall
 * @x: in its view
 * @y: in its view
 *
 * Returns: the tile there, or %PF_WALL_NO_TILE
 */
guint
pf_wall_find_tile_at (PfWall *self, double x, double y)
{
  return pf_wall_layout_find_tile_at (self->layout, (int)floor (x), (int)floor (y + self->offset));
}

/**
 * pf_wall_find_group_at:
 * @self: a wall
 * @x: in its view
 * @y: in its view
 *
 * Returns: the group whose header or tiles are there; for drops
 */
guint
pf_wall_find_group_at (PfWall *self, double x, double y)
{
  return pf_wall_layout_find_group (self->layout, (int)floor (y + self->offset));
}

/**
 * pf_wall_get_tile_bounds:
 * @self: a wall
 * @position: a tile
 * @bounds: (out): where it is in the view; for popovers
 *
 * Returns: whether any of it is in view
 */
gboolean
pf_wall_get_tile_bounds (PfWall *self, guint position, GdkRectangle *bounds)
{
  PfWallRect rect;

  g_return_val_if_fail (position < pf_wall_get_n_tiles (self), FALSE);
  pf_wall_layout_get_rect (self->layout, position, &rect);
  *bounds = (GdkRectangle){ rect.x, (int)(rect.y - self->offset), rect.width, rect.height };
  return bounds->y + bounds->height > 0 && bounds->y < gtk_widget_get_height (GTK_WIDGET (self));
}

/**
 * pf_wall_set_drop_group:
 * @self: a wall
 * @group: the group that would take what is dragged, or %PF_WALL_NO_TILE
 *
 * Outlines its header and its tiles.
 */
void
pf_wall_set_drop_group (PfWall *self, guint group)
{
  if (self->drop_group == group)
    return;
  self->drop_group = group;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pf_wall_get_drop_group:
 * @self: a wall
 *
 * Returns: the group that is outlined, or %PF_WALL_NO_TILE
 */
guint
pf_wall_get_drop_group (PfWall *self)
{
  return self->drop_group;
}

/**
 * pf_wall_get_n_cells:
 * @self: a wall
 *
 * Returns: how many widgets stand for tiles: about as many as are in view
 */
guint
pf_wall_get_n_cells (PfWall *self)
{
  return self->cells->len;
}
