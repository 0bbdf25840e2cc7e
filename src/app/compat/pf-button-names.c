/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-button-names.h"

/*
 * GTK 4.8 names a button with a mnemonic twice, once with its underscore: a screen
 * reader says "_Connect Connect". Without the label as a property what remains is
 * the name it has from the label inside it.
 */

static void
name_button (GtkButton *button)
{
  if (gtk_button_get_label (button) != NULL && gtk_button_get_use_underline (button))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* The arrow of a split button has a tooltip, but no name. */
static void
name_arrow (GtkWidget *arrow)
{
  GtkWidget *split = gtk_widget_get_parent (arrow);
  GtkWidget *toggle = gtk_widget_get_first_child (arrow);
  const char *name = ADW_IS_SPLIT_BUTTON (split)
                         ? adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (split))
                         : "";

  if (*name != '\0' && toggle != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

static gboolean
realized (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer unused)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_BUTTON (widget))
    {
      g_signal_handlers_disconnect_by_func (widget, name_button, NULL);
      g_signal_connect (widget, "notify::label", G_CALLBACK (name_button), NULL);
      name_button (GTK_BUTTON (widget));
    }
  else if (GTK_IS_MENU_BUTTON (widget))
    name_arrow (GTK_WIDGET (widget));
  return G_SOURCE_CONTINUE;
}

/**
 * pf_button_names_install:
 *
 * From now on each button of this process is named once, without the mnemonic's
 * underscore, and the arrow of a split button as its tooltip says. Call it once, after GTK has
 * started.
 */
void
pf_button_names_install (void)
{
  g_autoptr (GTypeClass) widget_class = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, realized, NULL,
                              NULL);
}
