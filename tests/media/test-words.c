/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/media/pf-media-words.h"
#include "pictures.h"

#include <string.h>

/* A segment behind the first two bytes of a JPEG. */
static GBytes *
insert_segment (GBytes *jpeg, guint8 marker, gconstpointer payload, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (jpeg, &length);
  guint8 head[4] = { 0xff, marker, (guint8)((size + 2) >> 8), (guint8)(size + 2) };

  g_byte_array_append (out, data, 2);
  g_byte_array_append (out, head, 4);
  g_byte_array_append (out, payload, (guint)size);
  g_byte_array_append (out, data + 2, (guint)(length - 2));
  return g_byte_array_free_to_bytes (out);
}

static const char iptc[] = "Photoshop 3.0\0"
                           "8BIM\x04\x04\0\0\0\0\0\x21"
                           "\x1c\x02\x05\0\x09Rye bread"
                           "\x1c\x02\x19\0\x03rye"
                           "\x1c\x02\x19\0\x06winter";

static const char xmp[]
    = "http://ns.adobe.com/xap/1.0/\0"
      "<x:xmpmeta><rdf:RDF><rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">"
      "Salt &amp; flour</rdf:li></rdf:Alt></dc:title><dc:description><rdf:Alt><rdf:li>A slow loaf"
      "</rdf:li></rdf:Alt></dc:description><dc:subject><rdf:Bag><rdf:li>bread</rdf:li><rdf:li>"
      "baking</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>";

static void
test_read (void)
{
  const Picture picture = { .width = 40, .height = 30 };
  g_autoptr (GBytes) plain = picture_jpeg (&picture);
  g_autoptr (GBytes) with_iptc = insert_segment (plain, 0xed, iptc, sizeof iptc - 1);
  g_autoptr (GBytes) with_xmp = insert_segment (plain, 0xe1, xmp, sizeof xmp - 1);
  PfMediaWords words;

  pf_media_words_read (&words, plain);
  g_assert_null (words.title);
  g_assert_null (words.description);
  g_assert_null (words.keywords);
  pf_media_words_clear (&words);
  pf_media_words_read (&words, with_iptc);
  g_assert_cmpstr (words.title, ==, "Rye bread");
  g_assert_cmpstr (words.keywords, ==, "rye, winter");
  pf_media_words_clear (&words);
  pf_media_words_read (&words, with_xmp);
  g_assert_cmpstr (words.title, ==, "Salt & flour");
  g_assert_cmpstr (words.description, ==, "A slow loaf");
  g_assert_cmpstr (words.keywords, ==, "bread, baking");
  pf_media_words_clear (&words);
}

static void
test_hostile (void)
{
  const Picture picture = { .width = 40, .height = 30, .gps = TRUE };
  g_autoptr (GBytes) plain = picture_jpeg (&picture);
  g_autoptr (GBytes) one = insert_segment (plain, 0xed, iptc, sizeof iptc - 1);
  g_autoptr (GBytes) both = insert_segment (one, 0xe1, xmp, sizeof xmp - 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  gsize size;
  const guint8 *data = g_bytes_get_data (both, &size);

  for (guint i = 0; i < 20000; i++)
    {
      guint8 *bent = g_memdup2 (data, size);
      gsize length = i % 2 == 0 ? size : (gsize)g_rand_int_range (random, 0, (gint32)size);
      g_autoptr (GBytes) bytes = NULL;
      PfMediaWords words;

      for (guint j = 0; j < 3; j++)
        bent[g_rand_int_range (random, 2, 900)] = (guint8)g_rand_int_range (random, 0, 256);
      bytes = g_bytes_new_take (g_memdup2 (bent, MAX (length, 1)), length);
      g_free (bent);
      pf_media_words_read (&words, bytes);
      g_assert_true (words.title == NULL || g_utf8_validate (words.title, -1, NULL));
      g_assert_true (words.description == NULL || g_utf8_validate (words.description, -1, NULL));
      pf_media_words_clear (&words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/words/read", test_read);
  g_test_add_func ("/media/words/UI-1/hostile", test_hostile);
  return g_test_run ();
}
