/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-catalogue.h"
#include "core/api/pf-client.h"

G_BEGIN_DECLS

/**
 * PfConnectionState: design.md "The connection". The names are stored.
 */
typedef enum
{
  PF_CONNECTION_NOT_CONNECTED,
  PF_CONNECTION_WAITING, /* for the browser */
  PF_CONNECTION_CONNECTED,
  PF_CONNECTION_REFRESH_DUE, /* faces say Connected */
  PF_CONNECTION_EXPIRED,     /* sign in again */
  PF_CONNECTION_ERROR,       /* needs attention */
  PF_CONNECTION_LOCKED,      /* the keyring is */
  PF_CONNECTION_OFF,         /* publishing off by the user */
} PfConnectionState;

#define PF_TYPE_CONNECTION (pf_connection_get_type ())
G_DECLARE_FINAL_TYPE (PfConnection, pf_connection, PF, CONNECTION, GObject)

/*
 * One connected account. Implements PfAuthorizer. Properties, all notified on the main
 * thread: "id" "kind-id" "service-id" "state" "account-id" "username" "display-name"
 * "avatar-url" "account-type" "board-count" "scopes-granted" "scopes-wanted" "publishing"
 * "trial" "pin-edit-refused" "problem" "session-only" "offline" "access-expires-at"
 * "refresh-expires-at" "connected-at".
 */
const char *pf_connection_get_id (PfConnection *self);
const PfKind *pf_connection_get_kind (PfConnection *self);
PfService *pf_connection_get_service (PfConnection *self);
PfClient *pf_connection_get_client (PfConnection *self);
PfBudget *pf_connection_get_budget (PfConnection *self);
PfConnectionState pf_connection_get_state (PfConnection *self);
const char *pf_connection_get_account_id (PfConnection *self);
const char *pf_connection_get_username (PfConnection *self);
const char *pf_connection_get_display_name (PfConnection *self); /* business name or username */
const char *pf_connection_get_avatar_url (PfConnection *self);
const char *pf_connection_get_account_type (PfConnection *self);
gint64 pf_connection_get_board_count (PfConnection *self);
gboolean pf_connection_has_scope (PfConnection *self, const char *scope);
char **pf_connection_get_missing_scopes (PfConnection *self);
const char *pf_connection_get_scopes_granted (PfConnection *self);
gboolean pf_connection_get_publishing (PfConnection *self);
gboolean pf_connection_get_trial (PfConnection *self);
gboolean pf_connection_get_pin_edit_refused (PfConnection *self);
gboolean
pf_connection_get_session_only (PfConnection *self); /* no keyring: ends with this session */
const char *pf_connection_get_problem (PfConnection *self);
gint64 pf_connection_get_access_expires_at (PfConnection *self);
gint64 pf_connection_get_refresh_expires_at (PfConnection *self);
gint64 pf_connection_get_connected_at (PfConnection *self);
const char *pf_connection_get_redirect_uri (PfConnection *self);
/* Whether creating can work now; @reason (out, transfer full): words why not. */
gboolean pf_connection_can_create (PfConnection *self, char **reason);

/* Learned from a reply by sync or outbox: records trial, pin edit refusal, expiry. */
void pf_connection_note_error (PfConnection *self, const GError *error, const char *operation);

/* Likewise when a call worked: online again; "create-pin" ends trial access. */
void pf_connection_note_success (PfConnection *self, const char *operation);
gboolean pf_connection_get_offline (PfConnection *self);

const char *pf_connection_state_to_string (PfConnectionState state);
PfConnectionState pf_connection_state_from_string (const char *name);

G_END_DECLS
