/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

/* Tiles this part of a view above and below are described and have their pictures ready. */
#define AHEAD 0.5

/**
 * pf_wall_slot_forget_drawing:
 * @slot: a slot
 *
 * Its letters and signs are drawn anew.
 */
void
pf_wall_slot_forget_drawing (PfWallSlot *slot)
{
  g_clear_pointer (&slot->caption, gsk_render_node_unref);
  g_clear_pointer (&slot->badges, gsk_render_node_unref);
  g_clear_pointer (&slot->whole, gsk_render_node_unref);
  for (guint i = 0; i < PF_WALL_N_FRAMES; i++)
    for (guint part = 0; part < PF_WALL_N_FRAME_PARTS; part++)
      g_clear_pointer (&slot->frames[i][part], gsk_render_node_unref);
}

void
pf_wall_slot_free (gpointer data)
{
  PfWallSlot *slot = data;

  pf_wall_slot_forget_drawing (slot);
  pf_wall_tile_clear (&slot->tile);
  g_clear_object (&slot->item);
  g_clear_object (&slot->texture);
  g_free (slot);
}

/**
 * pf_wall_forget_drawings:
 * @self: a wall
 *
 * As pf_wall_slot_forget_drawing(), for all.
 */
void
pf_wall_forget_drawings (PfWall *self)
{
  pf_wall_forget_frames (self);
  for (guint i = 0; i < self->slots->len; i++)
    pf_wall_slot_forget_drawing (self->slots->pdata[i]);
}

static void
update_cell (PfWall *self, PfWallSlot *slot)
{
  pf_wall_cell_set_tile (slot->cell, slot->position, pf_wall_get_n_tiles (self), slot->tile.label,
                         slot->tile.description);
  pf_wall_cell_set_selected (slot->cell,
                             gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection),
                                                              slot->position));
}

/**
 * pf_wall_slot_describe:
 * @self: a wall
 * @slot: a slot
 *
 * Reads what its tile shows, for the first time or because that is another now.
 */
void
pf_wall_slot_describe (PfWall *self, PfWallSlot *slot)
{
  int device_width = pf_wall_layout_get_column_width (self->layout)
                     * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autofree char *url = g_steal_pointer (&slot->tile.url);
  g_autofree char *blob = g_steal_pointer (&slot->tile.blob);

  g_clear_object (&slot->item);
  pf_wall_tile_clear (&slot->tile);
  pf_wall_slot_forget_drawing (slot);
  pf_tile_source_read_key (self->source, slot->position, slot->key);
  pf_tile_source_read_shapes (self->source, slot->position, 1, &slot->shape);
  slot->item = g_list_model_get_item (G_LIST_MODEL (self->source), slot->position);
  if (self->describe != NULL && slot->item != NULL)
    self->describe (self, slot->item, device_width, &slot->tile, self->describe_data);
  /* The old picture stays until a new one is there. */
  if (g_strcmp0 (url, slot->tile.url) != 0 || g_strcmp0 (blob, slot->tile.blob) != 0)
    {
      slot->settled = slot->failed = FALSE;
      pf_wall_slot_peek (self, slot);
      self->wants_changed = TRUE;
    }
  if (slot->cell != NULL)
    update_cell (self, slot);
}

/**
 * pf_wall_find_slot:
 * @self: a wall
 * @position: a tile
 *
 * Returns: (nullable): its slot, when it is in view or near
 */
PfWallSlot *
pf_wall_find_slot (PfWall *self, guint position)
{
  guint low = 0, high = self->slots->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PfWallSlot *slot = self->slots->pdata[middle];

      if (slot->position == position)
        return slot;
      if (slot->position < position)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

/**
 * pf_wall_update_selected:
 * @self: a wall
 *
 * The selection is another.
 */
void
pf_wall_update_selected (PfWall *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];

      if (slot->cell != NULL)
        update_cell (self, slot);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static PfWallSlot *
slot_new (PfWall *self, guint position)
{
  PfWallSlot *slot = g_new0 (PfWallSlot, 1);

  slot->position = position;
  pf_wall_layout_get_rect (self->layout, position, &slot->rect);
  pf_wall_slot_describe (self, slot);
  return slot;
}

static void
let_go (PfWall *self, PfWallSlot *slot)
{
  if (slot->cell != NULL)
    g_ptr_array_add (self->idle, slot->cell);
  pf_wall_slot_free (slot);
  self->wants_changed = TRUE;
}

/* What was there and still is stays; both lists are in order. */
static void
exchange_slots (PfWall *self, const GArray *positions)
{
  g_autoptr (GPtrArray) old = self->slots;
  guint next = 0;

  self->slots = g_ptr_array_new_full (positions->len, pf_wall_slot_free);
  g_ptr_array_set_free_func (old, NULL);
  for (guint i = 0; i < positions->len; i++)
    {
      guint position = g_array_index (positions, guint, i);
      PfWallSlot *slot;

      while (next < old->len && ((PfWallSlot *)old->pdata[next])->position < position)
        let_go (self, old->pdata[next++]);
      if (next < old->len && ((PfWallSlot *)old->pdata[next])->position == position)
        {
          PfWallRect before;

          slot = old->pdata[next++];
          before = slot->rect;
          pf_wall_layout_get_rect (self->layout, position, &slot->rect);
          if (before.width != slot->rect.width || before.height != slot->rect.height)
            {
              pf_wall_slot_forget_drawing (slot);
              slot->settled = slot->failed = FALSE;
              self->wants_changed = TRUE;
            }
        }
      else
        slot = slot_new (self, position);
      g_ptr_array_add (self->slots, slot);
    }
  while (next < old->len)
    let_go (self, old->pdata[next++]);
}

static void
cell_activated (PfWallCell *cell, PfWall *self)
{
  pf_wall_emit_activate (self, pf_wall_cell_get_position (cell));
}

/**
 * pf_wall_make_cells:
 * @self: a wall
 *
 * Makes as many as are wanted, when that is more than there are.
 *
 * Returns: whether any was made
 */
gboolean
pf_wall_make_cells (PfWall *self)
{
  gboolean more = self->cells->len < self->cells_wanted;

  while (self->cells->len < self->cells_wanted)
    {
      GtkWidget *cell = pf_wall_cell_new ();

      g_signal_connect (cell, "activated", G_CALLBACK (cell_activated), self);
      gtk_widget_set_child_visible (cell, FALSE);
      gtk_widget_set_parent (cell, GTK_WIDGET (self));
      g_ptr_array_add (self->cells, cell);
      g_ptr_array_add (self->idle, cell);
    }
  return more;
}

static void
set_cell (PfWall *self, PfWallSlot *slot, PfWallCell *cell)
{
  slot->cell = cell;
  update_cell (self, slot);
}

static void
allocate_cell (PfWall *self, PfWallCell *cell, const PfWallRect *rect)
{
  gtk_widget_set_child_visible (GTK_WIDGET (cell), TRUE);
  pf_wall_cell_set_idle (cell, FALSE);
  gtk_widget_allocate (
      GTK_WIDGET (cell), rect->width, rect->height, -1,
      gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float)rect->x,
                                                           (float)(rect->y - self->offset))));
}

/* The cell that has the focus goes with the tile that has it, in view or not: the focus never
 * goes astray because somebody scrolled. */
static PfWallCell *
find_focused (PfWall *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return child != NULL && PF_IS_WALL_CELL (child) ? PF_WALL_CELL (child) : NULL;
}

static void
take_focused_out (PfWall *self, PfWallCell *focused)
{
  g_ptr_array_remove_fast (self->idle, focused);
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];

      if (slot->cell == focused && slot->position != self->cursor)
        slot->cell = NULL;
    }
}

static void
assign_cells (PfWall *self, int height)
{
  PfWallCell *focused = find_focused (self);
  gboolean is_wanted = gtk_widget_has_focus (GTK_WIDGET (self));
  guint n = pf_wall_get_n_tiles (self), n_in_view = 0;

  if (self->cursor == PF_WALL_NO_TILE)
    {
      self->grab_cursor = FALSE;
      if (is_wanted && n > 0)
        pf_wall_set_cursor (self, 0, TRUE);
    }
  else if (is_wanted)
    self->grab_cursor = TRUE;
  if (focused != NULL && !self->grab_cursor && self->cursor != PF_WALL_NO_TILE)
    {
      PfWallSlot *slot = pf_wall_find_slot (self, self->cursor);

      take_focused_out (self, focused);
      if (slot == NULL || slot->rect.y + slot->rect.height <= self->offset
          || slot->rect.y >= self->offset + height)
        {
          PfWallRect rect;

          if (slot != NULL && slot->cell != NULL && slot->cell != focused)
            g_ptr_array_add (self->idle, slot->cell);
          if (slot != NULL)
            slot->cell = NULL;
          self->parked = focused;
          pf_wall_layout_get_rect (self->layout, self->cursor, &rect);
          allocate_cell (self, focused, &rect);
        }
      else
        {
          self->parked = NULL;
          if (slot->cell != NULL && slot->cell != focused)
            g_ptr_array_add (self->idle, slot->cell);
          set_cell (self, slot, focused);
        }
    }
  else if (self->parked != NULL)
    g_ptr_array_add (self->idle, g_steal_pointer (&self->parked));

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->slots->len; i++)
      {
        PfWallSlot *slot = self->slots->pdata[i];
        gboolean in_view = slot->rect.y + slot->rect.height > self->offset
                           && slot->rect.y < self->offset + height;

        /* First those that leave, so that those that come find their cells. */
        if (pass == 0 && !in_view && slot->cell != NULL)
          g_ptr_array_add (self->idle, g_steal_pointer (&slot->cell));
        if (pass == 0 || !in_view)
          continue;
        n_in_view++;
        if (slot->cell == NULL && self->idle->len > 0)
          set_cell (self, slot, g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1));
        else if (slot->cell == NULL)
          continue;
        else if (pf_wall_cell_get_position (slot->cell) != slot->position)
          update_cell (self, slot);
        allocate_cell (self, slot->cell, &slot->rect);
      }
  if (self->grab_cursor)
    {
      PfWallSlot *slot = pf_wall_find_slot (self, self->cursor);

      if (slot != NULL && slot->cell != NULL)
        {
          self->grab_cursor = FALSE;
          gtk_widget_grab_focus (GTK_WIDGET (slot->cell));
        }
    }
  for (guint i = 0; i < self->idle->len; i++)
    {
      gtk_widget_set_child_visible (self->idle->pdata[i], FALSE);
      pf_wall_cell_set_idle (self->idle->pdata[i], TRUE);
    }
  /* One for each in view, and one for the focus elsewhere. */
  self->cells_wanted = n_in_view + 1;
  if (self->cells->len < self->cells_wanted)
    pf_wall_prepare (self);
}

/**
 * pf_wall_update_slots:
 * @self: a wall
 * @height: of the view
 *
 * Goes after what is in view now.
 */
void
pf_wall_update_slots (PfWall *self, int height)
{
  int ahead = (int)(height * AHEAD);
  int top = (int)self->offset;

  pf_wall_layout_find_tiles (self->layout, top - ahead, top + height + ahead, self->found);
  exchange_slots (self, self->found);
  assign_cells (self, height);
}
