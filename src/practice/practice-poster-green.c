/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

void
scene_vase (Sheet *s)
{
  scene_mountains (s);
}

void
scene_leaves (Sheet *s)
{
  scene_mountains (s);
}

void
scene_pots (Sheet *s)
{
  scene_mountains (s);
}
