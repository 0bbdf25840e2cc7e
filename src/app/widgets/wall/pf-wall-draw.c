/* SPDX-License-Identifier: GPL-3.0-or-later */
#define DROP_ROOM 6
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-kept-layer.h"
#include "app/widgets/wall/pf-wall-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define FADE_US (200 * 1000)
#define CAPTION_GAP 6
#define BADGE_HEIGHT 24
#define BADGE_INSET 8
#define BADGE_ICON 16
#define SHOWN_BADGES 2
#define CHECK_SIZE 24
#define CHECK_INSET 8
#define SIGN 32

static PangoFontDescription *
make_font (PangoContext *context, double scale, PangoWeight weight)
{
  PangoFontDescription *font
      = pango_font_description_copy (pango_context_get_font_description (context));
  int size = pango_font_description_get_size (font);

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size * scale);
  else
    pango_font_description_set_size (font, (int)(size * scale));
  pango_font_description_set_weight (font, weight);
  return font;
}

static void
read_colors (PfWall *self, PfWallColors *colors)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  *colors = (PfWallColors){ .accent = { 0.2f, 0.5f, 0.9f, 1 }, .accent_fg = { 1, 1, 1, 1 } };
  gtk_style_context_get_color (style, &colors->fg);
  gtk_style_context_lookup_color (style, "accent_bg_color", &colors->accent);
  gtk_style_context_lookup_color (style, "accent_fg_color", &colors->accent_fg);
  colors->high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  colors->outline = colors->fg;
  colors->advice = colors->fg;
  gtk_style_context_lookup_color (style, "pinfold_due", &colors->advice);
  colors->outline.alpha *= colors->high_contrast ? 0.5f : 0.1f;
}

/**
 * pf_wall_update_style:
 * @self: a wall
 *
 * Colours, fonts or text scale may be others. Cheap when they are not: this is called for every
 * change of a state, too.
 *
 * Returns: whether they are
 */
gboolean
pf_wall_update_style (PfWall *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);
  PfWallColors colors;
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  read_colors (self, &colors);
  if (self->font != NULL && pango_font_description_equal (self->font, font)
      && G_APPROX_VALUE (resolution, self->resolution, 1e-6)
      && gdk_rgba_equal (&colors.fg, &self->colors.fg)
      && gdk_rgba_equal (&colors.accent, &self->colors.accent)
      && gdk_rgba_equal (&colors.accent_fg, &self->colors.accent_fg)
      && gdk_rgba_equal (&colors.advice, &self->colors.advice)
      && colors.high_contrast == self->colors.high_contrast
      && self->title_lines == self->styled_lines)
    return FALSE;
  self->colors = colors;
  self->styled_lines = self->title_lines;
  self->resolution = resolution;
  g_clear_pointer (&self->font, pango_font_description_free);
  g_clear_pointer (&self->title_font, pango_font_description_free);
  g_clear_pointer (&self->badge_font, pango_font_description_free);
  self->font = pango_font_description_copy (font);
  self->title_font = make_font (context, 0.82, PANGO_WEIGHT_BOLD);
  self->badge_font = make_font (context, 0.82, PANGO_WEIGHT_NORMAL);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "Xg");
  pango_layout_set_font_description (layout, self->title_font);
  pango_layout_get_pixel_size (layout, NULL, &height);
  self->line_height = height;
  self->caption = self->title_lines > 0 ? 2 * CAPTION_GAP + (int)self->title_lines * height : 0;
  pf_wall_forget_drawings (self);
  return TRUE;
}

static PangoLayout *
make_layout (PfWall *self, const char *text, PangoFontDescription *font)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  pango_layout_set_font_description (layout, font);
  return layout;
}

static PangoLayout *
make_line (
    PfWall *self, PfWallSlot *slot, const char *text, PangoFontDescription *font, guint n_lines)
{
  PangoLayout *layout = make_layout (self, text, font);
  int width = slot->rect.width - 2 * CAPTION_GAP;
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  /* As labels do: letters of any script stand on the side where the window begins. */
  pango_layout_set_alignment (layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_height (layout, -(int)n_lines);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir (layout, FALSE);
  return layout;
}

static void
append_note (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot)
{
  g_autoptr (PangoLayout) layout = make_line (self, slot, slot->tile.note, self->badge_font, 1);
  GdkRGBA color = slot->tile.is_advice ? self->colors.advice : self->colors.fg;

  if (!slot->tile.is_advice && !self->colors.high_contrast)
    color.alpha *= 0.55f;
  slot->title_cut = slot->title_cut || pango_layout_is_ellipsized (layout);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float)(self->line_height
                                                                     * (self->title_lines - 1))));
  gtk_snapshot_append_layout (snapshot, layout, &color);
}

static void
draw_caption (PfWall *self, PfWallSlot *slot)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gboolean noted = slot->tile.note != NULL && self->title_lines > 1;
  g_autoptr (PangoLayout) layout
      = make_line (self, slot, slot->tile.title, self->title_font, self->title_lines - noted);
  GdkRGBA color = self->colors.fg;

  slot->title_cut = pango_layout_is_ellipsized (layout);
  if (slot->tile.is_untitled && !self->colors.high_contrast)
    color.alpha *= 0.55f;
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (CAPTION_GAP,
                                                          (float)(slot->rect.height - self->caption
                                                                  + CAPTION_GAP)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  if (noted)
    append_note (self, snapshot, slot);
  slot->caption = gtk_snapshot_free_to_node (snapshot);
}

static int
append_badge (PfWall *self, GtkSnapshot *snapshot, const char *icon, const char *text, int x)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  const GdkRGBA shade = { 0, 0, 0, self->colors.high_contrast ? 0.9f : 0.65f };
  g_autoptr (PangoLayout) layout = NULL;
  int width = 2 * BADGE_INSET, text_width = 0, text_height = 0;
  int height = MAX (BADGE_HEIGHT, self->line_height + 6);
  GskRoundedRect pill;

  if (text != NULL)
    {
      layout = make_layout (self, text, self->badge_font);
      pango_layout_get_pixel_size (layout, &text_width, &text_height);
      width += text_width;
    }
  if (icon != NULL)
    width += BADGE_ICON + (text != NULL ? 4 : 0);
  width = MAX (width, height);
  gsk_rounded_rect_init_from_rect (&pill,
                                   &GRAPHENE_RECT_INIT ((float)x, 0, (float)width, (float)height),
                                   (float)height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, &shade, &pill.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (
          (float)(x + (icon != NULL && text == NULL ? (width - BADGE_ICON) / 2 : BADGE_INSET)), 0));
  if (icon != NULL)
    {
      g_autoptr (GtkIconPaintable) sign = gtk_icon_theme_lookup_icon (
          gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))), icon, NULL,
          BADGE_ICON, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
          gtk_widget_get_direction (GTK_WIDGET (self)), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float)(height - BADGE_ICON) / 2));
      gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (sign), snapshot, BADGE_ICON,
                                                BADGE_ICON, &white, 1);
      gtk_snapshot_restore (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (BADGE_ICON + 4, 0));
    }
  if (layout != NULL)
    {
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT (0, (float)((height - text_height) / 2)));
      gtk_snapshot_append_layout (snapshot, layout, &white);
    }
  gtk_snapshot_restore (snapshot);
  return width;
}

static void
draw_badges (PfWall *self, PfWallSlot *slot)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int room = slot->rect.width - 2 * BADGE_INSET, x = 0;
  guint shown = MIN (slot->tile.n_badges, SHOWN_BADGES);

  for (guint i = 0; i < shown; i++)
    {
      const PfWallBadge *badge = &slot->tile.badges[i];

      if (x > 0)
        x += 4;
      x += append_badge (self, snapshot, badge->icon, badge->text, x);
    }
  if (slot->tile.n_badges > shown)
    {
      g_autofree char *more = g_strdup_printf ("+%u", slot->tile.n_badges - shown);

      x += 4;
      x += append_badge (self, snapshot, NULL, more, x);
    }
  slot->badges_width = MIN (x, room);
  slot->badges = pf_wall_bake (self, gtk_snapshot_free_to_node (snapshot));
}

static GskRenderNode *
draw_check (PfWall *self, gboolean selected)
{
  const PfWallColors *colors = &self->colors;
  const GdkRGBA white = { 1, 1, 1, 1 }, shade = { 0, 0, 0, 0.35f };
  const GdkRGBA *line = selected ? &colors->accent_fg : &white;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &GRAPHENE_RECT_INIT (0, 0, CHECK_SIZE, CHECK_SIZE),
                                   CHECK_SIZE / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, selected ? &colors->accent : &shade, &circle.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &circle, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ *line, *line, *line, *line });
  if (selected)
    {
      g_autoptr (GtkIconPaintable) sign
          = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (
                                            gtk_widget_get_display (GTK_WIDGET (self))),
                                        "object-select-symbolic", NULL, BADGE_ICON,
                                        gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                        GTK_TEXT_DIR_NONE, GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (4, 4));
      gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (sign), snapshot, BADGE_ICON,
                                                BADGE_ICON, &colors->accent_fg, 1);
    }
  return pf_wall_bake (self, gtk_snapshot_free_to_node (snapshot));
}

static void
append_check (PfWall *self, GtkSnapshot *snapshot, int width, gboolean selected)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = rtl ? width - CHECK_INSET - CHECK_SIZE : CHECK_INSET;
  GskRenderNode **check = &self->checks[selected ? 1 : 0];

  if (*check == NULL)
    *check = draw_check (self, selected);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, CHECK_INSET));
  gtk_snapshot_append_node (snapshot, *check);
  gtk_snapshot_restore (snapshot);
}

/* Not even one that is still to come. */
static gboolean
has_no_picture (const PfWallTile *tile)
{
  return tile->title != NULL && tile->url == NULL && tile->blob == NULL;
}

static void
append_missing (PfWall *self, GtkSnapshot *snapshot, float width, float height)
{
  GdkRGBA color = self->colors.fg;
  g_autoptr (GtkIconPaintable) sign = NULL;

  if (width < SIGN || height < SIGN)
    return;
  sign = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (
                                         gtk_widget_get_display (GTK_WIDGET (self))),
                                     "image-missing-symbolic", NULL, SIGN,
                                     gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                     GTK_TEXT_DIR_NONE, GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  color.alpha *= 0.4f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floorf ((width - SIGN) / 2),
                                                          floorf ((height - SIGN) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (sign), snapshot, SIGN, SIGN,
                                            &color, 1);
  gtk_snapshot_restore (snapshot);
}

static double
get_fade (PfWall *self, PfWallSlot *slot)
{
  gint64 now;
  double t;

  if (slot->fade_start == 0)
    return 1;
  now = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
  t = (double)(now - slot->fade_start) / FADE_US;
  if (t >= 1)
    {
      slot->fade_start = 0;
      return 1;
    }
  return 1 - (1 - MAX (t, 0)) * (1 - MAX (t, 0));
}

static void
append_picture (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot, const GskRoundedRect *shape)
{
  double part = get_fade (self, slot);
  double opacity = slot->tile.is_pending ? 0.6 : 1;

  if (slot->texture == NULL || part < 1)
    {
      guint32 rgb = slot->shape.color;
      GdkRGBA color = { (float)((rgb >> 16) & 0xff) / 255, (float)((rgb >> 8) & 0xff) / 255,
                        (float)(rgb & 0xff) / 255, slot->failed ? 0.15f : 1 };

      gtk_snapshot_push_rounded_clip (snapshot, shape);
      gtk_snapshot_append_color (snapshot, &color, &shape->bounds);
      gtk_snapshot_pop (snapshot);
    }
  if (slot->texture != NULL)
    {
      if (part * opacity < 1)
        gtk_snapshot_push_opacity (snapshot, part * opacity);
      gtk_snapshot_append_texture (snapshot, slot->texture, &shape->bounds);
      if (part * opacity < 1)
        gtk_snapshot_pop (snapshot);
    }
  else if (slot->failed || has_no_picture (&slot->tile))
    append_missing (self, snapshot, shape->bounds.size.width, shape->bounds.size.height);
}

static gboolean
is_selected (PfWall *self, const PfWallSlot *slot)
{
  return gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), slot->position);
}

static gboolean
is_hovered (PfWall *self, const PfWallSlot *slot)
{
  return slot->position == self->hovered && !self->banding;
}

static float
get_picture_height (PfWall *self, const PfWallSlot *slot)
{
  return (float)(slot->rect.height - self->caption);
}

static void
append_frame (
    PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot, PfWallFrame kind, PfWallFramePart part)
{
  GskRenderNode **node = &slot->frames[kind][part];

  if (*node == NULL)
    *node = pf_wall_make_frame (self, kind, part, (float)slot->rect.width,
                                get_picture_height (self, slot));
  if (*node != NULL)
    gtk_snapshot_append_node (snapshot, *node);
}

static void
append_frames (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot, PfWallFramePart part)
{
  append_frame (self, snapshot, slot, PF_WALL_FRAME_EDGE, part);
  if (is_selected (self, slot))
    append_frame (self, snapshot, slot, PF_WALL_FRAME_RING, part);
}

static void
append_bars (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot)
{
  append_frames (self, snapshot, slot, PF_WALL_FRAME_BARS);
}

static void
append_corners (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot)
{
  append_frames (self, snapshot, slot, PF_WALL_FRAME_CORNERS);
}

static void
append_ground (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot)
{
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape,
                                   &GRAPHENE_RECT_INIT (0, 0, (float)slot->rect.width,
                                                        get_picture_height (self, slot)),
                                   PF_WALL_RADIUS);
  if (is_hovered (self, slot))
    {
      gboolean animate = TRUE;
      const GdkRGBA shade = { 0, 0, 0, 0.35f };

      g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                    NULL);
      if (animate)
        gtk_snapshot_append_outset_shadow (snapshot, &shape, &shade, 0, 2, 0, 4);
    }
  append_picture (self, snapshot, slot, &shape);
}

static void
append_signs (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot)
{
  gboolean selected = is_selected (self, slot);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (selected || is_hovered (self, slot))
    append_check (self, snapshot, slot->rect.width, selected);
  if (slot->tile.n_badges == 0)
    return;
  if (slot->badges == NULL)
    draw_badges (self, slot);
  if (slot->badges != NULL)
    {
      int badge_height = MAX (BADGE_HEIGHT, self->line_height + 6);
      int x = rtl ? slot->rect.width - BADGE_INSET - slot->badges_width : BADGE_INSET;

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT ((float)x, get_picture_height (self, slot)
                                                                  - BADGE_INSET
                                                                  - (float)badge_height));
      gtk_snapshot_append_node (snapshot, slot->badges);
      gtk_snapshot_restore (snapshot);
    }
}

static void
append_caption (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot)
{
  if (self->caption == 0 || slot->tile.title == NULL)
    return;
  if (slot->caption == NULL)
    draw_caption (self, slot);
  if (slot->caption != NULL)
    gtk_snapshot_append_node (snapshot, slot->caption);
}

static gboolean
is_in_view (PfWall *self, const PfWallSlot *slot)
{
  double y = slot->rect.y - self->offset;

  return y + slot->rect.height > -PF_WALL_RADIUS
         && y < gtk_widget_get_height (GTK_WIDGET (self)) + PF_WALL_RADIUS;
}

typedef void (*AppendTile) (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot);

static void
append_in_place (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot, AppendTile append)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)slot->rect.x,
                                                          (float)(slot->rect.y - self->offset)));
  append (self, snapshot, slot);
  gtk_snapshot_restore (snapshot);
}

/* All of a tile, in the order of the layers. */
static void
append_whole (PfWall *self, GtkSnapshot *snapshot, PfWallSlot *slot)
{
  gboolean selected = is_selected (self, slot);

  if (slot->whole_of != slot->texture || slot->whole_selected != selected)
    g_clear_pointer (&slot->whole, gsk_render_node_unref);
  if (slot->whole == NULL)
    {
      GtkSnapshot *inner = gtk_snapshot_new ();

      append_ground (self, inner, slot);
      append_bars (self, inner, slot);
      append_corners (self, inner, slot);
      append_signs (self, inner, slot);
      append_caption (self, inner, slot);
      slot->whole = pf_kept_layer_new (gtk_snapshot_free_to_node (inner));
      slot->whole_of = slot->texture;
      slot->whole_selected = selected;
    }
  gtk_snapshot_append_node (snapshot, slot->whole);
}

/* Tiles that look as they did in the last frame. */
static void
append_still_tiles (PfWall *self, GtkSnapshot *snapshot)
{
  gboolean keep = pf_kept_layer_is_of_use (GTK_WIDGET (self));

  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];

      slot->still = keep && slot->settled && slot->texture != NULL && !is_hovered (self, slot)
                    && get_fade (self, slot) >= 1;
      if (slot->still && is_in_view (self, slot))
        append_in_place (self, snapshot, slot, append_whole);
    }
}

/* The same part of every other tile in view: tiles never lie over each other. */
static void
append_tiles (PfWall *self, GtkSnapshot *snapshot, AppendTile append)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];

      if (!slot->still && is_in_view (self, slot))
        append_in_place (self, snapshot, slot, append);
    }
}

static void
append_band (PfWall *self, GtkSnapshot *snapshot)
{
  GdkRGBA fill = self->colors.accent;
  float x = (float)MIN (self->band_x, self->band_to_x);
  float y = (float)MIN (self->band_y - self->offset, self->band_to_y);
  float width = (float)ABS (self->band_x - self->band_to_x);
  float height = (float)ABS (self->band_y - self->offset - self->band_to_y);
  GskRoundedRect shape;

  fill.alpha = 0.2f;
  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (x, y, width, height), 6);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &fill, &shape.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &shape, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ self->colors.accent, self->colors.accent,
                                            self->colors.accent, self->colors.accent });
}

/* Around header and tiles of the group that would take what is dragged, as far as it is in view. */
static void
append_drop_outline (PfWall *self, GtkSnapshot *snapshot)
{
  const GdkRGBA *color = &self->colors.accent;
  int height = gtk_widget_get_height (GTK_WIDGET (self)), top, bottom;
  GskRoundedRect shape;
  PfWallRect rect;

  if (self->drop_group >= pf_wall_layout_get_n_groups (self->layout))
    return;
  pf_wall_layout_get_group (self->layout, self->drop_group, &rect);
  top = MAX ((int)(rect.y - self->offset) - DROP_ROOM, 1);
  bottom = MIN ((int)(rect.y - self->offset) + rect.height + DROP_ROOM, height - 1);
  if (bottom <= top)
    return;
  gsk_rounded_rect_init_from_rect (&shape,
                                   &GRAPHENE_RECT_INIT ((float)(rect.x - DROP_ROOM), (float)top,
                                                        (float)(rect.width + 2 * DROP_ROOM),
                                                        (float)(bottom - top)),
                                   PF_WALL_RADIUS);
  gtk_snapshot_append_border (snapshot, &shape, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ *color, *color, *color, *color });
}

/**
 * pf_wall_snapshot:
 * @widget: a wall
 * @snapshot: where it is drawn
 *
 * Draws the tiles in view: all of them here, for a widget each would cost more than the
 * pictures do (performance.md, rule 2). One layer after the other, not tile by tile: GL draws
 * neighbours that are alike together, and changes of what is drawn are what it pays for. Where GL
 * keeps a tile from frame to frame, that one is drawn in one piece.
 */
void
pf_wall_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfWall *self = PF_WALL (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (widget);

  append_still_tiles (self, snapshot);
  append_tiles (self, snapshot, append_ground);
  append_tiles (self, snapshot, append_bars);
  append_tiles (self, snapshot, append_corners);
  append_tiles (self, snapshot, append_signs);
  append_tiles (self, snapshot, append_caption);
  if (self->header != NULL)
    gtk_widget_snapshot_child (widget, self->header, snapshot);
  for (guint i = 0; i < self->heads->len; i++)
    gtk_widget_snapshot_child (widget, g_array_index (self->heads, PfWallHead, i).widget, snapshot);
  /* Of the cells only the one with the focus has something to draw: its ring. */
  if (focused != NULL && PF_IS_WALL_CELL (focused))
    gtk_widget_snapshot_child (widget, focused, snapshot);
  if (self->banding)
    append_band (self, snapshot);
  if (self->drop_group != PF_WALL_NO_TILE)
    append_drop_outline (self, snapshot);
}

/**
 * pf_wall_query_tooltip:
 * @self: a wall
 * @x: in the view
 * @y: in the view
 * @keyboard: whether it was asked for by a key
 * @tooltip: to be filled in
 *
 * Badges say what they mean, cut titles the whole of it.
 *
 * Returns: whether there is anything to say
 */
gboolean
pf_wall_query_tooltip (PfWall *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  guint position = keyboard ? self->cursor : pf_wall_find_tile_at (self, x, y);
  PfWallSlot *slot = position != PF_WALL_NO_TILE ? pf_wall_find_slot (self, position) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  GdkRectangle area;
  int edge;

  if (slot == NULL)
    return FALSE;
  edge = (int)(slot->rect.y - self->offset) + slot->rect.height - self->caption;
  area = (GdkRectangle){ slot->rect.x, edge, slot->rect.width, self->caption };
  if ((keyboard || y >= edge) && slot->title_cut && slot->tile.title != NULL)
    g_string_append_printf (text, "%s%s%s", slot->tile.title, slot->tile.note != NULL ? "\n" : "",
                            slot->tile.note != NULL ? slot->tile.note : "");
  else if (!keyboard && y < edge - BADGE_HEIGHT - BADGE_INSET)
    return FALSE;
  if (keyboard || y < edge)
    {
      for (guint i = 0; i < slot->tile.n_badges; i++)
        if (slot->tile.badges[i].words != NULL)
          g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                                  slot->tile.badges[i].words);
      area.y = edge - BADGE_HEIGHT - BADGE_INSET;
      area.height = BADGE_HEIGHT + BADGE_INSET;
    }
  if (text->len == 0)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text->str);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}
