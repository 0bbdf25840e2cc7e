/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-shortcuts-window"

#include "config.h"

#include "app/help/pf-shortcuts-window.h"

#include "app/help/pf-shortcut-row.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-type-to-search.h"

/*
 * All keys on one page. GtkShortcutsWindow puts them side by side, which no narrow window has
 * room for; AdwShortcutsDialog is like this one, from libadwaita 1.8 on.
 */
struct _PfShortcutsWindow
{
  AdwWindow parent;

  GtkWidget *content;
  GtkSearchEntry *search;
  GtkWidget *groups;
  GtkWidget *nothing;
};

G_DEFINE_FINAL_TYPE (PfShortcutsWindow, pf_shortcuts_window, ADW_TYPE_WINDOW)

static gboolean
filter_rows (GtkWidget *widget, const char *needle)
{
  gboolean any = FALSE;

  if (PF_IS_SHORTCUT_ROW (widget))
    {
      const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
      g_autofree char *folded = g_utf8_casefold (title, -1);
      gboolean found = strstr (folded, needle) != NULL;

      gtk_widget_set_visible (widget, found);
      return found;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    any |= filter_rows (child, needle);
  if (ADW_IS_PREFERENCES_GROUP (widget))
    gtk_widget_set_visible (widget, any);
  return any;
}

static void
search_changed (PfShortcutsWindow *self)
{
  g_autofree char *needle
      = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  gtk_widget_set_visible (self->nothing, !filter_rows (self->groups, needle));
}

/* Escape clears the search first, then closes. */
static void
search_stopped (PfShortcutsWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/**
 * pf_shortcuts_window_new:
 * @parent: (nullable): the window it belongs to
 *
 * Returns: (transfer none): all keys and what they do
 */
PfShortcutsWindow *
pf_shortcuts_window_new (GtkWindow *parent)
{
  PfShortcutsWindow *self = g_object_new (PF_TYPE_SHORTCUTS_WINDOW, "transient-for", parent, NULL);

  pf_fit (GTK_WINDOW (self), parent);
  return self;
}

static void
pf_shortcuts_window_class_init (PfShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PF_TYPE_SHORTCUT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pinfold/Pinfold/ui/help/shortcuts.ui");
  gtk_widget_class_bind_template_child (widget_class, PfShortcutsWindow, content);
  gtk_widget_class_bind_template_child (widget_class, PfShortcutsWindow, search);
  gtk_widget_class_bind_template_child (widget_class, PfShortcutsWindow, groups);
  gtk_widget_class_bind_template_child (widget_class, PfShortcutsWindow, nothing);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped);
}

static void
pf_shortcuts_window_init (PfShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_type_to_search (self->content, self->search);
}
