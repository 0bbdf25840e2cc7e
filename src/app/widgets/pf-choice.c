/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/pf-choice.h"

#include "app/compat/pf-cell-label.h"

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (cell, label);
}

/* Its own words fit, up to a length. */
#define MOST_CHARS 20

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  const char *words = gtk_string_object_get_string (gtk_list_item_get_item (cell));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (cell)), words);
  gtk_label_set_width_chars (GTK_LABEL (gtk_list_item_get_child (cell)),
                             (int)MIN (g_utf8_strlen (words, -1), MOST_CHARS));
  pf_cell_set_label (cell, words);
}

/**
 * pf_choice_fill:
 * @choice: a drop-down
 * @words: (array zero-terminated=1): what can be chosen
 * @name: of what it is a choice, for assistive technology
 *
 * Gives a drop-down its words. Its own cells, in GTK 4.8, have no names.
 */
void
pf_choice_fill (GtkDropDown *choice, const char *const *words, const char *name)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkStringList *strings = gtk_string_list_new (words);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), NULL);
  gtk_drop_down_set_factory (choice, factory);
  gtk_drop_down_set_model (choice, G_LIST_MODEL (strings));
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* The button inside is what has the focus. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (choice))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_unref (strings);
  g_object_unref (factory);
}
