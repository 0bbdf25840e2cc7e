/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-scan-private.h"

#include <string.h>

/* JPEG: ITU-T T.81 annex B. */

static gsize
entropy_length (const guint8 *data, gsize size)
{
  gsize i = 0;

  while (i + 1 < size)
    {
      const guint8 *ff = memchr (data + i, 0xff, size - 1 - i);

      if (ff == NULL)
        return size;
      i = ff - data;
      /* A stuffed zero or a restart marker belongs to the coded data. */
      if (data[i + 1] != 0 && (data[i + 1] < 0xd0 || data[i + 1] > 0xd7))
        return i;
      i += 2;
    }
  return size;
}

/**
 * pf_jpeg_next:
 * @file: the whole file
 * @at: 2 at first, after SOI; moved on
 * @segment: (out): the next one
 *
 * Returns: whether there was one
 */
PfJpegPart
pf_jpeg_next (PfSpan file, gsize *at, PfJpegSegment *segment)
{
  gsize i = *at, length;

  *segment = (PfJpegSegment){ 0 };
  if (i + 2 > file.size || file.data[i] != 0xff)
    return PF_JPEG_PART_BROKEN;
  /* Any number of fill bytes may stand before a marker. */
  while (i + 1 < file.size && file.data[i + 1] == 0xff)
    i++;
  if (i + 2 > file.size)
    return PF_JPEG_PART_BROKEN;
  segment->marker = file.data[i + 1];
  if (segment->marker == 0xd9)
    {
      segment->whole = (PfSpan){ file.data + i, 2 };
      *at = i + 2;
      return PF_JPEG_PART_END;
    }
  if (segment->marker < 0xc0 || (segment->marker >= 0xd0 && segment->marker <= 0xd8))
    return PF_JPEG_PART_BROKEN;
  if (file.size - i < 4)
    return PF_JPEG_PART_BROKEN;
  length = pf_be16 (file.data + i + 2);
  if (length < 2 || length > file.size - i - 2)
    return PF_JPEG_PART_BROKEN;
  segment->whole = (PfSpan){ file.data + i, length + 2 };
  segment->payload = (PfSpan){ file.data + i + 4, length - 2 };
  *at = i + 2 + length;
  if (segment->marker == 0xda)
    {
      segment->entropy.data = file.data + *at;
      segment->entropy.size = entropy_length (segment->entropy.data, file.size - *at);
      *at += segment->entropy.size;
    }
  return PF_JPEG_PART_SEGMENT;
}

gboolean
pf_jpeg_is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
has_prefix (PfSpan span, const char *prefix, gsize length)
{
  return span.size >= length && memcmp (span.data, prefix, length) == 0;
}

gboolean
pf_jpeg_is_icc (const PfJpegSegment *segment)
{
  return segment->marker == 0xe2 && segment->payload.size > 14
         && has_prefix (segment->payload, "ICC_PROFILE", 12);
}

gboolean
pf_jpeg_is_jfif (const PfJpegSegment *segment)
{
  return segment->marker == 0xe0 && segment->payload.size >= 14
         && has_prefix (segment->payload, "JFIF", 5);
}

gboolean
pf_jpeg_is_adobe (const PfJpegSegment *segment)
{
  return segment->marker == 0xee && segment->payload.size >= 12
         && has_prefix (segment->payload, "Adobe", 5);
}

/* PNG: ISO/IEC 15948 section 5. */

/**
 * pf_png_next:
 * @file: the whole file
 * @at: PF_PNG_SIGNATURE_SIZE at first; moved on
 * @chunk: (out): the next one, its checksum unchecked
 *
 * Returns: %FALSE when no whole chunk is left
 */
gboolean
pf_png_next (PfSpan file, gsize *at, PfPngChunk *chunk)
{
  gsize left = file.size - *at;
  guint32 length;

  if (left < 12)
    return FALSE;
  length = pf_be32 (file.data + *at);
  if (length > G_MAXINT32 || length > left - 12)
    return FALSE;
  chunk->type = pf_be32 (file.data + *at + 4);
  chunk->whole = (PfSpan){ file.data + *at, (gsize)length + 12 };
  chunk->payload = (PfSpan){ file.data + *at + 8, length };
  *at += chunk->whole.size;
  return TRUE;
}

/* Chunks that decide how a pixel looks: kept when metadata goes. */
gboolean
pf_png_is_colour (guint32 type)
{
  return type == PF_PNG_TYPE ('t', 'R', 'N', 'S') || type == PF_PNG_TYPE ('g', 'A', 'M', 'A')
         || type == PF_PNG_TYPE ('s', 'R', 'G', 'B') || type == PF_PNG_TYPE ('c', 'H', 'R', 'M')
         || type == PF_PNG_TYPE ('i', 'C', 'C', 'P') || type == PF_PNG_TYPE ('c', 'I', 'C', 'P');
}

guint32
pf_png_crc (PfSpan bytes)
{
  guint32 table[256];
  guint32 crc = 0xffffffffu;

  for (guint32 n = 0; n < 256; n++)
    {
      guint32 c = n;

      for (int k = 0; k < 8; k++)
        c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
      table[n] = c;
    }
  for (gsize i = 0; i < bytes.size; i++)
    crc = table[(crc ^ bytes.data[i]) & 0xff] ^ (crc >> 8);
  return crc ^ 0xffffffffu;
}

/**
 * pf_exif_get_orientation:
 * @tiff: an EXIF block from its byte order mark on
 *
 * Reads tag 0x0112 of the first directory (EXIF 2.3 section 4.6.4) and nothing
 * else.
 *
 * Returns: 1 to 8, 1 when it is absent or makes no sense
 */
guint
pf_exif_get_orientation (PfSpan tiff)
{
  guint (*u16) (const guint8 *) = pf_le16;
  guint32 (*u32) (const guint8 *) = pf_le32;
  guint32 at, count;

  if (tiff.size < 14)
    return 1;
  if (memcmp (tiff.data, "MM\0*", 4) == 0)
    {
      u16 = pf_be16;
      u32 = pf_be32;
    }
  else if (memcmp (tiff.data, "II*\0", 4) != 0)
    return 1;
  at = u32 (tiff.data + 4);
  if (at > tiff.size - 2)
    return 1;
  count = u16 (tiff.data + at);
  at += 2;
  for (; count > 0 && tiff.size - at >= 12; count--, at += 12)
    if (u16 (tiff.data + at) == 0x0112)
      {
        guint value = u16 (tiff.data + at + 8);

        return u16 (tiff.data + at + 2) == 3 && value >= 1 && value <= 8 ? value : 1;
      }
  return 1;
}
