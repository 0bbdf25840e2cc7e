/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const state_names[] = { "not-connected", "waiting", "connected", "refresh-due",
                                           "expired",       "error",   "locked",    "off" };

/**
 * pf_connection_state_to_string:
 * @state: a state
 *
 * Returns: its stored name
 */
const char *
pf_connection_state_to_string (PfConnectionState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (state_names), "error");
  return state_names[state];
}

/**
 * pf_connection_state_from_string:
 * @name: (nullable): a stored name
 *
 * Returns: the state; PF_CONNECTION_ERROR for a name of a newer Pinfold
 */
PfConnectionState
pf_connection_state_from_string (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (state_names[i], name) == 0)
      return (PfConnectionState)i;
  return PF_CONNECTION_ERROR;
}

/**
 * pf_connection_get_id:
 * @self: a connection
 *
 * Returns: its local UUID
 */
const char *
pf_connection_get_id (PfConnection *self)
{
  return self->row->id;
}

/**
 * pf_connection_get_kind:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): its kind; %NULL when a newer Pinfold made it
 */
const PfKind *
pf_connection_get_kind (PfConnection *self)
{
  return self->kind;
}

/**
 * pf_connection_get_service:
 * @self: a connection
 *
 * Returns: (transfer none): where it lives; another object after Practice moved
 */
PfService *
pf_connection_get_service (PfConnection *self)
{
  return self->service;
}

/**
 * pf_connection_get_client:
 * @self: a connection
 *
 * Returns: (transfer none): its client. Ask each time: it is another one after Practice moved
 */
PfClient *
pf_connection_get_client (PfConnection *self)
{
  return self->client;
}

/**
 * pf_connection_get_budget:
 * @self: a connection
 *
 * Returns: (transfer none): its request budget
 */
PfBudget *
pf_connection_get_budget (PfConnection *self)
{
  return self->budget;
}

/**
 * pf_connection_get_state:
 * @self: a connection
 *
 * Returns: the state that faces show
 */
PfConnectionState
pf_connection_get_state (PfConnection *self)
{
  if (self->n_waiting > 0 && self->base != PF_CONNECTION_CONNECTED
      && self->base != PF_CONNECTION_LOCKED)
    return PF_CONNECTION_WAITING;
  if (self->base != PF_CONNECTION_CONNECTED)
    return self->base;
  if (!self->row->publishing)
    return PF_CONNECTION_OFF;
  return pf_connection_is_due (self) ? PF_CONNECTION_REFRESH_DUE : PF_CONNECTION_CONNECTED;
}

/**
 * pf_connection_get_account_id:
 * @self: a connection
 *
 * Returns: (nullable): Pinterest's id of the account
 */
const char *
pf_connection_get_account_id (PfConnection *self)
{
  return self->row->account_id;
}

/**
 * pf_connection_get_username:
 * @self: a connection
 *
 * Returns: (nullable): the user name
 */
const char *
pf_connection_get_username (PfConnection *self)
{
  return self->row->username;
}

/**
 * pf_connection_get_display_name:
 * @self: a connection
 *
 * Returns: the business name, the user name, or the kind's title
 */
const char *
pf_connection_get_display_name (PfConnection *self)
{
  if (self->row->display_name != NULL && self->row->display_name[0] != '\0')
    return self->row->display_name;
  if (self->row->username != NULL && self->row->username[0] != '\0')
    return self->row->username;
  return self->kind != NULL ? self->kind->title : self->row->kind;
}

/**
 * pf_connection_get_avatar_url:
 * @self: a connection
 *
 * Returns: (nullable): where its picture is
 */
const char *
pf_connection_get_avatar_url (PfConnection *self)
{
  return self->row->avatar_url;
}

/**
 * pf_connection_get_account_type:
 * @self: a connection
 *
 * Returns: (nullable): "PINNER", "BUSINESS", or something newer
 */
const char *
pf_connection_get_account_type (PfConnection *self)
{
  return self->row->account_type;
}

/**
 * pf_connection_get_board_count:
 * @self: a connection
 *
 * Returns: how many boards Pinterest said there are, or -1
 */
gint64
pf_connection_get_board_count (PfConnection *self)
{
  return self->row->board_count;
}

/**
 * pf_connection_has_scope:
 * @self: a connection
 * @scope: a v5 name
 *
 * Returns: whether it was granted
 */
gboolean
pf_connection_has_scope (PfConnection *self, const char *scope)
{
  return pf_scopes_contain (self->row->scopes_granted, scope);
}

/**
 * pf_connection_get_missing_scopes:
 * @self: a connection
 *
 * Returns: (transfer full) (array zero-terminated=1): what was asked for and not granted
 */
char **
pf_connection_get_missing_scopes (PfConnection *self)
{
  g_auto (GStrv) wanted = g_strsplit (self->row->scopes_wanted, " ", -1);
  GPtrArray *missing = g_ptr_array_new ();

  for (guint i = 0; wanted[i] != NULL; i++)
    if (wanted[i][0] != '\0' && !pf_connection_has_scope (self, wanted[i]))
      g_ptr_array_add (missing, g_strdup (wanted[i]));
  g_ptr_array_add (missing, NULL);
  return (char **)g_ptr_array_free (missing, FALSE);
}

/**
 * pf_connection_get_scopes_granted:
 * @self: a connection
 *
 * Returns: granted scopes, separated by spaces
 */
const char *
pf_connection_get_scopes_granted (PfConnection *self)
{
  return self->row->scopes_granted;
}

/**
 * pf_connection_get_publishing:
 * @self: a connection
 *
 * Returns: whether the user lets it publish
 */
gboolean
pf_connection_get_publishing (PfConnection *self)
{
  return self->row->publishing;
}

/**
 * pf_connection_get_trial:
 * @self: a connection
 *
 * Returns: whether the app waits for Pinterest's approval
 */
gboolean
pf_connection_get_trial (PfConnection *self)
{
  return self->row->trial;
}

/**
 * pf_connection_get_pin_edit_refused:
 * @self: a connection
 *
 * Returns: whether `PATCH /pins` is closed to this app
 */
gboolean
pf_connection_get_pin_edit_refused (PfConnection *self)
{
  return self->row->pin_edit_refused;
}

/**
 * pf_connection_get_session_only:
 * @self: a connection
 *
 * Returns: whether it ends with this session, for want of a keyring
 */
gboolean
pf_connection_get_session_only (PfConnection *self)
{
  return self->session_only;
}

/**
 * pf_connection_get_offline:
 * @self: a connection
 *
 * Returns: whether the service could not be reached last time
 */
gboolean
pf_connection_get_offline (PfConnection *self)
{
  return self->offline;
}

/**
 * pf_connection_get_problem:
 * @self: a connection
 *
 * Returns: (nullable): words for what is wrong
 */
const char *
pf_connection_get_problem (PfConnection *self)
{
  return self->unsaved != NULL ? self->unsaved : self->row->problem;
}

/**
 * pf_connection_get_access_expires_at:
 * @self: a connection
 *
 * Returns: wall clock, us; 0 when unknown
 */
gint64
pf_connection_get_access_expires_at (PfConnection *self)
{
  return self->row->access_expires_at;
}

/**
 * pf_connection_get_refresh_expires_at:
 * @self: a connection
 *
 * Returns: wall clock, us; 0 when unknown
 */
gint64
pf_connection_get_refresh_expires_at (PfConnection *self)
{
  return self->row->refresh_expires_at;
}

/**
 * pf_connection_get_connected_at:
 * @self: a connection
 *
 * Returns: wall clock, us
 */
gint64
pf_connection_get_connected_at (PfConnection *self)
{
  return self->row->connected_at;
}

/**
 * pf_connection_get_redirect_uri:
 * @self: a connection
 *
 * Returns: the address its app has registered
 */
const char *
pf_connection_get_redirect_uri (PfConnection *self)
{
  return self->row->redirect_uri;
}

/**
 * pf_connection_can_create:
 * @self: a connection
 * @reason: (out) (optional) (transfer full): words why not
 *
 * Returns: whether a create could be delivered now, but for the network
 */
gboolean
pf_connection_can_create (PfConnection *self, char **reason)
{
  g_auto (GStrv) granted = g_strsplit (self->row->scopes_granted, " ", -1);
  const char *words = NULL;

  switch (pf_connection_get_state (self))
    {
    case PF_CONNECTION_CONNECTED:
    case PF_CONNECTION_REFRESH_DUE:
      break;
    case PF_CONNECTION_OFF:
      words = _ ("Publishing is off for this account.");
      break;
    case PF_CONNECTION_LOCKED:
      words = _ ("The keyring is locked. Unlock it to pin.");
      break;
    case PF_CONNECTION_EXPIRED:
      words = _ ("Sign in again to pin. Everything you write is kept.");
      break;
    case PF_CONNECTION_WAITING:
      words = _ ("Finish signing in in your browser to pin. Everything you write is kept.");
      break;
    case PF_CONNECTION_NOT_CONNECTED:
    case PF_CONNECTION_ERROR:
    default:
      words = _ ("The account needs attention before you can pin.");
    }
  if (words == NULL && !pf_scopes_can_publish ((const char *const *)granted))
    words = _ ("Pinfold has no permission to pin with this account.");
  if (words == NULL && self->row->trial)
    words = _ ("Pinterest is still reviewing your app. Pinning opens after approval.");
  if (words != NULL && reason != NULL)
    *reason = g_strdup (words);
  return words == NULL;
}

/**
 * pf_connection_note_error:
 * @self: a connection
 * @error: what a call ended with
 * @operation: which, for instance "create-pin"
 *
 * Learns from a reply: trial access, closed pin editing, the end of the permission, being
 * offline. Main thread.
 */
void
pf_connection_note_error (PfConnection *self, const GError *error, const char *operation)
{
  if (self->dropped || error->domain != PF_ERROR)
    return;
  if (error->code == PF_ERROR_TRIAL && !self->row->trial)
    {
      self->row->trial = TRUE;
      pf_connection_write (self, pf_rows_update_learned);
      pf_connection_changed (self);
    }
  else if (error->code == PF_ERROR_FEATURE && !self->row->pin_edit_refused)
    {
      self->row->pin_edit_refused = TRUE;
      pf_connection_write (self, pf_rows_update_learned);
      pf_connection_changed (self);
    }
  else if ((error->code == PF_ERROR_SIGN_IN || error->code == PF_ERROR_AUTH)
           && self->base != PF_CONNECTION_EXPIRED)
    {
      pf_connection_set_base (self, PF_CONNECTION_EXPIRED, error->message);
      pf_connection_write (self, pf_rows_update_status);
    }
  else if (error->code == PF_ERROR_OFFLINE)
    pf_connection_set_offline (self, TRUE);
}

/* Trial counts a day's requests, Standard a minute's, and any reply tells which (api-facts
 * section 6). */
static gboolean
is_standard (PfConnection *self)
{
  PfBudgetState state;

  pf_budget_peek (self->budget, PF_BUDGET_ORG_READ, &state);
  return state.reset_at_us != 0 && !state.trial;
}

/**
 * pf_connection_note_success:
 * @self: a connection
 * @operation: which call worked, for instance "create-pin"
 *
 * Learns from a reply: online again; trial access is over when a pin was made, or when somebody
 * asked ("get-account") and the rate headers are those of Standard access. Main thread.
 */
void
pf_connection_note_success (PfConnection *self, const char *operation)
{
  if (self->dropped)
    return;
  pf_connection_set_offline (self, FALSE);
  if (self->row->trial
      && (g_strcmp0 (operation, "create-pin") == 0
          || (g_strcmp0 (operation, "get-account") == 0 && is_standard (self))))
    {
      self->row->trial = FALSE;
      pf_connection_write (self, pf_rows_update_learned);
      pf_connection_changed (self);
    }
}
