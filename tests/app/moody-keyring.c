/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "moody-keyring.h"

#include "core/base/pf-error.h"

struct _MoodyKeyring
{
  GObject parent_instance;
  GHashTable *secrets; /* name -> PfSecret */
  KeyringMood mood;
  guint n_unlocks;
};

/* FALSE after the task was ended with the reason. */
static gboolean
is_open (MoodyKeyring *self, GTask *task)
{
  if (self->mood == KEYRING_LOCKED)
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_LOCKED, "The keyring is locked.");
  else if (self->mood == KEYRING_ABSENT)
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_NO_KEYRING, "There is no keyring.");
  else
    return TRUE;
  return FALSE;
}

static void
lookup_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  MoodyKeyring *self = MOODY_KEYRING (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  PfSecret *secret = g_hash_table_lookup (self->secrets, name);

  if (is_open (self, task))
    g_task_return_pointer (task, secret != NULL ? pf_secret_ref (secret) : NULL,
                           (GDestroyNotify)pf_secret_unref);
}

static PfSecret *
lookup_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
store_async (PfSecretStore *store,
             const char *name,
             const char *label,
             PfSecret *secret,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  MoodyKeyring *self = MOODY_KEYRING (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  if (!is_open (self, task))
    return;
  g_hash_table_insert (self->secrets, g_strdup (name), pf_secret_ref (secret));
  g_task_return_boolean (task, TRUE);
}

static void
remove_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  MoodyKeyring *self = MOODY_KEYRING (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  if (!is_open (self, task))
    return;
  g_hash_table_remove (self->secrets, name);
  g_task_return_boolean (task, TRUE);
}

static void
unlock_async (PfSecretStore *store,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  MoodyKeyring *self = MOODY_KEYRING (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  self->n_unlocks++;
  if (self->mood == KEYRING_LOCKED)
    self->mood = KEYRING_OPEN;
  if (is_open (self, task))
    g_task_return_boolean (task, TRUE);
}

static gboolean
boolean_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
store_init (PfSecretStoreInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->store_async = store_async;
  iface->store_finish = boolean_finish;
  iface->remove_async = remove_async;
  iface->remove_finish = boolean_finish;
  iface->unlock_async = unlock_async;
  iface->unlock_finish = boolean_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MoodyKeyring,
                               moody_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_SECRET_STORE, store_init))

static void
moody_keyring_finalize (GObject *object)
{
  g_hash_table_unref (MOODY_KEYRING (object)->secrets);
  G_OBJECT_CLASS (moody_keyring_parent_class)->finalize (object);
}

static void
moody_keyring_class_init (MoodyKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = moody_keyring_finalize;
}

static void
moody_keyring_init (MoodyKeyring *self)
{
  self->secrets
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)pf_secret_unref);
}

MoodyKeyring *
moody_keyring_new (void)
{
  return g_object_new (TYPE_MOODY_KEYRING, NULL);
}

void
moody_keyring_set_mood (MoodyKeyring *self, KeyringMood mood)
{
  self->mood = mood;
}

guint
moody_keyring_get_n_unlocks (MoodyKeyring *self)
{
  return self->n_unlocks;
}
