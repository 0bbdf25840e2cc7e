/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_SELECTION_BAR (pf_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (PfSelectionBar, pf_selection_bar, PF, SELECTION_BAR, AdwBin)

void pf_selection_bar_set_count (PfSelectionBar *self, guint n);
void pf_selection_bar_set_width (PfSelectionBar *self, int width);
void pf_selection_bar_set_refusal (PfSelectionBar *self, const char *reason);
GtkWidget *pf_selection_bar_get_anchor (PfSelectionBar *self, const char *action);

G_END_DECLS
