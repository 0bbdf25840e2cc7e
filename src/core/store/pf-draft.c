/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-draft.h"

G_DEFINE_BOXED_TYPE (PfDraft, pf_draft, pf_draft_ref, pf_draft_unref)

static PfDraft *
draft_alloc (void)
{
  PfDraft *self = g_new0 (PfDraft, 1);

  g_atomic_ref_count_init (&self->refs);
  pf_pin_media_init (&self->media);
  return self;
}

/**
 * pf_draft_new:
 * @context: gives the UUID and the time
 *
 * Returns: (transfer full): an empty draft; nothing is saved yet
 */
PfDraft *
pf_draft_new (PfContext *context)
{
  PfDraft *self = draft_alloc ();

  self->uuid = pf_random_uuid (pf_context_get_random (context));
  self->title = g_strdup ("");
  self->description = g_strdup ("");
  self->alt_text = g_strdup ("");
  self->link = g_strdup ("");
  self->created_at = pf_clock_now (pf_context_get_clock (context));
  self->modified_at = self->created_at;
  return self;
}

/**
 * pf_draft_ref:
 * @self: a draft
 *
 * Returns: (transfer full): @self
 */
PfDraft *
pf_draft_ref (PfDraft *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_draft_copy:
 * @self: a draft
 *
 * Returns: (transfer full): a draft of its own with the same UUID and fields
 */
PfDraft *
pf_draft_copy (const PfDraft *self)
{
  PfDraft *copy = draft_alloc ();

  copy->uuid = g_strdup (self->uuid);
  copy->connection_id = g_strdup (self->connection_id);
  copy->board_uuid = g_strdup (self->board_uuid);
  copy->section_uuid = g_strdup (self->section_uuid);
  copy->title = g_strdup (self->title);
  copy->description = g_strdup (self->description);
  copy->alt_text = g_strdup (self->alt_text);
  copy->link = g_strdup (self->link);
  copy->blob = g_strdup (self->blob);
  copy->picture_name = g_strdup (self->picture_name);
  copy->width = self->width;
  copy->height = self->height;
  pf_pin_media_copy (&copy->media, &self->media);
  copy->group_uuid = g_strdup (self->group_uuid);
  copy->group_position = self->group_position;
  copy->own_fields = self->own_fields;
  copy->problem = g_strdup (self->problem);
  copy->created_at = self->created_at;
  copy->modified_at = self->modified_at;
  return copy;
}

/**
 * pf_draft_unref:
 * @self: (transfer full): a draft
 */
void
pf_draft_unref (PfDraft *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->uuid);
  g_free (self->connection_id);
  g_free (self->board_uuid);
  g_free (self->section_uuid);
  g_free (self->title);
  g_free (self->description);
  g_free (self->alt_text);
  g_free (self->link);
  g_free (self->blob);
  g_free (self->picture_name);
  pf_pin_media_clear (&self->media);
  g_free (self->group_uuid);
  g_free (self->problem);
  g_free (self);
}

static void
draft_unref (gpointer draft)
{
  pf_draft_unref (draft);
}

/**
 * pf_draft_save: (skip)
 * @db: a connection inside a write transaction
 * @draft: a draft
 * @now: the time of the change
 * @error: location for an error
 *
 * Writes a draft as a part of a larger transaction, for instance when Undo turns
 * a row back into its draft.
 *
 * Returns: whether it worked
 */
gboolean
pf_draft_save (sqlite3 *db, const PfDraft *draft, gint64 now, GError **error)
{
  g_autofree char *media = pf_pin_media_to_json (&draft->media);

  return pf_db_exec (
      db, error,
      "INSERT INTO draft (uuid, connection_id, board_uuid, section_uuid, title, description, "
      "alt_text, link, blob, picture_name, width, height, media, group_uuid, group_position, "
      "own_fields, problem, created_at, modified_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (uuid) DO UPDATE SET connection_id = excluded.connection_id, "
      "board_uuid = excluded.board_uuid, section_uuid = excluded.section_uuid, "
      "title = excluded.title, description = excluded.description, "
      "alt_text = excluded.alt_text, link = excluded.link, blob = excluded.blob, "
      "picture_name = excluded.picture_name, width = excluded.width, height = excluded.height, "
      "media = excluded.media, group_uuid = excluded.group_uuid, "
      "group_position = excluded.group_position, own_fields = excluded.own_fields, "
      "problem = excluded.problem, modified_at = excluded.modified_at",
      "ssssssssssiissiisii", draft->uuid, draft->connection_id, draft->board_uuid,
      draft->section_uuid, draft->title, draft->description, draft->alt_text, draft->link,
      draft->blob, draft->picture_name, (gint64)draft->width, (gint64)draft->height, media,
      draft->group_uuid, (gint64)draft->group_position, (gint64)draft->own_fields, draft->problem,
      draft->created_at, now);
}

typedef struct
{
  GPtrArray *drafts;
  char **uuids;
  gint64 now;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->drafts, g_ptr_array_unref);
  g_strfreev (change->uuids);
  g_free (change);
}

/* What is typed in the moment in which the outbox takes a draft is written after that: the draft
 * must not stand beside its pin then, to be pinned again. */
static gboolean
is_being_pinned (sqlite3 *db, const char *uuid, GError **error)
{
  return pf_db_get_int (db, error,
                        "SELECT EXISTS (SELECT 1 FROM outbox WHERE object_uuid = ?"
                        " AND op = 'create-pin'"
                        " AND state NOT IN ('failed', 'undone', 'discarded'))",
                        "s", uuid)
         > 0;
}

static gpointer
save (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  for (guint i = 0; i < change->drafts->len; i++)
    {
      const PfDraft *draft = g_ptr_array_index (change->drafts, i);
      g_autoptr (GError) problem = NULL;

      if (is_being_pinned (db, draft->uuid, &problem))
        continue;
      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      if (!pf_draft_save (db, draft, change->now, error))
        return NULL;
    }
  return PF_DB_OK;
}

static gpointer delete (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  for (guint i = 0; change->uuids[i] != NULL; i++)
    if (!pf_db_exec (db, error, "DELETE FROM draft WHERE uuid = ?", "s", change->uuids[i]))
      return NULL;
  return PF_DB_OK;
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pf_store_touch (g_task_get_source_object (task), PF_STORE_DRAFTS);
  g_task_return_boolean (task, TRUE);
}

/* @task is taken over. A change that was committed is reported so, cancelled or not. */
static void
run_change (PfStore *self, GTask *task, PfDbFunc func, Change *change)
{
  g_task_set_check_cancellable (task, FALSE);
  change->now = pf_clock_now (pf_context_get_clock (pf_store_get_context (self)));
  pf_db_run_async (pf_store_get_db (self), PF_DB_WRITE, func, change, change_free, NULL,
                   g_task_get_cancellable (task), on_changed, task);
}

/**
 * pf_store_save_draft_async:
 * @self: a store
 * @draft: copied before the call returns; its blob, if any, must be kept already
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Inserts or replaces a draft; ends when it is committed and synced. One that the outbox has taken
 * to pin it is left to the outbox.
 */
void
pf_store_save_draft_async (PfStore *self,
                           const PfDraft *draft,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, (gpointer)draft);
  pf_store_save_drafts_async (self, one, cancellable, callback, user_data);
}

/**
 * pf_store_save_drafts_async:
 * @self: a store
 * @drafts: (element-type PfDraft): copied before the call returns; their blobs must be kept already
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Inserts or replaces many in one transaction; for pf_store_save_draft_finish().
 */
void
pf_store_save_drafts_async (PfStore *self,
                            GPtrArray *drafts,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, pf_store_save_draft_async);
  change->drafts = g_ptr_array_new_with_free_func (draft_unref);
  for (guint i = 0; i < drafts->len; i++)
    g_ptr_array_add (change->drafts, pf_draft_copy (g_ptr_array_index (drafts, i)));
  run_change (self, task, save, change);
}

/**
 * pf_store_save_draft_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it is saved
 */
gboolean
pf_store_save_draft_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * pf_store_delete_draft_async:
 * @self: a store
 * @uuid: of a draft; one that is gone is no error
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Removes a draft; its text is overwritten in the file (safety.md DB-6).
 */
void
pf_store_delete_draft_async (PfStore *self,
                             const char *uuid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const char *one[] = { uuid, NULL };

  pf_store_delete_drafts_async (self, one, cancellable, callback, user_data);
}

/**
 * pf_store_delete_drafts_async:
 * @self: a store
 * @uuids: (array zero-terminated=1): of drafts; those that are gone are no error
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Removes many in one transaction; for pf_store_delete_draft_finish().
 */
void
pf_store_delete_drafts_async (PfStore *self,
                              const char *const *uuids,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, pf_store_delete_draft_async);
  change->uuids = g_strdupv ((char **)uuids);
  run_change (self, task, delete, change);
}

/**
 * pf_store_delete_draft_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it is gone
 */
gboolean
pf_store_delete_draft_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
text_or_empty (sqlite3_stmt *stmt, int column)
{
  char *text = pf_db_column_text (stmt, column);

  return text != NULL ? text : g_strdup ("");
}

static gpointer
list (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func (draft_unref);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean row;

  stmt = pf_db_prepare (
      db, error,
      "SELECT uuid, connection_id, board_uuid, section_uuid, title, description, alt_text, link, "
      "blob, picture_name, width, height, media, group_uuid, group_position, own_fields, problem, "
      "created_at, modified_at FROM draft "
      "ORDER BY created_at DESC, rowid DESC",
      NULL);
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *media = NULL;
      PfDraft *draft;

      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&drafts);
      draft = draft_alloc ();
      g_ptr_array_add (drafts, draft);
      draft->uuid = pf_db_column_text (stmt, 0);
      draft->connection_id = pf_db_column_text (stmt, 1);
      draft->board_uuid = pf_db_column_text (stmt, 2);
      draft->section_uuid = pf_db_column_text (stmt, 3);
      draft->title = text_or_empty (stmt, 4);
      draft->description = text_or_empty (stmt, 5);
      draft->alt_text = text_or_empty (stmt, 6);
      draft->link = text_or_empty (stmt, 7);
      draft->blob = pf_db_column_text (stmt, 8);
      draft->picture_name = pf_db_column_text (stmt, 9);
      draft->width = sqlite3_column_int (stmt, 10);
      draft->height = sqlite3_column_int (stmt, 11);
      media = pf_db_column_text (stmt, 12);
      pf_pin_media_from_json (&draft->media, media);
      draft->group_uuid = pf_db_column_text (stmt, 13);
      draft->group_position = sqlite3_column_int (stmt, 14);
      draft->own_fields = (guint)sqlite3_column_int (stmt, 15);
      draft->problem = pf_db_column_text (stmt, 16);
      draft->created_at = sqlite3_column_int64 (stmt, 17);
      draft->modified_at = sqlite3_column_int64 (stmt, 18);
    }
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *drafts = pf_db_run_finish (PF_DB (source), result, &error);

  if (drafts == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, drafts, array_unref);
}

/**
 * pf_store_list_drafts_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 */
void
pf_store_list_drafts_async (PfStore *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_store_list_drafts_async);
  pf_db_run_async (pf_store_get_db (self), PF_DB_READ, list, NULL, NULL, array_unref, cancellable,
                   on_listed, task);
}

/**
 * pf_store_list_drafts_finish:
 * @self: a store
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (element-type PfDraft): newest first, of all connections
 */
GPtrArray *
pf_store_list_drafts_finish (PfStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
