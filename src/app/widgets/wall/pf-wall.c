/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

#include <math.h>

#define GAP 12
#define NARROW_GAP 8
#define MARGIN 24
#define NARROW_MARGIN 12
#define GROUP_GAP 24
#define LEAST_WIDTH (2 * NARROW_MARGIN + 2 * PF_WALL_MIN_COLUMN + NARROW_GAP)
#define SOME_HEIGHT 200

enum
{
  PROP_0,
  PROP_COLUMN_WIDTH,
  PROP_TITLE_LINES,
  N_PROPS,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  SIGNAL_ACTIVATE,
  SIGNAL_QUICK_LOOK,
  SIGNAL_MENU_REQUESTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PfWall,
                               pf_wall,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

void
pf_wall_emit_activate (PfWall *self, guint position)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0, position);
}

void
pf_wall_emit_quick_look (PfWall *self, guint position)
{
  g_signal_emit (self, signals[SIGNAL_QUICK_LOOK], 0, position);
}

gboolean
pf_wall_emit_menu (PfWall *self, guint position, double x, double y)
{
  gboolean shown = FALSE;

  g_signal_emit (self, signals[SIGNAL_MENU_REQUESTED], 0, position, x, y, &shown);
  return shown;
}

static gboolean
prepare (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  PfWall *self = PF_WALL (widget);

  self->prepare_tick = 0;
  if (pf_wall_make_cells (self) | pf_wall_bind_heads (self))
    gtk_widget_queue_resize (widget);
  return G_SOURCE_REMOVE;
}

/**
 * pf_wall_prepare:
 * @self: a wall
 *
 * Children are made and changed before the sizes of a frame are settled, never meanwhile: a
 * resize that is queued from there is lost, and GTK forgets the whole branch.
 */
void
pf_wall_prepare (PfWall *self)
{
  if (self->prepare_tick == 0)
    self->prepare_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), prepare, NULL, NULL);
}

/**
 * pf_wall_queue:
 * @self: a wall
 *
 * All is placed anew before the next frame. What comes up while that is done is done in the same
 * turn: GTK does not look again before it draws. It is a resize although the size stays: where
 * only this widget is allocated, its changing adjustments make the scroll bar ask for an
 * allocation that GTK 4.8 never clears on the parents, and nothing here is allocated any more.
 */
void
pf_wall_queue (PfWall *self)
{
  if (self->headers.make != NULL)
    pf_wall_prepare (self);
  if (self->placing)
    self->place_again = TRUE;
  else
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

double
pf_wall_get_value (PfWall *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

guint
pf_wall_get_n_tiles (PfWall *self)
{
  return pf_wall_layout_get_n_tiles (self->layout);
}

static void
value_changed (PfWall *self)
{
  if (self->configuring)
    return;
  pf_wall_drop_anchor (self);
  self->scroll_to = self->scroll_to_group = PF_WALL_NO_TILE;
  self->scroll_to_top = FALSE;
  self->wants_changed = TRUE;
  if (self->headers.make != NULL)
    pf_wall_prepare (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (PfWall *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment *old = self->adjustments[orientation];

  if (adjustment != NULL && adjustment == old)
    return;
  if (old != NULL)
    {
      g_signal_handlers_disconnect_by_func (old, value_changed, self);
      g_object_unref (old);
    }
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed), self);
  pf_wall_queue (self);
}

static int
measure_header (PfWall *self, int width)
{
  int minimum, natural;

  if (self->header == NULL || !gtk_widget_should_layout (self->header))
    return 0;
  gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, MAX (width, minimum), NULL, &natural,
                      NULL, NULL);
  return natural;
}

static void
update_metrics (PfWall *self, int width)
{
  gboolean narrow = width < PF_WALL_NARROW;
  PfWallMetrics metrics
      = { .width = width,
          .column = self->column_width,
          .gap = narrow ? NARROW_GAP : GAP,
          .margin = narrow ? NARROW_MARGIN : MARGIN,
          .group_gap = GROUP_GAP,
          .rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL };
  const PfWallMetrics *old = pf_wall_layout_get_metrics (self->layout);
  int column_width = pf_wall_layout_get_column_width (self->layout);

  pf_wall_update_style (self);
  metrics.caption = self->caption;
  metrics.top = measure_header (self, width);
  if (metrics.width != old->width || metrics.column != old->column || metrics.gap != old->gap
      || metrics.margin != old->margin || metrics.caption != old->caption || metrics.top != old->top
      || metrics.group_gap != old->group_gap || metrics.rtl != old->rtl)
    {
      pf_wall_hold (self);
      pf_wall_layout_set_metrics (self->layout, &metrics);
      /* The first time nothing is there that could be stretched meanwhile. */
      if (self->last_width > 0 && column_width != pf_wall_layout_get_column_width (self->layout))
        pf_wall_rest_pictures (self);
    }
  self->last_width = width;
  pf_wall_measure_heads (self, width);
}

/* So that all of a tile and some room around it can be seen. */
static double
reach_tile (PfWall *self, double value, int height)
{
  PfWallRect rect;
  double top, bottom;

  pf_wall_layout_get_rect (self->layout, self->scroll_to, &rect);
  top = rect.y - GAP;
  bottom = rect.y + rect.height + GAP;
  if (top < value || bottom - top > height)
    return top;
  return MAX (value, bottom - height);
}

static void
place_view (PfWall *self, int width, int height)
{
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
  GtkAdjustment *horizontal = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  int all = pf_wall_layout_get_height (self->layout);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double value = pf_wall_get_value (self);
  guint n = pf_wall_get_n_tiles (self);

  if (self->scroll_to_top)
    value = 0;
  else if (self->anchor != PF_WALL_NO_TILE && self->anchor < n)
    {
      PfWallRect rect;

      pf_wall_layout_get_rect (self->layout, self->anchor, &rect);
      value = rect.y + self->anchor_part * rect.height - self->anchor_y;
    }
  if (!self->scroll_to_top && self->scroll_to != PF_WALL_NO_TILE && self->scroll_to < n)
    value = reach_tile (self, value, height);
  if (self->scroll_to_group < pf_wall_layout_get_n_groups (self->layout))
    {
      PfWallRect rect;

      pf_wall_layout_get_header (self->layout, self->scroll_to_group, &rect);
      value = rect.y;
    }
  if (self->scroll_to_top || self->scroll_to != PF_WALL_NO_TILE
      || self->scroll_to_group != PF_WALL_NO_TILE)
    pf_wall_drop_anchor (self);
  self->scroll_to_top = FALSE;
  self->scroll_to_group = PF_WALL_NO_TILE;
  self->scroll_to = PF_WALL_NO_TILE;
  value = CLAMP (value, 0, MAX (0, all - height));
  self->configuring = TRUE;
  if (vertical != NULL)
    gtk_adjustment_configure (vertical, value, 0, MAX (all, height), height * 0.1, height * 0.9,
                              height);
  if (horizontal != NULL)
    gtk_adjustment_configure (horizontal, 0, 0, width, width * 0.1, width * 0.9, width);
  self->configuring = FALSE;
  /* Whole pixels of the device, or every texture would be filtered. */
  self->offset = round (pf_wall_get_value (self) * scale) / scale;
}

static void
place_header (PfWall *self, int width)
{
  int minimum;

  if (self->header == NULL || !gtk_widget_should_layout (self->header))
    return;
  gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (self->header, MAX (width, minimum),
                       pf_wall_layout_get_metrics (self->layout)->top, -1,
                       gsk_transform_translate (NULL,
                                                &GRAPHENE_POINT_INIT (0, (float)-self->offset)));
}

static void
pf_wall_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfWall *self = PF_WALL (widget);
  double offset = self->offset;

  self->placing = TRUE;
  for (guint round = 0; round < 3 && (round == 0 || self->place_again); round++)
    {
      self->place_again = FALSE;
      update_metrics (self, width);
      place_view (self, width, height);
      pf_wall_update_slots (self, height);
    }
  self->placing = FALSE;
  place_header (self, width);
  pf_wall_place_heads (self, height);
  pf_wall_update_wants (self, height);
  if (offset < self->offset || offset > self->offset)
    pf_wall_update_hover (self);
  gtk_widget_queue_draw (widget);
}

/**
 * pf_wall_expect_size:
 * @self: a wall that was not shown yet
 * @width: what it will probably have
 * @height: what it will probably have
 *
 * Places the tiles and asks for their pictures while the window is still being made, so that they
 * come with its first frame. Another size in the end only means that some are asked for anew.
 */
void
pf_wall_expect_size (PfWall *self, int width, int height)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || self->last_width > 0 || width < minimum)
    return;
  self->wants_changed = TRUE;
  gtk_widget_allocate (GTK_WIDGET (self), width, height, -1, NULL);
  /* Nobody has seen it: nothing is to rest when the real size comes. */
  self->last_width = 0;
}

static void
pf_wall_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  PfWall *self = PF_WALL (widget);
  int header = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      if (self->header != NULL)
        gtk_widget_measure (self->header, orientation, -1, &header, NULL, NULL, NULL);
      *minimum = MAX (LEAST_WIDTH, header);
      *natural = MAX (*minimum, 3 * PF_WALL_COLUMN);
    }
  else
    {
      *minimum = 0;
      *natural = SOME_HEIGHT;
    }
}

static void
pf_wall_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pf_wall_parent_class)->css_changed (widget, change);
  if (pf_wall_update_style (PF_WALL (widget)))
    pf_wall_queue (PF_WALL (widget));
}

static void
pf_wall_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (pf_wall_parent_class)->system_setting_changed (widget, setting);
  if (pf_wall_update_style (PF_WALL (widget)))
    pf_wall_queue (PF_WALL (widget));
}

static void
pf_wall_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (pf_wall_parent_class)->direction_changed (widget, previous);
  pf_wall_forget_drawings (PF_WALL (widget));
  pf_wall_queue (PF_WALL (widget));
}

static void
pf_wall_unmap (GtkWidget *widget)
{
  PfWall *self = PF_WALL (widget);

  pf_wall_stop_band (self);
  if (self->pictures != NULL)
    pf_picture_supply_want (self->pictures, self, NULL, 0);
  self->wants_changed = TRUE;
  GTK_WIDGET_CLASS (pf_wall_parent_class)->unmap (widget);
}

static void
pf_wall_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pf_wall_parent_class)->map (widget);
  PF_WALL (widget)->wants_changed = TRUE;
  pf_wall_queue (PF_WALL (widget));
}

static gboolean
focus_tiles (PfWall *self)
{
  guint n = pf_wall_get_n_tiles (self);

  if (n == 0)
    return FALSE;
  if (self->cursor == PF_WALL_NO_TILE || self->cursor >= n)
    {
      /* What somebody sees first. */
      guint first = PF_WALL_NO_TILE;

      for (guint i = 0; i < self->slots->len && first == PF_WALL_NO_TILE; i++)
        {
          PfWallSlot *slot = self->slots->pdata[i];

          if (slot->rect.y >= self->offset)
            first = slot->position;
        }
      pf_wall_set_cursor (self, first != PF_WALL_NO_TILE ? first : 0, TRUE);
    }
  else
    pf_wall_set_cursor (self, self->cursor, TRUE);
  return TRUE;
}

static gboolean
pf_wall_grab_focus (GtkWidget *widget)
{
  /* Until there are tiles the wall itself has it, and hands it on then. */
  if (focus_tiles (PF_WALL (widget)) && gtk_widget_get_focus_child (widget) != NULL)
    return TRUE;
  return GTK_WIDGET_CLASS (pf_wall_parent_class)->grab_focus (widget);
}

/* Stops of the Tab key, in order: the header, the tiles as one, the headers of the groups. */
static gboolean
focus_stop (PfWall *self, guint stop, GtkDirectionType direction)
{
  if (stop == 0)
    return self->header != NULL && gtk_widget_child_focus (self->header, direction);
  if (stop == 1)
    return focus_tiles (self);
  return gtk_widget_child_focus (g_array_index (self->heads, PfWallHead, stop - 2).widget,
                                 direction);
}

static gboolean
pf_wall_focus (GtkWidget *widget, GtkDirectionType direction)
{
  PfWall *self = PF_WALL (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);
  gboolean forward
      = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_DOWN || direction == GTK_DIR_RIGHT;
  int n_stops = 2 + (int)self->heads->len, at = forward ? -1 : n_stops;

  if (child != NULL && child == self->header)
    at = 0;
  else if (child != NULL && PF_IS_WALL_CELL (child))
    at = 1;
  for (guint i = 0; child != NULL && i < self->heads->len; i++)
    if (g_array_index (self->heads, PfWallHead, i).widget == child)
      at = (int)i + 2;
  if (at != 1 && at >= 0 && at < n_stops && focus_stop (self, (guint)at, direction))
    return TRUE;
  if (at == 1 && direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;
  for (at += forward ? 1 : -1; at >= 0 && at < n_stops; at += forward ? 1 : -1)
    if (focus_stop (self, (guint)at, direction))
      return TRUE;
  return FALSE;
}

static void
pf_wall_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  PfWall *self = PF_WALL (widget);

  GTK_WIDGET_CLASS (pf_wall_parent_class)->set_focus_child (widget, child);
  /* What has the focus is seen. */
  if (child != NULL && child == self->header && self->offset > 0)
    pf_wall_scroll_to_top (self);
  gtk_widget_queue_draw (widget);
}

static gboolean
query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  return pf_wall_query_tooltip (PF_WALL (widget), x, y, keyboard, tooltip);
}

static void
select_all_action (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_wall_select_all (PF_WALL (widget), g_str_has_suffix (name, "all"));
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *unused)
{
  int step = g_str_has_suffix (name, "in") ? 1 : g_str_has_suffix (name, "out") ? -1 : 0;

  pf_wall_zoom (PF_WALL (widget), step, -1, -1);
}

static void
scale_changed (PfWall *self)
{
  pf_wall_rest_pictures (self);
  for (guint i = 0; i < self->slots->len; i++)
    ((PfWallSlot *)self->slots->pdata[i])->settled = FALSE;
  pf_wall_forget_drawings (self);
}

static void
pf_wall_dispose (GObject *object)
{
  PfWall *self = PF_WALL (object);
  GtkWidget *child;

  pf_wall_stop_band (self);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  pf_wall_unset_source (self);
  g_ptr_array_set_size (self->slots, 0);
  g_ptr_array_set_size (self->cells, 0);
  g_ptr_array_set_size (self->idle, 0);
  g_array_set_size (self->heads, 0);
  self->parked = NULL;
  self->header = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  if (self->pictures != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->pictures, self);
      pf_picture_supply_want (self->pictures, self, NULL, 0);
    }
  g_clear_object (&self->pictures);
  for (guint i = 0; i < 2; i++)
    {
      if (self->adjustments[i] != NULL)
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
  G_OBJECT_CLASS (pf_wall_parent_class)->dispose (object);
}

static void
pf_wall_finalize (GObject *object)
{
  PfWall *self = PF_WALL (object);

  pf_wall_layout_free (self->layout);
  g_ptr_array_unref (self->slots);
  g_ptr_array_unref (self->cells);
  g_ptr_array_unref (self->idle);
  g_array_unref (self->heads);
  g_array_unref (self->found);
  g_string_free (self->typed, TRUE);
  g_clear_pointer (&self->band_base, gtk_bitset_unref);
  pf_wall_forget_frames (self);
  g_clear_pointer (&self->font, pango_font_description_free);
  g_clear_pointer (&self->title_font, pango_font_description_free);
  g_clear_pointer (&self->badge_font, pango_font_description_free);
  G_OBJECT_CLASS (pf_wall_parent_class)->finalize (object);
}

static void
pf_wall_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfWall *self = PF_WALL (object);

  switch (id)
    {
    case PROP_COLUMN_WIDTH:
      g_value_set_int (value, self->column_width);
      break;
    case PROP_TITLE_LINES:
      g_value_set_uint (value, self->title_lines);
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_policy (PfWall *self, GtkOrientation orientation, GtkScrollablePolicy policy, GParamSpec *pspec)
{
  if (self->policies[orientation] == policy)
    return;
  self->policies[orientation] = policy;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
pf_wall_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfWall *self = PF_WALL (object);

  switch (id)
    {
    case PROP_COLUMN_WIDTH:
      pf_wall_set_column_width (self, g_value_get_int (value));
      break;
    case PROP_TITLE_LINES:
      pf_wall_set_title_lines (self, g_value_get_uint (value));
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      set_policy (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_enum (value), pspec);
      break;
    case PROP_VSCROLL_POLICY:
      set_policy (self, GTK_ORIENTATION_VERTICAL, g_value_get_enum (value), pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_wall_class_init (PfWallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pf_wall_dispose;
  object_class->finalize = pf_wall_finalize;
  object_class->get_property = pf_wall_get_property;
  object_class->set_property = pf_wall_set_property;
  widget_class->size_allocate = pf_wall_size_allocate;
  widget_class->measure = pf_wall_measure;
  widget_class->snapshot = pf_wall_snapshot;
  widget_class->css_changed = pf_wall_css_changed;
  widget_class->system_setting_changed = pf_wall_system_setting_changed;
  widget_class->direction_changed = pf_wall_direction_changed;
  widget_class->map = pf_wall_map;
  widget_class->unmap = pf_wall_unmap;
  widget_class->grab_focus = pf_wall_grab_focus;
  widget_class->focus = pf_wall_focus;
  widget_class->set_focus_child = pf_wall_set_focus_child;
  widget_class->query_tooltip = query_tooltip;

  /**
   * PfWall:column-width:
   *
   * Width a column should about have, in pixels. Zooming changes it; the page remembers it.
   */
  properties[PROP_COLUMN_WIDTH]
      = g_param_spec_int ("column-width", NULL, NULL, PF_WALL_COLUMN_LEAST, PF_WALL_COLUMN_MOST,
                          PF_WALL_COLUMN,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * PfWall:title-lines:
   *
   * Lines of title under each picture, 0 for none. The same for all, so that a title that
   * becomes known moves nothing.
   */
  properties[PROP_TITLE_LINES]
      = g_param_spec_uint ("title-lines", NULL, NULL, 0, 2, 1,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  /**
   * PfWall::activate:
   * @self: a wall
   * @position: a tile
   *
   * Somebody wants to open it: a click, Enter, or assistive technology.
   */
  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", PF_TYPE_WALL, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * PfWall::quick-look:
   * @self: a wall
   * @position: a tile
   *
   * The space bar while nothing is selected.
   */
  signals[SIGNAL_QUICK_LOOK] = g_signal_new ("quick-look", PF_TYPE_WALL, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * PfWall::menu-requested:
   * @self: a wall
   * @position: a tile
   * @x: in the wall's view, where the menu shall point to
   * @y: in the wall's view
   *
   * The secondary button, a long press, the Menu key or Shift+F10.
   *
   * Returns: whether there is a menu
   */
  signals[SIGNAL_MENU_REQUESTED]
      = g_signal_new ("menu-requested", PF_TYPE_WALL, G_SIGNAL_RUN_LAST, 0,
                      g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 3, G_TYPE_UINT,
                      G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_install_action (widget_class, "wall.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "wall.select-none", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "wall.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "wall.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "wall.zoom-normal", NULL, zoom_action);
  gtk_widget_class_set_css_name (widget_class, "pfwall");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
pf_wall_init (PfWall *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->layout = pf_wall_layout_new ();
  self->slots = g_ptr_array_new_with_free_func (pf_wall_slot_free);
  self->cells = g_ptr_array_new ();
  self->idle = g_ptr_array_new ();
  self->heads = g_array_new (FALSE, FALSE, sizeof (PfWallHead));
  self->found = g_array_new (FALSE, FALSE, sizeof (guint));
  self->typed = g_string_new (NULL);
  self->column_width = PF_WALL_COLUMN;
  self->title_lines = 1;
  self->anchor = self->scroll_to = self->cursor = self->range_from = PF_WALL_NO_TILE;
  self->scroll_to_group = PF_WALL_NO_TILE;
  self->hovered = self->pressed = self->drop_group = PF_WALL_NO_TILE;
  self->pointer_x = self->pointer_y = -1;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  pf_wall_add_keys (self);
  pf_wall_add_pointer (self);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_changed), NULL);
}

/**
 * pf_wall_new:
 *
 * A masonry of pictures in any number, to be put into a #GtkScrolledWindow.
 *
 * Returns: (transfer floating): a new wall
 */
GtkWidget *
pf_wall_new (void)
{
  return g_object_new (PF_TYPE_WALL, NULL);
}
