/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

#include <math.h>

/* A wall above and a table below. Returns where the table begins. */
static double
table_top (Sheet *s)
{
  double y = s->h * sheet_between (s, 0.62, 0.7);
  Ink wall = sheet_pick (s, 2) ? s->ink->light : ink_mix (s->ink->cool, s->ink->paper, 0.55);
  Ink wood = ink_mix (s->ink->warm, s->ink->dark, 0.35);

  sheet_sky (s, ink_mix (wall, s->ink->paper, 0.45), wall);
  cairo_rectangle (s->cr, 0, y, s->w, s->h - y);
  sheet_fill (s, wood);
  cairo_rectangle (s->cr, 0, y, s->w, 1.4);
  sheet_fill (s, ink_mix (wood, s->ink->paper, 0.35));
  return y;
}

static void
shadow (Sheet *s, double x, double y, double rx)
{
  sheet_oval (s, x + rx * 0.12, y, rx, rx * 0.13);
  sheet_ink_alpha (s, s->ink->dark, 0.28);
  cairo_fill (s->cr);
}

static void
steam (Sheet *s, double x, double y, double height)
{
  cairo_set_line_width (s->cr, 1.3);
  sheet_ink_alpha (s, s->ink->paper, 0.75);
  for (int i = -1; i <= 1; i++)
    {
      double sx = x + i * 5.5, top = y - height * (i == 0 ? 1 : 0.75);

      cairo_move_to (s->cr, sx, y);
      cairo_curve_to (s->cr, sx - 6, y - height * 0.35, sx + 6, y - height * 0.5, sx, top);
      cairo_stroke (s->cr);
    }
}

static void
fruit (Sheet *s, double x, double y, double r, Ink ink)
{
  shadow (s, x, y + r * 0.92, r);
  sheet_disc (s, x, y, r);
  sheet_fill (s, ink);
  cairo_save (s->cr);
  sheet_disc (s, x, y, r);
  cairo_clip (s->cr);
  sheet_disc (s, x + r * 0.75, y + r * 0.5, r * 1.1);
  sheet_ink_alpha (s, s->ink->dark, 0.16);
  cairo_fill (s->cr);
  cairo_restore (s->cr);
  sheet_oval (s, x - r * 0.35, y - r * 0.4, r * 0.2, r * 0.13);
  sheet_ink_alpha (s, s->ink->paper, 0.6);
  cairo_fill (s->cr);
  cairo_set_line_width (s->cr, r * 0.1);
  sheet_ink (s, s->ink->dark);
  cairo_move_to (s->cr, x, y - r * 0.85);
  cairo_curve_to (s->cr, x, y - r, x + r * 0.1, y - r * 1.1, x + r * 0.18, y - r * 1.2);
  cairo_stroke (s->cr);
  sheet_leaf (s, x + r * 0.08, y - r * 1.02, r * 0.75, r * 0.25, -0.5);
  sheet_fill (s, ink_mix (s->ink->cool, s->ink->dark, 0.2));
}

static void
pear (Sheet *s, double x, double y, double r, Ink ink)
{
  shadow (s, x, y + r * 0.95, r);
  cairo_move_to (s->cr, x, y - r * 2);
  cairo_curve_to (s->cr, x + r * 0.75, y - r * 2, x + r * 0.45, y - r * 0.9, x + r, y + r * 0.1);
  cairo_curve_to (s->cr, x + r * 1.25, y + r * 1.2, x - r * 1.25, y + r * 1.2, x - r, y + r * 0.1);
  cairo_curve_to (s->cr, x - r * 0.45, y - r * 0.9, x - r * 0.75, y - r * 2, x, y - r * 2);
  sheet_fill (s, ink);
  sheet_oval (s, x - r * 0.4, y - r * 0.1, r * 0.15, r * 0.4);
  sheet_ink_alpha (s, s->ink->paper, 0.5);
  cairo_fill (s->cr);
  cairo_set_line_width (s->cr, r * 0.12);
  sheet_ink (s, s->ink->dark);
  cairo_move_to (s->cr, x, y - r * 1.95);
  cairo_line_to (s->cr, x + r * 0.2, y - r * 2.4);
  cairo_stroke (s->cr);
}

void
scene_cup (Sheet *s)
{
  double y = table_top (s), x = 50 + sheet_between (s, -4, 4), base = y + (s->h - y) * 0.38;
  double r = s->h < 100 ? 17 : 23, height = r * 1.35, top = base - height;
  Ink clay = sheet_pick (s, 2) ? s->ink->paper : s->ink->cool;

  /* A window's light on the wall */
  cairo_save (s->cr);
  cairo_translate (s->cr, sheet_between (s, 8, 52), s->h * 0.08);
  cairo_transform (s->cr, &(cairo_matrix_t){ 1, 0, -0.18, 1, 0, 0 });
  for (int i = 0; i < 4; i++)
    {
      cairo_rectangle (s->cr, (i % 2) * 17 + 6, (i / 2) * y * 0.24, 15, y * 0.22);
      sheet_ink_alpha (s, s->ink->paper, 0.55);
      cairo_fill (s->cr);
    }
  cairo_restore (s->cr);

  steam (s, x, top - 4, s->h * 0.2);
  sheet_oval (s, x, base + 1.5, r * 1.75, r * 0.36);
  sheet_ink_alpha (s, s->ink->dark, 0.3);
  cairo_fill (s->cr);
  sheet_oval (s, x, base - 0.6, r * 1.65, r * 0.33);
  sheet_fill (s, ink_mix (clay, s->ink->dark, 0.1));
  sheet_oval (s, x, base - 1.6, r * 1.55, r * 0.29);
  sheet_fill (s, ink_mix (clay, s->ink->paper, 0.4));

  cairo_set_line_width (s->cr, r * 0.2);
  sheet_ink (s, ink_mix (clay, s->ink->dark, 0.08));
  cairo_arc (s->cr, x + r * 0.98, top + height * 0.4, r * 0.42, -1.4, 1.8);
  cairo_stroke (s->cr);
  cairo_move_to (s->cr, x - r, top);
  cairo_curve_to (s->cr, x - r, top + height * 0.75, x - r * 0.7, base, x - r * 0.4, base);
  cairo_line_to (s->cr, x + r * 0.4, base);
  cairo_curve_to (s->cr, x + r * 0.7, base, x + r, top + height * 0.75, x + r, top);
  sheet_fill (s, clay);
  cairo_move_to (s->cr, x + r * 0.35, top);
  cairo_curve_to (s->cr, x + r * 0.4, top + height * 0.7, x + r * 0.3, base, x + r * 0.1, base);
  cairo_line_to (s->cr, x + r * 0.4, base);
  cairo_curve_to (s->cr, x + r * 0.7, base, x + r, top + height * 0.75, x + r, top);
  sheet_ink_alpha (s, s->ink->dark, 0.12);
  cairo_fill (s->cr);
  sheet_oval (s, x, top, r, r * 0.22);
  sheet_fill (s, ink_mix (clay, s->ink->paper, 0.5));
  sheet_oval (s, x, top + 0.6, r * 0.88, r * 0.17);
  sheet_fill (s, ink_mix (s->ink->warm, s->ink->dark, 0.65));
  sheet_oval (s, x - r * 0.2, top + 0.3, r * 0.4, r * 0.06);
  sheet_ink_alpha (s, s->ink->light, 0.6);
  cairo_fill (s->cr);

  fruit (s, x - r * 1.9, base + 7, r * 0.36, s->ink->warm);
  fruit (s, x - r * 1.3, base + 11, r * 0.3, ink_mix (s->ink->warm, s->ink->light, 0.5));
}

void
scene_fruit (Sheet *s)
{
  double y = table_top (s), base = y + (s->h - y) * 0.3, r = s->h < 100 ? 26 : 32;
  double bowl = s->h < 100 ? 16 : 21, x = 50;
  Ink inks[]
      = { s->ink->warm, ink_mix (s->ink->warm, s->ink->light, 0.55),
          ink_mix (s->ink->cool, s->ink->light, 0.45), ink_mix (s->ink->warm, s->ink->dark, 0.3) };

  for (int i = 0; i < 5; i++)
    {
      double fx = x + (i - 2) * r * 0.42, fy = base - bowl - (i % 2 ? 9 : 3);

      if (sheet_pick (s, 4) == 0)
        pear (s, fx, fy - 1, r * 0.26, inks[sheet_pick (s, 4)]);
      else
        fruit (s, fx, fy, r * 0.3, inks[sheet_pick (s, 4)]);
    }
  shadow (s, x, base + 1, r * 0.9);
  cairo_move_to (s->cr, x - r, base - bowl);
  cairo_curve_to (s->cr, x - r * 0.9, base - bowl * 0.2, x - r * 0.5, base, x - r * 0.3, base);
  cairo_line_to (s->cr, x + r * 0.3, base);
  cairo_curve_to (s->cr, x + r * 0.5, base, x + r * 0.9, base - bowl * 0.2, x + r, base - bowl);
  cairo_close_path (s->cr);
  sheet_fill (s, s->ink->paper);
  cairo_save (s->cr);
  cairo_rectangle (s->cr, 0, base - bowl * 0.72, 100, bowl * 0.2);
  cairo_clip (s->cr);
  cairo_move_to (s->cr, x - r, base - bowl);
  cairo_curve_to (s->cr, x - r * 0.9, base - bowl * 0.2, x - r * 0.5, base, x - r * 0.3, base);
  cairo_line_to (s->cr, x + r * 0.3, base);
  cairo_curve_to (s->cr, x + r * 0.5, base, x + r * 0.9, base - bowl * 0.2, x + r, base - bowl);
  cairo_close_path (s->cr);
  sheet_fill (s, s->ink->cool);
  cairo_restore (s->cr);
  sheet_oval (s, x, base - bowl, r, 1.2);
  sheet_fill (s, ink_mix (s->ink->paper, s->ink->cool, 0.2));
  fruit (s, 14, base + 8, r * 0.24, inks[0]);
  pear (s, 86, base + 9, r * 0.26, inks[1]);
}

void
scene_bake (Sheet *s)
{
  double y = table_top (s), base = y + (s->h - y) * 0.32, x = 50;
  guint kind = sheet_pick (s, 3);
  Ink crust = ink_mix (s->ink->warm, s->ink->light, 0.3);

  if (kind == 0)
    {
      /* A layer cake on a stand */
      int layers = 2 + (int)sheet_pick (s, 2);
      double w = 26, h = 10, foot = base;

      shadow (s, x, foot + 1, 15);
      cairo_rectangle (s->cr, x - 2.5, foot - 12, 5, 12);
      sheet_fill (s, s->ink->paper);
      sheet_oval (s, x, foot, 13, 2.2);
      sheet_fill (s, s->ink->paper);
      sheet_oval (s, x, foot - 12, w * 1.3, 3.4);
      sheet_fill (s, ink_mix (s->ink->paper, s->ink->dark, 0.08));
      foot -= 12.8;
      for (int i = 0; i < layers; i++)
        {
          sheet_round (s, x - w, foot - h, w * 2, h, 1.5);
          sheet_fill (s, i % 2 ? ink_mix (crust, s->ink->dark, 0.15) : crust);
          sheet_round (s, x - w - 0.6, foot - h - 2.6, w * 2 + 1.2, 4, 2);
          sheet_fill (s, s->ink->paper);
          foot -= h + 2;
        }
      cairo_move_to (s->cr, x - w, foot + 1);
      for (int i = 0; i <= 12; i++)
        {
          double dx = x - w + i * w / 6;

          cairo_curve_to (s->cr, dx - w / 9, foot + 2, dx - w / 12,
                          foot + 3 + sheet_between (s, 1, 7), dx, foot + 2);
        }
      cairo_line_to (s->cr, x + w, foot - 1.5);
      cairo_line_to (s->cr, x - w, foot - 1.5);
      sheet_fill (s, s->ink->warm);
      for (int i = 0; i < 7; i++)
        {
          sheet_disc (s, x - w * 0.85 + i * w * 0.283, foot - 3, 2.6);
          sheet_fill (s, ink_mix (s->ink->warm, s->ink->dark, 0.3));
        }
    }
  else if (kind == 1)
    {
      /* A round loaf with cuts */
      double rx = 34, ry = s->h < 100 ? 22 : 27;

      shadow (s, x, base + 2, rx);
      cairo_save (s->cr);
      cairo_rectangle (s->cr, 0, 0, 100, base + 2);
      cairo_clip (s->cr);
      sheet_oval (s, x, base - ry * 0.55, rx, ry);
      sheet_fill (s, crust);
      sheet_oval (s, x, base - ry * 0.55, rx, ry);
      cairo_clip (s->cr);
      sheet_oval (s, x + 16, base, rx, ry);
      sheet_ink_alpha (s, s->ink->dark, 0.18);
      cairo_fill (s->cr);
      for (int i = -2; i <= 2; i++)
        {
          sheet_leaf (s, x + i * 11 - 5, base - ry * 0.3, 20, 2.6, -1.15);
          sheet_fill (s, ink_mix (s->ink->paper, s->ink->light, 0.4));
        }
      for (int i = 0; i < 60; i++)
        {
          sheet_disc (s, x + sheet_between (s, -30, 30), base - sheet_between (s, 6, ry * 1.5),
                      0.35);
          sheet_ink_alpha (s, s->ink->paper, 0.7);
          cairo_fill (s->cr);
        }
      cairo_restore (s->cr);
    }
  else
    {
      /* Buns on a tray */
      sheet_round (s, 8, base - 1, 84, 5, 2);
      sheet_fill (s, s->ink->dark);
      for (int row = 1; row >= 0; row--)
        for (int i = 0; i < 4 - row; i++)
          {
            double bx = 20 + i * 20 + row * 10, by = base - 8 - row * 13, r = 10.5;

            sheet_disc (s, bx, by, r);
            sheet_fill (s, row ? ink_mix (crust, s->ink->dark, 0.12) : crust);
            cairo_set_line_width (s->cr, 1.5);
            sheet_ink (s, ink_mix (s->ink->warm, s->ink->dark, 0.35));
            cairo_new_sub_path (s->cr);
            for (double t = 0; t < 13; t += 0.3)
              cairo_line_to (s->cr, bx + cos (t) * t * 0.62, by + sin (t) * t * 0.62);
            cairo_stroke (s->cr);
            for (int d = 0; d < 9; d++)
              {
                cairo_rectangle (s->cr, bx + sheet_between (s, -7, 7),
                                 by + sheet_between (s, -7, 2), 1, 1);
                sheet_fill (s, s->ink->paper);
              }
          }
    }
  if (s->h > 120)
    {
      /* Bunting on the wall */
      cairo_set_line_width (s->cr, 0.4);
      sheet_ink (s, s->ink->dark);
      cairo_move_to (s->cr, 0, s->h * 0.08);
      cairo_curve_to (s->cr, 30, s->h * 0.17, 70, s->h * 0.17, 100, s->h * 0.08);
      cairo_stroke (s->cr);
      for (int i = 0; i < 8; i++)
        {
          double t = (i + 0.5) / 8, bx = t * 100;
          double by = s->h * (0.08 + 0.27 * t * (1 - t));
          Ink flags[] = { s->ink->warm, s->ink->paper, s->ink->cool };

          cairo_move_to (s->cr, bx - 4, by);
          cairo_line_to (s->cr, bx + 4, by);
          cairo_line_to (s->cr, bx, by + 8);
          cairo_close_path (s->cr);
          sheet_fill (s, flags[i % 3]);
        }
    }
}

/* A dish from above. */
static void
dish (Sheet *s, double x, double y, double r, guint kind)
{
  Ink soups[] = { s->ink->warm, ink_mix (s->ink->warm, s->ink->light, 0.6),
                  ink_mix (s->ink->cool, s->ink->light, 0.5) };
  Ink green = ink_mix (s->ink->cool, s->ink->dark, 0.25);

  sheet_disc (s, x + r * 0.06, y + r * 0.1, r * 1.02);
  sheet_ink_alpha (s, s->ink->dark, 0.25);
  cairo_fill (s->cr);
  sheet_disc (s, x, y, r);
  sheet_fill (s, sheet_pick (s, 2) ? s->ink->paper : ink_mix (s->ink->cool, s->ink->dark, 0.3));
  sheet_disc (s, x, y, r * 0.9);
  sheet_ink_alpha (s, s->ink->dark, 0.1);
  cairo_fill (s->cr);
  sheet_disc (s, x, y, r * 0.82);
  sheet_fill (s, soups[kind % 3]);
  cairo_save (s->cr);
  sheet_disc (s, x, y, r * 0.82);
  cairo_clip (s->cr);
  if (kind % 2)
    {
      /* A swirl of cream and some leaves */
      cairo_set_line_width (s->cr, r * 0.06);
      sheet_ink_alpha (s, s->ink->paper, 0.9);
      cairo_new_sub_path (s->cr);
      for (double t = 0; t < 14; t += 0.2)
        cairo_line_to (s->cr, x + cos (t) * t * r * 0.04, y + sin (t) * t * r * 0.04);
      cairo_stroke (s->cr);
    }
  else
    for (int i = 0; i < 3; i++)
      {
        double angle = sheet_between (s, 0, 6.28), ex = x + cos (angle) * r * 0.38,
               ey = y + sin (angle) * r * 0.38;

        sheet_oval (s, ex, ey, r * 0.26, r * 0.22);
        sheet_fill (s, s->ink->paper);
        sheet_disc (s, ex, ey, r * 0.11);
        sheet_fill (s, ink_mix (s->ink->light, s->ink->warm, 0.4));
      }
  for (int i = 0; i < 9; i++)
    {
      double angle = sheet_between (s, 0, 6.28), at = r * sheet_between (s, 0.1, 0.65);

      sheet_leaf (s, x + cos (angle) * at, y + sin (angle) * at, r * 0.26, r * 0.09,
                  sheet_between (s, 0, 6.28));
      sheet_fill (s, green);
    }
  for (int i = 0; i < 26; i++)
    {
      double angle = sheet_between (s, 0, 6.28), at = r * sheet_between (s, 0, 0.75);

      sheet_disc (s, x + cos (angle) * at, y + sin (angle) * at, r * 0.014);
      sheet_ink_alpha (s, s->ink->dark, 0.8);
      cairo_fill (s->cr);
    }
  cairo_restore (s->cr);
}

static void
spoon (Sheet *s, double x, double y, double length, double angle)
{
  cairo_save (s->cr);
  cairo_translate (s->cr, x, y);
  cairo_rotate (s->cr, angle);
  sheet_ink (s, ink_mix (s->ink->light, s->ink->dark, 0.45));
  cairo_set_line_width (s->cr, 1.8);
  cairo_move_to (s->cr, 0, 0);
  cairo_line_to (s->cr, length, 0);
  cairo_stroke (s->cr);
  sheet_oval (s, length + 4, 0, 6, 3.6);
  cairo_fill (s->cr);
  cairo_restore (s->cr);
}

static void
cloth (Sheet *s)
{
  Ink ground = sheet_pick (s, 2) ? ink_mix (s->ink->light, s->ink->paper, 0.4)
                                 : ink_mix (s->ink->cool, s->ink->paper, 0.5);

  sheet_sky (s, ground, ink_mix (ground, s->ink->dark, 0.08));
  cairo_save (s->cr);
  cairo_translate (s->cr, sheet_between (s, -10, 30), s->h * sheet_between (s, 0.5, 0.75));
  cairo_rotate (s->cr, sheet_between (s, -0.5, 0.4));
  cairo_rectangle (s->cr, 0, 0, 70, s->h);
  sheet_fill (s, s->ink->paper);
  for (int i = 0; i < 8; i++)
    {
      cairo_rectangle (s->cr, 3 + i * 9, 0, 2, s->h);
      sheet_ink_alpha (s, s->ink->warm, 0.7);
      cairo_fill (s->cr);
    }
  cairo_restore (s->cr);
}

void
scene_bowl (Sheet *s)
{
  double r = MIN (38, s->h * 0.38);
  double x = 50 + sheet_between (s, -5, 5), y = s->h * sheet_between (s, 0.44, 0.52);

  cloth (s);
  spoon (s, x + r * 0.5, y + r * 1.05, 26, sheet_between (s, -0.2, 0.5));
  dish (s, x, y, r, sheet_pick (s, 6));
  for (int i = 0; i < 4; i++)
    {
      sheet_leaf (s, 12 + sheet_between (s, -3, 3), s->h * 0.1 + i * 3, 13, 3.2, -0.6 + i * 0.5);
      sheet_fill (s, ink_mix (s->ink->cool, s->ink->dark, 0.2));
    }
}

void
scene_table (Sheet *s)
{
  cloth (s);
  dish (s, 32, s->h * 0.3, MIN (27, s->h * 0.28), sheet_pick (s, 6));
  dish (s, 76, s->h * 0.2, MIN (16, s->h * 0.18), sheet_pick (s, 6));
  dish (s, 70, s->h * 0.62, MIN (26, s->h * 0.28), sheet_pick (s, 6));
  dish (s, 22, s->h * 0.74, MIN (18, s->h * 0.2), sheet_pick (s, 6));
  spoon (s, 40, s->h * 0.86, 22, -0.5);
  if (s->h > 140)
    dish (s, 84, s->h * 0.9, 13, sheet_pick (s, 6));
}

void
scene_citrus (Sheet *s)
{
  double step = sheet_between (s, 26, 34), r = step * 0.42;
  Ink inks[] = { s->ink->warm, s->ink->light, ink_mix (s->ink->warm, s->ink->light, 0.5) };

  cairo_rectangle (s->cr, 0, 0, s->w, s->h);
  sheet_fill (s, sheet_pick (s, 2) ? ink_mix (s->ink->cool, s->ink->paper, 0.25) : s->ink->paper);
  for (int row = 0; row * step * 0.87 < s->h + step; row++)
    for (int i = -1; i * step < 100 + step; i++)
      {
        double x = i * step + (row % 2) * step / 2, y = row * step * 0.87;
        double turn = sheet_between (s, 0, 1);
        Ink flesh = inks[sheet_pick (s, 3)];

        sheet_disc (s, x + 0.9, y + 1.3, r);
        sheet_ink_alpha (s, s->ink->dark, 0.2);
        cairo_fill (s->cr);
        sheet_disc (s, x, y, r);
        sheet_fill (s, ink_mix (flesh, s->ink->warm, 0.35));
        sheet_disc (s, x, y, r * 0.9);
        sheet_fill (s, ink_mix (s->ink->paper, (Ink){ 1, 1, 1 }, 0.4));
        for (int k = 0; k < 9; k++)
          {
            double a = turn + k * G_PI * 2 / 9;

            cairo_move_to (s->cr, x + cos (a + 0.35) * r * 0.12, y + sin (a + 0.35) * r * 0.12);
            cairo_arc (s->cr, x, y, r * 0.82, a + 0.06, a + 0.64);
            cairo_close_path (s->cr);
            sheet_fill (s, flesh);
          }
        if (sheet_pick (s, 3) == 0)
          {
            sheet_leaf (s, x + r * 0.7, y + r * 0.7, r * 0.9, r * 0.28, sheet_between (s, 0, 1.5));
            sheet_fill (s, ink_mix (s->ink->cool, s->ink->dark, 0.35));
          }
      }
}
