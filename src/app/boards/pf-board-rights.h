/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"

G_BEGIN_DECLS

/*
 * What an account may not do, in words for whoever wonders why something is grey. Static;
 * NULL: it may.
 */
const char *pf_words_for_no_secret (PfConnection *connection);
const char *pf_words_for_no_edit (PfConnection *connection);
const char *pf_board_words_for_no_change (PfBoardItem *board, PfConnection *connection);
const char *pf_board_words_for_no_edit (PfBoardItem *board, PfConnection *connection);
const char *pf_board_words_for_no_pins (PfBoardItem *board, PfConnection *connection);
const char *pf_board_words_for_no_sections (PfBoardItem *board, PfConnection *connection);
const char *pf_board_words_for_no_merge (PfBoardItem *board, PfConnection *connection);

G_END_DECLS
