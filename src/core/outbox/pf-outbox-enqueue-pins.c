/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/base/pf-fault.h"
#include "core/outbox/pf-outbox-private.h"

#include <glib/gi18n-lib.h>

/* Drafts become rows: every picture is made ready and kept, then all rows are kept and all
 * drafts removed in one transaction. One draft after the other, one picture after the other:
 * memory stays that of one picture. */

/* What the API description allows (api-facts section 8.1), in characters. */
#define MAX_TITLE 100
#define MAX_DESCRIPTION 800
#define MAX_ALT_TEXT 500
#define MAX_LINK 2048

/**
 * Job:
 * @pins: what goes to the database; commands and GErrors of those that cannot be
 * @at: index of the command in the works
 * @item: index of its picture in the works
 * @batch_id: of all of them
 * @single: (nullable): uuid of the one draft there is
 */
typedef struct
{
  PfOutboxPins pins;
  guint at, item;
  char *batch_id;
  char *single;
} Job;

static void step (GTask *task);

static void
error_free (gpointer error)
{
  g_error_free (error);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->pins.commands);
  g_hash_table_unref (job->pins.faults);
  g_free (job->batch_id);
  g_free (job->single);
  g_free (job);
}

static PfOutboxCommand *
current (Job *job)
{
  return g_ptr_array_index (job->pins.commands, job->at);
}

static gboolean
is_too_long (const char *text, glong limit)
{
  return text != NULL && g_utf8_strlen (text, -1) > limit;
}

static const char *
find_carousel_fault (const PfPinMedia *media)
{
  if (media->items == NULL || media->items->len < PF_CAROUSEL_MIN
      || media->items->len > PF_CAROUSEL_MAX)
    return _ ("A carousel has 2 to 5 pictures.");
  for (guint i = 0; i < media->items->len; i++)
    {
      const PfCarouselItem *item = g_ptr_array_index (media->items, i);

      if (item->blob == NULL)
        return _ ("A picture of this carousel is missing.");
      if (is_too_long (item->title, MAX_TITLE) || is_too_long (item->description, MAX_DESCRIPTION)
          || is_too_long (item->link, MAX_LINK))
        return _ ("A text in this carousel is too long.");
    }
  return NULL;
}

static const char *
find_fault (const PfDraft *draft)
{
  if (draft->media.kind == PF_PIN_KIND_CAROUSEL)
    {
      const char *fault = find_carousel_fault (&draft->media);

      if (fault != NULL)
        return fault;
    }
  else if (draft->blob == NULL)
    return _ ("A pin needs a picture.");
  if (draft->media.kind == PF_PIN_KIND_VIDEO && draft->media.cover_blob == NULL
      && draft->media.cover_time < 0)
    return _ ("A video needs a cover.");
  if (draft->board_uuid == NULL)
    return _ ("Choose a board for this pin.");
  if (is_too_long (draft->title, MAX_TITLE))
    return _ ("The title is too long.");
  if (is_too_long (draft->description, MAX_DESCRIPTION))
    return _ ("The description is too long.");
  if (is_too_long (draft->alt_text, MAX_ALT_TEXT))
    return _ ("The alternative text is too long.");
  if (is_too_long (draft->link, MAX_LINK))
    return _ ("The link is too long.");
  return NULL;
}

static char *
dup_unless_empty (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}

/* Takes @fault: this draft stays one. */
static void
leave_out (GTask *task, GError *fault)
{
  Job *job = g_task_get_task_data (task);

  g_hash_table_insert (job->pins.faults, g_strdup (current (job)->record->row.object_uuid), fault);
  g_ptr_array_remove_index (job->pins.commands, job->at);
  job->item = 0;
  step (task);
}

static void
on_enqueued (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  PF_FAULT_POINT ("outbox/enqueue/committed");
  if (pf_outbox_run_finish (self, source, result, &error) == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  pf_outbox_touch (self);
  pf_outbox_pump (self);
  g_task_return_pointer (task, g_strdup (job->batch_id), g_free);
}

/* The words of the only one, or of the first of many. */
static GError *
take_any_fault (Job *job)
{
  GHashTableIter iter;
  gpointer fault;

  g_hash_table_iter_init (&iter, job->pins.faults);
  if (g_hash_table_iter_next (&iter, NULL, &fault))
    return g_error_copy (fault);
  return g_error_new_literal (PF_ERROR, PF_ERROR_INVALID, _ ("There is nothing to pin."));
}

static void
enqueue (GTask *task)
{
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  gint64 now = pf_outbox_now (self);

  if (job->pins.commands->len == 0)
    {
      g_task_return_error (task, take_any_fault (job));
      g_object_unref (task);
      return;
    }
  /* From here on it is kept, whatever becomes of the caller. */
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  g_task_set_check_cancellable (task, FALSE);
  /* Getting forty pictures ready takes a while: Undo is offered from now on. */
  for (guint i = 0; i < job->pins.commands->len; i++)
    {
      PfOutboxCommand *command = g_ptr_array_index (job->pins.commands, i);

      command->now = now;
      command->record->row.created_at = now;
      command->record->row.not_before = now + PF_OUTBOX_HOLD_CREATE_US;
    }
  pf_outbox_run (self, PF_DB_WRITE, pf_outbox_do_enqueue_pins, &job->pins, NULL, NULL, on_enqueued,
                 task);
}

/* What the mirror calls things is looked up before the row is kept: a mirror is gone with
 * its process, a row is not. */

static void
on_section_found (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);

  self->n_busy--;
  current (job)->section_remote = pf_mirror_find_remote_finish (PF_MIRROR (source), result, NULL);
  job->at++;
  step (task);
}

static void
on_board_found (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  PfOutboxCommand *command = current (job);
  const PfOutboxRow *row = &command->record->row;

  self->n_busy--;
  command->board_remote = pf_mirror_find_remote_finish (PF_MIRROR (source), result, NULL);
  if (row->section_uuid != NULL)
    {
      self->n_busy++;
      pf_mirror_find_remote_async (self->mirror, row->connection_id, row->section_uuid, NULL,
                                   on_section_found, task);
      return;
    }
  job->at++;
  step (task);
}

static void
find_board (GTask *task)
{
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  const PfOutboxRow *row = &current (job)->record->row;

  job->item = 0;
  if (self->mirror == NULL)
    {
      job->at++;
      step (task);
      return;
    }
  self->n_busy++;
  pf_mirror_find_remote_async (self->mirror, row->connection_id, row->board_uuid, NULL,
                               on_board_found, task);
}

/* The picture in the works: the blob it is made of, and what is to be done to it. */
static const char *
find_source (const PfOutboxRecord *record, guint item, PfMediaEdit *edit)
{
  *edit = (PfMediaEdit){ 0 };
  if (record->media.kind == PF_PIN_KIND_CAROUSEL)
    {
      const PfCarouselItem *picture;

      if (item >= record->media.items->len)
        return NULL;
      picture = g_ptr_array_index (record->media.items, item);
      *edit = picture->edit;
      return picture->blob;
    }
  if (item > 0)
    return NULL;
  if (record->media.kind == PF_PIN_KIND_VIDEO)
    return record->media.cover_blob;
  *edit = record->media.edit;
  return record->source_blob;
}

static void
take_upload (PfOutboxRecord *record, guint item, char *blob, const PfPrepared *picture)
{
  PfPinMedia *media = &record->media;

  if (media->kind == PF_PIN_KIND_CAROUSEL)
    {
      PfCarouselItem *target = g_ptr_array_index (media->items, item);

      g_free (target->upload);
      g_free (target->content_type);
      target->upload = blob;
      target->content_type = g_strdup (picture->content_type);
    }
  else if (media->kind == PF_PIN_KIND_VIDEO)
    {
      g_free (media->cover_upload);
      g_free (media->cover_type);
      media->cover_upload = blob;
      media->cover_type = g_strdup (picture->content_type);
    }
  else
    {
      record->row.blob = blob;
      record->content_type = g_strdup (picture->content_type);
    }
  if (item > 0)
    return;
  /* A pin is found again by its first picture. */
  if (media->kind == PF_PIN_KIND_CAROUSEL)
    record->row.blob = g_strdup (blob);
  record->has_fingerprint = TRUE;
  record->fingerprint = picture->fingerprint;
  if (media->kind == PF_PIN_KIND_VIDEO)
    return;
  record->row.width = (int)picture->width;
  record->row.height = (int)picture->height;
}

/* Between keeping and the answer the picture's facts hang on the task of keeping. */
typedef struct
{
  GTask *task;
  PfPrepared *picture;
} Keeping;

static void
on_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Keeping *keeping = data;
  GTask *task = keeping->task;
  g_autoptr (PfPrepared) picture = keeping->picture;
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  char *blob = pf_store_keep_blob_finish (PF_STORE (source), result, &error);

  self->n_busy--;
  PF_FAULT_POINT ("outbox/enqueue/picture-kept");
  if (blob == NULL)
    {
      leave_out (task, error);
      return;
    }
  take_upload (current (job)->record, job->item, blob, picture);
  job->item++;
  step (task);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  GError *error = NULL;
  PfPrepared *picture
      = PF_DELIVERY_GET_IFACE (source)->prepare_finish (PF_DELIVERY (source), result, &error);
  Keeping *keeping;

  if (picture == NULL)
    {
      leave_out (task, error);
      return;
    }
  keeping = g_new0 (Keeping, 1);
  keeping->task = task;
  keeping->picture = picture;
  self->n_busy++;
  pf_store_keep_blob_async (self->store, picture->bytes, NULL, on_kept, keeping);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = pf_store_load_blob_finish (PF_STORE (source), result, &error);
  PfMediaEdit edit;

  self->n_busy--;
  if (bytes == NULL)
    {
      leave_out (task, error);
      return;
    }
  find_source (current (job)->record, job->item, &edit);
  PF_DELIVERY_GET_IFACE (self->delivery)
      ->prepare_async (self->delivery, bytes, &edit, g_task_get_cancellable (task), on_prepared,
                       task);
}

static void
step (GTask *task)
{
  PfOutbox *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  const char *blob;
  PfMediaEdit edit;

  if (job->at >= job->pins.commands->len
      || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      enqueue (task);
      return;
    }
  blob = find_source (current (job)->record, job->item, &edit);
  if (blob == NULL)
    {
      find_board (task);
      return;
    }
  self->n_busy++;
  pf_store_load_blob_async (self->store, blob, g_task_get_cancellable (task), on_loaded, task);
}

static void
take_draft (PfOutboxRecord *record, const PfDraft *draft)
{
  PfOutboxRow *row = &record->row;

  row->board_uuid = g_strdup (draft->board_uuid);
  row->section_uuid = g_strdup (draft->section_uuid);
  row->title = dup_unless_empty (draft->title);
  row->description = dup_unless_empty (draft->description);
  row->alt_text = dup_unless_empty (draft->alt_text);
  row->link = dup_unless_empty (draft->link);
  row->kind = draft->media.kind;
  pf_pin_media_clear (&record->media);
  pf_pin_media_copy (&record->media, &draft->media);
  record->group_uuid = g_strdup (draft->group_uuid);
  record->group_position = draft->group_position;
  record->own_fields = draft->own_fields;
  record->source_blob = g_strdup (draft->blob);
  record->picture_name = g_strdup (draft->picture_name);
  record->source_width = draft->width;
  record->source_height = draft->height;
  /* A video goes as it is. */
  if (draft->media.kind != PF_PIN_KIND_VIDEO)
    return;
  row->blob = g_strdup (draft->blob);
  row->width = draft->width;
  row->height = draft->height;
}

static void
add_draft (PfOutbox *self, Job *job, PfConnection *connection, const PfDraft *draft)
{
  PfOutboxCommand *command
      = pf_outbox_new_command (self, connection, PF_OP_CREATE_PIN, draft->uuid);
  PfOutboxRow *row = &command->record->row;
  const char *words = find_fault (draft);
  GError *fault = NULL;

  if (words != NULL)
    fault = g_error_new_literal (PF_ERROR, PF_ERROR_INVALID, words);
  else
    PF_DELIVERY_GET_IFACE (self->delivery)
        ->check (self->delivery, row->connection_id, PF_OP_CREATE_PIN, &fault);
  if (fault != NULL)
    {
      g_hash_table_insert (job->pins.faults, g_strdup (draft->uuid), fault);
      pf_outbox_command_free (command);
      return;
    }
  g_free (row->batch_id);
  row->batch_id = g_strdup (job->batch_id);
  take_draft (command->record, draft);
  g_ptr_array_add (job->pins.commands, command);
}

static void
create_pins (PfOutbox *self,
             PfConnection *connection,
             const PfDraft *const *drafts,
             guint n_drafts,
             gpointer tag,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  job->pins.commands = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_command_free);
  job->pins.faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, error_free);
  job->batch_id = pf_random_uuid (pf_context_get_random (self->context));
  job->single = n_drafts == 1 ? g_strdup (drafts[0]->uuid) : NULL;
  for (guint i = 0; i < n_drafts; i++)
    add_draft (self, job, connection, drafts[i]);
  step (task);
}

/**
 * pf_outbox_create_pin_async:
 * @self: an outbox
 * @connection: the account
 * @draft: what it shall be; copied
 * @cancellable: (nullable): works until the row is being kept
 * @callback: called when the row is on the disk
 * @user_data: for @callback
 *
 * Prepares and keeps the pictures; then, in one transaction, keeps the row and removes
 * the draft. What became of the file the picture came from does not matter any more
 * (safety.md PQ-15). Errors: PF_ERROR_INVALID, PF_ERROR_SCOPE, PF_ERROR_BUSY when the
 * draft is already on its way, those of the media room, PF_ERROR_DATABASE.
 */
void
pf_outbox_create_pin_async (PfOutbox *self,
                            PfConnection *connection,
                            const PfDraft *draft,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  create_pins (self, connection, &draft, 1, pf_outbox_create_pin_async, cancellable, callback,
               user_data);
}

/* pf_outbox_enqueue_finish() of a pin. */
char *
pf_outbox_create_pins_finish_one (PfOutbox *self,
                                  GAsyncResult *result,
                                  char **object_uuid,
                                  GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  char *batch_id = g_task_propagate_pointer (G_TASK (result), error);

  if (batch_id != NULL && g_hash_table_size (job->pins.faults) > 0)
    {
      g_propagate_error (error, take_any_fault (job));
      g_clear_pointer (&batch_id, g_free);
    }
  if (batch_id != NULL && object_uuid != NULL)
    *object_uuid = g_strdup (job->single);
  return batch_id;
}

/**
 * pf_outbox_create_pins_async:
 * @self: an outbox
 * @connection: the account of all of them
 * @drafts: (element-type PfDraft): what they shall be; copied
 * @cancellable: (nullable): works until the rows are being kept
 * @callback: called when the rows are on the disk
 * @user_data: for @callback
 *
 * As pf_outbox_create_pin_async() for many, as one batch.
 */
void
pf_outbox_create_pins_async (PfOutbox *self,
                             PfConnection *connection,
                             GPtrArray *drafts,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  create_pins (self, connection, (const PfDraft *const *)drafts->pdata, drafts->len,
               pf_outbox_create_pins_async, cancellable, callback, user_data);
}

/**
 * pf_outbox_create_pins_finish:
 * @self: an outbox
 * @result: a result
 * @faults: (out) (optional) (transfer full) (element-type utf8 GError): draft uuid to what
 *   stood against it; set in any case
 * @error: location for an error, when not one of them went
 *
 * Returns: (transfer full): the batch id, for Undo
 */
char *
pf_outbox_create_pins_finish (PfOutbox *self,
                              GAsyncResult *result,
                              GHashTable **faults,
                              GError **error)
{
  Job *job;
  char *batch_id;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  job = g_task_get_task_data (G_TASK (result));
  if (faults != NULL)
    *faults = g_hash_table_ref (job->pins.faults);
  batch_id = g_task_propagate_pointer (G_TASK (result), error);
  if (batch_id != NULL && g_hash_table_size (job->pins.faults) >= job->pins.commands->len
      && job->pins.commands->len > 0)
    {
      gboolean any = FALSE;

      for (guint i = 0; i < job->pins.commands->len && !any; i++)
        {
          const PfOutboxCommand *command = g_ptr_array_index (job->pins.commands, i);

          any = !g_hash_table_contains (job->pins.faults, command->record->row.object_uuid);
        }
      if (!any)
        {
          g_clear_pointer (&batch_id, g_free);
          g_propagate_error (error, take_any_fault (job));
        }
    }
  return batch_id;
}
