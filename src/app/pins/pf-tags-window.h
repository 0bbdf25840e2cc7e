/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pins/pf-edit-window.h"

G_BEGIN_DECLS

#define PF_TYPE_TAGS_WINDOW (pf_tags_window_get_type ())
G_DECLARE_FINAL_TYPE (PfTagsWindow, pf_tags_window, PF, TAGS_WINDOW, PfEditWindow)

G_END_DECLS
