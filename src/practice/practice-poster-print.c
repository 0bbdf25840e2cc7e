/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

void
scene_shapes (Sheet *s)
{
  scene_mountains (s);
}

void
scene_arcs (Sheet *s)
{
  scene_mountains (s);
}

void
scene_words (Sheet *s)
{
  scene_mountains (s);
}
