/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection-private.h"
#include "core/account/pf-connections.h"

G_BEGIN_DECLS

struct _PfConnections
{
  GObject parent_instance;
  PfKeeper *keeper;
  GPtrArray *items; /* of PfConnection */
  GPtrArray *apps;  /* of PfAppRow, newest first */
  guint16 practice_port;
  gboolean practice_looked_for; /* once: it may not start */
  gboolean loaded;              /* or tried */
  gboolean reloading;
  gboolean reload_again;
  guint reload_serial;
};

PfConnection *pf_connections_take (PfConnections *self, PfConnection *connection);
void pf_connections_remove (PfConnections *self, const char *id);
void pf_connections_move_practice (PfConnections *self, guint16 port);
PfService *pf_connections_make_service (PfConnections *self, const char *service_id);
const PfAppRow *pf_connections_find_app (PfConnections *self, const char *service_id);
void pf_connections_reload (PfConnections *self);

/* pf-disconnect.c: goes on where a crash left a disconnect. */
void pf_connections_finish_leaving (PfConnections *self, const PfConnectionRow *row);

G_END_DECLS
