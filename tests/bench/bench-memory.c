/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* P15: 50 photographs of 12 megapixels are taken in, queued as one batch and sent by the real
 * outbox to the practice server. The figure is the most memory that this process and its helpers
 * held over what this process had before; the floor is one such picture decoded, as 3 bytes a
 * pixel (36 MB, the stricter of the two ways to count). */

#include "await.h"
#include "bench.h"

#include "core/media/pf-media-info.h"
#include "core/media/pf-media-load.h"
#include "core/outbox/pf-outbox-private.h"
#include "photo.h"
#include "practice/practice-client.h"

#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define N_PICTURES 50
#define WIDTH 4000
#define HEIGHT 3000
#define SAMPLE_MS 20

typedef struct
{
  Server *server;
  char *folder, *redirect;
  PfContext *context;
  PfStore *store;
  PfMirror *mirror;
  PfConnections *connections;
  PfConnection *connection;
  PfOutbox *outbox;
  char *board;
  char *paths[N_PICTURES];
  guint n_done, n_failed;
  char *url;
  /* helpers' part, sampled */
  double helpers;
  double file_size;
} World;

#define WAIT(result, call)                                                                         \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  call;                                                                                            \
  await_result (&result)

/* All that this process started and that still runs. */
static double
children_rss (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  double sum = 0;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "children", NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) pids = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      pids = g_strsplit (g_strstrip (text), " ", -1);
      for (guint i = 0; pids[i] != NULL; i++)
        {
          g_autofree char *name_path = g_strdup_printf ("/proc/%s/comm", pids[i]);
          g_autofree char *status_path = g_strdup_printf ("/proc/%s/status", pids[i]);
          g_autofree char *name = NULL, *status = NULL;
          const char *at;

          if (!g_file_get_contents (name_path, &name, NULL, NULL)
              || !g_str_has_prefix (name, "pinfold-decode")
              || !g_file_get_contents (status_path, &status, NULL, NULL))
            continue;
          at = strstr (status, "VmRSS:");
          sum += at != NULL ? g_ascii_strtod (at + 6, NULL) / 1024 : 0;
        }
    }
  return sum;
}

static gboolean
sample (gpointer data)
{
  World *self = data;

  self->helpers = MAX (self->helpers, children_rss ());
  return G_SOURCE_CONTINUE;
}

static void
on_open_url (PfConnecting *connecting, const char *url, World *self)
{
  self->url = g_strdup (url);
}

static void
on_followed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
}

/* What a person does in the browser. */
static void
connect_account (World *self)
{
  g_autoptr (PfSecret) secret = pf_secret_new ("practice-secret", -1);
  g_autoptr (SoupSession) browser = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (PfConnecting) connecting = NULL;
  g_autoptr (GAsyncResult) ran = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autofree char *json = NULL;
  WAIT (saved, pf_connections_save_app_async (self->connections, "practice", "1234", self->redirect,
                                              secret, NULL, await_keep, &saved));

  pf_connections_save_app_finish (self->connections, saved, &error);
  g_assert_no_error (error);
  connecting = pf_connections_connect (self->connections, pf_catalogue_find ("practice"), NULL);
  g_signal_connect (connecting, "open-url", G_CALLBACK (on_open_url), self);
  pf_connecting_run_async (connecting, NULL, await_keep, &ran);
  while (self->url == NULL && ran == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (self->url);
  uri = g_uri_parse (self->url, G_URI_FLAGS_ENCODED_QUERY, NULL);
  json = g_strdup_printf ("{\"url\": \"%s?%s\", \"account\": \"annaskitchen\"}",
                          g_uri_get_path (uri), g_uri_get_query (uri));
  answer = control (self->server, "POST", "/consent", json);
  message = soup_message_new ("GET",
                              json_object_get_string_member (answer_object (answer), "location"));
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (browser, message, G_PRIORITY_DEFAULT, NULL, on_followed, NULL);
  await_result (&ran);
  self->connection = pf_connecting_run_finish (connecting, ran, &error);
  g_assert_no_error (error);
}

static void
link_helper (const char *folder, const char *name, const char *variable)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (symlink (g_getenv (variable), path), ==, 0);
}

static void
on_done (World *self)
{
  self->n_done++;
}

static void
on_failed (World *self)
{
  self->n_failed++;
}

static void
make_board (World *self)
{
  PfNewBoard board = { .name = "Bench", .privacy = PF_PRIVACY_PUBLIC };
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;
  WAIT (made, pf_outbox_create_board_async (self->outbox, self->connection, &board, NULL,
                                            await_keep, &made));

  batch = pf_outbox_enqueue_finish (self->outbox, made, &self->board, &error);
  g_assert_no_error (error);
  pf_outbox_release (self->outbox, batch);
  while (self->n_done < 1)
    g_main_context_iteration (NULL, TRUE);
}

static void
make_files (World *self)
{
  Photos *photos = photos_new (WIDTH, HEIGHT);

  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autoptr (GBytes) file = photos_make (photos, i);

      self->file_size = (double)g_bytes_get_size (file);
      self->paths[i] = g_build_filename (self->folder, name, NULL);
      g_assert_true (g_file_set_contents (self->paths[i], g_bytes_get_data (file, NULL),
                                          (gssize)g_bytes_get_size (file), NULL));
    }
  photos_free (photos);
}

static void
world_open (World *self)
{
  const char *args[] = { "--redirect-uri", NULL, "--no-limits", NULL };
  g_autofree char *data = NULL, *cache = NULL, *libexec = NULL;
  g_autoptr (PfSecretStore) secrets = NULL;
  g_autoptr (GError) error = NULL;
  PfContextParts parts = { 0 };

  self->redirect = g_strdup_printf ("http://localhost:%d/", g_random_int_range (20000, 32000));
  args[1] = self->redirect;
  self->server = server_start (args);
  self->folder = g_dir_make_tmp ("pinfold-bench-XXXXXX", NULL);
  data = g_build_filename (self->folder, "data", NULL);
  cache = g_build_filename (self->folder, "cache", NULL);
  libexec = g_build_filename (self->folder, "libexec", NULL);
  g_mkdir_with_parents (libexec, 0700);
  link_helper (libexec, "pinfold-decode", "PF_TEST_DECODE");
  link_helper (libexec, "pinfold-practice", "PF_TEST_PRACTICE");
  parts.secrets = secrets = pf_secret_store_memory_new ();
  parts.data_dir = data;
  parts.cache_dir = cache;
  parts.libexec_dir = libexec;
  parts.runtime_dir = self->server->folder;
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  {
    WAIT (opened, pf_store_open_async (self->context, NULL, await_keep, &opened));
    self->store = pf_store_open_finish (opened, &error);
    g_assert_no_error (error);
  }
  self->connections = pf_connections_new (self->store);
  {
    WAIT (loaded, pf_connections_load_async (self->connections, NULL, await_keep, &loaded));
    pf_connections_load_finish (self->connections, loaded, &error);
    g_assert_no_error (error);
  }
  connect_account (self);
  {
    WAIT (opened, pf_mirror_open_async (self->context, NULL, await_keep, &opened));
    self->mirror = pf_mirror_open_finish (opened, &error);
    g_assert_no_error (error);
  }
  self->outbox = pf_outbox_new (self->store, self->mirror, self->connections);
  g_signal_connect_swapped (self->outbox, "row-done", G_CALLBACK (on_done), self);
  g_signal_connect_swapped (self->outbox, "row-failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (self->outbox, "row-asks", G_CALLBACK (on_failed), self);
  {
    WAIT (started, pf_outbox_start_async (self->outbox, NULL, await_keep, &started));
    pf_outbox_start_finish (self->outbox, started, &error);
    g_assert_no_error (error);
  }
  make_board (self);
}

/* As the window does it: read, looked at, kept. */
static PfDraft *
take_in (World *self, guint number)
{
  g_autoptr (PfDraft) draft = pf_draft_new (self->context);
  g_autoptr (GFile) file = g_file_new_for_path (self->paths[number]);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  WAIT (loaded, pf_media_load_async (file, PF_MEDIA_OWN_MAX_BYTES, NULL, await_keep, &loaded));

  bytes = pf_media_load_finish (loaded, &error);
  g_assert_no_error (error);
  {
    WAIT (kept, pf_store_keep_blob_async (self->store, bytes, NULL, await_keep, &kept));
    draft->blob = pf_store_keep_blob_finish (self->store, kept, &error);
    g_assert_no_error (error);
  }
  draft->title = g_strdup_printf ("Photograph %u", number);
  draft->board_uuid = g_strdup (self->board);
  draft->width = WIDTH;
  draft->height = HEIGHT;
  return g_steal_pointer (&draft);
}

static void
send_all (World *self)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_draft_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;

  self->n_done = self->n_failed = 0;
  for (guint i = 0; i < N_PICTURES; i++)
    g_ptr_array_add (drafts, take_in (self, i));
  {
    WAIT (queued, pf_outbox_create_pins_async (self->outbox, self->connection, drafts, NULL,
                                               await_keep, &queued));
    batch = pf_outbox_create_pins_finish (self->outbox, queued, NULL, &error);
    g_assert_no_error (error);
  }
  pf_outbox_release (self->outbox, batch);
  while (self->n_done + self->n_failed < N_PICTURES)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_failed, ==, 0);
}

static void
world_close (World *self)
{
  pf_outbox_stop (self->outbox);
  while (pf_outbox_is_busy (self->outbox))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->outbox);
  g_clear_object (&self->connection);
  g_clear_object (&self->connections);
  {
    WAIT (closed, pf_mirror_close_async (self->mirror, await_keep, &closed));
    pf_mirror_close_finish (self->mirror, closed, NULL);
  }
  {
    WAIT (closed, pf_store_close_async (self->store, await_keep, &closed));
    pf_store_close_finish (self->store, closed, NULL);
  }
  g_clear_object (&self->mirror);
  g_clear_object (&self->store);
  g_clear_object (&self->context);
  server_stop (self->server);
  pf_files_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->redirect);
  g_free (self->board);
  g_free (self->url);
  for (guint i = 0; i < N_PICTURES; i++)
    g_free (self->paths[i]);
}

int
main (int argc, char **argv)
{
  const BenchSpec spec
      = { .id = "P15", .name = "upload-memory", .unit = "MiB", .gate = 4, .goal = 2 };
  const double picture = WIDTH * HEIGHT * 3.0 / (1 << 20);
  Bench *bench = bench_new (&spec);
  World world = { 0 };
  double own = 0, helpers = 0;

  world_open (&world);
  make_files (&world);
  g_timeout_add (SAMPLE_MS, sample, &world);
  for (guint i = 0; i < bench_get_pairs (bench); i++)
    {
      double before, mine;

      world.helpers = 0;
      /* What was freed before shall not serve now. */
      malloc_trim (0);
      before = bench_rss ();
      bench_reset_peak ();
      send_all (&world);
      mine = MAX (bench_peak_rss () - before, 0);
      bench_add_pair (bench, picture, mine + world.helpers);
      own = MAX (own, mine);
      helpers = MAX (helpers, world.helpers);
    }
  bench_note (bench, "MB a file", world.file_size / 1e6);
  bench_note (bench, "of which this process at most MiB", own);
  bench_note (bench, "helpers at most MiB", helpers);
  world_close (&world);
  return bench_finish (bench);
}
