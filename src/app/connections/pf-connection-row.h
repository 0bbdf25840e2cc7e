/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_CONNECTION_ROW (pf_connection_row_get_type ())
G_DECLARE_FINAL_TYPE (PfConnectionRow, pf_connection_row, PF, CONNECTION_ROW, AdwExpanderRow)

GtkWidget *pf_connection_row_new (PfConnection *connection, PfClock *clock);
void pf_connection_row_update (PfConnectionRow *self);

G_END_DECLS
