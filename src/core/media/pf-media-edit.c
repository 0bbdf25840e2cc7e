/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-edit.h"

#include <math.h>

/* Pure geometry: no pixels here. */

/**
 * pf_media_edit_is_none:
 * @self: an edit
 *
 * Returns: whether the picture stays as it is
 */
gboolean
pf_media_edit_is_none (const PfMediaEdit *self)
{
  return self->turn % 4 == 0 && !pf_media_edit_is_cut (self);
}

/**
 * pf_media_edit_is_cut:
 * @self: an edit
 *
 * Returns: whether something is cut off
 */
gboolean
pf_media_edit_is_cut (const PfMediaEdit *self)
{
  return self->width > 0 && self->height > 0;
}

/**
 * pf_media_edit_equal:
 * @a: an edit
 * @b: another
 *
 * Returns: whether both ask for the same
 */
gboolean
pf_media_edit_equal (const PfMediaEdit *a, const PfMediaEdit *b)
{
  return a->turn % 4 == b->turn % 4 && a->x == b->x && a->y == b->y && a->width == b->width
         && a->height == b->height;
}

/**
 * pf_media_edit_get_canvas:
 * @self: an edit
 * @upright_width: of the picture as given, upright
 * @upright_height: likewise
 * @width: (out): of the turned picture, before it is cut
 * @height: (out): likewise
 */
void
pf_media_edit_get_canvas (
    const PfMediaEdit *self, guint upright_width, guint upright_height, guint *width, guint *height)
{
  gboolean swap = self->turn % 2 == 1;

  *width = swap ? upright_height : upright_width;
  *height = swap ? upright_width : upright_height;
}

/**
 * pf_media_edit_get_size:
 * @self: an edit
 * @upright_width: of the picture as given, upright
 * @upright_height: likewise
 * @width: (out): of what is left
 * @height: (out): likewise
 */
void
pf_media_edit_get_size (
    const PfMediaEdit *self, guint upright_width, guint upright_height, guint *width, guint *height)
{
  PfMediaEdit edit = *self;

  pf_media_edit_clamp (&edit, upright_width, upright_height);
  pf_media_edit_get_canvas (&edit, upright_width, upright_height, width, height);
  if (!pf_media_edit_is_cut (&edit))
    return;
  *width = edit.width;
  *height = edit.height;
}

/**
 * pf_media_edit_turn:
 * @self: an edit
 * @upright_width: of the picture as given, upright
 * @upright_height: likewise
 *
 * Turns by 90 degrees clockwise; what was kept is kept.
 */
void
pf_media_edit_turn (PfMediaEdit *self, guint upright_width, guint upright_height)
{
  guint width, height;

  pf_media_edit_get_canvas (self, upright_width, upright_height, &width, &height);
  if (pf_media_edit_is_cut (self))
    {
      PfMediaEdit before = *self;

      self->x = height - MIN (height, before.y + before.height);
      self->y = before.x;
      self->width = before.height;
      self->height = before.width;
    }
  self->turn = (self->turn + 1) % 4;
}

/**
 * pf_media_edit_cut:
 * @self: an edit
 * @upright_width: of the picture as given, upright
 * @upright_height: likewise
 * @ratio_w: e.g. 2; 0 for the whole picture
 * @ratio_h: e.g. 3
 *
 * Keeps the largest middle part of a shape.
 */
void
pf_media_edit_cut (
    PfMediaEdit *self, guint upright_width, guint upright_height, guint ratio_w, guint ratio_h)
{
  guint width, height;

  pf_media_edit_get_canvas (self, upright_width, upright_height, &width, &height);
  self->x = self->y = self->width = self->height = 0;
  if (ratio_w == 0 || ratio_h == 0)
    return;
  if ((guint64)width * ratio_h > (guint64)height * ratio_w)
    {
      self->height = height;
      self->width = MAX (1, (guint)((guint64)height * ratio_w / ratio_h));
    }
  else
    {
      self->width = width;
      self->height = MAX (1, (guint)((guint64)width * ratio_h / ratio_w));
    }
  self->x = (width - self->width) / 2;
  self->y = (height - self->height) / 2;
}

/**
 * pf_media_edit_place:
 * @self: an edit
 * @upright_width: of the picture as given, upright
 * @upright_height: likewise
 * @x: wished left edge
 * @y: wished top edge
 * @width: wished width
 * @height: wished height
 * @aspect: width to height, 0 for free
 *
 * Takes what a hand asked for as far as the picture goes.
 */
void
pf_media_edit_place (PfMediaEdit *self,
                     guint upright_width,
                     guint upright_height,
                     double x,
                     double y,
                     double width,
                     double height,
                     double aspect)
{
  guint canvas_w, canvas_h;
  double least = PF_MEDIA_EDIT_MIN_SIDE;

  pf_media_edit_get_canvas (self, upright_width, upright_height, &canvas_w, &canvas_h);
  width = CLAMP (width, MIN (least, canvas_w), canvas_w);
  height = CLAMP (height, MIN (least, canvas_h), canvas_h);
  if (aspect > 0)
    {
      if (width / height > aspect)
        width = height * aspect;
      else
        height = width / aspect;
    }
  self->width = (guint)MAX (1, floor (width + 0.5));
  self->height = (guint)MAX (1, floor (height + 0.5));
  self->x = (guint)CLAMP (floor (x + 0.5), 0, canvas_w - MIN (canvas_w, self->width));
  self->y = (guint)CLAMP (floor (y + 0.5), 0, canvas_h - MIN (canvas_h, self->height));
}

/**
 * pf_media_edit_clamp:
 * @self: an edit, from a database perhaps
 * @upright_width: of the picture as given, upright
 * @upright_height: likewise
 *
 * Makes it fit the picture; one that cannot becomes the whole picture.
 */
void
pf_media_edit_clamp (PfMediaEdit *self, guint upright_width, guint upright_height)
{
  guint width, height;

  self->turn %= 4;
  pf_media_edit_get_canvas (self, upright_width, upright_height, &width, &height);
  if (!pf_media_edit_is_cut (self) || self->x >= width || self->y >= height)
    {
      self->x = self->y = self->width = self->height = 0;
      return;
    }
  self->width = MIN (self->width, width - self->x);
  self->height = MIN (self->height, height - self->y);
  if (self->width == width && self->height == height)
    self->width = self->height = 0;
}

/**
 * pf_media_edit_orient:
 * @self: an edit
 * @orientation: EXIF orientation of the picture, 1 to 8
 *
 * Returns: the one EXIF orientation (EXIF 2.3 section 4.6.4) that stands for the
 *   picture's own and the turns after it
 */
guint
pf_media_edit_orient (const PfMediaEdit *self, guint orientation)
{
  /* What a quarter turn clockwise makes of each. */
  static const guint8 next[] = { 0, 6, 7, 8, 5, 2, 3, 4, 1 };

  g_return_val_if_fail (orientation >= 1 && orientation <= 8, 1);
  for (guint i = 0; i < self->turn % 4; i++)
    orientation = next[orientation];
  return orientation;
}
