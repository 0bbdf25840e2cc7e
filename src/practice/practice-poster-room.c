/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

static void
framed_picture (Sheet *s, double x, double y, double w, double h)
{
  cairo_rectangle (s->cr, x + 0.8, y + 1.2, w, h);
  sheet_ink_alpha (s, s->ink->dark, 0.2);
  cairo_fill (s->cr);
  cairo_rectangle (s->cr, x, y, w, h);
  sheet_fill (s, ink_mix (s->ink->warm, s->ink->dark, 0.55));
  cairo_rectangle (s->cr, x + 1, y + 1, w - 2, h - 2);
  sheet_fill (s, s->ink->paper);
  cairo_save (s->cr);
  cairo_rectangle (s->cr, x + w * 0.2, y + h * 0.18, w * 0.6, h * 0.64);
  cairo_clip (s->cr);
  cairo_rectangle (s->cr, x, y, w, h);
  sheet_fill (s, s->ink->light);
  sheet_disc (s, x + w * sheet_between (s, 0.35, 0.65), y + h * 0.42, w * 0.17);
  sheet_fill (s, s->ink->warm);
  sheet_oval (s, x + w * 0.3, y + h * 0.86, w * 0.4, h * 0.25);
  sheet_fill (s, s->ink->cool);
  sheet_oval (s, x + w * 0.75, y + h * 0.88, w * 0.35, h * 0.2);
  sheet_fill (s, s->ink->dark);
  cairo_restore (s->cr);
}

static void
window_view (Sheet *s, double x, double y, double w, double h)
{
  cairo_rectangle (s->cr, x - 1.5, y - 1.5, w + 3, h + 3);
  sheet_fill (s, s->ink->paper);
  cairo_save (s->cr);
  cairo_rectangle (s->cr, x, y, w, h);
  cairo_clip (s->cr);
  cairo_rectangle (s->cr, x, y, w, h);
  sheet_fill (s, ink_mix (s->ink->cool, s->ink->paper, 0.65));
  sheet_disc (s, x + w * 0.7, y + h * 0.3, w * 0.13);
  sheet_fill (s, s->ink->light);
  sheet_oval (s, x + w * 0.2, y + h, w * 0.5, h * 0.3);
  sheet_fill (s, ink_mix (s->ink->cool, s->ink->light, 0.3));
  sheet_oval (s, x + w * 0.85, y + h * 1.02, w * 0.55, h * 0.25);
  sheet_fill (s, s->ink->cool);
  cairo_restore (s->cr);
  cairo_rectangle (s->cr, x + w / 2 - 0.6, y, 1.2, h);
  cairo_rectangle (s->cr, x, y + h * 0.45, w, 1.2);
  sheet_fill (s, s->ink->paper);
  cairo_rectangle (s->cr, x - 3, y + h + 1.5, w + 6, 2);
  sheet_fill (s, ink_mix (s->ink->paper, s->ink->dark, 0.12));
}

static void
armchair (Sheet *s, double x, double floor, double k, Ink cloth)
{
  Ink deep = ink_mix (cloth, s->ink->dark, 0.2);

  cairo_set_line_width (s->cr, 1.6 * k);
  sheet_ink (s, ink_mix (s->ink->warm, s->ink->dark, 0.6));
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_move_to (s->cr, x + side * 13 * k, floor - 9 * k);
      cairo_line_to (s->cr, x + side * 16 * k, floor);
    }
  cairo_stroke (s->cr);
  sheet_round (s, x - 15 * k, floor - 43 * k, 30 * k, 34 * k, 9 * k);
  sheet_fill (s, deep);
  sheet_round (s, x - 13 * k, floor - 41 * k, 26 * k, 26 * k, 8 * k);
  sheet_fill (s, cloth);
  sheet_round (s, x - 19 * k, floor - 26 * k, 8 * k, 19 * k, 4 * k);
  sheet_round (s, x + 11 * k, floor - 26 * k, 8 * k, 19 * k, 4 * k);
  sheet_fill (s, cloth);
  sheet_round (s, x - 13 * k, floor - 19 * k, 26 * k, 11 * k, 3 * k);
  sheet_fill (s, ink_mix (cloth, s->ink->paper, 0.22));
  sheet_round (s, x - 6 * k, floor - 30 * k, 13 * k, 11 * k, 2.5 * k);
  sheet_fill (s, s->ink->light);
}

static void
standing_lamp (Sheet *s, double x, double floor, double height)
{
  double top = floor - height;

  sheet_glow (s, x, top + height * 0.12, height * 0.5, s->ink->light, 0.55);
  cairo_set_line_width (s->cr, 0.9);
  sheet_ink (s, s->ink->dark);
  cairo_move_to (s->cr, x, floor);
  cairo_line_to (s->cr, x, top + height * 0.1);
  cairo_stroke (s->cr);
  sheet_oval (s, x, floor, 6, 1.1);
  sheet_fill (s, s->ink->dark);
  cairo_move_to (s->cr, x - 4.5, top);
  cairo_line_to (s->cr, x + 4.5, top);
  cairo_line_to (s->cr, x + 9, top + height * 0.18);
  cairo_line_to (s->cr, x - 9, top + height * 0.18);
  cairo_close_path (s->cr);
  sheet_fill (s, ink_mix (s->ink->paper, s->ink->light, 0.5));
}

static void
floor_plant (Sheet *s, double x, double floor, double height)
{
  Ink green = ink_mix (s->ink->cool, s->ink->dark, 0.3);

  for (int i = -3; i <= 3; i++)
    {
      sheet_leaf (s, x, floor - height * 0.28, height * (0.75 - (i < 0 ? -i : i) * 0.08),
                  height * 0.09, -G_PI / 2 + i * 0.3);
      sheet_fill (s, ink_mix (green, s->ink->light, (i + 3) * 0.06));
    }
  cairo_move_to (s->cr, x - height * 0.16, floor - height * 0.3);
  cairo_line_to (s->cr, x + height * 0.16, floor - height * 0.3);
  cairo_line_to (s->cr, x + height * 0.11, floor);
  cairo_line_to (s->cr, x - height * 0.11, floor);
  cairo_close_path (s->cr);
  sheet_fill (s, s->ink->paper);
}

void
scene_room (Sheet *s)
{
  double floor = s->h * sheet_between (s, 0.76, 0.82), k = s->h < 100 ? 0.8 : 1.15;
  gboolean window = sheet_pick (s, 2) != 0, mirrored = sheet_pick (s, 2) != 0;
  Ink walls[]
      = { ink_mix (s->ink->light, s->ink->paper, 0.35), ink_mix (s->ink->cool, s->ink->paper, 0.35),
          ink_mix (s->ink->warm, s->ink->paper, 0.5) };
  Ink wall = walls[sheet_pick (s, 3)];
  Ink boards = ink_mix (s->ink->warm, s->ink->dark, 0.25);
  double chair = mirrored ? 36 : 64;

  sheet_sky (s, wall, ink_mix (wall, s->ink->paper, 0.2));
  cairo_rectangle (s->cr, 0, floor - 2.5, s->w, 2.5);
  sheet_fill (s, s->ink->paper);
  cairo_rectangle (s->cr, 0, floor, s->w, s->h - floor);
  sheet_fill (s, ink_mix (boards, s->ink->light, 0.35));
  cairo_set_line_width (s->cr, 0.3);
  sheet_ink_alpha (s, s->ink->dark, 0.3);
  for (int i = 1; i < 5; i++)
    {
      double y = floor + (s->h - floor) * i / 5;

      cairo_move_to (s->cr, 0, y);
      cairo_line_to (s->cr, s->w, y);
    }
  cairo_stroke (s->cr);

  if (window)
    window_view (s, mirrored ? 54 : 12, s->h * 0.12, 34, s->h * 0.4);
  else
    {
      framed_picture (s, mirrored ? 58 : 14, s->h * 0.14, 26, s->h * 0.26);
      framed_picture (s, mirrored ? 40 : 43, s->h * 0.2, 14, s->h * 0.13);
    }
  if (s->h > 120)
    framed_picture (s, mirrored ? 12 : 66, s->h * 0.2, 20, s->h * 0.17);
  sheet_oval (s, 50, floor + (s->h - floor) * 0.5, 42, (s->h - floor) * 0.34);
  sheet_fill (s, ink_mix (s->ink->cool, s->ink->paper, 0.2));
  sheet_oval (s, 50, floor + (s->h - floor) * 0.5, 37, (s->h - floor) * 0.27);
  sheet_fill (s, ink_mix (s->ink->cool, s->ink->dark, 0.15));
  standing_lamp (s, mirrored ? 63 : 37, floor + 3, s->h * 0.44);
  armchair (s, chair, floor + (s->h - floor) * 0.42, k,
            sheet_pick (s, 2) ? s->ink->warm : ink_mix (s->ink->cool, s->ink->dark, 0.35));
  floor_plant (s, mirrored ? 86 : 14, floor + (s->h - floor) * 0.3, s->h * 0.3);
}
