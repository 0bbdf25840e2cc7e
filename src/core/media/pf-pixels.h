/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PfPixels:
 *
 * A decoded picture: premultiplied BGRA, 8 bits a channel, rows @stride bytes
 * apart; what GDK_MEMORY_B8G8R8A8_PREMULTIPLIED means. Immutable and shared by
 * reference; usable on any thread.
 */
typedef struct _PfPixels PfPixels;

#define PF_TYPE_PIXELS (pf_pixels_get_type ())
GType pf_pixels_get_type (void);

PfPixels *pf_pixels_new (GBytes *bytes, guint width, guint height, gsize stride, gboolean opaque);
PfPixels *pf_pixels_ref (PfPixels *self);
void pf_pixels_unref (PfPixels *self);
guint pf_pixels_get_width (const PfPixels *self);
guint pf_pixels_get_height (const PfPixels *self);
gsize pf_pixels_get_stride (const PfPixels *self);
gboolean pf_pixels_is_opaque (const PfPixels *self);
GBytes *pf_pixels_get_bytes (const PfPixels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPixels, pf_pixels_unref)

G_END_DECLS
