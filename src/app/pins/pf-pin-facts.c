/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-facts.h"

#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/**
 * pf_pin_facts_new_row:
 * @title: translated
 * @value: what there is to know
 *
 * Returns: (transfer floating): a row of facts
 */
GtkWidget *
pf_pin_facts_new_row (const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  pf_row_set_title (ADW_PREFERENCES_ROW (row), title);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (row, "property");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
add_fact (GtkListBox *list, const char *title, const char *value)
{
  gtk_list_box_append (list, pf_pin_facts_new_row (title, value));
}

static char *
format_date (gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: a date and a time as strftime() writes them */
  return local != NULL ? g_date_time_format (local, _ ("%-e %B %Y, %H:%M")) : g_strdup ("");
}

static void
add_size (GtkListBox *list, const PfPin *pin)
{
  const PfPictureSet *set = pin->n_pictures > 0 ? &pin->pictures[0] : NULL;
  const PfRendition *largest
      = set != NULL && set->n_renditions > 0 ? &set->renditions[set->n_renditions - 1] : NULL;
  g_autofree char *size = NULL;

  if (largest == NULL || largest->width <= 0 || largest->height <= 0)
    return;
  size = g_strdup_printf (_ ("%d × %d pixels"), largest->width, largest->height);
  add_fact (list, _ ("Picture"), size);
}

/**
 * pf_pin_facts_fill:
 * @list: a list
 * @item: a pin
 *
 * Fills the list with what is known of the pin beside its title and description.
 */
void
pf_pin_facts_fill (GtkListBox *list, PfPinItem *item)
{
  const PfPin *pin = pf_pin_item_get_pin (item);
  const PfOutboxRow *row = pf_pin_item_get_row (item);
  const char *link = pin != NULL ? pin->link : row != NULL ? row->link : NULL;
  const char *alt = pin != NULL ? pin->alt_text : row != NULL ? row->alt_text : NULL;
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (old));
  if (pin == NULL && row == NULL)
    return;
  if (link != NULL && *link != '\0')
    gtk_list_box_append (list, pf_link_row_new (_ ("Link"), link));
  add_fact (list, _ ("Alternative text"),
            alt != NULL && *alt != '\0' ? alt
                                        : _ ("None. People who cannot see the picture miss it."));
  if (pin == NULL)
    return;
  if (pin->note != NULL && *pin->note != '\0')
    add_fact (list, _ ("Your note"), pin->note);
  if (pin->created_at > 0)
    {
      g_autofree char *date = format_date (pin->created_at);

      add_fact (list, _ ("Pinned"), date);
    }
  add_size (list, pin);
  if (pin->owner_username != NULL && *pin->owner_username != '\0')
    add_fact (list, _ ("Board owner"), pin->owner_username);
}
