/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-layers-private.h"
#include "app/widgets/chart/pf-chart-private.h"

#include "app/widgets/chart/pf-chart-format.h"
#include "app/widgets/chart/pf-chart-look.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (PfChart, pf_chart, GTK_TYPE_WIDGET)

/* What a row of a ranked chart wants, pixels at a text of 100 %. */
#define ROW 56

enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_CURSOR_MOVED,
  SIGNAL_RANGE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * pf_chart_get_scene:
 * @self: the chart
 * @scene: (out caller-allocates): what is on the screen, for a picture of it to take away;
 *   valid until the chart changes
 */
void
pf_chart_get_scene (PfChart *self, PfChartScene *scene)
{
  if (self->text == NULL)
    self->text = pf_chart_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  *scene
      = (PfChartScene){ .kind = self->kind,
                        .data = self->data,
                        .text = self->text,
                        .width = gtk_widget_get_width (GTK_WIDGET (self)),
                        .height = gtk_widget_get_height (GTK_WIDGET (self)),
                        .from = self->range.from,
                        .to = self->range.to,
                        .hidden = self->hidden,
                        .rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL };
  pf_chart_look_get_style (&scene->style);
}

/* What was drawn is no longer true. */
void
pf_chart_redraw (PfChart *self)
{
  g_clear_pointer (&self->layer, gsk_render_node_unref);
  pf_chart_clear_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_drawn_by_cairo (PfChart *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  return native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

/* GTK 4.8 copies a texture each time cairo draws any part of it. */
static GskRenderNode *
make_cairo_node (cairo_surface_t *surface, const graphene_rect_t *bounds)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  return node;
}

/* GL would upload what cairo drew with each frame. */
static GskRenderNode *
make_texture_node (cairo_surface_t *surface, const graphene_rect_t *bounds)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes
      = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize)height,
                                    (GDestroyNotify)cairo_surface_destroy,
                                    cairo_surface_reference (surface));
  g_autoptr (GdkTexture) texture
      = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);

  return gsk_texture_node_new (texture, bounds);
}

/*
 * All but the cursor, as pixels that stay until something changes: moving the pointer costs
 * the cursor and nothing else (P17).
 */
static void
draw_layer (PfChart *self, const PfChartScene *scene)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int width = (int)scene->width * scale, height = (int)scene->height * scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float)scene->width, (float)scene->height);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  pf_chart_draw (scene, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  self->layer = is_drawn_by_cairo (self) ? make_cairo_node (surface, &bounds)
                                         : make_texture_node (surface, &bounds);
  cairo_surface_destroy (surface);
}

static void
pf_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfChart *self = PF_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  PfChartScene scene;

  if (self->data == NULL || width < 1 || height < 1)
    return;
  pf_chart_get_scene (self, &scene);
  if (self->layer == NULL || self->layer_width != width || self->layer_height != height
      || self->layer_scale != gtk_widget_get_scale_factor (widget))
    {
      g_clear_pointer (&self->layer, gsk_render_node_unref);
      draw_layer (self, &scene);
      pf_chart_plan (&scene, &self->plot);
      self->layer_width = width;
      self->layer_height = height;
      self->layer_scale = gtk_widget_get_scale_factor (widget);
    }
  gtk_snapshot_append_node (snapshot, self->layer);
  pf_chart_draw_cursor (self, &scene, &self->plot, snapshot);
}

static int
line_height (PfChart *self)
{
  PfChartScene scene;

  pf_chart_get_scene (self, &scene);
  return (int)ceil (pf_chart_text_height (&scene, PF_CHART_FONT_BODY));
}

static int
measure_donut (PfChart *self, int width)
{
  PfChartScene scene;

  if (self->data == NULL)
    return 160;
  pf_chart_get_scene (self, &scene);
  if (width >= 0)
    scene.width = width;
  return (int)ceil (pf_chart_measure_donut (&scene));
}

/* A ring with words has them beside it or below, as there is room. */
static GtkSizeRequestMode
pf_chart_get_request_mode (GtkWidget *widget)
{
  return PF_CHART (widget)->kind == PF_CHART_DONUT ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH
                                                   : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
pf_chart_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  PfChart *self = PF_CHART (widget);
  int line, n = self->data != NULL ? (int)pf_chart_data_get_n_points (self->data) : 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 480;
      return;
    }
  line = line_height (self);
  switch (self->kind)
    {
    case PF_CHART_RANKED:
      *minimum = *natural
          = MAX (n, 1)
            * MAX (self->data != NULL && pf_chart_data_has_pictures (self->data) ? ROW : 0,
                   line + 32);
      return;
    case PF_CHART_CALENDAR:
      *minimum = *natural = line * 2 + 7 * 20;
      return;
    case PF_CHART_DONUT:
      *minimum = *natural = measure_donut (self, for_size);
      return;
    case PF_CHART_LINE:
    case PF_CHART_AREA:
    case PF_CHART_BARS:
    case PF_CHART_STACK:
    case PF_CHART_SPARK:
    default:
      *minimum = *natural = MAX (line * 12, 220);
    }
}

/* The words of the point where the cursor is, or of all of it. */
static void
describe (PfChart *self)
{
  g_autofree char *words = NULL;

  if (self->data == NULL)
    words = g_strdup ("");
  else if (self->cursor >= 0)
    words = pf_chart_dup_point_words (self->data, (guint)self->cursor, self->series, self->hidden);
  else
    words = pf_chart_dup_summary (self->data);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->data != NULL ? pf_chart_data_get_title (self->data) : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

/**
 * pf_chart_set_cursor:
 * @self: the chart
 * @point: where to read, or -1 for nowhere
 *
 * Shows all values at a point.
 */
void
pf_chart_set_cursor (PfChart *self, int point)
{
  int n = self->data != NULL ? (int)pf_chart_data_get_n_points (self->data) : 0;

  g_return_if_fail (PF_IS_CHART (self));

  point = point < 0 || n == 0 ? -1 : MIN (point, n - 1);
  if (self->cursor == point)
    return;
  self->cursor = point;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_CURSOR_MOVED], 0, point);
}

/**
 * pf_chart_get_cursor:
 * @self: the chart
 *
 * Returns: the point that is read, or -1
 */
int
pf_chart_get_cursor (PfChart *self)
{
  g_return_val_if_fail (PF_IS_CHART (self), -1);

  return self->cursor;
}

/* Which series is read first. */
void
pf_chart_set_first (PfChart *self, guint series)
{
  self->series = series;
  describe (self);
}

void
pf_chart_activate (PfChart *self, int point)
{
  if (point >= 0)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, (guint)point);
}

void
pf_chart_range_moved (PfChart *self)
{
  pf_chart_redraw (self);
  g_signal_emit (self, signals[SIGNAL_RANGE_CHANGED], 0);
}

/**
 * pf_chart_zoom:
 * @self: the chart
 * @factor: over 1 to come nearer; 0 to see all of it
 * @at: what stays where it is, 0 for the first point in view and 1 for the last
 */
void
pf_chart_zoom (PfChart *self, double factor, double at)
{
  g_return_if_fail (PF_IS_CHART (self));

  if (!pf_chart_is_timeline (self->kind))
    return;
  if (factor == 0)
    pf_chart_range_init (&self->range, self->range.n);
  else if (!pf_chart_range_zoom (&self->range, factor, at))
    return;
  pf_chart_range_moved (self);
}

/**
 * pf_chart_pan:
 * @self: the chart
 * @points: how far, over 0 towards the last
 */
void
pf_chart_pan (PfChart *self, double points)
{
  g_return_if_fail (PF_IS_CHART (self));

  if (pf_chart_is_timeline (self->kind) && pf_chart_range_pan (&self->range, points))
    pf_chart_range_moved (self);
}

/**
 * pf_chart_get_range:
 * @self: the chart
 * @from: (out): the first point in view
 * @to: (out): the end of the last
 */
void
pf_chart_get_range (PfChart *self, double *from, double *to)
{
  *from = self->range.from;
  *to = self->range.to;
}

/* Text of another size, another direction. */
static void
pf_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  PfChart *self = PF_CHART (widget);

  GTK_WIDGET_CLASS (pf_chart_parent_class)->css_changed (widget, change);
  g_clear_pointer (&self->text, pf_chart_text_free);
  pf_chart_redraw (self);
}

static void
pf_chart_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  PfChart *self = PF_CHART (widget);

  GTK_WIDGET_CLASS (pf_chart_parent_class)->system_setting_changed (widget, setting);
  g_clear_pointer (&self->text, pf_chart_text_free);
  pf_chart_redraw (self);
  gtk_widget_queue_resize (widget);
}

static void
pf_chart_direction_changed (GtkWidget *widget, GtkTextDirection before)
{
  g_clear_pointer (&PF_CHART (widget)->text, pf_chart_text_free);
  pf_chart_redraw (PF_CHART (widget));
}

static void
pf_chart_dispose (GObject *object)
{
  PfChart *self = PF_CHART (object);

  if (self->data != NULL)
    g_signal_handlers_disconnect_by_func (self->data, pf_chart_redraw, self);
  g_clear_object (&self->data);
  g_clear_pointer (&self->layer, gsk_render_node_unref);
  g_clear_pointer (&self->text, pf_chart_text_free);
  pf_chart_clear_cursor (self);
  G_OBJECT_CLASS (pf_chart_parent_class)->dispose (object);
}

static void
pf_chart_class_init (PfChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_chart_dispose;
  widget_class->snapshot = pf_chart_snapshot;
  widget_class->measure = pf_chart_measure;
  widget_class->get_request_mode = pf_chart_get_request_mode;
  widget_class->css_changed = pf_chart_css_changed;
  widget_class->system_setting_changed = pf_chart_system_setting_changed;
  widget_class->direction_changed = pf_chart_direction_changed;
  /**
   * PfChart::activated:
   * @self: the chart
   * @point: which was chosen by Enter or a click
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", PF_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * PfChart::cursor-moved:
   * @self: the chart
   * @point: where it is, -1 for nowhere
   */
  signals[SIGNAL_CURSOR_MOVED] = g_signal_new ("cursor-moved", PF_TYPE_CHART, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  /**
   * PfChart::range-changed:
   * @self: the chart
   *
   * Other points are in view.
   */
  signals[SIGNAL_RANGE_CHANGED] = g_signal_new ("range-changed", PF_TYPE_CHART, G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "pfchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pf_chart_class_add_keys (widget_class);
}

static void
look_changed (GtkWidget *widget)
{
  pf_chart_redraw (PF_CHART (widget));
}

static void
pf_chart_init (PfChart *self)
{
  self->cursor = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  pf_chart_look_follow (GTK_WIDGET (self), look_changed);
  pf_chart_add_pointer (self);
}

/**
 * pf_chart_set_data:
 * @self: the chart
 * @data: (nullable): what it shows
 *
 * Other data is seen whole, with all of its series; newer numbers of the same points and series as
 * those before.
 */
void
pf_chart_set_data (PfChart *self, PfChartData *data)
{
  gboolean same;

  g_return_if_fail (PF_IS_CHART (self));

  if (self->data == data)
    return;
  same = self->data != NULL && data != NULL && pf_chart_data_is_like (self->data, data);
  if (self->data != NULL)
    g_signal_handlers_disconnect_by_func (self->data, pf_chart_redraw, self);
  g_set_object (&self->data, data);
  if (data != NULL)
    g_signal_connect_object (data, "changed", G_CALLBACK (pf_chart_redraw), self,
                             G_CONNECT_SWAPPED);
  if (!same)
    {
      self->hidden = 0;
      self->series = 0;
      self->cursor = -1;
      pf_chart_range_init (&self->range, data != NULL ? pf_chart_data_get_n_points (data) : 0);
    }
  pf_chart_clear_cursor (self);
  describe (self);
  pf_chart_redraw (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_RANGE_CHANGED], 0);
}

/**
 * pf_chart_get_data:
 * @self: the chart
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PfChartData *
pf_chart_get_data (PfChart *self)
{
  g_return_val_if_fail (PF_IS_CHART (self), NULL);

  return self->data;
}

/**
 * pf_chart_set_kind:
 * @self: the chart
 * @kind: how it is drawn
 *
 * The same numbers in another form, seen whole.
 */
void
pf_chart_set_kind (PfChart *self, PfChartKind kind)
{
  g_return_if_fail (PF_IS_CHART (self));

  if (self->kind == kind)
    return;
  self->kind = kind;
  pf_chart_range_init (&self->range, self->range.n);
  pf_chart_range_moved (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * pf_chart_get_kind:
 * @self: the chart
 *
 * Returns: how it is drawn
 */
PfChartKind
pf_chart_get_kind (PfChart *self)
{
  g_return_val_if_fail (PF_IS_CHART (self), PF_CHART_LINE);

  return self->kind;
}

/**
 * pf_chart_set_series_shown:
 * @self: the chart
 * @series: which, under 64
 * @shown: whether it is drawn; the axis fits those that are
 */
void
pf_chart_set_series_shown (PfChart *self, guint series, gboolean shown)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << series;

  g_return_if_fail (PF_IS_CHART (self) && series < 64);

  if (((self->hidden & bit) == 0) == !!shown)
    return;
  self->hidden ^= bit;
  describe (self);
  pf_chart_redraw (self);
}

/**
 * pf_chart_get_series_shown:
 * @self: the chart
 * @series: which
 *
 * Returns: whether it is drawn
 */
gboolean
pf_chart_get_series_shown (PfChart *self, guint series)
{
  g_return_val_if_fail (PF_IS_CHART (self), FALSE);

  return series >= 64 || (self->hidden & G_GUINT64_CONSTANT (1) << series) == 0;
}

/**
 * pf_chart_new:
 * @kind: how it is drawn
 *
 * Returns: (transfer floating): a chart without data
 */
GtkWidget *
pf_chart_new (PfChartKind kind)
{
  PfChart *self = g_object_new (PF_TYPE_CHART, NULL);

  self->kind = kind;
  return GTK_WIDGET (self);
}
