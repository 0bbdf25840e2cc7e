/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../account/file-keyring.h"
#include "wire-rig.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ACCOUNT "annaskitchen"

void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

void
step (Wire *self)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_usleep (2000);
  pf_virtual_clock_advance (self->clock, 100 * 1000);
}

void
wait_for (Wire *self, GAsyncResult **result)
{
  for (guint i = 0; *result == NULL; i++)
    {
      g_assert_cmpuint (i, <, 20000);
      step (self);
    }
}

static void
on_open_url (PfConnecting *connecting, const char *url, Wire *self)
{
  self->url = g_strdup (url);
}

typedef struct
{
  Server *server;
  char *location;
  gint done;
} Browser;

static gpointer
follow (gpointer data)
{
  Browser *browser = data;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", browser->location);
  g_autoptr (GBytes) body = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  body = soup_session_send_and_read (session, message, NULL, NULL);
  g_atomic_int_set (&browser->done, 1);
  return NULL;
}

/* What a person does in the browser. */
static void
allow (Wire *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->url, G_URI_FLAGS_ENCODED_QUERY, NULL);
  g_autofree char *json = g_strdup_printf ("{\"url\": \"%s?%s\", \"account\": \"" ACCOUNT "\"}",
                                           g_uri_get_path (uri), g_uri_get_query (uri));
  g_autoptr (Answer) answer = control (self->server, "POST", "/consent", json);
  Browser browser = { .server = self->server };
  GThread *thread;

  browser.location = g_strdup (json_object_get_string_member (answer_object (answer), "location"));
  thread = g_thread_new ("browser", follow, &browser);
  while (g_atomic_int_get (&browser.done) == 0)
    step (self);
  g_thread_join (thread);
  g_free (browser.location);
}

static void
connect_account (Wire *self, const char *redirect)
{
  g_autoptr (PfSecret) secret = pf_secret_new ("practice-secret", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfConnecting) connecting = NULL;
  g_autoptr (GAsyncResult) ran = NULL;
  WAIT (self, saved,
        pf_connections_save_app_async (self->connections, "practice", "1234", redirect, secret,
                                       NULL, keep_result, &saved));

  pf_connections_save_app_finish (self->connections, saved, &error);
  g_assert_no_error (error);
  connecting = pf_connections_connect (self->connections, pf_catalogue_find ("practice"), NULL);
  g_signal_connect (connecting, "open-url", G_CALLBACK (on_open_url), self);
  pf_connecting_run_async (connecting, NULL, keep_result, &ran);
  while (self->url == NULL && ran == NULL)
    step (self);
  if (self->url != NULL)
    allow (self);
  wait_for (self, &ran);
  self->connection = pf_connecting_run_finish (connecting, ran, &error);
  g_assert_no_error (error);
}

/* Both helpers in one folder, as they are when installed. */
static char *
link_helpers (const char *folder)
{
  char *dir = g_build_filename (folder, "libexec", NULL);
  static const char *const variables[] = { "PINFOLD_PRACTICE", "PINFOLD_DECODE" };
  static const char *const names[] = { "pinfold-practice", "pinfold-decode" };

  g_mkdir_with_parents (dir, 0700);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      g_assert_cmpint (symlink (g_getenv (variables[i]), path), ==, 0);
    }
  return dir;
}

/* One that other processes of a test can read. */
PfSecretStore *
make_keyring (const char *folder)
{
  g_autofree char *keys = g_build_filename (folder, "keys", NULL);

  g_mkdir_with_parents (keys, 0700);
  return at_file_keyring_new (keys);
}

void
wire_open (Wire *self)
{
  g_autofree char *redirect
      = g_strdup_printf ("http://localhost:%d/", g_random_int_range (20000, 32000));
  const char *args[] = { "--redirect-uri", redirect, "--no-limits", NULL };
  g_autofree char *data = NULL, *cache = NULL, *libexec = NULL;
  g_autoptr (PfSecretStore) secrets = NULL;
  g_autoptr (GError) error = NULL;
  PfContextParts parts = { 0 };

  memset (self, 0, sizeof *self);
  self->server = server_start (args);
  self->folder = rig_make_folder ();
  parts.secrets = secrets = make_keyring (self->folder);
  parts.data_dir = data = g_build_filename (self->folder, "data", NULL);
  parts.cache_dir = cache = g_build_filename (self->folder, "cache", NULL);
  parts.runtime_dir = self->server->folder;
  parts.libexec_dir = libexec = link_helpers (self->folder);
  self->clock = pf_virtual_clock_new (g_get_real_time ());
  parts.clock = PF_CLOCK (self->clock);
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  {
    WAIT (self, opened, pf_store_open_async (self->context, NULL, keep_result, &opened));
    self->store = pf_store_open_finish (opened, &error);
    g_assert_no_error (error);
  }
  self->connections = pf_connections_new (self->store);
  {
    WAIT (self, loaded, pf_connections_load_async (self->connections, NULL, keep_result, &loaded));
    pf_connections_load_finish (self->connections, loaded, &error);
    g_assert_no_error (error);
  }
  connect_account (self, redirect);
  {
    WAIT (self, opened, pf_mirror_open_async (self->context, NULL, keep_result, &opened));
    self->mirror = pf_mirror_open_finish (opened, &error);
    g_assert_no_error (error);
  }
  self->outbox = pf_outbox_new (self->store, self->mirror, self->connections);
  {
    WAIT (self, started, pf_outbox_start_async (self->outbox, NULL, keep_result, &started));
    pf_outbox_start_finish (self->outbox, started, &error);
    g_assert_no_error (error);
  }
}

/* A row is done before the mirror has what it did: that is written by another thread, in its own
 * time. Until the end of all that is told nothing of the mirror can be said. */
void
wait_until_mirrored (Wire *self)
{
  for (guint i = 0; pf_outbox_is_busy (self->outbox); i++)
    {
      g_assert_cmpuint (i, <, 20000);
      step (self);
    }
}

void
stop_outbox (Wire *self)
{
  if (self->outbox == NULL)
    return;
  pf_outbox_stop (self->outbox);
  for (guint i = 0; i < 50 || pf_outbox_is_busy (self->outbox); i++)
    step (self);
  g_clear_object (&self->outbox);
}

void
wire_let_go (Wire *self)
{
  stop_outbox (self);
  g_clear_object (&self->connection);
  g_clear_object (&self->connections);
  if (self->mirror != NULL)
    {
      WAIT (self, closed, pf_mirror_close_async (self->mirror, keep_result, &closed));
      pf_mirror_close_finish (self->mirror, closed, NULL);
    }
  if (self->store != NULL)
    {
      WAIT (self, closed, pf_store_close_async (self->store, keep_result, &closed));
      pf_store_close_finish (self->store, closed, NULL);
    }
  g_clear_object (&self->mirror);
  g_clear_object (&self->store);
}

void
wire_close (Wire *self)
{
  wire_let_go (self);
  g_clear_object (&self->context);
  g_clear_object (&self->clock);
  pf_files_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->board_uuid);
  g_free (self->board_id);
  g_free (self->url);
  g_free (self->blob);
  server_stop (self->server);
}

static gpointer
load_row (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *sql = g_strconcat (pf_outbox_select, " WHERE o.batch_id = ?", NULL);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, "s", data);
  gboolean found = FALSE;

  if (stmt == NULL || !pf_db_step (stmt, &found, error))
    return NULL;
  return pf_outbox_record_from_stmt (stmt);
}

/* Waits until a row has left @sending and is not merely waiting any more. */
PfOutboxRow *
wait_row (Wire *self, const char *batch, gboolean until_found)
{
  for (guint i = 0; i < 4000; i++)
    {
      g_autoptr (PfOutboxRow) row
          = pf_db_run (pf_store_get_db (self->store), PF_DB_READ, load_row, (gpointer)batch, NULL);

      if (row->state == PF_OUTBOX_DONE || row->state == PF_OUTBOX_FAILED
          || row->state == PF_OUTBOX_ASK || (row->state == PF_OUTBOX_UNKNOWN && !until_found))
        return g_steal_pointer (&row);
      step (self);
    }
  g_assert_not_reached ();
}

char *
make_board (Wire *self, const char *name, char **uuid)
{
  PfNewBoard board = { .name = name, .privacy = PF_PRIVACY_PUBLIC };
  g_autoptr (GError) error = NULL;
  char *batch;
  WAIT (self, result,
        pf_outbox_create_board_async (self->outbox, self->connection, &board, NULL, keep_result,
                                      &result));

  batch = pf_outbox_enqueue_finish (self->outbox, result, uuid, &error);
  g_assert_no_error (error);
  pf_outbox_release (self->outbox, batch);
  return batch;
}

char *
make_pin (Wire *self, const char *title, guint height)
{
  g_autoptr (PfDraft) draft = pf_draft_new (self->context);
  g_autofree char *base64 = jpeg_base64 (200, height, TRUE);
  gsize length = 0;
  guchar *jpeg = g_base64_decode (base64, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (jpeg, length);
  g_autoptr (GError) error = NULL;
  char *batch;
  WAIT (self, kept, pf_store_keep_blob_async (self->store, bytes, NULL, keep_result, &kept));

  g_free (draft->title);
  draft->title = g_strdup (title);
  draft->board_uuid = g_strdup (self->board_uuid);
  draft->blob = pf_store_keep_blob_finish (self->store, kept, &error);
  g_assert_no_error (error);
  {
    WAIT (self, result,
          pf_outbox_create_pin_async (self->outbox, self->connection, draft, NULL, keep_result,
                                      &result));
    batch = pf_outbox_enqueue_finish (self->outbox, result, NULL, &error);
    g_assert_no_error (error);
  }
  pf_outbox_release (self->outbox, batch);
  return batch;
}

guint
count_pins (Wire *self)
{
  g_autoptr (Answer) state = control (self->server, "GET", "/state", NULL);

  return json_array_get_length (json_object_get_array_member (answer_object (state), "pins"));
}
