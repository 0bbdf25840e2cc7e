/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keyring-call-private.h"

#include <string.h>

#define MAX_TEXT 1024

static void
on_helped_lookup (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfSecret) secret = pf_keyring_helper_finish (result, &error);

  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (pf_keyring_call_end (task))
    g_task_return_pointer (task, g_steal_pointer (&secret), (GDestroyNotify)pf_secret_unref);
}

static void
end_with_nothing (GTask *task)
{
  PfKeyringCall *call = g_task_get_task_data (task);

  if (call->helper != NULL && !call->ended)
    pf_keyring_helper_async (call->helper, "lookup", call->name, NULL, NULL, call->inner,
                             on_helped_lookup, g_object_ref (task));
  else if (pf_keyring_call_end (task))
    g_task_return_pointer (task, NULL, NULL);
}

static void
on_alias_for_lookup (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (collection != NULL && secret_collection_get_locked (collection))
    {
      error = pf_keyring_call_make_locked ();
      pf_keyring_call_fail (task, error);
    }
  else
    end_with_nothing (task);
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
      pf_keyring_call_fail (task, error);
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
  if (pf_keyring_call_end (task))
    g_task_return_pointer (task, secret, (GDestroyNotify)pf_secret_unref);
  else
    pf_secret_unref (secret);
}

static void
look_into_next (GTask *task)
{
  PfKeyringCall *call = g_task_get_task_data (task);
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
      error = pf_keyring_call_make_locked ();
      pf_keyring_call_fail (task, error);
    }
  else if (pf_keyring_call_end (task))
    g_task_return_pointer (task, NULL, NULL);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  pf_keyring_call_take_items (call, secret_password_search_finish (result, &error));
  if (error != NULL)
    pf_keyring_call_fail (task, error);
  else if (call->items != NULL || call->locked)
    look_into_next (task);
  /* Some services do not find what is locked: then "locked" is all that can be said. */
  else if (pf_keyring_call_uses_service (task))
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->inner, on_alias_for_lookup, g_object_ref (task));
  else
    end_with_nothing (task);
}

static void
start_lookup (GTask *task)
{
  pf_keyring_call_search (task, SECRET_SEARCH_NONE, on_found);
}

void
pf_keyring_lookup_async (PfSecretStore *store,
                         const char *name,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = pf_keyring_call_begin (store, name, 1, cancellable, callback, data);

  g_task_set_source_tag (task, pf_keyring_lookup_async);
  pf_keyring_call_start (task, start_lookup);
}

PfSecret *
pf_keyring_lookup_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
