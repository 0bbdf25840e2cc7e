/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"
#include "rig.h"

#include <glib/gstdio.h>
#include <string.h>

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

#define WAIT(result, call)                                                                         \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  call;                                                                                            \
  wait_for (&result)

static void
on_done (PfOutbox *outbox, PfOutboxRow *row, Rig *self)
{
  self->n_done++;
}

static void
on_failed (PfOutbox *outbox, PfOutboxRow *row, Rig *self)
{
  self->n_failed++;
  g_free (self->last_error);
  self->last_error = g_strdup (row->error_message);
}

static void
on_asks (PfOutbox *outbox, PfOutboxRow *row, Rig *self)
{
  self->n_asks++;
}

static void
on_changed (PfOutbox *outbox, Rig *self)
{
  self->n_changed++;
}

/* In memory where there is such a place: that syncing works is other tests' matter. */
char *
rig_make_folder (void)
{
  g_autofree char *name = g_strdup ("/dev/shm/pinfold-test-XXXXXX");

  if (g_mkdtemp (name) != NULL)
    return g_steal_pointer (&name);
  return g_dir_make_tmp ("pinfold-test-XXXXXX", NULL);
}

static void
open_store (Rig *self)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_store_open_async (self->context, NULL, keep_result, &result));

  self->store = pf_store_open_finish (result, &error);
  g_assert_no_error (error);
}

void
rig_init_at (Rig *self, const char *folder, gint64 now, guint64 seed)
{
  g_autoptr (PfRandom) random = pf_random_seeded_new (seed);
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autofree char *run = g_build_filename (folder, "run", NULL);
  g_autoptr (GError) error = NULL;
  PfContextParts parts = {
    .random = random, .secrets = secrets, .data_dir = data, .cache_dir = cache, .runtime_dir = run
  };

  memset (self, 0, sizeof *self);
  self->folder = g_strdup (folder);
  self->clock = pf_virtual_clock_new (now);
  parts.clock = PF_CLOCK (self->clock);
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  open_store (self);
  self->world = fake_world_new (PF_CLOCK (self->clock));
  fake_world_add_account (self->world, "one");
}

char *
rig_add_board (Rig *self, const char *name, guint number)
{
  g_autofree char *remote = fake_world_add_board (self->world, name);
  g_autofree char *uuid = g_strdup_printf ("00000000-0000-4000-8000-%012u", number);
  g_autofree char *sql
      = g_strdup_printf ("INSERT INTO object (uuid, connection_id, kind, remote_id)"
                         " VALUES ('%s', 'one', 'board', '%s') RETURNING 1",
                         uuid, remote);

  g_assert_cmpint (rig_sql_int (self, sql), ==, 1);
  return g_steal_pointer (&uuid);
}

void
rig_init (Rig *self, guint64 seed)
{
  g_autofree char *folder = rig_make_folder ();

  rig_init_at (self, folder, RIG_START_US, seed);
  self->board = rig_add_board (self, "Garden", 1);
  self->board_remote = g_strdup (((FakeBoard *)self->world->boards->pdata[0])->id);
}

void
rig_start (Rig *self)
{
  g_autoptr (GError) error = NULL;

  self->outbox = pf_outbox_new_with_delivery (self->store, NULL, PF_DELIVERY (self->world));
  g_signal_connect (self->outbox, "row-done", G_CALLBACK (on_done), self);
  g_signal_connect (self->outbox, "row-failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->outbox, "row-asks", G_CALLBACK (on_asks), self);
  g_signal_connect (self->outbox, "changed", G_CALLBACK (on_changed), self);
  {
    WAIT (result, pf_outbox_start_async (self->outbox, NULL, keep_result, &result));
    pf_outbox_start_finish (self->outbox, result, &error);
    g_assert_no_error (error);
  }
  rig_settle (self);
}

void
rig_crash (Rig *self)
{
  pf_outbox_stop (self->outbox);
  while (pf_outbox_is_busy (self->outbox))
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_clear_object (&self->outbox);
}

void
rig_restart (Rig *self)
{
  rig_crash (self);
  rig_start (self);
}

void
rig_clear (Rig *self)
{
  if (self->outbox != NULL)
    rig_crash (self);
  /* Answers still on their way hold the outbox they were for. */
  while (pf_virtual_clock_next_due (self->clock) >= 0)
    {
      pf_virtual_clock_advance (self->clock, pf_virtual_clock_next_due (self->clock));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  {
    WAIT (result, pf_store_close_async (self->store, keep_result, &result));
    pf_store_close_finish (self->store, result, NULL);
  }
  g_clear_object (&self->world);
  g_clear_object (&self->store);
  g_clear_object (&self->context);
  g_clear_object (&self->clock);
  pf_files_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->board);
  g_free (self->board_remote);
  g_free (self->last_error);
}

void
rig_open_other (Rig *self, Rig *other)
{
  *other = *self;
  other->outbox = NULL;
  other->last_error = NULL;
  open_store (other);
  rig_start (other);
}

void
rig_close_other (Rig *other)
{
  WAIT (result, (rig_crash (other), pf_store_close_async (other->store, keep_result, &result)));

  pf_store_close_finish (other->store, result, NULL);
  g_clear_object (&other->store);
  g_free (other->last_error);
}

void
rig_hear (Rig *self)
{
  guint n = self->n_changed;

  /* Files are watched on the real clock. */
  for (guint i = 0; i < 100 && self->n_changed == n; i++)
    {
      g_usleep (10 * 1000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  rig_settle (self);
}

void
rig_settle (Rig *self)
{
  do
    while (self->outbox != NULL && pf_outbox_is_busy (self->outbox))
      g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE)
         || (self->outbox != NULL && pf_outbox_is_busy (self->outbox)));
}

void
rig_advance (Rig *self, double seconds)
{
  gint64 left = (gint64)(seconds * G_USEC_PER_SEC);

  rig_settle (self);
  while (left > 0)
    {
      gint64 due = pf_virtual_clock_next_due (self->clock);
      gint64 step = due < 0 ? left : MIN (left, due);

      pf_virtual_clock_advance (self->clock, step);
      left -= step;
      rig_settle (self);
    }
}

char *
rig_create_board (Rig *self, const char *name, char **uuid, GError **error)
{
  PfNewBoard board = { .name = name, .description = "", .privacy = PF_PRIVACY_PUBLIC };
  WAIT (result, pf_outbox_create_board_async (self->outbox, fake_connection ("one"), &board, NULL,
                                              keep_result, &result));

  return pf_outbox_enqueue_finish (self->outbox, result, uuid, error);
}

static PfDraft *
save_draft (
    Rig *self, const char *connection, const char *title, const char *board, const char *section)
{
  PfDraft *draft = pf_draft_new (self->context);
  g_autoptr (GBytes) bytes = g_bytes_new (title, strlen (title));
  WAIT (kept, pf_store_keep_blob_async (self->store, bytes, NULL, keep_result, &kept));

  g_free (draft->title);
  draft->title = g_strdup (title);
  draft->board_uuid = g_strdup (board);
  draft->section_uuid = g_strdup (section);
  draft->connection_id = g_strdup (connection);
  draft->picture_name = g_strdup ("garden.jpg");
  draft->width = 40;
  draft->height = 60;
  draft->blob = pf_store_keep_blob_finish (self->store, kept, NULL);
  {
    WAIT (saved, pf_store_save_draft_async (self->store, draft, NULL, keep_result, &saved));
    g_assert_true (pf_store_save_draft_finish (self->store, saved, NULL));
  }
  return draft;
}

char *
rig_create_pin_of (Rig *self,
                   const char *connection,
                   const char *title,
                   const char *board,
                   char **uuid,
                   GError **error)
{
  g_autoptr (PfDraft) draft = save_draft (self, connection, title, board, NULL);
  WAIT (result, pf_outbox_create_pin_async (self->outbox, fake_connection (connection), draft, NULL,
                                            keep_result, &result));

  return pf_outbox_enqueue_finish (self->outbox, result, uuid, error);
}

char *
rig_create_pin (Rig *self, const char *title, const char *board_uuid, GError **error)
{
  return rig_create_pin_of (self, "one", title, board_uuid, NULL, error);
}

char *
rig_create_pin_in (
    Rig *self, const char *title, const char *board, const char *section, GError **error)
{
  g_autoptr (PfDraft) draft = save_draft (self, "one", title, board, section);
  WAIT (result, pf_outbox_create_pin_async (self->outbox, fake_connection ("one"), draft, NULL,
                                            keep_result, &result));

  return pf_outbox_enqueue_finish (self->outbox, result, NULL, error);
}

char *
rig_create_video (Rig *self, const char *title, const char *board, GError **error)
{
  g_autoptr (PfDraft) draft = save_draft (self, "one", title, board, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  draft->media.kind = PF_PIN_KIND_VIDEO;
  draft->media.cover_blob = g_strdup (draft->blob);
  pf_outbox_create_pin_async (self->outbox, fake_connection ("one"), draft, NULL, keep_result,
                              &result);
  wait_for (&result);
  return pf_outbox_enqueue_finish (self->outbox, result, NULL, error);
}

char *
rig_delete_pin (Rig *self, const char *pin_uuid, GError **error)
{
  WAIT (result, pf_outbox_delete_pin_async (self->outbox, fake_connection ("one"), pin_uuid, NULL,
                                            keep_result, &result));

  return pf_outbox_enqueue_finish (self->outbox, result, NULL, error);
}

char *
rig_undo (Rig *self, const char *batch_id)
{
  g_autoptr (GError) error = NULL;
  char *words = NULL;
  WAIT (result, pf_outbox_undo_async (self->outbox, batch_id, NULL, keep_result, &result));

  pf_outbox_undo_finish (self->outbox, result, &words, &error);
  g_assert_no_error (error);
  return words;
}

gboolean
rig_drain (Rig *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_outbox_drain_async (self->outbox, NULL, keep_result, &result);
  for (guint i = 0; i < 1000 && result == NULL; i++)
    rig_advance (self, 0.1);
  g_assert_nonnull (result);
  return pf_outbox_drain_finish (self->outbox, result, NULL);
}

static gpointer
load_row (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *sql = g_strconcat (pf_outbox_select, " WHERE o.batch_id = ?", NULL);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, "s", data);
  gboolean found = FALSE;

  if (stmt == NULL || !pf_db_step (stmt, &found, error))
    return NULL;
  g_assert_true (found);
  return pf_outbox_record_from_stmt (stmt);
}

PfOutboxRow *
rig_row (Rig *self, const char *batch_id)
{
  g_autoptr (GError) error = NULL;
  PfOutboxRow *row
      = pf_db_run (pf_store_get_db (self->store), PF_DB_READ, load_row, (gpointer)batch_id, &error);

  g_assert_no_error (error);
  return row;
}

void
rig_assert_state (Rig *self, const char *batch_id, PfOutboxState state)
{
  g_autoptr (PfOutboxRow) row = rig_row (self, batch_id);

  g_assert_cmpstr (pf_outbox_state_to_string (row->state), ==, pf_outbox_state_to_string (state));
}

GPtrArray *
rig_list (Rig *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;
  WAIT (result, pf_outbox_list_async (self->outbox, NULL, keep_result, &result));

  rows = pf_outbox_list_finish (self->outbox, result, &error);
  g_assert_no_error (error);
  return rows;
}

char *
rig_waiting_for (Rig *self, const char *batch_id)
{
  g_autoptr (GPtrArray) rows = rig_list (self);

  for (guint i = 0; i < rows->len; i++)
    {
      const PfOutboxRow *row = rows->pdata[i];

      if (g_str_equal (row->batch_id, batch_id))
        return g_strdup (row->waiting_for);
    }
  return g_strdup ("not listed");
}

GPtrArray *
rig_attempts (Rig *self, const char *row_uuid)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *attempts;
  WAIT (result, pf_outbox_list_attempts_async (self->outbox, row_uuid, NULL, keep_result, &result));

  attempts = pf_outbox_list_attempts_finish (self->outbox, result, &error);
  g_assert_no_error (error);
  return attempts;
}

GPtrArray *
rig_drafts (Rig *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *drafts;
  WAIT (result, pf_store_list_drafts_async (self->store, NULL, keep_result, &result));

  drafts = pf_store_list_drafts_finish (self->store, result, &error);
  g_assert_no_error (error);
  return drafts;
}

static gpointer
run_sql (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 value = pf_db_get_int (db, &local, data, "");

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_memdup2 (&value, sizeof value);
}

gint64
rig_sql_int (Rig *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *value
      = pf_db_run (pf_store_get_db (self->store), PF_DB_WRITE, run_sql, (gpointer)sql, &error);

  g_assert_no_error (error);
  return *value;
}

gboolean
rig_call (Rig *self, RigCall call, RigFinish finish, const char *batch_id, GError **error)
{
  g_autoptr (PfOutboxRow) row = rig_row (self, batch_id);
  WAIT (result, call (self->outbox, row->uuid, NULL, keep_result, &result));

  return finish (self->outbox, result, error);
}

char *
rig_enqueue (Rig *self, PfBatch *batch, GError **error)
{
  char *id;
  WAIT (result, pf_outbox_enqueue_batch_async (self->outbox, fake_connection ("one"), batch, NULL,
                                               keep_result, &result));

  id = pf_outbox_enqueue_batch_finish (self->outbox, result, error);
  pf_batch_unref (batch);
  return id;
}

char *
rig_pin_uuid (const FakePin *pin)
{
  return pf_mirror_make_uuid ("one", "pins", pin->id);
}

void
rig_add_move (Rig *self, PfBatch *batch, FakePin *pin, const char *from, const char *to)
{
  g_autoptr (PfPin) record = fake_as_pin (pin);
  g_autofree char *uuid = rig_pin_uuid (pin);
  PfChanges changes = { .fields = PF_CHANGE_BOARD, .board_uuid = (char *)to };

  pf_batch_update_pin (batch, uuid, from, NULL, record, &changes);
}

char *
rig_move (Rig *self, FakePin *pin, const char *from_uuid, const char *to_uuid)
{
  PfBatch *batch = pf_batch_new (self->context, "Moved a pin");
  g_autoptr (GError) error = NULL;
  char *id;

  rig_add_move (self, batch, pin, from_uuid, to_uuid);
  id = rig_enqueue (self, batch, &error);
  g_assert_no_error (error);
  return id;
}

char *
rig_retitle (Rig *self, FakePin *pin, const char *title)
{
  PfBatch *batch = pf_batch_new (self->context, "Edited a pin");
  g_autoptr (PfPin) record = fake_as_pin (pin);
  g_autofree char *uuid = rig_pin_uuid (pin);
  PfChanges changes = { .fields = PF_CHANGE_TITLE, .title = (char *)title };
  g_autoptr (GError) error = NULL;
  char *id;

  pf_batch_update_pin (batch, uuid, self->board, NULL, record, &changes);
  id = rig_enqueue (self, batch, &error);
  g_assert_no_error (error);
  return id;
}

PfBatchProgress *
rig_progress (Rig *self, const char *batch_id)
{
  g_autoptr (GError) error = NULL;
  PfBatchProgress *progress;
  WAIT (result, pf_outbox_get_progress_async (self->outbox, batch_id, NULL, keep_result, &result));

  progress = pf_outbox_get_progress_finish (self->outbox, result, &error);
  g_assert_no_error (error);
  return progress;
}

PfUndoReport *
rig_undo_report (Rig *self, const char *batch_id)
{
  g_autoptr (GError) error = NULL;
  PfUndoReport *report;
  WAIT (result, pf_outbox_undo_async (self->outbox, batch_id, NULL, keep_result, &result));

  report = pf_outbox_undo_finish_report (self->outbox, result, &error);
  g_assert_no_error (error);
  return report;
}

typedef struct
{
  const char *sql, *a, *b;
} Question;

static gpointer
find_text (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  char **box = g_new0 (char *, 1);

  *box = pf_outbox_get_text (db, error, question->sql, question->a, question->b, NULL);
  return box;
}

static char *
ask (Rig *self, const char *sql, const char *a, const char *b)
{
  Question question = { sql, a, b };
  g_autoptr (GError) error = NULL;
  g_autofree char **box
      = pf_db_run (pf_store_get_db (self->store), PF_DB_READ, find_text, &question, &error);

  g_assert_no_error (error);
  return *box;
}

char *
rig_remote_of (Rig *self, const char *uuid)
{
  return ask (self, "SELECT remote_id FROM object WHERE uuid = ?", uuid, NULL);
}

char *
rig_local_of (Rig *self, const char *kind, const char *remote_id)
{
  return ask (self, "SELECT uuid FROM object WHERE kind = ? AND remote_id = ?", kind, remote_id);
}
