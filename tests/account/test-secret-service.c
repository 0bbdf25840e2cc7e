/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connections-fixture.h"
#include "one-process.h"
#include "scripted-service.h"

#include "core/account/pf-keyring.h"
#include "core/base/pf-error.h"

#include <libsecret/secret.h>
#include <string.h>
#include <unistd.h>

/* Accounts over a keyring service in many shapes and moods: each leads to a state with a name, no
 * account is lost, and the main loop never stands still. */

/* In the place of 15 s; an unlock may take eight times as long. */
#define LIMIT_MS 300

typedef struct
{
  AcFixture f;
  GTestDBus *bus;
  AtService *service;
  char *id; /* of the account */
} World;

static void
prepare (World *w)
{
  memset (w, 0, sizeof *w);
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  w->bus = at_start_bus ();
  w->service = at_service_new (g_test_dbus_get_bus_address (w->bus));
}

static void
begin (World *w)
{
  g_autoptr (PfSecretStore) keyring = pf_keyring_new_with_limit (LIMIT_MS);

  at_service_start (w->service);
  ac_set_up_with (&w->f, keyring);
  at_watch_stalls ();
}

static void
end (World *w)
{
  at_tell_stall ();
  ac_tear_down (&w->f, NULL);
  secret_service_disconnect ();
  at_service_free (w->service);
  g_test_dbus_stop (w->bus);
  g_free (w->id);
}

/* The account in the list, which it never leaves. */
static PfConnection *
get_account (World *w)
{
  PfConnection *account = pf_connections_find (w->f.connections, w->id);

  g_assert_nonnull (account);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (w->f.connections)), ==, 1);
  return account;
}

static void
connect_account (World *w)
{
  g_autoptr (PfConnection) account = ac_connect_anna (&w->f);

  w->id = g_strdup (pf_connection_get_id (account));
  g_assert_false (pf_connection_get_session_only (account));
}

static void
restart (World *w)
{
  ac_close_all (&w->f);
  ac_open_all (&w->f);
}

static void
expect (World *w, PfConnectionState state)
{
  for (guint i = 0; i < 200 && pf_connection_get_state (get_account (w)) != state; i++)
    at_spin (10);
  g_assert_cmpint (pf_connection_get_state (get_account (w)), ==, state);
}

static void
assert_works (World *w)
{
  g_autofree char *token = ac_get_token (get_account (w), NULL);

  g_assert_nonnull (token);
  expect (w, PF_CONNECTION_CONNECTED);
  g_assert_null (pf_connection_get_problem (get_account (w)));
  g_assert_true (ac_update (&w->f, get_account (w), NULL));
}

static void
assert_says (World *w, const char *words)
{
  const char *problem = pf_connection_get_problem (get_account (w));

  g_assert_nonnull (problem);
  if (strstr (problem, words) == NULL)
    g_error ("It says: %s", problem);
}

static gboolean
unlock (World *w, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_connections_unlock_async (w->f.connections, get_account (w), NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_connections_unlock_finish (w->f.connections, result, error);
}

static void
assert_can_leave (World *w)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ac_disconnect (&w->f, get_account (w), &error));
  g_assert_no_error (error);
  g_assert_false (at_service_has (w->service, "key", w->id));
}

static void
test_kwallet (void)
{
  World w;

  if (!at_in_child ())
    return;
  prepare (&w);
  w.service->collection = "/org/freedesktop/secrets/collection/kdewallet";
  w.service->label = "kdewallet";
  w.service->strips_schema = TRUE;
  begin (&w);
  connect_account (&w);
  g_assert_true (at_service_has (w.service, "key", w.id));
  g_assert_false (at_service_has (w.service, "xdg:schema", NULL));
  restart (&w);
  assert_works (&w);
  assert_can_leave (&w);
  g_assert_cmpuint (at_service_count (w.service), ==, 0);
  end (&w);
}

static void
test_keepassxc (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  w.service->collection = "/org/freedesktop/secrets/collection/Passwords_2f4a";
  w.service->label = "Passwords";
  w.service->strips_schema = TRUE;
  w.service->adds_own = TRUE;
  w.service->hides_locked = TRUE;
  w.service->prompt = AT_PROMPT_ANSWER;
  begin (&w);
  connect_account (&w);
  g_assert_true (at_service_has (w.service, "Path", "/Apps/Pinfold: key of an account"));
  restart (&w);
  assert_works (&w);
  /* The database is locked: nothing is found in it, which is not the same as being gone. */
  w.service->locked = TRUE;
  restart (&w);
  expect (&w, PF_CONNECTION_LOCKED);
  assert_says (&w, "locked");
  g_assert_cmpuint (w.service->n_prompts, ==, 0);
  g_assert_true (unlock (&w, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (w.service->n_prompts, ==, 1);
  assert_works (&w);
  assert_can_leave (&w);
  end (&w);
}

/* Nothing is called "login" or "default", and nothing new may be made. */
static void
test_no_collection (void)
{
  World w;
  g_autoptr (PfConnection) account = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  w.service->no_default = TRUE;
  begin (&w);
  account = ac_connect_anna (&w.f);
  g_assert_true (pf_connection_get_session_only (account));
  g_assert_cmpint (pf_connection_get_state (account), ==, PF_CONNECTION_CONNECTED);
  g_assert_true (ac_refresh (&w.f, account, NULL));
  g_assert_cmpuint (at_service_count (w.service), ==, 0);
  end (&w);
}

static void
test_read_only_connect (void)
{
  World w;
  g_autoptr (PfConnection) account = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  w.service->read_only = TRUE;
  begin (&w);
  /* It lasts for this session and says so. */
  account = ac_connect_anna (&w.f);
  g_assert_true (pf_connection_get_session_only (account));
  g_assert_cmpint (pf_connection_get_state (account), ==, PF_CONNECTION_CONNECTED);
  g_assert_true (ac_update (&w.f, account, NULL));
  g_assert_cmpuint (ac_count_sealed (&w.f), ==, 0);
  end (&w);
}

static void
test_read_only_known (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  w.service->read_only = TRUE;
  restart (&w);
  assert_works (&w);
  g_assert_true (ac_refresh (&w.f, get_account (&w), &error));
  g_assert_no_error (error);
  /* A key that cannot be destroyed is not called gone. */
  g_assert_false (ac_disconnect (&w.f, get_account (&w), &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "The keyring refused"));
  assert_works (&w);
  w.service->read_only = FALSE;
  assert_can_leave (&w);
  end (&w);
}

static void
test_dismissed (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  w.service->locked = TRUE;
  w.service->prompt = AT_PROMPT_DISMISS;
  restart (&w);
  expect (&w, PF_CONNECTION_LOCKED);
  g_assert_cmpuint (w.service->n_prompts, ==, 0);
  g_assert_false (unlock (&w, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_LOCKED);
  g_assert_cmpuint (w.service->n_prompts, >=, 1);
  expect (&w, PF_CONNECTION_LOCKED);
  assert_says (&w, "locked");
  w.service->prompt = AT_PROMPT_ANSWER;
  g_assert_true (unlock (&w, NULL));
  assert_works (&w);
  end (&w);
}

/* 60 s to type a password are to the limit of a call, 15 s, as four to one. */
static void
test_slow_unlock (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  w.service->locked = TRUE;
  w.service->prompt = AT_PROMPT_ANSWER;
  w.service->prompt_ms = 4 * LIMIT_MS;
  restart (&w);
  expect (&w, PF_CONNECTION_LOCKED);
  g_assert_true (unlock (&w, &error));
  g_assert_no_error (error);
  assert_works (&w);
  end (&w);
}

static void
test_endless_unlock (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  w.service->locked = TRUE;
  w.service->prompt = AT_PROMPT_ANSWER;
  w.service->prompt_ms = 1000 * LIMIT_MS;
  restart (&w);
  expect (&w, PF_CONNECTION_LOCKED);
  g_assert_false (unlock (&w, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TIMED_OUT);
  expect (&w, PF_CONNECTION_LOCKED);
  /* The dialog does not stay behind. */
  at_spin (100);
  g_assert_cmpuint (w.service->n_dismissed, ==, 1);
  end (&w);
}

static void
test_dies (void)
{
  static const char *const methods[] = { "OpenSession", "SearchItems", "GetSecret" };
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      secret_service_disconnect ();
      w.service->dies_at = methods[i];
      restart (&w);
      expect (&w, PF_CONNECTION_ERROR);
      g_assert_null (w.service->dies_at);
      assert_says (&w, "There is no keyring");
      /* It is back: Refresh Now is the way on. */
      at_service_start (w.service);
      g_assert_true (ac_refresh (&w.f, get_account (&w), &error));
      g_assert_no_error (error);
      assert_works (&w);
    }
  end (&w);
}

/* The browser has been and gone: what was granted is not thrown away. */
static void
test_dies_while_connecting (void)
{
  World w;
  g_autoptr (PfConnection) account = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  w.service->dies_at = "CreateItem";
  account = ac_connect_anna (&w.f);
  g_assert_null (w.service->dies_at);
  g_assert_true (pf_connection_get_session_only (account));
  g_assert_true (ac_update (&w.f, account, NULL));
  end (&w);
}

static void
test_deleted (void)
{
  World w;
  g_autoptr (PfConnecting) reconnecting = NULL;
  g_autoptr (PfConnection) back = NULL;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  at_service_delete (w.service, w.id);
  /* Who has it in memory goes on. */
  assert_works (&w);
  restart (&w);
  expect (&w, PF_CONNECTION_EXPIRED);
  assert_says (&w, "The key is gone from the keyring. Sign in again.");
  reconnecting = pf_connections_reconnect (w.f.connections, get_account (&w), NULL);
  back = ac_run (&w.f, reconnecting, "annaskitchen", TRUE, &error);
  g_assert_no_error (error);
  restart (&w);
  assert_works (&w);
  end (&w);
}

static void
test_two_match (void)
{
  World w;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  /* An old copy, and something younger that is no key at all. */
  at_service_add (w.service, "io.github.pinfold.Key", w.id,
                  "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", 86400);
  at_service_add (w.service, "io.github.pinfold.Key", w.id, "%%% not a key %%%", -60);
  restart (&w);
  assert_works (&w);
  /* A younger one that looks like a key and is not: the person is asked, nothing is lost. */
  at_service_add (w.service, "io.github.pinfold.Key", w.id,
                  "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", -120);
  restart (&w);
  expect (&w, PF_CONNECTION_EXPIRED);
  g_assert_nonnull (pf_connection_get_problem (get_account (&w)));
  /* All of them go. */
  assert_can_leave (&w);
  end (&w);
}

static void
test_wrong_schema (void)
{
  World w;

  if (!at_in_child ())
    return;
  prepare (&w);
  begin (&w);
  connect_account (&w);
  at_service_set_schema (w.service, w.id, "org.gnome.keyring.Note");
  restart (&w);
  assert_works (&w);
  /* Not even the content is ours. */
  at_service_delete (w.service, w.id);
  at_service_add (w.service, "org.gnome.keyring.Note", w.id, "a note", 0);
  restart (&w);
  expect (&w, PF_CONNECTION_EXPIRED);
  assert_says (&w, "Sign in again");
  end (&w);
}

static void
test_ordinary (void)
{
  if (!at_in_child ())
    return;
  if (access (g_getenv ("PINFOLD_BUILD_ROOT"), X_OK) == 0)
    g_assert_cmpint (access ("/etc/shadow", R_OK), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/secret-service/SE-9/kwallet", test_kwallet);
  g_test_add_func ("/account/secret-service/SE-9+SE-4/keepassxc", test_keepassxc);
  g_test_add_func ("/account/secret-service/SE-9+MO-16/no-collection", test_no_collection);
  g_test_add_func ("/account/secret-service/SE-3+MO-16/read-only-connect", test_read_only_connect);
  g_test_add_func ("/account/secret-service/SE-3/read-only-known", test_read_only_known);
  g_test_add_func ("/account/secret-service/SE-3+SE-4/dismissed", test_dismissed);
  g_test_add_func ("/account/secret-service/SE-3/unlock-takes-60-s", test_slow_unlock);
  g_test_add_func ("/account/secret-service/SE-11/unlock-never-ends", test_endless_unlock);
  g_test_add_func ("/account/secret-service/SE-3+SE-5/dies-mid-call", test_dies);
  g_test_add_func ("/account/secret-service/SE-3/dies-while-connecting",
                   test_dies_while_connecting);
  g_test_add_func ("/account/secret-service/SE-3/deleted-by-another", test_deleted);
  g_test_add_func ("/account/secret-service/SE-3/two-match", test_two_match);
  g_test_add_func ("/account/secret-service/SE-3+SE-9/wrong-schema", test_wrong_schema);
  g_test_add_func ("/account/secret-service/SE-8/ordinary-user", test_ordinary);
  return g_test_run ();
}
