/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/pf-error.h"
#include "core/media/pf-media-video.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A video of boxes only, as long as nobody plays it. */

static void
put32 (GByteArray *to, guint32 value)
{
  guint8 bytes[4]
      = { (guint8)(value >> 24), (guint8)(value >> 16), (guint8)(value >> 8), (guint8)value };

  g_byte_array_append (to, bytes, 4);
}

static void
put_zeros (GByteArray *to, guint n)
{
  for (guint i = 0; i < n; i++)
    g_byte_array_append (to, (const guint8 *)"", 1);
}

static GByteArray *
box (const char *type, GByteArray *body)
{
  GByteArray *all = g_byte_array_new ();

  put32 (all, body->len + 8);
  g_byte_array_append (all, (const guint8 *)type, 4);
  g_byte_array_append (all, body->data, body->len);
  g_byte_array_unref (body);
  return all;
}

static void
join (GByteArray *to, GByteArray *part)
{
  g_byte_array_append (to, part->data, part->len);
  g_byte_array_unref (part);
}

static GByteArray *
make (guint ms, guint width, guint height, gboolean turned, const char *codec, const char *brand)
{
  GByteArray *file = g_byte_array_new (), *moov = g_byte_array_new (), *trak = g_byte_array_new (),
             *mdia = g_byte_array_new (), *minf = g_byte_array_new (), *stbl = g_byte_array_new (),
             *b;

  b = g_byte_array_new ();
  g_byte_array_append (b, (const guint8 *)brand, 4);
  put32 (b, 0);
  join (file, box ("ftyp", b));
  b = g_byte_array_new ();
  put_zeros (b, 12);
  put32 (b, 600);
  put32 (b, ms * 600 / 1000);
  put_zeros (b, 80);
  join (moov, box ("mvhd", b));
  b = g_byte_array_new ();
  put_zeros (b, 40);
  for (guint i = 0; i < 9; i++)
    put32 (b, i == 8 ? 0x40000000 : ((i == 0 || i == 4) != turned && i % 2 == 0 ? 0x10000 : 0));
  put32 (b, width << 16);
  put32 (b, height << 16);
  join (trak, box ("tkhd", b));
  b = g_byte_array_new ();
  put_zeros (b, 8);
  g_byte_array_append (b, (const guint8 *)"vide", 4);
  put_zeros (b, 13);
  join (mdia, box ("hdlr", b));
  b = g_byte_array_new ();
  put32 (b, 0);
  put32 (b, 1);
  put32 (b, 16);
  g_byte_array_append (b, (const guint8 *)codec, 4);
  put_zeros (b, 8);
  join (stbl, box ("stsd", b));
  join (minf, box ("stbl", stbl));
  join (mdia, box ("minf", minf));
  join (trak, box ("mdia", mdia));
  join (moov, box ("trak", trak));
  join (file, box ("moov", moov));
  b = g_byte_array_new ();
  put_zeros (b, 100);
  join (file, box ("mdat", b));
  return file;
}

static gboolean
look (GByteArray *file, PfVideoInfo *info, GError **error)
{
  int fd = memfd_create ("video", MFD_CLOEXEC);
  gboolean ok;

  g_assert_cmpint (write (fd, file->data, file->len), ==, file->len);
  ok = pf_media_video_read (info, fd, error);
  close (fd);
  return ok;
}

static void
test_read (void)
{
  static const struct
  {
    guint ms, width, height;
    gboolean turned;
    const char *codec, *brand;
    gboolean fine;
  } table[] = {
    { 12000, 1080, 1920, FALSE, "avc1", "isom", TRUE },
    { 12000, 1920, 1080, TRUE, "hvc1", "qt  ", TRUE },
    { 3000, 1080, 1920, FALSE, "avc1", "isom", FALSE },
    { 901000, 1080, 1920, FALSE, "avc1", "M4V ", FALSE },
    { 12000, 2000, 1000, FALSE, "avc1", "isom", FALSE },
    { 12000, 400, 1000, FALSE, "avc1", "isom", FALSE },
    { 12000, 1080, 1920, FALSE, "vp09", "isom", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GByteArray) file = make (table[i].ms, table[i].width, table[i].height,
                                          table[i].turned, table[i].codec, table[i].brand);
      g_autoptr (GError) error = NULL;
      g_autofree char *fault = NULL;
      PfVideoInfo info;

      g_assert_true (look (file, &info, &error));
      g_assert_no_error (error);
      g_assert_cmpint (info.duration_ms, ==, table[i].ms);
      g_assert_cmpuint (info.width, ==, table[i].turned ? table[i].height : table[i].width);
      g_assert_cmpstr (info.codec, ==, table[i].codec);
      g_assert_cmpint (info.quicktime, ==, g_str_equal (table[i].brand, "qt  "));
      fault = pf_media_video_find_fault (&info);
      g_test_message ("%s", fault != NULL ? fault : "fine");
      g_assert_cmpint (fault == NULL, ==, table[i].fine);
    }
}

/* Cut short anywhere and changed anywhere: an answer, never more. */
static void
test_hostile (void)
{
  g_autoptr (GByteArray) whole = make (12000, 1080, 1920, FALSE, "avc1", "isom");
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  PfVideoInfo info;

  for (guint length = 0; length < whole->len; length++)
    {
      g_autoptr (GByteArray) cut = g_byte_array_new ();

      g_byte_array_append (cut, whole->data, length);
      look (cut, &info, NULL);
    }
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GByteArray) bent = g_byte_array_new ();

      g_byte_array_append (bent, whole->data, whole->len);
      for (guint j = 0; j < 4; j++)
        bent->data[g_rand_int_range (random, 0, (gint32)bent->len)]
            = (guint8)g_rand_int_range (random, 0, 256);
      look (bent, &info, NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/video/UI-2/read", test_read);
  g_test_add_func ("/media/video/UI-1/hostile-boxes", test_hostile);
  return g_test_run ();
}
