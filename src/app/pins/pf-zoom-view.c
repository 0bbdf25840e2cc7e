/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-zoom-view"

#include "config.h"

#include "app/pins/pf-zoom-view.h"

#include <math.h>

/* One step of the wheel or a key. */
#define STEP 1.25
#define MOST 8.0
/* What is decoded at most, in pixels: 64 MB. */
#define MOST_PIXELS (16.0 * 1024 * 1024)
#define LONGEST_EDGE 8192.0

/* A picture as large as the widget allows, or larger: zoomed about the pointer and moved by
 * dragging, scrolling or the arrow keys of a touchpad. It is decoded once, at its own size. */
struct _PfZoomView
{
  GtkWidget parent_instance;
  PfPictureLoader *loader;
  PfClient *client; /* nullable */
  char *url;        /* nullable */
  char *blob;       /* nullable */
  int width, height;
  GdkRGBA color;
  GdkTexture *texture; /* nullable */
  gboolean waiting, failed;
  double zoom;   /* device-independent pixels a pixel of the picture; 0: as large as fits */
  double cx, cy; /* what is in the middle, as a share of the picture */
  double pointer_x, pointer_y;
  double drag_cx, drag_cy;
  double pinch_zoom;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfZoomView, pf_zoom_view, GTK_TYPE_WIDGET)

static double
get_fit (PfZoomView *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->width <= 0 || self->height <= 0 || width <= 0 || height <= 0)
    return 1;
  return MIN (width / self->width, height / self->height);
}

/* Nobody drags the picture out of sight. */
static void
clamp_center (PfZoomView *self)
{
  double zoom = pf_zoom_view_get_zoom (self);
  double half_x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 / (self->width * zoom);
  double half_y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 / (self->height * zoom);

  self->cx = half_x >= 0.5 ? 0.5 : CLAMP (self->cx, half_x, 1 - half_x);
  self->cy = half_y >= 0.5 ? 0.5 : CLAMP (self->cy, half_y, 1 - half_y);
}

static void
changed (PfZoomView *self)
{
  if (self->width > 0 && self->height > 0)
    clamp_center (self);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   pf_zoom_view_is_fitted (self) ? NULL : "grab");
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is under (x, y) stays there. */
static void
zoom_at (PfZoomView *self, double zoom, double x, double y)
{
  double before = pf_zoom_view_get_zoom (self), fit = get_fit (self);
  double dx = x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double dy = y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  if (self->width <= 0 || self->height <= 0)
    return;
  zoom = CLAMP (zoom, MIN (fit, 1), MAX (MOST, fit));
  self->cx += dx / self->width * (1 / before - 1 / zoom);
  self->cy += dy / self->height * (1 / before - 1 / zoom);
  self->zoom = zoom <= fit * 1.001 && zoom >= fit * 0.999 ? 0 : zoom;
  changed (self);
}

static PfPictureRequest
make_request (PfZoomView *self)
{
  double width = self->width, height = self->height;
  double scale = 1;

  scale = MIN (scale, sqrt (MOST_PIXELS / (width * height)));
  scale = MIN (scale, LONGEST_EDGE / MAX (width, height));
  return (PfPictureRequest){ .client = self->client,
                             .url = self->url,
                             .blob = self->blob,
                             .width = (guint)MAX (1, width * scale),
                             .height = (guint)MAX (1, height * scale),
                             .fit = PF_DECODE_FIT_CONTAIN,
                             .priority = 1 };
}

static void
look (PfZoomView *self)
{
  PfPictureRequest request = make_request (self);
  gboolean failed = FALSE;
  GdkTexture *texture
      = pf_picture_supply_peek (PF_PICTURE_SUPPLY (self->loader), &request, &failed);

  g_set_object (&self->texture, texture);
  self->failed = failed;
  self->waiting = texture == NULL;
  pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, &request, self->waiting ? 1 : 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
arrived (PfZoomView *self, const char *name)
{
  if (self->waiting && g_strcmp0 (self->blob != NULL ? self->blob : self->url, name) == 0)
    look (self);
}

static void
pf_zoom_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfZoomView *self = PF_ZOOM_VIEW (widget);
  double zoom = pf_zoom_view_get_zoom (self);
  double width = self->width * zoom, height = self->height * zoom;
  graphene_rect_t place, bounds;

  if (self->width <= 0 || self->height <= 0)
    return;
  graphene_rect_init (&bounds, 0, 0, (float)gtk_widget_get_width (widget),
                      (float)gtk_widget_get_height (widget));
  graphene_rect_init (&place, (float)(bounds.size.width / 2.0 - self->cx * width),
                      (float)(bounds.size.height / 2.0 - self->cy * height), (float)width,
                      (float)height);
  gtk_snapshot_push_clip (snapshot, &bounds);
  if (self->texture != NULL)
    gtk_snapshot_append_texture (snapshot, self->texture, &place);
  else
    gtk_snapshot_append_color (snapshot, &self->color, &place);
  gtk_snapshot_pop (snapshot);
}

static void
pf_zoom_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfZoomView *self = PF_ZOOM_VIEW (widget);

  if (self->width > 0 && self->height > 0)
    clamp_center (self);
}

static void
pointer_moved (PfZoomView *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
pan (PfZoomView *self, double dx, double dy)
{
  double zoom = pf_zoom_view_get_zoom (self);

  self->cx += dx / (self->width * zoom);
  self->cy += dy / (self->height * zoom);
  changed (self);
}

static gboolean
scrolled (PfZoomView *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);

  if (self->width <= 0 || self->height <= 0)
    return FALSE;
  if ((state & GDK_CONTROL_MASK) != 0 || pf_zoom_view_is_fitted (self))
    zoom_at (self, pf_zoom_view_get_zoom (self) * pow (STEP, -dy), self->pointer_x,
             self->pointer_y);
  else
    pan (self, dx * 60, dy * 60);
  return TRUE;
}

static void
pressed (PfZoomView *self, int n_press, double x, double y)
{
  if (n_press != 2)
    return;
  if (pf_zoom_view_is_fitted (self))
    zoom_at (self, MAX (1, get_fit (self) * 2), x, y);
  else
    pf_zoom_view_set_zoom (self, 0);
}

static void
drag_begun (PfZoomView *self)
{
  self->drag_cx = self->cx;
  self->drag_cy = self->cy;
}

static void
drag_moved (PfZoomView *self, double dx, double dy)
{
  if (self->width <= 0 || self->height <= 0)
    return;
  self->cx = self->drag_cx;
  self->cy = self->drag_cy;
  pan (self, -dx, -dy);
}

static void
pinch_begun (PfZoomView *self)
{
  self->pinch_zoom = pf_zoom_view_get_zoom (self);
}

static void
pinched (PfZoomView *self, double scale, GtkGesture *gesture)
{
  double x = 0, y = 0;

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  zoom_at (self, self->pinch_zoom * scale, x, y);
}

static void
pf_zoom_view_dispose (GObject *object)
{
  PfZoomView *self = PF_ZOOM_VIEW (object);

  if (self->loader != NULL)
    pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, NULL, 0);
  g_clear_object (&self->loader);
  g_clear_object (&self->client);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->blob, g_free);
  G_OBJECT_CLASS (pf_zoom_view_parent_class)->dispose (object);
}

static void
pf_zoom_view_class_init (PfZoomViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_zoom_view_dispose;
  widget_class->snapshot = pf_zoom_view_snapshot;
  widget_class->size_allocate = pf_zoom_view_size_allocate;
  /**
   * PfZoomView::changed:
   * @self: a view
   *
   * It is zoomed or moved.
   */
  signals[CHANGED] = g_signal_new ("changed", PF_TYPE_ZOOM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "pfzoom");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pf_zoom_view_init (PfZoomView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  self->cx = self->cy = 0.5;
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scrolled), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begun), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_moved), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begun), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinched), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}

/**
 * pf_zoom_view_new:
 * @loader: where it gets its texture
 *
 * Returns: (transfer floating): an empty view
 */
GtkWidget *
pf_zoom_view_new (PfPictureLoader *loader)
{
  PfZoomView *self = g_object_new (PF_TYPE_ZOOM_VIEW, NULL);

  self->loader = g_object_ref (loader);
  g_signal_connect_object (loader, "arrived", G_CALLBACK (arrived), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * pf_zoom_view_set_picture:
 * @self: a view
 * @client: (nullable): whose picture it is; needed with @url
 * @url: (nullable): an address from a reply
 * @blob: (nullable): or a picture of ours
 * @width: its size in pixels, more than 0
 * @height: likewise
 * @color: 0xRRGGBB to show until it is there, or %G_MAXUINT32
 *
 * Shows another picture, as large as fits.
 */
void
pf_zoom_view_set_picture (PfZoomView *self,
                          PfClient *client,
                          const char *url,
                          const char *blob,
                          int width,
                          int height,
                          guint32 color)
{
  g_set_object (&self->client, client);
  g_free (self->url);
  g_free (self->blob);
  self->url = g_strdup (blob == NULL ? url : NULL);
  self->blob = g_strdup (blob);
  self->width = MAX (1, width);
  self->height = MAX (1, height);
  self->zoom = 0;
  self->cx = self->cy = 0.5;
  self->color = color == G_MAXUINT32 ? (GdkRGBA){ 0.5f, 0.5f, 0.5f, 0.2f }
                                     : (GdkRGBA){ (float)((color >> 16) & 0xff) / 255,
                                                  (float)((color >> 8) & 0xff) / 255,
                                                  (float)(color & 0xff) / 255, 1 };
  look (self);
  changed (self);
}

/**
 * pf_zoom_view_get_zoom:
 * @self: a view
 *
 * Returns: pixels of the screen a pixel of the picture
 */
double
pf_zoom_view_get_zoom (PfZoomView *self)
{
  return self->zoom > 0 ? self->zoom : get_fit (self);
}

/**
 * pf_zoom_view_is_fitted:
 * @self: a view
 *
 * Returns: whether all of it is seen, as large as it goes
 */
gboolean
pf_zoom_view_is_fitted (PfZoomView *self)
{
  return self->zoom <= 0;
}

/**
 * pf_zoom_view_set_zoom:
 * @self: a view
 * @zoom: pixels of the screen a pixel of the picture; 0 for as large as fits
 */
void
pf_zoom_view_set_zoom (PfZoomView *self, double zoom)
{
  if (zoom > 0)
    zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
             gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
  else
    {
      self->zoom = 0;
      changed (self);
    }
}

/**
 * pf_zoom_view_zoom:
 * @self: a view
 * @steps: larger, or smaller when negative
 */
void
pf_zoom_view_zoom (PfZoomView *self, int steps)
{
  pf_zoom_view_set_zoom (self, pf_zoom_view_get_zoom (self) * pow (STEP, steps));
}
