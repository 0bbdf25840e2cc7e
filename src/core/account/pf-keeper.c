/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keeper.h"

#include "core/account/pf-practice-launcher.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LOCK_LIMIT_US (60 * G_USEC_PER_SEC)
#define LOCK_LOOK_US (20 * 1000)

/**
 * pf_keeper_new:
 * @store: the store
 *
 * Returns: (transfer full): a keeper
 */
PfKeeper *
pf_keeper_new (PfStore *store)
{
  PfKeeper *self = g_new0 (PfKeeper, 1);

  g_atomic_ref_count_init (&self->refs);
  self->store = g_object_ref (store);
  self->context = g_object_ref (pf_store_get_context (store));
  self->vault = pf_vault_new (self->context);
  self->session_apps = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_app_row_free);
  return self;
}

/**
 * pf_keeper_ref:
 * @self: a keeper
 *
 * Returns: (transfer full): @self
 */
PfKeeper *
pf_keeper_ref (PfKeeper *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_keeper_unref:
 * @self: a keeper
 *
 * Drops a reference.
 */
void
pf_keeper_unref (PfKeeper *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->session_apps);
  pf_vault_unref (self->vault);
  g_object_unref (self->context);
  g_object_unref (self->store);
  g_free (self);
}

/**
 * pf_keeper_lock:
 * @self: a keeper
 * @name: a name for pf_store_lock()
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Waits for a lock that processes share. Flows only.
 *
 * Returns: a descriptor to close, or -1; PF_ERROR_BUSY after a minute
 */
int
pf_keeper_lock (PfKeeper *self, const char *name, GCancellable *cancellable, GError **error)
{
  gint64 limit = g_get_monotonic_time () + LOCK_LIMIT_US;

  for (;;)
    {
      g_autoptr (GError) problem = NULL;
      int fd = pf_store_lock (self->store, name, &problem);

      if (fd >= 0)
        return fd;
      if (!g_error_matches (problem, PF_ERROR, PF_ERROR_BUSY) || g_get_monotonic_time () > limit)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return -1;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
      g_usleep (LOCK_LOOK_US);
    }
}

/**
 * pf_keeper_write:
 * @self: a keeper
 * @func: one of the functions of pf-connection-row.h
 * @data: for @func
 * @error: return location for an error
 *
 * Writes to the database and waits. Flows only.
 *
 * Returns: whether it is committed
 */
gboolean
pf_keeper_write (PfKeeper *self, PfDbFunc func, gpointer data, GError **error)
{
  return pf_db_run (pf_store_get_db (self->store), PF_DB_WRITE, func, data, error) != NULL;
}

/**
 * pf_keeper_load_rows:
 * @self: a keeper
 * @error: return location for an error
 *
 * Reads accounts and app records and waits. Flows only.
 *
 * Returns: (transfer full) (nullable): the rows
 */
PfAccountRows *
pf_keeper_load_rows (PfKeeper *self, GError **error)
{
  return pf_db_run (pf_store_get_db (self->store), PF_DB_READ, pf_rows_load, NULL, error);
}

/**
 * pf_keeper_load_app:
 * @self: a keeper
 * @flow: the flow that waits
 * @service: id of the service
 * @app_id: id of the app record
 * @client_id: its App ID
 * @redirect_uri: its address
 * @error: return location for an error
 *
 * Unseals an app's secret.
 *
 * Returns: (transfer full) (nullable): the credentials
 */
PfAppCredentials *
pf_keeper_load_app (PfKeeper *self,
                    GTask *flow,
                    const char *service,
                    const char *app_id,
                    const char *client_id,
                    const char *redirect_uri,
                    GError **error)
{
  g_autoptr (PfSecret) secret = NULL;

  if (strcmp (service, "practice") == 0 && strcmp (client_id, PF_PRACTICE_APP_ID) == 0)
    secret = pf_secret_new ("practice-secret", -1);
  else
    secret = pf_vault_load (self->vault, flow, PF_VAULT_APP, app_id, error);
  return secret != NULL ? pf_app_credentials_new (client_id, redirect_uri, secret) : NULL;
}
