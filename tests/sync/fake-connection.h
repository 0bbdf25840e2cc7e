/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

/*
 * What sync needs of a connection, without keyring and store: it stands in at
 * link time for the account room's object, so that these tests are about sync.
 */
PfConnection *fake_connection_new (const char *id, PfClient *client);
void fake_connection_set_client (PfConnection *self, PfClient *client);
void fake_connection_set_state (PfConnection *self, PfConnectionState state);
/* @scopes: static */
void fake_connection_set_granted (PfConnection *self, const char *scopes);
guint fake_connection_get_noted (PfConnection *self, char **operation);
guint fake_connection_get_successes (PfConnection *self);
/* Called from within pf_connection_note_error(). */
void fake_connection_on_note (PfConnection *self, void (*func) (gpointer data), gpointer data);
