/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_ACTIVITY_ROW (pf_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (PfActivityRow, pf_activity_row, PF, ACTIVITY_ROW, GtkListBoxRow)

GtkWidget *pf_activity_row_new (PfWindow *window, PfOutboxRow *row);

G_END_DECLS
