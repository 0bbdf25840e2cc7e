/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_HOME_SECTION (pf_home_section_get_type ())
G_DECLARE_FINAL_TYPE (PfHomeSection, pf_home_section, PF, HOME_SECTION, GtkBox)

/* A heading with room for a button at its end, and what stands under it. */
GtkWidget *pf_home_section_new (const char *title);
void pf_home_section_set_button (PfHomeSection *self, GtkWidget *button);

G_END_DECLS
