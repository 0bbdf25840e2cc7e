/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

G_BEGIN_DECLS

/**
 * PfPickerKind:
 *
 * What a row of the board picker is. Headings and notes cannot be chosen.
 */
typedef enum
{
  PF_PICKER_HEADING,
  PF_PICKER_BOARD,
  PF_PICKER_SECTION,
  PF_PICKER_NOTE,
  PF_PICKER_NEW_BOARD,
} PfPickerKind;

#define PF_TYPE_PICKER_ROW (pf_picker_row_get_type ())
G_DECLARE_FINAL_TYPE (PfPickerRow, pf_picker_row, PF, PICKER_ROW, GObject)

PfPickerKind pf_picker_row_get_kind (PfPickerRow *self);
const char *pf_picker_row_get_text (PfPickerRow *self);
PfBoardItem *pf_picker_row_get_board (PfPickerRow *self);
const char *pf_picker_row_get_section_uuid (PfPickerRow *self);
char *pf_picker_row_make_label (PfPickerRow *self);
gboolean pf_picker_row_get_expanded (PfPickerRow *self);
gboolean pf_picker_row_can_choose (PfPickerRow *self);

#define PF_TYPE_PICKER_ROWS (pf_picker_rows_get_type ())
G_DECLARE_FINAL_TYPE (PfPickerRows, pf_picker_rows, PF, PICKER_ROWS, GObject)

PfPickerRows *pf_picker_rows_new (PfWorkspace *workspace, PfConnection *connection);
GListModel *pf_picker_rows_get_model (PfPickerRows *self);
const char *pf_picker_rows_get_needle (PfPickerRows *self);
void pf_picker_rows_set_needle (PfPickerRows *self, const char *needle);
void pf_picker_rows_set_expanded (PfPickerRows *self, PfBoardItem *board, gboolean expanded);

G_END_DECLS
