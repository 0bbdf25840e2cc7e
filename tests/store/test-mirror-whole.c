/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include "core/store/pf-choices.h"

#include <string.h>

/* The mirror as a whole: all pins of an account, sections, words, kept copies. */

static PfMirror *
open_mirror (PfContext *context)
{
  g_autoptr (GError) error = NULL;
  PfMirror *mirror;
  WAIT (result, pf_mirror_open_async (context, NULL, await_keep, &result));

  mirror = pf_mirror_open_finish (result, &error);
  g_assert_no_error (error);
  return mirror;
}

static void
close_mirror (PfMirror *mirror)
{
  WAIT (result, pf_mirror_close_async (mirror, await_keep, &result));

  g_assert_true (pf_mirror_close_finish (mirror, result, NULL));
  g_object_unref (mirror);
}

static void
pin_unref (gpointer pin)
{
  pf_pin_unref (pin);
}

/* Later numbers were created earlier. */
static PfPin *
make_pin (guint number, const char *board, const char *section, const char *title)
{
  g_autofree char *in = section != NULL ? g_strdup_printf ("\"%s\"", section) : g_strdup ("null");
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"9%06u\",\"title\":\"%s\",\"board_id\":\"%s\",\"board_section_id\":%s,"
      "\"is_owner\":true,\"created_at\":\"2024-%02u-%02uT10:00:00\",\"media\":{\"media_type\":"
      "\"image\",\"images\":{\"600x\":{\"width\":600,\"height\":900,"
      "\"url\":\"https://i.pinimg.com/600x/%u.jpg\"}}}}",
      number, title, board, in, 12 - number / 28 % 12, 28 - number % 28, number);
  g_autoptr (GError) error = NULL;
  PfPin *pin = pf_pin_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return pin;
}

static PfPage *
page_new (const char *bookmark)
{
  PfPage *page = g_new0 (PfPage, 1);

  page->items = g_ptr_array_new_with_free_func (pin_unref);
  page->bookmark = g_strdup (bookmark);
  return page;
}

static void
put_all (PfMirror *mirror, const PfPage *page, gint64 generation)
{
  g_autoptr (GError) error = NULL;
  WAIT (result,
        pf_mirror_put_all_pins_async (mirror, "c", page, generation, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  g_assert_no_error (error);
}

static void
put_found (PfMirror *mirror, PfPin *pin)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_mirror_put_found_pin_async (mirror, "c", pin, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  g_assert_no_error (error);
}

static void
put_board_page (PfMirror *mirror, const char *board, const PfPage *page, gint64 generation)
{
  g_autoptr (GError) error = NULL;
  WAIT (result,
        pf_mirror_put_pins_async (mirror, "c", board, page, generation, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  g_assert_no_error (error);
}

static void
section_unref (gpointer section)
{
  pf_section_unref (section);
}

static PfPage *
page_of_sections (PfPage *page, const char *board_id, guint n)
{
  page->items = g_ptr_array_new_with_free_func (section_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"id\":\"%s%03u\",\"name\":\"Loaf\"}", board_id, i);
      PfSection *section = pf_section_new_from_json (json, -1, NULL);

      section->board_id = g_strdup (board_id);
      g_ptr_array_add (page->items, section);
    }
  return page;
}

static void
put_board (PfMirror *mirror, const char *id, const char *name)
{
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\"}", id, name);
  g_autoptr (PfBoard) board = pf_board_new_from_json (json, -1, NULL);
  WAIT (result, pf_mirror_put_board_async (mirror, "c", board, NULL, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
}

static char *
titles_of (GPtrArray *rows)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? " " : "",
                            ((PfPin *)((PfMirrorRow *)rows->pdata[i])->record)->title);
  return g_strdup (titles->str);
}

static void
assert_board (PfMirror *mirror, const char *board, const char *titles)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *seen = NULL;
  WAIT (result, pf_mirror_get_pins_async (mirror, "c", board, 0, 1000, NULL, await_keep, &result));

  rows = pf_mirror_get_pins_finish (mirror, result, NULL);
  seen = titles_of (rows);
  g_assert_cmpstr (seen, ==, titles);
}

typedef struct
{
  const char *text;
  gint64 after;
  guint limit;
  const char *board_id;
} Ask;

static gpointer
run_search (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  g_autoptr (GArray) keys = pf_mirror_search (db, "c", ask->board_id, ask->text, ask->after,
                                              ask->limit, cancellable, error);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) pins = pf_mirror_pins_new ();
  GString *titles = g_string_new (NULL);

  g_assert_nonnull (keys);
  for (guint i = 0; i < keys->len; i++)
    g_array_append_val (entries, g_array_index (keys, PfMirrorKey, i).entry);
  g_assert_true (pf_mirror_read_pins (db, entries, pins, error));
  for (guint i = 0; i < keys->len; i++)
    {
      PfMirrorPin *pin = g_hash_table_lookup (pins, &g_array_index (keys, PfMirrorKey, i).entry);

      g_string_append_printf (titles, "%s%s", i > 0 ? " " : "", pin->pin->title);
    }
  return g_string_free (titles, FALSE);
}

static void
assert_found_on (PfMirror *mirror, const char *board_id, const char *text, const char *titles)
{
  Ask ask = { text, G_MININT64, 100, board_id };
  g_autoptr (GError) error = NULL;
  g_autofree char *seen
      = pf_db_run (pf_mirror_get_db_of (mirror, "c"), PF_DB_READ, run_search, &ask, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (seen, ==, titles);
}

static void
assert_found (PfMirror *mirror, const char *text, const char *titles)
{
  assert_found_on (mirror, NULL, text, titles);
}

static void
test_all (void)
{
  World world;
  PfMirror *mirror;

  world_init (&world);
  mirror = open_mirror (world.context);
  {
    g_autoptr (PfPage) page = page_new ("more");

    g_ptr_array_add (page->items, make_pin (1, "77", NULL, "a"));
    g_ptr_array_add (page->items, make_pin (2, "78", NULL, "b"));
    put_all (mirror, page, 1);
  }
  {
    g_autoptr (PfPage) page = page_new ("more");

    g_ptr_array_add (page->items, make_pin (3, "77", NULL, "c"));
    g_ptr_array_add (page->items, make_pin (4, "77", NULL, "d"));
    put_all (mirror, page, 1);
  }
  assert_board (mirror, "77", "a c d");
  assert_board (mirror, "78", "b");
  /* A pass over the board itself gives the order; what it did not meet yet stays behind. */
  {
    g_autoptr (PfPage) page = page_new ("more");

    g_ptr_array_add (page->items, make_pin (4, "77", NULL, "d"));
    put_board_page (mirror, "77", page, 5);
  }
  assert_board (mirror, "77", "d a c");
  /* Gone on with: one moved at the service, one is new. */
  {
    g_autoptr (PfPage) page = page_new (NULL);
    g_autoptr (PfMirrorWalk) walk = NULL;

    g_ptr_array_add (page->items, make_pin (1, "78", NULL, "a"));
    g_ptr_array_add (page->items, make_pin (4, "77", NULL, "d"));
    g_ptr_array_add (page->items, make_pin (5, "77", NULL, "e"));
    put_all (mirror, page, 9);
    assert_board (mirror, "78", "a");
    /* Others were not met by this pass: they are gone. */
    assert_board (mirror, "77", "d e");
    {
      WAIT (result, pf_mirror_get_walk_async (mirror, "c", "pins", "", NULL, await_keep, &result));
      walk = pf_mirror_get_walk_finish (mirror, result, NULL);
    }
    g_assert_cmpint (walk->generation, ==, 9);
    g_assert_null (walk->bookmark);
    g_assert_cmpint (walk->walked_at, >, 0);
    g_assert_cmpint (walk->n_walked, ==, 3);
  }
  close_mirror (mirror);
  world_clear (&world);
}

/* A pin that was asked for by its id stands behind the others of its board, once, whatever brings
 * it again; no pass over a listing is moved on by it. */
static void
test_found (void)
{
  World world;
  PfMirror *mirror;
  g_autoptr (PfPin) pin = make_pin (9, "77", NULL, "i");

  world_init (&world);
  mirror = open_mirror (world.context);
  {
    g_autoptr (PfPage) page = page_new ("more");

    g_ptr_array_add (page->items, make_pin (1, "77", NULL, "a"));
    put_board_page (mirror, "77", page, 1);
    put_all (mirror, page, 4);
  }
  put_found (mirror, pin);
  put_found (mirror, pin);
  assert_board (mirror, "77", "a i");
  {
    g_autoptr (PfPage) page = page_new (NULL);
    g_autoptr (PfMirrorWalk) walk = NULL;
    WAIT (result, pf_mirror_get_walk_async (mirror, "c", "pins", "", NULL, await_keep, &result));

    walk = pf_mirror_get_walk_finish (mirror, result, NULL);
    g_assert_cmpint (walk->generation, ==, 4);
    g_assert_cmpint (walk->n_walked, ==, 1);
    g_assert_cmpstr (walk->bookmark, ==, "more");
    g_ptr_array_add (page->items, make_pin (9, "77", NULL, "i"));
    put_all (mirror, page, 4);
  }
  /* Met by the pass, then asked for once more: the end of the pass does not take it away. */
  put_found (mirror, pin);
  assert_board (mirror, "77", "a i");
  {
    g_autoptr (PfPage) page = page_new (NULL);

    g_ptr_array_add (page->items, make_pin (9, "77", NULL, "i"));
    g_ptr_array_add (page->items, make_pin (1, "77", NULL, "a"));
    put_board_page (mirror, "77", page, 1);
  }
  assert_board (mirror, "77", "a i");
  close_mirror (mirror);
  world_clear (&world);
}

static void
test_sections (void)
{
  World world;
  PfMirror *mirror;

  world_init (&world);
  mirror = open_mirror (world.context);
  {
    g_autoptr (PfPage) page = page_new ("more");

    g_ptr_array_add (page->items, make_pin (1, "77", NULL, "a"));
    put_board_page (mirror, "77", page, 1);
  }
  {
    g_autoptr (PfPage) page = page_new (NULL);
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (page->items, make_pin (2, "77", NULL, "b")); /* does not say it */
    g_ptr_array_add (page->items, make_pin (3, "77", "5", "c"));
    {
      WAIT (result, pf_mirror_put_section_pins_async (mirror, "c", "77", "5", page, 1, NULL,
                                                      await_keep, &result));
      g_assert_true (pf_mirror_put_finish (mirror, result, &error));
    }
  }
  assert_board (mirror, "77", "a b c");
  /* The rest of the board brings them too: they are shown once. */
  {
    g_autoptr (PfPage) page = page_new (NULL);

    g_ptr_array_add (page->items, make_pin (3, "77", "5", "c"));
    g_ptr_array_add (page->items, make_pin (4, "77", NULL, "d"));
    g_ptr_array_add (page->items, make_pin (2, "77", "5", "b"));
    put_board_page (mirror, "77", page, 1);
  }
  assert_board (mirror, "77", "a c d b");
  /* With a section go its pins. */
  {
    g_autoptr (PfSection) section
        = pf_section_new_from_json ("{\"id\":\"5\",\"name\":\"S\"}", -1, NULL);
    g_autoptr (GError) error = NULL;

    section->board_id = g_strdup ("77");
    {
      WAIT (result,
            pf_mirror_put_section_async (mirror, "c", section, NULL, NULL, await_keep, &result));
      g_assert_true (pf_mirror_put_finish (mirror, result, &error));
    }
    {
      WAIT (result,
            pf_mirror_put_section_removal_async (mirror, "c", "5", NULL, await_keep, &result));
      g_assert_true (pf_mirror_put_finish (mirror, result, &error));
    }
  }
  assert_board (mirror, "77", "a d");
  close_mirror (mirror);
  world_clear (&world);
}

/* Sections of other boards, however many have the same name, do not hide one of this board. */
static void
test_section_words (void)
{
  World world;
  PfMirror *mirror;

  world_init (&world);
  mirror = open_mirror (world.context);
  for (guint board = 77; board <= 78; board++)
    {
      g_autoptr (PfPage) page = g_new0 (PfPage, 1);
      g_autofree char *board_id = g_strdup_printf ("%u", board);
      guint n = board == 77 ? 300 : 1;
      WAIT (result, pf_mirror_put_sections_async (mirror, "c", board_id,
                                                  page_of_sections (page, board_id, n), 1, NULL,
                                                  await_keep, &result));

      g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
    }
  {
    g_autoptr (PfPage) page = page_new (NULL);

    g_ptr_array_add (page->items, make_pin (1, "77", "77000", "Rye"));
    g_ptr_array_add (page->items, make_pin (2, "78", "78000", "Oats"));
    put_all (mirror, page, 1);
  }
  assert_found_on (mirror, "77", "loaf", "Rye");
  assert_found_on (mirror, "78", "loaf", "Oats");
  close_mirror (mirror);
  world_clear (&world);
}

static void
test_words (void)
{
  World world;
  PfMirror *mirror;

  world_init (&world);
  mirror = open_mirror (world.context);
  put_board (mirror, "77", "Gärten");
  put_board (mirror, "78", "Kitchen");
  {
    g_autoptr (PfPage) page = page_new (NULL);

    g_ptr_array_add (page->items, make_pin (3, "77", NULL, "Crème"));
    g_ptr_array_add (page->items, make_pin (1, "78", NULL, "cremona"));
    g_ptr_array_add (page->items, make_pin (2, "78", NULL, "Zebra"));
    put_all (mirror, page, 1);
  }
  assert_found (mirror, "crem", "cremona Crème");
  assert_found (mirror, "CRÈME", "Crème");
  assert_found (mirror, "c", "cremona Crème");
  assert_found (mirror, "z", "Zebra");
  assert_found (mirror, "x", "");
  assert_found (mirror, "", "");
  assert_found (mirror, "\"*) OR (", "");
  /* Names of boards count, alone and with others; a new name needs no new index. */
  assert_found (mirror, "garten", "Crème");
  assert_found (mirror, "kit cre", "cremona");
  assert_found (mirror, "kit c", "cremona");
  /* On one board its pins alone are found, and its name says nothing. */
  assert_found_on (mirror, "77", "crem", "Crème");
  assert_found_on (mirror, "78", "crem", "cremona");
  assert_found_on (mirror, "77", "zebra", "");
  assert_found_on (mirror, "77", "garten", "");
  assert_found_on (mirror, "", "crem", "");
  put_board (mirror, "78", "Cooking");
  assert_found (mirror, "kit", "");
  assert_found (mirror, "cook", "cremona Zebra");
  /* What changes is found anew, what goes is not found. */
  {
    g_autoptr (PfPin) pin = make_pin (2, "78", NULL, "Okapi");
    WAIT (result, pf_mirror_put_pin_async (mirror, "c", pin, NULL, NULL, await_keep, &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
  }
  assert_found (mirror, "zebra", "");
  assert_found (mirror, "okapi", "Okapi");
  {
    WAIT (result, pf_mirror_put_pin_removal_async (mirror, "c", "9000002", NULL, NULL, await_keep,
                                                   &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
  }
  assert_found (mirror, "okapi", "");
  {
    WAIT (result, pf_mirror_forget_async (mirror, "c", await_keep, &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
  }
  assert_found (mirror, "crem", "");
  close_mirror (mirror);
  world_clear (&world);
}

/* So far back that the index is asked, for long words and short ones. */
static void
test_words_far_back (void)
{
  World world;
  PfMirror *mirror;

  world_init (&world);
  mirror = open_mirror (world.context);
  {
    g_autoptr (PfPage) page = page_new (NULL);

    for (guint i = 1; i <= 300; i++)
      g_ptr_array_add (page->items, make_pin (i, "78", NULL, "hay"));
    g_ptr_array_add (page->items, make_pin (301, "78", NULL, "Needle-ab-78"));
    g_ptr_array_add (page->items, make_pin (302, "77", NULL, "Needle-ab-77"));
    put_all (mirror, page, 1);
  }
  assert_found (mirror, "needle", "Needle-ab-78 Needle-ab-77");
  assert_found_on (mirror, "78", "needle", "Needle-ab-78");
  assert_found_on (mirror, "78", "needle a", "Needle-ab-78");
  assert_found_on (mirror, "77", "needle", "Needle-ab-77");
  assert_found_on (mirror, "78", "hayfork", "");
  close_mirror (mirror);
  world_clear (&world);
}

static gboolean
keep (PfMirror *mirror, PfStore *store, GError **error)
{
  WAIT (result, pf_mirror_keep_async (mirror, "c", store, NULL, await_keep, &result));

  return pf_mirror_keep_finish (mirror, result, error);
}

static void
test_kept (void)
{
  World world;
  PfStore *store;
  PfMirror *mirror, *other;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  mirror = open_mirror (world.context);
  g_assert_true (keep (mirror, store, &error));
  g_assert_true (pf_mirror_is_kept (mirror, "c"));
  {
    g_autoptr (PfPage) page = page_new (NULL);

    g_ptr_array_add (page->items, make_pin (1, "77", NULL, "a"));
    put_all (mirror, page, 1);
  }
  /* One process has it; the others use their own. */
  other = open_mirror (world.context);
  g_assert_false (keep (other, store, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
  g_clear_error (&error);
  assert_board (other, "77", "");
  {
    WAIT (result, pf_mirror_wipe_async (other, "c", await_keep, &result));
    g_assert_false (pf_mirror_wipe_finish (other, result, &error));
    g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
    g_clear_error (&error);
  }
  close_mirror (mirror);
  /* It outlives the process. */
  g_assert_true (keep (other, store, &error));
  assert_board (other, "77", "a");
  {
    WAIT (result, pf_mirror_wipe_async (other, "c", await_keep, &result));
    g_assert_true (pf_mirror_wipe_finish (other, result, &error));
  }
  g_assert_false (pf_mirror_is_kept (other, "c"));
  assert_board (other, "77", "");
  g_assert_true (keep (other, store, &error));
  assert_board (other, "77", "");
  close_mirror (other);
  /* One that is damaged is made anew: all that was in it can be asked for again. */
  {
    g_autofree char *path = world_path (&world, "kept/c.db");

    g_assert_true (g_file_set_contents (path, "no database", -1, NULL));
    other = open_mirror (world.context);
    g_assert_true (keep (other, store, &error));
    assert_board (other, "77", "");
    close_mirror (other);
  }
  close_store (store);
  world_clear (&world);
}

/* As the computer leaves it when its power fails: open, and perhaps torn. */
static void
leave_open (World *world, gboolean torn)
{
  g_autofree char *path = world_path (world, "kept/c.db");
  g_autofree char *lock = world_path (world, "kept/c.lock");
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (lock, "1", 1, NULL));
  if (!torn)
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 8 * 4096);
  memset (bytes + 5 * 4096, 0xa5, length - 5 * 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
}

static void
test_kept_torn (void)
{
  World world;
  PfStore *store;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  for (guint i = 0; i < 3; i++)
    {
      PfMirror *mirror = open_mirror (world.context);

      g_assert_true (keep (mirror, store, &error));
      g_assert_no_error (error);
      /* Whole, it is what it was; torn, it begins anew. */
      assert_board (mirror, "77", i == 1 ? "a" : "");
      {
        g_autoptr (PfPage) page = page_new (NULL);

        g_ptr_array_add (page->items, make_pin (1, "77", NULL, "a"));
        put_all (mirror, page, 1);
      }
      close_mirror (mirror);
      leave_open (&world, i == 1);
    }
  close_store (store);
  world_clear (&world);
}

static void
test_choices (void)
{
  World world;
  PfStore *store;
  g_autoptr (GPtrArray) two = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  g_ptr_array_add (two, (char *)"b");
  g_ptr_array_add (two, (char *)"a");
  {
    WAIT (result, pf_store_set_favourites_async (store, "c", two, NULL, await_keep, &result));
    g_assert_true (pf_store_set_favourites_finish (store, result, &error));
  }
  {
    g_autoptr (GPtrArray) found = NULL;
    WAIT (result, pf_store_list_favourites_async (store, "c", NULL, await_keep, &result));

    found = pf_store_list_favourites_finish (store, result, &error);
    g_assert_cmpuint (found->len, ==, 2);
    g_assert_cmpstr (found->pdata[0], ==, "b");
  }
  {
    WAIT (result, pf_store_set_kept_async (store, "c", PF_KEEP_PINS, NULL, await_keep, &result));
    g_assert_true (pf_store_set_kept_finish (store, result, &error));
  }
  {
    g_autoptr (GHashTable) kept = NULL;
    WAIT (result, pf_store_list_kept_async (store, NULL, await_keep, &result));

    kept = pf_store_list_kept_finish (store, result, &error);
    g_assert_cmpuint (g_hash_table_size (kept), ==, 1);
    g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (kept, "c")), ==, PF_KEEP_PINS);
  }
  close_store (store);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/mirror/all-pins", test_all);
  g_test_add_func ("/store/mirror/found", test_found);
  g_test_add_func ("/store/mirror/sections", test_sections);
  g_test_add_func ("/store/mirror/words/sections-of-one-board", test_section_words);
  g_test_add_func ("/store/mirror/words", test_words);
  g_test_add_func ("/store/mirror/words/far-back", test_words_far_back);
  g_test_add_func ("/store/mirror/kept", test_kept);
  g_test_add_func ("/store/mirror/FT-4/kept-and-torn", test_kept_torn);
  g_test_add_func ("/store/choices", test_choices);
  return g_test_run ();
}
