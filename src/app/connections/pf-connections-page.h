/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-view.h"
#include "core/account/pf-connections.h"

G_BEGIN_DECLS

#define PF_TYPE_CONNECTIONS_PAGE (pf_connections_page_get_type ())
G_DECLARE_FINAL_TYPE (PfConnectionsPage, pf_connections_page, PF, CONNECTIONS_PAGE, PfView)

PfView *pf_connections_page_new (PfConnections *connections, PfClock *clock);

G_END_DECLS
