/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/media/pf-media-info.h"

G_BEGIN_DECLS

/* Readers of the four formats' outer structure, shared by the look at a picture
 * (info) and the removal of metadata (strip). All work on bounded bytes and
 * never trust a length they have not compared with what is left. */

typedef struct
{
  const guint8 *data;
  gsize size;
} PfSpan;

static inline guint
pf_be16 (const guint8 *p)
{
  return (guint)p[0] << 8 | p[1];
}

static inline guint32
pf_be32 (const guint8 *p)
{
  return (guint32)pf_be16 (p) << 16 | pf_be16 (p + 2);
}

static inline guint
pf_le16 (const guint8 *p)
{
  return (guint)p[1] << 8 | p[0];
}

static inline guint32
pf_le32 (const guint8 *p)
{
  return (guint32)pf_le16 (p + 2) << 16 | pf_le16 (p);
}

typedef enum
{
  PF_JPEG_PART_SEGMENT,
  PF_JPEG_PART_END,
  PF_JPEG_PART_BROKEN,
} PfJpegPart;

typedef struct
{
  guint8 marker;
  PfSpan whole;   /* marker, length and payload */
  PfSpan payload; /* what follows the length; empty for EOI */
  PfSpan entropy; /* after SOS: the coded data up to the next marker */
} PfJpegSegment;

PfJpegPart pf_jpeg_next (PfSpan file, gsize *at, PfJpegSegment *segment);
gboolean pf_jpeg_is_frame (guint8 marker);
gboolean pf_jpeg_is_icc (const PfJpegSegment *segment);
gboolean pf_jpeg_is_jfif (const PfJpegSegment *segment);
gboolean pf_jpeg_is_adobe (const PfJpegSegment *segment);

typedef struct
{
  guint32 type; /* big endian, as PF_PNG_TYPE makes it */
  PfSpan whole; /* length, type, payload, checksum */
  PfSpan payload;
} PfPngChunk;

#define PF_PNG_TYPE(a, b, c, d) ((guint32)(a) << 24 | (b) << 16 | (c) << 8 | (d))
#define PF_PNG_SIGNATURE_SIZE 8

gboolean pf_png_next (PfSpan file, gsize *at, PfPngChunk *chunk);
gboolean pf_png_is_colour (guint32 type);
guint32 pf_png_crc (PfSpan bytes);

guint pf_exif_get_orientation (PfSpan tiff);

G_END_DECLS
