/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-section.h"

struct _PfHomeSection
{
  GtkBox parent;
  GtkWidget *head;
};

G_DEFINE_FINAL_TYPE (PfHomeSection, pf_home_section, GTK_TYPE_BOX)

static void
pf_home_section_class_init (PfHomeSectionClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pf_home_section_init (PfHomeSection *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (self), self->head);
}

/**
 * pf_home_section_new:
 * @title: translated
 *
 * Returns: (transfer floating): a part of Home, still without content; append it
 */
GtkWidget *
pf_home_section_new (const char *title)
{
  PfHomeSection *self = g_object_new (PF_TYPE_HOME_SECTION, NULL);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (self->head), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return GTK_WIDGET (self);
}

/**
 * pf_home_section_set_button:
 * @self: a section
 * @button: (transfer floating): what leads on from here
 *
 * Puts a button at the end of the heading.
 */
void
pf_home_section_set_button (PfHomeSection *self, GtkWidget *button)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->head), button);
}
