/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-wall"

#include "config.h"

#include "app/widgets/wall/pf-wall-drag-icon.h"

/* Small enough to see what is under it. */
#define EDGE 112.0f
#define RADIUS 9
/* Pictures under the first, and how far each shows. */
#define MOST_UNDER 2
#define SHIFT 6.0f
#define BADGE 26.0f

static void
draw_card (GtkSnapshot *snapshot, const graphene_rect_t *place, GdkTexture *texture)
{
  GskRoundedRect outline;
  const GdkRGBA paper = { 0.55f, 0.55f, 0.55f, 1 };
  const GdkRGBA line = { 0, 0, 0, 0.25f };

  gsk_rounded_rect_init_from_rect (&outline, place, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, place);
  else
    gtk_snapshot_append_color (snapshot, &paper, place);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ line, line, line, line });
}

/* How many, in the accent's colour, at the corner. */
static void
draw_count (GtkWidget *widget, GtkSnapshot *snapshot, float right, guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA fill = { 0.2f, 0.5f, 0.9f, 1 }, ink = { 1, 1, 1, 1 };
  graphene_rect_t pill;
  GskRoundedRect outline;
  int width, height;

  gtk_style_context_lookup_color (style, "accent_bg_color", &fill);
  gtk_style_context_lookup_color (style, "accent_fg_color", &ink);
  pango_layout_get_pixel_size (layout, &width, &height);
  graphene_rect_init (&pill, right - MAX (BADGE, (float)width + 14), 0,
                      MAX (BADGE, (float)width + 14), BADGE);
  gsk_rounded_rect_init_from_rect (&outline, &pill, BADGE / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &pill);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (pill.origin.x
                                                    + (pill.size.width - (float)width) / 2,
                                                (BADGE - (float)height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

/**
 * pf_wall_make_drag_icon:
 * @widget: whose colours and letters are taken
 * @texture: (nullable): the picture under the pointer
 * @aspect: its width / height
 * @n: how many are dragged
 *
 * Returns: (transfer full): what hangs at the pointer: the picture, others under it, and how many
 */
GdkPaintable *
pf_wall_make_drag_icon (GtkWidget *widget, GdkTexture *texture, double aspect, guint n)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  float width = aspect < 1 ? EDGE * (float)aspect : EDGE;
  float height = aspect < 1 ? EDGE : EDGE / (float)aspect;
  guint under = MIN (MAX (n, 1) - 1, MOST_UNDER);
  float top = n > 1 ? BADGE / 2 : 0, room = n > 1 ? BADGE / 2 : 0;
  graphene_size_t size = GRAPHENE_SIZE_INIT (width + (float)under * SHIFT + room,
                                             height + (float)under * SHIFT + top);

  for (guint i = under + 1; i > 0; i--)
    draw_card (snapshot,
               &GRAPHENE_RECT_INIT ((float)(i - 1) * SHIFT, top + (float)(i - 1) * SHIFT, width,
                                    height),
               i == 1 ? texture : NULL);
  if (n > 1)
    draw_count (widget, snapshot, width + room, n);
  return gtk_snapshot_to_paintable (g_steal_pointer (&snapshot), &size);
}
