/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_runtime_file (void)
{
  g_autoptr (Server) s = server_start (NULL);
  g_autoptr (GSubprocess) second = NULL;
  g_autoptr (Answer) bare = NULL, wrong = NULL, right = NULL;
  struct stat info;

  g_assert_cmpint (g_stat (s->runtime_file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  second = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                             NULL, g_getenv ("PINFOLD_PRACTICE"), "--runtime-file", s->runtime_file,
                             NULL);
  g_assert_true (g_subprocess_wait (second, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 3);
  g_assert_true (g_file_test (s->runtime_file, G_FILE_TEST_EXISTS));

  bare = plain (s, "GET", "/control/state", NULL, NULL);
  g_assert_cmpuint (bare->status, ==, 403);
  right = control (s, "GET", "/state", NULL);
  g_assert_cmpuint (right->status, ==, 200);
  s->secret[0] ^= 1;
  wrong = control (s, "GET", "/state", NULL);
  g_assert_cmpuint (wrong->status, ==, 403);
}

static void
test_state (void)
{
  g_autoptr (Server) s = NULL;
  g_autofree char *folder = g_dir_make_tmp ("practice-state-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "state.json", NULL);
  const char *const args[] = { "--state", file, NULL };
  g_autofree char *data = jpeg_base64 (30, 40, FALSE);
  g_autofree char *body = NULL;
  g_autofree char *path = NULL;
  g_autofree char *picture = NULL;
  g_autofree char *text = NULL;
  g_autofree char *pictures = NULL;
  g_autoptr (Answer) board = NULL, pin = NULL, account = NULL, again = NULL, kept = NULL;
  g_autoptr (Answer) fresh = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *board_id, *name;

  s = server_start (args);
  sign_in (s, "annaskitchen", ALL_SCOPES);
  board = api (s, "POST", "/boards", "{\"name\": \"Kept\"}");
  board_id = json_object_get_string_member (answer_object (board), "id");
  body = pin_body (board_id, "Kept too", data);
  pin = api (s, "POST", "/pins", body);
  g_assert_cmpuint (pin->status, ==, 201);
  server_restart (s, args);

  /* The token of before still works, and no token stands in the file. */
  account = api (s, "GET", "/user_account", NULL);
  g_assert_cmpuint (account->status, ==, 200);
  path = g_strdup_printf ("/boards/%s/pins", board_id);
  again = api (s, "GET", path, NULL);
  g_assert_cmpuint (json_array_get_length (items_of (again)), ==, 1);
  picture
      = g_strconcat ("/picture/", json_object_get_string_member (answer_object (pin), "id"), NULL);
  kept = control (s, "GET", picture, NULL);
  g_assert_cmpuint (kept->status, ==, 200);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_null (strstr (text, s->access));
  g_assert_null (strstr (text, s->refresh));
  fresh = api (s, "POST", "/boards", "{\"name\": \"Next\"}");
  g_assert_cmpstr (json_object_get_string_member (answer_object (fresh), "id"), !=, board_id);

  g_clear_pointer (&s, server_stop);
  pictures = g_strconcat (file, ".pictures", NULL);
  dir = g_dir_open (pictures, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (pictures, name, NULL);

      g_unlink (child);
    }
  g_rmdir (pictures);
  g_unlink (file);
  g_rmdir (folder);
}

/* A lease is told by its lock alone: the process that has it may have any number. */
static void
test_linger (void)
{
  const char *const args[] = { "--linger", "1", NULL };
  g_autoptr (Server) s = server_start (args);
  g_autofree char *lease = g_strconcat (s->runtime_file, ".lease", NULL);
  int fd = g_open (lease, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_autoptr (Answer) held = NULL, alive = NULL;

  g_assert_cmpint (flock (fd, LOCK_SH), ==, 0);
  held = control (s, "POST", "/lease", "{}");
  g_assert_cmpuint (held->status, ==, 200);
  g_usleep (2500000);
  alive = control (s, "GET", "/state", NULL);
  g_assert_cmpuint (alive->status, ==, 200);
  close (fd);
  g_assert_true (g_subprocess_wait (s->process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (s->process));
  g_unlink (lease);
}

static void
test_many (void)
{
  const char *const args[] = { "--pins", "100000", "--boards", "2000", NULL };
  gint64 began = g_get_monotonic_time ();
  g_autoptr (Server) s = server_start (args);
  gint64 took = g_get_monotonic_time () - began;
  g_autoptr (Answer) account = NULL;

  g_test_message ("100,000 pins: ready after %" G_GINT64_FORMAT " ms", took / 1000);
  sign_in (s, "annaskitchen", ALL_SCOPES);
  account = api (s, "GET", "/user_account", NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (account), "pin_count"), ==, 100000);
  g_assert_cmpint (json_object_get_int_member (answer_object (account), "board_count"), ==, 2000);
  g_assert_cmpint (took, <, 3 * G_USEC_PER_SEC);
}

static void
test_log (void)
{
  g_autoptr (Server) s = NULL;
  g_autofree char *folder = g_dir_make_tmp ("practice-record-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "record.jsonl", NULL);
  const char *const args[] = { "--record", file, NULL };
  g_autofree char *data = jpeg_base64 (300, 400, FALSE);
  g_autofree char *board = NULL;
  g_autofree char *body = NULL;
  g_autofree char *text = NULL;
  g_autofree char *logged = NULL;
  g_autoptr (Answer) pin = NULL, log = NULL, state = NULL;

  s = server_start (args);
  sign_in (s, "annaskitchen", ALL_SCOPES);
  board = first_board (s, "PUBLIC");
  body = pin_body (board, "Logged", data);
  pin = api (s, "POST", "/pins", body);
  log = control (s, "GET", "/requests", NULL);
  logged = g_strndup (g_bytes_get_data (log->body, NULL), g_bytes_get_size (log->body));
  g_assert_nonnull (strstr (logged, "pins/create"));
  g_assert_null (strstr (logged, s->access));
  state = control (s, "GET", "/state", NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (state), "token_requests"), ==, 1);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"title\":\"Logged\""));
  g_assert_null (strstr (text, s->access));
  g_assert_null (strstr (text, s->refresh));
  g_assert_null (strstr (text, data));
  g_clear_pointer (&s, server_stop);
  g_unlink (file);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/process/runtime-file", test_runtime_file);
  g_test_add_func ("/practice/process/state", test_state);
  g_test_add_func ("/practice/process/linger", test_linger);
  g_test_add_func ("/practice/process/100000-pins", test_many);
  g_test_add_func ("/practice/process/log-and-record", test_log);
  return g_test_run ();
}
