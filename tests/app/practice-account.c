/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-account.h"

#include "core/api/pf-json.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <unistd.h>

static char *place;

static void
link_helper (const char *libexec, const char *name, const char *variable)
{
  g_autofree char *path = g_build_filename (libexec, name, NULL);

  g_assert_cmpint (symlink (g_getenv (variable), path), ==, 0);
}

void
practice_prepare (void)
{
  place = g_dir_make_tmp ("pf-practice-XXXXXX", NULL);
  g_assert_nonnull (place);
  link_helper (place, "pinfold-practice", "PF_TEST_PRACTICE");
  link_helper (place, "pinfold-decode", "PF_TEST_DECODE");
  g_setenv ("PINFOLD_LIBEXEC_DIR", place, TRUE);
}

void
practice_set_arguments (const char *arguments)
{
  g_autofree char *path = g_build_filename (place, "pinfold-practice", NULL);
  g_autofree char *script = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  if (arguments == NULL)
    {
      link_helper (place, "pinfold-practice", "PF_TEST_PRACTICE");
      return;
    }
  script = g_strdup_printf ("#!/bin/sh\nexec \"$PF_TEST_PRACTICE\" %s \"$@\"\n", arguments);
  g_assert_true (g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

void
practice_tidy (void)
{
  static const char *const names[]
      = { "pinfold-practice", "pinfold-decode", "wish", "wish.log", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (place, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (place);
  g_clear_pointer (&place, g_free);
}

static void
open_url (PfConnecting *connecting, const char *url, gpointer unused)
{
  g_autofree char *script
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "app", "consent-browser.py", NULL);
  g_autofree char *wish = g_build_filename (place, "wish", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) browser
      = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, script, wish, url, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (browser);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static PfConnection *
try_connect (AppWorld *world, const char *const *scopes, GError **error)
{
  PfConnections *connections = pf_workspace_get_connections (world->workspace);
  g_autoptr (PfConnecting) connecting
      = pf_connections_connect (connections, pf_catalogue_find ("practice"), scopes);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfConnection) connection = NULL;

  g_signal_connect (connecting, "open-url", G_CALLBACK (open_url), NULL);
  pf_connecting_run_async (connecting, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 30);
  connection = pf_connecting_run_finish (connecting, result, error);
  /* The list holds it, too. */
  return connection != NULL ? pf_connections_find (connections, pf_connection_get_id (connection))
                            : NULL;
}

PfConnection *
practice_connect (AppWorld *world, const char *account, const char *const *scopes)
{
  g_autofree char *wish = g_build_filename (place, "wish", NULL);
  g_autofree char *answer = g_strdup_printf ("allow\n%s", account != NULL ? account : "");
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_assert_true (g_file_set_contents (wish, answer, -1, NULL));
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      PfConnection *connection = try_connect (world, scopes, &error);

      if (connection != NULL)
        return connection;
      /* The way back is one fixed port; whoever had it before keeps it for some seconds. */
      if (!g_error_matches (error, PF_ERROR, PF_ERROR_PORT_IN_USE)
          || g_get_monotonic_time () > until)
        g_assert_no_error (error);
      app_settle ();
    }
}

static char *
runtime_file (AppWorld *world)
{
  return g_build_filename (pf_context_get_runtime_dir (world->context), "practice.json", NULL);
}

static GBytes *
talk (AppWorld *world, const char *method, const char *what, GBytes *body)
{
  g_autofree char *path = runtime_file (world);
  g_autofree char *text = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *url = NULL;
  g_autoptr (PfJson) object = NULL;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  GBytes *reply;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  object = pf_json_parse_object (text, (gssize)length, &error);
  g_assert_no_error (error);
  secret = pf_json_dup_text (object, "control_secret");
  url = g_strdup_printf ("http://127.0.0.1:%u/control/%s",
                         (guint)pf_json_get_int (object, "port", 0), what);
  message = soup_message_new (method, url);
  soup_message_headers_append (soup_message_get_request_headers (message), "X-Practice-Control",
                               secret);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  reply = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  return reply;
}

void
practice_control (AppWorld *world, const char *what, const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr (GBytes) reply = talk (world, SOUP_METHOD_POST, what, body);
}

PfJson *
practice_get_state (AppWorld *world)
{
  g_autoptr (GBytes) reply = talk (world, SOUP_METHOD_GET, "state", NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (reply, &length);
  PfJson *state = pf_json_parse_object (text, (gssize)length, &error);

  g_assert_no_error (error);
  return state;
}

void
practice_kill (AppWorld *world)
{
  g_autofree char *path = runtime_file (world);
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n_killed = 0;

  /* GIO before 2.82 never frees the task of g_socket_client_connect_async() if a connection is
   * refused when no further address is left to try (GLib issue 3184). It looks for one after
   * 250 ms, so on a busy machine; and its frames have no names to suppress it by. What is begun
   * before is let end. */
  app_world_overlook_leaks (world);
  app_settle ();
  while ((name = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *file = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *line = NULL;
      gsize length;

      if (!g_ascii_isdigit (name[0]) || !g_file_get_contents (file, &line, &length, NULL))
        continue;
      /* Only the one whose runtime file lies in this world's folder. */
      if (memmem (line, length, path, strlen (path)) != NULL)
        {
          g_assert_cmpint (kill ((pid_t)g_ascii_strtoll (name, NULL, 10), SIGKILL), ==, 0);
          n_killed++;
        }
    }
  g_assert_cmpuint (n_killed, ==, 1);
}
