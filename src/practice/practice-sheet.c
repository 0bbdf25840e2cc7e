/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"
#include "practice-world.h"

#include <math.h>
#include <pango/pangocairo.h>

double
sheet_chance (Sheet *s)
{
  s->chance = practice_hash (s->chance, 1);
  return (double)(s->chance >> 11) / 9007199254740992.0;
}

double
sheet_between (Sheet *s, double a, double b)
{
  return a + (b - a) * sheet_chance (s);
}

guint
sheet_pick (Sheet *s, guint n)
{
  return (guint)(sheet_chance (s) * n);
}

Ink
ink_mix (Ink a, Ink b, double t)
{
  return (Ink){ a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t };
}

void
sheet_ink (Sheet *s, Ink ink)
{
  cairo_set_source_rgb (s->cr, ink.r, ink.g, ink.b);
}

void
sheet_ink_alpha (Sheet *s, Ink ink, double alpha)
{
  cairo_set_source_rgba (s->cr, ink.r, ink.g, ink.b, alpha);
}

void
sheet_fill (Sheet *s, Ink ink)
{
  sheet_ink (s, ink);
  cairo_fill (s->cr);
}

void
sheet_sky (Sheet *s, Ink top, Ink bottom)
{
  cairo_pattern_t *p = cairo_pattern_create_linear (0, 0, 0, s->h);

  cairo_pattern_add_color_stop_rgb (p, 0, top.r, top.g, top.b);
  cairo_pattern_add_color_stop_rgb (p, 1, bottom.r, bottom.g, bottom.b);
  cairo_rectangle (s->cr, 0, 0, s->w, s->h);
  cairo_set_source (s->cr, p);
  cairo_fill (s->cr);
  cairo_pattern_destroy (p);
}

void
sheet_disc (Sheet *s, double x, double y, double radius)
{
  cairo_new_sub_path (s->cr);
  cairo_arc (s->cr, x, y, radius, 0, 2 * G_PI);
  cairo_close_path (s->cr);
}

void
sheet_oval (Sheet *s, double x, double y, double rx, double ry)
{
  cairo_save (s->cr);
  cairo_translate (s->cr, x, y);
  cairo_scale (s->cr, rx, ry);
  sheet_disc (s, 0, 0, 1);
  cairo_restore (s->cr);
}

void
sheet_round (Sheet *s, double x, double y, double w, double h, double radius)
{
  cairo_new_sub_path (s->cr);
  cairo_arc (s->cr, x + w - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (s->cr, x + w - radius, y + h - radius, radius, 0, G_PI / 2);
  cairo_arc (s->cr, x + radius, y + h - radius, radius, G_PI / 2, G_PI);
  cairo_arc (s->cr, x + radius, y + radius, radius, G_PI, G_PI * 1.5);
  cairo_close_path (s->cr);
}

void
sheet_hills (Sheet *s, double y, double swing, double rough)
{
  double a = sheet_between (s, 0, 6), b = sheet_between (s, 0, 6), c = sheet_between (s, 0, 6);
  double f = sheet_between (s, 0.8, 1.4);

  cairo_move_to (s->cr, -1, s->h + 1);
  for (double x = -1; x <= s->w + 1; x += 1)
    {
      double t = x / s->w * 2 * G_PI;
      double up = sin (t * f + a) * 0.6 + sin (t * 2.3 * f + b) * 0.3
                  + sin (t * 6.1 + c) * 0.1 * rough + sin (t * 15 + a) * 0.05 * rough;

      cairo_line_to (s->cr, x, y - up * swing);
    }
  cairo_line_to (s->cr, s->w + 1, s->h + 1);
  cairo_close_path (s->cr);
}

void
sheet_glow (Sheet *s, double x, double y, double radius, Ink ink, double alpha)
{
  cairo_pattern_t *p = cairo_pattern_create_radial (x, y, 0, x, y, radius);

  cairo_pattern_add_color_stop_rgba (p, 0, ink.r, ink.g, ink.b, alpha);
  cairo_pattern_add_color_stop_rgba (p, 1, ink.r, ink.g, ink.b, 0);
  cairo_set_source (s->cr, p);
  sheet_disc (s, x, y, radius);
  cairo_fill (s->cr);
  cairo_pattern_destroy (p);
}

void
sheet_leaf (Sheet *s, double x, double y, double length, double width, double angle)
{
  cairo_save (s->cr);
  cairo_translate (s->cr, x, y);
  cairo_rotate (s->cr, angle);
  cairo_move_to (s->cr, 0, 0);
  cairo_curve_to (s->cr, length * 0.25, -width, length * 0.75, -width * 0.8, length, 0);
  cairo_curve_to (s->cr, length * 0.75, width * 0.8, length * 0.25, width, 0, 0);
  cairo_close_path (s->cr);
  cairo_restore (s->cr);
}

/* @align: -1 left, 0 middle, 1 right. (x, y): the top of the column of @width. */
void
sheet_text (Sheet *s,
            const char *text,
            const char *font,
            double size,
            double x,
            double y,
            double width,
            int align)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (s->cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_line_spacing (layout, 0.95f);
  pango_layout_set_alignment (layout, align < 0   ? PANGO_ALIGN_LEFT
                                      : align > 0 ? PANGO_ALIGN_RIGHT
                                                  : PANGO_ALIGN_CENTER);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (s->cr, x, y);
  pango_cairo_show_layout (s->cr, layout);
}
