/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "one-process.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define TURN_MS 5
#define STALL_FILE "PINFOLD_TEST_STALL_FILE"
#ifdef __SANITIZE_ADDRESS__
#define LIMIT_US (400 * 1000) /* everything takes longer; what blocks takes seconds */
#else
#define LIMIT_US (100 * 1000)
#endif

/* Root hides faults. It stays root where an ordinary user cannot read the checkout. */
static void
become_ordinary (void)
{
  const struct passwd *nobody = getpwnam ("nobody");
  const char *root = g_getenv ("PINFOLD_BUILD_ROOT");
  g_autofree char *program = g_build_filename (root, "src", "practice", "pinfold-practice", NULL);

  if (geteuid () != 0 || nobody == NULL)
    return;
  g_assert_cmpint (setgroups (0, NULL), ==, 0);
  g_assert_cmpint (setegid (nobody->pw_gid), ==, 0);
  g_assert_cmpint (seteuid (nobody->pw_uid), ==, 0);
  if (eaccess (program, X_OK) != 0)
    {
      g_assert_cmpint (seteuid (0), ==, 0);
      g_assert_cmpint (setegid (0), ==, 0);
      g_test_message ("running as root: an ordinary user cannot read this checkout");
      return;
    }
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (setresgid (nobody->pw_gid, nobody->pw_gid, nobody->pw_gid), ==, 0);
  g_assert_cmpint (setresuid (nobody->pw_uid, nobody->pw_uid, nobody->pw_uid), ==, 0);
  /* A change of user ends it; an ordinary process has it. */
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
  g_setenv ("HOME", g_get_tmp_dir (), TRUE);
  g_assert_cmpint (access ("/etc/shadow", R_OK), !=, 0);
}

static gint64
read_stall (const char *path)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  /* Empty: not measured. */
  return g_ascii_strtoll (text, NULL, 10);
}

gboolean
at_in_child (void)
{
  g_autofree char *path = NULL;
  gint64 stall;
  int fd;

  if (g_test_subprocess ())
    {
      become_ordinary ();
      return TRUE;
    }
  fd = g_file_open_tmp ("pinfold-stall-XXXXXX", &path, NULL);
  g_assert_cmpint (fchmod (fd, 0666), ==, 0);
  close (fd);
  g_setenv (STALL_FILE, path, TRUE);
  g_test_trap_subprocess (NULL, 90 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  stall = read_stall (path);
  g_unlink (path);
  g_test_message ("longest stall: %" G_GINT64_FORMAT " us", stall);
  g_assert_cmpint (stall, <=, LIMIT_US);
  return FALSE;
}

GTestDBus *
at_start_bus (void)
{
  static GTestDBus *bus;

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  return bus;
}

static gint64 last_turn;
static gint64 last_queued;
static gint64 longest_us;
static int schedstat = -1;

/* How long this thread was ready to run and others had the processors: its second number
 * (Documentation/scheduler/sched-stats.rst of Linux), here in microseconds. A busy computer is
 * not what is measured. */
static gint64
get_queued_us (void)
{
  char text[96] = "";
  char *end = NULL;

  if (schedstat < 0 || pread (schedstat, text, sizeof text - 1, 0) <= 0)
    return 0;
  g_ascii_strtoull (text, &end, 10);
  return (gint64)(g_ascii_strtoull (end, NULL, 10) / 1000);
}

static gboolean
on_turn (gpointer data)
{
  gint64 now = g_get_monotonic_time ();
  gint64 queued = get_queued_us ();

  if (last_turn != 0)
    longest_us = MAX (longest_us, now - last_turn - (queued - last_queued));
  last_turn = now;
  last_queued = queued;
  return G_SOURCE_CONTINUE;
}

void
at_watch_stalls (void)
{
  static guint source;

  if (schedstat < 0)
    schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (source == 0)
    source = g_timeout_add_full (G_PRIORITY_HIGH, TURN_MS, on_turn, NULL, NULL);
  last_turn = 0;
  longest_us = 0;
}

void
at_tell_stall (void)
{
  FILE *file = fopen (g_getenv (STALL_FILE), "w");

  g_assert_nonnull (file);
  fprintf (file, "%" G_GINT64_FORMAT, longest_us);
  fclose (file);
}
