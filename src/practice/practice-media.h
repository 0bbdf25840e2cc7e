/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* Videos: registered, uploaded by a signed form, processed for three seconds of the clock. */
PracticeMedia *practice_media_new (void);
void practice_media_free (PracticeMedia *self);

gboolean practice_media_usable (PracticeExchange *x, const char *media_id);
gboolean practice_media_ready (Practice *app, const char *media_id);
/* Adds duration, width, height and video_url, null until processing has ended. */
void practice_media_describe (Practice *app, const char *media_id, JsonObject *media);

G_END_DECLS
