/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "die-with-parent.h"
#include "wire-rig.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The product over real sockets: accounts, client, media and outbox against the practice
 * server, which cuts the connection at every stage (safety.md PQ-2). The clock runs fifty
 * times as fast while a test waits.
 */

static gint64 count_rows (PfStore *store, const char *where);

static void
test_cuts (void)
{
  static const struct
  {
    const char *fault;
    guint made;
    PfOutboxState end;
  } cases[] = {
    { NULL, 1, PF_OUTBOX_DONE },
    /* The kernel had taken the connection, and bytes: nobody can say how far they came. */
    { "\"kind\": \"cut-before-accept\"", 0, PF_OUTBOX_UNKNOWN },
    { "\"kind\": \"cut-after-headers\"", 0, PF_OUTBOX_UNKNOWN },
    { "\"kind\": \"cut-in-request-body\", \"value\": 1", 0, PF_OUTBOX_UNKNOWN },
    { "\"kind\": \"cut-in-request-body\", \"value\": 600", 0, PF_OUTBOX_UNKNOWN },
    { "\"kind\": \"cut-before-commit\"", 0, PF_OUTBOX_UNKNOWN },
    { "\"kind\": \"cut-after-commit\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"cut-after-reply-line\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"cut-mid-body\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"reset\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"truncated\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"wrong-content-type\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"hostile-json\", \"value\": \"nul\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"status\", \"value\": 500, \"commit\": true", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"status\", \"value\": 503", 0, PF_OUTBOX_UNKNOWN },
    { "\"kind\": \"429\", \"value\": 5", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"token-revoked\"", 1, PF_OUTBOX_DONE },
    { "\"kind\": \"twice\"", 2, PF_OUTBOX_ASK },
  };
  Wire wire;
  g_autofree char *board = NULL;
  g_autoptr (PfOutboxRow) made = NULL;

  wire_open (&wire);
  board = make_board (&wire, "Cuts", &wire.board_uuid);
  made = wait_row (&wire, board, TRUE);
  g_assert_cmpint (made->state, ==, PF_OUTBOX_DONE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = g_strdup_printf ("Cut %u", i);
      g_autofree char *json = NULL, *batch = NULL;
      g_autoptr (PfOutboxRow) row = NULL;
      guint before = count_pins (&wire);

      g_test_message ("%s", cases[i].fault != NULL ? cases[i].fault : "no fault");
      if (cases[i].fault != NULL)
        {
          g_autoptr (Answer) armed = NULL;

          json = g_strdup_printf ("{%s, \"match\": \"*/pins\"}", cases[i].fault);
          armed = control (wire.server, "POST", "/fault", json);
          g_assert_cmpuint (armed->status, ==, 200);
        }
      batch = make_pin (&wire, title, 200 + i * 10);
      row = wait_row (&wire, batch, cases[i].end != PF_OUTBOX_UNKNOWN);
      g_test_message ("-> %s %s", pf_outbox_state_to_string (row->state), row->error_message);
      g_assert_cmpstr (pf_outbox_state_to_string (row->state), ==,
                       pf_outbox_state_to_string (cases[i].end));
      g_assert_cmpuint (count_pins (&wire) - before, ==, cases[i].made);
      if (row->state == PF_OUTBOX_UNKNOWN)
        {
          WAIT (&wire, gone,
                pf_outbox_discard_async (wire.outbox, row->uuid, NULL, keep_result, &gone));
          g_assert_true (pf_outbox_discard_finish (wire.outbox, gone, NULL));
        }
    }
  wire_close (&wire);
}

static char *
keep_jpeg (Wire *self, guint width, guint height)
{
  g_autofree char *base64 = jpeg_base64 (width, height, TRUE);
  gsize length = 0;
  guchar *jpeg = g_base64_decode (base64, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (jpeg, length);
  WAIT (self, kept, pf_store_keep_blob_async (self->store, bytes, NULL, keep_result, &kept));

  return pf_store_keep_blob_finish (self->store, kept, NULL);
}

static char *
enqueue_draft (Wire *self, PfDraft *draft)
{
  g_autoptr (GError) error = NULL;
  char *batch;
  WAIT (self, result,
        pf_outbox_create_pin_async (self->outbox, self->connection, draft, NULL, keep_result,
                                    &result));

  batch = pf_outbox_enqueue_finish (self->outbox, result, NULL, &error);
  g_assert_no_error (error);
  pf_outbox_release (self->outbox, batch);
  return batch;
}

static void
set_text (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static JsonObject *
find_pin (Answer *state, const char *id)
{
  JsonArray *pins = json_object_get_array_member (answer_object (state), "pins");

  for (guint i = 0; i < json_array_get_length (pins); i++)
    {
      JsonObject *pin = json_array_get_object_element (pins, i);

      if (g_strcmp0 (json_object_get_string_member (pin, "id"), id) == 0)
        return pin;
    }
  g_assert_not_reached ();
}

/* Three pictures with words of their own, one of them cut, arrive as one pin. */
static void
test_carousel (void)
{
  g_autoptr (PfDraft) draft = NULL;
  g_autoptr (PfOutboxRow) made = NULL, row = NULL;
  g_autofree char *board = NULL, *batch = NULL;
  Wire wire;

  wire_open (&wire);
  board = make_board (&wire, "Rows", &wire.board_uuid);
  made = wait_row (&wire, board, TRUE);
  draft = pf_draft_new (wire.context);
  set_text (&draft->title, "Three loaves");
  draft->board_uuid = g_strdup (wire.board_uuid);
  draft->media.kind = PF_PIN_KIND_CAROUSEL;
  draft->media.items = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_carousel_item_free);
  for (guint i = 0; i < 3; i++)
    {
      PfCarouselItem *item = pf_carousel_item_new ();
      g_autofree char *title = g_strdup_printf ("Loaf %u", i);

      item->blob = keep_jpeg (&wire, 200, 300 + i * 20);
      set_text (&item->title, title);
      if (i == 1)
        item->edit = (PfMediaEdit){ .x = 10, .y = 20, .width = 100, .height = 150 };
      g_ptr_array_add (draft->media.items, item);
    }
  draft->blob = g_strdup (((PfCarouselItem *)g_ptr_array_index (draft->media.items, 0))->blob);
  batch = enqueue_draft (&wire, draft);
  row = wait_row (&wire, batch, TRUE);
  g_assert_cmpstr (row->error_message, ==, NULL);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_DONE);
  {
    g_autoptr (Answer) state = control (wire.server, "GET", "/state", NULL);
    JsonObject *pin = find_pin (state, row->remote_id);
    JsonArray *pictures;

    g_assert_cmpstr (json_object_get_string_member (pin, "media_type"), ==, "multiple_images");
    pictures = json_object_get_array_member (pin, "pictures");
    g_assert_cmpuint (json_array_get_length (pictures), ==, 3);
    g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (pictures, 1),
                                                 "width"),
                     ==, 100);
    g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (pictures, 1),
                                                 "height"),
                     ==, 150);
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (pictures, 2),
                                                    "title"),
                     ==, "Loaf 2");
  }
  wire_close (&wire);
}

static PfDraft *
make_video_draft (Wire *self, const char *title)
{
  PfDraft *draft = pf_draft_new (self->context);
  g_autofree char *path = g_build_filename (self->folder, "clip.mp4", NULL);
  g_autofree char *bytes = g_malloc0 (3 * 1000 * 1000);
  g_autoptr (GError) error = NULL;

  memcpy (bytes,
          "\0\0\0\x10"
          "ftypisom",
          12);
  g_assert_true (g_file_set_contents (path, bytes, 3 * 1000 * 1000, NULL));
  {
    WAIT (self, kept,
          pf_store_keep_file_async (self->store, path, 10 * 1000 * 1000, NULL, keep_result, &kept));
    draft->blob = pf_store_keep_file_finish (self->store, kept, &error);
    g_assert_no_error (error);
  }
  set_text (&draft->title, title);
  draft->board_uuid = g_strdup (self->board_uuid);
  draft->media.kind = PF_PIN_KIND_VIDEO;
  draft->media.cover_time = 2;
  return draft;
}

/* How often a video was sent, as the server counts. */
static guint
count_media (Wire *self)
{
  g_autoptr (Answer) state = control (self->server, "GET", "/state", NULL);
  JsonObject *counts = json_object_get_object_member (answer_object (state), "requests");

  return (guint)json_object_get_int_member_with_default (counts, "media/upload", 0);
}

/* Registered, sent, waited for, pinned; a process that dies on the way goes on where it was. */
static void
test_video (void)
{
  g_autoptr (PfOutboxRow) made = NULL;
  g_autofree char *board = NULL;
  Wire wire;

  wire_open (&wire);
  board = make_board (&wire, "Moving", &wire.board_uuid);
  made = wait_row (&wire, board, TRUE);
  {
    g_autoptr (PfDraft) draft = make_video_draft (&wire, "With a frame");
    g_autofree char *batch = enqueue_draft (&wire, draft);
    g_autoptr (PfOutboxRow) row = wait_row (&wire, batch, TRUE);
    g_autoptr (Answer) state = NULL;

    g_assert_cmpstr (row->error_message, ==, NULL);
    g_assert_cmpint (row->state, ==, PF_OUTBOX_DONE);
    g_assert_cmpint (row->kind, ==, PF_PIN_KIND_VIDEO);
    state = control (wire.server, "GET", "/state", NULL);
    g_assert_cmpstr (json_object_get_string_member (find_pin (state, row->remote_id), "media_type"),
                     ==, "video");
    g_assert_cmpuint (count_media (&wire), ==, 1);
  }
  {
    /* Sent, and the engine dies while Pinterest works on it: nothing is sent again. */
    g_autoptr (PfDraft) draft = make_video_draft (&wire, "With a cover");
    g_autofree char *batch = NULL;
    g_autoptr (PfOutboxRow) row = NULL;
    g_autoptr (GError) error = NULL;

    draft->media.cover_time = -1;
    draft->media.cover_blob = keep_jpeg (&wire, 300, 400);
    batch = enqueue_draft (&wire, draft);
    for (guint i = 0;
         count_rows (wire.store, "payload LIKE '%\"uploaded\":1%' AND state = 'sending'") == 0; i++)
      {
        g_assert_cmpuint (i, <, 5000);
        step (&wire);
      }
    stop_outbox (&wire);
    wire.outbox = pf_outbox_new (wire.store, wire.mirror, wire.connections);
    {
      WAIT (&wire, started, pf_outbox_start_async (wire.outbox, NULL, keep_result, &started));
      g_assert_true (pf_outbox_start_finish (wire.outbox, started, &error));
    }
    row = wait_row (&wire, batch, TRUE);
    g_assert_cmpstr (row->error_message, ==, NULL);
    g_assert_cmpint (row->state, ==, PF_OUTBOX_DONE);
    g_assert_cmpuint (count_media (&wire), ==, 2);
  }
  {
    /* Refused by Pinterest: said, and a draft again if somebody wants. */
    g_autoptr (Answer) fails = control (wire.server, "POST", "/switch", "{\"media_fails\": true}");
    g_autoptr (PfDraft) draft = make_video_draft (&wire, "Refused");
    g_autofree char *batch = enqueue_draft (&wire, draft);
    g_autoptr (PfOutboxRow) row = wait_row (&wire, batch, TRUE);

    g_assert_cmpint (row->state, ==, PF_OUTBOX_FAILED);
    g_assert_nonnull (strstr (row->error_message, "could not be used"));
  }
  wire_close (&wire);
}

#define N_PROCESSES 8
#define N_ROWS 80

static gpointer
fill (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Wire *self = data;

  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autoptr (PfOutboxRecord) record = pf_outbox_record_new ();
      PfOutboxRow *row = &record->row;

      row->uuid = g_strdup_printf ("row-%u", i);
      row->batch_id = g_strdup_printf ("batch-%u", i);
      row->object_uuid = g_uuid_string_random ();
      row->board_uuid = g_strdup (self->board_uuid);
      row->connection_id = g_strdup (pf_connection_get_id (self->connection));
      record->service = g_strdup ("practice");
      record->content_type = g_strdup ("image/jpeg");
      row->op = PF_OP_CREATE_PIN;
      row->state = PF_OUTBOX_QUEUED;
      row->title = g_strdup_printf ("Many %u", i);
      row->blob = g_strdup (self->blob);
      row->created_at = g_get_real_time ();
      if (!pf_outbox_insert (db, record, error))
        return NULL;
    }
  return PF_DB_OK;
}

static gpointer
count_where (sqlite3 *db, gpointer where, GCancellable *cancellable, GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT COUNT (*) FROM outbox WHERE ", where, NULL);
  gint64 n = pf_db_get_int (db, error, sql, "");

  return g_memdup2 (&n, sizeof n);
}

static gint64
count_rows (PfStore *store, const char *where)
{
  g_autofree gint64 *n
      = pf_db_run (pf_store_get_db (store), PF_DB_READ, count_where, (gpointer)where, NULL);

  g_assert_nonnull (n);
  return *n;
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

#define AWAIT(result, call)                                                                        \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  call;                                                                                            \
  await (&result)

/* One of the processes: all of core on the real clock, until nothing is due any more. */
static void
deliver (const char *folder, const char *runtime_dir)
{
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autofree char *libexec = g_build_filename (folder, "libexec", NULL);
  g_autoptr (PfSecretStore) secrets = make_keyring (folder);
  PfContextParts parts = { .secrets = secrets,
                           .data_dir = data,
                           .cache_dir = cache,
                           .runtime_dir = runtime_dir,
                           .libexec_dir = libexec };
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  PfContext *context;
  PfStore *store;
  PfConnections *connections;
  PfMirror *mirror;
  PfOutbox *outbox;

  g_timeout_add (50, on_tick, NULL);
  context = pf_context_new (&parts, NULL);
  {
    AWAIT (opened, pf_store_open_async (context, NULL, keep_result, &opened));
    store = pf_store_open_finish (opened, NULL);
  }
  connections = pf_connections_new (store);
  {
    AWAIT (loaded, pf_connections_load_async (connections, NULL, keep_result, &loaded));
    g_assert_true (pf_connections_load_finish (connections, loaded, NULL));
  }
  {
    AWAIT (opened, pf_mirror_open_async (context, NULL, keep_result, &opened));
    mirror = pf_mirror_open_finish (opened, NULL);
  }
  outbox = pf_outbox_new (store, mirror, connections);
  {
    AWAIT (started, pf_outbox_start_async (outbox, NULL, keep_result, &started));
    g_assert_true (pf_outbox_start_finish (outbox, started, NULL));
  }
  while (count_rows (store, "state NOT IN ('done', 'unknown')") > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  _exit (0);
}

static GSubprocess *
spawn_deliverer (Wire *self)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, DIE_WITH_PARENT_DATA, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--deliver", self->folder,
                                         self->server->folder, NULL);
  g_assert_no_error (error);
  return process;
}

/* Which one holds the lock of delivery, as the kernel knows it. */
static guint
find_deliverer (Wire *self, GSubprocess **processes)
{
  g_autofree char *path = g_build_filename (self->folder, "data", "locks", "deliver.lock", NULL);
  g_autofree char *text = NULL;
  g_autofree char *inode = NULL;
  g_auto (GStrv) lines = NULL;
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  inode = g_strdup_printf (":%lu ", (gulong)info.st_ino);
  g_assert_true (g_file_get_contents ("/proc/locks", &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    for (guint j = 0; strstr (lines[i], inode) != NULL && j < N_PROCESSES; j++)
      {
        g_autofree char *pid = g_strdup_printf (" %s ", g_subprocess_get_identifier (processes[j]));

        if (strstr (lines[i], pid) != NULL)
          return j;
      }
  g_assert_not_reached ();
}

/* Every title once, and none without its row: the server's own account of it. */
static void
check_server (Wire *self)
{
  g_autoptr (Answer) state = control (self->server, "GET", "/state", NULL);
  JsonArray *pins = json_object_get_array_member (answer_object (state), "pins");
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 n_done = count_rows (self->store, "state = 'done' AND op = 'create-pin'");
  gint64 n_unknown = count_rows (self->store, "state = 'unknown'");

  for (guint i = 0; i < json_array_get_length (pins); i++)
    {
      JsonObject *pin = json_array_get_object_element (pins, i);

      g_assert_true (
          g_hash_table_add (titles, (gpointer)json_object_get_string_member (pin, "title")));
    }
  g_test_message ("%u pins, %d done, %d in doubt", g_hash_table_size (titles), (int)n_done,
                  (int)n_unknown);
  /* What the killed one had on its way is at most one row, and in doubt it is asked, not sent. */
  g_assert_cmpint (n_unknown, <=, 1);
  g_assert_cmpint (n_done + n_unknown, ==, N_ROWS);
  g_assert_cmpuint (g_hash_table_size (titles), >=, n_done);
  g_assert_cmpuint (g_hash_table_size (titles), <=, n_done + n_unknown);
}

static void
test_killed_deliverer (void)
{
  Wire wire;
  GSubprocess *processes[N_PROCESSES];
  g_autofree char *base64 = jpeg_base64 (200, 300, FALSE);
  g_autofree char *board = NULL;
  guint killed;
  g_autoptr (PfOutboxRow) made = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  guchar *jpeg = g_base64_decode (base64, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (jpeg, length);

  wire_open (&wire);
  board = make_board (&wire, "Many", &wire.board_uuid);
  made = wait_row (&wire, board, TRUE);
  g_assert_cmpint (made->state, ==, PF_OUTBOX_DONE);
  {
    WAIT (&wire, kept, pf_store_keep_blob_async (wire.store, bytes, NULL, keep_result, &kept));
    wire.blob = pf_store_keep_blob_finish (wire.store, kept, &error);
    g_assert_no_error (error);
  }
  stop_outbox (&wire);
  pf_db_run (pf_store_get_db (wire.store), PF_DB_WRITE, fill, &wire, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < N_PROCESSES; i++)
    processes[i] = spawn_deliverer (&wire);
  for (guint i = 0; count_pins (&wire) < N_ROWS / 4; i++)
    {
      g_assert_cmpuint (i, <, 3000);
      g_usleep (10000);
    }
  /* In the middle of a request whose answer lets itself be waited for. */
  {
    g_autoptr (Answer) armed
        = control (wire.server, "POST", "/fault",
                   "{\"kind\": \"delay-reply\", \"value\": 1000, \"match\": \"*/pins\"}");
    g_assert_cmpuint (armed->status, ==, 200);
  }
  g_usleep (200 * 1000);
  killed = find_deliverer (&wire, processes);
  g_subprocess_force_exit (processes[killed]);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_assert_true (g_subprocess_wait (processes[i], NULL, NULL));
      if (i != killed && !g_subprocess_get_successful (processes[i]))
        g_error ("A process ended with status %d", g_subprocess_get_status (processes[i]));
      g_object_unref (processes[i]);
    }
  check_server (&wire);
  wire_close (&wire);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--deliver"))
    {
      deliver (argv[2], argv[3]);
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/wire/PQ-2+PQ-3/cut-at-every-stage", test_cuts);
  g_test_add_func ("/outbox/wire/PQ-15/carousel", test_carousel);
  g_test_add_func ("/outbox/wire/PQ-3+PQ-15/video", test_video);
  g_test_add_func ("/outbox/wire/PQ-4+DB-1/8-processes-one-killed", test_killed_deliverer);
  return g_test_run ();
}
