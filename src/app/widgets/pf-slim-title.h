/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_SLIM_TITLE (pf_slim_title_get_type ())
G_DECLARE_FINAL_TYPE (PfSlimTitle, pf_slim_title, PF, SLIM_TITLE, GtkWidget)

G_END_DECLS
