/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

/* Letters that come so soon after each other are one word. */
#define WORD_US (1000 * 1000)
#define MODIFIERS (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)

/**
 * pf_wall_toggle:
 * @self: a wall
 * @position: a tile
 *
 * Selects it, or not any more; a range begins there.
 */
void
pf_wall_toggle (PfWall *self, guint position)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);

  if (gtk_selection_model_is_selected (model, position))
    gtk_selection_model_unselect_item (model, position);
  else
    gtk_selection_model_select_item (model, position, FALSE);
  self->range_from = position;
}

/**
 * pf_wall_extend:
 * @self: a wall
 * @to: a tile
 * @keep: whether what else is selected stays so
 *
 * Selects all from where the range begins to @to.
 */
void
pf_wall_extend (PfWall *self, guint to, gboolean keep)
{
  guint from = self->range_from;

  if (from == PF_WALL_NO_TILE)
    from = self->cursor != PF_WALL_NO_TILE ? self->cursor : to;
  self->range_from = from;
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (self->selection), MIN (from, to),
                                    MAX (from, to) - MIN (from, to) + 1, !keep);
}

/**
 * pf_wall_select_all:
 * @self: a wall
 * @selected: all or none
 */
void
pf_wall_select_all (PfWall *self, gboolean selected)
{
  if (selected)
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  else
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

static void
hold_point (PfWall *self, double x, double y)
{
  guint tile = x >= 0 ? pf_wall_find_tile_at (self, x, y) : PF_WALL_NO_TILE;
  PfWallRect rect;

  if (tile == PF_WALL_NO_TILE)
    {
      pf_wall_hold (self);
      return;
    }
  pf_wall_layout_get_rect (self->layout, tile, &rect);
  self->anchor = tile;
  pf_tile_source_read_key (self->source, tile, self->anchor_key);
  self->anchor_part = (y + self->offset - rect.y) / MAX (rect.height, 1);
  self->anchor_y = y;
}

/**
 * pf_wall_zoom:
 * @self: a wall
 * @steps: columns fewer, so that tiles are larger; negative for more; 0 for as it comes
 * @x: in the view, a point that stays where it is; -1 for none
 * @y: in the view
 */
void
pf_wall_zoom (PfWall *self, int steps, double x, double y)
{
  const PfWallMetrics *metrics = pf_wall_layout_get_metrics (self->layout);
  int n = (int)pf_wall_layout_get_n_columns (self->layout) - steps;
  int room = metrics->width - 2 * metrics->margin, width;

  if (steps == 0)
    {
      hold_point (self, x, y);
      pf_wall_set_column_width (self, PF_WALL_COLUMN);
      return;
    }
  n = CLAMP (n, 2, PF_WALL_MAX_COLUMNS);
  width
      = CLAMP ((room + metrics->gap) / n - metrics->gap, PF_WALL_COLUMN_LEAST, PF_WALL_COLUMN_MOST);
  n = CLAMP ((room + metrics->gap) / (width + metrics->gap), 2, PF_WALL_MAX_COLUMNS);
  /* No step that changes nothing. */
  if ((guint)n == pf_wall_layout_get_n_columns (self->layout))
    return;
  hold_point (self, x, y);
  pf_wall_set_column_width (self, width);
}

static guint
start_cursor (PfWall *self)
{
  if (self->cursor != PF_WALL_NO_TILE && self->cursor < pf_wall_get_n_tiles (self))
    return self->cursor;
  return PF_WALL_NO_TILE;
}

/* Whoever does something else is not in the middle of a word: the next space selects, and the
 * next letter begins anew. */
static void
end_word (PfWall *self)
{
  g_string_set_size (self->typed, 0);
  self->typed_at = 0;
}

static gboolean
move (PfWall *self, PfWallMove how, GdkModifierType state)
{
  guint from = start_cursor (self), to;
  int page = gtk_widget_get_height (GTK_WIDGET (self));

  end_word (self);
  if (pf_wall_get_n_tiles (self) == 0)
    return FALSE;
  to = from != PF_WALL_NO_TILE ? pf_wall_layout_move (self->layout, from, how, page) : 0;
  /* Where there is no tile further up there may be the board's title. */
  if (to == from && how == PF_WALL_UP && self->header != NULL)
    pf_wall_scroll_to_top (self);
  if (how == PF_WALL_HOME)
    pf_wall_scroll_to_top (self);
  if ((state & GDK_SHIFT_MASK) != 0)
    pf_wall_extend (self, to, (state & GDK_CONTROL_MASK) != 0);
  else
    self->range_from = PF_WALL_NO_TILE;
  pf_wall_set_cursor (self, to, TRUE);
  return TRUE;
}

static gboolean
type_ahead (PfWall *self, guint keyval)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  gint64 now = g_get_monotonic_time ();
  gboolean fresh = now - self->typed_at > WORD_US;
  guint from = start_cursor (self), to;

  if (self->find == NULL || letter == 0 || !g_unichar_isprint (letter)
      || (fresh && g_unichar_isspace (letter)))
    return FALSE;
  if (fresh)
    g_string_set_size (self->typed, 0);
  self->typed_at = now;
  g_string_append_unichar (self->typed, letter);
  /* The first letter goes on to the next, further ones may keep what is found. */
  if (from == PF_WALL_NO_TILE)
    from = 0;
  else if (fresh)
    from++;
  to = self->find (self, self->typed->str, from, self->find_data);
  if (to == PF_WALL_NO_TILE)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    pf_wall_set_cursor (self, to, TRUE);
  return TRUE;
}

static gboolean
menu_at_cursor (PfWall *self)
{
  guint cursor = start_cursor (self);
  GdkRectangle bounds;

  if (cursor == PF_WALL_NO_TILE)
    return FALSE;
  pf_wall_get_tile_bounds (self, cursor, &bounds);
  return pf_wall_emit_menu (self, cursor, bounds.x + bounds.width / 2.0,
                            bounds.y + MIN (bounds.height / 2.0, 100));
}

static gboolean
press_space (PfWall *self, GdkModifierType state)
{
  guint cursor = start_cursor (self);

  if (cursor == PF_WALL_NO_TILE)
    return FALSE;
  if ((state & GDK_SHIFT_MASK) != 0)
    pf_wall_extend (self, cursor, (state & GDK_CONTROL_MASK) != 0);
  else if ((state & GDK_CONTROL_MASK) != 0
           || pf_wall_selection_get_n_selected (self->selection) > 0)
    pf_wall_toggle (self, cursor);
  else
    pf_wall_emit_quick_look (self, cursor);
  return TRUE;
}

static gboolean
press_return (PfWall *self)
{
  guint cursor = start_cursor (self);

  if (cursor == PF_WALL_NO_TILE)
    return FALSE;
  pf_wall_emit_activate (self, cursor);
  return TRUE;
}

static gboolean
press_escape (PfWall *self)
{
  if (self->banding)
    pf_wall_stop_band (self);
  else if (pf_wall_selection_get_n_selected (self->selection) > 0)
    pf_wall_select_all (self, FALSE);
  else
    return FALSE;
  return TRUE;
}

static gboolean
press_with_control (PfWall *self, guint keyval, GdkModifierType mods)
{
  switch (keyval)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      pf_wall_zoom (self, 1, -1, -1);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      pf_wall_zoom (self, -1, -1, -1);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      pf_wall_zoom (self, 0, -1, -1);
      return TRUE;
    case GDK_KEY_a:
    case GDK_KEY_A:
      pf_wall_select_all (self, (mods & GDK_SHIFT_MASK) == 0);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
key_pressed (PfWall *self, guint keyval, guint code, GdkModifierType state)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  GdkModifierType mods = state & MODIFIERS;

  if (keyval == GDK_KEY_Control_L || keyval == GDK_KEY_Control_R)
    {
      self->ctrl_held = TRUE;
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return FALSE;
    }
  /* The headers have keys of their own. */
  if (child != NULL && !PF_IS_WALL_CELL (child))
    return FALSE;
  if ((mods & (GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  if ((mods & GDK_CONTROL_MASK) != 0)
    end_word (self);
  if ((mods & GDK_CONTROL_MASK) != 0 && press_with_control (self, keyval, mods))
    return TRUE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return move (self, PF_WALL_LEFT, state);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return move (self, PF_WALL_RIGHT, state);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move (self, PF_WALL_UP, state);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move (self, PF_WALL_DOWN, state);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return move (self, PF_WALL_PAGE_UP, state);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return move (self, PF_WALL_PAGE_DOWN, state);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return move (self, PF_WALL_HOME, state);
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return move (self, PF_WALL_END, state);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return mods == 0 && press_return (self);
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      if (mods == 0 && g_get_monotonic_time () - self->typed_at < WORD_US && self->typed->len > 0)
        return type_ahead (self, GDK_KEY_space);
      return press_space (self, state);
    case GDK_KEY_Escape:
      return press_escape (self);
    case GDK_KEY_Menu:
      return menu_at_cursor (self);
    case GDK_KEY_F10:
      return mods == GDK_SHIFT_MASK && menu_at_cursor (self);
    default:
      return (mods & GDK_CONTROL_MASK) == 0 && type_ahead (self, keyval);
    }
}

static void
key_released (PfWall *self, guint keyval)
{
  if (keyval != GDK_KEY_Control_L && keyval != GDK_KEY_Control_R)
    return;
  self->ctrl_held = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pf_wall_add_keys:
 * @self: a new wall
 */
void
pf_wall_add_keys (PfWall *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  g_signal_connect_swapped (keys, "key-released", G_CALLBACK (key_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
