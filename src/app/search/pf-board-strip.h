/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_STRIP (pf_board_strip_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardStrip, pf_board_strip, PF, BOARD_STRIP, AdwBin)

/* Boards in one line; signal "activate" (PfBoardItem). Hidden when there are none. */
GtkWidget *pf_board_strip_new (void);
void pf_board_strip_set_boards (PfBoardStrip *self,
                                PfWindow *window,
                                PfConnection *connection,
                                GListModel *boards);

G_END_DECLS
