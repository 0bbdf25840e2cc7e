/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

#include <math.h>

/**
 * pf_wall_bake:
 * @self: a wall
 * @node: (transfer full) (nullable): something small whose corner is at 0, 0
 *
 * Turns clips, letters and icons into one picture: under GL each of them is a change of what is
 * drawn, and changes are what it pays for; pictures this small share a texture of the renderer's.
 * Main thread.
 *
 * Returns: (transfer full) (nullable): a node that looks the same
 */
GskRenderNode *
pf_wall_bake (PfWall *self, GskRenderNode *node)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  graphene_rect_t bounds;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderNode *baked;
  cairo_surface_t *surface;
  cairo_t *cr;
  int width, height, stride;

  if (node == NULL)
    return NULL;
  gsk_render_node_get_bounds (node, &bounds);
  width = (int)ceilf ((bounds.origin.x + bounds.size.width) * (float)scale);
  height = (int)ceilf ((bounds.origin.y + bounds.size.height) * (float)scale);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (width, 1), MAX (height, 1));
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return node;
    }
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  width = cairo_image_surface_get_width (surface);
  height = cairo_image_surface_get_height (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize)stride * (gsize)height);
  cairo_surface_destroy (surface);
  /* Cairo's form of a pixel, which is GDK_MEMORY_DEFAULT. */
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize)stride);
  baked = gsk_texture_node_new (texture, &GRAPHENE_RECT_INIT (0, 0, (float)width / (float)scale,
                                                              (float)height / (float)scale));
  gsk_render_node_unref (node);
  return baked;
}
