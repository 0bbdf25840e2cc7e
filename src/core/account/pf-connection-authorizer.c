/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

/* A token that ends while the request travels is no use. */
#define MARGIN_US (30 * G_USEC_PER_SEC)

static void
return_token (GTask *task)
{
  PfConnection *self = g_task_get_source_object (task);

  if (self->tokens == NULL)
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_SIGN_IN,
                             _ ("Sign in again: the permission has ended."));
  else
    g_task_return_pointer (task, pf_secret_ref (self->tokens->access_token),
                           (GDestroyNotify)pf_secret_unref);
}

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_connection_renew_finish (PF_CONNECTION (source), result, &error))
    return_token (task);
  else
    g_task_return_error (task, error);
}

static void
give (GTask *task)
{
  PfConnection *self = g_task_get_source_object (task);
  gint64 now = pf_clock_now (pf_context_get_clock (self->keeper->context));

  if (self->tokens != NULL && self->tokens->access_expires_at > 0
      && self->tokens->access_expires_at - MARGIN_US <= now)
    pf_connection_renew_async (self, self->tokens->access_token, on_renewed, g_object_ref (task));
  else
    return_token (task);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_connection_load_tokens_finish (PF_CONNECTION (source), result, &error))
    give (task);
  else
    g_task_return_error (task, error);
}

/* FALSE after the task was ended with the reason. */
static gboolean
may_ask (PfConnection *self, GTask *task)
{
  if (self->dropped || self->base == PF_CONNECTION_EXPIRED)
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_SIGN_IN,
                             _ ("Sign in again: the permission has ended."));
  else if (self->base == PF_CONNECTION_LOCKED)
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
  else
    return TRUE;
  return FALSE;
}

static void
get_token_async (PfAuthorizer *authorizer,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer data)
{
  PfConnection *self = PF_CONNECTION (authorizer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, get_token_async);
  if (!may_ask (self, task))
    return;
  if (self->tokens == NULL)
    pf_connection_load_tokens_async (self, on_loaded, g_object_ref (task));
  else
    give (task);
}

static void
renew_async (PfAuthorizer *authorizer,
             PfSecret *rejected,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  PfConnection *self = PF_CONNECTION (authorizer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, renew_async);
  if (!may_ask (self, task))
    return;
  if (self->tokens != NULL && !pf_secret_equal (self->tokens->access_token, rejected))
    return_token (task);
  else
    pf_connection_renew_async (self, rejected, on_renewed, g_object_ref (task));
}

static PfSecret *
finish (PfAuthorizer *authorizer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_connection_authorizer_init:
 * @iface: the interface
 *
 * Fills it in.
 */
void
pf_connection_authorizer_init (PfAuthorizerInterface *iface)
{
  iface->get_token_async = get_token_async;
  iface->renew_async = renew_async;
  iface->finish = finish;
}
