/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_TAB_STOP (pf_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (PfTabStop, pf_tab_stop, PF, TAB_STOP, AdwBin)

GtkWidget *pf_tab_stop_new (GtkWidget *child);
gboolean pf_tab_through_bin (GtkWidget *bin, GtkDirectionType direction);

G_END_DECLS
