/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connections-fixture.h"
#include "one-process.h"
#include "scripted-portal.h"

#include "core/account/pf-keyring.h"
#include "core/base/pf-error.h"

#include <string.h>

/* Keys in a sandbox: libsecret keeps them in a file whose password the Secret portal gives. A
 * snap's environment makes libsecret take that way; all else is real. Stalls are not told of where
 * the file is opened: libsecret makes its key from the password (PBKDF2) in the calling thread, 60
 * ms here, and there is no way around but a process of its own. */

#define LIMIT_MS 3000
#define NAME "6f1e7f2e-7a0e-4d0a-9a3c-0d5f6a7b8c9d"

typedef struct
{
  AcFixture f;
  char *home;
  char *helper;
  GTestDBus *bus;
  AtPortal *portal;
  PfSecretStore *keyring;
} World;

static void
begin (World *w, guint limit_ms)
{
  memset (w, 0, sizeof *w);
  w->home = g_dir_make_tmp ("pinfold-sandbox-XXXXXX", NULL);
  w->helper = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"),
                                "src/core/account/helper/pinfold-keyring-helper", NULL);
  g_setenv ("XDG_DATA_HOME", w->home, TRUE);
  w->bus = at_start_bus ();
  /* For the helper: libsecret's file backend does not free an entity tag that GIO made for it. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv ("SNAP_NAME", "pinfold", TRUE);
  w->keyring = pf_keyring_new_with_limit (limit_ms);
  pf_keyring_set_helper (PF_KEYRING (w->keyring), w->helper);
  at_watch_stalls ();
}

static void
add_portal (World *w)
{
  w->portal = at_portal_new (g_test_dbus_get_bus_address (w->bus));
}

static void
end (World *w)
{
  g_clear_object (&w->keyring);
  if (w->f.at != NULL)
    ac_tear_down (&w->f, NULL);
  if (w->portal != NULL)
    {
      g_assert_false (at_folder_contains (w->home, w->portal->secret, 24));
      at_portal_free (w->portal);
    }
  g_test_dbus_stop (w->bus);
  pf_files_remove_tree (w->home);
  g_free (w->home);
  g_free (w->helper);
}

static PfSecret *
lookup (World *w, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_secret_store_lookup_async (w->keyring, NAME, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_secret_store_lookup_finish (w->keyring, result, error);
}

static void
assert_found (World *w, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfSecret) secret = lookup (w, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret != NULL ? pf_secret_peek (secret) : NULL, ==, text);
}

/* With a limit that the test made short: a loaded machine may need more than one try. */
static void
assert_nothing_found_at_last (World *w)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PfSecret) secret = lookup (w, &error);

      g_assert_null (secret);
      if (error == NULL)
        return;
      g_assert_error (error, PF_ERROR, PF_ERROR_TIMED_OUT);
    }
  g_assert_not_reached ();
}

static void
store (World *w, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfSecret) secret = pf_secret_new (text, -1);
  g_autoptr (GError) error = NULL;

  pf_secret_store_store_async (w->keyring, NAME, "Pinfold: key of an account", secret, NULL,
                               at_keep_result, &result);
  at_wait_result (&result);
  pf_secret_store_store_finish (w->keyring, result, &error);
  g_assert_no_error (error);
}

/* Another process, which goes through the portal itself. @in: the lines for it. */
static char *
run_other (World *w, const char *in)
{
  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                          w->helper, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  char *out = NULL;

  g_subprocess_communicate_utf8_async (process, in, NULL, at_keep_result, &result);
  at_wait_result (&result);
  g_assert_true (g_subprocess_communicate_utf8_finish (process, result, &out, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  return g_strchomp (out);
}

static void
store_elsewhere (World *w, const char *text)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *)text, strlen (text));
  g_autofree char *in = g_strdup_printf ("store\n" NAME "\nlabel\n%s\n", encoded);

  g_free (run_other (w, in));
}

static void
assert_found_elsewhere (World *w, const char *text)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *)text, strlen (text));
  g_autofree char *out = run_other (w, "lookup\n" NAME "\n\n\n");

  g_assert_cmpstr (out, ==, encoded);
}

/* This process reads first, another one stores after it. */
static void
test_other_stores_later (void)
{
  World w;

  if (!at_in_child ())
    return;
  begin (&w, LIMIT_MS);
  add_portal (&w);
  assert_found (&w, NULL);
  store_elsewhere (&w, "from the other");
  assert_found (&w, "from the other");
  g_assert_cmpuint (w.portal->n_retrieved, >=, 3);
  g_assert_false (at_folder_contains (w.home, "from the other", 14));
  end (&w);
}

/* This process stores first, another one over it, and then this one again. */
static void
test_other_stores_between (void)
{
  World w;

  if (!at_in_child ())
    return;
  begin (&w, LIMIT_MS);
  add_portal (&w);
  store (&w, "mine");
  assert_found (&w, "mine");
  assert_found_elsewhere (&w, "mine");
  store_elsewhere (&w, "theirs");
  store (&w, "mine again");
  assert_found_elsewhere (&w, "mine again");
  end (&w);
}

static void
test_account (void)
{
  World w;
  g_autoptr (PfConnection) account = NULL;
  g_autofree char *id = NULL;
  g_autofree char *in = NULL;
  g_autofree char *out = NULL;
  g_autofree char *token = NULL;

  if (!at_in_child ())
    return;
  begin (&w, LIMIT_MS);
  add_portal (&w);
  ac_set_up_with (&w.f, w.keyring);
  account = ac_connect_anna (&w.f);
  g_assert_false (pf_connection_get_session_only (account));
  id = g_strdup (pf_connection_get_id (account));
  g_clear_object (&account);
  in = g_strdup_printf ("lookup\n%s\n\n\n", id);
  out = run_other (&w, in);
  g_assert_cmpuint (strlen (out), >, 40);
  ac_close_all (&w.f);
  ac_open_all (&w.f);
  token = ac_get_token (pf_connections_find (w.f.connections, id), NULL);
  g_assert_nonnull (token);
  g_assert_true (ac_disconnect (&w.f, pf_connections_find (w.f.connections, id), NULL));
  g_free (out);
  out = run_other (&w, in);
  g_assert_cmpstr (out, ==, "");
  end (&w);
}

/* The portal answers, and has nothing to give: no keyring, unless it gave something before. */
static void
test_nothing_given (void)
{
  World w;
  g_autoptr (GError) none = NULL, locked = NULL;

  if (!at_in_child ())
    return;
  begin (&w, LIMIT_MS);
  add_portal (&w);
  w.portal->response = 2;
  g_assert_null (lookup (&w, &none));
  g_assert_error (none, PF_ERROR, PF_ERROR_NO_KEYRING);
  w.portal->response = 0;
  store_elsewhere (&w, "kept");
  w.portal->response = 2;
  g_assert_null (lookup (&w, &locked));
  g_assert_error (locked, PF_ERROR, PF_ERROR_LOCKED);
  end (&w);
}

static void
test_dismissed (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w, LIMIT_MS);
  add_portal (&w);
  w.portal->response = 1;
  g_assert_null (lookup (&w, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_LOCKED);
  at_tell_stall ();
  w.portal->response = 0;
  assert_found (&w, NULL);
  end (&w);
}

static void
test_short (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w, LIMIT_MS);
  add_portal (&w);
  w.portal->n_secret = 12;
  g_assert_null (lookup (&w, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_FAILED);
  at_tell_stall ();
  end (&w);
}

static void
test_mute (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w, 1500);
  add_portal (&w);
  w.portal->mute = TRUE;
  g_assert_null (lookup (&w, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TIMED_OUT);
  at_tell_stall ();
  w.portal->mute = FALSE;
  assert_nothing_found_at_last (&w);
  end (&w);
}

/* A request that is given up does not take the application with it. */
static void
test_undecided (void)
{
  World w;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w, 1500);
  add_portal (&w);
  w.portal->undecided = TRUE;
  g_assert_null (lookup (&w, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TIMED_OUT);
  /* Nor does giving up. */
  pf_secret_store_lookup_async (w.keyring, NAME, cancellable, at_keep_result, &result);
  at_spin (100);
  g_cancellable_cancel (cancellable);
  at_wait_result (&result);
  g_clear_error (&error);
  g_assert_null (pf_secret_store_lookup_finish (w.keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  at_tell_stall ();
  w.portal->undecided = FALSE;
  assert_nothing_found_at_last (&w);
  end (&w);
}

static void
test_absent (void)
{
  World w;
  g_autoptr (PfConnection) account = NULL;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w, LIMIT_MS);
  g_assert_null (lookup (&w, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NO_KEYRING);
  ac_set_up_with (&w.f, w.keyring);
  at_watch_stalls ();
  account = ac_connect_anna (&w.f);
  g_assert_true (pf_connection_get_session_only (account));
  g_clear_object (&account);
  at_tell_stall ();
  end (&w);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/secret-portal/SE-10+SE-8/other-stores-later", test_other_stores_later);
  g_test_add_func ("/account/secret-portal/SE-10+SE-8/other-stores-between",
                   test_other_stores_between);
  g_test_add_func ("/account/secret-portal/SE-10+SE-7/account", test_account);
  g_test_add_func ("/account/secret-portal/SE-3+SE-4/dismissed", test_dismissed);
  g_test_add_func ("/account/secret-portal/SE-3+SE-4/nothing-given", test_nothing_given);
  g_test_add_func ("/account/secret-portal/SE-3/short-password", test_short);
  g_test_add_func ("/account/secret-portal/SE-11+SE-5/mute", test_mute);
  g_test_add_func ("/account/secret-portal/SE-11/undecided", test_undecided);
  g_test_add_func ("/account/secret-portal/SE-3+MO-16/absent", test_absent);
  return g_test_run ();
}
