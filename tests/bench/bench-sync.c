/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"
#include "pin-pages.h"

#include "api/api-world.h"
#include "core/store/pf-mirror-writer.h"
#include "core/sync/pf-sync-run.h"
#include "fake-connection.h"

#include <string.h>

/* P11: a whole account over loopback: fetched, parsed, stored, its words indexed. The floor puts
 * the same rows into the same tables, made ready beforehand. */

#define ME "c0ffee00-0000-4000-8000-000000000001"
#define COMMIT 2500

typedef struct
{
  char *remote_id, *words;
  guint8 uuid[16];
  GBytes *record;
  gint64 id, listing, color, hash;
  double aspect;
} Row;

typedef struct
{
  guint total;
  GPtrArray *bodies;
  GArray *rows;
} Data;

static void
make_rows (Data *self)
{
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_array_sized_new (TRUE, TRUE, sizeof (Row), self->total);
  for (guint first = 0; first < self->total; first += PIN_PAGE)
    {
      gboolean last = first + PIN_PAGE >= self->total;
      g_autofree char *bookmark = last ? NULL : g_strdup_printf ("b%u", first);
      char *json = pin_page_json (first, PIN_PAGE, bookmark);
      g_autoptr (PfPage) page = pin_page_parse (json);

      g_ptr_array_add (self->bodies, json);
      for (guint i = 0; i < page->items->len; i++)
        {
          PfPin *pin = page->items->pdata[i];
          Row row = { .remote_id = g_strdup (pin->id),
                      .words = pf_mirror_words_of (pin, pin->board_id),
                      .record = pf_record_encode (PF_RECORD_PIN, pin),
                      .id = -(pin->created_at / G_USEC_PER_SEC << 20),
                      .listing = 2 + atoi (pin->board_id + 10),
                      .color = pin->dominant_color,
                      .aspect = 0.7 };

          row.hash = pf_mirror_hash_bytes (row.record);
          pf_mirror_uuid (row.uuid, ME, "pins", pin->id);
          g_array_append_val (self->rows, row);
        }
    }
}

static gpointer
insert_all (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Row *rows = data;
  g_autoptr (sqlite3_stmt) entry = pf_db_prepare (
      db, error,
      "INSERT INTO entry (id, listing, remote_id, uuid, generation, position, aspect, color, hash, "
      "section, flags, walk) VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, 0, 1, 1)",
      NULL);
  g_autoptr (sqlite3_stmt) record
      = pf_db_prepare (db, error, "INSERT INTO record (entry, data) VALUES (?, ?)", NULL);
  g_autoptr (sqlite3_stmt) words
      = pf_db_prepare (db, error, "INSERT INTO words (rowid, text) VALUES (?, ?)", NULL);

  for (guint i = 0; i < COMMIT && rows[i].remote_id != NULL; i++)
    {
      const Row *row = &rows[i];

      sqlite3_bind_int64 (entry, 1, row->id);
      sqlite3_bind_int64 (entry, 2, row->listing);
      sqlite3_bind_text (entry, 3, row->remote_id, -1, SQLITE_STATIC);
      sqlite3_bind_blob (entry, 4, row->uuid, 16, SQLITE_STATIC);
      sqlite3_bind_int64 (entry, 5, ((gint64)1 << 41) + i);
      sqlite3_bind_double (entry, 6, row->aspect);
      sqlite3_bind_int64 (entry, 7, row->color);
      sqlite3_bind_int64 (entry, 8, row->hash);
      g_assert_cmpint (sqlite3_step (entry), ==, SQLITE_DONE);
      sqlite3_reset (entry);
      sqlite3_bind_int64 (record, 1, row->id);
      sqlite3_bind_blob (record, 2, g_bytes_get_data (row->record, NULL),
                         (int)g_bytes_get_size (row->record), SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (record), ==, SQLITE_DONE);
      sqlite3_reset (record);
      sqlite3_bind_int64 (words, 1, row->id);
      sqlite3_bind_text (words, 2, row->words, -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (words), ==, SQLITE_DONE);
      sqlite3_reset (words);
    }
  return PF_DB_OK;
}

static gpointer
make_listings (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i <= PIN_BOARDS; i++)
    {
      g_autofree char *parent = i == 0 ? g_strdup ("") : g_strdup_printf ("%u", i);

      g_assert_true (pf_db_exec (db, error,
                                 "INSERT INTO listing (id, connection_id, kind, parent, revision, "
                                 "rewritten) VALUES (?, 'c', 'pins', ?, 1, 1)",
                                 "is", (gint64)i + 1, parent));
    }
  return PF_DB_OK;
}

static double
floor_run (gpointer data)
{
  Data *self = data;
  g_autofree char *folder = NULL;
  g_autoptr (PfContext) context = pin_context (&folder);
  PfMirror *mirror = pin_open_mirror (context);
  PfDb *db = pf_mirror_get_db (mirror);
  g_autoptr (GError) error = NULL;
  double start, took;

  pf_db_run (db, PF_DB_WRITE, make_listings, NULL, &error);
  g_assert_no_error (error);
  start = bench_wall ();
  for (guint i = 0; i < self->total; i += COMMIT)
    {
      pf_db_run (db, PF_DB_WRITE, insert_all, &g_array_index (self->rows, Row, i), &error);
      g_assert_no_error (error);
    }
  took = bench_wall () - start;
  pin_close_mirror (mirror);
  g_clear_object (&context);
  pf_files_remove_tree (folder);
  return took;
}

static double
product_run (gpointer data)
{
  Data *self = data;
  World *world = world_new ();
  PfMirror *mirror = pin_open_mirror (world->context);
  PfConnection *connection = fake_connection_new (ME, world->client);
  PfSync *sync = pf_sync_new (world->context, mirror, connection);
  PfSyncRun *run = pf_sync_get_run (sync);
  double start, took;
  guint n_done;

  script_server_reply (world->server, 200, NULL, "{\"items\":[],\"bookmark\":null}");
  for (guint i = 0; i < self->bodies->len; i++)
    script_server_reply (world->server, 200, NULL, self->bodies->pdata[i]);
  start = bench_wall ();
  pf_sync_run_begin (run);
  while (pf_sync_run_get_state (run) == PF_SYNC_RUN_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  took = bench_wall () - start;
  g_assert_cmpint (pf_sync_run_get_state (run), ==, PF_SYNC_RUN_DONE);
  g_object_get (run, "n-done", &n_done, NULL);
  g_assert_cmpuint (n_done, ==, self->total);
  g_object_unref (sync);
  g_object_unref (connection);
  pin_close_mirror (mirror);
  world_free (world);
  return took;
}

int
main (void)
{
  static const BenchSpec spec
      = { .id = "P11", .name = "sync-100k", .unit = "s", .gate = 1.8, .goal = 1.25 };
  Data data = { .total = pin_pages_total () };

  make_rows (&data);
  return bench_main (&spec, floor_run, product_run, &data);
}
