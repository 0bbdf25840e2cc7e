/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean pf_kept_layer_is_of_use (GtkWidget *widget);
GskRenderNode *pf_kept_layer_new (GskRenderNode *node);

G_END_DECLS
