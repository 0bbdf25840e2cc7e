/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-kept-layer.h"

/* As little as makes GTK see one, and too little to change any of 256 shades. */
#define OPACITY 0.999

/**
 * pf_kept_layer_is_of_use:
 * @widget: a widget that is realized
 *
 * GL up to GTK 4.12 keeps what it drew under an opacity from one frame to the next, for as long
 * as the node is the same (gskglrenderjob.c, gsk_gl_render_job_visit_node_with_offscreen()). The
 * renderers of newer ones do not, and cairo would draw it twice.
 *
 * Returns: whether pf_kept_layer_new() spares anything
 */
gboolean
pf_kept_layer_is_of_use (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;

  return renderer != NULL && gtk_get_minor_version () < 14
         && g_str_equal (G_OBJECT_TYPE_NAME (renderer), "GskGLRenderer");
}

/**
 * pf_kept_layer_new:
 * @node: (transfer full): what stays the same for many frames; its parts lie over each other
 *
 * Where it is of use, all of @node is one picture from its second frame on, which is drawn point
 * by point. What is drawn is the same.
 *
 * Returns: (transfer full): what is drawn in place of @node; it has to be kept as well
 */
GskRenderNode *
pf_kept_layer_new (GskRenderNode *node)
{
  GskRenderNode *layer = gsk_opacity_node_new (node, OPACITY);

  gsk_render_node_unref (node);
  return layer;
}
