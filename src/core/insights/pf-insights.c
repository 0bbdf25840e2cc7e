/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"

#include "core/base/pf-error.h"
#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insight-trouble.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (PfInsights, pf_insights, G_TYPE_OBJECT)

static void
pf_insights_dispose (GObject *object)
{
  PfInsights *self = PF_INSIGHTS (object);

  g_hash_table_remove_all (self->cache);
  g_clear_object (&self->connection);
  g_clear_object (&self->store);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_insights_parent_class)->dispose (object);
}

static void
pf_insights_finalize (GObject *object)
{
  PfInsights *self = PF_INSIGHTS (object);

  g_hash_table_unref (self->cache);
  g_hash_table_unref (self->flights);
  g_hash_table_unref (self->finds);
  G_OBJECT_CLASS (pf_insights_parent_class)->finalize (object);
}

static void
pf_insights_class_init (PfInsightsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_insights_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_insights_finalize;
}

static void
pf_insights_init (PfInsights *self)
{
  self->cache = pf_insight_flight_new_cache ();
  self->flights = g_hash_table_new (g_str_hash, g_str_equal);
  self->finds = pf_insight_finds_new ();
  self->noted = PF_DAY_NONE;
}

/**
 * pf_insights_new:
 * @context: the context
 * @store: where history is kept
 * @connection: whose numbers
 *
 * Returns: (transfer full): the numbers of @connection; nothing is asked yet
 */
PfInsights *
pf_insights_new (PfContext *context, PfStore *store, PfConnection *connection)
{
  PfInsights *self = g_object_new (PF_TYPE_INSIGHTS, NULL);

  self->context = g_object_ref (context);
  self->store = g_object_ref (store);
  self->connection = g_object_ref (connection);
  return self;
}

/**
 * pf_insights_get_connection:
 * @self: numbers
 *
 * Returns: (transfer none): whose they are
 */
PfConnection *
pf_insights_get_connection (PfInsights *self)
{
  return self->connection;
}

/**
 * pf_insights_get_today:
 * @self: numbers
 *
 * Returns: the day that it is in UTC
 */
PfDay
pf_insights_get_today (PfInsights *self)
{
  return pf_day_from_time (pf_clock_now (pf_context_get_clock (self->context)));
}

/**
 * pf_insights_set_keep:
 * @self: numbers
 * @keep: whether analytics are kept on this computer
 *
 * The user's choice (PF_KEEP_ANALYTICS); the workspace sets it.
 */
void
pf_insights_set_keep (PfInsights *self, gboolean keep)
{
  if (self->keep == keep)
    return;
  self->keep = keep;
  self->noted = PF_DAY_NONE;
  g_hash_table_remove_all (self->cache);
}

/**
 * pf_insights_get_keep:
 * @self: numbers
 *
 * Returns: whether analytics are kept on this computer
 */
gboolean
pf_insights_get_keep (PfInsights *self)
{
  return self->keep;
}

gboolean
pf_insights_check (PfInsights *self, const char *const *scopes, gboolean in_sandbox, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  if (!in_sandbox && g_str_equal (pf_connection_get_service (self->connection)->id, "sandbox"))
    {
      g_set_error_literal (error, PF_INSIGHT_ERROR, PF_INSIGHT_ERROR_SANDBOX,
                           _ ("The sandbox has no analytics"));
      return FALSE;
    }
  for (guint i = 0; scopes[i] != NULL; i++)
    if (!pf_connection_has_scope (self->connection, scopes[i]))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", scopes[i]);
  if (missing->len == 0)
    return TRUE;
  g_set_error (error, PF_ERROR, PF_ERROR_SCOPE,
               /* Translators: names of permissions, as Pinterest writes them */
               _ ("This needs a permission that was not given: %s. Allow it in Connections."),
               missing->str);
  return FALSE;
}

/* Analytics */

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  PfInsightReply *reply = pf_insight_ask_finish (PF_INSIGHTS (source), result, &error);

  pf_insight_flight_land (data, reply, error);
}

/**
 * pf_insights_fetch_async:
 * @self: numbers
 * @query: what is asked
 * @fresh: asks again, even if it was just asked
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Asks for analytics. Days that the service does not have come from the history, if it is kept;
 * what it has before them goes into it. Never waits long for the request budget: fails with
 * PF_ERROR_RATE_LIMIT and the seconds to wait.
 */
void
pf_insights_fetch_async (PfInsights *self,
                         PfInsightQuery *query,
                         gboolean fresh,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *asks = pf_insight_query_get_key (query);
  /* After midnight the same question has another answer. */
  g_autofree char *key = g_strdup_printf ("%d %s", pf_insights_get_today (self), asks);
  PfInsightFlight *flight;

  g_task_set_source_tag (task, pf_insights_fetch_async);
  flight = pf_insight_flight_begin (self, task, key, fresh, (GBoxedCopyFunc)pf_insight_reply_ref,
                                    (GDestroyNotify)pf_insight_reply_unref);
  if (flight != NULL)
    pf_insight_ask_async (self, query, flight->cancellable, on_asked, flight);
}

/**
 * pf_insights_fetch_finish:
 * @self: numbers
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable): what came, shared with who else asked
 */
PfInsightReply *
pf_insights_fetch_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Trends */

static void
on_trends (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  GPtrArray *trends = pf_client_get_trends_finish (PF_CLIENT (source), result, &error);

  pf_insight_flight_land (data, trends, error);
}

static char *
join (const char *const *words)
{
  return words != NULL ? g_strjoinv (",", (char **)words) : g_strdup ("");
}

static char *
get_trends_key (const PfTrendsQuery *query)
{
  g_autofree char *interests = join (query->interests);
  g_autofree char *genders = join (query->genders);
  g_autofree char *ages = join (query->ages);
  g_autofree char *keywords = join (query->keywords);

  return g_strdup_printf ("trends %s %s|%s|%s|%s|%s|%d%d%d%u", query->region, query->type,
                          interests, genders, ages, keywords, query->normalize_group,
                          query->include_prediction, query->include_demographics, query->limit);
}

/**
 * pf_insights_fetch_trends_async:
 * @self: numbers
 * @query: what is asked; copied before this returns
 * @fresh: asks again, even if it was just asked
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Asks what people search for. The sandbox has these.
 */
void
pf_insights_fetch_trends_async (PfInsights *self,
                                const PfTrendsQuery *query,
                                gboolean fresh,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  static const char *const scopes[] = { "user_accounts:read", NULL };
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = get_trends_key (query);
  GError *error = NULL;
  PfInsightFlight *flight;

  g_task_set_source_tag (task, pf_insights_fetch_trends_async);
  if (!pf_insights_check (self, scopes, TRUE, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  flight = pf_insight_flight_begin (self, task, key, fresh, (GBoxedCopyFunc)g_ptr_array_ref,
                                    (GDestroyNotify)g_ptr_array_unref);
  if (flight != NULL)
    pf_client_get_trends_async (pf_connection_get_client (self->connection), PF_PRIORITY_USER,
                                query, flight->cancellable, on_trends, flight);
}

/**
 * pf_insights_fetch_trends_finish:
 * @self: numbers
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable) (element-type PfTrend): keywords, shared: not to be changed
 */
GPtrArray *
pf_insights_fetch_trends_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
