/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"
#include "rig.h"

/* Two boards become one: no pin is lost, and none is made anew. */

#define N_PINS 60

typedef struct
{
  Rig rig;
  char *target, *target_remote;
  GPtrArray *ids;
} World;

static void
begin (World *self)
{
  FakeSection *shade, *sun;

  rig_init (&self->rig, 1);
  self->target = rig_add_board (&self->rig, "Kitchen", 2);
  self->target_remote = g_strdup (((FakeBoard *)self->rig.world->boards->pdata[1])->id);
  shade = fake_world_add_section (self->rig.world, self->rig.board_remote, "Shade");
  sun = fake_world_add_section (self->rig.world, self->rig.board_remote, "Sun");
  fake_world_add_section (self->rig.world, self->target_remote, "Sun");
  self->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_PINS; i++)
    {
      FakePin *pin = fake_world_add_pin (self->rig.world, self->rig.board_remote, "Fern", 7200 + i);

      if (i % 3 == 1)
        pin->section_id = g_strdup (shade->id);
      if (i % 3 == 2)
        pin->section_id = g_strdup (sun->id);
      g_ptr_array_add (self->ids, g_strdup (pin->id));
    }
  rig_start (&self->rig);
}

static void
end (World *self)
{
  rig_clear (&self->rig);
  g_ptr_array_unref (self->ids);
  g_free (self->target);
  g_free (self->target_remote);
}

static char *
merge (World *self, PfMergeSections sections)
{
  PfBatch *batch = pf_batch_new (self->rig.context, "Merged Garden into Kitchen");
  g_autoptr (PfBoard) board = fake_as_board (self->rig.world->boards->pdata[0]);
  g_autoptr (GError) error = NULL;
  char *id;

  pf_batch_merge_board (batch, self->rig.board, board, self->target, sections);
  id = rig_enqueue (&self->rig, batch, &error);
  g_assert_no_error (error);
  return id;
}

static void
assert_all_there (World *self, const char *board)
{
  for (guint i = 0; i < self->ids->len; i++)
    {
      FakePin *pin = fake_world_find_pin (self->rig.world, self->ids->pdata[i]);

      g_assert_nonnull (pin);
      g_assert_cmpstr (pin->board_id, ==, board);
    }
  g_assert_cmpuint (self->rig.world->n_lost_pins, ==, 0);
  g_assert_cmpuint (self->rig.world->n_create_pins + self->rig.world->n_saves, ==, 0);
}

static PfOutboxRow *
get_merge_row (PfBatchProgress *progress)
{
  for (guint i = 0; i < progress->rows->len; i++)
    if (((PfOutboxRow *)progress->rows->pdata[i])->op == PF_OP_MERGE_BOARD)
      return progress->rows->pdata[i];
  g_assert_not_reached ();
}

static void
test_merge (gconstpointer data)
{
  PfMergeSections sections = GPOINTER_TO_INT (data);
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  guint n_sections = 0;

  begin (&world);
  id = merge (&world, sections);
  rig_advance (&world.rig, 4);
  g_assert_cmpuint (world.rig.world->n_lists, ==, 0);
  rig_advance (&world.rig, 120);
  progress = rig_progress (&world.rig, id);
  g_assert_cmpuint (progress->n_left + progress->n_failed, ==, 0);
  assert_all_there (&world, world.target_remote);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 0);
  for (guint i = 0; i < world.rig.world->sections->len; i++)
    {
      FakeSection *section = world.rig.world->sections->pdata[i];

      n_sections++;
      g_assert_cmpuint (fake_world_count_on (world.rig.world, world.target_remote, section->id), ==,
                        sections == PF_MERGE_SECTIONS_KEEP ? N_PINS / 3 : 0);
    }
  g_assert_cmpuint (n_sections, ==, sections == PF_MERGE_SECTIONS_KEEP ? 2 : 1);
  g_assert_cmpuint (world.rig.world->n_updates, ==, N_PINS);
  end (&world);
}

static void
test_undo (void)
{
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfUndoReport) report = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  FakeBoard *again;

  begin (&world);
  id = merge (&world, PF_MERGE_SECTIONS_KEEP);
  rig_advance (&world.rig, 200);
  assert_all_there (&world, world.target_remote);
  report = rig_undo_report (&world.rig, id);
  g_assert_cmpuint (report->lost->len, ==, 0);
  rig_advance (&world.rig, 400);
  progress = rig_progress (&world.rig, report->batch_id);
  g_assert_cmpuint (progress->n_left + progress->n_failed, ==, 0);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  again = world.rig.world->boards->pdata[1];
  g_assert_cmpstr (again->name, ==, "Garden");
  assert_all_there (&world, again->id);
  /* Shade was made in Kitchen by the merge, and is gone from it; Sun was there before. */
  for (guint i = 0; i < world.rig.world->sections->len; i++)
    {
      FakeSection *section = world.rig.world->sections->pdata[i];

      if (g_str_equal (section->board_id, world.target_remote))
        g_assert_cmpstr (section->name, ==, "Sun");
      else
        g_assert_cmpuint (fake_world_count_on (world.rig.world, again->id, section->id), ==,
                          N_PINS / 3);
    }
  end (&world);
}

/* One pin cannot be moved: the source stays, and says why; Retry ends it. */
static void
test_stuck_pin (void)
{
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  g_autoptr (PfBatchProgress) later = NULL;
  g_autoptr (GPtrArray) batches = NULL;
  PfOutboxRow *row;
  g_autoptr (GAsyncResult) result = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, FAKE_OK);
  fake_world_fault (world.rig.world, FAKE_OK);
  fake_world_fault (world.rig.world, FAKE_400);
  id = merge (&world, PF_MERGE_SECTIONS_FLATTEN);
  rig_advance (&world.rig, 200);
  progress = rig_progress (&world.rig, id);
  row = get_merge_row (progress);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_FAILED);
  g_assert_cmpstr (row->error_message, ==,
                   "1 pin could not be moved, so “Garden” was not deleted.");
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 0);
  pf_outbox_retry_async (world.rig.outbox, row->uuid, NULL, NULL, NULL);
  rig_advance (&world.rig, 200);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 0);
  assert_all_there (&world, world.target_remote);
  end (&world);
}

/* A pin that comes meanwhile stops the delete. */
static void
test_new_pin (void)
{
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  PfOutboxRow *row;
  FakePin *pin;

  begin (&world);
  id = merge (&world, PF_MERGE_SECTIONS_KEEP);
  rig_advance (&world.rig, 9);
  g_assert_cmpuint (world.rig.world->n_updates, >, 0);
  g_assert_cmpuint (world.rig.world->n_updates, <, N_PINS);
  pin = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Newcomer", 0);
  rig_advance (&world.rig, 200);
  progress = rig_progress (&world.rig, id);
  row = get_merge_row (progress);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_FAILED);
  g_assert_nonnull (strstr (row->error_message, "1 new pin came into “Garden”"));
  g_assert_cmpuint (world.rig.world->n_removes, ==, 0);
  g_assert_cmpstr (pin->board_id, ==, world.rig.board_remote);
  pf_outbox_retry_async (world.rig.outbox, row->uuid, NULL, NULL, NULL);
  rig_advance (&world.rig, 200);
  g_assert_cmpstr (pin->board_id, ==, world.target_remote);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 0);
  assert_all_there (&world, world.target_remote);
  end (&world);
}

/* The engine dies again and again while it merges. */
static void
test_restarts (void)
{
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;

  begin (&world);
  id = merge (&world, PF_MERGE_SECTIONS_KEEP);
  rig_advance (&world.rig, 5);
  for (guint i = 0; i < 60; i++)
    {
      rig_advance (&world.rig, 0.37 + i * 0.013);
      rig_restart (&world.rig);
    }
  rig_advance (&world.rig, 300);
  progress = rig_progress (&world.rig, id);
  g_assert_cmpuint (progress->n_left + progress->n_failed + progress->n_asking, ==, 0);
  assert_all_there (&world, world.target_remote);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 0);
  g_assert_cmpuint (world.rig.world->sections->len, ==, 2);
  end (&world);
}

/* The reply to the delete is lost: the source is found gone, which is what was wanted. */
static void
test_lost_delete (void)
{
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;

  begin (&world);
  for (guint i = 0; i < N_PINS; i++)
    fake_world_fault (world.rig.world, FAKE_OK);
  fake_world_fault (world.rig.world, FAKE_LOST_AFTER);
  id = merge (&world, PF_MERGE_SECTIONS_FLATTEN);
  rig_advance (&world.rig, 300);
  progress = rig_progress (&world.rig, id);
  g_assert_cmpint (get_merge_row (progress)->state, ==, PF_OUTBOX_DONE);
  assert_all_there (&world, world.target_remote);
  end (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/outbox/merge/keep-sections", GINT_TO_POINTER (PF_MERGE_SECTIONS_KEEP),
                        test_merge);
  g_test_add_data_func ("/outbox/merge/flatten", GINT_TO_POINTER (PF_MERGE_SECTIONS_FLATTEN),
                        test_merge);
  g_test_add_func ("/outbox/merge/PQ-8/undo", test_undo);
  g_test_add_func ("/outbox/merge/PQ-7/stuck-pin", test_stuck_pin);
  g_test_add_func ("/outbox/merge/new-pin", test_new_pin);
  g_test_add_func ("/outbox/merge/PQ-5/restarts", test_restarts);
  g_test_add_func ("/outbox/merge/PQ-2/lost-delete", test_lost_delete);
  return g_test_run ();
}
