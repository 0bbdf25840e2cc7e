/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-test.h"
#include "core/account/pf-connections.h"
#include "core/account/pf-practice-launcher.h"
#include "core/base/pf-error.h"
#include "file-keyring.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The product over the real practice server; keys lie in a folder of their own, so that a
 * process can be killed and its successor finds them. */
typedef struct
{
  char *folder;
  AtContext *at;
  PfSecretStore *keyring;
  PfStore *store;
  PfConnections *connections;
  GPid practice;
  guint16 port; /* of the redirect */
  guint16 practice_port;
  char *control_secret;
  char *redirect_uri;
  char *url;
} Fixture;

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

static char *
control (Fixture *f, const char *method, const char *path, const char *json)
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

static void
post (Fixture *f, const char *path, const char *json)
{
  g_free (control (f, "POST", path, json));
}

static gint64
count_token_requests (Fixture *f)
{
  g_autofree char *text = control (f, "GET", "/control/state", NULL);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);

  return json_object_get_int_member (json_node_get_object (root), "token_requests");
}

static void
start_practice (Fixture *f)
{
  g_autofree char *runtime
      = g_build_filename (pf_context_get_runtime_dir (f->at->context), "practice.json", NULL);
  g_autofree char *program = pf_context_find_helper (f->at->context, "pinfold-practice");
  char *argv[] = { program,         (char *)"--runtime-file", runtime, (char *)"--redirect-uri",
                   f->redirect_uri, (char *)"--no-limits",    NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                 NULL, &f->practice, &error);
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

static void
open_all (Fixture *f)
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

static void
close_all (Fixture *f)
{
  g_autoptr (GAsyncResult) closed = NULL;

  at_spin (50);
  g_clear_object (&f->connections);
  pf_store_close_async (f->store, at_keep_result, &closed);
  at_wait_result (&closed);
  pf_store_close_finish (f->store, closed, NULL);
  g_clear_object (&f->store);
}

static void
save_app (Fixture *f, const char *service, const char *secret)
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

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (PfVirtualClock) clock = pf_virtual_clock_new (g_get_real_time ());
  g_autofree char *keys = NULL;

  f->folder = g_dir_make_tmp ("pinfold-keys-XXXXXX", NULL);
  f->keyring = at_file_keyring_new (f->folder);
  f->at = at_context_new (PF_CLOCK (clock), f->keyring);
  f->port = at_free_port ();
  f->redirect_uri = g_strdup_printf ("http://localhost:%u/", f->port);
  start_practice (f);
  open_all (f);
  save_app (f, "practice", "practice-secret");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_all (f);
  kill (f->practice, SIGKILL);
  waitpid (f->practice, NULL, 0);
  at_context_free (f->at);
  g_clear_object (&f->keyring);
  at_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->control_secret);
  g_free (f->redirect_uri);
  g_free (f->url);
}

static void
on_open_url (PfConnecting *connecting, const char *url, Fixture *f)
{
  g_autofree char *again = pf_connecting_get_url (connecting);

  g_assert_cmpstr (again, ==, url);
  g_free (f->url);
  f->url = g_strdup (url);
}

/* What a browser does: the page, the form, the redirect, the result page. */
static void
browse (Fixture *f, const char *account, gboolean allow)
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
  g_hash_table_insert (form, g_strdup ("account"), g_strdup (account));
  g_hash_table_insert (form, g_strdup ("answer"), g_strdup (allow ? "allow" : "deny"));
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

static PfConnection *
run (Fixture *f, PfConnecting *connecting, const char *account, gboolean allow, GError **error)
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

static PfConnection *
connect_account (Fixture *f, const char *account, GError **error)
{
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), NULL);

  return run (f, connecting, account, TRUE, error);
}

static PfConnection *
connect_anna (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  PfConnection *connection = connect_account (f, "annaskitchen", &error);

  g_assert_no_error (error);
  return connection;
}

static char *
get_token (PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfSecret) token = NULL;

  pf_authorizer_get_token_async (PF_AUTHORIZER (connection), NULL, at_keep_result, &result);
  at_wait_result (&result);
  token = pf_authorizer_finish (PF_AUTHORIZER (connection), result, error);
  return token != NULL ? g_strdup (pf_secret_peek (token)) : NULL;
}

static gboolean
refresh (Fixture *f, PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_connections_refresh_async (f->connections, connection, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_connections_refresh_finish (f->connections, result, error);
}

static gboolean
disconnect (Fixture *f, PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_connections_disconnect_async (f->connections, connection, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_connections_disconnect_finish (f->connections, result, error);
}

static gboolean
update (Fixture *f, PfConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_connections_update_account_async (f->connections, connection, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_connections_update_account_finish (f->connections, result, error);
}

static guint
count_sealed (Fixture *f)
{
  g_autofree char *folder
      = g_build_filename (pf_context_get_data_dir (f->at->context), "sealed", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static guint
count_keys (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_connect (Fixture *f, gconstpointer data)
{
  gint64 before = g_get_monotonic_time ();
  g_autoptr (PfConnection) connection = connect_anna (f);
  g_auto (GStrv) missing = pf_connection_get_missing_scopes (connection);

  g_assert_cmpint (g_get_monotonic_time () - before, <, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (pf_connection_get_state (connection), ==, PF_CONNECTION_CONNECTED);
  g_assert_cmpstr (pf_connection_get_username (connection), ==, "annaskitchen");
  g_assert_nonnull (pf_connection_get_avatar_url (connection));
  g_assert_cmpuint (g_strv_length (missing), ==, 0);
  g_assert_true (pf_connection_can_create (connection, NULL));
  g_assert_false (pf_connection_get_session_only (connection));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 1);
  g_assert_true (pf_connections_find (f->connections, pf_connection_get_id (connection))
                 == connection);
}

static void
test_restart (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) connection = connect_anna (f);
  g_autofree char *token = get_token (connection, NULL);
  g_autofree char *id = g_strdup (pf_connection_get_id (connection));
  g_autofree char *again = NULL;
  PfConnection *back;

  g_clear_object (&connection);
  close_all (f);
  open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  /* The row is shown at once; the key is fetched behind. */
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_CONNECTED);
  again = get_token (back, NULL);
  g_assert_cmpstr (again, ==, token);
  g_assert_true (update (f, back, NULL));
}

static void
test_denied (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (run (f, connecting, "annaskitchen", FALSE, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DENIED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 0);
}

/* Nothing secret in clear in any file; after Disconnect, nothing sealed either. */
static void
test_canaries (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) connection = connect_anna (f);
  g_autofree char *first = get_token (connection, NULL);
  g_autofree char *second = NULL;
  g_autofree char *cmdline = NULL;
  g_autofree char *environ_text = NULL;
  gsize length;
  const char *secrets[3];

  g_assert_true (refresh (f, connection, NULL));
  second = get_token (connection, NULL);
  g_assert_cmpstr (first, !=, second);
  secrets[0] = first;
  secrets[1] = second;
  secrets[2] = "canary-app-secret-0123456789";
  save_app (f, "pinterest", secrets[2]);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_false (at_folder_contains (f->at->folder, secrets[i], strlen (secrets[i])));
  g_assert_true (g_file_get_contents ("/proc/self/environ", &environ_text, &length, NULL));
  g_assert_null (memmem (environ_text, length, first, strlen (first)));
  g_assert_true (g_file_get_contents ("/proc/self/cmdline", &cmdline, &length, NULL));
  g_assert_null (memmem (cmdline, length, first, strlen (first)));

  g_assert_true (disconnect (f, connection, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_false (at_folder_contains (f->at->folder, secrets[i], strlen (secrets[i])));
  /* Left: the app record of Pinterest, which no account used. */
  g_assert_cmpuint (count_keys (f), ==, 1);
  g_assert_cmpuint (count_sealed (f), ==, 1);
}

static void
test_disconnect (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autoptr (PfConnection) tom = connect_account (f, "gardenoftom", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  g_assert_nonnull (tom);
  g_assert_true (pf_connections_get_app (f->connections, "practice", NULL, NULL, NULL));
  g_assert_true (disconnect (f, anna, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 1);
  g_assert_null (get_token (anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  /* The other one goes on with the app record they share. */
  token = get_token (tom, NULL);
  g_assert_nonnull (token);
  g_assert_true (refresh (f, tom, NULL));
  g_assert_true (disconnect (f, tom, NULL));
  g_assert_cmpuint (count_keys (f), ==, 0);
  g_assert_cmpuint (count_sealed (f), ==, 0);
  at_spin (100);
  g_assert_false (pf_connections_get_app (f->connections, "practice", NULL, NULL, NULL));
}

static void
test_same_account (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autoptr (GError) error = NULL;

  g_assert_null (connect_account (f, "annaskitchen", &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SAME_ACCOUNT);
  g_assert_nonnull (strstr (error->message, pf_connection_get_display_name (anna)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 1);
}

static void
test_reconnect (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autoptr (PfConnecting) wrong = pf_connections_reconnect (f->connections, anna, NULL);
  g_autoptr (PfConnecting) right = NULL;
  g_autoptr (PfConnection) back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (run (f, wrong, "gardenoftom", TRUE, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_CONFLICT);
  g_clear_error (&error);

  /* Revoked at Pinterest: the row turns Expired, nothing else is lost. */
  post (f, "/control/reset", "{}");
  {
    g_autofree char *json = g_strdup_printf ("{\"redirect_uris\": [\"%s\"]}", f->redirect_uri);
    post (f, "/control/switch", json);
  }
  g_assert_false (update (f, anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_EXPIRED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 1);
  g_clear_error (&error);

  right = pf_connections_reconnect (f->connections, anna, NULL);
  back = run (f, right, "annaskitchen", TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (back == anna);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
  g_assert_true (update (f, anna, NULL));
}

static void
test_no_storm (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autoptr (GError) error = NULL;
  gint64 before;

  post (f, "/control/reset", "{}");
  before = count_token_requests (f);
  for (guint i = 0; i < 10; i++)
    {
      g_clear_error (&error);
      g_assert_false (update (f, anna, &error));
    }
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  g_assert_cmpint (count_token_requests (f) - before, <=, 2);
}

static void
on_token (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfSecret) token = pf_authorizer_finish (PF_AUTHORIZER (source), result, NULL);

  g_assert_nonnull (token);
  ++*(guint *)data;
}

static void
test_single_flight (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autofree char *token = get_token (anna, NULL);
  g_autoptr (PfSecret) rejected = pf_secret_new (token, -1);
  gint64 before = count_token_requests (f);
  guint done = 0;

  for (guint i = 0; i < 50; i++)
    pf_authorizer_renew_async (PF_AUTHORIZER (anna), rejected, NULL, on_token, &done);
  while (done < 50)
    at_spin (5);
  g_assert_cmpint (count_token_requests (f) - before, ==, 1);
}

static void
test_automatic (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autofree char *first = get_token (anna, NULL);
  g_autofree char *second = NULL;
  gint64 before = count_token_requests (f);
  gint64 end = pf_connection_get_access_expires_at (anna);
  gint64 lead = 30 * G_TIME_SPAN_DAY / 10;

  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock),
                            end - pf_clock_now (f->at->clock) - lead - G_TIME_SPAN_HOUR);
  at_spin (50);
  g_assert_cmpint (count_token_requests (f), ==, before);
  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock), 2 * G_TIME_SPAN_HOUR);
  for (guint i = 0; i < 200 && pf_connection_get_access_expires_at (anna) == end; i++)
    at_spin (20);
  g_assert_cmpint (pf_connection_get_access_expires_at (anna), >, end);
  g_assert_cmpint (count_token_requests (f), ==, before + 1);
  second = get_token (anna, NULL);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
}

/* The reply is lost once: the old token is tried once more, and that is enough. */
static void
test_lost_reply (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autoptr (GError) error = NULL;

  post (f, "/control/fault", "{\"kind\": \"cut-after-commit\", \"op\": \"oauth/token\"}");
  g_assert_false (refresh (f, anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NO_REPLY);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
  g_clear_error (&error);
  g_assert_true (refresh (f, anna, &error));
  g_assert_no_error (error);
  g_assert_true (update (f, anna, NULL));
}

static void
test_lost_twice (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autoptr (GError) error = NULL;
  gint64 before;

  post (f, "/control/fault",
        "{\"kind\": \"cut-after-commit\", \"op\": \"oauth/token\", \"times\": -1}");
  before = count_token_requests (f);
  g_assert_false (refresh (f, anna, &error));
  g_clear_error (&error);
  g_assert_false (refresh (f, anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_EXPIRED);
  g_clear_error (&error);
  g_assert_false (refresh (f, anna, &error));
  g_assert_cmpint (count_token_requests (f) - before, <=, 2);
}

static void
test_flags (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) trial = g_error_new_literal (PF_ERROR, PF_ERROR_TRIAL, "trial");
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autofree char *off = NULL;
  g_autofree char *reason = NULL;
  PfConnection *back;

  pf_connections_set_publishing_async (f->connections, anna, FALSE, NULL, at_keep_result, &result);
  at_wait_result (&result);
  g_assert_true (pf_connections_set_publishing_finish (f->connections, result, NULL));
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_OFF);
  g_assert_false (pf_connection_can_create (anna, &off));
  pf_connection_note_error (anna, trial, "create-pin");
  at_spin (100);
  g_clear_object (&anna);
  close_all (f);
  open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_false (pf_connection_get_publishing (back));
  g_assert_true (pf_connection_get_trial (back));
  g_clear_object (&result);
  pf_connections_set_publishing_async (f->connections, back, TRUE, NULL, at_keep_result, &result);
  at_wait_result (&result);
  g_assert_false (pf_connection_can_create (back, &reason));
  g_assert_nonnull (strstr (reason, "reviewing"));
  pf_connection_note_success (back, "create-pin");
  g_assert_true (pf_connection_can_create (back, NULL));
}

static void
test_refused_scope (Fixture *f, gconstpointer data)
{
  static const char *const scopes[]
      = { "user_accounts:read", "boards:read", "boards:write",      "pins:read",
          "pins:write",         "ads:read",    "pins:write_secret", NULL };
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), scopes);
  g_autoptr (PfConnection) connection = NULL;
  g_auto (GStrv) missing = NULL;
  g_autoptr (GError) error = NULL;

  post (f, "/control/switch", "{\"scopes_refused\": [\"ads:read\", \"pins:write_secret\"]}");
  connection = run (f, connecting, "annaskitchen", TRUE, &error);
  g_assert_no_error (error);
  missing = pf_connection_get_missing_scopes (connection);
  g_assert_cmpuint (g_strv_length (missing), ==, 2);
  g_assert_cmpstr (missing[0], ==, "ads:read");
  g_assert_true (pf_connection_can_create (connection, NULL));
}

static void
test_read_only (Fixture *f, gconstpointer data)
{
  static const char *const scopes[] = { "user_accounts:read", "boards:read", "pins:read", NULL };
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), scopes);
  g_autoptr (PfConnection) connection = run (f, connecting, "annaskitchen", TRUE, NULL);
  g_autofree char *reason = NULL;

  g_assert_nonnull (connection);
  g_assert_false (pf_connection_can_create (connection, &reason));
  g_assert_nonnull (reason);
}

static void
test_test_app (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (PfService) service = pf_service_new_practice (f->practice_port);
  g_autoptr (PfSecret) bad_secret = pf_secret_new ("not-the-secret-at-all", -1);
  g_autofree char *other = g_strdup_printf ("http://localhost:%u/cb", f->port);
  g_autoptr (PfAppCredentials) bad = pf_app_credentials_new ("1234567", other, bad_secret);
  g_autoptr (GAsyncResult) bad_result = NULL;
  g_autoptr (GPtrArray) bad_lines = NULL;

  /* A first connect tells where Practice is. */
  g_object_unref (connect_anna (f));
  pf_connections_test_app_async (f->connections, "practice", NULL, at_keep_result, &result);
  at_wait_result (&result);
  lines = pf_connections_test_app_finish (f->connections, result, NULL);
  g_assert_cmpuint (lines->len, ==, 5);
  for (guint i = 0; i < lines->len; i++)
    {
      PfCheckLine *line = lines->pdata[i];

      g_test_message ("%s: %s", line->label, line->words);
      g_assert_true (line->passed);
    }
  pf_test_connection_async (f->at->context, service, bad, pf_catalogue_find ("practice")->scopes,
                            NULL, at_keep_result, &bad_result);
  at_wait_result (&bad_result);
  bad_lines = pf_test_connection_finish (bad_result, NULL);
  g_assert_cmpuint (bad_lines->len, ==, 5);
  g_assert_false (((PfCheckLine *)bad_lines->pdata[3])->passed);
  g_assert_false (((PfCheckLine *)bad_lines->pdata[4])->passed);
  g_assert_nonnull (strstr (((PfCheckLine *)bad_lines->pdata[4])->words, other));
}

static void
test_app_masked (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *last4 = NULL;

  save_app (f, "pinterest", "canary-app-secret-0123456789");
  g_assert_true (pf_connections_get_app (f->connections, "pinterest", &id, &uri, &last4));
  g_assert_cmpstr (id, ==, "1234567");
  g_assert_cmpstr (uri, ==, f->redirect_uri);
  g_assert_cmpstr (last4, ==, "6789");
  /* Sandbox is the same app. */
  g_assert_true (pf_connections_get_app (f->connections, "sandbox", NULL, NULL, NULL));
}

static void
test_locked (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfConnection *back;

  g_clear_object (&anna);
  close_all (f);
  at_file_keyring_set_error (f->keyring, PF_ERROR_LOCKED);
  open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  for (guint i = 0; i < 100 && pf_connection_get_state (back) != PF_CONNECTION_LOCKED; i++)
    at_spin (10);
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_LOCKED);
  g_assert_null (get_token (back, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_LOCKED);
  g_clear_error (&error);
  /* What cannot be destroyed stays connected. */
  g_assert_false (disconnect (f, back, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_LOCKED);
  at_file_keyring_set_error (f->keyring, 0);
  pf_connections_unlock_async (f->connections, back, NULL, at_keep_result, &result);
  at_wait_result (&result);
  g_assert_true (pf_connections_unlock_finish (f->connections, result, NULL));
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_CONNECTED);
}

static void
test_key_deleted (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autofree char *key = g_build_filename (f->folder, id, NULL);
  PfConnection *back;

  g_clear_object (&anna);
  close_all (f);
  g_assert_cmpint (g_unlink (key), ==, 0);
  open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  for (guint i = 0; i < 100 && pf_connection_get_state (back) != PF_CONNECTION_EXPIRED; i++)
    at_spin (10);
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_EXPIRED);
  g_assert_nonnull (pf_connection_get_problem (back));
}

static void
test_no_keyring (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = NULL;

  at_file_keyring_set_error (f->keyring, PF_ERROR_NO_KEYRING);
  anna = connect_anna (f);
  g_assert_true (pf_connection_get_session_only (anna));
  g_assert_true (update (f, anna, NULL));
  g_assert_true (refresh (f, anna, NULL));
  g_assert_cmpuint (count_sealed (f), ==, 1); /* the app of the fixture */
  g_clear_object (&anna);
  close_all (f);
  open_all (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 0);
}

/* Runs this program as another process on the same folders. */
static GPid
start_child (Fixture *f, const char *what, const char *id, guint die_at)
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
  g_assert_true (
      g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL));
  return pid;
}

static int
wait_child (GPid pid)
{
  int status;

  while (waitpid (pid, &status, WNOHANG) == 0)
    at_spin (5);
  return status;
}

/* Dies before and after each step of a disconnect; then a start brings it to its end. */
static void
test_kill_disconnect (Fixture *f, gconstpointer data)
{
  guint points = 0;
  gboolean survived = FALSE;

  for (guint k = 1; !survived && k < 60; k++)
    {
      g_autoptr (PfConnection) anna = connect_anna (f);
      g_autofree char *id = g_strdup (pf_connection_get_id (anna));
      g_autofree char *token = get_token (anna, NULL);
      PfConnection *back;
      int status;

      g_clear_object (&anna);
      close_all (f);
      status = wait_child (start_child (f, "disconnect", id, k));
      survived = WIFEXITED (status);
      if (survived)
        g_assert_cmpint (WEXITSTATUS (status), ==, 0);
      else
        points++;
      open_all (f);
      for (guint i = 0; i < 100; i++)
        at_spin (2);
      back = pf_connections_find (f->connections, id);
      if (back != NULL)
        {
          /* Still connected, wholly. */
          g_autofree char *again = get_token (back, NULL);

          g_assert_cmpstr (again, ==, token);
          g_assert_true (update (f, back, NULL));
          g_assert_true (disconnect (f, back, NULL));
        }
      /* Gone, wholly. */
      g_assert_cmpuint (count_keys (f), ==, 0);
      g_assert_cmpuint (count_sealed (f), ==, 0);
      save_app (f, "practice", "practice-secret");
    }
  g_test_message ("%u fault points", points);
  g_assert_true (survived);
  g_assert_cmpuint (points, >=, 6);
}

/* Dies before and after each step of a renewal; afterwards one pair works, or the person is
 * asked to sign in again; nothing loops. */
static void
test_kill_renewal (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;
  guint points = 0;
  gboolean survived = FALSE;

  {
    g_autoptr (PfConnection) anna = connect_anna (f);

    id = g_strdup (pf_connection_get_id (anna));
  }
  for (guint k = 1; !survived && k < 60; k++)
    {
      PfConnection *back;
      int status;

      close_all (f);
      status = wait_child (start_child (f, "renew", id, k));
      survived = WIFEXITED (status);
      points += survived ? 0 : 1;
      open_all (f);
      back = pf_connections_find (f->connections, id);
      g_assert_true (update (f, back, NULL));
      g_assert_true (refresh (f, back, NULL));
      g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_CONNECTED);
    }
  g_test_message ("%u fault points", points);
  g_assert_true (survived);
  g_assert_cmpuint (points, >=, 4);
}

static void
test_processes (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  gint64 before = count_token_requests (f);
  g_autofree char *token = get_token (anna, NULL);
  g_autofree char *path = g_build_filename (f->at->folder, "rejected", NULL);
  GPid pids[4];

  g_assert_true (g_file_set_contents (path, token, -1, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    pids[i] = start_child (f, "renew-rejected", pf_connection_get_id (anna), 0);
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      int status = wait_child (pids[i]);

      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }
  g_assert_cmpint (count_token_requests (f) - before, ==, 1);
  /* This process takes over what the others stored. */
  at_spin (300);
  g_assert_true (update (f, anna, NULL));
  g_assert_cmpint (count_token_requests (f) - before, ==, 1);
}

/* Everything that GLib, libsoup and Pinfold would say, and nothing secret in it. */
static void
test_logs (Fixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = connect_anna (f);
  g_autofree char *old = get_token (anna, NULL);
  g_autofree char *fresh = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *out = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, self, "--child", "renew", f->at->folder,
                                         f->folder, pf_connection_get_id (anna), "0", NULL);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, at_keep_result, &result);
  at_wait_result (&result);
  g_assert_true (g_subprocess_communicate_utf8_finish (process, result, &out, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpuint (strlen (out), >, 100);
  for (guint i = 0; i < 100; i++)
    {
      g_free (fresh);
      fresh = get_token (anna, NULL);
      if (g_strcmp0 (fresh, old) != 0)
        break;
      at_spin (20);
    }
  g_assert_cmpstr (fresh, !=, old);
  g_assert_null (strstr (out, old));
  g_assert_null (strstr (out, fresh));
  g_assert_null (strstr (out, "practice-secret"));
  g_assert_null (strstr (out, "Basic "));
  g_assert_null (strstr (out, "pinr_"));
}

static void
ensure_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_int (task, pf_practice_ensure (data, NULL, NULL));
}

static guint16
ensure (AtContext *at)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, at_keep_result, &result);

  g_task_set_task_data (task, at->context, NULL);
  g_task_run_in_thread (task, ensure_in_thread);
  at_wait_result (&result);
  return (guint16)g_task_propagate_int (G_TASK (result), NULL);
}

/* The Practice card needs nobody to start its server, and a second face finds the same one. */
static void
test_launch (void)
{
  g_autoptr (AtContext) at = at_context_new (NULL, NULL);
  g_autofree char *runtime
      = g_build_filename (pf_context_get_runtime_dir (at->context), "practice.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  guint16 port = ensure (at);

  g_assert_cmpuint (port, !=, 0);
  g_assert_cmpuint (ensure (at), ==, port);
  g_assert_true (g_file_get_contents (runtime, &text, NULL, NULL));
  root = json_from_string (text, NULL);
  g_assert_cmpint (kill ((pid_t)json_object_get_int_member (json_node_get_object (root), "pid"),
                         SIGTERM),
                   ==, 0);
  /* It died: the next one starts another. */
  for (guint i = 0; i < 300; i++)
    {
      int fd = at_connect ("127.0.0.1", port);

      if (fd < 0)
        break;
      close (fd);
      at_spin (10);
    }
  g_assert_cmpuint (ensure (at), !=, 0);
  g_clear_pointer (&text, g_free);
  g_clear_pointer (&root, json_node_unref);
  g_assert_true (g_file_get_contents (runtime, &text, NULL, NULL));
  root = json_from_string (text, NULL);
  kill ((pid_t)json_object_get_int_member (json_node_get_object (root), "pid"), SIGTERM);
  at_spin (300);
}

static int
run_child (char **argv)
{
  g_autofree char *data = g_build_filename (argv[3], "data", NULL);
  g_autofree char *cache = g_build_filename (argv[3], "cache", NULL);
  g_autofree char *runtime = g_build_filename (argv[3], "run", NULL);
  g_autoptr (PfSecretStore) keyring = at_file_keyring_new (argv[4]);
  g_autoptr (PfFiles) files = at_counting_files_new ();
  PfContextParts parts = {
    .secrets = keyring, .files = files, .data_dir = data, .cache_dir = cache, .runtime_dir = runtime
  };
  Fixture f = { NULL };
  AtContext at = { NULL };
  PfConnection *connection;
  g_autofree char *token = NULL;

  at.context = pf_context_new (&parts, NULL);
  f.at = &at;
  open_all (&f);
  connection = pf_connections_find (f.connections, argv[5]);
  token = get_token (connection, NULL);
  at_die_at ((guint)atoi (argv[6]));
  if (strcmp (argv[2], "disconnect") == 0)
    return disconnect (&f, connection, NULL) ? 0 : 1;
  if (strcmp (argv[2], "renew") == 0)
    return refresh (&f, connection, NULL) ? 0 : 1;
  {
    g_autofree char *path = g_build_filename (argv[3], "rejected", NULL);
    g_autofree char *old = NULL;
    g_autoptr (PfSecret) rejected = NULL;
    guint done = 0;

    g_assert_true (g_file_get_contents (path, &old, NULL, NULL));
    rejected = pf_secret_new (old, -1);
    pf_authorizer_renew_async (PF_AUTHORIZER (connection), rejected, NULL, on_token, &done);
    while (done == 0)
      at_spin (5);
  }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 7 && strcmp (argv[1], "--child") == 0)
    return run_child (argv);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/account/connections/MO-10+ST-9/connect", test_connect);
  ADD ("/account/connections/MO-16+SE-5/restart", test_restart);
  ADD ("/account/connections/OA-10/denied", test_denied);
  ADD ("/account/connections/OA-13+SE-7+MO-15/canaries", test_canaries);
  ADD ("/account/connections/MO-19+SE-7/disconnect", test_disconnect);
  ADD ("/account/connections/MO-9/same-account", test_same_account);
  ADD ("/account/connections/MO-14+MO-17/revoked-and-reconnect", test_reconnect);
  ADD ("/account/connections/MO-18+OA-14/no-storm", test_no_storm);
  ADD ("/account/connections/OA-14/fifty-callers", test_single_flight);
  ADD ("/account/connections/OA-14/four-processes", test_processes);
  ADD ("/account/connections/OA-14/lost-reply", test_lost_reply);
  ADD ("/account/connections/OA-14+MO-18/lost-twice", test_lost_twice);
  ADD ("/account/connections/OA-14/killed-renewal", test_kill_renewal);
  ADD ("/account/connections/AL-4/automatic", test_automatic);
  ADD ("/account/connections/ST-2+FR-14/publishing-and-trial", test_flags);
  ADD ("/account/connections/AL-15+ST-11+FR-11/refused-scopes", test_refused_scope);
  ADD ("/account/connections/FR-13/read-only", test_read_only);
  ADD ("/account/connections/AL-13+AP-23+ST-12/test-connection", test_test_app);
  ADD ("/account/connections/AL-12+ST-5/secret-masked", test_app_masked);
  ADD ("/account/connections/SE-3+SE-4/locked", test_locked);
  ADD ("/account/connections/SE-3/key-deleted", test_key_deleted);
  ADD ("/account/connections/MO-16+SE-3/no-keyring", test_no_keyring);
  ADD ("/account/connections/OA-13+AP-21/debug-output", test_logs);
  g_test_add_func ("/account/practice/MO-5/launch", test_launch);
  ADD ("/account/connections/SE-6/killed-disconnect", test_kill_disconnect);
  return g_test_run ();
}
