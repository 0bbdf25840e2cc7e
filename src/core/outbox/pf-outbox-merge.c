/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-batches.h"
#include "core/outbox/pf-outbox-private.h"

#include <glib/gi18n-lib.h>

/* Merging a board into another. Its row is a round: list the source; while pins are in it,
 * add their moves to the batch and wait for them; once it is listed empty, delete it. A round
 * can begin anew at any time, so that a process may die in any of them. */

/* How long Pinterest may go on listing a pin that was moved. */
#define LAG_US (120 * G_TIME_SPAN_SECOND)
#define LIST_AGAIN_US (10 * G_TIME_SPAN_SECOND)

void
pf_merge_list_free (PfMergeList *self)
{
  g_free (self->uuid);
  g_free (self->owner);
  g_free (self->seed);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->pins);
  g_ptr_array_unref (self->target_sections);
  g_clear_error (&self->error);
  g_free (self);
}

/* One merge, while its rows are added. */
typedef struct
{
  sqlite3 *db;
  const PfMergeList *list;
  PfOutboxRecord *record;
  GHashTable *sections; /* id in the source -> local UUID in the target */
  GHashTable *makers;   /* local UUID of a section that is made -> its row */
} Merge;

static char *
bind_uuid (
    Merge *self, const char *kind, const char *listing, const char *remote_id, GError **error)
{
  const char *connection_id = self->record->row.connection_id;
  g_autofree char *uuid = pf_mirror_make_uuid (connection_id, listing, remote_id);

  if (!pf_outbox_bind_known (self->db, connection_id, kind, remote_id, &uuid, error))
    return NULL;
  return g_steal_pointer (&uuid);
}

static const PfOutboxListed *
find_named (GPtrArray *sections, const char *name)
{
  for (guint i = 0; i < sections->len; i++)
    if (g_strcmp0 (((PfOutboxListed *)sections->pdata[i])->name, name) == 0)
      return sections->pdata[i];
  return NULL;
}

/* A section of the target for one of the source: one that is there, or made in an earlier
 * round, or a new one. */
static char *
add_section (Merge *self, const PfOutboxListed *section, GError **error)
{
  const PfOutboxRow *row = &self->record->row;
  const PfOutboxListed *there = find_named (self->list->target_sections, section->name);
  g_autoptr (GError) local = NULL;
  g_autoptr (PfOutboxRecord) maker = NULL;
  g_autofree char *about = NULL, *uuid = NULL, *object = NULL;

  if (there != NULL)
    return bind_uuid (self, "section", "sections", there->id, error);
  about = g_strconcat ("section/", section->id, NULL);
  /* Of the batch, so that a later round knows it. */
  object = pf_outbox_derive_uuid (row->batch_id, about);
  if (pf_db_get_int (self->db, &local,
                     "SELECT COUNT (*) FROM outbox WHERE object_uuid = ? AND op = 'create-section'"
                     " AND state NOT IN ('undone', 'discarded')",
                     "s", object)
          > 0
      || local != NULL)
    {
      if (local == NULL)
        return g_steal_pointer (&object);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  uuid = pf_outbox_derive_uuid (self->list->seed, about);
  maker = pf_outbox_record_beside (self->record, PF_OP_CREATE_SECTION, uuid, row->batch_id,
                                   self->list->now);
  maker->row.object_uuid = g_strdup (object);
  maker->row.board_uuid = g_strdup (self->record->source_uuid);
  maker->row.name = g_strdup (section->name);
  g_hash_table_insert (self->makers, g_strdup (object), g_strdup (uuid));
  if (!pf_outbox_insert (self->db, maker, error))
    return NULL;
  return g_steal_pointer (&object);
}

static gboolean
add_sections (Merge *self, GError **error)
{
  GPtrArray *sections = self->list->sections;

  for (guint i = 0; !self->record->flatten && i < sections->len; i++)
    {
      const PfOutboxListed *section = sections->pdata[i];
      char *uuid = add_section (self, section, error);

      if (uuid == NULL)
        return FALSE;
      g_hash_table_insert (self->sections, g_strdup (section->id), uuid);
    }
  return TRUE;
}

static gboolean
add_move (Merge *self, const PfOutboxListed *pin, GError **error)
{
  const PfOutboxRow *row = &self->record->row;
  g_autofree char *uuid = pf_outbox_derive_uuid (self->list->seed, pin->id);
  g_autoptr (PfOutboxRecord) move = pf_outbox_record_beside (self->record, PF_OP_UPDATE_PIN, uuid,
                                                             row->batch_id, self->list->now);
  const char *to = pin->section != NULL ? g_hash_table_lookup (self->sections, pin->section) : NULL;
  const char *maker = to != NULL ? g_hash_table_lookup (self->makers, to) : NULL;

  move->row.object_uuid = bind_uuid (self, "pin", "pins", pin->id, error);
  if (move->row.object_uuid == NULL)
    return FALSE;
  move->row.remote_id = g_strdup (pin->id);
  move->row.title = g_strdup (pin->name);
  move->row.board_uuid = g_strdup (self->record->source_uuid);
  move->row.section_uuid = g_strdup (to);
  move->row.depends_on = g_strdup (maker);
  move->changes = g_new0 (PfChanges, 1);
  move->changes->fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION;
  move->changes->board_uuid = g_strdup (self->record->source_uuid);
  move->changes->section_uuid = g_strdup (to);
  move->before = g_new0 (PfChanges, 1);
  move->before->fields = move->changes->fields;
  move->before->board_uuid = g_strdup (row->object_uuid);
  if (pin->section != NULL)
    {
      move->before->section_uuid = bind_uuid (self, "section", "sections", pin->section, error);
      if (move->before->section_uuid == NULL)
        return FALSE;
    }
  PF_FAULT_POINT ("outbox/merge/move");
  return pf_outbox_insert (self->db, move, error);
}

static gboolean
set_round (Merge *self, guint stage, gint64 not_before, GError **error)
{
  self->record->stage = stage;
  return pf_outbox_save_payload (self->db, self->record, error)
         && pf_db_exec (self->db, error,
                        "UPDATE outbox SET state = 'queued', lease_owner = NULL,"
                        " lease_until = NULL, error_kind = NULL, error_message = NULL,"
                        " not_before = ?1, modified_at = ?2 WHERE uuid = ?3",
                        "iis", not_before, self->list->now, self->record->row.uuid);
}

static gboolean
fail (Merge *self, PfError code, const char *words, GError **error)
{
  g_autoptr (GError) reason = g_error_new_literal (PF_ERROR, (int)code, words);

  self->record->stage = 0;
  return pf_outbox_save_payload (self->db, self->record, error)
         && pf_outbox_add_attempt (self->db, self->record->row.uuid, self->list->now, "failed",
                                   reason, error)
         && pf_db_exec (self->db, error,
                        "UPDATE outbox SET state = 'failed', lease_owner = NULL,"
                        " lease_until = NULL, error_kind = ?1, error_message = ?2,"
                        " modified_at = ?3 WHERE uuid = ?4",
                        "ssis", pf_error_code_to_string (code), words, self->list->now,
                        self->record->row.uuid);
}

static gboolean
add_moves (Merge *self, GError **error)
{
  if (!add_sections (self, error))
    return FALSE;
  for (guint i = 0; i < self->list->pins->len; i++)
    if (!add_move (self, self->list->pins->pdata[i], error))
      return FALSE;
  return set_round (self, 1, self->list->now, error);
}

/* Pins are still there although their moves are over. */
static gboolean
judge_rest (Merge *self, GError **error)
{
  const PfOutboxRow *row = &self->record->row;
  guint n_new = 0, n_failed = 0, n_listed = 0;
  gint64 moved_at;
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->list->pins->len; i++)
    {
      const PfOutboxListed *pin = self->list->pins->pdata[i];
      g_autoptr (GError) local = NULL;
      g_autofree char *state = pf_outbox_get_text (
          self->db, &local,
          "SELECT state FROM outbox WHERE batch_id = ? AND op = 'update-pin' AND remote_id = ?"
          " ORDER BY seq DESC",
          row->batch_id, pin->id, NULL);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      n_new += state == NULL;
      n_listed += g_strcmp0 (state, "done") == 0;
      n_failed += state != NULL && g_strcmp0 (state, "done") != 0;
    }
  if (n_new > 0)
    words = g_strdup_printf (
        ngettext ("%u new pin came into “%s” meanwhile, so it was not deleted. Retry moves it too.",
                  "%u new pins came into “%s” meanwhile, so it was not deleted. Retry moves them "
                  "too.",
                  n_new),
        n_new, row->name);
  else if (n_failed > 0)
    words = g_strdup_printf (ngettext ("%u pin could not be moved, so “%s” was not deleted.",
                                       "%u pins could not be moved, so “%s” was not deleted.",
                                       n_failed),
                             n_failed, row->name);
  if (words != NULL)
    return fail (self, PF_ERROR_FAILED, words, error);
  moved_at = pf_db_get_int (self->db, error,
                            "SELECT COALESCE (MAX (done_at), 0) FROM outbox WHERE batch_id = ?"
                            " AND op = 'update-pin'",
                            "s", row->batch_id);
  if (moved_at < 0)
    return FALSE;
  if (moved_at + LAG_US > self->list->now)
    return set_round (self, self->record->stage, self->list->now + LIST_AGAIN_US, error);
  words
      = g_strdup_printf (ngettext ("Pinterest still lists %u pin in “%s”, so it was not deleted.",
                                   "Pinterest still lists %u pins in “%s”, so it was not deleted.",
                                   n_listed),
                         n_listed, row->name);
  return fail (self, PF_ERROR_FAILED, words, error);
}

static gboolean
judge_error (Merge *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 n_sent = pf_db_get_int (self->db, &local,
                                 "SELECT COUNT (*) FROM outbox_attempt WHERE outbox_uuid = ?"
                                 " AND outcome = 'sent'",
                                 "s", self->record->row.uuid);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* It was deleted, and the answer was lost. */
  if (n_sent > 0)
    return pf_outbox_mark_done (self->db, self->record, NULL, self->list->now, error);
  return fail (self, PF_ERROR_NOT_FOUND, _ ("One of the two boards is not there any more."), error);
}

/**
 * pf_outbox_do_merge:
 * @data: a #PfMergeList
 *
 * Decides what comes after the source was listed.
 *
 * Returns: (transfer full): the #PfOutboxRecord as it is now
 */
gpointer
pf_outbox_do_merge (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PfMergeList *list = data;
  g_autoptr (PfOutboxRecord) record = NULL;
  Merge merge = { .db = db, .list = list };
  gboolean ok;

  list->next = PF_MERGE_NEXT_WAIT;
  if (pf_outbox_heed_undo (db, list->uuid, list->owner, list->now, error))
    merge.record = record = pf_outbox_load (db, list->uuid, error);
  if (record == NULL)
    return NULL;
  if (record->row.state != PF_OUTBOX_SENDING || g_strcmp0 (record->lease_owner, list->owner) != 0)
    return g_steal_pointer (&record);
  merge.sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  merge.makers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (list->error != NULL)
    ok = judge_error (&merge, error);
  else if (record->stage == 0
           && (list->pins->len > 0 || (!record->flatten && list->sections->len > 0)))
    ok = add_moves (&merge, error);
  else if (list->pins->len > 0)
    ok = judge_rest (&merge, error);
  else
    {
      list->next = PF_MERGE_NEXT_DELETE;
      ok = TRUE;
    }
  g_hash_table_unref (merge.sections);
  g_hash_table_unref (merge.makers);
  PF_FAULT_POINT ("outbox/merge/before-commit");
  return ok ? pf_outbox_load (db, list->uuid, error) : NULL;
}

typedef struct
{
  PfFlight *flight;
  PfMergeList *list;
} Round;

static void
on_judged (GObject *source, GAsyncResult *result, gpointer data)
{
  Round *round = data;
  PfFlight *self = round->flight;
  g_autoptr (PfOutbox) outbox = g_object_ref (self->outbox);
  PfMergeNext next = round->list->next;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfOutboxRow) row = pf_outbox_run_finish (outbox, source, result, &error);

  PF_FAULT_POINT ("outbox/merge/committed");
  pf_merge_list_free (round->list);
  g_free (round);
  if (row == NULL)
    {
      pf_flight_land (self,
                      g_error_new (PF_ERROR, PF_ERROR_DATABASE, "%s %s",
                                   _ ("The next step of a merge cannot be written down."),
                                   error->message),
                      NULL);
      return;
    }
  if (outbox->stopped)
    {
      pf_flight_free (self);
      return;
    }
  if (next == PF_MERGE_NEXT_DELETE)
    {
      pf_flight_mark_sent (self);
      return;
    }
  pf_outbox_tell_mirror (self, pf_outbox_record_of (row));
  pf_flight_free (self);
  pf_outbox_touch (outbox);
  pf_outbox_emit_rows (outbox, pf_outbox_record_of (row), PF_OUTBOX_SENDING);
  pf_outbox_pump (outbox);
  pf_outbox_check_drains (outbox);
}

static void
on_listed (PfFlight *self, GError *error)
{
  PfOutbox *outbox = self->outbox;
  PfRandom *random = pf_context_get_random (outbox->context);
  Round *round;
  PfMergeList *list;

  /* "Not there" is judged with what the row knows; all else is waited out as ever. */
  if (outbox->stopped || (error != NULL && !g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND)))
    {
      pf_flight_land (self, error, NULL);
      return;
    }
  if (error == NULL && !self->survey->complete)
    {
      pf_flight_land (self,
                      g_error_new_literal (PF_ERROR, PF_ERROR_SERVER,
                                           pf_survey_words_incomplete ()),
                      NULL);
      return;
    }
  round = g_new0 (Round, 1);
  round->flight = self;
  round->list = list = g_new0 (PfMergeList, 1);
  list->uuid = g_strdup (self->record->row.uuid);
  list->owner = g_strdup (outbox->owner);
  list->seed = pf_random_uuid (random);
  list->now = pf_outbox_now (outbox);
  list->sections = g_ptr_array_ref (self->survey->sections);
  list->pins = g_ptr_array_ref (self->survey->pins);
  list->target_sections = g_ptr_array_ref (self->survey->target_sections);
  list->error = error;
  pf_outbox_run (outbox, PF_DB_WRITE, pf_outbox_do_merge, list, NULL,
                 (GDestroyNotify)pf_outbox_row_unref, on_judged, round);
}

/* One round of a merge. */
void
pf_flight_merge (PfFlight *self)
{
  const PfOutboxRecord *record = self->record;

  if (record->source_remote == NULL)
    pf_flight_land (self,
                    g_error_new_literal (PF_ERROR, PF_ERROR_INVALID,
                                         _ ("The board to merge into is gone.")),
                    NULL);
  else
    pf_flight_survey (self, record->row.remote_id, NULL,
                      record->flatten ? NULL : record->source_remote, on_listed);
}
