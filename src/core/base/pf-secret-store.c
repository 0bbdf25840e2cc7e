/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-secret-store.h"

G_DEFINE_INTERFACE (PfSecretStore, pf_secret_store, G_TYPE_OBJECT)

static void
pf_secret_store_default_init (PfSecretStoreInterface *iface)
{
}

/**
 * pf_secret_store_lookup_async:
 * @self: a secret store
 * @name: a UUID
 * @cancellable: (nullable): a cancellable
 * @callback: called at the end, within the time limit
 * @data: for @callback
 *
 * Looks for a key.
 */
void
pf_secret_store_lookup_async (PfSecretStore *self,
                              const char *name,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  PF_SECRET_STORE_GET_IFACE (self)->lookup_async (self, name, cancellable, callback, data);
}

/**
 * pf_secret_store_lookup_finish:
 * @self: a secret store
 * @result: the result
 * @error: PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, PF_ERROR_TIMED_OUT
 *
 * Returns: (transfer full) (nullable): the key, or %NULL when there is none
 */
PfSecret *
pf_secret_store_lookup_finish (PfSecretStore *self, GAsyncResult *result, GError **error)
{
  return PF_SECRET_STORE_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * pf_secret_store_store_async:
 * @self: a secret store
 * @name: a UUID
 * @label: what a keyring viewer shows
 * @secret: the key
 * @cancellable: (nullable): a cancellable
 * @callback: called at the end, within the time limit
 * @data: for @callback
 *
 * Keeps a key, replacing one of the same name.
 */
void
pf_secret_store_store_async (PfSecretStore *self,
                             const char *name,
                             const char *label,
                             PfSecret *secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  PF_SECRET_STORE_GET_IFACE (self)->store_async (self, name, label, secret, cancellable, callback,
                                                 data);
}

/**
 * pf_secret_store_store_finish:
 * @self: a secret store
 * @result: the result
 * @error: PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, PF_ERROR_TIMED_OUT
 *
 * Returns: whether it is kept
 */
gboolean
pf_secret_store_store_finish (PfSecretStore *self, GAsyncResult *result, GError **error)
{
  return PF_SECRET_STORE_GET_IFACE (self)->store_finish (self, result, error);
}

/**
 * pf_secret_store_remove_async:
 * @self: a secret store
 * @name: a UUID
 * @cancellable: (nullable): a cancellable
 * @callback: called at the end, within the time limit
 * @data: for @callback
 *
 * Destroys a key; a missing one is no error.
 */
void
pf_secret_store_remove_async (PfSecretStore *self,
                              const char *name,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  PF_SECRET_STORE_GET_IFACE (self)->remove_async (self, name, cancellable, callback, data);
}

/**
 * pf_secret_store_remove_finish:
 * @self: a secret store
 * @result: the result
 * @error: PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, PF_ERROR_TIMED_OUT
 *
 * Returns: whether it is gone
 */
gboolean
pf_secret_store_remove_finish (PfSecretStore *self, GAsyncResult *result, GError **error)
{
  return PF_SECRET_STORE_GET_IFACE (self)->remove_finish (self, result, error);
}

/**
 * pf_secret_store_unlock_async:
 * @self: a secret store
 * @cancellable: (nullable): a cancellable
 * @callback: called at the end, within the time limit
 * @data: for @callback
 *
 * Asks the person to unlock the keyring.
 */
void
pf_secret_store_unlock_async (PfSecretStore *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  PF_SECRET_STORE_GET_IFACE (self)->unlock_async (self, cancellable, callback, data);
}

/**
 * pf_secret_store_unlock_finish:
 * @self: a secret store
 * @result: the result
 * @error: PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, PF_ERROR_TIMED_OUT
 *
 * Returns: whether it is unlocked now
 */
gboolean
pf_secret_store_unlock_finish (PfSecretStore *self, GAsyncResult *result, GError **error)
{
  return PF_SECRET_STORE_GET_IFACE (self)->unlock_finish (self, result, error);
}

#define PF_TYPE_MEMORY_SECRET_STORE (pf_memory_secret_store_get_type ())
G_DECLARE_FINAL_TYPE (PfMemorySecretStore, pf_memory_secret_store, PF, MEMORY_SECRET_STORE, GObject)

struct _PfMemorySecretStore
{
  GObject parent_instance;
  GHashTable *secrets; /* name -> PfSecret */
};

static void
memory_lookup_async (PfSecretStore *store,
                     const char *name,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  PfMemorySecretStore *self = PF_MEMORY_SECRET_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  PfSecret *secret = g_hash_table_lookup (self->secrets, name);

  g_task_set_source_tag (task, memory_lookup_async);
  g_task_return_pointer (task, secret != NULL ? pf_secret_ref (secret) : NULL,
                         (GDestroyNotify)pf_secret_unref);
}

static PfSecret *
memory_lookup_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
memory_store_async (PfSecretStore *store,
                    const char *name,
                    const char *label,
                    PfSecret *secret,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  PfMemorySecretStore *self = PF_MEMORY_SECRET_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, memory_store_async);
  g_hash_table_insert (self->secrets, g_strdup (name), pf_secret_ref (secret));
  g_task_return_boolean (task, TRUE);
}

static void
memory_remove_async (PfSecretStore *store,
                     const char *name,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  PfMemorySecretStore *self = PF_MEMORY_SECRET_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, memory_remove_async);
  g_hash_table_remove (self->secrets, name);
  g_task_return_boolean (task, TRUE);
}

static void
memory_unlock_async (PfSecretStore *store,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, data);

  g_task_set_source_tag (task, memory_unlock_async);
  g_task_return_boolean (task, TRUE);
}

static gboolean
memory_boolean_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
pf_memory_secret_store_iface_init (PfSecretStoreInterface *iface)
{
  iface->lookup_async = memory_lookup_async;
  iface->lookup_finish = memory_lookup_finish;
  iface->store_async = memory_store_async;
  iface->store_finish = memory_boolean_finish;
  iface->remove_async = memory_remove_async;
  iface->remove_finish = memory_boolean_finish;
  iface->unlock_async = memory_unlock_async;
  iface->unlock_finish = memory_boolean_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfMemorySecretStore,
                               pf_memory_secret_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_SECRET_STORE,
                                                      pf_memory_secret_store_iface_init))

static void
pf_memory_secret_store_finalize (GObject *object)
{
  g_hash_table_unref (PF_MEMORY_SECRET_STORE (object)->secrets);
  G_OBJECT_CLASS (pf_memory_secret_store_parent_class)->finalize (object);
}

static void
pf_memory_secret_store_class_init (PfMemorySecretStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_memory_secret_store_finalize;
}

static void
pf_memory_secret_store_init (PfMemorySecretStore *self)
{
  self->secrets
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)pf_secret_unref);
}

/**
 * pf_secret_store_memory_new:
 *
 * Returns: (transfer full): a store that forgets everything when it goes
 */
PfSecretStore *
pf_secret_store_memory_new (void)
{
  return g_object_new (PF_TYPE_MEMORY_SECRET_STORE, NULL);
}
