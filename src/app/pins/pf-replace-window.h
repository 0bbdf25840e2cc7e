/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pins/pf-edit-window.h"

G_BEGIN_DECLS

#define PF_TYPE_REPLACE_WINDOW (pf_replace_window_get_type ())
G_DECLARE_FINAL_TYPE (PfReplaceWindow, pf_replace_window, PF, REPLACE_WINDOW, PfEditWindow)

G_END_DECLS
