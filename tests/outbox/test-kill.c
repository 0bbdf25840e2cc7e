/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/pf-fault.h"
#include "die-with-parent.h"
#include "kill-points.h"
#include "rig.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * kill -9 at every fault point of the publish path (safety.md PQ-5, FT-2). This program runs
 * itself: run k does a small day's work and dies at point k; then it runs once more, sees to
 * what is left, and checks that nothing is doubled and nothing that was promised is lost.
 * The service is a file that both runs append to.
 */

static gint points_left;
static gint points_passed;

static void
die_at_point (const char *name)
{
  g_atomic_int_inc (&points_passed);
  if (g_atomic_int_dec_and_test (&points_left))
    kill (getpid (), SIGKILL);
}

static void
append (const char *folder, const char *what, const char *title)
{
  g_autofree char *path = g_build_filename (folder, "promises", NULL);
  FILE *file = fopen (path, "a");

  fprintf (file, "%s\t%s\n", what, title);
  fclose (file);
}

static char *
promise_pin (Rig *rig, const char *title, const char *board)
{
  g_autoptr (GError) error = NULL;
  char *batch = rig_create_pin (rig, title, board, &error);

  g_assert_no_error (error);
  append (rig->folder, "pin", title);
  return batch;
}

static void
work (const char *folder, int point)
{
  Rig rig;
  g_autofree char *a = NULL, *b = NULL, *c = NULL, *d = NULL, *e = NULL, *f = NULL;
  g_autofree char *board = NULL, *board_uuid = NULL, *words = NULL, *more = NULL;

  rig_init_at (&rig, folder, RIG_START_US, 1);
  rig.world->log_path = g_build_filename (folder, "world", NULL);
  rig.board = rig_add_board (&rig, "Garden", 1);
  g_atomic_int_set (&points_left, point);
  pf_fault_set_hook (die_at_point);
  rig_start (&rig);
  a = promise_pin (&rig, "plain", rig.board);
  b = promise_pin (&rig, "lost", rig.board);
  c = promise_pin (&rig, "taken back", rig.board);
  append (folder, "undo", "taken back");
  words = rig_undo (&rig, c);
  board = rig_create_board (&rig, "Ferns", &board_uuid, NULL);
  append (folder, "board", "Ferns");
  d = promise_pin (&rig, "on a new board", board_uuid);
  rig_advance (&rig, 4);
  fake_world_fault (rig.world, FAKE_OK);
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  rig_advance (&rig, 10);
  e = promise_pin (&rig, "regretted", rig.board);
  rig_advance (&rig, 7);
  append (folder, "undo", "regretted");
  more = rig_undo (&rig, e);
  fake_world_fault (rig.world, FAKE_409);
  f = promise_pin (&rig, "busy", rig.board);
  rig_advance (&rig, 200);
  pf_fault_set_hook (NULL);
  g_print ("points %d\n", g_atomic_int_get (&points_passed));
  rig_advance (&rig, 10);
}

static gboolean
answer_all (Rig *rig)
{
  g_autoptr (GPtrArray) rows = rig_list (rig);
  gboolean any = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];
      gboolean there = row->title != NULL ? fake_world_count_pins (rig->world, row->title) > 0
                                          : fake_world_count_boards (rig->world, row->name) > 0;

      if (row->state == PF_OUTBOX_DONE)
        continue;
      any = TRUE;
      if (row->state == PF_OUTBOX_ASK && pf_outbox_op_is_create (row->op) && there)
        RIG_CALL (rig, mark_published, row->batch_id, NULL);
      else if (row->state == PF_OUTBOX_ASK || row->state == PF_OUTBOX_FAILED)
        RIG_CALL (rig, retry, row->batch_id, NULL);
    }
  return any;
}

static gboolean
has_draft (Rig *rig, const char *title)
{
  g_autoptr (GPtrArray) drafts = rig_drafts (rig);

  for (guint i = 0; i < drafts->len; i++)
    if (g_str_equal (((PfDraft *)drafts->pdata[i])->title, title))
      return TRUE;
  return FALSE;
}

static void
recover (const char *folder)
{
  Rig rig;
  g_autofree char *path = g_build_filename (folder, "promises", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) undone = g_hash_table_new (g_str_hash, g_str_equal);
  static const char *const all[]
      = { "plain", "lost", "taken back", "on a new board", "regretted", "busy" };

  rig_init_at (&rig, folder, RIG_START_US + 3600 * G_TIME_SPAN_SECOND, 2);
  rig.world->log_path = g_build_filename (folder, "world", NULL);
  fake_world_load_log (rig.world);
  rig_start (&rig);
  for (guint i = 0; i < 20; i++)
    {
      rig_advance (&rig, 500);
      if (!answer_all (&rig))
        break;
      g_assert_cmpuint (i, <, 19);
    }
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM pragma_integrity_check"
                                      " WHERE integrity_check <> 'ok'"),
                   ==, 0);
  g_assert_cmpint (rig_sql_int (&rig, "SELECT COUNT (*) FROM pragma_foreign_key_check"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_cmpuint (fake_world_count_pins (rig.world, all[i]), <=, 1);
  g_assert_cmpuint (fake_world_count_boards (rig.world, "Ferns"), <=, 1);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    text = g_strdup ("");
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "undo\t"))
      g_hash_table_add (undone, *line + 5);
  for (char **line = lines; *line != NULL; line++)
    {
      const char *title = *line + 4;
      guint n = g_str_has_prefix (*line, "pin\t") ? fake_world_count_pins (rig.world, title) : 1;

      if (g_str_has_prefix (*line, "board\t"))
        g_assert_cmpuint (fake_world_count_boards (rig.world, *line + 6), ==, 1);
      if (!g_str_has_prefix (*line, "pin\t"))
        continue;
      /* Whether an Undo came through cannot be known from outside; losing it all can. */
      if (!g_hash_table_contains (undone, title))
        g_assert_cmpuint (n, ==, 1);
      else if (n == 0)
        {
          g_autofree char *sql
              = g_strdup_printf ("SELECT COUNT (*) FROM outbox c JOIN outbox d ON d.depends_on ="
                                 " c.uuid WHERE c.state = 'done' AND d.state = 'done' AND"
                                 " instr (c.payload, '%s') > 0",
                                 title);

          g_assert_true (has_draft (&rig, title) || rig_sql_int (&rig, sql) == 1);
        }
    }
  g_free (rig.folder);
  rig.folder = rig_make_folder (); /* the parent removes the other */
  rig_clear (&rig);
}

static int
run_self (const char *mode, const char *folder, int point, char **output)
{
  g_autofree char *number = g_strdup_printf ("%d", point);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  char *argv[] = { program, (char *)mode, (char *)folder, number, NULL };
  int status = 0;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, die_with_parent, DIE_WITH_PARENT_DATA, output,
                NULL, &status, &error);
  g_assert_no_error (error);
  return status;
}

static void
test_every_point (void)
{
  int point = 1;

  for (;; point += EACH_POINT)
    {
      g_autofree char *folder = rig_make_folder ();
      g_autofree char *output = NULL, *unused = NULL;
      int status = run_self ("--work", folder, point, &output);
      gboolean killed = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;

      if (!killed)
        g_assert_cmpint (status, ==, 0);
      g_test_message ("point %d%s", point, killed ? "" : ": never reached");
      g_assert_cmpint (run_self ("--recover", folder, 0, &unused), ==, 0);
      pf_files_remove_tree (folder);
      if (!killed)
        break;
    }
  g_test_message ("killed up to point %d, at each %d.", point - EACH_POINT, EACH_POINT);
  g_assert_cmpint (point, >, 60);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--work"))
    {
      work (argv[2], atoi (argv[3]));
      /* As a process ends that nobody killed, but at once. */
      _exit (0);
    }
  if (argc == 4 && g_str_equal (argv[1], "--recover"))
    {
      recover (argv[2]);
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/PQ-5+FT-2/kill-at-every-point", test_every_point);
  return g_test_run ();
}
