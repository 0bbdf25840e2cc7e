/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rig.h"

#include <glib/gstdio.h>
#include <string.h>

/* What becomes of a row when the answer is not a plain yes. */

static void
begin (Rig *rig)
{
  rig_init (rig, 1);
  rig_start (rig);
}

/* PQ-1: at the moment the service takes the request, another connection to the file sees
 * that it was going to be sent. */
static void
check_intent (FakeWorld *world, const char *title, gpointer data)
{
  Rig *rig = data;
  g_autofree char *path = g_build_filename (rig->folder, "data", "pinfold.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT COUNT (*) FROM outbox WHERE state = 'sending'"
                                       " AND sent_at > 0 AND lease_owner IS NOT NULL"
                                       " AND instr (payload, ?) > 0",
                                       -1, &stmt, NULL),
                   ==, SQLITE_OK);
  sqlite3_bind_text (stmt, 1, title, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (stmt, 0), ==, 1);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
}

static void
test_intent_first (void)
{
  Rig rig;

  begin (&rig);
  rig.world->on_accept = check_intent;
  rig.world->accept_data = &rig;
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %u", i);
      g_autofree char *pin = rig_create_pin (&rig, title, rig.board, NULL);
      g_autofree char *name = g_strdup_printf ("Board %u", i);
      g_autofree char *board = rig_create_board (&rig, name, NULL, NULL);
    }
  rig_advance (&rig, 30);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 3);
  g_assert_cmpuint (rig.world->n_create_boards, ==, 3);
  rig_clear (&rig);
}

typedef struct
{
  const char *name;
  FakeKind kind;
  PfOutboxState soon;  /* when the answer has been read */
  PfOutboxState later; /* when all has settled */
  guint n_calls, n_pins;
} Outcome;

static const Outcome outcomes[] = {
  { "unsent", FAKE_UNSENT, PF_OUTBOX_QUEUED, PF_OUTBOX_DONE, 2, 1 },
  { "lost-not-made", FAKE_LOST_BEFORE, PF_OUTBOX_UNKNOWN, PF_OUTBOX_ASK, 1, 0 },
  { "lost-made", FAKE_LOST_AFTER, PF_OUTBOX_UNKNOWN, PF_OUTBOX_DONE, 1, 1 },
  { "lost-made-late", FAKE_LATE, PF_OUTBOX_UNKNOWN, PF_OUTBOX_DONE, 1, 1 },
  { "lost-made-twice", FAKE_TWICE, PF_OUTBOX_UNKNOWN, PF_OUTBOX_ASK, 1, 2 },
  { "500-not-made", FAKE_500_BEFORE, PF_OUTBOX_UNKNOWN, PF_OUTBOX_ASK, 1, 0 },
  { "503-made", FAKE_500_AFTER, PF_OUTBOX_UNKNOWN, PF_OUTBOX_DONE, 1, 1 },
  { "201-garbage", FAKE_GARBAGE, PF_OUTBOX_UNKNOWN, PF_OUTBOX_DONE, 1, 1 },
  { "400-code-12", FAKE_400_CODE_12, PF_OUTBOX_UNKNOWN, PF_OUTBOX_ASK, 1, 0 },
  { "foreign-error", FAKE_UNCLASSIFIED, PF_OUTBOX_UNKNOWN, PF_OUTBOX_DONE, 1, 1 },
  { "400", FAKE_400, PF_OUTBOX_FAILED, PF_OUTBOX_FAILED, 1, 0 },
  { "404", FAKE_404, PF_OUTBOX_FAILED, PF_OUTBOX_FAILED, 1, 0 },
  { "409", FAKE_409, PF_OUTBOX_QUEUED, PF_OUTBOX_DONE, 2, 1 },
  { "429", FAKE_429, PF_OUTBOX_QUEUED, PF_OUTBOX_DONE, 2, 1 },
  { "429-spam", FAKE_429_SPAM, PF_OUTBOX_FAILED, PF_OUTBOX_FAILED, 1, 0 },
  { "401-code-3", FAKE_401_SCOPE, PF_OUTBOX_FAILED, PF_OUTBOX_FAILED, 1, 0 },
};

static void
test_outcome (gconstpointer data)
{
  const Outcome *outcome = data;
  Rig rig;
  g_autofree char *batch = NULL;
  g_autoptr (PfOutboxRow) row = NULL;

  begin (&rig);
  fake_world_fault (rig.world, outcome->kind);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 5.25);
  if (outcome->soon == PF_OUTBOX_QUEUED)
    {
      /* The first backoff can be as short as a tenth of a second. */
      g_autoptr (PfOutboxRow) now = rig_row (&rig, batch);
      g_assert_true (now->state == PF_OUTBOX_QUEUED || now->state == PF_OUTBOX_SENDING);
    }
  else
    rig_assert_state (&rig, batch, outcome->soon);
  rig_advance (&rig, 400);
  rig_assert_state (&rig, batch, outcome->later);
  g_assert_cmpuint (rig.world->n_create_pins, ==, outcome->n_calls);
  g_assert_cmpuint (fake_world_count_pins (rig.world, "Foxglove"), ==, outcome->n_pins);
  row = rig_row (&rig, batch);
  if (outcome->later == PF_OUTBOX_DONE)
    g_assert_nonnull (fake_world_find_pin (rig.world, row->remote_id));
  else
    g_assert_nonnull (row->error_message);
  /* A scope never costs a token call (PQ-2). */
  g_assert_cmpuint (rig.world->n_renews, ==, 0);
  rig_clear (&rig);
}

static void
test_board_outcomes (void)
{
  static const FakeKind kinds[] = { FAKE_LOST_AFTER, FAKE_LOST_BEFORE, FAKE_TWICE, FAKE_LATE };
  static const PfOutboxState ends[]
      = { PF_OUTBOX_DONE, PF_OUTBOX_ASK, PF_OUTBOX_ASK, PF_OUTBOX_DONE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Rig rig;
      g_autofree char *old = NULL, *batch = NULL;

      begin (&rig);
      /* A board of that name from before is not the one that was made. */
      old = fake_world_add_board (rig.world, "Ferns");
      fake_world_fault (rig.world, kinds[i]);
      batch = rig_create_board (&rig, "Ferns", NULL, NULL);
      rig_advance (&rig, 400);
      rig_assert_state (&rig, batch, ends[i]);
      g_assert_cmpuint (rig.world->n_create_boards, ==, 1);
      rig_clear (&rig);
    }
}

/* An older pin alike, one alike of another row of ours, and one with other words. */
static void
test_look_alikes (void)
{
  Rig rig;
  g_autofree char *first = NULL, *second = NULL;

  begin (&rig);
  fake_world_add_pin (rig.world, rig.board_remote, "Foxglove", 3600);
  first = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 10);
  rig_assert_state (&rig, first, PF_OUTBOX_DONE);
  fake_world_add_pin (rig.world, rig.board_remote, "Foxglove too", 0);
  fake_world_fault (rig.world, FAKE_LOST_BEFORE);
  second = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 400);
  rig_assert_state (&rig, second, PF_OUTBOX_ASK);
  rig_clear (&rig);
}

static void
test_other_picture (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 5.1);
  /* The same words with another picture are another pin. */
  ((FakePin *)rig.world->pins->pdata[0])->fingerprint = ~G_GUINT64_CONSTANT (0);
  rig_advance (&rig, 400);
  rig_assert_state (&rig, batch, PF_OUTBOX_ASK);
  rig_clear (&rig);
}

static void
test_picture_not_there_yet (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  rig.world->fail_fingerprints = 2;
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 100);
  rig_assert_state (&rig, batch, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static void
test_paginated (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  rig.world->page_size = 3;
  rig.world->empty_page_first = TRUE;
  rig.world->repeat_bookmark = TRUE;
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 5.1);
  /* Somebody else pins a lot meanwhile: ours is on the fourth page. */
  for (guint i = 0; i < 10; i++)
    fake_world_add_pin (rig.world, rig.board_remote, "Other", 0);
  rig_advance (&rig, 60);
  rig_assert_state (&rig, batch, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static void
test_list_fails (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  rig.world->fail_lists = 12;
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 300);
  /* Not found out is not "not there". */
  rig_assert_state (&rig, batch, PF_OUTBOX_UNKNOWN);
  rig_advance (&rig, 4 * 3600);
  rig_assert_state (&rig, batch, PF_OUTBOX_DONE);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  rig_clear (&rig);
}

static void
test_answers_of_the_user (void)
{
  Rig rig;
  g_autofree char *gone = NULL, *twice = NULL;
  g_autoptr (PfOutboxRow) row = NULL;

  begin (&rig);
  fake_world_fault (rig.world, FAKE_LOST_BEFORE);
  gone = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 400);
  g_assert_cmpuint (rig.n_asks, ==, 1);
  g_assert_true (RIG_CALL (&rig, look_again, gone, NULL));
  rig_advance (&rig, 5);
  rig_assert_state (&rig, gone, PF_OUTBOX_ASK);
  g_assert_true (RIG_CALL (&rig, retry, gone, NULL));
  rig_advance (&rig, 5);
  rig_assert_state (&rig, gone, PF_OUTBOX_DONE);
  fake_world_fault (rig.world, FAKE_TWICE);
  twice = rig_create_pin (&rig, "Bluebell", rig.board, NULL);
  rig_advance (&rig, 400);
  row = rig_row (&rig, twice);
  g_assert_nonnull (strstr (row->error_message, "2 pins"));
  g_assert_true (RIG_CALL (&rig, mark_published, twice, NULL));
  g_clear_pointer (&row, pf_outbox_row_unref);
  row = rig_row (&rig, twice);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_DONE);
  g_assert_nonnull (fake_world_find_pin (rig.world, row->remote_id));
  rig_clear (&rig);
}

/* This computer's clock is fast: what was made seems older than the intent. */
static void
test_wrong_clock (void)
{
  Rig rig;
  FakePin *pin;
  g_autofree char *batch = NULL;
  g_autoptr (PfOutboxRow) row = NULL;

  begin (&rig);
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 6);
  pin = rig.world->pins->pdata[rig.world->pins->len - 1];
  pin->created_at -= 20 * 60 * G_TIME_SPAN_SECOND;
  rig_advance (&rig, 400);
  row = rig_row (&rig, batch);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_ASK);
  g_assert_cmpstr (row->error_message, ==,
                   "Practice did not answer. 1 pin on the board looks like this one.");
  g_assert_true (RIG_CALL (&rig, mark_published, batch, NULL));
  g_clear_pointer (&row, pf_outbox_row_unref);
  row = rig_row (&rig, batch);
  g_assert_cmpstr (row->remote_id, ==, pin->id);
  rig_clear (&rig);
}

/* A video that is taken back is not sent to its end, and holds nobody up. */
static void
test_video_taken_back (void)
{
  Rig rig;
  g_autofree char *video = NULL, *pin = NULL, *words = NULL;
  guint n_pieces;

  begin (&rig);
  video = rig_create_video (&rig, "Pond", rig.board, NULL);
  rig_advance (&rig, 20);
  n_pieces = rig.world->n_pieces;
  g_assert_cmpuint (n_pieces, >, 5);
  words = rig_undo (&rig, video);
  g_assert_cmpstr (words, ==, "Taken back. It is a draft again.");
  pin = rig_create_pin (&rig, "Fern", rig.board, NULL);
  rig_advance (&rig, 20);
  g_assert_cmpuint (rig.world->n_pieces, <=, n_pieces + 1);
  rig_assert_state (&rig, pin, PF_OUTBOX_DONE);
  rig_assert_state (&rig, video, PF_OUTBOX_UNDONE);
  g_assert_cmpuint (rig.world->noted->len, ==, 0);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  rig_clear (&rig);
}

/* One that is not taken back goes, and one whose engine ends goes on afterwards. */
static void
test_video (void)
{
  Rig rig;
  g_autofree char *video = NULL;

  begin (&rig);
  video = rig_create_video (&rig, "Pond", rig.board, NULL);
  rig_advance (&rig, 20);
  rig_restart (&rig);
  rig_advance (&rig, 100);
  rig_assert_state (&rig, video, PF_OUTBOX_DONE);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  rig_clear (&rig);
}

/* The engine dies while a row is held, queued, leased, sent, lost and failed. */
static void
test_restart (void)
{
  Rig rig;
  g_autofree char *sent = NULL, *failed = NULL, *held = NULL, *uuid = NULL, *removal = NULL;
  g_autofree char *made = NULL;
  g_autoptr (PfOutboxRow) row = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  const PfOutboxAttempt *last;

  begin (&rig);
  made = rig_create_pin_of (&rig, "one", "Fern", rig.board, &uuid, NULL);
  rig_advance (&rig, 10);
  fake_world_fault (rig.world, FAKE_400);
  failed = rig_create_pin (&rig, "Nettle", rig.board, NULL);
  rig_advance (&rig, 10);
  rig.world->delay_us = 4 * G_USEC_PER_SEC;
  fake_world_fault (rig.world, FAKE_LOST_AFTER);
  sent = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 6);
  held = rig_create_pin (&rig, "Bluebell", rig.board, NULL);
  removal = rig_delete_pin (&rig, uuid, NULL);
  rig_assert_state (&rig, sent, PF_OUTBOX_SENDING);
  rig_restart (&rig);
  rig.world->delay_us = G_USEC_PER_SEC / 5;
  rig_assert_state (&rig, sent, PF_OUTBOX_UNKNOWN);
  /* A held delete waits for a word, a held create goes on. */
  rig_assert_state (&rig, removal, PF_OUTBOX_ASK);
  rig_advance (&rig, 60);
  rig_assert_state (&rig, removal, PF_OUTBOX_ASK);
  rig_assert_state (&rig, held, PF_OUTBOX_DONE);
  rig_assert_state (&rig, sent, PF_OUTBOX_DONE);
  g_assert_cmpuint (fake_world_count_pins (rig.world, "Foxglove"), ==, 1);
  row = rig_row (&rig, failed);
  g_assert_cmpint (row->state, ==, PF_OUTBOX_FAILED);
  g_assert_cmpint (row->error_kind, ==, PF_ERROR_INVALID);
  g_assert_cmpint (row->error_code, ==, 1);
  g_assert_cmpstr (row->error_message, ==, "The fake said no");
  g_assert_cmpstr (row->request_id, ==, "rid-1");
  attempts = rig_attempts (&rig, row->uuid);
  g_assert_cmpuint (attempts->len, ==, 2);
  last = attempts->pdata[1];
  g_assert_cmpstr (((PfOutboxAttempt *)attempts->pdata[0])->outcome, ==, "sent");
  g_assert_cmpstr (last->outcome, ==, "failed");
  g_assert_cmpstr (last->request_id, ==, "rid-1");
  g_assert_true (RIG_CALL (&rig, retry, removal, NULL));
  rig_advance (&rig, 5);
  rig_assert_state (&rig, removal, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static void
test_mixed_batch (void)
{
  static const FakeKind kinds[]
      = { FAKE_OK, FAKE_400, FAKE_LOST_BEFORE, FAKE_OK, FAKE_409, FAKE_404, FAKE_OK };
  Rig rig;

  begin (&rig);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %u", i);
      g_autofree char *batch = rig_create_pin (&rig, title, rig.board, NULL);

      fake_world_fault (rig.world, kinds[i]);
    }
  rig_advance (&rig, 60);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %u", i);

      g_assert_cmpuint (fake_world_count_pins (rig.world, title), ==,
                        kinds[i] == FAKE_OK || kinds[i] == FAKE_409);
    }
  rig_clear (&rig);
}

static void
test_backoff_shape (void)
{
  g_autoptr (PfRandom) random = pf_random_seeded_new (7);
  static const gint64 odd[] = { -1, -5, G_MININT64, G_MAXINT64, 1000000000 };

  for (guint tries = 0; tries < 40; tries++)
    {
      gint64 ceiling = tries < 9 ? PF_BACKOFF_BASE_US << tries : PF_BACKOFF_CAP_US;
      guint lower = 0;

      ceiling = MIN (ceiling, PF_BACKOFF_CAP_US);
      for (guint i = 0; i < 400; i++)
        {
          gint64 delay = pf_backoff_delay (tries, pf_random_unit (random), -1);

          g_assert_cmpint (delay, >=, G_USEC_PER_SEC / 10);
          g_assert_cmpint (delay, <=, ceiling);
          lower += delay < ceiling / 2;
        }
      /* Full jitter: half of them below the middle. */
      g_assert_cmpuint (lower, >, 150);
      g_assert_cmpuint (lower, <, 250);
    }
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      gint64 delay = pf_backoff_delay (3, 0.5, odd[i]);

      g_assert_cmpint (delay, >, 0);
      g_assert_cmpint (delay, <=, (PF_BACKOFF_MAX_ASKED_S + 3600) * G_TIME_SPAN_SECOND);
    }
  g_assert_cmpint (pf_backoff_delay (0, 0.0, 60), >=, 60 * G_TIME_SPAN_SECOND);
}

static void
test_retry_after_restart (void)
{
  Rig rig;
  g_autofree char *one = NULL, *two = NULL, *waits = NULL;

  begin (&rig);
  rig.world->retry_after_s = 67150;
  fake_world_fault (rig.world, FAKE_429);
  one = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 10);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  two = rig_create_board (&rig, "Ferns", NULL, NULL);
  rig_restart (&rig);
  rig_advance (&rig, 67000);
  /* Nothing of the account goes, not even after a restart or at the user's word. */
  g_assert_true (RIG_CALL (&rig, retry, one, NULL));
  rig_advance (&rig, 10);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 1);
  g_assert_cmpuint (rig.world->n_create_boards, ==, 0);
  waits = rig_waiting_for (&rig, two);
  g_assert_cmpstr (waits, ==, "limit");
  rig_advance (&rig, 67150 / 10 + 300);
  rig_assert_state (&rig, one, PF_OUTBOX_DONE);
  rig_assert_state (&rig, two, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static FakeKind
always_conflict (FakeWorld *world, gpointer data)
{
  return FAKE_409;
}

static void
test_total_budget (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  rig.world->chaos = always_conflict;
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  rig_advance (&rig, 6 * 3600);
  rig_assert_state (&rig, batch, PF_OUTBOX_FAILED);
  g_assert_cmpuint (rig.world->n_create_pins, <, 40);
  g_assert_cmpuint (rig.n_failed, ==, 1);
  rig_clear (&rig);
}

static void
test_source_does_not_matter (void)
{
  Rig rig;
  g_autofree char *batch = NULL;

  begin (&rig);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  /* The picture as it was given goes away; what was prepared from it stays. */
  {
    g_autoptr (PfOutboxRow) row = rig_row (&rig, batch);
    const PfOutboxRecord *record = pf_outbox_record_of (row);
    g_autofree char *path
        = g_build_filename (rig.folder, "data", "blobs", record->source_blob, NULL);

    g_assert_cmpstr (record->source_blob, !=, row->blob);
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  rig_advance (&rig, 10);
  rig_assert_state (&rig, batch, PF_OUTBOX_DONE);
  rig_clear (&rig);
}

static void
test_kept_picture_changed (void)
{
  Rig rig;
  g_autofree char *batch = NULL, *path = NULL;

  begin (&rig);
  batch = rig_create_pin (&rig, "Foxglove", rig.board, NULL);
  {
    g_autoptr (PfOutboxRow) row = rig_row (&rig, batch);

    path = g_build_filename (rig.folder, "data", "blobs", row->blob, NULL);
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "prepared by somebody else", -1, NULL));
  rig_advance (&rig, 10);
  /* Never another picture than the one the user saw. */
  rig_assert_state (&rig, batch, PF_OUTBOX_FAILED);
  g_assert_cmpuint (rig.world->n_create_pins, ==, 0);
  rig_clear (&rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/PQ-3+PQ-14/wrong-clock", test_wrong_clock);
  g_test_add_func ("/outbox/PQ-8/video-taken-back", test_video_taken_back);
  g_test_add_func ("/outbox/PQ-5/video", test_video);
  g_test_add_func ("/outbox/PQ-1/intent-is-in-the-file-first", test_intent_first);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autofree char *path = g_strconcat ("/outbox/PQ-2+PQ-3/create-pin/", outcomes[i].name, NULL);

      g_test_add_data_func (path, &outcomes[i], test_outcome);
    }
  g_test_add_func ("/outbox/PQ-2+PQ-3/create-board", test_board_outcomes);
  g_test_add_func ("/outbox/PQ-3/look-alikes-are-not-taken", test_look_alikes);
  g_test_add_func ("/outbox/PQ-3/other-picture", test_other_picture);
  g_test_add_func ("/outbox/PQ-3/picture-not-there-yet", test_picture_not_there_yet);
  g_test_add_func ("/outbox/PQ-3/paginated", test_paginated);
  g_test_add_func ("/outbox/PQ-3/list-fails", test_list_fails);
  g_test_add_func ("/outbox/PQ-3/answers-of-the-user", test_answers_of_the_user);
  g_test_add_func ("/outbox/PQ-6/restart", test_restart);
  g_test_add_func ("/outbox/PQ-7/mixed-batch", test_mixed_batch);
  g_test_add_func ("/outbox/PQ-9/shape", test_backoff_shape);
  g_test_add_func ("/outbox/PQ-9/retry-after-outlives-restart", test_retry_after_restart);
  g_test_add_func ("/outbox/PQ-9/total-budget", test_total_budget);
  g_test_add_func ("/outbox/PQ-15/source-deleted", test_source_does_not_matter);
  g_test_add_func ("/outbox/PQ-15/kept-picture-changed", test_kept_picture_changed);
  return g_test_run ();
}
