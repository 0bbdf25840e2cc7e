/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keyring-call-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The schema's name is not matched: gnome-keyring and others lose it. */
const SecretSchema pf_keyring_schema = {
  "io.github.pinfold.Key",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  { { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "key", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

/* What an item of ours is found by; with a name, that one alone. */
GHashTable *
pf_keyring_make_attributes (const char *name)
{
  return name != NULL
             ? secret_attributes_build (&pf_keyring_schema, "application", "pinfold", "key", name,
                                        NULL)
             : secret_attributes_build (&pf_keyring_schema, "application", "pinfold", NULL);
}

/* What a locked keyring answers. */
GError *
pf_keyring_call_make_locked (void)
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
    return pf_keyring_call_make_locked ();
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

static void
call_free (gpointer data)
{
  PfKeyringCall *call = data;

  g_object_unref (call->inner);
  g_clear_pointer (&call->secret, pf_secret_unref);
  g_free (call->name);
  g_free (call->label);
  g_free (call->helper);
  g_list_free_full (call->items, g_object_unref);
  g_free (call);
}

/* Whether this is the one end of the call; what comes later is dropped. */
gboolean
pf_keyring_call_end (GTask *task)
{
  PfKeyringCall *call = g_task_get_task_data (task);

  if (call->ended)
    return FALSE;
  call->ended = TRUE;
  g_clear_handle_id (&call->timer, g_source_remove);
  if (call->outer_handler != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), call->outer_handler);
  return TRUE;
}

/* Ends the call with what libsecret said, in our words. */
void
pf_keyring_call_fail (GTask *task, const GError *error)
{
  PfKeyring *self = g_task_get_source_object (task);
  PfKeyringCall *call = g_task_get_task_data (task);

  if (!pf_keyring_call_end (task))
    return;
  /* A dead service leaves a dead proxy behind. */
  if (error->domain != PF_ERROR)
    secret_service_disconnect ();
  /* Not given up here, but by the person whom the portal asked for the password. Or the portal gave
   * nothing (org.freedesktop.portal.Request, "Response": 2): either the keyring could not ask for
   * its password, or there is none. Where it gave something before, there is one. */
  if ((g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
       && !g_cancellable_is_cancelled (call->inner))
      || (self->uses_portal && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED)
          && pf_keyring_portal_has_kept ()))
    g_task_return_error (task, pf_keyring_call_make_locked ());
  else
    g_task_return_error (task, translate (error));
}

/* A keyring that keeps nothing new is as good as none. */
void
pf_keyring_call_refuse (GTask *task, const GError *error)
{
  g_autoptr (GError) problem = translate (error);

  if (g_error_matches (problem, PF_ERROR, PF_ERROR_FAILED))
    {
      problem->code = PF_ERROR_NO_KEYRING;
      pf_keyring_call_fail (task, problem);
    }
  else
    pf_keyring_call_fail (task, error);
}

/* libsecret 0.20.5 waits for itself for ever when a request to the portal is cancelled. Such a
 * one goes on instead, and its late answer serves the next call. */
static void
cancel_inner (GTask *task)
{
  PfKeyring *self = g_task_get_source_object (task);
  PfKeyringCall *call = g_task_get_task_data (task);

  if (!self->uses_portal)
    g_cancellable_cancel (call->inner);
}

static gboolean
on_limit (gpointer data)
{
  GTask *task = data;
  PfKeyringCall *call = g_task_get_task_data (task);

  call->timer = 0;
  if (pf_keyring_call_end (task))
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
  else if (pf_keyring_call_end (task))
    g_task_return_error_if_cancelled (task);
}

/* A call, which ends in any case. The limit is @factor times that of the keyring. */
GTask *
pf_keyring_call_begin (PfSecretStore *store,
                       const char *name,
                       guint factor,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  PfKeyring *self = PF_KEYRING (store);
  GTask *task = g_task_new (self, cancellable, callback, data);
  PfKeyringCall *call = g_new0 (PfKeyringCall, 1);

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

/* The same test that libsecret makes. */
gboolean
pf_keyring_call_uses_service (GTask *task)
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
  PfKeyringCall *call = g_task_get_task_data (task);

  self->uses_portal = pf_keyring_find_portal_finish (result);
  if (!call->ended && !g_cancellable_is_cancelled (call->inner))
    call->start (task);
  else if (pf_keyring_call_end (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
}

/* In a sandbox libsecret asks for the portal and waits for the reply, in this thread. So it is
 * not called before the portal was seen to answer. */
void
pf_keyring_call_start (GTask *task, void (*start) (GTask *task))
{
  PfKeyring *self = g_task_get_source_object (task);
  PfKeyringCall *call = g_task_get_task_data (task);

  call->start = start;
  if (self->uses_portal || !pf_keyring_is_in_sandbox ())
    start (task);
  else
    pf_keyring_find_portal_async (call->inner, on_portal_found, g_object_ref (task));
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
void
pf_keyring_call_take_items (PfKeyringCall *call, GList *items)
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

/* Looks for the items of the call. */
void
pf_keyring_call_search (GTask *task, SecretSearchFlags flags, GAsyncReadyCallback callback)
{
  PfKeyringCall *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = pf_keyring_make_attributes (call->name);

  secret_password_searchv (&pf_keyring_schema, attributes, SECRET_SEARCH_ALL | flags, call->inner,
                           callback, g_object_ref (task));
}
