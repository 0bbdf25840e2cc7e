/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-board-view.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_ORDER (pf_board_order_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardOrder, pf_board_order, PF, BOARD_ORDER, GObject)

/*
 * How the boards of an account are sorted and which are shown: two actions for a menu, "sort" and
 * "filter", remembered for each account. Signal "changed" ().
 */
PfBoardOrder *pf_board_order_new (GSettings *settings, const char *connection_id);
GActionGroup *pf_board_order_get_actions (PfBoardOrder *self);
PfBoardFilter pf_board_order_get_filter (PfBoardOrder *self);
const char *pf_board_order_get_words (PfBoardOrder *self);
void pf_board_order_clear_filter (PfBoardOrder *self);
void pf_board_order_apply (PfBoardOrder *self, PfBoardView *view);

G_END_DECLS
