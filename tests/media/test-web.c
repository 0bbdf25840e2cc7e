/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/pf-error.h"
#include "core/media/pf-web-address.h"
#include "core/media/pf-web-fetch.h"
#include "core/media/pf-web-page.h"

#include <string.h>

static void
test_urls (void)
{
  static const struct
  {
    const char *url;
    gboolean fine;
  } table[] = {
    { "https://example.org/", TRUE },
    { "HTTPS://Example.org/a?b=c#d", TRUE },
    { "https://example.org:443/", TRUE },
    { "https://93.184.216.34/", TRUE },
    { "https://[2606:2800:220:1::1]/", TRUE },
    { "https://a.b.example.co.uk/x", TRUE },
    { "http://example.org/", FALSE },
    { "ftp://example.org/", FALSE },
    { "file:///etc/passwd", FALSE },
    { "javascript:alert(1)", FALSE },
    { "data:text/html,hi", FALSE },
    { "example.org", FALSE },
    { "https://", FALSE },
    { "https:///x", FALSE },
    { "https://user@example.org/", FALSE },
    { "https://user:pass@example.org/", FALSE },
    { "https://example.org:8080/", FALSE },
    { "https://example.org:22/", FALSE },
    { "https://localhost/", FALSE },
    { "https://printer/", FALSE },
    { "https://printer.local/", FALSE },
    { "https://db.internal/", FALSE },
    { "https://x.localhost/", FALSE },
    { "https://router.lan/", FALSE },
    { "https://nas.home/", FALSE },
    { "https://1.0.168.192.in-addr.arpa/", FALSE },
    { "https://127.0.0.1/", FALSE },
    { "https://127.1/", FALSE },
    { "https://127.0.1/", FALSE },
    { "https://2130706433/", FALSE },
    { "https://0x7f000001/", FALSE },
    { "https://0x7f.0.0.1/", FALSE },
    { "https://0177.0.0.1/", FALSE },
    { "https://017700000001/", FALSE },
    { "https://example.127.0.0.1/", FALSE },
    { "https://0.0.0.0/", FALSE },
    { "https://0/", FALSE },
    { "https://10.0.0.1/", FALSE },
    { "https://10.255.255.255/", FALSE },
    { "https://100.64.0.1/", FALSE },
    { "https://100.127.255.254/", FALSE },
    { "https://169.254.169.254/latest/meta-data/", FALSE },
    { "https://172.16.0.1/", FALSE },
    { "https://172.31.255.255/", FALSE },
    { "https://172.32.0.1/", TRUE },
    { "https://192.168.1.1/", FALSE },
    { "https://192.0.0.1/", FALSE },
    { "https://192.0.2.1/", FALSE },
    { "https://198.18.0.1/", FALSE },
    { "https://198.51.100.1/", FALSE },
    { "https://203.0.113.1/", FALSE },
    { "https://224.0.0.1/", FALSE },
    { "https://255.255.255.255/", FALSE },
    { "https://[::1]/", FALSE },
    { "https://[::]/", FALSE },
    { "https://[::ffff:127.0.0.1]/", FALSE },
    { "https://[::ffff:7f00:1]/", FALSE },
    { "https://[fe80::1]/", FALSE },
    { "https://[fc00::1]/", FALSE },
    { "https://[fd12:3456::1]/", FALSE },
    { "https://[ff02::1]/", FALSE },
    { "https://[64:ff9b::7f00:1]/", FALSE },
    { "https://[2002:7f00:1::]/", FALSE },
    { "https://[2001:0:1::]/", FALSE },
    { "https://[2001:db8::1]/", FALSE },
    { "https://example.org\\@127.0.0.1/", FALSE },
    { "https://exa mple.org/", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", table[i].url);
      g_assert_cmpint (pf_web_url_check (table[i].url, NULL, &error), ==, table[i].fine);
      g_assert_cmpint (error == NULL, ==, table[i].fine);
    }
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* A name that means this computer: nothing is connected to, whatever it looks like. The name is
 * one the system's own table knows, so that no name server is asked. */
static void
test_rebinding (void)
{
  g_autoptr (GSocketConnectable) address = pf_guarded_address_new ("localhost", 443);
  g_autoptr (GSocketAddressEnumerator) direct = g_socket_connectable_enumerate (address);
  g_autoptr (GSocketAddressEnumerator) proxied = g_socket_connectable_proxy_enumerate (address);
  GSocketAddressEnumerator *both[] = { direct, proxied };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GSocketAddress) found = NULL;

      g_assert_null (g_socket_address_enumerator_next (both[i], NULL, NULL));
    }
  {
    g_autoptr (GSocketAddressEnumerator) later = g_socket_connectable_enumerate (address);
    g_autoptr (GAsyncResult) result = NULL;

    g_socket_address_enumerator_next_async (later, NULL, keep_result, &result);
    while (result == NULL)
      g_main_context_iteration (NULL, TRUE);
    g_assert_null (g_socket_address_enumerator_next_finish (later, result, NULL));
  }
}

static void
test_refused (void)
{
  const PfWebOptions options = { .method = "GET", .accept = "*/*", .max_bytes = 100 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pf_web_fetch_async ("https://169.254.169.254/", &options, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (pf_web_fetch_finish (result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
}

static void
test_page (void)
{
  static const char html[]
      = "<!DOCTYPE html><html><head><TITLE>Plain &amp; simple</title>"
        "<meta property='og:title' content=\"Bread &#8211; &quot;rye&quot;\">"
        "<meta name=\"og:image\" content=\"/big.jpg\"><link rel=canonical href=/rye>"
        "<script>var x = '<img src=\"/no.jpg\">';</script><!-- <img src=/hidden.jpg> -->"
        "<body><img src=a.jpg><img src='https://127.0.0.1/x.jpg'><img "
        "src=\"//cdn.example.org/c.png\" >"
        "<img srcset=\"s.jpg 480w, l.jpg 1200w\" src=s.jpg><img data-src=lazy.jpg src=blank.gif>"
        "<img src=a.jpg><img src='javascript:x'><img src=\"http://example.org/plain.jpg\"";
  g_autoptr (GBytes) bytes = g_bytes_new_static (html, sizeof html - 1);
  g_autoptr (PfWebPage) page = pf_web_page_read (bytes, "https://example.org/dir/page?x=1");
  static const char *const want[]
      = { "https://example.org/big.jpg", "https://example.org/dir/a.jpg",
          "https://cdn.example.org/c.png", "https://example.org/dir/l.jpg",
          "https://example.org/dir/lazy.jpg" };

  g_assert_cmpstr (page->title, ==, "Bread – \"rye\"");
  g_assert_cmpstr (page->link, ==, "https://example.org/rye");
  g_assert_cmpuint (page->pictures->len, ==, G_N_ELEMENTS (want));
  for (guint i = 0; i < page->pictures->len; i++)
    g_assert_cmpstr (g_ptr_array_index (page->pictures, i), ==, want[i]);
}

/* Anything may stand in a page: it ends, and soon. */
static void
test_hostile (void)
{
  static const char *const bits[] = { "<",
                                      "<img src=",
                                      "\"",
                                      "'",
                                      ">",
                                      "<!--",
                                      "-->",
                                      "<title>",
                                      "&#",
                                      "&#x41;",
                                      "<script",
                                      "</script",
                                      "<meta",
                                      " content=",
                                      "=",
                                      "\xff\xfe",
                                      "\0",
                                      "<base",
                                      "<img srcset=\"a 1w,",
                                      "a" };
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;

      for (guint j = 0; j < 200; j++)
        g_string_append (html, bits[g_rand_int_range (random, 0, G_N_ELEMENTS (bits))]);
      bytes = g_bytes_new (html->str, html->len);
      pf_web_page_free (pf_web_page_read (bytes, "https://example.org/"));
    }
  {
    g_autofree char *many = g_strnfill (4 * 1000 * 1000, '<');
    g_autoptr (GBytes) bytes = g_bytes_new (many, 4 * 1000 * 1000);

    pf_web_page_free (pf_web_page_read (bytes, "https://example.org/"));
  }
  g_assert_cmpint (g_get_monotonic_time (), <, until);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/web/UI-7/addresses", test_urls);
  g_test_add_func ("/media/web/UI-7/rebinding", test_rebinding);
  g_test_add_func ("/media/web/UI-7/refused", test_refused);
  g_test_add_func ("/media/web/page", test_page);
  g_test_add_func ("/media/web/UI-7/hostile-page", test_hostile);
  return g_test_run ();
}
