/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What must be settled before GTK starts, or while it does. */
gboolean pf_start_choose_renderer (const char *dri_folder);
gboolean pf_start_hold_theme (void);
void pf_start_load_svg (void);
void pf_start_open_display (void);
void pf_start_read_icons (void);

G_END_DECLS
