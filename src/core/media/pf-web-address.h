/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Addresses that a person types or a page names, before anything is asked of them (safety.md
 * UI-7). */
gboolean pf_web_ip_is_public (GInetAddress *address);
gboolean pf_web_url_check (const char *url, GUri **uri, GError **error);

#define PF_TYPE_GUARDED_ADDRESS (pf_guarded_address_get_type ())
G_DECLARE_FINAL_TYPE (PfGuardedAddress, pf_guarded_address, PF, GUARDED_ADDRESS, GNetworkAddress)

GSocketConnectable *pf_guarded_address_new (const char *host, guint16 port);

G_END_DECLS
