/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-private.h"

#include "core/account/pf-flow.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* One renewal and, when its reply was lost, one more with the same token (safety.md OA-14). */
#define MAX_TRIES 2

typedef struct
{
  PfKeeper *keeper;
  PfService *service;
  PfConnectionRow *row; /* a copy; what it becomes is taken over on the main thread */
  PfSecret *rejected;   /* nullable */
  gboolean session_only;
  PfTokenRecord *record;
  GError *unsaved; /* nullable: why the new pair is only in memory */
} Renewal;

static void
renewal_free (gpointer data)
{
  Renewal *renewal = data;

  pf_keeper_unref (renewal->keeper);
  pf_service_unref (renewal->service);
  pf_connection_row_free (renewal->row);
  g_clear_pointer (&renewal->rejected, pf_secret_unref);
  pf_token_record_free (renewal->record);
  g_clear_error (&renewal->unsaved);
  g_free (renewal);
}

typedef struct
{
  Renewal *renewal;
  PfAppCredentials *app;
} Call;

static void
begin_refresh (gpointer data, GAsyncReadyCallback callback, gpointer user_data)
{
  Call *call = data;

  pf_tokens_refresh_async (call->renewal->keeper->context, call->renewal->service, call->app,
                           call->renewal->record->refresh_token, NULL, callback, user_data);
}

static gboolean
save_record (Renewal *renewal, GTask *task, GError **error)
{
  g_autoptr (PfSecret) plain = pf_token_record_write (renewal->record);

  return pf_vault_save (renewal->keeper->vault, task, PF_VAULT_TOKENS, renewal->row->id,
                        _ ("Pinfold: key of an account"), plain, error);
}

static gboolean
sign_in_again (GError **error)
{
  g_set_error_literal (error, PF_ERROR, PF_ERROR_SIGN_IN,
                       _ ("Sign in again: the permission has ended."));
  return FALSE;
}

/* Another process may have disconnected the account meanwhile. */
static gboolean
still_there (Renewal *renewal, GError **error)
{
  g_autoptr (PfAccountRows) rows = NULL;

  if (renewal->session_only)
    return TRUE;
  rows = pf_keeper_load_rows (renewal->keeper, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->connections->len; i++)
    {
      PfConnectionRow *row = rows->connections->pdata[i];

      if (strcmp (row->id, renewal->row->id) == 0
          && strcmp (row->state, PF_CONNECTION_ROW_LEAVING) != 0)
        return TRUE;
    }
  return sign_in_again (error);
}

static gboolean
read_record (Renewal *renewal, GTask *task, GError **error)
{
  g_autoptr (PfSecret) plain
      = pf_vault_load (renewal->keeper->vault, task, PF_VAULT_TOKENS, renewal->row->id, error);

  renewal->record = plain != NULL ? pf_token_record_read (plain, error) : NULL;
  return renewal->record != NULL;
}

static void
take_over (Renewal *renewal, PfTokens *tokens)
{
  PfTokenRecord *record = renewal->record;

  pf_secret_unref (record->access_token);
  record->access_token = pf_secret_ref (tokens->access_token);
  /* A reply without a refresh token leaves the old one in force (RFC 6749 section 6). */
  if (tokens->refresh_token != NULL)
    {
      g_clear_pointer (&record->refresh_token, pf_secret_unref);
      record->refresh_token = pf_secret_ref (tokens->refresh_token);
      record->refresh_expires_at = tokens->refresh_expires_at;
    }
  record->access_expires_at = tokens->access_expires_at;
  record->obtained_at = pf_clock_now (pf_context_get_clock (renewal->keeper->context));
  record->tries = 0;
  if (tokens->scope != NULL)
    {
      g_free (renewal->row->scopes_granted);
      renewal->row->scopes_granted = g_strdup (tokens->scope);
    }
}

/* Nothing came of it, and the refresh token was surely not spent. */
static gboolean
is_harmless (const GError *error)
{
  return g_error_matches (error, PF_ERROR, PF_ERROR_OFFLINE)
         || g_error_matches (error, PF_ERROR, PF_ERROR_SERVER)
         || g_error_matches (error, PF_ERROR, PF_ERROR_RATE_LIMIT)
         || g_error_matches (error, PF_ERROR, PF_ERROR_CLIENT);
}

static gboolean
call_endpoint (Renewal *renewal, GTask *task, GError **error)
{
  g_autoptr (PfAppCredentials) app
      = pf_keeper_load_app (renewal->keeper, task, renewal->row->service, renewal->row->app_id,
                            renewal->row->client_id, renewal->row->redirect_uri, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfTokens) tokens = NULL;
  g_autoptr (GError) problem = NULL;
  Call call = { renewal, app };

  if (app == NULL)
    return FALSE;
  /* Counted before it leaves: a crash leaves the count behind. */
  renewal->record->tries++;
  if (!save_record (renewal, task, error))
    return FALSE;
  result = pf_flow_await (task, begin_refresh, &call);
  tokens = pf_tokens_refresh_finish (result, &problem);
  if (tokens == NULL)
    {
      if (is_harmless (problem))
        {
          renewal->record->tries--;
          save_record (renewal, task, NULL);
        }
      else if (renewal->record->tries >= MAX_TRIES)
        return sign_in_again (error);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  take_over (renewal, tokens);
  /* Stored before it is used, and before the old pair is forgotten. When it cannot be stored,
   * it must not be lost: the old refresh token may be spent. */
  if (!save_record (renewal, task, &renewal->unsaved))
    {
      g_autoptr (PfSecret) plain = pf_token_record_write (renewal->record);

      pf_vault_hold (renewal->keeper->vault, renewal->row->id, plain);
    }
  return TRUE;
}

static gboolean
renew_locked (Renewal *renewal, GTask *task, GError **error)
{
  if (!still_there (renewal, error) || !read_record (renewal, task, error))
    return FALSE;
  /* Somebody else renewed while this one waited. */
  if (renewal->rejected != NULL
      && !pf_secret_equal (renewal->rejected, renewal->record->access_token))
    return TRUE;
  if (renewal->record->refresh_token == NULL || renewal->record->tries >= MAX_TRIES)
    return sign_in_again (error);
  if (!call_endpoint (renewal, task, error))
    return FALSE;
  renewal->row->access_expires_at = renewal->record->access_expires_at;
  renewal->row->refresh_expires_at = renewal->record->refresh_expires_at;
  renewal->row->refreshed_at = renewal->record->obtained_at;
  g_free (renewal->row->state);
  renewal->row->state = g_strdup (pf_connection_state_to_string (PF_CONNECTION_CONNECTED));
  g_clear_pointer (&renewal->row->problem, g_free);
  /* The pair is safe already; the row only tells when it ends. A pair that is not is told of
   * once it is. */
  if (!renewal->session_only && renewal->unsaved == NULL)
    pf_keeper_write (renewal->keeper, pf_rows_update_status, renewal->row, NULL);
  return TRUE;
}

static void
renew (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Renewal *renewal = data;
  g_autofree char *name = g_strdup_printf ("refresh-%s", renewal->row->id);
  GError *error = NULL;
  int lock = pf_keeper_lock (renewal->keeper, name, NULL, &error);

  if (lock >= 0)
    {
      renew_locked (renewal, task, &error);
      close (lock);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
settle_failure (PfConnection *self, const GError *error)
{
  self->failures++;
  if (g_error_matches (error, PF_ERROR, PF_ERROR_SIGN_IN)
      || g_error_matches (error, PF_ERROR, PF_ERROR_SECRET))
    {
      pf_connection_set_base (self, PF_CONNECTION_EXPIRED, error->message);
      pf_connection_write (self, pf_rows_update_status);
    }
  else if (g_error_matches (error, PF_ERROR, PF_ERROR_CLIENT))
    {
      pf_connection_set_base (self, PF_CONNECTION_ERROR, error->message);
      pf_connection_write (self, pf_rows_update_status);
    }
  else if (g_error_matches (error, PF_ERROR, PF_ERROR_LOCKED)
           || g_error_matches (error, PF_ERROR, PF_ERROR_TIMED_OUT))
    pf_connection_set_base (self, PF_CONNECTION_LOCKED, error->message);
  else
    {
      if (g_error_matches (error, PF_ERROR, PF_ERROR_OFFLINE))
        pf_connection_set_offline (self, TRUE);
      pf_connection_schedule (self);
    }
}

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer data)
{
  PfConnection *self = PF_CONNECTION (source);
  Renewal *renewal = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);
  GTask *waiter;

  self->renewing = FALSE;
  if (!self->dropped && good)
    {
      g_free (self->row->scopes_granted);
      self->row->scopes_granted = g_strdup (renewal->row->scopes_granted);
      pf_connection_set_offline (self, FALSE);
      pf_connection_set_base (self, PF_CONNECTION_CONNECTED, NULL);
      pf_connection_adopt_tokens (self, renewal->record);
      if (renewal->unsaved != NULL)
        pf_connection_set_unsaved (self, renewal->unsaved);
      pf_store_touch (self->keeper->store, PF_STORE_CONNECTIONS);
    }
  else if (!self->dropped)
    settle_failure (self, error);
  while ((waiter = g_queue_pop_head (&self->renew_waiters)) != NULL)
    {
      if (good)
        g_task_return_boolean (waiter, TRUE);
      else
        g_task_return_error (waiter, g_error_copy (error));
      g_object_unref (waiter);
    }
}

/**
 * pf_connection_renew_async:
 * @self: a connection
 * @rejected: (nullable): the access token that is no good any more; %NULL renews in any case
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Renews the tokens, once for all callers of all processes: whoever holds the lock reads the
 * record again and finds what another one stored (safety.md OA-14).
 */
void
pf_connection_renew_async (PfConnection *self,
                           PfSecret *rejected,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *waiter = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = NULL;
  Renewal *renewal;

  g_task_set_source_tag (waiter, pf_connection_renew_async);
  g_queue_push_tail (&self->renew_waiters, waiter);
  if (self->renewing)
    return;
  self->renewing = TRUE;
  renewal = g_new0 (Renewal, 1);
  renewal->keeper = pf_keeper_ref (self->keeper);
  renewal->service = pf_service_ref (self->service);
  renewal->row = pf_connection_row_copy (self->row);
  renewal->rejected = rejected != NULL ? pf_secret_ref (rejected) : NULL;
  renewal->session_only = self->session_only;
  task = g_task_new (self, NULL, on_renewed, NULL);
  g_task_set_source_tag (task, pf_connection_renew_async);
  g_task_set_task_data (task, renewal, renewal_free);
  pf_flow_start (task, renew);
}

/**
 * pf_connection_renew_finish:
 * @self: a connection
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether there is a good token now
 */
gboolean
pf_connection_renew_finish (PfConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
