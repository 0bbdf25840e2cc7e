/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-auth-attempt.h"

G_BEGIN_DECLS

/**
 * PfTokenGrant:
 * @code: (nullable): an authorization code, or %NULL
 * @verifier: (nullable): the PKCE verifier that goes with it
 * @refresh_token: (nullable): a refresh token, when there is no code
 *
 * What is traded for tokens (api-facts section 2.2). Copied by the request.
 */
typedef struct
{
  PfSecret *code;
  PfSecret *verifier;
  PfSecret *refresh_token;
} PfTokenGrant;

void pf_token_endpoint_request_async (PfContext *context,
                                      PfService *service,
                                      const PfAppCredentials *app,
                                      const PfTokenGrant *grant,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
PfTokens *pf_token_endpoint_request_finish (GAsyncResult *result, GError **error);

PfTokens *pf_token_reply_parse (GBytes *body, gint64 now_us, GError **error);
GError *pf_token_reply_explain (guint status, GBytes *body, const PfTokenGrant *grant);

G_END_DECLS
