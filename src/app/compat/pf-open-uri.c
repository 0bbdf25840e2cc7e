/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-open-uri"

#include "config.h"

#include "app/compat/pf-open-uri.h"

#include <glib/gi18n.h>

/**
 * pf_open_uri_is_web:
 * @uri: an address
 *
 * Returns: whether @uri is http or https with a host and nothing that could
 *   mislead its reader, such as a user name (safety.md UI-11, OA-3)
 */
gboolean
pf_open_uri_is_web (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;

  if (uri == NULL || strlen (uri) > 8192)
    return FALSE;
  for (const char *p = uri; *p != '\0'; p++)
    if ((guchar)*p <= ' ' || (guchar)*p == 0x7f)
      return FALSE;

  parsed = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (parsed == NULL || g_uri_get_userinfo (parsed) != NULL)
    return FALSE;
  if (g_strcmp0 (g_uri_get_scheme (parsed), "https") != 0
      && g_strcmp0 (g_uri_get_scheme (parsed), "http") != 0)
    return FALSE;
  return g_uri_get_host (parsed) != NULL && *g_uri_get_host (parsed) != '\0';
}

static void
launched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * pf_open_uri_async:
 * @near: widget whose display and window the browser should follow
 * @uri: http or https address; anything else is refused
 * @cancellable: (nullable): a cancellable
 * @callback: called when the browser was asked
 * @user_data: for @callback
 *
 * Opens an address in the user's browser, or through the portal in a sandbox.
 * GTK 4.10 has GtkUriLauncher for this; the change will be here only.
 */
void
pf_open_uri_async (GtkWidget *near,
                   const char *uri,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GdkAppLaunchContext) context = NULL;

  g_task_set_source_tag (task, pf_open_uri_async);
  if (!pf_open_uri_is_web (uri))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               _ ("This is not a web address."));
      return;
    }

  context = gdk_display_get_app_launch_context (gtk_widget_get_display (near));
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), cancellable,
                                           launched, g_steal_pointer (&task));
}

/**
 * pf_open_uri_finish:
 * @result: the result
 * @error: location for an error
 *
 * Returns: whether a browser was asked to open it
 */
gboolean
pf_open_uri_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
