/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-notes.h"

#define MAX_TEXT 500

typedef struct
{
  char *connection_id, *uuid, *text;
  PfDay from, to;
  gint64 now;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->connection_id);
  g_free (work->uuid);
  g_free (work->text);
  g_free (work);
}

/**
 * pf_insight_note_free:
 * @self: (transfer full): a note
 */
void
pf_insight_note_free (PfInsightNote *self)
{
  g_free (self->uuid);
  g_free (self->text);
  g_free (self);
}

static gpointer
list (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  g_autoptr (GPtrArray) notes
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_insight_note_free);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT uuid, day, text FROM day_note WHERE connection_id = ? AND day >= ?"
                       " AND day <= ? ORDER BY day, modified_at, uuid",
                       "sii", work->connection_id, (gint64)work->from, (gint64)work->to);
  gboolean row = stmt != NULL;

  while (row)
    {
      PfInsightNote *note;

      if (!pf_db_step (stmt, &row, error))
        return NULL;
      if (!row)
        break;
      note = g_new0 (PfInsightNote, 1);
      note->uuid = pf_db_column_text (stmt, 0);
      note->day = (PfDay)sqlite3_column_int (stmt, 1);
      note->text = pf_db_column_text (stmt, 2);
      g_ptr_array_add (notes, note);
    }
  return stmt != NULL ? g_steal_pointer (&notes) : NULL;
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
  GPtrArray *notes = pf_db_run_finish (PF_DB (source), result, &error);

  if (notes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, notes, array_unref);
}

/**
 * pf_insight_notes_list_async: (skip)
 * @store: the user's own work
 * @connection_id: of whom
 * @from: first day
 * @to: last day
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * What the user wrote on these days.
 */
void
pf_insight_notes_list_async (PfStore *store,
                             const char *connection_id,
                             PfDay from,
                             PfDay to,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_task_set_source_tag (task, pf_insight_notes_list_async);
  work->connection_id = g_strdup (connection_id);
  work->from = from;
  work->to = to;
  pf_db_run_async (pf_store_get_db (store), PF_DB_READ, list, work, work_free, array_unref,
                   cancellable, on_listed, task);
}

GPtrArray *
pf_insight_notes_list_finish (PfStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
set (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  gboolean ok;

  if (*work->text == '\0')
    ok = pf_db_exec (db, error, "DELETE FROM day_note WHERE uuid = ? AND connection_id = ?", "ss",
                     work->uuid, work->connection_id);
  else
    ok = pf_db_exec (
        db, error,
        "INSERT INTO day_note (uuid, connection_id, day, text, modified_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET"
        " day = excluded.day, text = excluded.text, modified_at = excluded.modified_at",
        "ssisi", work->uuid, work->connection_id, (gint64)work->from, work->text, work->now);
  return ok ? PF_DB_OK : NULL;
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * pf_insight_notes_set_async: (skip)
 * @store: the user's own work
 * @connection_id: of whom
 * @uuid: (nullable): of a note there is; %NULL for another one
 * @day: where it stands
 * @text: what it says, cut after 500 characters; "" takes it away
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Writes a note.
 */
void
pf_insight_notes_set_async (PfStore *store,
                            const char *connection_id,
                            const char *uuid,
                            PfDay day,
                            const char *text,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (store, NULL, callback, user_data);
  PfContext *context = pf_store_get_context (store);
  Work *work = g_new0 (Work, 1);

  g_task_set_source_tag (task, pf_insight_notes_set_async);
  work->connection_id = g_strdup (connection_id);
  work->uuid = uuid != NULL ? g_strdup (uuid) : pf_random_uuid (pf_context_get_random (context));
  work->text = g_utf8_strlen (text, -1) > MAX_TEXT ? g_utf8_substring (text, 0, MAX_TEXT)
                                                   : g_strdup (text);
  work->from = day;
  work->now = pf_clock_now (pf_context_get_clock (context));
  pf_db_run_async (pf_store_get_db (store), PF_DB_WRITE, set, work, work_free, NULL, NULL, on_set,
                   task);
}

gboolean
pf_insight_notes_set_finish (PfStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
