/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-poster.h"

G_BEGIN_DECLS

typedef struct
{
  double r, g, b;
} Ink;

/* Five inks that get along: paper, and four from light to dark. */
typedef struct
{
  Ink paper;
  Ink light;
  Ink warm;
  Ink cool;
  Ink dark;
} Palette;

/* A poster being drawn, in units: the width is 100, the height follows from the ratio. */
typedef struct
{
  cairo_t *cr;
  double w;
  double h;
  const Palette *ink;
  guint64 chance;
} Sheet;

typedef void (*Scene) (Sheet *s);

/* Draws lots: [0, 1), [a, b), and 0 to n - 1. */
double sheet_chance (Sheet *s);
double sheet_between (Sheet *s, double a, double b);
guint sheet_pick (Sheet *s, guint n);

Ink ink_mix (Ink a, Ink b, double t);
void sheet_ink (Sheet *s, Ink ink);
void sheet_ink_alpha (Sheet *s, Ink ink, double alpha);
void sheet_fill (Sheet *s, Ink ink);
/* Fills the sheet from top to bottom. */
void sheet_sky (Sheet *s, Ink top, Ink bottom);
void sheet_disc (Sheet *s, double x, double y, double radius);
void sheet_oval (Sheet *s, double x, double y, double rx, double ry);
void sheet_round (Sheet *s, double x, double y, double w, double h, double radius);
/* A rolling line from left to right at height y, closed along the bottom. */
void sheet_hills (Sheet *s, double y, double swing, double rough);
void sheet_glow (Sheet *s, double x, double y, double radius, Ink ink, double alpha);
/* A leaf from (x, y) in direction angle. */
void sheet_leaf (Sheet *s, double x, double y, double length, double width, double angle);
void sheet_text (Sheet *s,
                 const char *text,
                 const char *font,
                 double size,
                 double x,
                 double y,
                 double width,
                 int align);

void scene_mountains (Sheet *s);
void scene_sea (Sheet *s);
void scene_desert (Sheet *s);
void scene_forest (Sheet *s);
void scene_night (Sheet *s);
void scene_cup (Sheet *s);
void scene_bowl (Sheet *s);
void scene_fruit (Sheet *s);
void scene_bake (Sheet *s);
void scene_table (Sheet *s);
void scene_citrus (Sheet *s);
void scene_vase (Sheet *s);
void scene_leaves (Sheet *s);
void scene_pots (Sheet *s);
void scene_room (Sheet *s);
void scene_shapes (Sheet *s);
void scene_arcs (Sheet *s);
void scene_words (Sheet *s);

G_END_DECLS
