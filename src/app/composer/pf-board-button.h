/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_BOARD_BUTTON (pf_board_button_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardButton, pf_board_button, PF, BOARD_BUTTON, AdwBin)

void pf_board_button_set_connection (PfBoardButton *self, PfConnection *connection);
void
pf_board_button_set_board (PfBoardButton *self, const char *board_uuid, const char *section_uuid);
const char *pf_board_button_get_board (PfBoardButton *self);
const char *pf_board_button_get_section (PfBoardButton *self);
char *pf_board_button_get_name (PfBoardButton *self);

G_END_DECLS
