/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-slim-title"

#include "config.h"

#include "app/widgets/pf-slim-title.h"

/*
 * The title of a small window between two buttons with words. It asks for no room, and gives way
 * where the buttons need all there is, as with large text; the window has its name all the same.
 */
struct _PfSlimTitle
{
  GtkWidget parent;

  GtkWidget *label;
  GBinding *binding; /* (nullable): to the title of the window it is in */
};

G_DEFINE_FINAL_TYPE (PfSlimTitle, pf_slim_title, GTK_TYPE_WIDGET)

static void
pf_slim_title_root (GtkWidget *widget)
{
  PfSlimTitle *self = PF_SLIM_TITLE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (pf_slim_title_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    self->binding
        = g_object_bind_property (root, "title", self->label, "label", G_BINDING_SYNC_CREATE);
}

static void
pf_slim_title_unroot (GtkWidget *widget)
{
  PfSlimTitle *self = PF_SLIM_TITLE (widget);

  if (self->binding != NULL)
    g_binding_unbind (self->binding);
  self->binding = NULL;
  GTK_WIDGET_CLASS (pf_slim_title_parent_class)->unroot (widget);
}

static void
pf_slim_title_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  PfSlimTitle *self = PF_SLIM_TITLE (widget);

  gtk_widget_measure (self->label, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

static void
pf_slim_title_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfSlimTitle *self = PF_SLIM_TITLE (widget);
  int least = 0;

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_set_child_visible (self->label, width >= least);
  if (width >= least)
    gtk_widget_allocate (self->label, width, height, baseline, NULL);
}

static void
pf_slim_title_dispose (GObject *object)
{
  g_clear_pointer (&PF_SLIM_TITLE (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (pf_slim_title_parent_class)->dispose (object);
}

static void
pf_slim_title_class_init (PfSlimTitleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_slim_title_dispose;
  widget_class->root = pf_slim_title_root;
  widget_class->unroot = pf_slim_title_unroot;
  widget_class->measure = pf_slim_title_measure;
  widget_class->size_allocate = pf_slim_title_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
pf_slim_title_init (PfSlimTitle *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
  gtk_widget_add_css_class (self->label, "title");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}
