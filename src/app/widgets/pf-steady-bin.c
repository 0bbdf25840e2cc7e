/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-steady-bin"

#include "config.h"

#include "app/widgets/pf-steady-bin.h"

/*
 * One child whose natural width is what "natural-width" says, whatever the child
 * would like. AdwLeaflet folds at the natural widths of its children, so this
 * makes the point where it folds a fixed one.
 *
 * And word of the width it has: libadwaita's breakpoints come with 1.4. The signal follows
 * the allocation, because widgets that are told to change while they are being laid out do
 * not listen.
 */
struct _PfSteadyBin
{
  GtkWidget parent;

  GtkWidget *child;  /* (nullable) */
  int natural_width; /* -1: the child's own */
  int width;
  guint pending;
};

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_NATURAL_WIDTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_WIDTH_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfSteadyBin, pf_steady_bin, GTK_TYPE_WIDGET)

static gboolean
tell_width (gpointer data)
{
  PfSteadyBin *self = data;

  self->pending = 0;
  g_signal_emit (self, signals[SIGNAL_WIDTH_CHANGED], 0, self->width);
  return G_SOURCE_REMOVE;
}

static void
set_child (PfSteadyBin *self, GtkWidget *child)
{
  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
pf_steady_bin_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  PfSteadyBin *self = PF_STEADY_BIN (widget);

  *minimum = *natural = 0;
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, minimum_baseline,
                        natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->natural_width >= 0)
    *natural = MAX (*minimum, self->natural_width);
}

static void
pf_steady_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfSteadyBin *self = PF_STEADY_BIN (widget);

  if (self->child != NULL)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
  if (self->width == width)
    return;
  self->width = width;
  if (self->pending == 0)
    self->pending = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_width, self, NULL);
}

static void
pf_steady_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfSteadyBin *self = PF_STEADY_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_NATURAL_WIDTH:
      g_value_set_int (value, self->natural_width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_steady_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfSteadyBin *self = PF_STEADY_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      set_child (self, g_value_get_object (value));
      break;
    case PROP_NATURAL_WIDTH:
      self->natural_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_steady_bin_dispose (GObject *object)
{
  PfSteadyBin *self = PF_STEADY_BIN (object);

  g_clear_handle_id (&self->pending, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (pf_steady_bin_parent_class)->dispose (object);
}

static void
pf_steady_bin_class_init (PfSteadyBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pf_steady_bin_get_property;
  object_class->set_property = pf_steady_bin_set_property;
  object_class->dispose = pf_steady_bin_dispose;
  widget_class->measure = pf_steady_bin_measure;
  widget_class->size_allocate = pf_steady_bin_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NATURAL_WIDTH] = g_param_spec_int ("natural-width", NULL, NULL, -1, G_MAXINT, -1,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /**
   * PfSteadyBin::width-changed:
   * @self: the bin
   * @width: its new width, pixels
   */
  signals[SIGNAL_WIDTH_CHANGED]
      = g_signal_new ("width-changed", PF_TYPE_STEADY_BIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
pf_steady_bin_init (PfSteadyBin *self)
{
  self->natural_width = -1;
}
