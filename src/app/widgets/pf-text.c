/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-text"

#include "config.h"

#include "app/widgets/pf-text.h"

/* Longest run of text that goes into one label: more only slows the layout. */
#define LONGEST_TEXT 4000
/* Combining marks after one letter: real writing has a few, an attack a thousand. */
#define MOST_MARKS 8

static gboolean
is_bidi_override (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/**
 * pf_text_clean:
 * @text: (nullable): text from anywhere
 *
 * Makes text harmless for a label: valid UTF-8, no control characters but
 * line ends, no direction overrides that would leak into the words around it
 * (UAX #9, X5), bounded length and bounded combining marks.
 *
 * Returns: (transfer full): the text; "" for %NULL
 */
char *
pf_text_clean (const char *text)
{
  g_autofree char *valid = NULL;
  GString *clean;
  guint marks = 0;

  if (text == NULL)
    return g_strdup ("");

  valid = g_utf8_make_valid (text, -1);
  clean = g_string_sized_new (MIN (strlen (valid), LONGEST_TEXT) + 8);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      marks = g_unichar_ismark (c) ? marks + 1 : 0;
      if (marks > MOST_MARKS || is_bidi_override (c) || (g_unichar_iscntrl (c) && c != '\n'))
        continue;
      if (clean->len >= LONGEST_TEXT)
        {
          g_string_append (clean, "…");
          break;
        }
      g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

static char *
to_markup (const char *text)
{
  g_autofree char *clean = pf_text_clean (text);

  return g_markup_escape_text (clean, -1);
}

/**
 * pf_toast_new:
 * @text: plain text
 *
 * A toast; libadwaita before 1.4 always reads its title as markup.
 *
 * Returns: (transfer full): a toast
 */
AdwToast *
pf_toast_new (const char *text)
{
  g_autofree char *markup = to_markup (text);

  return adw_toast_new (markup);
}

/**
 * pf_toast_new_long:
 * @text: plain text
 *
 * A toast whose text goes on in a second and third line where it has to.
 *
 * Returns: (transfer full): a toast
 */
AdwToast *
pf_toast_new_long (const char *text)
{
  AdwToast *toast = pf_toast_new (text);
  g_autofree char *clean = pf_text_clean (text);
  GtkWidget *label = gtk_label_new (clean);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  return toast;
}

/**
 * pf_row_set_title:
 * @row: a row
 * @text: (nullable): plain text
 *
 * Sets the title of a row as plain text, and its subtitle to be read so too.
 */
void
pf_row_set_title (AdwPreferencesRow *row, const char *text)
{
  g_autofree char *clean = pf_text_clean (text);

  adw_preferences_row_set_use_markup (row, FALSE);
  adw_preferences_row_set_title (row, clean);
}

/**
 * pf_action_row_set_subtitle:
 * @row: a row
 * @text: (nullable): plain text
 *
 * Sets the subtitle of a row as plain text.
 */
void
pf_action_row_set_subtitle (AdwActionRow *row, const char *text)
{
  g_autofree char *clean = pf_text_clean (text);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (row, clean);
}

/**
 * pf_status_page_set_description:
 * @page: a status page
 * @text: (nullable): plain text
 *
 * Sets the description, which a status page always reads as markup.
 */
void
pf_status_page_set_description (AdwStatusPage *page, const char *text)
{
  g_autofree char *markup = to_markup (text);

  adw_status_page_set_description (page, markup);
}

static gboolean
tell_whole (GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return TRUE;
}

/**
 * pf_label_set_tooltip_when_cut:
 * @label: a label that ellipsises
 *
 * Gives it its whole text as a tooltip while a part of it is cut off, and none otherwise.
 */
void
pf_label_set_tooltip_when_cut (GtkLabel *label)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (label), TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (tell_whole), NULL);
}
