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
  char *helper;         /* nullable */
  gboolean uses_portal; /* known to be: libsecret's file, opened by the portal */
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
make_locked (void)
{
  return g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is locked."));
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
    return make_locked ();
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
  void (*start) (GTask *task);
  GList *items;    /* of SecretRetrievable: still to be looked into, or deleted */
  gboolean locked; /* there are others, locked */
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
  g_list_free_full (call->items, g_object_unref);
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
  Call *call = g_task_get_task_data (task);

  if (!end (task))
    return;
  /* A dead service leaves a dead proxy behind. */
  if (error->domain != PF_ERROR)
    secret_service_disconnect ();
  /* Not given up here, but by the person whom the portal asked for the password. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_cancellable_is_cancelled (call->inner))
    g_task_return_error (task, make_locked ());
  else
    g_task_return_error (task, translate (error));
}

/* A keyring that keeps nothing new is as good as none. */
static void
end_with_refusal (GTask *task, const GError *error)
{
  g_autoptr (GError) problem = translate (error);

  if (g_error_matches (problem, PF_ERROR, PF_ERROR_FAILED))
    {
      problem->code = PF_ERROR_NO_KEYRING;
      end_with_error (task, problem);
    }
  else
    end_with_error (task, error);
}

/* libsecret 0.20.5 waits for itself for ever when a request to the portal is cancelled. Such a
 * one goes on instead, and its late answer serves the next call. */
static void
cancel_inner (GTask *task)
{
  PfKeyring *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  if (!self->uses_portal)
    g_cancellable_cancel (call->inner);
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
      cancel_inner (task);
    }
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (GCancellable *cancellable, GTask *task)
{
  PfKeyring *self = g_task_get_source_object (task);

  if (!self->uses_portal)
    cancel_inner (task);
  else if (end (task))
    g_task_return_error_if_cancelled (task);
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
      error = make_locked ();
      end_with_error (task, error);
    }
  else
    end_with_nothing (task);
}

/* The same test that libsecret makes. */
static gboolean
uses_service (GTask *task)
{
  PfKeyring *self = g_task_get_source_object (task);
  const char *backend = g_getenv ("SECRET_BACKEND");

  return !self->uses_portal
         && (backend == NULL || backend[0] == '\0' || strcmp (backend, "service") == 0);
}

static void
on_portal_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfKeyring *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  self->uses_portal = pf_keyring_find_portal_finish (result);
  if (!call->ended && !g_cancellable_is_cancelled (call->inner))
    call->start (task);
  else if (end (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
}

/* In a sandbox libsecret asks for the portal and waits for the reply, in this thread. So it is
 * not called before the portal was seen to answer. */
static void
start_when_ready (GTask *task, void (*start) (GTask *task))
{
  PfKeyring *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  call->start = start;
  if (self->uses_portal || !pf_keyring_is_in_sandbox ())
    start (task);
  else
    pf_keyring_find_portal_async (call->inner, on_portal_found, g_object_ref (task));
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

static void look_into_next (GTask *task);

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
  if (n_bytes == 0)
    {
      look_into_next (task);
      return;
    }
  secret = pf_secret_new (bytes, (gssize)n_bytes);
  pf_secret_zero (bytes, n_bytes);
  if (end (task))
    g_task_return_pointer (task, secret, (GDestroyNotify)pf_secret_unref);
  else
    pf_secret_unref (secret);
}

static void
look_into_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GObject) item = NULL;
  g_autoptr (GError) error = NULL;

  if (call->items != NULL)
    {
      item = call->items->data;
      call->items = g_list_delete_link (call->items, call->items);
      secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (item), call->inner, on_secret,
                                          g_object_ref (task));
    }
  else if (call->locked)
    {
      error = make_locked ();
      end_with_error (task, error);
    }
  else if (end (task))
    g_task_return_pointer (task, NULL, NULL);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  guint64 one = secret_retrievable_get_modified ((SecretRetrievable *)a);
  guint64 other = secret_retrievable_get_modified ((SecretRetrievable *)b);

  return one > other ? -1 : one < other;
}

/* Takes over what was found: what can be looked into, the youngest first, for another program
 * may have copied one. */
static void
take_items (Call *call, GList *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
      {
        call->locked = TRUE;
        g_object_unref (l->data);
      }
    else
      call->items = g_list_insert_sorted (call->items, l->data, compare_age);
  g_list_free (items);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  take_items (call, secret_password_search_finish (result, &error));
  if (error != NULL)
    end_with_error (task, error);
  else if (call->items != NULL || call->locked)
    look_into_next (task);
  /* Some services do not find what is locked: then "locked" is all that can be said. */
  else if (uses_service (task))
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_lookup, g_object_ref (task));
  else
    end_with_nothing (task);
}

static void
search (GTask *task, SecretSearchFlags flags, GAsyncReadyCallback callback)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (call->name);

  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL | flags, call->inner, callback,
                           g_object_ref (task));
}

static void
start_lookup (GTask *task)
{
  search (task, SECRET_SEARCH_NONE, on_found);
}

static void
lookup_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = begin (store, name, 1, cancellable, callback, data);

  g_task_set_source_tag (task, lookup_async);
  start_when_ready (task, start_lookup);
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
    end_with_refusal (task, error);
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
    end_with_refusal (task, error);
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
    error = make_locked ();
  end_with_error (task, error);
}

static void
start_store (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  if (uses_service (task))
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_store, g_object_ref (task));
  else
    store_now (task);
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
  start_when_ready (task, start_store);
}

static void
on_locked_items_for_remove (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  take_items (call, secret_password_search_finish (result, &error));
  if (error == NULL && call->locked)
    error = make_locked ();
  if (error != NULL)
    end_with_error (task, error);
  else if (end (task))
    g_task_return_boolean (task, TRUE);
}

/* FALSE without an error means that nothing was removed: either nothing was there, or it is
 * locked. */
static void
on_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    end_with_error (task, error);
  else
    search (task, SECRET_SEARCH_NONE, on_locked_items_for_remove);
}

static void delete_next (GTask *task);

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  /* Somebody else was faster. */
  if (!secret_item_delete_finish (SECRET_ITEM (source), result, &error)
      && !g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT)
      && !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)
      && !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD))
    end_with_error (task, error);
  else
    delete_next (task);
}

static void
delete_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (SecretItem) item = NULL;

  if (call->items == NULL)
    {
      search (task, SECRET_SEARCH_NONE, on_locked_items_for_remove);
      return;
    }
  item = call->items->data;
  call->items = g_list_delete_link (call->items, call->items);
  secret_item_delete (item, call->inner, on_deleted, g_object_ref (task));
}

/* Items of a service are deleted one by one: secret_password_clear() of libsecret 0.20.5 ends its
 * task twice when the service refuses. */
static void
on_found_for_remove (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes = make_attributes (call->name);

  take_items (call, secret_password_search_finish (result, &error));
  if (error == NULL && call->locked)
    error = make_locked ();
  if (error != NULL)
    end_with_error (task, error);
  else if (uses_service (task))
    delete_next (task);
  else
    secret_password_clearv (&schema, attributes, call->inner, on_cleared, g_object_ref (task));
}

/* Looked for first: clearing what is locked would prompt. */
static void
start_remove (GTask *task)
{
  search (task, SECRET_SEARCH_NONE, on_found_for_remove);
}

static void
remove_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = begin (store, name, 1, cancellable, callback, data);

  g_task_set_source_tag (task, remove_async);
  start_when_ready (task, start_remove);
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

  take_items (call, secret_password_search_finish (result, &error));
  if (error == NULL && call->locked)
    error = g_error_new_literal (PF_ERROR, PF_ERROR_LOCKED, _ ("The keyring is still locked."));
  if (error != NULL)
    end_with_error (task, error);
  else if (!uses_service (task))
    {
      if (end (task))
        g_task_return_boolean (task, TRUE);
    }
  else
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_unlock, g_object_ref (task));
}

static void
start_unlock (GTask *task)
{
  search (task, SECRET_SEARCH_UNLOCK, on_items_unlocked);
}

static void
unlock_async (PfSecretStore *store,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = begin (store, NULL, UNLOCK_FACTOR, cancellable, callback, data);

  g_task_set_source_tag (task, unlock_async);
  start_when_ready (task, start_unlock);
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
