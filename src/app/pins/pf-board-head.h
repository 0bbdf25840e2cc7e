/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_HEAD (pf_board_head_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardHead, pf_board_head, PF, BOARD_HEAD, AdwBin)

GtkWidget *pf_board_head_new (PfWindow *window, PfConnection *connection);
void pf_board_head_set_board (PfBoardHead *self, PfBoardItem *board, guint n_sections);

G_END_DECLS
