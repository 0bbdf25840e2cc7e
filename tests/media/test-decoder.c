/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/base/pf-error.h"
#include "pictures.h"

#define HELPER "src/core/media/decode/pinfold-decode"

static void
assert_quarters (PfPixels *pixels, const char *expected)
{
  g_autofree char *quarters = pixel_quarters (pixels);

  g_assert_cmpstr (quarters, ==, expected);
}

static void
test_formats (void)
{
  g_autoptr (PfDecoderPool) pool = pool_new (HELPER);
  const Picture plain = { .width = 64, .height = 48, .exact = TRUE, .lossless = TRUE };
  const Picture second = {
    .width = 64, .height = 48, .exact = TRUE, .progressive = TRUE, .interlaced = TRUE, .alpha = TRUE
  };
  const PfDecodeOptions natural = { 0 };
  const struct
  {
    GBytes *data;
    const char *quarters;
  } cases[] = {
    { picture_jpeg (&plain), "RGBY" },  { picture_png (&plain), "RGBY" },
    { picture_webp (&plain), "RGBY" },  { picture_gif (&plain), "RGBY" },
    { picture_jpeg (&second), "RGBY" }, { picture_png (&second), "R-B-" },
    { picture_webp (&second), "R-B-" }, { picture_gif (&second), "R-B-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PfPixels) pixels = pool_decode (pool, cases[i].data, &natural, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (pf_pixels_get_width (pixels), ==, 64);
      g_assert_cmpuint (pf_pixels_get_height (pixels), ==, 48);
      g_assert_cmpuint (pf_pixels_get_stride (pixels), ==, 256);
      assert_quarters (pixels, cases[i].quarters);
      g_assert_true (pf_pixels_is_opaque (pixels) == (strchr (cases[i].quarters, '-') == NULL));
      g_bytes_unref (cases[i].data);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/decoder/UI-3/every-format", test_formats);
  return g_test_run ();
}
