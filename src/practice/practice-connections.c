/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-connections.h"

#include "practice-fault.h"
#include "practice-log.h"

typedef struct
{
  PracticeConnections *owner;
  GSocketConnection *connection;
  guint port;
  gboolean busy;
} Entry;

struct _PracticeConnections
{
  GSocketService *service;
  /* The client's port -> Entry; an entry goes when its connection is finalized. */
  GHashTable *by_port;
};

PracticeConnections *
practice_connections_new (void)
{
  PracticeConnections *self = g_new0 (PracticeConnections, 1);

  self->by_port = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

static void
on_connection_gone (gpointer data, GObject *where_it_was)
{
  Entry *entry = data;

  if (g_hash_table_lookup (entry->owner->by_port, GUINT_TO_POINTER (entry->port)) == entry)
    g_hash_table_remove (entry->owner->by_port, GUINT_TO_POINTER (entry->port));
  else
    g_free (entry);
}

void
practice_connections_free (PracticeConnections *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      g_object_unref (self->service);
    }
  g_hash_table_iter_init (&iter, self->by_port);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_object_weak_unref (G_OBJECT (((Entry *)value)->connection), on_connection_gone, value);
  g_hash_table_unref (self->by_port);
  g_free (self);
}

static guint
port_of (GSocketAddress *address)
{
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static void
track (PracticeConnections *self, GSocketConnection *connection, guint port)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->owner = self;
  entry->connection = connection;
  entry->port = port;
  g_object_weak_ref (G_OBJECT (connection), on_connection_gone, entry);
  /* An older entry of the same port belongs to a connection that is closed but not yet freed. */
  g_hash_table_steal (self->by_port, GUINT_TO_POINTER (port));
  g_hash_table_insert (self->by_port, GUINT_TO_POINTER (port), entry);
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  Practice *app = user_data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  if (local == NULL || remote == NULL)
    return TRUE;
  if (practice_faults_take (app->faults, PRACTICE_PHASE_ACCEPT, NULL, "") != NULL)
    {
      practice_log_add_cut (app->log, "", "", "cut-before-accept");
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      return TRUE;
    }
  track (app->connections, connection, port_of (remote));
  soup_server_accept_iostream (app->soup, G_IO_STREAM (connection), local, remote, NULL);
  return TRUE;
}

gboolean
practice_connections_listen (Practice *app, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted
      = g_inet_socket_address_new (loopback, (guint16)app->options.port);
  g_autoptr (GSocketAddress) got = NULL;
  PracticeConnections *self = app->connections;

  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got,
                                      error))
    return FALSE;
  app->port = port_of (got);
  app->base_uri = g_strdup_printf ("http://127.0.0.1:%u", app->port);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), app);
  g_socket_service_start (self->service);
  return TRUE;
}

void
practice_connections_busy (Practice *app, SoupServerMessage *msg, gboolean busy)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (msg);
  Entry *entry;

  if (remote == NULL)
    return;
  entry = g_hash_table_lookup (app->connections->by_port, GUINT_TO_POINTER (port_of (remote)));
  if (entry != NULL)
    entry->busy = busy;
}

GSocketConnection *
practice_connections_steal (Practice *app, SoupServerMessage *msg)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (msg);
  Entry *entry
      = g_hash_table_lookup (app->connections->by_port, GUINT_TO_POINTER (port_of (remote)));
  GSocketConnection *connection = entry != NULL ? g_object_ref (entry->connection) : NULL;
  /* What comes back is libsoup's wrapper; dropping it does not close what it wraps. */
  g_autoptr (GIOStream) wrapper = soup_server_message_steal_connection (msg);

  return connection;
}

void
practice_connections_drop_idle (Practice *app)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, app->connections->by_port);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (!entry->busy)
        g_socket_shutdown (g_socket_connection_get_socket (entry->connection), TRUE, TRUE, NULL);
    }
}
