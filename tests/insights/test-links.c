/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-web.h"
#include "store/store-util.h"

#include "core/insights/pf-hygiene-links.h"

#include <string.h>

static void
put_pins (PfMirror *mirror)
{
  static const char *const links[]
      = { "https://a.example/ok",           "https://a.example/missing",
          "https://a.example/missing",      "https://b.example/gone",
          "https://b.example/broken",       "https://c.example/shy",
          "https://silent.example/missing", "ftp://d.example/missing",
          "javascript:missing()",           "" };
  g_autoptr (GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_pin_unref);
  g_autoptr (GError) error = NULL;
  PfPage page = { .items = pins };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *json = g_strdup_printf (
          "{\"id\":\"%u\",\"board_id\":\"77\",\"is_owner\":true,\"link\":\"%s\"}", 100 + i,
          links[i]);

      g_ptr_array_add (pins, pf_pin_new_from_json (json, -1, &error));
      g_assert_no_error (error);
    }
  /* What somebody else pinned is theirs to mend. */
  g_ptr_array_add (pins, pf_pin_new_from_json ("{\"id\":\"200\",\"board_id\":\"77\",\"link\":"
                                               "\"https://e.example/missing\"}",
                                               -1, &error));
  WAIT (result, pf_mirror_put_pins_async (mirror, "c1", "77", &page, 1, NULL, await_keep, &result));
  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
}

static guint n_progress, last_done, last_links;

static void
count_progress (guint n_done, guint n_links, gpointer data)
{
  g_assert_cmpuint (n_done, >, last_done);
  n_progress++;
  last_done = n_done;
  last_links = n_links;
}

static void
test_links (void)
{
  static const char *const dead[] = { "101", "102", "103" };
  World world;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfLinkCheck) check = NULL;
  PfMirror *mirror;

  world_init (&world);
  {
    WAIT (result, pf_mirror_open_async (world.context, NULL, await_keep, &result));
    mirror = pf_mirror_open_finish (result, &error);
  }
  g_assert_no_error (error);
  put_pins (mirror);
  {
    WAIT (result,
          pf_hygiene_check_links_async (mirror, "c1", NULL, count_progress, await_keep, &result));
    check = pf_hygiene_check_links_finish (mirror, result, &error);
  }
  g_assert_no_error (error);
  /* Each address once, however many pins have it. */
  g_assert_cmpuint (check->n_links, ==, 6);
  g_assert_cmpuint (n_progress, ==, 6);
  g_assert_cmpuint (last_done, ==, 6);
  g_assert_cmpuint (last_links, ==, 6);
  g_assert_cmpuint (fake_web_n_head, ==, 6);
  /* Who refuses is asked once more, in full. */
  g_assert_cmpuint (fake_web_n_get, ==, 4);
  /* One did not answer: nothing is known of it. */
  g_assert_cmpuint (check->n_checked, ==, 5);
  g_assert_cmpuint (fake_web_most_at_once, <=, 4);
  g_assert_cmpuint (check->dead->len, ==, G_N_ELEMENTS (dead));
  for (guint i = 0; i < G_N_ELEMENTS (dead); i++)
    {
      g_autofree char *uuid = pf_mirror_make_uuid ("c1", "pins", dead[i]);

      g_assert_true (g_ptr_array_find_with_equal_func (check->dead, uuid, g_str_equal, NULL));
    }
  {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    WAIT (result,
          pf_hygiene_check_links_async (mirror, "c1", cancellable, NULL, await_keep, &result);
          g_cancellable_cancel (cancellable));

    g_assert_null (pf_hygiene_check_links_finish (mirror, result, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&error);
  }
  {
    WAIT (result, pf_mirror_close_async (mirror, await_keep, &result));
    g_assert_true (pf_mirror_close_finish (mirror, result, &error));
  }
  g_object_unref (mirror);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/hygiene/UI-7/dead-links", test_links);
  return g_test_run ();
}
