/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pictures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

#include "core/media/pf-media-scan-private.h"

static void
quarter_colour (const Picture *p, guint x, guint y, guint8 *rgba)
{
  static const guint8 colours[4][3]
      = { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } };
  guint i = (x * 2 >= p->width ? 1 : 0) + (y * 2 >= p->height ? 2 : 0);

  memcpy (rgba, colours[i], 3);
  rgba[3] = p->alpha && x * 2 >= p->width ? 0 : 255;
}

/* Something like a photograph: a few waves that differ with the seed. */
static void
wave_colour (const Picture *p, guint x, guint y, guint8 *rgba)
{
  double u = (double)x / p->width, v = (double)y / p->height, s = p->seed;

  for (guint c = 0; c < 3; c++)
    rgba[c] = (guint8)(128 + 60 * sin (s * 1.7 + u * (5 + fmod (s * 3.1, 14)) + v * fmod (s, 9))
                       + 60 * cos (s * 2.9 + c + v * (4 + fmod (s * 5.3, 17)) - u * fmod (s, 7)));
  rgba[3] = 255;
}

static guint8 *
paint (const Picture *p)
{
  guint8 *rgba = g_malloc ((gsize)p->width * p->height * 4);

  for (guint y = 0; y < p->height; y++)
    for (guint x = 0; x < p->width; x++)
      (p->seed != 0 ? wave_colour : quarter_colour) (p, x, y, rgba + ((gsize)y * p->width + x) * 4);
  return rgba;
}

/* A little-endian TIFF block: orientation, and a GPS directory with the text. */
static GByteArray *
make_exif (const Picture *p)
{
  static const guint8 head[] = { 'I', 'I', '*', 0, 8, 0, 0, 0 };
  GByteArray *out = g_byte_array_new ();
  guint8 orientation[12] = { 0x12, 0x01, 3, 0, 1, 0, 0, 0, (guint8)p->orientation, 0, 0, 0 };
  guint8 gps[12] = { 0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0 };
  guint8 area[12] = { 0x1c, 0, 7, 0, sizeof PLANTED_TEXT, 0, 0, 0, 56, 0, 0, 0 };

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *)"\2\0", 2);
  g_byte_array_append (out, orientation, 12);
  g_byte_array_append (out, gps, 12);
  g_byte_array_append (out, (const guint8 *)"\0\0\0\0", 4);
  g_byte_array_append (out, (const guint8 *)"\1\0", 2);
  g_byte_array_append (out, area, 12);
  g_byte_array_append (out, (const guint8 *)"\0\0\0\0", 4);
  g_byte_array_append (out, (const guint8 *)PLANTED_TEXT, sizeof PLANTED_TEXT);
  return out;
}

GBytes *
picture_icc (const char *space)
{
  guint8 *d = g_malloc0 (200);

  d[3] = 200;
  d[8] = 2;
  memcpy (d + 12, "mntr", 4);
  memcpy (d + 16, space, 4);
  memcpy (d + 20, "XYZ ", 4);
  memcpy (d + 36, "acsp", 4);
  /* the D50 white point every profile must name */
  memcpy (d + 68, "\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d", 12);
  d[131] = 1;
  memcpy (d + 132, "cprt\0\0\0\x90\0\0\0\x38", 12);
  memcpy (d + 144, "text\0\0\0\0test profile", 20);
  return g_bytes_new_take (d, 200);
}

GBytes *
picture_jpeg (const Picture *p)
{
  struct jpeg_compress_struct cinfo = { 0 };
  struct jpeg_error_mgr errors;
  g_autofree guint8 *rgba = paint (p);
  unsigned char *buffer = NULL;
  unsigned long length = 0;
  GBytes *bytes;

  cinfo.err = jpeg_std_error (&errors);
  jpeg_create_compress (&cinfo);
  jpeg_mem_dest (&cinfo, &buffer, &length);
  cinfo.image_width = p->width;
  cinfo.image_height = p->height;
  cinfo.input_components = 4;
  cinfo.in_color_space = JCS_EXT_RGBX;
  jpeg_set_defaults (&cinfo);
  if (p->gray)
    jpeg_set_colorspace (&cinfo, JCS_GRAYSCALE);
  jpeg_set_quality (&cinfo, p->exact ? 100 : 90, TRUE);
  if (p->exact)
    cinfo.comp_info[0].h_samp_factor = cinfo.comp_info[0].v_samp_factor = 1;
  if (p->progressive)
    jpeg_simple_progression (&cinfo);
  jpeg_start_compress (&cinfo, TRUE);
  if (p->orientation != 0 || p->gps)
    {
      g_autoptr (GByteArray) exif = make_exif (p);

      g_byte_array_prepend (exif, (const guint8 *)"Exif\0", 6);
      jpeg_write_marker (&cinfo, JPEG_APP0 + 1, exif->data, exif->len);
    }
  if (p->gps)
    {
      static const char xmp[] = "http://ns.adobe.com/xap/1.0/\0<x>" PLANTED_TEXT "</x>";
      static const char iptc[] = "Photoshop 3.0\0"
                                 "8BIM" PLANTED_TEXT;

      jpeg_write_marker (&cinfo, JPEG_APP0 + 1, (const JOCTET *)xmp, sizeof xmp);
      jpeg_write_marker (&cinfo, JPEG_APP0 + 13, (const JOCTET *)iptc, sizeof iptc);
      jpeg_write_marker (&cinfo, JPEG_COM, (const JOCTET *)PLANTED_TEXT, sizeof PLANTED_TEXT);
    }
  if (p->icc != NULL)
    {
      g_autoptr (GBytes) icc = picture_icc (p->icc);

      jpeg_write_icc_profile (&cinfo, g_bytes_get_data (icc, NULL), g_bytes_get_size (icc));
    }
  while (cinfo.next_scanline < cinfo.image_height)
    {
      JSAMPROW row[1] = { rgba + (gsize)cinfo.next_scanline * p->width * 4 };

      jpeg_write_scanlines (&cinfo, row, 1);
    }
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  bytes = g_bytes_new (buffer, length);
  free (buffer);
  return bytes;
}

static void
png_sink (png_structp png, png_bytep data, size_t size)
{
  g_byte_array_append (png_get_io_ptr (png), data, size);
}

GBytes *
picture_png (const Picture *p)
{
  g_autofree guint8 *rgba = paint (p);
  g_autofree png_bytep *rows = g_new (png_bytep, p->height);
  GByteArray *out = g_byte_array_new ();
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  GBytes *bytes;

  for (guint y = 0; y < p->height; y++)
    rows[y] = rgba + (gsize)y * p->width * 4;
  png_set_write_fn (png, out, png_sink, NULL);
  png_set_IHDR (png, info, p->width, p->height, 8,
                p->alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
                p->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (p->icc != NULL)
    {
      g_autoptr (GBytes) icc = picture_icc (p->icc);

      png_set_iCCP (png, info, PLANTED_TEXT, 0, g_bytes_get_data (icc, NULL),
                    g_bytes_get_size (icc));
    }
  if (p->gps)
    {
      png_text text = { .compression = PNG_TEXT_COMPRESSION_NONE,
                        .key = (char *)"Comment",
                        .text = (char *)PLANTED_TEXT };
      png_time modified = { 2020, 1, 2, 3, 4, 5 };

      png_set_text (png, info, &text, 1);
      png_set_tIME (png, info, &modified);
    }
  if (p->orientation != 0 || p->gps)
    {
      g_autoptr (GByteArray) exif = make_exif (p);

      png_set_eXIf_1 (png, info, exif->len, exif->data);
    }
  png_write_info (png, info);
  if (!p->alpha)
    png_set_filler (png, 0, PNG_FILLER_AFTER);
  png_write_image (png, rows);
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  bytes = g_byte_array_free_to_bytes (out);
  return bytes;
}

GBytes *
picture_webp (const Picture *p)
{
  g_autofree guint8 *rgba = paint (p);
  uint8_t *out = NULL;
  size_t size;
  GBytes *bytes;

  if (p->lossless)
    size = WebPEncodeLosslessRGBA (rgba, p->width, p->height, p->width * 4, &out);
  else
    size = WebPEncodeRGBA (rgba, p->width, p->height, p->width * 4, 95, &out);
  g_assert_cmpuint (size, >, 0);
  bytes = g_bytes_new (out, size);
  WebPFree (out);
  return bytes;
}

static void
put_u16 (GByteArray *out, guint value)
{
  guint8 b[2] = { value & 0xff, value >> 8 };

  g_byte_array_append (out, b, 2);
}

/* Real LZW over an alphabet of eight, with its table filled and cleared. */
static void
gif_data (GByteArray *out, const guint8 *indices, gsize count)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  guint32 bits = 0;
  guint n_bits = 0;
  /* code of (prefix, next index), 0 when there is none yet */
  g_autofree guint16 *dict = g_new0 (guint16, 4096 * 8);
  guint next = 10, width = 4;
  int prefix = -1;

#define PUT(code)                                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    bits |= (guint32)(code) << n_bits;                                                             \
    for (n_bits += width; n_bits >= 8; n_bits -= 8, bits >>= 8)                                    \
      {                                                                                            \
        guint8 b = bits & 0xff;                                                                    \
        g_byte_array_append (packed, &b, 1);                                                       \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

  PUT (8);
  for (gsize i = 0; i < count; i++)
    {
      if (prefix < 0)
        prefix = indices[i];
      else if (dict[prefix * 8 + indices[i]] != 0)
        prefix = dict[prefix * 8 + indices[i]];
      else
        {
          PUT (prefix);
          if (next < 4096)
            {
              dict[prefix * 8 + indices[i]] = next++;
              /* the reader is one entry behind the writer */
              if (next - 1 == (1u << width) && width < 12)
                width++;
            }
          else
            {
              PUT (8);
              memset (dict, 0, 4096 * 8 * sizeof *dict);
              next = 10;
              width = 4;
            }
          prefix = indices[i];
        }
    }
  PUT (prefix);
  PUT (9);
  while (n_bits > 0)
    {
      guint8 b = bits & 0xff;

      g_byte_array_append (packed, &b, 1);
      bits >>= 8;
      n_bits = n_bits > 8 ? n_bits - 8 : 0;
    }
#undef PUT
  for (gsize at = 0; at < packed->len; at += 255)
    {
      guint8 n = MIN (255, packed->len - at);

      g_byte_array_append (out, &n, 1);
      g_byte_array_append (out, packed->data + at, n);
    }
  g_byte_array_append (out, (const guint8 *)"\0", 1);
}

guint8
picture_gif_index (guint x, guint y)
{
  return (x * 7 + y * 13 + x * y / 5) >> 2 & 3;
}

GBytes *
picture_gif (const Picture *p)
{
  static const guint8 palette[24] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0 };
  GByteArray *out = g_byte_array_new ();
  g_autofree guint8 *indices = g_malloc ((gsize)p->width * p->height);
  g_autofree guint8 *ordered = g_malloc ((gsize)p->width * p->height);
  guint8 control[8] = { 0x21, 0xf9, 4, p->alpha ? 1 : 0, 0, 0, p->alpha ? 7 : 0, 0 };
  gsize to = 0;

  for (guint y = 0; y < p->height; y++)
    for (guint x = 0; x < p->width; x++)
      if (p->seed != 0)
        indices[(gsize)y * p->width + x] = picture_gif_index (x, y);
      else
        indices[(gsize)y * p->width + x]
            = p->alpha && x * 2 >= p->width
                  ? 7
                  : (x * 2 >= p->width ? 1 : 0) + (y * 2 >= p->height ? 2 : 0);
  for (guint pass = 0; pass < 4; pass++)
    {
      static const guint starts[] = { 0, 4, 2, 1 }, steps[] = { 8, 8, 4, 2 };

      for (guint y = starts[pass]; p->interlaced && y < p->height; y += steps[pass], to += p->width)
        memcpy (ordered + to, indices + (gsize)y * p->width, p->width);
    }
  g_byte_array_append (out, (const guint8 *)"GIF89a", 6);
  put_u16 (out, p->width);
  put_u16 (out, p->height);
  g_byte_array_append (out, (const guint8 *)"\x82\0\0", 3);
  g_byte_array_append (out, palette, sizeof palette);
  g_byte_array_append (out, control, sizeof control);
  g_byte_array_append (out, (const guint8 *)",\0\0\0", 5);
  put_u16 (out, p->width);
  put_u16 (out, p->height);
  g_byte_array_append (out, (const guint8 *)(p->interlaced ? "\x40\x03" : "\0\x03"), 2);
  gif_data (out, p->interlaced ? ordered : indices, (gsize)p->width * p->height);
  g_byte_array_append (out, (const guint8 *)";", 1);
  return g_byte_array_free_to_bytes (out);
}

/* Puts a chunk with a right checksum before the first IDAT. */
GBytes *
png_chunk_add (GBytes *png, const char *type, gconstpointer data, gsize size)
{
  gsize length;
  const guint8 *d = g_bytes_get_data (png, &length);
  const guint8 *idat = memmem (d, length, "IDAT", 4);
  GByteArray *out = g_byte_array_new ();
  guint32 n;

  g_assert_nonnull (idat);
  g_byte_array_append (out, d, idat - 4 - d);
  n = GUINT32_TO_BE ((guint32)size);
  g_byte_array_append (out, (guint8 *)&n, 4);
  g_byte_array_append (out, (const guint8 *)type, 4);
  g_byte_array_append (out, data, size);
  n = GUINT32_TO_BE (pf_png_crc ((PfSpan){ out->data + out->len - size - 4, size + 4 }));
  g_byte_array_append (out, (guint8 *)&n, 4);
  g_byte_array_append (out, idat - 4, d + length - (idat - 4));
  return g_byte_array_free_to_bytes (out);
}

GBytes *
bytes_join (GBytes *a, gconstpointer b, gsize size)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, g_bytes_get_data (a, NULL), g_bytes_get_size (a));
  g_byte_array_append (out, b, size);
  return g_byte_array_free_to_bytes (out);
}

gboolean
bytes_contain (GBytes *bytes, gconstpointer needle, gsize size)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), needle, size) != NULL;
}

char
pixel_name (PfPixels *pixels, guint x, guint y)
{
  const guint8 *p = g_bytes_get_data (pf_pixels_get_bytes (pixels), NULL);
  static const struct
  {
    char name;
    int r, g, b, a;
  } known[] = { { 'R', 255, 0, 0, 255 },   { 'G', 0, 255, 0, 255 },     { 'B', 0, 0, 255, 255 },
                { 'Y', 255, 255, 0, 255 }, { 'W', 255, 255, 255, 255 }, { 'K', 0, 0, 0, 255 },
                { '-', 0, 0, 0, 0 } };

  p += y * pf_pixels_get_stride (pixels) + x * 4;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (ABS (p[0] - known[i].b) <= 24 && ABS (p[1] - known[i].g) <= 24
        && ABS (p[2] - known[i].r) <= 24 && ABS (p[3] - known[i].a) <= 24)
      return known[i].name;
  return '?';
}

char *
pixel_quarters (PfPixels *pixels)
{
  guint w = pf_pixels_get_width (pixels), h = pf_pixels_get_height (pixels);

  return g_strdup_printf ("%c%c%c%c", pixel_name (pixels, w / 4, h / 4),
                          pixel_name (pixels, w - 1 - w / 4, h / 4),
                          pixel_name (pixels, w / 4, h - 1 - h / 4),
                          pixel_name (pixels, w - 1 - w / 4, h - 1 - h / 4));
}

PfDecoderPool *
pool_new (const char *helper)
{
  g_autofree char *path = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"), helper, NULL);

  return pf_decoder_pool_new (path, 2);
}

static gboolean
on_late (gpointer data)
{
  g_error ("waited too long");
  return G_SOURCE_REMOVE;
}

void
wait_for (gboolean *done)
{
  guint late = g_timeout_add_seconds (60, on_late, NULL);

  while (!*done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

typedef struct
{
  gboolean done;
  gpointer result;
  GError *error;
} Waiting;

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *w = data;

  w->result = pf_decoder_decode_finish (PF_DECODER_POOL (source), result, &w->error);
  w->done = TRUE;
}

static void
on_encoded (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *w = data;

  w->result = pf_decoder_encode_finish (PF_DECODER_POOL (source), result, &w->error);
  w->done = TRUE;
}

PfPixels *
pool_decode (PfDecoderPool *pool, GBytes *data, const PfDecodeOptions *options, GError **error)
{
  Waiting w = { 0 };

  pf_decoder_decode_async (pool, data, options, NULL, on_decoded, &w);
  wait_for (&w.done);
  if (w.error != NULL)
    g_propagate_error (error, w.error);
  return w.result;
}

GBytes *
pool_encode (PfDecoderPool *pool, GBytes *data, const PfEncodeOptions *options, GError **error)
{
  Waiting w = { 0 };

  pf_decoder_encode_async (pool, data, options, NULL, on_encoded, &w);
  wait_for (&w.done);
  if (w.error != NULL)
    g_propagate_error (error, w.error);
  return w.result;
}
