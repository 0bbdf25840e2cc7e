/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include <string.h>

static void
save (PfStore *store, const PfDraft *draft)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_store_save_draft_async (store, draft, NULL, await_keep, &result));

  g_assert_true (pf_store_save_draft_finish (store, result, &error));
  g_assert_no_error (error);
}

static void delete (PfStore *store, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_store_delete_draft_async (store, uuid, NULL, await_keep, &result));

  g_assert_true (pf_store_delete_draft_finish (store, result, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list (PfStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *drafts;
  WAIT (result, pf_store_list_drafts_async (store, NULL, await_keep, &result));

  drafts = pf_store_list_drafts_finish (store, result, &error);
  g_assert_no_error (error);
  return drafts;
}

static char *
keep_blob (PfStore *store, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  char *sha256;
  WAIT (result, pf_store_keep_blob_async (store, bytes, NULL, await_keep, &result));

  sha256 = pf_store_keep_blob_finish (store, result, &error);
  g_assert_no_error (error);
  return sha256;
}

static GBytes *
load_blob (PfStore *store, const char *sha256, GError **error)
{
  WAIT (result, pf_store_load_blob_async (store, sha256, NULL, await_keep, &result));

  return pf_store_load_blob_finish (store, result, error);
}

static void
sweep (PfStore *store)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_store_sweep_blobs_async (store, await_keep, &result));

  g_assert_true (pf_store_sweep_blobs_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
count_signal (PfStore *store, guint tables, gpointer data)
{
  guint *seen = data;

  *seen |= tables;
}

static void
test_round_trip (void)
{
  World world;
  PfStore *store;
  guint seen = 0;
  g_autoptr (PfDraft) draft = NULL;
  g_autoptr (PfDraft) second = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GBytes) picture = g_bytes_new_static ("picture", 7);
  const PfDraft *read;

  world_init (&world);
  store = must_open_store (world.context);
  g_signal_connect (store, "changed", G_CALLBACK (count_signal), &seen);
  draft = pf_draft_new (world.context);
  draft->connection_id = g_strdup ("c1");
  draft->board_uuid = g_strdup ("b1");
  draft->section_uuid = g_strdup ("s1");
  g_free (draft->title);
  draft->title = g_strdup ("Title “with” 'quotes' ü");
  g_free (draft->description);
  draft->description = g_strdup ("Two\nlines");
  g_free (draft->alt_text);
  draft->alt_text = g_strdup ("Alt");
  g_free (draft->link);
  draft->link = g_strdup ("https://example.org/");
  draft->blob = keep_blob (store, picture);
  draft->picture_name = g_strdup ("a.jpg");
  draft->width = 400;
  draft->height = 600;
  draft->problem = g_strdup ("Because");
  save (store, draft);
  draft->width = 401;
  save (store, draft);
  second = pf_draft_new (world.context);
  save (store, second);
  close_store (store);
  g_assert_cmpuint (seen, ==, PF_STORE_DRAFTS);

  store = must_open_store (world.context);
  drafts = list (store);
  g_assert_cmpuint (drafts->len, ==, 2);
  g_assert_cmpstr (((PfDraft *)drafts->pdata[0])->uuid, ==, second->uuid);
  read = drafts->pdata[1];
  g_assert_cmpstr (read->uuid, ==, draft->uuid);
  g_assert_cmpstr (read->connection_id, ==, "c1");
  g_assert_cmpstr (read->board_uuid, ==, "b1");
  g_assert_cmpstr (read->section_uuid, ==, "s1");
  g_assert_cmpstr (read->title, ==, draft->title);
  g_assert_cmpstr (read->description, ==, draft->description);
  g_assert_cmpstr (read->alt_text, ==, "Alt");
  g_assert_cmpstr (read->link, ==, draft->link);
  g_assert_cmpstr (read->blob, ==, draft->blob);
  g_assert_cmpstr (read->picture_name, ==, "a.jpg");
  g_assert_cmpint (read->width, ==, 401);
  g_assert_cmpint (read->height, ==, 600);
  g_assert_cmpstr (read->problem, ==, "Because");
  g_assert_cmpint (read->created_at, ==, draft->created_at);
  g_assert_cmpint (read->modified_at, >=, draft->modified_at);
  delete (store, second->uuid);
  g_clear_pointer (&drafts, g_ptr_array_unref);
  drafts = list (store);
  g_assert_cmpuint (drafts->len, ==, 1);
  close_store (store);
  world_clear (&world);
}

/* Personal text that was deleted is in no file any more, however it was written. */
static gboolean
folder_holds (const char *folder, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          if (folder_holds (path, needle))
            return TRUE;
        }
      else if (g_file_get_contents (path, &bytes, &length, NULL)
               && memmem (bytes, length, needle, strlen (needle)) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
test_deleted_is_gone (void)
{
  static const char needle[] = "Needle-of-a-draft-7f3a";
  World world;
  PfStore *store;
  g_autofree char *data = NULL;
  g_autoptr (PfDraft) draft = NULL;
  GString *text = g_string_new (NULL);

  world_init (&world);
  data = world_path (&world, "");
  store = must_open_store (world.context);
  draft = pf_draft_new (world.context);
  /* Long, so that it spills over several pages. */
  for (int i = 0; i < 1000; i++)
    g_string_append (text, needle);
  g_free (draft->description);
  draft->description = g_string_free (text, FALSE);
  save (store, draft);
  g_assert_true (folder_holds (data, needle));
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (PfDraft) other = pf_draft_new (world.context);
      save (store, other);
    }
  delete (store, draft->uuid);
  g_assert_false (folder_holds (data, needle));
  close_store (store);
  g_assert_false (folder_holds (data, needle));
  world_clear (&world);
}

static void
test_blob_is_immune (void)
{
  World world;
  PfStore *store;
  g_autofree char *source = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *again = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  world_init (&world);
  store = must_open_store (world.context);
  source = g_build_filename (world.folder, "source.jpg", NULL);
  g_assert_true (g_file_set_contents (source, "original", 8, NULL));
  mapped = g_mapped_file_new (source, FALSE, NULL);
  bytes = g_mapped_file_get_bytes (mapped);
  sha256 = keep_blob (store, bytes);
  g_assert_cmpstr (sha256, ==, "0682c5f2076f099c34cfdd15a9e063849ed437a49677e6fcc5b4198c76575be5");
  again = keep_blob (store, bytes);
  g_assert_cmpstr (again, ==, sha256);
  name = g_strconcat ("blobs/", sha256, NULL);
  kept = world_path (&world, name);
  g_assert_cmpint (g_stat (kept, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  /* Edited in place, replaced, then deleted. */
  g_assert_true (
      g_file_set_contents_full (source, "modified", 8, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  loaded = load_blob (store, sha256, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (loaded, NULL), g_bytes_get_size (loaded), "original", 8);
  g_unlink (source);
  g_clear_pointer (&loaded, g_bytes_unref);
  loaded = load_blob (store, sha256, &error);
  g_assert_nonnull (loaded);

  /* Bytes that changed in the store itself are never handed out. */
  g_assert_true (g_file_set_contents (kept, "0riginal", 8, NULL));
  g_clear_pointer (&loaded, g_bytes_unref);
  loaded = load_blob (store, sha256, &error);
  g_assert_error (error, PF_ERROR, PF_ERROR_DAMAGED);
  g_clear_error (&error);
  /* Giving the picture again heals it. */
  g_free (again);
  {
    g_autoptr (GBytes) original = g_bytes_new_static ("original", 8);
    again = keep_blob (store, original);
  }
  loaded = load_blob (store, sha256, &error);
  g_assert_no_error (error);
  g_clear_pointer (&loaded, g_bytes_unref);
  g_assert_null (load_blob (store, "../pinfold.db", &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  close_store (store);
  world_clear (&world);
}

static PfContext *
make_context (World *world, PfVirtualClock *clock)
{
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autofree char *data = world_path (world, "");
  PfContextParts parts = { .clock = PF_CLOCK (clock),
                           .secrets = secrets,
                           .data_dir = data,
                           .cache_dir = data,
                           .runtime_dir = data };

  return pf_context_new (&parts, NULL);
}

static void
test_sweep (void)
{
  World world;
  PfStore *store;
  g_autoptr (PfVirtualClock) clock = pf_virtual_clock_new (g_get_real_time ());
  g_autoptr (PfContext) context = NULL;
  g_autoptr (PfDraft) draft = NULL;
  g_autoptr (GBytes) used = g_bytes_new_static ("used", 4);
  g_autoptr (GBytes) unused = g_bytes_new_static ("unused", 6);
  g_autofree char *unused_sha = NULL;
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  context = make_context (&world, clock);
  store = must_open_store (context);
  draft = pf_draft_new (context);
  draft->blob = keep_blob (store, used);
  save (store, draft);
  unused_sha = keep_blob (store, unused);
  sweep (store);
  loaded = load_blob (store, unused_sha, &error);
  g_assert_no_error (error); /* young: may be on its way into a draft */
  pf_virtual_clock_advance (clock, 61 * 60 * (gint64)G_USEC_PER_SEC);
  sweep (store);
  g_assert_null (load_blob (store, unused_sha, &error));
  g_clear_error (&error);
  g_clear_pointer (&loaded, g_bytes_unref);
  loaded = load_blob (store, draft->blob, &error);
  g_assert_no_error (error);
  close_store (store);
  world_clear (&world);
}

static gpointer
add_row (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *payload = g_strdup_printf ("{\"media\":{\"upload\":\"%s\"}}", (char *)data);

  return pf_db_exec (
             db, error,
             "INSERT INTO outbox (uuid, seq, connection_id, service, op, object_uuid,"
             " payload, batch_id, state, created_at, modified_at)"
             " VALUES ('r', 1, 'c', 'practice', 'create-pin', 'o', ?, 'b', 'sending', 1, ?)",
             "si", payload, g_get_real_time ())
             ? PF_DB_OK
             : NULL;
}

static gpointer
end_row (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return pf_db_exec (db, error, "UPDATE outbox SET state = 'done'", NULL) ? PF_DB_OK : NULL;
}

/* The pictures of a carousel and the cover of a video go when their row is over, as others do. */
static void
test_sweep_rows (void)
{
  World world;
  PfStore *store;
  g_autoptr (PfVirtualClock) clock = pf_virtual_clock_new (g_get_real_time ());
  g_autoptr (PfContext) context = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one of five", 11);
  g_autofree char *sha = NULL;
  const gint64 hour = 60 * 60 * (gint64)G_USEC_PER_SEC;

  world_init (&world);
  context = make_context (&world, clock);
  store = must_open_store (context);
  sha = keep_blob (store, bytes);
  g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_WRITE, add_row, sha, NULL));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) loaded = NULL;

      pf_virtual_clock_advance (clock, i == 1 ? hour : 26 * hour);
      sweep (store);
      loaded = load_blob (store, sha, NULL);
      g_assert_true ((loaded != NULL) == (i < 2));
      if (i == 1)
        g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_WRITE, end_row, NULL, NULL));
    }
  close_store (store);
  world_clear (&world);
}

static gpointer
set_row (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const char **row = data;

  return pf_db_exec (
             db, error,
             "INSERT OR REPLACE INTO outbox (uuid, seq, connection_id, service, op,"
             " object_uuid, payload, batch_id, state, created_at, modified_at)"
             " VALUES ('row', 1, 'c1', 'practice', 'create-pin', ?, '{}', 'batch', ?, 1, 1)",
             "ss", row[0], row[1])
             ? PF_DB_OK
             : NULL;
}

/* What is saved after the outbox has taken a draft does not bring it back; after Undo it is one. */
static void
test_not_beside_its_pin (void)
{
  static const struct
  {
    const char *state;
    guint n_drafts;
  } states[] = { { "held", 0 },   { "sending", 0 },   { "ask", 0 },   { "done", 0 },
                 { "undone", 1 }, { "discarded", 1 }, { "failed", 1 } };
  World world;
  PfStore *store;
  g_autoptr (PfDraft) draft = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  draft = pf_draft_new (world.context);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      const char *row[] = { draft->uuid, states[i].state };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) drafts = NULL;

      pf_db_run (pf_store_get_db (store), PF_DB_WRITE, set_row, row, &error);
      g_assert_no_error (error);
      save (store, draft);
      drafts = list (store);
      g_assert_cmpuint (drafts->len, ==, states[i].n_drafts);
      delete (store, draft->uuid);
    }
  close_store (store);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/draft/round-trip", test_round_trip);
  g_test_add_func ("/store/draft/DB-6/deleted-text-is-gone", test_deleted_is_gone);
  g_test_add_func ("/store/draft/not-beside-its-pin", test_not_beside_its_pin);
  g_test_add_func ("/store/blob/PQ-15/source-cannot-change-it", test_blob_is_immune);
  g_test_add_func ("/store/blob/sweep", test_sweep);
  g_test_add_func ("/store/blob/sweep-rows", test_sweep_rows);
  return g_test_run ();
}
