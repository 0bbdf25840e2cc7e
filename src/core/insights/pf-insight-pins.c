/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"

#include "core/base/pf-error.h"

/* Requests for single pins under way at once. */
#define MAX_AT_ONCE 4

typedef struct
{
  char **pin_ids;
  guint n_ids;
  char **metrics;
  char *app_type, *split, *ad_account_id;
  PfDay from, to;
  GHashTable *found; /* id -> tables */
  guint next, under_way;
  gboolean over;
  GError *error; /* the first that is not about a single pin */
} Job;

typedef struct
{
  GTask *task;
  char *pin_id;
} One;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_strfreev (job->pin_ids);
  g_strfreev (job->metrics);
  g_free (job->app_type);
  g_free (job->split);
  g_free (job->ad_account_id);
  g_hash_table_unref (job->found);
  g_clear_error (&job->error);
  g_free (job);
}

static PfAnalyticsQuery
get_wire (const Job *job)
{
  return (PfAnalyticsQuery){ .from = job->from,
                             .to = job->to,
                             .metrics = (const char *const *)job->metrics,
                             .app_type = job->app_type,
                             .split = job->split,
                             .ad_account_id = job->ad_account_id };
}

static void
finish (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  /* Some numbers with their coverage are better than none. */
  if (g_hash_table_size (job->found) == 0 && job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (task, g_hash_table_ref (job->found), (GDestroyNotify)g_hash_table_unref);
  g_object_unref (task);
}

/* That one pin is gone, or somebody else's, says nothing about the others. */
static gboolean
is_about_pin (const GError *error)
{
  return g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND)
         || g_error_matches (error, PF_ERROR, PF_ERROR_FORBIDDEN)
         || g_error_matches (error, PF_ERROR, PF_ERROR_INVALID);
}

static void ask_next (GTask *task);

static void
on_one (GObject *source, GAsyncResult *result, gpointer data)
{
  One *one = data;
  GTask *task = one->task;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *tables = pf_client_get_pin_analytics_finish (PF_CLIENT (source), result, &error);

  job->under_way--;
  if (tables != NULL)
    g_hash_table_replace (job->found, g_steal_pointer (&one->pin_id), tables);
  else
    {
      job->over = job->over || !is_about_pin (error);
      if (job->error == NULL || (job->over && is_about_pin (job->error)))
        {
          g_clear_error (&job->error);
          job->error = g_steal_pointer (&error);
        }
      g_clear_error (&error);
    }
  g_free (one->pin_id);
  g_free (one);
  ask_next (task);
}

static void
ask_next (GTask *task)
{
  PfInsights *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  PfAnalyticsQuery wire = get_wire (job);

  /* A call that is refused at once comes back in a later turn of the main loop. */
  while (!job->over && job->under_way < MAX_AT_ONCE && job->next < job->n_ids)
    {
      One *one = g_new0 (One, 1);

      one->task = task;
      one->pin_id = g_strdup (job->pin_ids[job->next++]);
      job->under_way++;
      pf_client_get_pin_analytics_async (pf_connection_get_client (self->connection),
                                         PF_PRIORITY_USER, one->pin_id, &wire,
                                         g_task_get_cancellable (task), on_one, one);
    }
  if (job->under_way == 0)
    finish (task);
}

/* One by one they may take half of what is left, so that there is something for the next page. */
static void
ask_one_by_one (GTask *task)
{
  PfInsights *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  PfBudgetState state = { 0 };

  pf_budget_peek (pf_connection_get_budget (self->connection), PF_BUDGET_ORG_ANALYTICS, &state);
  if (state.limit > 0)
    job->n_ids = MIN (job->n_ids, MAX (state.remaining / 2, 1));
  ask_next (task);
}

/* What may be different for a pin alone: the app may not use the beta, or one of the pins is not
 * there. */
static gboolean
falls_back (const GError *error)
{
  return g_error_matches (error, PF_ERROR, PF_ERROR_SCOPE)
         || g_error_matches (error, PF_ERROR, PF_ERROR_FEATURE)
         || g_error_matches (error, PF_ERROR, PF_ERROR_TRIAL)
         || g_error_matches (error, PF_ERROR, PF_ERROR_PARSE) || is_about_pin (error);
}

static void
on_many (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfInsights *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  GHashTable *found = pf_client_get_pins_analytics_finish (PF_CLIENT (source), result, &error);

  if (found != NULL)
    {
      g_hash_table_unref (job->found);
      job->found = found;
      finish (task);
    }
  else if (falls_back (error))
    {
      /* A pin that is not there today may be left out tomorrow; a beta stays closed. */
      self->many_refused = self->many_refused || !is_about_pin (error)
                           || g_error_matches (error, PF_ERROR, PF_ERROR_FORBIDDEN);
      g_debug ("Analytics of single pins: %s", error->message);
      g_error_free (error);
      ask_one_by_one (task);
    }
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

void
pf_insight_pins_async (PfInsights *self,
                       char **pin_ids,
                       const PfAnalyticsQuery *wire,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, pf_insight_pins_async);
  g_task_set_task_data (task, job, job_free);
  job->pin_ids = g_strdupv (pin_ids);
  job->n_ids = g_strv_length (pin_ids);
  job->metrics = g_strdupv ((char **)wire->metrics);
  job->app_type = g_strdup (wire->app_type);
  job->split = g_strdup (wire->split);
  job->ad_account_id = g_strdup (wire->ad_account_id);
  job->from = wire->from;
  job->to = wire->to;
  job->found
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  /* Many pins at once cannot be split (api-facts section 11). */
  if (job->n_ids > 1 && !self->many_refused && job->split == NULL)
    pf_client_get_pins_analytics_async (pf_connection_get_client (self->connection),
                                        PF_PRIORITY_USER, (const char *const *)pin_ids, wire,
                                        cancellable, on_many, task);
  else
    ask_one_by_one (task);
}

GHashTable *
pf_insight_pins_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
