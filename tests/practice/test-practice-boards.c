/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include <string.h>

/* Walks a list by bookmarks. Returns: id -> times seen */
static GHashTable *
walk (Server *s, const char *path, guint page_size, guint *n_pages)
{
  GHashTable *seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *bookmark = NULL;

  *n_pages = 0;
  do
    {
      g_autofree char *escaped = bookmark ? g_uri_escape_string (bookmark, NULL, FALSE) : NULL;
      g_autofree char *full
          = escaped ? g_strdup_printf ("%s?page_size=%u&bookmark=%s", path, page_size, escaped)
                    : g_strdup_printf ("%s?page_size=%u", path, page_size);
      g_autoptr (Answer) a = api (s, "GET", full, NULL);
      JsonArray *items = items_of (a);

      for (guint i = 0; i < json_array_get_length (items); i++)
        {
          JsonObject *o = json_array_get_object_element (items, i);
          const char *id = json_object_get_string_member (o, "id");
          guint times = GPOINTER_TO_UINT (g_hash_table_lookup (seen, id));

          g_hash_table_insert (seen, g_strdup (id), GUINT_TO_POINTER (times + 1));
        }
      g_free (bookmark);
      bookmark = g_strdup (
          json_object_get_string_member_with_default (answer_object (a), "bookmark", NULL));
      (*n_pages)++;
    }
  while (bookmark != NULL);
  return seen;
}

static void
assert_once (GHashTable *seen)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_assert_cmpuint (GPOINTER_TO_UINT (value), ==, 1);
}

static void
test_listing (void)
{
  const char *const args[] = { "--pins", "1000", "--boards", "30", NULL };
  g_autoptr (Server) s = server_start (args);
  g_autoptr (GHashTable) seen = NULL;
  g_autoptr (GHashTable) pins = NULL;
  g_autoptr (Answer) all = NULL, low = NULL, high = NULL, odd = NULL;
  g_autoptr (Answer) account = NULL;
  guint pages;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  seen = walk (s, "/boards", 7, &pages);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 30);
  g_assert_cmpuint (pages, ==, 5);
  assert_once (seen);
  pins = walk (s, "/pins", 250, &pages);
  g_assert_cmpuint (g_hash_table_size (pins), ==, 1000);
  assert_once (pins);

  /* Every board's own list has as many pins as the board says. */
  all = api (s, "GET", "/boards?page_size=250", NULL);
  for (guint i = 0, sum = 0; i < 30; i++)
    {
      JsonObject *o = json_array_get_object_element (items_of (all), i);
      const char *id = json_object_get_string_member (o, "id");
      g_autofree char *path = g_strdup_printf ("/boards/%s/pins", id);
      g_autoptr (GHashTable) on_board = walk (s, path, 250, &pages);

      assert_once (on_board);
      g_assert_cmpuint (g_hash_table_size (on_board), ==,
                        json_object_get_int_member (o, "pin_count"));
      sum += g_hash_table_size (on_board);
      g_assert_cmpint (g_ascii_strtoull (id, NULL, 10) > (G_GUINT64_CONSTANT (1) << 53), ==, TRUE);
      if (i == 29)
        g_assert_cmpuint (sum, ==, 1000);
    }
  low = api (s, "GET", "/boards?page_size=0", NULL);
  high = api (s, "GET", "/boards?page_size=251", NULL);
  odd = api (s, "GET", "/boards?bookmark=bm9uc2Vuc2U%3D", NULL);
  g_assert_cmpuint (low->status, ==, 400);
  g_assert_cmpuint (high->status, ==, 400);
  g_assert_cmpuint (odd->status, ==, 400);
  account = api (s, "GET", "/user_account", NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (account), "pin_count"), ==, 1000);
}

static void
test_quirks (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) boards = NULL, pins = NULL;
  const char *created;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  boards = api (s, "GET", "/boards?page_size=1", NULL);
  created = json_object_get_string_member (json_array_get_object_element (items_of (boards), 0),
                                           "created_at");
  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{6}$", created, 0, 0));
  pins = api (s, "GET", "/pins?page_size=1", NULL);
  created = json_object_get_string_member (json_array_get_object_element (items_of (pins), 0),
                                           "created_at");
  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}$", created, 0, 0));
  g_assert_true (
      json_object_has_member (json_array_get_object_element (items_of (pins), 0), "product_tags"));
  g_assert_nonnull (answer_header (pins, "x-pinterest-rid"));
  g_assert_cmpstr (answer_header (pins, "x-ratelimit-limit"), ==, "1000, 1000;w=60");
}

static void
test_secret (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autofree char *secret = NULL;
  g_autofree char *path = NULL;
  g_autoptr (Answer) hidden = NULL, missing = NULL, refused = NULL;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  secret = first_board (s, "SECRET");
  path = g_strconcat ("/boards/", secret, NULL);
  sign_in (s, "annaskitchen", OPEN_SCOPES);
  hidden = api (s, "GET", "/boards?privacy=SECRET", NULL);
  g_assert_cmpuint (json_array_get_length (items_of (hidden)), ==, 0);
  missing = api (s, "GET", path, NULL);
  g_assert_cmpuint (missing->status, ==, 404);
  g_assert_cmpint (answer_code (missing), ==, 40);
  refused = api (s, "POST", "/boards", "{\"name\": \"a\", \"privacy\": \"SECRET\"}");
  g_assert_cmpuint (refused->status, ==, 401);
  g_assert_cmpint (answer_code (refused), ==, 3);
}

static void
test_writes (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) made = NULL, changed = NULL, first = NULL, section = NULL, twice = NULL;
  g_autoptr (Answer) renamed = NULL, wrong = NULL, gone = NULL, deleted = NULL, again = NULL;
  g_autofree char *path = NULL;
  g_autofree char *sections = NULL;
  g_autofree char *one = NULL;
  const char *id;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  made = api (s, "POST", "/boards", "{\"name\": \"Kites\", \"description\": null}");
  g_assert_cmpuint (made->status, ==, 201);
  id = json_object_get_string_member (answer_object (made), "id");
  path = g_strconcat ("/boards/", id, NULL);
  changed = api (s, "PATCH", path, "{\"name\": \"Paper kites\", \"privacy\": \"SECRET\"}");
  g_assert_cmpuint (changed->status, ==, 200);
  first = api (s, "GET", "/boards?page_size=1", NULL);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (items_of (first), 0), "name"),
      ==, "Paper kites");

  sections = g_strconcat (path, "/sections", NULL);
  section = api (s, "POST", sections, "{\"name\": \"Box\"}");
  g_assert_cmpuint (section->status, ==, 201);
  twice = api (s, "POST", sections, "{\"name\": \"Box\"}");
  g_assert_cmpuint (twice->status, ==, 409);
  one = g_strconcat (sections, "/", json_object_get_string_member (answer_object (section), "id"),
                     NULL);
  renamed = api (s, "PATCH", one, "{\"name\": \"Delta\"}");
  g_assert_cmpuint (renamed->status, ==, 200);
  wrong = api (s, "GET", "/boards/549122400000000007/sections/1/pins", NULL);
  g_assert_cmpuint (wrong->status, ==, 404);
  g_assert_cmpint (answer_code (wrong), ==, 2031);
  gone = api (s, "DELETE", one, NULL);
  g_assert_cmpuint (gone->status, ==, 204);
  deleted = api (s, "DELETE", path, NULL);
  g_assert_cmpuint (deleted->status, ==, 204);
  again = api (s, "DELETE", path, NULL);
  g_assert_cmpuint (again->status, ==, 404);
}

/* The list of a board has the pins of its sections too; deleting a section takes its pins. */
static void
test_sections (void)
{
  const char *const args[] = { "--pins", "400", NULL };
  g_autoptr (Server) s = server_start (args);
  g_autofree char *board = NULL;
  g_autoptr (Answer) boards = NULL, sections = NULL, after = NULL, deleted = NULL;
  g_autofree char *list = NULL;
  g_autofree char *on_board = NULL;
  g_autofree char *in_section = NULL;
  g_autofree char *section = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GHashTable) all = NULL;
  g_autoptr (GHashTable) some = NULL;
  GHashTableIter iter;
  gpointer key;
  guint pages;

  sign_in (s, "annaskitchen", ALL_SCOPES);
  boards = api (s, "GET", "/boards", NULL);
  board = g_strdup (
      json_object_get_string_member (json_array_get_object_element (items_of (boards), 1), "id"));
  path = g_strconcat ("/boards/", board, NULL);
  list = g_strconcat (path, "/sections", NULL);
  sections = api (s, "GET", list, NULL);
  g_assert_cmpuint (json_array_get_length (items_of (sections)), ==, 4);
  section = g_strconcat (
      list, "/",
      json_object_get_string_member (json_array_get_object_element (items_of (sections), 0), "id"),
      NULL);
  on_board = g_strconcat (path, "/pins", NULL);
  in_section = g_strconcat (section, "/pins", NULL);
  all = walk (s, on_board, 250, &pages);
  some = walk (s, in_section, 2, &pages);
  g_assert_cmpuint (g_hash_table_size (some), >, 0);
  g_hash_table_iter_init (&iter, some);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_assert_true (g_hash_table_contains (all, key));
  deleted = api (s, "DELETE", section, NULL);
  g_assert_cmpuint (deleted->status, ==, 204);
  after = api (s, "GET", path, NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (after), "pin_count"), ==,
                   g_hash_table_size (all) - g_hash_table_size (some));
}

static void
test_empty_account (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (Answer) boards = NULL;

  sign_in (s, "freshpage", OPEN_SCOPES);
  boards = api (s, "GET", "/boards", NULL);
  g_assert_cmpuint (json_array_get_length (items_of (boards)), ==, 0);
  g_assert_true (json_object_get_null_member (answer_object (boards), "bookmark"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/boards/listing", test_listing);
  g_test_add_func ("/practice/boards/quirks", test_quirks);
  g_test_add_func ("/practice/boards/secret", test_secret);
  g_test_add_func ("/practice/boards/writes", test_writes);
  g_test_add_func ("/practice/boards/sections", test_sections);
  g_test_add_func ("/practice/boards/empty-account", test_empty_account);
  return g_test_run ();
}
