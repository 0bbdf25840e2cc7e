/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What Pinterest takes (its help page "Product specifications"; api-facts section 9). */
#define PF_VIDEO_MAX_BYTES (G_GINT64_CONSTANT (2) * 1000 * 1000 * 1000)
#define PF_VIDEO_MIN_MS (4 * 1000)
#define PF_VIDEO_MAX_MS (15 * 60 * 1000)

/**
 * PfVideoInfo:
 * @size: of the file, bytes
 * @width: as shown, 0 when the file does not say
 * @height: likewise
 * @duration_ms: 0 when the file does not say
 * @codec: four letters of the picture's coding, e.g. "avc1"; "" when there is none
 * @quicktime: a MOV rather than an MP4 or M4V
 *
 * What a video's boxes say. Nothing of it was decoded.
 */
typedef struct
{
  gint64 size;
  guint width, height;
  gint64 duration_ms;
  char codec[5];
  gboolean quicktime;
} PfVideoInfo;

gboolean pf_media_is_video (gconstpointer data, gsize size);
gboolean pf_media_video_read (PfVideoInfo *info, int fd, GError **error);
char *pf_media_video_find_fault (const PfVideoInfo *info);

G_END_DECLS
