/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/pf-service.h"

static void
test_api_urls (void)
{
  g_autoptr (PfService) real = pf_service_new_pinterest ();
  g_autoptr (PfService) practice = pf_service_new_practice (4321);
  static const struct
  {
    const char *url;
    gboolean real, practice;
  } table[] = {
    { "https://api.pinterest.com/v5/boards", TRUE, FALSE },
    { "http://api.pinterest.com/v5/boards", FALSE, FALSE },
    { "https://api.pinterest.com/v4/boards", FALSE, FALSE },
    { "https://api.pinterest.com/v5/../v4/boards", FALSE, FALSE },
    { "https://api.pinterest.com/v5boards", FALSE, FALSE },
    { "https://api.pinterest.com:8443/v5/boards", FALSE, FALSE },
    { "https://api.pinterest.com@evil.example/v5/boards", FALSE, FALSE },
    { "https://user@api.pinterest.com/v5/boards", FALSE, FALSE },
    { "https://api.pinterest.com.evil.example/v5/boards", FALSE, FALSE },
    { "http://127.0.0.1:4321/v5/boards", FALSE, TRUE },
    { "http://127.0.0.1:4322/v5/boards", FALSE, FALSE },
    { "http://localhost:4321/v5/boards", FALSE, FALSE },
    { "file:///etc/passwd", FALSE, FALSE },
    { "not an address", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s", table[i].url);
      g_assert_cmpint (pf_service_url_is_allowed (real, table[i].url), ==, table[i].real);
      g_assert_cmpint (pf_service_url_is_allowed (practice, table[i].url), ==, table[i].practice);
    }
}

static void
test_picture_urls (void)
{
  g_autoptr (PfService) real = pf_service_new_pinterest ();
  g_autoptr (PfService) practice = pf_service_new_practice (4321);

  g_assert_true (pf_service_picture_url_is_allowed (real, "https://i.pinimg.com/236x/a.jpg"));
  g_assert_false (pf_service_picture_url_is_allowed (real, "http://i.pinimg.com/236x/a.jpg"));
  g_assert_false (pf_service_picture_url_is_allowed (real, "https://i.pinimg.com:22/a.jpg"));
  g_assert_false (pf_service_picture_url_is_allowed (real, "https://x.i.pinimg.com/a.jpg"));
  g_assert_false (pf_service_picture_url_is_allowed (real, "https://127.0.0.1/a.jpg"));
  g_assert_false (pf_service_picture_url_is_allowed (real, NULL));
  g_assert_true (pf_service_picture_url_is_allowed (practice, "http://127.0.0.1:4321/img/a.jpg"));
  g_assert_false (pf_service_picture_url_is_allowed (practice, "http://127.0.0.1:631/a.jpg"));
  g_assert_false (pf_service_picture_url_is_allowed (practice, "https://i.pinimg.com/a.jpg"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/service/UI-6+OA-15/api-urls", test_api_urls);
  g_test_add_func ("/base/service/UI-6/picture-urls", test_picture_urls);
  return g_test_run ();
}
