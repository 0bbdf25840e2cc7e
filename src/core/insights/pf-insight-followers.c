/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"

/* Counts of the account are of the moment: the service has no history of them. So they are put down
 * once a day, and only where the user keeps analytics. */

typedef struct
{
  PfDay today;
} Note;

static PfInsightHistoryKey
get_key (PfInsights *self)
{
  return (PfInsightHistoryKey){ .connection_id = pf_connection_get_id (self->connection),
                                .subject = PF_INSIGHT_HISTORY_COUNTS,
                                .filter = "" };
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfInsights *self = g_task_get_source_object (task);
  const Note *note = g_task_get_task_data (task);
  GError *error = NULL;

  if (pf_insight_history_put_finish (PF_STORE (source), result, &error))
    {
      self->noted = note->today;
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
set (PfMetricTableBuilder *builder, PfDay day, const char *name, gint64 count)
{
  if (count >= 0)
    pf_metric_table_builder_set (builder, day, name, (double)count);
}

static void
on_account (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfInsights *self = g_task_get_source_object (task);
  const Note *note = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PfAccount) account = pf_client_get_account_finish (PF_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) tables = NULL;
  PfMetricTableBuilder *builder;
  PfInsightHistoryKey key = get_key (self);

  if (account == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  builder = pf_metric_table_builder_new ("all");
  pf_metric_table_builder_add_day (builder, note->today, PF_DATA_READY);
  set (builder, note->today, PF_INSIGHT_HISTORY_FOLLOWERS, account->follower_count);
  set (builder, note->today, PF_INSIGHT_HISTORY_FOLLOWING, account->following_count);
  set (builder, note->today, PF_INSIGHT_HISTORY_MONTHLY_VIEWS, account->monthly_views);
  set (builder, note->today, PF_INSIGHT_HISTORY_PINS, account->pin_count);
  set (builder, note->today, PF_INSIGHT_HISTORY_BOARDS, account->board_count);
  tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);
  g_ptr_array_add (tables, pf_metric_table_builder_end (builder));
  /* It may have been wiped meanwhile. */
  if (!self->keep)
    g_task_return_boolean (task, FALSE);
  else
    pf_insight_history_put_async (self->store, &key, tables,
                                  pf_clock_now (pf_context_get_clock (self->context)), on_put,
                                  g_steal_pointer (&task));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfInsights *self = g_task_get_source_object (task);
  const Note *note = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) tables = pf_insight_history_read_finish (PF_STORE (source), result, &error);

  if (tables == NULL)
    g_task_return_error (task, error);
  else if (tables->len > 0)
    {
      self->noted = note->today;
      g_task_return_boolean (task, FALSE);
    }
  else
    pf_client_get_account_async (pf_connection_get_client (self->connection),
                                 PF_PRIORITY_BACKGROUND, cancellable, on_account,
                                 g_steal_pointer (&task));
}

/**
 * pf_insights_note_followers_async:
 * @self: numbers
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Puts today's counts of followers, views, pins and boards into the history, if analytics are kept
 * and no process has done so today.
 */
void
pf_insights_note_followers_async (PfInsights *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Note *note = g_new0 (Note, 1);
  PfInsightHistoryKey key = get_key (self);

  note->today = pf_insights_get_today (self);
  g_task_set_source_tag (task, pf_insights_note_followers_async);
  g_task_set_task_data (task, note, g_free);
  if (!self->keep || self->noted == note->today)
    {
      g_task_return_boolean (task, FALSE);
      g_object_unref (task);
      return;
    }
  pf_insight_history_read_async (self->store, &key, note->today, note->today, cancellable, on_read,
                                 task);
}

/**
 * pf_insights_note_followers_finish:
 * @self: numbers
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether something was put down now
 */
gboolean
pf_insights_note_followers_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
