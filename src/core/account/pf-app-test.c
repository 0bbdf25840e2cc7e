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

#define MAX_PAGE (256 * 1024)

/* One run of Test Connection. Each check reports a line, and they go on whatever came before. */
typedef struct
{
  PfContext *context;
  PfService *service;
  PfAppCredentials *app;
  char **scopes;
  GPtrArray *lines;
  SoupSession *session;
  PfCallbackListener *listener;
  char *state;
  gboolean came_back;
  SoupMessage *message;
} Test;

static void
test_free (gpointer data)
{
  Test *test = data;

  if (test->listener != NULL)
    pf_callback_listener_close (test->listener);
  g_clear_pointer (&test->listener, pf_callback_listener_unref);
  g_clear_object (&test->message);
  g_clear_object (&test->session);
  g_clear_pointer (&test->lines, g_ptr_array_unref);
  g_strfreev (test->scopes);
  pf_app_credentials_free (test->app);
  pf_service_unref (test->service);
  g_object_unref (test->context);
  g_free (test->state);
  g_free (test);
}

/**
 * pf_check_line_free:
 * @self: (transfer full) (nullable): a line
 *
 * Frees it.
 */
void
pf_check_line_free (PfCheckLine *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->words);
  g_free (self);
}

static void
report (Test *test, const char *label, gboolean passed, const char *words)
{
  PfCheckLine *line = g_new0 (PfCheckLine, 1);

  line->label = g_strdup (label);
  line->passed = passed;
  line->words = g_strdup (words);
  g_ptr_array_add (test->lines, line);
}

static void
finish (GTask *task)
{
  Test *test = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&test->lines), (GDestroyNotify)g_ptr_array_unref);
  g_object_unref (task);
}

static gboolean
says_redirect (GBytes *page)
{
  gsize length = MIN (g_bytes_get_size (page), MAX_PAGE);
  g_autofree char *text = g_ascii_strdown (g_bytes_get_data (page, NULL), (gssize)length);

  return memmem (text, length, "redirect uri", 12) != NULL
         || memmem (text, length, "redirect_uri", 12) != NULL;
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Test *test = g_task_get_task_data (task);
  g_autoptr (GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
  guint status = soup_message_get_status (test->message);
  const char *label = _ ("Consent page");

  if (page == NULL)
    report (test, label, FALSE, _ ("The page does not answer. Check the connection."));
  else if (status < 400)
    report (test, label, TRUE, NULL);
  else if (g_bytes_get_size (page) > 0 && says_redirect (page))
    {
      g_autofree char *words
          = g_strdup_printf (_ ("The redirect address is not registered. Pinfold uses %s, byte for "
                                "byte."),
                             test->app->redirect_uri);

      report (test, label, FALSE, words);
    }
  else
    report (test, label, FALSE, _ ("The page refuses this App ID."));
  finish (task);
}

/* A dry look at the consent page, with a state that nobody waits for (requirements.md ST-12). */
static void
check_page (GTask *task)
{
  Test *test = g_task_get_task_data (task);
  g_autofree char *scope = g_strjoinv (",", test->scopes);
  g_autofree char *query = soup_form_encode ("client_id", test->app->client_id, "redirect_uri",
                                             test->app->redirect_uri, "response_type", "code",
                                             "scope", scope, "state", test->state, NULL);
  g_autofree char *url = g_strconcat (test->service->authorize_url, "?", query, NULL);

  test->message = soup_message_new (SOUP_METHOD_GET, url);
  if (test->message == NULL)
    {
      finish (task);
      return;
    }
  soup_message_add_flags (test->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (test->session, test->message, G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), on_page, task);
}

static void
on_exchanged (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Test *test = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfTokens) tokens = pf_token_endpoint_request_finish (result, &error);
  const char *label = _ ("App ID and app secret");

  /* A made-up code is refused, but only after App ID and secret were looked at. */
  if (tokens == NULL
      && (g_error_matches (error, PF_ERROR, PF_ERROR_SIGN_IN)
          || g_error_matches (error, PF_ERROR, PF_ERROR_INVALID)
          || g_error_matches (error, PF_ERROR, PF_ERROR_REDIRECT_MISMATCH)))
    report (test, label, TRUE, NULL);
  else
    report (test, label, tokens != NULL, error != NULL ? error->message : NULL);
  check_page (task);
}

static void
check_keys (GTask *task)
{
  Test *test = g_task_get_task_data (task);
  PfTokenGrant grant = { .code = pf_secret_new ("pinfold-test-connection", -1) };

  pf_token_endpoint_request_async (test->context, test->service, test->app, &grant,
                                   g_task_get_cancellable (task), on_exchanged, task);
  pf_secret_unref (grant.code);
}

static void
on_called (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Test *test = g_task_get_task_data (task);
  g_autoptr (GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  report (test, _ ("Way back from the browser"), page != NULL && test->came_back,
          test->came_back ? NULL : _ ("The listener on this computer did not answer."));
  pf_callback_listener_close (test->listener);
  g_clear_object (&test->message);
  check_keys (task);
}

static void
on_redirect (PfCallbackVerdict verdict, PfCallbackRequest *request, gpointer data)
{
  ((Test *)data)->came_back = verdict == PF_CALLBACK_CODE;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Test *test = data;
  GError *error = NULL;
  PfCallbackListener *listener = pf_callback_listener_open (pf_context_get_clock (test->context),
                                                            test->app->redirect_uri, &error);

  if (listener == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, listener, (GDestroyNotify)pf_callback_listener_unref);
}

static void
on_open (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Test *test = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  test->listener = g_task_propagate_pointer (G_TASK (result), &error);
  if (test->listener == NULL)
    {
      report (test, _ ("Way back from the browser"), FALSE, error->message);
      check_keys (task);
      return;
    }
  pf_callback_listener_start (test->listener, test->state, NULL, on_redirect, test);
  url = g_strdup_printf ("%s?code=test&state=%s", test->app->redirect_uri, test->state);
  test->message = soup_message_new (SOUP_METHOD_GET, url);
  soup_message_add_flags (test->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (test->session, test->message, G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), on_called, task);
}

/**
 * pf_test_connection_async:
 * @context: the context
 * @service: where the app is registered
 * @app: App ID, secret and address
 * @scopes: (array zero-terminated=1): what will be asked for
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Tries everything that can be tried without a person and without publishing: the listener, by
 * calling it (requirements.md AP-23), App ID and secret, with a made-up code, and the consent page,
 * which knows the registered addresses (ST-12).
 */
void
pf_test_connection_async (PfContext *context,
                          PfService *service,
                          const PfAppCredentials *app,
                          const char *const *scopes,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (context, cancellable, callback, user_data);
  g_autoptr (GTask) opening = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = pf_setup_clean_app_id (app->client_id, &error);
  Test *test = g_new0 (Test, 1);

  g_task_set_source_tag (task, pf_test_connection_async);
  test->context = g_object_ref (context);
  test->service = pf_service_ref (service);
  test->app = pf_app_credentials_copy (app);
  test->scopes = g_strdupv ((char **)scopes);
  test->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_check_line_free);
  test->session = pf_network_create_session (pf_context_get_network (context), 1);
  g_task_set_task_data (task, test, test_free);
  report (test, _ ("App ID is digits"), id != NULL, error != NULL ? error->message : NULL);
  g_clear_error (&error);
  report (test, _ ("Redirect address stays on this computer"),
          pf_setup_check_redirect_uri (app->redirect_uri, &error),
          error != NULL ? error->message : NULL);
  if (error == NULL)
    test->state = pf_pkce_make_token (pf_context_get_random (context), &error);
  if (error != NULL)
    {
      finish (task);
      return;
    }
  pf_callback_listener_end_lingering (G_OBJECT (context));
  opening = g_task_new (context, cancellable, on_open, task);
  g_task_set_source_tag (opening, pf_test_connection_async);
  g_task_set_task_data (opening, test, NULL);
  g_task_run_in_thread (opening, open_in_thread);
}

/**
 * pf_test_connection_finish:
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type PfCheckLine): a line for each check
 */
GPtrArray *
pf_test_connection_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
