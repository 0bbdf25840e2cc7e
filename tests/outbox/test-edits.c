/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/outbox/pf-history.h"
#include "fake-private.h"
#include "rig.h"

/* Edits, moves, saves, sections, boards: what becomes of them, and their Undo. */

typedef struct
{
  Rig rig;
  FakePin *pin;
  char *other, *other_remote; /* a second board */
} World;

static void
begin (World *self)
{
  rig_init (&self->rig, 1);
  self->pin = fake_world_add_pin (self->rig.world, self->rig.board_remote, "Fern", 7200);
  self->other = rig_add_board (&self->rig, "Kitchen", 2);
  self->other_remote = g_strdup (((FakeBoard *)self->rig.world->boards->pdata[1])->id);
  rig_start (&self->rig);
}

static void
end (World *self)
{
  rig_clear (&self->rig);
  g_free (self->other);
  g_free (self->other_remote);
}

typedef struct
{
  const char *name;
  FakeKind kind;
  PfOutboxState later;
  guint n_calls;
  gboolean made;
} Outcome;

/* An edit may be repeated: nothing about it is ever unknown. */
static const Outcome edits[] = {
  { "ok", FAKE_OK, PF_OUTBOX_DONE, 1, TRUE },
  { "unsent", FAKE_UNSENT, PF_OUTBOX_DONE, 2, TRUE },
  { "lost-not-made", FAKE_LOST_BEFORE, PF_OUTBOX_DONE, 2, TRUE },
  { "lost-made", FAKE_LOST_AFTER, PF_OUTBOX_DONE, 2, TRUE },
  { "500", FAKE_500_BEFORE, PF_OUTBOX_DONE, 2, TRUE },
  { "503-made", FAKE_500_AFTER, PF_OUTBOX_DONE, 2, TRUE },
  { "200-garbage", FAKE_GARBAGE, PF_OUTBOX_DONE, 2, TRUE },
  { "400-code-12", FAKE_400_CODE_12, PF_OUTBOX_DONE, 2, TRUE },
  { "foreign-error", FAKE_UNCLASSIFIED, PF_OUTBOX_DONE, 2, TRUE },
  { "409", FAKE_409, PF_OUTBOX_DONE, 2, TRUE },
  { "429", FAKE_429, PF_OUTBOX_DONE, 2, TRUE },
  { "401-token", FAKE_401_TOKEN, PF_OUTBOX_DONE, 2, TRUE },
  { "400", FAKE_400, PF_OUTBOX_FAILED, 1, FALSE },
  { "404", FAKE_404, PF_OUTBOX_FAILED, 1, FALSE },
  { "401-scope", FAKE_401_SCOPE, PF_OUTBOX_FAILED, 1, FALSE },
  { "401-edit", FAKE_401_EDIT, PF_OUTBOX_FAILED, 1, FALSE },
  { "429-spam", FAKE_429_SPAM, PF_OUTBOX_FAILED, 1, FALSE },
};

static void
test_edit (gconstpointer data)
{
  const Outcome *outcome = data;
  World world;
  g_autofree char *batch = NULL;
  g_autoptr (PfOutboxRow) row = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, outcome->kind);
  batch = rig_retitle (&world.rig, world.pin, "Moss");
  row = rig_row (&world.rig, batch);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_HELD);
  g_assert_cmpstr (pf_outbox_row_get_changes (row)->title, ==, "Moss");
  g_assert_cmpstr (pf_outbox_row_get_before (row)->title, ==, "Fern");
  rig_advance (&world.rig, 4.9);
  g_assert_cmpuint (world.rig.world->n_updates, ==, 0);
  rig_advance (&world.rig, 400);
  rig_assert_state (&world.rig, batch, outcome->later);
  g_assert_cmpuint (world.rig.world->n_updates, ==, outcome->n_calls);
  g_assert_cmpstr (world.pin->title, ==, outcome->made ? "Moss" : "Fern");
  g_assert_cmpuint (world.rig.world->n_renews, ==, outcome->kind == FAKE_401_TOKEN ? 1 : 0);
  end (&world);
}

/* A save and a section are creates: looked for, never repeated. */
static const Outcome creates[] = {
  { "ok", FAKE_OK, PF_OUTBOX_DONE, 1, TRUE },
  { "unsent", FAKE_UNSENT, PF_OUTBOX_DONE, 2, TRUE },
  { "lost-not-made", FAKE_LOST_BEFORE, PF_OUTBOX_ASK, 1, FALSE },
  { "lost-made", FAKE_LOST_AFTER, PF_OUTBOX_DONE, 1, TRUE },
  { "late", FAKE_LATE, PF_OUTBOX_DONE, 1, TRUE },
  { "500-not-made", FAKE_500_BEFORE, PF_OUTBOX_ASK, 1, FALSE },
  { "503-made", FAKE_500_AFTER, PF_OUTBOX_DONE, 1, TRUE },
  { "201-garbage", FAKE_GARBAGE, PF_OUTBOX_DONE, 1, TRUE },
  { "400-code-12", FAKE_400_CODE_12, PF_OUTBOX_ASK, 1, FALSE },
  { "409", FAKE_409, PF_OUTBOX_DONE, 2, TRUE },
  { "429", FAKE_429, PF_OUTBOX_DONE, 2, TRUE },
  { "400", FAKE_400, PF_OUTBOX_FAILED, 1, FALSE },
  { "404", FAKE_404, PF_OUTBOX_FAILED, 1, FALSE },
};

static char *
save (World *self, char **copy)
{
  PfBatch *batch = pf_batch_new (self->rig.context, "Saved a pin to Kitchen");
  g_autoptr (PfPin) record = fake_as_pin (self->pin);
  g_autofree char *uuid = rig_pin_uuid (self->pin);
  g_autoptr (GError) error = NULL;
  char *id;

  *copy = g_strdup (pf_batch_save_pin (batch, uuid, record, self->other, NULL));
  id = rig_enqueue (&self->rig, batch, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_save (gconstpointer data)
{
  const Outcome *outcome = data;
  World world;
  g_autofree char *batch = NULL, *copy = NULL, *remote = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, outcome->kind);
  batch = save (&world, &copy);
  rig_advance (&world.rig, 400);
  rig_assert_state (&world.rig, batch, outcome->later);
  g_assert_cmpuint (world.rig.world->n_saves, ==, outcome->n_calls);
  g_assert_cmpuint (fake_world_count_on (world.rig.world, world.other_remote, NULL), ==,
                    outcome->made ? 1 : 0);
  remote = rig_remote_of (&world.rig, copy);
  g_assert_true ((remote != NULL) == outcome->made);
  end (&world);
}

static void
test_section (gconstpointer data)
{
  const Outcome *outcome = data;
  World world;
  PfBatch *batch;
  g_autofree char *id = NULL, *uuid = NULL, *remote = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, outcome->kind);
  batch = pf_batch_new (world.rig.context, "Made a section");
  uuid = g_strdup (pf_batch_create_section (batch, world.rig.board, "Shade"));
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 400);
  rig_assert_state (&world.rig, id, outcome->later);
  g_assert_cmpuint (world.rig.world->n_create_sections, ==, outcome->n_calls);
  g_assert_cmpuint (world.rig.world->sections->len, ==, outcome->made ? 1 : 0);
  remote = rig_remote_of (&world.rig, uuid);
  g_assert_true ((remote != NULL) == outcome->made);
  end (&world);
}

static void
test_move_undo_redo (void)
{
  World world;
  g_autofree char *batch = NULL;
  g_autoptr (PfUndoReport) back = NULL;
  g_autoptr (PfUndoReport) again = NULL;

  begin (&world);
  batch = rig_move (&world.rig, world.pin, world.rig.board, world.other);
  rig_advance (&world.rig, 10);
  g_assert_cmpstr (world.pin->board_id, ==, world.other_remote);
  back = rig_undo_report (&world.rig, batch);
  g_assert_cmpstr (back->words, ==, "It had already gone through. Pinfold is putting it back.");
  rig_advance (&world.rig, 10);
  g_assert_cmpstr (world.pin->board_id, ==, world.rig.board_remote);
  again = rig_undo_report (&world.rig, back->batch_id);
  g_assert_cmpstr (again->words, ==, "Pinfold is doing it again.");
  rig_advance (&world.rig, 10);
  g_assert_cmpstr (world.pin->board_id, ==, world.other_remote);
  /* The same pin all along. */
  g_assert_cmpuint (world.rig.world->n_removes + world.rig.world->n_create_pins, ==, 0);
  end (&world);
}

/* Undo within the hold costs no request; Redo sends it after all. */
static void
test_held_undo_redo (void)
{
  World world;
  g_autofree char *batch = NULL;
  g_autoptr (PfUndoReport) back = NULL;
  g_autoptr (PfUndoReport) again = NULL;
  g_autoptr (PfUndoReport) third = NULL;

  begin (&world);
  batch = rig_move (&world.rig, world.pin, world.rig.board, world.other);
  rig_advance (&world.rig, 3);
  back = rig_undo_report (&world.rig, batch);
  g_assert_cmpstr (back->words, ==, "Taken back.");
  rig_advance (&world.rig, 100);
  g_assert_cmpuint (world.rig.world->n_updates, ==, 0);
  again = rig_undo_report (&world.rig, back->batch_id);
  g_assert_cmpstr (again->words, ==, "Done again.");
  rig_advance (&world.rig, 100);
  g_assert_cmpuint (world.rig.world->n_updates, ==, 1);
  g_assert_cmpstr (world.pin->board_id, ==, world.other_remote);
  third = rig_undo_report (&world.rig, again->batch_id);
  g_assert_cmpstr (third->words, ==, "It had already gone through. Pinfold is putting it back.");
  rig_advance (&world.rig, 100);
  g_assert_cmpstr (world.pin->board_id, ==, world.rig.board_remote);
  end (&world);
}

static void
test_coalesce (void)
{
  World world;
  g_autofree char *a = NULL, *b = NULL, *c = NULL;
  g_autoptr (PfUndoReport) back = NULL;
  g_autoptr (PfUndoReport) first = NULL;
  FakePin seen;

  begin (&world);
  a = rig_retitle (&world.rig, world.pin, "Moss");
  rig_advance (&world.rig, 3);
  /* The overlay shows "Moss", so the second edit begins there. */
  seen = *world.pin;
  seen.title = (char *)"Moss";
  b = rig_retitle (&world.rig, &seen, "Lichen");
  c = rig_move (&world.rig, world.pin, world.rig.board, world.other);
  rig_advance (&world.rig, 20);
  rig_assert_state (&world.rig, a, PF_OUTBOX_DONE);
  rig_assert_state (&world.rig, b, PF_OUTBOX_DONE);
  rig_assert_state (&world.rig, c, PF_OUTBOX_DONE);
  g_assert_cmpuint (world.rig.world->n_updates, ==, 1);
  g_assert_cmpstr (world.pin->title, ==, "Lichen");
  g_assert_cmpstr (world.pin->board_id, ==, world.other_remote);
  /* Still an Undo each. */
  back = rig_undo_report (&world.rig, b);
  rig_advance (&world.rig, 20);
  g_assert_cmpstr (world.pin->title, ==, "Moss");
  g_assert_cmpstr (world.pin->board_id, ==, world.other_remote);
  first = rig_undo_report (&world.rig, a);
  rig_advance (&world.rig, 20);
  g_assert_cmpstr (world.pin->title, ==, "Fern");
  end (&world);
}

/* One refusal, and no other edit of the account is sent; a save still is. */
static void
test_refused_edits (void)
{
  World world;
  PfBatch *batch;
  g_autofree char *id = NULL, *saved = NULL, *copy = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  g_autoptr (GError) error = NULL;

  begin (&world);
  batch = pf_batch_new (world.rig.context, "Moved 20 pins to Kitchen");
  for (guint i = 0; i < 20; i++)
    rig_add_move (&world.rig, batch,
                  fake_world_add_pin (world.rig.world, world.rig.board_remote, "Pin", 7200),
                  world.rig.board, world.other);
  fake_world_fault (world.rig.world, FAKE_401_EDIT);
  fake_world_fault (world.rig.world, FAKE_401_EDIT);
  id = rig_enqueue (&world.rig, batch, NULL);
  saved = save (&world, &copy);
  rig_advance (&world.rig, 100);
  progress = rig_progress (&world.rig, id);
  g_assert_cmpstr (progress->words, ==, "Moved 20 pins to Kitchen");
  g_assert_cmpuint (progress->n_failed, ==, 20);
  g_assert_cmpuint (progress->n_left, ==, 0);
  /* Two are in the air at most when the first refusal comes. */
  g_assert_cmpuint (world.rig.world->n_updates, <=, 2);
  g_assert_cmpuint (world.rig.world->n_renews, ==, 0);
  for (guint i = 0; i < progress->rows->len; i++)
    g_assert_nonnull (((PfOutboxRow *)progress->rows->pdata[i])->error_message);
  rig_assert_state (&world.rig, saved, PF_OUTBOX_DONE);
  /* And the next is refused at the door. */
  batch = pf_batch_new (world.rig.context, "Moved a pin");
  rig_add_move (&world.rig, batch, world.pin, world.rig.board, world.other);
  g_assert_null (rig_enqueue (&world.rig, batch, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_FEATURE);
  end (&world);
}

/* What was refused of a batch goes with its Undo, and comes back with Redo. */
static void
test_undo_refused (void)
{
  World world;
  PfBatch *batch;
  g_autofree char *id = NULL;
  g_autoptr (PfUndoReport) report = NULL;
  g_autoptr (PfUndoReport) again = NULL;
  g_autoptr (PfBatchProgress) before = NULL;
  g_autoptr (PfBatchProgress) after = NULL;
  FakePin *moss;

  begin (&world);
  moss = fake_world_add_pin (world.rig.world, world.rig.board_remote, "Moss", 7200);
  batch = pf_batch_new (world.rig.context, "Moved 2 pins to Kitchen");
  rig_add_move (&world.rig, batch, world.pin, world.rig.board, world.other);
  rig_add_move (&world.rig, batch, moss, world.rig.board, world.other);
  fake_world_fault (world.rig.world, FAKE_OK);
  fake_world_fault (world.rig.world, FAKE_400);
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 20);
  before = rig_progress (&world.rig, id);
  g_assert_cmpuint (before->n_failed, ==, 1);
  report = rig_undo_report (&world.rig, id);
  rig_advance (&world.rig, 20);
  after = rig_progress (&world.rig, id);
  g_assert_cmpuint (after->n_failed, ==, 0);
  g_assert_cmpuint (after->n_taken_back, ==, 1);
  g_assert_cmpuint (fake_world_count_on (world.rig.world, world.rig.board_remote, NULL), ==, 2);
  again = rig_undo_report (&world.rig, report->batch_id);
  rig_advance (&world.rig, 20);
  g_assert_cmpuint (fake_world_count_on (world.rig.world, world.other_remote, NULL), ==, 2);
  end (&world);
}

/* What is listed for a window leaves out what was in it: that may be megabytes. */
static void
check_listed (Rig *rig, const char *batch_id)
{
  g_autoptr (PfOutboxRow) row = rig_row (rig, batch_id);
  g_autoptr (PfBatchProgress) progress = rig_progress (rig, batch_id);
  g_autoptr (GPtrArray) rows = rig_list (rig);
  const PfOutboxRecord *listed = NULL;

  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (((PfOutboxRow *)rows->pdata[i])->uuid, row->uuid) == 0)
      listed = pf_outbox_record_of (rows->pdata[i]);
  g_assert_nonnull (listed);
  g_assert_cmpstr (listed->row.name, ==, "Garden");
  g_assert_cmpuint (pf_outbox_record_of (row)->listed_pins->len, ==, 1);
  g_assert_cmpuint (pf_outbox_record_of (row)->listed_sections->len, ==, 2);
  g_assert_null (listed->listed_pins);
  g_assert_null (listed->listed_sections);
  g_assert_null (pf_outbox_record_of (progress->rows->pdata[0])->listed_pins);
}

static void
test_delete_board_undo (void)
{
  World world;
  PfBatch *batch;
  g_autoptr (PfBoard) board = NULL;
  g_autoptr (PfUndoReport) report = NULL;
  g_autofree char *id = NULL;
  FakeBoard *again;

  begin (&world);
  fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
  fake_world_add_section (world.rig.world, world.rig.board_remote, "Sun");
  board = fake_as_board (world.rig.world->boards->pdata[0]);
  batch = pf_batch_new (world.rig.context, "Deleted Garden");
  pf_batch_delete_board (batch, world.rig.board, board);
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 9);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  rig_advance (&world.rig, 20);
  rig_assert_state (&world.rig, id, PF_OUTBOX_DONE);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 0);
  g_assert_cmpuint (world.rig.world->sections->len, ==, 0);
  check_listed (&world.rig, id);
  report = rig_undo_report (&world.rig, id);
  g_assert_cmpstr (report->words, ==, "Pinfold is making it again. 1 pin cannot come back.");
  g_assert_cmpuint (report->lost->len, ==, 1);
  g_assert_cmpstr (report->lost->pdata[0], ==, "Fern");
  rig_advance (&world.rig, 60);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  g_assert_cmpuint (world.rig.world->sections->len, ==, 2);
  again = world.rig.world->boards->pdata[1];
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (((FakeSection *)world.rig.world->sections->pdata[i])->board_id, ==, again->id);
  end (&world);
}

/* Two sections of one name, as a service may come to have them. */
static void
test_same_sections (void)
{
  World world;
  PfBatch *batch;
  g_autoptr (PfBoard) board = NULL;
  g_autoptr (PfUndoReport) report = NULL;
  g_autofree char *id = NULL;

  begin (&world);
  fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
  fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
  board = fake_as_board (world.rig.world->boards->pdata[0]);
  batch = pf_batch_new (world.rig.context, "Deleted Garden");
  pf_batch_delete_board (batch, world.rig.board, board);
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 30);
  report = rig_undo_report (&world.rig, id);
  rig_advance (&world.rig, 60);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden"), ==, 1);
  g_assert_cmpuint (world.rig.world->sections->len, ==, 2);
  end (&world);
}

/* Taking a board back that others have put pins on would lose them. */
static void
test_filled_board_stays (void)
{
  World world;
  PfBatch *batch;
  g_autofree char *id = NULL, *uuid = NULL, *remote = NULL;
  g_autoptr (PfUndoReport) report = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;

  begin (&world);
  batch = pf_batch_new (world.rig.context, "Made Attic");
  uuid = g_strdup (pf_batch_create_board (batch, "Attic", NULL, PF_PRIVACY_SECRET));
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 20);
  remote = rig_remote_of (&world.rig, uuid);
  fake_world_add_pin (world.rig.world, remote, "Somebody's", 1);
  report = rig_undo_report (&world.rig, id);
  rig_advance (&world.rig, 60);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Attic"), ==, 1);
  progress = rig_progress (&world.rig, report->batch_id);
  g_assert_cmpuint (progress->n_failed, ==, 1);
  end (&world);
}

/* Pins are moved out of a section before it goes; one that cannot be keeps it there. */
static void
test_delete_section_keeps_pins (void)
{
  for (guint i = 0; i < 2; i++)
    {
      World world;
      PfBatch *batch;
      FakeSection *section;
      g_autofree char *id = NULL, *section_uuid = NULL, *pin_uuid = NULL;
      g_autoptr (PfPin) pin = NULL;
      PfSection record = { 0 };
      PfChanges out = { .fields = PF_CHANGE_SECTION };

      begin (&world);
      section = fake_world_add_section (world.rig.world, world.rig.board_remote, "Shade");
      world.pin->section_id = g_strdup (section->id);
      record.id = section->id;
      record.board_id = section->board_id;
      record.name = section->name;
      pin = fake_as_pin (world.pin);
      pin_uuid = rig_pin_uuid (world.pin);
      section_uuid = pf_mirror_make_uuid ("one", "sections", section->id);
      batch = pf_batch_new (world.rig.context, "Deleted Shade");
      pf_batch_update_pin (batch, pin_uuid, world.rig.board, section_uuid, pin, &out);
      pf_batch_delete_section (batch, section_uuid, world.rig.board, &record);
      if (i == 1)
        fake_world_fault (world.rig.world, FAKE_400);
      id = rig_enqueue (&world.rig, batch, NULL);
      rig_advance (&world.rig, 60);
      g_assert_cmpuint (world.rig.world->n_lost_pins, ==, 0);
      g_assert_cmpuint (world.rig.world->sections->len, ==, i);
      g_assert_cmpuint (fake_world_count_on (world.rig.world, world.rig.board_remote, NULL), ==, 1);
      end (&world);
    }
}

/* A pin goes into a section that is made with it, on a board that is made with it. */
static void
test_pending_places (void)
{
  World world;
  PfBatch *batch;
  g_autofree char *id = NULL, *pin_uuid = NULL;
  const char *board, *section;
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (PfUndoReport) report = NULL;
  PfChanges to = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION };

  begin (&world);
  pin = fake_as_pin (world.pin);
  pin_uuid = rig_pin_uuid (world.pin);
  batch = pf_batch_new (world.rig.context, "Moved a pin");
  board = pf_batch_create_board (batch, "Attic", NULL, PF_PRIVACY_PUBLIC);
  section = pf_batch_create_section (batch, board, "Boxes");
  to.board_uuid = (char *)board;
  to.section_uuid = (char *)section;
  pf_batch_update_pin (batch, pin_uuid, world.rig.board, NULL, pin, &to);
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 60);
  rig_assert_state (&world.rig, id, PF_OUTBOX_DONE);
  g_assert_cmpstr (world.pin->section_id, ==,
                   ((FakeSection *)world.rig.world->sections->pdata[0])->id);
  report = rig_undo_report (&world.rig, id);
  rig_advance (&world.rig, 60);
  g_assert_cmpstr (world.pin->board_id, ==, world.rig.board_remote);
  g_assert_null (world.pin->section_id);
  g_assert_cmpuint (world.rig.world->sections->len, ==, 0);
  g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Attic"), ==, 0);
  g_assert_cmpuint (world.rig.world->n_lost_pins, ==, 0);
  end (&world);
}

static void
assert_row_state (World *self, const char *row_uuid, PfOutboxState state)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT COUNT (*) FROM outbox WHERE uuid = '%s' AND state = '%s'",
                         row_uuid, pf_outbox_state_to_string (state));

  g_assert_cmpint (rig_sql_int (&self->rig, sql), ==, 1);
}

/* A board that is being made can be renamed already: that follows when it is there. When it is
 * taken back, so is what was to be changed of it, and both come again with Redo. */
static void
test_pending_board (void)
{
  PfChanges park = { .fields = PF_CHANGE_NAME, .name = (char *)"Park" };

  for (guint n_undos = 0; n_undos < 3; n_undos++)
    {
      World world;
      g_autofree char *made = NULL, *edit = NULL, *uuid = NULL;
      g_autoptr (PfOutboxRow) row = NULL;
      PfBatch *batch;

      begin (&world);
      made = rig_create_board (&world.rig, "Garden shed", &uuid, NULL);
      batch = pf_batch_new (world.rig.context, "Renamed");
      pf_batch_update_board (batch, uuid, NULL, &park);
      edit = rig_enqueue (&world.rig, batch, NULL);
      g_assert_nonnull (edit);
      row = rig_row (&world.rig, edit);
      for (guint i = 0; i < n_undos; i++)
        {
          g_autoptr (PfUndoReport) report = rig_undo_report (&world.rig, made);

          g_free (made);
          made = g_strdup (report->batch_id);
        }
      rig_advance (&world.rig, 60);
      g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Garden shed"), ==, 0);
      g_assert_cmpuint (fake_world_count_boards (world.rig.world, "Park"), ==, n_undos != 1);
      assert_row_state (&world, row->uuid, n_undos == 1 ? PF_OUTBOX_UNDONE : PF_OUTBOX_DONE);
      end (&world);
    }
}

/* The board was refused and is given up: nobody is told of the new name it was to get. */
static void
test_refused_board (void)
{
  PfChanges park = { .fields = PF_CHANGE_NAME, .name = (char *)"Park" };
  World world;
  g_autofree char *made = NULL, *edit = NULL, *uuid = NULL;
  PfBatch *batch;

  begin (&world);
  made = rig_create_board (&world.rig, "Garden shed", &uuid, NULL);
  batch = pf_batch_new (world.rig.context, "Renamed");
  pf_batch_update_board (batch, uuid, NULL, &park);
  edit = rig_enqueue (&world.rig, batch, NULL);
  g_assert_nonnull (edit);
  fake_world_fault (world.rig.world, FAKE_400);
  rig_advance (&world.rig, 60);
  rig_assert_state (&world.rig, made, PF_OUTBOX_FAILED);
  g_assert_true (RIG_CALL (&world.rig, discard, made, NULL));
  rig_advance (&world.rig, 60);
  rig_assert_state (&world.rig, edit, PF_OUTBOX_DISCARDED);
  end (&world);
}

/* An edit is not sent after the delete of the same pin, nor the delete before the edit. */
static void
test_order (void)
{
  World world;
  PfBatch *batch;
  g_autofree char *edit = NULL, *id = NULL, *pin_uuid = NULL;
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (GError) error = NULL;

  begin (&world);
  fake_world_fault (world.rig.world, FAKE_429);
  edit = rig_retitle (&world.rig, world.pin, "Moss");
  pin = fake_as_pin (world.pin);
  pin_uuid = rig_pin_uuid (world.pin);
  batch = pf_batch_new (world.rig.context, "Deleted a pin");
  pf_batch_delete_pin (batch, pin_uuid, world.rig.board, pin);
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 200);
  rig_assert_state (&world.rig, edit, PF_OUTBOX_DONE);
  rig_assert_state (&world.rig, id, PF_OUTBOX_DONE);
  g_assert_cmpuint (world.rig.world->pins->len, ==, 0);
  end (&world);
}

/* One without a title is named among what cannot come back, too. */
static void
test_delete_untitled (void)
{
  World world;
  PfBatch *batch;
  g_autofree char *id = NULL, *pin_uuid = NULL;
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (PfUndoReport) report = NULL;

  begin (&world);
  pin = fake_as_pin (world.pin);
  g_clear_pointer (&pin->title, g_free);
  pin_uuid = rig_pin_uuid (world.pin);
  batch = pf_batch_new (world.rig.context, "Deleted a pin");
  pf_batch_delete_pin (batch, pin_uuid, world.rig.board, pin);
  id = rig_enqueue (&world.rig, batch, NULL);
  rig_advance (&world.rig, 20);
  rig_assert_state (&world.rig, id, PF_OUTBOX_DONE);
  report = rig_undo_report (&world.rig, id);
  g_assert_cmpuint (report->lost->len, ==, 1);
  g_assert_cmpstr (report->lost->pdata[0], ==, "Untitled pin");
  end (&world);
}

static void
test_nothing_to_do (void)
{
  World world;
  PfBatch *batch;
  g_autofree char *pin_uuid = NULL, *long_title = g_strnfill (101, 'x');
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (GError) error = NULL;
  PfChanges same = { .fields = PF_CHANGE_TITLE, .title = (char *)"Fern" };
  PfChanges too_long = { .fields = PF_CHANGE_TITLE, .title = long_title };

  begin (&world);
  pin = fake_as_pin (world.pin);
  pin_uuid = rig_pin_uuid (world.pin);
  batch = pf_batch_new (world.rig.context, "Edited a pin");
  pf_batch_update_pin (batch, pin_uuid, world.rig.board, NULL, pin, &same);
  g_assert_cmpuint (pf_batch_get_n_changes (batch), ==, 0);
  g_assert_null (rig_enqueue (&world.rig, batch, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  g_clear_error (&error);
  batch = pf_batch_new (world.rig.context, "Edited a pin");
  pf_batch_update_pin (batch, pin_uuid, world.rig.board, NULL, pin, &too_long);
  g_assert_null (rig_enqueue (&world.rig, batch, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_INVALID);
  end (&world);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static PfUndoReport *
history_step (World *self, PfHistory *history, gboolean undo, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (undo)
    pf_history_undo_async (history, NULL, keep_result, &result);
  else
    pf_history_redo_async (history, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  rig_advance (&self->rig, 20);
  return undo ? pf_history_undo_finish (history, result, error)
              : pf_history_redo_finish (history, result, error);
}

static void
test_history (void)
{
  World world;
  g_autofree char *a = NULL, *b = NULL;
  g_autoptr (PfHistory) history = NULL;
  g_autoptr (GError) error = NULL;

  begin (&world);
  history = pf_history_new (world.rig.outbox);
  a = rig_retitle (&world.rig, world.pin, "Moss");
  pf_history_add (history, a, "Edited a pin");
  rig_advance (&world.rig, 20);
  b = rig_move (&world.rig, world.pin, world.rig.board, world.other);
  pf_history_add (history, b, "Moved a pin");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PfUndoReport) one = history_step (&world, history, TRUE, &error);
      g_autoptr (PfUndoReport) two = history_step (&world, history, TRUE, &error);
      g_autoptr (PfUndoReport) three = NULL;
      g_autoptr (PfUndoReport) four = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (world.pin->title, ==, "Fern");
      g_assert_cmpstr (world.pin->board_id, ==, world.rig.board_remote);
      g_assert_null (pf_history_get_undo_words (history));
      g_assert_cmpstr (pf_history_get_redo_words (history), ==, "Edited a pin");
      three = history_step (&world, history, FALSE, &error);
      four = history_step (&world, history, FALSE, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (world.pin->title, ==, "Moss");
      g_assert_cmpstr (world.pin->board_id, ==, world.other_remote);
      g_assert_cmpstr (pf_history_get_undo_words (history), ==, "Moved a pin");
      g_assert_null (pf_history_get_redo_words (history));
    }
  g_assert_null (history_step (&world, history, FALSE, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* An older step by its own button: the newer ones stay. */
  {
    g_autofree char *c = rig_retitle (&world.rig, world.pin, "Lichen");
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (PfUndoReport) report = NULL;

    pf_history_add (history, c, "Edited it again");
    rig_advance (&world.rig, 20);
    pf_history_add (history, "no batch of ours", "Something else");
    g_assert_cmpstr (pf_history_get_undo_batch (history), ==, "no batch of ours");
    pf_history_undo_batch_async (history, c, NULL, keep_result, &result);
    while (result == NULL)
      g_main_context_iteration (NULL, TRUE);
    rig_advance (&world.rig, 20);
    report = pf_history_undo_finish (history, result, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (world.pin->title, ==, "Moss");
    g_assert_cmpstr (pf_history_get_undo_words (history), ==, "Something else");
    g_assert_cmpstr (pf_history_get_redo_words (history), ==, "Edited it again");
  }
  g_clear_object (&history);
  end (&world);
}

static void
add (const char *what, const Outcome *outcomes, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/outbox/edits/PQ-2+PQ-3/%s/%s", what, outcomes[i].name);

      g_test_add_data_func (path, &outcomes[i], func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("update-pin", edits, G_N_ELEMENTS (edits), test_edit);
  add ("save-pin", creates, G_N_ELEMENTS (creates), test_save);
  add ("create-section", creates, G_N_ELEMENTS (creates), test_section);
  g_test_add_func ("/outbox/edits/PQ-8/move-undo-redo", test_move_undo_redo);
  g_test_add_func ("/outbox/edits/PQ-8/held-undo-redo", test_held_undo_redo);
  g_test_add_func ("/outbox/edits/coalesce", test_coalesce);
  g_test_add_func ("/outbox/edits/PQ-2/refused-edits", test_refused_edits);
  g_test_add_func ("/outbox/edits/PQ-8/undo-refused", test_undo_refused);
  g_test_add_func ("/outbox/edits/PQ-8/delete-board-undo", test_delete_board_undo);
  g_test_add_func ("/outbox/edits/PQ-8/delete-untitled", test_delete_untitled);
  g_test_add_func ("/outbox/edits/PQ-8/same-sections", test_same_sections);
  g_test_add_func ("/outbox/edits/PQ-8/filled-board-stays", test_filled_board_stays);
  g_test_add_func ("/outbox/edits/PQ-7/delete-section-keeps-pins", test_delete_section_keeps_pins);
  g_test_add_func ("/outbox/edits/pending-places", test_pending_places);
  g_test_add_func ("/outbox/edits/pending-board", test_pending_board);
  g_test_add_func ("/outbox/edits/refused-board", test_refused_board);
  g_test_add_func ("/outbox/edits/PQ-4/order", test_order);
  g_test_add_func ("/outbox/edits/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/outbox/edits/AX-7/history", test_history);
  return g_test_run ();
}
