/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"

#include "core/base/pf-error.h"
#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-metric-sum.h"

#include <glib/gi18n-lib.h>

/* One question: what is asked of the service, then what the history has beside it. */
typedef struct
{
  PfInsightQuery *query;
  PfInsightReply *reply;
  char *filter;
  char **metrics;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  pf_insight_query_unref (ask->query);
  g_clear_pointer (&ask->reply, pf_insight_reply_unref);
  g_free (ask->filter);
  g_strfreev (ask->metrics);
  g_free (ask);
}

static void
done (GTask *task)
{
  Ask *ask = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&ask->reply),
                         (GDestroyNotify)pf_insight_reply_unref);
  g_object_unref (task);
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* History */

static gboolean
has_history (const PfInsights *self, const Ask *ask)
{
  return self->keep && ask->query->kind == PF_INSIGHT_ACCOUNT;
}

static PfInsightHistoryKey
get_history_key (const PfInsights *self, const Ask *ask)
{
  return (PfInsightHistoryKey){ .connection_id = pf_connection_get_id (self->connection),
                                .subject = "",
                                .filter = ask->filter };
}

static void
on_history (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Ask *ask = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) kept = pf_insight_history_read_finish (PF_STORE (source), result, &error);
  gboolean any = kept != NULL && kept->len > 0;

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The history cannot be read: %s", error->message);
  if (!any && ask->reply->problem != NULL)
    {
      fail (task, g_steal_pointer (&ask->reply->problem));
      return;
    }
  if (any)
    {
      GPtrArray *merged = pf_insight_history_merge (kept, ask->reply->tables);

      g_ptr_array_unref (ask->reply->tables);
      ask->reply->tables = merged;
      ask->reply->from = ask->query->from;
      if (ask->reply->to == PF_DAY_NONE)
        ask->reply->to = ask->query->to;
    }
  done (task);
}

static void
read_history (GTask *task)
{
  PfInsights *self = g_task_get_source_object (task);
  Ask *ask = g_task_get_task_data (task);
  PfInsightHistoryKey key = get_history_key (self, ask);

  pf_insight_history_read_async (self->store, &key, ask->query->from, ask->query->to,
                                 g_task_get_cancellable (task), on_history, task);
}

/* Takes over @error. */
static void
no_answer (GTask *task, GError *error)
{
  PfInsights *self = g_task_get_source_object (task);
  Ask *ask = g_task_get_task_data (task);

  if (!has_history (self, ask) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, error);
      return;
    }
  ask->reply->problem = error;
  ask->reply->from = ask->reply->to = PF_DAY_NONE;
  ask->reply->live_from = PF_DAY_NONE;
  read_history (task);
}

/* Only now it is answered: who asks next finds these days in the history. */
static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Ask *ask = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!pf_insight_history_put_finish (PF_STORE (source), result, &error))
    g_warning ("The history cannot be added to: %s", error->message);
  if (ask->query->from < ask->reply->live_from)
    read_history (task);
  else
    done (task);
}

static void
answered (GTask *task)
{
  PfInsights *self = g_task_get_source_object (task);
  Ask *ask = g_task_get_task_data (task);
  PfInsightHistoryKey key = get_history_key (self, ask);

  pf_connection_note_success (self->connection, "analytics");
  if (!has_history (self, ask))
    {
      done (task);
      return;
    }
  pf_insight_history_put_async (self->store, &key, ask->reply->tables, ask->reply->fetched_at,
                                on_put, task);
}

/* The service */

static void
take_error (GTask *task, GError *error)
{
  PfInsights *self = g_task_get_source_object (task);

  /* That a read was refused says nothing about what the account may write. */
  if (!g_error_matches (error, PF_ERROR, PF_ERROR_TRIAL)
      && !g_error_matches (error, PF_ERROR, PF_ERROR_FEATURE))
    pf_connection_note_error (self->connection, error, "analytics");
  no_answer (task, error);
}

static void
on_account (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Ask *ask = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *tables = pf_client_get_account_analytics_finish (PF_CLIENT (source), result, &error);

  if (tables == NULL)
    {
      take_error (task, error);
      return;
    }
  g_ptr_array_unref (ask->reply->tables);
  ask->reply->tables = tables;
  answered (task);
}

static void
on_top (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Ask *ask = g_task_get_task_data (task);
  GError *error = NULL;

  ask->reply->top = ask->query->kind == PF_INSIGHT_TOP_PINS
                        ? pf_client_get_top_pins_finish (PF_CLIENT (source), result, &error)
                        : pf_client_get_top_video_pins_finish (PF_CLIENT (source), result, &error);
  if (ask->reply->top == NULL)
    take_error (task, error);
  else
    answered (task);
}

/* Worker: the sum of all pins, for each part of the split. */
static void
add_up (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfInsightReply *reply = data;
  g_autoptr (GHashTable) parts
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  GHashTableIter iter;
  gpointer key, tables;

  g_hash_table_iter_init (&iter, reply->pins);
  while (g_hash_table_iter_next (&iter, NULL, &tables))
    for (guint i = 0; i < ((GPtrArray *)tables)->len; i++)
      {
        PfMetricTable *table = g_ptr_array_index ((GPtrArray *)tables, i);
        GPtrArray *part = g_hash_table_lookup (parts, table->key);

        if (part == NULL)
          g_hash_table_insert (parts, table->key, part = g_ptr_array_new ());
        g_ptr_array_add (part, table);
      }
  g_hash_table_iter_init (&iter, parts);
  while (g_hash_table_iter_next (&iter, &key, &tables))
    g_ptr_array_add (reply->tables, pf_metric_tables_add (tables, key));
  g_task_return_boolean (task, TRUE);
}

static void
on_added_up (GObject *source, GAsyncResult *result, gpointer data)
{
  answered (data);
}

static void
on_pins (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfInsights *self = PF_INSIGHTS (source);
  Ask *ask = g_task_get_task_data (task);
  GError *error = NULL;
  GTask *adding;

  ask->reply->pins = pf_insight_pins_finish (self, result, &error);
  if (ask->reply->pins == NULL)
    {
      take_error (task, error);
      return;
    }
  ask->reply->n_answered = g_hash_table_size (ask->reply->pins);
  /* Without a source: a worker lets go of its task late, and would be the one to end what it has.
   */
  adding = g_task_new (NULL, NULL, on_added_up, task);
  g_task_set_source_tag (adding, on_pins);
  g_task_set_task_data (adding, pf_insight_reply_ref (ask->reply),
                        (GDestroyNotify)pf_insight_reply_unref);
  g_task_run_in_thread (adding, add_up);
  g_object_unref (adding);
}

/* A rate over days is made of what it counts and of impressions: those are asked for with it. */
static char **
complete_metrics (char **metrics)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n_asked = metrics != NULL ? g_strv_length (metrics) : 0;

  for (guint i = 0; i < n_asked; i++)
    g_ptr_array_add (names, g_strdup (metrics[i]));
  for (guint i = 0; i < n_asked; i++)
    {
      g_autofree char *base = pf_metric_dup_base (metrics[i]);

      if (base == NULL)
        continue;
      if (!g_ptr_array_find_with_equal_func (names, base, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&base));
      if (!g_ptr_array_find_with_equal_func (names, "IMPRESSION", g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup ("IMPRESSION"));
    }
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_steal (names, NULL);
}

static char **
dup_some_pins (char **pin_ids)
{
  char **some = g_strdupv (pin_ids);
  guint n = g_strv_length (some);

  for (guint i = PF_INSIGHT_MAX_PINS; i < n; i++)
    g_clear_pointer (&some[i], g_free);
  return some;
}

static void
ask_pins (GTask *task, PfAnalyticsQuery *wire)
{
  PfInsights *self = g_task_get_source_object (task);
  Ask *ask = g_task_get_task_data (task);
  g_auto (GStrv) some = NULL;

  if (ask->query->pin_ids == NULL || ask->query->pin_ids[0] == NULL)
    {
      fail (task, g_error_new_literal (PF_ERROR, PF_ERROR_INVALID, _ ("No pin is named")));
      return;
    }
  if (wire->metrics == NULL)
    wire->metrics = pf_insight_list_metrics (PF_INSIGHT_PINS);
  some = dup_some_pins (ask->query->pin_ids);
  ask->reply->n_asked = g_strv_length (ask->query->pin_ids);
  pf_insight_pins_async (self, some, wire, g_task_get_cancellable (task), on_pins, task);
}

static const char *
get_split (const PfInsightQuery *query)
{
  return g_strcmp0 (query->split, "NO_SPLIT") != 0 ? query->split : NULL;
}

static void
send (GTask *task)
{
  PfInsights *self = g_task_get_source_object (task);
  Ask *ask = g_task_get_task_data (task);
  const PfInsightQuery *query = ask->query;
  PfClient *client = pf_connection_get_client (self->connection);
  GCancellable *cancellable = g_task_get_cancellable (task);
  PfAnalyticsQuery wire = { .from = ask->reply->from,
                            .to = ask->reply->to,
                            .content_type = query->content_type,
                            .app_type = query->app_type,
                            .claimed = query->claimed,
                            .source = query->source,
                            .pin_format = query->pin_format,
                            .split = get_split (query),
                            .sort_by = query->sort_by,
                            .n_pins = query->n_pins,
                            .recent = query->recent,
                            .ad_account_id = query->ad_account_id };

  ask->metrics = query->metrics != NULL ? complete_metrics (query->metrics) : NULL;
  wire.metrics = (const char *const *)ask->metrics;
  switch (query->kind)
    {
    case PF_INSIGHT_ACCOUNT:
      pf_client_get_account_analytics_async (client, PF_PRIORITY_USER, &wire, cancellable,
                                             on_account, task);
      break;
    case PF_INSIGHT_TOP_PINS:
      pf_client_get_top_pins_async (client, PF_PRIORITY_USER, &wire, cancellable, on_top, task);
      break;
    case PF_INSIGHT_TOP_VIDEO_PINS:
      pf_client_get_top_video_pins_async (client, PF_PRIORITY_USER, &wire, cancellable, on_top,
                                          task);
      break;
    case PF_INSIGHT_PINS:
    default:
      ask_pins (task, &wire);
      break;
    }
}

static gboolean
check_scopes (PfInsights *self, PfInsightKind kind, GError **error)
{
  static const char *const of_account[] = { "user_accounts:read", NULL };
  static const char *const of_top[] = { "pins:read", "user_accounts:read", NULL };
  static const char *const of_pins[] = { "boards:read", "pins:read", NULL };

  return pf_insights_check (self,
                            kind == PF_INSIGHT_ACCOUNT ? of_account
                            : kind == PF_INSIGHT_PINS  ? of_pins
                                                       : of_top,
                            FALSE, error);
}

void
pf_insight_ask_async (PfInsights *self,
                      PfInsightQuery *query,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Ask *ask = g_new0 (Ask, 1);
  PfDay from = query->from, to = query->to;
  gint64 now = pf_clock_now (pf_context_get_clock (self->context));
  GError *error = NULL;

  g_task_set_source_tag (task, pf_insight_ask_async);
  g_task_set_task_data (task, ask, ask_free);
  ask->query = pf_insight_query_ref (query);
  ask->filter = pf_insight_query_get_filter (query);
  ask->reply = pf_insight_reply_new (query->kind);
  ask->reply->fetched_at = now;
  if (!check_scopes (self, query->kind, &error))
    no_answer (task, error);
  else if (!pf_insight_range_clamp (now, &from, &to))
    no_answer (task, g_error_new_literal (PF_INSIGHT_ERROR, PF_INSIGHT_ERROR_RANGE,
                                          _ ("Pinterest does not have these days any more")));
  else
    {
      ask->reply->from = ask->reply->live_from = from;
      ask->reply->to = to;
      send (task);
    }
}

PfInsightReply *
pf_insight_ask_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
