/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-auth-attempt.h"
#include "core/account/pf-connection.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

#define PF_TYPE_CONNECTIONS (pf_connections_get_type ())
G_DECLARE_FINAL_TYPE (PfConnections, pf_connections, PF, CONNECTIONS, GObject)

/*
 * All accounts: a GListModel of PfConnection, in the order of the sidebar. Loads rows first
 * (shown at once), keys later. Runs the automatic refresh (a tenth of the lifetime or an hour
 * before the end, at least), reads again when another process changed something.
 */
PfConnections *pf_connections_new (PfStore *store);
void pf_connections_load_async (PfConnections *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean pf_connections_load_finish (PfConnections *self, GAsyncResult *result, GError **error);
PfConnection *pf_connections_find (PfConnections *self, const char *id); /* transfer none */

/* App credentials that several connections share; the secret is never given back. */
void pf_connections_save_app_async (PfConnections *self,
                                    const char *service_id,
                                    const char *client_id,
                                    const char *redirect_uri,
                                    PfSecret *client_secret,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean pf_connections_save_app_finish (PfConnections *self, GAsyncResult *result, GError **error);
/* Is there an app record for @service_id? client_id, redirect_uri, last4: (out) (optional). */
gboolean pf_connections_get_app (PfConnections *self,
                                 const char *service_id,
                                 char **client_id,
                                 char **redirect_uri,
                                 char **last4);
void pf_connections_test_app_async (PfConnections *self,
                                    const char *service_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *
pf_connections_test_app_finish (PfConnections *self, GAsyncResult *result, GError **error);

#define PF_TYPE_CONNECTING (pf_connecting_get_type ())
G_DECLARE_FINAL_TYPE (PfConnecting, pf_connecting, PF, CONNECTING, GObject)

/*
 * A connect or reconnect under way. For Practice it starts the practice server by itself.
 * Signals: "open-url" (const char *url): open it in the browser; keep it for Open Again
 * and Copy Link. Ends in run_finish with the connection, saved and sealed, or an error of
 * PfAuthAttempt, or PF_ERROR_SAME_ACCOUNT (message names the account), or PF_ERROR_LOCKED.
 * With no keyring the connection is made session-only.
 */
PfConnecting *
pf_connections_connect (PfConnections *self, const PfKind *kind, const char *const *scopes);
PfConnecting *pf_connections_reconnect (PfConnections *self,
                                        PfConnection *connection,
                                        const char *const *scopes); /* nullable: as before */
void pf_connecting_run_async (PfConnecting *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PfConnection *pf_connecting_run_finish (PfConnecting *self, GAsyncResult *result, GError **error);
char *pf_connecting_get_url (PfConnecting *self);

#define PF_DECLARE_CONNECTION_CALL(name, ...)                                                      \
  void pf_connections_##name##_async (PfConnections *self, PfConnection *connection,               \
                                      __VA_ARGS__ GCancellable *cancellable,                       \
                                      GAsyncReadyCallback callback, gpointer user_data);           \
  gboolean pf_connections_##name##_finish (PfConnections *self, GAsyncResult *result,              \
                                           GError **error)

PF_DECLARE_CONNECTION_CALL (refresh, );    /* Refresh Now */
PF_DECLARE_CONNECTION_CALL (disconnect, ); /* key first, then record */
PF_DECLARE_CONNECTION_CALL (set_publishing, gboolean publishing, );
PF_DECLARE_CONNECTION_CALL (unlock, );         /* asks the keyring */
PF_DECLARE_CONNECTION_CALL (update_account, ); /* GET /user_account */

G_END_DECLS
