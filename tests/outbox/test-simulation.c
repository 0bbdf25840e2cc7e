/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "simulation.h"

#include <string.h>

/*
 * A seeded world: a user who pins, moves, edits, undoes, deletes, retries, now and then without
 * looking; a Pinterest that loses,
 * delays, doubles and refuses; a process that dies and comes back; accounts that go off and on. All
 * of it follows from one number, and at its end nothing is doubled and nothing is lost
 * (safety.md FT-1, FT-3). PINFOLD_SEEDS says how many, PINFOLD_SEED one to replay.
 */

/* With the sanitizers a part of what the plain build of the same run goes through. */
#ifdef __SANITIZE_ADDRESS__
#define DEFAULT_SEEDS 150
#else
#define DEFAULT_SEEDS 500
#endif
#define N_BOARDS SCENE_N_BOARDS

typedef struct
{
  char *title, *batch;
  gboolean deleted;
} Wish;

struct _Simulation
{
  Scene scene; /* first, so that one is the other */
  GPtrArray *wishes;
  GPtrArray *edits; /* batch ids */
  GChecksum *trace;
  char *arriving; /* title of the pin whose request arrives now */
};
typedef struct _Simulation Simulation;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->title);
  g_free (wish->batch);
  g_free (wish);
}

static void
note (Simulation *self, const char *what, const char *about)
{
  g_autofree char *line
      = g_strdup_printf ("%" G_GINT64_FORMAT " %s %s\n",
                         pf_clock_now (PF_CLOCK (self->scene.rig.clock)), what, about);

  g_checksum_update (self->trace, (const guchar *)line, -1);
  if (g_test_verbose ())
    g_test_message ("%s", line);
}

static FakeKind
choose_fault (FakeWorld *world, gpointer data)
{
  Simulation *self = data;
  FakeKind kind = FAKE_OK;
  g_autofree char *name = NULL;

  if (g_rand_int_range (self->scene.rand, 0, 100) < 45)
    kind = (FakeKind)g_rand_int_range (self->scene.rand, 0, FAKE_N_KINDS);
  /* Scope and trial refusals end a wish; they have tests of their own. */
  if (kind == FAKE_401_SCOPE || kind == FAKE_403_TRIAL || kind == FAKE_401_EDIT)
    kind = FAKE_OK;
  world->delay_us = g_rand_int_range (self->scene.rand, 1, 8000) * 1000;
  if (g_rand_int_range (self->scene.rand, 0, 10) == 0)
    world->fail_lists += (guint)g_rand_int_range (self->scene.rand, 0, 4);
  if (kind == FAKE_TWICE && self->arriving != NULL)
    g_hash_table_add (self->scene.doubled, g_strdup (self->arriving));
  g_clear_pointer (&self->arriving, g_free);
  name = g_strdup_printf ("%d", kind);
  note (self, "answer", name);
  return kind;
}

static void
on_accept (FakeWorld *world, const char *title, gpointer data)
{
  Simulation *self = data;

  g_free (self->arriving);
  self->arriving = g_strdup (title);
  note (self, "accept", title);
}

static Wish *
any_wish (Simulation *self)
{
  if (self->wishes->len == 0)
    return NULL;
  return self->wishes->pdata[g_rand_int_range (self->scene.rand, 0, (gint32)self->wishes->len)];
}

static void
make_wish (Simulation *self)
{
  Wish *wish = g_new0 (Wish, 1);
  g_autoptr (GError) error = NULL;

  wish->title = g_strdup_printf ("Wish %u", self->wishes->len);
  wish->batch
      = rig_create_pin (&self->scene.rig, wish->title,
                        self->scene.boards[g_rand_int_range (self->scene.rand, 0, N_BOARDS)],
                        &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->wishes, wish);
  note (self, "pin", wish->title);
}

/* The user looks at the board and answers truly, as far as one can see. */
static void
answer (Simulation *self, Wish *wish)
{
  g_autoptr (PfOutboxRow) row = rig_row (&self->scene.rig, wish->batch);
  guint n = fake_world_count_pins (self->scene.rig.world, wish->title);

  note (self, "answer for", wish->title);
  if (row->state == PF_OUTBOX_FAILED)
    RIG_CALL (&self->scene.rig, retry, wish->batch, NULL);
  else if (row->state == PF_OUTBOX_ASK && n > 0)
    RIG_CALL (&self->scene.rig, mark_published, wish->batch, NULL);
  else if (row->state == PF_OUTBOX_ASK)
    RIG_CALL (&self->scene.rig, retry, wish->batch, NULL);
}

static guint
count_asked (Simulation *self, const Wish *wish)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->scene.asked, wish->title));
}

/* Retry, whatever it says. What may be there already is sent again only because it is asked for,
 * once for each time; what is on its way refuses. */
static void
retry_blindly (Simulation *self, Wish *wish)
{
  g_autoptr (PfOutboxRow) row = rig_row (&self->scene.rig, wish->batch);
  g_autoptr (GError) error = NULL;
  gboolean may = row->state == PF_OUTBOX_FAILED || row->state == PF_OUTBOX_ASK
                 || row->state == PF_OUTBOX_QUEUED;
  gboolean done = RIG_CALL (&self->scene.rig, retry, wish->batch, &error);

  note (self, done ? "retry blindly" : "no retry", wish->title);
  g_assert_true (done == may);
  if (!done)
    g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
  else if (row->state == PF_OUTBOX_ASK)
    g_hash_table_insert (self->scene.asked, g_strdup (wish->title),
                         GUINT_TO_POINTER (count_asked (self, wish) + 1));
}

/* Retry All of a batch of moves and edits, while others of them may be under way. */
static void
retry_change (Simulation *self)
{
  g_autoptr (GPtrArray) rows = rig_list (&self->scene.rig);
  const char *batch;
  guint n = 0;

  if (self->edits->len == 0)
    return;
  batch = self->edits->pdata[g_rand_int_range (self->scene.rand, 0, (gint32)self->edits->len)];
  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      if (row->state != PF_OUTBOX_FAILED || g_strcmp0 (row->batch_id, batch) != 0)
        continue;
      pf_outbox_retry_async (self->scene.rig.outbox, row->uuid, NULL, NULL, NULL);
      rig_settle (&self->scene.rig);
      n++;
    }
  note (self, "retry all", n > 0 ? "some" : "none");
}

/* Moves or edits a pin that is there. */
static void
change (Simulation *self, Wish *wish, gboolean move)
{
  g_autoptr (PfOutboxRow) row = rig_row (&self->scene.rig, wish->batch);
  FakePin *pin
      = row->remote_id != NULL ? fake_world_find_pin (self->scene.rig.world, row->remote_id) : NULL;
  PfBatch *batch;
  char *id;

  if (row->state != PF_OUTBOX_DONE || pin == NULL)
    return;
  batch = pf_batch_new (self->scene.rig.context, "Changed a pin");
  if (move)
    rig_add_move (&self->scene.rig, batch, pin, self->scene.boards[0],
                  self->scene.boards[g_rand_int_range (self->scene.rand, 1, N_BOARDS)]);
  else
    {
      g_autofree char *link = g_strdup_printf ("https://a.example/%u", self->edits->len);
      PfChanges changes = { .fields = PF_CHANGE_LINK, .link = link };
      g_autofree char *uuid = rig_pin_uuid (pin);
      g_autoptr (PfPin) record = fake_as_pin (pin);

      pf_batch_update_pin (batch, uuid, self->scene.boards[0], NULL, record, &changes);
    }
  /* Refused when the pin is on its way out. */
  id = rig_enqueue (&self->scene.rig, batch, NULL);
  note (self, move ? "move" : "edit", wish->title);
  if (id != NULL)
    g_ptr_array_add (self->edits, id);
}

static void
undo_change (Simulation *self)
{
  g_autoptr (PfUndoReport) report = NULL;

  if (self->edits->len == 0)
    return;
  report = rig_undo_report (
      &self->scene.rig,
      self->edits->pdata[g_rand_int_range (self->scene.rand, 0, (gint32)self->edits->len)]);
  note (self, "undo change", report->words);
  g_ptr_array_add (self->edits, g_strdup (report->batch_id));
}

static void
act (Simulation *self)
{
  PfDeliveryAccount *account = fake_world_get_account (self->scene.rig.world, "one");
  Wish *wish = any_wish (self);

  if (self->scene.annexes != NULL && g_rand_boolean (self->scene.rand))
    {
      const char *what = scene_act (&self->scene);

      note (self, "boards", what);
      rig_advance (&self->scene.rig, g_rand_double_range (self->scene.rand, 0.05, 40));
      return;
    }
  switch (g_rand_int_range (self->scene.rand, 0, 20))
    {
    case 0:
    case 1:
    case 2:
    case 3:
      make_wish (self);
      break;
    case 4:
      if (wish != NULL && !wish->deleted)
        {
          g_autofree char *words = rig_undo (&self->scene.rig, wish->batch);

          wish->deleted = TRUE;
          note (self, "undo", wish->title);
        }
      break;
    case 5:
      note (self, "crash", "");
      rig_restart (&self->scene.rig);
      break;
    case 6:
      account->waiting_for = "network";
      account->looking_waits = TRUE;
      pf_delivery_emit_changed (PF_DELIVERY (self->scene.rig.world));
      note (self, "offline", "");
      break;
    case 7:
      account->waiting_for = g_rand_boolean (self->scene.rand) ? "publishing" : NULL;
      account->looking_waits = FALSE;
      pf_delivery_emit_changed (PF_DELIVERY (self->scene.rig.world));
      note (self, "online", account->waiting_for != NULL ? account->waiting_for : "");
      break;
    case 8:
    case 9:
      if (wish != NULL && !wish->deleted)
        answer (self, wish);
      break;
    case 10:
    case 11:
    case 12:
      if (wish != NULL && !wish->deleted)
        change (self, wish, TRUE);
      break;
    case 13:
      if (wish != NULL && !wish->deleted)
        change (self, wish, FALSE);
      break;
    case 14:
      undo_change (self);
      break;
    case 15:
    case 16:
      if (wish != NULL && !wish->deleted)
        retry_blindly (self, wish);
      break;
    case 17:
      retry_change (self);
      break;
    default:
      break;
    }
  rig_advance (&self->scene.rig, g_rand_double_range (self->scene.rand, 0.05, 40));
}

/* A refused delete is shown as failed; this user tries it again. */
static gboolean
retry_removals (Simulation *self)
{
  g_autoptr (GPtrArray) rows = rig_list (&self->scene.rig);
  gboolean any = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      if (row->op != PF_OP_DELETE_PIN || row->state != PF_OUTBOX_FAILED)
        continue;
      g_assert_true (RIG_CALL (&self->scene.rig, retry, row->batch_id, NULL));
      any = TRUE;
    }
  return any;
}

static gboolean
is_over (PfOutboxState state)
{
  return state == PF_OUTBOX_DONE || state == PF_OUTBOX_UNDONE || state == PF_OUTBOX_DISCARDED;
}

static void
tell_rows (Simulation *self)
{
  g_autoptr (GPtrArray) rows = rig_list (&self->scene.rig);

  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      g_test_message (
          "%d %s %s %s about %s on %s in %s, after %s, batch %s, %u tries, waits for %s: %s",
          (int)row->seq, row->uuid, pf_outbox_op_to_string (row->op),
          pf_outbox_state_to_string (row->state), row->object_uuid, row->board_uuid,
          row->section_uuid, row->depends_on, row->batch_id, row->attempts, row->waiting_for,
          row->error_message);
    }
}

/* The world becomes kind, the user answers what is asked, until all is over. */
static void
come_to_rest (Simulation *self)
{
  PfDeliveryAccount *account = fake_world_get_account (self->scene.rig.world, "one");

  self->scene.rig.world->chaos = NULL;
  self->scene.rig.world->fail_lists = 0;
  account->waiting_for = NULL;
  account->looking_waits = FALSE;
  pf_delivery_emit_changed (PF_DELIVERY (self->scene.rig.world));
  for (guint round = 0; round < 40; round++)
    {
      gboolean rest;

      rig_advance (&self->scene.rig, 1000);
      rest = !retry_removals (self) && !scene_answer_all (&self->scene, round);
      for (guint i = 0; i < self->wishes->len; i++)
        {
          Wish *wish = self->wishes->pdata[i];
          g_autoptr (PfOutboxRow) row = rig_row (&self->scene.rig, wish->batch);

          if (is_over (row->state))
            continue;
          rest = FALSE;
          if (wish->deleted && (row->state == PF_OUTBOX_FAILED || row->state == PF_OUTBOX_ASK)
              && fake_world_count_pins (self->scene.rig.world, wish->title) == 0)
            RIG_CALL (&self->scene.rig, discard, wish->batch, NULL);
          else
            answer (self, wish);
        }
      if (rest
          && rig_sql_int (&self->scene.rig, "SELECT COUNT (*) FROM outbox WHERE state IN"
                                            " ('held', 'queued', 'sending', 'unknown')")
                 == 0)
        return;
    }
  tell_rows (self);
  g_assert_not_reached ();
}

static gboolean
has_draft (GPtrArray *drafts, const char *title)
{
  for (guint i = 0; i < drafts->len; i++)
    if (g_str_equal (((PfDraft *)drafts->pdata[i])->title, title))
      return TRUE;
  return FALSE;
}

/* A pin is where the last move of it that is done says. One that failed may have been made all
 * the same, by a service that first lost its answer and then denied the pin. */
static void
check_place (Simulation *self, const PfOutboxRow *row)
{
  const FakePin *pin = fake_world_find_pin (self->scene.rig.world, row->remote_id);
  g_autofree char *sql = g_strdup_printf (
      "SELECT COALESCE ((SELECT (SELECT remote_id FROM object WHERE uuid = o.board_uuid)"
      " FROM outbox o WHERE o.remote_id = '%s' AND o.op = 'update-pin' AND o.state = 'done'"
      " AND json_extract (o.payload, '$.changes.fields') & %d <> 0"
      " ORDER BY o.done_at DESC, o.seq DESC LIMIT 1),"
      " (SELECT remote_id FROM object WHERE uuid = '%s'))",
      row->remote_id, PF_CHANGE_BOARD, row->board_uuid);
  g_autofree char *where
      = g_strdup_printf ("%" G_GINT64_FORMAT, rig_sql_int (&self->scene.rig, sql));
  g_autofree char *failed
      = g_strdup_printf ("SELECT COUNT (*) FROM outbox WHERE remote_id = '%s' AND op = 'update-pin'"
                         " AND state = 'failed'",
                         row->remote_id);

  if (rig_sql_int (&self->scene.rig, failed) > 0)
    return;
  g_assert_cmpstr (pin->board_id, ==, where);
}

/* How often the engine itself sent it, against how often it could know it was safe. */
static void
check (Simulation *self)
{
  g_autoptr (GPtrArray) drafts = rig_drafts (&self->scene.rig);

  for (guint i = 0; i < self->wishes->len; i++)
    {
      const Wish *wish = self->wishes->pdata[i];
      g_autoptr (PfOutboxRow) row = rig_row (&self->scene.rig, wish->batch);
      guint n = fake_world_count_pins (self->scene.rig.world, wish->title);
      guint asked = count_asked (self, wish);
      guint extra = (g_hash_table_contains (self->scene.doubled, wish->title) ? 1 : 0) + asked;

      g_test_message ("%s: %s, %u there, %u doubled by the service or the user", wish->title,
                      pf_outbox_state_to_string (row->state), n, extra);
      g_assert_cmpuint (n, <=, 1 + extra);
      if (row->state == PF_OUTBOX_UNDONE)
        {
          g_assert_cmpuint (n, <=, asked);
          g_assert_true (has_draft (drafts, wish->title));
        }
      else if (row->state == PF_OUTBOX_DONE && !wish->deleted)
        {
          g_assert_cmpuint (n, >=, 1);
          g_assert_nonnull (fake_world_find_pin (self->scene.rig.world, row->remote_id));
          check_place (self, row);
        }
      else if (row->state == PF_OUTBOX_DONE)
        g_assert_cmpuint (n, <=, extra);
      else
        g_assert_cmpuint (n, <=, asked);
    }
}

/* Odd seeds have boards that are merged as well, with all that is in them. */
static char *
simulate (guint64 seed)
{
  Simulation self = { 0 };
  guint n_steps;
  char *digest;

  self.scene.rand = g_rand_new_with_seed ((guint32)seed);
  self.wishes = g_ptr_array_new_with_free_func (wish_free);
  self.edits = g_ptr_array_new_with_free_func (g_free);
  self.trace = g_checksum_new (G_CHECKSUM_SHA256);
  rig_init (&self.scene.rig, seed);
  self.scene.doubled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.scene.asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < N_BOARDS; i++)
    self.scene.boards[i] = rig_add_board (&self.scene.rig, "Board", 10 + i);
  if (seed % 2 == 1)
    scene_begin (&self.scene);
  self.scene.rig.world->chaos = choose_fault;
  self.scene.rig.world->chaos_data = &self;
  self.scene.rig.world->on_accept = on_accept;
  self.scene.rig.world->accept_data = &self;
  rig_start (&self.scene.rig);
  n_steps = (guint)g_rand_int_range (self.scene.rand, 8, 24);
  for (guint i = 0; i < n_steps; i++)
    act (&self);
  come_to_rest (&self);
  check (&self);
  if (self.scene.annexes != NULL)
    scene_check (&self.scene);
  g_assert_false (self.scene.rig.world->lane_clash);
  digest = g_strdup (g_checksum_get_string (self.trace));
  scene_end (&self.scene);
  rig_clear (&self.scene.rig);
  for (guint i = 0; i < N_BOARDS; i++)
    g_free (self.scene.boards[i]);
  g_ptr_array_unref (self.wishes);
  g_ptr_array_unref (self.edits);
  g_checksum_free (self.trace);
  g_hash_table_unref (self.scene.doubled);
  g_hash_table_unref (self.scene.asked);
  g_free (self.arriving);
  g_rand_free (self.scene.rand);
  return digest;
}

static void
test_seeds (void)
{
  const char *one = g_getenv ("PINFOLD_SEED");
  const char *many = g_getenv ("PINFOLD_SEEDS");
  guint64 first = one != NULL ? g_ascii_strtoull (one, NULL, 10) : 1;
  guint64 n = one != NULL ? 1 : many != NULL ? g_ascii_strtoull (many, NULL, 10) : DEFAULT_SEEDS;

  for (guint64 seed = first; seed < first + n; seed++)
    {
      g_autofree char *digest = NULL;

      g_test_message ("seed %" G_GUINT64_FORMAT, seed);
      digest = simulate (seed);
    }
}

static void
test_replay (void)
{
  for (guint64 seed = 1; seed <= 5; seed++)
    {
      g_autofree char *a = simulate (seed);
      g_autofree char *b = simulate (seed);

      g_assert_cmpstr (a, ==, b);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/FT-1/a-seed-gives-one-trace", test_replay);
  g_test_add_func ("/outbox/FT-3+PQ-3+PQ-8/seeds", test_seeds);
  return g_test_run ();
}
