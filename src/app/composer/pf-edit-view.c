/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-edit-view.h"

#include <glib/gi18n.h>

#include <math.h>

#define HANDLE 9.0
#define GRAB 18.0
/* No texture larger than this is asked for, however far somebody has cut into a picture. */
#define MOST_PIXELS 4096

typedef enum
{
  EDGE_NONE = 0,
  EDGE_LEFT = 1 << 0,
  EDGE_RIGHT = 1 << 1,
  EDGE_TOP = 1 << 2,
  EDGE_BOTTOM = 1 << 3,
  EDGE_INSIDE = 1 << 4,
} Edge;

/* A picture as it will be: turned and cut. While somebody crops, all of it is shown, with the
 * part that stays lit; the part is moved and pulled by mouse and keys. The picture itself is
 * only ever drawn, never changed. */
struct _PfEditView
{
  GtkWidget parent_instance;
  PfPictureLoader *loader;
  char *blob;
  guint width, height; /* upright, in pixels */
  PfMediaEdit edit;
  double aspect; /* of what is kept, 0 free */
  GdkTexture *texture;
  guint asked;
  gboolean waiting, cropping, cover;
  Edge edge;
  graphene_rect_t start; /* of the part, in picture pixels, when a pull began */
};

enum
{
  EDITED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfEditView, pf_edit_view, GTK_TYPE_WIDGET)

/* The part that stays, in pixels of the turned picture. */
static void
get_part (PfEditView *self, graphene_rect_t *part)
{
  guint w, h;

  pf_media_edit_get_canvas (&self->edit, self->width, self->height, &w, &h);
  if (pf_media_edit_is_cut (&self->edit))
    graphene_rect_init (part, (float)self->edit.x, (float)self->edit.y, (float)self->edit.width,
                        (float)self->edit.height);
  else
    graphene_rect_init (part, 0, 0, (float)w, (float)h);
}

/* Where the whole turned picture lies in the widget, so that what is to be seen fills it. */
static double
place_canvas (PfEditView *self, graphene_rect_t *canvas)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double margin = self->cropping ? HANDLE : 0;
  graphene_rect_t seen;
  double scale, sx, sy;
  guint w, h;

  pf_media_edit_get_canvas (&self->edit, self->width, self->height, &w, &h);
  if (self->cropping)
    graphene_rect_init (&seen, 0, 0, (float)w, (float)h);
  else
    get_part (self, &seen);
  sx = MAX (width - 2 * margin, 1) / seen.size.width;
  sy = MAX (height - 2 * margin, 1) / seen.size.height;
  scale = self->cover ? MAX (sx, sy) : MIN (sx, sy);
  graphene_rect_init (canvas,
                      (float)((width - seen.size.width * scale) / 2 - seen.origin.x * scale),
                      (float)((height - seen.size.height * scale) / 2 - seen.origin.y * scale),
                      (float)(w * scale), (float)(h * scale));
  return scale;
}

static void
stop_waiting (PfEditView *self)
{
  if (self->waiting)
    pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, NULL, 0);
  self->waiting = FALSE;
}

static void
load (PfEditView *self)
{
  graphene_rect_t canvas;
  PfPictureRequest request = { .blob = self->blob, .fit = PF_DECODE_FIT_CONTAIN, .priority = 1 };
  GdkTexture *texture;
  guint side;

  if (self->loader == NULL || self->blob == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || gtk_widget_get_width (GTK_WIDGET (self)) == 0)
    return;
  place_canvas (self, &canvas);
  side = (guint)ceil (MAX (canvas.size.width, canvas.size.height)
                      * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  /* In steps, so that pulling at a window does not decode for every pixel. */
  side = CLAMP ((side + 255) / 256 * 256, 256, MOST_PIXELS);
  if (side <= self->asked)
    return;
  stop_waiting (self);
  self->asked = side;
  request.width = request.height = side;
  texture = pf_picture_supply_peek (PF_PICTURE_SUPPLY (self->loader), &request, NULL);
  if (texture != NULL)
    g_set_object (&self->texture, texture);
  else
    {
      self->waiting = TRUE;
      pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, &request, 1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
arrived (PfEditView *self, const char *name)
{
  PfPictureRequest request = { .blob = self->blob,
                               .fit = PF_DECODE_FIT_CONTAIN,
                               .width = self->asked,
                               .height = self->asked,
                               .priority = 1 };
  GdkTexture *texture;

  if (!self->waiting || g_strcmp0 (self->blob, name) != 0)
    return;
  texture = pf_picture_supply_peek (PF_PICTURE_SUPPLY (self->loader), &request, NULL);
  if (texture == NULL)
    return;
  stop_waiting (self);
  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_picture (PfEditView *self, GtkSnapshot *snapshot, const graphene_rect_t *canvas)
{
  gboolean swap = self->edit.turn % 2 == 1;
  float w = swap ? canvas->size.height : canvas->size.width;
  float h = swap ? canvas->size.width : canvas->size.height;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (canvas->origin.x + canvas->size.width / 2,
                                                canvas->origin.y + canvas->size.height / 2));
  gtk_snapshot_rotate (snapshot, 90.0f * (float)(self->edit.turn % 4));
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (-w / 2, -h / 2, w, h));
  gtk_snapshot_restore (snapshot);
}

static void
get_frame (PfEditView *self, graphene_rect_t *frame)
{
  graphene_rect_t canvas, part;
  float scale = (float)place_canvas (self, &canvas);

  get_part (self, &part);
  graphene_rect_init (frame, canvas.origin.x + part.origin.x * scale,
                      canvas.origin.y + part.origin.y * scale, part.size.width * scale,
                      part.size.height * scale);
}

static void
draw_frame (PfEditView *self, GtkSnapshot *snapshot, const graphene_rect_t *canvas)
{
  const GdkRGBA dark = { 0, 0, 0, 0.6f }, light = { 1, 1, 1, 1 }, thin = { 1, 1, 1, 0.5f };
  graphene_rect_t f;
  GskRoundedRect outline;
  float right = canvas->origin.x + canvas->size.width;
  float bottom = canvas->origin.y + canvas->size.height;

  get_frame (self, &f);
  gtk_snapshot_append_color (snapshot, &dark,
                             &GRAPHENE_RECT_INIT (canvas->origin.x, canvas->origin.y,
                                                  canvas->size.width,
                                                  f.origin.y - canvas->origin.y));
  gtk_snapshot_append_color (snapshot, &dark,
                             &GRAPHENE_RECT_INIT (canvas->origin.x, f.origin.y + f.size.height,
                                                  canvas->size.width,
                                                  bottom - f.origin.y - f.size.height));
  gtk_snapshot_append_color (snapshot, &dark,
                             &GRAPHENE_RECT_INIT (canvas->origin.x, f.origin.y,
                                                  f.origin.x - canvas->origin.x, f.size.height));
  gtk_snapshot_append_color (snapshot, &dark,
                             &GRAPHENE_RECT_INIT (f.origin.x + f.size.width, f.origin.y,
                                                  right - f.origin.x - f.size.width,
                                                  f.size.height));
  for (int i = 1; i < 3; i++)
    {
      gtk_snapshot_append_color (snapshot, &thin,
                                 &GRAPHENE_RECT_INIT (f.origin.x + f.size.width * (float)i / 3,
                                                      f.origin.y, 1, f.size.height));
      gtk_snapshot_append_color (snapshot, &thin,
                                 &GRAPHENE_RECT_INIT (f.origin.x,
                                                      f.origin.y + f.size.height * (float)i / 3,
                                                      f.size.width, 1));
    }
  gsk_rounded_rect_init_from_rect (&outline, &f, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ light, light, light, light });
  for (int i = 0; i < 4; i++)
    {
      graphene_point_t at = GRAPHENE_POINT_INIT (f.origin.x + (i % 2 == 1 ? f.size.width : 0),
                                                 f.origin.y + (i / 2 == 1 ? f.size.height : 0));

      gsk_rounded_rect_init_from_rect (&outline,
                                       &GRAPHENE_RECT_INIT (at.x - (float)HANDLE / 2 - 1,
                                                            at.y - (float)HANDLE / 2 - 1,
                                                            (float)HANDLE + 2, (float)HANDLE + 2),
                                       (float)HANDLE);
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, &light, &outline.bounds);
      gtk_snapshot_pop (snapshot);
    }
}

static void
pf_edit_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfEditView *self = PF_EDIT_VIEW (widget);
  graphene_rect_t canvas, clip;

  if (self->texture == NULL || self->width == 0)
    return;
  place_canvas (self, &canvas);
  if (self->cropping)
    {
      draw_picture (self, snapshot, &canvas);
      draw_frame (self, snapshot, &canvas);
      return;
    }
  get_frame (self, &clip);
  gtk_snapshot_push_clip (snapshot, &clip);
  draw_picture (self, snapshot, &canvas);
  gtk_snapshot_pop (snapshot);
}

/* Somebody changed it. */
static void
edited (PfEditView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  load (self);
  g_signal_emit (self, signals[EDITED], 0);
}

static Edge
find_edge (PfEditView *self, double x, double y)
{
  graphene_rect_t f;
  Edge edge = EDGE_NONE;
  double right, bottom;

  get_frame (self, &f);
  right = f.origin.x + f.size.width;
  bottom = f.origin.y + f.size.height;
  if (x < f.origin.x - GRAB || x > right + GRAB || y < f.origin.y - GRAB || y > bottom + GRAB)
    return EDGE_NONE;
  if (fabs (x - f.origin.x) < GRAB)
    edge |= EDGE_LEFT;
  else if (fabs (x - right) < GRAB)
    edge |= EDGE_RIGHT;
  if (fabs (y - f.origin.y) < GRAB)
    edge |= EDGE_TOP;
  else if (fabs (y - bottom) < GRAB)
    edge |= EDGE_BOTTOM;
  return edge != EDGE_NONE ? edge : EDGE_INSIDE;
}

static const char *
find_cursor (Edge edge)
{
  switch ((guint)edge)
    {
    case EDGE_LEFT:
    case EDGE_RIGHT:
      return "ew-resize";
    case EDGE_TOP:
    case EDGE_BOTTOM:
      return "ns-resize";
    case EDGE_LEFT | EDGE_TOP:
    case EDGE_RIGHT | EDGE_BOTTOM:
      return "nwse-resize";
    case EDGE_RIGHT | EDGE_TOP:
    case EDGE_LEFT | EDGE_BOTTOM:
      return "nesw-resize";
    case EDGE_INSIDE:
      return "move";
    default:
      return NULL;
    }
}

static void
moved (PfEditView *self, double x, double y)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   self->cropping ? find_cursor (find_edge (self, x, y)) : NULL);
}

/* Pulls at @edge by so many pixels of the picture. The opposite corner stays where it is. */
static void
pull (PfEditView *self, Edge edge, const graphene_rect_t *from, double dx, double dy)
{
  double x = from->origin.x, y = from->origin.y;
  double w = from->size.width, h = from->size.height;
  double right = x + w, bottom = y + h;
  guint canvas_w, canvas_h;

  pf_media_edit_get_canvas (&self->edit, self->width, self->height, &canvas_w, &canvas_h);
  if (edge == EDGE_INSIDE)
    {
      pf_media_edit_place (&self->edit, self->width, self->height, CLAMP (x + dx, 0, canvas_w - w),
                           CLAMP (y + dy, 0, canvas_h - h), w, h, 0);
      edited (self);
      return;
    }
  if (edge & EDGE_LEFT)
    w = right - CLAMP (x + dx, 0, right - PF_MEDIA_EDIT_MIN_SIDE);
  else if (edge & EDGE_RIGHT)
    w = CLAMP (right + dx, x + PF_MEDIA_EDIT_MIN_SIDE, canvas_w) - x;
  if (edge & EDGE_TOP)
    h = bottom - CLAMP (y + dy, 0, bottom - PF_MEDIA_EDIT_MIN_SIDE);
  else if (edge & EDGE_BOTTOM)
    h = CLAMP (bottom + dy, y + PF_MEDIA_EDIT_MIN_SIDE, canvas_h) - y;
  if (self->aspect > 0)
    {
      /* An edge alone takes the other direction with it; a corner the smaller of both. */
      if ((edge & (EDGE_LEFT | EDGE_RIGHT)) == 0)
        w = h * self->aspect;
      else if ((edge & (EDGE_TOP | EDGE_BOTTOM)) == 0)
        h = w / self->aspect;
      w = MIN (w, (edge & EDGE_LEFT) ? right : canvas_w - x);
      h = MIN (h, (edge & EDGE_TOP) ? bottom : canvas_h - y);
      w = MIN (w, h * self->aspect);
      h = w / self->aspect;
    }
  pf_media_edit_place (&self->edit, self->width, self->height, (edge & EDGE_LEFT) ? right - w : x,
                       (edge & EDGE_TOP) ? bottom - h : y, w, h, self->aspect);
  edited (self);
}

static void
drag_begin (PfEditView *self, double x, double y, GtkGesture *gesture)
{
  self->edge = self->cropping ? find_edge (self, x, y) : EDGE_NONE;
  if (self->edge == EDGE_NONE)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  get_part (self, &self->start);
}

static void
drag_update (PfEditView *self, double dx, double dy)
{
  graphene_rect_t canvas;
  double scale = place_canvas (self, &canvas);

  if (self->edge != EDGE_NONE)
    pull (self, self->edge, &self->start, dx / scale, dy / scale);
}

/* Arrows move what stays, with Shift they pull at its lower right corner. */
static gboolean
key_pressed (PfEditView *self, guint keyval, guint keycode, GdkModifierType state)
{
  graphene_rect_t part;
  guint w, h;
  double step, dx = 0, dy = 0;

  if (!self->cropping || self->width == 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  pf_media_edit_get_canvas (&self->edit, self->width, self->height, &w, &h);
  step = MAX (1, MAX (w, h) / 100.0);
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left)
    dx = -step;
  else if (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right)
    dx = step;
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    dy = -step;
  else if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    dy = step;
  else
    return FALSE;
  get_part (self, &part);
  if ((state & GDK_SHIFT_MASK) == 0)
    pull (self, EDGE_INSIDE, &part, dx, dy);
  else if (self->aspect > 0)
    pull (self, EDGE_RIGHT | EDGE_BOTTOM, &part, dx + dy, (dx + dy) / self->aspect);
  else
    pull (self, EDGE_RIGHT | EDGE_BOTTOM, &part, dx, dy);
  return TRUE;
}

static void
pf_edit_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  load (PF_EDIT_VIEW (widget));
}

static void
pf_edit_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pf_edit_view_parent_class)->map (widget);
  load (PF_EDIT_VIEW (widget));
}

static void
pf_edit_view_unmap (GtkWidget *widget)
{
  PfEditView *self = PF_EDIT_VIEW (widget);

  if (self->waiting)
    self->asked = 0;
  stop_waiting (self);
  GTK_WIDGET_CLASS (pf_edit_view_parent_class)->unmap (widget);
}

static void
pf_edit_view_dispose (GObject *object)
{
  PfEditView *self = PF_EDIT_VIEW (object);

  stop_waiting (self);
  g_clear_object (&self->loader);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (pf_edit_view_parent_class)->dispose (object);
}

static void
pf_edit_view_finalize (GObject *object)
{
  g_free (PF_EDIT_VIEW (object)->blob);
  G_OBJECT_CLASS (pf_edit_view_parent_class)->finalize (object);
}

static void
pf_edit_view_class_init (PfEditViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pf_edit_view_dispose;
  object_class->finalize = pf_edit_view_finalize;
  widget_class->size_allocate = pf_edit_view_size_allocate;
  widget_class->map = pf_edit_view_map;
  widget_class->unmap = pf_edit_view_unmap;
  widget_class->snapshot = pf_edit_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "pfeditview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  /**
   * PfEditView::edited:
   * @self: a view
   *
   * Somebody turned or cut the picture.
   */
  signals[EDITED] = g_signal_new ("edited", PF_TYPE_EDIT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
pf_edit_view_init (PfEditView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * pf_edit_view_set_loader:
 * @self: a view
 * @loader: where its texture comes from
 */
void
pf_edit_view_set_loader (PfEditView *self, PfPictureLoader *loader)
{
  if (self->loader == loader)
    return;
  stop_waiting (self);
  if (self->loader != NULL)
    g_signal_handlers_disconnect_by_func (self->loader, arrived, self);
  g_set_object (&self->loader, loader);
  if (loader != NULL)
    g_signal_connect_object (loader, "arrived", G_CALLBACK (arrived), self, G_CONNECT_SWAPPED);
  self->asked = 0;
  load (self);
}

/**
 * pf_edit_view_set_picture:
 * @self: a view
 * @blob: (nullable): a picture of ours
 * @width: upright, in pixels
 * @height: likewise
 * @edit: (nullable): what is to be done to it
 */
void
pf_edit_view_set_picture (
    PfEditView *self, const char *blob, int width, int height, const PfMediaEdit *edit)
{
  self->edit = edit != NULL ? *edit : (PfMediaEdit){ 0 };
  self->width = (guint)MAX (width, 0);
  self->height = (guint)MAX (height, 0);
  if (self->width > 0 && self->height > 0)
    pf_media_edit_clamp (&self->edit, self->width, self->height);
  if (g_strcmp0 (self->blob, blob) != 0)
    {
      stop_waiting (self);
      g_free (self->blob);
      self->blob = g_strdup (blob);
      self->asked = 0;
      self->aspect = 0;
      g_clear_object (&self->texture);
    }
  load (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pf_edit_view_get_edit:
 * @self: a view
 *
 * Returns: what is to be done to the picture
 */
const PfMediaEdit *
pf_edit_view_get_edit (PfEditView *self)
{
  return &self->edit;
}

/**
 * pf_edit_view_turn:
 * @self: a view
 *
 * Turns the picture by 90 degrees clockwise.
 */
void
pf_edit_view_turn (PfEditView *self)
{
  if (self->width == 0)
    return;
  pf_media_edit_turn (&self->edit, self->width, self->height);
  if (self->aspect > 0)
    self->aspect = 1 / self->aspect;
  edited (self);
}

/**
 * pf_edit_view_cut:
 * @self: a view
 * @ratio_w: e.g. 2; 0 for any shape
 * @ratio_h: e.g. 3
 *
 * Keeps the middle of the picture in that shape; with any shape what was kept stays.
 */
void
pf_edit_view_cut (PfEditView *self, guint ratio_w, guint ratio_h)
{
  self->aspect = ratio_h > 0 ? (double)ratio_w / ratio_h : 0;
  if (self->width == 0 || ratio_h == 0)
    return;
  pf_media_edit_cut (&self->edit, self->width, self->height, ratio_w, ratio_h);
  edited (self);
}

/**
 * pf_edit_view_set_cropping:
 * @self: a view
 * @cropping: whether the part that stays can be changed
 */
void
pf_edit_view_set_cropping (PfEditView *self, gboolean cropping)
{
  if (self->cropping == cropping)
    return;
  self->cropping = cropping;
  gtk_widget_set_focusable (GTK_WIDGET (self), cropping);
  if (!cropping && self->width > 0)
    {
      /* All of it is no part. */
      pf_media_edit_clamp (&self->edit, self->width, self->height);
      self->aspect = 0;
    }
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self),
      cropping ? _ ("Arrow keys move the part that stays, with Shift they change its size") : NULL);
  load (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pf_edit_view_set_cover:
 * @self: a view
 * @cover: whether the picture fills the widget
 */
void
pf_edit_view_set_cover (PfEditView *self, gboolean cover)
{
  self->cover = cover;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
