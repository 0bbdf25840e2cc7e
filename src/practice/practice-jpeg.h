/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* Baseline JPEG at quality 88, without metadata. Any thread. */
GBytes *practice_jpeg_from_surface (cairo_surface_t *surface);
GBytes *practice_jpeg_from_pixbuf (GdkPixbuf *pixbuf);

G_END_DECLS
