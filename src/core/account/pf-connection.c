/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-private.h"

#include "core/account/pf-setup.h"
#include "core/store/pf-shared-budget.h"

#include <string.h>

enum
{
  PROP_ID = 1,
  PROP_KIND_ID,
  PROP_SERVICE_ID,
  PROP_STATE,
  PROP_ACCOUNT_ID,
  PROP_USERNAME,
  PROP_DISPLAY_NAME,
  PROP_AVATAR_URL,
  PROP_ACCOUNT_TYPE,
  PROP_BOARD_COUNT,
  PROP_SCOPES_GRANTED,
  PROP_SCOPES_WANTED,
  PROP_PUBLISHING,
  PROP_TRIAL,
  PROP_PIN_EDIT_REFUSED,
  PROP_PROBLEM,
  PROP_SESSION_ONLY,
  PROP_OFFLINE,
  PROP_ACCESS_EXPIRES_AT,
  PROP_REFRESH_EXPIRES_AT,
  PROP_CONNECTED_AT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PfConnection,
                               pf_connection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_AUTHORIZER,
                                                      pf_connection_authorizer_init))

static void
pf_connection_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PfConnection *self = PF_CONNECTION (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->row->id);
      break;
    case PROP_KIND_ID:
      g_value_set_string (value, self->row->kind);
      break;
    case PROP_SERVICE_ID:
      g_value_set_string (value, self->row->service);
      break;
    case PROP_STATE:
      g_value_set_int (value, (int)pf_connection_get_state (self));
      break;
    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->row->account_id);
      break;
    case PROP_USERNAME:
      g_value_set_string (value, self->row->username);
      break;
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, pf_connection_get_display_name (self));
      break;
    case PROP_AVATAR_URL:
      g_value_set_string (value, self->row->avatar_url);
      break;
    case PROP_ACCOUNT_TYPE:
      g_value_set_string (value, self->row->account_type);
      break;
    case PROP_BOARD_COUNT:
      g_value_set_int64 (value, self->row->board_count);
      break;
    case PROP_SCOPES_GRANTED:
      g_value_set_string (value, self->row->scopes_granted);
      break;
    case PROP_SCOPES_WANTED:
      g_value_set_string (value, self->row->scopes_wanted);
      break;
    case PROP_PUBLISHING:
      g_value_set_boolean (value, self->row->publishing);
      break;
    case PROP_TRIAL:
      g_value_set_boolean (value, self->row->trial);
      break;
    case PROP_PIN_EDIT_REFUSED:
      g_value_set_boolean (value, self->row->pin_edit_refused);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, pf_connection_get_problem (self));
      break;
    case PROP_SESSION_ONLY:
      g_value_set_boolean (value, self->session_only);
      break;
    case PROP_OFFLINE:
      g_value_set_boolean (value, self->offline);
      break;
    case PROP_ACCESS_EXPIRES_AT:
      g_value_set_int64 (value, self->row->access_expires_at);
      break;
    case PROP_REFRESH_EXPIRES_AT:
      g_value_set_int64 (value, self->row->refresh_expires_at);
      break;
    case PROP_CONNECTED_AT:
      g_value_set_int64 (value, self->row->connected_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
pf_connection_dispose (GObject *object)
{
  pf_connection_drop (PF_CONNECTION (object));
  G_OBJECT_CLASS (pf_connection_parent_class)->dispose (object);
}

static void
pf_connection_finalize (GObject *object)
{
  PfConnection *self = PF_CONNECTION (object);

  g_clear_object (&self->client);
  g_clear_object (&self->budget);
  g_clear_pointer (&self->service, pf_service_unref);
  g_clear_pointer (&self->row, pf_connection_row_free);
  g_clear_pointer (&self->unsaved, g_free);
  g_clear_pointer (&self->keeper, pf_keeper_unref);
  G_OBJECT_CLASS (pf_connection_parent_class)->finalize (object);
}

static void
pf_connection_class_init (PfConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = pf_connection_get_property;
  object_class->dispose = pf_connection_dispose;
  object_class->finalize = pf_connection_finalize;
#define TEXT(id, name) props[id] = g_param_spec_string (name, NULL, NULL, NULL, flags)
#define FLAG(id, name) props[id] = g_param_spec_boolean (name, NULL, NULL, FALSE, flags)
#define NUMBER(id, name)                                                                           \
  props[id] = g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags)
  TEXT (PROP_ID, "id");
  TEXT (PROP_KIND_ID, "kind-id");
  TEXT (PROP_SERVICE_ID, "service-id");
  TEXT (PROP_ACCOUNT_ID, "account-id");
  TEXT (PROP_USERNAME, "username");
  TEXT (PROP_DISPLAY_NAME, "display-name");
  TEXT (PROP_AVATAR_URL, "avatar-url");
  TEXT (PROP_ACCOUNT_TYPE, "account-type");
  TEXT (PROP_SCOPES_GRANTED, "scopes-granted");
  TEXT (PROP_SCOPES_WANTED, "scopes-wanted");
  TEXT (PROP_PROBLEM, "problem");
  FLAG (PROP_PUBLISHING, "publishing");
  FLAG (PROP_TRIAL, "trial");
  FLAG (PROP_PIN_EDIT_REFUSED, "pin-edit-refused");
  FLAG (PROP_SESSION_ONLY, "session-only");
  FLAG (PROP_OFFLINE, "offline");
  NUMBER (PROP_BOARD_COUNT, "board-count");
  NUMBER (PROP_ACCESS_EXPIRES_AT, "access-expires-at");
  NUMBER (PROP_REFRESH_EXPIRES_AT, "refresh-expires-at");
  NUMBER (PROP_CONNECTED_AT, "connected-at");
#undef TEXT
#undef FLAG
#undef NUMBER
  /**
   * PfConnection:state:
   *
   * A #PfConnectionState.
   */
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, PF_CONNECTION_OFF, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pf_connection_init (PfConnection *self)
{
  self->base = PF_CONNECTION_CONNECTED;
  g_queue_init (&self->load_waiters);
  g_queue_init (&self->renew_waiters);
}

static void
make_client (PfConnection *self)
{
  g_clear_object (&self->budget);
  self->budget = PF_BUDGET (
      pf_shared_budget_new (self->keeper->store, self->row->service, self->row->client_id,
                            self->row->account_id != NULL ? self->row->account_id : ""));
  if (self->client != NULL)
    pf_client_abort (self->client);
  g_clear_object (&self->client);
  self->client
      = pf_client_new (self->keeper->context, self->service, PF_AUTHORIZER (self), self->budget);
}

/* Pictures of Practice lie where it listens, which is another port each time it starts. */
static void
move_avatar (PfConnection *self)
{
  g_autoptr (GUri) base = NULL;
  g_autoptr (GUri) uri = NULL;

  if (!self->service->plain_http || self->row->avatar_url == NULL)
    return;
  base = g_uri_parse (self->service->api_base, G_URI_FLAGS_ENCODED, NULL);
  uri = g_uri_parse (self->row->avatar_url, G_URI_FLAGS_ENCODED, NULL);
  if (base == NULL || uri == NULL || g_uri_get_port (uri) == g_uri_get_port (base))
    return;
  g_free (self->row->avatar_url);
  self->row->avatar_url
      = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (base), NULL, g_uri_get_host (base),
                    g_uri_get_port (base), g_uri_get_path (uri), g_uri_get_query (uri), NULL);
}

/**
 * pf_connection_new:
 * @keeper: what accounts share
 * @row: its row; copied
 * @service: where it lives
 *
 * Returns: (transfer full): a connection whose tokens are still sealed
 */
PfConnection *
pf_connection_new (PfKeeper *keeper, const PfConnectionRow *row, PfService *service)
{
  PfConnection *self = g_object_new (PF_TYPE_CONNECTION, NULL);
  PfNetwork *network = pf_context_get_network (keeper->context);

  self->keeper = pf_keeper_ref (keeper);
  self->row = pf_connection_row_copy (row);
  self->kind = pf_catalogue_find (row->kind);
  self->service = pf_service_ref (service);
  self->offline = !service->plain_http && !pf_network_is_online (network);
  self->base = pf_connection_state_from_string (row->state);
  move_avatar (self);
  make_client (self);
  return self;
}

/**
 * pf_connection_changed:
 * @self: a connection
 *
 * Tells that any property may be another now.
 */
void
pf_connection_changed (PfConnection *self)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (object, props[i]);
  g_object_thaw_notify (object);
}

static void
note_times (PfConnection *self)
{
  self->row->access_expires_at = self->tokens->access_expires_at;
  self->row->refresh_expires_at = self->tokens->refresh_expires_at;
  self->row->refreshed_at = self->tokens->obtained_at;
}

static gboolean
is_held (PfConnection *self)
{
  g_autoptr (PfSecret) held = pf_vault_dup_held (self->keeper->vault, self->row->id);

  return held != NULL;
}

/**
 * pf_connection_adopt_row:
 * @self: a connection
 * @row: what the database says now; copied
 *
 * Takes over a row.
 */
void
pf_connection_adopt_row (PfConnection *self, const PfConnectionRow *row)
{
  gboolean other = g_strcmp0 (self->row->account_id, row->account_id) != 0
                   || g_strcmp0 (self->row->client_id, row->client_id) != 0;

  pf_connection_row_free (self->row);
  self->row = pf_connection_row_copy (row);
  /* The row tells of the pair that is saved. */
  if (self->unsaved != NULL && self->tokens != NULL)
    note_times (self);
  move_avatar (self);
  if (other)
    make_client (self);
  pf_connection_changed (self);
}

/**
 * pf_connection_adopt_tokens:
 * @self: a connection
 * @tokens: what was unsealed or renewed; copied
 *
 * Takes over tokens: the account works.
 */
void
pf_connection_adopt_tokens (PfConnection *self, const PfTokenRecord *tokens)
{
  PfTokenRecord *copy = pf_token_record_copy (tokens);

  pf_token_record_free (self->tokens);
  self->tokens = copy;
  note_times (self);
  self->failures = 0;
  if (self->unsaved != NULL && !is_held (self))
    g_clear_pointer (&self->unsaved, g_free);
  pf_connection_schedule (self);
  pf_connection_changed (self);
}

/**
 * pf_connection_set_base:
 * @self: a connection
 * @base: what it is but for the clock and the publishing switch
 * @problem: (nullable): words
 *
 * Changes the state in memory.
 */
void
pf_connection_set_base (PfConnection *self, PfConnectionState base, const char *problem)
{
  self->base = base;
  g_free (self->row->state);
  self->row->state = g_strdup (pf_connection_state_to_string (base));
  if (problem != self->row->problem)
    {
      g_free (self->row->problem);
      self->row->problem = g_strdup (problem);
    }
  pf_connection_schedule (self);
  pf_connection_changed (self);
}

/**
 * pf_connection_set_offline:
 * @self: a connection
 * @offline: whether the service cannot be reached
 *
 * Offline lies beside the state: what is there stays usable.
 */
void
pf_connection_set_offline (PfConnection *self, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE]);
}

/**
 * pf_connection_set_session_only:
 * @self: a connection
 *
 * Notes that no keyring keeps it.
 */
void
pf_connection_set_session_only (PfConnection *self)
{
  self->session_only = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION_ONLY]);
}

/**
 * pf_connection_set_waiting:
 * @self: a connection
 * @waiting: whether a sign-in of it began to wait for the browser, or ceased to
 *
 * Notes that the person is at it. An account that works goes on working meanwhile.
 */
void
pf_connection_set_waiting (PfConnection *self, gboolean waiting)
{
  self->n_waiting += waiting ? 1 : -1;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/**
 * pf_connection_set_service:
 * @self: a connection
 * @service: where it lives now
 *
 * Practice moves to another port when it starts again.
 */
void
pf_connection_set_service (PfConnection *self, PfService *service)
{
  if (strcmp (self->service->api_base, service->api_base) == 0)
    return;
  pf_service_unref (self->service);
  self->service = pf_service_ref (service);
  move_avatar (self);
  make_client (self);
  pf_connection_changed (self);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfConnection) self = data;
  g_autoptr (GError) error = NULL;

  self->keeper->n_writing--;
  self->keeper->serial++;
  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    g_warning ("The state of an account was not saved: %s", error->message);
  /* Also of a write that failed: what is kept is read again. */
  pf_store_touch (self->keeper->store, PF_STORE_CONNECTIONS);
}

/**
 * pf_connection_write:
 * @self: a connection
 * @func: one of the functions of pf-connection-row.h
 *
 * Writes the row in the background. Accounts of a session without a keyring have none.
 */
void
pf_connection_write (PfConnection *self, PfDbFunc func)
{
  if (self->session_only || self->dropped)
    return;
  self->keeper->n_writing++;
  self->keeper->serial++;
  pf_db_run_async (pf_store_get_db (self->keeper->store), PF_DB_WRITE, func,
                   pf_connection_row_copy (self->row), (GDestroyNotify)pf_connection_row_free, NULL,
                   NULL, on_written, g_object_ref (self));
}

/**
 * pf_connection_drop:
 * @self: a connection
 *
 * Ends its use: requests are cancelled, tokens in memory wiped.
 */
void
pf_connection_drop (PfConnection *self)
{
  self->dropped = TRUE;
  if (self->timer != 0)
    pf_clock_cancel (pf_context_get_clock (self->keeper->context), self->timer);
  self->timer = 0;
  if (self->client != NULL)
    pf_client_abort (self->client);
  g_clear_pointer (&self->tokens, pf_token_record_free);
}
