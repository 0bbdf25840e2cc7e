/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connections-fixture.h"

#include "core/base/pf-error.h"
#include "die-with-parent.h"
#include "file-keyring.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  SoupMessage *message;
  GBytes *reply;
  char *location;
} Fetch;

static void
fetch_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fetch *fetch = data;
  g_autoptr (SoupSession) session = soup_session_new ();

  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  fetch->reply = soup_session_send_and_read (session, fetch->message, NULL, NULL);
  fetch->location
      = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (fetch->message),
                                                "Location"));
  g_task_return_boolean (task, TRUE);
}

/* Fetches while the main context runs; the status. */
static guint
fetch (SoupMessage *message, char **location, char **body)
{
  Fetch job = { .message = message };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, at_keep_result, &result);

  g_task_set_task_data (task, &job, NULL);
  g_task_run_in_thread (task, fetch_in_thread);
  at_wait_result (&result);
  if (location != NULL)
    *location = g_steal_pointer (&job.location);
  if (body != NULL && job.reply != NULL)
    *body = g_strndup (g_bytes_get_data (job.reply, NULL), g_bytes_get_size (job.reply));
  g_free (job.location);
  g_clear_pointer (&job.reply, g_bytes_unref);
  return soup_message_get_status (message);
}

char *
ac_control (AcFixture *f, const char *method, const char *path, const char *json)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", f->practice_port, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  char *body = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Practice-Control",
                                f->control_secret);
  if (json != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  g_assert_cmpuint (fetch (message, NULL, &body), <, 300);
  return body;
}

void
ac_post (AcFixture *f, const char *path, const char *json)
{
  g_free (ac_control (f, "POST", path, json));
}

gint64
ac_count_token_requests (AcFixture *f)
{
  g_autofree char *text = ac_control (f, "GET", "/control/state", NULL);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);

  return json_object_get_int_member (json_node_get_object (root), "token_requests");
}

void
ac_start_practice (AcFixture *f)
{
  g_autofree char *runtime
      = g_build_filename (pf_context_get_runtime_dir (f->at->context), "practice.json", NULL);
  g_autofree char *program = pf_context_find_helper (f->at->context, "pinfold-practice");
  char *argv[] = { program,         (char *)"--runtime-file", runtime, (char *)"--redirect-uri",
                   f->redirect_uri, (char *)"--no-limits",    NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                 die_with_parent, DIE_WITH_PARENT_DATA, &f->practice, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) root = NULL;

      g_usleep (10000);
      if (!g_file_get_contents (runtime, &text, NULL, NULL) || text[0] == '\0')
        continue;
      root = json_from_string (text, NULL);
      f->practice_port = (guint16)json_object_get_int_member (json_node_get_object (root), "port");
      f->control_secret = g_strdup (
          json_object_get_string_member (json_node_get_object (root), "control_secret"));
      return;
    }
  g_assert_not_reached ();
}

void
ac_open_all (AcFixture *f)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  pf_store_open_async (f->at->context, NULL, at_keep_result, &opened);
  at_wait_result (&opened);
  f->store = pf_store_open_finish (opened, &error);
  g_assert_no_error (error);
  f->connections = pf_connections_new (f->store);
  pf_connections_load_async (f->connections, NULL, at_keep_result, &loaded);
  at_wait_result (&loaded);
  pf_connections_load_finish (f->connections, loaded, &error);
  g_assert_no_error (error);
}

void
ac_close_all (AcFixture *f)
{
  g_autoptr (GAsyncResult) closed = NULL;

  at_spin (50);
  g_clear_object (&f->connections);
  pf_store_close_async (f->store, at_keep_result, &closed);
  at_wait_result (&closed);
  pf_store_close_finish (f->store, closed, NULL);
  g_clear_object (&f->store);
}

void
ac_save_app (AcFixture *f, const char *service, const char *secret)
{
  g_autoptr (PfSecret) app_secret = pf_secret_new (secret, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pf_connections_save_app_async (f->connections, service, " 1234567\n", f->redirect_uri, app_secret,
                                 NULL, at_keep_result, &result);
  at_wait_result (&result);
  pf_connections_save_app_finish (f->connections, result, &error);
  g_assert_no_error (error);
}

/* @keyring: (nullable): a folder */
void
ac_set_up_with (AcFixture *f, PfSecretStore *keyring)
{
  g_autoptr (PfVirtualClock) clock = pf_virtual_clock_new (g_get_real_time ());
  g_autoptr (PfFiles) files = at_counting_files_new ();

  f->folder = g_dir_make_tmp ("pinfold-keys-XXXXXX", NULL);
  f->keyring = keyring != NULL ? g_object_ref (keyring) : at_file_keyring_new (f->folder);
  f->at = at_context_new_with_files (PF_CLOCK (clock), f->keyring, files);
  f->port = at_free_port ();
  f->redirect_uri = g_strdup_printf ("http://localhost:%u/", f->port);
  ac_start_practice (f);
  ac_open_all (f);
  ac_save_app (f, "practice", "practice-secret");
}

void
ac_set_up (AcFixture *f, gconstpointer data)
{
  ac_set_up_with (f, NULL);
}

void
ac_tear_down (AcFixture *f, gconstpointer data)
{
  at_fill_disk_after (-1);
  ac_close_all (f);
  kill (f->practice, SIGKILL);
  waitpid (f->practice, NULL, 0);
  at_context_free (f->at);
  g_clear_object (&f->keyring);
  pf_files_remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->control_secret);
  g_free (f->redirect_uri);
  g_free (f->url);
}

static void
on_open_url (PfConnecting *connecting, const char *url, AcFixture *f)
{
  g_autofree char *again = pf_connecting_get_url (connecting);

  g_assert_cmpstr (again, ==, url);
  g_free (f->url);
  f->url = g_strdup (url);
}

/* What a browser does: the page, the form, the redirect, the result page. */
static void
browse (AcFixture *f, const char *account, gboolean allow)
{
  g_autoptr (SoupMessage) page = soup_message_new (SOUP_METHOD_GET, f->url);
  g_autoptr (GUri) uri = g_uri_parse (f->url, G_URI_FLAGS_ENCODED_QUERY, NULL);
  g_autoptr (GHashTable) form = soup_form_decode (g_uri_get_query (uri));
  g_autofree char *decide = g_strdup_printf ("http://127.0.0.1:%u/oauth/decide", f->practice_port);
  g_autofree char *encoded = NULL;
  g_autofree char *location = NULL;
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", f->practice_port);
  g_autoptr (SoupMessage) answer = NULL;
  g_autoptr (SoupMessage) back = NULL;

  g_assert_cmpuint (fetch (page, NULL, NULL), ==, 200);
  /* The table frees its names, not its values. */
  g_hash_table_insert (form, g_strdup ("account"), (char *)account);
  g_hash_table_insert (form, g_strdup ("answer"), (char *)(allow ? "allow" : "deny"));
  encoded = soup_form_encode_hash (form);
  answer
      = soup_message_new_from_encoded_form (SOUP_METHOD_POST, decide, g_steal_pointer (&encoded));
  soup_message_headers_replace (soup_message_get_request_headers (answer), "Origin", origin);
  fetch (answer, &location, NULL);
  g_assert_nonnull (location);
  g_assert_true (g_str_has_prefix (location, f->redirect_uri));
  back = soup_message_new (SOUP_METHOD_GET, location);
  g_assert_cmpuint (fetch (back, NULL, NULL), ==, 303);
}

PfConnection *
ac_run (AcFixture *f, PfConnecting *connecting, const char *account, gboolean allow, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_pointer (&f->url, g_free);
  g_signal_connect (connecting, "open-url", G_CALLBACK (on_open_url), f);
  pf_connecting_run_async (connecting, NULL, at_keep_result, &result);
  while (f->url == NULL && result == NULL)
    at_spin (1);
  if (f->url != NULL)
    browse (f, account, allow);
  at_wait_result (&result);
  return pf_connecting_run_finish (connecting, result, error);
}

PfConnection *
ac_connect_account (AcFixture *f, const char *account, GError **error)
{
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), NULL);

  return ac_run (f, connecting, account, TRUE, error);
}

PfConnection *
ac_connect_anna (AcFixture *f)
{
  g_autoptr (GError) error = NULL;
  PfConnection *connection = ac_connect_account (f, "annaskitchen", &error);

  g_assert_no_error (error);
  return connection;
}

char *
ac_get_token (PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfSecret) token = NULL;

  pf_authorizer_get_token_async (PF_AUTHORIZER (connection), NULL, at_keep_result, &result);
  at_wait_result (&result);
  token = pf_authorizer_finish (PF_AUTHORIZER (connection), result, error);
  return token != NULL ? g_strdup (pf_secret_peek (token)) : NULL;
}

gboolean
ac_refresh (AcFixture *f, PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_connections_refresh_async (f->connections, connection, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_connections_refresh_finish (f->connections, result, error);
}

gboolean
ac_disconnect (AcFixture *f, PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_connections_disconnect_async (f->connections, connection, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_connections_disconnect_finish (f->connections, result, error);
}

gboolean
ac_update (AcFixture *f, PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_connections_update_account_async (f->connections, connection, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_connections_update_account_finish (f->connections, result, error);
}

guint
ac_count_sealed (AcFixture *f)
{
  g_autofree char *folder
      = g_build_filename (pf_context_get_data_dir (f->at->context), "sealed", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

guint
ac_count_keys (AcFixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Runs this program as another process on the same folders. */
GPid
ac_start_child (AcFixture *f, const char *what, const char *id, guint die_at)
{
  g_autofree char *number = g_strdup_printf ("%u", die_at);
  char *argv[] = { (char *)"/proc/self/exe",
                   (char *)"--child",
                   (char *)what,
                   f->at->folder,
                   f->folder,
                   (char *)id,
                   number,
                   NULL };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  GPid pid;

  argv[0] = self;
  g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent,
                                DIE_WITH_PARENT_DATA, &pid, NULL));
  return pid;
}

int
ac_wait_child (GPid pid)
{
  int status;

  while (waitpid (pid, &status, WNOHANG) == 0)
    at_spin (5);
  return status;
}

void
ac_on_token (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfSecret) token = pf_authorizer_finish (PF_AUTHORIZER (source), result, NULL);

  g_assert_nonnull (token);
  ++*(guint *)data;
}

int
ac_run_child (char **argv)
{
  g_autofree char *data = g_build_filename (argv[3], "data", NULL);
  g_autofree char *cache = g_build_filename (argv[3], "cache", NULL);
  g_autofree char *runtime = g_build_filename (argv[3], "run", NULL);
  g_autoptr (PfSecretStore) keyring = at_file_keyring_new (argv[4]);
  g_autoptr (PfFiles) files = at_counting_files_new ();
  PfContextParts parts = {
    .secrets = keyring, .files = files, .data_dir = data, .cache_dir = cache, .runtime_dir = runtime
  };
  AcFixture f = { NULL };
  AtContext at = { NULL };
  PfConnection *connection;
  g_autofree char *token = NULL;

  at.context = pf_context_new (&parts, NULL);
  f.at = &at;
  ac_open_all (&f);
  connection = pf_connections_find (f.connections, argv[5]);
  token = ac_get_token (connection, NULL);
  at_die_at ((guint)atoi (argv[6]));
  if (strcmp (argv[2], "disconnect") == 0)
    return ac_disconnect (&f, connection, NULL) ? 0 : 1;
  if (strcmp (argv[2], "renew") == 0)
    return ac_refresh (&f, connection, NULL) ? 0 : 1;
  {
    g_autofree char *path = g_build_filename (argv[3], "rejected", NULL);
    g_autofree char *old = NULL;
    g_autoptr (PfSecret) rejected = NULL;
    guint done = 0;

    g_assert_true (g_file_get_contents (path, &old, NULL, NULL));
    rejected = pf_secret_new (old, -1);
    pf_authorizer_renew_async (PF_AUTHORIZER (connection), rejected, NULL, ac_on_token, &done);
    while (done == 0)
      at_spin (5);
  }
  return 0;
}
