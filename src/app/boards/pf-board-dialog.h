/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_DIALOG (pf_board_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardDialog, pf_board_dialog, PF, BOARD_DIALOG, AdwWindow)

PfBoardDialog *pf_board_dialog_new (PfWindow *window, PfConnection *connection, const char *name);
PfBoardDialog *
pf_board_dialog_new_edit (PfWindow *window, PfConnection *connection, PfBoardItem *board);

G_END_DECLS
