/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

void
scene_cup (Sheet *s)
{
  scene_mountains (s);
}

void
scene_bowl (Sheet *s)
{
  scene_mountains (s);
}

void
scene_fruit (Sheet *s)
{
  scene_mountains (s);
}

void
scene_bake (Sheet *s)
{
  scene_mountains (s);
}

void
scene_table (Sheet *s)
{
  scene_mountains (s);
}

void
scene_citrus (Sheet *s)
{
  scene_mountains (s);
}
