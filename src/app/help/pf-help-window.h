/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_HELP_WINDOW (pf_help_window_get_type ())
G_DECLARE_FINAL_TYPE (PfHelpWindow, pf_help_window, PF, HELP_WINDOW, AdwWindow)

PfHelpWindow *pf_help_window_new (GtkApplication *application);
void pf_help_window_present (GtkApplication *application, const char *article);
gboolean pf_help_window_show_article (PfHelpWindow *self, const char *article);
void pf_help_window_search (PfHelpWindow *self, const char *text);
guint pf_help_window_count_matches (PfHelpWindow *self);

G_END_DECLS
