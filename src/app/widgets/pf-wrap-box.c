/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-wrap-box"

#include "config.h"

#include "app/widgets/pf-wrap-box.h"

/*
 * Children side by side, and what has no room on the next line: a row of buttons that fits a
 * narrow window with large text. What a line has left over goes to the children that expand;
 * without one of those "xalign" says where they stand, as a label's does. libadwaita has AdwWrapBox
 * from 1.7 on.
 */
struct _PfWrapBox
{
  GtkWidget parent;

  int spacing;
  float xalign;
};

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_XALIGN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void pf_wrap_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfWrapBox,
                               pf_wrap_box,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      pf_wrap_box_buildable_init))

/* One child on its line. */
typedef struct
{
  GtkWidget *widget;
  int width;
  gboolean expands;
} Slot;

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* Takes what goes on one line into @line, beginning with *@child, and steps behind it. */
static void
fill_line (PfWrapBox *self, GtkWidget **child, int width, GArray *line)
{
  int used = 0, left, n_expand = 0;

  g_array_set_size (line, 0);
  for (; *child != NULL; *child = next_shown (gtk_widget_get_next_sibling (*child)))
    {
      Slot slot = { *child, 0, gtk_widget_compute_expand (*child, GTK_ORIENTATION_HORIZONTAL) };
      int minimum = 0, natural = 0, gap = line->len > 0 ? self->spacing : 0;

      gtk_widget_measure (*child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      if (line->len > 0 && used + gap + natural > width)
        break;
      slot.width = MAX (minimum, MIN (natural, width));
      used += gap + slot.width;
      n_expand += slot.expands ? 1 : 0;
      g_array_append_val (line, slot);
    }
  left = MAX (0, width - used);
  for (guint i = 0; i < line->len && n_expand > 0; i++)
    if (g_array_index (line, Slot, i).expands)
      {
        g_array_index (line, Slot, i).width += left / n_expand;
        left -= left / n_expand;
        n_expand--;
      }
}

static int
measure_line (const GArray *line)
{
  int height = 0;

  for (guint i = 0; i < line->len; i++)
    {
      const Slot *slot = &g_array_index (line, Slot, i);
      int natural = 0;

      gtk_widget_measure (slot->widget, GTK_ORIENTATION_VERTICAL, slot->width, NULL, &natural, NULL,
                          NULL);
      height = MAX (height, natural);
    }
  return height;
}

static int
measure_height (PfWrapBox *self, int width)
{
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (Slot));
  GtkWidget *child = next_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
  int height = 0;

  while (child != NULL)
    {
      height += height > 0 ? self->spacing : 0;
      fill_line (self, &child, width, line);
      height += measure_line (line);
    }
  return height;
}

static void
measure_width (PfWrapBox *self, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
       child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum = 0, child_natural = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
pf_wrap_box_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  PfWrapBox *self = PF_WRAP_BOX (widget);
  int least = 0, most = 0;

  measure_width (self, &least, &most);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = most;
    }
  else if (for_size >= 0)
    *minimum = *natural = measure_height (self, MAX (for_size, least));
  else
    {
      /* No width needs less, or GTK warns of it; what is not asked again has room in any. */
      *minimum = measure_height (self, most);
      *natural = MAX (*minimum, measure_height (self, least));
    }
}

static void
place_line (PfWrapBox *self, const GArray *line, int width, int y, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int used = self->spacing * ((int)line->len - 1);
  int x;

  for (guint i = 0; i < line->len; i++)
    used += g_array_index (line, Slot, i).width;
  x = (int)((float)MAX (0, width - used) * self->xalign);
  for (guint i = 0; i < line->len; i++)
    {
      const Slot *slot = &g_array_index (line, Slot, i);
      GtkAllocation place = { rtl ? width - x - slot->width : x, y, slot->width, height };

      gtk_widget_size_allocate (slot->widget, &place, -1);
      x += slot->width + self->spacing;
    }
}

static void
pf_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfWrapBox *self = PF_WRAP_BOX (widget);
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (Slot));
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int y = MAX (0, (height - measure_height (self, width)) / 2);

  while (child != NULL)
    {
      int line_height;

      fill_line (self, &child, width, line);
      line_height = measure_line (line);
      place_line (self, line, width, y, line_height);
      y += line_height + self->spacing;
    }
}

static GtkSizeRequestMode
pf_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pf_wrap_box_compute_expand (GtkWidget *widget, gboolean *horizontally, gboolean *vertically)
{
  *horizontally = *vertically = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      *horizontally |= gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
      *vertically |= gtk_widget_compute_expand (child, GTK_ORIENTATION_VERTICAL);
    }
}

/**
 * pf_wrap_box_new:
 * @spacing: between children and between lines, pixels
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
pf_wrap_box_new (int spacing)
{
  return g_object_new (PF_TYPE_WRAP_BOX, "spacing", spacing, NULL);
}

/**
 * pf_wrap_box_append:
 * @self: a box
 * @child: (transfer floating): a widget
 *
 * Puts a widget behind the others.
 */
void
pf_wrap_box_append (PfWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (PF_IS_WRAP_BOX (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
pf_wrap_box_add_child (GtkBuildable *buildable,
                       GtkBuilder *builder,
                       GObject *child,
                       const char *type)
{
  if (GTK_IS_WIDGET (child))
    pf_wrap_box_append (PF_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
pf_wrap_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = pf_wrap_box_add_child;
}

static void
pf_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfWrapBox *self = PF_WRAP_BOX (object);

  switch (id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_XALIGN:
      g_value_set_float (value, self->xalign);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfWrapBox *self = PF_WRAP_BOX (object);

  switch (id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_XALIGN:
      self->xalign = g_value_get_float (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
pf_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pf_wrap_box_parent_class)->dispose (object);
}

static void
pf_wrap_box_class_init (PfWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pf_wrap_box_get_property;
  object_class->set_property = pf_wrap_box_set_property;
  object_class->dispose = pf_wrap_box_dispose;
  widget_class->measure = pf_wrap_box_measure;
  widget_class->size_allocate = pf_wrap_box_size_allocate;
  widget_class->get_request_mode = pf_wrap_box_get_request_mode;
  widget_class->compute_expand = pf_wrap_box_compute_expand;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_XALIGN] = g_param_spec_float ("xalign", NULL, NULL, 0, 1, 0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
pf_wrap_box_init (PfWrapBox *self)
{
}
