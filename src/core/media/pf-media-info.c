/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-info.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/pf-error.h"
#include "core/media/pf-media-scan-private.h"

/**
 * pf_media_sniff:
 * @data: the first bytes, 16 are enough
 * @size: how many there are
 *
 * Decides by content alone; names and declared types are never asked.
 *
 * Returns: the format, PF_MEDIA_FORMAT_UNKNOWN for everything else
 */
PfMediaFormat
pf_media_sniff (gconstpointer data, gsize size)
{
  const guint8 *d = data;

  if (size >= 8 && memcmp (d, "\x89PNG\r\n\x1a\n", 8) == 0)
    return PF_MEDIA_FORMAT_PNG;
  if (size >= 3 && memcmp (d, "\xff\xd8\xff", 3) == 0)
    return PF_MEDIA_FORMAT_JPEG;
  if (size >= 16 && memcmp (d, "RIFF", 4) == 0 && memcmp (d + 8, "WEBPVP8", 7) == 0)
    return PF_MEDIA_FORMAT_WEBP;
  if (size >= 6 && (memcmp (d, "GIF87a", 6) == 0 || memcmp (d, "GIF89a", 6) == 0))
    return PF_MEDIA_FORMAT_GIF;
  return PF_MEDIA_FORMAT_UNKNOWN;
}

/**
 * pf_media_format_get_content_type:
 * @format: a format
 *
 * Returns: its media type, "application/octet-stream" when unknown
 */
const char *
pf_media_format_get_content_type (PfMediaFormat format)
{
  switch (format)
    {
    case PF_MEDIA_FORMAT_PNG:
      return "image/png";
    case PF_MEDIA_FORMAT_JPEG:
      return "image/jpeg";
    case PF_MEDIA_FORMAT_WEBP:
      return "image/webp";
    case PF_MEDIA_FORMAT_GIF:
      return "image/gif";
    case PF_MEDIA_FORMAT_UNKNOWN:
    default:
      return "application/octet-stream";
    }
}

static void
jpeg_read_frame (const PfJpegSegment *segment, PfMediaInfo *info)
{
  PfSpan p = segment->payload;

  info->height = pf_be16 (p.data + 1);
  info->width = pf_be16 (p.data + 3);
  if (p.data[5] == 3 && p.size >= 15)
    info->subsampled = p.data[7] != p.data[10] || p.data[7] != p.data[13];
}

static gboolean
jpeg_read (PfSpan file, PfMediaInfo *info)
{
  PfJpegSegment segment;
  PfJpegPart part;
  gsize at = 2;
  gboolean scanned = FALSE;

  while ((part = pf_jpeg_next (file, &at, &segment)) == PF_JPEG_PART_SEGMENT)
    {
      gboolean app = segment.marker >= 0xe0 && segment.marker <= 0xef;

      if (pf_jpeg_is_frame (segment.marker))
        {
          /* Only one frame, and never after the picture data has begun. */
          if (info->width != 0 || scanned || segment.payload.size < 9)
            return FALSE;
          jpeg_read_frame (&segment, info);
          if (info->width == 0 || info->height == 0)
            return FALSE;
        }
      else if (segment.marker == 0xda)
        {
          if (info->width == 0)
            return FALSE;
          scanned = TRUE;
        }
      if (segment.marker == 0xe1 && !scanned && info->orientation == 1 && segment.payload.size > 6
          && memcmp (segment.payload.data, "Exif\0", 6) == 0)
        info->orientation = pf_exif_get_orientation (
            (PfSpan){ segment.payload.data + 6, segment.payload.size - 6 });
      if (segment.marker == 0xfe
          || (app && !pf_jpeg_is_icc (&segment) && !pf_jpeg_is_jfif (&segment)
              && !pf_jpeg_is_adobe (&segment)))
        info->has_metadata = TRUE;
    }
  return part == PF_JPEG_PART_END && scanned;
}

static gboolean
png_read (PfSpan file, PfMediaInfo *info)
{
  PfPngChunk chunk;
  gsize at = PF_PNG_SIGNATURE_SIZE;

  if (!pf_png_next (file, &at, &chunk) || chunk.type != PF_PNG_TYPE ('I', 'H', 'D', 'R')
      || chunk.payload.size != 13)
    return FALSE;
  info->width = pf_be32 (chunk.payload.data);
  info->height = pf_be32 (chunk.payload.data + 4);
  info->has_alpha = (chunk.payload.data[9] & 4) != 0;
  while (pf_png_next (file, &at, &chunk))
    {
      if (chunk.type == PF_PNG_TYPE ('I', 'E', 'N', 'D'))
        return TRUE;
      if (chunk.type == PF_PNG_TYPE ('t', 'R', 'N', 'S'))
        info->has_alpha = TRUE;
      else if (chunk.type == PF_PNG_TYPE ('a', 'c', 'T', 'L') && chunk.payload.size == 8)
        info->animated = pf_be32 (chunk.payload.data) > 1;
      else if (chunk.type == PF_PNG_TYPE ('e', 'X', 'I', 'f'))
        info->orientation = pf_exif_get_orientation (chunk.payload);
      /* Bit 5 of the first letter: not needed to show the picture. */
      if ((chunk.type & 0x20000000u) != 0 && !pf_png_is_colour (chunk.type))
        info->has_metadata = TRUE;
    }
  return FALSE;
}

/* WebP container specification, "Extended file format"; VP8: RFC 6386 section
 * 9.1; VP8L: WebP lossless bitstream specification section 3. */
static gboolean
webp_read_chunk (guint32 type, PfSpan p, PfMediaInfo *info)
{
  if (type == PF_PNG_TYPE ('V', 'P', '8', 'X') && p.size >= 10)
    {
      info->has_alpha = (p.data[0] & 0x10) != 0;
      info->animated = (p.data[0] & 0x02) != 0;
      info->width = 1 + (pf_le16 (p.data + 4) | (guint)p.data[6] << 16);
      info->height = 1 + (pf_le16 (p.data + 7) | (guint)p.data[9] << 16);
    }
  else if (type == PF_PNG_TYPE ('V', 'P', '8', ' ') && p.size >= 10)
    {
      if (info->width != 0)
        return TRUE;
      info->width = pf_le16 (p.data + 6) & 0x3fff;
      info->height = pf_le16 (p.data + 8) & 0x3fff;
    }
  else if (type == PF_PNG_TYPE ('V', 'P', '8', 'L') && p.size >= 5)
    {
      guint32 bits = pf_le32 (p.data + 1);

      if (p.data[0] != 0x2f)
        return FALSE;
      if (info->width == 0)
        {
          info->width = 1 + (bits & 0x3fff);
          info->height = 1 + (bits >> 14 & 0x3fff);
        }
      info->has_alpha |= (bits >> 28 & 1) != 0;
    }
  else if (type == PF_PNG_TYPE ('E', 'X', 'I', 'F'))
    {
      /* Some writers keep JPEG's six-byte introduction. */
      gsize skip = p.size > 6 && memcmp (p.data, "Exif\0", 6) == 0 ? 6 : 0;

      info->has_metadata = TRUE;
      info->orientation = pf_exif_get_orientation ((PfSpan){ p.data + skip, p.size - skip });
    }
  else if (type == PF_PNG_TYPE ('X', 'M', 'P', ' '))
    info->has_metadata = TRUE;
  return TRUE;
}

static gboolean
webp_read (PfSpan file, PfMediaInfo *info)
{
  gsize size = (gsize)pf_le32 (file.data + 4) + 8;
  gsize at = 12;

  if (size < at || size > file.size)
    return FALSE;
  while (size - at >= 8)
    {
      gsize length = pf_le32 (file.data + at + 4);

      if (length > size - at - 8)
        return FALSE;
      if (!webp_read_chunk (pf_be32 (file.data + at), (PfSpan){ file.data + at + 8, length }, info))
        return FALSE;
      at += 8 + length;
      at += at < size ? length & 1 : 0;
    }
  return info->width != 0;
}

static gboolean
gif_skip_blocks (PfSpan file, gsize *at)
{
  while (*at < file.size)
    {
      gsize length = file.data[(*at)++];

      if (length == 0)
        return TRUE;
      if (length > file.size - *at)
        return FALSE;
      *at += length;
    }
  return FALSE;
}

/* GIF89a specification, sections 18 to 26. */
static gboolean
gif_read (PfSpan file, PfMediaInfo *info)
{
  gsize at = 13;
  guint frames = 0;

  if (file.size < 13)
    return FALSE;
  info->width = pf_le16 (file.data + 6);
  info->height = pf_le16 (file.data + 8);
  if (file.data[10] & 0x80)
    at += 3u * (2u << (file.data[10] & 7));
  while (at < file.size && frames < 2)
    {
      guint8 kind = file.data[at++];

      if (kind == 0x3b)
        break;
      if (kind == 0x21 && at < file.size)
        {
          guint8 label = file.data[at++];

          if (label == 0xf9 && file.size - at >= 6 && (file.data[at + 1] & 1))
            info->has_alpha = TRUE;
          if (label == 0xfe || label == 0xff)
            info->has_metadata = TRUE;
          if (!gif_skip_blocks (file, &at))
            break;
        }
      else if (kind == 0x2c && file.size - at >= 10)
        {
          guint8 flags = file.data[at + 8];

          at += 9;
          if (flags & 0x80)
            at += 3u * (2u << (flags & 7));
          if (at >= file.size)
            break;
          at++; /* the code size */
          if (!gif_skip_blocks (file, &at))
            break;
          frames++;
        }
      else
        break;
    }
  /* A frame that was cut short is left to the decoder to judge. */
  info->animated = frames > 1;
  return TRUE;
}

static gboolean
limits_check (const PfMediaInfo *info, const PfMediaLimits *limits, GError **error)
{
  if (info->width == 0 || info->height == 0)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED, _ ("This picture is damaged."));
      return FALSE;
    }
  if (MAX (info->width, info->height) > limits->max_side
      || (guint64)info->width * info->height > limits->max_pixels)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_TOO_LARGE,
                   /* Translators: width and height in pixels, then megapixels, then pixels */
                   _ ("This picture has %u × %u pixels. Pinfold takes up to %u megapixels, and up "
                      "to %u pixels a side."),
                   info->width, info->height, (guint)(limits->max_pixels / 1000000),
                   limits->max_side);
      return FALSE;
    }
  return TRUE;
}

/**
 * pf_media_info_read:
 * @info: (out): what the headers say
 * @data: the whole file
 * @limits: (nullable): PF_MEDIA_LIMITS_DEFAULT when %NULL
 * @error: PF_ERROR_NOT_A_PICTURE, PF_ERROR_TOO_LARGE or PF_ERROR_DAMAGED, each
 *   with a sentence for people
 *
 * Looks at a picture without decoding it. It walks the file's structure only,
 * so it is quick (well under a millisecond for a usual file) and safe to call
 * on any bytes, on any thread.
 *
 * Returns: whether it is a picture within the limits
 */
gboolean
pf_media_info_read (PfMediaInfo *info, GBytes *data, const PfMediaLimits *limits, GError **error)
{
  PfMediaLimits usual = PF_MEDIA_LIMITS_DEFAULT;
  PfSpan file;
  gboolean sound = FALSE;

  g_return_val_if_fail (info != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  if (limits == NULL)
    limits = &usual;
  *info = (PfMediaInfo){ .orientation = 1 };
  file.data = g_bytes_get_data (data, &file.size);
  if (file.size > limits->max_bytes)
    {
      g_autofree char *is = g_format_size (file.size);
      g_autofree char *may = g_format_size (limits->max_bytes);

      g_set_error (error, PF_ERROR, PF_ERROR_TOO_LARGE,
                   /* Translators: two file sizes, such as "31.2 MB" */
                   _ ("This picture is %s. Pinterest takes up to %s."), is, may);
      return FALSE;
    }
  info->format = pf_media_sniff (file.data, file.size);
  switch (info->format)
    {
    case PF_MEDIA_FORMAT_PNG:
      sound = png_read (file, info);
      break;
    case PF_MEDIA_FORMAT_JPEG:
      sound = jpeg_read (file, info);
      break;
    case PF_MEDIA_FORMAT_WEBP:
      sound = webp_read (file, info);
      break;
    case PF_MEDIA_FORMAT_GIF:
      sound = gif_read (file, info);
      break;
    case PF_MEDIA_FORMAT_UNKNOWN:
    default:
      g_set_error_literal (error, PF_ERROR, PF_ERROR_NOT_A_PICTURE,
                           _ ("This is not a picture Pinterest takes. Use a JPEG, PNG, WebP or GIF "
                              "picture."));
      return FALSE;
    }
  /* A bomb's size is worth saying even when the rest of it is nonsense. */
  if (info->width != 0 && info->height != 0 && !limits_check (info, limits, error))
    return FALSE;
  if (!sound)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED, _ ("This picture is damaged."));
      return FALSE;
    }
  return limits_check (info, limits, error);
}

/**
 * pf_media_info_get_upright_size:
 * @info: a look at a picture
 * @width: (out) (optional): pixels, after orientation
 * @height: (out) (optional): pixels, after orientation
 */
void
pf_media_info_get_upright_size (const PfMediaInfo *info, guint *width, guint *height)
{
  gboolean swap = info->orientation >= 5;

  if (width != NULL)
    *width = swap ? info->height : info->width;
  if (height != NULL)
    *height = swap ? info->width : info->height;
}

/**
 * pf_media_info_describe_animation:
 * @info: a look at a picture
 *
 * Returns: (transfer full) (nullable): a sentence to show when the picture
 *   moves, because only its first frame is used; %NULL when it does not
 */
char *
pf_media_info_describe_animation (const PfMediaInfo *info)
{
  if (!info->animated)
    return NULL;
  return g_strdup (_ ("This picture is animated. Only its first frame will be pinned."));
}
