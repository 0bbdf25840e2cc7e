/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-composer-body.h"

#include "app/composer/pf-picture-pane.h"

/* ui.md "Composer": two columns from 720 on; under it one, the picture at most 40% of the height.
 */
#define NARROW 720
#define FIELDS_WIDTH 400
#define NARROW_SHARE 0.4

/* Two children: the picture and the fields. */
struct _PfComposerBody
{
  GtkWidget parent_instance;

  int told; /* how wide the pane was told that it is: -1 not yet, else whether narrow */
  guint telling;
};

static void buildable_init (GtkBuildableIface *iface);
static GtkBuildableIface *parent_buildable;

G_DEFINE_FINAL_TYPE_WITH_CODE (PfComposerBody,
                               pf_composer_body,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkSizeRequestMode
pf_composer_body_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Both are usable at any size, so their own minimum is asked for only to draw them right. */
static void
pf_composer_body_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  GtkWidget *pane = gtk_widget_get_first_child (widget);
  GtkWidget *fields = gtk_widget_get_last_child (widget);
  int pane_min, pane_nat, fields_min, fields_nat;

  gtk_widget_measure (pane, orientation, -1, &pane_min, &pane_nat, NULL, NULL);
  gtk_widget_measure (fields, orientation, -1, &fields_min, &fields_nat, NULL, NULL);
  *minimum = MAX (pane_min, fields_min);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? pane_nat + FIELDS_WIDTH
                                                       : MAX (pane_nat, fields_nat);
  *natural = MAX (*minimum, *natural);
}

static void
place (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_allocate (child, width, height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float)x, (float)y)));
}

static gboolean
tell_pane (gpointer data)
{
  PfComposerBody *self = data;
  GtkWidget *pane = gtk_widget_get_first_child (GTK_WIDGET (self));

  self->telling = 0;
  self->told = gtk_widget_get_width (GTK_WIDGET (self)) < NARROW;
  if (PF_IS_PICTURE_PANE (pane))
    pf_picture_pane_set_narrow (PF_PICTURE_PANE (pane), self->told == TRUE);
  return G_SOURCE_REMOVE;
}

static void
pf_composer_body_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *pane = gtk_widget_get_first_child (widget);
  GtkWidget *fields = gtk_widget_get_last_child (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int least;

  /* Not while sizes are given out. */
  if (PF_COMPOSER_BODY (widget)->told != (width < NARROW)
      && PF_COMPOSER_BODY (widget)->telling == 0)
    PF_COMPOSER_BODY (widget)->telling = g_idle_add (tell_pane, widget);
  if (width >= NARROW)
    {
      place (pane, rtl ? FIELDS_WIDTH : 0, 0, width - FIELDS_WIDTH, height);
      place (fields, rtl ? 0 : width - FIELDS_WIDTH, 0, FIELDS_WIDTH, height);
      return;
    }
  gtk_widget_measure (pane, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  least = MAX (least, (int)(height * NARROW_SHARE));
  place (pane, 0, 0, width, least);
  place (fields, 0, least, width, MAX (height - least, 0));
}

static void
buildable_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = buildable_add_child;
}

static void
pf_composer_body_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_handle_id (&PF_COMPOSER_BODY (object)->telling, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pf_composer_body_parent_class)->dispose (object);
}

static void
pf_composer_body_class_init (PfComposerBodyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_composer_body_dispose;
  widget_class->get_request_mode = pf_composer_body_get_request_mode;
  widget_class->measure = pf_composer_body_measure;
  widget_class->size_allocate = pf_composer_body_size_allocate;
}

static void
pf_composer_body_init (PfComposerBody *self)
{
  self->told = -1;
}
