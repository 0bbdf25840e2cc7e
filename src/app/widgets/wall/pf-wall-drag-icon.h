/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GdkPaintable *
pf_wall_make_drag_icon (GtkWidget *widget, GdkTexture *texture, double aspect, guint n);

G_END_DECLS
