/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wire-rig.h"

/* Edits, saves and merges. */

static char *
get_board_id (Wire *self, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  char *id;
  WAIT (self, result,
        pf_mirror_find_remote_async (self->mirror, pf_connection_get_id (self->connection), uuid,
                                     NULL, keep_result, &result));

  id = pf_mirror_find_remote_finish (self->mirror, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (id);
  return id;
}

static GPtrArray *
mirror_pins (Wire *self, const char *board_id)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;
  WAIT (self, result,
        pf_mirror_get_pins_async (self->mirror, pf_connection_get_id (self->connection), board_id,
                                  0, 1000, NULL, keep_result, &result));

  rows = pf_mirror_get_pins_finish (self->mirror, result, &error);
  g_assert_no_error (error);
  return rows;
}

/* What the service itself says, in no order. */
static GPtrArray *
list_pins (Wire *self, const char *board_id)
{
  PfClient *client = pf_connection_get_client (self->connection);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPage) page = NULL;
  WAIT (self, result,
        pf_client_list_board_pins_async (client, PF_PRIORITY_USER, board_id, 250, NULL, NULL,
                                         keep_result, &result));

  page = pf_client_list_board_pins_finish (client, result, &error);
  g_assert_no_error (error);
  return g_ptr_array_ref (page->items);
}

static char *
enqueue (Wire *self, PfBatch *batch, GError **error)
{
  char *id;
  WAIT (self, result,
        pf_outbox_enqueue_batch_async (self->outbox, self->connection, batch, NULL, keep_result,
                                       &result));

  id = pf_outbox_enqueue_batch_finish (self->outbox, result, error);
  pf_batch_unref (batch);
  if (id != NULL)
    pf_outbox_release (self->outbox, id);
  return id;
}

static PfBatchProgress *
wait_batch (Wire *self, const char *id)
{
  for (guint i = 0; i < 4000; i++)
    {
      g_autoptr (PfBatchProgress) progress = NULL;
      WAIT (self, result,
            pf_outbox_get_progress_async (self->outbox, id, NULL, keep_result, &result));

      progress = pf_outbox_get_progress_finish (self->outbox, result, NULL);
      if (progress->n_left == 0)
        {
          wait_until_mirrored (self);
          return g_steal_pointer (&progress);
        }
      step (self);
    }
  g_assert_not_reached ();
}

static void
arm (Wire *self, const char *fault, const char *match)
{
  g_autofree char *json = g_strdup_printf ("{%s, \"match\": \"%s\"}", fault, match);
  g_autoptr (Answer) armed = control (self->server, "POST", "/fault", json);

  g_assert_cmpuint (armed->status, ==, 200);
}

/* Every way to lose the answer to a PATCH ends with the edit made, and the mirror knows. */
static void
edit_through_faults (Wire *self)
{
  static const char *const faults[] = { "\"kind\": \"cut-after-headers\"",
                                        "\"kind\": \"cut-before-commit\"",
                                        "\"kind\": \"cut-after-commit\"",
                                        "\"kind\": \"cut-mid-body\"",
                                        "\"kind\": \"reset\"",
                                        "\"kind\": \"status\", \"value\": 503",
                                        "\"kind\": \"429\", \"value\": 5",
                                        "\"kind\": \"token-revoked\"" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GPtrArray) rows = mirror_pins (self, self->board_id);
      const PfMirrorRow *row = rows->pdata[0];
      g_autofree char *title = g_strdup_printf ("Edited %u", i);
      PfChanges changes = { .fields = PF_CHANGE_TITLE, .title = title };
      PfBatch *batch = pf_batch_new (self->context, "Edited a pin");
      g_autofree char *id = NULL;
      g_autoptr (PfBatchProgress) progress = NULL;
      g_autoptr (GPtrArray) there = NULL;
      g_autoptr (GPtrArray) after = NULL;
      g_autoptr (GError) error = NULL;
      guint n = 0;

      g_test_message ("%s", faults[i]);
      arm (self, faults[i], "*/pins/*");
      pf_batch_update_pin (batch, row->uuid, self->board_uuid, NULL, row->record, &changes);
      id = enqueue (self, batch, &error);
      g_assert_no_error (error);
      progress = wait_batch (self, id);
      g_assert_cmpuint (progress->n_done, ==, 1);
      there = list_pins (self, self->board_id);
      for (guint j = 0; j < there->len; j++)
        n += g_strcmp0 (((PfPin *)there->pdata[j])->title, title) == 0;
      g_assert_cmpuint (n, ==, 1);
      after = mirror_pins (self, self->board_id);
      g_assert_cmpstr (((PfPin *)((PfMirrorRow *)after->pdata[0])->record)->title, ==, title);
      g_assert_cmpstr (((PfMirrorRow *)after->pdata[0])->uuid, ==, row->uuid);
    }
}

/* The reply to a save is cut off after the copy was made: it is found, not made again. */
static void
save_through_cut (Wire *self, const char *to_uuid, const char *to_id)
{
  g_autoptr (GPtrArray) rows = mirror_pins (self, self->board_id);
  const PfMirrorRow *row = rows->pdata[0];
  PfBatch *batch = pf_batch_new (self->context, "Saved a pin");
  g_autofree char *id = NULL, *copy = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GPtrArray) mirrored = NULL;

  arm (self, "\"kind\": \"cut-after-commit\"", "*/save");
  copy = g_strdup (pf_batch_save_pin (batch, row->uuid, row->record, to_uuid, NULL));
  id = enqueue (self, batch, NULL);
  progress = wait_batch (self, id);
  g_assert_cmpuint (progress->n_done, ==, 1);
  there = list_pins (self, to_id);
  g_assert_cmpuint (there->len, ==, 1);
  mirrored = mirror_pins (self, to_id);
  g_assert_cmpuint (mirrored->len, ==, 1);
  g_assert_cmpstr (((PfMirrorRow *)mirrored->pdata[0])->uuid, ==, copy);
}

static void
merge_and_back (Wire *self, const char *to_uuid, const char *to_id)
{
  g_autoptr (PfBoard) board = NULL;
  PfClient *client = pf_connection_get_client (self->connection);
  PfBatch *batch = pf_batch_new (self->context, "Merged");
  g_autofree char *id = NULL, *words = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  g_autoptr (GPtrArray) before = list_pins (self, self->board_id);
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GPtrArray) mirrored = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GError) error = NULL;

  {
    WAIT (self, result,
          pf_client_get_board_async (client, PF_PRIORITY_USER, self->board_id, NULL, keep_result,
                                     &result));
    board = pf_client_get_board_finish (client, result, &error);
    g_assert_no_error (error);
  }
  arm (self, "\"kind\": \"cut-after-commit\"", "*/pins/*");
  pf_batch_merge_board (batch, self->board_uuid, board, to_uuid, PF_MERGE_SECTIONS_KEEP);
  id = enqueue (self, batch, &error);
  g_assert_no_error (error);
  progress = wait_batch (self, id);
  g_assert_cmpuint (progress->n_failed + progress->n_asking, ==, 0);
  there = list_pins (self, to_id);
  g_assert_cmpuint (there->len, ==, before->len + 1);
  mirrored = mirror_pins (self, to_id);
  g_assert_cmpuint (mirrored->len, ==, there->len);
  rest = mirror_pins (self, self->board_id);
  g_assert_cmpuint (rest->len, ==, 0);
  {
    g_autoptr (PfBoard) gone = NULL;
    g_autoptr (PfUndoReport) report = NULL;
    g_autoptr (PfBatchProgress) back = NULL;
    g_autoptr (GPtrArray) left = NULL;
    WAIT (self, result,
          pf_client_get_board_async (client, PF_PRIORITY_USER, self->board_id, NULL, keep_result,
                                     &result));
    WAIT (self, undone, pf_outbox_undo_async (self->outbox, id, NULL, keep_result, &undone));

    gone = pf_client_get_board_finish (client, result, &error);
    g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
    report = pf_outbox_undo_finish_report (self->outbox, undone, NULL);
    g_assert_cmpuint (report->lost->len, ==, 0);
    back = wait_batch (self, report->batch_id);
    g_assert_cmpuint (back->n_failed + back->n_asking, ==, 0);
    left = list_pins (self, to_id);
    g_assert_cmpuint (left->len, ==, 1);
  }
}

/* The service closes editing: one refusal, remembered. */
static void
edits_closed (Wire *self, const char *to_uuid, const char *to_id)
{
  g_autoptr (Answer) answer = control (self->server, "POST", "/switch", "{\"no_pin_edit\": true}");
  g_autoptr (GPtrArray) rows = mirror_pins (self, to_id);
  const PfMirrorRow *row = rows->pdata[0];
  PfChanges changes = { .fields = PF_CHANGE_TITLE, .title = (char *)"Never" };
  g_autofree char *id = NULL;
  g_autoptr (PfBatchProgress) progress = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      PfBatch *batch = pf_batch_new (self->context, "Edited a pin");

      pf_batch_update_pin (batch, row->uuid, to_uuid, NULL, row->record, &changes);
      if (i == 1)
        {
          g_assert_null (enqueue (self, batch, &error));
          g_assert_error (error, PF_ERROR, PF_ERROR_FEATURE);
          break;
        }
      id = enqueue (self, batch, &error);
      g_assert_no_error (error);
      progress = wait_batch (self, id);
      g_assert_cmpuint (progress->n_failed, ==, 1);
      g_assert_cmpint (((PfOutboxRow *)progress->rows->pdata[0])->error_kind, ==, PF_ERROR_FEATURE);
      g_assert_true (pf_connection_get_pin_edit_refused (self->connection));
    }
}

static void
test_edits (void)
{
  Wire wire;
  g_autofree char *other = NULL, *other_uuid = NULL, *other_id = NULL, *home = NULL;
  g_autoptr (PfOutboxRow) last = NULL;

  wire_open (&wire);
  other = make_board (&wire, "Other", &other_uuid);
  home = make_board (&wire, "Home", &wire.board_uuid);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *title = g_strdup_printf ("Pin %u", i);
      g_autofree char *batch = make_pin (&wire, title, 200 + i * 10);
      g_autoptr (PfOutboxRow) row = wait_row (&wire, batch, TRUE);

      g_assert_cmpint (row->state, ==, PF_OUTBOX_DONE);
    }
  last = wait_row (&wire, other, TRUE);
  wait_until_mirrored (&wire);
  wire.board_id = get_board_id (&wire, wire.board_uuid);
  other_id = get_board_id (&wire, other_uuid);
  edit_through_faults (&wire);
  save_through_cut (&wire, other_uuid, other_id);
  merge_and_back (&wire, other_uuid, other_id);
  edits_closed (&wire, other_uuid, other_id);
  wire_close (&wire);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/wire/PQ-2/edits-saves-merges", test_edits);
  return g_test_run ();
}
