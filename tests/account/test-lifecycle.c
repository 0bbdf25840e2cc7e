/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connections-fixture.h"
#include "core/base/pf-error.h"
#include "file-keyring.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

/* What changes around an account while it lives: its app, the keyring, the tier, the network,
 * and where Practice listens. */

static void
save_app (AcFixture *f, const char *client_id)
{
  g_autoptr (PfSecret) secret = pf_secret_new ("practice-secret", -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pf_connections_save_app_async (f->connections, "practice", client_id, f->redirect_uri, secret,
                                 NULL, at_keep_result, &result);
  at_wait_result (&result);
  pf_connections_save_app_finish (f->connections, result, &error);
  g_assert_no_error (error);
}

/* Tokens belong to the app that asked for them, so an account that signs in again through a newer
 * app is renewed with that one. */
static void
test_newer_app (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autoptr (PfConnection) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = g_strdup_printf ("{\"redirect_uris\": [\"%s\"]}", f->redirect_uri);
  PfConnection *back;

  ac_post (f, "/control/reset", "{}");
  ac_post (f, "/control/switch", json);
  g_assert_false (ac_update (f, anna, NULL));
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_EXPIRED);
  save_app (f, "7654321");

  again = ac_connect_account (f, "annaskitchen", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pf_connection_get_id (again), ==, id);
  g_assert_true (ac_refresh (f, again, &error));
  g_assert_no_error (error);

  /* The app before has no account any more, so its secret is gone. */
  g_assert_cmpuint (ac_count_sealed (f), ==, 2);
  g_assert_cmpuint (ac_count_keys (f), ==, 2);
  g_clear_object (&again);
  g_clear_object (&anna);
  ac_close_all (f);
  ac_open_all (f);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  g_assert_true (ac_refresh (f, back, &error));
  g_assert_no_error (error);
}

/* An app whose secret no keyring keeps cannot be what a lasting account is renewed with. */
static void
test_keyring_comes_late (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = NULL;
  g_autoptr (PfConnection) again = NULL;
  g_autoptr (PfConnecting) reconnecting = NULL;
  g_autoptr (GError) error = NULL;

  at_file_keyring_set_error (f->keyring, PF_ERROR_NO_KEYRING);
  save_app (f, "7654321");
  at_file_keyring_set_error (f->keyring, 0);
  anna = ac_connect_anna (f);
  g_assert_true (pf_connection_get_session_only (anna));

  reconnecting = pf_connections_reconnect (f->connections, anna, NULL);
  again = ac_run (f, reconnecting, "annaskitchen", TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (again == anna);
  g_clear_object (&again);
  g_clear_object (&anna);
  ac_close_all (f);
  ac_open_all (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->connections)), ==, 0);
}

/* Check Again: the tier stands in the headers of any reply. */
static void
test_trial_ends (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (GError) trial = g_error_new_literal (PF_ERROR, PF_ERROR_TRIAL, "trial");
  gint64 noon = (g_get_real_time () / G_USEC_PER_SEC / 86400 + 1) * 86400 + 12 * 3600;
  g_autofree char *clock = g_strdup_printf ("{\"set\": %" G_GINT64_FORMAT "}", noon);

  /* Not in the last minutes of a day, which look like anybody's minute. */
  ac_post (f, "/control/clock", clock);
  pf_virtual_clock_set_wall (PF_VIRTUAL_CLOCK (pf_context_get_clock (f->at->context)),
                             noon * G_USEC_PER_SEC);
  ac_post (f, "/control/switch", "{\"trial\": true}");
  pf_connection_note_error (anna, trial, "create-pin");
  g_assert_true (ac_update (f, anna, NULL));
  g_assert_true (pf_connection_get_trial (anna));
  g_assert_true (ac_update (f, anna, NULL));
  g_assert_true (pf_connection_get_trial (anna));

  ac_post (f, "/control/switch", "{\"trial\": false}");
  g_assert_true (ac_update (f, anna, NULL));
  g_assert_false (pf_connection_get_trial (anna));
  g_assert_true (pf_connection_can_create (anna, NULL));
}

static void
restart_practice (AcFixture *f)
{
  g_autofree char *runtime
      = g_build_filename (pf_context_get_runtime_dir (f->at->context), "practice.json", NULL);

  kill (f->practice, SIGKILL);
  waitpid (f->practice, NULL, 0);
  g_unlink (runtime);
  g_clear_pointer (&f->control_secret, g_free);
  ac_start_practice (f);
}

/* Practice comes back at another port: for all its accounts, and for their pictures. */
static void
test_practice_moves (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autoptr (PfConnection) tom = ac_connect_account (f, "gardenoftom", NULL);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autofree char *origin = NULL;
  PfConnection *back;

  g_assert_nonnull (tom);
  restart_practice (f);
  origin = g_strdup_printf ("http://127.0.0.1:%u/", f->practice_port);
  /* The sign-in is lost with the server's memory; where it is now is found all the same. */
  ac_refresh (f, anna, NULL);
  g_assert_true (g_str_has_prefix (pf_connection_get_service (anna)->api_base, origin));
  g_assert_true (g_str_has_prefix (pf_connection_get_service (tom)->api_base, origin));
  g_assert_true (g_str_has_prefix (pf_connection_get_avatar_url (anna), origin));
  g_assert_true (g_str_has_prefix (pf_connection_get_avatar_url (tom), origin));

  g_clear_object (&anna);
  g_clear_object (&tom);
  ac_close_all (f);
  restart_practice (f);
  ac_open_all (f);
  g_free (origin);
  origin = g_strdup_printf ("http://127.0.0.1:%u/", f->practice_port);
  back = pf_connections_find (f->connections, id);
  g_assert_nonnull (back);
  g_assert_true (g_str_has_prefix (pf_connection_get_service (back)->api_base, origin));
  g_assert_true (g_str_has_prefix (pf_connection_get_avatar_url (back), origin));
}

/* Another process changes something while this one still waits for Practice: the account is
 * not taken for broken. */
static void
test_change_while_loading (AcFixture *f, gconstpointer data)
{
  g_autoptr (PfConnection) anna = ac_connect_anna (f);
  g_autofree char *id = g_strdup (pf_connection_get_id (anna));
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&anna);
  ac_close_all (f);
  pf_store_open_async (f->at->context, NULL, at_keep_result, &opened);
  at_wait_result (&opened);
  f->store = pf_store_open_finish (opened, &error);
  g_assert_no_error (error);
  f->connections = pf_connections_new (f->store);
  kill (f->practice, SIGSTOP);
  pf_connections_load_async (f->connections, NULL, at_keep_result, &loaded);
  pf_store_touch (f->store, PF_STORE_CONNECTIONS);
  at_spin (500);
  g_assert_null (loaded);
  kill (f->practice, SIGCONT);
  at_wait_result (&loaded);
  pf_connections_load_finish (f->connections, loaded, &error);
  g_assert_no_error (error);
  at_spin (200);
  anna = g_object_ref (pf_connections_find (f->connections, id));
  g_assert_cmpint (pf_connection_get_state (anna), ==, PF_CONNECTION_CONNECTED);
}

/* Another process connects the first account of Practice, which this one never had. */
static void
test_first_elsewhere (AcFixture *f, gconstpointer data)
{
  AcFixture other = *f;
  g_autoptr (PfConnection) theirs = NULL;
  g_autoptr (PfConnection) ours = NULL;
  g_autofree char *token = NULL;
  g_autofree char *expected = NULL;

  other.url = NULL;
  ac_open_all (&other);
  theirs = ac_connect_anna (&other);
  expected = ac_get_token (theirs, NULL);
  for (guint i = 0; i < 300 && ours == NULL; i++)
    {
      at_spin (10);
      ours = g_list_model_get_item (G_LIST_MODEL (f->connections), 0);
      if (ours != NULL)
        g_assert_cmpint (pf_connection_get_state (ours), ==, PF_CONNECTION_CONNECTED);
    }
  g_assert_nonnull (ours);
  g_assert_null (pf_connection_get_problem (ours));
  g_assert_cmpstr (pf_connection_get_service (ours)->api_base, ==,
                   pf_connection_get_service (theirs)->api_base);
  token = ac_get_token (ours, NULL);
  g_assert_cmpstr (token, ==, expected);
  g_assert_true (ac_update (f, ours, NULL));
  g_clear_object (&theirs);
  ac_close_all (&other);
  g_free (other.url);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  AC_ADD ("/account/lifecycle/OA-14+ST-9/newer-app", test_newer_app);
  AC_ADD ("/account/lifecycle/MO-16/keyring-comes-late", test_keyring_comes_late);
  AC_ADD ("/account/lifecycle/FR-14+AP-16/trial-ends", test_trial_ends);
  AC_ADD ("/account/lifecycle/MO-5/practice-moves", test_practice_moves);
  AC_ADD ("/account/lifecycle/MO-5+DB-1/first-connected-elsewhere", test_first_elsewhere);
  AC_ADD ("/account/lifecycle/MO-5+DB-1/change-while-loading", test_change_while_loading);
  return g_test_run ();
}
