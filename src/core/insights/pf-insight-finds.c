/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insights-private.h"

#include "core/base/pf-error.h"

/* Requests under way at once, and pins that are remembered. */
#define MAX_AT_ONCE 4
#define MAX_KNOWN 400

/* Pins that are named somewhere, as in a top list, one by one: what they look like. */
typedef struct
{
  GPtrArray *wanted; /* (element-type utf8): ids that are asked for */
  GHashTable *found; /* id -> PfPin */
  guint next, under_way;
  gboolean over;
  GError *error; /* the first that is not about a single pin */
} Job;

typedef struct
{
  GTask *task;
  const char *pin_id; /* of the job */
} One;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->wanted);
  g_hash_table_unref (job->found);
  g_clear_error (&job->error);
  g_free (job);
}

static void
maybe_unref (gpointer pin)
{
  if (pin != NULL)
    pf_pin_unref (pin);
}

/* id -> PfPin, or NULL: the service does not show it to this account. */
GHashTable *
pf_insight_finds_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, maybe_unref);
}

static void
finish (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (g_hash_table_size (job->found) == 0 && job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (task, g_hash_table_ref (job->found), (GDestroyNotify)g_hash_table_unref);
  g_object_unref (task);
}

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
  PfInsights *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  PfPin *pin = pf_client_get_pin_finish (PF_CLIENT (source), result, &error);

  job->under_way--;
  if (pin != NULL)
    g_hash_table_replace (job->found, g_strdup (one->pin_id), pf_pin_ref (pin));
  if (pin != NULL || is_about_pin (error))
    g_hash_table_replace (self->finds, g_strdup (one->pin_id), pin);
  else
    {
      job->over = TRUE;
      if (job->error == NULL)
        job->error = g_steal_pointer (&error);
    }
  g_free (one);
  ask_next (task);
}

static void
ask_next (GTask *task)
{
  PfInsights *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);

  /* A call that is refused at once comes back in a later turn of the main loop. */
  while (!job->over && job->under_way < MAX_AT_ONCE && job->next < job->wanted->len)
    {
      One *one = g_new0 (One, 1);

      one->task = task;
      one->pin_id = g_ptr_array_index (job->wanted, job->next++);
      job->under_way++;
      pf_client_get_pin_async (pf_connection_get_client (self->connection), PF_PRIORITY_USER,
                               one->pin_id, g_task_get_cancellable (task), on_one, one);
    }
  if (job->under_way == 0)
    finish (task);
}

/* Which of them have to be asked for; the others are found. */
static void
sort_out (PfInsights *self, Job *job, const char *const *pin_ids)
{
  for (guint i = 0; pin_ids[i] != NULL; i++)
    {
      gpointer pin = NULL;

      if (!g_hash_table_lookup_extended (self->finds, pin_ids[i], NULL, &pin))
        {
          if (job->wanted->len < PF_INSIGHT_MAX_FINDS)
            g_ptr_array_add (job->wanted, g_strdup (pin_ids[i]));
        }
      else if (pin != NULL)
        g_hash_table_replace (job->found, g_strdup (pin_ids[i]), pf_pin_ref (pin));
    }
}

/**
 * pf_insights_find_pins_async:
 * @self: numbers
 * @pin_ids: (array zero-terminated=1): Pinterest's ids of pins
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Asks what pins look like that no listing has shown. It takes half of the requests that are left
 * at most, #PF_INSIGHT_MAX_FINDS at a time; what was asked once is remembered.
 */
void
pf_insights_find_pins_async (PfInsights *self,
                             const char *const *pin_ids,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  static const char *const scopes[] = { "boards:read", "pins:read", NULL };
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);
  PfBudgetState state = { 0 };
  GError *error = NULL;

  g_task_set_source_tag (task, pf_insights_find_pins_async);
  job->wanted = g_ptr_array_new_with_free_func (g_free);
  job->found
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)pf_pin_unref);
  g_task_set_task_data (task, job, job_free);
  if (!pf_insights_check (self, scopes, TRUE, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (g_hash_table_size (self->finds) > MAX_KNOWN)
    g_hash_table_remove_all (self->finds);
  sort_out (self, job, pin_ids);
  pf_budget_peek (pf_connection_get_budget (self->connection), PF_BUDGET_ORG_READ, &state);
  if (state.limit > 0 && job->wanted->len > MAX (state.remaining / 2, 1))
    g_ptr_array_set_size (job->wanted, (int)MAX (state.remaining / 2, 1));
  ask_next (task);
}

/**
 * pf_insights_find_pins_finish:
 * @self: numbers
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full) (nullable) (element-type utf8 PfPin): those that were found, by id
 */
GHashTable *
pf_insights_find_pins_finish (PfInsights *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
