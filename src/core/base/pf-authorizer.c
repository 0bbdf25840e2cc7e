/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-authorizer.h"

G_DEFINE_INTERFACE (PfAuthorizer, pf_authorizer, G_TYPE_OBJECT)

static void
pf_authorizer_default_init (PfAuthorizerInterface *iface)
{
}

/**
 * pf_authorizer_get_token_async:
 * @self: an authorizer
 * @cancellable: (nullable): a cancellable
 * @callback: called when a token is there
 * @data: for @callback
 *
 * Asks for an access token that is good now; it is renewed first when due.
 */
void
pf_authorizer_get_token_async (PfAuthorizer *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  PF_AUTHORIZER_GET_IFACE (self)->get_token_async (self, cancellable, callback, data);
}

/**
 * pf_authorizer_renew_async:
 * @self: an authorizer
 * @rejected: the token the service refused with 401 code 2
 * @cancellable: (nullable): a cancellable
 * @callback: called when another token is there
 * @data: for @callback
 *
 * When @rejected is no longer the current token, gives the current one.
 */
void
pf_authorizer_renew_async (PfAuthorizer *self,
                           PfSecret *rejected,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  PF_AUTHORIZER_GET_IFACE (self)->renew_async (self, rejected, cancellable, callback, data);
}

/**
 * pf_authorizer_finish:
 * @self: an authorizer
 * @result: of either call
 * @error: PF_ERROR_SIGN_IN, PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING or a network error
 *
 * Returns: (transfer full): the access token
 */
PfSecret *
pf_authorizer_finish (PfAuthorizer *self, GAsyncResult *result, GError **error)
{
  return PF_AUTHORIZER_GET_IFACE (self)->finish (self, result, error);
}
