/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_ACCOUNT_ROW (pf_account_row_get_type ())
G_DECLARE_FINAL_TYPE (PfAccountRow, pf_account_row, PF, ACCOUNT_ROW, GtkListBoxRow)

GtkWidget *pf_account_row_new (PfConnection *connection);
PfConnection *pf_account_row_get_connection (PfAccountRow *self);
void pf_account_row_set_current (PfAccountRow *self, gboolean current);

G_END_DECLS
