/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-help-picture"

#include "config.h"

#include "app/help/pf-help-picture.h"

#include <adwaita.h>

#define RESOURCE_FOLDER "/io/github/pinfold/Pinfold/help/pictures"

/*
 * A picture of the application for an article: NAME.png, and NAME-dark.png in the dark style.
 * Never larger than it was taken, smaller where there is less room. "words" say what it shows.
 */
struct _PfHelpPicture
{
  GtkWidget parent;

  char *name;
  char *words;
  GdkPaintable *paintable; /* (nullable) (owned): while there is somebody to see it */
};

enum
{
  PROP_0,
  PROP_FILE,
  PROP_WORDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PfHelpPicture, pf_help_picture, GTK_TYPE_WIDGET)

static void
load (PfHelpPicture *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree char *path
      = g_strdup_printf ("%s/%s%s.png", RESOURCE_FOLDER, self->name, dark ? "-dark" : "");

  g_clear_object (&self->paintable);
  self->paintable = GDK_PAINTABLE (gdk_texture_new_from_resource (path));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Kept for as long as it is looked at: there are many articles. */
static void
pf_help_picture_root (GtkWidget *widget)
{
  PfHelpPicture *self = PF_HELP_PICTURE (widget);

  GTK_WIDGET_CLASS (pf_help_picture_parent_class)->root (widget);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (load),
                           self, G_CONNECT_SWAPPED);
  load (self);
}

static void
pf_help_picture_unroot (GtkWidget *widget)
{
  PfHelpPicture *self = PF_HELP_PICTURE (widget);

  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_object (&self->paintable);
  GTK_WIDGET_CLASS (pf_help_picture_parent_class)->unroot (widget);
}

static GtkSizeRequestMode
pf_help_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pf_help_picture_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  PfHelpPicture *self = PF_HELP_PICTURE (widget);
  int width, height;

  *minimum = *natural = 0;
  if (self->paintable == NULL)
    return;
  width = gdk_paintable_get_intrinsic_width (self->paintable);
  height = gdk_paintable_get_intrinsic_height (self->paintable);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = width;
  else if (for_size >= 0 && for_size < width)
    *minimum = *natural = height * for_size / width;
  else
    *minimum = *natural = height;
}

static void
pf_help_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfHelpPicture *self = PF_HELP_PICTURE (widget);
  int width = gtk_widget_get_width (widget), shown;

  if (self->paintable == NULL)
    return;
  shown = MIN (width, gdk_paintable_get_intrinsic_width (self->paintable));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)(width - shown) / 2, 0));
  gdk_paintable_snapshot (self->paintable, snapshot, shown, gtk_widget_get_height (widget));
}

static void
pf_help_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfHelpPicture *self = PF_HELP_PICTURE (object);

  switch (id)
    {
    case PROP_FILE:
      g_value_set_string (value, self->name);
      break;
    case PROP_WORDS:
      g_value_set_string (value, self->words);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_help_picture_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfHelpPicture *self = PF_HELP_PICTURE (object);

  switch (id)
    {
    case PROP_FILE:
      g_free (self->name);
      self->name = g_value_dup_string (value);
      break;
    case PROP_WORDS:
      g_free (self->words);
      self->words = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->words, -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_help_picture_finalize (GObject *object)
{
  PfHelpPicture *self = PF_HELP_PICTURE (object);

  g_free (self->name);
  g_free (self->words);
  G_OBJECT_CLASS (pf_help_picture_parent_class)->finalize (object);
}

static void
pf_help_picture_class_init (PfHelpPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pf_help_picture_get_property;
  object_class->set_property = pf_help_picture_set_property;
  object_class->finalize = pf_help_picture_finalize;
  widget_class->root = pf_help_picture_root;
  widget_class->unroot = pf_help_picture_unroot;
  widget_class->get_request_mode = pf_help_picture_get_request_mode;
  widget_class->measure = pf_help_picture_measure;
  widget_class->snapshot = pf_help_picture_snapshot;

  properties[PROP_FILE]
      = g_param_spec_string ("file", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORDS]
      = g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pf_help_picture_init (PfHelpPicture *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "help-picture");
  gtk_widget_set_margin_top (GTK_WIDGET (self), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 6);
}
