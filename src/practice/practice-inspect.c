/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-inspect.h"

#include <string.h>

/* Pinterest's limit for one picture from a computer (api-facts.md, section 9). */
#define MAX_PICTURE (20 * 1024 * 1024)

static guint
read16 (const guint8 *p, gboolean little)
{
  return little ? (guint)p[0] | (guint)p[1] << 8 : (guint)p[0] << 8 | p[1];
}

static guint32
read32 (const guint8 *p, gboolean little)
{
  guint a = read16 (p, little), b = read16 (p + 2, little);

  return little ? a | b << 16 : a << 16 | b;
}

/* Reads orientation (tag 0x0112) and whether a GPS block (0x8825) is named in the first
 * directory of a TIFF block. */
static void
scan_tiff (const guint8 *t, gsize length, GString *found, guint *orientation)
{
  gboolean little;
  guint32 at;
  guint n;

  g_string_append (found, "exif ");
  if (length < 8)
    return;
  little = t[0] == 'I';
  at = read32 (t + 4, little);
  if (at > length - 2)
    return;
  n = read16 (t + at, little);
  for (guint i = 0; i < n && at + 2 + (gsize)(i + 1) * 12 <= length; i++)
    {
      const guint8 *entry = t + at + 2 + i * 12;
      guint tag = read16 (entry, little);

      if (tag == 0x8825)
        g_string_append (found, "gps ");
      else if (tag == 0x0112)
        *orientation = read16 (entry + 8, little);
    }
}

static void
scan_jpeg (const guint8 *d, gsize length, GString *found, guint *orientation)
{
  gsize at = 2;

  while (at + 4 <= length && d[at] == 0xff && d[at + 1] != 0xda)
    {
      guint marker = d[at + 1];
      gsize size = read16 (d + at + 2, FALSE);
      const guint8 *body = d + at + 4;

      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (size < 2 || at + 2 + size > length)
        return;
      size -= 2;
      if (marker == 0xe1 && size > 6 && memcmp (body, "Exif\0", 5) == 0)
        scan_tiff (body + 6, size - 6, found, orientation);
      else if (marker == 0xe1)
        g_string_append (found, "xmp ");
      else if (marker == 0xe2)
        g_string_append (found, "icc ");
      else if (marker == 0xed)
        g_string_append (found, "iptc ");
      else if (marker == 0xfe)
        g_string_append (found, "comment ");
      at += 4 + size;
    }

  for (gsize i = length; i >= 2; i--)
    if (d[i - 2] == 0xff && d[i - 1] == 0xd9)
      {
        if (i != length)
          g_string_append (found, "trailer ");
        break;
      }
}

static void
scan_png (const guint8 *d, gsize length, GString *found, guint *orientation)
{
  gsize at = 8;

  while (at + 12 <= length)
    {
      gsize size = read32 (d + at, FALSE);
      const char *name = (const char *)d + at + 4;

      if (size > length - at - 12)
        return;
      if (memcmp (name, "eXIf", 4) == 0)
        scan_tiff (d + at + 8, size, found, orientation);
      else if (memcmp (name, "iCCP", 4) == 0)
        g_string_append (found, "icc ");
      else if (memcmp (name, "tIME", 4) == 0)
        g_string_append (found, "time ");
      else if (memcmp (name, "iTXt", 4) == 0 && size > 17
               && memcmp (d + at + 8, "XML:com.adobe.xmp", 17) == 0)
        g_string_append (found, "xmp ");
      else if (memcmp (name, "tEXt", 4) == 0 || memcmp (name, "zTXt", 4) == 0
               || memcmp (name, "iTXt", 4) == 0)
        g_string_append (found, "text ");
      at += 12 + size;
      if (memcmp (name, "IEND", 4) == 0)
        break;
    }
  if (at < length)
    g_string_append (found, "trailer ");
}

char *
practice_list_metadata (const guint8 *data, gsize length, guint *orientation)
{
  GString *found = g_string_new (NULL);

  *orientation = 1;
  if (length > 4 && data[0] == 0xff && data[1] == 0xd8)
    scan_jpeg (data, length, found, orientation);
  else if (length > 8)
    scan_png (data, length, found, orientation);
  return g_strchomp (g_string_free (found, FALSE));
}

static const char *
type_of (const guint8 *data, gsize length)
{
  if (length > 4 && data[0] == 0xff && data[1] == 0xd8 && data[2] == 0xff)
    return "image/jpeg";
  if (length > 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  return NULL;
}

GdkPixbuf *
practice_decode (const guint8 *data, gsize length)
{
  const char *type = type_of (data, length);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  GdkPixbuf *pixbuf;

  if (type == NULL)
    return NULL;
  loader = gdk_pixbuf_loader_new_with_mime_type (type, NULL);
  if (loader == NULL)
    return NULL;
  if (!gdk_pixbuf_loader_write (loader, data, length, NULL))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, NULL))
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  return pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
}

static char *
average_color (GdkPixbuf *pixbuf)
{
  g_autoptr (GdkPixbuf) tiny = gdk_pixbuf_scale_simple (pixbuf, 8, 8, GDK_INTERP_BILINEAR);
  const guint8 *pixels = gdk_pixbuf_read_pixels (tiny);
  int channels = gdk_pixbuf_get_n_channels (tiny);
  int stride = gdk_pixbuf_get_rowstride (tiny);
  guint sum[3] = { 0 };

  for (int y = 0; y < 8; y++)
    for (int x = 0; x < 8; x++)
      for (int c = 0; c < 3; c++)
        sum[c] += pixels[y * stride + x * channels + c];
  return g_strdup_printf ("#%02x%02x%02x", sum[0] / 64, sum[1] / 64, sum[2] / 64);
}

PracticeReceived *
practice_receive_picture (const char *content_type, const char *base64, char **problem)
{
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  g_autoptr (PracticeReceived) self = g_new0 (PracticeReceived, 1);
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  gsize text = strlen (base64), body, length;
  const char *type;
  guchar *raw;

  body = strspn (base64, allowed);
  if (text == 0 || text % 4 != 0 || text - body > 2 || strspn (base64 + body, "=") != text - body)
    {
      *problem = g_strdup ("'data' is not base64.");
      return NULL;
    }
  raw = g_base64_decode (base64, &length);
  self->bytes = g_bytes_new_take (raw, length);
  type = type_of (raw, length);
  if (length > MAX_PICTURE)
    *problem = g_strdup ("The image is larger than 20 MB.");
  else if (type == NULL)
    *problem = g_strdup ("The image is neither JPEG nor PNG.");
  else if (!g_str_equal (type, content_type))
    *problem = g_strdup_printf ("content_type says %s, the image is %s.", content_type, type);
  else if ((pixbuf = practice_decode (raw, length)) == NULL)
    *problem = g_strdup ("The image cannot be decoded.");
  if (pixbuf == NULL)
    return NULL;

  self->content_type = g_strdup (content_type);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->bytes);
  self->metadata = practice_list_metadata (raw, length, &self->orientation);
  self->width = (guint)gdk_pixbuf_get_width (pixbuf);
  self->height = (guint)gdk_pixbuf_get_height (pixbuf);
  self->color = average_color (pixbuf);
  return g_steal_pointer (&self);
}

void
practice_received_free (PracticeReceived *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->sha256);
  g_free (self->content_type);
  g_free (self->metadata);
  g_free (self->color);
  g_free (self);
}
