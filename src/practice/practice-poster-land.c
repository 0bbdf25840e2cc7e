/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

#include <math.h>

static void
birds (Sheet *s, double y)
{
  guint n = 2 + sheet_pick (s, 4);
  double x = sheet_between (s, 15, 70);

  sheet_ink_alpha (s, s->ink->dark, 0.7);
  cairo_set_line_width (s->cr, 0.5);
  for (guint i = 0; i < n; i++)
    {
      double bx = x + i * 3.4 + sheet_between (s, -1, 1), by = y + sheet_between (s, -4, 4);

      cairo_move_to (s->cr, bx - 1.6, by - 0.7);
      cairo_curve_to (s->cr, bx - 0.8, by - 1.2, bx - 0.2, by - 0.6, bx, by);
      cairo_curve_to (s->cr, bx + 0.2, by - 0.6, bx + 0.8, by - 1.2, bx + 1.6, by - 0.7);
      cairo_stroke (s->cr);
    }
}

static void
fir (Sheet *s, double x, double y, double height)
{
  for (int i = 0; i < 4; i++)
    {
      double top = y - height + i * height * 0.2, w = height * (0.09 + i * 0.06);

      cairo_move_to (s->cr, x, top);
      cairo_line_to (s->cr, x + w, top + height * 0.36);
      cairo_line_to (s->cr, x - w, top + height * 0.36);
      cairo_close_path (s->cr);
    }
  cairo_rectangle (s->cr, x - height * 0.02, y - height * 0.1, height * 0.04, height * 0.1);
}

static void
peak (Sheet *s, double x, double y, double width, double height, Ink ink)
{
  Ink lit = ink_mix (ink, s->ink->paper, 0.35);
  double top = y - height;

  cairo_move_to (s->cr, x - width, s->h);
  cairo_line_to (s->cr, x - width, y);
  cairo_line_to (s->cr, x - width * 0.4, y - height * 0.55);
  cairo_line_to (s->cr, x - width * 0.3, y - height * 0.5);
  cairo_line_to (s->cr, x, top);
  cairo_line_to (s->cr, x + width * 0.28, y - height * 0.6);
  cairo_line_to (s->cr, x + width * 0.4, y - height * 0.66);
  cairo_line_to (s->cr, x + width, y);
  cairo_line_to (s->cr, x + width, s->h);
  cairo_close_path (s->cr);
  sheet_fill (s, ink);

  cairo_move_to (s->cr, x, top);
  cairo_line_to (s->cr, x + width * 0.28, y - height * 0.6);
  cairo_line_to (s->cr, x + width * 0.15, y - height * 0.45);
  cairo_line_to (s->cr, x + width * 0.22, y - height * 0.2);
  cairo_line_to (s->cr, x - width * 0.02, y - height * 0.5);
  cairo_close_path (s->cr);
  sheet_fill (s, lit);

  /* Snow */
  cairo_move_to (s->cr, x, top);
  cairo_line_to (s->cr, x + width * 0.13, top + height * 0.19);
  cairo_line_to (s->cr, x + width * 0.05, top + height * 0.16);
  cairo_line_to (s->cr, x + width * 0.01, top + height * 0.26);
  cairo_line_to (s->cr, x - width * 0.06, top + height * 0.17);
  cairo_line_to (s->cr, x - width * 0.13, top + height * 0.22);
  cairo_close_path (s->cr);
  sheet_fill (s, ink_mix (s->ink->paper, (Ink){ 1, 1, 1 }, 0.5));
}

void
scene_mountains (Sheet *s)
{
  double horizon = s->h * sheet_between (s, 0.55, 0.64);
  double sun_x = sheet_between (s, 20, 80), sun_y = s->h * sheet_between (s, 0.16, 0.3);

  sheet_sky (s, ink_mix (s->ink->cool, s->ink->paper, 0.45), s->ink->light);
  sheet_glow (s, sun_x, sun_y, 34, s->ink->paper, 0.8);
  sheet_disc (s, sun_x, sun_y, sheet_between (s, 8, 12));
  sheet_fill (s, sheet_pick (s, 2) ? s->ink->warm : s->ink->paper);
  birds (s, sun_y + sheet_between (s, 6, 16));

  peak (s, sheet_between (s, 10, 30), horizon, 46, s->h * 0.22,
        ink_mix (s->ink->cool, s->ink->light, 0.45));
  peak (s, sheet_between (s, 70, 92), horizon, 50, s->h * 0.27,
        ink_mix (s->ink->cool, s->ink->light, 0.25));
  peak (s, sheet_between (s, 42, 60), horizon + 4, 52, s->h * 0.33, s->ink->cool);

  for (int i = 0; i < 3; i++)
    {
      Ink ink = ink_mix (s->ink->cool, s->ink->dark, 0.35 + i * 0.3);
      double y = horizon + (s->h - horizon) * (0.18 + i * 0.28);

      sheet_hills (s, y, 6, 0.4);
      sheet_fill (s, ink);
      if (i == 0)
        continue;
      for (int t = 0; t < 9 + i * 3; t++)
        fir (s, sheet_between (s, -2, 102), y + sheet_between (s, 0, 9),
             sheet_between (s, 7, 12) * (0.7 + i * 0.35));
      sheet_fill (s, ink_mix (ink, s->ink->dark, 0.5));
    }
}

void
scene_sea (Sheet *s)
{
  double horizon = s->h * sheet_between (s, 0.44, 0.56);
  double sun_x = sheet_between (s, 30, 70), radius = sheet_between (s, 14, 20);
  Ink water = ink_mix (s->ink->cool, s->ink->dark, 0.25);

  sheet_sky (s, s->ink->light, s->ink->warm);
  sheet_glow (s, sun_x, horizon - radius * 0.3, radius * 2.6, s->ink->paper, 0.7);
  sheet_disc (s, sun_x, horizon - radius * 0.3, radius);
  sheet_fill (s, ink_mix (s->ink->paper, s->ink->light, 0.3));
  for (int i = 0; i < 4; i++)
    {
      double y = s->h * sheet_between (s, 0.06, 0.34), x = sheet_between (s, -10, 80);

      sheet_round (s, x, y, sheet_between (s, 18, 44), 2.2, 1.1);
      sheet_ink_alpha (s, s->ink->paper, 0.55);
      cairo_fill (s->cr);
    }

  /* An island or a headland */
  cairo_move_to (s->cr, 100, horizon);
  cairo_line_to (s->cr, 100, horizon - 12);
  cairo_curve_to (s->cr, 92, horizon - 13, 84, horizon - 4, sheet_between (s, 60, 74), horizon);
  cairo_close_path (s->cr);
  sheet_fill (s, ink_mix (s->ink->dark, s->ink->cool, 0.4));
  if (sheet_pick (s, 2))
    {
      double x = 94, y = horizon - 12;

      cairo_move_to (s->cr, x - 1.6, y);
      cairo_line_to (s->cr, x - 1, y - 13);
      cairo_line_to (s->cr, x + 1, y - 13);
      cairo_line_to (s->cr, x + 1.6, y);
      cairo_close_path (s->cr);
      sheet_fill (s, s->ink->paper);
      cairo_rectangle (s->cr, x - 1.3, y - 16, 2.6, 3);
      sheet_fill (s, s->ink->warm);
    }

  cairo_rectangle (s->cr, 0, horizon, s->w, s->h - horizon);
  sheet_fill (s, water);
  for (double y = horizon + 1.5; y < s->h; y += 2.4 + (y - horizon) * 0.05)
    {
      double spread = radius + (y - horizon) * 0.35;
      double w = spread * sheet_between (s, 0.3, 1.0);

      sheet_round (s, sun_x - w + sheet_between (s, -5, 5), y, w * 2, 0.9, 0.45);
      sheet_ink_alpha (s, s->ink->light, 0.75);
      cairo_fill (s->cr);
    }

  /* A sailing boat */
  {
    double x = sheet_between (s, 14, 46), y = horizon + (s->h - horizon) * 0.3, k = s->h / 130;

    cairo_move_to (s->cr, x - 9 * k, y);
    cairo_line_to (s->cr, x + 9 * k, y);
    cairo_line_to (s->cr, x + 6 * k, y + 3.6 * k);
    cairo_line_to (s->cr, x - 6 * k, y + 3.6 * k);
    cairo_close_path (s->cr);
    sheet_fill (s, s->ink->dark);
    cairo_move_to (s->cr, x - 0.4 * k, y - 1 * k);
    cairo_line_to (s->cr, x - 0.4 * k, y - 22 * k);
    cairo_line_to (s->cr, x + 9 * k, y - 1 * k);
    cairo_close_path (s->cr);
    sheet_fill (s, s->ink->paper);
    cairo_move_to (s->cr, x - 1.6 * k, y - 1 * k);
    cairo_line_to (s->cr, x - 1.6 * k, y - 17 * k);
    cairo_line_to (s->cr, x - 8 * k, y - 1 * k);
    cairo_close_path (s->cr);
    sheet_fill (s, s->ink->warm);
  }
  sheet_hills (s, s->h * 0.95, 3, 0);
  sheet_fill (s, ink_mix (water, s->ink->dark, 0.5));
}

void
scene_desert (Sheet *s)
{
  double sun_x = sheet_between (s, 25, 75), sun_y = s->h * sheet_between (s, 0.22, 0.34);
  double base = s->h * 0.5;

  sheet_sky (s, ink_mix (s->ink->light, s->ink->paper, 0.5), s->ink->light);
  for (int ring = 3; ring >= 0; ring--)
    {
      sheet_disc (s, sun_x, sun_y, 10 + ring * 5);
      sheet_ink_alpha (s, s->ink->warm, ring == 0 ? 1 : 0.14);
      cairo_fill (s->cr);
    }

  /* Table mountains far off */
  for (int i = 0; i < 3; i++)
    {
      double x = i * 36 + sheet_between (s, -8, 8), w = sheet_between (s, 16, 26);
      double top = base - sheet_between (s, 0.06, 0.16) * s->h;

      cairo_move_to (s->cr, x - 4, base + 20);
      cairo_line_to (s->cr, x, top);
      cairo_line_to (s->cr, x + w, top);
      cairo_line_to (s->cr, x + w + 5, base + 20);
      cairo_close_path (s->cr);
      sheet_fill (s, ink_mix (s->ink->warm, s->ink->light, 0.5));
    }
  for (int i = 0; i < 5; i++)
    {
      Ink ink
          = ink_mix (ink_mix (s->ink->light, s->ink->warm, 0.25 + i * 0.2), s->ink->dark, i * 0.08);

      sheet_hills (s, base + (s->h - base) * i * 0.21 + 4, s->h * 0.035, 0);
      sheet_fill (s, ink);
    }

  for (int i = 0; i < 2; i++)
    {
      double x = i == 0 ? sheet_between (s, 12, 30) : sheet_between (s, 66, 88);
      double y = s->h * (0.84 + i * 0.08), k = sheet_between (s, 0.8, 1.2) * s->h / 150;

      sheet_ink (s, ink_mix (s->ink->dark, s->ink->cool, 0.45));
      cairo_set_line_width (s->cr, 5 * k);
      cairo_move_to (s->cr, x, y);
      cairo_line_to (s->cr, x, y - 32 * k);
      cairo_move_to (s->cr, x, y - 12 * k);
      cairo_curve_to (s->cr, x + 10 * k, y - 11 * k, x + 9 * k, y - 15 * k, x + 9 * k, y - 23 * k);
      cairo_move_to (s->cr, x, y - 8 * k);
      cairo_curve_to (s->cr, x - 10 * k, y - 7 * k, x - 8 * k, y - 12 * k, x - 8 * k, y - 18 * k);
      cairo_stroke (s->cr);
    }
}

void
scene_forest (Sheet *s)
{
  Ink mist = ink_mix (s->ink->paper, s->ink->light, 0.25);

  sheet_sky (s, ink_mix (s->ink->cool, s->ink->paper, 0.6), mist);
  sheet_disc (s, sheet_between (s, 30, 70), s->h * 0.2, sheet_between (s, 7, 11));
  sheet_ink_alpha (s, s->ink->paper, 0.9);
  cairo_fill (s->cr);
  for (int layer = 0; layer < 5; layer++)
    {
      double t = layer / 4.0, y = s->h * (0.42 + t * 0.5);
      Ink ink = ink_mix (ink_mix (mist, s->ink->cool, 0.35 + t * 0.65), s->ink->dark, t * 0.75);
      double step = 5 + t * 9;

      sheet_hills (s, y, 5, 0);
      for (double x = -4 + sheet_between (s, 0, 4); x < 106; x += step * sheet_between (s, 0.5, 1))
        fir (s, x, y + 9, (16 + t * 34) * sheet_between (s, 0.7, 1.1) * s->h / 150);
      cairo_set_fill_rule (s->cr, CAIRO_FILL_RULE_WINDING);
      sheet_fill (s, ink);
      if (layer < 4)
        {
          cairo_pattern_t *fog = cairo_pattern_create_linear (0, y - 4, 0, y + s->h * 0.14);

          cairo_pattern_add_color_stop_rgba (fog, 0, mist.r, mist.g, mist.b, 0);
          cairo_pattern_add_color_stop_rgba (fog, 1, mist.r, mist.g, mist.b, 0.75);
          cairo_rectangle (s->cr, 0, y - 4, s->w, s->h);
          cairo_set_source (s->cr, fog);
          cairo_fill (s->cr);
          cairo_pattern_destroy (fog);
        }
    }
}

void
scene_night (Sheet *s)
{
  Ink deep = ink_mix (s->ink->dark, (Ink){ 0.02, 0.03, 0.08 }, 0.35);
  double moon_x = sheet_between (s, 28, 72), moon_y = s->h * sheet_between (s, 0.2, 0.3);
  double radius = sheet_between (s, 11, 16);
  gboolean city = sheet_pick (s, 3) != 0;

  sheet_sky (s, deep, ink_mix (s->ink->dark, s->ink->cool, 0.75));
  for (int i = 0; i < 110; i++)
    {
      double y = sheet_chance (s) * s->h * 0.7;

      sheet_disc (s, sheet_chance (s) * 100, y, sheet_between (s, 0.12, 0.5));
      sheet_ink_alpha (s, s->ink->paper, sheet_between (s, 0.3, 0.95));
      cairo_fill (s->cr);
    }
  sheet_glow (s, moon_x, moon_y, radius * 2.8, s->ink->light, 0.35);
  sheet_disc (s, moon_x, moon_y, radius);
  sheet_fill (s, ink_mix (s->ink->paper, s->ink->light, 0.4));
  if (sheet_pick (s, 2))
    {
      sheet_disc (s, moon_x + radius * 0.5, moon_y - radius * 0.2, radius * 0.92);
      sheet_fill (s, ink_mix (deep, s->ink->dark, 0.35));
    }
  else
    for (int i = 0; i < 6; i++)
      {
        double angle = sheet_between (s, 0, 6.28), at = radius * sheet_between (s, 0.1, 0.7);

        sheet_disc (s, moon_x + cos (angle) * at, moon_y + sin (angle) * at,
                    radius * sheet_between (s, 0.07, 0.17));
        sheet_ink_alpha (s, s->ink->cool, 0.25);
        cairo_fill (s->cr);
      }

  if (!city)
    {
      for (int i = 0; i < 3; i++)
        {
          sheet_hills (s, s->h * (0.66 + i * 0.12), 8, 0.5);
          sheet_fill (s, ink_mix (ink_mix (s->ink->cool, s->ink->dark, 0.5), deep, i * 0.45));
        }
      return;
    }
  for (int layer = 0; layer < 2; layer++)
    for (double x = -3 + layer * 3; x < 100;)
      {
        double w = sheet_between (s, 8, 15), h = s->h * sheet_between (s, 0.16, 0.36);
        double top = s->h - h * (layer == 0 ? 1.35 : 0.9);
        Ink wall = ink_mix (ink_mix (s->ink->dark, s->ink->cool, 0.35), deep, layer * 0.8);

        cairo_rectangle (s->cr, x, top, w, s->h - top);
        if (sheet_pick (s, 3) == 0)
          {
            cairo_move_to (s->cr, x, top);
            cairo_line_to (s->cr, x + w / 2, top - 5);
            cairo_line_to (s->cr, x + w, top);
          }
        sheet_fill (s, wall);
        for (double wy = top + 3; wy < s->h - 2; wy += 4.2)
          for (double wx = x + 1.6; wx < x + w - 2; wx += 3)
            if (sheet_chance (s) < 0.42)
              {
                cairo_rectangle (s->cr, wx, wy, 1.4, 2);
                sheet_ink_alpha (s, sheet_pick (s, 5) ? s->ink->light : s->ink->warm,
                                 layer == 0 ? 0.45 : 0.95);
                cairo_fill (s->cr);
              }
        x += w + sheet_between (s, 0, 1.2);
      }
}
