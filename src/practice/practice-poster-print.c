/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

/* One of the inks that stands out on @ground. */
static Ink
other_ink (Sheet *s, guint ground)
{
  Ink inks[] = { s->ink->paper, s->ink->light, s->ink->warm, s->ink->cool, s->ink->dark };

  return inks[(ground + 1 + sheet_pick (s, 4)) % 5];
}

void
scene_shapes (Sheet *s)
{
  int columns = 3 + (int)sheet_pick (s, 2);
  double cell = 84.0 / columns;
  int rows = (int)((s->h - 16) / cell);
  double top = (s->h - rows * cell) / 2;
  Ink inks[] = { s->ink->paper, s->ink->light, s->ink->warm, s->ink->cool, s->ink->dark };

  cairo_rectangle (s->cr, 0, 0, s->w, s->h);
  sheet_fill (s, s->ink->paper);
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      {
        double x = 8 + column * cell, y = top + row * cell;
        guint ground = sheet_pick (s, 5);

        cairo_rectangle (s->cr, x, y, cell + 0.05, cell + 0.05);
        sheet_fill (s, inks[ground]);
        cairo_save (s->cr);
        cairo_rectangle (s->cr, x, y, cell, cell);
        cairo_clip (s->cr);
        cairo_translate (s->cr, x + cell / 2, y + cell / 2);
        cairo_rotate (s->cr, sheet_pick (s, 4) * G_PI / 2);
        switch (sheet_pick (s, 6))
          {
          case 0:
            sheet_disc (s, -cell / 2, -cell / 2, cell);
            sheet_fill (s, other_ink (s, ground));
            sheet_disc (s, -cell / 2, -cell / 2, cell * 0.5);
            sheet_fill (s, inks[ground]);
            break;
          case 1:
            sheet_disc (s, 0, 0, cell * 0.36);
            sheet_fill (s, other_ink (s, ground));
            break;
          case 2:
            cairo_move_to (s->cr, -cell / 2, -cell / 2);
            cairo_line_to (s->cr, cell / 2, -cell / 2);
            cairo_line_to (s->cr, -cell / 2, cell / 2);
            cairo_close_path (s->cr);
            sheet_fill (s, other_ink (s, ground));
            break;
          case 3:
            cairo_arc (s->cr, -cell / 2, 0, cell / 2, -G_PI / 2, G_PI / 2);
            cairo_close_path (s->cr);
            cairo_arc (s->cr, 0, 0, cell / 2, -G_PI / 2, G_PI / 2);
            cairo_close_path (s->cr);
            sheet_fill (s, other_ink (s, ground));
            break;
          case 4:
            for (int i = 0; i < 4; i++)
              cairo_rectangle (s->cr, -cell / 2 + i * cell / 4, -cell / 2, cell / 8, cell);
            sheet_fill (s, other_ink (s, ground));
            break;
          default:
            sheet_leaf (s, -cell / 2, -cell / 2, cell * 1.414, cell * 0.52, G_PI / 4);
            sheet_fill (s, other_ink (s, ground));
            break;
          }
        cairo_restore (s->cr);
      }
}

void
scene_arcs (Sheet *s)
{
  Ink rings[] = { s->ink->dark, s->ink->cool, s->ink->warm, s->ink->light, s->ink->paper };
  guint layout = sheet_pick (s, 3);
  double base = s->h * sheet_between (s, 0.7, 0.8);
  Ink ground = ink_mix (s->ink->paper, s->ink->light, sheet_between (s, 0, 0.35));

  cairo_rectangle (s->cr, 0, 0, s->w, s->h);
  sheet_fill (s, ground);
  if (layout == 0)
    {
      double big = MIN (42, s->h * 0.4);

      sheet_disc (s, sheet_between (s, 28, 72), base - big * 1.15, big * 0.28);
      sheet_fill (s, s->ink->warm);
      for (int i = 0; i < 5; i++)
        {
          double r = big * (1 - i * 0.19);

          cairo_arc (s->cr, 50, base, r, G_PI, 2 * G_PI);
          cairo_close_path (s->cr);
          sheet_fill (s, rings[i]);
        }
      cairo_rectangle (s->cr, 8, base, 84, 1.2);
      sheet_fill (s, s->ink->dark);
    }
  else if (layout == 1)
    {
      sheet_disc (s, sheet_between (s, 30, 70), s->h * 0.3, MIN (18, s->h * 0.2));
      sheet_fill (s, s->ink->warm);
      for (int i = 0; i < 5; i++)
        {
          double x = sheet_between (s, 10, 90), r = s->h * sheet_between (s, 0.25, 0.4);

          sheet_disc (s, x, s->h * (0.72 + i * 0.09) + r * 0.5, r);
          sheet_fill (s, ink_mix (rings[(i + 3) % 5], ground, i == 1 ? 0.4 : 0.05));
        }
    }
  else
    {
      /* Stones in balance */
      double y = base;

      sheet_disc (s, 50, s->h * 0.36, MIN (34, s->h * 0.3));
      sheet_fill (s, ink_mix (s->ink->light, ground, 0.3));
      for (int i = 0; i < 5; i++)
        {
          double rx = (26 - i * 4.2) * sheet_between (s, 0.85, 1.1);
          double ry = s->h * 0.055 * sheet_between (s, 0.8, 1.15);

          y -= ry;
          sheet_oval (s, 50 + sheet_between (s, -3, 3), y, rx, ry);
          sheet_fill (s, rings[(i * 2 + 1) % 5]);
          y -= ry * 0.92;
        }
      cairo_rectangle (s->cr, 0, base, 100, s->h);
      sheet_fill (s, ink_mix (s->ink->cool, s->ink->dark, 0.3));
    }
  cairo_set_line_width (s->cr, 0.6);
  sheet_ink_alpha (s, s->ink->dark, 0.55);
  cairo_rectangle (s->cr, 4, 4, 92, s->h - 8);
  cairo_stroke (s->cr);
}

void
scene_words (Sheet *s)
{
  static const char *const lines[]
      = { "start\nsmall", "slow\nis fine",     "make it\nanyway", "less\nnoise", "stay\nfor tea",
          "good\nbread",  "grow\nsome\nthing", "look\nup",        "leave\nroom", "be kind" };
  static const char *const fonts[] = { "Cantarell Ultra-Bold", "DejaVu Serif Bold",
                                       "Cantarell Bold", "DejaVu Sans Bold", "C059 Bold Italic" };
  static const char *const below[]
      = { "a reminder, printed in two inks", "no. 14 of a long series", "for the studio door",
          "said at every breakfast", "to be read twice" };
  guint style = sheet_pick (s, 3);
  const char *text = lines[sheet_pick (s, G_N_ELEMENTS (lines))];
  const char *font = fonts[sheet_pick (s, G_N_ELEMENTS (fonts))];
  Ink grounds[] = { s->ink->paper, s->ink->warm, s->ink->dark, s->ink->light };
  guint which = sheet_pick (s, 4);
  gboolean light = which == 0 || which == 3;
  Ink letters = light ? s->ink->dark : s->ink->paper;
  double size = MIN (21, s->h * 0.17);

  cairo_rectangle (s->cr, 0, 0, s->w, s->h);
  sheet_fill (s, grounds[which]);
  if (style == 0)
    {
      double r = MIN (34, s->h * 0.3);

      sheet_disc (s, 100 - r * 0.55, r * 0.6, r);
      sheet_fill (s, light ? s->ink->warm : ink_mix (grounds[which], s->ink->light, 0.75));
      sheet_ink (s, letters);
      sheet_text (s, text, font, size, 9, s->h * 0.42, 90, -1);
    }
  else if (style == 1)
    {
      for (int i = 0; i < 4; i++)
        {
          cairo_arc (s->cr, 50, s->h, 52 - i * 11, G_PI, 2 * G_PI);
          cairo_close_path (s->cr);
          sheet_fill (s, ink_mix (i % 2 ? s->ink->light : s->ink->cool, s->ink->warm, i * 0.2));
        }
      sheet_ink (s, letters);
      sheet_text (s, text, font, size * 0.9, 5, s->h * 0.1, 90, 0);
    }
  else
    {
      cairo_rectangle (s->cr, 8, 8, 84, s->h - 16);
      cairo_set_line_width (s->cr, 1.2);
      sheet_ink (s, letters);
      cairo_stroke (s->cr);
      sheet_text (s, text, font, size, 10, s->h * 0.26, 80, 0);
      for (int i = 0; i < 3; i++)
        {
          sheet_disc (s, 42 + i * 8, s->h * 0.18, 2);
          sheet_fill (s, i == 1 ? letters : (light ? s->ink->warm : s->ink->light));
        }
    }
  sheet_ink (s, letters);
  if (style != 1)
    sheet_text (s, below[sheet_pick (s, G_N_ELEMENTS (below))], "Cantarell", 3.6,
                style == 0 ? 9 : 10, s->h - 16, 80, style == 0 ? -1 : 0);
}
