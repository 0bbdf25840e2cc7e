/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Posters are drawn, not stored: the 64-bit key holds scene, aspect ratio and palette, and its
 * remaining bits are the chance the scene draws from. The same key is the same picture.
 *
 * Scenes by letter: m mountains, s sea, d desert, g fog forest, c cup, b bowl, f fruit, k cake and
 * bread, o overhead table, v vase, l leaves, p pots, r room, n night, w shapes, z arcs,
 * t lettering, a citrus slices. */

guint64 practice_poster_key (char scene, guint64 chance);
void practice_poster_size (guint64 key, guint *width, guint *height);
char *practice_poster_color (guint64 key);

/* Draws into width x height, cropped around the middle when the ratio differs. Any thread. */
cairo_surface_t *practice_poster_draw (guint64 key, guint width, guint height);

G_END_DECLS
