/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_TYPE_AUTHORIZER (pf_authorizer_get_type ())
G_DECLARE_INTERFACE (PfAuthorizer, pf_authorizer, PF, AUTHORIZER, GObject)

/**
 * PfAuthorizerInterface:
 * @get_token_async: an access token that is good now, renewed first when due
 * @renew_async: @rejected was refused with 401 code 2: gives another one, once;
 *   callers that come together share one request (safety.md OA-14)
 *
 * What the API client needs of an account. Errors: PF_ERROR_SIGN_IN,
 * PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, and network errors of the renewal.
 */
struct _PfAuthorizerInterface
{
  GTypeInterface parent;
  void (*get_token_async) (PfAuthorizer *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
  void (*renew_async) (PfAuthorizer *self,
                       PfSecret *rejected,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
  PfSecret *(*finish) (PfAuthorizer *self, GAsyncResult *result, GError **error);
};

void pf_authorizer_get_token_async (PfAuthorizer *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
void pf_authorizer_renew_async (PfAuthorizer *self,
                                PfSecret *rejected,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
PfSecret *pf_authorizer_finish (PfAuthorizer *self, GAsyncResult *result, GError **error);

G_END_DECLS
