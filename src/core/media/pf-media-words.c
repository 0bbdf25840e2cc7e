/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-words.h"

#include "core/media/pf-media-info.h"
#include "core/media/pf-media-scan-private.h"

#include <string.h>

/* Only three words are looked for, in bounded bytes: IPTC-IIM 4.2 datasets 2:05, 2:25 and 2:120,
 * the Dublin Core of XMP (ISO 16684-1), EXIF 2.3 tag 0x010E. Nothing else of them is read. */

#define MAX_WORDS 2000
#define MAX_XMP (256 * 1024)
#define MAX_SEGMENTS 512
#define MAX_KEYWORDS 30

/**
 * pf_media_words_clear:
 * @words: words
 */
void
pf_media_words_clear (PfMediaWords *words)
{
  g_clear_pointer (&words->title, g_free);
  g_clear_pointer (&words->description, g_free);
  g_clear_pointer (&words->keywords, g_free);
}

/* What is there already stays: the first that says something is believed. */
static void
take (char **place, const char *text, gsize length)
{
  g_autofree char *valid = NULL;

  length = MIN (length, MAX_WORDS);
  if (*place != NULL || length == 0)
    return;
  valid = g_strstrip (g_utf8_make_valid (text, (gssize)strnlen (text, length)));
  if (*valid != '\0')
    *place = g_steal_pointer (&valid);
}

static void
add_keyword (GString *keywords, guint *n, const char *text, gsize length)
{
  g_autofree char *valid
      = g_strstrip (g_utf8_make_valid (text, (gssize)strnlen (text, MIN (length, 100))));

  if (*valid == '\0' || *n >= MAX_KEYWORDS || keywords->len + strlen (valid) > MAX_WORDS)
    return;
  g_string_append_printf (keywords, "%s%s", keywords->len > 0 ? ", " : "", valid);
  (*n)++;
}

static void
take_keywords (PfMediaWords *words, GString *keywords)
{
  if (words->keywords == NULL && keywords->len > 0)
    words->keywords = g_strdup (keywords->str);
}

static void
read_iim (PfMediaWords *words, PfSpan iim)
{
  g_autoptr (GString) keywords = g_string_new (NULL);
  guint n = 0;

  for (gsize at = 0; iim.size - at >= 5 && iim.data[at] == 0x1c;)
    {
      guint record = iim.data[at + 1], set = iim.data[at + 2];
      gsize length = pf_be16 (iim.data + at + 3);
      const char *text = (const char *)iim.data + at + 5;

      if (length > iim.size - at - 5)
        break;
      if (record == 2 && set == 5)
        take (&words->title, text, length);
      else if (record == 2 && set == 120)
        take (&words->description, text, length);
      else if (record == 2 && set == 25)
        add_keyword (keywords, &n, text, length);
      at += 5 + length;
    }
  take_keywords (words, keywords);
}

/* Photoshop's image resources: 8BIM, number, Pascal string, length, data; all padded to even. */
static void
read_resources (PfMediaWords *words, PfSpan span)
{
  gsize at = 0;

  while (span.size - at >= 12 && memcmp (span.data + at, "8BIM", 4) == 0)
    {
      guint number = pf_be16 (span.data + at + 4);
      gsize name = ((gsize)span.data[at + 6] + 2) & ~(gsize)1;
      gsize length;

      if (name + 10 > span.size - at)
        return;
      length = pf_be32 (span.data + at + 6 + name);
      at += 10 + name;
      if (length > span.size - at)
        return;
      if (number == 0x0404)
        read_iim (words, (PfSpan){ span.data + at, length });
      at += MIN ((length + 1) & ~(gsize)1, span.size - at);
    }
}

static char *
unescape (const char *text, gsize length)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  static const struct
  {
    const char *entity, *text;
  } known[] = {
    { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&apos;", "'" }
  };

  while (length > 0)
    {
      gsize used = 1;
      guint i;

      for (i = 0; *text == '&' && i < G_N_ELEMENTS (known); i++)
        if (length >= strlen (known[i].entity)
            && strncmp (text, known[i].entity, strlen (known[i].entity)) == 0)
          break;
      if (*text == '&' && i < G_N_ELEMENTS (known))
        {
          g_string_append (plain, known[i].text);
          used = strlen (known[i].entity);
        }
      else
        g_string_append_c (plain, *text);
      text += used;
      length -= used;
    }
  return g_strndup (plain->str, plain->len);
}

/* The texts of <rdf:li> inside of an element. */
static void
read_items (PfSpan xmp,
            const char *element,
            void (*each) (const char *, gsize, gpointer),
            gpointer data)
{
  g_autofree char *open = g_strconcat ("<", element, NULL);
  g_autofree char *close = g_strconcat ("</", element, ">", NULL);
  const char *from = g_strstr_len ((const char *)xmp.data, (gssize)xmp.size, open);
  const char *end = (const char *)xmp.data + xmp.size;
  const char *to = from != NULL ? g_strstr_len (from, end - from, close) : NULL;

  while (to != NULL && (from = g_strstr_len (from, to - from, "<rdf:li")) != NULL)
    {
      const char *text = memchr (from, '>', (gsize)(to - from));
      const char *over = text != NULL ? memchr (text, '<', (gsize)(to - text)) : NULL;

      if (over == NULL)
        return;
      each (text + 1, (gsize)(over - text - 1), data);
      from = over;
    }
}

static void
take_first (const char *text, gsize length, gpointer data)
{
  g_autofree char *plain = unescape (text, MIN (length, MAX_WORDS));

  take (data, plain, strlen (plain));
}

typedef struct
{
  GString *keywords;
  guint n;
} Keywords;

static void
take_keyword (const char *text, gsize length, gpointer data)
{
  Keywords *all = data;
  g_autofree char *plain = unescape (text, MIN (length, 200));

  add_keyword (all->keywords, &all->n, plain, strlen (plain));
}

static void
read_xmp (PfMediaWords *words, PfSpan xmp)
{
  g_autoptr (GString) keywords = g_string_new (NULL);
  Keywords all = { keywords, 0 };

  xmp.size = MIN (xmp.size, MAX_XMP);
  read_items (xmp, "dc:title", take_first, &words->title);
  read_items (xmp, "dc:description", take_first, &words->description);
  read_items (xmp, "dc:subject", take_keyword, &all);
  take_keywords (words, keywords);
}

/* ImageDescription of the first directory. */
static void
read_exif (PfMediaWords *words, PfSpan tiff)
{
  gboolean big = tiff.size >= 8 && memcmp (tiff.data, "MM\0*", 4) == 0;
  gsize at;
  guint n;

  if (tiff.size < 10 || (!big && memcmp (tiff.data, "II*\0", 4) != 0))
    return;
  at = big ? pf_be32 (tiff.data + 4) : pf_le32 (tiff.data + 4);
  if (at > tiff.size - 2)
    return;
  n = big ? pf_be16 (tiff.data + at) : pf_le16 (tiff.data + at);
  at += 2;
  for (guint i = 0; i < n && tiff.size - at >= 12; i++, at += 12)
    {
      const guint8 *entry = tiff.data + at;
      gsize length = big ? pf_be32 (entry + 4) : pf_le32 (entry + 4);
      gsize where = big ? pf_be32 (entry + 8) : pf_le32 (entry + 8);

      if ((big ? pf_be16 (entry) : pf_le16 (entry)) != 0x010e)
        continue;
      if (length > 4 && where <= tiff.size && length <= tiff.size - where)
        take (&words->description, (const char *)tiff.data + where, length);
      return;
    }
}

static void
read_jpeg (PfMediaWords *words, PfSpan file)
{
  static const char xmp[] = "http://ns.adobe.com/xap/1.0/";
  static const char photoshop[] = "Photoshop 3.0";
  PfSpan exif = { NULL, 0 };
  PfJpegSegment segment;
  gsize at = 2;

  for (guint i = 0; i < MAX_SEGMENTS && pf_jpeg_next (file, &at, &segment) == PF_JPEG_PART_SEGMENT;
       i++)
    {
      PfSpan p = segment.payload;

      if (segment.marker == 0xda)
        break;
      if (segment.marker == 0xe1 && p.size > sizeof xmp && memcmp (p.data, xmp, sizeof xmp) == 0)
        read_xmp (words, (PfSpan){ p.data + sizeof xmp, p.size - sizeof xmp });
      else if (segment.marker == 0xe1 && p.size > 6 && memcmp (p.data, "Exif\0", 6) == 0)
        exif = (PfSpan){ p.data + 6, p.size - 6 };
      else if (segment.marker == 0xed && p.size > sizeof photoshop
               && memcmp (p.data, photoshop, sizeof photoshop) == 0)
        read_resources (words, (PfSpan){ p.data + sizeof photoshop, p.size - sizeof photoshop });
    }
  /* Cameras write their own name there: it counts last. */
  if (exif.data != NULL)
    read_exif (words, exif);
}

static void
read_png (PfMediaWords *words, PfSpan file)
{
  static const char key[] = "XML:com.adobe.xmp";
  gsize at = PF_PNG_SIGNATURE_SIZE;
  PfPngChunk chunk;

  for (guint i = 0; i < MAX_SEGMENTS && pf_png_next (file, &at, &chunk); i++)
    if (chunk.type == PF_PNG_TYPE ('i', 'T', 'X', 't') && chunk.payload.size > sizeof key + 4
        && memcmp (chunk.payload.data, key, sizeof key) == 0 && chunk.payload.data[sizeof key] == 0)
      read_xmp (words, (PfSpan){ chunk.payload.data + sizeof key + 4,
                                 chunk.payload.size - sizeof key - 4 });
}

/**
 * pf_media_words_read:
 * @words: (out caller-allocates): what was found; to clear
 * @data: a picture file, or anything else
 *
 * Reads a title, a description and keywords that a picture carries. Any thread.
 */
void
pf_media_words_read (PfMediaWords *words, GBytes *data)
{
  PfSpan file;

  *words = (PfMediaWords){ 0 };
  file.data = g_bytes_get_data (data, &file.size);
  switch (pf_media_sniff (file.data, file.size))
    {
    case PF_MEDIA_FORMAT_JPEG:
      read_jpeg (words, file);
      break;
    case PF_MEDIA_FORMAT_PNG:
      read_png (words, file);
      break;
    case PF_MEDIA_FORMAT_WEBP:
    case PF_MEDIA_FORMAT_GIF:
    case PF_MEDIA_FORMAT_UNKNOWN:
    default:
      break;
    }
}
