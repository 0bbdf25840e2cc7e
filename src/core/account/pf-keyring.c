/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keyring.h"

#include "core/account/pf-keyring-private.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#define LIMIT_MS (15 * 1000)
#define MAX_TEXT 1024
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
struct _PfKeyring
{
  GObject parent_instance;
  guint limit_ms;
  char *helper; /* nullable */
};

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

/* The schema's name is not matched: gnome-keyring and others lose it. */
static const SecretSchema schema = {
  "io.github.pinfold.Key",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  { { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "key", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

static GHashTable *
make_attributes (const char *name)
{
  return name != NULL
             ? secret_attributes_build (&schema, "application", "pinfold", "key", name, NULL)
             : secret_attributes_build (&schema, "application", "pinfold", NULL);
}

static GError *
translate (const GError *error)
{
  g_autofree char *remote = g_dbus_error_get_remote_error (error);
  g_autoptr (GError) plain = g_error_copy (error);

  if (error->domain == PF_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
      || g_strcmp0 (remote, "org.freedesktop.Secret.Error.IsLocked") == 0)
    return g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
  g_dbus_error_strip_remote_error (plain);
  if (error->domain == G_DBUS_ERROR
      && (error->code == G_DBUS_ERROR_SERVICE_UNKNOWN
          || error->code == G_DBUS_ERROR_NAME_HAS_NO_OWNER || error->code == G_DBUS_ERROR_NO_REPLY
          || error->code == G_DBUS_ERROR_DISCONNECTED || error->code == G_DBUS_ERROR_NO_SERVER
          || (error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED
              && error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY)))
    return g_error_new (PF_ERROR, PF_ERROR_NO_KEYRING, _ ("There is no keyring: %s"),
                        plain->message);
  if (error->domain == G_IO_ERROR)
    return g_error_new (PF_ERROR, PF_ERROR_NO_KEYRING, _ ("There is no keyring: %s"),
                        plain->message);
  return g_error_new (PF_ERROR, PF_ERROR_FAILED, _ ("The keyring refused: %s"), plain->message);
}

/* One call with its time limit. The inner libsecret call may never end; this one does. */
typedef struct
{
  GCancellable *inner;
  gulong outer_handler;
  guint timer;
  char *name;
  char *label;
  PfSecret *secret;
  char *helper;
  gboolean ended;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->inner);
  g_clear_pointer (&call->secret, pf_secret_unref);
  g_free (call->name);
  g_free (call->label);
  g_free (call->helper);
  g_free (call);
}

static gboolean
end (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  if (call->ended)
    return FALSE;
  call->ended = TRUE;
  g_clear_handle_id (&call->timer, g_source_remove);
  if (call->outer_handler != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), call->outer_handler);
  return TRUE;
}

static void
end_with_error (GTask *task, const GError *error)
{
  if (!end (task))
    return;
  /* A dead service leaves a dead proxy behind. */
  if (error->domain != PF_ERROR)
    secret_service_disconnect ();
  g_task_return_error (task, translate (error));
}

static gboolean
on_limit (gpointer data)
{
  GTask *task = data;
  Call *call = g_task_get_task_data (task);

  call->timer = 0;
  if (end (task))
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_TIMED_OUT,
                               _ ("The keyring does not answer. It may be locked."));
      g_cancellable_cancel (call->inner);
    }
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (GCancellable *cancellable, GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_cancellable_cancel (call->inner);
}

static GTask *
begin (PfSecretStore *store,
       const char *name,
       guint factor,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer data)
{
  PfKeyring *self = PF_KEYRING (store);
  GTask *task = g_task_new (self, cancellable, callback, data);
  Call *call = g_new0 (Call, 1);

  call->inner = g_cancellable_new ();
  call->name = g_strdup (name);
  call->helper = g_strdup (self->helper);
  g_task_set_task_data (task, call, call_free);
  call->timer = g_timeout_add_full (G_PRIORITY_DEFAULT, self->limit_ms * factor, on_limit,
                                    g_object_ref (task), g_object_unref);
  if (cancellable != NULL)
    call->outer_handler
        = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_outer_cancelled), task);
  return task;
}

static void
on_helped_lookup (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfSecret) secret = pf_keyring_helper_finish (result, &error);

  if (error != NULL)
    end_with_error (task, error);
  else if (end (task))
    g_task_return_pointer (task, g_steal_pointer (&secret), (GDestroyNotify)pf_secret_unref);
}

static void
end_with_nothing (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  if (call->helper != NULL && !call->ended)
    pf_keyring_helper_async (call->helper, "lookup", call->name, NULL, NULL, call->inner,
                             on_helped_lookup, g_object_ref (task));
  else if (end (task))
    g_task_return_pointer (task, NULL, NULL);
}

static void
on_alias_for_lookup (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    end_with_error (task, error);
  else if (collection != NULL && secret_collection_get_locked (collection))
    {
      error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
      end_with_error (task, error);
    }
  else
    end_with_nothing (task);
}

static gboolean
uses_service (void)
{
  /* The same test that libsecret makes before it takes the file backend. */
  return g_getenv ("SECRET_BACKEND") != NULL ? strcmp (g_getenv ("SECRET_BACKEND"), "file") != 0
                                             : !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/* NULL for what Pinfold did not write: g_base64_decode() steps over anything. */
static guchar *
decode_key (const char *text, gsize *length)
{
  g_autofree guchar *bytes = NULL;
  g_autofree char *again = NULL;
  gboolean same;

  *length = 0;
  if (text == NULL || text[0] == '\0' || strlen (text) > MAX_TEXT)
    return NULL;
  bytes = g_base64_decode (text, length);
  again = g_base64_encode (bytes, *length);
  same = strcmp (again, text) == 0;
  pf_secret_zero (again, strlen (again));
  if (!same)
    *length = 0;
  return *length > 0 ? g_steal_pointer (&bytes) : NULL;
}

static void
on_secret (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value
      = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  const char *text;
  gsize n_bytes = 0;
  g_autofree guchar *bytes = NULL;
  PfSecret *secret;

  if (error != NULL)
    {
      end_with_error (task, error);
      return;
    }
  text = value != NULL ? secret_value_get_text (value) : NULL;
  bytes = decode_key (text, &n_bytes);
  if (!end (task))
    return;
  if (n_bytes == 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  secret = pf_secret_new (bytes, (gssize)n_bytes);
  pf_secret_zero (bytes, n_bytes);
  g_task_return_pointer (task, secret, (GDestroyNotify)pf_secret_unref);
}

/* Of several that match, the youngest: another program may have copied one. */
static SecretRetrievable *
pick (GList *items, gboolean *locked)
{
  SecretRetrievable *best = NULL;

  *locked = FALSE;
  for (GList *l = items; l != NULL; l = l->next)
    {
      if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
        *locked = TRUE;
      else if (best == NULL
               || secret_retrievable_get_modified (l->data)
                      > secret_retrievable_get_modified (best))
        best = l->data;
    }
  return best;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  gboolean locked;
  SecretRetrievable *best = pick (items, &locked);

  if (error != NULL)
    end_with_error (task, error);
  else if (best != NULL)
    secret_retrievable_retrieve_secret (best, call->inner, on_secret, g_object_ref (task));
  else if (locked)
    {
      error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
      end_with_error (task, error);
    }
  /* Some services do not find what is locked: then "locked" is all that can be said. */
  else if (uses_service ())
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_lookup, g_object_ref (task));
  else
    end_with_nothing (task);
  g_list_free_full (items, g_object_unref);
}

static void
lookup_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  GTask *task = begin (store, name, 1, cancellable, callback, data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (name);

  g_task_set_source_tag (task, lookup_async);
  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL, call->inner, on_found, task);
}

static PfSecret *
lookup_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
boolean_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_helped_store (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfSecret) nothing = pf_keyring_helper_finish (result, &error);

  if (error != NULL)
    end_with_error (task, error);
  else if (end (task))
    g_task_return_boolean (task, TRUE);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    {
      if (end (task))
        g_task_return_boolean (task, TRUE);
    }
  else if (call->helper != NULL && !call->ended)
    pf_keyring_helper_async (call->helper, "store", call->name, call->label, call->secret,
                             call->inner, on_helped_store, g_object_ref (task));
  else
    end_with_error (task, error);
}

static void
store_now (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (call->name);
  char *text = g_base64_encode ((const guchar *)pf_secret_peek (call->secret),
                                pf_secret_get_length (call->secret));

  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, call->label, text,
                          call->inner, on_stored, g_object_ref (task));
  pf_secret_zero (text, strlen (text));
  g_free (text);
}

/* Storing into a locked collection would prompt; the person decides when, with Unlock. */
static void
on_alias_for_store (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error == NULL && (collection == NULL || !secret_collection_get_locked (collection)))
    {
      store_now (task);
      return;
    }
  if (error == NULL)
    error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
  end_with_error (task, error);
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
  g_autoptr (GTask) task = begin (store, name, 1, cancellable, callback, data);
  Call *call = g_task_get_task_data (task);

  g_task_set_source_tag (task, store_async);
  call->label = g_strdup (label);
  call->secret = pf_secret_ref (secret);
  if (uses_service ())
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_store, g_object_ref (task));
  else
    store_now (task);
}

static void
on_locked_items_for_remove (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  gboolean locked;

  pick (items, &locked);
  if (error == NULL && locked)
    error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
  if (error != NULL)
    end_with_error (task, error);
  else if (end (task))
    g_task_return_boolean (task, TRUE);
  g_list_free_full (items, g_object_unref);
}

/* FALSE without an error means that nothing was removed: either nothing was there, or it is
 * locked. */
static void
on_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes = make_attributes (call->name);

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    end_with_error (task, error);
  else
    secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL, call->inner,
                             on_locked_items_for_remove, g_object_ref (task));
}

static void
on_found_for_remove (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  g_autoptr (GHashTable) attributes = make_attributes (call->name);
  gboolean locked;

  pick (items, &locked);
  g_list_free_full (items, g_object_unref);
  if (error == NULL && locked)
    error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
  if (error != NULL)
    end_with_error (task, error);
  else
    secret_password_clearv (&schema, attributes, call->inner, on_removed, g_object_ref (task));
}

static void
remove_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  GTask *task = begin (store, name, 1, cancellable, callback, data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (name);

  g_task_set_source_tag (task, remove_async);
  /* Looked for first: clearing what is locked would prompt. */
  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL, call->inner, on_found_for_remove,
                           task);
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
    end_with_error (task, error);
  else if (end (task))
    g_task_return_boolean (task, TRUE);
}

static void
on_alias_for_unlock (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  GList *objects;

  if (error != NULL)
    end_with_error (task, error);
  else if (collection == NULL || !secret_collection_get_locked (collection))
    {
      if (end (task))
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
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  gboolean locked;

  pick (items, &locked);
  g_list_free_full (items, g_object_unref);
  if (error == NULL && locked)
    error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is still locked."));
  if (error != NULL)
    end_with_error (task, error);
  else if (!uses_service ())
    {
      if (end (task))
        g_task_return_boolean (task, TRUE);
    }
  else
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_unlock, g_object_ref (task));
}

static void
unlock_async (PfSecretStore *store,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  GTask *task = begin (store, NULL, UNLOCK_FACTOR, cancellable, callback, data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (NULL);

  g_task_set_source_tag (task, unlock_async);
  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK,
                           call->inner, on_items_unlocked, task);
}

static void
pf_keyring_store_init (PfSecretStoreInterface *iface)
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
