/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "simulation.h"

#include <string.h>

/*
 * Boards that are merged, sections that come and go, pins that are saved, moved into sections and
 * posted into what is being merged; Undo and Redo of all of it. Whatever the service does: no pin
 * is lost with what held it, and nothing is there twice that it did not double itself.
 */

#define N_ANNEXES 2
#define N_GUESTS 3 /* in each */
/* After so many rounds the user gives up what is refused again and again. */
#define PATIENCE 6

typedef struct
{
  char *uuid, *name;
} Annex;

typedef struct
{
  char *title, *batch;
} Post;

typedef struct
{
  char *source, *title, *uuid;
} Copy;

static void
annex_free (gpointer data)
{
  Annex *annex = data;

  g_free (annex->uuid);
  g_free (annex->name);
  g_free (annex);
}

static void
post_free (gpointer data)
{
  Post *post = data;

  g_free (post->title);
  g_free (post->batch);
  g_free (post);
}

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->source);
  g_free (copy->title);
  g_free (copy->uuid);
  g_free (copy);
}

static guint
any (Scene *self, guint n)
{
  return (guint)g_rand_int_range (self->rand, 0, (gint32)n);
}

void
scene_begin (Scene *self)
{
  FakeWorld *world = self->rig.world;

  self->annexes = g_ptr_array_new_with_free_func (annex_free);
  self->guests = g_ptr_array_new_with_free_func (g_free);
  self->posts = g_ptr_array_new_with_free_func (post_free);
  self->copies = g_ptr_array_new_with_free_func (copy_free);
  self->history = g_ptr_array_new_with_free_func (g_free);
  self->future = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_ANNEXES; i++)
    {
      Annex *annex = g_new0 (Annex, 1);
      g_autofree char *remote = NULL, *nook = g_strdup_printf ("Nook %u", i);
      const FakeSection *section;

      annex->name = g_strdup_printf ("Annex %u", i);
      annex->uuid = rig_add_board (&self->rig, annex->name, 50 + i);
      g_ptr_array_add (self->annexes, annex);
      remote = rig_remote_of (&self->rig, annex->uuid);
      section = fake_world_add_section (world, remote, nook);
      for (guint j = 0; j < N_GUESTS; j++)
        {
          g_autofree char *title = g_strdup_printf ("Guest %u of %u", j, i);
          FakePin *pin = fake_world_add_pin (world, remote, title, 90000 + j);

          if (j == 0)
            pin->section_id = g_strdup (section->id);
          g_ptr_array_add (self->guests, g_strdup (pin->id));
        }
    }
}

void
scene_end (Scene *self)
{
  if (self->annexes == NULL)
    return;
  g_ptr_array_unref (self->annexes);
  g_ptr_array_unref (self->guests);
  g_ptr_array_unref (self->posts);
  g_ptr_array_unref (self->copies);
  g_ptr_array_unref (self->history);
  g_ptr_array_unref (self->future);
}

/* A thing by the name it has here, else by the one that follows from its id. */
static char *
local_of (Scene *self, const char *kind, const char *id)
{
  g_autofree char *listing = g_strconcat (kind, "s", NULL);
  char *uuid = rig_local_of (&self->rig, kind, id);

  return uuid != NULL ? uuid : pf_mirror_make_uuid ("one", listing, id);
}

/* Spends @batch. It may be refused: what it is about is on its way out. */
static gboolean
enqueue (Scene *self, PfBatch *batch)
{
  g_autofree char *id = rig_enqueue (&self->rig, batch, NULL);

  if (id == NULL)
    return FALSE;
  g_ptr_array_add (self->history, g_steal_pointer (&id));
  g_ptr_array_set_size (self->future, 0);
  return TRUE;
}

static const char *
merge (Scene *self)
{
  const Annex *annex = self->annexes->pdata[any (self, self->annexes->len)];
  const char *target = self->boards[any (self, SCENE_N_BOARDS)];
  PfMergeSections sections
      = g_rand_boolean (self->rand) ? PF_MERGE_SECTIONS_KEEP : PF_MERGE_SECTIONS_FLATTEN;
  g_autoptr (PfBoard) board = NULL;
  PfBatch *batch;

  /* What is there by that name now: Undo makes it anew. */
  for (guint i = 0; board == NULL && i < self->rig.world->boards->len; i++)
    {
      const FakeBoard *fake = self->rig.world->boards->pdata[i];

      if (g_str_equal (fake->name, annex->name)
          && fake->created_at <= pf_clock_now (PF_CLOCK (self->rig.clock)))
        board = fake_as_board (fake);
    }
  if (board == NULL)
    return "no annex";
  batch = pf_batch_new (self->rig.context, "Merged an annex");
  {
    g_autofree char *uuid = local_of (self, "board", board->id);

    pf_batch_merge_board (batch, uuid, board, target, sections);
  }
  return enqueue (self, batch) ? "merge" : "no merge";
}

static FakePin *
any_guest (Scene *self)
{
  return fake_world_find_pin (self->rig.world, self->guests->pdata[any (self, self->guests->len)]);
}

static const char *
save (Scene *self)
{
  FakePin *guest = any_guest (self);
  g_autoptr (PfPin) record = fake_as_pin (guest);
  g_autofree char *uuid = local_of (self, "pin", guest->id);
  PfBatch *batch;
  Copy *copy;

  for (guint i = 0; i < self->copies->len; i++)
    if (g_str_equal (((Copy *)self->copies->pdata[i])->source, guest->id))
      return "saved before";
  batch = pf_batch_new (self->rig.context, "Saved a pin");
  copy = g_new0 (Copy, 1);
  copy->source = g_strdup (guest->id);
  copy->title = g_strdup (guest->title);
  copy->uuid = g_strdup (
      pf_batch_save_pin (batch, uuid, record, self->boards[any (self, SCENE_N_BOARDS)], NULL));
  g_ptr_array_add (self->copies, copy);
  return enqueue (self, batch) ? "save" : "no save";
}

static const char *
make_section (Scene *self)
{
  PfBatch *batch = pf_batch_new (self->rig.context, "Made a section");
  g_autofree char *name = g_strdup_printf ("Section %u", self->n_made++);

  pf_batch_create_section (batch, self->boards[any (self, SCENE_N_BOARDS)], name);
  return enqueue (self, batch) ? "section" : "no section";
}

/* A section of one of the boards that stay. */
static const FakeSection *
any_section (Scene *self)
{
  const GPtrArray *sections = self->rig.world->sections;
  guint first = sections->len > 0 ? any (self, sections->len) : 0;

  for (guint i = 0; i < sections->len; i++)
    {
      const FakeSection *section = sections->pdata[(first + i) % sections->len];

      for (guint j = 0; j < SCENE_N_BOARDS; j++)
        {
          g_autofree char *remote = rig_remote_of (&self->rig, self->boards[j]);

          if (g_str_equal (section->board_id, remote))
            return section;
        }
    }
  return NULL;
}

static void
add_move (Scene *self, PfBatch *batch, FakePin *pin, const char *board_id, const char *section_id)
{
  g_autoptr (PfPin) record = fake_as_pin (pin);
  g_autofree char *uuid = local_of (self, "pin", pin->id);
  g_autofree char *from = local_of (self, "board", pin->board_id);
  g_autofree char *within
      = pin->section_id != NULL ? local_of (self, "section", pin->section_id) : NULL;
  g_autofree char *to = local_of (self, "board", board_id);
  g_autofree char *into = section_id != NULL ? local_of (self, "section", section_id) : NULL;
  PfChanges changes
      = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION, .board_uuid = to, .section_uuid = into };

  pf_batch_update_pin (batch, uuid, from, within, record, &changes);
}

static const char *
move_into_section (Scene *self)
{
  const FakeSection *section = any_section (self);
  PfBatch *batch;

  if (section == NULL)
    return "no section to move into";
  batch = pf_batch_new (self->rig.context, "Moved a pin into a section");
  add_move (self, batch, any_guest (self), section->board_id, section->id);
  return enqueue (self, batch) ? "into section" : "not into section";
}

/* With its pins moved out of it; nobody does so while others are on their way into it, or while
 * it may be one that is being made. */
static const char *
drop_section (Scene *self)
{
  const FakeSection *section = any_section (self);
  g_autofree char *uuid = section != NULL ? local_of (self, "section", section->id) : NULL;
  g_autofree char *sql = g_strdup_printf (
      "SELECT COUNT (*) FROM outbox WHERE (section_uuid = '%s' OR op = 'create-section')"
      " AND state NOT IN ('done', 'undone', 'discarded')",
      uuid != NULL ? uuid : "");
  PfSection record = { 0 };
  g_autofree char *board = NULL;
  PfBatch *batch;

  if (section == NULL || rig_sql_int (&self->rig, sql) > 0)
    return "no section to drop";
  record.id = section->id;
  record.board_id = section->board_id;
  record.name = section->name;
  board = local_of (self, "board", section->board_id);
  batch = pf_batch_new (self->rig.context, "Deleted a section");
  for (guint i = 0; i < self->rig.world->pins->len; i++)
    {
      FakePin *pin = self->rig.world->pins->pdata[i];

      if (g_strcmp0 (pin->section_id, section->id) == 0)
        add_move (self, batch, pin, section->board_id, NULL);
    }
  pf_batch_delete_section (batch, uuid, board, &record);
  return enqueue (self, batch) ? "drop section" : "section stays";
}

static const char *
post (Scene *self)
{
  const Annex *annex = self->annexes->pdata[any (self, self->annexes->len)];
  Post *wish = g_new0 (Post, 1);

  wish->title = g_strdup_printf ("Post %u", self->posts->len);
  wish->batch = rig_create_pin (&self->rig, wish->title, annex->uuid, NULL);
  g_assert_nonnull (wish->batch);
  g_ptr_array_add (self->posts, wish);
  return "post";
}

static const char *
step (Scene *self, GPtrArray *from, GPtrArray *to)
{
  g_autoptr (PfUndoReport) report = NULL;
  g_autofree char *id = NULL;

  if (from->len == 0)
    return "nothing to undo";
  id = g_ptr_array_steal_index (from, from->len - 1);
  report = rig_undo_report (&self->rig, id);
  g_ptr_array_add (to, g_strdup (report->batch_id));
  return from == self->history ? "undo" : "redo";
}

const char *
scene_act (Scene *self)
{
  switch (any (self, 14))
    {
    case 0:
    case 1:
    case 2:
      return merge (self);
    case 3:
      return save (self);
    case 4:
      return make_section (self);
    case 5:
    case 6:
      return move_into_section (self);
    case 7:
      return drop_section (self);
    case 8:
    case 9:
      return post (self);
    case 10:
    case 11:
    case 12:
      return step (self, self->history, self->future);
    default:
      return step (self, self->future, self->history);
    }
}

static gboolean
is_there (Scene *self, const PfOutboxRow *row)
{
  FakeWorld *world = self->rig.world;
  g_autofree char *board
      = row->board_uuid != NULL ? rig_remote_of (&self->rig, row->board_uuid) : NULL;

  if (row->op == PF_OP_CREATE_BOARD)
    return fake_world_count_boards (world, row->name) > 0;
  for (guint i = 0; row->op == PF_OP_CREATE_SECTION && i < world->sections->len; i++)
    {
      const FakeSection *section = world->sections->pdata[i];

      if (g_str_equal (section->name, row->name) && g_strcmp0 (section->board_id, board) == 0)
        return TRUE;
    }
  for (guint i = 0; row->op == PF_OP_SAVE_PIN && i < world->pins->len; i++)
    {
      const FakePin *pin = world->pins->pdata[i];

      if (pin->parent_id != NULL && g_strcmp0 (pin->title, row->title) == 0)
        return TRUE;
    }
  return row->op == PF_OP_CREATE_PIN && fake_world_count_pins (world, row->title) > 0;
}

/* Whom Activity asks to try a delete again looks first whether it is empty. */
static gboolean
is_filled (Scene *self, const PfOutboxRow *row)
{
  const GPtrArray *pins = self->rig.world->pins;

  for (guint i = 0; row->op == PF_OP_DELETE_SECTION && i < pins->len; i++)
    if (g_strcmp0 (((FakePin *)pins->pdata[i])->section_id, row->remote_id) == 0)
      return TRUE;
  return FALSE;
}

gboolean
scene_answer_all (Scene *self, guint round)
{
  g_autoptr (GPtrArray) rows = NULL;
  gboolean any_left = FALSE;

  if (self->annexes == NULL)
    return FALSE;
  rows = rig_list (&self->rig);
  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      if (row->state != PF_OUTBOX_FAILED && row->state != PF_OUTBOX_ASK)
        continue;
      /* Wishes are answered where they are known. */
      if (row->op == PF_OP_CREATE_PIN && g_str_has_prefix (row->title, "Wish"))
        continue;
      any_left = TRUE;
      if (row->state == PF_OUTBOX_ASK && is_there (self, row))
        pf_outbox_mark_published_async (self->rig.outbox, row->uuid, NULL, NULL, NULL);
      else if (!is_filled (self, row) && (round < PATIENCE || row->state == PF_OUTBOX_ASK))
        pf_outbox_retry_async (self->rig.outbox, row->uuid, NULL, NULL, NULL);
      else
        pf_outbox_discard_async (self->rig.outbox, row->uuid, NULL, NULL, NULL);
      rig_settle (&self->rig);
    }
  return any_left;
}

static void
check_sections (Scene *self)
{
  const GPtrArray *sections = self->rig.world->sections;

  for (guint i = 0; i < sections->len; i++)
    for (guint j = i + 1; j < sections->len; j++)
      {
        const FakeSection *a = sections->pdata[i], *b = sections->pdata[j];

        g_assert_false (g_str_equal (a->board_id, b->board_id) && g_str_equal (a->name, b->name));
      }
}

void
scene_check (Scene *self)
{
  FakeWorld *world = self->rig.world;

  g_assert_cmpuint (world->n_lost_pins, ==, 0);
  for (guint i = 0; i < self->guests->len; i++)
    {
      const FakePin *pin = fake_world_find_pin (world, self->guests->pdata[i]);

      g_assert_nonnull (pin);
      g_assert_nonnull (fake_world_find_board (world, pin->board_id));
    }
  for (guint i = 0; i < self->posts->len; i++)
    {
      const Post *wish = self->posts->pdata[i];
      g_autoptr (PfOutboxRow) row = rig_row (&self->rig, wish->batch);
      guint n = fake_world_count_pins (world, wish->title);

      g_assert_cmpuint (n, <=, g_hash_table_contains (self->doubled, wish->title) ? 2 : 1);
      g_assert_true ((n > 0) == (row->state == PF_OUTBOX_DONE));
    }
  for (guint i = 0; i < self->copies->len; i++)
    {
      const Copy *copy = self->copies->pdata[i];
      guint n = fake_world_count_pins (world, copy->title) - 1;

      g_assert_cmpuint (n, <=, g_hash_table_contains (self->doubled, copy->title) ? 2 : 1);
    }
  check_sections (self);
}
