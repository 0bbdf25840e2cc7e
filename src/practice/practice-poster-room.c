/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-poster-private.h"

void
scene_room (Sheet *s)
{
  scene_mountains (s);
}
