/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connections-private.h"

#include "core/account/pf-flow.h"
#include "core/account/pf-practice-launcher.h"
#include "core/account/pf-setup.h"
#include "core/base/pf-error.h"
#include "core/store/pf-mirror.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/**
 * PfConnecting:
 *
 * One connect or reconnect, from before the browser to the sealed record. What is marked
 * "flow" belongs to the flow while it runs.
 */
struct _PfConnecting
{
  GObject parent_instance;
  PfConnections *connections;
  const PfKind *kind;
  char **scopes;
  char *target_id;        /* nullable: the account to reconnect */
  PfAuthAttempt *attempt; /* nullable */
  PfConnection *waiting;  /* (nullable): the account to reconnect, while the browser is open */
  /* flow: */
  PfService *service;
  guint16 practice_port;
  PfAppRow *app;
  PfAppCredentials *credentials;
  gboolean session_only;
  PfTokens *tokens;
  PfConnection *fresh; /* made and dropped on the main thread */
  PfConnectionRow *row;
  char *former_app_id; /* nullable: the app that the account was signed in through before */
};

enum
{
  SIGNAL_OPEN_URL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfConnecting, pf_connecting, G_TYPE_OBJECT)

static void
pf_connecting_finalize (GObject *object)
{
  PfConnecting *self = PF_CONNECTING (object);

  g_clear_object (&self->attempt);
  g_clear_object (&self->waiting);
  g_clear_object (&self->fresh);
  g_clear_object (&self->connections);
  g_clear_pointer (&self->scopes, g_strfreev);
  g_clear_pointer (&self->service, pf_service_unref);
  g_clear_pointer (&self->app, pf_app_row_free);
  g_clear_pointer (&self->credentials, pf_app_credentials_free);
  g_clear_pointer (&self->tokens, pf_tokens_free);
  g_clear_pointer (&self->row, pf_connection_row_free);
  g_free (self->target_id);
  g_free (self->former_app_id);
  G_OBJECT_CLASS (pf_connecting_parent_class)->finalize (object);
}

static void
pf_connecting_class_init (PfConnectingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_connecting_finalize;

  /**
   * PfConnecting::open-url:
   * @self: the connecting
   * @url: the consent page; it holds the state: never log it
   *
   * The listeners are up: open @url in the person's browser.
   */
  signals[SIGNAL_OPEN_URL]
      = g_signal_new ("open-url", PF_TYPE_CONNECTING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
pf_connecting_init (PfConnecting *self)
{
}

static PfConnecting *
connecting_new (PfConnections *connections, const PfKind *kind, const char *const *scopes)
{
  PfConnecting *self = g_object_new (PF_TYPE_CONNECTING, NULL);

  self->connections = g_object_ref (connections);
  self->kind = kind;
  self->scopes = g_strdupv ((char **)scopes);
  return self;
}

/**
 * pf_connections_connect:
 * @self: the accounts
 * @kind: what to connect
 * @scopes: (nullable) (array zero-terminated=1): what to ask for; the kind's own when %NULL
 *
 * Returns: (transfer full): a connect that has not begun
 */
PfConnecting *
pf_connections_connect (PfConnections *self, const PfKind *kind, const char *const *scopes)
{
  return connecting_new (self, kind, scopes != NULL ? scopes : kind->scopes);
}

/**
 * pf_connections_reconnect:
 * @self: the accounts
 * @connection: one of them
 * @scopes: (nullable) (array zero-terminated=1): what to ask for; as before when %NULL
 *
 * Returns: (transfer full): a reconnect that has not begun
 */
PfConnecting *
pf_connections_reconnect (PfConnections *self, PfConnection *connection, const char *const *scopes)
{
  g_auto (GStrv) before = g_strsplit (connection->row->scopes_wanted, " ", -1);
  const PfKind *kind
      = connection->kind != NULL ? connection->kind : pf_catalogue_find ("pinterest");
  PfConnecting *connecting;

  if (scopes == NULL)
    scopes = before[0] != NULL ? (const char *const *)before : kind->scopes;
  connecting = connecting_new (self, kind, scopes);
  connecting->target_id = g_strdup (connection->row->id);
  return connecting;
}

static PfKeeper *
get_keeper (PfConnecting *self)
{
  return self->connections->keeper;
}

static void
find_app (gpointer data, gpointer task)
{
  PfConnecting *self = data;
  const PfAppRow *row = pf_connections_find_app (self->connections, self->kind->service);
  PfConnection *target = pf_connections_find (self->connections, self->target_id);

  if (row != NULL)
    self->app = pf_app_row_copy (row);
  /* A reconnect stays with the app that the account was connected with. */
  if (target != NULL && (row == NULL || strcmp (row->id, target->row->app_id) != 0))
    {
      g_clear_pointer (&self->app, pf_app_row_free);
      self->app = g_new0 (PfAppRow, 1);
      self->app->id = g_strdup (target->row->app_id);
      self->app->service = g_strdup (target->row->service);
      self->app->client_id = g_strdup (target->row->client_id);
      self->app->redirect_uri = g_strdup (target->row->redirect_uri);
      self->app->last4 = g_strdup ("");
    }
}

static void
make_practice_app (PfConnecting *self)
{
  PfContext *context = get_keeper (self)->context;

  self->app = g_new0 (PfAppRow, 1);
  self->app->id = pf_random_uuid (pf_context_get_random (context));
  self->app->service = g_strdup ("practice");
  self->app->client_id = g_strdup (PF_PRACTICE_APP_ID);
  self->app->redirect_uri = g_strdup (pf_setup_get_default_redirect_uri ());
  self->app->last4 = g_strdup ("");
  self->app->created_at = pf_clock_now (pf_context_get_clock (context));
}

/* Nobody is sent to the browser whose account could not be kept afterwards. */
static gboolean
check_keyring (PfConnecting *self, GTask *task, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (pf_vault_check (get_keeper (self)->vault, task, &problem))
    return TRUE;
  if (g_error_matches (problem, PF_ERROR, PF_ERROR_NO_KEYRING))
    {
      self->session_only = TRUE;
      return TRUE;
    }
  if (g_error_matches (problem, PF_ERROR, PF_ERROR_TIMED_OUT))
    g_set_error_literal (error, PF_ERROR, PF_ERROR_LOCKED, problem->message);
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
move_practice (gpointer data, gpointer task)
{
  PfConnecting *self = data;

  pf_connections_move_practice (self->connections, self->practice_port);
}

static gboolean
prepare (PfConnecting *self, GTask *task, GError **error)
{
  gboolean practice = strcmp (self->kind->service, "practice") == 0;

  if (!check_keyring (self, task, error))
    return FALSE;
  if (practice)
    {
      guint16 port
          = pf_practice_ensure (get_keeper (self)->context, g_task_get_cancellable (task), error);

      if (port == 0)
        return FALSE;
      self->practice_port = port;
      pf_flow_on_main (task, move_practice, self);
    }
  self->service = pf_connections_make_service (self->connections, self->kind->service);
  pf_flow_on_main (task, find_app, self);
  if (self->app == NULL && practice)
    make_practice_app (self);
  if (self->app == NULL)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID,
                           _ ("There is no App ID yet. Set up your app first."));
      return FALSE;
    }
  self->credentials
      = pf_keeper_load_app (get_keeper (self), task, self->app->service, self->app->id,
                            self->app->client_id, self->app->redirect_uri, error);
  return self->credentials != NULL;
}

static void
on_ready (PfAuthAttempt *attempt, PfConnecting *self)
{
  g_autofree char *url = pf_auth_attempt_get_url (attempt);

  g_signal_emit (self, signals[SIGNAL_OPEN_URL], 0, url);
}

static gboolean
wants_pkce (PfConnecting *self)
{
  GSettings *settings = pf_context_get_settings (get_keeper (self)->context);
  g_autoptr (GSettingsSchema) schema = NULL;

  if (self->service->pkce || settings == NULL)
    return self->service->pkce;
  g_object_get (settings, "settings-schema", &schema, NULL);
  return g_settings_schema_has_key (schema, "pinterest-pkce")
         && g_settings_get_boolean (settings, "pinterest-pkce");
}

typedef struct
{
  PfConnecting *self;
  GCancellable *cancellable;
} Call;

static void
begin_attempt (gpointer data, GAsyncReadyCallback callback, gpointer user_data)
{
  Call *call = data;
  PfConnecting *self = call->self;

  if (g_set_object (&self->waiting, pf_connections_find (self->connections, self->target_id)))
    pf_connection_set_waiting (self->waiting, TRUE);
  self->attempt = pf_auth_attempt_new (get_keeper (self)->context, self->service, self->credentials,
                                       (const char *const *)self->scopes, wants_pkce (self));
  g_signal_connect_object (self->attempt, "ready", G_CALLBACK (on_ready), self, 0);
  pf_auth_attempt_run_async (self->attempt, call->cancellable, callback, user_data);
}

static void
end_attempt (gpointer data, gpointer task)
{
  PfConnecting *self = data;

  if (self->waiting != NULL)
    pf_connection_set_waiting (self->waiting, FALSE);
  g_clear_object (&self->waiting);
}

static gboolean
ask_in_browser (PfConnecting *self, GTask *task, GError **error)
{
  Call call = { self, g_task_get_cancellable (task) };
  g_autoptr (GAsyncResult) result = pf_flow_await (task, begin_attempt, &call);

  pf_flow_on_main (task, end_attempt, self);
  self->tokens = pf_auth_attempt_run_finish (self->attempt, result, error);
  return self->tokens != NULL;
}

static PfTokenRecord *
make_record (PfConnecting *self)
{
  PfTokenRecord *record = g_new0 (PfTokenRecord, 1);

  record->access_token = pf_secret_ref (self->tokens->access_token);
  if (self->tokens->refresh_token != NULL)
    record->refresh_token = pf_secret_ref (self->tokens->refresh_token);
  record->access_expires_at = self->tokens->access_expires_at;
  record->refresh_expires_at = self->tokens->refresh_expires_at;
  record->obtained_at = pf_clock_now (pf_context_get_clock (get_keeper (self)->context));
  return record;
}

static void
make_row (PfConnecting *self)
{
  PfContext *context = get_keeper (self)->context;
  gint64 now = pf_clock_now (pf_context_get_clock (context));
  PfConnectionRow *row = g_new0 (PfConnectionRow, 1);

  row->id = self->target_id != NULL ? g_strdup (self->target_id)
                                    : pf_random_uuid (pf_context_get_random (context));
  row->app_id = g_strdup (self->app->id);
  row->client_id = g_strdup (self->app->client_id);
  row->redirect_uri = g_strdup (self->app->redirect_uri);
  row->service = g_strdup (self->kind->service);
  row->kind = g_strdup (self->kind->id);
  row->board_count = -1;
  row->scopes_wanted = g_strjoinv (" ", self->scopes);
  row->scopes_granted
      = g_strdup (self->tokens->scope != NULL ? self->tokens->scope : row->scopes_wanted);
  row->state = g_strdup (pf_connection_state_to_string (PF_CONNECTION_CONNECTED));
  row->publishing = TRUE;
  row->access_expires_at = self->tokens->access_expires_at;
  row->refresh_expires_at = self->tokens->refresh_expires_at;
  row->refreshed_at = now;
  row->connected_at = now;
  self->row = row;
}

static void
begin_account (gpointer data, GAsyncReadyCallback callback, gpointer user_data)
{
  Call *call = data;
  PfConnecting *self = call->self;
  g_autoptr (PfTokenRecord) record = make_record (self);

  self->fresh = pf_connection_new (get_keeper (self), self->row, self->service);
  pf_connection_adopt_tokens (self->fresh, record);
  pf_client_get_account_async (pf_connection_get_client (self->fresh), PF_PRIORITY_USER,
                               call->cancellable, callback, user_data);
}

static gboolean
ask_who (PfConnecting *self, GTask *task, GError **error)
{
  Call call = { self, g_task_get_cancellable (task) };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfAccount) account = NULL;

  make_row (self);
  result = pf_flow_await (task, begin_account, &call);
  account = pf_client_get_account_finish (pf_connection_get_client (self->fresh), result, error);
  if (account == NULL)
    return FALSE;
  pf_connection_row_set_account (self->row, account);
  /* The same account is the same one again after a disconnect, so that drafts and pins that
   * wait find it (requirements MO-19). */
  if (self->target_id == NULL)
    {
      g_free (self->row->id);
      self->row->id = pf_mirror_make_uuid (self->row->service, "account", self->row->account_id);
    }
  return TRUE;
}

static gboolean
asks_for_more (PfConnecting *self, const PfConnectionRow *known)
{
  for (guint i = 0; self->scopes[i] != NULL; i++)
    if (!pf_scopes_contain (known->scopes_wanted, self->scopes[i]))
      return TRUE;
  return FALSE;
}

/* The same account may come back when it has to sign in again, or with more permissions
 * than before; then it stays the one it is. Its tokens now belong to the app they came through. */
static gboolean
settle_identity (PfConnecting *self, const PfConnectionRow *known, GError **error)
{
  const char *name = known->display_name != NULL ? known->display_name : known->username;

  if (self->target_id != NULL && g_strcmp0 (known->id, self->target_id) == 0)
    return TRUE;
  if (self->target_id == NULL
      && (g_strcmp0 (known->state, "expired") == 0 || asks_for_more (self, known)))
    {
      g_free (self->row->id);
      self->row->id = g_strdup (known->id);
      if (strcmp (known->app_id, self->row->app_id) != 0)
        {
          g_free (self->former_app_id);
          self->former_app_id = g_strdup (known->app_id);
        }
      return TRUE;
    }
  /* Translators: %s is the name of an account. */
  g_set_error (error, PF_ERROR, PF_ERROR_SAME_ACCOUNT,
               _ ("Pinterest sent back %s again. Switch account in the browser, then try again."),
               name != NULL ? name : "");
  return FALSE;
}

static gboolean
check_identity (PfConnecting *self, PfAccountRows *rows, GError **error)
{
  for (guint i = 0; i < rows->connections->len; i++)
    {
      const PfConnectionRow *known = rows->connections->pdata[i];

      if (g_strcmp0 (known->id, self->target_id) == 0)
        {
          self->row->publishing = known->publishing;
          self->row->connected_at = known->connected_at;
        }
      if (self->target_id != NULL && strcmp (known->id, self->target_id) == 0
          && known->account_id != NULL && g_strcmp0 (known->account_id, self->row->account_id) != 0)
        {
          /* Translators: the names of two accounts. */
          g_set_error (error, PF_ERROR, PF_ERROR_CONFLICT,
                       _ ("The browser is signed in as %s, not as %s. Switch account there, then "
                          "try again."),
                       self->row->display_name, known->display_name);
          return FALSE;
        }
      if (strcmp (known->service, self->row->service) == 0
          && strcmp (known->state, PF_CONNECTION_ROW_LEAVING) != 0
          && g_strcmp0 (known->account_id, self->row->account_id) == 0
          && !settle_identity (self, known, error))
        return FALSE;
      /* A crash cut its disconnect short; what is left of it is written over. */
      if (strcmp (known->id, self->row->id) == 0
          && strcmp (known->state, PF_CONNECTION_ROW_LEAVING) == 0
          && !pf_keeper_write (get_keeper (self), pf_rows_put_back, (gpointer)known, error))
        return FALSE;
    }
  return TRUE;
}

/* With the last account that uses it an app record goes; what stays is swept at the next start. */
static void
forget_former_app (PfConnecting *self, GTask *task)
{
  PfKeeper *keeper = get_keeper (self);
  g_autoptr (PfAccountRows) rows = NULL;

  if (self->former_app_id == NULL)
    return;
  rows = pf_keeper_load_rows (keeper, NULL);
  for (guint i = 0; rows != NULL && i < rows->connections->len; i++)
    if (strcmp (((PfConnectionRow *)rows->connections->pdata[i])->app_id, self->former_app_id) == 0)
      return;
  if (rows != NULL && pf_vault_destroy_key (keeper->vault, task, self->former_app_id, NULL)
      && pf_vault_destroy_record (keeper->vault, self->former_app_id, NULL))
    pf_keeper_write (keeper, pf_rows_delete_app, self->former_app_id, NULL);
}

static gboolean
write_rows (PfConnecting *self, GTask *task, GError **error)
{
  PfKeeper *keeper = get_keeper (self);

  if (strcmp (self->app->service, "practice") == 0
      && !pf_keeper_write (keeper, pf_rows_insert_app, self->app, error))
    return FALSE;
  if (!pf_keeper_write (keeper, pf_rows_put, self->row, error))
    return FALSE;
  forget_former_app (self, task);
  return TRUE;
}

static gboolean
seal (PfConnecting *self, GTask *task, GError **error)
{
  PfKeeper *keeper = get_keeper (self);
  g_autoptr (PfTokenRecord) record = make_record (self);
  g_autoptr (PfSecret) plain = pf_token_record_write (record);
  g_autoptr (GError) problem = NULL;

  /* What is renewed with an app of this session, or began in it, ends with it too. */
  if (pf_vault_is_session_only (keeper->vault, self->app->id)
      || pf_vault_is_session_only (keeper->vault, self->row->id))
    self->session_only = TRUE;
  if (!self->session_only
      && pf_vault_save (keeper->vault, task, PF_VAULT_TOKENS, self->row->id,
                        _ ("Pinfold: key of an account"), plain, &problem))
    return write_rows (self, task, error);
  if (problem != NULL && !g_error_matches (problem, PF_ERROR, PF_ERROR_NO_KEYRING))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  self->session_only = TRUE;
  pf_vault_keep_for_session (keeper->vault, self->row->id, plain);
  return TRUE;
}

/* Accounts of a session without a keyring are in no row. */
static void
check_session (gpointer data, gpointer task)
{
  PfConnecting *self = data;
  GPtrArray *items = self->connections->items;
  GError *error = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      PfConnection *known = items->pdata[i];

      if (known->session_only && strcmp (known->row->service, self->row->service) == 0
          && g_strcmp0 (known->row->account_id, self->row->account_id) == 0
          && !settle_identity (self, known->row, &error))
        {
          g_object_set_data_full (G_OBJECT (task), "error", error, (GDestroyNotify)g_error_free);
          return;
        }
    }
}

static gboolean
keep (PfConnecting *self, GTask *task, GError **error)
{
  PfKeeper *keeper = get_keeper (self);
  g_autofree char *name = NULL;
  g_autoptr (PfAccountRows) rows = NULL;
  const GError *problem;
  gboolean good;
  int renewal;
  int accounts = pf_keeper_lock (keeper, "accounts", g_task_get_cancellable (task), error);

  if (accounts < 0)
    return FALSE;
  rows = pf_keeper_load_rows (keeper, error);
  good = rows != NULL && check_identity (self, rows, error);
  if (good)
    {
      pf_flow_on_main (task, check_session, self);
      problem = g_object_get_data (G_OBJECT (task), "error");
      if (problem != NULL)
        {
          g_propagate_error (error, g_error_copy (problem));
          good = FALSE;
        }
    }
  if (good)
    {
      name = g_strdup_printf ("refresh-%s", self->row->id);
      renewal = pf_keeper_lock (keeper, name, NULL, error);
      good = renewal >= 0 && seal (self, task, error);
      if (renewal >= 0)
        close (renewal);
    }
  close (accounts);
  return good;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfConnecting *self = source;
  GError *error = NULL;

  if (prepare (self, task, &error) && ask_in_browser (self, task, &error)
      && ask_who (self, task, &error) && keep (self, task, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * pf_connecting_run_async:
 * @self: a connect or reconnect, not run yet
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Goes the whole way. Main thread.
 */
void
pf_connecting_run_async (PfConnecting *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_connecting_run_async);
  /* Once the record is sealed the account is there, whatever was pressed meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  pf_flow_start (task, run);
}

/**
 * pf_connecting_run_finish:
 * @self: a connect or reconnect
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the account, in the list. PF_ERROR_SAME_ACCOUNT: consent
 *   returned one that is connected already; PF_ERROR_CONFLICT: a reconnect got another account;
 *   PF_ERROR_LOCKED; PF_ERROR_INVALID: no App ID yet; and those of #PfAuthAttempt
 */
PfConnection *
pf_connecting_run_finish (PfConnecting *self, GAsyncResult *result, GError **error)
{
  g_autoptr (PfTokenRecord) record = NULL;
  PfConnection *connection;

  if (self->fresh != NULL)
    pf_connection_drop (self->fresh);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  connection = pf_connection_new (get_keeper (self), self->row, self->service);
  connection->session_only = self->session_only;
  record = make_record (self);
  pf_connection_adopt_tokens (connection, record);
  connection = pf_connections_take (self->connections, connection);
  g_clear_pointer (&self->tokens, pf_tokens_free);
  g_clear_pointer (&self->credentials, pf_app_credentials_free);
  if (!self->session_only)
    pf_store_touch (get_keeper (self)->store, PF_STORE_CONNECTIONS);
  return g_object_ref (connection);
}

/**
 * pf_connecting_get_url:
 * @self: a connect or reconnect
 *
 * Returns: (transfer full) (nullable): the consent page while it is waited for, for Open Again and
 *   Copy Link
 */
char *
pf_connecting_get_url (PfConnecting *self)
{
  return self->attempt != NULL ? pf_auth_attempt_get_url (self->attempt) : NULL;
}
