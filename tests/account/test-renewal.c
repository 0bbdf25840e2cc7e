/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connections-fixture.h"
#include "core/base/pf-error.h"
#include "file-keyring.h"

#include <string.h>
#include <sys/wait.h>

static void
test_no_storm (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (GError) error = NULL;
  gint64 before;

  ac_post (f, "/control/reset", "{}");
  before = ac_count_token_requests (f);
  for (guint i = 0; i < 10; i++)
    {
      g_clear_error (&error);
      g_assert_false (ac_update (f, anna, &error));
    }
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  g_assert_cmpint (ac_count_token_requests (f) - before, <=, 2);
}

static void
test_single_flight (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *token = ac_get_token (anna, NULL);
  g_autoptr (PfSecret) rejected = pf_secret_new (token, -1);
  gint64 before = ac_count_token_requests (f);
  guint done = 0;

  for (guint i = 0; i < 50; i++)
    pf_authorizer_renew_async (PF_AUTHORIZER (anna), rejected, NULL, ac_on_token, &done);
  while (done < 50)
    at_spin (5);
  g_assert_cmpint (ac_count_token_requests (f) - before, ==, 1);
}

static void
test_automatic (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *first = ac_get_token (anna, NULL);
  g_autofree char *second = NULL;
  gint64 before = ac_count_token_requests (f);
  gint64 end = pf_connection_get_access_expires_at (anna);
  gint64 lead = 30 * G_TIME_SPAN_DAY / 10;

  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock),
                            end - pf_clock_now (f->at->clock) - lead - G_TIME_SPAN_HOUR);
  at_spin (50);
  g_assert_cmpint (ac_count_token_requests (f), ==, before);
  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock), 2 * G_TIME_SPAN_HOUR);
  for (guint i = 0; i < 200 && pf_connection_get_access_expires_at (anna) == end; i++)
    at_spin (20);
  g_assert_cmpint (pf_connection_get_access_expires_at (anna), >, end);
  g_assert_cmpint (ac_count_token_requests (f), ==, before + 1);
  second = ac_get_token (anna, NULL);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
}

/* The reply is lost once: the old token is tried once more, and that is enough. */
static void
test_lost_reply (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (GError) error = NULL;

  ac_post (f, "/control/fault", "{\"kind\": \"cut-after-commit\", \"op\": \"oauth/token\"}");
  g_assert_false (ac_refresh (f, anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NO_REPLY);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
  g_clear_error (&error);
  g_assert_true (ac_refresh (f, anna, &error));
  g_assert_no_error (error);
  g_assert_true (ac_update (f, anna, NULL));
}

static void
test_lost_twice (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (GError) error = NULL;
  gint64 before;

  ac_post (f, "/control/fault",
           "{\"kind\": \"cut-after-commit\", \"op\": \"oauth/token\", \"times\": -1}");
  before = ac_count_token_requests (f);
  g_assert_false (ac_refresh (f, anna, &error));
  g_clear_error (&error);
  g_assert_false (ac_refresh (f, anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_SIGN_IN);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_EXPIRED);
  g_clear_error (&error);
  g_assert_false (ac_refresh (f, anna, &error));
  g_assert_cmpint (ac_count_token_requests (f) - before, <=, 2);
}

/* The disk fills up while the request is on its way. The old refresh token is spent, so the new
 * pair must neither be lost nor forgotten: it works, it says so, and it is saved when there is
 * room again. */
static void
test_not_saved (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autofree char *first = ac_get_token (anna, NULL);
  g_autofree char *second = NULL;
  g_autofree char *still = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before = ac_count_token_requests (f);
  gint64 end;
  PfConnection *back;

  at_fill_disk_after (1);
  g_assert_true (ac_refresh (f, anna, &error));
  g_assert_no_error (error);
  second = ac_get_token (anna, NULL);
  g_assert_cmpstr (second, !=, first);
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
  g_assert_nonnull (strstr (pf_connection_get_problem (anna), "could not be saved"));
  end = pf_connection_get_access_expires_at (anna);
  g_assert_true (ac_update (f, anna, NULL));

  /* Nothing leaves that could not be counted, and what there is stays. */
  g_assert_false (ac_refresh (f, anna, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DISK_FULL);
  g_clear_error (&error);
  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock), G_TIME_SPAN_MINUTE);
  at_spin (200);
  still = ac_get_token (anna, NULL);
  g_assert_cmpstr (still, ==, second);
  g_assert_cmpint (pf_connection_get_access_expires_at (anna), ==, end);
  g_assert_nonnull (pf_connection_get_problem (anna));

  at_fill_disk_after (-1);
  for (guint i = 0; i < 100 && pf_connection_get_problem (anna) != NULL; i++)
    {
      pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->at->clock), G_TIME_SPAN_MINUTE / 4);
      at_spin (20);
    }
  g_assert_null (pf_connection_get_problem (anna));
  g_assert_cmpint (ac_count_token_requests (f) - before, ==, 1);
  g_clear_object (&anna);
  ac_close_all (f);
  ac_open_all (f);
  back = pf_connections_find (f->connections, id);
  again = ac_get_token (back, NULL);
  g_assert_cmpstr (again, ==, second);
  g_assert_true (ac_refresh (f, back, NULL));
}

/* Dies before and after each step of a renewal; afterwards one pair works, or the person is
 * asked to sign in again; nothing loops. */
static void
test_kill_renewal (AcFixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;
  guint points = 0;
  gboolean survived = FALSE;

  {
    g_autoptr (PfConnection) anna = ac_connect_anna (f);

    id = g_strdup (pf_connection_get_id (anna));
  }
  for (guint k = 1; !survived && k < 60; k++)
    {
      PfConnection *back;
      int status;

      ac_close_all (f);
      status = ac_wait_child (ac_start_child (f, "renew", id, k));
      survived = WIFEXITED (status);
      points += survived ? 0 : 1;
      ac_open_all (f);
      back = pf_connections_find (f->connections, id);
      g_assert_true (ac_update (f, back, NULL));
      g_assert_true (ac_refresh (f, back, NULL));
      g_assert_cmpint (pf_connection_get_state (back), ==, PF_CONNECTION_CONNECTED);
    }
  g_test_message ("%u fault points", points);
  g_assert_true (survived);
  g_assert_cmpuint (points, >=, 4);
}

/* Dies before and after each step of a disconnect; then a start brings it to its end. */
static void
test_kill_disconnect (AcFixture *f, gconstpointer data)
{
  guint points = 0;
  gboolean survived = FALSE;

  for (guint k = 1; !survived && k < 60; k++)
    {
      g_autoptr (PfConnection) anna = ac_connect_anna (f);
      g_autofree char *id = g_strdup (pf_connection_get_id (anna));
      g_autofree char *token = ac_get_token (anna, NULL);
      PfConnection *back;
      int status;

      g_clear_object (&anna);
      ac_close_all (f);
      status = ac_wait_child (ac_start_child (f, "disconnect", id, k));
      survived = WIFEXITED (status);
      if (survived)
        g_assert_cmpint (WEXITSTATUS (status), ==, 0);
      else
        points++;
      ac_open_all (f);
      for (guint i = 0; i < 100; i++)
        at_spin (2);
      back = pf_connections_find (f->connections, id);
      if (back != NULL)
        {
          /* Still connected, wholly. */
          g_autofree char *again = ac_get_token (back, NULL);

          g_assert_cmpstr (again, ==, token);
          g_assert_true (ac_update (f, back, NULL));
          g_assert_true (ac_disconnect (f, back, NULL));
        }
      /* Gone, wholly. */
      g_assert_cmpuint (ac_count_keys (f), ==, 0);
      g_assert_cmpuint (ac_count_sealed (f), ==, 0);
      ac_save_app (f, "practice", "practice-secret");
    }
  g_test_message ("%u fault points", points);
  g_assert_true (survived);
  g_assert_cmpuint (points, >=, 6);
}

static void
test_processes (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  gint64 before = ac_count_token_requests (f);
  g_autofree char *token = ac_get_token (anna, NULL);
  g_autofree char *path = g_build_filename (f->at->folder, "rejected", NULL);
  GPid pids[4];

  g_assert_true (g_file_set_contents (path, token, -1, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    pids[i] = ac_start_child (f, "renew-rejected", pf_connection_get_id (anna), 0);
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      int status = ac_wait_child (pids[i]);

      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }
  g_assert_cmpint (ac_count_token_requests (f) - before, ==, 1);
  /* This process takes over what the others stored. */
  at_spin (300);
  g_assert_true (ac_update (f, anna, NULL));
  g_assert_cmpint (ac_count_token_requests (f) - before, ==, 1);
}

/* Everything that GLib, libsoup and Pinfold would say, and nothing secret in it. */
static void
test_logs (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *old = ac_get_token (anna, NULL);
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
      fresh = ac_get_token (anna, NULL);
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

int
main (int argc, char **argv)
{
  if (argc == 7 && strcmp (argv[1], "--child") == 0)
    return ac_run_child (argv);
  g_test_init (&argc, &argv, NULL);
  AC_ADD ("/account/connections/MO-18+OA-14/no-storm", test_no_storm);
  AC_ADD ("/account/connections/OA-14/fifty-callers", test_single_flight);
  AC_ADD ("/account/connections/OA-14/four-processes", test_processes);
  AC_ADD ("/account/connections/OA-14/lost-reply", test_lost_reply);
  AC_ADD ("/account/connections/OA-14+MO-18/lost-twice", test_lost_twice);
  AC_ADD ("/account/connections/OA-14/pair-not-saved", test_not_saved);
  AC_ADD ("/account/connections/OA-14/killed-renewal", test_kill_renewal);
  AC_ADD ("/account/connections/AL-4+AP-20/automatic", test_automatic);
  AC_ADD ("/account/connections/OA-13+AP-21/debug-output", test_logs);
  AC_ADD ("/account/connections/SE-6/killed-disconnect", test_kill_disconnect);
  return g_test_run ();
}
