/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* Our own accept loop under the SoupServer, so that a connection can be cut before it is read. */
PracticeConnections *practice_connections_new (void);
void practice_connections_free (PracticeConnections *self);
/* Listens on 127.0.0.1 at options.port (0: any), then sets port and base_uri. */
gboolean practice_connections_listen (Practice *app, GError **error);
void practice_connections_busy (Practice *app, SoupServerMessage *msg, gboolean busy);
/* Takes the connection of @msg away from the SoupServer. (transfer full) */
GSocketConnection *practice_connections_steal (Practice *app, SoupServerMessage *msg);
/* Ends kept-alive connections that wait for a request, so that the next one has to connect. */
void practice_connections_drop_idle (Practice *app);

G_END_DECLS
