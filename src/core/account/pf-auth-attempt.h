/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-catalogue.h"
#include "core/base/pf-context.h"
#include "core/base/pf-secret.h"
#include "core/base/pf-service.h"

G_BEGIN_DECLS

/**
 * PfAppCredentials: an App ID and its secret, unsealed
 */
typedef struct
{
  char *client_id;
  char *redirect_uri;
  PfSecret *client_secret;
} PfAppCredentials;
PfAppCredentials *
pf_app_credentials_new (const char *client_id, const char *redirect_uri, PfSecret *client_secret);
PfAppCredentials *pf_app_credentials_copy (const PfAppCredentials *self);
void pf_app_credentials_free (PfAppCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfAppCredentials, pf_app_credentials_free)

/**
 * PfTokens: what the token endpoint gave (api-facts 2.3)
 */
typedef struct
{
  PfSecret *access_token;
  PfSecret *refresh_token;   /* nullable */
  char *scope;               /* nullable, space separated */
  gint64 access_expires_at;  /* wall clock, us; 0 unknown */
  gint64 refresh_expires_at; /* likewise */
} PfTokens;
void pf_tokens_free (PfTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfTokens, pf_tokens_free)

#define PF_TYPE_AUTH_ATTEMPT (pf_auth_attempt_get_type ())
G_DECLARE_FINAL_TYPE (PfAuthAttempt, pf_auth_attempt, PF, AUTH_ATTEMPT, GObject)

/*
 * One try at consent: state, verifier, both listeners, the time limit, the exchange
 * (safety.md OA-1..OA-12). Nothing of it outlives it. run_async brings up the
 * listeners, then emits "ready" (the URL may be opened), and ends with tokens or:
 * PF_ERROR_PORT_IN_USE, _DENIED, _TIMED_OUT, _CLIENT, _REDIRECT_MISMATCH, _SERVER,
 * _OFFLINE, _PARSE, _NO_REPLY, or cancelled.
 */
PfAuthAttempt *pf_auth_attempt_new (PfContext *context,
                                    PfService *service,
                                    const PfAppCredentials *app,
                                    const char *const *scopes,
                                    gboolean use_pkce);
char *pf_auth_attempt_get_url (PfAuthAttempt *self); /* holds state: show, open, copy; never log */
void pf_auth_attempt_run_async (PfAuthAttempt *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
PfTokens *pf_auth_attempt_run_finish (PfAuthAttempt *self, GAsyncResult *result, GError **error);

/* refresh_token grant. One try; errors: PF_ERROR_SIGN_IN (invalid_grant), _CLIENT,
 * _NO_REPLY, _OFFLINE, _SERVER, _PARSE. */
void pf_tokens_refresh_async (PfContext *context,
                              PfService *service,
                              const PfAppCredentials *app,
                              PfSecret *refresh_token,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PfTokens *pf_tokens_refresh_finish (GAsyncResult *result, GError **error);

/* Self-test of the listener (AP-23) and of an App ID and secret without publishing (AL-13, ST-12).
 */
typedef struct
{
  char *label;
  gboolean passed;
  char *words; /* nullable */
} PfCheckLine;
void pf_check_line_free (PfCheckLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfCheckLine, pf_check_line_free)
void pf_test_connection_async (PfContext *context,
                               PfService *service,
                               const PfAppCredentials *app,
                               const char *const *scopes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *pf_test_connection_finish (GAsyncResult *result, GError **error); /* of PfCheckLine */

G_END_DECLS
