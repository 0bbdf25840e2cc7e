/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_NUMBERS (pf_board_numbers_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardNumbers, pf_board_numbers, PF, BOARD_NUMBERS, AdwWindow)

void pf_board_numbers_open (PfWindow *window, PfConnection *connection, PfBoardItem *board);

G_END_DECLS
