/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pictures/pf-picture.h"

#include <math.h>

#define FADE_US (200 * 1000)
/* While a window is being resized the old texture is stretched; a new one is asked for when the
 * size has rested. */
#define REST_MS 120

struct _PfPicture
{
  GtkWidget parent_instance;
  PfPictureLoader *loader;
  PfClient *client; /* nullable */
  char *url;        /* nullable */
  char *blob;       /* nullable */
  PfDecodeFit fit;
  int corner_radius;
  double aspect; /* width / height for the natural size, 0 for none */
  GdkRGBA color;
  GdkTexture *texture; /* nullable */
  gboolean waiting;
  guint asked_width, asked_height; /* device pixels of the request under way or done */
  guint rest_id;
  guint tick_id;
  gint64 fade_start;
  double fade; /* 0 to 1 */
  guint failed : 1;
};

G_DEFINE_FINAL_TYPE (PfPicture, pf_picture, GTK_TYPE_WIDGET)

static void
stop_loading (PfPicture *self)
{
  if (self->waiting)
    pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, NULL, 0);
  self->waiting = FALSE;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->asked_width = self->asked_height = 0;
}

static gboolean
fade_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  PfPicture *self = PF_PICTURE (widget);
  double t;

  if (self->fade_start == 0)
    self->fade_start = gdk_frame_clock_get_frame_time (clock);
  t = (double)(gdk_frame_clock_get_frame_time (clock) - self->fade_start) / FADE_US;
  t = CLAMP (t, 0, 1);
  self->fade = 1 - (1 - t) * (1 - t);
  gtk_widget_queue_draw (widget);
  if (t < 1)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
show_texture (PfPicture *self, GdkTexture *texture, gboolean fade)
{
  gboolean first = self->texture == NULL;
  gboolean animate = TRUE;

  g_set_object (&self->texture, texture);
  self->failed = FALSE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                NULL);
  if (first && fade && animate && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->fade = 0;
      self->fade_start = 0;
      if (self->tick_id == 0)
        self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), fade_tick, NULL, NULL);
    }
  else if (self->tick_id == 0)
    self->fade = 1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static PfPictureRequest
make_request (PfPicture *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return (PfPictureRequest){
    .client = self->client,
    .url = self->url,
    .blob = self->blob,
    .width = (guint)(gtk_widget_get_width (GTK_WIDGET (self)) * scale),
    .height = (guint)(gtk_widget_get_height (GTK_WIDGET (self)) * scale),
    .fit = self->fit,
    .corner_radius = self->fit == PF_DECODE_FIT_COVER ? (guint)(self->corner_radius * scale) : 0,
  };
}

/* Shows what is at hand; returns whether there is anything to wait for. */
static gboolean
look (PfPicture *self, const PfPictureRequest *request, gboolean fade)
{
  gboolean failed = FALSE;
  GdkTexture *texture = pf_picture_supply_peek (PF_PICTURE_SUPPLY (self->loader), request, &failed);

  if (texture != NULL)
    show_texture (self, texture, fade);
  else if (self->failed != (failed && self->texture == NULL))
    {
      self->failed = failed && self->texture == NULL;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  return texture == NULL;
}

static void
arrived (PfPicture *self, const char *name)
{
  PfPictureRequest request;

  if (!self->waiting || g_strcmp0 (self->blob != NULL ? self->blob : self->url, name) != 0)
    return;
  /* Of the size that was asked for, while a window is being resized too. */
  request = make_request (self);
  request.width = self->asked_width;
  request.height = self->asked_height;
  if (!look (self, &request, TRUE))
    {
      pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, NULL, 0);
      self->waiting = FALSE;
    }
}

static void
load (PfPicture *self)
{
  PfPictureRequest request = make_request (self);

  if (self->loader == NULL || request.width == 0 || request.height == 0
      || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || (request.blob == NULL && (request.url == NULL || request.client == NULL)))
    return;
  if (request.width == self->asked_width && request.height == self->asked_height)
    return;
  stop_loading (self);
  self->asked_width = request.width;
  self->asked_height = request.height;
  self->waiting = look (self, &request, FALSE);
  if (self->waiting)
    pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, &request, 1);
}

static void
rested (gpointer data)
{
  PfPicture *self = data;

  self->rest_id = 0;
  load (self);
}

static void
source_changed (PfPicture *self)
{
  stop_loading (self);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  self->failed = FALSE;
  g_clear_object (&self->texture);
  load (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pf_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfPicture *self = PF_PICTURE (widget);

  if (self->texture == NULL && !self->waiting)
    load (self);
  else if (self->rest_id == 0)
    self->rest_id = g_timeout_add_once (REST_MS, rested, self);
}

static void
pf_picture_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pf_picture_parent_class)->map (widget);
  load (PF_PICTURE (widget));
}

static void
pf_picture_unmap (GtkWidget *widget)
{
  PfPicture *self = PF_PICTURE (widget);

  if (self->waiting)
    stop_loading (self);
  GTK_WIDGET_CLASS (pf_picture_parent_class)->unmap (widget);
}

static void
pf_picture_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  PfPicture *self = PF_PICTURE (widget);

  *minimum = *natural = 0;
  if (self->aspect > 0 && for_size > 0)
    *minimum = *natural
        = (int)lround (orientation == GTK_ORIENTATION_VERTICAL ? for_size / self->aspect
                                                               : for_size * self->aspect);
}

static GtkSizeRequestMode
pf_picture_get_request_mode (GtkWidget *widget)
{
  return PF_PICTURE (widget)->aspect > 0 ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH
                                         : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Where a texture goes so that it is never stretched out of shape. */
static void
place_texture (PfPicture *self, float width, float height, graphene_rect_t *place)
{
  float tw = (float)gdk_texture_get_width (self->texture);
  float th = (float)gdk_texture_get_height (self->texture);
  float sx = width / tw, sy = height / th;
  float scale = self->fit == PF_DECODE_FIT_CONTAIN ? MIN (sx, sy) : MAX (sx, sy);

  graphene_rect_init (place, floorf ((width - tw * scale) / 2), floorf ((height - th * scale) / 2),
                      tw * scale, th * scale);
}

static void
snapshot_missing (GtkWidget *widget, GtkSnapshot *snapshot, int width, int height)
{
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), "image-missing-symbolic",
      NULL, 32, gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0);
  GdkRGBA color;

  if (width < 32 || height < 32)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.4f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float)(width - 32) / 2, (float)(height - 32) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, 32, 32, &color,
                                            1);
  gtk_snapshot_restore (snapshot);
}

static void
pf_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfPicture *self = PF_PICTURE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean contain = self->fit == PF_DECODE_FIT_CONTAIN;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height);
  GskRoundedRect outline;
  GdkRGBA line;

  gsk_rounded_rect_init_from_rect (&outline, &bounds, (float)self->corner_radius);
  if (self->color.alpha > 0 && !contain && (self->texture == NULL || self->fade < 1))
    {
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, &self->color, &bounds);
      gtk_snapshot_pop (snapshot);
    }
  if (self->texture != NULL)
    {
      graphene_rect_t place;
      int factor = gtk_widget_get_scale_factor (widget);
      gboolean exact = gdk_texture_get_width (self->texture) == width * factor
                       && gdk_texture_get_height (self->texture) == height * factor;

      place_texture (self, (float)width, (float)height, &place);
      if (self->fade < 1)
        gtk_snapshot_push_opacity (snapshot, self->fade);
      if (!exact && !contain)
        gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_texture (snapshot, self->texture, &place);
      if (!exact && !contain)
        gtk_snapshot_pop (snapshot);
      if (self->fade < 1)
        gtk_snapshot_pop (snapshot);
    }
  else if (self->failed)
    snapshot_missing (widget, snapshot, width, height);

  /* White pictures on white must keep their edge (ui.md). */
  if (!contain)
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
      line.alpha *= 0.1f;
      gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                                  (GdkRGBA[4]){ line, line, line, line });
    }
}

static void
pf_picture_dispose (GObject *object)
{
  PfPicture *self = PF_PICTURE (object);

  stop_loading (self);
  g_clear_object (&self->loader);
  g_clear_object (&self->client);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (pf_picture_parent_class)->dispose (object);
}

static void
pf_picture_finalize (GObject *object)
{
  PfPicture *self = PF_PICTURE (object);

  g_free (self->url);
  g_free (self->blob);
  G_OBJECT_CLASS (pf_picture_parent_class)->finalize (object);
}

static void
pf_picture_class_init (PfPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pf_picture_dispose;
  object_class->finalize = pf_picture_finalize;
  widget_class->size_allocate = pf_picture_size_allocate;
  widget_class->map = pf_picture_map;
  widget_class->unmap = pf_picture_unmap;
  widget_class->measure = pf_picture_measure;
  widget_class->get_request_mode = pf_picture_get_request_mode;
  widget_class->snapshot = pf_picture_snapshot;
  gtk_widget_class_set_css_name (widget_class, "pfpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pf_picture_init (PfPicture *self)
{
  self->fit = PF_DECODE_FIT_COVER;
}

/**
 * pf_picture_new:
 *
 * A picture shown at exactly the size the widget has. Until it is there its
 * colour stands in its place.
 *
 * Returns: (transfer floating): a new widget
 */
GtkWidget *
pf_picture_new (void)
{
  return g_object_new (PF_TYPE_PICTURE, NULL);
}

/**
 * pf_picture_set_loader:
 * @self: a picture
 * @loader: where it gets its texture
 */
void
pf_picture_set_loader (PfPicture *self, PfPictureLoader *loader)
{
  if (self->loader == loader)
    return;
  stop_loading (self);
  if (self->loader != NULL)
    g_signal_handlers_disconnect_by_func (self->loader, arrived, self);
  g_set_object (&self->loader, loader);
  if (loader != NULL)
    g_signal_connect_object (loader, "arrived", G_CALLBACK (arrived), self, G_CONNECT_SWAPPED);
  source_changed (self);
}

/**
 * pf_picture_set_url:
 * @self: a picture
 * @client: (nullable): whose
 * @url: (nullable): an address from a reply; %NULL for nothing
 */
void
pf_picture_set_url (PfPicture *self, PfClient *client, const char *url)
{
  if (self->blob == NULL && self->client == client && g_strcmp0 (self->url, url) == 0)
    return;
  g_clear_pointer (&self->blob, g_free);
  g_set_object (&self->client, client);
  g_free (self->url);
  self->url = g_strdup (url);
  source_changed (self);
}

/**
 * pf_picture_set_blob:
 * @self: a picture
 * @sha256: (nullable): a picture of ours
 */
void
pf_picture_set_blob (PfPicture *self, const char *sha256)
{
  if (self->url == NULL && g_strcmp0 (self->blob, sha256) == 0)
    return;
  g_clear_pointer (&self->url, g_free);
  g_free (self->blob);
  self->blob = g_strdup (sha256);
  source_changed (self);
}

/**
 * pf_picture_set_color:
 * @self: a picture
 * @rgb: 0xRRGGBB, or %G_MAXUINT32 for a neutral shade
 */
void
pf_picture_set_color (PfPicture *self, guint32 rgb)
{
  if (rgb == G_MAXUINT32)
    self->color = (GdkRGBA){ 0.5f, 0.5f, 0.5f, 0.2f };
  else
    self->color = (GdkRGBA){ (float)((rgb >> 16) & 0xff) / 255, (float)((rgb >> 8) & 0xff) / 255,
                             (float)(rgb & 0xff) / 255, 1 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pf_picture_set_fit:
 * @self: a picture
 * @fit: cover (as at first) or contain
 */
void
pf_picture_set_fit (PfPicture *self, PfDecodeFit fit)
{
  if (self->fit == fit)
    return;
  self->fit = fit;
  source_changed (self);
}

/**
 * pf_picture_set_corner_radius:
 * @self: a picture
 * @radius: in pixels
 */
void
pf_picture_set_corner_radius (PfPicture *self, int radius)
{
  if (self->corner_radius == radius)
    return;
  self->corner_radius = radius;
  source_changed (self);
}

/**
 * pf_picture_set_aspect:
 * @self: a picture
 * @aspect: width / height that its height follows, 0 for none
 */
void
pf_picture_set_aspect (PfPicture *self, double aspect)
{
  if (G_APPROX_VALUE (self->aspect, aspect, 1e-9))
    return;
  self->aspect = aspect;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
