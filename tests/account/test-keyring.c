/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-test.h"
#include "core/account/pf-keyring.h"
#include "core/base/pf-error.h"
#include "die-with-parent.h"
#include "one-process.h"

#include <libsecret/secret.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "6f1e7f2e-7a0e-4d0a-9a3c-0d5f6a7b8c9d"
#define LIMIT_MS 1500

/* Each case runs in a process of its own: libsecret and GDBus keep one bus for a process. */
typedef struct
{
  char *folder;
  GTestDBus *bus;
  GPid daemon;
  PfSecretStore *keyring;
  gint64 longest_stall;
} World;

static gboolean
on_probe (gpointer data)
{
  static gint64 last;
  World *w = data;
  gint64 now = g_get_monotonic_time ();

  if (last != 0)
    w->longest_stall = MAX (w->longest_stall, now - last);
  last = now;
  return G_SOURCE_CONTINUE;
}

static void
wait_for_name (void)
{
  char *argv[] = { (char *)"gdbus",
                   (char *)"wait",
                   (char *)"--session",
                   (char *)"--timeout",
                   (char *)"10",
                   (char *)"org.freedesktop.secrets",
                   NULL };
  int status;

  g_assert_true (
      g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

/* @password: (nullable): %NULL starts the service with no keyring in it */
static void
start_daemon (World *w, const char *password)
{
  char *argv[] = { (char *)"gnome-keyring-daemon",
                   (char *)"--foreground",
                   (char *)"--components=secrets",
                   (char *)"--control-directory",
                   w->folder,
                   password != NULL ? (char *)"--unlock" : NULL,
                   NULL };
  int in;

  g_assert_true (g_spawn_async_with_pipes (NULL, argv, NULL,
                                           G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD
                                               | G_SPAWN_STDOUT_TO_DEV_NULL
                                               | G_SPAWN_STDERR_TO_DEV_NULL,
                                           die_with_parent, DIE_WITH_PARENT_DATA, &w->daemon, &in,
                                           NULL, NULL, NULL));
  if (password != NULL)
    g_assert_cmpint (write (in, password, strlen (password)), ==, (int)strlen (password));
  close (in);
  wait_for_name ();
}

static void
begin (World *w)
{
  memset (w, 0, sizeof *w);
  w->folder = g_dir_make_tmp ("pinfold-ring-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", w->folder, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", w->folder, TRUE);
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  w->bus = at_start_bus ();
  w->keyring = pf_keyring_new_with_limit (LIMIT_MS);
  g_timeout_add (10, on_probe, w);
}

static void
end (World *w)
{
  g_clear_object (&w->keyring);
  secret_service_disconnect ();
  if (w->daemon != 0)
    {
      kill (w->daemon, SIGCONT);
      kill (w->daemon, SIGKILL);
      waitpid (w->daemon, NULL, 0);
    }
  g_test_dbus_stop (w->bus);
  pf_files_remove_tree (w->folder);
  g_free (w->folder);
  /* A call that blocked would stall for the whole limit; a busy machine stalls for less. */
  g_assert_cmpint (w->longest_stall, <, LIMIT_MS * 1000 / 2);
}

static PfSecret *
lookup (World *w, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_secret_store_lookup_async (w->keyring, NAME, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_secret_store_lookup_finish (w->keyring, result, error);
}

static gboolean
store (World *w, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfSecret) secret = pf_secret_new (text, -1);

  pf_secret_store_store_async (w->keyring, NAME, "Pinfold: key of an account", secret, NULL,
                               at_keep_result, &result);
  at_wait_result (&result);
  return pf_secret_store_store_finish (w->keyring, result, error);
}

static gboolean
clear (World *w, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_secret_store_remove_async (w->keyring, NAME, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_secret_store_remove_finish (w->keyring, result, error);
}

static void
assert_found (World *w, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfSecret) secret = lookup (w, &error);

  g_assert_no_error (error);
  if (text == NULL)
    g_assert_null (secret);
  else
    {
      g_assert_nonnull (secret);
      g_assert_cmpstr (pf_secret_peek (secret), ==, text);
    }
}

static void
assert_all_fail (World *w, PfError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lookup (w, &error));
  g_assert_error (error, PF_ERROR, (int)code);
  g_clear_error (&error);
  g_assert_false (store (w, "x", &error));
  g_assert_error (error, PF_ERROR, (int)code);
  g_clear_error (&error);
  g_assert_false (clear (w, &error));
  g_assert_error (error, PF_ERROR, (int)code);
}

static void
test_plain (void)
{
  World w;

  if (!at_in_child ())
    return;
  begin (&w);
  start_daemon (&w, "a password");
  assert_found (&w, NULL);
  g_assert_true (store (&w, "first", NULL));
  assert_found (&w, "first");
  g_assert_true (store (&w, "second", NULL));
  assert_found (&w, "second");
  g_assert_false (at_folder_contains (w.folder, "second", 6));
  g_assert_true (clear (&w, NULL));
  assert_found (&w, NULL);
  g_assert_true (clear (&w, NULL));
  end (&w);
}

static void
test_no_service (void)
{
  World w;

  if (!at_in_child ())
    return;
  begin (&w);
  assert_all_fail (&w, PF_ERROR_NO_KEYRING);
  end (&w);
}

static void
test_stopped (void)
{
  World w;

  if (!at_in_child ())
    return;
  begin (&w);
  start_daemon (&w, "a password");
  g_assert_true (store (&w, "first", NULL));
  kill (w.daemon, SIGSTOP);
  assert_all_fail (&w, PF_ERROR_TIMED_OUT);
  kill (w.daemon, SIGCONT);
  assert_found (&w, "first");
  end (&w);
}

static void
test_dies (void)
{
  World w;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w);
  start_daemon (&w, "a password");
  g_assert_true (store (&w, "first", NULL));
  kill (w.daemon, SIGSTOP);
  pf_secret_store_lookup_async (w.keyring, NAME, NULL, at_keep_result, &result);
  at_spin (50);
  g_assert_null (result);
  kill (w.daemon, SIGKILL);
  waitpid (w.daemon, NULL, 0);
  w.daemon = 0;
  at_wait_result (&result);
  g_assert_null (pf_secret_store_lookup_finish (w.keyring, result, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NO_KEYRING);
  /* It comes back, and so does the key. */
  start_daemon (&w, "a password");
  assert_found (&w, "first");
  end (&w);
}

/* Only the default collection: locking the one of the session ends the daemon of Debian 12. */
static void
lock_default (void)
{
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, NULL);
  g_autoptr (SecretCollection) collection
      = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                          SECRET_COLLECTION_NONE, NULL, NULL);
  GList *list = g_list_prepend (NULL, collection);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (secret_service_lock_sync (service, list, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
  g_list_free (list);
}

static void
test_locked (void)
{
  World w;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w);
  start_daemon (&w, "a password");
  g_assert_true (store (&w, "first", NULL));
  lock_default ();
  w.longest_stall = 0;
  at_spin (20);
  assert_all_fail (&w, PF_ERROR_LOCKED);
  end (&w);
}

/* A service without any keyring in it would prompt, and nobody is there to answer. */
static void
test_nobody_answers (void)
{
  World w;
  g_autoptr (GError) error = NULL;
  gint64 before;

  if (!at_in_child ())
    return;
  begin (&w);
  start_daemon (&w, NULL);
  assert_found (&w, NULL);
  before = g_get_monotonic_time ();
  g_assert_false (store (&w, "first", &error));
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, PF_ERROR);
  g_assert_cmpint (g_get_monotonic_time () - before, <, (LIMIT_MS + 1000) * 1000);
  end (&w);
}

static const SecretSchema other_schema = {
  "org.other.Schema",
  SECRET_SCHEMA_NONE,
  { { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "key", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

/* "c2Vzc2lvbg==": session */
static void
store_elsewhere (const char *text)
{
  g_autoptr (GError) error = NULL;

  secret_password_store_sync (&other_schema, SECRET_COLLECTION_SESSION, "x", text, NULL, &error,
                              "application", "pinfold", "key", NAME, NULL);
  g_assert_no_error (error);
}

static void
test_other_shapes (void)
{
  World w;

  if (!at_in_child ())
    return;
  begin (&w);
  start_daemon (&w, "a password");
  /* Another collection and another schema: the attributes alone count. */
  store_elsewhere ("c2Vzc2lvbg==");
  w.longest_stall = 0;
  assert_found (&w, "session");
  /* Not even base64, and not the only one: no crash, and removed with the rest. */
  g_assert_true (store (&w, "first", NULL));
  {
    g_autoptr (PfSecret) any = lookup (&w, NULL);

    g_assert_nonnull (any);
  }
  g_assert_true (clear (&w, NULL));
  assert_found (&w, NULL);
  store_elsewhere ("%%% not a key %%%");
  w.longest_stall = 0;
  assert_found (&w, NULL);
  end (&w);
}

static void
test_cancelled (void)
{
  World w;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w);
  start_daemon (&w, "a password");
  kill (w.daemon, SIGSTOP);
  pf_secret_store_lookup_async (w.keyring, NAME, cancellable, at_keep_result, &result);
  at_spin (20);
  g_cancellable_cancel (cancellable);
  at_wait_result (&result);
  g_assert_null (pf_secret_store_lookup_finish (w.keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  end (&w);
}

/* libsecret's file backend reads its file once; the fresh helper process sees what others wrote. */
static void
test_file_backend (void)
{
  World w;
  g_autofree char *file = NULL;
  g_autofree char *helper = NULL;
  g_autoptr (PfSecretStore) plain = NULL;
  char *request = NULL;
  g_autofree char *encoded = g_base64_encode ((const guchar *)"from the other", 14);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w);
  file = g_build_filename (w.folder, "test.keyring", NULL);
  helper = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"),
                             "src/core/account/helper/pinfold-keyring-helper", NULL);
  /* libsecret's file backend does not free an entity tag that GIO made for it. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
  plain = pf_keyring_new_with_limit (10000);
  g_object_unref (w.keyring);
  w.keyring = g_object_ref (plain);
  assert_found (&w, NULL);
  g_assert_true (store (&w, "mine", NULL));

  /* Another process stores over it. */
  request = g_strdup_printf ("store\n" NAME "\nlabel\n%s\n", encoded);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, helper, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, request, NULL, NULL, NULL, &error));
  g_assert_true (g_subprocess_get_successful (process));
  g_free (request);

  /* Without a helper a store fails as "externally modified" or the like; with it, it works. */
  pf_keyring_set_helper (PF_KEYRING (w.keyring), helper);
  g_assert_true (store (&w, "mine again", &error));
  g_assert_no_error (error);
  request = g_strdup ("lookup\n" NAME "\n\n\n");
  {
    g_autoptr (GSubprocess) reader
        = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                            helper, NULL);
    g_autofree char *out = NULL;
    g_autofree char *expected = g_base64_encode ((const guchar *)"mine again", 10);

    g_assert_true (g_subprocess_communicate_utf8 (reader, request, NULL, &out, NULL, NULL));
    g_strchomp (out);
    g_assert_cmpstr (out, ==, expected);
  }
  g_free (request);
  w.longest_stall = 0;
  end (&w);
}

static void
test_file_backend_miss (void)
{
  World w;
  g_autofree char *file = NULL;
  g_autofree char *helper = NULL;
  g_autofree char *request = NULL;
  g_autofree char *encoded = g_base64_encode ((const guchar *)"from the other", 14);
  g_autoptr (GSubprocess) process = NULL;

  if (!at_in_child ())
    return;
  begin (&w);
  file = g_build_filename (w.folder, "test.keyring", NULL);
  helper = g_build_filename (g_getenv ("PINFOLD_BUILD_ROOT"),
                             "src/core/account/helper/pinfold-keyring-helper", NULL);
  /* libsecret's file backend does not free an entity tag that GIO made for it. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
  pf_keyring_set_helper (PF_KEYRING (w.keyring), helper);
  assert_found (&w, NULL);
  request = g_strdup_printf ("store\n" NAME "\nlabel\n%s\n", encoded);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, helper, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, request, NULL, NULL, NULL, NULL));
  assert_found (&w, "from the other");
  w.longest_stall = 0;
  end (&w);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/keyring/SE-3+SE-5/store-find-remove", test_plain);
  g_test_add_func ("/account/keyring/SE-3/no-service", test_no_service);
  g_test_add_func ("/account/keyring/SE-3+SE-11/stopped", test_stopped);
  g_test_add_func ("/account/keyring/SE-3/dies-mid-call", test_dies);
  g_test_add_func ("/account/keyring/SE-4/locked", test_locked);
  g_test_add_func ("/account/keyring/SE-11/nobody-answers", test_nobody_answers);
  g_test_add_func ("/account/keyring/SE-9+SE-3/other-shapes", test_other_shapes);
  g_test_add_func ("/account/keyring/SE-3/cancelled", test_cancelled);
  g_test_add_func ("/account/keyring/SE-10/failed-store", test_file_backend);
  g_test_add_func ("/account/keyring/SE-10/miss", test_file_backend_miss);
  return g_test_run ();
}
