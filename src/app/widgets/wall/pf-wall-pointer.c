/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-drag-icon.h"
#include "app/widgets/wall/pf-wall-private.h"

#include <math.h>

/* The check at the corner of a tile and some room around it. */
#define CHECK_AREA 40
/* So near to an edge of the view the wall moves on by itself, the faster the nearer. */
#define SCROLL_EDGE 32
#define SCROLL_MOST 24.0

/**
 * pf_wall_update_hover:
 * @self: a wall
 *
 * What is under the pointer may be another tile.
 */
void
pf_wall_update_hover (PfWall *self)
{
  guint hovered = self->pointer_x >= 0
                      ? pf_wall_find_tile_at (self, self->pointer_x, self->pointer_y)
                      : PF_WALL_NO_TILE;

  if (hovered == self->hovered)
    return;
  self->hovered = hovered;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pointer_moved (PfWall *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  pf_wall_update_hover (self);
}

static void
pointer_left (PfWall *self)
{
  self->pointer_x = self->pointer_y = -1;
  self->ctrl_held = FALSE;
  pf_wall_update_hover (self);
}

static gboolean
is_on_check (PfWall *self, guint position, double x, double y)
{
  GdkRectangle bounds;

  pf_wall_get_tile_bounds (self, position, &bounds);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = 2 * bounds.x + bounds.width - x;
  return x - bounds.x < CHECK_AREA && y - bounds.y < CHECK_AREA;
}

static void
pressed (PfWall *self, int n_press, double x, double y, GtkGestureClick *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  guint tile = pf_wall_find_tile_at (self, x, y);

  self->pressed = PF_WALL_NO_TILE;
  if (tile == PF_WALL_NO_TILE)
    return;
  if (event != NULL && gdk_event_triggers_context_menu (event))
    {
      pf_wall_set_cursor (self, tile, TRUE);
      if (pf_wall_emit_menu (self, tile, x, y))
        gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY)
    self->pressed = tile;
}

static void
released (PfWall *self, int n_press, double x, double y, GtkGestureClick *gesture)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint tile = pf_wall_find_tile_at (self, x, y), cursor = self->cursor;

  if (tile == PF_WALL_NO_TILE || tile != self->pressed)
    return;
  self->pressed = PF_WALL_NO_TILE;
  if ((state & GDK_SHIFT_MASK) != 0)
    {
      if (self->range_from == PF_WALL_NO_TILE)
        self->range_from = cursor;
      pf_wall_extend (self, tile, (state & GDK_CONTROL_MASK) != 0);
      pf_wall_set_cursor (self, tile, TRUE);
      return;
    }
  pf_wall_set_cursor (self, tile, TRUE);
  if ((state & GDK_CONTROL_MASK) != 0 || pf_wall_selection_get_n_selected (self->selection) > 0
      || is_on_check (self, tile, x, y))
    pf_wall_toggle (self, tile);
  else if (n_press == 1)
    pf_wall_emit_activate (self, tile);
}

static void
long_pressed (PfWall *self, double x, double y, GtkGesture *gesture)
{
  guint tile = pf_wall_find_tile_at (self, x, y);

  if (tile == PF_WALL_NO_TILE)
    return;
  self->pressed = PF_WALL_NO_TILE;
  pf_wall_set_cursor (self, tile, TRUE);
  if (pf_wall_emit_menu (self, tile, x, y))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
scrolled (PfWall *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);

  if ((state & GDK_CONTROL_MASK) == 0)
    return FALSE;
  self->wheel += dy;
  while (fabs (self->wheel) >= 1)
    {
      int step = self->wheel > 0 ? 1 : -1;

      self->wheel -= step;
      pf_wall_zoom (self, -step, self->pointer_x, self->pointer_y);
    }
  return TRUE;
}

static void
update_band (PfWall *self)
{
  g_autoptr (GtkBitset) hit = gtk_bitset_copy (self->band_base);
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, pf_wall_get_n_tiles (self));
  double to_y = self->band_to_y + self->offset;
  double left = MIN (self->band_x, self->band_to_x), right = MAX (self->band_x, self->band_to_x);

  pf_wall_layout_find_tiles (self->layout, (int)MIN (self->band_y, to_y),
                             (int)MAX (self->band_y, to_y) + 1, self->found);
  for (guint i = 0; i < self->found->len; i++)
    {
      guint position = g_array_index (self->found, guint, i);
      PfWallRect rect;

      pf_wall_layout_get_rect (self->layout, position, &rect);
      if (rect.x < right && rect.x + rect.width > left)
        gtk_bitset_add (hit, position);
    }
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), hit, all);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
band_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  PfWall *self = PF_WALL (widget);
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double height = gtk_widget_get_height (widget), speed = 0;

  if (self->band_to_y < SCROLL_EDGE)
    speed = self->band_to_y - SCROLL_EDGE;
  else if (self->band_to_y > height - SCROLL_EDGE)
    speed = self->band_to_y - height + SCROLL_EDGE;
  if (speed < 0 || speed > 0)
    {
      speed = CLAMP (speed / 2, -SCROLL_MOST, SCROLL_MOST);
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + speed);
      update_band (self);
    }
  return G_SOURCE_CONTINUE;
}

/**
 * pf_wall_stop_band:
 * @self: a wall
 *
 * Nothing is being spanned any more; what was selected so stays.
 */
void
pf_wall_stop_band (PfWall *self)
{
  if (!self->banding)
    return;
  self->banding = FALSE;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->band_tick);
  self->band_tick = 0;
  g_clear_pointer (&self->band_base, gtk_bitset_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
band_begun (PfWall *self, double x, double y, GtkGesture *gesture)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  g_autoptr (GtkBitset) selected = NULL;
  gboolean add = (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0;

  /* A tile is dragged, not spanned; a finger scrolls. */
  if (pf_wall_find_tile_at (self, x, y) != PF_WALL_NO_TILE
      || gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT) != GTK_WIDGET (self)
      || gdk_event_get_pointer_emulated (
          gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture))))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  g_clear_pointer (&self->band_base, gtk_bitset_unref);
  if (!add)
    gtk_selection_model_unselect_all (model);
  selected = gtk_selection_model_get_selection (model);
  self->band_base = gtk_bitset_copy (selected);
  self->band_x = x;
  self->band_y = y + self->offset;
}

static void
band_moved (PfWall *self, double dx, double dy, GtkGesture *gesture)
{
  if (self->band_base == NULL)
    return;
  if (!self->banding)
    {
      if (!gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int)dx, (int)dy))
        return;
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
      self->banding = TRUE;
      self->band_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), band_tick, NULL, NULL);
    }
  gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &self->band_to_x, &self->band_to_y);
  self->band_to_x += dx;
  self->band_to_y += dy;
  update_band (self);
}

static void
band_ended (PfWall *self)
{
  pf_wall_stop_band (self);
  g_clear_pointer (&self->band_base, gtk_bitset_unref);
}

static GdkContentProvider *
drag_prepared (PfWall *self, double x, double y)
{
  guint tile = pf_wall_find_tile_at (self, x, y);

  if (tile == PF_WALL_NO_TILE || self->drag == NULL)
    return NULL;
  self->pressed = PF_WALL_NO_TILE;
  self->dragged = tile;
  return self->drag (self, tile, self->drag_data);
}

static void
drag_begun (PfWall *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) icon = NULL;
  PfWallSlot *slot = pf_wall_find_slot (self, self->dragged);
  guint n = 1;

  if (slot == NULL || slot->rect.height <= 0)
    return;
  if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), self->dragged))
    n = pf_wall_selection_get_n_selected (self->selection);
  icon = pf_wall_make_drag_icon (GTK_WIDGET (self), slot->texture,
                                 slot->texture != NULL
                                     ? gdk_paintable_get_intrinsic_aspect_ratio (
                                         GDK_PAINTABLE (slot->texture))
                                     : (double)slot->rect.width / slot->rect.height,
                                 n);
  gtk_drag_source_set_icon (source, icon, 12, 12);
}

/**
 * pf_wall_add_pointer:
 * @self: a new wall
 */
void
pf_wall_add_pointer (PfWall *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkGesture *band = gtk_gesture_drag_new ();
  GtkDragSource *source = gtk_drag_source_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (pointer_left), self);
  gtk_widget_add_controller (widget, motion);

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scrolled), self);
  gtk_widget_add_controller (widget, scroll);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (long_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));

  g_signal_connect_swapped (band, "drag-begin", G_CALLBACK (band_begun), self);
  g_signal_connect_swapped (band, "drag-update", G_CALLBACK (band_moved), self);
  g_signal_connect_swapped (band, "drag-end", G_CALLBACK (band_ended), self);
  g_signal_connect_swapped (band, "cancel", G_CALLBACK (band_ended), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (band));

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY | GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (drag_prepared), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (drag_begun), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));
}
