/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_SHORTCUTS_WINDOW (pf_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (PfShortcutsWindow, pf_shortcuts_window, PF, SHORTCUTS_WINDOW, AdwWindow)

PfShortcutsWindow *pf_shortcuts_window_new (GtkWindow *parent);

G_END_DECLS
