/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-private.h"

#include "core/account/pf-flow.h"
#include "core/base/pf-error.h"

typedef struct
{
  PfKeeper *keeper;
  char *id;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  pf_keeper_unref (loading->keeper);
  g_free (loading->id);
  g_free (loading);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Loading *loading = data;
  GError *error = NULL;
  g_autoptr (PfSecret) plain
      = pf_vault_load (loading->keeper->vault, task, PF_VAULT_TOKENS, loading->id, &error);
  PfTokenRecord *record = plain != NULL ? pf_token_record_read (plain, &error) : NULL;

  if (record == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, record, (GDestroyNotify)pf_token_record_free);
}

/* A locked keyring is "locked", never "not signed in" (safety.md SE-4). */
static void
settle (PfConnection *self, const GError *error)
{
  if (error == NULL)
    {
      if (self->base == PF_CONNECTION_LOCKED
          || (self->base == PF_CONNECTION_ERROR && self->row->problem != NULL))
        pf_connection_set_base (self, PF_CONNECTION_CONNECTED, NULL);
      return;
    }
  if (g_error_matches (error, PF_ERROR, PF_ERROR_LOCKED)
      || g_error_matches (error, PF_ERROR, PF_ERROR_TIMED_OUT))
    pf_connection_set_base (self, PF_CONNECTION_LOCKED, error->message);
  else if (g_error_matches (error, PF_ERROR, PF_ERROR_SECRET))
    pf_connection_set_base (self, PF_CONNECTION_EXPIRED, error->message);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pf_connection_set_base (self, PF_CONNECTION_ERROR, error->message);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  PfConnection *self = PF_CONNECTION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfTokenRecord) record = g_task_propagate_pointer (G_TASK (result), &error);
  GTask *waiter;

  self->loading = FALSE;
  if (!self->dropped)
    {
      settle (self, error);
      if (record != NULL)
        pf_connection_adopt_tokens (self, record);
    }
  while ((waiter = g_queue_pop_head (&self->load_waiters)) != NULL)
    {
      if (error != NULL)
        g_task_return_error (waiter, g_error_copy (error));
      else
        g_task_return_boolean (waiter, TRUE);
      g_object_unref (waiter);
    }
}

/**
 * pf_connection_load_tokens_async:
 * @self: a connection
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Unseals the tokens and sets the state by what the keyring says. Callers that come
 * together share one.
 */
void
pf_connection_load_tokens_async (PfConnection *self,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *waiter = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = NULL;
  Loading *loading;

  g_task_set_source_tag (waiter, pf_connection_load_tokens_async);
  g_queue_push_tail (&self->load_waiters, waiter);
  if (self->loading)
    return;
  self->loading = TRUE;
  loading = g_new0 (Loading, 1);
  loading->keeper = pf_keeper_ref (self->keeper);
  loading->id = g_strdup (self->row->id);
  task = g_task_new (self, NULL, on_loaded, NULL);
  g_task_set_source_tag (task, pf_connection_load_tokens_async);
  g_task_set_task_data (task, loading, loading_free);
  pf_flow_start (task, load);
}

/**
 * pf_connection_load_tokens_finish:
 * @self: a connection
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether the tokens are there
 */
gboolean
pf_connection_load_tokens_finish (PfConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
