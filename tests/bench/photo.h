/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JPEG files that are as hard to decode as photographs are: detail at every scale, weaker the
 * finer it is. Each number is another window into one large picture. */
typedef struct _Photos Photos;

Photos *photos_new (guint width, guint height);
void photos_free (Photos *self);
GBytes *photos_make (Photos *self, guint number);

G_END_DECLS
