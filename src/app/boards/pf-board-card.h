/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"
#include "core/model/pf-items.h"

G_BEGIN_DECLS

#define PF_TYPE_BOARD_CARD (pf_board_card_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardCard, pf_board_card, PF, BOARD_CARD, GtkWidget)

GtkWidget *pf_board_card_new (PfPictureLoader *loader);
void pf_board_card_set_board (PfBoardCard *self, PfConnection *connection, PfBoardItem *board);
void pf_board_card_set_favourite (PfBoardCard *self, gboolean favourite);
char *pf_board_card_dup_spoken (PfBoardCard *self);
PfBoardItem *pf_board_card_get_board (PfBoardCard *self);
char *pf_board_words (PfBoardItem *board);

G_END_DECLS
