/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keyring-call-private.h"

#include <string.h>

static void
on_helped_store (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfSecret) nothing = pf_keyring_helper_finish (result, &error);

  if (error != NULL)
    pf_keyring_call_refuse (task, error);
  else if (pf_keyring_call_end (task))
    g_task_return_boolean (task, TRUE);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    {
      if (pf_keyring_call_end (task))
        g_task_return_boolean (task, TRUE);
    }
  else if (call->helper != NULL && !call->ended)
    pf_keyring_helper_async (call->helper, "store", call->name, call->label, call->secret,
                             call->inner, on_helped_store, g_object_ref (task));
  else
    pf_keyring_call_refuse (task, error);
}

static void
store_now (GTask *task)
{
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = pf_keyring_make_attributes (call->name);
  char *text = g_base64_encode ((const guchar *)pf_secret_peek (call->secret),
                                pf_secret_get_length (call->secret));

  secret_password_storev (&pf_keyring_schema, attributes, SECRET_COLLECTION_DEFAULT, call->label,
                          text, call->inner, on_stored, g_object_ref (task));
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
    error = pf_keyring_call_make_locked ();
  pf_keyring_call_fail (task, error);
}

static void
start_store (GTask *task)
{
  PfKeyringCall *call = g_task_get_task_data (task);

  if (pf_keyring_call_uses_service (task))
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_store, g_object_ref (task));
  else
    store_now (task);
}

void
pf_keyring_store_async (PfSecretStore *store,
                        const char *name,
                        const char *label,
                        PfSecret *secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = pf_keyring_call_begin (store, name, 1, cancellable, callback, data);
  PfKeyringCall *call = g_task_get_task_data (task);

  g_task_set_source_tag (task, pf_keyring_store_async);
  call->label = g_strdup (label);
  call->secret = pf_secret_ref (secret);
  pf_keyring_call_start (task, start_store);
}

static void
on_locked_items_for_remove (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  pf_keyring_call_take_items (call, secret_password_search_finish (result, &error));
  if (error == NULL && call->locked)
    error = pf_keyring_call_make_locked ();
  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (pf_keyring_call_end (task))
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
    pf_keyring_call_fail (task, error);
  else
    pf_keyring_call_search (task, SECRET_SEARCH_NONE, on_locked_items_for_remove);
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
    pf_keyring_call_fail (task, error);
  else
    delete_next (task);
}

static void
delete_next (GTask *task)
{
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (SecretItem) item = NULL;

  if (call->items == NULL)
    {
      pf_keyring_call_search (task, SECRET_SEARCH_NONE, on_locked_items_for_remove);
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
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes = pf_keyring_make_attributes (call->name);

  pf_keyring_call_take_items (call, secret_password_search_finish (result, &error));
  if (error == NULL && call->locked)
    error = pf_keyring_call_make_locked ();
  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (pf_keyring_call_uses_service (task))
    delete_next (task);
  else
    secret_password_clearv (&pf_keyring_schema, attributes, call->inner, on_cleared,
                            g_object_ref (task));
}

/* Looked for first: clearing what is locked would prompt. */
static void
start_remove (GTask *task)
{
  pf_keyring_call_search (task, SECRET_SEARCH_NONE, on_found_for_remove);
}

void
pf_keyring_remove_async (PfSecretStore *store,
                         const char *name,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = pf_keyring_call_begin (store, name, 1, cancellable, callback, data);

  g_task_set_source_tag (task, pf_keyring_remove_async);
  pf_keyring_call_start (task, start_remove);
}
