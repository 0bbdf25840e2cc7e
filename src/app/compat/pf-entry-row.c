/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-entry-row.h"

/* The row of libadwaita 1.2 is a text box to assistive technology, but what has the focus is the
 * text inside of it, which GTK 4.8 hides from there: nobody is told that the focus came. The text
 * gets a role, the title and, as long as nothing else reads it out, its contents. */

static void
focus_changed (GtkWidget *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_widget_has_focus (text)
                                      ? gtk_editable_get_text (GTK_EDITABLE (text))
                                      : "",
                                  -1);
}

static void
title_changed (AdwPreferencesRow *row)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (row), -1);
}

/**
 * pf_entry_row_tell_focus:
 * @row: a row, not shown yet
 *
 * Tells assistive technology when it has the focus.
 */
void
pf_entry_row_tell_focus (AdwEntryRow *row)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));

  g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  title_changed (ADW_PREFERENCES_ROW (row));
  g_signal_connect (row, "notify::title", G_CALLBACK (title_changed), NULL);
  /* What is hidden while it is typed stays so. */
  if (!ADW_IS_PASSWORD_ENTRY_ROW (row))
    g_signal_connect (text, "notify::has-focus", G_CALLBACK (focus_changed), NULL);
}
