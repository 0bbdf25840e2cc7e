/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_WIDTH_BIN (pf_width_bin_get_type ())
G_DECLARE_FINAL_TYPE (PfWidthBin, pf_width_bin, PF, WIDTH_BIN, GtkWidget)

G_END_DECLS
