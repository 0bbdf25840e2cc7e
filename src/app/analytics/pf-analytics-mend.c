/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-mend.h"

#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static char *
describe (guint n_links, guint n_texts)
{
  g_autofree char *links = g_strdup_printf (ngettext ("%'u pin leads nowhere: it has no link.",
                                                      "%'u pins lead nowhere: no link.", n_links),
                                            n_links);
  g_autofree char *texts
      = g_strdup_printf (ngettext ("%'u pin has no alternative text.",
                                   "%'u pins have no alternative text.", n_texts),
                         n_texts);

  return g_strdup_printf ("%s%s%s", n_links > 0 ? links : "",
                          n_links > 0 && n_texts > 0 ? "\n" : "", n_texts > 0 ? texts : "");
}

/**
 * pf_analytics_mend_show:
 * @mend: what may be mended
 * @walk: (nullable): pins of the account
 *
 * Counts what the account's own pins lack. Where nothing is known, or nothing is lacking, nothing
 * is to be seen.
 */
void
pf_analytics_mend_show (GtkWidget *mend, PfPinWalk *walk)
{
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (mend), 0));
  guint n_links = 0, n_texts = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; walk != NULL && i < walk->pins->len; i++)
    {
      const PfPin *pin = g_ptr_array_index (walk->pins, i);

      n_links += pin->is_owner && is_empty (pin->link);
      n_texts += pin->is_owner && is_empty (pin->alt_text);
    }
  words = describe (n_links, n_texts);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  gtk_widget_set_visible (mend, n_links + n_texts > 0);
}

/**
 * pf_analytics_mend_new:
 *
 * Returns: (transfer floating): a list with one row, for pf_analytics_mend_show()
 */
GtkWidget *
pf_analytics_mend_new (void)
{
  GtkWidget *list = gtk_list_box_new (), *row = adw_action_row_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Tidy Up"), -1);
  pf_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Tidy Up"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.tidy-up");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_widget_set_visible (list, FALSE);
  return list;
}
