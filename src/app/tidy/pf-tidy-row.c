/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/tidy/pf-tidy-row.h"

#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* One thing that may be mended, and at how many places. */
struct _PfTidyRow
{
  AdwActionRow parent;
  PfHygieneKind kind;
  GtkWidget *end; /* what is after the words */
  GtkLabel *count;
  GtkWidget *arrow;
};

G_DEFINE_FINAL_TYPE (PfTidyRow, pf_tidy_row, ADW_TYPE_ACTION_ROW)

static void
pf_tidy_row_class_init (PfTidyRowClass *klass)
{
}

static void
pf_tidy_row_init (PfTidyRow *self)
{
  self->end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  self->arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_box_append (GTK_BOX (self->end), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (self->end), self->arrow);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->end);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
}

/**
 * pf_tidy_row_set_count:
 * @self: a row
 * @n_found: how many there are; -1 when that is not known
 *
 * Shows it. What is there can be opened.
 */
void
pf_tidy_row_set_count (PfTidyRow *self, int n_found)
{
  g_autofree char *words = n_found > 0    ? g_strdup_printf ("%'d", n_found)
                           : n_found == 0 ? g_strdup (_ ("None"))
                                          : g_strdup ("");

  gtk_label_set_label (self->count, words);
  if (n_found > 0)
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self->count), n_found >= 0);
  gtk_widget_set_visible (self->arrow, n_found > 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), n_found > 0);
}

/**
 * pf_tidy_row_set_button:
 * @self: a row
 * @button: (transfer floating): what looks for it
 *
 * Puts a button before the number.
 */
void
pf_tidy_row_set_button (PfTidyRow *self, GtkWidget *button)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_prepend (GTK_BOX (self->end), button);
}

/**
 * pf_tidy_row_get_kind:
 * @self: a row
 *
 * Returns: what may be mended
 */
PfHygieneKind
pf_tidy_row_get_kind (PfTidyRow *self)
{
  return self->kind;
}

/**
 * pf_tidy_row_new:
 * @kind: what may be mended
 *
 * Returns: (transfer floating): a row, without a number yet
 */
GtkWidget *
pf_tidy_row_new (PfHygieneKind kind)
{
  PfTidyRow *self = g_object_new (PF_TYPE_TIDY_ROW, NULL);

  self->kind = kind;
  pf_row_set_title (ADW_PREFERENCES_ROW (self), pf_hygiene_get_title (kind));
  pf_action_row_set_subtitle (ADW_ACTION_ROW (self), pf_hygiene_get_words (kind));
  pf_tidy_row_set_count (self, -1);
  return GTK_WIDGET (self);
}
