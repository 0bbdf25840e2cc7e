/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/*
 * The actions about connections. Each that acts on one account takes its id. None is
 * exported on the bus: class actions of a widget never are (safety.md DB-9).
 */

static PfConnections *
get_connections (PfWindow *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self);

  return workspace != NULL ? pf_workspace_get_connections (workspace) : NULL;
}

static PfConnection *
find_connection (PfWindow *self, GVariant *target)
{
  PfConnections *connections = get_connections (self);

  if (connections == NULL)
    return NULL;
  return pf_connections_find (connections, g_variant_get_string (target, NULL));
}

static void
switch_account_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfConnection *connection = find_connection (PF_WINDOW (widget), target);

  if (connection != NULL)
    pf_window_set_connection (PF_WINDOW (widget), connection);
}

/* The window may close before the work ends: callbacks hold it weakly. */
static GWeakRef *
hold_weakly (gpointer object)
{
  GWeakRef *ref = g_new (GWeakRef, 1);

  g_weak_ref_init (ref, object);
  return ref;
}

static gpointer
take_weakly (GWeakRef *ref)
{
  gpointer object = g_weak_ref_get (ref);

  g_weak_ref_clear (ref);
  g_free (ref);
  return object;
}

static void
tell (PfWindow *self, const char *words, const GError *error)
{
  g_autofree char *text = NULL;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = error != NULL ? g_strdup_printf ("%s %s", words, error->message) : g_strdup (words);
  pf_window_add_toast (self, pf_toast_new (text));
}

static void
refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfWindow) self = take_weakly (user_data);
  g_autoptr (GError) error = NULL;

  if (pf_connections_refresh_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, _ ("The connection is renewed"), NULL);
  else
    tell (self, _ ("The connection could not be renewed."), error);
}

static void
refresh_connection_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    pf_connections_refresh_async (get_connections (self), connection, NULL, refreshed,
                                  hold_weakly (self));
}

static void
unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfWindow) self = take_weakly (user_data);
  g_autoptr (GError) error = NULL;

  if (!pf_connections_unlock_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, _ ("The keyring stayed locked."), error);
}

static void
unlock_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    pf_connections_unlock_async (get_connections (self), connection, NULL, unlocked,
                                 hold_weakly (self));
}

static void
publishing_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfWindow) self = take_weakly (user_data);
  g_autoptr (GError) error = NULL;

  if (!pf_connections_set_publishing_finish (PF_CONNECTIONS (source), result, &error))
    tell (self, _ ("Publishing could not be switched."), error);
}

static void
publishing_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  PfConnection *connection = find_connection (self, target);

  if (connection != NULL)
    pf_connections_set_publishing_async (get_connections (self), connection,
                                         g_str_has_suffix (name, "-on"), NULL, publishing_set,
                                         hold_weakly (self));
}

/* Installs the actions on the window's class. */
void
pf_window_install_connect_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.switch-account", "s",
                                   switch_account_activated);
  gtk_widget_class_install_action (widget_class, "win.refresh-connection", "s",
                                   refresh_connection_activated);
  gtk_widget_class_install_action (widget_class, "win.unlock", "s", unlock_activated);
  gtk_widget_class_install_action (widget_class, "win.publishing-on", "s", publishing_activated);
  gtk_widget_class_install_action (widget_class, "win.publishing-off", "s", publishing_activated);
}
