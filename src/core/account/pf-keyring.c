/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keyring-call-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

#define LIMIT_MS (15 * 1000)
/* Somebody types a password meanwhile. */
#define UNLOCK_FACTOR 8

/**
 * PfKeyring:
 *
 * Keys in the desktop's keyring: Secret Service, or in a Flatpak the file that the Secret portal
 * opens. Every call ends within 15 s, unlocking within 2 min, even when the service never answers
 * (safety.md SE-11). Nothing is assumed about collections, and items are matched by attributes
 * alone (SE-9), so KWallet and KeePassXC do.
 */
static void pf_keyring_store_init (PfSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfKeyring,
                               pf_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_SECRET_STORE, pf_keyring_store_init))

static void
pf_keyring_finalize (GObject *object)
{
  g_free (PF_KEYRING (object)->helper);
  G_OBJECT_CLASS (pf_keyring_parent_class)->finalize (object);
}

static void
pf_keyring_class_init (PfKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_keyring_finalize;
}

static void
pf_keyring_init (PfKeyring *self)
{
  self->limit_ms = LIMIT_MS;
}

/**
 * pf_keyring_new:
 *
 * Returns: (transfer full): the desktop's keyring
 */
PfSecretStore *
pf_keyring_new (void)
{
  return g_object_new (PF_TYPE_KEYRING, NULL);
}

/**
 * pf_keyring_new_with_limit:
 * @limit_ms: how long a call may take
 *
 * Returns: (transfer full): the desktop's keyring with another time limit
 */
PfSecretStore *
pf_keyring_new_with_limit (guint limit_ms)
{
  PfKeyring *self = g_object_new (PF_TYPE_KEYRING, NULL);

  self->limit_ms = limit_ms;
  return PF_SECRET_STORE (self);
}

/**
 * pf_keyring_set_helper:
 * @self: the keyring
 * @program: (nullable): path of pinfold-keyring-helper
 *
 * libsecret's file backend, used in a Flatpak, reads the file once in a process: what another
 * process stores later is invisible, and a later store fails. With a helper, a miss and a failed
 * store are tried again in a fresh process (safety.md SE-10).
 */
void
pf_keyring_set_helper (PfKeyring *self, const char *program)
{
  g_free (self->helper);
  self->helper = g_strdup (program);
}

static gboolean
boolean_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_default_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  int n = secret_service_unlock_finish (NULL, result, NULL, &error);

  if (error == NULL && n == 0)
    error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is still locked."));
  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (pf_keyring_call_end (task))
    g_task_return_boolean (task, TRUE);
}

static void
on_alias_for_unlock (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  GList *objects;

  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (collection == NULL || !secret_collection_get_locked (collection))
    {
      if (pf_keyring_call_end (task))
        g_task_return_boolean (task, TRUE);
    }
  else
    {
      objects = g_list_prepend (NULL, collection);
      secret_service_unlock (NULL, objects, call->inner, on_default_unlocked, g_object_ref (task));
      g_list_free (objects);
    }
}

/* Our items may lie in another collection than the default one: unlock where they are. */
static void
on_items_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  pf_keyring_call_take_items (call, secret_password_search_finish (result, &error));
  if (error == NULL && call->locked)
    error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is still locked."));
  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (!pf_keyring_call_uses_service (task))
    {
      if (pf_keyring_call_end (task))
        g_task_return_boolean (task, TRUE);
    }
  else
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_unlock, g_object_ref (task));
}

static void
start_unlock (GTask *task)
{
  pf_keyring_call_search (task, SECRET_SEARCH_UNLOCK, on_items_unlocked);
}

static void
unlock_async (PfSecretStore *store,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task
      = pf_keyring_call_begin (store, NULL, UNLOCK_FACTOR, cancellable, callback, data);

  g_task_set_source_tag (task, unlock_async);
  pf_keyring_call_start (task, start_unlock);
}

static void
pf_keyring_store_init (PfSecretStoreInterface *iface)
{
  iface->lookup_async = pf_keyring_lookup_async;
  iface->lookup_finish = pf_keyring_lookup_finish;
  iface->store_async = pf_keyring_store_async;
  iface->store_finish = boolean_finish;
  iface->remove_async = pf_keyring_remove_async;
  iface->remove_finish = boolean_finish;
  iface->unlock_async = unlock_async;
  iface->unlock_finish = boolean_finish;
}
