/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfMediaEdit:
 * @turn: quarter turns clockwise after the picture is upright, 0 to 3
 * @x: left edge of what is kept, in pixels of the turned picture
 * @y: top edge
 * @width: of what is kept; 0 for the whole picture
 * @height: likewise
 *
 * What somebody wants done to a picture. The picture itself is never changed:
 * this is kept beside it and carried out when it is made ready to leave.
 */
typedef struct
{
  guint turn;
  guint x;
  guint y;
  guint width;
  guint height;
} PfMediaEdit;

/* A picture cut smaller than this in either direction is no picture any more. */
#define PF_MEDIA_EDIT_MIN_SIDE 16

gboolean pf_media_edit_is_none (const PfMediaEdit *self);
gboolean pf_media_edit_is_cut (const PfMediaEdit *self);
gboolean pf_media_edit_equal (const PfMediaEdit *a, const PfMediaEdit *b);
void pf_media_edit_get_canvas (const PfMediaEdit *self,
                               guint upright_width,
                               guint upright_height,
                               guint *width,
                               guint *height);
void pf_media_edit_get_size (const PfMediaEdit *self,
                             guint upright_width,
                             guint upright_height,
                             guint *width,
                             guint *height);
void pf_media_edit_turn (PfMediaEdit *self, guint upright_width, guint upright_height);
void pf_media_edit_cut (
    PfMediaEdit *self, guint upright_width, guint upright_height, guint ratio_w, guint ratio_h);
void pf_media_edit_place (PfMediaEdit *self,
                          guint upright_width,
                          guint upright_height,
                          double x,
                          double y,
                          double width,
                          double height,
                          double aspect);
void pf_media_edit_clamp (PfMediaEdit *self, guint upright_width, guint upright_height);
guint pf_media_edit_orient (const PfMediaEdit *self, guint orientation);

G_END_DECLS
