/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/pf-fault.h"
#include "die-with-parent.h"
#include "fake-private.h"
#include "kill-points.h"
#include "rig.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * kill -9 in the middle of batches: at every fault point of a merge and its Undo, and at many
 * of a move of 200 pins (safety.md PQ-5, FT-2). Afterwards each pin is there once, the very
 * same one, where it was promised to be.
 */

#define N_MERGED 5
#define N_MOVED 200

static gint points_left;
static gint points_passed;

static void
die_at_point (const char *name)
{
  g_atomic_int_inc (&points_passed);
  if (g_atomic_int_dec_and_test (&points_left))
    kill (getpid (), SIGKILL);
}

typedef struct
{
  Rig rig;
  char *garden, *kitchen, *kitchen_remote;
} World;

static void
promise (World *self, const char *what)
{
  fake_append_log (self->rig.world, "promise", "0", what, "");
}

static gboolean
is_promised (World *self, const char *what)
{
  g_autofree char *text = NULL;
  g_autofree char *line = g_strdup_printf ("promise\t0\t%s\t", what);

  return g_file_get_contents (self->rig.world->log_path, &text, NULL, NULL)
         && strstr (text, line) != NULL;
}

static void
begin (World *self, const char *folder, gint64 now, guint64 seed)
{
  rig_init_at (&self->rig, folder, now, seed);
  self->rig.world->log_path = g_build_filename (folder, "world", NULL);
  self->rig.world->page_size = 250;
}

static void
begin_work (World *self, const char *folder, int point, guint n_pins)
{
  FakeSection *shade;

  begin (self, folder, RIG_START_US, 1);
  self->garden = rig_add_board (&self->rig, "Garden", 1);
  self->kitchen = rig_add_board (&self->rig, "Kitchen", 2);
  self->rig.board_remote = g_strdup (((FakeBoard *)self->rig.world->boards->pdata[0])->id);
  shade = fake_world_add_section (self->rig.world, self->rig.board_remote, "Shade");
  for (guint i = 0; i < n_pins; i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %u", i);
      FakePin *pin = fake_world_add_pin (self->rig.world, self->rig.board_remote, title, 7200 + i);

      fake_append_log (self->rig.world, "pin", pin->id, pin->board_id, title);
      if (i % 2 == 1 && n_pins == N_MERGED)
        {
          pin->section_id = g_strdup (shade->id);
          fake_append_log (self->rig.world, "move", pin->id, pin->board_id, pin->section_id);
        }
    }
  promise (self, "world");
  g_atomic_int_set (&points_left, point);
  pf_fault_set_hook (die_at_point);
  rig_start (&self->rig);
}

static void
work_merge (const char *folder, int point)
{
  World world;
  PfBatch *batch;
  g_autoptr (PfBoard) board = NULL;
  g_autoptr (PfUndoReport) report = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  begin_work (&world, folder, point, N_MERGED);
  board = fake_as_board (world.rig.world->boards->pdata[0]);
  batch = pf_batch_new (world.rig.context, "Merged Garden into Kitchen");
  pf_batch_merge_board (batch, world.garden, board, world.kitchen, PF_MERGE_SECTIONS_KEEP);
  id = rig_enqueue (&world.rig, batch, &error);
  g_assert_no_error (error);
  promise (&world, "merge");
  rig_advance (&world.rig, 60);
  promise (&world, "merged");
  report = rig_undo_report (&world.rig, id);
  promise (&world, "undo");
  rig_advance (&world.rig, 60);
  pf_fault_set_hook (NULL);
}

static void
work_move (const char *folder, int point)
{
  World world;
  PfBatch *batch;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  begin_work (&world, folder, point, N_MOVED);
  batch = pf_batch_new (world.rig.context, "Moved 200 pins to Kitchen");
  for (guint i = 0; i < world.rig.world->pins->len; i++)
    rig_add_move (&world.rig, batch, world.rig.world->pins->pdata[i], world.garden, world.kitchen);
  id = rig_enqueue (&world.rig, batch, &error);
  g_assert_no_error (error);
  promise (&world, "move");
  rig_advance (&world.rig, 120);
  pf_fault_set_hook (NULL);
}

/* What the window asks after a crash, and a user who looks before answering. */
static gboolean
answer_all (Rig *rig)
{
  g_autoptr (GPtrArray) rows = rig_list (rig);
  gboolean any = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];
      gboolean there
          = row->op == PF_OP_CREATE_BOARD && fake_world_count_boards (rig->world, row->name) > 0;

      any |= row->state != PF_OUTBOX_DONE;
      if (row->state == PF_OUTBOX_ASK && there)
        pf_outbox_mark_published_async (rig->outbox, row->uuid, NULL, NULL, NULL);
      else if (row->state == PF_OUTBOX_ASK || row->state == PF_OUTBOX_FAILED)
        pf_outbox_retry_async (rig->outbox, row->uuid, NULL, NULL, NULL);
      rig_settle (rig);
    }
  return any;
}

static void
begin_recovery (World *self, const char *folder)
{
  begin (self, folder, RIG_START_US + 3600 * G_TIME_SPAN_SECOND, 2);
  fake_world_load_log (self->rig.world);
  rig_start (&self->rig);
  for (guint i = 0; i < 20; i++)
    {
      rig_advance (&self->rig, 500);
      if (!answer_all (&self->rig))
        break;
      g_assert_cmpuint (i, <, 19);
    }
  g_assert_cmpint (rig_sql_int (&self->rig, "SELECT COUNT (*) FROM pragma_integrity_check"
                                            " WHERE integrity_check <> 'ok'"),
                   ==, 0);
}

static void
end_recovery (World *self)
{
  g_free (self->rig.folder);
  self->rig.folder = rig_make_folder (); /* the parent removes the other */
  rig_clear (&self->rig);
}

/* The board that all pins are on. */
static const char *
assert_together (World *self, guint n)
{
  FakeWorld *world = self->rig.world;
  const FakePin *first = world->pins->pdata[0];
  FakeBoard *board = fake_world_find_board (world, first->board_id);

  g_assert_cmpuint (world->pins->len, ==, n);
  g_assert_cmpuint (world->n_lost_pins + world->n_create_pins + world->n_saves, ==, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %u", i);

      g_assert_cmpuint (fake_world_count_pins (world, title), ==, 1);
    }
  g_assert_nonnull (board);
  g_assert_cmpuint (fake_world_count_on (world, board->id, NULL), ==, n);
  return board->name;
}

static void
recover_merge (const char *folder)
{
  World world;
  const char *where;
  guint n_shades = 0;

  begin_recovery (&world, folder);
  where = assert_together (&world, N_MERGED);
  if (is_promised (&world, "undo"))
    g_assert_cmpstr (where, ==, "Garden");
  else if (is_promised (&world, "merge") && !is_promised (&world, "merged"))
    g_assert_cmpstr (where, ==, "Kitchen");
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Kitchen"), ==, 1);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==,
                    g_str_equal (where, "Garden") ? 1 : 0);
  for (guint i = 0; i < world.rig.world->sections->len; i++)
    {
      FakeSection *section = world.rig.world->sections->pdata[i];

      n_shades++;
      g_assert_cmpuint (fake_world_count_on (world.rig.world, section->board_id, section->id), ==,
                        N_MERGED / 2);
    }
  g_assert_cmpuint (n_shades, ==, 1);
  end_recovery (&world);
}

static void
recover_move (const char *folder)
{
  World world;
  const char *where;

  begin_recovery (&world, folder);
  where = assert_together (&world, N_MOVED);
  if (is_promised (&world, "move"))
    g_assert_cmpstr (where, ==, "Kitchen");
  end_recovery (&world);
}

static int
run_self (const char *mode, const char *folder, int point)
{
  g_autofree char *number = g_strdup_printf ("%d", point);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  char *argv[] = { program, (char *)mode, (char *)folder, number, NULL };
  g_autofree char *output = NULL;
  int status = 0;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, die_with_parent, DIE_WITH_PARENT_DATA, &output,
                NULL, &status, &error);
  g_assert_no_error (error);
  return status;
}

/* One run that dies at @point and one that sees to it; FALSE when there is no such point. */
static gboolean
kill_at (const char *work, const char *recover, int point)
{
  g_autofree char *folder = rig_make_folder ();
  int status = run_self (work, folder, point);
  gboolean killed = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;

  if (!killed)
    g_assert_cmpint (status, ==, 0);
  g_test_message ("point %d%s", point, killed ? "" : ": never reached");
  g_assert_cmpint (run_self (recover, folder, 0), ==, 0);
  pf_files_remove_tree (folder);
  return killed;
}

static void
test_merge (void)
{
  int point = 1;

  while (kill_at ("--merge", "--recover-merge", point))
    point += EACH_POINT;
  g_test_message ("killed up to point %d, at each %d.", point - EACH_POINT, EACH_POINT);
  g_assert_cmpint (point, >, 100);
}

static void
test_move (void)
{
  int point = 1;
  int n = 0;

  /* Each at the beginning, then with growing steps: the 200 rows are all alike. */
  for (; kill_at ("--move", "--recover-move", point); n++)
    point += EACH_POINT * (point < 8 ? 1 : 97);
  g_test_message ("killed at %d of about %d points", n, point);
  g_assert_cmpint (n, >, 15 / EACH_POINT);
}

int
main (int argc, char **argv)
{
  if (argc == 4)
    {
      if (g_str_equal (argv[1], "--merge"))
        work_merge (argv[2], atoi (argv[3]));
      else if (g_str_equal (argv[1], "--move"))
        work_move (argv[2], atoi (argv[3]));
      else if (g_str_equal (argv[1], "--recover-merge"))
        recover_merge (argv[2]);
      else
        recover_move (argv[2]);
      /* As a process ends that nobody killed, but at once. */
      _exit (0);
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/merge/PQ-5+FT-2/kill-at-every-point", test_merge);
  g_test_add_func ("/outbox/edits/PQ-5+FT-2/kill-in-a-move-of-200", test_move);
  return g_test_run ();
}
