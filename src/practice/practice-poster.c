/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster.h"

#include "practice-poster-private.h"
#include "practice-world.h"

#include <string.h>

#define RGB(hex)                                                                                   \
  {                                                                                                \
    ((hex) >> 16 & 255) / 255., ((hex) >> 8 & 255) / 255., ((hex)&255) / 255.                      \
  }

static const Palette palettes[] = {
  { RGB (0xf6ecd9), RGB (0xf2c879), RGB (0xd9663f), RGB (0x5f8f8b), RGB (0x2b3a42) },
  { RGB (0xfaf3e8), RGB (0xf3b8a2), RGB (0xc9503f), RGB (0x4a6d8c), RGB (0x25304a) },
  { RGB (0xeef1e6), RGB (0xcfdba4), RGB (0xe3a548), RGB (0x5b8a5d), RGB (0x27402f) },
  { RGB (0xf7efe6), RGB (0xe8c4b0), RGB (0xb5654a), RGB (0x8a9a7b), RGB (0x4a3b36) },
  { RGB (0xe9eff2), RGB (0xb5d3d9), RGB (0xf0a868), RGB (0x3f7895), RGB (0x1d3047) },
  { RGB (0xfbf1dd), RGB (0xf9d36b), RGB (0xef7b45), RGB (0x3c8d93), RGB (0x1f3b4d) },
  { RGB (0xf3ebee), RGB (0xe7b7c8), RGB (0xb74f6f), RGB (0x7a7fa8), RGB (0x33284a) },
  { RGB (0xf4f0e4), RGB (0xd8cfae), RGB (0xa9773f), RGB (0x6f7f5c), RGB (0x31342a) },
  { RGB (0xf1f4ee), RGB (0xf5cf9f), RGB (0xe2725b), RGB (0x6aa08f), RGB (0x334155) },
  { RGB (0xfff4e0), RGB (0xffc48c), RGB (0xd8572a), RGB (0x8d6a9f), RGB (0x3a2449) },
  { RGB (0xedf0f7), RGB (0xf2d0a7), RGB (0xdb8a74), RGB (0x6478a6), RGB (0x232a45) },
  { RGB (0xf5f2ea), RGB (0xe6c98f), RGB (0xc2703d), RGB (0x4f8074), RGB (0x20302f) },
};

static const struct
{
  guint width;
  guint height;
} ratios[] = {
  /* 2:3 is what Pinterest asks for, so it comes most often. */
  { 1200, 1800 }, { 1200, 1800 }, { 1200, 1800 }, { 1200, 1200 },
  { 1200, 1500 }, { 1200, 2133 }, { 1200, 900 },  { 1200, 1600 },
};

static const struct
{
  char letter;
  Scene draw;
} scenes[] = {
  { 'm', scene_mountains }, { 's', scene_sea },   { 'd', scene_desert }, { 'g', scene_forest },
  { 'n', scene_night },     { 'c', scene_cup },   { 'b', scene_bowl },   { 'f', scene_fruit },
  { 'k', scene_bake },      { 'o', scene_table }, { 'a', scene_citrus }, { 'v', scene_vase },
  { 'l', scene_leaves },    { 'p', scene_pots },  { 'r', scene_room },   { 'w', scene_shapes },
  { 'z', scene_arcs },      { 't', scene_words },
};

/* Key: bits 59-63 scene, 56-58 ratio, 52-55 palette, the rest chance. */
guint64
practice_poster_key (char scene, guint64 chance)
{
  guint64 index = 0;

  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (scenes[i].letter == scene)
      index = i;
  return index << 59 | (chance % G_N_ELEMENTS (ratios)) << 56
         | ((chance >> 8) % G_N_ELEMENTS (palettes)) << 52 | chance >> 12;
}

static guint
scene_of (guint64 key)
{
  return (guint)(key >> 59) % G_N_ELEMENTS (scenes);
}

static const Palette *
palette_of (guint64 key)
{
  return &palettes[(key >> 52 & 15) % G_N_ELEMENTS (palettes)];
}

void
practice_poster_size (guint64 key, guint *width, guint *height)
{
  guint ratio = (guint)(key >> 56 & 7) % G_N_ELEMENTS (ratios);

  *width = ratios[ratio].width;
  *height = ratios[ratio].height;
}

/* Told from the key alone, so that a list of pins costs no drawing. */
char *
practice_poster_color (guint64 key)
{
  const Palette *p = palette_of (key);
  Ink ink;

  switch (scenes[scene_of (key)].letter)
    {
    case 'n':
      ink = p->dark;
      break;
    case 's':
    case 'm':
    case 'g':
      ink = ink_mix (p->cool, p->light, 0.4);
      break;
    case 'd':
    case 'k':
    case 'a':
      ink = ink_mix (p->warm, p->light, 0.6);
      break;
    default:
      ink = ink_mix (p->paper, p->light, 0.5);
      break;
    }
  return g_strdup_printf ("#%02x%02x%02x", (guint)(ink.r * 255), (guint)(ink.g * 255),
                          (guint)(ink.b * 255));
}

/* A little tooth on the paper, so that flat inks look printed. */
static void
add_grain (cairo_surface_t *surface, guint64 seed)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);
  guint32 state = (guint32)seed | 1;

  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *pixel = data + (gsize)y * stride + (gsize)x * 4;
        int shift;

        state = state * 1664525u + 1013904223u;
        shift = (int)(state >> 29) - 3;
        for (int c = 0; c < 3; c++)
          pixel[c] = (guint8)CLAMP ((int)pixel[c] + shift, 0, 255);
      }
  cairo_surface_mark_dirty (surface);
}

cairo_surface_t *
practice_poster_draw (guint64 key, guint width, guint height)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)width, (int)height);
  cairo_t *cr = cairo_create (surface);
  guint full_width, full_height;
  double scale;
  Sheet sheet;

  practice_poster_size (key, &full_width, &full_height);
  scale = MAX ((double)width / full_width, (double)height / full_height);
  cairo_translate (cr, (width - full_width * scale) / 2, (height - full_height * scale) / 2);
  cairo_scale (cr, full_width * scale / 100, full_width * scale / 100);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  sheet = (Sheet){ cr, 100, 100.0 * full_height / full_width, palette_of (key), key };
  scenes[scene_of (key)].draw (&sheet);
  cairo_destroy (cr);
  add_grain (surface, key);
  return surface;
}
