/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scripted-portal.h"

#include "account-test.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#define RESPONSE_MS 20
#define PATH "/org/freedesktop/portal/desktop"

/* Of flatpak.github.io/xdg-desktop-portal what GLib and libsecret use. */
static const char xml[]
    = "<node>"
      "<interface name='org.freedesktop.portal.Secret'>"
      " <property name='version' type='u' access='read'/>"
      " <method name='RetrieveSecret'><arg type='h' direction='in'/>"
      "  <arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
      "</interface>"
      "<interface name='org.freedesktop.portal.OpenURI'>"
      " <property name='version' type='u' access='read'/>"
      " <method name='OpenURI'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "  <arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
      "</interface>"
      "<interface name='org.freedesktop.portal.Request'>"
      " <method name='Close'/>"
      " <signal name='Response'><arg type='u'/><arg type='a{sv}'/></signal>"
      "</interface>"
      "</node>";

static void method_called (GDBusConnection *connection,
                           const char *sender,
                           const char *path,
                           const char *interface,
                           const char *method,
                           GVariant *parameters,
                           GDBusMethodInvocation *invocation,
                           gpointer data);

/* "version": read as a method, so that it can be left without an answer. */
static void export(AtPortal *self, const char *path, const char *name)
{
  static const GDBusInterfaceVTable vtable = { method_called, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (self->connection, path,
                                     g_dbus_node_info_lookup_interface (node, name), &vtable, self,
                                     NULL, &error);
  g_assert_no_error (error);
}

/* The path that the portal's description gives the request of a caller. */
static char *
make_request (AtPortal *self, const char *sender, GVariant *options)
{
  const char *token = NULL;
  g_autofree char *own = g_strdup_printf ("t%u", ++self->serial);
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  char *path;

  if (!g_variant_lookup (options, "handle_token", "&s", &token))
    token = own;
  path = g_strdup_printf (PATH "/request/%s/%s", name, token);
  export(self, path, "org.freedesktop.portal.Request");
  return path;
}

typedef struct
{
  AtPortal *portal;
  char *sender;
  char *path;
} Response;

static gboolean
on_answered (gpointer data)
{
  Response *response = data;
  AtPortal *self = response->portal;

  g_dbus_connection_emit_signal (self->connection, response->sender, response->path,
                                 "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(u@a{sv})", self->response,
                                                g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL,
                                                                     0)),
                                 NULL);
  g_free (response->sender);
  g_free (response->path);
  g_free (response);
  return G_SOURCE_REMOVE;
}

/* A little later: libsecret 0.20.5 listens only once it has the reply. */
static void
respond (AtPortal *self, const char *sender, const char *path)
{
  Response *response;

  if (self->undecided)
    return;
  response = g_new0 (Response, 1);
  response->portal = self;
  response->sender = g_strdup (sender);
  response->path = g_strdup (path);
  g_timeout_add (RESPONSE_MS, on_answered, response);
}

static void
give_secret (AtPortal *self, GDBusMethodInvocation *invocation, int index)
{
  GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);
  int fd = g_unix_fd_list_get (g_dbus_message_get_unix_fd_list (message), index, NULL);

  self->n_retrieved++;
  if (self->response == 0)
    g_assert_cmpint (write (fd, self->secret, self->n_secret), ==, (gssize)self->n_secret);
  close (fd);
}

static void
method_called (GDBusConnection *connection,
               const char *sender,
               const char *path,
               const char *interface,
               const char *method,
               GVariant *parameters,
               GDBusMethodInvocation *invocation,
               gpointer data)
{
  AtPortal *self = data;
  g_autoptr (GVariant) options = NULL;
  g_autofree char *request = NULL;
  int index;

  if (strcmp (method, "Close") == 0)
    {
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  if (strcmp (method, "OpenURI") == 0)
    {
      g_free (self->opened);
      g_free (self->parent);
      g_variant_get (parameters, "(ss@a{sv})", &self->parent, &self->opened, &options);
    }
  else
    {
      g_variant_get (parameters, "(h@a{sv})", &index, &options);
      give_secret (self, invocation, index);
    }
  request = make_request (self, sender, options);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  respond (self, sender, request);
}

/* Properties: GDBus itself would answer them at once. */
static GDBusMessage *
filter (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  AtPortal *self = data;
  GDBusMessage *reply;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  if (self->mute)
    {
      g_object_unref (message);
      return NULL;
    }
  if (g_strcmp0 (g_dbus_message_get_interface (message), "org.freedesktop.DBus.Properties") != 0)
    return message;
  reply = g_dbus_message_new_method_reply (message);
  if (g_strcmp0 (g_dbus_message_get_member (message), "Get") == 0)
    g_dbus_message_set_body (reply, g_variant_new ("(v)", g_variant_new_uint32 (1)));
  else
    g_dbus_message_set_body (reply, g_variant_new_parsed ("({'version': <uint32 1>},)"));
  g_dbus_connection_send_message (connection, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
  g_object_unref (reply);
  g_object_unref (message);
  return NULL;
}

static void
on_name (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *)data = TRUE;
}

AtPortal *
at_portal_new (const char *address)
{
  AtPortal *self = g_new0 (AtPortal, 1);
  g_autoptr (GError) error = NULL;
  gboolean named = FALSE;

  memcpy (self->secret, "canary-portal-secret-0123456789abcdefghijklmnopqrstuvwxyz-ABCDEF",
          AT_PORTAL_SECRET);
  self->n_secret = AT_PORTAL_SECRET;
  self->connection = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  g_dbus_connection_add_filter (self->connection, filter, self, NULL);
  export(self, PATH, "org.freedesktop.portal.Secret");
  export(self, PATH, "org.freedesktop.portal.OpenURI");
  g_dbus_connection_call (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "RequestName",
                          g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 4), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_name, &named);
  at_wait (&named);
  return self;
}

void
at_portal_free (AtPortal *self)
{
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_object_unref (self->connection);
  g_free (self->opened);
  g_free (self->parent);
  g_free (self);
}
