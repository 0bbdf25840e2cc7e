/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-facts.h"

#include "app/compat/pf-open-uri.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* The link of a pin: where it leads in a word, and opened only after all of it was shown
 * (safety.md UI-11). */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_open_uri_finish (result, &error))
    g_debug ("No browser: %s", error->message);
}

static void
open_clicked (GtkWidget *popover)
{
  const char *link = g_object_get_data (G_OBJECT (popover), "link");

  gtk_popover_popdown (GTK_POPOVER (popover));
  pf_open_uri_async (popover, link, NULL, opened_cb, NULL);
}

static void
copy_clicked (GtkWidget *popover)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (popover),
                          g_object_get_data (G_OBJECT (popover), "link"));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
make_button (const char *label, GCallback clicked, GtkWidget *popover, const char *style)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  if (style != NULL)
    gtk_widget_add_css_class (button, style);
  g_signal_connect_object (button, "clicked", clicked, popover, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_popover (const char *link)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label, *open;
  g_autofree char *clean = pf_text_clean (link);

  label = gtk_label_new (clean);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "monospace");
  open = make_button (_ ("_Open in Browser"), G_CALLBACK (open_clicked), popover,
                      "suggested-action");
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons),
                  make_button (_ ("_Copy"), G_CALLBACK (copy_clicked), popover, NULL));
  gtk_box_append (GTK_BOX (buttons), open);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_popover_set_default_widget (GTK_POPOVER (popover), open);
  g_object_set_data_full (G_OBJECT (popover), "link", g_strdup (link), g_free);
  return popover;
}

/* A name that looks like another one is told by its letters. */
static char *
name_host (const char *link)
{
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *ascii = NULL;

  if (host == NULL)
    return g_strdup (link);
  if (!g_hostname_is_non_ascii (host))
    return g_strdup (host);
  ascii = g_hostname_to_ascii (host);
  return g_strdup_printf ("%s (%s)", host, ascii != NULL ? ascii : "?");
}

/**
 * pf_link_row_new:
 * @title: of the row
 * @link: an address from a pin
 *
 * Returns: (transfer floating): a row that shows the website; activated it shows the whole
 *   address, and a button that opens it. What is no web address is shown and does nothing.
 */
GtkWidget *
pf_link_row_new (const char *title, const char *link)
{
  gboolean web = pf_open_uri_is_web (link);
  g_autofree char *host = web ? name_host (link) : g_strdup (link);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button, *popover;

  pf_row_set_title (ADW_PREFERENCES_ROW (row), title);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), host);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), web ? 1 : 0);
  gtk_widget_add_css_class (row, "property");
  if (!web)
    return row;
  popover = make_popover (link);
  button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "adw-external-link-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Show Address"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show Address"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return row;
}
