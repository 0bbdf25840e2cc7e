/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-cover.h"

#include "app/pictures/pf-picture.h"

#include <math.h>

/* ui.md: 3:2, the left two thirds one picture, two stacked right, 2 px gaps. */
#define GAP 2
#define RATIO 1.5
#define MINIMUM 236
#define LOW 72

struct _PfCover
{
  GtkWidget parent_instance;
  PfPicture *pictures[3];
  GtkWidget *empty;
  guint n_urls;
  gboolean low;
};

G_DEFINE_FINAL_TYPE (PfCover, pf_cover, GTK_TYPE_WIDGET)

static void
place (GtkWidget *widget, int x, int y, int width, int height)
{
  GskTransform *transform
      = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float)x, (float)y));

  gtk_widget_allocate (widget, MAX (width, 0), MAX (height, 0), -1, transform);
}

static void
pf_cover_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfCover *self = PF_COVER (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int large = self->n_urls > 1 ? (int)lround ((width - GAP) * 2 / 3.0) : width;
  int small = width - large - GAP;
  int half = (height - GAP) / 2;

  if (gtk_widget_get_visible (self->empty))
    place (self->empty, 0, 0, width, height);
  place (GTK_WIDGET (self->pictures[0]), rtl && self->n_urls > 1 ? small + GAP : 0, 0, large,
         height);
  place (GTK_WIDGET (self->pictures[1]), rtl ? 0 : large + GAP, 0, small,
         self->n_urls > 2 ? half : height);
  place (GTK_WIDGET (self->pictures[2]), rtl ? 0 : large + GAP, half + GAP, small,
         height - half - GAP);
}

static void
pf_cover_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  PfCover *self = PF_COVER (widget);
  int ignored;

  /* GTK insists that visible children were measured. */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_measure (child, orientation, -1, &ignored, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = MINIMUM;
    }
  else
    *minimum = *natural
        = self->low ? LOW : (int)lround ((for_size > 0 ? for_size : MINIMUM) / RATIO);
}

static GtkSizeRequestMode
pf_cover_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pf_cover_dispose (GObject *object)
{
  PfCover *self = PF_COVER (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->empty = NULL;
  G_OBJECT_CLASS (pf_cover_parent_class)->dispose (object);
}

static void
pf_cover_class_init (PfCoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_cover_dispose;
  widget_class->size_allocate = pf_cover_size_allocate;
  widget_class->measure = pf_cover_measure;
  widget_class->get_request_mode = pf_cover_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "pfcover");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pf_cover_init (PfCover *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->empty = gtk_image_new_from_icon_name ("pf-pin-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->empty), 32);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (self->pictures); i++)
    {
      self->pictures[i] = PF_PICTURE (pf_picture_new ());
      pf_picture_set_color (self->pictures[i], G_MAXUINT32);
      gtk_widget_set_visible (GTK_WIDGET (self->pictures[i]), FALSE);
      gtk_widget_set_parent (GTK_WIDGET (self->pictures[i]), GTK_WIDGET (self));
    }
}

/**
 * pf_cover_new:
 *
 * A board's cover: up to three pictures side by side.
 *
 * Returns: (transfer floating): a new widget
 */
GtkWidget *
pf_cover_new (void)
{
  return g_object_new (PF_TYPE_COVER, NULL);
}

/**
 * pf_cover_set_loader:
 * @self: a cover
 * @loader: where it gets its pictures
 */
void
pf_cover_set_loader (PfCover *self, PfPictureLoader *loader)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->pictures); i++)
    pf_picture_set_loader (self->pictures[i], loader);
}

/**
 * pf_cover_set_urls:
 * @self: a cover
 * @client: (nullable): whose board
 * @urls: (nullable): up to three addresses
 */
void
pf_cover_set_urls (PfCover *self, PfClient *client, const char *const *urls)
{
  guint n = urls != NULL ? MIN (g_strv_length ((char **)urls), G_N_ELEMENTS (self->pictures)) : 0;

  self->n_urls = n;
  for (guint i = 0; i < G_N_ELEMENTS (self->pictures); i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->pictures[i]), i < n);
      pf_picture_set_url (self->pictures[i], client, i < n ? urls[i] : NULL);
    }
  gtk_widget_set_visible (self->empty, n == 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * pf_cover_set_low:
 * @self: a cover
 * @low: whether it is content with less height than a picture has
 *
 * For a card that has none, and a line of its own in a narrow window.
 */
void
pf_cover_set_low (PfCover *self, gboolean low)
{
  if (self->low == low)
    return;
  self->low = low;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
