/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include "die-with-parent.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Several processes on one pinfold.db: this program starts itself in other roles. */

#define N_PROCESSES 8
#define N_STEPS 25

static char *
own_path (void)
{
  return g_file_read_link ("/proc/self/exe", NULL);
}

static GPid
start (const char *role, const char *folder, int *out)
{
  g_autofree char *program = own_path ();
  const char *argv[] = { program, role, folder, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async_with_pipes (NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent,
                            DIE_WITH_PARENT_DATA, &pid, NULL, out, NULL, &error);
  g_assert_no_error (error);
  return pid;
}

static int
wait_for (GPid pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return status;
}

static gpointer
increment (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 value = pf_db_get_int (db, error, "SELECT step FROM setup WHERE kind = 'counter'", NULL);
  g_autofree char *next = g_strdup_printf ("%d", (int)value + 1);

  if (value < 0
      || !pf_db_exec (db, error,
                      "INSERT INTO setup (kind, step, modified_at) VALUES ('counter', ?, 0) "
                      "ON CONFLICT (kind) DO UPDATE SET step = excluded.step",
                      "s", next))
    return NULL;
  return PF_DB_OK;
}

static gpointer
read_counter (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *value = data;

  *value = pf_db_get_int (db, error, "SELECT step FROM setup WHERE kind = 'counter'", NULL);
  return *value >= 0 ? PF_DB_OK : NULL;
}

/* Role: increments, reads, and once in a while does what only one may do at a time. */
static int
hammer (const char *folder)
{
  g_autoptr (PfContext) context = world_make_context (folder);
  PfStore *store = must_open_store (context);
  g_autofree char *once = g_build_filename (folder, "only-one", NULL);
  gint64 last = 0;

  for (int i = 0; i < N_STEPS; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 value;
      int lock;

      g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_WRITE, increment, NULL, &error));
      g_assert_no_error (error);
      pf_store_touch (store, PF_STORE_SETUP);
      g_assert_nonnull (
          pf_db_run (pf_store_get_db (store), PF_DB_READ, read_counter, &value, &error));
      g_assert_cmpint (value, >, last);
      last = value;
      lock = pf_store_lock (store, "deliver", &error);
      if (lock < 0)
        {
          g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
          continue;
        }
      else
        {
          int alone = open (once, O_CREAT | O_EXCL | O_CLOEXEC, 0600);

          g_assert_cmpint (alone, >=, 0);
          g_usleep (500);
          g_assert_cmpint (g_unlink (once), ==, 0);
          close (alone);
          close (lock);
        }
    }
  close_store (store);
  return 0;
}

static void
test_hammer (void)
{
  World world;
  GPid pids[N_PROCESSES];
  PfStore *store;
  gint64 value;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  /* All at once, also the making of the file. */
  for (int i = 0; i < N_PROCESSES; i++)
    pids[i] = start ("--hammer", world.folder, NULL);
  for (int i = 0; i < N_PROCESSES; i++)
    g_assert_cmpint (wait_for (pids[i]), ==, 0);
  store = must_open_store (world.context);
  g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_READ, read_counter, &value, &error));
  g_assert_cmpint (value, ==, N_PROCESSES * N_STEPS);
  close_store (store);
  world_clear (&world);
}

/* Role: holds the delivery lock and starts a child that outlives it. */
static int
hold_lock (const char *folder)
{
  g_autoptr (PfContext) context = world_make_context (folder);
  PfStore *store = must_open_store (context);
  const char *argv[] = { "sleep", "20", NULL };
  g_autoptr (GError) error = NULL;
  GPid child;

  g_assert_cmpint (pf_store_lock (store, "deliver", &error), >=, 0);
  g_assert_true (
      g_spawn_async (NULL, (char **)argv, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                     NULL, NULL, &child, &error));
  printf ("%d\n", (int)child);
  fflush (stdout);
  pause ();
  return 0;
}

static void
test_lock_dies_with_its_process (void)
{
  World world;
  PfStore *store;
  GPid pid;
  int out, lock, second;
  char line[32] = "";
  g_autoptr (GError) error = NULL;

  world_init (&world);
  store = must_open_store (world.context);
  pid = start ("--hold-lock", world.folder, &out);
  g_assert_cmpint (read (out, line, sizeof line - 1), >, 0);
  g_assert_cmpint (pf_store_lock (store, "deliver", &error), ==, -1);
  g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
  g_clear_error (&error);
  lock = pf_store_lock (store, "refresh-0a1b", &error); /* another name is another lock */
  g_assert_cmpint (lock, >=, 0);
  close (lock);
  kill (pid, SIGKILL);
  wait_for (pid);
  /* Its child still lives and did not inherit the lock. */
  g_assert_cmpint (kill (atoi (line), 0), ==, 0);
  lock = pf_store_lock (store, "deliver", &error);
  g_assert_cmpint (lock, >=, 0);
  second = pf_store_lock (store, "deliver", &error); /* nor is it taken twice in one process */
  g_assert_cmpint (second, ==, -1);
  close (lock);
  kill (atoi (line), SIGKILL);
  close (out);
  close_store (store);
  world_clear (&world);
}

/* Role: commits a number and says so, over and over, until it is killed. */
static int
commit_for_ever (const char *folder)
{
  g_autoptr (PfContext) context = world_make_context (folder);
  PfStore *store = must_open_store (context);

  for (int i = 1;; i++)
    {
      g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_WRITE, increment, NULL, NULL));
      if (write (STDOUT_FILENO, "+", 1) != 1)
        return 1;
    }
}

static void
test_killed_writers (void)
{
  World world;
  gint64 committed = 0, value = 0;
  guint n_journals = 0;

  world_init (&world);
  for (int run = 0; run < 20; run++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *journal = world_path (&world, "pinfold.db-journal");
      PfStore *store;
      GStatBuf info;
      GPid pid;
      int out;
      char buffer[4096];
      gssize n;

      pid = start ("--commit", world.folder, &out);
      g_assert_cmpint (read (out, buffer, 1), ==, 1);
      committed++;
      g_usleep (1000 + (gulong)g_random_int_range (0, 20000));
      kill (pid, SIGKILL);
      wait_for (pid);
      while ((n = read (out, buffer, sizeof buffer)) > 0)
        committed += n;
      close (out);
      n_journals += g_stat (journal, &info) == 0 && info.st_size > 0;
      store = must_open_store (world.context); /* checks, for the stop was unclean */
      g_assert_nonnull (
          pf_db_run (pf_store_get_db (store), PF_DB_READ, read_counter, &value, &error));
      g_assert_no_error (error);
      /* All that was told is there; at most the last one was not told yet. */
      g_assert_cmpint (value, >=, committed);
      g_assert_cmpint (value, <=, committed + 1);
      committed = value;
      close_store (store);
    }
  g_test_message ("%d commits, %u of 20 kills left a journal to roll back", (int)value, n_journals);
  world_clear (&world);
}

static void
add_tables (PfStore *store, guint tables, gpointer data)
{
  guint *seen = data;

  *seen |= tables;
}

/* Role: one commit, one stamp. */
static int
touch_once (const char *folder)
{
  g_autoptr (PfContext) context = world_make_context (folder);
  PfStore *store = must_open_store (context);

  g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_WRITE, increment, NULL, NULL));
  pf_store_touch (store, PF_STORE_SETUP);
  close_store (store);
  return 0;
}

static void
test_changes_are_told (void)
{
  World world;
  PfStore *store;
  guint seen = 0;
  gint64 end;

  world_init (&world);
  store = must_open_store (world.context);
  g_signal_connect (store, "changed", G_CALLBACK (add_tables), &seen);
  /* One's own are told once, with their tables, and do not come back as another's. */
  pf_store_touch (store, PF_STORE_DRAFTS);
  pf_store_touch (store, PF_STORE_OUTBOX);
  spin_ms (400);
  g_assert_cmpuint (seen, ==, PF_STORE_DRAFTS | PF_STORE_OUTBOX);
  seen = 0;
  g_assert_cmpint (wait_for (start ("--touch", world.folder, NULL)), ==, 0);
  end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  while (seen == 0 && g_get_monotonic_time () < end)
    spin_ms (20);
  g_assert_cmpuint (seen, ==, PF_STORE_ALL);
  close_store (store);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--hammer") == 0)
    return hammer (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--hold-lock") == 0)
    return hold_lock (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--commit") == 0)
    return commit_for_ever (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--touch") == 0)
    return touch_once (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/processes/DB-1/eight-hammer-one-file", test_hammer);
  g_test_add_func ("/store/processes/DB-1/lock-dies-with-its-process",
                   test_lock_dies_with_its_process);
  g_test_add_func ("/store/processes/DB-1/changes-are-told", test_changes_are_told);
  g_test_add_func ("/store/processes/DB-2/killed-writers-lose-nothing", test_killed_writers);
  return g_test_run ();
}
