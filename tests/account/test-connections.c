/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connections-fixture.h"
#include "core/account/pf-practice-launcher.h"
#include "core/base/pf-error.h"
#include "file-keyring.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static void
test_connect (AcFixture *f, gconstpointer data)
{
  gint64 before = g_get_monotonic_time ();
  g_autoptr (PfConnection) connection = ac_connect_anna (f);
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
test_restart (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) connection = ac_connect_anna (f);
  g_autofree char *token = ac_get_token (connection, NULL);
  g_autofree char *id = g_strdup (pf_connection_get_id (connection));
  g_autofree char *again = NULL;
  PfConnection *back;

  g_clear_object (&connection);
  ac_close_all (f);
  ac_open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  /* The row is shown at once; the key is fetched behind. */
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_CONNECTED);
  again = ac_get_token (back, NULL);
  g_assert_cmpstr (again, ==, token);
  g_assert_true (ac_update (f, back, NULL));
}

static void
test_denied (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ac_run (f, connecting, "annaskitchen", FALSE, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DENIED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 0);
}

/* Nothing secret in clear in any file; after Disconnect, nothing sealed either. */
static void
test_canaries (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) connection = ac_connect_anna (f);
  g_autofree char *first = ac_get_token (connection, NULL);
  g_autofree char *second = NULL;
  g_autofree char *cmdline = NULL;
  g_autofree char *environ_text = NULL;
  gsize length;
  const char *secrets[3];

  g_assert_true (ac_refresh (f, connection, NULL));
  second = ac_get_token (connection, NULL);
  g_assert_cmpstr (first, !=, second);
  secrets[0] = first;
  secrets[1] = second;
  secrets[2] = "canary-app-secret-0123456789";
  ac_save_app (f, "pinterest", secrets[2]);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_false (at_folder_contains (f->at->folder, secrets[i], strlen (secrets[i])));
  g_assert_true (g_file_get_contents ("/proc/self/environ", &environ_text, &length, NULL));
  g_assert_null (memmem (environ_text, length, first, strlen (first)));
  g_assert_true (g_file_get_contents ("/proc/self/cmdline", &cmdline, &length, NULL));
  g_assert_null (memmem (cmdline, length, first, strlen (first)));

  g_assert_true (ac_disconnect (f, connection, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_false (at_folder_contains (f->at->folder, secrets[i], strlen (secrets[i])));
  /* Left: the app record of Pinterest, which no account used. */
  g_assert_cmpuint (ac_count_keys (f), ==, 1);
  g_assert_cmpuint (ac_count_sealed (f), ==, 1);
}

static void
test_disconnect (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (PfConnection) tom = ac_connect_account (f, "gardenoftom", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *half = NULL;

  g_assert_nonnull (tom);
  g_assert_true (pf_connections_get_app (f->connections, "practice", NULL, NULL, NULL));
  g_assert_true (ac_disconnect (f, anna, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 1);
  g_assert_null (ac_get_token (anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  /* The other one goes on with the app record they share. */
  token = ac_get_token (tom, NULL);
  g_assert_nonnull (token);
  g_assert_true (ac_refresh (f, tom, NULL));
  /* A crash while its record was being written left half of it behind. */
  half = g_strdup_printf ("%s/sealed/%s.Ab3xYz", pf_context_get_data_dir (f->at->context),
                          pf_connection_get_id (tom));
  g_assert_true (g_file_set_contents (half, "half", -1, NULL));
  g_assert_true (ac_disconnect (f, tom, NULL));
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (ac_count_keys (f), ==, 0);
  g_assert_cmpuint (ac_count_sealed (f), ==, 0);
  at_spin (100);
  g_assert_false (pf_connections_get_app (f->connections, "practice", NULL, NULL, NULL));
}

/* Drafts and pins that wait name the account by its id. */
static void
test_comes_back (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (PfConnection) tom = ac_connect_account (f, "gardenoftom", NULL);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));

  g_assert_cmpstr (id, !=, pf_connection_get_id (tom));
  g_assert_true (ac_disconnect (f, anna, NULL));
  g_clear_object (&anna);
  anna = ac_connect_anna (f);
  g_assert_cmpstr (pf_connection_get_id (anna), ==, id);
  g_assert_true (ac_update (f, anna, NULL));
  g_clear_object (&anna);
  g_clear_object (&tom);
  ac_close_all (f);
  ac_open_all (f);
  g_assert_true (ac_update (f, pf_connections_find (f->connections, id), NULL));
}

static void
test_same_account (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (GError) error = NULL;

  g_assert_null (ac_connect_account (f, "annaskitchen", &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SAME_ACCOUNT);
  g_assert_nonnull (strstr (error->message, pf_connection_get_display_name (anna)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 1);
}

static void
expect_waiting (PfConnecting *connecting, const char *url, PfConnection *connection)
{
  g_assert_cmpint (pf_connection_get_state (connection), ==, PF_CONNECTION_WAITING);
}

static void
test_reconnect (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (PfConnecting) wrong = pf_connections_reconnect (f->connections, anna, NULL);
  g_autoptr (PfConnecting) declined = NULL;
  g_autoptr (PfConnecting) right = NULL;
  g_autoptr (PfConnection) back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (ac_run (f, wrong, "gardenoftom", TRUE, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_CONFLICT);
  g_clear_error (&error);

  /* Revoked at Pinterest: the row turns Expired, nothing else is lost. */
  ac_post (f, "/control/reset", "{}");
  {
    g_autofree char *json = g_strdup_printf ("{\"redirect_uris\": [\"%s\"]}", f->redirect_uri);
    ac_post (f, "/control/switch", json);
  }
  g_assert_false (ac_update (f, anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_EXPIRED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 1);
  g_clear_error (&error);

  /* While the browser is open it waits, and is what it was when nothing came of it. */
  declined = pf_connections_reconnect (f->connections, anna, NULL);
  g_signal_connect (declined, "open-url", G_CALLBACK (expect_waiting), anna);
  g_assert_null (ac_run (f, declined, "annaskitchen", FALSE, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_EXPIRED);

  right = pf_connections_reconnect (f->connections, anna, NULL);
  g_signal_connect (right, "open-url", G_CALLBACK (expect_waiting), anna);
  back = ac_run (f, right, "annaskitchen", TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (back == anna);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
  g_assert_true (ac_update (f, anna, NULL));
}

static void
test_flags (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
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
  ac_close_all (f);
  ac_open_all (f);
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
test_refused_scope (AcFixture *f, gconstpointer data)
{
  static const char *const scopes[]
      = { "user_accounts:read", "boards:read", "boards:write",      "pins:read",
          "pins:write",         "ads:read",    "pins:write_secret", NULL };
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), scopes);
  g_autoptr (PfConnection) connection = NULL;
  g_auto (GStrv) missing = NULL;
  g_autoptr (GError) error = NULL;

  ac_post (f, "/control/switch", "{\"scopes_refused\": [\"ads:read\", \"pins:write_secret\"]}");
  connection = ac_run (f, connecting, "annaskitchen", TRUE, &error);
  g_assert_no_error (error);
  missing = pf_connection_get_missing_scopes (connection);
  g_assert_cmpuint (g_strv_length (missing), ==, 2);
  g_assert_cmpstr (missing[0], ==, "ads:read");
  g_assert_true (pf_connection_can_create (connection, NULL));
}

static void
test_read_only (AcFixture *f, gconstpointer data)
{
  static const char *const scopes[] = { "user_accounts:read", "boards:read", "pins:read", NULL };
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (f->connections, pf_catalogue_find ("practice"), scopes);
  g_autoptr (PfConnection) connection = ac_run (f, connecting, "annaskitchen", TRUE, NULL);
  g_autofree char *reason = NULL;

  g_assert_nonnull (connection);
  g_assert_false (pf_connection_can_create (connection, &reason));
  g_assert_nonnull (reason);
}

static void
test_test_app (AcFixture *f, gconstpointer data)
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
  g_object_unref (ac_connect_anna (f));
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
test_app_masked (AcFixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *last4 = NULL;

  ac_save_app (f, "pinterest", "canary-app-secret-0123456789");
  g_assert_true (pf_connections_get_app (f->connections, "pinterest", &id, &uri, &last4));
  g_assert_cmpstr (id, ==, "1234567");
  g_assert_cmpstr (uri, ==, f->redirect_uri);
  g_assert_cmpstr (last4, ==, "6789");
  /* Sandbox is the same app. */
  g_assert_true (pf_connections_get_app (f->connections, "sandbox", NULL, NULL, NULL));
}

static void
test_locked (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfConnection *back;

  g_clear_object (&anna);
  ac_close_all (f);
  at_file_keyring_set_error (f->keyring, PF_ERROR_LOCKED);
  ac_open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  for (guint i = 0; i < 100 && pf_connection_get_state (back) != PF_CONNECTION_LOCKED; i++)
    at_spin (10);
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_LOCKED);
  g_assert_null (ac_get_token (back, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_LOCKED);
  g_clear_error (&error);
  /* What cannot be destroyed stays connected. */
  g_assert_false (ac_disconnect (f, back, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_LOCKED);
  at_file_keyring_set_error (f->keyring, 0);
  pf_connections_unlock_async (f->connections, back, NULL, at_keep_result, &result);
  at_wait_result (&result);
  g_assert_true (pf_connections_unlock_finish (f->connections, result, NULL));
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_CONNECTED);
}

static void
test_key_deleted (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autofree char *key = g_build_filename (f->folder, id, NULL);
  PfConnection *back;

  g_clear_object (&anna);
  ac_close_all (f);
  g_assert_cmpint (g_unlink (key), ==, 0);
  ac_open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  for (guint i = 0; i < 100 && pf_connection_get_state (back) != PF_CONNECTION_EXPIRED; i++)
    at_spin (10);
  g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_EXPIRED);
  g_assert_nonnull (pf_connection_get_problem (back));
}

static void
test_no_keyring (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = NULL;

  at_file_keyring_set_error (f->keyring, PF_ERROR_NO_KEYRING);
  anna = ac_connect_anna (f);
  g_assert_true (pf_connection_get_session_only (anna));
  g_assert_true (ac_update (f, anna, NULL));
  g_assert_true (ac_refresh (f, anna, NULL));
  g_assert_cmpuint (ac_count_sealed (f), ==, 1); /* the app of the fixture */
  g_clear_object (&anna);
  ac_close_all (f);
  ac_open_all (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 0);
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

/* Whether nobody else has a lock on it. */
static gboolean
can_lock (const char *path)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean free;

  g_assert_cmpint (fd, >=, 0);
  free = flock (fd, LOCK_EX | LOCK_NB) == 0;
  close (fd);
  return free;
}

typedef struct
{
  const char *path;
  int fd;
} Ending;

static gboolean
end_now (gpointer data)
{
  Ending *ending = data;

  g_assert_cmpint (g_unlink (ending->path), ==, 0);
  close (ending->fd);
  return G_SOURCE_REMOVE;
}

/* Opened again at once: the server of before still has the place, and then it is gone. The new
 * one stays as long as the lock is held that its client has, whatever that one's process is. */
static void
test_open_again (void)
{
  g_autoptr (AtContext) at = at_context_new (NULL, NULL);
  g_autofree char *runtime
      = g_build_filename (pf_context_get_runtime_dir (at->context), "practice.json", NULL);
  g_autofree char *lease = g_strconcat (runtime, ".lease", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  Ending ending = { runtime, open (runtime, O_RDWR | O_CREAT | O_CLOEXEC, 0600) };

  g_assert_cmpint (flock (ending.fd, LOCK_EX | LOCK_NB), ==, 0);
  g_timeout_add (200, end_now, &ending);
  g_assert_cmpuint (ensure (at), !=, 0);
  g_assert_false (can_lock (lease));
  g_assert_cmpuint (ensure (at), !=, 0);
  g_assert_true (g_file_get_contents (runtime, &text, NULL, NULL));
  root = json_from_string (text, NULL);
  g_clear_object (&at->context);
  g_assert_true (can_lock (lease));
  kill ((pid_t)json_object_get_int_member (json_node_get_object (root), "pid"), SIGTERM);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  AC_ADD ("/account/connections/MO-10+ST-9/connect", test_connect);
  AC_ADD ("/account/connections/MO-16+SE-5/restart", test_restart);
  AC_ADD ("/account/connections/OA-10/denied", test_denied);
  AC_ADD ("/account/connections/OA-13+SE-7+MO-15/canaries", test_canaries);
  AC_ADD ("/account/connections/MO-19+SE-7/disconnect", test_disconnect);
  AC_ADD ("/account/connections/MO-9/same-account", test_same_account);
  AC_ADD ("/account/connections/MO-19/comes-back-as-itself", test_comes_back);
  AC_ADD ("/account/connections/MO-14+MO-17/revoked-and-reconnect", test_reconnect);
  AC_ADD ("/account/connections/ST-2+FR-14/publishing-and-trial", test_flags);
  AC_ADD ("/account/connections/AL-15+ST-11+FR-11/refused-scopes", test_refused_scope);
  AC_ADD ("/account/connections/FR-13/read-only", test_read_only);
  AC_ADD ("/account/connections/AL-13+AP-23+FR-16+ST-12/test-connection", test_test_app);
  AC_ADD ("/account/connections/AL-12+ST-5/secret-masked", test_app_masked);
  AC_ADD ("/account/connections/SE-3+SE-4/locked", test_locked);
  AC_ADD ("/account/connections/SE-3/key-deleted", test_key_deleted);
  AC_ADD ("/account/connections/MO-16+SE-3/no-keyring", test_no_keyring);
  g_test_add_func ("/account/practice/MO-5/launch", test_launch);
  g_test_add_func ("/account/practice/MO-5/open-again-at-once", test_open_again);
  return g_test_run ();
}
