/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define PF_TYPE_NETWORK (pf_network_get_type ())
G_DECLARE_INTERFACE (PfNetwork, pf_network, PF, NETWORK, GObject)

/**
 * PfNetworkInterface:
 * @create_session: a SoupSession with the house rules: no cookies, no
 *   automatic redirects, no proxy surprises, TLS always verified, user agent,
 *   time-outs; @connections_per_host of them at most
 * @is_online: what the system's network monitor says
 *
 * The network. Emits "changed" when being online changes.
 */
struct _PfNetworkInterface
{
  GTypeInterface parent;
  SoupSession *(*create_session) (PfNetwork *self, guint connections_per_host);
  gboolean (*is_online) (PfNetwork *self);
};

SoupSession *pf_network_create_session (PfNetwork *self, guint connections_per_host);
gboolean pf_network_is_online (PfNetwork *self);

PfNetwork *pf_network_system_new (void);

G_END_DECLS
