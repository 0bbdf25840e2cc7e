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

/* libadwaita names the switch of a row as the row, and GTK 4.8 reads that out after the name the
 * switch has of its own. */
static void
name_control (GtkWidget *control)
{
  GtkWidget *row = gtk_widget_get_ancestor (control, ADW_TYPE_ACTION_ROW);

  if (row != NULL && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == control)
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
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
  else if (GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget))
    name_control (GTK_WIDGET (widget));
  else if (GTK_IS_MENU_BUTTON (widget))
    name_arrow (GTK_WIDGET (widget));
  return G_SOURCE_CONTINUE;
}

/**
 * pf_button_names_install:
 *
 * From now on each button of this process is named once, without the mnemonic's
 * underscore, the arrow of a split button as its tooltip says, and the switch of a row by its own
 * name alone. Call it once, after GTK has started.
 */
void
pf_button_names_install (void)
{
  g_autoptr (GTypeClass) widget_class = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, realized, NULL,
                              NULL);
}
