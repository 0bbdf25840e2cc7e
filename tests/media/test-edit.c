/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/media/pf-media-prepare.h"
#include "pictures.h"

#define HELPER "src/core/media/decode/pinfold-decode"

/* What each EXIF orientation makes of the quarters "RGBY", upright. */
static const char *const upright[]
    = { NULL, "RGBY", "GRYB", "YBGR", "BYRG", "RBGY", "BRYG", "YGBR", "GYRB" };

typedef struct
{
  gboolean done;
  PfPrepared *prepared;
  GError *error;
} Waiting;

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *w = data;

  w->prepared = pf_media_prepare_finish (result, &w->error);
  w->done = TRUE;
}

static PfPrepared *
prepare (PfDecoderPool *pool, GBytes *data, const PfMediaEdit *edit)
{
  PfPrepareOptions options = { .edit = *edit };
  Waiting w = { 0 };

  pf_media_prepare_async (pool, data, &options, NULL, on_prepared, &w);
  wait_for (&w.done);
  g_assert_no_error (w.error);
  return w.prepared;
}

/* A quarter turn clockwise of top left, top right, bottom left, bottom right. */
static void
turn (char quarters[5])
{
  char before[5];

  memcpy (before, quarters, 5);
  quarters[0] = before[2];
  quarters[1] = before[0];
  quarters[2] = before[3];
  quarters[3] = before[1];
}

static char
only_colour (PfPixels *pixels)
{
  char first = pixel_name (pixels, 0, 0);

  for (guint y = 0; y < pf_pixels_get_height (pixels); y++)
    for (guint x = 0; x < pf_pixels_get_width (pixels); x++)
      if (pixel_name (pixels, x, y) != first)
        return '?';
  return first;
}

/* Each way a camera can lie, each turn, each quarter cut out: PNG, so that it is exact. */
static void
test_turn_and_cut (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const PfDecodeOptions natural = { 0 };

  for (guint orientation = 1; orientation <= 8; orientation++)
    for (guint turns = 0; turns < 4; turns++)
      {
        const Picture picture
            = { .width = 48, .height = 32, .orientation = orientation, .gps = TRUE };
        g_autoptr (GBytes) data = picture_png (&picture);
        guint uw = orientation >= 5 ? 32 : 48, uh = orientation >= 5 ? 48 : 32;
        char quarters[5];

        memcpy (quarters, upright[orientation], 5);
        for (guint i = 0; i < turns; i++)
          turn (quarters);
        for (guint quarter = 0; quarter < 4; quarter++)
          {
            PfMediaEdit edit = { .turn = turns };
            g_autoptr (PfPrepared) prepared = NULL;
            g_autoptr (PfPixels) pixels = NULL;
            g_autoptr (GError) error = NULL;
            guint width, height;

            pf_media_edit_get_canvas (&edit, uw, uh, &width, &height);
            edit.x = quarter % 2 * width / 2;
            edit.y = quarter / 2 * height / 2;
            edit.width = width / 2;
            edit.height = height / 2;
            prepared = prepare (pool, data, &edit);
            g_assert_cmpuint (prepared->width, ==, width / 2);
            g_assert_cmpuint (prepared->height, ==, height / 2);
            g_assert_true (prepared->changes & PF_PREPARED_EDITED);
            g_assert_false (bytes_contain (prepared->bytes, PLANTED_TEXT, strlen (PLANTED_TEXT)));
            pixels = pool_decode (pool, prepared->bytes, &natural, &error);
            g_assert_no_error (error);
            g_assert_cmpint (only_colour (pixels), ==, quarters[quarter]);
          }
      }
}

/* What stays whole is not coded anew. */
static void
test_nothing_to_do (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture picture = { .width = 60, .height = 40 };
  g_autoptr (GBytes) data = picture_jpeg (&picture);
  const PfMediaEdit whole = { .width = 60, .height = 40 };
  const PfMediaEdit outside = { .x = 100, .y = 100, .width = 10, .height = 10 };
  g_autoptr (PfPrepared) a = prepare (pool, data, &whole);
  g_autoptr (PfPrepared) b = prepare (pool, data, &outside);

  g_assert_true (g_bytes_equal (a->bytes, data));
  g_assert_true (g_bytes_equal (b->bytes, data));
}

static void
test_geometry (void)
{
  PfMediaEdit edit = { 0 };
  guint width, height;

  pf_media_edit_cut (&edit, 3000, 2000, 2, 3);
  g_assert_cmpuint (edit.width, ==, 1333);
  g_assert_cmpuint (edit.height, ==, 2000);
  g_assert_cmpuint (edit.x, ==, 833);
  /* Four turns are none, and what is kept stays the same part. */
  for (guint i = 0; i < 4; i++)
    {
      pf_media_edit_turn (&edit, 3000, 2000);
      pf_media_edit_get_size (&edit, 3000, 2000, &width, &height);
      g_assert_cmpuint (width, ==, i % 2 == 0 ? 2000 : 1333);
    }
  g_assert_cmpuint (edit.turn, ==, 0);
  g_assert_cmpuint (edit.x, ==, 833);
  g_assert_cmpuint (edit.y, ==, 0);
  g_assert_cmpuint (edit.width, ==, 1333);
  /* A hand that pulls out of the picture gets as much of it as there is. */
  pf_media_edit_place (&edit, 3000, 2000, 2900, -50, 4000, 1, 0);
  g_assert_cmpuint (edit.x, ==, 0);
  g_assert_cmpuint (edit.y, ==, 0);
  g_assert_cmpuint (edit.width, ==, 3000);
  g_assert_cmpuint (edit.height, ==, PF_MEDIA_EDIT_MIN_SIDE);
  pf_media_edit_place (&edit, 3000, 2000, 10, 10, 900, 900, 9.0 / 16);
  g_assert_cmpuint (edit.width, ==, 506);
  g_assert_cmpuint (edit.height, ==, 900);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/edit/turn-and-cut", test_turn_and_cut);
  g_test_add_func ("/media/edit/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/media/edit/geometry", test_geometry);
  return g_test_run ();
}
