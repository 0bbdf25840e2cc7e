/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-copy-button"

#include "config.h"

#include "app/widgets/pf-copy-button.h"

#include <glib/gi18n.h>

#define TICK_MS 2000

/* A flat button that copies a text and shows a tick for two seconds. */
struct _PfCopyButton
{
  GtkWidget parent;

  GtkButton *button;
  char *text;            /* (owned) (nullable) */
  GtkEditable *editable; /* (nullable), weak: copied instead, as it is now */
  GtkTextBuffer *buffer; /* (nullable) (owned) */
  guint timeout;
};

G_DEFINE_FINAL_TYPE (PfCopyButton, pf_copy_button, GTK_TYPE_WIDGET)

static void
show_copy (gpointer user_data)
{
  PfCopyButton *self = PF_COPY_BUTTON (user_data);

  self->timeout = 0;
  gtk_button_set_icon_name (self->button, "edit-copy-symbolic");
}

static void
clicked (PfCopyButton *self)
{
  g_autofree char *text = NULL;

  if (self->buffer != NULL)
    g_object_get (self->buffer, "text", &text, NULL);
  else
    text = g_strdup (self->editable != NULL ? gtk_editable_get_text (self->editable) : self->text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_button_set_icon_name (self->button, "object-select-symbolic");
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_once (TICK_MS, show_copy, self);
}

static PfCopyButton *
make (const char *what)
{
  PfCopyButton *self = g_object_new (PF_TYPE_COPY_BUTTON, NULL);
  /* Translators: %s is a field, as "App name" */
  g_autofree char *label = g_strdup_printf (_ ("Copy %s"), what);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  return self;
}

/**
 * pf_copy_button_new:
 * @what: of what, for screen readers
 * @text: what it copies
 *
 * Returns: a button
 */
GtkWidget *
pf_copy_button_new (const char *what, const char *text)
{
  PfCopyButton *self = make (what);

  self->text = g_strdup (text);
  return GTK_WIDGET (self);
}

/**
 * pf_copy_button_new_for_editable:
 * @what: of what, for screen readers
 * @editable: whose text it copies
 *
 * Returns: a button
 */
GtkWidget *
pf_copy_button_new_for_editable (const char *what, GtkEditable *editable)
{
  PfCopyButton *self = make (what);

  /* Weak: the button is inside the row it copies. */
  self->editable = editable;
  g_object_add_weak_pointer (G_OBJECT (editable), (gpointer *)&self->editable);
  return GTK_WIDGET (self);
}

/**
 * pf_copy_button_new_for_buffer:
 * @what: of what, for screen readers
 * @buffer: whose text it copies
 *
 * Returns: a button
 */
GtkWidget *
pf_copy_button_new_for_buffer (const char *what, GtkTextBuffer *buffer)
{
  PfCopyButton *self = make (what);

  self->buffer = g_object_ref (buffer);
  return GTK_WIDGET (self);
}

static void
pf_copy_button_dispose (GObject *object)
{
  PfCopyButton *self = PF_COPY_BUTTON (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_weak_pointer (&self->editable);
  g_clear_object (&self->buffer);
  g_clear_pointer ((GtkWidget **)&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (pf_copy_button_parent_class)->dispose (object);
}

static void
pf_copy_button_class_init (PfCopyButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_copy_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
pf_copy_button_init (PfCopyButton *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  self->button = GTK_BUTTON (button);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
}
