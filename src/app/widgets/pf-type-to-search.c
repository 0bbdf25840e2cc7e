/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-type-to-search"

#include "config.h"

#include "app/widgets/pf-type-to-search.h"

static gboolean
key_pressed (GtkEventControllerKey *controller,
             guint keyval,
             guint keycode,
             GdkModifierType state,
             GtkSearchEntry *search)
{
  gunichar c = gdk_keyval_to_unicode (keyval);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || c == 0
      || !g_unichar_isgraph (c))
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (search));
  gtk_editable_set_position (GTK_EDITABLE (search), -1);
  return gtk_event_controller_key_forward (controller, GTK_WIDGET (gtk_editable_get_delegate (
                                                           GTK_EDITABLE (search))));
}

/**
 * pf_type_to_search:
 * @widget: where keys are pressed
 * @search: where letters go
 *
 * Letters typed anywhere in @widget go to @search. GTK's own key capture is not used, for it
 * takes Return from the rows and cards it should activate.
 */
void
pf_type_to_search (GtkWidget *widget, GtkSearchEntry *search)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed), search, 0);
  gtk_widget_add_controller (widget, controller);
}
