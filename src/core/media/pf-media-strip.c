/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-strip.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/pf-error.h"
#include "core/media/pf-media-scan-private.h"

static void
append (GByteArray *out, PfSpan span)
{
  g_byte_array_append (out, span.data, (guint)span.size);
}

/* The JFIF header may carry a small picture of its own, which may show what was
 * cropped away: only its fixed part is kept (JFIF 1.02, "JFIF syntax"). */
static void
append_jfif (GByteArray *out, PfSpan payload)
{
  static const guint8 head[] = { 0xff, 0xe0, 0x00, 0x10 };
  static const guint8 no_thumbnail[] = { 0, 0 };

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, payload.data, 12);
  g_byte_array_append (out, no_thumbnail, sizeof no_thumbnail);
}

static gboolean
jpeg_is_needed (const PfJpegSegment *segment)
{
  switch (segment->marker)
    {
    case 0xc4: /* DHT */
    case 0xda: /* SOS */
    case 0xdb: /* DQT */
    case 0xdc: /* DNL */
    case 0xdd: /* DRI */
      return TRUE;
    default:
      return pf_jpeg_is_frame (segment->marker) || pf_jpeg_is_icc (segment)
             || pf_jpeg_is_adobe (segment);
    }
}

static gboolean
strip_jpeg (PfSpan file, GByteArray *out)
{
  PfJpegSegment segment;
  PfJpegPart part;
  gsize at = 2;
  guint frames = 0, scans = 0;

  append (out, (PfSpan){ file.data, 2 });
  while ((part = pf_jpeg_next (file, &at, &segment)) == PF_JPEG_PART_SEGMENT)
    {
      if (pf_jpeg_is_frame (segment.marker))
        {
          /* Baseline, extended and progressive; nothing shows the others. */
          if (segment.marker > 0xc2)
            return FALSE;
          frames++;
        }
      if (segment.marker == 0xda)
        scans++;
      if (pf_jpeg_is_jfif (&segment))
        append_jfif (out, segment.payload);
      else if (jpeg_is_needed (&segment))
        {
          append (out, segment.whole);
          append (out, segment.entropy);
        }
    }
  if (part != PF_JPEG_PART_END || frames != 1 || scans == 0)
    return FALSE;
  append (out, segment.whole);
  return TRUE;
}

static gboolean
png_crc_right (const PfPngChunk *chunk)
{
  PfSpan covered = { chunk->whole.data + 4, chunk->payload.size + 4 };

  return pf_png_crc (covered) == pf_be32 (chunk->whole.data + chunk->whole.size - 4);
}

/* The profile's name is free text, so it says only "icc" afterwards. */
static gboolean
append_iccp (GByteArray *out, PfSpan payload)
{
  const guint8 *end = memchr (payload.data, 0, MIN (payload.size, 80));
  guint start = out->len;
  guint32 n;
  gsize rest;

  if (end == NULL)
    return FALSE;
  rest = payload.size - (gsize)(end - payload.data);
  n = GUINT32_TO_BE ((guint32)(rest + 3));
  g_byte_array_append (out, (guint8 *)&n, 4);
  g_byte_array_append (out, (const guint8 *)"iCCPicc", 7);
  g_byte_array_append (out, end, (guint)rest);
  n = GUINT32_TO_BE (pf_png_crc ((PfSpan){ out->data + start + 4, out->len - start - 4 }));
  g_byte_array_append (out, (guint8 *)&n, 4);
  return TRUE;
}

static gboolean
strip_png (PfSpan file, GByteArray *out)
{
  PfPngChunk chunk;
  gsize at = PF_PNG_SIGNATURE_SIZE;
  guint32 previous = 0;
  gboolean data_seen = FALSE;

  append (out, (PfSpan){ file.data, PF_PNG_SIGNATURE_SIZE });
  for (; pf_png_next (file, &at, &chunk); previous = chunk.type)
    {
      gboolean critical = (chunk.type & 0x20000000u) == 0;

      if ((previous == 0) != (chunk.type == PF_PNG_TYPE ('I', 'H', 'D', 'R')))
        return FALSE;
      if (!critical && !pf_png_is_colour (chunk.type))
        continue;
      if (!png_crc_right (&chunk))
        return FALSE;
      switch (chunk.type)
        {
        case PF_PNG_TYPE ('I', 'D', 'A', 'T'):
          /* All picture data stands together. */
          if (data_seen && previous != chunk.type)
            return FALSE;
          data_seen = TRUE;
          break;
        case PF_PNG_TYPE ('I', 'H', 'D', 'R'):
          if (chunk.payload.size != 13)
            return FALSE;
          break;
        case PF_PNG_TYPE ('P', 'L', 'T', 'E'):
          if (data_seen)
            return FALSE;
          break;
        case PF_PNG_TYPE ('I', 'E', 'N', 'D'):
          if (!data_seen || chunk.payload.size != 0)
            return FALSE;
          append (out, chunk.whole);
          return TRUE;
        case PF_PNG_TYPE ('i', 'C', 'C', 'P'):
          if (!append_iccp (out, chunk.payload))
            return FALSE;
          continue;
        default:
          if (critical)
            return FALSE;
          break;
        }
      append (out, chunk.whole);
    }
  return FALSE;
}

/**
 * pf_media_strip:
 * @data: a whole JPEG or PNG file; not changed
 * @error: PF_ERROR_DAMAGED when its structure is not sound,
 *   PF_ERROR_NOT_A_PICTURE when it is of another kind
 *
 * Copies what is needed to show the picture and leaves the rest: EXIF with
 * places and cameras, XMP, IPTC, comments, text, times, embedded small
 * pictures, whatever follows the end of the picture (safety.md UI-4). Coded
 * picture data and the colour profile stay byte for byte. An EXIF orientation
 * is lost too, so a picture that has one must be turned instead. Works on any
 * thread, in time linear in the size.
 *
 * Returns: (transfer full) (nullable): the new file's bytes; @data itself, with
 *   a reference more, when there was nothing to remove
 */
GBytes *
pf_media_strip (GBytes *data, GError **error)
{
  g_autoptr (GByteArray) out = NULL;
  PfMediaFormat format;
  gboolean sound;
  PfSpan file;

  g_return_val_if_fail (data != NULL, NULL);

  file.data = g_bytes_get_data (data, &file.size);
  format = pf_media_sniff (file.data, file.size);
  if ((format != PF_MEDIA_FORMAT_JPEG && format != PF_MEDIA_FORMAT_PNG) || file.size > G_MAXINT32)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_NOT_A_PICTURE,
                           _ ("This is neither a JPEG nor a PNG picture."));
      return NULL;
    }
  out = g_byte_array_sized_new ((guint)file.size);
  sound = format == PF_MEDIA_FORMAT_JPEG ? strip_jpeg (file, out) : strip_png (file, out);
  if (!sound)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED, _ ("This picture is damaged."));
      return NULL;
    }
  if (out->len == file.size && memcmp (out->data, file.data, file.size) == 0)
    return g_bytes_ref (data);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
