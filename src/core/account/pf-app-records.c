/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connections-private.h"

#include "core/account/pf-flow.h"
#include "core/account/pf-setup.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  PfKeeper *keeper;
  PfAppRow *row;
  PfSecret *secret;
  gboolean session_only;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  pf_keeper_unref (saving->keeper);
  pf_app_row_free (saving->row);
  pf_secret_unref (saving->secret);
  g_free (saving);
}

/* An app record that was replaced before any account used it has no more use. */
static void
remove_unused (Saving *saving, GTask *task, PfAccountRows *rows)
{
  for (guint i = 0; i < rows->apps->len; i++)
    {
      PfAppRow *other = rows->apps->pdata[i];
      gboolean used = FALSE;

      if (strcmp (other->service, saving->row->service) != 0
          || strcmp (other->id, saving->row->id) == 0)
        continue;
      for (guint j = 0; j < rows->connections->len && !used; j++)
        used = strcmp (((PfConnectionRow *)rows->connections->pdata[j])->app_id, other->id) == 0;
      if (!used && pf_vault_destroy_key (saving->keeper->vault, task, other->id, NULL)
          && pf_vault_destroy_record (saving->keeper->vault, other->id, NULL))
        pf_keeper_write (saving->keeper, pf_rows_delete_app, other->id, NULL);
    }
}

static gboolean
save (Saving *saving, GTask *task, GError **error)
{
  g_autoptr (PfAccountRows) rows = pf_keeper_load_rows (saving->keeper, error);
  g_autoptr (GError) problem = NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->apps->len; i++)
    {
      PfAppRow *known = rows->apps->pdata[i];

      if (strcmp (known->service, saving->row->service) == 0
          && strcmp (known->client_id, saving->row->client_id) == 0)
        {
          g_free (saving->row->id);
          saving->row->id = g_strdup (known->id);
        }
    }
  if (!pf_vault_save (saving->keeper->vault, task, PF_VAULT_APP, saving->row->id,
                      _ ("Pinfold: key of an app"), saving->secret, &problem))
    {
      if (!g_error_matches (problem, PF_ERROR, PF_ERROR_NO_KEYRING))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      pf_vault_keep_for_session (saving->keeper->vault, saving->row->id, saving->secret);
      saving->session_only = TRUE;
      return TRUE;
    }
  if (!pf_keeper_write (saving->keeper, pf_rows_insert_app, saving->row, error))
    return FALSE;
  remove_unused (saving, task, rows);
  return TRUE;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;
  int lock = pf_keeper_lock (saving->keeper, "accounts", cancellable, &error);

  if (lock >= 0)
    {
      save (saving, task, &error);
      close (lock);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static char *
make_last4 (PfSecret *secret)
{
  gsize length = pf_secret_get_length (secret);

  return length >= 12 ? g_strdup (pf_secret_peek (secret) + length - 4) : g_strdup ("");
}

/**
 * pf_connections_save_app_async:
 * @self: the accounts
 * @service_id: "pinterest", "sandbox" or "practice"
 * @client_id: the App ID
 * @redirect_uri: the registered address
 * @client_secret: the app secret; it is never given back
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Seals App ID and secret, which later accounts share. Connecting works at once, without a
 * restart (requirements.md ST-9). Without a keyring they last for this session.
 */
void
pf_connections_save_app_async (PfConnections *self,
                               const char *service_id,
                               const char *client_id,
                               const char *redirect_uri,
                               PfSecret *client_secret,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PfContext *context = self->keeper->context;
  GError *error = NULL;
  g_autofree char *clean = pf_setup_clean_app_id (client_id, &error);
  Saving *saving;

  g_task_set_source_tag (task, pf_connections_save_app_async);
  if (clean == NULL || !pf_setup_check_redirect_uri (redirect_uri, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->keeper = pf_keeper_ref (self->keeper);
  saving->secret = pf_secret_ref (client_secret);
  saving->row = g_new0 (PfAppRow, 1);
  saving->row->id = pf_random_uuid (pf_context_get_random (context));
  saving->row->service = g_strdup (service_id);
  saving->row->client_id = g_steal_pointer (&clean);
  saving->row->redirect_uri = g_strdup (redirect_uri);
  saving->row->last4 = make_last4 (client_secret);
  saving->row->created_at = pf_clock_now (pf_context_get_clock (context));
  g_task_set_task_data (task, saving, saving_free);
  pf_flow_start (task, run);
}

static void
forget_app (GPtrArray *apps, const PfAppRow *row)
{
  for (guint i = apps->len; i > 0; i--)
    {
      const PfAppRow *known = apps->pdata[i - 1];

      if (strcmp (known->service, row->service) == 0)
        g_ptr_array_remove_index (apps, i - 1);
    }
}

/**
 * pf_connections_save_app_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether it is kept; PF_ERROR_INVALID, PF_ERROR_LOCKED
 */
gboolean
pf_connections_save_app_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  forget_app (self->keeper->session_apps, saving->row);
  if (saving->session_only)
    {
      g_ptr_array_insert (self->keeper->session_apps, 0, pf_app_row_copy (saving->row));
      return TRUE;
    }
  g_ptr_array_insert (self->apps, 0, pf_app_row_copy (saving->row));
  pf_store_touch (self->keeper->store, PF_STORE_CONNECTIONS);
  return TRUE;
}

/**
 * pf_connections_get_app:
 * @self: the accounts
 * @service_id: a service
 * @client_id: (out) (optional) (transfer full): the App ID
 * @redirect_uri: (out) (optional) (transfer full): the registered address
 * @last4: (out) (optional) (transfer full): the last four characters of the secret
 *
 * Returns: whether there is an app record
 */
gboolean
pf_connections_get_app (PfConnections *self,
                        const char *service_id,
                        char **client_id,
                        char **redirect_uri,
                        char **last4)
{
  const PfAppRow *row = pf_connections_find_app (self, service_id);

  if (row == NULL)
    return FALSE;
  if (client_id != NULL)
    *client_id = g_strdup (row->client_id);
  if (redirect_uri != NULL)
    *redirect_uri = g_strdup (row->redirect_uri);
  if (last4 != NULL)
    *last4 = g_strdup (row->last4);
  return TRUE;
}

typedef struct
{
  PfKeeper *keeper;
  PfService *service;
  PfAppRow *row;
} Testing;

static void
testing_free (gpointer data)
{
  Testing *testing = data;

  pf_keeper_unref (testing->keeper);
  pf_service_unref (testing->service);
  pf_app_row_free (testing->row);
  g_free (testing);
}

static void
load_credentials (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Testing *testing = data;
  GError *error = NULL;
  PfAppCredentials *app
      = pf_keeper_load_app (testing->keeper, task, testing->row->service, testing->row->id,
                            testing->row->client_id, testing->row->redirect_uri, &error);

  if (app == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, app, (GDestroyNotify)pf_app_credentials_free);
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *lines = pf_test_connection_finish (result, &error);

  if (lines == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, lines, (GDestroyNotify)g_ptr_array_unref);
}

static void
on_credentials (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  Testing *testing = g_task_get_task_data (G_TASK (result));
  g_autoptr (PfAppCredentials) app = g_task_propagate_pointer (G_TASK (result), &error);
  const PfKind *kind = pf_catalogue_find ("pinterest");

  if (app == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pf_test_connection_async (testing->keeper->context, testing->service, app, kind->scopes,
                            g_task_get_cancellable (task), on_tested, g_object_ref (task));
}

/**
 * pf_connections_test_app_async:
 * @self: the accounts
 * @service_id: a service
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Tests the saved App ID and secret, publishing nothing (requirements.md AL-13).
 */
void
pf_connections_test_app_async (PfConnections *self,
                               const char *service_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) loading = NULL;
  const PfAppRow *row = pf_connections_find_app (self, service_id);
  Testing *testing;

  g_task_set_source_tag (task, pf_connections_test_app_async);
  if (row == NULL)
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_INVALID,
                               _ ("There is no App ID yet. Set up your app first."));
      return;
    }
  testing = g_new0 (Testing, 1);
  testing->keeper = pf_keeper_ref (self->keeper);
  testing->service = pf_connections_make_service (self, service_id);
  testing->row = pf_app_row_copy (row);
  loading = g_task_new (self, cancellable, on_credentials, g_steal_pointer (&task));
  g_task_set_source_tag (loading, pf_connections_test_app_async);
  g_task_set_task_data (loading, testing, testing_free);
  pf_flow_start (loading, load_credentials);
}

/**
 * pf_connections_test_app_finish:
 * @self: the accounts
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type PfCheckLine): a line for each check
 */
GPtrArray *
pf_connections_test_app_finish (PfConnections *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
