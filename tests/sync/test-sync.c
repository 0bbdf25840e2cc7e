/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api/api-world.h"
#include "await.h"
#include "fake-connection.h"

#include "core/sync/pf-sync-run.h"

#define ME "c0ffee00-0000-4000-8000-000000000001"

typedef struct
{
  World *world;
  PfMirror *mirror;
  PfConnection *connection;
  PfSync *sync;
  guint n_changed;
} Bench;

static void
count_change (Bench *self)
{
  self->n_changed++;
}

static void
bench_init (Bench *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->n_changed = 0;
  self->world = world_new ();
  pf_mirror_open_async (self->world->context, NULL, await_keep, &result);
  self->mirror = pf_mirror_open_finish (await_result (&result), &error);
  g_assert_no_error (error);
  self->connection = fake_connection_new (ME, self->world->client);
  self->sync = pf_sync_new (self->world->context, self->mirror, self->connection);
  g_signal_connect_swapped (self->mirror, "boards-changed", G_CALLBACK (count_change), self);
  g_signal_connect_swapped (self->mirror, "pins-changed", G_CALLBACK (count_change), self);
}

static void
bench_clear (Bench *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (self->sync != NULL)
    pf_sync_stop (self->sync);
  world_spin (10);
  g_clear_object (&self->sync);
  g_assert_finalize_object (self->connection);
  pf_mirror_close_async (self->mirror, await_keep, &result);
  g_assert_true (pf_mirror_close_finish (self->mirror, await_result (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_object_unref (self->mirror);
  world_free (self->world);
}

static PfListingState
settle (PfListing *listing)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (pf_listing_get_state (listing) == PF_LISTING_LOADING)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      world_spin (1);
    }
  return pf_listing_get_state (listing);
}

static void
reply_page (Bench *self, const char *ids, const char *bookmark)
{
  g_auto (GStrv) each = g_strsplit (ids, " ", -1);
  g_autoptr (GString) json = g_string_new ("{\"items\":[");

  for (guint i = 0; each[i] != NULL && *ids != '\0'; i++)
    g_string_append_printf (json, "%s{\"id\":\"%s\",\"name\":\"N%s\"}", i > 0 ? "," : "", each[i],
                            each[i]);
  g_string_append (json, "],\"bookmark\":");
  if (bookmark != NULL)
    g_string_append_printf (json, "\"%s\"}", bookmark);
  else
    g_string_append (json, "null}");
  script_server_reply (self->world->server, 200, NULL, json->str);
}

static char *
list_boards (Bench *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  GString *ids = g_string_new (NULL);

  pf_mirror_get_boards_async (self->mirror, ME, 0, 1000, NULL, await_keep, &result);
  rows = pf_mirror_get_boards_finish (self->mirror, await_result (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      PfMirrorRow *row = g_ptr_array_index (rows, i);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", ((PfBoard *)row->record)->id);
    }
  return g_string_free (ids, FALSE);
}

static char *
list_pins (Bench *self, const char *board_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  GString *ids = g_string_new (NULL);

  pf_mirror_get_pins_async (self->mirror, ME, board_id, 0, 1000, NULL, await_keep, &result);
  rows = pf_mirror_get_pins_finish (self->mirror, await_result (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      PfMirrorRow *row = g_ptr_array_index (rows, i);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", ((PfPin *)row->record)->id);
    }
  return g_string_free (ids, FALSE);
}

#define assert_listed(function, wanted, ...)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *listed = function (__VA_ARGS__);                                              \
    g_assert_cmpstr (listed, ==, wanted);                                                          \
  }                                                                                                \
  G_STMT_END

static const char *
target (Bench *self, guint index)
{
  return script_server_get (self->world->server, index)->target;
}

static void
count_notify (guint *count)
{
  (*count)++;
}

static void
test_boards (void)
{
  Bench bench;
  PfListing *boards;
  guint states = 0;

  bench_init (&bench);
  boards = pf_sync_get_boards (bench.sync);
  g_assert_true (pf_sync_get_boards (bench.sync) == boards);
  g_assert_cmpint (pf_listing_get_state (boards), ==, PF_LISTING_IDLE);
  g_assert_cmpint (pf_listing_get_loaded_at (boards), ==, 0);
  g_signal_connect_swapped (boards, "notify::state", G_CALLBACK (count_notify), &states);
  reply_page (&bench, "1 2", "A");
  reply_page (&bench, "3", "B");
  reply_page (&bench, "4", NULL);
  pf_listing_load_more (boards);
  g_assert_cmpint (pf_listing_get_state (boards), ==, PF_LISTING_LOADING);
  /* Asking while it loads asks nothing more. */
  pf_listing_load_more (boards);
  g_assert_cmpint (settle (boards), ==, PF_LISTING_END);
  g_assert_cmpuint (states, ==, 2);
  g_assert_cmpint (pf_listing_get_loaded_at (boards), >, 0);
  assert_listed (list_boards, "1 2 3 4", &bench);
  /* Each page tells the account that it is reachable. */
  g_assert_cmpuint (fake_connection_get_successes (bench.connection), ==, 3);
  g_assert_cmpuint (bench.n_changed, ==, 3);
  g_assert_cmpstr (target (&bench, 0), ==, "/v5/boards?page_size=250");
  g_assert_cmpstr (target (&bench, 2), ==, "/v5/boards?page_size=250&bookmark=B");
  /* The end is the end. */
  pf_listing_load_more (boards);
  world_spin (10);
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 3);
  bench_clear (&bench);
}

static void
test_pins_paged (void)
{
  Bench bench;
  PfListing *pins;

  bench_init (&bench);
  pins = pf_sync_get_pins (bench.sync, "7");
  g_assert_true (pf_sync_get_pins (bench.sync, "7") == pins);
  g_assert_true (pf_sync_get_pins (bench.sync, "8") != pins);
  reply_page (&bench, "11 12", "A");
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_IDLE);
  assert_listed (list_pins, "11 12", &bench, "7");
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 1);
  reply_page (&bench, "13", NULL);
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_END);
  assert_listed (list_pins, "11 12 13", &bench, "7");
  g_assert_cmpstr (target (&bench, 0), ==, "/v5/boards/7/pins?page_size=100");
  g_assert_cmpstr (target (&bench, 1), ==, "/v5/boards/7/pins?page_size=250&bookmark=A");
  bench_clear (&bench);
}

static void
test_sections (void)
{
  Bench bench;
  PfListing *sections;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  sections = pf_sync_get_sections (bench.sync, "7");
  reply_page (&bench, "21", "A");
  reply_page (&bench, "22", NULL);
  pf_listing_load_more (sections);
  g_assert_cmpint (settle (sections), ==, PF_LISTING_END);
  pf_mirror_get_sections_async (bench.mirror, ME, "7", NULL, await_keep, &result);
  rows = pf_mirror_get_sections_finish (bench.mirror, await_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  g_clear_object (&result);
  bench_clear (&bench);
}

static void
test_empty_pages (void)
{
  Bench bench;
  PfListing *pins;

  bench_init (&bench);
  pins = pf_sync_get_pins (bench.sync, "7");
  reply_page (&bench, "", "A");
  reply_page (&bench, "", "B");
  reply_page (&bench, "11", "C");
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_IDLE);
  assert_listed (list_pins, "11", &bench, "7");
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 3);

  /* Not for ever. */
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *bookmark = g_strdup_printf ("E%u", i);
      reply_page (&bench, "", bookmark);
    }
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_IDLE);
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 23);
  bench_clear (&bench);
}

static void
test_circle (void)
{
  Bench bench;
  PfListing *boards;

  bench_init (&bench);
  boards = pf_sync_get_boards (bench.sync);
  reply_page (&bench, "9", NULL);
  pf_listing_load_more (boards);
  settle (boards);
  reply_page (&bench, "1", "A");
  reply_page (&bench, "2", "B");
  reply_page (&bench, "3", "A");
  pf_listing_refresh (boards);
  g_assert_cmpint (settle (boards), ==, PF_LISTING_END);
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 4);
  /* What did not come again is gone, as at any other end. */
  assert_listed (list_boards, "1 2 3", &bench);
  bench_clear (&bench);
}

/* A refresh drops the answer that is still under way, also when it comes later. */
static void
test_refresh (void)
{
  Bench bench;
  PfListing *boards;

  bench_init (&bench);
  boards = pf_sync_get_boards (bench.sync);
  reply_page (&bench, "1 2 3", NULL);
  pf_listing_load_more (boards);
  settle (boards);
  script_server_step (bench.world->server, STEP_HANG, "HTTP/1.1 200 OK\r\n", -1);
  pf_listing_refresh (boards);
  world_spin_until_seen (bench.world, 2);
  reply_page (&bench, "1 3 4", NULL);
  pf_listing_refresh (boards);
  g_assert_cmpint (settle (boards), ==, PF_LISTING_END);
  assert_listed (list_boards, "1 3 4", &bench);
  world_spin (20);
  g_assert_cmpint (pf_listing_get_state (boards), ==, PF_LISTING_END);
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 3);
  bench_clear (&bench);
}

static void
test_error (void)
{
  Bench bench;
  PfListing *pins;
  char *operation;

  bench_init (&bench);
  pins = pf_sync_get_pins (bench.sync, "7");
  reply_page (&bench, "11", "A");
  pf_listing_load_more (pins);
  settle (pins);
  script_server_reply (bench.world->server, 403, NULL, "{\"code\":7,\"message\":\"no\"}");
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_ERROR);
  g_assert_error (pf_listing_get_error (pins), PF_ERROR, PF_ERROR_FORBIDDEN);
  g_assert_cmpuint (fake_connection_get_noted (bench.connection, &operation), ==, 1);
  g_assert_cmpstr (operation, ==, "list-pins");
  /* Another try goes on where it failed. */
  reply_page (&bench, "12", NULL);
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_END);
  g_assert_no_error (pf_listing_get_error (pins));
  g_assert_cmpstr (target (&bench, 2), ==, "/v5/boards/7/pins?page_size=250&bookmark=A");
  assert_listed (list_pins, "11 12", &bench, "7");
  bench_clear (&bench);
}

/* A bookmark that the service has forgotten: the next try begins again. */
static void
test_stale_bookmark (void)
{
  Bench bench;
  PfListing *pins;

  bench_init (&bench);
  pins = pf_sync_get_pins (bench.sync, "7");
  reply_page (&bench, "11", "A");
  pf_listing_load_more (pins);
  settle (pins);
  script_server_reply (bench.world->server, 400, NULL, "{\"code\":1,\"message\":\"bookmark\"}");
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_ERROR);
  reply_page (&bench, "12 11", NULL);
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_END);
  g_assert_cmpstr (target (&bench, 2), ==, "/v5/boards/7/pins?page_size=100");
  assert_listed (list_pins, "12 11", &bench, "7");
  bench_clear (&bench);
}

/* A board that is gone: the boards are asked for again. */
static void
test_missing_board (void)
{
  Bench bench;
  PfListing *boards, *pins;

  bench_init (&bench);
  boards = pf_sync_get_boards (bench.sync);
  reply_page (&bench, "7 8", NULL);
  pf_listing_load_more (boards);
  settle (boards);
  pins = pf_sync_get_pins (bench.sync, "7");
  script_server_reply (bench.world->server, 404, NULL, "{\"code\":40,\"message\":\"gone\"}");
  reply_page (&bench, "8", NULL);
  pf_listing_load_more (pins);
  g_assert_cmpint (settle (pins), ==, PF_LISTING_ERROR);
  g_assert_cmpint (settle (boards), ==, PF_LISTING_END);
  assert_listed (list_boards, "8", &bench);
  bench_clear (&bench);
}

static void
test_sign_in_cures (void)
{
  Bench bench;
  PfListing *boards;

  bench_init (&bench);
  boards = pf_sync_get_boards (bench.sync);
  bench.world->account->renew_fails = TRUE;
  script_server_reply (bench.world->server, 401, NULL, "{\"code\":2,\"message\":\"expired\"}");
  pf_listing_load_more (boards);
  g_assert_cmpint (settle (boards), ==, PF_LISTING_ERROR);
  g_assert_error (pf_listing_get_error (boards), PF_ERROR, PF_ERROR_SIGN_IN);
  fake_connection_set_state (bench.connection, PF_CONNECTION_EXPIRED);
  g_assert_cmpint (pf_listing_get_state (boards), ==, PF_LISTING_ERROR);
  reply_page (&bench, "1", NULL);
  fake_connection_set_state (bench.connection, PF_CONNECTION_CONNECTED);
  g_assert_cmpint (settle (boards), ==, PF_LISTING_END);
  assert_listed (list_boards, "1", &bench);
  bench_clear (&bench);
}

/* Who may see secret boards from now on sees them; the same permissions again ask nothing. */
static void
test_granted (void)
{
  Bench bench;
  PfListing *boards;

  bench_init (&bench);
  fake_connection_set_granted (bench.connection, "boards:read");
  world_spin (10);
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 0);
  boards = pf_sync_get_boards (bench.sync);
  reply_page (&bench, "1", NULL);
  pf_listing_load_more (boards);
  settle (boards);
  fake_connection_set_granted (bench.connection, "boards:read");
  world_spin (10);
  g_assert_cmpuint (script_server_count (bench.world->server), ==, 1);
  reply_page (&bench, "1 2", NULL);
  fake_connection_set_granted (bench.connection, "boards:read boards:read_secret");
  world_spin_until_seen (bench.world, 2);
  g_assert_cmpint (settle (boards), ==, PF_LISTING_END);
  assert_listed (list_boards, "1 2", &bench);
  bench_clear (&bench);
}

/* The connection stops what is under way: it goes on with another client, or is disconnected. */
static void
test_cut_off (void)
{
  for (guint replaced = 0; replaced < 2; replaced++)
    {
      Bench bench;
      PfListing *pins;
      g_autoptr (PfClient) after = NULL;

      bench_init (&bench);
      after = pf_client_new (bench.world->context, bench.world->service,
                             PF_AUTHORIZER (bench.world->account), PF_BUDGET (bench.world->budget));
      pins = pf_sync_get_pins (bench.sync, "7");
      script_server_step (bench.world->server, STEP_HANG, "HTTP/1.1 200 OK\r\n", -1);
      reply_page (&bench, "11 12", NULL);
      pf_listing_load_more (pins);
      world_spin_until_seen (bench.world, 1);
      if (replaced)
        fake_connection_set_client (bench.connection, after);
      pf_client_abort (bench.world->client);
      g_assert_cmpint (settle (pins), ==, replaced ? PF_LISTING_END : PF_LISTING_ERROR);
      if (!replaced)
        pf_listing_load_more (pins);
      g_assert_cmpint (settle (pins), ==, PF_LISTING_END);
      assert_listed (list_pins, "11 12", &bench, "7");
      bench_clear (&bench);
    }
}

static void
stop_sync (gpointer data)
{
  Bench *bench = data;

  pf_sync_stop (bench->sync);
  g_clear_object (&bench->sync);
}

/* Stopped at each place: in a request, by whoever hears of an error, by whoever hears of a page. */
static void
test_stop (void)
{
  for (int place = 0; place < 3; place++)
    {
      Bench bench;
      g_autoptr (PfListing) boards = NULL;

      bench_init (&bench);
      boards = g_object_ref (pf_sync_get_boards (bench.sync));
      if (place == 0)
        script_server_step (bench.world->server, STEP_HANG, "", 0);
      else if (place == 1)
        script_server_reply (bench.world->server, 404, NULL, "{}");
      else
        reply_page (&bench, "1", "A");
      if (place == 1)
        fake_connection_on_note (bench.connection, stop_sync, &bench);
      if (place == 2)
        g_signal_connect_swapped (boards, "notify::loaded-at", G_CALLBACK (stop_sync), &bench);
      pf_listing_load_more (boards);
      world_spin_until_seen (bench.world, 1);
      if (place == 0)
        stop_sync (&bench);
      while (bench.sync != NULL)
        world_spin (1);
      world_spin (20);
      g_assert_cmpint (pf_listing_get_state (boards), !=, PF_LISTING_LOADING);
      /* For good. */
      pf_listing_refresh (boards);
      pf_listing_load_more (boards);
      world_spin (10);
      g_assert_cmpint (pf_listing_get_state (boards), !=, PF_LISTING_LOADING);
      g_assert_cmpuint (script_server_count (bench.world->server), <=, 2);
      g_clear_object (&boards);
      bench_clear (&bench);
    }
}

static PfSyncRunState
settle_run (PfSyncRun *run)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (pf_sync_run_get_state (run) == PF_SYNC_RUN_RUNNING)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      world_spin (1);
    }
  return pf_sync_run_get_state (run);
}

static void
reply_pins (Bench *self, guint first, const char *bookmark)
{
  g_autofree char *body = g_strdup_printf (
      "{\"items\":[{\"id\":\"%u\",\"board_id\":\"7\",\"board_section_id\":\"5\",\"is_owner\":true},"
      "{\"id\":\"%u\",\"board_id\":\"7\",\"is_owner\":true}],\"bookmark\":%s}",
      first, first + 1, bookmark != NULL ? bookmark : "null");

  script_server_reply (self->world->server, 200, NULL, body);
}

/* Everything: boards, pins, and the sections that are used; cut off in the middle, it goes on
 * there. */
static void
test_run (void)
{
  Bench bench;
  PfSyncRun *run;
  guint n_done, n_total;

  bench_init (&bench);
  run = pf_sync_get_run (bench.sync);
  g_assert_true (pf_sync_get_run (bench.sync) == run);
  script_server_reply (bench.world->server, 200, NULL,
                       "{\"items\":[{\"id\":\"7\",\"name\":\"N\",\"pin_count\":4}]}");
  reply_pins (&bench, 11, "\"A\"");
  script_server_reply (bench.world->server, 400, NULL, "{\"code\":1,\"message\":\"no\"}");
  pf_sync_run_begin (run);
  pf_sync_run_begin (run);
  g_assert_cmpint (settle_run (run), ==, PF_SYNC_RUN_FAILED);
  g_assert_nonnull (pf_sync_run_get_error (run));
  world_spin (50);
  bench_clear (&bench);

  bench_init (&bench);
  run = pf_sync_get_run (bench.sync);
  script_server_reply (bench.world->server, 200, NULL,
                       "{\"items\":[{\"id\":\"7\",\"name\":\"N\",\"pin_count\":4}]}");
  reply_pins (&bench, 11, "\"A\"");
  script_server_reply (bench.world->server, 403, NULL, "{\"code\":7,\"message\":\"no\"}");
  pf_sync_run_begin (run);
  g_assert_cmpint (settle_run (run), ==, PF_SYNC_RUN_FAILED);
  world_spin (50);
  assert_listed (list_pins, "11 12", &bench, "7");
  reply_pins (&bench, 13, NULL);
  reply_page (&bench, "5", NULL);
  pf_sync_run_begin (run);
  g_assert_cmpint (settle_run (run), ==, PF_SYNC_RUN_DONE);
  assert_listed (list_pins, "11 12 13 14", &bench, "7");
  g_object_get (run, "n-done", &n_done, "n-total", &n_total, NULL);
  g_assert_cmpuint (n_done, ==, 4);
  g_assert_cmpuint (n_total, ==, 4);
  g_assert_cmpstr (target (&bench, 1), ==, "/v5/pins?page_size=250");
  g_assert_cmpstr (target (&bench, 3), ==, "/v5/pins?page_size=250&bookmark=A");
  g_assert_cmpstr (target (&bench, 4), ==, "/v5/boards/7/sections?page_size=250");
  bench_clear (&bench);
}

/* Who scrolls goes on where the pass over everything stopped, and it where they did. */
static void
test_run_and_scroll (void)
{
  Bench bench;
  PfListing *all;
  PfSyncRun *run;

  bench_init (&bench);
  all = pf_sync_get_all_pins (bench.sync);
  reply_pins (&bench, 11, "\"A\"");
  pf_listing_load_more (all);
  g_assert_cmpint (settle (all), ==, PF_LISTING_IDLE);
  run = pf_sync_get_run (bench.sync);
  script_server_reply (bench.world->server, 200, NULL,
                       "{\"items\":[{\"id\":\"7\",\"name\":\"N\",\"pin_count\":8}]}");
  reply_pins (&bench, 13, "\"B\"");
  script_server_reply (bench.world->server, 403, NULL, "{\"code\":7,\"message\":\"no\"}");
  pf_sync_run_begin (run);
  g_assert_cmpint (settle_run (run), ==, PF_SYNC_RUN_FAILED);
  world_spin (50);
  reply_pins (&bench, 15, "\"C\"");
  pf_listing_load_more (all);
  g_assert_cmpint (settle (all), ==, PF_LISTING_IDLE);
  reply_pins (&bench, 17, NULL);
  reply_page (&bench, "5", NULL);
  pf_sync_run_begin (run);
  g_assert_cmpint (settle_run (run), ==, PF_SYNC_RUN_DONE);
  g_assert_cmpint (pf_listing_get_state (all), ==, PF_LISTING_END);
  assert_listed (list_pins, "11 12 13 14 15 16 17 18", &bench, "7");
  g_assert_cmpstr (target (&bench, 2), ==, "/v5/pins?page_size=250&bookmark=A");
  g_assert_cmpstr (target (&bench, 4), ==, "/v5/pins?page_size=250&bookmark=B");
  g_assert_cmpstr (target (&bench, 5), ==, "/v5/pins?page_size=250&bookmark=C");
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/boards-whole", test_boards);
  g_test_add_func ("/sync/pins-page-by-page", test_pins_paged);
  g_test_add_func ("/sync/sections", test_sections);
  g_test_add_func ("/sync/empty-pages-are-followed", test_empty_pages);
  g_test_add_func ("/sync/repeated-bookmark-ends", test_circle);
  g_test_add_func ("/sync/refresh-drops-older-answers", test_refresh);
  g_test_add_func ("/sync/error-and-another-try", test_error);
  g_test_add_func ("/sync/stale-bookmark", test_stale_bookmark);
  g_test_add_func ("/sync/missing-board", test_missing_board);
  g_test_add_func ("/sync/sign-in-cures", test_sign_in_cures);
  g_test_add_func ("/sync/other-permissions-ask-again", test_granted);
  g_test_add_func ("/sync/cut-off-goes-on", test_cut_off);
  g_test_add_func ("/sync/stop", test_stop);
  g_test_add_func ("/sync/run/goes-on", test_run);
  g_test_add_func ("/sync/run/hands-over", test_run_and_scroll);
  return g_test_run ();
}
