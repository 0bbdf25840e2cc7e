/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* Pictures as a CDN serves them: /img/SIZE/KEY.jpg, drawn or scaled in a thread, the last 64 MB
 * kept. */
PracticeImages *practice_images_new (void);
void practice_images_free (PracticeImages *self);

const char *const *practice_image_sizes (guint *n);
/* Width and height that a picture has in a size. */
void practice_image_scaled (
    const char *size, guint width, guint height, guint *out_width, guint *out_height);
/* "SIZE/KEY.jpg" -> KEY, when we have it. (transfer full) (nullable) */
char *practice_image_key_of_uri (Practice *app, const char *rest, guint *width, guint *height);
char *practice_image_frame_key (const char *media_id);

G_END_DECLS
