/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include "core/store/pf-record-codec.h"

#include <string.h>

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
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_mirror_close_async (mirror, await_keep, &result));

  g_assert_true (pf_mirror_close_finish (mirror, result, &error));
  g_object_unref (mirror);
}

static guint
count_files (PfContext *context, const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (pf_context_get_cache_dir (context), 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "mirror-") && g_str_has_suffix (name, suffix);
  return n;
}

static PfPin *
make_pin (int id, const char *title)
{
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"%d\",\"title\":\"%s\",\"board_id\":\"77\",\"dominant_color\":\"#102030\","
      "\"media\":{\"media_type\":\"image\",\"images\":{\"600x\":{\"width\":600,\"height\":%d,"
      "\"url\":\"https://i.pinimg.com/600x/%d.jpg\"}}}}",
      id, title, 300 + id % 7 * 100, id);
  g_autoptr (GError) error = NULL;
  PfPin *pin = pf_pin_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return pin;
}

static void
pin_unref (gpointer pin)
{
  pf_pin_unref (pin);
}

static void
board_unref (gpointer board)
{
  pf_board_unref (board);
}

static PfPage *
make_page (int first, int n, gboolean last)
{
  PfPage *page = g_new0 (PfPage, 1);

  page->items = g_ptr_array_new_with_free_func (pin_unref);
  for (int i = 0; i < n; i++)
    g_ptr_array_add (page->items, make_pin (first + i, "pin"));
  page->bookmark = last ? NULL : g_strdup ("more");
  return page;
}

static void
put_page (PfMirror *mirror, PfPage *page, gint64 generation)
{
  g_autoptr (GError) error = NULL;
  WAIT (result,
        pf_mirror_put_pins_async (mirror, "c", "77", page, generation, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  g_assert_no_error (error);
}

static void
put_pins (PfMirror *mirror, int first, int n, gboolean last, gint64 generation)
{
  g_autoptr (PfPage) page = make_page (first, n, last);

  put_page (mirror, page, generation);
}

static void
put_pin (PfMirror *mirror, int id, const char *title, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) pin = make_pin (id, title);
  WAIT (result, pf_mirror_put_pin_async (mirror, "c", pin, uuid, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  g_assert_no_error (error);
}

static void
remove_pin (PfMirror *mirror, const char *id)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_mirror_put_pin_removal_async (mirror, "c", id, NULL, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  g_assert_no_error (error);
}

static GPtrArray *
get_pins (PfMirror *mirror, const char *connection, guint offset, guint limit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;
  WAIT (result, pf_mirror_get_pins_async (mirror, connection, "77", offset, limit, NULL, await_keep,
                                          &result));

  rows = pf_mirror_get_pins_finish (mirror, result, &error);
  g_assert_no_error (error);
  return rows;
}

typedef struct
{
  const char *board_id; /* NULL: all pins */
  gint64 revision;
  GArray *known;
  gboolean partial;
  guint limit;
} Ask;

static gpointer
read_slice (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;

  return pf_mirror_read_slice (db, "c", ask->board_id, ask->revision, ask->known, !ask->partial,
                               ask->limit, error);
}

static PfMirrorSlice *
ask_slice (PfMirror *mirror, const char *board_id, gint64 revision, GArray *known)
{
  g_autoptr (GError) error = NULL;
  Ask ask = { board_id, revision, known, FALSE, 0 };
  PfMirrorSlice *slice
      = pf_db_run (pf_mirror_get_db_of (mirror, "c"), PF_DB_READ, read_slice, &ask, &error);

  g_assert_no_error (error);
  return slice;
}

/* The first keys, then the rest, although nothing changed meanwhile. */
static void
check_parts (PfMirror *mirror, const char *board_id, guint n_all)
{
  g_autoptr (GError) error = NULL;
  Ask ask = { board_id, 0, NULL, FALSE, 100 };
  PfDb *db = pf_mirror_get_db_of (mirror, "c");
  g_autoptr (PfMirrorSlice) first = pf_db_run (db, PF_DB_READ, read_slice, &ask, &error);
  g_autoptr (PfMirrorSlice) rest = NULL;
  g_autoptr (PfMirrorSlice) all = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (first->keys->len, ==, 100);
  g_assert_true (first->more);
  ask = (Ask){ board_id, first->revision, first->keys, TRUE, 0 };
  rest = pf_db_run (db, PF_DB_READ, read_slice, &ask, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rest->from, ==, 100);
  g_assert_cmpuint (rest->keys->len, ==, n_all - 100);
  g_assert_false (rest->more);
  ask = (Ask){ board_id, 0, NULL, FALSE, 0 };
  all = pf_db_run (db, PF_DB_READ, read_slice, &ask, &error);
  g_assert_no_error (error);
  g_array_append_vals (first->keys, rest->keys->data, rest->keys->len);
  g_assert_cmpmem (first->keys->data, first->keys->len * sizeof (PfMirrorKey), all->keys->data,
                   all->keys->len * sizeof (PfMirrorKey));
}

static PfMirrorSlice *
get_slice (PfMirror *mirror, gint64 revision, guint n_known)
{
  g_autoptr (GArray) known = g_array_new (FALSE, TRUE, sizeof (PfMirrorKey));

  g_array_set_size (known, n_known);
  return ask_slice (mirror, "77", revision, known);
}

/* @ids: the order expected, separated by spaces */
static void
assert_order (PfMirror *mirror, const char *ids)
{
  g_autoptr (GPtrArray) rows = get_pins (mirror, "c", 0, 1000);
  g_autoptr (GString) seen = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (seen, "%s%s", i > 0 ? " " : "",
                            ((PfPin *)((PfMirrorRow *)rows->pdata[i])->record)->id);
  g_assert_cmpstr (seen->str, ==, ids);
}

static void
test_codec (void)
{
  static const char full[]
      = "{\"id\":\"813744226420795884\",\"title\":\"T\",\"description\":\"D ü\",\"alt_text\":\"A\","
        "\"link\":\"https://example.org\",\"note\":\"N\",\"board_id\":\"1\","
        "\"board_section_id\":\"2\",\"board_owner\":{\"username\":\"u\"},\"parent_pin_id\":\"3\","
        "\"dominant_color\":\"#6E7874\",\"created_at\":\"2020-01-01T20:10:40\","
        "\"creative_type\":\"REGULAR\",\"is_owner\":true,\"is_standard\":true,"
        "\"has_been_promoted\":true,\"media\":{\"media_type\":\"image\",\"images\":{"
        "\"150x150\":{\"width\":150,\"height\":150,\"url\":\"https://i.pinimg.com/150x150/a.jpg\"},"
        "\"1200x\":{\"width\":1200,\"height\":1600,\"url\":\"https://i.pinimg.com/1200x/a.jpg\"}}},"
        "\"pin_metrics\":{\"90d\":{\"pin_click\":7}}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) pin = pf_pin_new_from_json (full, -1, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PfPin) again = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length;
  const guint8 *data;

  g_assert_no_error (error);
  bytes = pf_record_encode (PF_RECORD_PIN, pin);
  data = g_bytes_get_data (bytes, &length);
  again = pf_record_decode (PF_RECORD_PIN, data, length);
  before = pf_pin_to_json (pin);
  after = pf_pin_to_json (again);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (again->created_at, ==, pin->created_at);
  g_assert_cmpint (again->dominant_color, ==, 0x6E7874);
  g_assert_cmpint (again->is_owner && again->is_standard && again->has_been_promoted, ==, TRUE);
  /* Cut or changed anywhere: refused or read as something, never beyond the end. */
  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      gpointer record = pf_record_decode (PF_RECORD_PIN, copy, i);

      g_assert_null (record);
      for (int bit = 0; bit < 8; bit++)
        {
          copy[i] ^= (guint8)(1 << bit);
          record = pf_record_decode (PF_RECORD_PIN, copy, length);
          if (record != NULL)
            pf_record_unref (PF_RECORD_PIN, record);
          copy[i] ^= (guint8)(1 << bit);
        }
    }
}

static void
count_signal (PfMirror *mirror, const char *connection, const char *board, gpointer data)
{
  g_assert_cmpstr (connection, ==, "c");
  g_assert_cmpstr (board, ==, "77");
  (*(int *)data)++;
}

static void
test_paging (void)
{
  World world;
  PfMirror *mirror;
  int n = 0;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *uuid = NULL;

  world_init (&world);
  mirror = open_mirror (world.context);
  g_signal_connect (mirror, "pins-changed", G_CALLBACK (count_signal), &n);
  put_pins (mirror, 1, 3, FALSE, 1);
  g_assert_cmpint (n, ==, 1);
  put_pins (mirror, 3, 3, TRUE, 1); /* 3 again */
  assert_order (mirror, "1 2 3 4 5");
  rows = get_pins (mirror, "c", 1, 2);
  g_assert_cmpuint (rows->len, ==, 2);
  uuid = pf_mirror_make_uuid ("c", "pins", "2");
  g_assert_cmpstr (((PfMirrorRow *)rows->pdata[0])->uuid, ==, uuid);
  g_assert_true (g_uuid_string_is_valid (uuid));
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = get_pins (mirror, "other", 0, 10);
  g_assert_cmpuint (rows->len, ==, 0);

  /* Once more from the start: a new one on top, 4 is gone. Nothing leaves before the end. */
  {
    g_autoptr (PfPage) first = make_page (9, 1, FALSE);
    g_autoptr (PfPage) rest = make_page (1, 3, TRUE);

    put_page (mirror, first, 2);
    assert_order (mirror, "9 1 2 3 4 5");
    g_ptr_array_add (rest->items, make_pin (5, "pin"));
    put_page (mirror, rest, 2);
    assert_order (mirror, "9 1 2 3 5");
    put_pins (mirror, 70, 2, TRUE, 1); /* a late page of the first pass */
    assert_order (mirror, "9 1 2 3 5");
  }
  close_mirror (mirror);
  world_clear (&world);
}

static void
test_slices (void)
{
  World world;
  PfMirror *mirror;
  g_autoptr (PfMirrorSlice) slice = NULL;
  gint64 revision;
  guint32 hash;

  world_init (&world);
  mirror = open_mirror (world.context);
  put_pins (mirror, 1, 250, FALSE, 1);
  slice = get_slice (mirror, 0, 0);
  g_assert_cmpuint (slice->from, ==, 0);
  g_assert_cmpuint (slice->keys->len, ==, 250);
  revision = slice->revision;
  hash = g_array_index (slice->keys, PfMirrorKey, 10).hash;

  put_pins (mirror, 251, 250, TRUE, 1);
  g_clear_pointer (&slice, pf_mirror_slice_free);
  slice = get_slice (mirror, revision, 250);
  g_assert_cmpuint (slice->from, ==, 250);
  g_assert_cmpuint (slice->keys->len, ==, 250);
  revision = slice->revision;

  /* The same again is no change. */
  put_pins (mirror, 1, 250, FALSE, 2);
  put_pins (mirror, 251, 250, TRUE, 2);
  check_parts (mirror, "77", 500);
  check_parts (mirror, NULL, 500);
  g_clear_pointer (&slice, pf_mirror_slice_free);
  slice = get_slice (mirror, revision, 500);
  g_assert_cmpint (slice->revision, ==, revision);
  g_assert_cmpuint (slice->keys->len, ==, 0);

  /* One record differs: everything is read again, and its hash tells. */
  put_pin (mirror, 11, "new words", NULL);
  g_clear_pointer (&slice, pf_mirror_slice_free);
  slice = get_slice (mirror, revision, 500);
  g_assert_cmpuint (slice->from, ==, 0);
  g_assert_cmpuint (slice->keys->len, ==, 500);
  g_assert_cmpuint (g_array_index (slice->keys, PfMirrorKey, 10).hash, !=, hash);
  g_assert_cmpfloat (g_array_index (slice->keys, PfMirrorKey, 0).aspect, >, 0);
  g_assert_cmpuint (g_array_index (slice->keys, PfMirrorKey, 0).color, ==, 0x102030);
  close_mirror (mirror);
  world_clear (&world);
}

static void
test_binding (void)
{
  static const char uuid[] = "0a0b0c0d-0102-4304-8506-07080900aabb";
  World world;
  PfMirror *mirror;
  g_autoptr (GPtrArray) rows = NULL;

  world_init (&world);
  mirror = open_mirror (world.context);
  put_pins (mirror, 1, 3, TRUE, 1);
  put_pin (mirror, 50, "made here", uuid);
  assert_order (mirror, "50 1 2 3");
  rows = get_pins (mirror, "c", 0, 1);
  g_assert_cmpstr (((PfMirrorRow *)rows->pdata[0])->uuid, ==, uuid);
  /* The service's listing lags behind: it keeps its place; then it comes and keeps its UUID. */
  put_pins (mirror, 1, 3, TRUE, 2);
  assert_order (mirror, "50 1 2 3");
  put_pins (mirror, 50, 1, FALSE, 3);
  put_pins (mirror, 1, 3, TRUE, 3);
  assert_order (mirror, "50 1 2 3");
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = get_pins (mirror, "c", 0, 1);
  g_assert_cmpstr (((PfMirrorRow *)rows->pdata[0])->uuid, ==, uuid);
  /* Removed here, still listed for a moment. */
  remove_pin (mirror, "2");
  assert_order (mirror, "50 1 3");
  put_pins (mirror, 1, 3, TRUE, 4);
  assert_order (mirror, "50 1 3");
  close_mirror (mirror);
  world_clear (&world);
}

static void
add_board (PfPage *page, const char *id, int pin_count)
{
  g_autofree char *json
      = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"Garden\",\"pin_count\":%d}", id, pin_count);
  PfBoard *board = pf_board_new_from_json (json, -1, NULL);

  g_assert_nonnull (board);
  g_ptr_array_add (page->items, board);
}

static void
change_pin (PfMirror *mirror, const char *id, const char *board_id, const char *from)
{
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"board_id\":\"%s\"}", id, board_id);
  g_autofree char *uuid = pf_mirror_make_uuid ("c", "pins", id);
  g_autofree char *board_uuid = pf_mirror_make_uuid ("c", "boards", from);
  g_autoptr (PfPin) pin = pf_pin_new_from_json (json, -1, NULL);
  WAIT (result, pf_mirror_put_changed_pin_async (mirror, "c", pin, uuid, board_uuid, NULL,
                                                 await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
}

static void
remove_pin_of (PfMirror *mirror, const char *id, const char *board_id)
{
  g_autofree char *board_uuid = pf_mirror_make_uuid ("c", "boards", board_id);
  WAIT (result,
        pf_mirror_put_pin_removal_async (mirror, "c", id, board_uuid, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
}

static void
assert_counts (PfMirror *mirror, int first, int second)
{
  g_autoptr (GPtrArray) rows = NULL;
  WAIT (result, pf_mirror_get_boards_async (mirror, "c", 0, 9, NULL, await_keep, &result));

  rows = pf_mirror_get_boards_finish (mirror, result, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpint (((PfBoard *)((PfMirrorRow *)rows->pdata[0])->record)->pin_count, ==, first);
  g_assert_cmpint (((PfBoard *)((PfMirrorRow *)rows->pdata[1])->record)->pin_count, ==, second);
}

/* After a start the boards are here and most of their pins are not. */
static void
test_counts (void)
{
  World world;
  PfMirror *mirror;
  g_autoptr (PfPage) page = g_new0 (PfPage, 1);

  world_init (&world);
  mirror = open_mirror (world.context);
  page->items = g_ptr_array_new_with_free_func (board_unref);
  add_board (page, "77", 5);
  add_board (page, "78", 3);
  {
    WAIT (result, pf_mirror_put_boards_async (mirror, "c", page, 1, NULL, await_keep, &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, NULL));
  }
  change_pin (mirror, "900", "78", "77");
  assert_counts (mirror, 4, 4);
  /* Its text was changed: it stays where it is. */
  change_pin (mirror, "901", "77", "77");
  assert_counts (mirror, 4, 4);
  /* Known by now, and back again. */
  change_pin (mirror, "900", "77", "78");
  assert_counts (mirror, 5, 3);
  remove_pin_of (mirror, "902", "78");
  assert_counts (mirror, 5, 2);
  remove_pin_of (mirror, "902", "78");
  assert_counts (mirror, 5, 2);
  remove_pin_of (mirror, "901", "77");
  assert_counts (mirror, 4, 2);
  close_mirror (mirror);
  world_clear (&world);
}

static void
test_boards (void)
{
  World world;
  PfMirror *mirror;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPage) page = g_new0 (PfPage, 1);
  const PfBoard *board;

  world_init (&world);
  mirror = open_mirror (world.context);
  page->items = g_ptr_array_new_with_free_func (board_unref);
  g_ptr_array_add (page->items,
                   pf_board_new_from_json ("{\"id\":\"77\",\"name\":\"Garden\",\"pin_count\":5,"
                                           "\"privacy\":\"SECRET\",\"media\":{"
                                           "\"image_cover_url\":\"https://i.pinimg.com/c.jpg\","
                                           "\"pin_thumbnail_urls\":[\"https://i.pinimg.com/1.jpg\","
                                           "\"https://i.pinimg.com/2.jpg\"]}}",
                                           -1, &error));
  g_assert_no_error (error);
  {
    WAIT (result, pf_mirror_put_boards_async (mirror, "c", page, 1, NULL, await_keep, &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  }
  put_pins (mirror, 1, 2, TRUE, 1);
  put_pin (mirror, 3, "new", "0a0b0c0d-0102-4304-8506-07080900aabb");
  {
    WAIT (result, pf_mirror_get_boards_async (mirror, "c", 0, 9, NULL, await_keep, &result));
    rows = pf_mirror_get_boards_finish (mirror, result, &error);
  }
  g_assert_cmpuint (rows->len, ==, 1);
  board = ((PfMirrorRow *)rows->pdata[0])->record;
  g_assert_cmpstr (board->name, ==, "Garden");
  g_assert_cmpint (board->privacy, ==, PF_PRIVACY_SECRET);
  g_assert_cmpint (board->pin_count, ==, 6);
  g_assert_cmpuint (g_strv_length (board->thumbnail_urls), ==, 2);
  g_clear_pointer (&rows, g_ptr_array_unref);
  {
    WAIT (result, pf_mirror_forget_async (mirror, "c", await_keep, &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  }
  assert_order (mirror, "");
  close_mirror (mirror);
  world_clear (&world);
}

/* The same remote ids at two services, for instance Pinterest and its Sandbox, are two things. */
static void
test_apart (void)
{
  World world;
  PfMirror *mirror;
  g_autoptr (GPtrArray) before = NULL, live = NULL, sandbox = NULL, left = NULL;
  g_autoptr (PfPage) page = make_page (2, 1, TRUE);
  g_autoptr (GError) error = NULL;

  world_init (&world);
  mirror = open_mirror (world.context);
  put_pins (mirror, 1, 3, TRUE, 1);
  before = get_pins (mirror, "sandbox", 0, 9);
  g_assert_cmpuint (before->len, ==, 0);
  pf_pin_unref (page->items->pdata[0]);
  page->items->pdata[0] = make_pin (2, "of the sandbox");
  {
    WAIT (result,
          pf_mirror_put_pins_async (mirror, "sandbox", "77", page, 1, NULL, await_keep, &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  }
  assert_order (mirror, "1 2 3");
  live = get_pins (mirror, "c", 0, 9);
  sandbox = get_pins (mirror, "sandbox", 0, 9);
  g_assert_cmpuint (sandbox->len, ==, 1);
  g_assert_cmpstr (((PfPin *)((PfMirrorRow *)sandbox->pdata[0])->record)->title, ==,
                   "of the sandbox");
  g_assert_cmpstr (((PfPin *)((PfMirrorRow *)live->pdata[1])->record)->title, ==, "pin");
  /* Nor does forgetting one touch the other. */
  {
    WAIT (result, pf_mirror_forget_async (mirror, "c", await_keep, &result));
    g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  }
  assert_order (mirror, "");
  left = get_pins (mirror, "sandbox", 0, 9);
  g_assert_cmpuint (left->len, ==, 1);
  close_mirror (mirror);
  world_clear (&world);
}

static void
test_leftovers (void)
{
  World world;
  PfMirror *first, *second;
  g_autofree char *program = NULL;
  const char *cache;
  g_autoptr (GError) error = NULL;
  int status;

  world_init (&world);
  cache = pf_context_get_cache_dir (world.context);
  /* A process that dies with its mirror open: this program in another role. */
  program = g_file_read_link ("/proc/self/exe", NULL);
  {
    const char *argv[] = { program, "--die-with-mirror", world.folder, NULL };

    g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                                 NULL, NULL, &status, &error));
    g_assert_no_error (error);
    g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  }
  g_assert_nonnull (cache);
  g_assert_cmpuint (count_files (world.context, ".db"), ==, 1);
  first = open_mirror (world.context);
  g_assert_cmpuint (count_files (world.context, ".db"), ==, 1); /* its own */
  put_pins (first, 1, 2, TRUE, 1);
  second = open_mirror (world.context); /* does not take the living for dead */
  g_assert_cmpuint (count_files (world.context, ".db"), ==, 2);
  put_pins (first, 3, 2, TRUE, 2);
  assert_order (first, "3 4");
  close_mirror (first);
  close_mirror (second);
  g_assert_cmpuint (count_files (world.context, ""), ==, 0);
  world_clear (&world);
}

/* Not timed: figures for people. */
static void
test_many (void)
{
  World world;
  PfMirror *mirror;
  gint64 start;
  g_autoptr (PfMirrorSlice) slice = NULL;

  world_init (&world);
  mirror = open_mirror (world.context);
  start = g_get_monotonic_time ();
  for (int i = 0; i < 40; i++)
    put_pins (mirror, 1 + i * 250, 250, i == 39, 1);
  g_test_message ("10,000 pins made and put in %.2f s",
                  (double)(g_get_monotonic_time () - start) / 1e6);
  start = g_get_monotonic_time ();
  slice = get_slice (mirror, 0, 0);
  g_assert_cmpuint (slice->keys->len, ==, 10000);
  g_test_message ("10,000 keys in %.1f ms", (double)(g_get_monotonic_time () - start) / 1e3);
  close_mirror (mirror);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--die-with-mirror") == 0)
    {
      g_autoptr (PfContext) context = world_make_context (argv[2]);

      put_pins (open_mirror (context), 1, 3, FALSE, 1);
      raise (SIGKILL);
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/mirror/codec", test_codec);
  g_test_add_func ("/store/mirror/paging", test_paging);
  g_test_add_func ("/store/mirror/slices", test_slices);
  g_test_add_func ("/store/mirror/binding-and-lag", test_binding);
  g_test_add_func ("/store/mirror/boards", test_boards);
  g_test_add_func ("/store/mirror/MO-10/counts-without-the-pins", test_counts);
  g_test_add_func ("/store/mirror/ST-3/services-stay-apart", test_apart);
  g_test_add_func ("/store/mirror/leftovers-swept", test_leftovers);
  g_test_add_func ("/store/mirror/many", test_many);
  return g_test_run ();
}
