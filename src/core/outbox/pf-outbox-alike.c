/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/media/pf-media-fingerprint.h"
#include "core/outbox/pf-outbox-private.h"

/* Whether a picture was pinned from here before: what it looks like, compared with what the
 * outbox and its history remember of theirs. */

typedef struct
{
  char *blob, *connection_id;
  PfMediaEdit edit;
  guint64 fingerprint;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->blob);
  g_free (search->connection_id);
  g_free (search);
}

static gpointer
find (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Search *search = data;
  g_autofree char *sql = g_strconcat (
      pf_outbox_select,
      " WHERE o.connection_id = ? AND o.op = 'create-pin' AND o.fingerprint IS NOT "
      "NULL AND o.state NOT IN ('undone', 'discarded', 'failed') ORDER BY o.seq DESC",
      NULL);
  g_autoptr (sqlite3_stmt) stmt = pf_db_prepare (db, error, sql, "s", search->connection_id);
  gboolean more = FALSE;

  if (stmt == NULL)
    return NULL;
  while (pf_db_step (stmt, &more, error) && more)
    {
      PfOutboxRecord *record = pf_outbox_record_from_stmt (stmt);

      if (pf_media_fingerprint_distance (record->fingerprint, search->fingerprint)
          <= PF_MEDIA_FINGERPRINT_NEAR)
        return record;
      pf_outbox_record_unref (record);
    }
  return NULL;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfOutbox *self = g_task_get_source_object (task);
  PfOutboxRow *row = pf_outbox_run_finish (self, source, result, NULL);

  g_task_return_pointer (task, row, row != NULL ? (GDestroyNotify)pf_outbox_row_unref : NULL);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Search *search = g_task_get_task_data (task);
  g_autoptr (PfPrepared) picture
      = PF_DELIVERY_GET_IFACE (source)->prepare_finish (PF_DELIVERY (source), result, NULL);

  if (picture == NULL || self->stopped)
    {
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
      return;
    }
  search->fingerprint = picture->fingerprint;
  pf_outbox_run (self, PF_DB_READ, find, search, NULL, (GDestroyNotify)pf_outbox_row_unref,
                 on_found, task);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfOutbox *self = g_task_get_source_object (task);
  Search *search = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = pf_store_load_blob_finish (PF_STORE (source), result, NULL);

  if (bytes == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
    }
  else
    PF_DELIVERY_GET_IFACE (self->delivery)
        ->prepare_async (self->delivery, bytes, &search->edit, g_task_get_cancellable (task),
                         on_prepared, task);
}

/**
 * pf_outbox_find_alike_async:
 * @self: an outbox
 * @draft: a draft with a picture and an account
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks for a pin of the same account whose picture looks like the draft's
 * (PF_MEDIA_FINGERPRINT_NEAR).
 */
void
pf_outbox_find_alike_async (PfOutbox *self,
                            const PfDraft *draft,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_task_set_source_tag (task, pf_outbox_find_alike_async);
  g_task_set_task_data (task, search, search_free);
  search->blob = g_strdup (draft->blob);
  search->connection_id = g_strdup (draft->connection_id);
  search->edit = draft->media.edit;
  pf_store_load_blob_async (self->store, draft->blob, cancellable, on_loaded, task);
}

/**
 * pf_outbox_find_alike_finish:
 * @self: an outbox
 * @result: a result
 *
 * Returns: (transfer full) (nullable): the row of a pin that looks the same
 */
PfOutboxRow *
pf_outbox_find_alike_finish (PfOutbox *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
