/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-setup.h"

#include "core/api/pf-json.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *kind;
  PfSetupProgress *progress; /* nullable */
  gint64 now;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->kind);
  pf_setup_progress_free (work->progress);
  g_free (work);
}

/**
 * pf_setup_progress_new:
 *
 * Returns: (transfer full): progress that has not begun
 */
PfSetupProgress *
pf_setup_progress_new (void)
{
  PfSetupProgress *self = g_new0 (PfSetupProgress, 1);

  self->step = g_strdup ("");
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * pf_setup_progress_free:
 * @self: (transfer full) (nullable): progress
 *
 * Frees it.
 */
void
pf_setup_progress_free (PfSetupProgress *self)
{
  if (self == NULL)
    return;
  g_free (self->step);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_free (self);
}

static PfSetupProgress *
progress_copy (const PfSetupProgress *self)
{
  PfSetupProgress *copy = pf_setup_progress_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_free (copy->step);
  copy->step = g_strdup (self->step);
  copy->waiting_since = self->waiting_since;
  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->answers, g_strdup (key), g_strdup (value));
  return copy;
}

static char *
answers_to_json (GHashTable *answers)
{
  GString *json = g_string_new ("{");
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, answers);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (json->len > 1)
        g_string_append_c (json, ',');
      pf_json_append_string (json, key);
      g_string_append_c (json, ':');
      pf_json_append_string (json, value);
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static void
read_answers (GHashTable *answers, const char *json)
{
  g_autoptr (PfJson) object = pf_json_parse_object (json, -1, NULL);

  for (const PfJson *at = pf_json_first (object); at != NULL; at = pf_json_next (object, at))
    if (at->kind == PF_JSON_TEXT)
      g_hash_table_insert (answers, g_strdup (at->name), g_strdup (at->text));
}

static gpointer
load_row (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error, "SELECT step, answers, waiting_since FROM setup WHERE kind = ?",
                       "s", work->kind);
  PfSetupProgress *progress;
  gboolean row;

  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return NULL;
  progress = pf_setup_progress_new ();
  if (row)
    {
      g_autofree char *answers = pf_db_column_text (stmt, 1);

      g_free (progress->step);
      progress->step = pf_db_column_text (stmt, 0);
      progress->waiting_since = sqlite3_column_int64 (stmt, 2);
      read_answers (progress->answers, answers);
    }
  return progress;
}

static gpointer
save_row (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autofree char *answers = answers_to_json (work->progress->answers);

  if (!pf_db_exec (db, error,
                   "INSERT INTO setup (kind, step, answers, waiting_since, modified_at) "
                   "VALUES (?, ?, ?, NULLIF (?, 0), ?) ON CONFLICT (kind) DO UPDATE SET "
                   "step = excluded.step, answers = excluded.answers, "
                   "waiting_since = excluded.waiting_since, modified_at = excluded.modified_at",
                   "sssii", work->kind, work->progress->step, answers,
                   work->progress->waiting_since, work->now))
    return NULL;
  return PF_DB_OK;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  gpointer progress = pf_db_run_finish (PF_DB (source), result, &error);

  if (progress == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, progress, (GDestroyNotify)pf_setup_progress_free);
}

/**
 * pf_setup_load_async:
 * @store: the store
 * @kind: id of a kind of connection
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Reads how far somebody came.
 */
void
pf_setup_load_async (PfStore *store,
                     const char *kind,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_task_set_source_tag (task, pf_setup_load_async);
  work->kind = g_strdup (kind);
  pf_db_run_async (pf_store_get_db (store), PF_DB_READ, load_row, work, work_free,
                   (GDestroyNotify)pf_setup_progress_free, cancellable, on_loaded, task);
}

/**
 * pf_setup_load_finish:
 * @store: the store
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): progress; with an empty step when nobody began
 */
PfSetupProgress *
pf_setup_load_finish (PfStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pf_store_touch (g_task_get_source_object (task), PF_STORE_SETUP);
  g_task_return_boolean (task, TRUE);
}

/**
 * pf_setup_save_async:
 * @store: the store
 * @kind: id of a kind of connection
 * @progress: what to keep; copied. Never put a secret into it
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Keeps how far somebody came, so that the wait for approval survives a restart
 * (requirements.md AL-9).
 */
void
pf_setup_save_async (PfStore *store,
                     const char *kind,
                     const PfSetupProgress *progress,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_task_set_source_tag (task, pf_setup_save_async);
  work->kind = g_strdup (kind);
  work->progress = progress_copy (progress);
  work->now = pf_clock_now (pf_context_get_clock (pf_store_get_context (store)));
  pf_db_run_async (pf_store_get_db (store), PF_DB_WRITE, save_row, work, work_free, NULL,
                   cancellable, on_saved, task);
}

/**
 * pf_setup_save_finish:
 * @store: the store
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether it was kept
 */
gboolean
pf_setup_save_finish (PfStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
