/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/pf-width-bin.h"

/*
 * One child, and word of the width it has: libadwaita's breakpoints come with 1.4.
 * The signal follows the allocation, because widgets that are told to change while
 * they are being laid out do not listen.
 */
struct _PfWidthBin
{
  GtkWidget parent;

  GtkWidget *child; /* (nullable) */
  int width;
  guint pending;
};

enum
{
  PROP_0,
  PROP_CHILD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  WIDTH_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfWidthBin, pf_width_bin, GTK_TYPE_WIDGET)

static gboolean
tell_once (gpointer data)
{
  PfWidthBin *self = data;

  self->pending = 0;
  g_signal_emit (self, signals[WIDTH_CHANGED], 0, self->width);
  return G_SOURCE_REMOVE;
}

static void
pf_width_bin_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  PfWidthBin *self = PF_WIDTH_BIN (widget);

  *minimum = *natural = 0;
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, minimum_baseline,
                        natural_baseline);
}

static void
pf_width_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfWidthBin *self = PF_WIDTH_BIN (widget);

  if (self->child != NULL)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
  if (self->width != width)
    {
      self->width = width;
      if (self->pending == 0)
        self->pending = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_once, self, NULL);
    }
}

static void
pf_width_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, PF_WIDTH_BIN (object)->child);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_width_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfWidthBin *self = PF_WIDTH_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_clear_pointer (&self->child, gtk_widget_unparent);
      self->child = g_value_get_object (value);
      if (self->child != NULL)
        gtk_widget_set_parent (self->child, GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_width_bin_dispose (GObject *object)
{
  PfWidthBin *self = PF_WIDTH_BIN (object);

  g_clear_handle_id (&self->pending, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (pf_width_bin_parent_class)->dispose (object);
}

static void
pf_width_bin_class_init (PfWidthBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pf_width_bin_get_property;
  object_class->set_property = pf_width_bin_set_property;
  object_class->dispose = pf_width_bin_dispose;
  widget_class->measure = pf_width_bin_measure;
  widget_class->size_allocate = pf_width_bin_size_allocate;
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /**
   * PfWidthBin::width-changed:
   * @self: the bin
   * @width: its new width, pixels
   */
  signals[WIDTH_CHANGED] = g_signal_new ("width-changed", PF_TYPE_WIDTH_BIN, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
pf_width_bin_init (PfWidthBin *self)
{
}
