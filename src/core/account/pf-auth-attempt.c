/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-auth-attempt.h"

#include "core/account/pf-callback-listener.h"
#include "core/account/pf-pkce.h"
#include "core/account/pf-setup.h"
#include "core/account/pf-token-endpoint.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ATTEMPT_LIMIT_US (G_GINT64_CONSTANT (5) * 60 * G_USEC_PER_SEC)

/**
 * PfAuthAttempt:
 *
 * One try at consent (RFC 8252, RFC 7636). State and verifier exist from the moment it
 * runs until its end, in memory only, and serve this one try.
 */
struct _PfAuthAttempt
{
  GObject parent_instance;
  PfContext *context;
  PfService *service;
  PfAppCredentials *app;
  char **scopes;
  gboolean use_pkce;
  PfSecret *state;    /* nullable */
  PfSecret *verifier; /* nullable */
  PfCallbackListener *listener;
  guint limit;
  GSource *cancelled;
};

enum
{
  SIGNAL_READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfAuthAttempt, pf_auth_attempt, G_TYPE_OBJECT)

static void
stop_waiting (PfAuthAttempt *self)
{
  if (self->limit != 0)
    pf_clock_cancel (pf_context_get_clock (self->context), self->limit);
  self->limit = 0;
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_clear_pointer (&self->cancelled, g_source_unref);
    }
}

static void
forget (PfAuthAttempt *self)
{
  stop_waiting (self);
  g_clear_pointer (&self->state, pf_secret_unref);
  g_clear_pointer (&self->verifier, pf_secret_unref);
}

static void
pf_auth_attempt_finalize (GObject *object)
{
  PfAuthAttempt *self = PF_AUTH_ATTEMPT (object);

  forget (self);
  if (self->listener != NULL)
    pf_callback_listener_close (self->listener);
  g_clear_pointer (&self->listener, pf_callback_listener_unref);
  g_clear_pointer (&self->app, pf_app_credentials_free);
  g_clear_pointer (&self->service, pf_service_unref);
  g_clear_pointer (&self->scopes, g_strfreev);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_auth_attempt_parent_class)->finalize (object);
}

static void
pf_auth_attempt_class_init (PfAuthAttemptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_auth_attempt_finalize;

  /**
   * PfAuthAttempt::ready:
   * @self: the attempt
   *
   * Both listeners are up; the address may be opened in the browser now, not before.
   */
  signals[SIGNAL_READY] = g_signal_new ("ready", PF_TYPE_AUTH_ATTEMPT, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_auth_attempt_init (PfAuthAttempt *self)
{
}

/**
 * pf_auth_attempt_new:
 * @context: the context
 * @service: where to sign in
 * @app: App ID, secret and the registered address; copied
 * @scopes: (array zero-terminated=1): what to ask for
 * @use_pkce: whether to send a PKCE challenge (S256)
 *
 * Returns: (transfer full): an attempt; it may run once
 */
PfAuthAttempt *
pf_auth_attempt_new (PfContext *context,
                     PfService *service,
                     const PfAppCredentials *app,
                     const char *const *scopes,
                     gboolean use_pkce)
{
  PfAuthAttempt *self = g_object_new (PF_TYPE_AUTH_ATTEMPT, NULL);

  self->context = g_object_ref (context);
  self->service = pf_service_ref (service);
  self->app = pf_app_credentials_copy (app);
  self->scopes = g_strdupv ((char **)scopes);
  self->use_pkce = use_pkce;
  return self;
}

static void
append_parameter (GString *url, const char *name, const char *value)
{
  g_string_append_c (url, strchr (url->str, '?') == NULL ? '?' : '&');
  g_string_append (url, name);
  g_string_append_c (url, '=');
  g_string_append_uri_escaped (url, value, NULL, FALSE);
}

/**
 * pf_auth_attempt_get_url:
 * @self: an attempt
 *
 * The consent page's address (api-facts section 2.1). It holds the state: show, open or
 * copy it, never log it.
 *
 * Returns: (transfer full) (nullable): the address; %NULL unless the attempt waits
 */
char *
pf_auth_attempt_get_url (PfAuthAttempt *self)
{
  g_autofree char *scope = g_strjoinv (",", self->scopes);
  GString *url;

  if (self->state == NULL)
    return NULL;
  url = g_string_new (self->service->authorize_url);
  append_parameter (url, "client_id", self->app->client_id);
  append_parameter (url, "redirect_uri", self->app->redirect_uri);
  append_parameter (url, "response_type", "code");
  append_parameter (url, "scope", scope);
  append_parameter (url, "state", pf_secret_peek (self->state));
  if (self->verifier != NULL)
    {
      g_autofree char *challenge = pf_pkce_make_challenge (pf_secret_peek (self->verifier));

      append_parameter (url, "code_challenge", challenge);
      append_parameter (url, "code_challenge_method", "S256");
    }
  return g_string_free (url, FALSE);
}

/* The origin of the consent page: the one issuer of this attempt (RFC 9207 section 2.4). */
static char *
get_issuer (PfService *service)
{
  g_autoptr (GUri) uri = g_uri_parse (service->authorize_url, G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL)
    return NULL;
  if (g_uri_get_port (uri) > 0)
    return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), g_uri_get_host (uri),
                            g_uri_get_port (uri));
  return g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), g_uri_get_host (uri));
}

static void
fail (GTask *task, GError *error)
{
  PfAuthAttempt *self = g_task_get_source_object (task);

  forget (self);
  pf_callback_listener_close (self->listener);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_tokens (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfAuthAttempt *self = g_task_get_source_object (task);
  GError *error = NULL;
  PfTokens *tokens = pf_token_endpoint_request_finish (result, &error);

  pf_error_name_service (error, self->service->id);
  forget (self);
  if (tokens == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, tokens, (GDestroyNotify)pf_tokens_free);
}

static GError *
explain_refusal (const PfCallbackRequest *request)
{
  PfErrorDetail detail = { .retry_after_s = -1, .api_message = request->description };
  PfError code = PF_ERROR_FAILED;
  const char *words = _ ("The service refused the sign-in.");

  if (strcmp (request->error, "access_denied") == 0)
    {
      code = PF_ERROR_DENIED;
      words = _ ("You declined in the browser. Nothing was connected.");
    }
  else if (strcmp (request->error, "invalid_scope") == 0)
    {
      code = PF_ERROR_SCOPE;
      words = _ ("Your app may not ask for one of the permissions.");
    }
  else if (strcmp (request->error, "server_error") == 0
           || strcmp (request->error, "temporarily_unavailable") == 0)
    {
      code = PF_ERROR_SERVER;
      words = _ ("The service has a problem. Try again in a while.");
    }
  else if (strcmp (request->error, "unauthorized_client") == 0
           || strcmp (request->error, "invalid_client") == 0)
    {
      code = PF_ERROR_CLIENT;
      words = _ ("The App ID was not accepted.");
    }
  else if (strstr (request->error, "redirect") != NULL)
    {
      code = PF_ERROR_REDIRECT_MISMATCH;
      words = _ ("The redirect address does not match the one registered with your app.");
    }
  return pf_error_new_detailed (code, &detail, words);
}

/* The state is spent from here on; the listener goes on by itself to show the result page. */
static void
on_redirect (PfCallbackVerdict verdict, PfCallbackRequest *request, gpointer data)
{
  GTask *task = data;
  PfAuthAttempt *self = g_task_get_source_object (task);
  PfTokenGrant grant = { NULL };

  stop_waiting (self);
  g_clear_pointer (&self->state, pf_secret_unref);
  pf_callback_listener_linger_on (g_steal_pointer (&self->listener), G_OBJECT (self->context));
  if (verdict == PF_CALLBACK_DECLINED)
    {
      forget (self);
      g_task_return_error (task, explain_refusal (request));
      g_object_unref (task);
      return;
    }
  grant.code = pf_secret_new (request->code, -1);
  grant.verifier = self->verifier;
  pf_token_endpoint_request_async (self->context, self->service, self->app, &grant,
                                   g_task_get_cancellable (task), on_tokens, task);
  pf_secret_unref (grant.code);
}

static void
on_limit (gpointer data)
{
  GTask *task = data;
  PfAuthAttempt *self = g_task_get_source_object (task);

  self->limit = 0;
  fail (task, g_error_new_literal (PF_ERROR, PF_ERROR_TIMED_OUT,
                                   _ ("Nothing came back from the browser within 5 minutes.")));
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer data)
{
  fail (data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled")));
  return G_SOURCE_REMOVE;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PfAuthAttempt *self = source;
  GError *error = NULL;
  PfCallbackListener *listener = pf_callback_listener_open (pf_context_get_clock (self->context),
                                                            self->app->redirect_uri, &error);

  if (listener == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, listener, (GDestroyNotify)pf_callback_listener_unref);
}

static PfSecret *
make_secret_token (PfAuthAttempt *self, GError **error)
{
  char *text = pf_pkce_make_token (pf_context_get_random (self->context), error);

  return text != NULL ? pf_secret_new_take_zeroing (text) : NULL;
}

static void
on_open (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfAuthAttempt *self = PF_AUTH_ATTEMPT (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *issuer = get_issuer (self->service);
  GError *error = NULL;

  self->listener = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->listener != NULL)
    self->state = make_secret_token (self, &error);
  if (self->state != NULL && self->use_pkce)
    self->verifier = make_secret_token (self, &error);
  if (error != NULL)
    {
      forget (self);
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  pf_callback_listener_start (self->listener, pf_secret_peek (self->state), issuer, on_redirect,
                              task);
  self->limit = pf_clock_timeout (pf_context_get_clock (self->context), ATTEMPT_LIMIT_US, on_limit,
                                  task, NULL);
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
      g_source_attach (self->cancelled, g_task_get_context (task));
    }
  g_signal_emit (self, signals[SIGNAL_READY], 0);
}

/**
 * pf_auth_attempt_run_async:
 * @self: an attempt, not run yet
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Takes the port, emits #PfAuthAttempt::ready, waits for the browser at most 5 minutes,
 * trades the code once. Main thread.
 */
void
pf_auth_attempt_run_async (PfAuthAttempt *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) opening = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, pf_auth_attempt_run_async);
  if (!pf_setup_check_redirect_uri (self->app->redirect_uri, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  pf_callback_listener_end_lingering (G_OBJECT (self->context));
  opening = g_task_new (self, cancellable, on_open, task);
  g_task_set_source_tag (opening, pf_auth_attempt_run_async);
  g_task_run_in_thread (opening, open_in_thread);
}

/**
 * pf_auth_attempt_run_finish:
 * @self: an attempt
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the tokens
 */
PfTokens *
pf_auth_attempt_run_finish (PfAuthAttempt *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
