/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_SHORTCUT_ROW (pf_shortcut_row_get_type ())
G_DECLARE_FINAL_TYPE (PfShortcutRow, pf_shortcut_row, PF, SHORTCUT_ROW, AdwPreferencesRow)

G_END_DECLS
