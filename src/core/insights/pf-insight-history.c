/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-history.h"

#include "core/store/pf-choices.h"

#include <math.h>

/* What a piece of work on the database needs. */
typedef struct
{
  char *connection_id, *subject, *filter;
  PfDay from, to;
  gint64 told_at;
  GPtrArray *tables;
} Work;

static Work *
work_new (const PfInsightHistoryKey *key)
{
  Work *work = g_new0 (Work, 1);

  work->connection_id = g_strdup (key->connection_id);
  work->subject = g_strdup (key->subject);
  work->filter = g_strdup (key->filter);
  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->connection_id);
  g_free (work->subject);
  g_free (work->filter);
  g_clear_pointer (&work->tables, g_ptr_array_unref);
  g_free (work);
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

/* The result's destroy function is the task's data, as the writes have none. */
static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GDestroyNotify free_func = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = pf_db_run_finish (PF_DB (source), result, &error);

  if (value == NULL)
    g_task_return_error (task, error);
  else if (free_func != NULL)
    g_task_return_pointer (task, value, free_func);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run (PfStore *store,
     PfDbMode mode,
     PfDbFunc func,
     Work *work,
     GDestroyNotify result_free,
     gpointer tag,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, (gpointer)result_free, NULL);
  pf_db_run_async (pf_store_get_db (store), mode, func, work, work_free, result_free, cancellable,
                   on_done, task);
}

/* Putting */

/* Nothing is written for who did not choose it, and nothing after it was wiped. */
static gboolean
is_wanted (sqlite3 *db, const Work *work, gboolean *wanted, GError **error)
{
  GError *problem = NULL;
  gint64 n = pf_db_get_int (db, &problem,
                            "SELECT count(*) FROM kept WHERE connection_id = ? AND (what & ?) != 0",
                            "si", work->connection_id, (gint64)PF_KEEP_ANALYTICS);

  *wanted = n > 0;
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
put_day (
    sqlite3_stmt *stmt, const Work *work, const PfMetricTable *table, guint row, GError **error)
{
  PfDay day = g_array_index (table->days, PfDay, row);
  PfDataStatus status = (PfDataStatus)g_array_index (table->statuses, guint8, row);
  gboolean more;

  for (guint i = 0; i < table->names->len; i++)
    {
      double value = table->values[(gsize)row * table->names->len + i];

      if (!isnan (value)
          && (!pf_db_rebind (stmt, error, "sssssidii", work->connection_id, work->subject,
                             work->filter, table->key,
                             (const char *)g_ptr_array_index (table->names, i), (gint64)day, value,
                             (gint64)(status == PF_DATA_ESTIMATE), work->told_at)
              || !pf_db_step (stmt, &more, error)))
        return FALSE;
    }
  return TRUE;
}

static gpointer
put (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  gboolean wanted;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  if (!is_wanted (db, work, &wanted, error))
    return NULL;
  if (!wanted)
    return PF_DB_OK;
  /* What stands is not replaced by a guess; what did not change is not written again. */
  stmt = pf_db_prepare (
      db, error,
      "INSERT INTO metric_day (connection_id, subject, filter, part, metric, day, value, estimate,"
      " told_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET value = excluded.value, estimate = excluded.estimate,"
      "  told_at = excluded.told_at"
      " WHERE excluded.told_at >= told_at AND (excluded.estimate = 0 OR estimate = 1)"
      "  AND (excluded.value != value OR excluded.estimate != estimate)",
      NULL);
  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < work->tables->len; i++)
    {
      const PfMetricTable *table = g_ptr_array_index (work->tables, i);

      for (guint row = 0; row < table->days->len; row++)
        if (!put_day (stmt, work, table, row, error))
          return NULL;
    }
  return PF_DB_OK;
}

/**
 * pf_insight_history_put_async: (skip)
 * @store: the user's own work
 * @key: of what
 * @tables: (element-type PfMetricTable): what was told; days without numbers are passed over
 * @told_at: when, us; what was told before what is there does not replace it
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Adds to the history, if the user wants analytics of this connection kept; else it does nothing.
 */
void
pf_insight_history_put_async (PfStore *store,
                              const PfInsightHistoryKey *key,
                              GPtrArray *tables,
                              gint64 told_at,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Work *work = work_new (key);

  work->tables = g_ptr_array_ref (tables);
  work->told_at = told_at;
  run (store, PF_DB_WRITE, put, work, NULL, pf_insight_history_put_async, NULL, callback,
       user_data);
}

gboolean
pf_insight_history_put_finish (PfStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Reading */

/* A day is an estimate as long as one of its numbers is. */
static void
read_row (PfMetricTableBuilder *builder, sqlite3_stmt *stmt, PfDay *last, gboolean *estimate)
{
  PfDay day = (PfDay)sqlite3_column_int (stmt, 1);

  *estimate = (day == *last && *estimate) || sqlite3_column_int (stmt, 4) != 0;
  *last = day;
  pf_metric_table_builder_add_day (builder, day, *estimate ? PF_DATA_ESTIMATE : PF_DATA_READY);
  pf_metric_table_builder_set (builder, day, (const char *)sqlite3_column_text (stmt, 2),
                               sqlite3_column_double (stmt, 3));
}

static gboolean
read_rows (sqlite3_stmt *stmt, GPtrArray *tables, GError **error)
{
  PfMetricTableBuilder *builder = NULL;
  g_autofree char *part = NULL;
  PfDay last = PF_DAY_NONE;
  gboolean row = FALSE, estimate = FALSE, ok;

  while ((ok = pf_db_step (stmt, &row, error)) && row)
    {
      const char *next = (const char *)sqlite3_column_text (stmt, 0);

      if (builder == NULL || g_strcmp0 (part, next) != 0)
        {
          if (builder != NULL)
            g_ptr_array_add (tables, pf_metric_table_builder_end (builder));
          builder = pf_metric_table_builder_new (next);
          g_free (part);
          part = g_strdup (next);
          last = PF_DAY_NONE;
        }
      read_row (builder, stmt, &last, &estimate);
    }
  if (builder != NULL)
    g_ptr_array_add (tables, pf_metric_table_builder_end (builder));
  return ok;
}

static gpointer
read_days (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  g_autoptr (GPtrArray) tables
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT part, day, metric, value, estimate FROM metric_day"
                       " WHERE connection_id = ? AND subject = ? AND filter = ? AND day >= ?"
                       " AND day <= ? ORDER BY part, day, metric",
                       "sssii", work->connection_id, work->subject, work->filter,
                       (gint64)work->from, (gint64)work->to);

  if (stmt == NULL || !read_rows (stmt, tables, error))
    return NULL;
  return g_steal_pointer (&tables);
}

/**
 * pf_insight_history_read_async: (skip)
 * @store: the user's own work
 * @key: of what
 * @from: first day
 * @to: last day
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Reads what is kept.
 */
void
pf_insight_history_read_async (PfStore *store,
                               const PfInsightHistoryKey *key,
                               PfDay from,
                               PfDay to,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Work *work = work_new (key);

  work->from = from;
  work->to = to;
  run (store, PF_DB_READ, read_days, work, array_unref, pf_insight_history_read_async, cancellable,
       callback, user_data);
}

GPtrArray *
pf_insight_history_read_finish (PfStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Age, and the end of it */

static gpointer
get_age (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  g_autofree PfInsightHistoryAge *age = g_new0 (PfInsightHistoryAge, 1);
  g_autoptr (sqlite3_stmt) stmt
      = pf_db_prepare (db, error,
                       "SELECT min(day), max(day), count(DISTINCT day), max(told_at), count(*),"
                       " min(CASE WHEN subject = '' AND filter = '' THEN day END)"
                       " FROM metric_day WHERE connection_id = ?",
                       "s", work->connection_id);
  gboolean row;

  if (stmt == NULL || !pf_db_step (stmt, &row, error))
    return NULL;
  age->n_values = sqlite3_column_int64 (stmt, 4);
  age->n_days = sqlite3_column_int64 (stmt, 2);
  age->told_at = sqlite3_column_int64 (stmt, 3);
  age->first = age->n_values > 0 ? (PfDay)sqlite3_column_int (stmt, 0) : PF_DAY_NONE;
  age->last = age->n_values > 0 ? (PfDay)sqlite3_column_int (stmt, 1) : PF_DAY_NONE;
  age->account_first = sqlite3_column_type (stmt, 5) != SQLITE_NULL
                           ? (PfDay)sqlite3_column_int (stmt, 5)
                           : PF_DAY_NONE;
  return g_steal_pointer (&age);
}

/**
 * pf_insight_history_get_age_async: (skip)
 * @store: the user's own work
 * @connection_id: of whom
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * How much history there is.
 */
void
pf_insight_history_get_age_async (PfStore *store,
                                  const char *connection_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  PfInsightHistoryKey key = { .connection_id = connection_id };

  run (store, PF_DB_READ, get_age, work_new (&key), g_free, pf_insight_history_get_age_async,
       cancellable, callback, user_data);
}

gboolean
pf_insight_history_get_age_finish (PfStore *store,
                                   GAsyncResult *result,
                                   PfInsightHistoryAge *age,
                                   GError **error)
{
  g_autofree PfInsightHistoryAge *found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  *age = *found;
  return TRUE;
}

static gpointer
wipe (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;

  return pf_db_exec (db, error, "DELETE FROM metric_day WHERE connection_id = ?", "s",
                     work->connection_id)
             ? PF_DB_OK
             : NULL;
}

/**
 * pf_insight_history_wipe_async: (skip)
 * @store: the user's own work
 * @connection_id: of whom
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Removes the history; `secure_delete` overwrites it. Whether it begins anew is another choice.
 */
void
pf_insight_history_wipe_async (PfStore *store,
                               const char *connection_id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  PfInsightHistoryKey key = { .connection_id = connection_id };

  run (store, PF_DB_WRITE, wipe, work_new (&key), NULL, pf_insight_history_wipe_async, NULL,
       callback, user_data);
}

gboolean
pf_insight_history_wipe_finish (PfStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
