/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

#include <math.h>

/*
 * Outlines of tiles. GTK would fill the whole of a tile to draw a line around it: under GL that
 * costs as much again as the picture. So the straight parts are drawn as thin bars, and the
 * corners as four small textures that all tiles have in common.
 */

static float
cover (float inside)
{
  return CLAMP (inside + 0.5f, 0, 1);
}

/* One corner of a ring; @right and @bottom say which. */
static GdkTexture *
make_corner (int radius, float width, const GdkRGBA *color, gboolean right, gboolean bottom)
{
  guint8 *pixels = g_malloc0 ((gsize)radius * (gsize)radius * 4);
  g_autoptr (GBytes) bytes = NULL;

  for (int y = 0; y < radius; y++)
    for (int x = 0; x < radius; x++)
      {
        float dx = right ? (float)x + 0.5f : (float)(radius - x) - 0.5f;
        float dy = bottom ? (float)y + 0.5f : (float)(radius - y) - 0.5f;
        float away = sqrtf (dx * dx + dy * dy);
        float part = cover ((float)radius - away) - cover ((float)radius - width - away);
        float alpha = MAX (part, 0) * color->alpha * 255;
        guint8 *pixel = pixels + ((gsize)y * (gsize)radius + (gsize)x) * 4;

        pixel[0] = (guint8)lroundf (alpha * color->blue);
        pixel[1] = (guint8)lroundf (alpha * color->green);
        pixel[2] = (guint8)lroundf (alpha * color->red);
        pixel[3] = (guint8)lroundf (alpha);
      }
  bytes = g_bytes_new_take (pixels, (gsize)radius * (gsize)radius * 4);
  return gdk_memory_texture_new (radius, radius, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes,
                                 (gsize)radius * 4);
}

static void
append_bar (GtkSnapshot *snapshot, const GdkRGBA *color, float x, float y, float w, float h)
{
  if (w > 0 && h > 0)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, w, h));
}

static void
append_corners (PfWall *self, GtkSnapshot *snapshot, PfWallFrame kind, float width, float height)
{
  const GdkRGBA *color = kind == PF_WALL_FRAME_EDGE ? &self->colors.outline : &self->colors.accent;
  float line = kind == PF_WALL_FRAME_EDGE ? 1 : 3, r = PF_WALL_RADIUS;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  for (guint i = 0; i < 4; i++)
    {
      GdkTexture **corner = &self->corners[kind][i];
      gboolean right = i % 2 == 1, bottom = i / 2 == 1;

      if (*corner == NULL)
        *corner = make_corner (PF_WALL_RADIUS * scale, line * (float)scale, color, right, bottom);
      gtk_snapshot_append_texture (snapshot, *corner,
                                   &GRAPHENE_RECT_INIT (right ? width - r : 0,
                                                        bottom ? height - r : 0, r, r));
    }
}

static void
append_bars (PfWall *self, GtkSnapshot *snapshot, PfWallFrame kind, float width, float height)
{
  const GdkRGBA *color = kind == PF_WALL_FRAME_EDGE ? &self->colors.outline : &self->colors.accent;
  float line = kind == PF_WALL_FRAME_EDGE ? 1 : 3, r = PF_WALL_RADIUS;

  append_bar (snapshot, color, r, 0, width - 2 * r, line);
  append_bar (snapshot, color, r, height - line, width - 2 * r, line);
  append_bar (snapshot, color, 0, r, line, height - 2 * r);
  append_bar (snapshot, color, width - line, r, line, height - 2 * r);
}

/**
 * pf_wall_make_frame:
 * @self: a wall
 * @kind: which
 * @part: its bars or its corners; all bars in view are drawn together, then all corners,
 *   because GL draws what is alike in one go
 * @width: of the picture
 * @height: of the picture
 *
 * Returns: (transfer full): that part of the outline of a picture
 */
GskRenderNode *
pf_wall_make_frame (PfWall *self, PfWallFrame kind, PfWallFramePart part, float width, float height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  if (part == PF_WALL_FRAME_CORNERS)
    append_corners (self, snapshot, kind, width, height);
  else
    append_bars (self, snapshot, kind, width, height);
  return gtk_snapshot_free_to_node (snapshot);
}

/**
 * pf_wall_forget_frames:
 * @self: a wall
 *
 * Colours or scale are others: outlines and checks.
 */
void
pf_wall_forget_frames (PfWall *self)
{
  for (guint kind = 0; kind < PF_WALL_N_FRAMES; kind++)
    for (guint i = 0; i < 4; i++)
      g_clear_object (&self->corners[kind][i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->checks); i++)
    g_clear_pointer (&self->checks[i], gsk_render_node_unref);
}
