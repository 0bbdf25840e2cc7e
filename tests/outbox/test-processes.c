/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rig.h"

#include "die-with-parent.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Eight processes on one data folder, two hundred due rows: two hundred creates, not one
 * more (safety.md PQ-4, DB-1).
 * The program runs itself; the service is a file they all append to.
 */

#define N_PROCESSES 8
#define N_ROWS 200
#define N_BOARDS 8

static char *
board_id (guint i)
{
  return g_strdup_printf ("90071992547409%02u", i);
}

typedef struct
{
  char *folder;
  PfContext *context;
  PfStore *store;
  FakeWorld *world;
  PfOutbox *outbox;
} Process;

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* On the real clock: the processes share nothing else. */
static void
process_open (Process *self, const char *folder)
{
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autofree char *run = g_build_filename (folder, "run", NULL);
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (GAsyncResult) opened = NULL, started = NULL;
  g_autoptr (GError) error = NULL;
  PfContextParts parts
      = { .secrets = secrets, .data_dir = data, .cache_dir = cache, .runtime_dir = run };

  self->folder = g_strdup (folder);
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  pf_store_open_async (self->context, NULL, keep_result, &opened);
  wait_for (&opened);
  self->store = pf_store_open_finish (opened, &error);
  g_assert_no_error (error);
  self->world = fake_world_new (pf_context_get_clock (self->context));
  self->world->log_path = g_build_filename (folder, "world", NULL);
  self->world->delay_us = 2000;
  /* Ids that no other process gives. */
  self->world->next_id += (gint64)getpid () * 1000000;
  fake_world_add_account (self->world, "one");
  for (guint i = 0; i < N_BOARDS; i++)
    {
      g_autofree char *id = board_id (i);

      fake_world_keep_board (self->world, id, id);
    }
  self->outbox = pf_outbox_new_with_delivery (self->store, NULL, PF_DELIVERY (self->world));
  pf_outbox_start_async (self->outbox, NULL, keep_result, &started);
  wait_for (&started);
  pf_outbox_start_finish (self->outbox, started, &error);
  g_assert_no_error (error);
}

static gpointer
count_open (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 n = pf_db_get_int (db, error, "SELECT COUNT (*) FROM outbox WHERE state <> 'done'", "");

  return g_memdup2 (&n, sizeof n);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Delivers, or watches, until all is done. */
static void
deliver (const char *folder)
{
  Process self = { 0 };
  guint tick = g_timeout_add (50, on_tick, NULL);
  gint64 until = g_get_monotonic_time () + 100 * G_USEC_PER_SEC;

  process_open (&self, folder);
  for (;;)
    {
      g_autofree gint64 *n
          = pf_db_run (pf_store_get_db (self.store), PF_DB_READ, count_open, NULL, NULL);

      if (*n == 0)
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
  pf_outbox_stop (self.outbox);
  _exit (0);
}

static gpointer
fill (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!pf_db_exec (db, error, "INSERT INTO blob VALUES (?, 8, 1)", "s", data))
    return NULL;
  for (guint i = 0; i < N_BOARDS; i++)
    {
      g_autofree char *uuid = g_strdup_printf ("board-%u", i);
      g_autofree char *remote = board_id (i);

      if (!pf_db_exec (db, error, "INSERT INTO object VALUES (?, 'one', 'board', ?)", "ss", uuid,
                       remote))
        return NULL;
    }
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autoptr (PfOutboxRecord) record = pf_outbox_record_new ();
      PfOutboxRow *row = &record->row;

      row->uuid = g_strdup_printf ("row-%u", i);
      row->batch_id = g_strdup_printf ("batch-%u", i);
      row->object_uuid = g_strdup_printf ("object-%u", i);
      row->board_uuid = g_strdup_printf ("board-%u", i % N_BOARDS);
      row->connection_id = g_strdup ("one");
      record->service = g_strdup ("practice");
      record->content_type = g_strdup ("image/jpeg");
      row->op = PF_OP_CREATE_PIN;
      row->state = PF_OUTBOX_QUEUED;
      row->title = g_strdup_printf ("Pin %u", i);
      row->blob = g_strdup (data);
      record->has_fingerprint = TRUE;
      record->fingerprint = g_str_hash (row->title);
      row->created_at = 1;
      if (!pf_outbox_insert (db, record, error))
        return NULL;
    }
  return PF_DB_OK;
}

static GSubprocess *
spawn_self (const char *folder)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, DIE_WITH_PARENT_DATA, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--deliver", folder, NULL);
  g_assert_no_error (error);
  return process;
}

static void
prepare (const char *folder)
{
  Rig rig;
  g_autofree char *sha = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "prepared x", -1);
  g_autofree char *path = g_build_filename (folder, "data", "blobs", sha, NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  rig_init_at (&rig, folder, RIG_START_US, 1);
  g_mkdir_with_parents (dir, 0700);
  g_assert_true (g_file_set_contents (path, "prepared x", -1, NULL));
  pf_db_run (pf_store_get_db (rig.store), PF_DB_WRITE, fill, sha, &error);
  g_assert_no_error (error);
  g_free (rig.folder);
  rig.folder = rig_make_folder ();
  rig_clear (&rig);
}

static void
check_world (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "world", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      char *title = strstr (*line, "Pin ");

      strchr (title, '\t')[0] = '\0';
      g_assert_true (g_hash_table_add (titles, title));
      n++;
    }
  g_assert_cmpuint (n, ==, N_ROWS);
}

static void
test_processes (void)
{
  g_autofree char *folder = rig_make_folder ();
  GSubprocess *processes[N_PROCESSES];

  prepare (folder);
  for (guint i = 0; i < N_PROCESSES; i++)
    processes[i] = spawn_self (folder);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_assert_true (g_subprocess_wait_check (processes[i], NULL, NULL));
      g_object_unref (processes[i]);
    }
  check_world (folder);
  pf_files_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--deliver"))
    {
      deliver (argv[2]);
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/PQ-4+DB-1/8-processes-200-rows", test_processes);
  return g_test_run ();
}
