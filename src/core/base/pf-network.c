/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-network.h"

G_DEFINE_INTERFACE (PfNetwork, pf_network, G_TYPE_OBJECT)

static void
pf_network_default_init (PfNetworkInterface *iface)
{
  /**
   * PfNetwork::changed:
   * @self: the network
   *
   * Being online changed.
   */
  g_signal_new ("changed", PF_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * pf_network_create_session:
 * @self: the network
 * @connections_per_host: at most so many at once
 *
 * Returns: (transfer full): a session with the house rules: no cookies, no
 *   cache, TLS always verified, 30 s idle and connect time-outs. Redirects are
 *   a matter of each message: callers set %SOUP_MESSAGE_NO_REDIRECT.
 */
SoupSession *
pf_network_create_session (PfNetwork *self, guint connections_per_host)
{
  return PF_NETWORK_GET_IFACE (self)->create_session (self, connections_per_host);
}

/**
 * pf_network_is_online:
 * @self: the network
 *
 * Returns: what the system's network monitor says
 */
gboolean
pf_network_is_online (PfNetwork *self)
{
  return PF_NETWORK_GET_IFACE (self)->is_online (self);
}

#define PF_TYPE_SYSTEM_NETWORK (pf_system_network_get_type ())
G_DECLARE_FINAL_TYPE (PfSystemNetwork, pf_system_network, PF, SYSTEM_NETWORK, GObject)

struct _PfSystemNetwork
{
  GObject parent_instance;
  GNetworkMonitor *monitor; /* (unowned): GIO's own, for ever */
};

static SoupSession *
system_create_session (PfNetwork *network, guint connections_per_host)
{
  /* SoupSession has no cookie jar and no cache unless one is added. */
  return soup_session_new_with_options ("user-agent", "Pinfold/" PF_VERSION, "max-conns-per-host",
                                        (int)connections_per_host, "max-conns",
                                        (int)MAX (connections_per_host, 10), "timeout", 30,
                                        "idle-timeout", 60, NULL);
}

static gboolean
system_is_online (PfNetwork *network)
{
  return g_network_monitor_get_network_available (PF_SYSTEM_NETWORK (network)->monitor);
}

static void
pf_system_network_iface_init (PfNetworkInterface *iface)
{
  iface->create_session = system_create_session;
  iface->is_online = system_is_online;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfSystemNetwork,
                               pf_system_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_NETWORK,
                                                      pf_system_network_iface_init))

static void
monitor_changed (PfSystemNetwork *self)
{
  g_signal_emit_by_name (self, "changed");
}

static void
pf_system_network_class_init (PfSystemNetworkClass *klass)
{
}

static void
pf_system_network_init (PfSystemNetwork *self)
{
  self->monitor = g_network_monitor_get_default ();
  g_signal_connect_object (self->monitor, "notify::network-available", G_CALLBACK (monitor_changed),
                           self, G_CONNECT_SWAPPED);
}

/**
 * pf_network_system_new:
 *
 * Returns: (transfer full): the computer's network
 */
PfNetwork *
pf_network_system_new (void)
{
  return g_object_new (PF_TYPE_SYSTEM_NETWORK, NULL);
}
