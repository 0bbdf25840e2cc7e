/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Text from Pinterest, from pictures or from people on its way into widgets
 * (safety.md UI-10). libadwaita 1.2 reads markup in toast titles, status page
 * descriptions and preference rows; these are the only ways to fill them.
 */
char *pf_text_clean (const char *text);
AdwToast *pf_toast_new (const char *text);
AdwToast *pf_toast_new_long (const char *text);
void pf_row_set_title (AdwPreferencesRow *row, const char *text);
void pf_action_row_set_subtitle (AdwActionRow *row, const char *text);
void pf_label_set_tooltip_when_cut (GtkLabel *label);
void pf_status_page_set_description (AdwStatusPage *page, const char *text);

G_END_DECLS
