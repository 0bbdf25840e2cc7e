/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_ROWS (pf_board_rows_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardRows, pf_board_rows, PF, BOARD_ROWS, AdwBin)

GtkWidget *pf_board_rows_new (PfWindow *window);

G_END_DECLS
