/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connections.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_SIDEBAR (pf_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (PfSidebar, pf_sidebar, PF, SIDEBAR, AdwBin)

void pf_sidebar_set_connections (PfSidebar *self, PfConnections *connections);
void pf_sidebar_set_connection (PfSidebar *self, PfConnection *connection);
void
pf_sidebar_add_row (PfSidebar *self, const char *name, const char *title, const char *icon_name);
void pf_sidebar_set_count (PfSidebar *self, const char *name, guint count);
void pf_sidebar_select (PfSidebar *self, const char *name);
void pf_sidebar_set_boards (PfSidebar *self, GtkWidget *boards);
void pf_sidebar_set_show_end_buttons (PfSidebar *self, gboolean show);

G_END_DECLS
