/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PfMediaFormat:
 *
 * What the first bytes of a picture say it is. No other kind is ever opened.
 */
typedef enum
{
  PF_MEDIA_FORMAT_UNKNOWN,
  PF_MEDIA_FORMAT_PNG,
  PF_MEDIA_FORMAT_JPEG,
  PF_MEDIA_FORMAT_WEBP,
  PF_MEDIA_FORMAT_GIF,
} PfMediaFormat;

/**
 * PfMediaLimits:
 * @max_bytes: of the file
 * @max_pixels: width times height
 * @max_side: the longer side in pixels
 *
 * What a picture may be before anything decodes it (safety.md UI-1).
 */
typedef struct
{
  guint64 max_bytes;
  guint64 max_pixels;
  guint max_side;
} PfMediaLimits;

/**
 * PF_MEDIA_LIMITS_DEFAULT:
 *
 * 20 MB is what Pinterest takes from a desktop (its help page "Product
 * specifications"); 50 megapixels and 20,000 pixels a side are Pinfold's own.
 */
#define PF_MEDIA_LIMITS_DEFAULT ((PfMediaLimits){ 20 * 1000 * 1000, 50 * 1000 * 1000, 20000 })

/**
 * PF_MEDIA_OWN_MAX_BYTES:
 *
 * The largest file of the user's own that Pinfold looks at; what is over
 * Pinterest's limit is reduced before it leaves.
 */
#define PF_MEDIA_OWN_MAX_BYTES (64 * 1000 * 1000)

/**
 * PfMediaInfo:
 * @format: by content
 * @width: in pixels, as stored
 * @height: in pixels, as stored
 * @orientation: EXIF orientation, 1 to 8; 1 when there is none
 * @animated: it has more than one frame; only the first is used
 * @has_metadata: it carries something besides pixels and colour
 * @has_alpha: it may have transparent parts
 * @subsampled: a JPEG whose colours are stored more coarsely than its lightness
 *
 * What the headers say. Nothing here was decoded.
 */
typedef struct
{
  PfMediaFormat format;
  guint width;
  guint height;
  guint orientation;
  gboolean animated;
  gboolean has_metadata;
  gboolean has_alpha;
  gboolean subsampled;
} PfMediaInfo;

PfMediaFormat pf_media_sniff (gconstpointer data, gsize size);
const char *pf_media_format_get_content_type (PfMediaFormat format);
gboolean
pf_media_info_read (PfMediaInfo *info, GBytes *data, const PfMediaLimits *limits, GError **error);
void pf_media_info_get_upright_size (const PfMediaInfo *info, guint *width, guint *height);
char *pf_media_info_describe_animation (const PfMediaInfo *info);

G_END_DECLS
