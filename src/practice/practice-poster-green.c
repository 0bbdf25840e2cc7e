/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

#include <math.h>

static void
flower (Sheet *s, double x, double y, double r, Ink petals, Ink heart)
{
  guint n = 6 + sheet_pick (s, 5);
  double turn = sheet_between (s, 0, 1);

  for (guint i = 0; i < n; i++)
    sheet_leaf (s, x, y, r, r * 0.36, turn + i * 2 * G_PI / n);
  sheet_fill (s, petals);
  for (guint i = 0; i < n; i++)
    sheet_leaf (s, x, y, r * 0.6, r * 0.16, turn + i * 2 * G_PI / n);
  sheet_ink_alpha (s, s->ink->paper, 0.25);
  cairo_fill (s->cr);
  sheet_disc (s, x, y, r * 0.26);
  sheet_fill (s, heart);
}

static void
stem (Sheet *s, double x0, double y0, double x1, double y1, double bend, double width)
{
  cairo_set_line_width (s->cr, width);
  cairo_move_to (s->cr, x0, y0);
  cairo_curve_to (s->cr, x0, (y0 + y1) / 2, x1 + bend, (y0 + y1) / 2, x1, y1);
  cairo_stroke (s->cr);
}

void
scene_vase (Sheet *s)
{
  double base = s->h * 0.86, neck = s->h * 0.6, x = 50;
  Ink green = ink_mix (s->ink->cool, s->ink->dark, 0.3);
  Ink inks[]
      = { s->ink->warm, s->ink->light, s->ink->paper, ink_mix (s->ink->warm, s->ink->paper, 0.4) };
  Ink vase = sheet_pick (s, 2) ? s->ink->cool : ink_mix (s->ink->dark, s->ink->cool, 0.3);
  Ink wall = ink_mix (s->ink->light, s->ink->paper, sheet_between (s, 0.2, 0.7));
  double w = s->h < 100 ? 11 : 15;

  sheet_sky (s, ink_mix (wall, s->ink->paper, 0.4), wall);
  sheet_disc (s, x, s->h * 0.4, MIN (40, s->h * 0.36));
  sheet_ink_alpha (s, sheet_pick (s, 2) ? s->ink->paper : s->ink->warm, 0.35);
  cairo_fill (s->cr);
  cairo_rectangle (s->cr, 0, base - 3, s->w, s->h);
  sheet_fill (s, ink_mix (s->ink->warm, s->ink->dark, 0.3));

  sheet_ink (s, green);
  for (int i = 0; i < 9; i++)
    {
      double angle = -G_PI / 2 + (i - 4) * 0.26 + sheet_between (s, -0.06, 0.06);
      double length = s->h * sheet_between (s, 0.2, 0.42);
      double fx = x + cos (angle) * length * 0.9, fy = neck + sin (angle) * length;

      sheet_ink (s, green);
      stem (s, x + (i - 4) * 0.8, neck + 4, fx, fy, 0, 0.9);
      sheet_leaf (s, x + (fx - x) * 0.55, neck + (fy - neck) * 0.5, 11, 2.6,
                  angle + (i % 2 ? 0.8 : -0.8));
      sheet_fill (s, green);
      if (i % 3 == 1)
        {
          for (int k = 0; k < 8; k++)
            {
              sheet_leaf (s, fx + (x - fx) * k * 0.06, fy + (neck - fy) * k * 0.06, 6.5, 1.7,
                          angle + (k % 2 ? 0.9 : -0.9));
              sheet_fill (s, ink_mix (green, s->ink->light, 0.3));
            }
        }
      else
        flower (s, fx, fy, sheet_between (s, 6, 11), inks[sheet_pick (s, 4)],
                sheet_pick (s, 2) ? s->ink->dark : s->ink->light);
    }

  sheet_oval (s, x + 4, base, w * 1.1, 2.4);
  sheet_ink_alpha (s, s->ink->dark, 0.3);
  cairo_fill (s->cr);
  cairo_move_to (s->cr, x - w * 0.45, neck);
  cairo_curve_to (s->cr, x - w * 0.3, neck + 8, x - w * 1.4, neck + (base - neck) * 0.45,
                  x - w * 0.6, base);
  cairo_line_to (s->cr, x + w * 0.6, base);
  cairo_curve_to (s->cr, x + w * 1.4, neck + (base - neck) * 0.45, x + w * 0.3, neck + 8,
                  x + w * 0.45, neck);
  cairo_close_path (s->cr);
  cairo_save (s->cr);
  cairo_clip_preserve (s->cr);
  sheet_fill (s, vase);
  for (int i = 0; i < 3; i++)
    {
      cairo_rectangle (s->cr, 0, neck + (base - neck) * (0.35 + i * 0.17), 100, 1.3);
      sheet_ink_alpha (s, s->ink->paper, 0.5);
      cairo_fill (s->cr);
    }
  sheet_oval (s, x + w, base - 8, w * 0.8, (base - neck) * 0.7);
  sheet_ink_alpha (s, s->ink->dark, 0.16);
  cairo_fill (s->cr);
  cairo_restore (s->cr);
}

static void
branch (Sheet *s, double x, double y, double height, guint kind, Ink ink)
{
  guint n = 7 + sheet_pick (s, 5);
  double lean = sheet_between (s, -7, 7);

  sheet_ink (s, ink_mix (ink, s->ink->dark, 0.2));
  stem (s, x, y, x + lean, y - height, 0, 0.8);
  for (guint i = 1; i <= n; i++)
    {
      double t = (double)i / n, px = x + lean * t * t, py = y - height * t;
      double length = height * 0.3 * (1.15 - t * 0.75);

      for (int side = -1; side <= 1; side += 2)
        {
          double angle = -G_PI / 2 + side * (1.05 - t * 0.45);

          if (kind == 0)
            sheet_leaf (s, px, py, length, length * 0.26, angle);
          else if (kind == 1)
            sheet_oval (s, px + cos (angle) * length * 0.5, py + sin (angle) * length * 0.4,
                        length * 0.28, length * 0.24);
          else
            sheet_leaf (s, px, py, length * 0.9, length * 0.09, angle);
        }
      sheet_fill (s, ink_mix (ink, s->ink->light, t * 0.35));
    }
  sheet_leaf (s, x + lean, y - height, height * 0.13, height * 0.035, -G_PI / 2);
  sheet_fill (s, ink);
}

void
scene_leaves (Sheet *s)
{
  gboolean night = sheet_pick (s, 4) == 0;
  Ink ground = night ? s->ink->dark : s->ink->paper;
  Ink inks[] = { s->ink->cool, ink_mix (s->ink->cool, s->ink->dark, 0.4), s->ink->warm,
                 ink_mix (s->ink->cool, s->ink->light, 0.4) };
  guint layout = sheet_pick (s, 2);

  cairo_rectangle (s->cr, 0, 0, s->w, s->h);
  sheet_fill (s, ground);
  if (layout == 0)
    {
      static const char *const names[]
          = { "Filix  IV", "Quercus  II", "Salix  VII", "Olea  I", "Acer  III", "Betula  IX" };

      branch (s, 50, s->h * 0.8, s->h * 0.6, sheet_pick (s, 3), inks[sheet_pick (s, 4)]);
      cairo_set_line_width (s->cr, 0.5);
      sheet_ink_alpha (s, night ? s->ink->light : s->ink->dark, 0.6);
      cairo_rectangle (s->cr, 5, 5, 90, s->h - 10);
      cairo_stroke (s->cr);
      sheet_ink (s, night ? s->ink->light : s->ink->dark);
      sheet_text (s, names[sheet_pick (s, 6)], "Cantarell", 4.2, 10, s->h * 0.87, 80, 0);
    }
  else
    {
      sheet_disc (s, sheet_between (s, 30, 70), s->h * 0.38, MIN (30, s->h * 0.3));
      sheet_fill (s, ink_mix (s->ink->warm, ground, 0.35));
      for (int i = 0; i < 5; i++)
        branch (s, 10 + i * 20 + sheet_between (s, -3, 3), s->h * 1.02,
                s->h * sheet_between (s, 0.5, 0.82), (guint)i % 3, inks[sheet_pick (s, 4)]);
    }
}

static void
pot (Sheet *s, double x, double y, double w, double h, Ink ink)
{
  sheet_oval (s, x + 1, y, w * 0.62, 1.3);
  sheet_ink_alpha (s, s->ink->dark, 0.25);
  cairo_fill (s->cr);
  cairo_move_to (s->cr, x - w * 0.5, y - h);
  cairo_line_to (s->cr, x + w * 0.5, y - h);
  cairo_line_to (s->cr, x + w * 0.36, y);
  cairo_line_to (s->cr, x - w * 0.36, y);
  cairo_close_path (s->cr);
  sheet_fill (s, ink);
  sheet_round (s, x - w * 0.56, y - h, w * 1.12, h * 0.22, 0.7);
  sheet_fill (s, ink_mix (ink, s->ink->paper, 0.18));
}

static void
plant (Sheet *s, double x, double y, double size, guint kind)
{
  Ink green = ink_mix (s->ink->cool, s->ink->dark, sheet_between (s, 0, 0.45));

  switch (kind)
    {
    case 0:
      /* Long leaves */
      for (int i = -3; i <= 3; i++)
        {
          sheet_leaf (s, x + i * 0.6, y, size * (1.1 - ABS (i) * 0.1), size * 0.1,
                      -G_PI / 2 + i * 0.26);
          sheet_fill (s, ink_mix (green, s->ink->light, (i + 3) * 0.07));
        }
      break;
    case 1:
      /* A cactus with flowers */
      sheet_round (s, x - size * 0.18, y - size * 0.9, size * 0.36, size * 0.95, size * 0.18);
      sheet_round (s, x + size * 0.14, y - size * 0.62, size * 0.3, size * 0.17, size * 0.08);
      sheet_round (s, x + size * 0.3, y - size * 0.85, size * 0.17, size * 0.4, size * 0.085);
      sheet_fill (s, green);
      cairo_set_line_width (s->cr, 0.4);
      sheet_ink_alpha (s, s->ink->paper, 0.5);
      for (int i = -1; i <= 1; i++)
        {
          cairo_move_to (s->cr, x + i * size * 0.09, y - size * 0.8);
          cairo_line_to (s->cr, x + i * size * 0.09, y);
        }
      cairo_stroke (s->cr);
      flower (s, x, y - size * 0.92, size * 0.15, s->ink->warm, s->ink->light);
      break;
    case 2:
      /* Round leaves on stems */
      for (int i = -3; i <= 3; i++)
        {
          double fx = x + i * size * 0.17, fy = y - size * (1 - ABS (i) * 0.16);

          sheet_ink (s, green);
          stem (s, x, y, fx, fy, 0, 0.5);
          sheet_disc (s, fx, fy, size * 0.14);
          sheet_fill (s, ink_mix (green, s->ink->light, (i + 3) * 0.08));
        }
      break;
    default:
      /* A small tree */
      sheet_ink (s, ink_mix (s->ink->warm, s->ink->dark, 0.5));
      stem (s, x, y, x, y - size * 0.6, 0, 1.2);
      for (int i = 0; i < 26; i++)
        {
          double a = sheet_between (s, 0, 6.28), at = size * sheet_between (s, 0, 0.34);

          sheet_leaf (s, x + cos (a) * at, y - size * 0.8 + sin (a) * at, size * 0.2, size * 0.06,
                      sheet_between (s, 0, 6.28));
          sheet_fill (s, ink_mix (green, s->ink->light, sheet_between (s, 0, 0.4)));
        }
      break;
    }
}

void
scene_pots (Sheet *s)
{
  int shelves = s->h < 100 ? 1 : (s->h > 160 ? 3 : 2);
  Ink clays[]
      = { s->ink->warm, s->ink->paper, s->ink->dark, ink_mix (s->ink->warm, s->ink->light, 0.5) };
  Ink wall = sheet_pick (s, 2) ? ink_mix (s->ink->light, s->ink->paper, 0.5)
                               : ink_mix (s->ink->cool, s->ink->paper, 0.6);

  sheet_sky (s, ink_mix (wall, s->ink->paper, 0.3), wall);
  if (sheet_pick (s, 2))
    {
      sheet_round (s, 22, s->h * 0.06, 56, s->h * 0.8, 28);
      sheet_ink_alpha (s, s->ink->paper, 0.55);
      cairo_fill (s->cr);
    }
  for (int row = 0; row < shelves; row++)
    {
      double y = s->h * (row + 1) / (shelves + 0.22), room = s->h / (shelves + 0.3);

      cairo_rectangle (s->cr, 4, y + 2, 92, room * 0.03 + 1);
      sheet_ink_alpha (s, s->ink->dark, 0.18);
      cairo_fill (s->cr);
      cairo_rectangle (s->cr, 4, y, 92, 2.2);
      sheet_fill (s, ink_mix (s->ink->warm, s->ink->dark, 0.45));
      for (double x = 17 + sheet_between (s, -2, 4); x < 92; x += sheet_between (s, 20, 28))
        {
          double w = sheet_between (s, 12, 17), h = room * sheet_between (s, 0.2, 0.28);

          plant (s, x, y - h, room * sheet_between (s, 0.38, 0.56), sheet_pick (s, 4));
          pot (s, x, y, w, h, clays[sheet_pick (s, 4)]);
        }
    }
}
