/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keyring-private.h"

/**
 * pf_keyring_is_in_sandbox:
 *
 * Returns: whether libsecret asks for the Secret portal first: in a Flatpak or a snap
 */
gboolean
pf_keyring_is_in_sandbox (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL;
}

/**
 * pf_keyring_portal_has_kept:
 *
 * Returns: whether libsecret has a file here that the portal's secret opens: there was a keyring
 */
gboolean
pf_keyring_portal_has_kept (void)
{
  /* secret_file_backend of libsecret, its default collection. */
  g_autofree char *path
      = g_build_filename (g_get_user_data_dir (), "keyrings", "default.keyring", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
on_version (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) version = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(v)", &version);
  /* libsecret takes no other version. */
  g_task_return_boolean (task, version != NULL
                                   && g_variant_is_of_type (version, G_VARIANT_TYPE_UINT32)
                                   && g_variant_get_uint32 (version) == 1);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    g_task_return_boolean (task, FALSE);
  else
    g_dbus_connection_call (bus, "org.freedesktop.portal.Desktop",
                            "/org/freedesktop/portal/desktop", "org.freedesktop.DBus.Properties",
                            "Get",
                            g_variant_new ("(ss)", "org.freedesktop.portal.Secret", "version"),
                            G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1,
                            g_task_get_cancellable (task), on_version, g_object_ref (task));
}

/**
 * pf_keyring_find_portal_async:
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Asks whether there is the Secret portal (flatpak.github.io/xdg-desktop-portal, "Secret").
 */
void
pf_keyring_find_portal_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, pf_keyring_find_portal_async);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus, task);
}

/**
 * pf_keyring_find_portal_finish:
 * @result: a result
 *
 * Returns: whether there is; %FALSE also when it was given up
 */
gboolean
pf_keyring_find_portal_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
