/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What must be settled before GTK starts. */
gboolean pf_start_choose_renderer (const char *dri_folder);

G_END_DECLS
