/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/base/pf-error.h"
#include "core/media/pf-media-strip.h"
#include "pictures.h"

#define HELPER "src/core/media/decode/pinfold-decode"

static const PfDecodeOptions natural = { 0 };

static gboolean
contains_text (GBytes *bytes, const char *text)
{
  return bytes_contain (bytes, text, strlen (text));
}

static void
assert_same_pixels (GBytes *a, GBytes *b)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPixels) first = pool_decode (pool, a, &natural, &error);
  g_autoptr (PfPixels) second = NULL;

  g_assert_no_error (error);
  second = pool_decode (pool, b, &natural, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (pf_pixels_get_bytes (first), pf_pixels_get_bytes (second)));
}

/* From the first scan (JPEG) or picture data (PNG) to the end marker. */
static GBytes *
coded_data (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const guint8 *from, *to;

  if (data[0] == 0xff)
    {
      from = memmem (data, size, "\xff\xda\0", 3);
      g_assert_nonnull (from);
      to = memmem (from, data + size - from, "\xff\xd9", 2);
    }
  else
    {
      /* only IDAT counts: libpng may write text behind it */
      guint32 length;

      from = memmem (data, size, "IDAT", 4);
      g_assert_nonnull (from);
      from -= 4;
      length = (guint32)from[0] << 24 | from[1] << 16 | from[2] << 8 | from[3];
      to = from + length + 12;
    }
  g_assert_nonnull (to);
  return g_bytes_new (from, to - from);
}

static void
test_strip (gconstpointer user_data)
{
  gboolean is_png = GPOINTER_TO_INT (user_data);
  const Picture picture
      = { .width = 120, .height = 90, .orientation = 1, .gps = TRUE, .icc = "RGB " };
  g_autoptr (GBytes) plain = is_png ? picture_png (&picture) : picture_jpeg (&picture);
  static const char tail[] = "PK\3\4" PLANTED_TEXT;
  g_autoptr (GBytes) data = bytes_join (plain, tail, sizeof tail);
  g_autoptr (GBytes) before = g_bytes_new (g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) coded_before = NULL;
  g_autoptr (GBytes) coded_after = NULL;
  PfMediaInfo info;

  g_assert_true (contains_text (data, PLANTED_TEXT));
  out = pf_media_strip (data, &error);
  g_assert_no_error (error);
  g_assert_false (contains_text (out, PLANTED_TEXT));
  g_assert_false (contains_text (out, "Exif"));
  g_assert_false (contains_text (out, "eXIf"));
  g_assert_false (contains_text (out, "tIME"));
  g_assert_false (contains_text (out, "xap/1.0"));
  g_assert_false (contains_text (out, "Photoshop"));
  g_assert_true (contains_text (out, is_png ? "iCCPicc" : "ICC_PROFILE"));
  g_assert_true (pf_media_info_read (&info, out, NULL, &error));
  g_assert_false (info.has_metadata);
  /* the input is untouched, the coded data byte for byte the same */
  g_assert_true (g_bytes_equal (data, before));
  coded_before = coded_data (data);
  coded_after = coded_data (out);
  g_assert_true (g_bytes_equal (coded_before, coded_after));
  assert_same_pixels (data, out);
  /* nothing left to remove: the very same bytes */
  again = pf_media_strip (out, &error);
  g_assert_true (again == out);
}

static void
test_progressive (void)
{
  const Picture picture
      = { .width = 120, .height = 90, .gps = TRUE, .progressive = TRUE, .exact = TRUE };
  g_autoptr (GBytes) data = picture_jpeg (&picture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) out = pf_media_strip (data, &error);

  g_assert_no_error (error);
  g_assert_false (contains_text (out, PLANTED_TEXT));
  assert_same_pixels (data, out);
}

/* A small picture inside the JFIF header, and a comment between two scans. */
static void
test_hidden_places (void)
{
  const Picture picture = { .width = 64, .height = 64, .progressive = TRUE };
  g_autoptr (GBytes) plain = picture_jpeg (&picture);
  gsize size;
  const guint8 *data = g_bytes_get_data (plain, &size);
  const guint8 *second;
  GByteArray *made = g_byte_array_new ();
  g_autoptr (GBytes) crafted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) out = NULL;
  guint8 thumbnail[18 + 3 * 9]
      = { 0xff, 0xe0, 0, 16 + 3 * 9, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 3, 3 };

  memcpy (thumbnail + 18, PLANTED_TEXT, sizeof PLANTED_TEXT);
  g_assert_cmpuint (data[3], ==, 0xe0);
  second = memmem (data, size, "\xff\xda\0", 3);
  second = memmem (second + 2, data + size - second - 2, "\xff\xc4\0", 3);
  g_assert_nonnull (second);
  g_byte_array_append (made, data, 2);
  g_byte_array_append (made, thumbnail, sizeof thumbnail);
  g_byte_array_append (made, data + 20, second - data - 20);
  g_byte_array_append (made, (const guint8 *)"\xff\xff\xff\xfe\0\x16" PLANTED_TEXT, 6 + 20);
  g_byte_array_append (made, second, data + size - second);
  crafted = g_byte_array_free_to_bytes (made);
  g_assert_true (contains_text (crafted, PLANTED_TEXT));
  out = pf_media_strip (crafted, &error);
  g_assert_no_error (error);
  g_assert_false (contains_text (out, PLANTED_TEXT));
  g_assert_true (contains_text (out, "JFIF"));
  g_assert_true (g_bytes_equal (out, plain));
}

/* What is not sound all through is refused, never passed on half looked at. */
static void
test_damaged (void)
{
  const Picture picture = { .width = 32, .height = 32 };
  GBytes *files[] = { picture_jpeg (&picture), picture_png (&picture) };

  for (guint f = 0; f < 2; f++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (files[f], &size);

      for (gsize cut = 1; cut < size; cut++)
        {
          /* an exact copy, so that a sanitizer sees one byte too far */
          g_autofree guint8 *part = g_memdup2 (data, cut);
          g_autoptr (GBytes) bytes = g_bytes_new_static (part, cut);
          g_autoptr (GError) error = NULL;
          PfMediaInfo info;

          g_assert_null (pf_media_strip (bytes, &error));
          g_assert_true (error->domain == PF_ERROR);
          g_assert_false (pf_media_info_read (&info, bytes, NULL, NULL));
        }
    }
  {
    g_autofree guint8 *copy
        = g_memdup2 (g_bytes_get_data (files[1], NULL), g_bytes_get_size (files[1]));
    g_autoptr (GBytes) wrong = NULL;
    g_autoptr (GBytes) strange = png_chunk_add (files[1], "EVIL", "abc", 3);
    g_autoptr (GError) error = NULL;

    copy[g_bytes_get_size (files[1]) - 20] ^= 1; /* in the data: the checksum is wrong */
    wrong = g_bytes_new_static (copy, g_bytes_get_size (files[1]));
    g_assert_null (pf_media_strip (wrong, &error));
    g_assert_error (error, PF_ERROR, PF_ERROR_DAMAGED);
    g_clear_error (&error);
    g_assert_null (pf_media_strip (strange, &error));
    g_assert_error (error, PF_ERROR, PF_ERROR_DAMAGED);
  }
  g_bytes_unref (files[0]);
  g_bytes_unref (files[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/media/strip/UI-4/jpeg", GINT_TO_POINTER (FALSE), test_strip);
  g_test_add_data_func ("/media/strip/UI-4/png", GINT_TO_POINTER (TRUE), test_strip);
  g_test_add_func ("/media/strip/UI-4/progressive-jpeg", test_progressive);
  g_test_add_func ("/media/strip/UI-4/hidden-places", test_hidden_places);
  g_test_add_func ("/media/strip/UI-4/damaged-is-refused", test_damaged);
  return g_test_run ();
}
