/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"
#include "rig.h"

/* Boards and sections that are deleted while pins go into them, or come back: none is lost. */

typedef struct
{
  Rig rig;
  char *kitchen, *kitchen_remote; /* a second board */
} World;

static void
begin (World *self)
{
  rig_init (&self->rig, 1);
  self->kitchen = rig_add_board (&self->rig, "Kitchen", 2);
  self->kitchen_remote = g_strdup (((FakeBoard *)self->rig.world->boards->pdata[1])->id);
  rig_start (&self->rig);
}

static void
end (World *self)
{
  g_assert_cmpuint (self->rig.world->n_lost_pins, ==, 0);
  rig_clear (&self->rig);
  g_free (self->kitchen);
  g_free (self->kitchen_remote);
}

static void
advance_until (World *self, const char *sql)
{
  for (guint i = 0; i < 4000 && rig_sql_int (&self->rig, sql) == 0; i++)
    rig_advance (&self->rig, 0.05);
  g_assert_cmpint (rig_sql_int (&self->rig, sql), >, 0);
}

static char *
merge_into (World *self, const char *from, guint number, const char *to)
{
  PfBatch *batch = pf_batch_new (self->rig.context, "Merged two boards");
  g_autoptr (PfBoard) board = fake_as_board (self->rig.world->boards->pdata[number]);
  g_autoptr (GError) error = NULL;
  char *id;

  pf_batch_merge_board (batch, from, board, to, PF_MERGE_SECTIONS_FLATTEN);
  id = rig_enqueue (&self->rig, batch, &error);
  g_assert_no_error (error);
  return id;
}

static char *
merge (World *self)
{
  return merge_into (self, self->rig.board, 0, self->kitchen);
}

typedef struct
{
  const char *name;
  FakeKind kind;
  gboolean in_flight; /* Undo comes before the answer is given up */
  gboolean back;      /* everything can go back */
} Lost;

/* The answer to a delete is lost, and then the user says Undo. */
static const Lost lost_deletes[] = {
  { "not-done", FAKE_LOST_BEFORE, FALSE, TRUE },
  { "not-done-in-flight", FAKE_LOST_BEFORE, TRUE, TRUE },
  { "late", FAKE_LATE, FALSE, FALSE },
  { "late-in-flight", FAKE_LATE, TRUE, FALSE },
  { "done", FAKE_LOST_AFTER, FALSE, FALSE },
};

static const char *
removal_is (const Lost *lost)
{
  return lost->in_flight
             ? "SELECT COUNT (*) FROM outbox WHERE op IN ('delete-section', 'merge-board')"
               " AND state = 'sending' AND sent_at IS NOT NULL"
             : "SELECT COUNT (*) FROM outbox WHERE op IN ('delete-section', 'merge-board')"
               " AND state = 'queued' AND sent_at IS NOT NULL";
}

/* Moves @fern out of its section and deletes that. */
static char *
drop_section (World *self, FakePin *fern, FakeSection *shade)
{
  PfBatch *batch = pf_batch_new (self->rig.context, "Deleted Shade");
  g_autofree char *section_uuid = pf_mirror_make_uuid ("one", "sections", shade->id);
  g_autofree char *pin_uuid = rig_pin_uuid (fern);
  g_autoptr (PfPin) pin = NULL;
  PfSection record = { .id = shade->id, .board_id = shade->board_id, .name = shade->name };
  PfChanges out = { .fields = PF_CHANGE_SECTION };

  fern->section_id = g_strdup (shade->id);
  pin = fake_as_pin (fern);
  pf_batch_update_pin (batch, pin_uuid, self->rig.board, section_uuid, pin, &out);
  pf_batch_delete_section (batch, section_uuid, self->rig.board, &record);
  return rig_enqueue (&self->rig, batch, NULL);
}

/* Somebody puts a pin into a section that is emptied to be deleted: it stays. */
static void
test_refilled_section (void)
{
  World world;
  FakePin *fern, *moss;
  FakeSection *shade;
  g_autofree char *id = NULL;

  begin (&world);
  fern = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Fern", 7200);
  shade = fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
  id = drop_section (&world, fern, shade);
  moss = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Moss", 1);
  moss->section_id = g_strdup (shade->id);
  rig_advance (&world.rig, 60);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 0);
  /* Once that is out of it as well, it goes. */
  g_clear_pointer (&moss->section_id, g_free);
  rig_advance (&world.rig, 1200);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 1);
  g_assert_cmpuint (world.rig.world->sections->len, ==, 0);
  end (&world);
}

static void
test_undo_section (gconstpointer data)
{
  const Lost *lost = data;
  World world;
  FakePin *fern;
  FakeSection *shade;
  g_autofree char *id = NULL;
  g_autoptr (PfUndoReport) report = NULL;

  begin (&world);
  fern = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Fern", 7200);
  shade = fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
  fake_world_fault (world.rig.world, FAKE_OK);
  fake_world_fault (world.rig.world, lost->kind);
  id = drop_section (&world, fern, shade);
  advance_until (&world, removal_is (lost));
  report = rig_undo_report (&world.rig, id);
  g_assert_cmpstr (report->words, ==, "Too late to stop: it may already be deleted.");
  rig_advance (&world.rig, 600);
  /* Whatever became of the section: the pin is there, and the delete was not sent again. */
  g_assert_cmpuint (world.rig.world->n_removes, ==, 1);
  g_assert_cmpuint (world.rig.world->pins->len, ==, 1);
  g_assert_cmpstr (fern->board_id, ==, world.rig.board_remote);
  g_assert_cmpuint (world.rig.world->sections->len, ==, lost->back ? 1 : 0);
  g_assert_true ((fern->section_id != NULL) == lost->back);
  end (&world);
}

static void
test_undo_merge (gconstpointer data)
{
  const Lost *lost = data;
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfUndoReport) report = NULL;

  begin (&world);
  for (guint i = 0; i < 4; i++)
    fake_world_add_pin (world.rig.world, world.rig.board_remote, "Fern", 7200 + i);
  id = merge (&world);
  for (guint i = 0; i < 4; i++)
    fake_world_fault (world.rig.world, FAKE_OK);
  fake_world_fault (world.rig.world, lost->kind);
  advance_until (&world, removal_is (lost));
  report = rig_undo_report (&world.rig, id);
  g_assert_cmpstr (report->words, ==, "Too late to stop: it may already be deleted.");
  rig_advance (&world.rig, 600);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 1);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, lost->back ? 1 : 0);
  g_assert_cmpuint (fake_world_count_on (world.rig.world,
                                         lost->back ? world.rig.board_remote : world.kitchen_remote,
                                         NULL),
                    ==, 4);
  end (&world);
}

/* Redo of such an Undo deletes after all. */
static void
test_redo (void)
{
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfUndoReport) back = NULL;
  g_autoptr (PfUndoReport) again = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, FAKE_LOST_BEFORE);
  id = merge (&world);
  advance_until (&world, removal_is (&lost_deletes[0]));
  back = rig_undo_report (&world.rig, id);
  rig_advance (&world.rig, 600);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  again = rig_undo_report (&world.rig, back->batch_id);
  rig_advance (&world.rig, 600);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 0);
  end (&world);
}

/* An Undo whose engine dies before the answer came is an Undo. */
static void
test_undo_and_crash (void)
{
  World world;
  g_autofree char *id = NULL;
  g_autoptr (PfUndoReport) back = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, FAKE_LOST_BEFORE);
  id = merge (&world);
  advance_until (&world, removal_is (&lost_deletes[1]));
  back = rig_undo_report (&world.rig, id);
  rig_restart (&world.rig);
  rig_advance (&world.rig, 600);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  rig_assert_state (&world.rig, id, PF_OUTBOX_UNDONE);
  end (&world);
}

/* A pin on its way into a board, which the board does not list yet, is not lost with it. */
static void
test_merge_waits (void)
{
  World world;
  g_autofree char *pin = NULL, *id = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, FAKE_LATE);
  pin = rig_create_pin (&world.rig, "Fern", world.rig.board, NULL);
  id = merge (&world);
  rig_advance (&world.rig, 15);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 0);
  rig_advance (&world.rig, 600);
  rig_assert_state (&world.rig, pin, PF_OUTBOX_DONE);
  rig_assert_state (&world.rig, id, PF_OUTBOX_DONE);
  g_assert_cmpuint (fake_world_count_on (world.rig.world, world.kitchen_remote, NULL), ==, 1);
  end (&world);
}

static void
test_undo_create_waits (void)
{
  World world;
  g_autofree char *board = NULL, *uuid = NULL, *pin = NULL;
  g_autoptr (PfUndoReport) report = NULL;

  begin (&world);
  board = rig_create_board (&world.rig, "Attic", &uuid, NULL);
  rig_advance (&world.rig, 20);
  fake_world_fault (world.rig.world, FAKE_LATE);
  pin = rig_create_pin (&world.rig, "Fern", uuid, NULL);
  rig_advance (&world.rig, 7);
  report = rig_undo_report (&world.rig, board);
  rig_advance (&world.rig, 600);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Attic"), ==, 1);
  g_assert_cmpuint (fake_world_count_pins (world.rig.world, "Fern"), ==, 1);
  rig_assert_state (&world.rig, report->batch_id, PF_OUTBOX_FAILED);
  end (&world);
}

/* What goes in after the delete has begun waits for its end, and says that the place is gone. */
static void
test_late_comer (void)
{
  World world;
  PfBatch *batch;
  FakePin *fern;
  g_autofree char *id = NULL, *move = NULL;
  g_autoptr (PfBoard) board = NULL;

  begin (&world);
  fern = fake_world_add_pin (world.rig.world, world.kitchen_remote, "Fern", 7200);
  board = fake_as_board (world.rig.world->boards->pdata[0]);
  batch = pf_batch_new (world.rig.context, "Deleted Garden");
  pf_batch_delete_board (batch, world.rig.board, board);
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 5);
  move = rig_move (&world.rig, fern, world.kitchen, world.rig.board);
  world.rig.world->delay_us = 3 * G_USEC_PER_SEC;
  rig_advance (&world.rig, 600);
  rig_assert_state (&world.rig, id, PF_OUTBOX_DONE);
  rig_assert_state (&world.rig, move, PF_OUTBOX_FAILED);
  g_assert_cmpstr (fern->board_id, ==, world.kitchen_remote);
  end (&world);
}

/* Garden goes into Kitchen and that into Attic, or back into Garden: in order of intent. */
static void
test_two_merges (gconstpointer data)
{
  gboolean back = GPOINTER_TO_INT (data);
  World world;
  g_autofree char *attic = NULL, *first = NULL, *second = NULL;
  const char *where;

  begin (&world);
  attic = rig_add_board (&world.rig, "Attic", 3);
  for (guint i = 0; i < 6; i++)
    fake_world_add_pin (world.rig.world, i < 4 ? world.rig.board_remote : world.kitchen_remote,
                        "Fern", 7200 + i);
  first = merge (&world);
  second = merge_into (&world, world.kitchen, 1, back ? world.rig.board : attic);
  rig_advance (&world.rig, 600);
  rig_assert_state (&world.rig, first, PF_OUTBOX_DONE);
  rig_assert_state (&world.rig, second, back ? PF_OUTBOX_FAILED : PF_OUTBOX_DONE);
  g_assert_cmpuint (world.rig.world->boards->len, ==, back ? 2 : 1);
  where = back ? world.kitchen_remote : ((FakeBoard *)world.rig.world->boards->pdata[0])->id;
  g_assert_cmpuint (fake_world_count_on (world.rig.world, where, NULL), ==, 6);
  end (&world);
}

/* A listing that goes round in a circle says nothing of what is not in it. */
static void
test_endless_listing (void)
{
  World world;
  g_autofree char *id = NULL;

  begin (&world);
  world.rig.world->repeat_bookmark = TRUE;
  id = merge (&world);
  rig_advance (&world.rig, 4 * 3600);
  rig_assert_state (&world.rig, id, PF_OUTBOX_FAILED);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 0);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  end (&world);
}

/* A pin for a section that nobody knows does not land on the bare board. */
static void
test_unknown_section (void)
{
  World world;
  g_autofree char *pin = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GError) error = NULL;

  begin (&world);
  pin = rig_create_pin_in (&world.rig, "Fern", world.rig.board,
                           "00000000-0000-4000-8000-000000000099", &error);
  g_assert_null (pin);
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  drafts = rig_drafts (&world.rig);
  g_assert_cmpuint (drafts->len, ==, 1);
  end (&world);
}

static void
test_pending_section (void)
{
  for (guint i = 0; i < 2; i++)
    {
      World world;
      PfBatch *batch;
      g_autofree char *id = NULL, *section = NULL, *pin = NULL;

      begin (&world);
      batch = pf_batch_new (world.rig.context, "Made Shade");
      section = g_strdup (pf_batch_create_section (batch, world.rig.board, "Shade"));
      id = rig_enqueue (&world.rig, batch, NULL);
      fake_world_fault (world.rig.world, i == 0 ? FAKE_OK : FAKE_400);
      pin = rig_create_pin_in (&world.rig, "Fern", world.rig.board, section, NULL);
      rig_advance (&world.rig, 60);
      if (i == 0)
        rig_assert_state (&world.rig, pin, PF_OUTBOX_DONE);
      else
        g_assert_cmpuint (world.rig.world->n_create_pins, ==, 0);
      end (&world);
    }
}

/* The board of a pin is taken back: the pin says so, and waits for nothing. */
static void
test_board_taken_back (void)
{
  World world;
  g_autofree char *board = NULL, *uuid = NULL, *pin = NULL, *words = NULL;
  g_autoptr (PfOutboxRow) row = NULL;

  begin (&world);
  board = rig_create_board (&world.rig, "Attic", &uuid, NULL);
  pin = rig_create_pin (&world.rig, "Fern", uuid, NULL);
  words = rig_undo (&world.rig, board);
  rig_advance (&world.rig, 60);
  row = rig_row (&world.rig, pin);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_FAILED);
  g_assert_cmpstr (row->error_message, ==, "The place it was to go to was not made.");
  g_assert_cmpuint (world.rig.world->n_create_pins, ==, 0);
  g_assert_true (RIG_CALL (&world.rig, edit, pin, NULL));
  end (&world);
}

static char *
delete_section (World *self, const char *section_uuid, FakeSection *section)
{
  PfBatch *batch = pf_batch_new (self->rig.context, "Deleted a section");
  PfSection record = { .id = section->id, .board_id = section->board_id, .name = section->name };
  g_autoptr (GError) error = NULL;
  char *id;

  pf_batch_delete_section (batch, section_uuid, self->rig.board, &record);
  id = rig_enqueue (&self->rig, batch, &error);
  g_assert_no_error (error);
  return id;
}

static void
assert_failed (World *self, const char *id, const char *words)
{
  g_autoptr (PfOutboxRow) row = rig_row (&self->rig, id);

  g_assert_cmpint (row->state, ==, PF_OUTBOX_FAILED);
  g_assert_cmpstr (row->error_message, ==, words);
}

static const char one_came[]
    = "1 pin came into it since, so it was not deleted. Retry deletes that too.";

/* A delete is refused, and a pin comes into the section before somebody tries again: it stays
 * until they were told of it. */
static void
test_retry_of_refused (void)
{
  World world;
  FakePin *fern, *moss;
  FakeSection *shade;
  g_autofree char *id = NULL, *uuid = NULL;

  begin (&world);
  fern = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Fern", 7200);
  shade = fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
  fern->section_id = g_strdup (shade->id);
  uuid = pf_mirror_make_uuid ("one", "sections", shade->id);
  fake_world_fault (world.rig.world, FAKE_400);
  id = delete_section (&world, uuid, shade);
  rig_advance (&world.rig, 20);
  rig_assert_state (&world.rig, id, PF_OUTBOX_FAILED);
  moss = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Moss", 3600);
  moss->section_id = g_strdup (shade->id);
  g_assert_true (RIG_CALL (&world.rig, retry, id, NULL));
  rig_advance (&world.rig, 20);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 1);
  assert_failed (&world, id, one_came);
  /* They were told. Here they took the pins out, and tried again. */
  g_clear_pointer (&moss->section_id, g_free);
  g_clear_pointer (&fern->section_id, g_free);
  g_assert_true (RIG_CALL (&world.rig, retry, id, NULL));
  rig_advance (&world.rig, 20);
  rig_assert_state (&world.rig, id, PF_OUTBOX_DONE);
  g_assert_cmpuint (world.rig.world->sections->len, ==, 0);
  end (&world);
}

/* The same where the section could not even be listed before. */
static void
test_retry_of_unlisted (void)
{
  World world;
  FakePin *moss;
  FakeSection *shade;
  g_autofree char *id = NULL, *uuid = NULL, *pin = NULL;

  begin (&world);
  fake_world_add_pin (world.rig.world, world.rig.board_remote, "Fern", 7200);
  shade = fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
  uuid = pf_mirror_make_uuid ("one", "sections", shade->id);
  world.rig.world->fail_lists = G_MAXUINT;
  id = delete_section (&world, uuid, shade);
  for (guint i = 0; i < 200
                    && rig_sql_int (&world.rig, "SELECT COUNT (*) FROM outbox"
                                                " WHERE state = 'failed'")
                           == 0;
       i++)
    rig_advance (&world.rig, 3600);
  rig_assert_state (&world.rig, id, PF_OUTBOX_FAILED);
  world.rig.world->fail_lists = 0;
  pin = rig_create_pin_in (&world.rig, "Moss", world.rig.board, uuid, NULL);
  rig_advance (&world.rig, 20);
  rig_assert_state (&world.rig, pin, PF_OUTBOX_DONE);
  /* The fake puts it onto the board. */
  moss = world.rig.world->pins->pdata[world.rig.world->pins->len - 1];
  g_assert_cmpstr (moss->title, ==, "Moss");
  moss->section_id = g_strdup (shade->id);
  g_assert_true (RIG_CALL (&world.rig, retry, id, NULL));
  rig_advance (&world.rig, 20);
  g_assert_cmpuint (world.rig.world->n_removes, ==, 0);
  assert_failed (&world, id, one_came);
  g_assert_cmpuint (fake_world_count_pins (world.rig.world, "Moss"), ==, 1);
  end (&world);
}

/* A section whose create is in doubt is listed by the service, and stands here under a second
 * name. Somebody deletes the double, while pins go into the one they made: they are one. */
static void
test_double (gconstpointer data)
{
  guint fail_lists = GPOINTER_TO_UINT (data);
  World world;
  FakePin *fern;
  FakeSection *shade;
  PfBatch *batch;
  PfChanges into = { .fields = PF_CHANGE_SECTION };
  g_autoptr (PfPin) pin = NULL;
  g_autofree char *made = NULL, *uuid = NULL, *other = NULL, *id = NULL, *moved = NULL;
  g_autofree char *pin_uuid = NULL, *known = NULL;

  begin (&world);
  fern = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Fern", 7200);
  pin_uuid = rig_pin_uuid (fern);
  pin = fake_as_pin (fern);
  world.rig.world->fail_lists = fail_lists;
  fake_world_fault (world.rig.world, FAKE_LOST_AFTER);
  batch = pf_batch_new (world.rig.context, "Made Shade");
  uuid = g_strdup (pf_batch_create_section (batch, world.rig.board, "Shade"));
  made = rig_enqueue (&world.rig, batch, NULL);
  advance_until (&world, "SELECT COUNT (*) FROM outbox WHERE state = 'unknown'");
  shade = world.rig.world->sections->pdata[0];
  other = pf_mirror_make_uuid ("one", "sections", shade->id);
  id = delete_section (&world, other, shade);
  batch = pf_batch_new (world.rig.context, "Moved Fern");
  into.section_uuid = uuid;
  pf_batch_update_pin (batch, pin_uuid, world.rig.board, NULL, pin, &into);
  moved = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 600);
  g_assert_cmpuint (fake_world_count_pins (world.rig.world, "Fern"), ==, 1);
  if (fail_lists == 0)
    {
      rig_assert_state (&world.rig, made, PF_OUTBOX_DONE);
      rig_assert_state (&world.rig, moved, PF_OUTBOX_DONE);
      assert_failed (&world, id,
                     "It turned out to be the one that Pinfold made, so it was not deleted.");
      g_assert_cmpstr (fern->section_id, ==, shade->id);
      known = rig_local_of (&world.rig, "section", shade->id);
      g_assert_cmpstr (known, ==, uuid);
      /* Tried again all the same: the pin in it is told of first. */
      g_assert_true (RIG_CALL (&world.rig, retry, id, NULL));
      rig_advance (&world.rig, 20);
      assert_failed (&world, id, one_came);
    }
  end (&world);
}

static void
on_drained (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *)data = pf_outbox_drain_finish (PF_OUTBOX (source), result, NULL);
}

/* A limit that was not reached holds nothing afterwards. */
static void
test_drain_lets_go (void)
{
  World world;
  PfOutbox *outbox;
  g_autoptr (GCancellable) limit = g_cancellable_new ();
  gboolean drained = FALSE;

  begin (&world);
  outbox = world.rig.outbox;
  g_object_add_weak_pointer (G_OBJECT (outbox), (gpointer *)&outbox);
  pf_outbox_drain_async (outbox, limit, on_drained, &drained);
  rig_advance (&world.rig, 1);
  g_assert_true (drained);
  rig_crash (&world.rig);
  g_assert_null (outbox);
  end (&world);
}

static void
add_lost (const char *what, GTestDataFunc func)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lost_deletes); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/outbox/containers/PQ-8/undo-%s/%s", what, lost_deletes[i].name);

      g_test_add_data_func (path, &lost_deletes[i], func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_lost ("section", test_undo_section);
  add_lost ("merge", test_undo_merge);
  g_test_add_func ("/outbox/containers/PQ-8/redo", test_redo);
  g_test_add_func ("/outbox/containers/PQ-5/undo-and-crash", test_undo_and_crash);
  g_test_add_func ("/outbox/containers/merge-waits-for-pins", test_merge_waits);
  g_test_add_func ("/outbox/containers/PQ-8/undo-waits-for-pins", test_undo_create_waits);
  g_test_add_data_func ("/outbox/containers/two-merges/on", GINT_TO_POINTER (FALSE),
                        test_two_merges);
  g_test_add_data_func ("/outbox/containers/two-merges/back", GINT_TO_POINTER (TRUE),
                        test_two_merges);
  g_test_add_func ("/outbox/containers/refilled-section", test_refilled_section);
  g_test_add_func ("/outbox/containers/retry-of-a-refused-delete", test_retry_of_refused);
  g_test_add_func ("/outbox/containers/retry-of-an-unlisted-delete", test_retry_of_unlisted);
  g_test_add_data_func ("/outbox/containers/PQ-3/double/found-first", GUINT_TO_POINTER (0),
                        test_double);
  g_test_add_data_func ("/outbox/containers/PQ-3/double/deleted-first", GUINT_TO_POINTER (4),
                        test_double);
  g_test_add_func ("/outbox/containers/late-comer", test_late_comer);
  g_test_add_func ("/outbox/containers/endless-listing", test_endless_listing);
  g_test_add_func ("/outbox/containers/unknown-section", test_unknown_section);
  g_test_add_func ("/outbox/containers/pending-section", test_pending_section);
  g_test_add_func ("/outbox/containers/board-taken-back", test_board_taken_back);
  g_test_add_func ("/outbox/containers/drain-lets-go", test_drain_lets_go);
  return g_test_run ();
}
