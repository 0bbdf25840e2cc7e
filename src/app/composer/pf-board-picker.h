/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_BOARD_PICKER (pf_board_picker_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardPicker, pf_board_picker, PF, BOARD_PICKER, GtkPopover)

GtkWidget *pf_board_picker_new (void);
void pf_board_picker_set_connection (PfBoardPicker *self, PfConnection *connection);
void pf_board_picker_search (PfBoardPicker *self, const char *text);

G_END_DECLS
