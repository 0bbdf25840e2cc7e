/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"
#include "app/preferences/pf-copy-row.h"

G_BEGIN_DECLS

#define PF_TYPE_KEPT_NUMBERS_ROW (pf_kept_numbers_row_get_type ())
G_DECLARE_FINAL_TYPE (PfKeptNumbersRow, pf_kept_numbers_row, PF, KEPT_NUMBERS_ROW, PfCopyRow)

GtkWidget *pf_kept_numbers_row_new (PfWindow *window, PfConnection *connection);

G_END_DECLS
