/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_PAGE (pf_board_page_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardPage, pf_board_page, PF, BOARD_PAGE, PfView)

PfView *pf_board_page_new (PfWindow *window, PfConnection *connection, PfBoardItem *board);
const char *pf_board_page_get_board_uuid (PfBoardPage *self);

G_END_DECLS
