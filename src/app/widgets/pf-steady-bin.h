/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_STEADY_BIN (pf_steady_bin_get_type ())
G_DECLARE_FINAL_TYPE (PfSteadyBin, pf_steady_bin, PF, STEADY_BIN, GtkWidget)

G_END_DECLS
